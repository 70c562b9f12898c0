"""The inside of .docx, .xlsx and .ods: zips of XML parts, read one at a time."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any
from zipfile import ZipFile

from lxml import etree

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
# «Strict» Office files say the same under other names.
_STRICT = "http://purl.oclc.org/ooxml/"


def iterparse(source: IO[bytes], **options: Any) -> etree.iterparse:
    return etree.iterparse(source, resolve_entities=False, no_network=True, huge_tree=False, **options)


def parse(archive: ZipFile, part: str) -> Any:
    """The root element of a small part, None when it is not there."""
    if part not in archive.NameToInfo:
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    with archive.open(part) as source:
        return etree.parse(source, parser).getroot()


@dataclass(frozen=True, slots=True)
class Relation:
    """From one part to another: `kind` is the last word of its type («styles», «worksheet»…)."""

    id: str
    kind: str
    target: str


def relations(archive: ZipFile, part: str = "") -> Iterator[Relation]:
    """The relations of a part to others of the same file; those of the whole package without `part`."""
    folder, name = posixpath.split(part)
    root = parse(archive, posixpath.join(folder, "_rels", f"{name}.rels"))
    for element in () if root is None else root:
        if not isinstance(element.tag, str) or element.get("TargetMode") == "External":
            continue
        target = posixpath.normpath(posixpath.join("/", folder, element.get("Target", ""))).lstrip("/")
        yield Relation(element.get("Id", ""), element.get("Type", "").rpartition("/")[2], target)


def related(archive: ZipFile, part: str, kind: str) -> str:
    """The first part of that kind, empty when there is none."""
    return next((relation.target for relation in relations(archive, part) if relation.kind == kind), "")


def main_part(archive: ZipFile) -> str:
    return related(archive, "", "officeDocument")
