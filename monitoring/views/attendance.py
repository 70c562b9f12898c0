"""Writing down who attended, on a telephone in the room: each seat saves itself, and the whole page as well."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView

from monitoring.forms.attendance import AttendanceForm
from monitoring.models import Acta, ActaState
from monitoring.selectors.attendance import AttendanceTable, SeatRow, attendance_table
from monitoring.selectors.periods import local_today
from monitoring.services.attendance import Registered, attendance_save
from monitoring.views.meetings import PartMixin, WritingMixin


class AttendanceMixin(PartMixin, WritingMixin):
    form_class = AttendanceForm
    part = "asistencia"

    @cached_property
    def table(self) -> AttendanceTable:
        return attendance_table(self.meeting)

    @property
    def is_late(self) -> bool:
        held = self.meeting.held_on
        return bool(held) and local_today(self.network) > held

    def rows(self) -> list[SeatRow]:
        return self.table.rows

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        del kwargs["network"]
        reason = next((row.late_reason for row in reversed(self.table.rows) if row.late_reason), "")
        everyone = "todas" in self.request.POST
        return {**kwargs, "rows": self.rows(), "everyone": everyone, "reason": reason}

    def register(self, form: AttendanceForm) -> Registered:
        return attendance_save(
            meeting=self.meeting,
            marks=form.marks(),
            user=self.request.user,
            late_reason=form.cleaned_data["late_reason"],
        )


class AttendanceEditView(AttendanceMixin, FormView):
    """Every seat valid on the session's day; `todas` marks as present those left without a mark."""

    template_name = "monitoring/attendance_edit.html"

    def form_valid(self, form: BaseForm) -> HttpResponse:
        try:
            done = self.register(form)
        except ValidationError as error:
            form.add_error("late_reason" if hasattr(error, "error_dict") else None, error.messages)
            return self.form_invalid(form)
        if done.clashes:
            return self.clashed(done)
        messages.success(self.request, _("Se guardó la asistencia."))
        again = reverse("monitoring:attendance_edit", args=[self.network.slug, self.meeting.pk])
        return redirect(again if "todas" in self.request.POST else self.get_success_url())

    def clashed(self, done: Registered) -> HttpResponse:
        """What could be saved was; the seats another person marked meanwhile are shown as they are now."""
        names = ", ".join(f"«{member.name}»" for member in done.clashes)
        messages.warning(
            self.request,
            _(
                "Se guardó lo demás, pero otra persona acababa de anotar %(seats)s. Se muestra lo que anotó: "
                "corríjalo solo si hace falta."
            )
            % {"seats": names},
        )
        return redirect("monitoring:attendance_edit", slug=self.network.slug, meeting=self.meeting.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        acta = Acta.objects.filter(meeting=self.meeting, state=ActaState.APPROVED).first()
        return super().get_context_data(attendance=self.table, is_late=self.is_late, frozen_by=acta, **kwargs)


class AttendanceMarkView(AttendanceMixin, FormView):
    """One seat, as its card sends it: answers with the word beside it and the totals, nothing else moves."""

    http_method_names = ["post"]

    def rows(self) -> list[SeatRow]:
        rows = [row for row in self.table.rows if row.seat.pk == self.kwargs["pk"]]
        if not rows:
            raise Http404
        return rows

    def form_valid(self, form: BaseForm) -> HttpResponse:
        try:
            done = self.register(form)
        except ValidationError as error:
            return self.answer(error.messages[0], status=422)
        if done.clashes:
            return self.clashed()
        return self.answer("")

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        return self.answer(" ".join(words for errors in form.errors.values() for words in errors), status=422)

    def answer(self, refused: str, status: int = 200) -> HttpResponse:
        """After a refusal the fields stay as she has them; what is kept of the seat did not change."""
        context = {"refused": refused, **self.fresh()}
        return HttpResponse(
            render_to_string("monitoring/_attendance_answer.html", context, self.request), status=status
        )

    def clashed(self) -> HttpResponse:
        """The whole card, as the other person left it."""
        words = _("Otra persona acababa de anotar este puesto. Esto es lo que anotó.")
        context = {"refused": words, "is_whole": True, **self.fresh()}
        response = HttpResponse(
            render_to_string("monitoring/_attendance_answer.html", context, self.request), status=409
        )
        response["HX-Retarget"] = f"#tarjeta-{self.kwargs['pk']}"
        response["HX-Reswap"] = "outerHTML"
        return response

    def fresh(self) -> dict[str, Any]:
        """The seat and the totals as they are now."""
        self.__dict__.pop("table", None)
        seat = next(AttendanceForm(rows=self.rows()).seats())
        return {"seat": seat, "attendance": self.table, "meeting": self.meeting, "network": self.network}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        return response
