"""Whether what a report says in one place it says in another: its tables, the records, and what people wrote."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from monitoring.models import Meeting, MeetingKind
from monitoring.selectors import IndicatorValue, indicator_values
from monitoring.selectors.indicators import contributions
from reports.formatting import number_es
from reports.official.common import sections_of, year_start
from reports.official.form import Column, Finding, Form, Scope, Table
from reports.preflight.pages import Pages
from reports.preflight.reading import Known, contradictions

Data = dict[str, Any]
# In signs: a column as wide as this holds titles.
WIDE = 30
KINDS = {"ordinary": MeetingKind.ORDINARY, "extraordinary": MeetingKind.EXTRAORDINARY}


def agreement_findings(scope: Scope, form: Form, data: Data) -> Iterator[Finding]:
    pages = Pages(scope)
    yield from _attendance(data, pages)
    yield from _sessions(scope, data, pages)
    yield from _reported(data, pages)
    if "figures" in data:
        yield from _indicators(scope, data, pages)
    yield from _narratives(scope, form, data, pages)


def _differ(where: str, message: str, link: str, kind: str = "figures_differ") -> Finding:
    return Finding(kind=kind, where=where, message=message, link=link)


# -- sessions ------------------------------------------------------------------------------------------------


def _attendance(data: Data, pages: Pages) -> Iterator[Finding]:
    """A seat's total against its marks."""
    for seat in data.get("seats", []):
        marks = sum(mark is True for mark in seat.get("marks", []))
        if "total" in seat and seat["total"] != marks:
            said = {"seat": seat.get("entity") or "", "total": seat["total"], "marks": marks}
            message = _("«%(seat)s»: el total dice %(total)d asistencias y sus marcas son %(marks)d.") % said
            yield _differ(_("Asistencia"), message, pages.of("monitoring:meeting_list"))


def _sessions(scope: Scope, data: Data, pages: Pages) -> Iterator[Finding]:
    """Held and programmed, against the columns of the attendance and against the calendar."""
    counts, meetings = data.get("sessions"), data.get("meetings")
    if not isinstance(counts, dict) or not set(counts) <= set(KINDS):
        return
    link = pages.of("monitoring:meeting_list")
    held = sum(one["held"] for one in counts.values())
    if isinstance(meetings, list) and held != len(meetings):
        said = {"held": held, "columns": len(meetings)}
        message = _("Se cuentan %(held)d sesiones realizadas y la asistencia trae %(columns)d.") % said
        yield _differ(_("Sesiones"), message, link)
    span = year_start(scope.period), scope.period.end_on
    rows = Meeting.objects.filter(network=scope.network)
    planned = list(rows.programmed_between(*span).values_list("kind", flat=True))
    happened = list(rows.held_between(*span).values_list("kind", flat=True))
    for key, kind in KINDS.items():
        if key not in counts:
            continue
        own = counts[key]["held"], counts[key]["programmed"]
        known = happened.count(kind), planned.count(kind)
        if own != known:
            said = {"kind": kind.label, "own": "/".join(map(str, own)), "known": "/".join(map(str, known))}
            message = _("Sesiones de tipo «%(kind)s»: el informe dice %(own)s y el calendario %(known)s.") % said
            yield _differ(_("Sesiones"), message, link)
        if known[0] < known[1]:
            said = {"kind": kind.label, "held": known[0], "programmed": known[1]}
            message = _("De tipo «%(kind)s» se realizaron %(held)d sesiones de las %(programmed)d programadas.")
            yield Finding(kind="meetings_fewer", where=_("Sesiones"), message=message % said, link=link)


# -- the plan and its figures --------------------------------------------------------------------------------


def _reported(data: Data, pages: Pages) -> Iterator[Finding]:
    """The plan's «informaron n de m» against the sum of its ejes'."""
    plan, ejes = data.get("plan"), data.get("ejes")
    if not isinstance(plan, dict) or not ejes or not {"reported", "obliged"} <= set(plan):
        return
    for key, word in (("reported", _("informaron")), ("obliged", _("deben informar"))):
        total = sum(eje.get(key) or 0 for eje in ejes)
        if plan[key] != total:
            said = {"word": word, "plan": plan[key], "total": total}
            message = _("Del plan %(word)s %(plan)d, y sus partes suman %(total)d.") % said
            yield _differ(_("Plan"), message, pages.figures())


