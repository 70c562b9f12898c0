"""What is behind a figure: its parts, who reported and reviewed each, and what was frozen at the closing."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q

from monitoring.compliance import by_member, roll_up
from monitoring.explaining import Explained, explain_group, explain_plan
from monitoring.figures import Group, GroupFigure, Leaf, PlanFigure
from monitoring.models import ComplianceEntry, Period, PeriodClosing
from monitoring.selectors.planned import PlannedEje
from monitoring.selectors.records import COUNTED, EntryAt, EntryRow, rows_of
from monitoring.selectors.summing import NetworkRollup, PlanRollup
from networks.models import User
from networks.models.directory import THE_NETWORK

AT_ONCE = 5_000

# -- figures with their parts, also where the period is large -------------------------------------------------


def eje_figure(plan: PlanRollup, eje: PlannedEje, only: uuid.UUID | None = None) -> GroupFigure:
    """With the members' parts; in a large period only this eje's entries are read, or those of `only` an activity,
    which then stands alone in it."""
    if not plan.whole.is_large:
        return plan.eje(eje.lineage)
    group = next(group for group in plan.groups if group.key == eje.lineage)
    leaves = tuple(leaf for leaf in group.leaves if only in (None, leaf.key))
    wanted = Q(activity_lineage__in=[leaf.key for leaf in leaves], review_state__in=COUNTED)
    reports = {row.at: row.report for row in rows_of(plan.whole.period, wanted)}
    return roll_up([Group(group.key, group.weight, leaves)], reports, plan.rule).groups[0]


def member_figure(plan: PlanRollup, member_id: int | None) -> PlanFigure | None:
    """A member's own figure with its activities; None where she owes nothing of the plan."""
    groups = [
        Group(group.key, group.weight, leaves)
        for group in plan.groups
        if (leaves := tuple(_hers(leaf, member_id) for leaf in group.leaves if member_id in leaf.members))
    ]
    if not groups:
        return None
    if plan.whole.is_large:
        reports = {row.at: row.report for row in rows_of(plan.whole.period, _of(member_id)) if row.counts}
    else:
        reports = plan.whole.reports
    return by_member(groups, reports, plan.rule)[member_id]


def _hers(leaf: Leaf, member_id: int | None) -> Leaf:
    return Leaf(leaf.key, leaf.weight, (member_id,))


def _of(member_id: int | None) -> Q:
    return Q(member__isnull=True) if member_id is None else Q(member=member_id)


# -- who is behind an entry -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Behind:
    """Who sent an entry and who reviewed it. `on_behalf` is the reason for sending it in another's name."""

    period_code: str
    review_state: str
    reported_by: str
    reported_at: datetime.datetime | None
    on_behalf: str
    reviewed_by: str
    reviewed_at: datetime.datetime | None


def behind(entries: Iterable[EntryRow]) -> dict[EntryAt, Behind]:
    """By (activity lineage, member id); one query for so many of them."""
    pks = [entry.pk for entry in entries]
    found = {}
    for start in range(0, len(pks), AT_ONCE):
        rows = ComplianceEntry.objects.filter(pk__in=pks[start : start + AT_ONCE])
        for row in rows.select_related("submitted_by", "reviewed_by", "period"):
            found[row.activity_lineage, row.member_id] = Behind(
                row.period.code,
                row.review_state,
                _name(row.submitted_by),
                row.submitted_at,
                row.on_behalf_reason,
                _name(row.reviewed_by),
                row.reviewed_at,
            )
    return found


def _name(user: User | None) -> str:
    return str(user) if user else ""


# -- frozen at the closing ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Frozen:
    """A figure as the closing fixed it."""

    closed_at: datetime.datetime
    closed_by: str
    earned: Decimal | None


def closing_of(period: Period) -> PeriodClosing | None:
    """What holds a closed period closed."""
    if period.pk is None or not period.is_closed:
        return None
    rows = PeriodClosing.objects.filter(period=period, reopened_at__isnull=True)
    return rows.select_related("closed_by").first()


