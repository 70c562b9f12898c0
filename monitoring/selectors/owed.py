"""What is owed in a period, what was reported outside of it, and the part of a network somebody asks about."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import NamedTuple

from monitoring.selectors.planned import PlannedActivity, PlannedEje
from monitoring.selectors.records import EntryAt, EntryRow
from networks.models import Member
from plans.models import Plan, PlanVersion


@dataclass(frozen=True, slots=True)
class Obligation:
    """A member (None: the network itself) owes a report of an activity in the period.

    `due_on` is the last day of the activity's deadline, of a member's own where she set one; None without dates.
    """

    version: PlanVersion
    eje: PlannedEje
    activity: PlannedActivity
    member: Member | None
    due_on: datetime.date | None

    @property
    def plan(self) -> Plan:
        return self.version.plan

    @property
    def member_id(self) -> int | None:
        return self.member and self.member.pk

    @property
    def at(self) -> EntryAt:
        return self.activity.lineage, self.member_id


@dataclass(frozen=True, slots=True)
class OutsideEntry:
    """A counted entry outside the sum: its activity is `gone` from the version in force, or was `not_obliged`."""

    entry: EntryRow
    reason: str
    member: Member | None
    activity: PlannedActivity | None


class Part(NamedTuple):
    """The part of a network's plans a roll-up is narrowed to; None is all of them."""

    plan_id: int | None = None
    eje_code: str | None = None
    member_id: int | None = None


WHOLE_NETWORK = Part()
