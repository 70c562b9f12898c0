"""What changed between what was published and what the records say now, in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.publishing.building import PASSING
from reports.publishing.shapes import SHAPES

# By which of its fields a row of a list is known from one publication to the next, the first it has.
KNOWN_BY = ("code", "number", "name", "decision", "date", "title")


def differences(kind: str, before: dict[str, Any], now: dict[str, Any]) -> list[str]:
    """One sentence for each part that is no longer the same, in the order of the shape."""
    return list(_differences(kind, before, now))


def _differences(kind: str, before: dict[str, Any], now: dict[str, Any]) -> Iterator[str]:
    for name, about in SHAPES[kind].model_fields.items():
        old, new = before.get(name), now.get(name)
        if name in PASSING or old == new:
            continue
        said = _(about.description or name).rstrip(".")
        if isinstance(new, list) and isinstance(old, list | None):
            counted = _counted(old or [], new)
            if counted:
                yield _("%(what)s: %(changes)s.") % {"what": said, "changes": counted}
        elif len(str(old)) + len(str(new)) < 120:
            yield _("%(what)s: decía «%(before)s» y ahora «%(now)s».") % {
                "what": said,
                "before": _word(old),
                "now": _word(new),
            }
        else:
            yield _("%(what)s: cambió el texto.") % {"what": said}


def _word(value: Any) -> str:
    if value is None or value == "":
        return _("nada")
    if isinstance(value, bool):
        return _("sí") if value else _("no")
    return str(value)


def _counted(old: list[Any], new: list[Any]) -> str:
    """«2 nuevas, 1 quitada, 3 cambiadas»; rows of one name are told apart by their place."""
    before, now = _by_name(old), _by_name(new)
    added = len(now.keys() - before.keys())
    gone = len(before.keys() - now.keys())
    changed = sum(_lasting(before[name]) != _lasting(now[name]) for name in before.keys() & now.keys())
    said = [
        (added, ngettext("%(n)s fila nueva", "%(n)s filas nuevas", added)),
        (gone, ngettext("%(n)s fila quitada", "%(n)s filas quitadas", gone)),
        (changed, ngettext("%(n)s fila cambiada", "%(n)s filas cambiadas", changed)),
    ]
    found = ", ".join(words % {"n": count} for count, words in said if count)
    return found or (_("otro orden") if list(before) != list(now) else "")


def _by_name(rows: list[Any]) -> dict[tuple[str, int], Any]:
    found: dict[tuple[str, int], Any] = {}
    for row in rows:
        name = (
            next((f"{one} {row[one]}" for one in KNOWN_BY if row.get(one)), "") if isinstance(row, dict) else row
        )
        place = 1
        while (name, place) in found:
            place += 1
        found[name, place] = row
    return found


def _lasting(row: Any) -> Any:
    return {name: value for name, value in row.items() if name not in PASSING} if isinstance(row, dict) else row
