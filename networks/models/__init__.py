"""Who exists and who may."""

from networks.models.accounts import Assignment, Role, User
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
from networks.models.network import EarnedRule, MandatedFunction, Network, PeriodKind, QuorumRule

__all__ = [
    "ActionArea",
    "Assignment",
    "ConflictError",
    "Contact",
    "ContactRank",
    "EarnedRule",
    "MandatedFunction",
    "Member",
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
