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
from monitoring.models.imports import ColumnMemory, FormUpload, ImportState, PlanImport
from monitoring.models.indicators import Basis, DeclaredTotal, EjeReview, Measurement, ReportSection
from monitoring.models.links import LinkAction, ReportLink, ReportLinkUse
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
from monitoring.models.outbox import (
    ItemKind,
    MailKind,
    MailState,
    OutboxItem,
    OutboxMessage,
    ReminderOptOut,
    ReminderRule,
)
from monitoring.models.periods import Period, PeriodClosing
from monitoring.models.questions import Answer, Question, QuestionKind
from monitoring.models.reviewing import Commitment, EntryMessage, EvidenceOpening

__all__ = [
    "Acta",
    "ActaState",
    "AgendaItem",
    "Answer",
    "Attendance",
    "Basis",
    "CalendarFeed",
    "ColumnMemory",
    "Commitment",
    "ComplianceEntry",
    "Decision",
    "DeclaredTotal",
    "DeliverableProgress",
    "EjeReview",
    "EntryMessage",
    "EntryStatus",
    "Evidence",
    "EvidenceOpening",
    "FollowUp",
    "FollowUpState",
    "FormUpload",
    "ImportState",
    "ItemKind",
    "LinkAction",
    "MailKind",
    "MailState",
    "Measurement",
    "Meeting",
    "MeetingKind",
    "Observation",
    "OutboxItem",
    "OutboxMessage",
    "Period",
    "PeriodClosing",
    "PlanImport",
    "PublicationItem",
    "PublishedDocument",
    "PublishedState",
    "Question",
    "QuestionKind",
    "ReminderOptOut",
    "ReminderRule",
    "ReportLink",
    "ReportLinkUse",
    "ReportSection",
    "ReviewState",
    "Sensitivity",
]
