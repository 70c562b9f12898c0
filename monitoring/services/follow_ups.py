"""Writing what came of a decision: what is owed, how it was closed, what shows it, and what was taken back."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from monitoring.models import FollowUp, FollowUpEvidence, FollowUpState
from monitoring.selectors.periods import local_today
from monitoring.services.kept_files import forget_files, keep_file, storing_files
from monitoring.services.publications import check_web_url
from networks.models import User
from networks.permissions import can_close_follow_up, can_manage_meeting
from plans.deadlines import parse

# What the form of a follow-up writes; its state has ways of its own.
OWN_FIELDS = (
    "body",
    "member",
    "responsible",
    "deadline_text",
    "deadline_start_on",
    "deadline_end_on",
    "deadline_precision",
)
CLOSING_FIELDS = ("state", "closed_on", "closing_note", "closed_by")


@transaction.atomic
def follow_up_save(*, follow_up: FollowUp, year: int) -> FollowUp:
    """Create or change what is owed, by whom and until when; how it stands stays as it is.

    The deadline is read from its words, those without a year in `year`.
    """
    deadline = parse(follow_up.deadline_text.strip(), year)
    follow_up.deadline_text = deadline.text
    follow_up.deadline_start_on, follow_up.deadline_end_on = deadline.start, deadline.end
    follow_up.deadline_precision = deadline.precision
    if follow_up.member_id and follow_up.member.network_id != follow_up.network_id:
        raise ValidationError({"member": _("La integrante es de otra red: elija una de esta.")})
    follow_up.full_clean()
    # Somebody may be closing it at this moment.
    follow_up.save(update_fields=OWN_FIELDS if follow_up.pk else None)
    return follow_up


@transaction.atomic
def follow_up_delete(*, follow_up: FollowUp) -> None:
    """Delete it with its evidence, whose files go when the transaction is through."""
    forget_files(follow_up.evidence.all())
    follow_up.delete()


def follow_up_close(
    *,
    follow_up: FollowUp,
    user: User,
    closed_on: datetime.date,
    note: str,
    files: Sequence[UploadedFile] = (),
    url: str = "",
    title: str = "",
) -> FollowUp:
    """Say that it was done: when, how, and what shows it. PermissionDenied for whoever does not owe it."""
    with storing_files() as stored:
        row = _locked(follow_up)
        if not can_close_follow_up(user, row, row.member_id):
            raise PermissionDenied
        if row.state != FollowUpState.OPEN:
            raise ValidationError(_not_open())
        _check_closing(row, closed_on, note, bool(files or url))
        for file in files:
            evidence = FollowUpEvidence(follow_up=row, title=title.strip(), added_by=user)
            keep_file(row=evidence, file=file, stored=stored)
            _save_evidence(evidence)
        if url:
            check_web_url(url)
            _save_evidence(FollowUpEvidence(follow_up=row, title=title.strip(), url=url, added_by=user))
        row.state, row.closed_on, row.closing_note, row.closed_by = (
            FollowUpState.CLOSED,
            closed_on,
            note.strip(),
            user,
        )
        return _save_state(row)


def _check_closing(row: FollowUp, closed_on: datetime.date, note: str, has_new: bool) -> None:
    errors: dict[str, str] = {}
    if closed_on > local_today(row.network):
        errors["closed_on"] = _("Ese día no ha llegado: dé la fecha en que se cumplió.")
    elif row.decision_id and closed_on < row.decision.meeting.on:
        errors["closed_on"] = _("Ese día es anterior a la sesión que lo decidió: revise la fecha.")
    if not note.strip():
        errors["note"] = _("Diga en una o dos frases cómo se cumplió.")
    if not has_new and not row.evidence.exists():
        errors["files"] = _("Adjunte al menos una evidencia: un archivo o la dirección de una página.")
    if errors:
        raise ValidationError(errors)


@transaction.atomic
def follow_up_drop(*, follow_up: FollowUp, user: User, reason: str) -> FollowUp:
    """It will not be done, and says why: only the secretariat decides that."""
    row = _locked(follow_up)
    if not can_manage_meeting(user, row):
        raise PermissionDenied
    if row.state != FollowUpState.OPEN:
        raise ValidationError(_not_open())
    today = local_today(row.network)
    row.state, row.closed_on, row.closed_by = FollowUpState.DROPPED, today, user
    row.closing_note = _reason(reason)
    return _save_state(row)


@transaction.atomic
def follow_up_reopen(*, follow_up: FollowUp, user: User, reason: str) -> FollowUp:
    """It is owed again, and says why; its evidence stays, and its history says what it was."""
    row = _locked(follow_up)
    if not can_manage_meeting(user, row):
        raise PermissionDenied
    if row.state == FollowUpState.OPEN:
        raise ValidationError(_("Ya está en curso: no hace falta reabrirlo."))
    row.state, row.closed_on, row.closed_by = FollowUpState.OPEN, None, None
    row.closing_note = _reason(reason)
    return _save_state(row)


def _locked(follow_up: FollowUp) -> FollowUp:
    """The row as it is now; another who closes it waits."""
    FollowUp.objects.select_for_update().only("pk").get(pk=follow_up.pk)
    return FollowUp.objects.with_source().get(pk=follow_up.pk)


def _not_open() -> str:
    return _("Otra persona ya lo cerró: vuelva a cargar la página para ver cómo quedó.")


def _reason(reason: str) -> str:
    if not reason.strip():
        raise ValidationError({"reason": _("Diga por qué: queda en la historia del seguimiento.")})
    return reason.strip()


def _save_evidence(evidence: FollowUpEvidence) -> None:
    evidence.clean_fields(exclude={"file", "added_by", "follow_up"})
    evidence.save()


def _save_state(row: FollowUp) -> FollowUp:
    row.clean_fields(exclude={f.name for f in FollowUp._meta.fields} - set(CLOSING_FIELDS))
    row.save(update_fields=CLOSING_FIELDS)
    return row
