"""Sessions: the list with its picture, one session whole, and the forms the secretariat fills in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DeleteView, DetailView, TemplateView, UpdateView

from monitoring.forms.meetings import MeetingForm
from monitoring.models import AgendaOutcome, Meeting
from monitoring.selectors.acta_record import table_of
from monitoring.selectors.agenda import agenda_of
from monitoring.selectors.attendance import attendance_table
from monitoring.selectors.carrying import leftovers
from monitoring.selectors.convening import convening_state
from monitoring.selectors.decisions import decisions_of
from monitoring.selectors.meetings import function_matrix, year_of_meetings
from monitoring.selectors.periods import local_today
from monitoring.selectors.publications import publication_checklist
from monitoring.services import meetings as services
from networks.mixins import NetworkMixin
from networks.permissions import can_manage_meeting
from networks.views.saving import ServiceDelete, ServiceForm


class MeetingMixin(NetworkMixin):
    """The sessions of the network."""

    def get_queryset(self) -> models.QuerySet:
        return Meeting.objects.for_user(self.request.user).filter(network=self.network)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        can_manage = can_manage_meeting(self.request.user, self.network)
        today = local_today(self.network)
        return super().get_context_data(can_manage=can_manage, today=today, **kwargs)


class MeetingListView(MeetingMixin, TemplateView):
    """The sessions of a year (`?anio=2024`, or `todos`), the functions they addressed, and the publications."""

    template_name = "monitoring/meeting_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        meetings = self.get_queryset().for_list().annotate(recorded=Count("attendance", distinct=True))
        shown = year_of_meetings(meetings, self.request.GET.get("anio", ""))
        functions = function_matrix(self.network, shown.held)
        return super().get_context_data(
            shown=shown,
            functions=functions,
            addressed=sum(row.total > 0 for row in functions),
            publications=publication_checklist(self.network),
            **kwargs,
        )


class MeetingDetailView(MeetingMixin, DetailView):
    template_name = "monitoring/meeting_detail.html"
    context_object_name = "meeting"

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().select_related("network", "acta")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        agenda = agenda_of(self.object)
        spoken = [item for item in agenda if item.outcome != AgendaOutcome.POSTPONED]
        addressed = {function.pk for item in spoken for function in item.functions.all()}
        acta = getattr(self.object, "acta", None)
        attendance = attendance_table(self.object)
        return super().get_context_data(
            agenda=agenda,
            addressed=len(addressed),
            functions_total=self.network.functions.count(),
            attendance=attendance,
            # What an approved acta counted stays so, whatever becomes of the network's rule and its seats.
            counted=table_of(acta.frozen) if acta and acta.frozen else attendance,
            acta=acta,
            decisions=decisions_of(self.object, local_today(self.network)),
            called=convening_state(self.object, local_today(self.network)),
            convenings=list(self.object.convenings.order_by("-number")),
            **kwargs,
        )


class WritingMixin(ServiceForm, MeetingMixin):
    """A form of the secretariat."""

    permission = staticmethod(can_manage_meeting)
    template_name = "monitoring/meeting_part_form.html"


def meeting_url(meeting: Meeting, slug: str, part: str = "") -> str:
    url = reverse("monitoring:meeting_detail", kwargs={"slug": slug, "pk": meeting.pk})
    return f"{url}#{part}" if part else url


class MeetingFormView(WritingMixin, UpdateView):
    """Creates without a `pk` in the URL, changes with one."""

    form_class = MeetingForm
    template_name = "monitoring/meeting_form.html"
    heading = gettext_lazy("Editar la sesión")
    heading_new = gettext_lazy("Nueva sesión")

    def get_object(self, queryset: models.QuerySet | None = None) -> Meeting:
        return super().get_object(queryset) if "pk" in self.kwargs else Meeting(network=self.network)

    def save(self, form: BaseForm) -> str:
        is_new = form.instance.pk is None
        meeting = services.meeting_save(meeting=form.instance)
        if is_new and meeting.held_on is None and leftovers(meeting):
            return reverse("monitoring:agenda_carry", kwargs={"slug": self.network.slug, "meeting": meeting.pk})
        if not is_new and convening_state(meeting, local_today(self.network)).again:
            messages.warning(self.request, _("Cambió algo de lo que se convocó: hay que volver a convocar."))
        return meeting_url(meeting, self.network.slug)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        meeting = Meeting.objects.get(pk=self.object.pk) if self.object.pk else None
        return super().get_context_data(meeting=meeting, **kwargs)


class MeetingDeleteView(MeetingMixin, DeleteView):
    permission = staticmethod(can_manage_meeting)
    template_name = "monitoring/meeting_confirm_delete.html"

    def form_valid(self, form: BaseForm) -> HttpResponse:
        name = str(self.object)
        try:
            services.meeting_delete(meeting=self.object)
        except ValidationError as error:
            messages.error(self.request, " ".join(error.messages))
            return redirect(meeting_url(self.object, self.network.slug))
        messages.success(self.request, _("Se eliminó la %(meeting)s.") % {"meeting": name[0].lower() + name[1:]})
        return redirect("monitoring:meeting_list", slug=self.network.slug)


class PartMixin(MeetingMixin):
    """Something of one session, which the URL names `meeting`; `part` is its place on the session's page."""

    permission = staticmethod(can_manage_meeting)
    part = ""

    @cached_property
    def meeting(self) -> Meeting:
        meetings = MeetingMixin.get_queryset(self).select_related("network")
        return get_object_or_404(meetings, pk=self.kwargs["meeting"])

    def get_success_url(self) -> str:
        return meeting_url(self.meeting, self.network.slug, self.part)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(meeting=self.meeting, back=self.get_success_url(), **kwargs)


class PartForm(PartMixin, WritingMixin, UpdateView):
    """Creates without a `pk` in the URL, changes with one."""

    def get_queryset(self) -> models.QuerySet:
        raise NotImplementedError

    def build(self) -> models.Model:
        """A new, unsaved row of this session."""
        raise NotImplementedError

    def get_object(self, queryset: models.QuerySet | None = None) -> models.Model:
        return (
            get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"]) if "pk" in self.kwargs else self.build()
        )


class PartDelete(ServiceDelete, PartMixin, DeleteView):
    template_name = "monitoring/meeting_part_confirm_delete.html"
    heading = ""

    def removed(self, name: str) -> str:
        # A decision's name is a paragraph.
        return _("Se eliminó.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(heading=self.heading, **kwargs)
