"""Writes to the directory: contacts, who takes over from whom, and who took the data out."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from networks.models import ActionArea, Contact, Network, PeopleExport, User

FOLDED_AT_ONCE = 2000


@transaction.atomic
def contact_save(*, contact: Contact, areas: Iterable[ActionArea] | None = None) -> Contact:
    """Create or change a contact; `areas` None leaves hers as they are."""
    areas = None if areas is None else list(areas)
    if any(area.network_id != contact.member.network_id for area in areas or ()):
        raise ValidationError({"areas": _("El área de acción es de otra red: elija una de esta.")})
    contact.full_clean()
    contact.save()
    if areas is not None:
        contact.areas.set(areas)
    return contact


@dataclass(frozen=True)
class Relief:
    """One post that changes hands: `contact` leaves, `successor` (unsaved, None: nobody yet) takes it over."""

    contact: Contact
    successor: Contact | None = None


@transaction.atomic
def contact_succeed(*, contact: Contact, left_on: datetime.date, successor: Contact | None) -> Contact | None:
    """End one contact's validity on her last day and make who follows her, in one step.

    The successor has the member, quality and areas of who left, and begins the day after unless she says when.
    Raises ValidationError when she had left already, or begins before the other ends.
    """
    if left_on == datetime.date.max:
        raise ValidationError({"left_on": _("Ese día no tiene uno después: revise el año.")})
    before = Contact.objects.select_for_update().get(pk=contact.pk)
    if before.valid_to_on is not None and before.valid_to_on <= left_on:
        words = _("%(name)s ya dejó el cargo el %(day)s: vuelva a cargar la página.")
        day = date_format(before.valid_to_on, "SHORT_DATE_FORMAT")
        raise ValidationError(words % {"name": before.name, "day": day})
    if before.valid_from_on is not None and left_on < before.valid_from_on:
        words = _("%(name)s empezó el %(day)s: su último día no puede ser anterior.")
        day = date_format(before.valid_from_on, "SHORT_DATE_FORMAT")
        raise ValidationError({"left_on": words % {"name": before.name, "day": day}})
    before.valid_to_on = left_on
    contact_save(contact=before)
    if successor is None:
        return None
    successor.member_id, successor.rank, successor.succeeds = before.member_id, before.rank, before
    successor.post_level = successor.post_level or before.post_level
    successor.valid_from_on = successor.valid_from_on or left_on + datetime.timedelta(days=1)
    if successor.valid_from_on <= left_on:
        raise ValidationError({"valid_from_on": _("Quien releva empieza después del último día de quien se va.")})
    return contact_save(contact=successor, areas=before.areas.all())


@transaction.atomic
def team_succeed(*, reliefs: Sequence[Relief], left_on: datetime.date) -> int:
    """A change of government: many posts change hands on one day, all or none. Returns how many."""
    for relief in sorted(reliefs, key=lambda relief: relief.contact.pk):
        contact_succeed(contact=relief.contact, left_on=left_on, successor=relief.successor)
    return len(reliefs)


@transaction.atomic
def contacts_fold(*, network: Network) -> int:
    """Write what a search reads where it is missing: rows of before it was kept. Returns how many."""
    rows = list(Contact.objects.filter(member__network=network, folded=""))
    for row in rows:
        row.fold_text()
    # No history: nothing that anybody wrote changes.
    Contact.objects.bulk_update(rows, ["folded"], batch_size=FOLDED_AT_ONCE)
    return len(rows)


@dataclass(frozen=True)
class Exported:
    """What left the network: `what` is one of EXPORTED, `filters` what it was narrowed to, by their labels."""

    what: str
    rows: int
    filters: dict[str, Any] = field(default_factory=dict)


@transaction.atomic
def people_export_log(*, network: Network, user: User, exported: Exported) -> PeopleExport:
    """Write down who took which people's data out of the network."""
    row = PeopleExport(
        network=network, what=exported.what, filters=exported.filters, rows=exported.rows, exported_by=user
    )
    row.full_clean(exclude={"network", "exported_by"})
    row.save()
    return row
