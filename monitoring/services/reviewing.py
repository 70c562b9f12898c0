"""Reviewing what was sent: return, validate one or many, and the conversation on an entry.

Each decision locks the period's row first, as the writing of entries does: see `services.entries`.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from monitoring.models import ComplianceEntry, EntryMessage, Observation, Period, ReviewState
from monitoring.selectors.warnings import warnings_for
from monitoring.services.entries import KNOWN
from monitoring.services.errors import NotToReviewError
from monitoring.services.periods import lock_unclosed_period
from networks.models import User


def _review(
    entry: ComplianceEntry, revision: int, by: User, state: ReviewState, at: datetime.datetime | None
) -> ComplianceEntry:
    """Take a sent entry to another state; one validated by mistake can still be returned.

    Raises ConflictError, NotToReviewError and PeriodClosedError.
    """
    lock_unclosed_period(entry.period)
    return _decide(entry, revision, by, state, at or timezone.now())


def _decide(
    entry: ComplianceEntry, revision: int, by: User, state: ReviewState, at: datetime.datetime
) -> ComplianceEntry:
    """The same under the period's lock."""
    entry.claim(revision)
    row = ComplianceEntry.objects.get(pk=entry.pk)
    from_states = {ReviewState.SUBMITTED} | ({ReviewState.VALIDATED} if state == ReviewState.RETURNED else set())
    if row.review_state not in from_states:
        raise NotToReviewError(row)
    row.review_state = state
    row.reviewed_at, row.reviewed_by = at, by
    row.clean_fields(exclude=KNOWN)
    row.save()
    return row


@transaction.atomic
def entry_return(
    *,
    entry: ComplianceEntry,
    by: User,
    revision: int,
    body: str,
    field: str = "",
    also: Sequence[tuple[str, str]] = (),
    at: datetime.datetime | None = None,
) -> list[Observation]:
    """Give it back with an observation on a field, or on the whole; it stops counting until it is sent again.

    `also` are further observations, (field, body). A field is one of `monitoring.observed`.
    """
    given = [(where, words.strip()) for where, words in [(field, body), *also] if words.strip()]
    if not given:
        raise ValidationError({"body": _("Escriba qué hay que corregir: quien informó leerá esta observación.")})
    row = _review(entry, revision, by, ReviewState.RETURNED, at)
    observations = [Observation(entry=row, author=by, body=words, field=where) for where, words in given]
    for observation in observations:
        observation.full_clean(exclude={"entry", "author"})
    return Observation.objects.bulk_create(observations)


@transaction.atomic
def entry_validate(
    *, entry: ComplianceEntry, by: User, revision: int, at: datetime.datetime | None = None
) -> ComplianceEntry:
    return _review(entry, revision, by, ReviewState.VALIDATED, at)


@dataclass
class Validated:
    """What became of a bulk validation: how many went through, and why each of the others did not."""

    done: list[ComplianceEntry] = field(default_factory=list)
    left: list[tuple[ComplianceEntry, str]] = field(default_factory=list)


@transaction.atomic
def entries_validate(
    *, period: Period, read: Mapping[int, int], by: User, at: datetime.datetime | None = None
) -> Validated:
    """Validate at once those of `read` (entry id: the revision she read) that nothing speaks against.

    What changed since, is no longer waiting or has a warning stays as it is, and is told. Ids of other periods
    are not looked at. Raises PeriodClosedError.
    """
    lock_unclosed_period(period)
    found, at = Validated(), at or timezone.now()
    rows = ComplianceEntry.objects.filter(period=period, pk__in=read).select_related("member").order_by("pk")
    entries = list(rows)
    warned = warnings_for(period, entries, reviewer=by)
    for entry in entries:
        entry.period = period
        reason = _hindrance(entry, read[entry.pk], bool(warned[entry.pk]))
        if reason:
            found.left.append((entry, reason))
        else:
            found.done.append(_decide(entry, read[entry.pk], by, ReviewState.VALIDATED, at))
    return found


def _hindrance(entry: ComplianceEntry, revision: int, has_warnings: bool) -> str:
    if entry.review_state != ReviewState.SUBMITTED:
        return _("ya está en «%(state)s»") % {"state": entry.get_review_state_display()}
    if entry.revision != revision:
        return _("cambió mientras la lista estaba abierta")
    return _("tiene avisos: se valida uno por uno") if has_warnings else ""


@transaction.atomic
def message_add(*, entry: ComplianceEntry, author: User, body: str) -> EntryMessage:
    """Say something on an entry, whatever its state: it changes nothing, and closed periods take it too."""
    if not body.strip():
        raise ValidationError({"body": _("Escriba el mensaje antes de enviarlo.")})
    message = EntryMessage(entry=entry, author=author, body=body.strip())
    message.full_clean(exclude={"entry", "author"})
    message.save()
    return message
