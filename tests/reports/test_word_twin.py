"""The Word twin: the figures of the PDF, in real styles, tables and pictures, from the same HTML."""

from __future__ import annotations

import re
import time
from decimal import Decimal
from io import BytesIO
from urllib.parse import quote

import pytest
from docx import Document
from docx.oxml.ns import qn
from PIL import Image
from pypdf import PdfReader

from reports.charts import progress_bar
from reports.rendering import render_html, render_pdf
from reports.word_twin import word_twin
from tests.reports.report_samples import gestion_context, header, plain, subdere_context
from tests.reports.word_samples import HEADER, converted, page, text_of, texts, twin

FIGURE = re.compile(r"\d[\d.,/  ]*\d|\d")


def styles_of(document) -> list[tuple[str, str]]:
    return [(paragraph.style.name, paragraph.text) for paragraph in document.paragraphs if paragraph.text]


def image_of(document) -> Image.Image:
    [part] = [part for part in document.part.package.iter_parts() if part.partname.startswith("/word/media/")]
    return Image.open(BytesIO(part.blob)).convert("RGBA")


def svg(shapes: str, size: str = 'viewBox="0 0 20 10"') -> str:
    return "data:image/svg+xml," + quote(f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{shapes}</svg>')


@pytest.fixture(scope="module")
def pair() -> dict[str, tuple[str, str]]:
    """Of each form, what its PDF says and what LibreOffice says of its twin."""
    found = {}
    for context in (subdere_context(), gestion_context(8)):
        data = plain(context)
        pdf = PdfReader(BytesIO(render_pdf(data, in_process=True)))
        said = " ".join(each.extract_text() for each in pdf.pages)
        found[data["form"]] = said, text_of(converted(word_twin(render_html(data), data)))
    return found


@pytest.mark.parametrize("form", ["subdere", "gestion"])
def test_every_figure_of_the_pdf_is_in_the_word_document(pair, form: str) -> None:
    said, twin_said = pair[form]
    said = re.sub(r"página \d+ de \d+", "", said)
    figures = {re.sub(r"\s", "", figure) for figure in FIGURE.findall(said)}
    assert len(figures) > 10
    assert sorted(figure for figure in figures if figure.rstrip(".,/") not in twin_said) == []


def test_pages_are_numbered_and_headed(pair) -> None:
    assert "página1de" in pair["gestion"][1]
    assert "RedPrueba" not in pair["gestion"][1]
    assert "ReddePrueba·Informedeprueba·Tercertrimestrede2024" in pair["gestion"][1]


def test_headings_are_real_styles() -> None:
    document = twin(
        '<h1>Uno</h1><p class="subtitle">Año</p><h2><span class="ordinal">Objetivo 1</span> Dos</h2><h3>Tres</h3>'
        "<h4>Cuatro</h4><p>Un  <strong>texto</strong>\n corrido</p>"
        "<ul><li>a</li><li>b</li></ul><ol><li>c</li></ol>"
    )
    assert styles_of(document) == [
        ("Title", "Uno"),
        ("Subtitle", "Año"),
        ("Heading 1", "Objetivo 1\nDos"),
        ("Heading 2", "Tres"),
        ("Heading 3", "Cuatro"),
        ("Normal", "Un texto corrido"),
        ("List Bullet", "a"),
        ("List Bullet", "b"),
        ("List Number", "c"),
    ]
    assert [run.text for run in document.paragraphs[5].runs if run.bold] == ["texto"]


def test_lists_count_each_from_one() -> None:
    document = twin("<ol><li>a</li><li>b</li></ol><p>x</p><ol><li>c</li></ol>")
    numbers = [row._p.pPr.numPr.numId.val for row in document.paragraphs if row.style.name == "List Number"]
    assert numbers[0] == numbers[1] != numbers[2]


TABLE = """<table class="grid"><colgroup><col class="w20"><col><col class="w30"></colgroup>
<thead><tr><th>A</th><th>B</th><th class="num">C</th></tr></thead>
<tbody><tr class="sector"><th colspan="3">Grupo</th></tr>
<tr><th rowspan="2">x</th><td>1</td><td class="num">2,50</td></tr><tr><td>3</td><td class="num">4</td></tr></tbody>
<tbody><tr class="total"><th colspan="2">Total</th><td class="num">6,50</td></tr></tbody></table>"""


def test_tables_keep_their_grid() -> None:
    [table] = twin(TABLE).tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["A", "B", "C"],
        ["Grupo"] * 3,
        ["x", "1", "2,50"],
        ["x", "3", "4"],
        ["Total", "Total", "6,50"],
    ]
    assert table.style.name == "Cuadro"
    widths = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid.findall(qn("w:gridCol"))]
    assert [round(100 * width / sum(widths)) for width in widths] == [20, 50, 30]


