"""Reads the figures a text says, and tells those that a table says otherwise. Pure.

It is modest: a number is compared only with a figure most of whose words stand next to it, in the same sentence;
what it cannot tell apart it lets pass. Years, dates, norms and ordinals are no figures.

>>> mesas = Known("Mesas técnicas realizadas", "Cifras", (Decimal(45),))
>>> [(one.quote, one.said) for one in contradictions("Hubo 44 mesas técnicas con las alcaldías.", [mesas])]
[('44 mesas técnicas con las alcaldías', '44')]
>>> contradictions("Hubo 45 mesas técnicas, y 44 talleres.", [mesas])
[]
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

SENTENCE = re.compile(r"[.;:](?=\s|$)|[()\n?!]")
NUMBER = r"\d{1,3}(?:[.\u00a0\u202f ]\d{3})+(?:,\d+)?|\d+(?:,\d+)?"
# «14», «14 de 20», «14 de los 20», «33,3 %»
SAID = re.compile(
    rf"(?<![\w/.,-])(?P<n>{NUMBER})(?:\s*(?P<percent>%)|\s+(?:de|of)\s+(?:l[ao]s\s+|the\s+)?(?P<m>{NUMBER}))?"
    r"(?![\w/]|[.,-]\d|\s*[ºª°])"
)
WORD = re.compile(r"[^\W\d_]+")
YEAR = re.compile(r"(?:19|20)\d\d")
MONTHS = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
# A number after one of these is the name of something.
NAMING = (
    *(
        "decreto",
        "ley",
        "lei",
        "acuerdo",
        "acordo",
        "resolucion",
        "resolucao",
        "articulo",
        "artigo",
        "eje",
        "eixo",
    ),
    *("funcion", "norma", "numero", "pagina"),
)
NO_FIGURE_BEFORE = re.compile(rf"\b(?:{'|'.join(NAMING)}|art\.?|n\.?º)\s*$")
EMPTY = {
    *("para", "sobre", "entre", "desde", "hasta", "como", "pero", "este", "esta", "estos", "estas"),
    *("cada", "todas", "todos", "realiz", "hecho", "hecha", "total", "numer", "canti", "porce", "tiene"),
}
COVERED = 0.6
LONGEST_QUOTE = 90


@dataclass(frozen=True, slots=True)
class Known:
    """A row of a table: its words, and its figures (`percents` from 0 to 100)."""

    label: str
    table: str
    figures: tuple[Decimal, ...] = ()
    percents: tuple[Decimal, ...] = ()


@dataclass(frozen=True, slots=True)
class Contradiction:
    quote: str
    said: str
    known: Known


@dataclass(frozen=True, slots=True)
class _Token:
    """A number as it is said. `after` are the words up to the next one, `before` those since the last; `on` and
    `back` quote it with the former and with all before it. `is_bare`: no word of its own follows it."""

    text: str
    values: tuple[Decimal, ...]
    places: int
    is_percent: bool
    before: frozenset[str]
    after: frozenset[str]
    on: str
    back: str
    is_bare: bool


def contradictions(text: str, known: Iterable[Known]) -> list[Contradiction]:
    """In the order of the text."""
    rows = [(one, _stems(one.label)) for one in known if one.figures or one.percents]
    rows = [(one, stems) for one, stems in rows if stems]
    found = []
    for sentence in SENTENCE.split(text):
        last: list[tuple[Known, float]] = []
        for token in _tokens(sentence):
            near, quote = _near(token.after, rows), token.on
            if not near and token.is_bare:
                near, quote = last or _near(token.before, rows), token.back
            wrong = _wrong(token, near)
            if wrong:
                found.append(Contradiction(quote, token.text, wrong))
            last = [] if wrong else near
    return found


def _wrong(token: _Token, near: list[tuple[Known, float]]) -> Known | None:
    """The row it contradicts; None where it agrees with any that it may speak of, or it may speak of several."""
    fit = [(one, share) for one, share in near if _may_say(one, token.is_percent)]
    if not fit or any(_agrees(token, one) for one, _share in fit):
        return None
    most = max(share for _one, share in fit)
    best = [one for one, share in fit if share == most]
    return best[0] if len(best) == 1 else None


def _may_say(one: Known, is_percent: bool) -> bool:
    return bool(one.percents) or len(one.figures) > 1 if is_percent else bool(one.figures)


def _agrees(token: _Token, one: Known) -> bool:
    known = {*one.percents, *_shares(one)} if token.is_percent else _said_of(one)
    return all(any(round(each, token.places) == value for each in known) for value in token.values)


def _said_of(one: Known) -> set[Decimal]:
    """The figures, and what is left to reach one from another."""
    return {*one.figures, *(a - b for a in one.figures for b in one.figures if a > b)}


def _shares(one: Known) -> set[Decimal]:
    return {a * 100 / b for a in one.figures for b in one.figures if b}


def _near(words: frozenset[str], rows: list[tuple[Known, frozenset[str]]]) -> list[tuple[Known, float]]:
    found = []
    for one, stems in rows:
        share = len(stems & words) / len(stems)
        if share >= COVERED and (len(stems & words) > 1 or len(stems) == 1):
            found.append((one, share))
    return found


def _tokens(sentence: str) -> Iterator[_Token]:
    hits = [hit for hit in SAID.finditer(sentence) if _is_figure(sentence, hit)]
    for place, hit in enumerate(hits):
        start = hits[place - 1].end() if place else 0
        end = hits[place + 1].start() if place + 1 < len(hits) else len(sentence)
        after = sentence[hit.end() : end]
        numbers = [hit["n"], *filter(None, [hit["m"]])]
        first = WORD.match(after.strip())
        yield _Token(
            text=" ".join(hit.group().split()),
            values=tuple(map(_value, numbers)),
            places=max(len(number.partition(",")[2]) for number in numbers),
            is_percent=bool(hit["percent"]),
            before=_stems(sentence[start : hit.start()]),
            after=_stems(after),
            on=_short(sentence[hit.start() : end], from_end=False),
            back=_short(sentence[: hit.end()], from_end=True),
            is_bare=first is None or len(first.group()) < 3,
        )


def _short(quote: str, *, from_end: bool) -> str:
    quote = " ".join(quote.split()).rstrip(" ,y")
    if len(quote) <= LONGEST_QUOTE:
        return quote
    return f"…{quote[1 - LONGEST_QUOTE :]}" if from_end else f"{quote[: LONGEST_QUOTE - 1]}…"


def _is_figure(sentence: str, hit: re.Match[str]) -> bool:
    if hit["m"] is None and not hit["percent"] and YEAR.fullmatch(hit["n"]):
        return False
    words = WORD.findall(sentence[hit.end() : hit.end() + 30].lower())
    is_day = words[:1] == ["de"] and len(words) > 1 and words[1] in MONTHS.split()
    return not is_day and not NO_FIGURE_BEFORE.search(
        _plain(sentence[max(hit.start() - 30, 0) : hit.start()]).lower()
    )


def _plain(text: str) -> str:
    """Without accents."""
    return "".join(sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign))


def _value(text: str) -> Decimal:
    return Decimal(re.sub(r"[.\u00a0\u202f ]", "", text).replace(",", "."))


@lru_cache(maxsize=4096)
def _stems(text: str) -> frozenset[str]:
    """The beginnings of the words that say something, without accents."""
    found = set()
    for word in WORD.findall(_plain(text)):
        if len(word) < 4 and not (word.isupper() and len(word) > 1):
            continue
        stem = word.lower()
        for ending in ("es", "s"):
            if stem.endswith(ending) and len(stem) - len(ending) > 3:
                stem = stem.removesuffix(ending)
                break
        if stem not in EMPTY and stem[:5] not in EMPTY and stem[:6] not in EMPTY:
            found.add(stem[:5])
    return frozenset(found)
