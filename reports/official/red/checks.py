"""What is missing or does not agree in the report of how a network is built."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.official.form import Finding, Scope

# «61 servidoras públicas», «100 personas»
PEOPLE = re.compile(
    r"\b(\d{1,6})\s+(?:servidoras|personas|mujeres|integrantes|pessoas|mulheres|women|people)\b", re.I
)


def checks(scope: Scope, data: dict[str, Any]) -> Iterable[Finding]:
    yield from _of_goal(scope, data)
    yield from _of_people(scope, data)
    yield from _of_units(scope, data)
    yield from _of_training(scope, data)
    yield from _of_words(scope, data)


def _page(scope: Scope, name: str, **where: Any) -> str:
    return reverse(name, kwargs={"slug": scope.network.slug, **where})


def _of_goal(scope: Scope, data: dict[str, Any]) -> Iterator[Finding]:
    goal, link = data["goal"], _page(scope, "networks:network_update")
    if goal["people"] is None:
        yield Finding(
            kind="goal_missing",
            where=_("Meta"),
            message=_("La red no tiene una meta de personas: el informe no puede decir cuánto falta."),
            link=link,
        )
    elif goal["on"] is None:
        yield Finding(
            kind="goal_undated",
            where=_("Meta"),
            message=_("La meta de %(n)s personas no tiene fecha: escriba para cuándo es.") % {"n": goal["people"]},
            link=link,
        )
    if not data["norms"]:
        yield Finding(
            kind="norms_missing",
            where=_("Normas"),
            message=_("La red no dice en qué normas se funda: escríbalas, una por línea."),
            link=link,
        )


def _of_people(scope: Scope, data: dict[str, Any]) -> Iterator[Finding]:
    unknown = data["roster"]["unknown"]
    if unknown:
        yield Finding(
            kind="roster_unknown",
            where=_("Conformación"),
            message=ngettext(
                "De %(n)s persona no consta el sexo o el nivel del cargo: complételo para saber si cuenta.",
                "De %(n)s personas no consta el sexo o el nivel del cargo: complételo para saber si cuentan.",
                unknown,
            )
            % {"n": unknown},
            link=_page(scope, "networks:roster"),
        )
    if not data["roster"]["people"]:
        yield Finding(
            kind="roster_empty",
            where=_("Conformación"),
            message=_("En la red no hay nadie todavía: invite o sume a las personas del directorio."),
            link=_page(scope, "networks:roster"),
        )


def _of_units(scope: Scope, data: dict[str, Any]) -> Iterator[Finding]:
    for row in data["units"]["rows"]:
        if not row["liaison_on"] and not row["gender_unit_on"] and not row["people"]:
            yield Finding(
                kind="unit_without_data",
                where=row["name"],
                message=_("«%(unit)s» no tiene enlace, unidad de género ni personas en la red.")
                % {"unit": row["name"]},
                link=_page(scope, "networks:unit_list"),
            )


def _of_training(scope: Scope, data: dict[str, Any]) -> Iterator[Finding]:
    waiting = data["training"]["total"]["unrecorded"]
    if waiting:
        yield Finding(
            kind="training_unrecorded",
            where=_("Formación"),
            message=ngettext(
                "Falta registrar la asistencia de %(n)s persona a un curso que ya terminó.",
                "Falta registrar la asistencia de %(n)s personas a cursos que ya terminaron.",
                waiting,
            )
            % {"n": waiting},
            link=_page(scope, "networks:course_list"),
        )


def _of_words(scope: Scope, data: dict[str, Any]) -> Iterator[Finding]:
    """A number of people in the text that stands in no table."""
    known = known_counts(data)
    for key in ("presentacion", "sintesis"):
        for found in PEOPLE.finditer(data["sections"][key] or ""):
            if int(found[1]) not in known:
                yield Finding(
                    kind="narrative_figure",
                    where=_("Texto del informe"),
                    message=_("El texto dice «%(words)s» y ningún cuadro tiene esa cifra: revíselo.")
                    % {"words": found[0]},
                    link=_section(scope, key),
                )


def _section(scope: Scope, key: str) -> str:
    """Of a stored period; a year that spans others has no sections of its own."""
    if scope.period.pk is None:
        return ""
    return _page(scope, "monitoring:section_edit", code=scope.period.code, form="red", key=key)


def known_counts(data: Any) -> set[int]:
    """Every whole number of the frozen data."""
    if isinstance(data, dict):
        return set().union(*(known_counts(value) for value in data.values()))
    if isinstance(data, list):
        return set().union(*(known_counts(value) for value in data))
    return {data} if isinstance(data, int) and not isinstance(data, bool) else set()
