"""Where a member stands among the others, without naming them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from monitoring.explaining_links import explain_url
from monitoring.explaining_words import figure
from monitoring.positions import ENOUGH, draw_strip, spread_of, standing
from monitoring.selectors import NetworkRollup, PlanRollup, rollup
from monitoring.selectors.positions import Positions, positions
from monitoring.views.base import PeriodMixin
from networks.models import Member, MemberComparison
from networks.permissions import can_compare_member, can_list_comparison


class PositionsView(PeriodMixin, TemplateView):
    """`integrante` by code, of those she may compare; `lista` asks for all of them, by name."""

    template_name = "monitoring/positions.html"
    spans_shorter = True

    @cached_property
    def rolled(self) -> NetworkRollup:
        return rollup(self.network, self.period)

    @cached_property
    def plan(self) -> PlanRollup | None:
        slug = self.request.GET.get("plan")
        found = next((plan for plan in self.rolled.plans if slug in (None, "", plan.plan.slug)), None)
        if found is None and slug:
            raise Http404
        return found

    @property
    def may_list(self) -> bool:
        return can_list_comparison(self.request.user, self.network)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(plan=self.plan, plans=self.rolled.plans, rolled=self.rolled, **kwargs)
        if self.plan is None:
            return context
        found = positions(self.plan)
        mine = [m for m in found.everyone if can_compare_member(self.request.user, self.network, m.pk)]
        member = self._member(found, mine)
        spread = spread_of(found.values)
        return {
            **context,
            "found": found,
            "choices": mine,
            "member": member,
            "spread": spread,
            "enough": ENOUGH,
            "strip": self._strip(found, spread, member) if spread.shows_all else "",
            "may_list": self.may_list,
            "listed": self._listed(found),
            **self._own(found, spread, member),
        }

    def _member(self, found: Positions, mine: list[Member]) -> Member | None:
        """Whose place is told: who is asked for, else a técnica's only one."""
        code = self.request.GET.get("integrante")
        if not code:
            return mine[0] if len(mine) == 1 else None
        member = next((one for one in found.everyone if one.code == code), None)
        if member is None:
            raise Http404
        if member not in mine:
            raise PermissionDenied
        return member

    def _own(self, found: Positions, spread: Any, member: Member | None) -> dict[str, Any]:
        own = found.figures.get(member) if member else None
        if own is None:
            return {"own": None, "standing": None}
        about = {"plan": self.plan.plan.slug, "integrante": member.code}
        return {
            "own": own,
            "standing": standing(own.earned, found.others(member), spread.median),
            "why_url": explain_url(self.network.slug, self.period.code, **about),
        }

    def _strip(self, found: Positions, spread: Any, member: Member | None) -> str:
        own = found.figures.get(member) if member else None
        said = {"n": spread.count, "median": figure(spread.median)}
        said |= {"lower": figure(spread.lower), "upper": figure(spread.upper)}
        label = _("%(n)s cifras entre 0 y 100; mediana %(median)s; la mitad, entre %(lower)s y %(upper)s") % said
        return draw_strip(found.values, spread, own and own.earned, label=label)

    def _listed(self, found: Positions) -> list[tuple]:
        """(member, her figure or None, where it is explained); empty unless it is asked for, or open to all."""
        asked = self.request.GET.get("lista") == "si"
        if asked and not self.may_list:
            raise PermissionDenied
        if not asked and self.network.member_comparison != MemberComparison.EVERYONE:
            return []
        slug, code, plan = self.network.slug, self.period.code, self.plan.plan.slug
        return [
            (member, found.figures.get(member), explain_url(slug, code, plan=plan, integrante=member.code))
            for member in found.everyone
        ]
