"""What the report itself lacks: written parts, whole tables, signs that cannot be printed; and its own notes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from monitoring.sections import SectionKind
from reports.context import canonical_json
from reports.official.common import sections_of
from reports.official.form import Finding, Form, Scope
from reports.pdf_signs import unprintable
from reports.preflight.pages import Pages

Data = dict[str, Any]
MOST_NOTES = 60
MOST_SIGNS = 12
# Lists that a form prints as a table, what they are called, and where they are filled in.
LISTS = {
    "meetings": (gettext_lazy("Sesiones"), "monitoring:meeting_list"),
    "seats": (gettext_lazy("Asistencia"), "networks:member_list"),
    "functions": (gettext_lazy("Funciones"), "networks:function_list"),
    "decisions": (gettext_lazy("Decisiones"), "monitoring:meeting_list"),
    "figures": (gettext_lazy("Cifras"), "plans:plan_list"),
    "ejes": (gettext_lazy("Plan"), "plans:plan_list"),
    "plans": (gettext_lazy("Plan"), "plans:plan_list"),
    "versions": (gettext_lazy("Plan"), "plans:plan_list"),
}
# Notes that explain how the form counts and ask for nothing.
ONLY_TOLD = {"meeting_before_period"}


def content_findings(scope: Scope, form: Form, data: Data) -> Iterator[Finding]:
    pages = Pages(scope)
    yield from _written(scope, form, pages)
    yield from _lists(data, pages)
    yield from _unknown(data, pages)
    yield from _notes(data, pages)
    yield from _signs(data, pages)


def _written(scope: Scope, form: Form, pages: Pages) -> Iterator[Finding]:
    if not form.sections:
        return
    rows = sections_of(scope.network, scope.period, form.slug)
    for section in form.sections:
        row = rows.get(section.key)
        if row is None or not (row.body.strip() or row.items):
            yield _empty(form, section, pages)


def _empty(form: Form, section: SectionKind, pages: Pages) -> Finding:
    return Finding(
        kind="section_empty",
        where=str(section.title),
        message=_("El apartado «%(section)s» no está escrito.") % {"section": section.title},
        link=pages.section(form.slug, section.key),
    )


def _lists(data: Data, pages: Pages) -> Iterator[Finding]:
    for key, (title, page) in LISTS.items():
        if key in data and not data[key]:
            message = _("«%(part)s» sale sin ninguna fila: no hay registros.") % {"part": title}
            yield Finding(kind="part_empty", where=str(title), message=message, link=pages.of(page))


def _unknown(data: Data, pages: Pages) -> Iterator[Finding]:
    """Documents of which nobody said whether they are published."""
    items = [row["item"] for row in data.get("publications", []) if row.get("published") is None]
    if items:
        said = ngettext(
            "De %(count)d documento no consta si se publicó: %(items)s.",
            "De %(count)d documentos no consta si se publicaron: %(items)s.",
            len(items),
        ) % {"count": len(items), "items": ", ".join(items)}
        link = pages.of("monitoring:publication_list")
        yield Finding(kind="publication_unknown", where=_("Lista de publicación"), message=said, link=link)


def _notes(data: Data, pages: Pages) -> Iterator[Finding]:
    """Where what was declared is not what the records come to, as the report itself says in its notes."""
    notes = [one for one in data.get("warnings", []) if one["kind"] not in ONLY_TOLD]
    for note in notes[:MOST_NOTES]:
        link = pages.of("networks:network_update") if note["kind"].startswith("regulation") else pages.figures()
        yield Finding(kind=note["kind"], where=note["where"], message=note["message"], link=link)
    more = len(notes) - MOST_NOTES
    if more > 0:
        said = ngettext("Y %(count)d nota más del informe.", "Y %(count)d notas más del informe.", more)
        yield Finding(kind="notes_more", where=_("Notas"), message=said % {"count": more}, link=pages.figures())


def _signs(data: Data, pages: Pages) -> Iterator[Finding]:
    signs = unprintable(canonical_json(data).decode())
    if signs:
        shown = " ".join(signs[:MOST_SIGNS])
        yield Finding(
            kind="unprintable",
            where=_("Textos"),
            message=_("Hay signos que no se pueden imprimir y saldrán como «□»: %(signs)s.") % {"signs": shown},
            link=pages.period("monitoring:section_list"),
        )
