"""The styles of a report: real ones of Word, and those of its tables; a template's own win over ours."""

from __future__ import annotations

from copy import deepcopy
from xml.sax.saxutils import quoteattr

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.parts.numbering import NumberingPart
from docx.shared import Pt, RGBColor

from reports.word import new_document
from reports.word_twin import markup
from reports.word_twin.looks import Look

# Ours, by their ids; people see them by their names, and a template may have some of the same name.
CELL, GRID, FACTS, PLAIN = "TramaTexto", "TramaCuadro", "TramaDatos", "TramaLibre"
NAMES = {
    CELL: _("Texto de cuadro"),
    GRID: _("Cuadro"),
    FACTS: _("Cuadro de datos"),
    PLAIN: _("Cuadro sin líneas"),
}
TABLES = (GRID, FACTS, PLAIN)
WANTED = ("Normal", "Title", "Subtitle", "Heading 1", "Heading 2", "Heading 3", "List Bullet", "List Number")
BODY, GREY, RULE, SOFT_RULE = "1C1820", "4A4550", "8A8391", "B4ADBB"
_BULLETS = "•–·"


def starting_document(*, title: str, author: str, language: str, ink: str) -> WordDocument:
    """Ours: A4, with all the styles."""
    document = new_document(title=title, author=author, language=language)
    styles = document.styles
    normal = styles["Normal"]
    normal.font.size, normal.paragraph_format.space_after = Pt(10), Pt(7)
    normal.paragraph_format.line_spacing = 1.1
    for name, size, before, after in (
        ("Title", 24, 20, 2),
        ("Heading 1", 15, 22, 8),
        ("Heading 2", 12, 15, 6),
        ("Heading 3", 10.5, 12, 5),
    ):
        _headed(styles[name], size, before, after)
    subtitle = styles["Subtitle"]
    subtitle.font.size, subtitle.font.italic, subtitle.font.color.rgb = Pt(13.5), False, RGBColor.from_string(GREY)
    _font(subtitle, "Calibri")
    _unspaced(subtitle)
    subtitle.paragraph_format.space_after = Pt(16)
    _underline(styles["Heading 1"], ink)
    _cell_style(styles)
    for key, sides, left in zip(TABLES, (_grid(ink), _rules(), {}), (100, 0, 100), strict=True):
        styles.element.append(_table_style(key, sides, left))
    return document


def _headed(style, size: float, before: float, after: float) -> None:
    style.font.size, style.font.bold, style.font.italic = Pt(size), True, False
    style.font.color.rgb = RGBColor.from_string(BODY)
    _font(style, "Cambria" if style.name in ("Title", "Heading 1") else "Calibri")
    layout = style.paragraph_format
    layout.space_before, layout.space_after, layout.keep_with_next = Pt(before), Pt(after), True
    border = style.element.find(f".//{qn('w:pBdr')}")
    if border is not None:
        border.getparent().remove(border)
    _unspaced(style)


def _unspaced(style) -> None:
    """Without the room between letters that Word's own titles have."""
    spacing = style.element.find(f".//{qn('w:rPr')}/{qn('w:spacing')}")
    if spacing is not None:
        spacing.getparent().remove(spacing)


def _font(style, name: str) -> None:
    style.font.name = name
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for key in [key for key in fonts.attrib if key.endswith("Theme")]:
        del fonts.attrib[key]
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), name)


