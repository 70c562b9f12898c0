"""The life of an acta: its page, its draft, its text, and how it is approved where it was not kept here."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import models
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView, View

from monitoring.acta_text import blocks_of, changes
from monitoring.forms.actas import ActaForm, ElsewhereForm
from monitoring.models import Acta, ActaState, ObservationState
from monitoring.selectors.acta_record import acta_record, table_of
from monitoring.selectors.actas import life_of, observations_of, receives_observations
from monitoring.selectors.periods import local_today
from monitoring.services import actas as services
from monitoring.services.acta_observations import observable_members
from monitoring.views.meetings import PartForm, PartMixin, WritingMixin
from networks.mixins import NetworkMixin
from networks.models import ConflictError


class ActaMixin(PartMixin):
    """The acta of the session the URL names; where there is none yet, an unsaved one."""

    part = "acta"

    @cached_property
    def acta(self) -> Acta:
        acta = Acta.objects.filter(meeting=self.meeting).select_related("approved_in").first()
        acta = acta or Acta(meeting=self.meeting)
        acta.meeting = self.meeting
        return acta

    def get_success_url(self) -> str:
        return self.page_url()

    def page_url(self, name: str = "acta_detail", **kwargs: Any) -> str:
        where = {"slug": self.network.slug, "meeting": self.meeting.pk, **kwargs}
        return reverse(f"monitoring:{name}", kwargs=where)

    def refuse(self, error: ValidationError) -> HttpResponse:
        messages.error(self.request, " ".join(error.messages))
        return redirect(self.page_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # A plain page hands over what stands in its address.
        kwargs.pop("meeting", None)
        return super().get_context_data(acta=self.acta, **kwargs)


class WrittenActaMixin(ActaMixin):
    """Of an acta that exists."""

    @cached_property
    def acta(self) -> Acta:
        acta = get_object_or_404(Acta.objects.select_related("approved_in"), meeting=self.meeting)
        acta.meeting = self.meeting
        return acta


class ActaDetailView(ActaMixin, TemplateView):
    """What it says, at which point of its life it is, what the members observed, and its annexes."""

    permission = staticmethod(NetworkMixin.permission)
    template_name = "monitoring/acta_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        acta, user = self.acta, self.request.user
        if acta.pk is None:
            return super().get_context_data(**kwargs)
        observations = observations_of(acta)
        open_ones = sum(row.state == ObservationState.OPEN for row in observations)
        receives = receives_observations(acta, local_today(self.network))
        return super().get_context_data(
            record=(record := acta_record(acta)),
            blocks=blocks_of(record["body"]),
            attendance=table_of(record),
            steps=life_of(acta, open_ones),
            observations=observations,
            open_observations=open_ones,
            receives=receives,
            may_observe=receives and bool(observable_members(user, acta)),
            annexes=list(acta.annexes.select_related("added_by").order_by("pk")),
            **kwargs,
        )


class ActaDraftView(ActaMixin, TemplateView):
    """Shows what would be written; a text that is there already is replaced only after that."""

    template_name = "monitoring/acta_draft.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.meeting.held_on is None or self.acta.state == ActaState.APPROVED:
            return redirect(self.page_url())
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        revision = request.POST.get("revision", "")
        shown = int(revision) if revision.isascii() and revision.isdigit() and len(revision) < 10 else None
        try:
            services.acta_draft(meeting=self.meeting, revision=shown)
        except ConflictError:
            messages.error(request, _("Otra persona acaba de guardar el acta: vea de nuevo qué cambiaría."))
            return redirect(self.page_url("acta_draft"))
        except ValidationError as error:
            return self.refuse(error)
        messages.success(request, _("El borrador está listo: complételo con lo que se trató."))
        return redirect(self.page_url("acta_edit"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        draft = services.draft_of(self.meeting, self.acta)
        return super().get_context_data(draft=draft, changes=changes(self.acta.body, draft), **kwargs)


class ActaEditView(ActaMixin, PartForm):
    """Two people may write it: the one who saves second keeps her text, and sees the other's beside it."""

    form_class = ActaForm
    template_name = "monitoring/acta_edit.html"
    heading = gettext_lazy("Editar el acta")
    heading_new = gettext_lazy("Escribir el acta")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.acta.state == ActaState.APPROVED:
            return redirect(self.page_url())
        return super().get(request, *args, **kwargs)

    def get_object(self, queryset: models.QuerySet | None = None) -> Acta:
        return self.acta

    def get_initial(self) -> dict[str, Any]:
        return {"revision": self.acta.revision if self.acta.pk else 0}

    def form_valid(self, form: BaseForm) -> HttpResponse:
        try:
            return super().form_valid(form)
        except ConflictError as conflict:
            return self.conflict(form, conflict.current)

    def save(self, form: BaseForm) -> str:
        services.acta_save(acta=form.instance, revision=form.cleaned_data["revision"])
        return self.page_url()

    def conflict(self, form: BaseForm, current: Acta) -> HttpResponse:
        form.data = form.data.copy()
        form.data["revision"] = str(current.revision)
        theirs = changes(form.cleaned_data["body"], current.body)
        context = self.get_context_data(form=form, current=current, changes=theirs)
        return self.render_to_response(context, status=409)


class ActaElsewhereView(ActaMixin, WritingMixin, FormView):
    """An acta approved before it was kept here: the day, and the signed copy."""

    form_class = ElsewhereForm
    template_name = "monitoring/acta_elsewhere.html"
    heading = gettext_lazy("Anotar un acta ya aprobada")

    def save(self, form: BaseForm) -> str:
        services.acta_approve_elsewhere(acta=self.acta, user=self.request.user, **form.cleaned_data)
        return self.page_url()


class ActaReopenView(WrittenActaMixin, View):
    """Back to a draft: what is under observation, or was approved elsewhere."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            services.acta_reopen(acta=self.acta)
        except ValidationError as error:
            return self.refuse(error)
        messages.success(request, _("El acta volvió a ser un borrador."))
        return redirect(self.page_url())
