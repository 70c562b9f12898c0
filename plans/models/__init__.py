"""What was agreed."""

from plans.models.base import Precision
from plans.models.plan import Plan, PlanVersion, VersionStatus
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
    "Eje",
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
    "Verification",
    "VersionStatus",
]
