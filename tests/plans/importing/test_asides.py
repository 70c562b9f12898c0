"""What stands beside cells and paragraphs is told, once for each kind, with its first words."""

import io

import openpyxl
from openpyxl.comments import Comment

from plans.importing.draft import Options
from plans.importing.reading import read_document
from tests.documents.builders import OFFICE, W, ods, part_of, replaced, saved, word, workbook
from tests.plans.importing.wholes import read

OPTIONS = Options(first_year=2024, last_year=2024)
ROWS = [["Eje", "Actividad", "Plazo"], ["1. Redes", "Reunirse", "mayo"], ["", "Contarlo", "junio"]]
BOX = (
    '<w:r><w:pict><v:textbox xmlns:v="urn:schemas-microsoft-com:vml"><w:txbxContent><w:p><w:r><w:t>Sin presupuesto'
    "</w:t></w:r></w:p></w:txbxContent></v:textbox></w:pict></w:r>"
)


def told(data, name, tmp_path):
    draft = read(read_document(saved(tmp_path, name, data), name), OPTIONS)
    assert [activity.title for activity in draft.versions[0].walk()] == ["Reunirse", "Contarlo"]
    return [
        (row.text % row.values, row.declared, row.where.row, row.where.column)
        for row in draft.discrepancies
        if row.kind == "not_understood"
    ]


def paragraph(text):
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def test_boxes_notes_headers_and_comments_of_word(tmp_path):
    data = word("Plan", ROWS)
    parts = {
        "footnotes": f'<w:footnote w:type="separator">{paragraph("")}</w:footnote>'
        f"<w:footnote>{paragraph('Según la norma')}</w:footnote>",
        "endnotes": f"<w:endnote>{paragraph('Fuente propia')}</w:endnote>",
        "comments": f'<w:comment w:author="Ana">{paragraph("¿Seguro?")}</w:comment>'
        f'<w:comment w:author="Trama">{paragraph("No suma")}</w:comment>',
        "header": paragraph("Red de redes"),
        "footer": paragraph("Página 1 de 3"),
    }
    tags = {"header": "hdr", "footer": "ftr"}
    relations = "".join(
        f'<Relationship Id="x{kind}" Type="{OFFICE}/{kind}" Target="{kind}.xml"/>' for kind in parts
    )
    rels = part_of(data, "word/_rels/document.xml.rels")
    body = part_of(data, "word/document.xml").replace("<w:p>", f"<w:p>{BOX}", 1)
    changed = {
        "word/document.xml": body,
        "word/_rels/document.xml.rels": rels.replace("</Relationships>", f"{relations}</Relationships>"),
    }
    for kind, inside in parts.items():
        tag = tags.get(kind, kind)
        changed[f"word/{kind}.xml"] = f'<w:{tag} xmlns:w="{W}">{inside}</w:{tag}>'
    assert told(replaced(data, changed), "Plan.docx", tmp_path) == [
        ("Cuadros de texto que no se leyeron: 1.", "Sin presupuesto", None, None),
        ("Notas al pie que no se leyeron: 1.", "Según la norma", None, None),
        ("Notas al final que no se leyeron: 1.", "Fuente propia", None, None),
        ("Comentarios que no se leyeron: 1.", "¿Seguro?", None, None),
        ("Encabezados de página que no se leyeron: 1.", "Red de redes", None, None),
    ]


def test_comments_of_cells_of_excel_but_for_our_own(tmp_path):
    book = openpyxl.load_workbook(io.BytesIO(workbook({"Plan": ROWS})))
    sheet = book["Plan"]
    sheet["C2"].comment = Comment("¿No era abril?", "Ana")
    sheet["B3"].comment = Comment("Falta decir a quién", "Ana")
    sheet["B2"].comment = Comment("No suma", "Trama")
    buffer = io.BytesIO()
    book.save(buffer)
    ((text, words, row, column),) = told(buffer.getvalue(), "Plan.xlsx", tmp_path)
    assert text == "Comentarios que no se leyeron: 2."
    assert set(words.split(" / ")) == {"¿No era abril?", "Falta decir a quién"}
    assert (row, column) in ((2, 3), (3, 2))


def test_what_is_too_much_to_be_a_comment_is_told_and_not_opened(tmp_path):
    book = openpyxl.load_workbook(io.BytesIO(workbook({"Plan": ROWS})))
    book["Plan"]["C2"].comment = Comment("x" * 4_000_000, "Ana")
    buffer = io.BytesIO()
    book.save(buffer)
    assert told(buffer.getvalue(), "Plan.xlsx", tmp_path) == [
        ("Comentarios que no se leyeron: 1.", "…", None, None)
    ]


def test_comments_of_cells_of_opendocument(tmp_path):
    data = ods({"Plan": ROWS})
    note = "<office:annotation><text:p>¿Con quién?</text:p></office:annotation>"
    content = part_of(data, "content.xml").replace("<text:p>Reunirse", f"{note}<text:p>Reunirse")
    assert told(replaced(data, {"content.xml": content}), "Plan.ods", tmp_path) == [
        ("Comentarios que no se leyeron: 1.", "¿Con quién?", 2, 2)
    ]
