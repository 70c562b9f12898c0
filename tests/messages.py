"""Everything that is marked for translation, and what a person may read that is not: read out of the source."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.utils.translation.template import templatize

APPS = ("networks", "plans", "monitoring", "reports", "config")
BASE = Path(settings.BASE_DIR)
# How many arguments of each are texts, and whether the first one is a context.
MARKS = {
    "_": (1, False),
    "gettext": (1, False),
    "gettext_lazy": (1, False),
    "gettext_noop": (1, False),
    "ngettext": (2, False),
    "ngettext_lazy": (2, False),
    "pgettext": (2, True),
    "pgettext_lazy": (2, True),
    "npgettext": (3, True),
}
TEXT = r"""(?:u?'(?:\\.|[^'\\])*'|u?"(?:\\.|[^"\\])*")"""
MARKED = re.compile(rf"(?<![\w.])(\w*gettext|_)\(\s*({TEXT})(?:\s*,\s*({TEXT}))?(?:\s*,\s*({TEXT}))?")


class Message(NamedTuple):
    context: str
    singular: str
    plural: str


def sources() -> Iterator[Path]:
    for app in APPS:
        yield from (path for path in sorted((BASE / app).rglob("*.py")) if "migrations" not in path.parts)


def templates() -> Iterator[Path]:
    yield from sorted(path for path in (BASE / "templates").rglob("*") if path.suffix in (".html", ".txt"))


def messages() -> dict[Message, Path]:
    """Each with the first file that has it."""
    found: dict[Message, Path] = {}
    for path in sources():
        for message in _of_code(ast.parse(path.read_text(encoding="utf-8"))):
            found.setdefault(message, path)
    for path in templates():
        for message in _of_template(path.read_text(encoding="utf-8")):
            found.setdefault(message, path)
    return found


def _name(call: ast.Call) -> str:
    return getattr(call.func, "id", getattr(call.func, "attr", ""))


def _of_code(tree: ast.AST) -> Iterator[Message]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node) in MARKS:
            count, has_context = MARKS[_name(node)]
            texts = [one.value for one in node.args[:count] if isinstance(one, ast.Constant)]
            if len(texts) == count and all(isinstance(text, str) for text in texts):
                yield _message(texts, has_context)


def _of_template(source: str) -> Iterator[Message]:
    """What Django itself would hand to xgettext."""
    for found in MARKED.finditer(templatize(source)):
        count, has_context = MARKS.get(found[1], (1, False))
        texts = [ast.literal_eval(text) for text in found.groups()[1 : 1 + count] if text]
        if len(texts) == count and texts[-1]:
            yield _message(texts, has_context)


def _message(texts: list[str], has_context: bool) -> Message:
    context, *rest = texts if has_context else ("", *texts)
    return Message(context, rest[0], rest[1] if len(rest) > 1 else "")
