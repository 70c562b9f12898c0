"""What changes the monitoring: each one keyword-only, in one transaction."""

from monitoring.services.entries import (
    declared_total_set,
    entry_declare,
    entry_return,
    entry_save_draft,
    entry_submit,
    entry_validate,
    is_on_behalf,
)
from monitoring.services.errors import EntryLockedError, NotToReviewError, PeriodClosedError, PeriodNotOpenError
from monitoring.services.evidence import evidence_add, evidence_remove
from monitoring.services.periods import (
    period_close,
    period_dates_update,
    period_open,
    period_reopen,
    periods_open_year,
)
from monitoring.services.records import (
    AnswerDraft,
    Attachment,
    Attempt,
    DeliverableDraft,
    EntryDraft,
    EntryKey,
    MeasurementDraft,
)

__all__ = [
    "AnswerDraft",
    "Attachment",
    "Attempt",
    "DeliverableDraft",
    "EntryDraft",
    "EntryKey",
    "EntryLockedError",
    "MeasurementDraft",
    "NotToReviewError",
    "PeriodClosedError",
    "PeriodNotOpenError",
    "declared_total_set",
    "entry_declare",
    "entry_return",
    "entry_save_draft",
    "entry_submit",
    "entry_validate",
    "evidence_add",
    "evidence_remove",
    "is_on_behalf",
    "period_close",
    "period_dates_update",
    "period_open",
    "period_reopen",
    "periods_open_year",
]
