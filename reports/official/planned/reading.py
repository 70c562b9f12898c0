"""Which versions ruled in the period of a report, and their lines as far as the report speaks of them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from django.utils.translation import gettext as _

from monitoring.models import Period
from networks.models import Member, Network
from plans.models import Concern, PlanVersion
from plans.selectors import version_tree
from plans.tree import Dated, TreeActivity, TreeDeliverable, TreeEje, TreeVersion
from reports.official.form import Scope
from reports.official.planned.context import Due, Group, Line, OwnDue, Part, Product

DAY = datetime.timedelta(days=1)


@dataclass(slots=True)
class Ruled:
    """A version with its tree and the days it ruled, `until` None while nothing took its place.

    `shown` are the ids of the activities that the report speaks of, `suffix` tells its lines from another part's.
    """

    version: PlanVersion
    since: datetime.date
    until: datetime.date | None
    tree: TreeVersion
    shown: set[int] = field(default_factory=set)
    suffix: str = ""

    def where(self, code: str) -> str:
        return f"{code}{self.suffix}"

    def ejes(self, scope: Scope) -> list[TreeEje]:
        """Those of the scope; to a member only those that have something of hers."""
        own = [eje for eje in self.tree.ejes if scope.eje in (None, eje.code)]
        return own if scope.member is None else [eje for eje in own if any(a.pk in self.shown for a in eje.walk())]


def read(scope: Scope, *, latest: bool = False) -> list[Ruled]:
    """The versions that ruled within the period, plan by plan in their order; `latest`: only the last of each."""
    found = [
        one for _plan, own in groupby(_ruling(scope), key=lambda row: row[0].plan_id) for one in _some(own, latest)
    ]
    ruled = [Ruled(version, since, until, version_tree(version)) for version, since, until in found]
    plans = {one.version.plan_id for one in ruled}
    for one in ruled:
        one.shown = _shown(one.tree, scope)
        _forget_others(one.tree, scope.member)
        if len(ruled) > 1:
            said = {"plan": one.version.plan.title, "number": one.version.number}
            short = _("versión %(number)s") if len(plans) == 1 else _("%(plan)s, versión %(number)s")
            one.suffix = f" · {short % said}"
    return ruled


Row = tuple[PlanVersion, datetime.date, datetime.date | None]


def _some(rows: Iterable[Row], latest: bool) -> list[Row]:
    rows = list(rows)
    return rows[-1:] if latest else rows


def _ruling(scope: Scope) -> Iterator[Row]:
    period = scope.period
    rows = PlanVersion.objects.agreed().filter(
        plan__network=scope.network,
        plan__first_year__lte=period.end_on.year,
        plan__last_year__gte=period.start_on.year,
    )
    if scope.plan:
        rows = rows.filter(plan=scope.plan)
    rows = rows.select_related("plan__network").order_by(
        "-plan__first_year", "plan__slug", "in_force_from_on", "number"
    )
    for _plan, own in groupby(rows, key=lambda row: row.plan_id):
        for version, following in pairwise([*own, None]):
            until = following.in_force_from_on - DAY if following else None
            since = version.in_force_from_on
            if since <= period.end_on and (until is None or until >= max(since, period.start_on)):
                yield version, since, until


def _forget_others(tree: TreeVersion, member: Member | None) -> None:
    """Of the deadlines that members set for themselves, a member's report has only hers, also in what is noted."""
    if member is not None:
        for activity in tree.walk():
            for row in (activity, *activity.deliverables):
                row.member_deadlines = [own for own in row.member_deadlines if own.member_id == member.pk]


def _shown(tree: TreeVersion, scope: Scope) -> set[int]:
    found: set[int] = set()
    for eje in tree.ejes:
        if scope.eje in (None, eje.code):
            for activity in eje.activities:
                _show(activity, scope.member, found)
    return found


def _show(activity: TreeActivity, member: Member | None, found: set[int]) -> bool:
    """Put in `found` what concerns the member, and what is over it."""
    below = [_show(child, member, found) for child in activity.children]
    mine = any(below) if activity.children else member is None or _concerns(activity, member)
    if mine or member is None:
        found.add(activity.pk)
    return mine


def _concerns(activity: TreeActivity, member: Member) -> bool:
    if activity.concerns == Concern.SOME_MEMBERS:
        return member.pk in activity.member_ids
    return activity.concerns == Concern.EVERY_MEMBER and member.is_reporting


