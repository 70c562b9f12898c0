"""Word as the person sees it: visible text, numbers that Word draws, merged cells, tables within tables."""

import subprocess
import sys
from pathlib import Path

import pytest

from plans.importing.cells import Cell, Document, Paragraph, Table
from plans.importing.reading import read_document
from plans.importing.word_lists import formatted
from tests import documents
from tests.documents import LEFT, UP, Line, grid, replaced, saved, word
from tests.documents.builders import W, list_use, numbered_list
from tests.documents.hostile import sheet_with

ROOT = Path(__file__).parents[3]


def read(directory: Path, data: bytes) -> Document:
    return read_document(saved(directory, "plan.docx", data), "plan.docx")


def shown(table: Table) -> list[list[str]]:
    return [[f"<{cell.covered}" if cell.covered else cell.text for cell in row] for row in table.rows]


def runs(xml: str) -> Line:
    return Line(xml=f"<w:p>{xml}</w:p>")


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>IF 1 = 1</w:instrText></w:r>{code}'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
DELETED = "<w:del><w:r><w:delText>ya no</w:delText></w:r></w:del>"
INVITATION = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('Haga clic')}</w:sdtContent></w:sdt>"
PARAGRAPHS = [
    (run("P") + run("lan de ") + run("trabajo", "<w:b/>"), "Plan de trabajo"),
    (run("  dos   espacios ") + "<w:r><w:tab/></w:r>" + run("y tabulador"), "dos espacios y tabulador"),
    (run("una línea") + "<w:r><w:br/></w:r>" + run("otra"), "una línea\notra"),
    (run("pro\u00adducto\u200b sin\u00a0cortes"), "producto sin cortes"),
    (run("técnico") + "<w:r><w:noBreakHyphen/></w:r>" + run("política"), "técnico-política"),
    (run("Aprobar") + DELETED + f"<w:ins>{run(' ya')}</w:ins>", "Aprobar ya"),
    (
        f"<w:moveFrom>{run('antes ')}</w:moveFrom>{run('después')}<w:moveTo>{run(' aquí')}</w:moveTo>",
        "después aquí",
    ),
    (run("visible") + run(" oculto", "<w:vanish/>") + run(" sí", '<w:vanish w:val="0"/>'), "visible sí"),
    (run("Total: ") + FIELD.format(code=run("código"), result=run("100")), "Total: 100"),
    (f'<w:fldSimple w:instr="PAGE">{run("7")}</w:fldSimple>{run(" de 9")}', "7 de 9"),
    (f"<w:hyperlink>{run('la página')}</w:hyperlink>", "la página"),
    (f"<w:sdt><w:sdtPr/><w:sdtContent>{run('escrito')}</w:sdtContent></w:sdt>", "escrito"),
    (INVITATION + run("fin"), "fin"),
    ('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>' + run(" hecho"), "✓ hecho"),
    (
        f"<w:r><w:pict><w:txbxContent><w:p>{run('recuadro')}</w:p></w:txbxContent></w:pict></w:r>" + run("fuera"),
        "fuera",
    ),
    ("e\u0301ste".join(("<w:r><w:t>", "</w:t></w:r>")), "éste"),
]


@pytest.mark.parametrize(("xml", "text"), PARAGRAPHS)
def test_visible_text(xml, text, tmp_path):
    document = read(tmp_path, word(runs(xml), [["antes"], ["celda"]]))
    assert [paragraph.text for paragraph in document.paragraphs] == [text]
    table = f"<w:tbl><w:tr><w:tc><w:p>{xml}</w:p></w:tc></w:tr></w:tbl>"
    [inside] = read(tmp_path, word(Line(xml=table))).tables
    assert inside.rows[0][0].lines == tuple(text.split("\n"))


def test_blocks_stand_in_reading_order_and_count_what_is_seen(tmp_path):
    document = read(tmp_path, word("uno", "", [["a"]], [["", ""]], "dos", [["b"]]))
    assert [(type(block), block.number) for block in document.blocks] == [
        (Paragraph, 1),
        (Table, 1),
        (Paragraph, 2),
        (Table, 3),
    ]


