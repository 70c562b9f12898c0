"""Calling to a session and cancelling it: what is sent is kept, and a repeated click sends nothing more."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from monitoring.convening_mail import Call, convening_mail
from monitoring.models import Convening, ItemKind, MailKind, Meeting
from monitoring.selectors.convening import Recipient, convened_already, mail_key
from monitoring.selectors.periods import local_today
from monitoring.services.freezing import meeting_lock
from monitoring.services.outbox import Item, mail_queue
from networks.languages import language_of
from networks.models import Network, User


@transaction.atomic
def convening_send(
    *, meeting: Meeting, number: int, recipients: Sequence[Recipient], message: str, by: User
) -> tuple[Convening, bool]:
    """Call to the session as it is now. `number` is the call the page was made for: the same one, sent already, is
    returned as it is, with False, and nothing more is sent. Raises ValidationError where it was another's."""
    meeting_lock(meeting)
    now = Meeting.objects.select_related("network").get(pk=meeting.pk)
    sent = now.convenings.filter(number=number).first()
    if sent is not None and _says_the_same(sent, recipients, message):
        return sent, False
    _check_callable(now)
    if sent is not None:
        raise ValidationError(
            _(
                "Mientras escribía se envió otra convocatoria: vea en la sesión a quiénes, y envíe esta si hace "
                "falta."
            )
        )
    if not recipients:
        raise ValidationError({"recipients": _("Elija al menos a una persona, o escriba su correo.")})
    agenda = list(now.agenda.order_by("order", "pk").values_list("title", flat=True))
    return _send(now, recipients, by, message=message, agenda=agenda), True


def _says_the_same(sent: Convening, recipients: Sequence[Recipient], message: str) -> bool:
    emails = {row["email"].lower() for row in sent.recipients}
    return (sent.is_cancellation, sent.message, emails) == (False, message, {one.key for one in recipients})


def _check_callable(meeting: Meeting) -> None:
    if meeting.held_on:
        raise ValidationError(_("La sesión ya se realizó: no hay a qué convocar."))
    if meeting.cancelled_on:
        raise ValidationError(_("La sesión está cancelada: prográmela de nuevo antes de convocar."))
    if meeting.programmed_on < local_today(meeting.network):
        raise ValidationError(_("La fecha de la sesión ya pasó: reprográmela antes de convocar."))


def next_number(meeting: Meeting) -> int:
    last = meeting.convenings.order_by("-number").values_list("number", flat=True).first()
    return 0 if last is None else last + 1


def _send(
    meeting: Meeting,
    recipients: Sequence[Recipient],
    by: User,
    *,
    message: str = "",
    agenda: Sequence[str] = (),
    is_cancellation: bool = False,
) -> Convening:
    """Keep the call and put its mails in the outbox."""
    number = next_number(meeting)
    convening = Convening(
        meeting=meeting,
        number=number,
        is_cancellation=is_cancellation,
        message=message,
        agenda=list(agenda),
        recipients=[one.as_json() for one in recipients],
        sent_by=by,
    )
    convening.full_clean(exclude={"meeting", "sent_by"})
    convening.save()
    call = Call(
        meeting=meeting,
        number=number,
        stamp=convening.sent_at,
        agenda=agenda,
        message=message,
        is_cancellation=is_cancellation,
        again=number > 0,
    )
    for one in recipients:
        mail = convening_mail(call, one)
        mail_queue(
            user=one.user,
            to=one.email,
            kind=MailKind.CONVENING,
            key=mail_key(meeting.pk, number, one.email),
            subject=mail.subject,
            body=mail.body,
            language=mail.language,
            items=[Item(meeting.network, None, ItemKind.CONVENING)],
            attachments=[mail.attachment],
            headers={"Reply-To": by.email} if by.email else None,
        )
    return convening


@transaction.atomic
def meeting_cancel(*, meeting: Meeting, reason: str, by: User, notify: bool) -> Convening | None:
    """Cancel a session that was not held, and tell those who were called; the call that told them, if any.

    A cancelled one keeps its day and reason, and those who were not told are told now.
    """
    meeting_lock(meeting)
    now = Meeting.objects.select_related("network").get(pk=meeting.pk)
    if now.held_on:
        raise ValidationError(_("La sesión ya se realizó: no se puede cancelar."))
    if now.cancelled_on is None:
        if not reason.strip():
            raise ValidationError({"reason": _("Diga por qué se cancela: se lo dirá a quienes convocó.")})
        now.cancelled_on, now.cancel_reason = local_today(now.network), reason.strip()
        now.full_clean()
        now.save()
    called = convened_already(now)
    if not (notify and called):
        return None
    return _send(now, known_recipients(now.network, called), by, is_cancellation=True)


def known_recipients(network: Network, rows: Sequence[dict[str, str]]) -> list[Recipient]:
    """Recipients as a call kept them, with their accounts and languages of today."""
    emails = [row["email"].lower() for row in rows]
    users = {
        user.email.lower(): user
        for user in User.objects.filter(assignments__network=network, is_active=True).distinct()
        if user.email.lower() in emails
    }
    return [
        Recipient(
            name=row["name"],
            email=row["email"],
            member=row.get("member", ""),
            user=(user := users.get(row["email"].lower())),
            language=language_of(user, [network]),
        )
        for row in rows
    ]
