"""The board of a period."""

from __future__ import annotations

from typing import Any

from django.views.generic import TemplateView

from monitoring.board import BoardBuilder, eje_lines, responsible_by_activity
from monitoring.filters import BoardFilter
from monitoring.selectors import rollup
from monitoring.views.base import PeriodMixin
from networks.permissions import can_close_period, members_of


class PeriodDetailView(PeriodMixin, TemplateView):
    """Activities × members. HTMX asks for the table alone when a filter changes."""

    template_name = "monitoring/period_detail.html"
    spans_shorter = True

    def get_template_names(self) -> list[str]:
        return [f"{self.template_name}#board"] if self.request.htmx else [self.template_name]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rolled = rollup(self.network, self.period)
        query = self.request.GET
        mine = members_of(self.request.user, self.network)
        chosen = BoardFilter(query, rolled=rolled, responsible=responsible_by_activity(rolled), mine=mine)
        builder = BoardBuilder(rolled, chosen, self.request.user, self.today)
        member = next((m for m in rolled.reporting_members if m.code == chosen.value("integrante")), None)
        return super().get_context_data(
            rolled=rolled,
            board=builder.build(query.get("page"), query.get("integrantes")),
            filter=chosen,
            plan_lines=[(plan, eje_lines(plan)) for plan in rolled.plans],
            chosen_member=member,
            member_figures=[(plan, plan.members.get(member.pk)) for plan in rolled.plans] if member else [],
            may_close=can_close_period(self.request.user, self.network) and self.period.pk is not None,
            reviews=builder.reviews,
            to_review=rolled.to_review,
            **kwargs,
        )
