"""The cells of an exported plan: how each field is written, and how it is read back exactly.

Every `format_x` has its `parse_x`. Lines of a cell are lines of its text; inside a line `\\` takes away what the
sign after it means (`;`, `|`, `,`, `:`, `=`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from plans.deadlines import PRECISIONS, Deadline, parse
from plans.importing.draft import DraftIndicator, DraftMemberDeadline, DraftParty
from plans.importing.headings import NONE, normalised

PRECISION_WORDS = dict(
    zip(
        PRECISIONS,
        ("día", "mes", "bimestre", "trimestre", "cuatrimestre", "semestre", "año", "lapso", "sin fecha"),
        strict=True,
    )
)
CONCERN_WORDS = {"network": "la red misma", "every": "cada integrante que informa", "some": "algunas"}
OVER_WORDS = {"sum": "suma", "mean": "promedio", "latest": "último"}
SCOPE_WORDS = {"member": "integrante", "organization": "organización"}
ALONE_WORDS = {"every": "cada integrante", "secretariat": "secretaría técnica"}
YES = "Sí"
_NEW_LINE = "¶"
_DEEPER = "›"
_SPECIAL = re.compile(r"([\\;|,:=])")


# -- signs ----------------------------------------------------------------------------------------------------


def escape(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def unescape(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


@lru_cache(64)
def _splitter(sign: str) -> re.Pattern[str]:
    return re.compile(rf"(?:\\.|[^\\{re.escape(sign)}])+", re.DOTALL)


def split(text: str, sign: str) -> list[str]:
    """The parts between signs that no `\\` precedes, stripped, still escaped; empty ones left out."""
    parts = (part.strip() for part in _splitter(sign).findall(text))
    return [part for part in parts if part]


# -- plain fields ---------------------------------------------------------------------------------------------


def format_line(text: str) -> str:
    """A title in one line: its own line breaks, if any, are `¶`."""
    return text.replace("\r\n", "\n").replace("\n", f" {_NEW_LINE} ")


def parse_line(text: str) -> str:
    return text.replace(f" {_NEW_LINE} ", "\n")


def format_objective(title: str) -> str:
    """As `format_line`; a title that is only «—», which stands for no objective, gets one more."""
    return title + NONE if title and not title.strip(NONE) else format_line(title)


def parse_objective(text: str) -> str:
    return text[:-1] if len(text) > 1 and not text.strip(NONE) else parse_line(text)


def format_text(text: str) -> str:
    """A text of several lines: an empty line is a `¶` by itself, since cells lose empty lines."""
    lines = text.replace("\r\n", "\n").split("\n")
    return "\n".join(line if line.strip() else _NEW_LINE for line in lines) if text.strip() else ""


def parse_text(lines: Iterable[str]) -> str:
    return "\n".join("" if line == _NEW_LINE else line for line in lines)


def format_yes(value: bool) -> str:
    return YES if value else ""


def parse_yes(text: str) -> bool:
    return normalised(text) in ("si", "sim", "s", "x", "1", "yes", "true", "verdadero")


def format_percent(value: Decimal | None) -> str:
    return "" if value is None else f"{value:.2f}"


def format_list(items: Iterable[str | int]) -> str:
    """Codes of themes, numbers of functions: «ODS 5.2; CEDAW 7»."""
    return "; ".join(str(item).replace("\\", "\\\\").replace(";", "\\;") for item in items)


def parse_list(text: str) -> list[str]:
    return [unescape(part) for part in split(text.replace("\n", ";"), ";")]


def format_sub_title(title: str, depth: int) -> str:
    """`depth` is 1 under an activity, 2 under a sub-activity: one `›` for each level after the first."""
    return f"{_DEEPER * (depth - 1)} {title}" if depth > 1 else title


def parse_sub_title(text: str) -> tuple[str, int]:
    title = text.lstrip(_DEEPER)
    return title.strip(), 1 + len(text) - len(title)


# -- deadlines ------------------------------------------------------------------------------------------------


def format_deadline(deadline: Deadline, first_year: int) -> tuple[str, str, str, str]:
    """Text, start, end and precision for their four columns; the last three only where the words alone do not
    give them, so that whoever corrects the words in the file corrects the dates."""
    if deadline == parse(deadline.text, first_year):
        return format_line(deadline.text), "", "", ""
    start, end = (day.isoformat() if day else "" for day in (deadline.start, deadline.end))
    return format_line(deadline.text), start, end, PRECISION_WORDS[deadline.precision]


def parse_deadline(text: str, start: str, end: str, precision: str, first_year: int) -> Deadline:
    """Dates that are given win over the words; ValueError where one of them is no date or no precision."""
    text = parse_line(text)
    if not (start or end or precision):
        return parse(text, first_year)
    first, last = (parse_date(words) for words in (start, end))
    kind = parse_precision(precision)
    if first is None and last is None:
        return Deadline(text, None, None, "none")
    first, last = first or last, last or first
    return Deadline(text, first, last, kind if kind not in ("", "none") else "day" if first == last else "range")


def parse_date(words: str) -> date | None:
    if not words.strip():
        return None
    read = parse(words.strip()[:10])
    if read.precision != "day":
        raise ValueError(words)
    return read.start


def parse_precision(words: str) -> str:
    if not words.strip():
        return ""
    wanted = normalised(words)
    for precision, name in PRECISION_WORDS.items():
        if wanted in (precision.replace("_", " "), normalised(name)):
            return precision
    raise ValueError(words)


def format_member_deadlines(rows: Iterable[DraftMemberDeadline], first_year: int) -> str:
    """One line a member: «BZ: marzo de 2012», with «[2012-03-01 … 2012-03-31, mes]» where words do not say it."""
    lines = []
    for row in rows:
        text, start, end, precision = format_deadline(row.deadline, first_year)
        dates = f" [{start} … {end}, {precision}]" if precision else ""
        lines.append(f"{escape(row.member)}: {text}{dates}")
    return "\n".join(lines)


_DATED = re.compile(r"^(.*?) ?\[(\S*) … (\S*), ([^\]]+)\]$")


def parse_member_deadlines(lines: Iterable[str], first_year: int) -> tuple[list[DraftMemberDeadline], list[str]]:
    """The deadlines by member, and the lines that are none."""
    rows, others = [], []
    for line in lines:
        match = re.match(r"((?:\\.|[^\\:])+):\s*(.*)$", line)
        dated = _DATED.match(match.group(2)) if match else None
        try:
            parts = dated.groups() if dated else (match.group(2), "", "", "") if match else None
            if not parts:
                raise ValueError(line)
            rows.append(DraftMemberDeadline(unescape(match.group(1).strip()), parse_deadline(*parts, first_year)))
        except ValueError:
            others.append(line)
    return rows, others


# -- months ---------------------------------------------------------------------------------------------------


def format_months(months: Iterable[str]) -> str:
    return ", ".join(months)


def parse_months(text: str, first_year: int) -> tuple[list[str], list[str]]:
    """«2012-03, 2012-04», «enero a marzo», «ene., feb. y jul. de 2013» → months in order, and what is none.

    A piece without a year takes that of the next one that has it, else the plan's first.
    """
    pieces = [piece.strip() for piece in re.split(r"[,;\n]|\s[ye]\s", text) if piece.strip(" .")]
    months: set[str] = set()
    others: list[str] = []
    year = first_year
    for piece in reversed(pieces):
        if exact := re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", piece):
            months.add(piece)
            year = int(exact.group(1))
            continue
        if given := re.search(r"(?<!\d)([12]\d{3})(?!\d)", piece):
            year = int(given.group(1))
        read = parse(piece, year)
        if read.start is None or read.end is None or read.precision == "day":
            others.insert(0, piece)
        else:
            months.update(span_months(read.start, read.end))
    return sorted(months), others


def span_months(start: date, end: date) -> list[str]:
    """The months that two dates touch, as «2012-03»."""
    first, last = start.year * 12 + start.month - 1, end.year * 12 + end.month - 1
    return [f"{month // 12}-{month % 12 + 1:02d}" for month in range(first, last + 1)]


# -- whom it concerns -----------------------------------------------------------------------------------------


def format_concerns(concerns: str, members: Sequence[str]) -> str:
    """«la red misma», «cada integrante que informa», «algunas: BZ; NI»."""
    words = CONCERN_WORDS[concerns]
    return f"{words}: {format_list(members)}" if concerns == "some" else words


def parse_concerns(text: str) -> tuple[str, list[str]] | None:
    """Concern and codes of its members; None for other words."""
    head, _, codes = text.partition(":")
    for concern, words in CONCERN_WORDS.items():
        if normalised(head) == normalised(words) and (concern == "some" or not codes.strip()):
            return concern, parse_list(codes)
    return None


# -- parties --------------------------------------------------------------------------------------------------


def format_parties(parties: Iterable[DraftParty]) -> str:
    """One line a party: words in «…» where they are only words, else words and whom they mean, as in
    `Belice [integrante BZ]` or `ST [secretaría técnica]`."""
    return "\n".join(_format_party(party) for party in parties)


def _format_party(party: DraftParty) -> str:
    if party.scope == "words":
        return f"«{format_line(party.words)}»"
    who = ALONE_WORDS.get(party.scope) or f"{SCOPE_WORDS[party.scope]} {party.ref}"
    return f"{format_line(party.words)} [{who}]".strip()


_ROLE_OF_SCOPE = {word: scope for scope, word in SCOPE_WORDS.items()}
_SCOPE_ALONE = {word: scope for scope, word in ALONE_WORDS.items()}
_SCOPED = re.compile(
    rf"^(?:(?P<words>.*) )?\[(?:(?P<role>{'|'.join(_ROLE_OF_SCOPE)}) (?P<ref>.+)"
    rf"|(?P<alone>{'|'.join(_SCOPE_ALONE)}))\]$"
)


def is_exact_party(line: str) -> bool:
    return (line.startswith("«") and line.endswith("»")) or bool(_SCOPED.match(line))


def parse_party(line: str, kind: str) -> DraftParty:
    """An exported line. Literal words keep their «…», so that they are matched to nobody: see `literal_words`."""
    match = _SCOPED.match(line)
    if not match:
        return DraftParty(kind, parse_line(line))
    words = parse_line(match["words"] or "")
    if match["alone"]:
        return DraftParty(kind, words, _SCOPE_ALONE[match["alone"]])
    return DraftParty(kind, words, _ROLE_OF_SCOPE[match["role"]], match["ref"])


def literal_words(words: str) -> str | None:
    """What stands in «…» when that is all there is; None for words that may be matched."""
    return words[1:-1] if len(words) > 2 and words.startswith("«") and words.endswith("»") else None


# -- indicators -----------------------------------------------------------------------------------------------


def format_indicator(indicator: DraftIndicator) -> str:
    """«Título | unidad=personas | base=10.00 | meta=100.00 | desagregación=sexo: mujeres, hombres; edad |
    periodos=último | integrantes=promedio | en palabras»; what is empty or usual is left out."""
    parts = [escape(format_line(indicator.title))]
    if indicator.unit:
        parts.append(f"unidad={escape(indicator.unit)}")
    parts += [
        f"{name}={value}"
        for name, value in (("base", indicator.baseline), ("meta", indicator.target))
        if value is not None
    ]
    if indicator.disaggregation:
        parts.append(f"desagregación={'; '.join(_format_cut(cut) for cut in indicator.disaggregation)}")
    if indicator.over_periods != "sum":
        parts.append(f"periodos={OVER_WORDS[indicator.over_periods]}")
    if indicator.over_members != "sum":
        parts.append(f"integrantes={OVER_WORDS[indicator.over_members]}")
    if not indicator.is_numeric:
        parts.append("en palabras")
    return " | ".join(parts)


def parse_indicator(line: str) -> tuple[DraftIndicator, list[str]]:
    """The indicator of a line, and the parts that say nothing known."""
    title, *parts = split(line, "|") or [line]
    indicator, others = DraftIndicator(parse_line(unescape(title))), []
    for part in parts:
        name, _, value = part.partition("=")
        try:
            _set_indicator(indicator, normalised(name), value.strip())
        except (ValueError, InvalidOperation):
            others.append(unescape(part))
    return indicator, others


def _set_indicator(indicator: DraftIndicator, name: str, value: str) -> None:
    over = {normalised(word): kind for kind, word in OVER_WORDS.items()}
    match name:
        case "unidad":
            indicator.unit = unescape(value)
        case "base":
            indicator.baseline = Decimal(value.replace(",", "."))
        case "meta":
            indicator.target = Decimal(value.replace(",", "."))
        case "desagregacion":
            indicator.disaggregation = [_parse_cut(cut) for cut in split(value, ";")]
        case "periodos" if over.get(normalised(value)) in ("sum", "latest"):
            indicator.over_periods = over[normalised(value)]
        case "integrantes" if normalised(value) in over:
            indicator.over_members = over[normalised(value)]
        case "en palabras":
            indicator.is_numeric = False
        case _:
            raise ValueError(name)


def _format_cut(cut: object) -> str:
    """«sexo» by name, «sexo: mujeres, hombres» with its list; any other shape as it is stored."""
    if isinstance(cut, str):
        return escape(cut)
    if isinstance(cut, dict) and set(cut) == {"by", "values"}:
        return f"{escape(cut['by'])}: {', '.join(escape(value) for value in cut['values'])}".strip()
    return escape(json.dumps(cut, ensure_ascii=False))


def _parse_cut(text: str) -> object:
    plain = unescape(text)
    if plain.startswith(("{", "[")):
        return json.loads(plain)
    name = _splitter(":").match(text)
    if name is None or name.end() == len(text):
        return plain
    listed = text[name.end() + 1 :]
    return {"by": unescape(name[0].strip()), "values": [unescape(value) for value in split(listed, ",")]}
