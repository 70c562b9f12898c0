"""The people of a course: enrolled, withdrawn, and who came to each session."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import DeleteView, FormView, TemplateView

from networks.forms.enrollments import CourseAttendanceForm, WithdrawForm
from networks.ids import row_id
from networks.models import Contact, CourseAttendance, CourseMeeting, Enrollment, Member
from networks.permissions import can_manage_people
from networks.selectors.enrollments import (
    PASTED_LINES,
    Pasted,
    candidates_of,
    matching,
    people_of,
    read_pasted,
)
from networks.services.enrollments import (
    course_attendance_save,
    enrollment_delete,
    enrollment_withdraw,
    enrollments_add,
)
from networks.views.courses import OfCourseMixin, RemovingMixin, SavingMixin

CANDIDATES_PER_PAGE = 50
# A page of the attendance: three choices a person.
MARKS_PER_PAGE = 100


class EnrollmentCreateView(OfCourseMixin, TemplateView):
    """Search, choose and enroll; or paste a list, which comes back as a choice to confirm."""

    permission = staticmethod(can_manage_people)
    template_name = "networks/enrollment_create.html"
    pasted: Pasted | None = None
    refused = ""
    chosen: frozenset[int] = frozenset()

    @cached_property
    def members(self) -> list[Member]:
        return list(Member.objects.filter(network=self.network).order_by("order", "name"))

    @cached_property
    def member(self) -> Member | None:
        asked = self.request.GET.get("unidad", "")
        return next((member for member in self.members if str(member.pk) == asked), None)

    @cached_property
    def words(self) -> str:
        return self.request.GET.get("q", "").strip()[:200]

    @cached_property
    def candidates(self) -> QuerySet[Contact]:
        return candidates_of(self.course, self.network)

    @cached_property
    def found(self) -> QuerySet[Contact]:
        rows = matching(self.candidates, self.words)
        return rows.filter(member=self.member) if self.member else rows

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "read" in request.POST:
            self.pasted = read_pasted(request.POST.get("pasted", ""), self.candidates)
            self.chosen = frozenset(contact.pk for contact in self.pasted.found)
            return self.render_to_response(self.get_context_data())
        try:
            return self.enroll(self.asked())
        except ValidationError as error:
            self.refused = " ".join(error.messages)
        return self.render_to_response(self.get_context_data())

    def asked(self) -> list[Contact]:
        """Raises ValidationError where nobody was chosen."""
        if "all" in self.request.POST:
            return list(self.found)
        given = {row_id(value) for value in self.request.POST.getlist("contact")}
        chosen = list(self.candidates.filter(pk__in=given))
        self.chosen = frozenset(contact.pk for contact in chosen)
        if not chosen:
            raise ValidationError(_("Marque al menos a una persona."))
        return chosen

    def enroll(self, contacts: list[Contact]) -> HttpResponse:
        count = enrollments_add(course=self.course, contacts=contacts, by=self.request.user)
        words = ngettext("Se inscribió a %(n)s persona.", "Se inscribió a %(n)s personas.", count)
        messages.success(self.request, words % {"n": count})
        return redirect(f"{self.course_url}#personas")

    def page(self) -> Page:
        """What was pasted stands alone, and so does what was refused: she goes on from her own choice."""
        rows: Any = self.found
        if self.pasted:
            rows = self.pasted.found
        elif self.refused and self.chosen:
            rows = self.candidates.filter(pk__in=self.chosen)
        per_page = PASTED_LINES if self.chosen else CANDIDATES_PER_PAGE
        return Paginator(rows, per_page).get_page(self.request.GET.get("page"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        taken = people_of(self.course).filter(withdrawn_on=None).count()
        seats = self.course.seats
        return super().get_context_data(
            members=self.members,
            member=self.member,
            words=self.words,
            page_obj=self.page(),
            chosen=self.chosen,
            pasted=self.pasted,
            refused=self.refused,
            taken=taken,
            free=None if seats is None else max(seats - taken, 0),
            most_lines=PASTED_LINES,
            **kwargs,
        )


class EnrollmentMixin(OfCourseMixin):
    def get_object(self, queryset: QuerySet | None = None) -> Enrollment:
        return get_object_or_404(people_of(self.course), pk=self.kwargs["pk"])

    def get_success_url(self) -> str:
        return f"{self.course_url}#personas"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back=self.get_success_url(), **kwargs)


class EnrollmentWithdrawView(EnrollmentMixin, SavingMixin, FormView):
    """The day she left the course; emptied, she is in it again."""

    form_class = WithdrawForm
    heading = gettext_lazy("Anotar que se retiró del curso")

    @cached_property
    def enrollment(self) -> Enrollment:
        return self.get_object()

    def get_initial(self) -> dict[str, Any]:
        return {"withdrawn_on": self.enrollment.withdrawn_on or self.today}

    def save(self, form: BaseForm) -> str:
        enrollment_withdraw(enrollment=self.enrollment, on=form.cleaned_data["withdrawn_on"])
        return self.get_success_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        about = f"{self.enrollment.contact} · {self.enrollment.member}"
        return super().get_context_data(about=about, **kwargs)


class EnrollmentDeleteView(EnrollmentMixin, RemovingMixin, DeleteView):
    def remove(self) -> None:
        enrollment_delete(enrollment=self.object)


class CourseAttendanceView(OfCourseMixin, SavingMixin, FormView):
    """One session: who came. With `?todas=1` those of whom nothing is known are proposed as present."""

    form_class = CourseAttendanceForm
    template_name = "networks/course_attendance.html"

    @cached_property
    def meeting(self) -> CourseMeeting:
        meetings = CourseMeeting.objects.select_related("course__network")
        return get_object_or_404(meetings, course=self.course.pk, pk=self.kwargs["pk"])

    @cached_property
    def page(self) -> Page:
        """Those in the course that day, or of whom something is recorded."""
        recorded = CourseAttendance.objects.filter(meeting=self.meeting).values("enrollment")
        there = Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=self.meeting.held_on)
        people = people_of(self.course).filter(there | Q(pk__in=recorded))
        return Paginator(people, MARKS_PER_PAGE).get_page(self.request.GET.get("page"))

    @cached_property
    def known(self) -> dict[int, bool]:
        rows = CourseAttendance.objects.filter(meeting=self.meeting)
        return dict(rows.values_list("enrollment_id", "attended"))

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        del kwargs["network"]
        return {**kwargs, "people": [(row, self.known.get(row.pk)) for row in self.page]}

    def get_form(self, form_class: Any = None) -> CourseAttendanceForm:
        form = super().get_form(form_class)
        if self.request.GET.get("todas") == "1" and not form.is_bound:
            form.propose_present()
        return form

    def save(self, form: BaseForm) -> str:
        course_attendance_save(meeting=self.meeting, marks=form.marks())
        if "next" in self.request.POST and self.next_url:
            return self.next_url
        return f"{self.course_url}#personas"

    @cached_property
    def meetings(self) -> list[CourseMeeting]:
        return list(self.course.meetings.all())

    @property
    def next_url(self) -> str:
        """The rest of the people, else the next session; empty at the end."""
        if self.page.has_next():
            return f"{self.session_url(self.meeting)}?page={self.page.next_page_number()}"
        place = self.meetings.index(self.meeting) + 1
        return self.session_url(self.meetings[place]) if place < len(self.meetings) else ""

    def session_url(self, meeting: CourseMeeting) -> str:
        return self.url("course_attendance", course=self.course.pk, pk=meeting.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        place = self.meetings.index(self.meeting)
        return super().get_context_data(
            meeting=self.meeting,
            number=place + 1,
            meetings=[(each, self.session_url(each)) for each in self.meetings],
            next_url=self.next_url,
            page_obj=self.page,
            unknown=any(self.known.get(row.pk) is None for row in self.page),
            is_to_come=self.meeting.held_on > self.today,
            **kwargs,
        )
