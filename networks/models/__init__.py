"""Who exists and who may."""

from networks.models.accounts import Assignment, Language, Role, User
from networks.models.base import ConflictError, Revisioned
from networks.models.directory import (
    ActionArea,
    Contact,
    ContactRank,
    Member,
    Organization,
    SeatRole,
    Territory,
)
from networks.models.network import (
    EarnedRule,
    MandatedFunction,
    MemberComparison,
    Network,
    PeriodKind,
    QuorumRule,
)

__all__ = [
    "ActionArea",
    "Assignment",
    "ConflictError",
    "Contact",
    "ContactRank",
    "EarnedRule",
    "Language",
    "MandatedFunction",
    "Member",
    "MemberComparison",
    "Network",
    "Organization",
    "PeriodKind",
    "QuorumRule",
    "Revisioned",
    "Role",
    "SeatRole",
    "Territory",
    "User",
]
