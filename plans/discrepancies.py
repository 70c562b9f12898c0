"""Discrepancies in words: the pure checks say what is wrong, and this says it to a person.

A discrepancy carries a sentence in Spanish that names its values; here it is translated and filled in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from plans.importing.draft import Discrepancy, Where

KIND_LABELS = {
    "weight_sum": gettext_lazy("Ponderaciones que no suman 100"),
    "declared_total": gettext_lazy("Totales impresos que no son la suma"),
    "earned_above_weight": gettext_lazy("Se gana más que la ponderación"),
    "status_earned": gettext_lazy("Estado y ponderación ganada se contradicen"),
    "deadline_unread": gettext_lazy("Plazos sin fecha"),
    "deadline_outside": gettext_lazy("Plazos fuera de los años del plan"),
    "missing_verification": gettext_lazy("Sin medio de verificación"),
    "missing_responsible": gettext_lazy("Sin responsable"),
    "text_differs": gettext_lazy("Dos partes dicen cosas distintas"),
    "numbering_gap": gettext_lazy("Saltos en la numeración"),
    "count_mismatch": gettext_lazy("Cantidades que no coinciden en una fila"),
    "party_unmatched": gettext_lazy("Nombres que no son de la red"),
    "not_understood": gettext_lazy("No se entendió"),
    "empty": gettext_lazy("Plan vacío"),
    "concerns": gettext_lazy("A quién concierne"),
}
_PLACES = {
    "eje": pgettext_lazy("lugar del plan", "eje"),
    "objective": pgettext_lazy("lugar del plan", "objetivo"),
}
_FIGURE = re.compile(r"^-?\d+,\d\d$")


def kind_label(kind: str) -> str:
    """What a group of them is called; the kind itself where it has no name."""
    return str(KIND_LABELS.get(kind, kind))


def sentence(discrepancy: Discrepancy) -> str:
    """What is wrong."""
    return _filled(discrepancy.text, discrepancy)


def proposal(discrepancy: Discrepancy) -> str:
    """What Trama does unless she changes it; empty where there is nothing to propose."""
    return _filled(discrepancy.proposal, discrepancy)


def _filled(text: str, discrepancy: Discrepancy) -> str:
    if not text:
        return ""
    text = _(text)
    return text % discrepancy.values if discrepancy.values else text.replace("%%", "%")


def column_name(number: int) -> str:
    """The letters a sheet shows over its columns.

    >>> column_name(5), column_name(28)
    ('E', 'AB')
    """
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def where_words(where: Where) -> str:
    """«hoja «Eje 1», fila 9, columna E (6.2)», «tabla 1, fila 9, columna 5», «párrafo 12»; of a plan, its code."""
    place = ", ".join(_places(where))
    if not place:
        return where.code or str(_PLACES.get(where.model, ""))
    return f"{place} ({where.code})" if where.code else place


def _places(where: Where) -> Iterator[str]:
    if where.sheet:
        yield _("hoja «%(sheet)s»") % {"sheet": where.sheet}
    elif where.table is not None:
        yield _("tabla %(n)s") % {"n": where.table}
    if where.paragraph is not None:
        yield _("párrafo %(n)s") % {"n": where.paragraph}
    if where.row is not None:
        yield _("fila %(n)s") % {"n": where.row}
    if where.column is not None:
        yield _("columna %(n)s") % {"n": column_name(where.column) if where.sheet else where.column}


def as_json(discrepancy: Discrepancy) -> dict[str, str | None]:
    """One row of a command's answer: figures with a point and two places, null where there is nothing."""
    return {
        "where": where_words(discrepancy.where) or None,
        "kind": discrepancy.kind,
        "declared": plain_figure(discrepancy.declared) or None,
        "computed": plain_figure(discrepancy.computed) or None,
        "message": sentence(discrepancy),
    }


def plain_figure(words: str) -> str:
    """«12,50» → «12.50»; other words as they are."""
    return words.replace(",", ".") if _FIGURE.match(words) else words
