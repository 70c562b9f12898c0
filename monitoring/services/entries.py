"""Writing and sending an entry, and the figures a document declares.

Each of these locks the period's row first: a closing that races with a save comes either before it, and refuses
it, or after it, and counts it.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from monitoring.models import (
    Answer,
    ComplianceEntry,
    DeclaredTotal,
    DeliverableProgress,
    Measurement,
    Period,
    ReviewState,
)
from monitoring.services.breakdowns import check_breakdowns
from monitoring.services.errors import EntryLockedError
from monitoring.services.evidence import attach_all, change_all, removing_files_on_failure
from monitoring.services.periods import lock_open_period, lock_unclosed_period
from monitoring.services.questions import check_answers
from monitoring.services.records import Attachment, Attempt, EntryDraft, EntryKey, EvidenceChange
from networks.models import ConflictError, User
from networks.permissions import members_of

# The rows these point to were read under the network's own filters: asking for each again would cost a query.
KNOWN = {"version", "member", "period", "created_by", "submitted_by", "reviewed_by", "via_link"}


def is_on_behalf(user: User, key: EntryKey) -> bool:
    """The secretariat writing for a member. What concerns the network itself is her own business."""
    return key.member is not None and key.member.pk not in members_of(user, key.period)


def entry_save_draft(
    *,
    key: EntryKey,
    draft: EntryDraft,
    revision: int,
    user: User,
    attachments: Sequence[Attachment] = (),
    changes: Sequence[EvidenceChange] = (),
    attempt: Attempt | None = None,
) -> ComplianceEntry:
    """Keep what was written so far. `revision` is the one she read, 0 where there was no entry yet; after a write
    of this very `attempt` it is the entry's own.

    Raises ConflictError when somebody else saved since, EntryLockedError when it was already sent,
    PeriodClosedError or PeriodNotOpenError, and ValidationError for what does not fit.
    """
    with removing_files_on_failure() as stored:
        lock_open_period(key.period, key.period.network)
        entry, is_resent = _write(key, draft, revision, user, attempt)
        attach_all(entry, attachments, user, stored, is_resent)
        change_all(entry, changes, user)
    return entry


def entry_submit(
    *,
    key: EntryKey,
    draft: EntryDraft,
    revision: int,
    user: User,
    attachments: Sequence[Attachment] = (),
    changes: Sequence[EvidenceChange] = (),
    attempt: Attempt | None = None,
    at: datetime.datetime | None = None,
) -> ComplianceEntry:
    """Save and send: from here on it counts, and only a return opens it again. A second click finds it sent."""
    if not draft.status:
        raise ValidationError({"status": _("Elija el cumplimiento antes de enviar.")})
    if is_on_behalf(user, key) and not draft.on_behalf_reason.strip():
        raise ValidationError(
            {"on_behalf_reason": _("Diga por qué informa en nombre de %(member)s.") % {"member": key.member}}
        )
    check_answers(draft.answers)
    check_breakdowns(draft.measurements)
    at = at or timezone.now()
    with removing_files_on_failure() as stored:
        lock_open_period(key.period, key.period.network)
        sent = _sent_already(key, draft, attempt)
        if sent is not None:
            return sent
        entry, is_resent = _write(key, draft, revision, user, attempt, submitted_at=at)
        attach_all(entry, attachments, user, stored, is_resent)
        change_all(entry, changes, user)
        entry.observations.filter(resolved_at__isnull=True).update(resolved_at=at)
    return entry


def _sent_already(key: EntryKey, draft: EntryDraft, attempt: Attempt | None) -> ComplianceEntry | None:
    """The entry as this very attempt sent it before. The same page with other words in it is no repeated click."""
    entry = key.rows().filter(last_write=attempt.key).first() if attempt else None
    if entry is None or entry.is_editable:
        return None
    if any(
        getattr(entry, name) != getattr(draft, name) for name in ("status", "progress", "narrative", "obstacles")
    ):
        return None
    entry.period, entry.member = key.period, key.member
    return entry


def _write(
    key: EntryKey,
    draft: EntryDraft,
    revision: int,
    user: User,
    attempt: Attempt | None,
    submitted_at: datetime.datetime | None = None,
) -> tuple[ComplianceEntry, bool]:
    """Under the period's lock: the entry, and whether this attempt had written it before."""
    entry = _claimed(key, revision, attempt) or ComplianceEntry(
        period=key.period, activity_lineage=key.activity_lineage, member=key.member, created_by=user
    )
    is_resent = attempt is not None and entry.last_write == attempt.key
    entry.via_link = attempt.link if attempt else None
    if attempt is not None:
        entry.last_write = attempt.key
    entry.version = key.version
    entry.status, entry.progress = draft.status, draft.progress
    entry.narrative, entry.obstacles = draft.narrative, draft.obstacles
    entry.on_behalf_reason = draft.on_behalf_reason if is_on_behalf(user, key) else ""
    if submitted_at is not None:
        entry.review_state = ReviewState.SUBMITTED
        entry.submitted_at, entry.submitted_by = submitted_at, user
        entry.first_submitted_at = entry.first_submitted_at or submitted_at
    # The constraints are left to the database: checking each one here would cost a query.
    entry.full_clean(exclude=KNOWN, validate_unique=False, validate_constraints=False)
    _save(entry, key)
    _write_measurements(entry, draft)
    _write_deliverables(entry, draft)
    _write_answers(entry, draft)
    return entry, is_resent


