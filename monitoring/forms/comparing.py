"""Two texts of one entry, field by field: hers and the one that was saved meanwhile, and which of them to keep."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from zlib import crc32

from django import forms
from django.http import QueryDict

from monitoring.forms.entries import EntryForm
from plans.conflicts import shown

CHOICE = "choose-"
# Evidence is added, not changed: of two devices each adds its own. For whom else it is sent is no text.
ADDED = ("files", "link", "evidence", "sensitivity", "verifications", "slot", "also")


@dataclass(frozen=True, slots=True)
class Comparison:
    """`mine` and `theirs` as read on a screen; `raw` is theirs as the form would post it, a JSON list.

    `prefers_theirs`: she had not touched the field since she read it, so the newer text is the other one.
    """

    name: str
    label: str
    mine: str
    theirs: str
    raw: str
    prefers_theirs: bool

    @property
    def choice(self) -> str:
        return CHOICE + self.name


def digest(form: EntryForm) -> str:
    """A mark of each field as it is, in the form's order: a later page tells by it which of them she changed."""
    return "".join(_mark(form[name]) for name in _drafted(form))


def compared(mine: EntryForm, current: EntryForm, read: str) -> list[Comparison]:
    """The fields that differ between her form and one of the entry as it is; `read` is what hers started from."""
    names = list(_drafted(mine))
    marks = [read[at : at + 8] for at in range(0, len(read), 8)]
    before = dict(zip(names, marks, strict=True)) if len(marks) == len(names) else {}
    found = []
    for name in names:
        if name not in current.fields:
            # A question withdrawn since: what she answers to it is hers alone.
            continue
        hers, theirs = mine[name], current[name]
        if shown(hers) != shown(theirs):
            raw, is_untouched = json.dumps(_raw(theirs)), before.get(name) == _mark(hers)
            found.append(Comparison(name, str(hers.label), shown(hers), shown(theirs), raw, is_untouched))
    return found


def has_choices(data: QueryDict) -> bool:
    return any(name.startswith(CHOICE) for name in data)


def with_choices(data: QueryDict, current: EntryForm) -> QueryDict:
    """What was posted, with the saved text in the fields where she chose it."""
    chosen = data.copy()
    for name in _drafted(current):
        if data.get(CHOICE + name) == "theirs":
            chosen.setlist(name, _raw(current[name]))
            if not chosen.getlist(name):
                del chosen[name]
            if f"{name}-wording" in current.fields:
                # Theirs answers what is asked now.
                chosen[f"{name}-wording"] = str(current[f"{name}-wording"].value())
    return chosen


def _drafted(form: EntryForm) -> Iterator[str]:
    for name, field in form.fields.items():
        if not (isinstance(field.widget, forms.HiddenInput) or name.startswith(ADDED) or name.endswith("-keep")):
            yield name


def _mark(field: forms.BoundField) -> str:
    return f"{crc32(shown(field).encode()):08x}"


def _raw(field: forms.BoundField) -> list[str]:
    value = field.field.widget.format_value(field.value())
    if isinstance(value, list):
        return [str(one) for one in value]
    return [] if value is None else [str(value)]
