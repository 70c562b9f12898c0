"""The sheets of the form: their columns, in order, and which of them are to be filled."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ID, STATUS = "id", "status"
# Hidden sheets, by whose names a program finds them.
IDENTITY = "Trama"
LISTS = "Listas"
SUMMARY = _("Por corregir")


@dataclass(frozen=True, slots=True)
class Column:
    """`width` in characters; `fills`: unlocked in rows that may be written."""

    key: str
    heading: Promise
    width: int
    fills: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    key: str
    title: Promise
    columns: tuple[Column, ...]

    @property
    def filled(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.fills)


_CODE = Column("code", _("Código"), 9)
_ACTIVITY = Column("activity", _("Actividad"), 38)

ENTRIES = Sheet(
    "entries",
    _("Avances"),
    (
        Column("eje", _("Eje"), 20),
        _CODE,
        _ACTIVITY,
        Column("deadline", _("Plazo"), 16),
        Column("state", _("Cómo está"), 22),
        Column("before_status", _("La vez pasada: cumplimiento"), 16),
        Column("before", _("La vez pasada: qué se hizo"), 34),
        Column(STATUS, _("Cumplimiento"), 16, fills=True),
        Column("progress", _("Avance (%)"), 10, fills=True),
        Column("narrative", _("Qué se hizo"), 52, fills=True),
        Column("obstacles", _("Obstáculos"), 36, fills=True),
    ),
)
FIGURES = Sheet(
    "figures",
    _("Cifras"),
    (
        _CODE,
        _ACTIVITY,
        Column("indicator", _("Indicador"), 38),
        Column("by", _("De ellos"), 24),
        Column("before", _("La vez pasada"), 16),
        Column("value", _("Cifra"), 18, fills=True),
        Column("basis", _("Qué abarca"), 20, fills=True),
    ),
)
DELIVERABLES = Sheet(
    "deliverables",
    _("Productos"),
    (
        _CODE,
        _ACTIVITY,
        Column("deliverable", _("Producto"), 44),
        Column("deadline", _("Plazo"), 18),
        Column("before_status", _("La vez pasada: estado"), 16),
        Column(STATUS, _("Estado"), 16, fills=True),
        Column("delivered_on", _("Entregado el"), 14, fills=True),
        Column("note", _("Nota"), 48, fills=True),
    ),
)
ANSWERS = Sheet(
    "answers",
    _("Preguntas"),
    (
        _CODE,
        _ACTIVITY,
        Column("question", _("Pregunta"), 48),
        Column("help", _("Cómo responder"), 34),
        Column("before", _("La vez pasada"), 26),
        Column("answer", _("Respuesta"), 44, fills=True),
    ),
)
SHEETS = {sheet.key: sheet for sheet in (ENTRIES, FIGURES, DELIVERABLES, ANSWERS)}
HEADINGS = {(sheet.key, column.key): column.heading for sheet in SHEETS.values() for column in sheet.columns}