def _claimed(key: EntryKey, revision: int, attempt: Attempt | None) -> ComplianceEntry | None:
    """The entry as it is, taken for this save; None when there is none and she saw none."""
    entry = key.rows().first()
    if entry is None:
        if revision:
            raise ConflictError(None)
        return None
    if not entry.is_editable:
        raise EntryLockedError(entry)
    is_own = attempt is not None and entry.last_write in {attempt.key, *attempt.earlier}
    entry.claim(entry.revision if is_own else revision)
    entry.period, entry.member = key.period, key.member
    return entry


def _save(entry: ComplianceEntry, key: EntryKey) -> None:
    """Two first saves of one entry leave one row: the second is told like any other conflict."""
    try:
        with transaction.atomic():
            entry.save()
    except IntegrityError:
        raise ConflictError(key.rows().first()) from None


def _write_measurements(entry: ComplianceEntry, draft: EntryDraft) -> None:
    rows = []
    for lineage, given in draft.measurements.items():
        if not given.is_empty:
            rows.append(
                Measurement(
                    entry=entry,
                    indicator_lineage=lineage,
                    value=given.value,
                    text=given.text,
                    basis=given.basis,
                    breakdown={by: dict(values) for by, values in given.breakdown.items()},
                )
            )
    fields = ["value", "text", "basis", "breakdown"]
    _replace(entry.measurements, "indicator_lineage", rows, set(draft.measurements), fields)


def _write_answers(entry: ComplianceEntry, draft: EntryDraft) -> None:
    rows = [
        Answer(
            entry=entry,
            question=given.question,
            question_lineage=lineage,
            text=given.text,
            value=given.value,
            day=given.day,
        )
        for lineage, given in draft.answers.items()
        if not given.is_empty
    ]
    _replace(
        entry.answers,
        "question_lineage",
        rows,
        {lineage for lineage, given in draft.answers.items() if not (given.is_empty and given.keeps_earlier)},
        ["question", "text", "value", "day"],
        {"question"},
    )


def _write_deliverables(entry: ComplianceEntry, draft: EntryDraft) -> None:
    rows = []
    for lineage, given in draft.deliverables.items():
        if not given.is_empty:
            rows.append(
                DeliverableProgress(
                    entry=entry,
                    deliverable_lineage=lineage,
                    status=given.status,
                    note=given.note,
                    delivered_on=given.delivered_on,
                )
            )
    _replace(
        entry.deliverables,
        "deliverable_lineage",
        rows,
        set(draft.deliverables),
        ["status", "note", "delivered_on"],
    )


def _replace(
    related, lineage: str, rows: list, asked: set[UUID], fields: list[str], known: set[str] = frozenset()
) -> None:
    """Write the rows given and take away those left empty; what the form did not ask stays as it was.

    `known` are relations read under the network's filters already.
    """
    if not asked:
        return
    for row in rows:
        row.clean_fields(exclude={"entry", *known})
    kept = {getattr(row, lineage) for row in rows}
    if asked - kept:
        related.filter(**{f"{lineage}__in": asked - kept}).delete()
    if rows:
        related.model.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["entry", lineage], update_fields=fields
        )


@transaction.atomic
def entry_declare(
    *, entry: ComplianceEntry, by: User, revision: int, value: Decimal | None, reason: str
) -> ComplianceEntry:
    """Keep the figure a document printed beside the computed one; None takes it away. It never enters a sum."""
    if value is not None and not reason.strip():
        raise ValidationError({"reason": _("Escriba de dónde sale la cifra declarada.")})
    lock_unclosed_period(entry.period)
    entry.claim(revision)
    row = ComplianceEntry.objects.get(pk=entry.pk)
    row.declared_earned = value
    row.declared_reason = reason.strip() if value is not None else ""
    row.clean_fields(exclude=KNOWN)
    row.save()
    return row


@transaction.atomic
def declared_total_set(
    *, period: Period, eje_lineage: UUID, by: User, value: Decimal | None, reason: str
) -> DeclaredTotal | None:
    """Declare the total of an eje in a period, replace it, or with None take it away. It never enters a sum."""
    lock_unclosed_period(period)
    total = DeclaredTotal.objects.filter(period=period, eje_lineage=eje_lineage).first()
    if value is None:
        if total is not None:
            total.delete()
        return None
    total = total or DeclaredTotal(period=period, eje_lineage=eje_lineage)
    total.value, total.reason, total.declared_by = value, reason.strip(), by
    total.full_clean(exclude={"period", "declared_by"})
    total.save()
    return total
