"""Our own template: what a report is put into where its network has none, and what a network may begin with."""

from __future__ import annotations

from django.utils.translation import gettext as _
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from reports.word import to_bytes
from reports.word_twin import markup
from reports.word_twin.looks import DEFAULT_INK
from reports.word_twin.markup import Ink
from reports.word_twin.styles import GREY, starting_document


def starter_document(*, title: str = "", author: str = "", language: str = "es", ink: str = DEFAULT_INK):
    """A document with our styles, a head and a foot, and the markers in their places."""
    document = starting_document(title=title, author=author, language=language, ink=ink)
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.left_margin = section.right_margin = Cm(1.9)
    section.top_margin, section.bottom_margin = Cm(2.2), Cm(2)
    section.header_distance = section.footer_distance = Cm(1.1)
    _head(section.header.paragraphs[0], ink)
    section.first_page_header.paragraphs[0].paragraph_format.space_after = Pt(0)
    for foot in (section.footer, section.first_page_footer):
        _foot(foot.paragraphs[0])
    document.add_paragraph("{{ informe }}")
    _be_modern(document.settings.element)
    return document


def _be_modern(settings) -> None:
    """As Word 2013 and later lay out: a table begins at the margin, not its words."""
    for old in settings.findall(qn("w:compat")):
        settings.remove(old)
    compat = OxmlElement("w:compat")
    about = {"name": "compatibilityMode", "uri": "http://schemas.microsoft.com/office/word", "val": "15"}
    markup.add(compat, "compatSetting", **about)
    before = settings.find(qn("w:rsids"))
    if before is None:
        settings.append(compat)
    else:
        before.addprevious(compat)


def starter_template(*, language: str = "es", ink: str = DEFAULT_INK) -> bytes:
    return to_bytes(starter_document(title=_("Plantilla de informes"), language=language, ink=ink))


def _head(paragraph, ink: str) -> None:
    name = paragraph.add_run("{{ red }}")
    name.bold, name.font.color.rgb = True, RGBColor.from_string(ink)
    paragraph.add_run(" · {{ forma }} · {{ periodo }}").font.color.rgb = RGBColor.from_string(GREY)
    for run in paragraph.runs:
        run.font.size = Pt(8.5)
    border = OxmlElement("w:pBdr")
    markup.lines(border, [("bottom", (0.6, "solid", ink, 4))])
    paragraph._p.get_or_add_pPr().insert_element_before(border, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")


def _foot(paragraph) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    before, between = _("página"), _("de")
    grey = Ink(size=8.5, color=GREY)
    markup.words(markup.run(paragraph._p, grey), "{{ folio }}  ·  " + before + " ")
    markup.field(paragraph._p, "PAGE", grey)
    markup.words(markup.run(paragraph._p, grey), f" {between} ")
    markup.field(paragraph._p, "NUMPAGES", grey)
    for style in paragraph._p.iter(qn("w:pStyle")):
        style.getparent().remove(style)
