"""The narrative parts of the official forms: which there are, and what each one holds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from django.utils.translation import gettext_lazy as _

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


FORMS = (
    FormKind(
        form="gestion",
        title=_("Informe de gestión"),
        sections=(
            SectionKind(
                key="action_plan",
                title=_("Seguimiento del plan de acción"),
                help_text=_("Cómo avanza el plan: lo hecho en el año hasta el cierre del periodo, con cifras."),
            ),
            SectionKind(
                key="functioning",
                title=_("Análisis del funcionamiento de la instancia"),
                help_text=_("Cómo coordina, articula y decide la instancia; qué temas fueron los más relevantes."),
            ),
            SectionKind(
                key="synthesis",
                title=_("Síntesis"),
                help_text=_("Los principales avances y dificultades del periodo, en pocos párrafos."),
            ),
        ),
    ),
    FormKind(
        form="subdere",
        title=_("Informe a la SUBDERE"),
        sections=(
            SectionKind(
                key="information_systems",
                title=_("Sistemas de información"),
                help_text=_("Qué se hizo con los sistemas de información y qué quedó pendiente."),
                items=Items.TITLES_AND_TEXTS,
                items_title=_("Objetivos y su cumplimiento"),
                item_word=_("Objetivo"),
                text_word=_("Cumplimiento"),
            ),
            SectionKind(
                key="dissemination_clients",
                title=_("Medios de difusión para clientes y usuarios"),
                help_text=_("Los medios por los que se informó a la ciudadanía."),
                has_body=False,
                items=Items.TITLES,
                items_title=_("Medios"),
                item_word=_("Medio"),
            ),
            SectionKind(
                key="dissemination_employees",
                title=_("Medios de difusión para el personal"),
                help_text=_("Los medios por los que se informó a las funcionarias y los funcionarios."),
                has_body=False,
                items=Items.TITLES,
                items_title=_("Medios"),
                item_word=_("Medio"),
            ),
        ),
    ),
)


def find_section(form: str, key: str) -> tuple[FormKind, SectionKind] | None:
    """The form and its section, or None where there is no such section."""
    kind = next((kind for kind in FORMS if kind.form == form), None)
    section = kind and kind.section(key)
    return (kind, section) if section else None
