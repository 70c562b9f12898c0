"""What was done, reviewed and met about."""

from monitoring.models.calendars import CalendarFeed
from monitoring.models.entries import (
    ComplianceEntry,
    DeliverableProgress,
    EntryStatus,
    Evidence,
    Observation,
    ReviewState,
    Sensitivity,
)
from monitoring.models.imports import ColumnMemory, ImportState, PlanImport
from monitoring.models.indicators import Basis, DeclaredTotal, EjeReview, Measurement, ReportSection
from monitoring.models.meetings import (
    Acta,
    ActaState,
    AgendaItem,
    Attendance,
    Decision,
    FollowUp,
    FollowUpState,
    Meeting,
    MeetingKind,
    PublicationItem,
    PublishedDocument,
    PublishedState,
)
from monitoring.models.periods import Period, PeriodClosing

__all__ = [
    "Acta",
    "ActaState",
    "AgendaItem",
    "Attendance",
    "Basis",
    "CalendarFeed",
    "ColumnMemory",
    "ComplianceEntry",
    "Decision",
    "DeclaredTotal",
    "DeliverableProgress",
    "EjeReview",
    "EntryStatus",
    "Evidence",
    "FollowUp",
    "FollowUpState",
    "ImportState",
    "Measurement",
    "Meeting",
    "MeetingKind",
    "Observation",
    "Period",
    "PeriodClosing",
    "PlanImport",
    "PublicationItem",
    "PublishedDocument",
    "PublishedState",
    "ReportSection",
    "ReviewState",
    "Sensitivity",
]
