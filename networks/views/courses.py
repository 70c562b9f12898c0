"""Topics, courses and their sessions: the list, one course whole, and the forms the secretariat fills in."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.db.models import Count, Q
from django.forms import BaseForm
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from django.views.generic import DeleteView, ListView, TemplateView, UpdateView

from networks.completion import tally
from networks.days import local_today
from networks.forms.courses import CourseForm, CourseMeetingForm, TopicForm
from networks.mixins import NetworkMixin
from networks.models import Course, CourseMeeting, CourseTopic
from networks.permissions import can_export_people, can_manage_people
from networks.selectors.courses import (
    course_lines,
    courses_of,
    grouped,
    in_year,
    takings,
    topic_rows,
    with_hours,
    years_of,
)
from networks.selectors.enrollments import people_of, person_rows
from networks.services import record_delete, record_save
from networks.services.courses import (
    course_delete,
    course_meeting_delete,
    course_meeting_save,
    course_save,
)
from networks.views.saving import ServiceDelete, ServiceForm

COURSES_PER_PAGE, PEOPLE_PER_PAGE = 50, 50


class TrainingMixin(NetworkMixin):
    """The pages under «formación»."""

    @cached_property
    def today(self) -> datetime.date:
        return local_today(self.network)

    def url(self, name: str, **kwargs: Any) -> str:
        return reverse(f"networks:{name}", kwargs={"slug": self.network.slug, **kwargs})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        can_manage = can_manage_people(self.request.user, self.network)
        return super().get_context_data(can_manage=can_manage, today=self.today, **kwargs)


class YearMixin(TrainingMixin):
    """`?anio=2018`, or «todos»; without it the newest year there is."""

    @cached_property
    def years(self) -> list[int]:
        return years_of(self.network)

    @cached_property
    def year(self) -> int | None:
        asked = self.request.GET.get("anio", "")
        if asked == "todos" or not self.years:
            return None
        return next((year for year in self.years if str(year) == asked), self.years[0])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(years=self.years, year=self.year, **kwargs)


class CourseListView(YearMixin, TemplateView):
    """The courses of a year by topic, each with its figures."""

    template_name = "networks/course_list.html"

    @cached_property
    def topics(self) -> list[CourseTopic]:
        return list(CourseTopic.objects.filter(network=self.network).order_by("order", "name"))

    @cached_property
    def topic(self) -> CourseTopic | None:
        asked = self.request.GET.get("tema", "")
        return next((topic for topic in self.topics if str(topic.pk) == asked), None)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        courses = list(in_year(courses_of(self.network, self.today), self.year))
        shown = [course for course in courses if self.topic in (None, course.topic)]
        rows = takings(shown, self.today)
        by_course = grouped(rows, lambda row: row.course)
        page = Paginator(shown, COURSES_PER_PAGE).get_page(self.request.GET.get("page"))
        for course in page:
            course.tally = by_course.get(course.pk)
        return super().get_context_data(
            topics=self.topics,
            topic=self.topic,
            total=tally(rows),
            hours=sum(course.held_hours or 0 for course in shown),
            topic_rows={row.topic.pk: row for row in topic_rows(self.topics, shown, rows)},
            page_obj=page,
            **kwargs,
        )


class OfCourseMixin(TrainingMixin):
    """Something of one course, which the URL names `course`."""

    @cached_property
    def course(self) -> Course:
        return get_object_or_404(courses_of(self.network, self.today), pk=self.kwargs["course"])

    @property
    def course_url(self) -> str:
        return self.url("course_detail", course=self.course.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # A plain page is given the URL's own `course` too, which is its number.
        return super().get_context_data(**{**kwargs, "course": self.course, "course_url": self.course_url})


class CourseDetailView(OfCourseMixin, TemplateView):
    """One course: its sessions, and its people with what each attended."""

    template_name = "networks/course_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        came = Count("attendance", filter=Q(attendance__attended=True))
        meetings = list(self.course.meetings.annotate(came=came, recorded=Count("attendance")))
        people = with_hours(people_of(self.course), self.today)
        page = Paginator(people, PEOPLE_PER_PAGE).get_page(self.request.GET.get("page"))
        rows = takings([self.course], self.today)
        return super().get_context_data(
            meetings=meetings,
            page_obj=page,
            people=person_rows(self.course, page.object_list, meetings),
            tally=tally(rows),
            lines=course_lines(self.network, rows),
            active=people_of(self.course).filter(withdrawn_on=None).count(),
            can_export=can_export_people(self.request.user, self.network),
            **kwargs,
        )


# -- forms ----------------------------------------------------------------------------------------------------


class SavingMixin(ServiceForm, TrainingMixin):
    """A form of the secretariat."""

    permission = staticmethod(can_manage_people)
    template_name = "networks/training_form.html"


class RemovingMixin(ServiceDelete, TrainingMixin):
    permission = staticmethod(can_manage_people)
    template_name = "networks/training_confirm_delete.html"


class TopicMixin(TrainingMixin):
    def get_queryset(self) -> models.QuerySet:
        return CourseTopic.objects.for_user(self.request.user).filter(network=self.network)

    def get_success_url(self) -> str:
        return self.url("topic_list")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back=self.get_success_url(), **kwargs)


class TopicListView(TopicMixin, ListView):
    template_name = "networks/topic_list.html"
    paginate_by = 100

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().annotate(given=Count("courses")).order_by("order", "name")


class TopicFormView(TopicMixin, SavingMixin, UpdateView):
    """Creates without a `pk` in the URL, changes with one."""

    form_class = TopicForm
    heading = gettext_lazy("Editar el tema")
    heading_new = gettext_lazy("Nuevo tema de formación")

    def get_object(self, queryset: models.QuerySet | None = None) -> CourseTopic:
        return super().get_object(queryset) if "pk" in self.kwargs else CourseTopic(network=self.network)

    def save(self, form: BaseForm) -> str:
        record_save(record=form.instance)
        return self.get_success_url()


class TopicDeleteView(TopicMixin, RemovingMixin, DeleteView):
    def remove(self) -> None:
        record_delete(record=self.object)


class CourseFormView(SavingMixin, UpdateView):
    """Creates without a `course` in the URL, changes with one."""

    form_class = CourseForm
    template_name = "networks/course_form.html"
    heading = gettext_lazy("Editar el curso")
    heading_new = gettext_lazy("Nuevo curso")

    def get_object(self, queryset: models.QuerySet | None = None) -> Course:
        if "course" not in self.kwargs:
            return Course(network=self.network)
        return get_object_or_404(Course, network=self.network, pk=self.kwargs["course"])

    def save(self, form: BaseForm) -> str:
        return self.url("course_detail", course=course_save(course=form.instance).pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        saved = Course.objects.filter(pk=self.object.pk).first() if self.object.pk else None
        back = self.url("course_detail", course=saved.pk) if saved else self.url("course_list")
        has_topics = CourseTopic.objects.filter(network=self.network).exists()
        return super().get_context_data(course=saved, back=back, has_topics=has_topics, **kwargs)


class CourseDeleteView(OfCourseMixin, RemovingMixin, DeleteView):
    def get_object(self, queryset: models.QuerySet | None = None) -> Course:
        return self.course

    def get_success_url(self) -> str:
        return self.url("course_list")

    def remove(self) -> None:
        course_delete(course=self.course)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back=self.course_url, **kwargs)


class CourseMeetingMixin(OfCourseMixin):
    def get_queryset(self) -> models.QuerySet:
        return CourseMeeting.objects.filter(course=self.course.pk).select_related("course__network")

    def get_success_url(self) -> str:
        return f"{self.course_url}#sesiones"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back=self.get_success_url(), **kwargs)


class CourseMeetingFormView(CourseMeetingMixin, SavingMixin, UpdateView):
    form_class = CourseMeetingForm
    heading = gettext_lazy("Editar la sesión del curso")
    heading_new = gettext_lazy("Nueva sesión del curso")

    def get_object(self, queryset: models.QuerySet | None = None) -> CourseMeeting:
        return super().get_object(queryset) if "pk" in self.kwargs else CourseMeeting(course=self.course)

    def save(self, form: BaseForm) -> str:
        course_meeting_save(meeting=form.instance)
        again = "another" in self.request.POST
        return self.url("course_meeting_create", course=self.course.pk) if again else self.get_success_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(can_add_another=self.object.pk is None, **kwargs)


class CourseMeetingDeleteView(CourseMeetingMixin, RemovingMixin, DeleteView):
    def remove(self) -> None:
        course_meeting_delete(meeting=self.object)