def is_followed(period: Period, ruled: Iterable[Ruled]) -> bool:
    """Whether the report also says what was done: of a period that is reported on, or shorter than the plan."""
    years = [(one.version.plan.first_year, one.version.plan.last_year) for one in ruled]
    if not years or period.pk is not None:
        return bool(years)
    first, last = min(start for start, _end in years), max(end for _start, end in years)
    return period.start_on > datetime.date(first, 1, 1) or period.end_on < datetime.date(last, 12, 31)


# -- lines ----------------------------------------------------------------------------------------------------


def parts_of(ruled: Iterable[Ruled], scope: Scope) -> tuple[Part, ...]:
    return tuple(_part(one, scope) for one in ruled)


def _part(one: Ruled, scope: Scope) -> Part:
    version, plan = one.version, one.version.plan
    return Part(
        plan=plan.slug,
        title=plan.title,
        years=plan.years,
        first_year=plan.first_year,
        last_year=plan.last_year,
        objective=plan.objective or None,
        number=version.number,
        name=version.title or None,
        since=one.since,
        until=one.until,
        agreed_on=version.agreed_on,
        reason=version.reason or None,
        is_sample=version.is_sample,
        ejes=tuple(_group(eje, one, scope) for eje in one.ejes(scope)),
    )


def _group(eje: TreeEje, one: Ruled, scope: Scope) -> Group:
    objectives = {row.pk: f"{row.code} {row.title}".strip() for row in eje.objectives}
    lines = [
        _line(row, parent, depth, objectives, one, scope)
        for top in eje.activities
        for row, parent, depth in _walk(top)
        if row.pk in one.shown
    ]
    return Group(
        code=eje.code,
        title=eje.title,
        where=one.where(eje.code),
        theme=eje.theme or None,
        goal=eje.goal or None,
        weight=eje.weight,
        functions=tuple(row.number for row in eje.functions),
        lines=tuple(lines),
    )


def _walk(
    activity: TreeActivity, parent: TreeActivity | None = None, depth: int = 0
) -> Iterator[tuple[TreeActivity, TreeActivity | None, int]]:
    yield activity, parent, depth
    for child in activity.children:
        yield from _walk(child, activity, depth + 1)


def _line(
    row: TreeActivity,
    parent: TreeActivity | None,
    depth: int,
    objectives: dict[int, str],
    one: Ruled,
    scope: Scope,
) -> Line:
    return Line(
        code=row.code,
        where=one.where(row.code),
        parent=parent.code if parent else None,
        depth=depth,
        children=tuple(child.code for child in row.children if child.pk in one.shown),
        objective=objectives.get(row.objective_id) if depth == 0 else None,
        weight=row.weight,
        concerns=row.concerns,
        reporter=_reporter(row, scope.network, scope.member),
        months=tuple(sorted(row.schedule_months)),
        months_sample=row.schedule_is_sample,
        note=row.notes or None,
        products=tuple(Product(**_hanging(product)) for product in row.deliverables),
        **_hanging(row),
    )


def _reporter(row: TreeActivity, network: Network, member: Member | None) -> str:
    """Who reports it, in the words of the network; of a member's report, herself."""
    if member is not None:
        return member.name
    if row.children:
        return ""
    if row.concerns == Concern.NETWORK:
        return network.short_name
    if row.concerns == Concern.EVERY_MEMBER:
        return _("cada %(member)s") % {"member": network.member_word}
    return ", ".join(row.member_names) or _("nadie todavía")


def _hanging(row: TreeActivity | TreeDeliverable) -> dict:
    return {
        "title": row.title,
        "due": due_of(row),
        "own_dues": tuple(
            OwnDue(member=one.member_name, due=due_of(one) or Due()) for one in row.member_deadlines
        ),
        "proofs": tuple(proof.text for proof in row.verifications),
        **{
            kind: tuple(party.name for party in getattr(row, kind))
            for kind in ("funding", "support", "responsible")
        },
    }


def due_of(row: Dated) -> Due | None:
    """None where the plan says nothing at all. One date alone stands for both."""
    start, end = row.deadline_start_on, row.deadline_end_on
    if not (row.deadline_text or start or end or row.deadline_by_member):
        return None
    return Due(
        text=row.deadline_text or None,
        start_on=start or end,
        end_on=end or start,
        unread=row.deadline_is_unread,
        by_member=row.deadline_by_member,
    )
