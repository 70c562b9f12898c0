"""Excel, OpenDocument and CSV: cells as the person sees them, sheet by sheet, in the rows of the file."""

import datetime

import pytest

from plans.importing.cells import Document, Paragraph, Table
from plans.importing.number_formats import kind_of
from plans.importing.read_sheets import shown
from plans.importing.reading import read_document
from tests import documents
from tests.documents import LEFT, UP, csv_file, ods, replaced, saved, workbook
from tests.documents.builders import part_of
from tests.documents.hostile import ods_with, sheet_with

MERGED = [["Eje", "Meta", LEFT], ["A", "uno\ndos", "x"], [UP, "tres", LEFT]]


def read(directory, data: bytes, name: str = "plan.xlsx") -> Document:
    return read_document(saved(directory, name, data), name)


def texts(table: Table) -> list[list[str]]:
    return [[f"<{cell.covered}" if cell.covered else cell.text for cell in row] for row in table.rows]


def one(directory, data: bytes, name: str = "plan.xlsx") -> list[list[str]]:
    [table] = read(directory, data, name).tables
    return texts(table)


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (14.0, "", "14"),
        (2012, "", "2012"),
        (1.1, "", "1.1"),
        (12.5, "", "12.5"),
        (33.333, "", "33,333"),
        (0.1 + 0.2, "", "0.3"),
        (100 / 3, "", "33.3333333333"),
        (-2.5, "", "-2.5"),
        (1e20, "", "1E+20"),
        (0.0, "", "0"),
        (0.3333, "percent", "33,33 %"),
        (0.125, "percent", "12,5 %"),
        (1.0, "percent", "100 %"),
        (True, "", "Sí"),
        (False, "", "No"),
        (datetime.date(2012, 3, 15), "", "15/03/2012"),
        (datetime.datetime.fromisoformat("2012-03-15"), "", "15/03/2012"),
        (datetime.datetime.fromisoformat("2012-03-15T09:05"), "", "15/03/2012 09:05"),
        (datetime.date(2012, 3, 1), "month", "03/2012"),
        (datetime.date(2012, 1, 1), "year", "2012"),
        (datetime.time(9, 5), "", "09:05"),
    ],
)
def test_values_as_the_person_sees_them(value, kind, text):
    assert shown(value, kind) == text


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("0.00%", "percent"),
        ("0 %;-0 %", "percent"),
        ('0.0" %"', ""),
        ("0\\%", ""),
        ("mmm-yy", "month"),
        ("[$-40A]mmmm yyyy;@", "month"),
        ("yyyy", "year"),
        ("dd/mm/yyyy", ""),
        ("h:mm:ss", ""),
        ("General", ""),
    ],
)
def test_formats_that_change_what_is_seen(code, kind):
    assert kind_of(code) == kind


def test_formats_of_a_workbook(tmp_path):
    march = datetime.date(2012, 3, 1)
    rows = [["Peso", "Mes", "Día", "Año"], [0.3333, march, march, march], [0.5, march, march, march]]
    forms = {"A": "0.00%", "B": "mmm-yy", "C": "dd/mm/yyyy", "D": "yyyy", "A3": "General"}
    assert one(tmp_path, workbook({"Plan": rows}, formats={"Plan": forms}))[1:] == [
        ["33,33 %", "03/2012", "01/03/2012", "2012"],
        ["0.5", "03/2012", "01/03/2012", "2012"],
    ]


def test_rows_and_columns_of_the_file(tmp_path):
    rows = [["", ""], ["", "", "a"], ["", ""], ["", "b\n\nc", ""], ["", "", " "]]
    for name, data in (("a.xlsx", workbook({"H": rows})), ("a.ods", ods({"H": rows})), ("a.csv", csv_file(rows))):
        [table] = read(tmp_path, data, name).tables
        assert texts(table) == [["", "", "a"], ["", "", ""], ["", "b\nc", ""]]
        assert table.row_numbers == [2, 3, 4]
        assert table.rows[2][1].lines == ("b", "c")


@pytest.mark.parametrize("build", [workbook, ods])
def test_merged_cells_keep_their_first_place(build, tmp_path):
    name = f"plan.{'ods' if build is ods else 'xlsx'}"
    assert one(tmp_path, build({"H": MERGED}), name) == [
        ["Eje", "Meta", "<left"],
        ["A", "uno\ndos", "x"],
        ["<above", "tres", "<left"],
    ]


def test_merges_wider_than_what_is_written(tmp_path):
    data = workbook({"H": [["a"], ["b", "c"]]}, merged={"H": ["A1:Z1", "A2:A900"]})
    assert one(tmp_path, data) == [["a", "<left"], ["b", "c"]]


def test_one_table_a_sheet_and_hidden_ones_are_told(tmp_path):
    sheets = {"Eje 1": [["a"]], "Vacía": [], "Listas": [["x"]], "Nada": [], "Eje 2": [["b"]]}
    document = read(tmp_path, workbook(sheets, hidden=["Listas", "Nada"]))
    assert [(table.number, table.sheet, table.title) for table in document.tables] == [
        (1, "Eje 1", "Eje 1"),
        (2, "Eje 2", "Eje 2"),
    ]
    [told] = document.paragraphs
    assert told.text.startswith("La hoja «Listas» está oculta y no se leyó")
    assert [type(block) for block in document.blocks] == [Table, Paragraph, Table]


