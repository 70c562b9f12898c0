"""What the members observe in an acta before it is approved, and what the secretariat answers."""

from __future__ import annotations

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from monitoring.models import Acta, ActaObservation, ActaState, AgendaItem, ItemKind, MailKind, ObservationState
from monitoring.reminder_mail import site_url
from monitoring.selectors.periods import local_today
from monitoring.services.actas import check_has_text
from monitoring.services.freezing import acta_name, meeting_check_open
from monitoring.services.outbox import Item, mail_queue
from networks.languages import language_of
from networks.models import Member, User
from networks.permissions import can_observe_acta, is_coordinator, is_secretariat, members_of


@transaction.atomic
def acta_consult(*, acta: Acta, until_on: datetime.date) -> int:
    """Open it to observations until a day, and write to everybody with a role here; return to how many.

    Opening it again until another day writes again; until the same day, to nobody twice.
    """
    meeting_check_open(acta.meeting)
    acta = Acta.objects.select_related("meeting__network").get(pk=acta.pk)
    check_has_text(acta)
    if until_on < local_today(acta.meeting.network):
        raise ValidationError({"until_on": _("Ese día ya pasó: elija uno de hoy en adelante.")})
    acta.claim(acta.revision)
    acta.state, acta.observations_until_on = ActaState.OBSERVATION, until_on
    acta.full_clean()
    acta.save()
    people = User.objects.filter(assignments__network=acta.meeting.network, is_active=True).exclude(email="")
    readers = list(people.distinct().order_by("pk"))
    for user in readers:
        _write_to(user, acta)
    return len(readers)


def _write_to(user: User, acta: Acta) -> None:
    network = acta.meeting.network
    language = language_of(user, [network])
    with translation.override(language):
        day = date_format(acta.observations_until_on, "d/m/Y")
        name = acta_name(acta)
        context = {
            "name": user.first_name,
            "acta": name,
            "network": network.name,
            "until": date_format(acta.observations_until_on, "DATE_FORMAT"),
            "may_observe": can_observe_acta(user, network),
            "url": site_url("acta_detail", slug=network.slug, meeting=acta.meeting_id),
        }
        mail_queue(
            user=user,
            kind=MailKind.ACTA,
            key=f"acta:{acta.pk}:{acta.observations_until_on.isoformat()}:{user.pk}",
            subject=_("%(network)s: %(acta)s, para observar hasta el %(day)s")
            % {"network": network.short_name, "acta": name, "day": day},
            body=render_to_string("monitoring/mail/acta.txt", context).strip() + "\n",
            items=[Item(network, None, ItemKind.ACTA)],
            language=language,
        )


def observable_members(user: User, acta: Acta) -> list[Member | None]:
    """In whose name she may observe; None is the network itself.

    A técnica for her own members, a coordinadora besides for the plan as a whole, and the secretariat for any, as
    it receives what is said by telephone.
    """
    network = acta.meeting.network
    members = Member.objects.filter(network=network).valid_on(local_today(network)).order_by("order", "name")
    if is_secretariat(user, network):
        return [None, *members]
    own = members_of(user, network)
    found = list(members.filter(pk__in=[pk for pk in own if pk is not None]))
    return [None, *found] if None in own or is_coordinator(user, network) else found


@transaction.atomic
def observation_add(
    *, acta: Acta, user: User, body: str, item: AgendaItem | None = None, member: Member | None = None
) -> ActaObservation:
    """Write an observation, on the whole acta or on a point of the agenda, in the name of a member or none.

    Raises PermissionDenied for who may not, ValidationError once they are no longer received.
    """
    if not can_observe_acta(user, acta) or member not in observable_members(user, acta):
        raise PermissionDenied
    meeting_check_open(acta.meeting)
    acta = Acta.objects.select_related("meeting__network").get(pk=acta.pk)
    check_receives(acta)
    if item is not None and item.meeting_id != acta.meeting_id:
        raise ValidationError({"item": _("Ese punto es de otra sesión: elija uno de esta.")})
    row = ActaObservation(acta=acta, item=item, member=member, body=body.strip(), author=user)
    row.full_clean()
    row.save()
    return row


def check_receives(acta: Acta) -> None:
    """Raises ValidationError where observations are not, or no longer, received."""
    if acta.state != ActaState.OBSERVATION:
        raise ValidationError(_("El acta no está en observación: la secretaría técnica avisa cuando lo esté."))
    if acta.observations_until_on and acta.observations_until_on < local_today(acta.meeting.network):
        raise ValidationError(
            _("Se recibieron observaciones hasta el %(day)s: pida a la secretaría técnica que amplíe el plazo.")
            % {"day": date_format(acta.observations_until_on, "d/m/Y")}
        )


@transaction.atomic
def observation_answer(*, observation: ActaObservation, state: str, response: str, user: User) -> ActaObservation:
    """Accept it or not, saying what was done or why not; the answer may change until the acta is approved."""
    meeting_check_open(observation.acta.meeting)
    row = ActaObservation.objects.select_related("acta").get(pk=observation.pk)
    if state not in (ObservationState.ACCEPTED, ObservationState.REJECTED):
        raise ValidationError({"state": _("Elija si se acoge o no.")})
    if not response.strip():
        raise ValidationError({"response": _("Escriba qué se cambió en el acta, o por qué no se acoge.")})
    row.state, row.response = state, response.strip()
    row.resolved_by, row.resolved_at = user, timezone.now()
    row.full_clean()
    row.save()
    return row
