"""The narrative parts of the official forms: which there are, and what each one holds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

MAX_ITEMS = 50
TITLE_LENGTH = 300
TEXT_LENGTH = 3000


class Items(Enum):
    """What a section lists beside its text: nothing, titles, or titles each with a text of its own."""

    NONE = "none"
    TITLES = "titles"
    TITLES_AND_TEXTS = "titles and texts"


@dataclass(frozen=True, kw_only=True)
class SectionKind:
    """`items_title` names the list; `item_word` one of its elements, and `text_word` that element's text."""

    key: str
    title: str
    help_text: str
    has_body: bool = True
    items: Items = Items.NONE
    items_title: str = ""
    item_word: str = ""
    text_word: str = ""


@dataclass(frozen=True, kw_only=True)
class FormKind:
    """An official form by its slug, with the sections that are written by hand, in their printed order."""

    form: str
    title: str
    sections: tuple[SectionKind, ...]

    def section(self, key: str) -> SectionKind | None:
        return next((section for section in self.sections if section.key == key), None)


_kinds: dict[str, FormKind] = {}


def register_form(kind: FormKind) -> None:
    """Make a form known here; the forms themselves are `reports`'."""
    _kinds[kind.form] = kind


def forms() -> list[FormKind]:
    """Every official form, by its slug."""
    return [_kinds[slug] for slug in sorted(_kinds)]


def find_section(form: str, key: str) -> tuple[FormKind, SectionKind] | None:
    """The form and its section, or None where there is no such section."""
    kind = _kinds.get(form)
    section = kind and kind.section(key)
    return (kind, section) if section else None
