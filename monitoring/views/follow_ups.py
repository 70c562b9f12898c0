"""What came of a decision: written on its session's page, and all of a network in one list."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView, FormView, ListView, View

from monitoring.forms.follow_ups import FollowUpCloseForm, FollowUpFilter, FollowUpForm, FollowUpReasonForm
from monitoring.models import Decision, FollowUp, FollowUpEvidence, Meeting
from monitoring.selectors.follow_ups import in_state, state_counts, steps_of, stood
from monitoring.selectors.periods import local_today
from monitoring.services import follow_ups as services
from monitoring.views.kept_files import handed_out
from monitoring.views.meetings import MeetingMixin, PartDelete, PartForm, PartMixin, WritingMixin
from networks.models import Member
from networks.permissions import can_close_follow_up, can_manage_meeting, can_view_network

# -- on the page of a session ---------------------------------------------------------------------------------


class FollowUpMixin(PartMixin):
    part = "decisiones"

    @cached_property
    def decision(self) -> Decision:
        return get_object_or_404(Decision, meeting=self.meeting, pk=self.kwargs["decision"])

    def get_queryset(self) -> models.QuerySet:
        return FollowUp.objects.filter(decision=self.decision)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(decision=self.decision, **kwargs)


class FollowUpFormView(FollowUpMixin, PartForm):
    form_class = FollowUpForm
    template_name = "monitoring/followup_form.html"
    heading = gettext_lazy("Editar el seguimiento")
    heading_new = gettext_lazy("Nuevo seguimiento")

    def build(self) -> FollowUp:
        return FollowUp(decision=self.decision)

    def save(self, form: BaseForm) -> str:
        services.follow_up_save(follow_up=form.instance, year=self.meeting.on.year)
        return self.get_success_url()


class FollowUpDeleteView(FollowUpMixin, PartDelete):
    heading = gettext_lazy("Eliminar el seguimiento")

    def remove(self) -> None:
        services.follow_up_delete(follow_up=self.object)


# -- of the whole network -------------------------------------------------------------------------------------


class OwnMixin(MeetingMixin):
    """Follow-ups of the network, whatever they came of."""

    def get_queryset(self) -> models.QuerySet:
        return FollowUp.objects.for_user(self.request.user).of_network(self.network).with_source()


class FollowUpListView(OwnMixin, ListView):
    """All of them, what is open first; the counts are of what the other filters leave."""

    template_name = "monitoring/followup_list.html"
    paginate_by = 50

    @cached_property
    def filter(self) -> FollowUpFilter:
        rows = OwnMixin.get_queryset(self).select_related(None).order_by()
        members = Member.objects.filter(pk__in=rows.values("member")).order_by("order", "name")
        meetings = Meeting.objects.filter(pk__in=rows.values("decision__meeting"))
        ordered = sorted(meetings, key=lambda meeting: (meeting.on, meeting.pk), reverse=True)
        return FollowUpFilter(self.request.GET, network=self.network, members=list(members), meetings=ordered)

    @cached_property
    def asked(self) -> models.QuerySet:
        return self.filter.narrowed(super().get_queryset())

    @cached_property
    def today(self) -> Any:
        return local_today(self.network)

    def get_queryset(self) -> models.QuerySet:
        rows = in_state(self.asked, self.filter.value("estado"), self.today)
        return rows.annotate(proofs=models.Count("evidence")).by_deadline()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(
            filter=self.filter, counts=state_counts(self.asked, self.today), **kwargs
        )
        context["follow_ups"] = stood(context["object_list"], self.today)
        return context


class FollowUpDetailView(OwnMixin, DetailView):
    """One whole: what was decided, who owes it, what shows that it was done, and how it came here."""

    template_name = "monitoring/followup_detail.html"
    context_object_name = "follow_up"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        follow_up = stood([self.object], local_today(self.network))[0]
        return super().get_context_data(
            evidence=follow_up.evidence.select_related("added_by"),
            steps=steps_of(follow_up),
            may_close=follow_up.is_open
            and can_close_follow_up(self.request.user, self.network, follow_up.member_id),
            **kwargs,
        )


class StateView(OwnMixin, WritingMixin, FormView):
    """A form that changes how one follow-up stands."""

    template_name = "monitoring/followup_state.html"
    lead = ""
    button = ""

    @cached_property
    def follow_up(self) -> FollowUp:
        follow_up = get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"])
        return stood([follow_up], local_today(self.network))[0]

    @property
    def url(self) -> str:
        return reverse("monitoring:followup_detail", kwargs={"slug": self.network.slug, "pk": self.kwargs["pk"]})

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        del kwargs["network"]
        return kwargs

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            follow_up=self.follow_up, back=self.url, lead=self.lead, button=self.button, **kwargs
        )


class FollowUpCloseView(StateView):
    permission = staticmethod(can_view_network)
    form_class = FollowUpCloseForm
    heading = gettext_lazy("Cerrar el seguimiento")
    lead = gettext_lazy(
        "Cuándo y cómo se cumplió, con al menos una evidencia: un archivo o la dirección de una página."
    )
    button = gettext_lazy("Cerrar como cumplido")

    def get_form(self, form_class: type | None = None) -> BaseForm:
        if not can_close_follow_up(self.request.user, self.network, self.follow_up.member_id):
            raise PermissionDenied
        return super().get_form(form_class)

    def get_initial(self) -> dict[str, Any]:
        return {"closed_on": local_today(self.network)}

    def save(self, form: BaseForm) -> str:
        services.follow_up_close(follow_up=self.follow_up, user=self.request.user, **form.cleaned_data)
        return self.url


class FollowUpDropView(StateView):
    permission = staticmethod(can_manage_meeting)
    form_class = FollowUpReasonForm
    heading = gettext_lazy("Dejar sin efecto")
    lead = gettext_lazy("Deja de deberse y de recordarse. El informe lo dice, con su razón.")
    button = gettext_lazy("Dejar sin efecto")

    def save(self, form: BaseForm) -> str:
        services.follow_up_drop(follow_up=self.follow_up, user=self.request.user, **form.cleaned_data)
        return self.url


class FollowUpReopenView(StateView):
    permission = staticmethod(can_manage_meeting)
    form_class = FollowUpReasonForm
    heading = gettext_lazy("Reabrir el seguimiento")
    lead = gettext_lazy("Vuelve a deberse. Su evidencia queda, y su historia dice cómo estaba.")
    button = gettext_lazy("Reabrir")

    def save(self, form: BaseForm) -> str:
        services.follow_up_reopen(follow_up=self.follow_up, user=self.request.user, **form.cleaned_data)
        return self.url


class FollowUpEvidenceView(OwnMixin, View):
    """A file is handed out; to a page she is sent on without being told where she comes from."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        follow_up = get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"])
        evidence = get_object_or_404(FollowUpEvidence, follow_up=follow_up, pk=self.kwargs["evidence"])
        if evidence.file:
            return handed_out(evidence)
        response = redirect(evidence.url)
        response["Cache-Control"] = "private, no-store"
        response["Referrer-Policy"] = "no-referrer"
        return response
