"""What a form brought, to show and send again without knowing the form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from monitoring.forms.entries import EntryForm
from monitoring.models import EntryStatus

ASIDE = ("revision", "attempt", "earlier", "writer", "read")
CODES = ("-basis", "-status", "-wording", "-keep", "sensitivity", "verifications")


@dataclass(frozen=True, slots=True)
class Posted:
    """`label` is empty for what is only sent along; `is_long` for what is a text to read."""

    name: str
    value: str
    label: str = ""
    words: str = ""

    @property
    def is_long(self) -> bool:
        return bool(self.label) and not self.words and (len(self.value) > 60 or "\n" in self.value)


def posted(data: QueryDict) -> list[Posted]:
    """In the order of the form, without its token."""
    return list(_posted(data))


def _posted(data: QueryDict) -> Iterator[Posted]:
    statuses = dict(EntryStatus.choices)
    for name, values in data.lists():
        for value in values if name != "csrfmiddlewaretoken" else ():
            label = _label(name) if value.strip() else ""
            words = str(capfirst(statuses.get(value, value))) if name == "status" else ""
            yield Posted(name, value, label, words)


def _label(name: str) -> str:
    if name in EntryForm.base_fields and name not in ASIDE:
        return str(EntryForm.base_fields[name].label)
    is_silent = name in ASIDE or name.startswith("choose-") or name.endswith(CODES)
    return "" if is_silent else _("Otro dato")
