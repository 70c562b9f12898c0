"""The calendar of a year's sessions: seen, programmed in one go, and a session moved or cancelled."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, TemplateView, UpdateView

from monitoring.forms.meetings import CancelForm, RescheduleForm
from monitoring.meeting_dates import FIRST_YEAR, LAST_YEAR
from monitoring.models import Meeting
from monitoring.programming import ProgramPage
from monitoring.selectors.convening import convened_already, convening_state
from monitoring.selectors.meeting_calendar import year_calendar, years_of
from monitoring.selectors.periods import local_today
from monitoring.services import meetings as services
from monitoring.services.convening import meeting_cancel
from monitoring.views.meetings import MeetingMixin, PartMixin, WritingMixin, meeting_url
from networks.permissions import can_manage_meeting


class MeetingCalendarView(MeetingMixin, TemplateView):
    """The twelve months of `?anio=`, or of this year; of the last with sessions, where this one has none."""

    template_name = "monitoring/meeting_calendar.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today, years = local_today(self.network), years_of(self.network)
        asked = self.request.GET.get("anio", "")
        year = today.year if today.year in years or not years else years[0]
        if asked.isascii() and asked.isdecimal() and FIRST_YEAR <= int(asked[:5]) <= LAST_YEAR:
            year = int(asked)
        shown = year_calendar(self.network, year, today)
        return super().get_context_data(
            shown=shown, years=sorted({*years, year, today.year}, reverse=True), **kwargs
        )


class MeetingProgramView(MeetingMixin, TemplateView):
    """GET proposes the dates of a year by a rule, all of which can be changed; POST programs those ticked."""

    permission = staticmethod(can_manage_meeting)
    template_name = "monitoring/meeting_program.html"

    @cached_property
    def page(self) -> ProgramPage:
        return ProgramPage(self.network, self.request.GET, local_today(self.network))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            made = services.meetings_program(network=self.network, meetings=self.page.read(request.POST))
        except ValidationError as error:
            self.page.refuse(error)
            return self.render_to_response(self.get_context_data())
        said = ngettext("Se programó %(count)s sesión.", "Se programaron %(count)s sesiones.", len(made))
        messages.success(request, said % {"count": len(made)})
        url = reverse("monitoring:meeting_calendar", kwargs={"slug": self.network.slug})
        return redirect(f"{url}?anio={made[0].programmed_on.year}")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(page=self.page, **kwargs)


class MeetingRescheduleView(PartMixin, WritingMixin, UpdateView):
    form_class = RescheduleForm
    template_name = "monitoring/meeting_reschedule.html"
    heading = gettext_lazy("Reprogramar la sesión")

    def get_object(self, queryset: Any = None) -> Meeting:
        # The form writes into its own copy: the page goes on saying what the session is.
        return Meeting.objects.select_related("network").get(pk=self.meeting.pk)

    def save(self, form: BaseForm) -> str:
        data = {name: form.cleaned_data[name] for name in form.Meta.fields}
        meeting = services.meeting_reschedule(meeting=self.meeting, **data)
        if convening_state(meeting, local_today(self.network)).again:
            messages.warning(self.request, _("Cambió algo de lo que se convocó: hay que volver a convocar."))
        return meeting_url(meeting, self.network.slug)


class MeetingCancelView(PartMixin, WritingMixin, FormView):
    """Cancels, and tells those who were called; of a cancelled one, only tells."""

    form_class = CancelForm
    template_name = "monitoring/meeting_cancel.html"
    heading = gettext_lazy("Cancelar la sesión")

    @cached_property
    def called(self) -> list[dict[str, str]]:
        return convened_already(self.meeting)

    def get_form_kwargs(self) -> dict[str, Any]:
        is_cancelled = self.meeting.cancelled_on is not None
        return {**super().get_form_kwargs(), "called": len(self.called), "is_cancelled": is_cancelled}

    def save(self, form: BaseForm) -> str:
        data = form.cleaned_data
        meeting_cancel(
            meeting=self.meeting,
            reason=data.get("reason", ""),
            by=self.request.user,
            notify=data.get("notify", False),
        )
        return meeting_url(self.meeting, self.network.slug)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(called=self.called, **kwargs)