def test_headings_by_outline_level_and_by_name(tmp_path):
    styles = f"""<w:styles xmlns:w="{W}">
      <w:style w:type="paragraph" w:styleId="a"><w:name w:val="Título 3"/></w:style>
      <w:style w:type="paragraph" w:styleId="b"><w:name w:val="Mío"/><w:basedOn w:val="a"/></w:style>
      <w:style w:type="paragraph" w:styleId="c"><w:name w:val="Title"/></w:style>
      <w:style w:type="paragraph" w:styleId="d"><w:name w:val="Eje"/>
        <w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
      <w:style w:type="paragraph" w:styleId="e"><w:name w:val="toc 1"/></w:style>
    </w:styles>"""
    lines = [runs(f'<w:pPr><w:pStyle w:val="{key}"/></w:pPr>{run(key)}') for key in "abcde"]
    own = runs(f'<w:pPr><w:pStyle w:val="d"/><w:outlineLvl w:val="9"/></w:pPr>{run("texto")}')
    document = read(tmp_path, replaced(word(*lines, own), {"word/styles.xml": styles}))
    assert [(line.text, line.heading) for line in document.paragraphs] == [
        ("a", 3),
        ("b", 3),
        ("c", 1),
        ("d", 2),
        ("texto", 0),
    ]


def numbered(*places: tuple[int, int]) -> list[Line]:
    return [Line("x", number=place) for place in places]


def markers(directory: Path, data: bytes) -> list[str]:
    return [line.marker for line in read(directory, data).paragraphs]


def test_numbers_that_word_draws(tmp_path):
    lines = numbered(
        (1, 0), (1, 1), (1, 1), (1, 2), (1, 0), (1, 1), (2, 0), (2, 1), (2, 1), (2, 2), (2, 0), (3, 0)
    )
    assert markers(tmp_path, word(*lines)) == [
        *("1.", "1.1.", "1.2.", "1.2.1.", "2.", "2.1."),
        *("A.", "a)", "b)", "i.", "B.", ""),
    ]
    assert [line.level for line in read(tmp_path, word("x", *lines)).paragraphs][:5] == [0, 1, 2, 2, 3]


def test_lists_that_start_again_or_go_on(tmp_path):
    model = numbered_list(1, ("decimal", "%1."), ("lowerLetter", "%2)"))
    numbering = model + list_use(1, 1) + list_use(2, 1, restarted=[0]) + list_use(3, 1)
    lines = numbered((1, 0), (1, 0), (2, 0), (2, 0), (3, 0), (1, 1), (0, 0))
    assert markers(tmp_path, word(*lines, numbering=numbering)) == ["1.", "2.", "1.", "2.", "3.", "a)", ""]


def test_a_level_that_never_starts_again(tmp_path):
    level = '<w:lvl w:ilvl="{}"><w:start w:val="{}"/><w:numFmt w:val="{}"/>{}<w:lvlText w:val="{}"/></w:lvl>'
    levels = level.format(0, 4, "upperRoman", "", "Eje %1") + level.format(
        1, 1, "decimal", '<w:lvlRestart w:val="0"/><w:isLgl/>', "%1-%2"
    )
    numbering = f'<w:abstractNum w:abstractNumId="1">{levels}</w:abstractNum>{list_use(1, 1)}'
    lines = numbered((1, 0), (1, 1), (1, 0), (1, 1))
    assert markers(tmp_path, word(*lines, numbering=numbering)) == ["Eje IV", "4-1", "Eje V", "5-2"]


def test_numbering_by_style(tmp_path):
    styles = f"""<w:styles xmlns:w="{W}"><w:style w:type="paragraph" w:styleId="a"><w:name w:val="Lista"/>
      <w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style></w:styles>"""
    styled = '<w:pPr><w:pStyle w:val="a"/>{}</w:pPr>' + run("x")
    unnumbered = runs(styled.format('<w:numPr><w:numId w:val="0"/></w:numPr>'))
    lines = [Line("x", number=(1, 0)), runs(styled.format("")), runs(styled.format("")), unnumbered]
    data = replaced(word(*lines), {"word/styles.xml": styles})
    assert markers(tmp_path, data) == ["1.", "1.1.", "1.2.", ""]


@pytest.mark.parametrize(
    ("number", "form", "text"),
    [
        (27, "lowerLetter", "aa"),
        (28, "upperLetter", "BB"),
        (999_999, "lowerLetter", "999999"),
        (1994, "upperRoman", "MCMXCIV"),
        (4000, "lowerRoman", "4000"),
        (3, "decimalZero", "03"),
        (3, "ordinal", "3º"),
        (3, "chicago", "3"),
    ],
)
def test_figures_and_letters(number, form, text):
    assert formatted(number, form) == text


def test_numbers_drawn_in_a_column_of_their_own(tmp_path):
    [table] = read(tmp_path, documents.numbered_table()).tables
    assert [row[0].text for row in table.rows] == ["N°", "1.", "2."]
    lines = grid([["Actividad"], ["uno\ndos"]], lists={0: (2, 1)})
    [table] = read(tmp_path, word(lines)).tables
    assert table.rows[1][0].lines == ("a) uno", "b) dos")


