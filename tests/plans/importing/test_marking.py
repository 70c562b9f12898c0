"""The file comes back with each finding as a comment on its cell, and everything else as it was."""

import io
from typing import Any

import docx
import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font

from plans.importing.cells import Document, RefusedFileError, Table
from plans.importing.draft import Where
from plans.importing.marking import COLOUR, marked_copy
from plans.importing.packages import WORD
from plans.importing.reading import read_document
from tests import documents
from tests.documents import LEFT, UP, Line, csv_file, ods, replaced, saved, word, workbook
from tests.documents.builders import part_of

ROWS = [["Eje", "Meta", LEFT, "Peso"], ["A", "uno", "dos", 40], [UP, "tres", LEFT, 50], [UP, LEFT, "x", "y"]]


COMMENTS_RELATION = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r9" Target="comments.xml" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/comments"/>'
    "</Relationships>"
)


def marked(directory, name: str, data: bytes, *notes: tuple[Where, str]) -> bytes:
    return marked_copy(saved(directory, name, data), name.rpartition(".")[2], list(notes))


def book_of(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data), rich_text=True)


def comments(data: bytes) -> dict[str, str]:
    """Sheet!cell → its comment, of the cells that are coloured."""
    return {
        f"{sheet.title}!{cell.coordinate}": cell.comment.text
        for sheet in book_of(data)
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment and cell.fill.fgColor.rgb.endswith(COLOUR)
    }


def words(element: Any) -> str:
    return "".join(each.text or "" for each in element.iter(f"{WORD}t"))


def word_comments(data: bytes) -> dict[str, str]:
    """The text that each comment is on → the comment."""
    file = docx.Document(io.BytesIO(data))
    texts = {str(comment.comment_id): comment.text for comment in file.comments}
    found = {}
    for start in file.element.body.iter(f"{WORD}commentRangeStart"):
        paragraph = next(start.iterancestors(f"{WORD}p"))
        found[words(paragraph)] = texts.pop(start.get(f"{WORD}id"))
    assert not texts
    return found


def reread(directory, name: str, data: bytes) -> Document:
    return read_document(saved(directory, f"again.{name}", data), name)


def test_cells_of_a_workbook(tmp_path):
    data = workbook({"Uno": [["a"]], "Dos": [["", ""], ["", "b"], ["c", "d"]], "Tres": ROWS})
    copy = marked(
        tmp_path,
        "plan.xlsx",
        data,
        (Where(sheet="Dos", table=2, row=3, column=2), "La primera."),
        (Where(sheet="Dos", table=2, row=3, column=2), "La segunda."),
        (Where(sheet="Dos", table=2, row=3, column=2), "La primera."),
        (Where(table=3, row=4, column=1), "Cubierta."),
        (Where(sheet="Tres", row=3, column=4), "Por su hoja."),
        (Where(table=2), "Toda la tabla."),
        (Where(table=2, row=3), "Toda la fila."),
        (Where(), "Todo el archivo."),
    )
    assert comments(copy) == {
        "Uno!A1": "Todo el archivo.",
        "Dos!B2": "Toda la tabla.",
        "Dos!A3": "Toda la fila.",
        "Dos!B3": "La primera.\nLa segunda.",
        "Tres!A2": "Cubierta.",
        "Tres!D3": "Por su hoja.",
    }
    assert reread(tmp_path, "plan.xlsx", copy).blocks == reread(tmp_path, "plan.xlsx", data).blocks