def test_heads_return_and_rows_stay_whole() -> None:
    [table] = twin(TABLE).tables
    heads = [row._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in table.rows]
    assert heads == [True, False, False, False, False]
    assert all(row._tr.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in table.rows)
    assert table.cell(1, 0).paragraphs[0].paragraph_format.keep_with_next
    assert not table.cell(2, 1).paragraphs[0].paragraph_format.keep_with_next


def test_figures_stand_right_and_groups_are_shaded() -> None:
    [table] = twin(TABLE).tables
    assert [table.cell(row, 2).paragraphs[0].alignment for row in (0, 2, 4)] == [2, 2, 2]
    shades = [table.cell(row, 0)._tc.tcPr.find(qn("w:shd")) for row in range(5)]
    assert [shade is not None and shade.get(qn("w:fill")) for shade in shades] == [
        False,
        "F4F1F6",
        False,
        False,
        "F4F1F6",
    ]


def test_a_row_taller_than_a_page_may_part() -> None:
    [table] = twin(f"<table><tr><td>{'palabra ' * 900}</td></tr></table>").tables
    assert table.rows[0]._tr.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is None


@pytest.mark.parametrize(
    "table",
    [
        "<table></table>",
        "<table><tbody><tr></tr></tbody></table>",
        "<table><tr><td rowspan='9'>a</td><td>b</td></tr></table>",
        "<table><tr><td colspan='900'>a</td></tr><tr><td>b</td><td>c</td></tr></table>",
        "<table><tr><td rowspan='2'>a</td><td>b</td></tr><tr></tr><tr><td>c</td></tr></table>",
        "<table><tr><td>a<table><tr><td>b</td></tr></table></td></tr></table>",
        "<table><tr><td rowspan='2' colspan='2'>a</td><td>b</td></tr><tr><td>c</td></tr></table>",
    ],
)
def test_odd_tables_are_sound(table: str) -> None:
    """Every row as wide as the grid, every cell ends in a paragraph, no row goes on where nothing began."""
    body = twin(table + "<p>fin</p>").element.body
    for found in body.iter(qn("w:tbl")):
        wide = len(found.find(qn("w:tblGrid")))
        for row in found.findall(qn("w:tr")):
            spans = [cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}") for cell in row.findall(qn("w:tc"))]
            assert sum(1 if span is None else int(span.get(qn("w:val"))) for span in spans) == wide
    assert all(cell[-1].tag == qn("w:p") for cell in body.iter(qn("w:tc")))


def test_two_tables_do_not_become_one() -> None:
    body = twin("<table><tr><td>a</td></tr></table><table><tr><td>b</td></tr></table>").element.body
    assert [child.tag.rpartition("}")[2] for child in body] == ["tbl", "p", "tbl", "p", "sectPr"]


def test_a_wide_part_lies_down_and_the_rest_stands() -> None:
    document = twin('<p>a</p><section class="wide"><table><tr><td>b</td></tr></table></section><p>c</p>')
    sizes = [section.page_width > section.page_height for section in document.sections]
    assert sizes == [False, True, False]
    assert [section.different_first_page_header_footer for section in document.sections] == [True, False, False]
    widths = [int(table._tbl.tblPr.find(qn("w:tblW")).get(qn("w:w"))) for table in document.tables]
    assert widths[0] > 14_000


def test_a_whole_report_may_lie_down() -> None:
    document = twin("<h1>a</h1>", main=' class="wide"')
    assert [section.page_width > section.page_height for section in document.sections] == [True]


def test_what_changed_is_struck_and_underlined() -> None:
    [paragraph] = twin("<p>era <del>10</del> y es <ins>12</ins></p>").paragraphs[:1]
    looks = {run.text: run.font for run in paragraph.runs}
    assert looks["10"].strike
    assert str(looks["10"].color.rgb) == "8A1420"
    assert looks["12"].underline


