"""The language of cells: numbers, codes before titles, weights after them, months, statuses that open a narrative.

Spanish and Portuguese. Everything takes text and gives what was read of it, or None; nothing raises.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from plans.deadline_words import VOCABULARY
from plans.importing.headings import normalised

# What a lone sign leaves in a cell of several lines.
PLACE = "—"
_BULLET = re.compile(r"^(?:[•·▪●○◦‣➢✓*]|[-–—](?=\s))\s*(?=\w)")
_SAYING = re.compile(r"[^\W_]|[%#✓✔☑☒✗✘■●×]")
_DASHES = "–—-"
_DASH = r"\-–—"  # inside brackets of a pattern


def clean(line: str) -> str:
    """A line without the bullet before it."""
    return _BULLET.sub("", line).strip()


def is_nothing(text: str) -> bool:
    """Only punctuation: a lone «.», «-» or «—»."""
    return not text[:1].isalnum() and not _SAYING.search(text)


_ABSENT = re.compile(
    r"n\s?[/.]\s?[ad]\.?|n[ad]|(?:no|n[aã]o)(?: se)? aplica\w*\.?|s\s?[/.]\s?[di]\.?"
    r"|sin (?:dato|informaci[oó]n)s?\.?|sem dados\.?"
)


@lru_cache(4096)
def is_absent(text: str) -> bool:
    """«N/A», «No aplica», «s/d»: words for an empty cell."""
    return len(text) < 20 and bool(_ABSENT.fullmatch(text.casefold()))


def similar(text: str) -> str:
    """A title for comparing: without case, accents, punctuation or spaces («P romoción» is «promoción»)."""
    return normalised(text).replace(" ", "")


# -- numbers --------------------------------------------------------------------------------------------------

_NUMBER = re.compile(
    r"^\(?\s*([+-]?\d{1,9}(?:[.,]\d{1,15})?)\s*(?:%|por ?ciento|puntos?|pts?\.?)?\s*\)?\.?$", re.I
)


@lru_cache(8192)
def number(text: str) -> Decimal | None:
    """«12,5», «12.5», «33,33 %», «14%» as Decimals, not rounded; None for anything else.

    >>> number("33,33 %"), number("Pendiente")
    (Decimal('33.33'), None)
    """
    match = _NUMBER.match(text.strip())
    try:
        return Decimal(match[1].replace(",", ".")) if match else None
    except InvalidOperation:
        return None


# -- codes ----------------------------------------------------------------------------------------------------

_NOUNS = (
    r"eje|objetivo|l[ií]nea|[aá]rea|componente|funci[oó]n|actividad|sub-?actividad|acci[oó]n|producto|grupo|meta|"
    r"dimensi[oó]n|[aá]mbito|pilar|programa|eixo|linha|fun[cç][aã]o|atividade|a[cç][aã]o|lineamiento|estrategia"
)
_ADJECTIVES = (
    r"estrat[eé]gic[oa]|operativ[oa]|espec[ií]fic[oa]|general|tem[aá]tic[oa]|particular|operacional|"
    r"de (?:acci[oó]n|trabajo|a[cç][aã]o)"
)
_NUMERAL = r"\d{1,3}(?:\.\d{1,3})*|[IVX]{1,6}(?:\.\d{1,3})*|[A-Z](?:\.\d{1,3})*"
_END = rf"\s*(?:\.\s*[{_DASH}]|[.:){_DASH}]+)\s*"
_NAMED = re.compile(
    rf"^(?i:(?:{_NOUNS})(?: (?:{_ADJECTIVES}))?\s*(?:n[°ºo]?\.?\s*)?)(?<![^\W\d])"
    rf"({_NUMERAL})(?:{_END}|\s+(?=[A-ZÁÉÍÓÚÑ¿«])|$)(.*)$",
    re.S,
)
_CODES = tuple(
    re.compile(pattern, re.S)
    for pattern in (
        # 1.a) · 1.2.b. · II.a) · 1.a Coordinar  (not «5.a edición»)
        r"^\(?((?:\d{1,2}(?:\.\d{1,2})*|[IVX]{1,6})\.[a-z])(?:[.):]\s*(?=[^\W\d])|\s+(?=[A-ZÁÉÍÓÚÑ¿«]))(.+)$",
        # 1.2 · 1.2. · 10.- · 1) · 3 - · 1.2.3:  (not «2.500 talleres», not «15-20 personas»)
        rf"^\(?(\d{{1,2}}(?:\.\d{{1,2}})+)(?:{_END}|\s+)(?=[^\d\s])(.+)$",
        rf"^\(?(\d{{1,3}})(?!\.a\s)(?:\s*\.\s*[{_DASH}]+|[.):]|\s+[{_DASH}])\s*(?=[^\d\s{_DASH}º°ª])(.+)$",
        # 3.- 5 talleres · 1) 20 visitas · 1.º Taller
        rf"^\(?(\d{{1,3}})(?:\s*\.\s*[{_DASH}]+|[.)])\s+(?=\d)(.+)$",
        r"^(\d{1,3})(?:\.[º°]|[º°][.)])\s*(?=[^\d\s])(.+)$",
        # a.3.Coordinar · b.5.1. · A.1 · OE1.2: · II.1
        rf"^\(?([A-Za-z]{{1,3}}\.?\d{{1,2}}(?:\.\d{{1,2}})+|[A-Za-z]\.\d{{1,2}}|[IVX]{{2,6}}(?:\.\d{{1,2}})+)"
        rf"(?:{_END}|\s+)(?=\S)(.+)$",
        rf"^\(?([A-Za-z]{{1,3}}\d{{1,2}}){_END}(?=[^\d\s])(.+)$",
        # I. · IV) · II.- · VII   CONTAR  (not «X Congreso»)
        rf"^\(?([IVX]{{1,6}})(?:{_END}|\s{{2,}}|\t)(?=\S)(.+)$",
        r"^([IVX]{1,6})\s+(?=[A-ZÁÉÍÓÚÑ]{2,}\b)(.+)$",
        # iv) · ii.
        r"^\(?([ivx]{2,6})[.)]\s*(?=[^\W\d])(.+)$",
        # B. P romover: a word broken by whoever converted the file
        r"^([A-Za-z])\.\s+(?=[A-ZÁÉÍÓÚÑ]\s[a-záéíóúñ])(.+)$",
        # A. · a) · B.- · D.Fortalecer  (not «O.N.G.», not «a. m.»)
        rf"^\(?([A-Za-z])(?:\s*\.\s*[{_DASH}]+|\)|\.(?=\s+\w\w|[A-ZÁÉÍÓÚÑ][a-záéíóúñ]{{2}})|\s+[{_DASH}](?=\s))\s*(.+)$",
    )
)
_QUANTITY = re.compile(r"^(?:%|millon|mil\b|km|hora|punto|veces|d[oó]lares|pesos)", re.I)
_LEVELS = re.compile(r"[.\-]")


@lru_cache(8192)
def split_code(text: str) -> tuple[str, str]:
    """The code before a title, and the title; no code is "".

    >>> split_code("a.3.Coordinar"), split_code("VII   CONTAR CON"), split_code("Eje 1: Autonomía")
    (('a.3', 'Coordinar'), ('VII', 'CONTAR CON'), ('1', 'Autonomía'))
    """
    text = text.strip()
    if named := _NAMED.match(text):
        return named[1], named[2].strip() or text
    for pattern in _CODES:
        if (match := pattern.match(text)) and not _QUANTITY.match(match[2]):
            return match[1], match[2].strip()
    return "", text


def parent_codes(code: str) -> list[str]:
    """The codes a code may hang from, the nearest first: «b.5.1» → «b.5», «b»."""
    parts = _LEVELS.split(code)
    return [code[: len(code) - len("".join(parts[n:])) - (len(parts) - n)] for n in range(len(parts) - 1, 0, -1)]


_ROMAN_NUMERAL = re.compile(r"^[IVX]+$")


def code_style(code: str) -> str:
    """What a code is made of: `roman`, `upper`, `lower`, `number`, or "" without one; only of its first level."""
    first = _LEVELS.split(code)[0]
    if not first:
        return ""
    if _ROMAN_NUMERAL.match(first):
        return "roman"
    return "number" if first[-1].isdigit() else "upper" if first.isupper() else "lower"


_BRACKETED_WEIGHT = re.compile(
    r"^(.*?)\s*[(\[]\s*(?:(?:ponderaci[oó]n|pond\.?|ponderador|peso|pondera[cç][aã]o)\s*:?\s*)?"
    r"(\d{1,3}(?:[.,]\d+)?)\s*%\s*[)\]]\.?$",
    re.I | re.S,
)
_TRAILING_WEIGHT = re.compile(rf"^(.*?)\s*[{_DASH}:,]\s*(\d{{1,3}}(?:[.,]\d+)?)\s*%\.?$", re.S)


@lru_cache(8192)
def split_weight(title: str) -> tuple[str, Decimal | None]:
    """The weight in an eje's title: «Autonomía (40%)», «Autonomía: 40 %» → («Autonomía», 40)."""
    for pattern in (_BRACKETED_WEIGHT, _TRAILING_WEIGHT):
        if (match := pattern.match(title)) and match[1].strip():
            weight = Decimal(match[2].replace(",", "."))
            if weight <= 100:
                return match[1].strip(), weight
    return title, None