def _underline(style, ink: str) -> None:
    properties = style.element.get_or_add_pPr()
    border = OxmlElement("w:pBdr")
    markup.lines(border, [("bottom", (1.2, "solid", ink, 3))])
    properties.insert_element_before(border, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl")


def _cell_style(styles) -> None:
    style = styles.add_style(gettext(NAMES[CELL]), WD_STYLE_TYPE.PARAGRAPH)
    style.element.set(qn("w:styleId"), CELL)
    style.base_style, style.quick_style = styles["Normal"], True
    style.font.size = Pt(9)
    layout = style.paragraph_format
    layout.space_before, layout.space_after, layout.line_spacing = Pt(0), Pt(0), 1.05


def _grid(ink: str) -> dict[str, tuple[float, str, str, int]]:
    return dict.fromkeys(("top", "bottom"), (0.9, "solid", ink, 0)) | {"insideH": (0.5, "solid", SOFT_RULE, 0)}


def _rules() -> dict[str, tuple[float, str, str, int]]:
    return {"top": (0.75, "solid", RULE, 0)} | dict.fromkeys(("bottom", "insideH"), (0.5, "solid", "C9C3CF", 0))


def _table_style(key: str, sides: dict, left: int):
    style = parse_xml(
        f'<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="{key}">'
        f'<w:name w:val={quoteattr(gettext(NAMES[key]))}/><w:basedOn w:val="TableNormal"/>'
        '<w:uiPriority w:val="59"/><w:qFormat/>'
        f'<w:tblPr><w:tblBorders/><w:tblCellMar><w:top w:w="70" w:type="dxa"/><w:left w:w="{left}" w:type="dxa"/>'
        '<w:bottom w:w="70" w:type="dxa"/><w:right w:w="100" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    )
    borders = style.find(f".//{qn('w:tblBorders')}")
    markup.lines(borders, sides.items())
    if not sides:
        borders.getparent().remove(borders)
    return style


class Styles:
    """The ids by which a document knows the styles; those it lacks are brought over from ours."""

    def __init__(self, document: WordDocument, ours: WordDocument, cell_look: Look) -> None:
        self.document, self.cell_look = document, cell_look
        self.element = document.styles.element
        self._ids = self._known()
        if document is not ours:
            self._bring(ours)
        self.cell = self.id(CELL)
        self._numbers = _Numbers(document)

    def _known(self) -> dict[str, str]:
        """Ids by name, and those of ours by their key too, whatever they are called here."""
        found = {_name(style): style.get(qn("w:styleId")) for style in self.element.iter(qn("w:style"))}
        ids = set(found.values())
        for key, name in NAMES.items():
            if key in ids:
                found[key.lower()] = key
            elif gettext(name).lower() in found:
                found[key.lower()] = found[gettext(name).lower()]
        return found

    def id(self, name: str) -> str:
        """Of a style of Word's by its English name, or of ours by its key."""
        return self._ids[name.lower()]

    def numbering(self, is_ordered: bool, start: str | None) -> int:
        return self._numbers.ordered(start) if is_ordered else self._numbers.bullets()

    def _bring(self, ours: WordDocument) -> None:
        wanted = [name for name in ("Normal Table", *WANTED, CELL, *TABLES) if name.lower() not in self._ids]
        taken = set(self._ids.values())
        there = {_name(style): style for style in ours.styles.element.iter(qn("w:style"))}
        there |= {key.lower(): there[gettext(name).lower()] for key, name in NAMES.items()}
        names = {style.get(qn("w:styleId")): name for name, style in there.items()}
        for name in wanted:
            self._ids[name.lower()] = _free(there[name.lower()].get(qn("w:styleId")), taken)
            taken.add(self._ids[name.lower()])
        for name in wanted:
            copy = deepcopy(there[name.lower()])
            copy.set(qn("w:styleId"), self._ids[name.lower()])
            self._point(copy, names)
            self.element.append(copy)

    def _point(self, style, names: dict[str, str]) -> None:
        """Its references as this document knows them; what it does not know is left out."""
        for tag in ("w:basedOn", "w:next", "w:link"):
            for found in style.findall(qn(tag)):
                known = self._ids.get(names.get(found.get(qn("w:val")), ""))
                if known and tag != "w:link":
                    found.set(qn("w:val"), known)
                else:
                    style.remove(found)
        for numbering in style.findall(f".//{qn('w:numPr')}"):
            numbering.getparent().remove(numbering)


def _name(style) -> str:
    found = style.find(qn("w:name"))
    return (found.get(qn("w:val")) if found is not None else "").lower()


def _free(wanted: str, taken: set[str]) -> str:
    number, found = 1, wanted
    while found in taken:
        number += 1
        found = f"{wanted}{number}"
    return found


class _Numbers:
    """Lists of our own, so that none goes on counting where another ended."""

    def __init__(self, document: WordDocument) -> None:
        self.document = document
        self._root = None
        self._kinds: dict[bool, int] = {}
        self._bullets = 0

    def bullets(self) -> int:
        self._bullets = self._bullets or self._number(False)
        return self._bullets

    def ordered(self, start: str | None) -> int:
        return self._number(True, int(start) if start and start.isdigit() else 1)

    @property
    def root(self):
        if self._root is None:
            self._root = _numbering_part(self.document).element
        return self._root

    def _number(self, is_ordered: bool, start: int = 1) -> int:
        kind = self._kinds.setdefault(is_ordered, 0) or self._kind(is_ordered)
        number = 1 + max((int(row.get(qn("w:numId"), "0")) for row in self.root.iter(qn("w:num"))), default=0)
        row = markup.add(self.root, "num", numId=number)
        markup.add(row, "abstractNumId", val=kind)
        if is_ordered:
            override = markup.add(row, "lvlOverride", ilvl=0)
            markup.add(override, "startOverride", val=start)
        return number

    def _kind(self, is_ordered: bool) -> int:
        rows = list(self.root.iter(qn("w:abstractNum")))
        found = 1 + max((int(row.get(qn("w:abstractNumId"), "0")) for row in rows), default=0)
        kind = OxmlElement("w:abstractNum")
        kind.set(qn("w:abstractNumId"), str(found))
        markup.add(kind, "multiLevelType", val="hybridMultilevel")
        for level in range(9):
            row = markup.add(kind, "lvl", ilvl=level)
            markup.add(row, "start", val=1)
            markup.add(row, "numFmt", val="decimal" if is_ordered else "bullet")
            markup.add(row, "lvlText", val=f"%{level + 1}." if is_ordered else _BULLETS[level % 3])
            markup.add(row, "lvlJc", val="left")
            markup.add(markup.add(row, "pPr"), "ind", left=360 * (level + 1), hanging=240)
        self.root.insert(self.root.index(rows[-1]) + 1 if rows else 0, kind)
        self._kinds[is_ordered] = found
        return found


def _numbering_part(document: WordDocument) -> NumberingPart:
    """Its own, or a new and empty one."""
    for relation in document.part.rels.values():
        if relation.reltype == RT.NUMBERING:
            return relation.target_part
    element = parse_xml(f"<w:numbering {nsdecls('w')}/>")
    part = NumberingPart(PackURI("/word/numbering.xml"), CT.WML_NUMBERING, element, document.part.package)
    document.part.relate_to(part, RT.NUMBERING)
    return part