def test_links_lead_inside_and_to_the_web_only() -> None:
    document = twin(
        '<p><a href="#nota-1">nota 1</a> <a href="https://ejemplo.org/a">web</a> <a href="javascript:x()">no</a> '
        '<a href="/redes/">tampoco</a></p><table><tr><th id="nota-1">1</th></tr></table>'
    )
    links = list(document.element.iter(qn("w:hyperlink")))
    assert [link.text for link in links] == ["nota 1", "web"]
    [mark] = document.element.iter(qn("w:bookmarkStart"))
    assert mark.get(qn("w:name")) == links[0].get(qn("w:anchor"))
    targets = [row.target_ref for row in document.part.rels.values() if row.is_external]
    assert targets == ["https://ejemplo.org/a"]


def test_a_chart_is_a_picture_with_its_words() -> None:
    document = twin(f'<p><img class="bar" src="{progress_bar(Decimal(50))}" alt="10 de 20"> 50 %</p>')
    [shape] = document.inline_shapes
    assert shape._inline.docPr.get("descr") == "10 de 20"
    assert (shape.width.mm, shape.height.mm) == (pytest.approx(30, 0.01), pytest.approx(2.4, 0.01))
    image = image_of(document)
    assert image.size == (227, 18)  # twice the pixels that 30 mm are on a page
    assert image.getpixel((40, 8))[:3] == (0x4B, 0x2A, 0x63)
    assert image.getpixel((180, 5))[:3] == (255, 255, 255)


@pytest.mark.parametrize(
    ("shapes", "inside", "outside"),
    [
        ('<rect x="5" y="2" width="10" height="6" fill="#f00"/>', (20, 10), (5, 5)),
        ('<circle cx="10" cy="5" r="4" fill="#f00"/>', (20, 10), (5, 5)),
        ('<path d="M5 2h10v6h-10z" fill="#f00"/>', (20, 10), (5, 5)),
        ('<path d="M6 5A4 4 0 1 1 14 5A4 4 0 1 1 6 5Z" fill="#f00"/>', (20, 10), (5, 5)),
        ('<path d="M0 0L20 0L20 10L0 10ZM5 2h10v6h-10z" fill="#f00"/>', (4, 4), (20, 10)),
        ('<line x1="0" y1="5" x2="20" y2="5" stroke="#f00" stroke-width="4"/>', (20, 10), (20, 2)),
        ('<path d="M0 5H20" stroke="#f00" stroke-width="4" stroke-dasharray="10 10"/>', (8, 10), (30, 10)),
        ('<polygon points="5,2 15,2 15,8 5,8" fill="#f00"/>', (20, 10), (5, 5)),
        ('<g transform="translate(5 2) scale(2)"><rect width="5" height="3" fill="#f00"/></g>', (20, 10), (5, 5)),
    ],
)  # fmt: skip
def test_shapes_are_drawn(shapes: str, inside: tuple[int, int], outside: tuple[int, int]) -> None:
    image = image_of(twin(f'<p><img src="{svg(shapes)}" alt="x"></p>'))
    assert image.size == (40, 20)
    assert image.getpixel(inside) == (255, 0, 0, 255)
    assert image.getpixel(outside)[3] == 0


def test_patterns_pave_their_shape() -> None:
    tile = '<rect width="2" height="4" fill="#f00"/>'
    pattern = f'<defs><pattern id="a" width="4" height="4" patternUnits="userSpaceOnUse">{tile}</pattern></defs>'
    image = image_of(twin(f'<p><img src="{svg(pattern + PAVED)}" alt="x"></p>'))
    assert [image.getpixel((x, 10))[3] > 200 for x in (2, 6, 10, 14, 18, 22)] == [
        False,  # outside of the shape
        False,
        True,
        False,
        True,
        False,
    ]


PAVED = '<rect x="4" width="12" height="10" fill="url(#a)"/>'


def test_words_of_a_picture_are_drawn_where_they_stand() -> None:
    words = '<text x="10" y="8" font-size="8" text-anchor="middle" fill="#f00">M</text>'
    image = image_of(twin(f'<p><img src="{svg(words)}" alt="x"></p>'))
    box = image.getchannel("A").getbbox()
    assert box is not None
    assert box[0] + box[2] == pytest.approx(40, abs=4)
    assert 13 <= box[3] <= 20