# -- months ---------------------------------------------------------------------------------------------------

MONTH_NUMBERS = {
    word: meaning.value for word, meaning in VOCABULARY.items() if meaning is not None and meaning.kind == "month"
}
_YEAR = re.compile(r"^(?:[12]\d{3}|\d\d)$")


@lru_cache(4096)
def month(heading: str) -> tuple[int, int | None] | None:
    """The month a heading names, and its year if it says one: «set.», «Mar-13», «2012-03», «janeiro».

    >>> month("Mar-13"), month("dic."), month("Meta")
    ((3, 2013), (12, None), None)
    """
    if exact := re.fullmatch(r"\s*(\d{4})[-/](0?[1-9]|1[0-2])(?:[-/]0?1(?:\D.*)?)?\s*", heading):
        return int(exact[2]), int(exact[1])
    words = [word for word in re.findall(r"[a-z]+|\d+", normalised(heading)) if word not in ("de", "del", "mes")]
    if not words or words[0] not in MONTH_NUMBERS or len(words) > 2:
        return None
    if len(words) == 1:
        return MONTH_NUMBERS[words[0]], None
    if not _YEAR.match(words[1]):
        return None
    year = int(words[1])
    return MONTH_NUMBERS[words[0]], year if year > 99 else 2000 + year


