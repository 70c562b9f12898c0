"""What was done, reviewed and met about."""

from monitoring.models.actas import Acta, ActaAnnex, ActaObservation, ActaState, ObservationState
from monitoring.models.calendars import CalendarFeed
from monitoring.models.decisions import Decision, FollowUp, FollowUpEvidence, FollowUpState
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
    AgendaItem,
    AgendaItemActivity,
    AgendaOutcome,
    Attendance,
    Convening,
    Meeting,
    MeetingKind,
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
from monitoring.models.publications import (
    CheckState,
    PublicationCheck,
    PublicationItem,
    PublishedDocument,
    PublishedState,
)
from monitoring.models.questions import Answer, Question, QuestionKind
from monitoring.models.reviewing import Commitment, EntryMessage, EvidenceOpening
from monitoring.models.training import Counting, TrainingFeed

__all__ = [
    "Acta",
    "ActaAnnex",
    "ActaObservation",
    "ActaState",
    "AgendaItem",
    "AgendaItemActivity",
    "AgendaOutcome",
    "Answer",
    "Attendance",
    "Basis",
    "CalendarFeed",
    "CheckState",
    "ColumnMemory",
    "Commitment",
    "ComplianceEntry",
    "Convening",
    "Counting",
    "Decision",
    "DeclaredTotal",
    "DeliverableProgress",
    "EjeReview",
    "EntryMessage",
    "EntryStatus",
    "Evidence",
    "EvidenceOpening",
    "FollowUp",
    "FollowUpEvidence",
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
    "ObservationState",
    "OutboxItem",
    "OutboxMessage",
    "Period",
    "PeriodClosing",
    "PlanImport",
    "PublicationCheck",
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
    "TrainingFeed",
]
