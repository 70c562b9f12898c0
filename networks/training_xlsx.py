"""Training as workbooks. What somebody typed is never run as a formula."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from decimal import Decimal
from io import BytesIO

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from networks.completion import Tally, standing
from networks.models import Course, Enrollment, Network
from networks.selectors.courses import STANDING_WORDS, Totals, hours_of, sex_words, with_hours
from networks.tables import safe

Value = str | int | Decimal | datetime.date | None
_HEAD = PatternFill("solid", fgColor="43194E")
_WRAPPED = Alignment(wrap_text=True, vertical="top")


def totals_workbook(network: Network, year: int | None, totals: Totals) -> bytes:
    """A sheet by topic, one by sex, one by unit; a person counts once in each line."""
    book = Workbook(write_only=True)
    span = str(year) if year else _("todos los años")
    heads = [_("Inscritas"), _("Asistieron"), _("Concluyeron"), _("% que concluyó"), _("Falta registrar")]
    topics = [[row.topic.name, row.courses, row.hours, *_figures(row.tally)] for row in totals.topics]
    topics.append([_("Total"), totals.courses, totals.hours, *_figures(totals.tally)])
    about = f"{network.name} · {_('Formación')} · {span}"
    _sheet(book, _("Por tema"), about, [_("Tema"), _("Cursos"), _("Horas impartidas"), *heads], topics)
    sexes = [[capfirst(line.label), *_figures(line.tally)] for line in totals.sexes]
    _sheet(book, _("Por sexo"), about, [_("Sexo"), *heads], sexes)
    units = [[line.label, *_figures(line.tally)] for line in totals.units]
    _sheet(book, _("Por unidad"), about, [capfirst(network.member_word), *heads], units)
    return _saved(book)


def _figures(tally: Tally) -> list[Value]:
    return [tally.enrolled, tally.attended, tally.completed, tally.share, tally.unrecorded]


def people_workbook(network: Network, courses: Sequence[Course], today: datetime.date) -> tuple[bytes, int]:
    """A row for each person of each course, and how many rows there are."""
    by_id = {course.pk: course for course in courses}
    rows = with_hours(Enrollment.objects.filter(course__in=list(by_id)), today).select_related("contact", "member")
    found = [_person(by_id[row.course_id], row) for row in rows.order_by("course", "contact__name", "pk")]
    heads = [
        _("Tema"),
        _("Curso"),
        _("Empezó"),
        capfirst(network.member_word),
        _("Nombre"),
        _("Cargo"),
        _("Sexo"),
        _("Se retiró el"),
        _("Horas del curso"),
        _("Horas asistidas"),
        _("% de asistencia"),
        _("Resultado"),
    ]
    book = Workbook(write_only=True)
    _sheet(book, _("Personas"), f"{network.name} · {_('Formación')}", heads, found)
    return _saved(book), len(found)


def _person(course: Course, row: Enrollment) -> list[Value]:
    hours = hours_of(course, row.attended_hours, row.missed_hours, row.recorded_hours)
    reached = standing(hours, course.minimum_attendance, row.withdrawn_on is not None)
    return [
        course.topic.name,
        course.title,
        course.begun_on,
        row.member.name,
        row.contact.name,
        row.post,
        sex_words()[row.contact.sex],
        row.withdrawn_on,
        hours.total,
        hours.attended,
        hours.percent,
        str(STANDING_WORDS[reached]),
    ]


def _sheet(book: Workbook, title: str, about: str, heads: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    sheet = book.create_sheet(title[:31])
    for number, words in enumerate(heads, 1):
        sheet.column_dimensions[get_column_letter(number)].width = 44 if number == 1 else max(16, len(words) + 4)
    sheet.freeze_panes = "A4"
    sheet.append([_cell(sheet, about, Font(bold=True, size=14))])
    sheet.append([])
    sheet.append([_cell(sheet, words, Font(bold=True, color="FFFFFF"), _HEAD) for words in heads])
    for row in rows:
        sheet.append([_cell(sheet, value) if isinstance(value, str) else value for value in row])


def _cell(sheet, words: str, font: Font | None = None, fill: PatternFill | None = None) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, safe(ILLEGAL_CHARACTERS_RE.sub("", words)))
    if font:
        cell.font = font
    if fill:
        cell.fill, cell.alignment = fill, _WRAPPED
    return cell


def _saved(book: Workbook) -> bytes:
    content = BytesIO()
    book.save(content)
    return content.getvalue()
