"""The cronograma of a plan and everything of a person's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.paginator import Paginator
from django.http import QueryDict
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.generic import TemplateView

from monitoring.cronograma import MyCronograma, PlanCronograma
from monitoring.gantt import GanttRow, draw, striped
from monitoring.schedule import BLOCKS_PER_PAGE
from networks.permissions import can_edit_plan
from plans.models import PlanVersion
from plans.selectors import version_shown
from plans.views.base import PlanMixin


def drawn(asked: PlanCronograma | MyCronograma, query: QueryDict, on: Any) -> dict[str, Any]:
    """A page of blocks as lines for the list and the table, and as the two parts of the picture."""
    page = Paginator(asked.blocks, BLOCKS_PER_PAGE).get_page(query.get("page"))
    rows = asked.rows(list(page))
    return {"page_obj": page, "lines": list(striped(rows)), **pictures(rows, asked, on)}


def pictures(rows: Sequence[GanttRow], asked: PlanCronograma | MyCronograma, on: Any) -> dict[str, Any]:
    """Safe as they are: every word in them was escaped when it was drawn."""
    first, last = asked.time
    return {
        part: mark_safe(draw(rows, asked.scale, first, last, on, words=asked.words, part=part))
        for part in ("head", "body")
        if rows
    }


class ScheduleView(PlanMixin, TemplateView):
    """The version that the plan's page shows, or the one asked for."""

    template_name = "monitoring/schedule.html"

    def get_version(self) -> PlanVersion | None:
        number = self.request.GET.get("version", "")
        wanted = [one for one in self.versions if str(one.number) == number]
        may_edit = can_edit_plan(self.request.user, self.network)
        return wanted[0] if wanted else version_shown(self.plan, timezone.localdate(), may_edit=may_edit)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.versions = list(self.plan.versions.order_by("-number"))
        context = super().get_context_data(versions=self.versions, **kwargs)
        version = self.get_version()
        if version is None:
            return context
        version.plan = self.plan
        asked = PlanCronograma(version, self.network, self.request.GET, self.request.user)
        context |= {"version": version, "asked": asked, "filter": asked.filter}
        return context | drawn(asked, self.request.GET, asked.on)


class MyScheduleView(LoginRequiredMixin, TemplateView):
    template_name = "monitoring/my_schedule.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        asked = MyCronograma(self.request.user, self.request.GET, today)
        context = {"asked": asked, "filter": asked.filter, **drawn(asked, self.request.GET, today)}
        return super().get_context_data(**context, **kwargs)