_MARKS = frozenset(("x", "xx", "xxx", "si", "sim", "s", "ok", "v"))


def is_mark(text: str) -> bool:
    """A plain mark of a cronograma: «X», «1», «✓», «■»."""
    word = text.strip()
    return word == "1" or normalised(word) in _MARKS or word in ("✓", "✔", "☑", "☒", "■", "●", "▲", "★", "*", "×")


# -- statuses -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class StatusWord:
    """`rest` is the narrative after the word; `bare` when the line has no other."""

    status: str
    rest: str
    bare: bool


_DONE = r"cumplid[oa]s?|cumpl(?:e|en|i[oó])|cumprid[oa]s?|cumpr(?:e|iu)"
_STATUSES = (
    ("no_aplica", r"no (?:se )?aplica\w*|n[aã]o (?:se )?aplica\w*|n\.?\s?/?\s?a\.?(?!\w)"),
    (
        "en_avance",
        rf"(?:{_DONE}|cumplimiento|cumprimento|realizad[oa]|avance) parcial(?:mente)?|parcial(?:mente)?"
        rf"(?: (?:{_DONE}))?|en (?:avance|proceso|curso|ejecuci[oó]n|desarrollo|marcha|implementaci[oó]n)"
        r"|em (?:andamento|curso|execu[cç][aã]o|processo|desenvolvimento)|iniciad[oa]|avanzad[oa]|con avances?",
    ),
    (
        "no_cumplido",
        rf"(?:no|n[aã]o) (?:se )?(?:ha |han |fue |foi )?(?:{_DONE}|realizad[oa]s?|ejecutad[oa]s?|executad[oa]s?"
        r"|lograd[oa]s?|realiz[oó])|incumplid[oa]s?|sin cumplir",
    ),
    (
        "pendiente",
        r"pendientes?|pendentes?|por (?:iniciar|realizar|ejecutar|cumplir)|sin iniciar|a iniciar"
        r"|no iniciad[oa]|n[aã]o iniciad[oa]",
    ),
    (
        "reprogramado",
        r"compromiso para|compromisso para|reprogramad[oa]s?|se reprogram\w+|postergad[oa]s?|se posterg\w+"
        r"|pospuest[oa]s?|aplazad[oa]s?|adiad[oa]s?|diferid[oa]s?",
    ),
    ("cumplido", rf"s[ií],? (?:{_DONE})|(?:{_DONE})(?: totalmente| al 100 ?%)?|cumplimiento total"),
)
_OPENING = tuple((status, re.compile(rf"(?:{pattern})(?!\w)", re.I)) for status, pattern in _STATUSES)
# Words that are a status only by themselves: «Realizado el taller» tells something else.
_ALONE = {
    "cumplido": "si sim realizado realizada ejecutado ejecutada executado executada concluido concluida "
    "finalizado finalizada terminado terminada logrado lograda completado completada listo hecho feito x ok",
    "no_cumplido": "no nao",
    "en_avance": "avance iniciado iniciada",
    "pendiente": "por hacer",
}
_STATUS_ALONE = {word: status for status, words in _ALONE.items() for word in words.split()}
# A word that says more than a status stays part of the narrative.
_KEPT = re.compile(r"(?:compromiss?o para|se (?:reprogram|posterg))", re.I)


@lru_cache(8192)
def read_status(line: str) -> StatusWord | None:
    """The status that opens a line, and the narrative after it; None where no word opens it.

    >>> read_status("Cumplido : se construye"), read_status("Se envía")
    (StatusWord(status='cumplido', rest='se construye', bare=False), None)
    """
    line = clean(line)
    if line in ("✓", "✔", "☑"):
        return StatusWord("cumplido", "", True)
    if status := _STATUS_ALONE.get(normalised(line)):
        return StatusWord(status, "", True)
    for status, pattern in _OPENING:
        if match := pattern.match(line):
            return _opened(status, line, match.end())
    return None


def _opened(status: str, line: str, end: int) -> StatusWord:
    after = line[end:]
    rest = after.lstrip(f" .:;,)\t{_DASHES}")
    if not rest:
        return StatusWord(status, line if _KEPT.match(line) else "", True)
    separated = after.lstrip()[:1] in tuple(f".:;,({_DASHES}") or rest[:1].isupper()
    whole = _KEPT.match(line) or not separated or after.lstrip().startswith("(")
    return StatusWord(status, line if whole else rest, False)
