"""From the values of a file to the draft that the services take."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from monitoring.models import Answer, Basis, Question
from monitoring.roundtrip import sheets
from monitoring.roundtrip.layout import Line, Report, fits
from monitoring.roundtrip.values import Kind
from monitoring.services import AnswerDraft, DeliverableDraft, EntryDraft, MeasurementDraft

Values = Mapping[tuple[str, str], str]


def draft_of(report: Report, values: Values, reason: str) -> EntryDraft:
    """The entry as it is, with `values` by (row id, column) in place of what it says; the rest keeps its words."""
    entry = report.entry
    given: dict[str, Any] = {name: getattr(entry, name) for name in _OWN} if entry else {}
    for line in report.lines:
        if line.sheet == sheets.ENTRIES.key:
            given |= {column: _value(line, column, text) for column, text in _of(line, values)}
    return EntryDraft(
        **given,
        on_behalf_reason=reason or (entry.on_behalf_reason if entry else ""),
        measurements=_measurements(report, values),
        deliverables=_deliverables(report, values),
        answers=_answers(report, values),
    )


_OWN = ("status", "progress", "narrative", "obstacles")


def _of(line: Line, values: Values) -> Iterator[tuple[str, str]]:
    return ((column, values[line.id, column]) for column in line.fields if (line.id, column) in values)


def _value(line: Line, column: str, text: str) -> Any:
    kind = line.fields[column].kind
    if kind in (Kind.NUMBER, Kind.PERCENT):
        return Decimal(text) if text else None
    if kind == Kind.DATE:
        return datetime.date.fromisoformat(text) if text else None
    return text


def _measurements(report: Report, values: Values) -> dict[UUID, MeasurementDraft]:
    rows = report.given("measurements", "indicator_lineage")
    found: dict[UUID, dict[str, Any]] = {}
    for line in report.lines:
        if line.sheet != sheets.FIGURES.key:
            continue
        row = rows.get(line.about.lineage)
        given = found.setdefault(line.about.lineage, _measured(row))
        for column, text in _of(line, values):
            if line.part is not None:
                _set_part(given["breakdown"], line.part, text)
            elif column == "value" and not line.about.is_numeric:
                given["text"] = text
            else:
                given[column] = _value(line, column, text)
    return {lineage: MeasurementDraft(**given) for lineage, given in found.items()}


def _measured(row: Any) -> dict[str, Any]:
    if row is None:
        return {"value": None, "text": "", "basis": Basis.PERIOD, "breakdown": {}}
    breakdown = {by: dict(parts) for by, parts in row.breakdown.items()}
    return {"value": row.value, "text": row.text, "basis": row.basis, "breakdown": breakdown}


def _set_part(breakdown: dict[str, dict[str, str]], part: tuple[str, str], text: str) -> None:
    """What is left empty is absent, which is not zero."""
    by, value = part
    parts = breakdown.setdefault(by, {})
    if text:
        parts[value] = text
    else:
        parts.pop(value, None)
    if not parts:
        del breakdown[by]


def _deliverables(report: Report, values: Values) -> dict[UUID, DeliverableDraft]:
    rows = report.given("deliverables", "deliverable_lineage")
    found = {}
    for line in report.lines:
        if line.sheet == sheets.DELIVERABLES.key:
            row = rows.get(line.about.lineage)
            given = {name: getattr(row, name) for name in ("status", "note", "delivered_on")} if row else {}
            given |= {column: _value(line, column, text) for column, text in _of(line, values)}
            found[line.about.lineage] = DeliverableDraft(**given)
    return found


def _answers(report: Report, values: Values) -> dict[UUID, AnswerDraft]:
    """What was not changed stands beside the wording it answered; what is not an answer to today's stays too."""
    rows = report.given("answers", "question_lineage")
    found = {}
    for line in report.lines:
        if line.sheet != sheets.ANSWERS.key:
            continue
        changed = dict(_of(line, values))
        row: Answer | None = rows.get(line.about.lineage)
        if changed:
            found[line.about.lineage] = _answer(line, line.about, changed["answer"])
        elif row is None or not fits(row, line.about):
            found[line.about.lineage] = AnswerDraft(question=line.about, keeps_earlier=True)
        else:
            found[line.about.lineage] = AnswerDraft(
                question=row.question, text=row.text, value=row.value, day=row.day
            )
    return found


def _answer(line: Line, question: Question, text: str) -> AnswerDraft:
    value = _value(line, "answer", text)
    kind = line.fields["answer"].kind
    name = {Kind.NUMBER: "value", Kind.DATE: "day"}.get(kind, "text")
    return AnswerDraft(question=question, **{name: value})
