"""Contacts and members on their way out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from networks.exchange.columns import CONTACTS, MEMBERS, Column
from networks.exchange.writing import table_xlsx
from networks.models import Contact, Member, Network
from networks.selectors.directory import Directory, Place


def contacts_xlsx(directory: Directory, said: Mapping[str, str]) -> bytes:
    """What the directory shows, all pages; filled in elsewhere, it comes back by the import."""
    return table_xlsx(
        title=_("Contactos"),
        heads=[str(column.head) for column in CONTACTS],
        rows=(_contact(place, contact) for place, contact in directory.every_row()),
        notes=[
            (_("Red"), directory.network.name),
            (_("El día"), date_format(directory.today, "SHORT_DATE_FORMAT")),
            *(said.items() or [(_("Filtros"), _("ninguno"))]),
            *helps(CONTACTS),
        ],
        notes_title=_("Filtros y columnas"),
    )


def helps(columns: Iterable[Column]) -> list[tuple[str, str]]:
    return [(str(column.head), str(column.help)) for column in columns if column.help]


def _contact(place: Place, contact: Contact) -> list[Any]:
    confirmed = contact.confirmed_at and timezone.localtime(contact.confirmed_at).date()
    return [
        place.code,
        place.name,
        place.country,
        contact.name,
        contact.post,
        contact.get_post_level_display(),
        contact.get_sex_display(),
        contact.get_rank_display(),
        contact.email,
        contact.phone,
        "; ".join(area.name for area in contact.areas.all()),
        contact.valid_from_on,
        contact.valid_to_on,
        contact.notes,
        confirmed,
    ]


def members_xlsx(network: Network, rows: Iterable[Member]) -> bytes:
    return table_xlsx(
        title=_("Integrantes"),
        heads=[str(column.head) for column in MEMBERS],
        rows=(_member(row) for row in rows),
        notes=[(_("Red"), network.name), *helps(MEMBERS)],
        notes_title=_("Columnas"),
    )


def _member(row: Member) -> list[Any]:
    return [
        row.code,
        row.name,
        row.territory.code if row.territory else "",
        row.organization.name if row.organization else "",
        row.post,
        _("sí") if row.is_reporting else _("no"),
        row.seat_role,
        row.order,
        row.liaison_since_on,
        row.gender_unit_since_on,
        row.valid_from_on,
        row.valid_to_on,
    ]
