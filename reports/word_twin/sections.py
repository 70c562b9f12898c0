"""The paper of a document: its size and margins, where it turns, and the word across a draft."""

from __future__ import annotations

from copy import deepcopy
from xml.sax.saxutils import quoteattr

from docx.oxml import parse_xml
from docx.oxml.ns import nsmap, qn

from reports.word import clean
from reports.word_twin.markup import TWIPS

MODERN = 15  # Word 2013
_SHAPE, _VML = "PowerPlusWaterMarkObject", "{urn:schemas-microsoft-com:vml}"
# Those that must not come again with each part of the document.
_ONCE = ("w:titlePg", "w:pgNumType", "w:type")


class Geometry:
    """From the section that the report is put into; `size` is that of the paper in twips, shorter side first.

    In one that `hangs` its tables, as Word did before 2013, their words begin at the margin, not their edge.
    """

    def __init__(self, section, settings) -> None:
        self.model = section
        modes = [one.get(qn("w:val"), "") for one in settings.iter(qn("w:compatSetting")) if _is_mode(one)]
        self.hangs = not any(mode.isdigit() and int(mode) >= MODERN for mode in modes)
        size, margins = section.find(qn("w:pgSz")), section.find(qn("w:pgMar"))
        self.size = sorted((_twips(size, "w", 11906), _twips(size, "h", 16838)))
        self.is_wide = _twips(size, "w", 11906) > _twips(size, "h", 16838)
        self.sides = _twips(margins, "left", 1134) + _twips(margins, "right", 1134) + _twips(margins, "gutter", 0)

    def width(self, is_wide: bool) -> float:
        """Of the text, in points."""
        return max(self.size[1 if is_wide else 0] - self.sides, 2000) / TWIPS

    def section(self, is_wide: bool):
        """A copy of the model on upright paper or on its side."""
        found = deepcopy(self.model)
        self.lay(found, is_wide)
        return found

    def lay(self, section, is_wide: bool) -> None:
        size = section.find(qn("w:pgSz"))
        if size is None:
            size = section.makeelement(qn("w:pgSz"))
            margins = section.find(qn("w:pgMar"))
            section.insert(len(section) if margins is None else section.index(margins), size)
        short, long = self.size
        size.set(qn("w:w"), str(long if is_wide else short))
        size.set(qn("w:h"), str(short if is_wide else long))
        size.attrib.pop(qn("w:orient"), None)
        if is_wide:
            size.set(qn("w:orient"), "landscape")


def _is_mode(setting) -> bool:
    return setting.get(qn("w:name")) == "compatibilityMode"


def _twips(element, name: str, otherwise: int) -> int:
    value = None if element is None else element.get(qn(f"w:{name}"))
    try:
        return otherwise if value is None else int(float(value))
    except ValueError:
        return otherwise


def go_on(sections: list) -> None:
    """Only the first of a report's own sections has a first page, and a number to begin with."""
    for section in sections[1:]:
        for name in _ONCE:
            for found in section.findall(qn(name)):
                section.remove(found)


def add_watermark(document, words: str) -> None:
    """Across every page, as Word itself does it: a shape in each head."""
    number = 0
    for place, section in enumerate(document.sections):
        heads = [section.header]
        if section.different_first_page_header_footer:
            heads.append(section.first_page_header)
        if document.settings.odd_and_even_pages_header_footer:
            heads.append(section.even_page_header)
        for head in heads:
            if place and head.is_linked_to_previous:
                continue
            number += 1
            paragraph = head.paragraphs[0] if head.paragraphs else head.add_paragraph()
            if not any(shape.get("id", "").startswith(_SHAPE) for shape in head._element.iter(f"{_VML}shape")):
                paragraph._p.append(_watermark(words, number))


def _watermark(words: str, number: int):
    office = "urn:schemas-microsoft-com"
    spaces = f'xmlns:w="{nsmap["w"]}" xmlns:v="{office}:vml" xmlns:o="{office}:office:office"'
    width = min(430, 50 + 46 * len(words))
    return parse_xml(
        f"<w:r {spaces}><w:rPr><w:noProof/></w:rPr><w:pict>"
        '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" '
        'path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/>'
        '<v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/>'
        '<v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/>'
        '<v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/><v:f eqn="sum @6 0 @5"/></v:formulas>'
        '<v:path textpathok="t" o:connecttype="custom" o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800" '
        'o:connectangles="270,180,90,0"/><v:textpath on="t" fitshape="t"/></v:shapetype>'
        f'<v:shape id="{_SHAPE}{number}" o:spid="_x0000_s{2048 + number}" type="#_x0000_t136" '
        f"alt={quoteattr(clean(words))} "
        f'style="position:absolute;margin-left:0;margin-top:0;width:{width}pt;height:80pt;rotation:315;'
        "z-index:-251658752;mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
        'mso-position-vertical:center;mso-position-vertical-relative:margin" o:allowincell="f" '
        'fillcolor="#efebf2" stroked="f">'
        '<v:textpath style="font-family:&quot;Cambria&quot;;font-size:1pt;font-weight:bold" '
        f"string={quoteattr(clean(words))}/>"
        "</v:shape></w:pict></w:r>"
    )
