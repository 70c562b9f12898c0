"""Training as workbooks. What somebody typed is never run as a formula."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from openpyxl import Workbook

from networks.completion import Tally, standing
from networks.models import Course, Enrollment, Network
from networks.selectors.courses import STANDING_WORDS, Totals, hours_of, sex_words, with_hours
from networks.workbooks import Value, add_sheet, saved


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
    return saved(book)


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
    return saved(book), len(found)


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
    widths = [44, *(max(16, len(words) + 4) for words in heads[1:])]
    add_sheet(book, title, about, heads, rows, widths)
