"""The markers of a template: `{{ red }}` and the like, in plain text, wherever Word keeps paragraphs.

Nothing of a template is run: a marker is replaced by words, and by nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from lxml import etree

from networks.sentences import gettext_noop as _
from reports.word import clean

BODY = "informe"
MARKERS = (BODY, "red", "forma", "periodo", "folio", "fecha")
_MARKER = re.compile(r"\{\{\s*(.*?)\s*\}\}", re.DOTALL)
_STRAY = re.compile(r"\{\{[^{}]{0,40}|\{%.{0,40}|\{#.{0,40}", re.DOTALL)
_BODY, _HEADER, _FOOTER, _NOTES = _("el cuerpo"), _("el encabezado"), _("el pie de página"), _("las notas al pie")
_WHERE = {"header": _HEADER, "footer": _FOOTER, "footnotes": _NOTES, "endnotes": _NOTES}
_P, _T, _R = qn("w:p"), qn("w:t"), qn("w:r")


@dataclass(frozen=True, slots=True)
class Found:
    """A marker, or what looks like one: `name` as it is written, `where` in words (a msgid)."""

    name: str
    where: str
    paragraph: object
    is_stray: bool = False


class _Part:
    """A part of the document as XML; one that python-docx keeps as bytes is written back by `keep`."""

    def __init__(self, part) -> None:
        self.part = part
        self.is_ours = hasattr(part, "element")
        self.root = part.element if self.is_ours else parse_xml(part.blob)

    def keep(self) -> None:
        if not self.is_ours:
            self.part._blob = etree.tostring(self.root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _parts(document: WordDocument) -> Iterator[tuple[_Part, str]]:
    yield _Part(document.part), _BODY
    seen = set()
    for relation in document.part.rels.values():
        kind = relation.reltype.rpartition("/")[2]
        if not relation.is_external and kind in _WHERE and relation.target_part not in seen:
            seen.add(relation.target_part)
            yield _Part(relation.target_part), _WHERE[kind]


def _texts(paragraph) -> list:
    """Its own pieces of text, not those of a text box that hangs on it."""
    return [text for text in paragraph.iter(_T) if next(text.iterancestors(_P)) is paragraph]


def text_of(paragraph) -> str:
    return "".join(text.text or "" for text in _texts(paragraph))


def markers(document: WordDocument) -> list[Found]:
    """Every marker, wherever it stands; what opens one without closing it is stray."""
    found = []
    for part, where in _parts(document):
        for paragraph in part.root.iter(_P):
            text = text_of(paragraph)
            if "{" not in text:
                continue
            found += [Found(match[1], where, paragraph) for match in _MARKER.finditer(text)]
            rest = _MARKER.sub("", text)
            found += [Found(match[0].strip(), where, paragraph, True) for match in _STRAY.finditer(rest)]
    return found


def is_alone(found: Found) -> bool:
    """Whether a marker is all that its paragraph says."""
    return _MARKER.fullmatch(text_of(found.paragraph).strip()) is not None


def is_at_top(found: Found) -> bool:
    """Whether its paragraph stands in the body itself: in no table, text box or control."""
    return found.paragraph.getparent().tag == qn("w:body")


def fill(document: WordDocument, values: dict[str, str]) -> None:
    """Every marker but the body's becomes its words. A value that looks like a marker stays as it is."""
    for part, _where in _parts(document):
        for paragraph in list(part.root.iter(_P)):
            _fill(paragraph, values)
        part.keep()


def _fill(paragraph, values: dict[str, str]) -> None:
    texts = _texts(paragraph)
    whole = "".join(text.text or "" for text in texts)
    for match in reversed(list(_MARKER.finditer(whole))):
        name = match[1].casefold()
        if name in values:
            _put(texts, match.start(), match.end(), clean(values[name]))


def _put(texts: list, start: int, end: int, words: str) -> None:
    """Into the first piece that a marker touches; the others lose what they held of it."""
    at, is_put = 0, False
    for text in texts:
        own = text.text or ""
        first, last = max(start - at, 0), min(end - at, len(own))
        if first < last:
            text.text = own[:first] + ("" if is_put else words) + own[last:]
            text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            is_put = True
        at += len(own)


def body_paragraph(document: WordDocument):
    """The paragraph that the report takes the place of. Raises ValueError where a template has not one."""
    found = [each for each in markers(document) if each.name.casefold() == BODY and is_at_top(each)]
    if len(found) != 1:
        raise ValueError("the template has not one marker of the body")
    return found[0].paragraph
