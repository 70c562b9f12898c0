"""The members' own figures of a plan in a period, to be looked at one beside the others."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from monitoring.figures import PlanFigure
from monitoring.selectors.summing import PlanRollup
from networks.models import Member


@dataclass(frozen=True)
class Positions:
    """In the network's order of members. `silent` owe something and have no figure yet; to those `out` nothing
    that is due applies."""

    figures: dict[Member, PlanFigure]
    silent: list[Member]
    out: list[Member]

    @property
    def values(self) -> list[Decimal]:
        return [figure.earned for figure in self.figures.values()]

    def others(self, member: Member) -> list[Decimal]:
        return [figure.earned for one, figure in self.figures.items() if one.pk != member.pk]

    @property
    def everyone(self) -> list[Member]:
        """Alphabetically: an order that says nothing of figures."""
        return sorted([*self.figures, *self.silent, *self.out], key=lambda member: member.name.casefold())


def positions(plan: PlanRollup) -> Positions:
    """The network itself is nobody's peer: it is left out."""
    found = Positions({}, [], [])
    for pk, member in plan.whole.members.items():
        figure = plan.members.get(pk)
        if figure is None:
            continue
        if figure.earned is not None:
            found.figures[member] = figure
        else:
            (found.out if figure.ceiling is None else found.silent).append(member)
    return found
