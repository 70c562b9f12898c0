"""What a person may read and nobody marked for translation: read out of the source."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import polib

from tests.messages import BASE, MARKS, messages

LETTERS = re.compile(r"[^\W\d_]{2,}")
ACCENTED = re.compile(r"[áéíóúñü¿¡]", re.IGNORECASE)
TITLE = re.compile(r"[A-ZÁÉÍÓÚÑ][a-záéíóúñü]{2,}")
# The two Spanish nouns that code keeps, since English has no faithful word for them.
KEPT = {"acta", "actas", "eje", "ejes"}
# Names for machines: module paths, look-ups, addresses, patterns without a blank.
NAME = re.compile(r"[!-~]*")
# Keyword arguments and attributes that only a terminal's --help shows, to whoever runs the installation.
TERMINAL = {"help", "metavar", "epilog"}
# Texts in an HTML attribute that are read aloud or shown.
ATTRIBUTE = re.compile(
    r'\s(?:aria-label|aria-description|title|placeholder|alt|content|data-(?:text|confirm)[\w-]*)="([^"]*)"'
)
FILTER = re.compile(r"""\|\w+:(["'])(.*?)\1""")
WITH = re.compile(r"""\bwith\s[^%]*?=(["'])(.*?)\1""")
BLOCKTRANS = r"\{%\s*blocktrans(?:late)?\b.*?endblocktrans(?:late)?\s*%\}"


class Bare(NamedTuple):
    path: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.text[:90]!r}"


@cache
def spanish_words() -> frozenset[str]:
    """Words of our own texts that no translation of ours into English has."""
    english: set[str] = set()
    for entry in polib.pofile(str(BASE / "locale/en/LC_MESSAGES/django.po")):
        for text in (entry.msgstr, *entry.msgstr_plural.values()):
            english |= words(text)
    spanish = {word for one in messages() for text in (one.singular, one.plural) for word in words(text)}
    return frozenset(spanish - english - KEPT)


def words(text: str) -> set[str]:
    # Places for values have English names.
    return {word.lower() for word in LETTERS.findall(re.sub(r"%\(\w+\)[sd]|\{[^}]*\}|&\w+;", " ", text))}


def is_spanish(text: str) -> bool:
    """A sentence, or the title of something; not a name for machines, which has no blank."""
    if NAME.fullmatch(text) and not TITLE.fullmatch(text):
        return False
    found = words(text)
    return any(ACCENTED.search(word) for word in found) or bool(found & spanish_words())


def of_code(path: Path) -> Iterator[Bare]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    passed = {id(node) for node in _passed(tree)}
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in passed
        if is_text and is_spanish(node.value):
            yield Bare(_place(path), node.lineno, node.value.strip())


def _place(path: Path) -> str:
    return path.relative_to(BASE).as_posix() if path.is_relative_to(BASE) else path.name


def _passed(tree: ast.AST) -> Iterator[ast.AST]:
    """Constants that are marked, that are documentation, or that only a terminal's --help shows."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            if getattr(node.func, "id", getattr(node.func, "attr", "")) in MARKS:
                for one in node.args:
                    yield from ast.walk(one)
            for keyword in node.keywords:
                if keyword.arg in TERMINAL:
                    yield from ast.walk(keyword.value)
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value
        elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in TERMINAL:
            yield from ast.walk(node.value)


def of_template(path: Path) -> Iterator[Bare]:
    """Whatever stands outside the tags of translation: every word of it, since only the tags need none."""
    source = _blanked(path.read_text(encoding="utf-8"))
    place = _place(path)
    for found in ATTRIBUTE.finditer(source):
        text = _without_tags(found[1])
        if is_spanish(text):
            yield Bare(place, _line(source, found), text.strip())
    for found in (*WITH.finditer(source), *FILTER.finditer(source)):
        if is_spanish(found[2]):
            yield Bare(place, _line(source, found), found[2])
    bare = re.sub(r"<[^>]*>", _lines, _without_tags(source), flags=re.DOTALL)
    for number, line in enumerate(bare.splitlines(), 1):
        if words(line):
            yield Bare(place, number, " ".join(line.split()))


def _blanked(source: str) -> str:
    """Without comments, scripts and what is translated; every line where it was."""
    for pattern in (r"\{#.*?#\}", r"\{% comment.*?endcomment %\}", BLOCKTRANS, r"<(script|style)\b.*?</\1>"):
        source = re.sub(pattern, _lines, source, flags=re.DOTALL)
    return source


def _without_tags(source: str) -> str:
    return re.sub(r"\{%.*?%\}|\{\{.*?\}\}", _lines, source, flags=re.DOTALL)


def _lines(found: re.Match) -> str:
    return "\n" * found[0].count("\n") + " "


def _line(source: str, found: re.Match) -> int:
    return source.count("\n", 0, found.start()) + 1
