"""The cronograma of a plan and everything of a person's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.paginator import Paginator
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.safestring import mark_safe
from django.views.generic import TemplateView

from monitoring.cronograma import MyCronograma, PlanCronograma, key_words
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
    return {"page_obj": page, "lines": list(striped(rows)), "key": key_words(), **pictures(rows, asked, on)}


def pictures(rows: Sequence[GanttRow], asked: PlanCronograma | MyCronograma, on: Any) -> dict[str, Any]:
    """Safe as they are: every word in them was escaped when it was drawn."""
    first, last = asked.time
    return {
        part: mark_safe(draw(rows, asked.scale, first, last, on, words=asked.words, part=part))
        for part in ("head", "body")
        if rows
    }


class ScheduleMixin(PlanMixin):
    """`self.asked` is what the address asks for; None where the plan has no version."""

    @cached_property
    def versions(self) -> list[PlanVersion]:
        return list(self.plan.versions.order_by("-number"))

    @cached_property
    def version(self) -> PlanVersion | None:
        """The one asked for, else the one that the plan's page shows."""
        number = self.request.GET.get("version", "")
        wanted = [one for one in self.versions if str(one.number) == number]
        may_edit = can_edit_plan(self.request.user, self.network)
        found = wanted[0] if wanted else version_shown(self.plan, timezone.localdate(), may_edit=may_edit)
        if found:
            found.plan = self.plan
        return found

    @cached_property
    def asked(self) -> PlanCronograma | None:
        given = (self.network, self.request.GET, self.request.user)
        return PlanCronograma(self.version, *given) if self.version else None


class ScheduleView(ScheduleMixin, TemplateView):
    template_name = "monitoring/schedule.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(versions=self.versions, version=self.version, **kwargs)
        if self.asked is None:
            return context
        context |= {"asked": self.asked, "filter": self.asked.filter}
        return context | drawn(self.asked, self.request.GET, self.asked.on)


class MyScheduleView(LoginRequiredMixin, TemplateView):
    template_name = "monitoring/my_schedule.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        asked = MyCronograma(self.request.user, self.request.GET, today)
        context = {"asked": asked, "filter": asked.filter, **drawn(asked, self.request.GET, today)}
        return super().get_context_data(**context, **kwargs)