def _indicators(scope: Scope, data: Data, pages: Pages) -> Iterator[Finding]:
    """A printed figure against what its measurements come to; the network's own against its members'."""
    link = pages.of("monitoring:indicator_list", scope.period.code)
    values = indicator_values(scope.network, scope.period)
    printed = {(row.get("label"), row.get("eje")): row.get("value") for row in data["figures"]}
    for value in values:
        key = value.indicator.title, value.eje_code
        own = printed.get(key)
        if own is not None and value.cumulative is not None and Decimal(own) != round(value.cumulative, 2):
            said = {"label": key[0], "own": number_es(own), "known": number_es(value.cumulative)}
            message = _("«%(label)s»: el informe dice %(own)s y sus mediciones suman %(known)s.") % said
            yield _differ(_("Cifras"), message, link)
        if None in value.givers and len(value.givers) > 1:
            yield from _members_sum(scope, value, link)


def _members_sum(scope: Scope, value: IndicatorValue, link: str) -> Iterator[Finding]:
    """The network's figure stands; its members' may come to another."""
    _value, given = contributions(scope.network, scope.period, value.indicator)
    own = given[None].year if None in given else None
    others = [one.year.value for member, one in given.items() if member is not None and one.year]
    if own is None or value.indicator.over_members != "sum" or not others or sum(others) == own.value:
        return
    said = {"label": value.indicator.title, "own": number_es(own.value), "sum": number_es(sum(others))}
    message = _("«%(label)s»: la red informó %(own)s y lo de sus integrantes suma %(sum)s.") % said
    yield _differ(_("Cifras"), message, link)


# -- what people wrote ---------------------------------------------------------------------------------------


def _narratives(scope: Scope, form: Form, data: Data, pages: Pages) -> Iterator[Finding]:
    known = known_figures(form.tables(data))
    if not known or not form.sections:
        return
    titles = {section.key: str(section.title) for section in form.sections}
    for key, row in sections_of(scope.network, scope.period, form.slug).items():
        texts = [row.body, *(str(item.get("body") or "") for item in row.items)]
        for one in contradictions("\n".join(texts), known):
            figures = [number_es(figure) for figure in one.known.figures]
            figures += [f"{number_es(figure)} %" for figure in one.known.percents]
            said = {
                "section": titles.get(key, key),
                "quote": one.quote,
                "table": one.known.table,
                "label": one.known.label,
                "figures": ", ".join(figures),
            }
            message = _(
                "El apartado «%(section)s» dice «%(quote)s», y el cuadro «%(table)s» dice %(figures)s en "
                "«%(label)s»."
            )
            link = pages.section(form.slug, key)
            yield _differ(titles.get(key, key), message % said, link, kind="narrative_differs")


def known_figures(tables: list[Table]) -> list[Known]:
    """The rows of the tables that have words and figures; counts of rows and numbers of order are no figures."""
    return [known for table in tables for row in table.rows if (known := _known(table, row))]


def _known(table: Table, row: Any) -> Known | None:
    cells = list(zip(table.columns, row, strict=True))
    label = _label(cells)
    if not label:
        return None
    return Known(
        label=label,
        table=table.title,
        figures=_of_kind(cells, "decimal"),
        percents=_of_kind(cells, "percent"),
    )


def _label(cells: list[tuple[Column, Any]]) -> str:
    """A row's own title: the last wide words before its figures. Codes and units are narrow."""
    kinds = [column.kind for column, _value in cells]
    first = next((place for place, kind in enumerate(kinds) if kind in ("decimal", "percent")), 0)
    words = [(column.width, str(value)) for column, value in cells[:first] if column.kind == "text" and value]
    wide = [text for width, text in words if width >= WIDE]
    return wide[-1] if wide else max((text for _width, text in words), key=len, default="")


def _of_kind(cells: list[tuple[Column, Any]], kind: str) -> tuple[Decimal, ...]:
    return tuple(Decimal(value) for column, value in cells if column.kind == kind and value is not None)
