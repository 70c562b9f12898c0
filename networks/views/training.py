"""What the courses add up to, by topic, sex and unit; as a page and as workbooks."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from networks.exchange.writing import workbook_response
from networks.exported import COURSES
from networks.ids import row_id
from networks.models import Course, CourseTopic
from networks.permissions import can_export_people
from networks.selectors.courses import Totals, courses_of, in_year, totals_of
from networks.services.directory import Exported, people_export_log
from networks.training_xlsx import people_workbook, totals_workbook
from networks.views.courses import YearMixin


class TotalsMixin(YearMixin):
    """`?anio=` and `?tema=` narrow the courses counted."""

    @property
    def courses(self) -> list[Course]:
        courses = in_year(courses_of(self.network, self.today), self.year)
        return list(courses.filter(topic=self.topic) if self.topic else courses)

    @cached_property
    def topic(self) -> CourseTopic | None:
        asked = row_id(self.request.GET.get("tema", ""))
        return CourseTopic.objects.filter(network=self.network, pk=asked).first() if asked else None

    def totals(self) -> Totals:
        return totals_of(self.network, self.courses, self.today)

    def workbook(self, content: bytes, stem: str) -> HttpResponse:
        year = self.year or "todos"
        return workbook_response(content, f"{stem}-{self.network.slug}-{year}.xlsx")


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
        courses, said = self.courses, self.said
        if one := request.GET.get("curso", ""):
            courses = list(courses_of(self.network, self.today).filter(pk=row_id(one)))
            said = {_("Curso"): str(course) for course in courses}
        content, rows = people_workbook(self.network, courses, self.today)
        exported = Exported(what=COURSES, rows=rows, filters=said)
        people_export_log(network=self.network, user=request.user, exported=exported)
        return self.workbook(content, "formacion-personas")

    @property
    def said(self) -> dict[str, str]:
        """What it is narrowed to, in words, also where the address says nothing of the year."""
        said = {_("Año"): str(self.year)} if self.year else {}
        return said | ({_("Tema"): self.topic.name} if self.topic else {})
