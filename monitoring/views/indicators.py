"""The indicators of a period: all of them, or one with what each member gave to it; as pages and as workbooks."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header
from django.views.generic import TemplateView, View

from monitoring.indicator_pages import OneIndicator, blocks_of, cards_of, in_plan_order
from monitoring.indicators_xlsx import list_workbook, one_workbook
from monitoring.selectors import NetworkRollup, rollup
from monitoring.selectors.indicators import indicators_in_force
from monitoring.views.base import PeriodMixin
from plans.models import Indicator

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CARDS_PER_PAGE, ROWS_PER_PAGE = 20, 50


class IndicatorMixin(PeriodMixin):
    """`self.one` where the address names an indicator by its lineage; 404 for one that is not there."""

    spans_shorter = True

    @cached_property
    def rolled(self) -> NetworkRollup:
        return rollup(self.network, self.period)

    @cached_property
    def indicators(self) -> list[Indicator]:
        return in_plan_order(self.rolled, indicators_in_force(self.network, self.period))

    @cached_property
    def one(self) -> OneIndicator | None:
        asked = self.request.GET.get("indicador")
        if not asked:
            return None
        try:
            lineage = uuid.UUID(asked)
        except ValueError:
            raise Http404 from None
        found = next((indicator for indicator in self.indicators if indicator.lineage == lineage), None)
        if found is None:
            raise Http404
        return OneIndicator(self.rolled, found)


class IndicatorListView(IndicatorMixin, TemplateView):
    def get_template_names(self) -> list[str]:
        return ["monitoring/indicator_one.html" if self.one else "monitoring/indicator_list.html"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = self.opened(self.one) if self.one else self.listed()
        return super().get_context_data(rolled=self.rolled, **shown, **kwargs)

    def page_of(self, rows: list, per_page: int) -> Any:
        return Paginator(rows, per_page).get_page(self.request.GET.get("page"))

    def listed(self) -> dict[str, Any]:
        page = self.page_of(self.indicators, CARDS_PER_PAGE)
        return {"page_obj": page, "blocks": blocks_of(self.rolled, cards_of(self.rolled, list(page)))}

    def opened(self, one: OneIndicator) -> dict[str, Any]:
        page = self.page_of(one.member_ids, ROWS_PER_PAGE)
        shown = {"own": one.network_rows(), "rows": one.rows(list(page))}
        return {"one": one, "card": one.card, "page_obj": page, **shown}


class IndicatorXlsxView(IndicatorMixin, View):
    """What the page shows, on all its pages."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        stem = "indicador" if self.one else "indicadores"
        content = one_workbook(self.one) if self.one else list_workbook(self.rolled, self.indicators)
        name = content_disposition_header(True, f"{stem}-{self.network.slug}-{self.period.code}.xlsx")
        return HttpResponse(content, content_type=XLSX, headers={"Content-Disposition": name})
