"""The words in which plans write deadlines: text → words of a closed vocabulary.

Spanish, with the Portuguese names of months and ordinals. A word outside the vocabulary makes the whole text
unreadable: half an understanding would be a guess.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_SPANISH = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
_PORTUGUESE = "janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro"
MONTHS = tuple(_SPANISH.split())
NOUNS = {"bimester": "bimestre", "quarter": "trimestre", "four_months": "cuatrimestre", "semester": "semestre"}
ORDINALS = ("primer", "segundo", "tercer", "cuarto", "quinto", "sexto")
LAST = -1  # «último trimestre»
_ROMANS = ("i", "ii", "iii", "iv", "v", "vi")
_FILLERS = "de del do da el la los las en em plazo fecha limite periodo"


@dataclass(frozen=True, slots=True)
class Word:
    kind: str
    value: object = None


def _vocabulary() -> dict[str, Word | None]:
    """Word → meaning, None for words that add nothing. Any other word makes the whole text unreadable."""
    words: dict[str, Word | None] = {}

    def add(kind: str, spellings: str, value: object = None) -> None:
        words.update(dict.fromkeys(spellings.split(), Word(kind, value)))

    for number, names in enumerate(zip(MONTHS, _PORTUGUESE.split(), strict=True), start=1):
        add("month", f"{' '.join(names)} {names[0][:3]}", number)
    add("month", "set sept setiembre", 9)
    for kind, noun in NOUNS.items():
        add("part", noun, kind)
        add("parts", f"{noun}s", kind)
    add("part", "trim", "quarter")
    add("part", "sem", "semester")
    for number, names in enumerate(zip(ORDINALS, _ROMANS, strict=True), start=1):
        add("ordinal", " ".join(names), number)
    add("ordinal", "primero primeiro", 1)
    add("ordinal", "tercero terceiro", 3)
    add("ordinal", "ultimo", LAST)
    add("feminine", "primera primeira", 1)
    add("feminine", "segunda", 2)
    add("feminine", "ultima", 2)
    add("fortnight", "quincena")
    add("half", "mitad")
    add("edge", "inicio inicios principio principios comienzo comienzos", "start")
    add("edge", "mediado mediados meados", "middle")
    add("edge", "fin fines final finales fim fins", "end")
    add("and", "y e")
    add("to", "a al hasta ate")
    add("from", "desde")
    add("between", "entre")
    add("before", "antes")
    add("whole", "todo toda durante presente este")
    add("year word", "ano anos")
    add("annual", "anual")
    add("month word", "mes meses")
    add("day word", "dia dias lunes martes miercoles jueves viernes sabado domingo")
    return words | dict.fromkeys(_FILLERS.split())


VOCABULARY = _vocabulary()
_PHRASES = {
    "a mas tardar": "",
    "no mas tarde": "",
    "como maximo": "",
    "a lo largo": "durante",
    "en el transcurso": "durante",
    "en el curso": "durante",
}
_LEXER = re.compile(
    r"""
    (?P<iso>   (?<![\d/-]) [0-9]{4}-[0-9]{2}-[0-9]{2} (?![\w/-]) )
  | (?P<dmy>   (?<![\d/-]) [0-9]{1,2} ([/.-]) [0-9]{1,2} \3 [0-9]{4} (?![\w/]) )
  | (?P<dmyy>  (?<![\d/-]) [0-9]{1,2} / [0-9]{1,2} / [0-9]{2} (?![\w/]) )
  | (?P<ym>    (?<![\d/-]) [0-9]{4} [/-] [0-9]{2} (?![\w/-]) )
  | (?P<my>    (?<![\d/-]) [0-9]{1,2} [/-] [0-9]{4} (?![\w/-]) )
  | (?P<dm>    (?<![\d/-]) [0-9]{1,2} / [0-9]{1,2} (?![\w/-]) )
  | (?P<year>  (?<!\w) [12]\.?[0-9]{3} (?!\w) )
  | (?P<code>  (?<!\w) (?: [tqs][1-4] | [1-4][tqs] ) (?!\w) )
  | (?P<ordinal> (?<!\w) [0-9]{1,2} \.? (?: ero | era | er | ro | ra | do | da | to | ta | o | a ) (?!\w) )
  | (?P<number> (?<!\w) [0-9]{1,2} (?!\w) )
  | (?P<word>  [a-z]+ (?!\w) )
  | (?P<dash>  [-/] )
  | (?P<comma> , )
  | (?P<skip>  [\s.:;()"'«»“”*•]+ )
    """,
    re.VERBOSE,
)


def _plain(text: str) -> str:
    """Without case or accents; dashes are «-», the signs of ordinals are letters, well-worn phrases one word."""
    text = unicodedata.normalize("NFKD", text.replace("°", "o")).casefold()
    text = "".join(sign for sign in text if not unicodedata.combining(sign))
    text = re.sub(r"\s+", " ", re.sub("[‐‑‒–—−]", "-", text))
    for words, meaning in _PHRASES.items():
        text = re.sub(rf"\b{words}\b", meaning, text)
    return text


def read_words(text: str) -> Iterator[Word]:
    """The words that carry meaning; ValueError at the first that is not in the vocabulary."""
    text, position = _plain(text), 0
    while position < len(text):
        match = _LEXER.match(text, position)
        if match is None:
            raise ValueError(f"unreadable at {position}")
        position = match.end()
        if match.lastgroup == "skip":
            continue
        if match.lastgroup == "word":
            if match.group() not in VOCABULARY:
                raise ValueError(f"unknown word {match.group()}")
            if word := VOCABULARY[match.group()]:
                yield word
        else:
            yield _figure(match.lastgroup, match.group())


def _figure(kind: str, text: str) -> Word:
    """What is written with figures: dates, years, codes of periods («T3»), ordinals («2do»), numbers."""
    figures = [int(figure) for figure in re.findall("[0-9]+", text)]
    match kind:
        case "iso":
            return Word("date", date(*figures))
        case "dmy":
            return Word("date", date(*reversed(figures)))
        case "dmyy":
            return Word("date", date(figures[2] + (2000 if figures[2] < 70 else 1900), figures[1], figures[0]))
        case "ym":
            return Word("year month", (figures[0], figures[1]))
        case "my":
            return Word("year month", (figures[1], figures[0]))
        case "dm" if figures[0] > 12:  # otherwise «03/12» may as well be March of 2012
            return Word("day month", (figures[0], figures[1]))
        case "year":
            return Word("year", int(text.replace(".", "")))
        case "code":
            return Word("code", ("semester" if "s" in text else "quarter", figures[0]))
        case "ordinal":
            return Word("feminine" if text.endswith("a") else "ordinal", figures[0])
        case "number" | "dash" | "comma":
            return Word(kind, figures[0] if figures else None)
    raise ValueError(f"«{text}» has more than one reading")
