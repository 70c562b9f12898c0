"""The life of an acta: drafted out of the records, edited, observed by the members, approved, and then frozen."""

from __future__ import annotations

import datetime
import hashlib
import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from monitoring.acta_text import draft_text, placeholder
from monitoring.models import Acta, ActaAnnex, ActaState, Meeting, ObservationState
from monitoring.models.files import KeptFile
from monitoring.selectors.acta_record import current_record
from monitoring.services.freezing import ActaApprovedError, meeting_check_open, meeting_lock
from monitoring.services.kept_files import forget_files, keep_file, storing_files
from networks.languages import language_of_network
from networks.models import ConflictError, User


class ActaMovedError(ValidationError):
    """The records changed between printing the acta and approving it."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "No se aprobó: mientras se preparaba el PDF cambió el acta o lo que se anotó de la sesión. "
                "Revísela, que está al día, y vuelva a aprobarla."
            ),
            code="acta_moved",
        )


def draft_of(meeting: Meeting, acta: Acta | None = None) -> str:
    """The text the records would give now, in the network's own language."""
    with translation.override(language_of_network(meeting.network)):
        return draft_text(current_record(acta or Acta(meeting=meeting)))


@transaction.atomic
def acta_draft(*, meeting: Meeting, revision: int | None = None) -> Acta:
    """Draft the acta of a session that was held, out of what was written down of it.

    An acta that has a text keeps it unless `revision` is the one whose changes were shown: raises ConflictError
    where somebody else saved it since, ValidationError where there is a text and no revision.
    """
    meeting_check_open(meeting)
    _check_held(meeting)
    acta = Acta.objects.filter(meeting=meeting).first() or Acta(meeting=meeting)
    acta.meeting = meeting
    if acta.body.strip() and revision is None:
        raise ValidationError(_("El acta ya tiene texto: vea antes qué cambiaría si se redacta de nuevo."))
    if acta.pk:
        acta.claim(acta.revision if revision is None else revision)
    acta.body = draft_of(meeting, acta)
    acta.full_clean()
    acta.save()
    return acta


@transaction.atomic
def acta_save(*, acta: Acta, revision: int) -> Acta:
    """Create or change the text of an acta; `revision` is the one it was read at, 0 when there was none.

    Raises ConflictError with the acta as it is now where somebody else saved it since.
    """
    meeting_check_open(acta.meeting)
    current = Acta.objects.filter(meeting=acta.meeting).first()
    if acta.pk is None and current is not None:
        raise ConflictError(current)
    acta.full_clean()
    if current is None:
        acta.save()
        return acta
    acta.claim(revision)
    acta.save(update_fields=["number", "body", "revision"])
    return acta


@transaction.atomic
def acta_approve(
    *,
    acta: Acta,
    revision: int,
    approved_in: Meeting,
    user: User,
    content: dict[str, Any],
    pdf: bytes,
    now: datetime.datetime | None = None,
) -> Acta:
    """Approve it in a later session, and freeze it: `content` is what it says and `pdf` what was printed of that.

    `content` is `acta_record` with its `approval`. Raises ValidationError with what is missing, ActaMovedError
    when the records no longer say what was printed, ConflictError when the text was saved by another since.
    """
    meeting_check_open(acta.meeting)
    check_approvable(acta, approved_in)
    fresh = Acta.objects.select_related("meeting__network").get(pk=acta.pk)
    fresh.claim(revision)
    if {**current_record(fresh), "approval": approval_of(approved_in)} != content:
        raise ActaMovedError
    fresh.state, fresh.approved_on = ActaState.APPROVED, approved_in.held_on
    fresh.approved_in, fresh.approved_by = approved_in, user
    fresh.frozen, fresh.frozen_at = content, now or timezone.now()
    fresh.pdf_sha256 = hashlib.sha256(pdf).hexdigest()
    fresh.full_clean()
    fresh.pdf.save(f"{uuid.uuid4().hex}.pdf", ContentFile(pdf), save=False)
    fresh.save()
    return fresh


def approval_of(meeting: Meeting) -> dict[str, Any]:
    return {"on": meeting.held_on.isoformat(), "kind": meeting.kind, "title": meeting.title}


