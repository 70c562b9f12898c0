"""Who takes part in the network, written without an invitation, and what the goal asks of her."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from networks.days import local_today
from networks.models import Contact, Network
from networks.services.records import record_save

# A year typed with two figures is no day anybody joined a network.
EARLIEST = datetime.date(1950, 1, 1)


def check_joined_on(contact: Contact, joined_on: datetime.date, today: datetime.date) -> None:
    """Raises ValidationError: in the future, before anybody's time, or when she was not in office."""
    said = {
        "who": contact.name,
        "day": _day(joined_on),
        "since": _day(contact.valid_from_on),
        "until": _day(contact.valid_to_on),
    }
    if joined_on > today:
        raise ValidationError(_("El %(day)s todavía no llega: dé el día en que se sumó, hoy o antes.") % said)
    if joined_on < EARLIEST:
        raise ValidationError(_("El %(day)s no puede ser el día en que se sumó: revise el año.") % said)
    if contact.valid_from_on and joined_on < contact.valid_from_on:
        message = _("%(who)s está en el directorio desde el %(since)s: dé ese día o uno posterior.")
        raise ValidationError(message % said)
    if contact.valid_to_on and joined_on > contact.valid_to_on:
        message = _("%(who)s dejó el cargo el %(until)s: dé ese día o uno anterior.")
        raise ValidationError(message % said)


def _day(day: datetime.date | None) -> str:
    return date_format(day, "d/m/Y") if day else ""


@transaction.atomic
def roster_join(*, network: Network, contacts: Sequence[int], joined_on: datetime.date) -> list[Contact]:
    """Bring people of the directory into the network on a day, all or none; those who are in it stay as they are.

    `contacts` are ids; those of other networks are left out. Raises ValidationError with a sentence a person.
    """
    today = local_today(network)
    rows = Contact.objects.select_for_update(of=("self",)).filter(member__network=network, pk__in=contacts)
    found, wrong = list(rows.filter(joined_on__isnull=True).order_by("name", "pk")), []
    for contact in found:
        try:
            check_joined_on(contact, joined_on, today)
        except ValidationError as error:
            wrong += error.messages
    if wrong:
        raise ValidationError(list(dict.fromkeys(wrong)))
    for contact in found:
        contact.joined_on = joined_on
        contact.save()
    return found


@transaction.atomic
def roster_update(*, contact: Contact) -> Contact:
    """Save since when she is in the network, her post's level and her sex; without a day she is in it no more."""
    if contact.joined_on:
        try:
            check_joined_on(contact, contact.joined_on, local_today(contact.member.network))
        except ValidationError as error:
            raise ValidationError({"joined_on": error.messages}) from error
    return record_save(record=contact)