def test_the_sign_that_excel_declares_is_no_row(tmp_path):
    [table] = read(tmp_path, b"sep=;\na;b\n", "plan.csv").tables
    assert (texts(table), table.row_numbers) == ([["a", "b"]], [2])


def test_hidden_sheets_of_opendocument_are_told(tmp_path):
    data = ods({"Eje 1": [["a"]], "Listas": [["x"]]})
    spaces = 'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
    style = f'<style:style {spaces} style:name="off"><style:table-properties table:display="false"/></style:style>'
    content = part_of(data, "content.xml").replace('"Listas"', '"Listas" table:style-name="off"')
    styles = f"<office:automatic-styles>{style}</office:automatic-styles><office:body>"
    content = content.replace("<office:body>", styles)
    document = read(tmp_path, replaced(data, {"content.xml": content}), "plan.ods")
    assert [table.sheet for table in document.tables] == ["Eje 1"]
    assert "«Listas» está oculta" in document.paragraphs[0].text


def test_nothing_that_a_cell_shows_is_lost(tmp_path):
    """Errors and formulas never computed have no value: what stands in the cell is kept."""
    rows = (
        '<row r="1"><c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="B1"><f>SUM(C1:C3)</f><v></v></c>'
        '<c r="C1"><f>7*2</f><v>14</v></c><c r="D1" t="b"><v>1</v></c><c r="E1" t="str"><f>""</f><v></v></c></row>'
        '<row r="3"><c r="G3"><f>A1</f></c></row>'
    )
    assert one(tmp_path, sheet_with(rows)) == [
        ["#DIV/0!", "=SUM(C1:C3)", "14", "Sí", "", "", ""],
        ["", "", "", "", "", "", ""],
        ["", "", "", "", "", "", "=A1"],
    ]


def cell(attributes: str, text: str = "") -> str:
    return f"<table:table-cell {attributes}>{text and f'<text:p>{text}</text:p>'}</table:table-cell>"


OPEN_DOCUMENT = [
    (cell('office:value-type="percentage" office:value="0.3333"', "33,33 %"), "33,33 %"),
    (cell('office:value-type="float" office:value="14"', "14,00"), "14,00"),
    (cell('office:value-type="float" office:value="14"'), "14"),
    (cell('office:value-type="date" office:date-value="2012-03-15"', "03/15/12"), "15/03/2012"),
    (cell('office:value-type="date" office:date-value="2012-03-01"', "marzo de 2012"), "marzo de 2012"),
    (cell('office:value-type="date" office:date-value="2012-03-01"', "03-2012"), "03/2012"),
    (cell('office:value-type="boolean" office:boolean-value="true"', "VERDADERO"), "Sí"),
    (cell('office:value-type="string"', "a<text:s/>b<text:line-break/>c<text:span> d</text:span>"), "a b\nc d"),
    (cell('office:value-type="string"', "<office:annotation><text:p>nota</text:p></office:annotation>a"), "a"),
]


@pytest.mark.parametrize(("xml", "text"), OPEN_DOCUMENT)
def test_opendocument_shows_its_own_words(xml, text, tmp_path):
    row = f"<table:table-row>{xml}</table:table-row>"
    assert one(tmp_path, ods_with(row), "plan.ods") == [[text]]


def test_repeated_rows_and_cells_of_opendocument(tmp_path):
    row = '<table:table-row table:number-rows-repeated="2">{}</table:table-row>'
    repeated = '<table:table-cell table:number-columns-repeated="2"><text:p>a</text:p></table:table-cell>'
    empty = '<table:table-cell table:number-columns-repeated="2"/>'
    rows = row.format(repeated) + row.format(empty) + row.format(empty + repeated)
    assert one(tmp_path, ods_with(rows), "plan.ods") == [
        *[["a", "a", "", ""]] * 2,
        *[["", "", "", ""]] * 2,
        *[["", "", "a", "a"]] * 2,
    ]


@pytest.mark.parametrize("kind", ["xlsx", "ods", "csv"])
def test_the_same_plan_in_every_format(kind, tmp_path):
    [table] = read(tmp_path, documents.form(kind), f"plan.{kind}").tables
    word_table = read(tmp_path, documents.form(), "plan.docx").tables[0]
    assert table.rows == word_table.rows


def test_whole_workbooks(tmp_path):
    split = one(tmp_path, documents.split_header())
    assert split[5][3:6] == ["50 %", "01/03/2024", "30/06/2024"]
    assert split[4] == ["<above", "<above", "<above", "<above", "Inicio", "Término", "<above"]
    sheets = read(tmp_path, documents.by_eje()).tables
    assert [table.title for table in sheets] == ["Eje 1 Autonomía (40%)", "Eje 2 Cuidados (60%)", "Notas"]
