"""Each member's own figures in a very large period, added up by the database in one query."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Case, IntegerField, Value, When

from monitoring.bucketing import Bucket, Buckets, figure_of
from monitoring.compliance import tally
from monitoring.figures import Group, Leaf, Member, PlanFigure
from monitoring.models import ComplianceEntry, Period
from monitoring.selectors.planned import PlannedActivity
from monitoring.selectors.records import AGGREGATES, COUNTED, NOTHING, Sums
from plans.models import Concern

if TYPE_CHECKING:
    from monitoring.selectors.summing import NetworkRollup

BySize = dict[tuple[int, Decimal | None], list[uuid.UUID]]


def is_plain(activity: PlannedActivity) -> bool:
    """All the members that report owe it, on the same dates."""
    return activity.concerns == Concern.EVERY_MEMBER and not activity.own_dates


def member_figures(groups: Sequence[Group], whole: NetworkRollup) -> dict[Member, PlanFigure]:
    """By member, as `compliance.by_member` has them but for the leaves."""
    rule = whole.network.earned_rule
    alike, own, every = _sort(groups, {key for key, leaf in whole.by_lineage.items() if is_plain(leaf)})
    sums = sums_by_member(whole.period, list(alike.values())) if every else {}
    reports = {row.at: row.report for row in whole.exceptions} if own else {}
    found: dict[Member, dict[int, list[Bucket]]] = defaultdict(lambda: defaultdict(list))
    for bucket, ((place, weight), lineages) in enumerate(alike.items()):
        for member in every:
            added = sums.get((member, bucket), NOTHING).tally(len(lineages), rule)
            found[member][place].append(Bucket(weight, added))
    for place, leaf in own:
        for member in leaf.members:
            alone = tally(Leaf(leaf.key, leaf.weight, (member,)), reports, rule)
            found[member][place].append(Bucket(leaf.weight, alone))
    return {
        member: figure_of(
            Buckets(groups[place].key, groups[place].weight, tuple(buckets[place])) for place in sorted(buckets)
        )
        for member, buckets in found.items()
    }


def _sort(groups: Sequence[Group], plain: Collection[uuid.UUID]) -> tuple[BySize, list, tuple[Member, ...]]:
    """Those that can be added up, by (place of the eje, weight); the others, each with its eje's place; and who
    owes the former."""
    alike: BySize = defaultdict(list)
    own, every = [], ()
    for place, group in enumerate(groups):
        for leaf in group.leaves:
            if leaf.key in plain and leaf.members:
                alike[place, leaf.weight].append(leaf.key)
                every = leaf.members
            else:
                own.append((place, leaf))
    return alike, own, every


def sums_by_member(period: Period, buckets: Sequence[Collection[uuid.UUID]]) -> dict[tuple[int, int], Sums]:
    """Of the members' counted entries of some activities, by (member, place of the activities' bucket)."""
    lineages = [lineage for bucket in buckets for lineage in bucket]
    cases = [When(activity_lineage__in=list(own), then=Value(place)) for place, own in enumerate(buckets)]
    rows = (
        ComplianceEntry.objects.agreed()
        .filter(period=period, member__isnull=False, review_state__in=COUNTED, activity_lineage__in=lineages)
        .annotate(bucket=Case(*cases, output_field=IntegerField()))
        .order_by()
        .values_list("member_id", "bucket")
        .annotate(**AGGREGATES)
    )
    return {(row[0], row[1]): Sums(*row[2:]) for row in rows}