def frozen_figure(closing: PeriodClosing | None, plan: str, eje: str = "") -> Frozen | None:
    """Of a plan by its slug, or of one of its ejes by its code; None for what was not fixed."""
    if closing is None:
        return None
    found = next((one for one in closing.totals.get("plans", []) if one.get("plan") == plan), None)
    if found and eje:
        found = next((one for one in found.get("ejes", []) if one.get("code") == eje), None)
    if found is None:
        return None
    earned = found.get("earned")
    return Frozen(closing.closed_at, str(closing.closed_by), None if earned is None else Decimal(earned))


# -- as data --------------------------------------------------------------------------------------------------


def figures_data(rolled: NetworkRollup) -> dict[str, Any]:
    """All the figures of a period as JSON data, each with the parts that recompute to it.

    Plans are never added to one another: where several rule, `total` is None and each has its own in `plans`; ejes
    and members name theirs. A member that owes nothing of a plan has no figure of it; «red» is the network itself.
    """
    plans = [_PlanData(rolled, plan) for plan in rolled.plans]
    totals = [plan.total() for plan in plans]
    return {
        "network": rolled.network.slug,
        "period": rolled.period.code,
        "rule": rolled.network.earned_rule,
        "provisional": rolled.provisional,
        "total": totals[0] if len(totals) == 1 else None,
        "ejes": [eje for plan in plans for eje in plan.ejes()],
        "members": [member for plan in plans for member in plan.members()],
        "plans": [
            {**plan.head(), **({"total": total} if len(totals) > 1 else {})}
            for plan, total in zip(plans, totals, strict=True)
        ],
    }


class _PlanData:
    def __init__(self, rolled: NetworkRollup, plan: PlanRollup) -> None:
        self.rolled, self.plan = rolled, plan
        self.slug = plan.plan.slug
        self.activities = {leaf.lineage: leaf for leaf in plan.planned.activities}

    def head(self) -> dict[str, Any]:
        return {
            "plan": self.slug,
            "title": self.plan.plan.title,
            "version": self.plan.version.number,
            "weighted_by": self.plan.detailed.weighted_by,
        }

    def total(self) -> dict[str, Any]:
        return self._figure(explain_plan(self.plan.detailed))

    def ejes(self) -> list[dict[str, Any]]:
        groups = {group.key: group for group in self.plan.detailed.groups}
        return [
            {
                "plan": self.slug,
                "code": eje.code,
                "title": eje.title,
                "weight_in_plan": _text(eje.weight),
                **self._figure(explain_group(groups[eje.lineage])),
            }
            for eje in self.plan.planned.ejes
        ]

    def members(self) -> list[dict[str, Any]]:
        own = by_member(self.plan.groups, self.rolled.reports, self.plan.rule)
        order = [None, *self.rolled.members]
        return [
            {
                "plan": self.slug,
                "code": self._code(pk),
                "name": self.rolled.members[pk].name if pk else self.rolled.network.name,
                **self._figure(explain_plan(own[pk])),
            }
            for pk in order
            if pk in own
        ]

    def _figure(self, found: Explained) -> dict[str, Any]:
        return {
            "weight": _text(found.weight),
            "earned": _text(found.earned),
            "ceiling": _text(found.ceiling),
            "reported": found.reported,
            "applicable": found.applicable,
            "obliged": found.obliged,
            "parts": [
                {
                    "eje": self.activities[part.leaf].eje.code,
                    "activity": self.activities[part.leaf].code,
                    "member": self._code(part.member),
                    "status": part.status,
                    "weight": _text(part.weight),
                    "share": None if part.share is None else f"{part.share:.4f}",
                    "earned": _text(part.earned),
                }
                for part in found.parts
            ],
        }

    def _code(self, member: int | None) -> str:
        return self.rolled.members[member].code if member else THE_NETWORK


def _text(value: Decimal | None) -> str | None:
    """Two places at least."""
    return None if value is None else str(max(value, value.quantize(Decimal("0.01")), key=_places))


def _places(value: Decimal) -> int:
    return -value.as_tuple().exponent
