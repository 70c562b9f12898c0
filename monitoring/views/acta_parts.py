"""What hangs on an acta: the observations of the members with their answers, and the annexes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, View

from monitoring.forms.actas import AnnexForm, AnswerForm, ConsultForm, ObserveForm
from monitoring.models import ActaAnnex, ActaObservation
from monitoring.services import acta_observations as observing
from monitoring.services import actas as services
from monitoring.views.actas import WrittenActaMixin
from monitoring.views.kept_files import handed_out
from monitoring.views.meetings import PartDelete, WritingMixin
from networks.mixins import NetworkMixin
from networks.permissions import can_observe_acta


class ActaConsultView(WrittenActaMixin, WritingMixin, FormView):
    """Opens the acta to observations until a day, and tells everybody with a role here."""

    form_class = ConsultForm
    template_name = "monitoring/acta_consult.html"
    heading = gettext_lazy("Abrir el acta a observaciones")

    def get_initial(self) -> dict[str, Any]:
        return {"until_on": self.acta.observations_until_on}

    def save(self, form: BaseForm) -> str:
        told = observing.acta_consult(acta=self.acta, until_on=form.cleaned_data["until_on"])
        words = ngettext("Se avisa por correo a %(n)s persona.", "Se avisa por correo a %(n)s personas.", told)
        messages.info(self.request, words % {"n": told})
        return self.page_url()


class ActaObserveView(WrittenActaMixin, WritingMixin, FormView):
    permission = staticmethod(can_observe_acta)
    form_class = ObserveForm
    template_name = "monitoring/acta_observe.html"
    heading = gettext_lazy("Observar el acta")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            observing.check_receives(self.acta)
        except ValidationError as error:
            return self.refuse(error)
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        del kwargs["network"]
        members = observing.observable_members(self.request.user, self.acta)
        if not members:
            raise PermissionDenied
        return {**kwargs, "meeting": self.meeting, "members": members}

    def save(self, form: BaseForm) -> str:
        observing.observation_add(acta=self.acta, user=self.request.user, **form.cleaned_data)
        return f"{self.page_url()}#observaciones"


class ActaAnswerView(WrittenActaMixin, WritingMixin, FormView):
    form_class = AnswerForm
    template_name = "monitoring/acta_answer.html"
    heading = gettext_lazy("Responder la observación")

    @cached_property
    def observation(self) -> ActaObservation:
        rows = ActaObservation.objects.for_user(self.request.user).select_related("item", "member", "author")
        found = get_object_or_404(rows, acta=self.acta, pk=self.kwargs["pk"])
        found.acta = self.acta
        return found

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        del kwargs["network"]
        return kwargs

    def get_initial(self) -> dict[str, Any]:
        row = self.observation
        return {"state": row.state if row.response else "", "response": row.response}

    def save(self, form: BaseForm) -> str:
        values = {"observation": self.observation, "user": self.request.user}
        observing.observation_answer(**values, **form.cleaned_data)
        return f"{self.page_url()}#observaciones"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(observation=self.observation, **kwargs)


class AnnexMixin(WrittenActaMixin):
    def get_queryset(self):
        rows = ActaAnnex.objects.for_user(self.request.user).filter(acta=self.acta)
        return rows.select_related("acta__meeting")


class ActaAnnexCreateView(AnnexMixin, WritingMixin, FormView):
    form_class = AnnexForm
    template_name = "monitoring/acta_annex_create.html"
    heading = gettext_lazy("Agregar un anexo")

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        del kwargs["network"]
        return kwargs

    def save(self, form: BaseForm) -> str:
        services.annex_add(acta=self.acta, user=self.request.user, **form.cleaned_data)
        return f"{self.page_url()}#anexos"


class ActaAnnexDeleteView(AnnexMixin, PartDelete):
    heading = gettext_lazy("Quitar el anexo")

    def remove(self) -> None:
        services.annex_remove(annex=self.object)


class ActaAnnexDownloadView(AnnexMixin, View):
    """Always as an attachment, never shown by the browser."""

    permission = staticmethod(NetworkMixin.permission)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        annex = get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"])
        try:
            return handed_out(annex)
        except Http404:
            messages.error(
                request, _("No se encuentra el archivo de ese anexo: avise a quien administra el sistema.")
            )
            return redirect(f"{self.page_url()}#anexos")
