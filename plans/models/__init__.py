"""What was agreed."""

from plans.models.base import Precision
from plans.models.plan import Plan, PlanVersion, VersionStatus
from plans.models.step import EditStep
from plans.models.theme import Framework, Theme
from plans.models.tree import (
    Activity,
    Concern,
    Deliverable,
    Eje,
    Indicator,
    MemberDeadline,
    Objective,
    OverMembers,
    OverPeriods,
    Party,
    PartyKind,
    PartyScope,
    Verification,
)

__all__ = [
    "Activity",
    "Concern",
    "Deliverable",
    "EditStep",
    "Eje",
    "Framework",
    "Indicator",
    "MemberDeadline",
    "Objective",
    "OverMembers",
    "OverPeriods",
    "Party",
    "PartyKind",
    "PartyScope",
    "Plan",
    "PlanVersion",
    "Precision",
    "Theme",
    "Verification",
    "VersionStatus",
]
