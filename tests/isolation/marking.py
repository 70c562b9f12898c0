"""A random mark in every text of every row of a network, found by following relations: no list of models to keep.

A mark is the token of the run and four signs that count, letters and digits in small letters only: it fits in a
slug, survives escaping and folding, and tells the row and the field it was written in.
"""

from __future__ import annotations

import re
import secrets
import string
from collections.abc import Iterable
from pathlib import PurePath
from typing import Any

from django.apps import apps
from django.core.files.base import ContentFile
from django.db import IntegrityError, models, transaction

from networks.models import Assignment, Network, User

APPS = ("networks", "plans", "monitoring", "reports")
MODELS: list[type[models.Model]] = [model for app in APPS for model in apps.get_app_config(app).get_models()]
DIGITS = string.digits + string.ascii_lowercase
# What code compares with words of its own: with a mark in it, pages would break instead of leaking.
STRUCTURE = {
    "NetworkIdentity": {"ink"},
    "Network": {"time_zone", "languages", "quorum_roles", "roster_goal_levels", "roster_goal_sex"},
    "Activity": {"schedule_months"},
    "Period": {"code"},
    "ReportSection": {"form", "key"},
    "Observation": {"field"},
    "ColumnMemory": {"role"},
    "ReminderRule": {"days_before", "days_after"},
    "OutboxMessage": {"headers", "key"},
    "IssuedReport": {"form", "period_code"},
    "ReportBatch": {"language"},
    "PublishedSnapshot": {"key"},
}
NO_TEXT = {"sha256", "pdf_sha256", "content_type", "password", "history_change_reason"}
# A mark alone, without the words that were there.
BARE = {"slug", "code", "token", "nonce", "folio", "key", "username", "activity_code"}
FACTS = re.compile(r"\d{4}(-[TS]\d)?|\d{4}-\d\d.*|[#a-z0-9_./:+-]*|.{0,3}")


def fields_of(model: type[models.Model]) -> list[models.Field]:
    """Those that hold words somebody wrote."""
    name = model.__name__.removeprefix("Historical")
    skipped = NO_TEXT | STRUCTURE.get(name, set())
    texts = (models.CharField, models.TextField, models.JSONField, models.FileField)
    found = [field for field in model._meta.concrete_fields if isinstance(field, texts) and not field.choices]
    return [field for field in found if field.name not in skipped and not field.primary_key]


# -- whose rows ---------------------------------------------------------------------------------------------------


def rows_of(networks: Iterable[Network]) -> dict[type[models.Model], set[Any]]:
    """The keys of all that belongs to them, by model: what points to one of them, or to what does.

    Of the people, those with roles nowhere else; then what points to them. What no arrow leads from, like a mail,
    belongs to whoever points to it.
    """
    own = {network.pk for network in networks}
    owned: dict[type[models.Model], set[Any]] = {model: set() for model in MODELS}
    owned[Network] = own
    people = Assignment.objects.filter(network__in=own).values_list("user", flat=True)
    elsewhere = Assignment.objects.exclude(network__in=own).values_list("user", flat=True)
    owned[User] = {*people} - {*elsewhere}
    known = 0
    while known != (known := sum(map(len, _spread(owned).values()))):
        pass
    _pointed(owned)
    return owned


def _arrows(model: type[models.Model]) -> list[models.ForeignKey]:
    return [field for field in model._meta.concrete_fields if field.remote_field and field.related_model in MODELS]


def _spread(owned: dict[type[models.Model], set[Any]]) -> dict[type[models.Model], set[Any]]:
    """One step further along every arrow."""
    for model in owned:
        if model in (Network, User):
            continue
        rows = model._base_manager.values_list("pk", flat=True)
        for arrow in _arrows(model):
            if arrow.related_model is not User or not _leads_on(model):
                owned[model].update(rows.filter(**{f"{arrow.name}__in": owned[arrow.related_model]}))
        of = getattr(model, "instance_type", None)
        if of is not None:
            owned[model].update(rows.filter(**{f"{of._meta.pk.attname}__in": owned[of]}))
    return owned


def _leads_on(model: type[models.Model]) -> bool:
    """Whether an arrow goes to anything but a person."""
    return any(arrow.related_model is not User for arrow in _arrows(model)) or hasattr(model, "instance_type")


def _pointed(owned: dict[type[models.Model], set[Any]]) -> None:
    for model in owned:
        if model in (Network, User) or _leads_on(model):
            continue
        for other in MODELS:
            for arrow in _arrows(other):
                if arrow.related_model is model:
                    rows = other._base_manager.filter(pk__in=owned[other])
                    owned[model].update(rows.values_list(arrow.attname, flat=True))


