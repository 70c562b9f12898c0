"""What the courses add up to, by topic, sex and unit; as a page and as workbooks."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.generic import TemplateView, View

from networks.exported import COURSES
from networks.models import Course
from networks.permissions import can_export_people
from networks.selectors.courses import Totals, courses_of, in_year, totals_of
from networks.services.directory import Exported, people_export_log
from networks.training_xlsx import people_workbook, totals_workbook
from networks.views.courses import YearMixin

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class TotalsMixin(YearMixin):
    """`?anio=` and `?tema=` narrow the courses counted."""

    @property
    def courses(self) -> list[Course]:
        courses = in_year(courses_of(self.network, self.today), self.year)
        topic = self.request.GET.get("tema", "")
        return list(courses.filter(topic=int(topic)) if topic.isdecimal() and len(topic) < 10 else courses)

    def totals(self) -> Totals:
        return totals_of(self.network, self.courses, self.today)

    def workbook(self, content: bytes, stem: str) -> HttpResponse:
        year = self.year or "todos"
        name = content_disposition_header(True, f"{stem}-{self.network.slug}-{year}.xlsx")
        headers = {"Content-Disposition": name, "Cache-Control": "private, no-store"}
        return HttpResponse(content, content_type=XLSX, headers=headers)


class TrainingTotalsView(TotalsMixin, TemplateView):
    template_name = "networks/training_totals.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        totals = self.totals()
        can_export = can_export_people(self.request.user, self.network)
        return super().get_context_data(totals=totals, can_export=can_export, **kwargs)


class TrainingXlsxView(TotalsMixin, View):
    """The figures alone: nobody's name."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.workbook(totals_workbook(self.network, self.year, self.totals()), "formacion")


class TrainingPeopleXlsxView(TotalsMixin, View):
    """Person by person; each time it is taken is written down."""

    http_method_names = ["get"]
    permission = staticmethod(can_export_people)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        courses = self.courses
        one = request.GET.get("curso", "")
        if one.isdecimal():
            courses = [course for course in courses_of(self.network, self.today) if str(course.pk) == one]
        content, rows = people_workbook(self.network, courses, self.today)
        given = {key: request.GET[key][:40] for key in ("anio", "tema", "curso") if key in request.GET}
        exported = Exported(what=COURSES, rows=rows, filters=given)
        people_export_log(network=self.network, user=request.user, exported=exported)
        return self.workbook(content, "formacion-personas")
