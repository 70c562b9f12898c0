"""«¿Por qué 73,40 %?»: what a figure is made of, on a page, as a workbook and as data."""

from __future__ import annotations

import json
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from monitoring.explaining_links import explain_url
from monitoring.explaining_page import LINES_PER_PAGE, Explainer, Explanation
from monitoring.explaining_xlsx import explanation_workbook
from monitoring.selectors import NetworkRollup, rollup
from monitoring.selectors.explaining import figures_data
from monitoring.views.base import PeriodMixin

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ExplainedMixin(PeriodMixin):
    """`self.explainer` and `self.explanation` of the figure that the address asks for; 404 for none."""

    spans_shorter = True

    @cached_property
    def rolled(self) -> NetworkRollup:
        return rollup(self.network, self.period)

    @cached_property
    def explainer(self) -> Explainer:
        """Of the plan that is named; else of the first that has what is asked for."""
        wanted, eje = self.request.GET.get("plan"), self.request.GET.get("eje")
        plans = [plan for plan in self.rolled.plans if wanted in (None, "", plan.plan.slug)]
        if not plans:
            raise Http404
        having = (plan for plan in plans if eje and any(eje == one.code for one in plan.planned.ejes))
        return Explainer(self.rolled, next(having, plans[0]))

    @cached_property
    def explanation(self) -> Explanation:
        asked = self.request.GET.get
        return self.explainer.build(asked("eje", ""), asked("actividad", ""), asked("integrante", ""))

    def url(self, name: str = "explain", **about: str) -> str:
        return explain_url(self.network.slug, self.period.code, name=name, **about)


class ExplainView(ExplainedMixin, TemplateView):
    template_name = "monitoring/explain.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if not self.rolled.plans:
            return super().get_context_data(explanation=None, **kwargs)
        explanation = self.explanation
        page = Paginator(explanation.lines, LINES_PER_PAGE).get_page(self.request.GET.get("page"))
        self.explainer.fill(page.object_list)
        return super().get_context_data(
            explanation=explanation,
            found=explanation.found,
            plan=self.explainer.plan,
            page_obj=page,
            rolled=self.rolled,
            plan_links=[(one.plan.title, self.url(plan=one.plan.slug), one) for one in self.rolled.plans],
            xlsx_url=self.url("explain_xlsx", **explanation.about),
            json_url=self.url("explain_json"),
            **kwargs,
        )


class ExplainXlsxView(ExplainedMixin, View):
    """The figure with live formulas, for anyone to recompute."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        content = explanation_workbook(self.explainer, self.explanation)
        return _attachment(content, XLSX, "-".join(["cifra", *self._stem()]) + ".xlsx")

    def _stem(self) -> list[str]:
        return [self.network.slug, self.period.code, *(value for value in self.explanation.about.values())]


class ExplainJsonView(ExplainedMixin, View):
    """All the figures of the period with their parts, as `manage.py rollup --json` writes them."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        content = json.dumps(figures_data(self.rolled), ensure_ascii=False, indent=2).encode()
        return _attachment(content, "application/json", f"cifras-{self.network.slug}-{self.period.code}.json")


def _attachment(content: bytes, content_type: str, name: str) -> HttpResponse:
    safe = "".join(letter if letter.isalnum() or letter in "-_." else "-" for letter in name)
    return HttpResponse(
        content,
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{safe}"', "Cache-Control": "private, no-store"},
    )