def test_merged_cells_keep_their_first_place(tmp_path):
    rows = [["Eje", "Meta", LEFT, LEFT], ["A", "a", "b", "c"], [UP, "d", LEFT, "e"], [UP, LEFT, "f", "g"]]
    [table] = read(tmp_path, word(rows)).tables
    assert shown(table) == [
        ["Eje", "Meta", "<left", "<left"],
        ["A", "a", "b", "c"],
        ["<above", "d", "<left", "e"],
        ["<above", "<above", "f", "g"],
    ]
    assert table.row_numbers == [1, 2, 3, 4]


def test_rows_are_rectangular(tmp_path):
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    skipped = f'<w:tr><w:trPr><w:gridBefore w:val="2"/></w:trPr>{cell.format("c")}</w:tr>'
    struck = f"<w:tr><w:trPr><w:del/></w:trPr>{cell.format('x')}</w:tr>"
    wrapped = f"<w:sdt><w:sdtContent><w:tr><w:sdt><w:sdtContent>{cell.format('d')}</w:sdtContent></w:sdt></w:tr>"
    table_xml = f"<w:tbl><w:tr>{cell.format('a')}</w:tr>{struck}{skipped}{wrapped}</w:sdtContent></w:sdt></w:tbl>"
    [table] = read(tmp_path, word(Line(xml=table_xml))).tables
    assert shown(table) == [["a", "", ""], ["", "", "c"], ["d", "", ""]]
    assert table.row_numbers == [1, 3, 4]


def test_a_table_inside_a_cell_is_text_of_the_cell(tmp_path):
    inner = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>dentro</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    outer = f"<w:tbl><w:tr><w:tc><w:p><w:r><w:t>antes</w:t></w:r></w:p>{inner}<w:p/></w:tc></w:tr></w:tbl>"
    document = read(tmp_path, word(Line(xml=outer), [["otra"]]))
    assert [shown(table) for table in document.tables] == [[["antes\ndentro"]], [["otra"]]]
    assert document.tables[1].number == 2


@pytest.mark.parametrize(
    ("above", "title"),
    [
        (["Presentación", "", "AGENDA", "Años 2012 y 2013"], "AGENDA\nAños 2012 y 2013"),
        (["texto", Line("Cronograma", heading=2)], "Cronograma"),
        (["Plan", ""], "Plan"),
        (["Plan", "a" * 201], ""),
        ([[["otra"]]], ""),
        (["1", "2", "3", "4"], "2\n3\n4"),
        (["Plan", Line("uno", number=(1, 0))], ""),
        ([Line("Plan", heading=1, number=(1, 0))], "Plan"),
    ],
)
def test_titles_stand_right_above(above, title, tmp_path):
    assert read(tmp_path, word(*above, [["a"]])).tables[-1].title == title


def test_whole_plans(tmp_path):
    form, notes = read(tmp_path, documents.form()).tables
    assert form.rows[1][2].lines == ("20", "30")
    assert (len(form.rows), form.width, notes.title) == (7, 5, "Actividad 1.2: análisis del avance")
    _objective, plan, agenda = read(tmp_path, documents.matrix()).tables
    assert [row[0].covered for row in plan.rows] == ["", "", "above", "", "", "", "above"]
    assert agenda.title == "AGENDA\nACTIVIDADES 2012-2013"
    outline = read(tmp_path, documents.numbered_outline()).paragraphs
    assert [line.marker for line in outline] == ["", "A.", "a)", "b)", "B.", "a)", "i.", "ii.", "b)"]


MEASURE = """
import re, sys
from pathlib import Path
from plans.importing.reading import read_document
document = read_document(Path(sys.argv[1]), sys.argv[1])
most = int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) / 1024
print(len(document.tables[0].rows), most)
"""


def big_workbook() -> bytes:
    """Made by hand: writing it takes the library longer than reading it."""
    cell = '<c t="inlineStr"><is><t>texto {} de la fila {}</t></is></c>'
    return sheet_with(
        "".join(f"<row>{''.join(cell.format(column, n) for column in range(8))}</row>" for n in range(10_000))
    )


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_ten_thousand_rows_stay_small(kind, tmp_path):
    rows = [[f"texto {column} de la fila {n}" for column in range(8)] for n in range(10_000)]
    path = saved(tmp_path, f"plan.{kind}", word(rows) if kind == "docx" else big_workbook())
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(path)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    count, most = done.stdout.split()
    assert count == "10000"
    assert float(most) < 150


def test_equal_cells_without_anything_are_empty(tmp_path):
    [table] = read(tmp_path, word([["a", ""]])).tables
    assert table.rows[0][1] == Cell()
    assert not table.rows[0][1]
