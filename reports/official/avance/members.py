"""What each member reported, and where she stands as far as the network lets it be told."""

from __future__ import annotations

from collections import defaultdict

from django.utils.translation import gettext as _

from monitoring.positions import spread_of, standing
from monitoring.selectors import NetworkRollup, PlanRollup
from monitoring.selectors.positions import Positions, positions
from networks.models import MemberComparison
from reports.official.avance.context import Comparison, MemberLine
from reports.official.form import Scope

Counts = dict[int | None, list[int]]


def is_listed(scope: Scope) -> bool:
    """Whether figures stand beside names: the network says so, or they are of the one the report is about."""
    return scope.network.member_comparison == MemberComparison.EVERYONE or scope.member is not None


def comparison_of(scope: Scope, compared: PlanRollup) -> Comparison:
    found = positions(compared)
    spread = spread_of(found.values)
    return Comparison(
        listed=is_listed(scope),
        count=spread.count,
        silent=len(found.silent),
        median=spread.median,
        lower=spread.lower,
        upper=spread.upper,
    )


def member_lines(
    scope: Scope, found: NetworkRollup, plan: PlanRollup, compared: PlanRollup
) -> tuple[MemberLine, ...]:
    """Who owes something of the plan, in the network's order, the network itself first."""
    reported, missing = _owed(found, plan)
    stands = positions(compared)
    rows = [None] if None in reported else []
    rows += [pk for pk in found.members if pk in reported]
    return tuple(_line(scope, found, plan, stands, pk, reported[pk], missing[pk]) for pk in rows)


def _owed(found: NetworkRollup, plan: PlanRollup) -> tuple[Counts, dict[int | None, list[str]]]:
    """By member [reported, obliged], and the codes of what she has not reported."""
    counts: Counts = defaultdict(lambda: [0, 0])
    missing: dict[int | None, list[str]] = defaultdict(list)
    for activity in plan.planned.activities:
        for member in found.obliged_by[activity.lineage]:
            told = (activity.lineage, member) in found.reports
            counts[member][0] += told
            counts[member][1] += 1
            if not told:
                missing[member].append(activity.code)
    return counts, missing


def _line(
    scope: Scope,
    found: NetworkRollup,
    plan: PlanRollup,
    stands: Positions,
    pk: int | None,
    counts: list[int],
    missing: list[str],
) -> MemberLine:
    member = found.members.get(pk)
    own = {"reported": counts[0], "obliged": counts[1], "missing": tuple(missing)}
    figure = plan.members.get(pk)
    shown = figure if member is None or is_listed(scope) else None
    if member is None:
        own |= {"code": None, "name": _("La red (secretaría técnica)")}
    else:
        own |= {"code": member.code, "name": member.name}
    if shown is not None:
        own |= {"value": shown.earned, "ceiling": shown.ceiling}
    if member is not None and shown is not None and shown.earned is not None:
        others = stands.others(member)
        place = standing(shown.earned, others, spread_of(stands.values).median)
        own |= {"same_or_more": place.same_or_more, "others": place.others, "side": place.side or None}
    return MemberLine(**own)
