"""Who exists and who may."""

from networks.models.accounts import Assignment, Language, Role, User
from networks.models.base import ConflictError, Revisioned
from networks.models.directory import ActionArea, Member, Organization, SeatRole, Sex, Territory
from networks.models.identity import HOUSE_INK, NetworkIdentity, SignatureBlock
from networks.models.network import (
    DataLicence,
    EarnedRule,
    MandatedFunction,
    MemberComparison,
    Network,
    PeriodKind,
    QuorumRule,
)
from networks.models.people import (
    Contact,
    ContactRank,
    ContactReview,
    Invitation,
    PeopleExport,
    PostLevel,
    ReviewAnswer,
)
from networks.models.training import (
    Certificate,
    Course,
    CourseAttendance,
    CourseMeeting,
    CourseMode,
    CourseTopic,
    Enrollment,
)

__all__ = [
    "HOUSE_INK",
    "ActionArea",
    "Assignment",
    "Certificate",
    "ConflictError",
    "Contact",
    "ContactRank",
    "ContactReview",
    "Course",
    "CourseAttendance",
    "CourseMeeting",
    "CourseMode",
    "CourseTopic",
    "DataLicence",
    "EarnedRule",
    "Enrollment",
    "Invitation",
    "Language",
    "MandatedFunction",
    "Member",
    "MemberComparison",
    "Network",
    "NetworkIdentity",
    "Organization",
    "PeopleExport",
    "PeriodKind",
    "PostLevel",
    "QuorumRule",
    "ReviewAnswer",
    "Revisioned",
    "Role",
    "SeatRole",
    "Sex",
    "SignatureBlock",
    "Territory",
    "User",
]
