"""The answers to the network's own questions in a period, as a page and as a file."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header
from django.views.generic import TemplateView, View

from monitoring.answers import Cell, Column
from monitoring.answers_files import FORMATS, AnswerSheet, absent_word
from monitoring.forms.answers import AnswerFilter
from monitoring.selectors import rollup
from monitoring.selectors.answers import AnswerPlace, AnswerRow, AnswerTable, PeriodAnswers
from monitoring.views.base import PeriodMixin
from networks.permissions import can_edit_plan

ROWS_PER_PAGE = 50
TEXTS_SHOWN = 12


@dataclass(frozen=True)
class Line:
    """A row of the table, with a cell for each column (None: no answer)."""

    row: AnswerRow
    cells: list[tuple[Column, Cell | None]]


class AnswerMixin(PeriodMixin):
    """The table asked for, and the rows of it; everybody in the network reads it, as they read the entries."""

    @cached_property
    def answers(self) -> PeriodAnswers:
        return PeriodAnswers(rollup(self.network, self.period))

    @cached_property
    def filter(self) -> AnswerFilter:
        return AnswerFilter(self.request.GET, places=self.answers.places)

    @cached_property
    def place(self) -> AnswerPlace | None:
        return self.answers.place(self.filter.value("lugar"))

    @cached_property
    def shown(self) -> AnswerTable | None:
        if self.place is None:
            return None
        return self.answers.table(self.place, validated_only=self.filter.validated_only)


class AnswerListView(AnswerMixin, TemplateView):
    template_name = "monitoring/answer_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(
            filter=self.filter,
            place=self.place,
            can_edit=can_edit_plan(self.request.user, self.network),
            plans=[one.plan for one in self.answers.rolled.plans],
            **kwargs,
        )
        if self.shown is None:
            return context
        page = Paginator(self.filter.rows(self.shown), ROWS_PER_PAGE).get_page(self.request.GET.get("page"))
        columns = self.shown.columns
        lines = [Line(row, [(one, one.cells.get(row.key)) for one in columns]) for row in page]
        summaries = [(column, self.texts(column)) for column in columns]
        shown = {"page_obj": page, "lines": lines, "summaries": summaries, "columns": columns}
        return context | shown | {"absent": absent_word(self.shown)}

    def texts(self, column: Column) -> list[tuple[AnswerRow, str]]:
        """The first answers in words, in the order of the rows."""
        found = ((row, column.texts[row.key]) for row in self.shown.rows if row.key in column.texts)
        return list(islice(found, TEXTS_SHOWN))


class AnswerExportView(AnswerMixin, View):
    """The table as it is seen, on all its pages."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        ending = kwargs["ending"]
        if ending not in FORMATS or self.shown is None:
            raise Http404
        sheet = AnswerSheet(self.period, self.shown, self.filter.rows(self.shown))
        write, content_type = FORMATS[ending]
        name = f"respuestas-{self.network.slug}-{self.period.code}.{ending}"
        headers = {"Content-Disposition": content_disposition_header(True, name)}
        return HttpResponse(write(sheet), content_type=content_type, headers=headers)
