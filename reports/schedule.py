"""The cronograma of a plan on A3 sheets for the wall: the same picture as on its page, a part on each sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from django.utils.text import slugify
from django.utils.translation import gettext as _

from monitoring.compliance import SYMBOLS
from monitoring.cronograma import PlanCronograma, key_words
from monitoring.gantt import GanttRow, draw, striped, wrap
from monitoring.labels import STATUS_WORDS, period_label
from reports.pages import page_pdf
from reports.pdf import STYLE_SHEET, printable

# In CSS pixels, as in static/css/print/schedule.css: the rows of the list and of the picture must meet.
ROW_HEIGHT, WIDTH = 34, 1080
FIRST_SHEET, SHEET = 23, 28
CHARACTERS = 62


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the list beside the picture, cut to two lines; the first follows the code."""

    row: GanttRow
    words: list[str]
    is_shaded: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """`picture` is a data address, `told` the same in words for who cannot see it."""

    lines: list[Line]
    picture: str
    told: str


def schedule_pdf(asked: PlanCronograma) -> bytes:
    """Raises `pdf.PdfError`."""
    rows = asked.rows(asked.blocks)
    parts = list(split(rows))
    plan, network = asked.version.plan, asked.network
    context = {
        "title": plan.title,
        "subtitle": " · ".join(subtitle(asked)),
        "network": network,
        "style": STYLE_SHEET.with_name("schedule.css").as_uri(),
        "sheets": [_sheet(asked, part, number, len(parts)) for number, part in enumerate(parts, start=1)],
        "key": [(_data(drawing), words) for drawing, words in key_words()],
        "signs": [(SYMBOLS[status][0], word, status) for status, word in STATUS_WORDS.items()],
    }
    return page_pdf("reports/pdf/schedule.html", context, stem=file_stem(asked), data=_as_json(asked, rows))


def file_stem(asked: PlanCronograma) -> str:
    plan = asked.version.plan
    return slugify(f"cronograma-{asked.network.slug}-{plan.slug}-version-{asked.version.number}")


def subtitle(asked: PlanCronograma) -> Iterator[str]:
    """What is shown, and as it stood when."""
    yield _("Cronograma, versión %(number)s (%(status)s)") % {
        "number": asked.version.number,
        "status": asked.version.get_status_display(),
    }
    for name in ("eje", "integrante"):
        chosen = asked.filter.value(name)
        if chosen:
            yield str(dict(asked.filter.fields[name].choices)[chosen])
    if asked.period:
        yield period_label(asked.period)
    yield _("estado al %(on)s") % {"on": f"{asked.on:%d/%m/%Y}"}


def split(rows: Sequence[GanttRow]) -> Iterator[list[GanttRow]]:
    """The rows of each sheet: none ends in a heading, and each begins with the headings it is under."""
    room, part, above = FIRST_SHEET, [], []
    for row in rows:
        if len(part) >= room:
            kept = len(part)
            while part[kept - 1].is_group:
                kept -= 1
            under = [one for one in above if not row.is_group or _is_over(one, row)]
            waiting = part[kept:]
            yield part[:kept]
            room, part = SHEET, [one if one in waiting else _continued(one) for one in under]
        if row.is_group:
            above = [*(one for one in above if _is_over(one, row)), row]
        part.append(row)
    if part:
        yield part


ORDER = ("undated", "plan", "eje")


def _is_over(one: GanttRow, row: GanttRow) -> bool:
    return ORDER.index(one.level) < ORDER.index(row.level)


def _continued(row: GanttRow) -> GanttRow:
    return replace(row, label=_("%(title)s (sigue)") % {"title": row.label})


def _sheet(asked: PlanCronograma, rows: Sequence[GanttRow], number: int, of: int) -> Sheet:
    first, last = asked.time
    picture = draw(rows, asked.scale, first, last, asked.on, words=asked.words, row_height=ROW_HEIGHT, width=WIDTH)
    lines = [Line(row, _label(row), shaded) for row, shaded in striped(rows)]
    told = _("Hoja %(number)s de %(of)s.") % {"number": number, "of": of}
    facts = (
        f"{row.code or row.label}: {row.when or _('sin fecha')}. {row.word}" for row in rows if not row.is_group
    )
    return Sheet(lines, _data(picture), f"{told} {' '.join(facts)}")


def _label(row: GanttRow) -> list[str]:
    room = CHARACTERS - (6 if row.level in ("sub", "deliverable") else 0)
    first, *rest = wrap(f"{row.code} {row.label}".strip(), room) or [""]
    return [first.removeprefix(row.code).lstrip(), *rest]


def _data(svg: str) -> str:
    return "data:image/svg+xml," + quote(printable(svg), safe="/:=")


def _as_json(asked: PlanCronograma, rows: Sequence[GanttRow]) -> dict[str, Any]:
    """What the sheets show, attached to the PDF."""
    return {
        "network": asked.network.slug,
        "plan": asked.version.plan.slug,
        "version": asked.version.number,
        "on": asked.on.isoformat(),
        "rows": [
            {
                "level": row.level,
                "code": row.code,
                "title": row.label,
                "start": row.start and row.start.isoformat(),
                "end": row.end and row.end.isoformat(),
                "precision": row.precision,
                "months": list(row.months),
                "deadline": row.when,
                "state": row.state,
                "late": row.late,
            }
            for row in rows
        ],
    }
