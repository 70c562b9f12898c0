"""What a correction changed, in words: the differences of two frozen reports as their form calls things."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from reports.changes import Difference, differences
from reports.context import Change
from reports.formatting import FIGURE, FOLLOW_UP_WORDS, ISO_DATE, STATUSES, date_es, number_es
from reports.official.form import Column, Form, Table

MOST = 200
LONGEST, CONTEXT = 600, 60
# What says of the document itself, not of what it reports.
OF_DOCUMENT = {"draft", "folio", "issued_on", "verify_url", "replaces", "changes", "logo", "ink", "language"}
BESIDE = {"form", "form_version", "schema_version", "network", "period", "scope", "warnings"}
PARTS = {
    "header": gettext_lazy("Encabezado"),
    "sections": gettext_lazy("Apartados escritos"),
    "sessions": gettext_lazy("Sesiones"),
    "meetings": gettext_lazy("Sesiones"),
    "seats": gettext_lazy("Asistencia"),
    "functions": gettext_lazy("Funciones"),
    "publications": gettext_lazy("Lista de publicación"),
    "decisions": gettext_lazy("Decisiones y su seguimiento"),
    "figures": gettext_lazy("Cifras"),
    "ejes": gettext_lazy("Plan"),
    "plan": gettext_lazy("Plan"),
    "plans": gettext_lazy("Plan"),
    "analysis": gettext_lazy("Análisis cualitativo"),
    "signature": gettext_lazy("Firma"),
    "signatures": gettext_lazy("Firmas"),
}
FACTS = {
    "network_name": gettext_lazy("Red"),
    "institution": gettext_lazy("Institución"),
    "plan_title": gettext_lazy("Plan"),
    "provisional": gettext_lazy("Cifras provisionales"),
    "mandate": gettext_lazy("Mandato"),
    "regulation": gettext_lazy("Reglamento interno"),
    "regulation_on": gettext_lazy("Fecha del reglamento"),
    "norms": gettext_lazy("Normas"),
    "norm": gettext_lazy("Norma a la que responde"),
    "held": gettext_lazy("Realizadas"),
    "programmed": gettext_lazy("Programadas"),
    "ordinary": gettext_lazy("Ordinarias"),
    "extraordinary": gettext_lazy("Extraordinarias"),
    "narrative": gettext_lazy("Relato"),
    "progress": gettext_lazy("Avance"),
    "ceiling": gettext_lazy("Puede llegar a"),
    "earned": gettext_lazy("Ganado"),
    "earned_total": gettext_lazy("Ganado"),
    "declared_earned": gettext_lazy("Declarado"),
    "declared_total": gettext_lazy("Declarado"),
    "weight": gettext_lazy("Ponderación"),
    "status": gettext_lazy("Estado"),
    "state": gettext_lazy("Estado"),
    "reported": gettext_lazy("Informaron"),
    "obliged": gettext_lazy("De"),
    "value": gettext_lazy("Valor"),
    "target": gettext_lazy("Meta"),
    "baseline": gettext_lazy("Línea de base"),
    "unit": gettext_lazy("Unidad"),
    "note": gettext_lazy("Nota"),
    "title": gettext_lazy("Título"),
    "name": gettext_lazy("Nombre"),
    "post": gettext_lazy("Cargo"),
    "entity": gettext_lazy("Entidad"),
    "total": gettext_lazy("Total"),
    "marks": gettext_lazy("Asistencia"),
    "published": gettext_lazy("Publicado"),
    "url": gettext_lazy("Dirección"),
    "date": gettext_lazy("Fecha"),
    "deadline": gettext_lazy("Plazo"),
    "responsible": gettext_lazy("Responsable"),
    "follow_up": gettext_lazy("Seguimiento"),
    "changes": gettext_lazy("Cambios logrados"),
    "recommendations": gettext_lazy("Recomendaciones"),
    "commitments": gettext_lazy("Compromisos"),
    "fulfilment": gettext_lazy("Cumplimiento"),
    "region": gettext_lazy("Región"),
}


def changes_since(before: dict[str, Any], after: dict[str, Any]) -> tuple[Change, ...]:
    """In the words of the tables where they tell it, of the written parts and of the rest where not.

    Both are JSON of the same form; `before` may be of an older make, whose tables cannot be read any more.
    """
    from reports.official import FORMS

    form = FORMS[after["form"]]
    told = list(_of_tables(form, before, after))
    rest = [one for one in _of_data(form, before, after) if not _is_told(one, told)]
    found = [*told, *rest]
    if len(found) <= MOST:
        return tuple(found)
    more = len(found) - MOST
    said = ngettext("y %(count)d cambio más", "y %(count)d cambios más", more) % {"count": more}
    return (*found[:MOST], Change(where=said, what=""))


def _is_told(one: Change, told: list[Change]) -> bool:
    """The same figure, or the same row come or gone."""
    if any((one.before, one.after) == (other.before, other.after) for other in told):
        return True
    if not one.what or (one.before is not None and one.after is not None):
        return False
    came = one.before is None
    return any(one.what in other.what for other in told if (other.before is None) == came and _is_row(other))


def _is_row(one: Change) -> bool:
    return one.before is None or one.after is None


# -- the tables ----------------------------------------------------------------------------------------------


def _of_tables(form: Form, before: dict[str, Any], after: dict[str, Any]) -> Iterator[Change]:
    try:
        old = {table.name: table for table in form.tables(before)}
    except (KeyError, TypeError, ValueError):
        return
    for table in form.tables(after):
        if table.name in old:
            yield from _of_table(old[table.name], table)


def _of_table(old: Table, new: Table) -> Iterator[Change]:
    keys = _key_columns(old, new)
    before, after = _keyed(old, keys), _keyed(new, keys)
    places = {column.title: place for place, column in enumerate(old.columns)}
    for key, row in after.items():
        if key not in before:
            yield Change(where=new.title, what=_name(row, keys), after=_line(new, row, keys))
            continue
        for place, column in enumerate(new.columns):
            was = before[key][places[column.title]] if column.title in places else None
            if was != row[place]:
                what = f"{_name(row, keys)}: {column.title}"
                cells = {"before": _cell(was, column), "after": _cell(row[place], column)}
                yield Change(where=new.title, what=what, **_around(**cells))
    for key, row in before.items():
        if key not in after:
            yield Change(where=new.title, what=_name(row, keys), before=_line(old, row, keys))


def _key_columns(old: Table, new: Table) -> tuple[int, ...]:
    """The fewest first columns that tell the rows of both apart; figures tell nothing apart."""
    wide = min(len(old.columns), len(new.columns))
    kinds = [column.kind for column in new.columns[:wide]]
    own = [place for place in range(wide) if kinds[place] not in ("decimal", "percent", "boolean")]
    for count in range(1, min(len(own), 4) + 1):
        keys = tuple(own[:count])
        if all(len({tuple(row[k] for k in keys) for row in one.rows}) == len(one.rows) for one in (old, new)):
            return keys
    return tuple(own[:2]) or (0,)


def _keyed(table: Table, keys: tuple[int, ...]) -> dict[tuple, Any]:
    seen: dict[tuple, int] = defaultdict(int)
    found = {}
    for row in table.rows:
        key = tuple(row[place] for place in keys)
        found[*key, seen[key]] = row
        seen[key] += 1
    return found


def _name(row: Any, keys: tuple[int, ...]) -> str:
    said = [_cell(row[place], Column(title="")) for place in keys]
    if len(keys) == 1 and len(row) > 1 and isinstance(row[1], str):
        said.append(row[1])
    return " ".join(one for one in said if one)


def _line(table: Table, row: Any, keys: tuple[int, ...]) -> str:
    said = [
        f"{column.title}: {_cell(row[place], column)}"
        for place, column in enumerate(table.columns)
        if place not in keys and row[place] not in (None, "")
    ]
    return _short(" · ".join(said)) or _name(row, keys)


def _cell(value: Any, column: Column) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return _("Sí") if value else _("No")
    if isinstance(value, datetime.date):
        return date_es(value)
    if isinstance(value, (Decimal, int)):
        return number_es(value) + (" %" if column.kind == "percent" else "")
    return str(value)


# -- everything else -----------------------------------------------------------------------------------------


def _of_data(form: Form, before: dict[str, Any], after: dict[str, Any]) -> Iterator[Change]:
    titles = {section.key: str(section.title) for section in form.sections}
    for one in differences(_spoken(before), _spoken(after)):
        where, what = _place(form, one, titles)
        yield Change(where=where, what=what, **_around(_said(one.before), _said(one.after)))


def _spoken(data: dict[str, Any]) -> dict[str, Any]:
    """Without what speaks of the document itself."""
    found = {key: value for key, value in data.items() if key not in BESIDE}
    header = data.get("header", {})
    return found | {"header": {key: value for key, value in header.items() if key not in OF_DOCUMENT}}


def _place(form: Form, one: Difference, titles: dict[str, str]) -> tuple[str, str]:
    """In which part it stands, and of what row and column."""
    written = next((titles[key] for key in one.path if key in titles), "")
    part = next((str(PARTS[key]) for key in one.path if key in PARTS), str(form.title))
    facts = [str(FACTS[key]) for key in one.path[1:] if key in FACTS]
    return written or part, ": ".join(filter(None, (one.label, " ".join(facts))))


def _said(value: Any) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return _("Sí") if value else _("No")
    text = str(value)
    if FIGURE.fullmatch(text) or isinstance(value, int):
        return number_es(text)
    if ISO_DATE.fullmatch(text):
        return date_es(text)
    if text in STATUSES:
        return str(STATUSES[text][1])
    return str(FOLLOW_UP_WORDS.get(text) or text)


def _around(before: str | None, after: str | None) -> dict[str, str | None]:
    """Long texts only from where they differ on, with a few words around."""
    if not before or not after or max(len(before), len(after)) <= LONGEST:
        return {"before": before and _short(before), "after": after and _short(after)}
    same = _alike(before, after)
    end = _alike(before[same:][::-1], after[same:][::-1])
    start = max(same - CONTEXT, 0)
    return {"before": _cut(before, start, end), "after": _cut(after, start, end)}


def _alike(one: str, other: str) -> int:
    """How many signs both begin with."""
    pairs = zip(one, other, strict=False)
    return next((place for place, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _cut(text: str, start: int, end: int) -> str:
    stop = max(len(text) - max(end - CONTEXT, 0), start)
    return ("…" if start else "") + _short(text[start:stop]) + ("…" if stop < len(text) else "")


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"
