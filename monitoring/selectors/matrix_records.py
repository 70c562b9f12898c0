"""What the matrix reads beside the roll-ups: the entries of its cells, in one query whatever the periods.

A large period is not read row by row: what its sums need is asked for all such periods at once.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from django.db.models import Q

from monitoring.compliance import by_member
from monitoring.figures import Group, Leaf, PlanFigure
from monitoring.models import ComplianceEntry, Period
from monitoring.periods import parse_code
from monitoring.selectors.member_sums import is_plain
from monitoring.selectors.records import AGGREGATES, COUNTED, EntryAt, EntryRow, Sums
from monitoring.selectors.summing import NetworkRollup, PlanRollup, rollups
from networks.models import Network

Cells = dict[EntryAt, EntryRow]
# So many columns of periods at most: four years of quarters.
LONGEST_RUN = 16


def periods_of(network: Network, period: Period, first: str = "", last: str = "") -> list[Period]:
    """The run of periods beside `period`, oldest first: from one code to another, else those of its year. Of its
    own kind; of a year that spans shorter ones, those."""
    span = period.start_on, period.end_on
    year = parse_code(str(period.start_on.year))
    start = _bound(first, 0) or (year.start if period.pk else span[0])
    end = _bound(last, 1) or (year.end if period.pk else span[1])
    rows = Period.objects.filter(network=network).within(start, end).with_closed()
    if period.pk:
        rows = rows.filter(kind=period.kind)
    found = list(rows.order_by("start_on", "end_on"))[-LONGEST_RUN:]
    for one in found:
        one.network = network
    return found


def _bound(code: str, side: int):
    try:
        return (parse_code(code).start, parse_code(code).end)[side] if code else None
    except ValueError:
        return None


def rolled_run(network: Network, periods: Sequence[Period]) -> list[NetworkRollup]:
    found = rollups([(network, period) for period in periods]) if periods else []
    _read_sums([one for one in found if one.is_large])
    return found


def cells_of(
    rolled: Iterable[NetworkRollup], lineages: Collection[uuid.UUID], members: Collection[int | None]
) -> dict[int | None, Cells]:
    """By the period's id, then by (lineage, member): drafts too."""
    found: dict[int | None, Cells] = {}
    large = []
    for one in rolled:
        if one.is_large:
            large.append(one.period.pk)
        else:
            found[one.period.pk] = one.entries
    if not large:
        return found
    who = Q(member__in=[pk for pk in members if pk is not None])
    who |= Q(member__isnull=True) if None in members else Q()
    rows = ComplianceEntry.objects.agreed().filter(who, period__in=large, activity_lineage__in=list(lineages))
    found |= {pk: {} for pk in large}
    for row in rows.order_by("pk").values_list(*EntryRow._fields):
        entry = EntryRow(*row)
        found[entry.period_id][entry.at] = entry
    return found


def own_figure(plan: PlanRollup, member: int | None, cells: Cells) -> PlanFigure | None:
    """One member's figures, from her cells alone; None where she owes nothing."""
    groups = []
    for group in plan.groups:
        leaves = [Leaf(leaf.key, leaf.weight, (member,)) for leaf in group.leaves if member in leaf.members]
        groups.append(Group(group.key, group.weight, tuple(leaves)))
    reports = {at: entry.report for at, entry in cells.items() if entry.counts}
    return by_member(groups, reports, plan.rule).get(member)


def _read_sums(large: Sequence[NetworkRollup]) -> None:
    """Give several large periods their sums and exceptions in two queries, not two each."""
    if len(large) < 2:
        return
    agreed = ComplianceEntry.objects.agreed().filter(review_state__in=COUNTED).order_by()
    strays = Q(pk__in=[])
    for one in large:
        strays |= Q(period=one.period, member__in=one._strays)
    rows = agreed.filter(period__in=[one.period for one in large], member__isnull=False).exclude(strays)
    sums: dict[int, dict[uuid.UUID, Sums]] = defaultdict(dict)
    for period, lineage, *counts in rows.values_list("period_id", "activity_lineage").annotate(**AGGREGATES):
        sums[period][lineage] = Sums(*counts)
    wanted = Q(pk__in=[])
    for one in large:
        one.sums = sums[one.period.pk]
        plain = {lineage for lineage, activity in one.by_lineage.items() if is_plain(activity)}
        special = [lineage for lineage in one.sums if lineage not in plain or not one.obliged_by[lineage]]
        own = Q(member__isnull=True) | Q(member__in=one._strays) | Q(activity_lineage__in=special)
        wanted |= Q(period=one.period) & own
    exceptions: dict[int, list[EntryRow]] = defaultdict(list)
    for row in agreed.filter(wanted).order_by("pk").values_list(*EntryRow._fields):
        entry = EntryRow(*row)
        exceptions[entry.period_id].append(entry)
    for one in large:
        one.exceptions = exceptions[one.period.pk]
