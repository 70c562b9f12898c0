"""Whether a Word document may serve as a template. It comes from outside, and whoever opens a report trusts it."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from docx import Document
from lxml import etree

from monitoring.importing.files import refusal
from plans.importing import packages, safety
from plans.importing.cells import RefusedFileError
from reports.word_twin import markers, word_twin

MAX_BYTES = 5 * 1024 * 1024
PARTS = 400
_ADDRESS = re.compile(r"(https?://|mailto:)\S+", re.IGNORECASE)
# Relations to what acts or hides inside: objects, controls, other documents that are pulled in.
_ACTIVE = frozenset(
    (
        *("oleObject", "package", "control", "aFChunk", "vbaProject", "attachedToolbars", "keyMapCustomizations"),
        *("recipientData", "mailMergeSource", "subDocument"),
    )
)
# Fields that read other files or run something when Word counts them.
_FIELDS = frozenset(
    (
        *("DDE", "DDEAUTO", "INCLUDETEXT", "INCLUDEPICTURE", "INCLUDE", "LINK", "IMPORT", "EMBED", "RD"),
        *("DATABASE", "MACROBUTTON", "HTMLCONTROL"),
    )
)
_TRIAL = {
    "network_name": "x",
    "form_title": "x",
    "period_label": "2024",
    "period_end": "2024-12-31",
    "language": "es",
}
_TRIAL_PAGE = (
    "<html><body><main><h1>a</h1><table><tr><td>b</td></tr></table><ul><li>c</li></ul></main></body></html>"
)


def check_template(content: bytes, name: str) -> None:
    """Raises ValidationError with a sentence that says what is wrong, where, and what to do."""
    if len(content) > MAX_BYTES:
        raise _refused(
            _("«%(name)s» pesa %(size)s MB y el máximo es de %(limit)s MB. Quite imágenes o redúzcalas."),
            name=name,
            size=-(-len(content) // 1024**2),
            limit=MAX_BYTES // 1024**2,
        )
    _check_kind(content, name)
    with ZipFile(BytesIO(content)) as archive:
        if len(archive.namelist()) > PARTS:
            raise _refused(
                _("«%(name)s» tiene demasiadas piezas por dentro. Copie su contenido a un documento nuevo."),
                name=name,
            )
        for part in archive.namelist():
            if part.lower().endswith(".rels"):
                _check_relations(archive, part)
            elif part.startswith("word/") and part.endswith(".xml"):
                _check_fields(archive, part)
    _check_markers(content)
    _try(content)


def _refused(sentence: str, **values: object) -> ValidationError:
    return ValidationError(sentence % values if values else sentence, code="template")


def _check_kind(content: bytes, name: str) -> None:
    """By its content, not by its name: a .docx that unpacks to a sound size, without macros or entities."""
    ending = Path(name.lower().strip()).suffix
    if ending not in (".docx", ".docm", ".dotm"):
        raise _refused(
            _("«%(name)s» no es un documento de Word (.docx). Guárdelo como .docx y súbalo otra vez."), name=name
        )
    with tempfile.NamedTemporaryFile(suffix=".docx") as copy:
        copy.write(content)
        copy.flush()
        try:
            safety.check(Path(copy.name), name)
        except RefusedFileError as error:
            raise ValidationError(refusal(error), code="template") from None


def _check_relations(archive: ZipFile, part: str) -> None:
    """No way out of the document but links that somebody follows."""
    root = packages.parse(archive, part)
    for relation in () if root is None else root:
        if not isinstance(relation.tag, str):
            continue
        kind = relation.get("Type", "").rpartition("/")[2]
        target = relation.get("Target", "")
        if kind in _ACTIVE:
            raise _refused(
                _(
                    "La plantilla lleva dentro un objeto o control («%(kind)s», en %(part)s). Quítelo, o péguelo "
                    "como imagen, y súbala otra vez."
                ),
                kind=kind,
                part=part,
            )
        if kind == "attachedTemplate":
            raise _refused(
                _(
                    "La plantilla depende de otra («%(target)s»). En Word: Programador › Plantilla de documento, "
                    "elija «Normal», guarde y súbala otra vez."
                ),
                target=target[:120],
            )
        is_link = kind == "hyperlink" and _ADDRESS.fullmatch(target)
        if relation.get("TargetMode", "").lower() == "external" and not is_link:
            raise _refused(
                _(
                    "La plantilla llama a un archivo de fuera («%(target)s»: %(kind)s, en %(part)s). Incluya la "
                    "imagen o el texto dentro del documento, quite el vínculo y súbala otra vez."
                ),
                target=target[:120],
                kind=kind,
                part=part,
            )


def _check_fields(archive: ZipFile, part: str) -> None:
    root = packages.parse(archive, part)
    for said in () if root is None else _instructions(root):
        word = said.split(maxsplit=1)[0].upper() if said.strip() else ""
        if word in _FIELDS:
            raise _refused(
                _(
                    "La plantilla tiene un campo «%(field)s» (en %(part)s), que lee otros archivos o ejecuta "
                    "algo. Quítelo y súbala otra vez."
                ),
                field=word,
                part=part,
            )


def _instructions(root: etree._Element) -> Iterator[str]:
    """What each field is told to do, though it be cut over many runs and paragraphs."""
    word = packages.WORD
    open_fields: list[list[str]] = []
    for each in root.iter(f"{word}fldChar", f"{word}instrText", f"{word}fldSimple"):
        if each.tag == f"{word}fldSimple":
            yield each.get(f"{word}instr", "")
        elif each.tag == f"{word}instrText":
            if open_fields:
                open_fields[-1].append(each.text or "")
            else:
                yield each.text or ""
        elif each.get(f"{word}fldCharType") == "begin":
            open_fields.append([])
        elif each.get(f"{word}fldCharType") == "end" and open_fields:
            yield "".join(open_fields.pop())
    yield from ("".join(pieces) for pieces in open_fields)


def _check_markers(content: bytes) -> None:
    """One place for the report, alone in a paragraph of the body; no marker that means nothing."""
    found = markers.markers(Document(BytesIO(content)))
    for each in found:
        if each.is_stray:
            raise _refused(
                _(
                    "En %(where)s hay «%(text)s», que no es un marcador completo. Escríbalo como "
                    "{{ red }} o quítelo."
                ),
                where=_(each.where),
                text=each.name,
            )
        if each.name.casefold() not in markers.MARKERS:
            raise _refused(
                _("El marcador {{ %(name)s }}, en %(where)s, no existe. Los que hay son: %(all)s."),
                name=each.name[:60],
                where=_(each.where),
                all=", ".join(f"{{{{ {name} }}}}" for name in markers.MARKERS),
            )
    _check_body([each for each in found if each.name.casefold() == markers.BODY])


def _check_body(found: list[markers.Found]) -> None:
    if not found:
        raise _refused(_("Falta {{ informe }}: escríbalo, solo en un párrafo, donde deba ir el informe."))
    if len(found) > 1:
        raise _refused(
            _("{{ informe }} está %(n)s veces: deje solo uno, donde deba ir el informe.") % {"n": len(found)}
        )
    if not markers.is_at_top(found[0]):
        raise _refused(
            _(
                "{{ informe }} está en %(where)s, dentro de un cuadro o de otra pieza: póngalo en un párrafo "
                "propio del cuerpo del documento."
            ),
            where=_(found[0].where),
        )
    if not markers.is_alone(found[0]):
        raise _refused(_("{{ informe }} comparte su párrafo con otras palabras: déjelo solo en el suyo."))


def _try(content: bytes) -> None:
    """What no check foresees must not be found out on the day of the report."""
    try:
        word_twin(_TRIAL_PAGE, {"header": _TRIAL}, template=content)
    except Exception as error:
        raise _refused(
            _("No se pudo armar un informe con esta plantilla. Copie su contenido a un documento nuevo y súbalo.")
        ) from error
