"""What is missing or does not agree in the report of progress."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.official.form import Finding, Scope

# «85,5 %», «85.50 por ciento»
PERCENT = re.compile(r"(?<![\d,.])(\d{1,3}(?:[.,]\d{1,2})?)\s*(?:%|p[eo]r\s?ci?ento?\b)", re.IGNORECASE)
# A text may round: «86 %» says 85,50.
ROUNDED = Decimal("0.5")


def checks(scope: Scope, data: dict[str, Any]) -> Iterable[Finding]:
    yield from _of_entries(scope, data)
    yield from _of_plans(scope, data)
    yield from _of_words(scope, data)


def _page(scope: Scope, name: str, **where: Any) -> str:
    return reverse(f"monitoring:{name}", kwargs={"slug": scope.network.slug, **where})


def _of_period(scope: Scope, name: str, **where: Any) -> str:
    """A page that only a stored period has: of one that spans others, its board."""
    code = scope.period.code
    if scope.period.pk is None:
        return _page(scope, "period_detail", code=code)
    return _page(scope, name, code=code, **where)


def _of_entries(scope: Scope, data: dict[str, Any]) -> Iterator[Finding]:
    waiting, outside = data["basis"]["to_review"], data["basis"]["outside"]
    if waiting:
        yield Finding(
            kind="not_validated",
            where=_("Revisión"),
            message=ngettext(
                "%(n)s avance cuenta sin estar validado: revíselo.",
                "%(n)s avances cuentan sin estar validados: revíselos.",
                waiting,
            )
            % {"n": waiting},
            link=_of_period(scope, "review_list"),
        )
    if outside:
        yield Finding(
            kind="outside",
            where=_("Fuera de la suma"),
            message=ngettext(
                "%(n)s avance queda fuera de la suma: el informe lo lista aparte.",
                "%(n)s avances quedan fuera de la suma: el informe los lista aparte.",
                outside,
            )
            % {"n": outside},
            link=_page(scope, "period_detail", code=scope.period.code),
        )
    for note in data["warnings"]:
        yield Finding(
            kind=note["kind"],
            where=note["where"],
            message=note["message"],
            link=_page(scope, "period_detail", code=scope.period.code),
        )


def _of_plans(scope: Scope, data: dict[str, Any]) -> Iterator[Finding]:
    board = _page(scope, "period_detail", code=scope.period.code)
    if not data["plans"]:
        yield Finding(
            kind="no_plan",
            where=_("Plan"),
            message=_("Ningún plan está vigente en el periodo: el informe no tiene de qué hablar."),
            link=board,
        )
    for plan in data["plans"]:
        silent = plan["obliged"] - plan["reported"]
        if silent:
            yield Finding(
                kind="silence",
                where=plan["title"],
                message=_("Informaron %(reported)s de %(obliged)s: faltan %(missing)s avances.")
                % {"reported": plan["reported"], "obliged": plan["obliged"], "missing": silent},
                link=board,
            )


def _of_words(scope: Scope, data: dict[str, Any]) -> Iterator[Finding]:
    """A percentage in the text that is none of the report's figures."""
    known = known_figures(data)
    for key, body in data["sections"].items():
        for found in PERCENT.finditer(body or ""):
            said = Decimal(found[1].replace(",", "."))
            if not any(abs(said - figure) <= (ROUNDED if said == said.to_integral() else 0) for figure in known):
                yield Finding(
                    kind="narrative_figure",
                    where=_("Texto del informe"),
                    message=_("El texto dice «%(words)s» y ningún cuadro tiene esa cifra: revíselo.")
                    % {"words": found[0]},
                    link=_of_period(scope, "section_edit", form="avance", key=key),
                )


def known_figures(data: dict[str, Any]) -> set[Decimal]:
    """The report's own percentages: of plans, ejes, activities, members and indicators, and who informed."""
    rows: list[dict[str, Any]] = [*data["plans"], *data["indicators"]]
    for plan in data["plans"]:
        rows += [*plan["history"], *plan["members"], plan["comparison"], *plan["ejes"]]
        rows += [line for eje in plan["ejes"] for line in eje["activities"]]
    names = ("value", "ceiling", "percent", "percent_ceiling", "before", "median", "weight", "declared")
    found = {Decimal(row[name]) for row in rows for name in names if row.get(name) is not None}
    return found | {
        (Decimal(row["reported"]) * 100 / row["obliged"]).quantize(Decimal("0.01"))
        for row in rows
        if row.get("obliged")
    }
