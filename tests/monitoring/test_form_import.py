"""The form as it comes back: nothing lost, and nothing written over."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from monitoring.models import ComplianceEntry, Measurement
from monitoring.roundtrip.export import HEAD_ROW
from tests.monitoring.roundtrip.workbooks import (
    DRY,
    NOTHING,
    add_everything,
    draft,
    edited,
    entry_of,
    exported,
    fill,
    imported,
    keep,
    narrated,
    opened,
    saved,
)


@pytest.fixture
def asked(reporting):
    return add_everything(reporting)


@pytest.fixture
def read(tmp_path, technician):
    """`read(content, *flags)` is what the command says to the técnica."""
    return lambda content, *flags: imported(tmp_path, content, technician.username, *flags)


def test_filled_and_brought_back_it_is_a_draft(asked, read, technician):
    content = fill(
        exported(asked),
        ("Avances", 1, "status", "en avance"),
        ("Avances", 1, "progress", "40,5 %"),
        narrated(1, "- Cuatro talleres.\n= dos barrios"),
        ("Cifras", 1, "value", 14),
        ("Cifras", 1, "basis", "acumulado del año"),
        ("Cifras", 2, "value", 12),
        ("Cifras", 3, "value", "2"),
        ("Cifras", 4, "value", "Al día"),
        ("Productos", 1, "status", "CUMPLIDO"),
        ("Productos", 1, "delivered_on", datetime.date(2024, 2, 29)),
        ("Productos", 1, "note", "Impresa"),
        ("Preguntas", 1, "answer", "en linea"),
        ("Preguntas", 2, "answer", "01/03/2024"),
        ("Avances", 2, "obstacles", "Falta el convenio."),
    )
    assert read(content) == {**NOTHING, "changed": 2}
    entry = entry_of(asked)
    assert (entry.status, entry.progress, entry.review_state) == ("en_avance", Decimal("40.50"), "draft")
    assert entry.narrative == "- Cuatro talleres.\n= dos barrios"
    assert entry.created_by == technician
    people = entry.measurements.get(indicator_lineage=asked.people.lineage)
    assert (people.value, people.basis) == (14, "year_to_date")
    assert people.breakdown == {"sexo": {"mujeres": "12", "hombres": "2"}}
    assert entry.measurements.get(indicator_lineage=asked.state.lineage).text == "Al día"
    guide = entry.deliverables.get()
    assert (guide.status, guide.note, guide.delivered_on) == ("cumplido", "Impresa", datetime.date(2024, 2, 29))
    assert entry.answers.get(question=asked.how).text == "En línea"
    assert entry.answers.get(question=asked.day).day == datetime.date(2024, 3, 1)
    assert entry_of(asked, asked.second).obstacles == "Falta el convenio."


def test_brought_back_as_it_left_it_changes_nothing(asked, read, technician):
    entry = keep(asked, technician)
    assert read(exported(asked)) == NOTHING
    entry.refresh_from_db()
    assert entry.revision == 1


def test_a_dry_run_writes_nothing(asked, read):
    assert read(fill(exported(asked), narrated(1, "Hecho.")), DRY)["changed"] == 1
    assert not ComplianceEntry.objects.exists()


def test_what_was_emptied_is_emptied(asked, read, technician):
    keep(asked, technician)
    blanks = [
        ("Avances", 1, "obstacles"),
        ("Cifras", 3, "value"),
        ("Cifras", 4, "value"),
        ("Preguntas", 2, "answer"),
    ]
    content = fill(exported(asked), *((*place, None) for place in blanks))
    assert read(content) == {**NOTHING, "changed": 1}
    entry = entry_of(asked)
    assert entry.obstacles == ""
    assert entry.narrative == "Cuatro talleres.\nDos barrios."
    people = entry.measurements.get()
    assert (people.value, people.breakdown) == (14, {"sexo": {"mujeres": "12"}})
    assert [answer.question for answer in entry.answers.all()] == [asked.how]


def test_what_the_form_does_not_show_stays(asked, read, technician):
    """Evidence, and a part of a breakdown that the plan asks for no more."""
    keep(asked, technician)
    Measurement.objects.filter(indicator_lineage=asked.people.lineage).update(
        breakdown={"sexo": {"mujeres": "12", "hombres": "2"}, "edad": {"0-17": "3"}}
    )
    read(fill(exported(asked), ("Cifras", 3, "value", 3)))
    people = entry_of(asked).measurements.get(indicator_lineage=asked.people.lineage)
    assert people.breakdown == {"sexo": {"mujeres": "12", "hombres": "3"}, "edad": {"0-17": "3"}}


def test_rows_sorted_moved_and_deleted_are_known_again(asked, read):
    content = fill(exported(asked), narrated(1, "De la primera."), narrated(2, "De la segunda."))

    def turn(book):
        page = book["Avances"]
        rows = [[one.value for one in row] for row in page.iter_rows(min_row=HEAD_ROW + 1)]
        for number, values in enumerate([rows[1], [None] * len(rows[0]), rows[0]], start=HEAD_ROW + 1):
            for place, value in enumerate(values, start=1):
                page.cell(number, place).value = value
        book["Cifras"].delete_rows(HEAD_ROW + 1, 2)

    assert read(edited(content, turn)) == {**NOTHING, "changed": 2}
    assert entry_of(asked).narrative == "De la primera."
    assert entry_of(asked, asked.second).narrative == "De la segunda."


def test_columns_moved_and_sheets_renamed_are_known_again(asked, read):
    content = fill(exported(asked), narrated(1, "Hecho."))

    def move(book):
        page = book["Avances"]
        page.title = "Lo mío"
        page.move_range("K1:K6", cols=5)
        book.remove(book["Cifras"])

    assert read(edited(content, move)) == {**NOTHING, "changed": 1}
    assert entry_of(asked).narrative == "Hecho."


def test_saved_by_a_program_that_knows_less(asked, read, technician):
    """Without styles, rules or locks, and every sheet shown: only the cells are left."""
    keep(asked, technician)
    book = opened(fill(exported(asked), narrated(1, "Otro texto.")))
    plain = type(book)()
    plain.remove(plain.active)
    for page in book.worksheets:
        copy = plain.create_sheet(page.title)
        for row in page.iter_rows():
            for one in row:
                if one.value is not None:
                    copy.cell(one.row, one.column).value = one.value
                    copy.cell(one.row, one.column).data_type = one.data_type
    assert read(saved(plain)) == {**NOTHING, "changed": 1}
    assert entry_of(asked).obstacles == "=ninguno"


def test_what_both_changed_is_shown_and_stays(asked, read, technician):
    draft(asked, technician, narrative="Al salir.", obstacles="Uno.", progress=Decimal(10))
    content = fill(
        exported(asked),
        narrated(1, "En el archivo."),
        ("Avances", 1, "progress", 20),
        ("Avances", 1, "status", "Pendiente"),
    )
    now = {"narrative": "En la página.", "obstacles": "Dos.", "progress": Decimal(20)}
    draft(asked, technician, revision=1, **now)
    conflict = {
        "activity": "1.1",
        "field": "narrative",
        "file": "En el archivo.",
        "now": "En la página.",
        "exported": "Al salir.",
    }
    expected = {"changed": 1, "conflicts": [conflict], "errors": []}
    assert read(content, DRY) == expected
    assert read(content) == expected
    entry = entry_of(asked)
    # One side changed the status, the other the obstacles, both the progress alike: nothing to choose there.
    assert (entry.narrative, entry.obstacles, entry.status) == ("En la página.", "Dos.", "pendiente")
    assert entry.progress == 20


def test_in_a_figure_and_an_answer_too(asked, read, technician):
    content = fill(exported(asked), ("Cifras", 2, "value", 5), ("Preguntas", 1, "answer", "En línea"))
    keep(asked, technician)
    found = read(content, DRY)
    assert found["changed"] == 0
    assert [(one["field"], one["file"], one["now"], one["exported"]) for one in found["conflicts"]] == [
        ("figures · Personas capacitadas · mujeres · value", "5", "12", ""),
        ("answers · ¿Cómo se hizo? · answer", "En línea", "En persona, con visita", ""),
    ]


def test_words_replaced_all_over_the_workbook_do_not_hide_a_conflict(asked, read, technician):
    draft(asked, technician, narrative="Taller en el barrio.")

    def replace(book):
        for page in book.worksheets:
            for row in page.iter_rows():
                for one in row:
                    if isinstance(one.value, str):
                        one.value = one.value.replace("barrio", "centro")

    content = edited(exported(asked), replace)
    draft(asked, technician, revision=1, narrative="Taller en la plaza.")
    [conflict] = read(content, DRY)["conflicts"]
    assert (conflict["file"], conflict["exported"]) == ("Taller en el centro.", None)


def test_a_page_left_open_does_not_take_the_import_for_its_own(asked, read, technician):
    entry = draft(asked, technician, narrative="Uno.")
    read(fill(exported(asked), narrated(1, "Dos.")))
    before, entry = entry, entry_of(asked)
    assert entry.revision == before.revision + 1
    assert entry.last_write not in (None, before.last_write)
