"""A member with something of everything to report, and her form as a person fills it."""

from __future__ import annotations

import datetime
import io
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from monitoring.models import ComplianceEntry, FormUpload, Question, QuestionKind
from monitoring.roundtrip.building import form_of
from monitoring.roundtrip.export import FIRST_ROW, HEAD_ROW, KEY_ROW, form_workbook
from monitoring.roundtrip.files import form_upload
from monitoring.services import (
    AnswerDraft,
    DeliverableDraft,
    EntryDraft,
    EntryKey,
    MeasurementDraft,
    entry_save_draft,
    entry_submit,
)
from plans.models import Deliverable, Indicator

NOTHING = {"changed": 0, "conflicts": [], "errors": []}
DRY = "--dry-run"
SEX = [{"by": "sexo", "values": ["mujeres", "hombres"]}]


def add_everything(reporting: SimpleNamespace) -> SimpleNamespace:
    """To the first activity: a figure told apart, a state told in words, a product and two questions."""
    reporting.people = Indicator.objects.create(
        activity=reporting.first, title="Personas capacitadas", unit="personas", disaggregation=SEX
    )
    reporting.state = Indicator.objects.create(activity=reporting.first, title="Estado del mapa", is_numeric=False)
    reporting.guide = Deliverable.objects.create(activity=reporting.first, title="Guía de talleres")
    place = {"plan": reporting.version.plan, "activity_lineage": reporting.first.lineage}
    reporting.how = Question.objects.create(
        **place, label="¿Cómo se hizo?", kind=QuestionKind.CHOICE, choices=["En línea", "En persona, con visita"]
    )
    reporting.day = Question.objects.create(**place, label="¿Cuándo?", kind=QuestionKind.DATE, order=1)
    return reporting


def exported(reporting: SimpleNamespace, member: Any = ...) -> bytes:
    member = reporting.member if member is ... else member
    return form_workbook(form_of(reporting.network, reporting.period, member))


def opened(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def saved(book: Any) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def edited(content: bytes, edit: Callable[[Any], None]) -> bytes:
    book = opened(content)
    edit(book)
    return saved(book)


def cell(book: Any, sheet: str, column: str, row: int = 1) -> Any:
    """`column` by its key, `row` counted from 1 among those to fill."""
    page = book[sheet]
    place = next(c.column for c in page[KEY_ROW] if c.value == column)
    return page.cell(HEAD_ROW + row, place)


def rows_of(book: Any, sheet: str) -> list[dict[str, Any]]:
    page = book[sheet]
    keys = [c.value for c in page[KEY_ROW]]
    return [dict(zip(keys, row, strict=True)) for row in page.iter_rows(min_row=FIRST_ROW, values_only=True)]


def fill(content: bytes, *given: tuple[str, int, str, Any]) -> bytes:
    """Cells by (sheet, row, column key, value); a text that begins with «=» is typed as text."""

    def edit(book: Any) -> None:
        for sheet, row, column, value in given:
            one = cell(book, sheet, column, row)
            one.value = value
            if isinstance(value, str):
                one.data_type = "s"

    return edited(content, edit)


def narrated(row: int, words: str) -> tuple[str, int, str, str]:
    return "Avances", row, "narrative", words


def key_of(reporting: SimpleNamespace, activity: Any = None, member: Any = ...) -> EntryKey:
    activity = activity or reporting.first
    return EntryKey(
        period=reporting.period,
        version=reporting.version,
        activity_lineage=activity.lineage,
        member=reporting.member if member is ... else member,
    )


def draft(reporting: SimpleNamespace, user: Any, activity: Any = None, revision: int = 0, **given: Any) -> Any:
    """As if typed in the page."""
    key = key_of(reporting, activity)
    return entry_save_draft(key=key, draft=EntryDraft(**given), revision=revision, user=user)


def sent(reporting: SimpleNamespace, user: Any, activity: Any = None, **given: Any) -> Any:
    given = {"status": "cumplido", **given}
    return entry_submit(key=key_of(reporting, activity), draft=EntryDraft(**given), revision=0, user=user)


def imported(tmp_path: Path, content: bytes, by: str, *flags: str, name: str = "lleno.xlsx") -> dict[str, Any]:
    """What `form_import … --json` prints."""
    path = tmp_path / name
    path.write_bytes(content)
    out = io.StringIO()
    call_command("form_import", str(path), "--by", by, "--json", *flags, stdout=out, stderr=io.StringIO())
    return json.loads(out.getvalue())


def as_upload(content: bytes, name: str = "lleno.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def uploaded(reporting: SimpleNamespace, user: Any, content: bytes, reason: str = "") -> FormUpload:
    return form_upload(period=reporting.period, user=user, file=as_upload(content), reason=reason)


def entry_of(asked, activity=None):
    return ComplianceEntry.objects.get(activity_lineage=(activity or asked.first).lineage, member=asked.member)


def whole_draft(asked, **changes) -> EntryDraft:
    given_ = {
        "status": "en_avance",
        "progress": Decimal("40.50"),
        "narrative": "Cuatro talleres.\nDos barrios.",
        "obstacles": "=ninguno",
        "measurements": {
            asked.people.lineage: MeasurementDraft(
                value=Decimal(14), basis="year_to_date", breakdown={"sexo": {"mujeres": "12", "hombres": "2"}}
            ),
            asked.state.lineage: MeasurementDraft(text="Al día"),
        },
        "deliverables": {
            asked.guide.lineage: DeliverableDraft(
                status="cumplido", note="Impresa", delivered_on=datetime.date(2024, 2, 29)
            )
        },
        "answers": {
            asked.how.lineage: AnswerDraft(question=asked.how, text="En persona, con visita"),
            asked.day.lineage: AnswerDraft(question=asked.day, day=datetime.date(2024, 3, 1)),
        },
    }
    return EntryDraft(**{**given_, **changes})


def keep(asked, user, **changes):
    given_ = {"key": key_of(asked), "draft": whole_draft(asked, **changes), "revision": 0, "user": user}
    return entry_save_draft(**given_)
