"""What changes the monitoring: each one keyword-only, in one transaction."""

from monitoring.services.closing import period_close, period_reopen
from monitoring.services.entries import (
    declared_total_set,
    entry_declare,
    entry_save_draft,
    entry_submit,
    is_on_behalf,
)
from monitoring.services.errors import (
    EntryLockedError,
    NotToReviewError,
    PeriodClosedError,
    PeriodEndedError,
    PeriodMovedError,
    PeriodNotOpenError,
)
from monitoring.services.evidence import evidence_add, evidence_open, evidence_remove
from monitoring.services.periods import period_dates_update, period_open, periods_open_year
from monitoring.services.records import (
    AnswerDraft,
    Attachment,
    Attempt,
    DeliverableDraft,
    EntryDraft,
    EntryKey,
    EvidenceChange,
    MeasurementDraft,
)
from monitoring.services.reviewing import Validated, entries_validate, entry_return, entry_validate, message_add

__all__ = [
    "AnswerDraft",
    "Attachment",
    "Attempt",
    "DeliverableDraft",
    "EntryDraft",
    "EntryKey",
    "EntryLockedError",
    "EvidenceChange",
    "MeasurementDraft",
    "NotToReviewError",
    "PeriodClosedError",
    "PeriodEndedError",
    "PeriodMovedError",
    "PeriodNotOpenError",
    "Validated",
    "declared_total_set",
    "entries_validate",
    "entry_declare",
    "entry_return",
    "entry_save_draft",
    "entry_submit",
    "entry_validate",
    "evidence_add",
    "evidence_open",
    "evidence_remove",
    "is_on_behalf",
    "message_add",
    "period_close",
    "period_dates_update",
    "period_open",
    "period_reopen",
    "periods_open_year",
]
