"""What a person reads of an answer, whatever it is made of, and what of it is Spanish."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO

import docx
import html5lib
import openpyxl
import polib
from django.apps import apps
from django.db.models import CharField, TextField, Value
from django.db.models.functions import Cast, Concat
from pypdf import PdfReader

from networks.models.base import LongTextField
from tests.bare_words import words
from tests.messages import BASE, messages

# By the code of a language as Django writes it.
CATALOGS = {"pt-br": "pt_BR", "en": "en"}
SHOWN = ("title", "aria-label", "aria-description", "placeholder", "alt", "label")
SAID_BY_SCRIPTS = ("data-text", "data-confirm")
UNREAD = {"script", "style", "template", "code", "pre", "kbd", "head"}
# Addresses, names of files and of fields: the same in every language.
NAMES = re.compile(
    r"https?://\S+|webcal://\S+|[\w.+-]+@[\w.-]+|/[\w{}<>:./?=&%-]+|[\w-]+\.(?:xlsx|csv|json|pdf|docx|ods|ics|txt|zip)\b"
    r"|\b\w*_\w+\b|\S*%\S*"
)
# Always Spanish, whether or not one of our own texts has it.
ALWAYS = {"el", "las", "del", "y", "una", "sus", "fue", "hay", "hasta", "sin", "según"}
LEFT = {"pt-br": ALWAYS, "en": ALWAYS | {"los", "que", "por", "desde"}}
# Portuguese too, though no translation of ours may have it yet.
PORTUGUESE = {"los", "desde", "las"}
SIGNS = {"pt-br": re.compile("[ñÑ]"), "en": re.compile("[ñÑáíóúÁÍÓÚ]")}
# A language is called by its own name, and so are a place of the world and the convention of Belém do Pará.
OWN_NAMES = {"español", "português", "bogotá", "belém", "pará", "são", "asunción"}
# What the matrix' rows have in uploaded tables, in frozen records, in what is posted, in codes and user names.
OWN_NAMES |= {"eje", "ejes", "uno", "persona", "oficina", "enlace", "tema", "texto"}
POSTED = re.compile(
    r"^Curso$|1\. Sector|¿Qué pasó\?|Lo envió por correo|Ya no hace falta|No estaba|Se hizo|Faltaba la lista|Hola"
)
# What a program looks for, and so is no text: by these names code and addresses find a row.
KEYS = {
    *("slug", "code", "key", "token", "username", "password", "email", "time_zone", "language", "languages"),
    *("form", "sha256", "content_type", "document", "lineage", "sent_to", "schema_version", "color", "folio"),
    *("history_change_reason", "history_type", "field", "place", "sector", "number", "stage", "digest"),
    *("fingerprint", "original_name"),
}


@cache
def spanish_words(language: str) -> frozenset[str]:
    """Words of our own texts that our translations into `language` never use, and those it never has."""
    translated: set[str] = set()
    for entry in polib.pofile(str(BASE / "locale" / CATALOGS[language] / "LC_MESSAGES/django.po")):
        for text in (entry.msgstr, *entry.msgstr_plural.values()):
            translated |= words(text)
    own = {word for one in messages() for text in (one.singular, one.plural) for word in words(text)}
    found = (own - translated | LEFT[language]) - OWN_NAMES
    return frozenset(found - PORTUGUESE if language == "pt-br" else found)


def spanish_of(text: str, language: str) -> set[str]:
    """Its words that are Spanish and nothing else."""
    found = words(NAMES.sub(" ", POSTED.sub(" ", text.strip()))) - OWN_NAMES
    return (found & spanish_words(language)) | {word for word in found if SIGNS[language].search(word)}


def left_in(response, language: str) -> list[str]:
    """The texts of an answer that are still Spanish, each with the words that say so."""
    return [
        f"{' '.join(text.split())[:160]} ← {', '.join(sorted(found))}"
        for text in texts_of(response)
        if (found := spanish_of(text, language))
    ]


def texts_of(response) -> Iterator[str]:
    kind = response.get("Content-Type", "").partition(";")[0]
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if kind == "text/html":
        yield from texts_of_html(body.decode())
    elif kind == "application/pdf":
        yield from texts_of_pdf(body)
    elif kind.endswith("spreadsheetml.sheet"):
        yield from texts_of_workbook(body)
    elif kind.endswith("wordprocessingml.document"):
        yield from texts_of_document(body)
    elif kind.startswith("text/") and kind != "text/css":
        yield from body.decode("utf-8-sig").splitlines()


def texts_of_html(page: str) -> Iterator[str]:
    tree = html5lib.HTMLParser(namespaceHTMLElements=False).parse(page)
    title = tree.find("head/title")
    if title is not None:
        yield title.text or ""
    yield from _texts_of_element(tree)


def _texts_of_element(element) -> Iterator[str]:
    for child in element:
        if isinstance(child.tag, str) and child.tag not in UNREAD and child.get("lang") != "es":
            yield child.text or ""
            shown = [name for name in child.attrib if name in SHOWN or name.startswith(SAID_BY_SCRIPTS)]
            if child.tag == "input" and child.get("type") in ("submit", "button", "reset"):
                shown.append("value")
            yield from (child.get(name) or "" for name in shown)
            yield from _texts_of_element(child)
        yield child.tail or ""


def texts_of_pdf(content: bytes) -> Iterator[str]:
    if len(content) < 1000:
        # A row's own, which is none.
        return
    reader = PdfReader(BytesIO(content))
    yield str((reader.metadata or {}).get("/Title", ""))
    for page in reader.pages:
        yield from page.extract_text().splitlines()


def texts_of_workbook(content: bytes) -> Iterator[str]:
    book = openpyxl.load_workbook(BytesIO(content))
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible":
            yield sheet.title
            cells = (cell.value for row in sheet.iter_rows() for cell in row)
            yield from (value for value in cells if isinstance(value, str))


def texts_of_document(content: bytes) -> Iterator[str]:
    document = docx.Document(BytesIO(content))
    yield from (paragraph.text for paragraph in document.paragraphs)
    for table in document.tables:
        yield from (cell.text for row in table.rows for cell in row.cells)


def texts_blank() -> None:
    """Overwrite every text that people wrote, in every table of ours, with a mark that is in no language."""
    for model in apps.get_models():
        if model._meta.app_label not in ("networks", "plans", "monitoring", "reports") or not model._meta.managed:
            continue
        # An issued report refuses to change; here it is only the words that do.
        rows = model._base_manager.all()
        if model.__name__ == "Theme":
            rows = rows.exclude(network=None)
        for field in model._meta.concrete_fields:
            if type(field) in (CharField, LongTextField, TextField) and _is_text(field):
                mark = Concat(Value("zz"), Cast("pk", CharField()))
                rows.exclude(**{field.name: ""}).update(**{field.name: mark})


def _is_text(field) -> bool:
    return not (field.choices or field.unique or field.primary_key or field.name in KEYS)
