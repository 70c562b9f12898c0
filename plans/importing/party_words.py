"""Who a cell names: one cell, several parties, as people write them.

Lines, «;», commas and «y» part them; what cannot be told apart stays together, for the person to see.
"""

from __future__ import annotations

import re
from functools import lru_cache

from plans.deadlines import parse
from plans.importing.fields import is_exact_party
from plans.importing.headings import normalised
from plans.importing.words import clean, is_nothing

_LETTER = "A-ZÁÉÍÓÚÜÑÇÂÊÔÃÕ"
_HEAD_WORDS = """
agencia alcaldía alcaldías área asociación asociaciones banco cámara carabineros centro centros coalición
coaliciones colectivo comisión comité comités consejo consejos coordinación cooperación corte defensoría
delegación departamento dirección direcciones división embajada entidad equipo federación fiscalía fundación
gerencia gobernación gobierno gobiernos instituto institutos intendencia mesa ministerio ministerios
municipalidad municipalidades municipio municipios oficina oficinas organismo organismos organización
organizaciones ong ongs poder policía policías prefectura procuraduría programa red redes secretaría secretarías
sector servicio servicios sindicato st subsecretaría tribunal unidad unidades universidad universidades conselho
coordenadoria diretoria fundação governo ministério polícia prefeitura secretaria universidade
"""
_ADJECTIVE_WORDS = """
regional regionales nacional nacionales local locales municipal municipales internacional internacionales central
centrales técnica técnicas estatal estatales federal federales comunal departamental provincial
"""
_HEADS = frozenset(normalised(_HEAD_WORDS).split())
_ADJECTIVES = frozenset(normalised(_ADJECTIVE_WORDS).split())
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|«[^«»]*»")
_AND = re.compile(rf"\s+(?:y|e|and)\s+(?=(?:(?:la|las|los|el|a|as|os|o)\s+)?[{_LETTER}]|otr[ao]s\b|outr[ao]s\b)")
_ARTICLE = re.compile(r"^(?:la|las|los|el)\s+(?=[A-ZÁÉÍÓÚÑ])")
_OF = re.compile(r"\b(?:de|del|da|do|das|dos|para|contra)\b")
_LEADING = re.compile(r"^(?:y|e)\s+(?=\w)")
_NOT_A_NAME = re.compile(
    r"^(?:con|para|en|que|a|por|según|segun|como|cuando|así|incluyendo|incluido|com|em|e)\b", re.I
)


def split_parties(lines: tuple[str, ...]) -> list[str]:
    """The parties a cell names, in order; lines of an exported plan stay whole."""
    return [name for line in lines for name in _of_line(line)]


@lru_cache(8192)
def _of_line(line: str) -> tuple[str, ...]:
    if is_exact_party(line):
        return (line,)
    line = _LEADING.sub("", clean(line))
    notes: list[str] = []

    def hide(match: re.Match[str]) -> str:
        notes.append(match[0])
        return f"\x00{len(notes) - 1}\x00"

    hidden = _BRACKETS.sub(hide, line)
    pieces = [name for part in re.split(r"\s*;\s*|\s+/\s+", hidden) for name in _commas(part)]
    names = [re.sub("\x00(\\d+)\x00", lambda match: notes[int(match[1])], piece) for piece in pieces]
    return tuple(name for name in map(_tidy, names) if not is_nothing(name))


def _commas(text: str) -> list[str]:
    parts = [part.strip() for part in re.split(r",\s+", text) if part.strip(" .")]
    names = all(part[:1].isupper() or _is_short(part) for part in parts)
    if len(parts) > 1 and not names:
        parts = [text.strip()]
    return [name for part in parts for name in _ands(part)]


def _is_short(part: str) -> bool:
    return len(part.split()) <= 4 and not _NOT_A_NAME.match(part)


def _ands(text: str) -> list[str]:
    """«Belice y Nicaragua» are two; «Departamento de Estudios y Capacitación» is one."""
    names: list[str] = []
    rest = text
    start = 0
    while match := _AND.search(rest, start):
        left, right = rest[: match.start()], rest[match.end() :]
        if _are_two(left, right):
            names.append(left)
            rest, start = right, 0
        else:
            start = match.end()
    return [*names, rest]


def _are_two(left: str, right: str) -> bool:
    first = re.split(r"[\s\x00]", _ARTICLE.sub("", right.strip()), maxsplit=1)[0].strip(".,;:")
    following = _AND.split(right, maxsplit=1)[0].split()
    if len(following) == 1 and normalised(first) in _ADJECTIVES:
        return False
    is_other = (first.isupper() and len(first) > 1) or normalised(first) in ("otros", "otras", "outros", "outras")
    return is_other or normalised(first) in _HEADS or not _OF.search(left) or bool(_ARTICLE.match(right))


def _tidy(name: str) -> str:
    name = _ARTICLE.sub("", name.strip(" ,;:")) if _ARTICLE.match(name.strip()) else name.strip(" ,;:")
    return name[:-1] if re.search(r"[^\W\d_]{4}\.$|\)\.$", name) else name


@lru_cache(8192)
def dated_note(words: str) -> str:
    """The note in brackets that is a date, as in «OIM (marzo 2012)»; "" without one."""
    for note in _BRACKETS.findall(words):
        if parse(note[1:-1], 2000).precision != "none":
            return note[1:-1]
    return ""