def test_what_the_workbook_had_is_kept(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Peso", "Total"])
    sheet.append([0.5, "=A2*2"])
    sheet["A2"].number_format = "0.00%"
    sheet["A2"].font = Font(bold=True)
    sheet["A2"].comment = Comment("Nota de ella", "Coordinadora")
    sheet.column_dimensions["A"].width = 44
    sheet.freeze_panes = "A2"
    book.create_sheet("Listas").sheet_state = "hidden"
    buffer = io.BytesIO()
    book.save(buffer)
    copy = book_of(marked(tmp_path, "plan.xlsx", buffer.getvalue(), (Where(table=1, row=2, column=1), "Revise.")))
    cell = copy.active["A2"]
    assert cell.comment.text == "Nota de ella\nRevise."
    assert (cell.value, cell.number_format, cell.font.bold) == (0.5, "0.00%", True)
    assert (copy.active["B2"].value, copy.active.freeze_panes) == ("=A2*2", "A2")
    assert copy.active.column_dimensions["A"].width == 44
    assert copy["Listas"].sheet_state == "hidden"


@pytest.mark.parametrize(
    ("name", "build"), [("plan.ods", lambda rows: ods({"Mi: plan": rows})), ("plan.csv", csv_file)]
)
def test_text_of_other_formats_in_a_workbook(name, build, tmp_path):
    rows = [["", ""], ["Eje", "Meta"], ["=1+1", "uno\ndos"]]
    copy = marked(tmp_path, name, build(rows), (Where(table=1, row=3, column=1), "Revise."), (Where(), "Todo."))
    [sheet] = book_of(copy).worksheets
    assert list(comments(copy).values()) == ["Todo.", "Revise."]
    assert (sheet["A3"].value, sheet["A3"].data_type, sheet["B3"].value) == ("=1+1", "s", "uno\ndos")
    assert sheet.title == ("Mi  plan" if name == "plan.ods" else "Hoja 1")
    [table] = reread(tmp_path, "plan.xlsx", copy).tables
    [own] = reread(tmp_path, name, build(rows)).tables
    assert (table.rows[1:], table.row_numbers) == (own.rows[1:], own.row_numbers)


def test_cells_of_a_word_document(tmp_path):
    data = word("Presentación", [["antes"]], "Plan", ROWS)
    copy = marked(
        tmp_path,
        "plan.docx",
        data,
        (Where(table=2, row=2, column=4), "Pesa poco."),
        (Where(table=2, row=2, column=4), "Y sin prueba.\x0b"),
        (Where(table=2, row=4, column=1), "Cubierta."),
        (Where(table=2, row=3, column=3), "Ancha."),
        (Where(table=1), "Tabla."),
        (Where(paragraph=2), "Párrafo."),
        (Where(), "Archivo."),
    )
    assert word_comments(copy) == {
        "40": "Pesa poco.\nY sin prueba. ",
        "A": "Cubierta.",
        "tres": "Ancha.",
        "antes": "Tabla.",
        "Plan": "Párrafo.",
        "Presentación": "Archivo.",
    }
    assert reread(tmp_path, "plan.docx", copy).blocks == reread(tmp_path, "plan.docx", data).blocks
    body = docx.Document(io.BytesIO(copy)).element.body
    shaded = [cell for cell in body.iter(f"{WORD}tc") if cell.find(f"{WORD}tcPr/{WORD}shd") is not None]
    assert [words(cell) for cell in shaded] == ["antes", "A", "40", "tres"]
    assert [words(next(mark.iterancestors(f"{WORD}p"))) for mark in body.iter(f"{WORD}highlight")] == [
        "Presentación",
        "Plan",
    ]


def test_cells_without_text_and_documents_without_paragraphs(tmp_path):
    cells = "<w:tc><w:p/></w:tc><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc>"
    data = word(Line(xml=f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"))
    copy = marked(tmp_path, "plan.docx", data, (Where(table=1, row=1, column=1), "Vacía."), (Where(), "Archivo."))
    assert word_comments(copy) == {"": "Vacía.", "a": "Archivo."}


def test_a_copy_can_be_marked_again(tmp_path):
    once = marked(tmp_path, "plan.docx", word("uno", [["a", "b"]]), (Where(table=1, row=1, column=1), "Primera."))
    twice = marked(
        tmp_path, "plan.docx", once, (Where(table=1, row=1, column=2), "Segunda."), (Where(), "Tercera.")
    )
    assert word_comments(twice) == {"a": "Primera.", "b": "Segunda.", "uno": "Tercera."}


def every_cell(document: Document) -> list[tuple[Where, str]]:
    def places(table: Table):
        for number, row in zip(table.row_numbers, table.rows, strict=True):
            for column, cell in enumerate(row, start=1):
                if cell:
                    yield Where(table=table.number, row=number, column=column), cell.text

    notes = [note for table in document.tables for note in places(table)]
    return notes + [(Where(paragraph=line.number), line.text) for line in document.paragraphs]


@pytest.mark.parametrize("name", ["form", "matrix", "outline", "numbered_outline", "numbered_table"])
def test_places_that_were_read_are_the_places_that_are_marked(name, tmp_path):
    """Each cell and paragraph gets its own text as a comment, so that a comment elsewhere shows."""
    data = getattr(documents, name)()
    document = reread(tmp_path, "plan.docx", data)
    copy = marked(tmp_path, "plan.docx", data, *every_cell(document))
    for text, comment in word_comments(copy).items():
        assert " ".join(text.split()) in " ".join(comment.split())


@pytest.mark.parametrize("name", ["form", "matrix", "split_header", "by_eje", "portuguese", "programmed_done"])
def test_places_of_sheets_too(name, tmp_path):
    data = getattr(documents, name)("xlsx")
    document = reread(tmp_path, "plan.xlsx", data)
    copy = marked(tmp_path, "plan.xlsx", data, *every_cell(document))
    book = book_of(copy)
    found = comments(copy)
    assert len(found) == sum(bool(cell) for table in document.tables for row in table.rows for cell in row)
    for place, text in found.items():
        sheet, _mark, cell = place.rpartition("!")
        value = book[sheet][cell].value
        assert isinstance(value, (int, float)) or "\n".join(value.split("\n")) == text


def test_what_only_a_forgiving_program_opens(tmp_path):
    styles = part_of(workbook({"H": []}), "xl/styles.xml").replace('patternType="gray125"', 'patternType="otro"')
    data = replaced(workbook({"Hoja": [["a", "b"]]}), {"xl/styles.xml": styles})
    with pytest.raises(ValueError, match="styl"):
        book_of(data)
    copy = marked(tmp_path, "plan.xlsx", data, (Where(table=1, row=1, column=2), "Revise."))
    assert comments(copy) == {"Hoja!B1": "Revise."}
    broken = replaced(word("x"), {"word/comments.xml": "<a/>", "word/_rels/document.xml.rels": COMMENTS_RELATION})
    with pytest.raises(RefusedFileError, match="No se pudieron poner las marcas"):
        marked(tmp_path, "plan.docx", broken, (Where(), "Todo."))


def test_a_hostile_file_is_not_marked(tmp_path):
    with pytest.raises(RefusedFileError):
        marked(tmp_path, "plan.docx", b"%PDF-1.7", (Where(), "x"))
    with pytest.raises(RefusedFileError):
        marked(tmp_path, "plan.xlsx", word("x"), (Where(), "x"))
