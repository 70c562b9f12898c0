"""What a person has to report: of all her networks, and of one period."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from monitoring.filters import MINE
from monitoring.inbox import LISTED, InboxBuilder
from monitoring.inbox_filter import InboxFilter, PeriodInboxFilter
from monitoring.selectors import NetworkRollup, rollup
from monitoring.selectors.asked import asked_of, reviewed_by
from monitoring.selectors.follow_ups import follow_ups_owed
from monitoring.views.base import PeriodMixin
from networks.models.directory import THE_NETWORK
from networks.permissions import is_only_technician, members_of


class InboxView(LoginRequiredMixin, TemplateView):
    """Hers, in every period that takes reports."""

    template_name = "monitoring/inbox.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, query = self.request.user, self.request.GET
        chosen = InboxFilter(query)
        rolled = asked_of(user)
        members = {network.pk: members_of(user, network) for network in user.networks}
        inbox = InboxBuilder(rolled, user, members).build(chosen, query.get("page"))
        follow_ups, more = follow_ups_owed(user, LISTED)
        return super().get_context_data(
            inbox=inbox,
            filter=chosen,
            reports=bool(rolled),
            reviewed=reviewed_by(user),
            follow_ups=follow_ups,
            follow_ups_more=more,
            **kwargs,
        )


class InboxPeriodView(PeriodMixin, TemplateView):
    """One period: hers for a técnica, everybody's for whoever reads the whole network."""

    template_name = "monitoring/inbox_period.html"

    @cached_property
    def rolled(self) -> NetworkRollup:
        return rollup(self.network, self.period)

    @cached_property
    def filter(self) -> InboxFilter:
        user = self.request.user
        if is_only_technician(user, self.network):
            return InboxFilter(self.request.GET)
        reports = bool(members_of(user, self.network))
        return PeriodInboxFilter(
            self.request.GET, rolled=self.rolled, reports=reports, must_choose=self.rolled.is_large
        )

    @property
    def members(self) -> dict[int, Any]:
        """Whose obligations are shown; empty is everybody's."""
        chosen = getattr(self.filter, "chosen", MINE)
        if chosen == MINE:
            return {self.network.pk: members_of(self.request.user, self.network)}
        if chosen == THE_NETWORK:
            return {self.network.pk: {None}}
        codes = {member.code: pk for pk, member in self.rolled.members.items()}
        return {self.network.pk: {codes[chosen]}} if chosen in codes else {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        builder = InboxBuilder([self.rolled], self.request.user, self.members)
        inbox = builder.build(self.filter, self.request.GET.get("page"))
        return super().get_context_data(inbox=inbox, filter=self.filter, reports=True, **kwargs)
