"""One contact: who held the post before and after, and what was changed of her, when and by whom."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from networks.models import Contact, Member

SHOWN_CHANGES = 50
SILENT = ("id", "folded", "is_sample", "user", "succeeds", "confirmed_at")


@dataclass(frozen=True)
class Holding:
    """A contact in the line of those who held one post."""

    contact: Contact
    is_this: bool


def line_of(contact: Contact) -> list[Holding]:
    """The whole line of succession, newest first; only this one where nobody came before or after."""
    in_a_line = models.Q(pk=contact.pk) | models.Q(succeeds__isnull=False) | models.Q(successors__isnull=False)
    of_member = Contact.objects.filter(in_a_line, member=contact.member_id).defer("notes", "folded")
    rows = {row.pk: row for row in of_member}
    after = {row.succeeds_id: row for row in rows.values() if row.succeeds_id}
    found, seen = [], set()
    one = rows.get(contact.pk)
    while one is not None and one.pk not in seen and one.pk in after:
        seen.add(one.pk)
        one = after[one.pk]
    while one is not None and one.pk not in {each.contact.pk for each in found}:
        found.append(Holding(one, one.pk == contact.pk))
        one = rows.get(one.succeeds_id)
    return found


@dataclass(frozen=True)
class Change:
    """One saving. `lines` are (what, before, after); empty for the first one and for a confirmation."""

    at: datetime.datetime
    by: str
    title: str
    lines: list[tuple[str, str, str]]


def changes_of(contact: Contact) -> list[Change]:
    """The last fifty savings, newest first, in two queries."""
    newest = contact.history.select_related("history_user").order_by("-history_date", "-history_id")
    rows = list(newest[: SHOWN_CHANGES + 1])
    members = {pk for row in rows if (pk := row.member_id) != contact.member_id}
    names = dict(Member.objects.filter(pk__in=members).values_list("pk", "name")) if members else {}
    names[contact.member_id] = contact.member.name
    found = [
        _change(row, rows[place + 1] if place + 1 < len(rows) else None, names)
        for place, row in enumerate(rows[:SHOWN_CHANGES])
    ]
    return [change for change in found if change is not None]


def _change(row: Any, before: Any, names: dict[int, str]) -> Change | None:
    by = str(row.history_user) if row.history_user else _("sin cuenta")
    if row.history_type == "+" or before is None:
        return Change(row.history_date, by, _("Se creó"), [])
    lines = [
        (capfirst(str(field.verbose_name)), _words(field, before, names), _words(field, row, names))
        for field in Contact._meta.concrete_fields
        if field.name not in SILENT and getattr(row, field.attname) != getattr(before, field.attname)
    ]
    if lines:
        return Change(row.history_date, by, _("Se cambió"), lines)
    if row.confirmed_at != before.confirmed_at:
        return Change(row.history_date, by, _("Se confirmaron sus datos"), [])
    return None


def _words(field: models.Field, row: Any, names: dict[int, str]) -> str:
    value = getattr(row, field.attname)
    if value in (None, ""):
        return "—"
    if field.name == "member":
        return names.get(value, "—")
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, datetime.date):
        return date_format(value, "SHORT_DATE_FORMAT")
    return str(value)