def check_approvable(acta: Acta, approved_in: Meeting) -> None:
    """Raises ValidationError with the first thing that stands in the way."""
    check_has_text(acta)
    _check_held(acta.meeting)
    with translation.override(language_of_network(acta.meeting.network)):
        blank = placeholder()
    if blank in acta.body:
        raise ValidationError(
            _("El acta todavía dice «%(blank)s»: escriba lo que se trató en ese punto, o bórrelo.")
            % {"blank": blank}
        )
    open_ones = acta.observations.filter(state=ObservationState.OPEN).count()
    if open_ones:
        raise ValidationError(
            ngettext(
                "Queda %(number)s observación por responder: acójala o no, con su respuesta.",
                "Quedan %(number)s observaciones por responder: acójalas o no, con su respuesta.",
                open_ones,
            )
            % {"number": open_ones}
        )
    if approved_in.network_id != acta.meeting.network_id:
        raise ValidationError({"approved_in": _("Esa sesión es de otra red: elija una de esta.")})
    if approved_in.held_on is None or approved_in.held_on <= acta.meeting.held_on:
        raise ValidationError(
            {"approved_in": _("Un acta se aprueba en una sesión posterior ya realizada: elija otra.")}
        )


def acta_approve_elsewhere(*, acta: Acta, approved_on: datetime.date, file: UploadedFile, user: User) -> Acta:
    """Note an acta that was approved before it was kept here: its day, and its signed copy as an annex."""
    with storing_files() as stored:
        meeting_check_open(acta.meeting)
        if approved_on < acta.meeting.on:
            raise ValidationError(
                {"approved_on": _("El acta no pudo aprobarse antes de la sesión: revise la fecha.")}
            )
        if acta.pk:
            acta = Acta.objects.select_related("meeting__network").get(pk=acta.pk)
            acta.claim(acta.revision)
        acta.state, acta.approved_on, acta.approved_by = ActaState.APPROVED, approved_on, user
        acta.full_clean()
        acta.save()
        with translation.override(language_of_network(acta.meeting.network)):
            title = _("Acta firmada")
        _annex(ActaAnnex(acta=acta, title=title, added_by=user), file, stored)
        return acta


@transaction.atomic
def acta_reopen(*, acta: Acta) -> Acta:
    """Make an acta a draft again: one under observation, or one approved elsewhere; never a frozen one."""
    meeting_lock(acta.meeting)
    acta = Acta.objects.select_related("meeting__network").get(pk=acta.pk)
    if acta.frozen is not None:
        raise ActaApprovedError(acta)
    acta.claim(acta.revision)
    acta.state, acta.observations_until_on = ActaState.DRAFT, None
    acta.approved_on = acta.approved_in = acta.approved_by = None
    acta.save()
    return acta


def annex_add(*, acta: Acta, file: UploadedFile, title: str, user: User) -> ActaAnnex:
    """Keep a file with the acta. Raises ValidationError for a bad file, or once the acta is frozen."""
    with storing_files() as stored:
        _check_not_frozen(acta)
        return _annex(ActaAnnex(acta=acta, title=title.strip(), added_by=user), file, stored)


def _annex(annex: ActaAnnex, file: UploadedFile, stored: list[KeptFile]) -> ActaAnnex:
    keep_file(row=annex, file=file, stored=stored)
    annex.full_clean(exclude={"file", "added_by"})
    annex.save()
    return annex


@transaction.atomic
def annex_remove(*, annex: ActaAnnex) -> None:
    """Take it away, and its file once that is sure; not from a frozen acta."""
    _check_not_frozen(annex.acta)
    forget_files([annex])
    annex.delete()


def _check_not_frozen(acta: Acta) -> None:
    """The annexes of one approved elsewhere are still gathered here; those of a frozen one are part of it."""
    meeting_lock(acta.meeting)
    current = Acta.objects.select_related("meeting").get(pk=acta.pk)
    if current.frozen is not None:
        raise ActaApprovedError(current)


def check_has_text(acta: Acta) -> None:
    if not acta.body.strip():
        raise ValidationError(_("El acta no tiene texto: prepare antes el borrador."))


def _check_held(meeting: Meeting) -> None:
    if meeting.held_on is None:
        raise ValidationError(_("La sesión todavía no se ha realizado: escriba antes la fecha en que se realizó."))