# -- the marks ----------------------------------------------------------------------------------------------------


class Marker:
    """Writes marks, and tells of a text which of them are in it.

    `gentle` writes only over words that are there, in plain text fields: the pages of the network go on working.
    """

    def __init__(self, *, gentle: bool = False) -> None:
        self.token = "zq" + "".join(secrets.choice(string.ascii_lowercase) for _ in range(7))
        self.pattern = re.compile(self.token + "[0-9a-z]{4}")
        self.gentle = gentle
        self.known: dict[str, str] = {}
        self.written: set[str] = set()
        self.renamed: dict[str, str] = {}

    def new(self, model: str, pk: Any, field: str) -> str:
        number, count = "", len(self.known)
        for _ in range(4):
            count, digit = divmod(count, len(DIGITS))
            number = DIGITS[digit] + number
        self.known[self.token + number] = f"{model}.{field} ({pk})"
        return self.token + number

    def found(self, text: str) -> set[str]:
        """The marks in it, whatever its case."""
        return {*self.pattern.findall(text.lower())}

    def named(self, marks: Iterable[str]) -> list[str]:
        return sorted(self.known.get(mark, mark) for mark in marks)

    def write(
        self,
        networks: Iterable[Network],
        keep: dict[str, set[str]] | None = None,
        spare: Iterable[models.Model] = (),
    ) -> dict[str, int]:
        """Mark all that belongs to them but the fields to `keep` and the rows to `spare`; returns how many rows
        there are of each model."""
        owned, spared = rows_of(networks), {*spare}
        for model, keys in owned.items():
            kept = (keep or {}).get(model.__name__, set())
            fields = [field for field in fields_of(model) if field.name not in kept]
            for row in model._base_manager.filter(pk__in=keys):
                if row not in spared:
                    self._mark(row, fields)
        return {model.__name__: len(keys) for model, keys in owned.items()}

    def _mark(self, row: models.Model, fields: list[models.Field]) -> None:
        values = {field.name: value for field in fields if (value := self._value(row, field)) is not None}
        if values and not _update(row, values):
            # A constraint wants one text or another: as many as it bears, what is there before what is empty.
            names = sorted(values, key=lambda name: not getattr(row, name))
            values = {name: values[name] for name in names if _update(row, {name: values[name]})}
        self.written |= {f"{type(row).__name__}.{name}" for name in values}

    def _value(self, row: models.Model, field: models.Field) -> Any:
        old = getattr(row, field.attname)
        if self.gentle and (not old or field.name in BARE or type(field) in UNTOUCHED):
            return None
        if isinstance(field, models.FileField):
            return self._file(row, field) if old else None
        mark = self.new(type(row).__name__, row.pk, field.name)
        if isinstance(field, models.JSONField):
            return marked(old, mark)
        if field.name in BARE:
            self.renamed[old] = mark
            return mark
        words = {models.EmailField: f"{mark}@example.org", models.URLField: f"https://example.org/{mark}"}
        return words.get(type(field), f"{mark} {old or ''}".strip())[: field.max_length]

    def _file(self, row: models.Model, field: models.FileField) -> str:
        """Another file of the same kind whose name and bytes have marks."""
        name, place = type(row).__name__, getattr(row, field.name)
        inside = self.new(name, row.pk, f"{field.name} (contenido)")
        kind = b"%PDF-1.7\n%" if place.name.endswith(".pdf") else b""
        mark = self.new(name, row.pk, field.name)
        return place.storage.save(
            f"marcas/{mark}{PurePath(place.name).suffix}", ContentFile(kind + inside.encode())
        )


UNTOUCHED = {models.EmailField, models.URLField, models.JSONField, models.FileField}


def _update(row: models.Model, values: dict[str, Any]) -> bool:
    try:
        with transaction.atomic():
            type(row)._base_manager.filter(pk=row.pk).update(**values)
    except IntegrityError:
        return False
    return True


def marked(value: Any, mark: str) -> Any:
    """A JSON with the mark in every text that a person wrote, or beside what is there when there is none."""
    new = _within(value, mark)
    if mark in str(new):
        return new
    if isinstance(new, list):
        return [*new, mark]
    return {**(new or {}), "marca": mark} if isinstance(new, dict | None) else mark


def _within(value: Any, mark: str) -> Any:
    if isinstance(value, dict):
        return {name: _within(one, mark) for name, one in value.items()}
    if isinstance(value, list):
        return [_within(one, mark) for one in value]
    if isinstance(value, str) and not FACTS.fullmatch(value):
        return f"{mark} {value}"
    return value
