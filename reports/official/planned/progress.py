"""What was reported in the period of what was due in it: by activity and by member."""

from __future__ import annotations

import datetime
import uuid
from collections import Counter, defaultdict

from monitoring.compliance import SILENT, light
from monitoring.models import ComplianceEntry
from monitoring.selectors import NetworkRollup, Obligation, PlannedActivity, PlanRollup, local_today
from monitoring.selectors.scheduled import joint_status
from networks.models import Member
from reports.official.planned.context import ActivityProgress, MemberProgress, Progress, Told

# How silence is written where statuses are counted.
UNTOLD = "sin_informar"


def progress_of(found: NetworkRollup) -> tuple[Progress, ...]:
    """One for each plan in force at the period's end."""
    on = min(local_today(found.network), found.period.end_on)
    texts = _narratives(found)
    return tuple(_Reader(found, plan, on, texts).progress() for plan in found.plans)


def _narratives(found: NetworkRollup) -> dict[int, str]:
    """The text of each entry of the period, by its id."""
    rows = ComplianceEntry.objects.filter(
        period__network=found.network,
        period__start_on__gte=found.period.start_on,
        period__end_on__lte=found.period.end_on,
    ).exclude(narrative="")
    return dict(rows.values_list("pk", "narrative"))


class _Reader:
    """A plan in the period. `told` is what counts, by activity and member (None: the network itself)."""

    def __init__(self, found: NetworkRollup, plan: PlanRollup, on: datetime.date, texts: dict[int, str]) -> None:
        self.found, self.plan, self.on, self.texts = found, plan, on, texts
        self.late = {entry.pk for entry in found.late}
        own = {one.lineage for one in plan.planned.activities}
        self.owed: dict[uuid.UUID, list[Obligation]] = defaultdict(list)
        for obligation in found.obligations:
            if obligation.activity.lineage in own:
                self.owed[obligation.activity.lineage].append(obligation)

    def progress(self) -> Progress:
        owed = [one for rows in self.owed.values() for one in rows]
        return Progress(
            plan=self.plan.plan.slug,
            title=self.plan.plan.title,
            number=self.plan.version.number,
            on=self.on,
            obliged=len(owed),
            reported=sum(one.at in self.found.reports for one in owed),
            activities=tuple(self._activity(a) for a in self.plan.planned.activities if self.owed.get(a.lineage)),
            members=tuple(self._members(owed)),
        )

    def _name(self, member: Member | None) -> str:
        return member.name if member else self.found.network.short_name

    def _status(self, owed: Obligation) -> str | None:
        report = self.found.reports.get(owed.at)
        return report.status if report else None

    def _is_overdue(self, owed: Obligation) -> bool:
        return light(self._status(owed), owed.due_on, self.on).overdue

    def _activity(self, activity: PlannedActivity) -> ActivityProgress:
        owed = self.owed[activity.lineage]
        silent = [one for one in owed if one.at not in self.found.reports]
        status = joint_status(self._status(one) for one in owed)
        figure = self.plan.leaves.get(activity.lineage)
        return ActivityProgress(
            code=activity.code,
            title=activity.title,
            eje=activity.eje.code,
            due_on=max((one.due_on for one in owed if one.due_on), default=None),
            status=None if status == SILENT else status,
            overdue=any(self._is_overdue(one) for one in owed),
            reported=len(owed) - len(silent),
            obliged=len(owed),
            percent=figure.percent if figure else None,
            told=tuple(self._told(one) for one in owed if one.at in self.found.reports),
            silent=tuple(self._name(one.member) for one in silent),
        )

    def _told(self, owed: Obligation) -> Told:
        entry = self.found.entries[owed.at]
        return Told(
            member=owed.member.name if owed.member else None,
            status=entry.status,
            progress=entry.progress,
            narrative=self.texts.get(entry.pk),
            late=entry.pk in self.late,
        )

    def _members(self, owed: list[Obligation]):
        """Those who owe something, in the network's order; the network itself first."""
        by_member: dict[int | None, list[Obligation]] = defaultdict(list)
        for one in owed:
            by_member[one.member_id].append(one)
        for key in (None, *self.found.members):
            if key in by_member:
                yield self._member(key, by_member[key])

    def _member(self, key: int | None, owed: list[Obligation]) -> MemberProgress:
        counts = Counter(self._status(one) or UNTOLD for one in owed)
        overdue = sum(self._is_overdue(one) for one in owed)
        reported = len(owed) - counts[UNTOLD]
        figure = self.plan.members.get(key)
        return MemberProgress(
            name=self._name(owed[0].member),
            obliged=len(owed),
            reported=reported,
            counts=dict(sorted(counts.items())),
            percent=figure.percent if figure else None,
            overdue=overdue,
            light=_light(len(owed), reported, overdue, counts["no_cumplido"]),
        )


def _light(obliged: int, reported: int, overdue: int, failed: int) -> str:
    """Silence is not failure: who reported nothing has no light."""
    if not reported:
        return "none"
    if overdue or failed:
        return "red"
    return "amber" if reported < obliged else "green"
