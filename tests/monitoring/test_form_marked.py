"""The file back with what must be mended in its cells, and again once it was mended."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.urls import reverse
from openpyxl.comments import Comment

from monitoring.models import FormUpload
from monitoring.roundtrip.building import form_of
from monitoring.roundtrip.checking import check_form
from monitoring.roundtrip.marking import CONTESTED, WRONG, marked_form
from monitoring.roundtrip.reading import read_form
from tests.monitoring.roundtrip.workbooks import (
    add_everything,
    cell,
    draft,
    edited,
    exported,
    fill,
    imported,
    narrated,
    opened,
    uploaded,
)


@pytest.fixture
def asked(reporting):
    return add_everything(reporting)


def marked(asked, content: bytes, tmp_path: Path) -> bytes:
    path = tmp_path / "lleno.xlsx"
    path.write_bytes(content)
    checked = check_form(form_of(asked.network, asked.period, asked.member), read_form(path, path.name))
    return marked_form(path, checked)


def wrong(asked) -> bytes:
    return fill(
        exported(asked), ("Avances", 1, "status", "hecho"), ("Cifras", 2, "value", "doce"), narrated(2, "Bien.")
    )


def colour(one) -> str:
    return one.fill.fgColor.rgb[-6:]


def test_marks_each_cell_and_says_why(asked, tmp_path):
    book = opened(marked(asked, wrong(asked), tmp_path))
    status = cell(book, "Avances", "status")
    assert colour(status) == WRONG
    assert status.comment.text.startswith("«hecho» no es una de las opciones")
    assert colour(cell(book, "Cifras", "value", 2)) == WRONG
    assert cell(book, "Avances", "narrative", 2).comment is None
    assert colour(cell(book, "Avances", "narrative", 2)) != WRONG


def test_a_list_of_it_all_stands_in_front(asked, tmp_path):
    book = opened(marked(asked, wrong(asked), tmp_path))
    assert book.sheetnames[0] == book.active.title == "Por corregir"
    rows = [row[:2] for row in book["Por corregir"].iter_rows(min_row=5, values_only=True)]
    assert rows == [("Avances", "I5"), ("Cifras", "G6")]
    assert book["Por corregir"]["B5"].hyperlink.location == "'Avances'!I5"


def test_conflicts_are_yellow(asked, tmp_path, technician):
    content = fill(exported(asked), narrated(1, "En el archivo."))
    draft(asked, technician, narrative="En la página.")
    one = cell(opened(marked(asked, content, tmp_path)), "Avances", "narrative")
    assert colour(one) == CONTESTED
    assert "«En la página.»" in one.comment.text


def test_locks_lists_and_what_it_is_known_by_stay(asked, tmp_path, technician):
    content = marked(asked, wrong(asked), tmp_path)
    book = opened(content)
    assert book["Avances"].protection.sheet
    assert book["Avances"].data_validations.count == 2
    assert book["Trama"].sheet_state == "veryHidden"
    mended = fill(content, ("Avances", 1, "status", "Cumplido"), ("Cifras", 2, "value", 12))
    assert imported(tmp_path, mended, technician.username, "--dry-run") == {
        "changed": 2,
        "conflicts": [],
        "errors": [],
    }


def test_what_was_mended_is_marked_no_more(asked, tmp_path):
    first = marked(asked, wrong(asked), tmp_path)
    book = opened(marked(asked, fill(first, ("Avances", 1, "status", "Cumplido")), tmp_path))
    status = cell(book, "Avances", "status")
    assert status.comment is None
    assert colour(status) == "FFFFFF"
    assert colour(cell(book, "Cifras", "value", 2)) == WRONG
    assert book.sheetnames.count("Por corregir") == 1
    assert book["Por corregir"].max_row == 5


def test_her_own_comments_stay(asked, tmp_path):
    def note(book):
        cell(book, "Avances", "narrative").comment = Comment("Preguntar a Obras.", "yo")

    book = opened(marked(asked, edited(wrong(asked), note), tmp_path))
    assert cell(book, "Avances", "narrative").comment.text.startswith("Preguntar a Obras.")


def test_is_downloaded_by_who_uploaded_it(asked, technician, login):
    row = uploaded(asked, technician, wrong(asked))
    response = login(technician).get(reverse("monitoring:form_marked", args=["alfa", asked.period.code, row.key]))
    assert 'filename="lleno-por-corregir.xlsx"' in response["Content-Disposition"]
    assert colour(cell(opened(response.content), "Avances", "status")) == WRONG
    assert FormUpload.objects.filter(pk=row.pk).exists()
