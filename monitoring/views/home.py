"""The home page and a network's own page."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.views.generic import TemplateView

from monitoring.board import eje_lines
from monitoring.selectors import home_networks, local_today
from monitoring.selectors.overview import network_overview
from monitoring.selectors.publications import reopened_publications
from networks.mixins import NetworkMixin
from networks.permissions import (
    can_close_period,
    can_edit_plan,
    can_manage_meeting,
    can_report,
    can_review_entry,
    members_of,
)


class HomeView(LoginRequiredMixin, TemplateView):
    template_name = "monitoring/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        homes = home_networks(self.request.user)
        pending = [one for home in homes for one in home.pending]
        pending.sort(key=lambda one: (one.period.due_on, one.network.name))
        reports = any(members_of(self.request.user, home.network) for home in homes)
        return super().get_context_data(homes=homes, pending=pending, reports=reports, **kwargs)


class NetworkDetailView(NetworkMixin, TemplateView):
    template_name = "monitoring/network_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, network = self.request.user, self.network
        overview = network_overview(network, local_today(network))
        lines = [(plan, eje_lines(plan)) for plan in overview.rolled.plans] if overview.rolled else []
        return super().get_context_data(
            overview=overview,
            plan_lines=lines,
            fallen=reopened_publications(network),
            may_report=can_report(user, network),
            reports_for_own=bool(members_of(user, network)),
            may_review=can_review_entry(user, network),
            may_close=can_close_period(user, network),
            may_edit_plan=can_edit_plan(user, network),
            may_manage_meeting=can_manage_meeting(user, network),
            **kwargs,
        )