@pytest.mark.parametrize(
    "source",
    [
        svg('<foreignObject width="5" height="5"/>'),
        svg('<path d="M0 0 garabato"/>'),
        svg('<rect width="9" height="9" fill="url(#nada)"/>'),
        svg('<rect width="9" height="9"/>', 'width="0" height="0"'),
        "data:image/svg+xml,%3Csvg",
        "data:image/png;base64,AAAA",
        "https://ejemplo.org/a.png",
        "",
    ],
)
def test_no_picture_is_lost_silently(source: str) -> None:
    document = twin(f'<p>Avance: <img src="{source}" alt="10 de 20"></p>')
    assert texts(document) == ["Avance: [10 de 20]"]
    assert not document.inline_shapes


def test_an_entity_bomb_in_a_picture_is_not_drawn() -> None:
    root = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><text>&a;</text></svg>'
    bomb = f'<!DOCTYPE svg [<!ENTITY a "b">]>{root}'
    document = twin(f'<p><img src="data:image/svg+xml,{quote(bomb)}" alt="diez"></p>')
    assert texts(document) == ["[diez]"]


def test_a_draft_says_so_across_each_page_and_what_is_issued_does_not() -> None:
    drafts = twin("<p>a</p>", draft=True)
    heads = [drafts.sections[0].header, drafts.sections[0].first_page_header]
    assert all('string="BORRADOR"' in head._element.xml for head in heads)
    issued = twin("<p>a</p>", draft=False, folio="ALFA-2024-0001", issued_on="2024-05-02")
    assert "BORRADOR" not in issued.sections[0].header._element.xml


def test_the_document_says_what_it_is() -> None:
    properties = twin("<p>a</p>", folio="ALFA-2024-0001", issued_on="2024-05-02").core_properties
    assert properties.title == "Informe de prueba"
    assert properties.author == "Red de Prueba"
    assert properties.keywords == "ALFA-2024-0001"
    assert properties.language == "es"
    assert (properties.created.year, properties.created.month) == (2024, 5)


def test_the_same_report_gives_the_same_file(monkeypatch) -> None:
    data, html = {"header": HEADER}, page(TABLE)
    first = word_twin(html, data)
    monkeypatch.setattr(time, "localtime", lambda *_seconds: time.gmtime(2_000_000_000))  # what a zip would say
    assert word_twin(html, data) == first


def test_signs_that_xml_cannot_carry_are_left_out() -> None:
    document = twin("<p>a&#8203;b</p>", network_name="Red\x0b rota\x00")
    assert document.core_properties.author == "Red rota"


def test_a_signature_has_a_line_to_sign_on() -> None:
    document = twin(
        '<section class="signatures"><h2>Firmas</h2><div class="signature"><div class="signature-line"></div>'
        '<div class="signature-row"><span class="signature-label">Cargo</span>Directora</div></div></section>'
    )
    [table] = document.tables
    cells = [paragraph.text for paragraph in table.cell(0, 0).paragraphs]
    assert cells == ["", "Cargo: Directora"]
    assert table.cell(0, 0).paragraphs[0]._p.pPr.find(qn("w:pBdr")) is not None


def test_a_networks_ink_takes_the_place_of_ours() -> None:
    document = twin('<p class="stage">Etapa 3</p>', ink="#123456")
    assert str(document.paragraphs[0].runs[0].font.color.rgb) == "123456"
    assert "123456" in document.styles.element.xml
    assert "4B2A63" not in document.element.xml.upper()


def test_a_thousand_activities_take_seconds() -> None:
    rows = "".join(
        f'<tr><th class="activity"><span class="code">1.{number}</span> Actividad</th><td class="num">12,50</td>'
        f"<td><span class='status'>✓ Cumplido</span><br>Se hizo.</td><td class='num'>{number}</td></tr>"
        for number in range(1000)
    )
    html = page(f'<table class="grid"><tbody>{rows}</tbody></table>')
    start = time.perf_counter()
    content = word_twin(html, {"header": plain(subdere_context())["header"]})
    assert time.perf_counter() - start < 15
    [table] = Document(BytesIO(content)).tables
    assert len(table._tbl.findall(qn("w:tr"))) == 1000


def test_another_language_is_spoken_throughout() -> None:
    data = plain(gestion_context(header=header(language="en")))
    document = Document(BytesIO(word_twin(render_html(data), data)))
    assert "page" in document.sections[0].footer._element.xml
    assert document.core_properties.language == "en"
