"""The Word twin of a report: the same HTML the PDF is printed from, as a document to go on editing.

The figures are those of the PDF because nothing is looked up here: what the HTML says becomes headings, tables,
pictures and paragraphs with real styles, and its looks come from the style sheet of the PDF.
"""

from __future__ import annotations

import datetime
from io import BytesIO

import lxml.html
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from docx import Document
from docx.document import Document as WordDocument
from lxml import etree

from networks.workbooks import with_fixed_times
from plans.collector import no_collector
from reports.pdf import STYLE_SHEET
from reports.word import clean, to_bytes
from reports.word_twin import markers, sections
from reports.word_twin.blocks import Box, Writer
from reports.word_twin.inline import Runs
from reports.word_twin.looks import DEFAULT_INK, Looks, sheet
from reports.word_twin.markup import W
from reports.word_twin.pictures import Pictures
from reports.word_twin.starter import starter_document, starter_template
from reports.word_twin.styles import Styles
from reports.word_twin.tables import GAP

__all__ = ["starter_template", "word_twin"]


def word_twin(html: str, data: dict, *, template: bytes | None = None) -> bytes:
    """The .docx of a report. `data` is its frozen JSON: only its header is read, for the document's own data.

    `template` is one that `reports.word_templates` found good; without it, ours. Raises ValueError where it has
    no `{{ informe }}`.
    """
    with translation.override(data["header"].get("language", "es")), no_collector():
        return _made(html, data, template)


def _made(html: str, data: dict, template: bytes | None) -> bytes:
    header = data["header"]
    page = lxml.html.document_fromstring(html)
    looks = Looks(_css(page), header.get("ink") or DEFAULT_INK)
    ours = starter_document(
        title=header["form_title"],
        author=header["network_name"],
        language=header.get("language", "es"),
        ink=looks.ink,
    )
    document = Document(BytesIO(template)) if template else ours
    # Before the report is in it: what its people wrote is never taken for a marker.
    markers.fill(document, _values(header))
    place = markers.body_paragraph(document)
    geometry = sections.Geometry(_section_of(document, place), document.settings.element)
    cell_look = _look_of_cells(looks)
    styles = Styles(document, ours, cell_look)
    runs = Runs(document.part, Pictures(document.part), "Cambria", "")
    # In the same tree from the start: lxml takes long to move a large one to another.
    root = etree.SubElement(document.element, f"{W}body")
    writer = Writer(root, looks, runs, styles, geometry, _anchors(page))
    _write(writer, page)
    _put(document, place, writer)
    _say(document, header, is_ours=template is None)
    if writer.watermark or header.get("draft"):
        sections.add_watermark(document, writer.watermark or _("BORRADOR"))
    return with_fixed_times(to_bytes(document), _day(header))


def _css(page) -> str:
    """The style sheet of the PDF, and what the page itself adds to it."""
    return "\n".join([sheet(STYLE_SHEET), *(style.text or "" for style in page.iter("style"))])


def _look_of_cells(looks: Looks):
    """That of a plain cell of a table with lines: what «Texto de cuadro» stands for."""
    table = lxml.html.fragment_fromstring('<table class="grid"><tbody><tr><td></td></tr></tbody></table>')
    place = looks.place(lxml.html.Element("body"), looks.top)
    for element in table.iter():
        place = looks.place(element, place)
    return place.look


def _anchors(page) -> frozenset[str]:
    return frozenset(link.get("href")[1:] for link in page.iter("a") if (link.get("href") or "").startswith("#"))


def _write(writer: Writer, page) -> None:
    body = page.body
    place = writer.looks.place(body, writer.looks.top)
    main = body.find(".//main")
    element, chain = (body, []) if main is None else (main, [*reversed(list(main.iterancestors())), main])
    for part in chain[2:]:
        place = writer.looks.place(part, place)
    look = writer.looks.place(lxml.html.Element("p"), place).look
    box = Box(parent=writer.root, width=writer.geometry.width(False), base=look, style=writer.styles.id("Normal"))
    writer.block(element, place, box)


def _section_of(document: WordDocument, paragraph):
    """The section that a paragraph of the body belongs to: that of the next one that ends."""
    for element in paragraph.itersiblings():
        found = element.find(f"{W}pPr/{W}sectPr") if element.tag == f"{W}p" else None
        if element.tag == f"{W}sectPr":
            found = element
        if found is not None:
            return found
    return document.element.body.get_or_add_sectPr()


def _put(document: WordDocument, place, writer: Writer) -> None:
    """The report in the place of its marker; the section that follows lies as its last block does."""
    last = _section_of(document, place)
    after_table = len(writer.root) and writer.root[-1].tag != f"{W}p"
    if after_table and (place.getnext() is None or place.getnext().tag != f"{W}p"):
        writer.spacer(writer.root, 1)
    made = list(writer.root.iter(f"{W}sectPr"))
    if made or writer.written_wide:
        if last.getparent().tag != f"{W}body" or _goes_on(place):
            # What the template says after the report lies as it did.
            writer._end_section()
            made = list(writer.root.iter(f"{W}sectPr"))
        else:
            writer.geometry.lay(last, writer.written_wide)
    sections.go_on([*made, last] if made else [])
    for table in writer.root.iter(f"{W}tbl"):
        table.attrib.pop(GAP, None)
    for element in list(writer.root):
        place.addprevious(element)
    place.getparent().remove(place)
    writer.root.getparent().remove(writer.root)


def _goes_on(place) -> bool:
    return any(element.tag != f"{W}sectPr" for element in place.itersiblings())


def _values(header: dict) -> dict[str, str]:
    issued = header.get("issued_on")
    return {
        "red": header["network_name"],
        "forma": header["form_title"],
        "periodo": header["period_label"],
        "folio": header.get("folio") or _("sin folio"),
        "fecha": date_format(datetime.date.fromisoformat(issued), "DATE_FORMAT") if issued else _("sin emitir"),
    }


def _say(document: WordDocument, header: dict, *, is_ours: bool) -> None:
    """The document's own data; its times are the report's, so that the same report gives the same file."""
    properties = document.core_properties
    properties.title = clean(header["form_title"])[:255]
    properties.author = properties.last_modified_by = clean(header["network_name"])[:255]
    properties.subject = clean(f"{header['form_title']} · {header['period_label']}")[:255]
    properties.keywords = clean(header.get("folio") or "")[:255]
    properties.language = header.get("language", "es")
    day = _day(header)
    properties.created = properties.modified = datetime.datetime(day.year, day.month, day.day)  # noqa: DTZ001
    properties.revision = 1
    if is_ours:
        properties.comments = ""


def _day(header: dict) -> datetime.date:
    """The day of its issue; of a draft, the last of its period."""
    return datetime.date.fromisoformat(header.get("issued_on") or header["period_end"])
