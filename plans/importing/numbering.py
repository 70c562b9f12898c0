"""Codes of a plan in sequence: 1.1, 1.2 · a, b · I, II · b.5.1, b.5.2. Tells jumps, repetitions and disorder."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from networks.sentences import gettext_noop
from plans.importing.draft import Discrepancy, Where

_TOKEN = re.compile(r"\d+|[^\W\d_]+")
_ROMAN = re.compile(r"(?=[ivxlc])(c{0,3})(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_NAMED_AT_MOST = 3

JUMP = gettext_noop("Después de %(before)s viene %(code)s: falta %(missing)s.")
JUMPS = gettext_noop("Después de %(before)s viene %(code)s: faltan %(missing)s.")
LATE_START = gettext_noop("La numeración empieza en %(code)s: falta %(missing)s.")
LATE_STARTS = gettext_noop("La numeración empieza en %(code)s: faltan %(missing)s.")
REPEATED = gettext_noop("El código %(code)s aparece más de una vez.")
DISORDER = gettext_noop("%(code)s viene después de %(before)s: los códigos no siguen su orden.")
AS_WRITTEN = gettext_noop("Los códigos quedan como están escritos.")


@dataclass(frozen=True, slots=True)
class Code:
    """`prefix` is all but the last part, in small letters; `style`: `number`, `letter`, `roman`, `word`."""

    text: str
    prefix: tuple[str, ...]
    style: str
    value: int

    def sibling(self, value: int) -> str:
        """The code at that place of the same sequence: that of «b.5.2» at 1 is «b.5.1».

        >>> read_codes(["b.5.2"])[0].sibling(1), read_codes(["I", "II"])[1].sibling(4)
        ('b.5.1', 'IV')
        """
        last = list(_TOKEN.finditer(self.text))[-1]
        written = {"number": str, "letter": _letter, "roman": _roman}[self.style](value)
        if last.group().isdigit():
            written = written.zfill(len(last.group()) if last.group().startswith("0") else 1)
        elif last.group().isupper():
            written = written.upper()
        return self.text[: last.start()] + written


@dataclass(slots=True)
class Sequencer:
    """Checks the codes of one level after another: a sequence may go on from one group of siblings to the next."""

    last: dict[tuple[tuple[str, ...], str], int] = field(default_factory=dict)

    def check(self, siblings: Sequence[tuple[str, Where]], parent: str = "") -> Iterator[Discrepancy]:
        """`parent` is the code that theirs begin with, if any: after b.5 comes b.5.1."""
        codes = read_codes([code for code, _ in siblings])
        found = {(code.prefix, code.style, code.value) for code in codes}
        seen: set[tuple[tuple[str, ...], str, int]] = set()
        before: dict[tuple[tuple[str, ...], str], Code] = {}
        for code, (_, where) in zip(codes, siblings, strict=True):
            key = (code.prefix, code.style)
            if code.style == "word":
                continue
            if (*key, code.value) in seen:
                yield _about(REPEATED, where, code)
                continue
            seen.add((*key, code.value))
            yield from self._step(code, before.get(key), found, where, parent)
            before[key] = code
            self.last[key] = code.value

    def _step(
        self,
        code: Code,
        before: Code | None,
        found: set[tuple[tuple[str, ...], str, int]],
        where: Where,
        parent: str,
    ) -> Iterator[Discrepancy]:
        if before and code.value < before.value:
            yield _about(DISORDER, where, code, before.text)
            return
        previous = before.value if before else self.last.get((code.prefix, code.style), 0)
        if previous >= code.value:
            previous = 0
        skipped: Sequence[int] = range(previous + 1, code.value)
        if len(skipped) <= len(found) + _NAMED_AT_MOST:
            skipped = [value for value in skipped if (code.prefix, code.style, value) not in found]
        if skipped:
            parent = parent if tuple(_TOKEN.findall(parent.lower())) == code.prefix else ""
            after = code.sibling(previous) if previous else parent
            texts = (JUMP, JUMPS) if after else (LATE_START, LATE_STARTS)
            yield _about(texts[len(skipped) > 1], where, code, after, _named(code, skipped))


def read_codes(texts: Iterable[str]) -> list[Code]:
    """Reads siblings together: «C» is a letter among A, B, C and a number after «XCIX».

    >>> [code.style for code in read_codes(["A", "B", "C"])], [code.value for code in read_codes(["I", "II"])]
    (['letter', 'letter', 'letter'], [1, 2])
    """
    texts = list(texts)
    tokens = [_TOKEN.findall(text.lower()) for text in texts]
    lasts = [parts[-1] for parts in tokens if parts and not parts[-1].isdigit()]
    roman = bool(lasts) and all(_ROMAN.fullmatch(last) for last in lasts)
    roman = roman and (lasts[0] == "i" or any(len(last) > 1 for last in lasts))
    return [_code(text, parts, roman) for text, parts in zip(texts, tokens, strict=True)]


def _code(text: str, parts: list[str], roman: bool) -> Code:
    if not parts:
        return Code(text, (), "word", 0)
    prefix, last = tuple(parts[:-1]), parts[-1]
    if last.isdecimal() and len(last) < 7:
        return Code(text, prefix, "number", int(last))
    if roman:
        return Code(text, prefix, "roman", _from_roman(last))
    if re.fullmatch("[a-z]", last):
        return Code(text, prefix, "letter", ord(last) - ord("a") + 1)
    return Code(text, prefix, "word", 0)


def is_roman(text: str) -> bool:
    return bool(text and _ROMAN.fullmatch(text.lower()))


def _from_roman(text: str) -> int:
    values = [_ROMAN_VALUES[letter] for letter in text]
    return sum(
        -value if value < following else value for value, following in zip(values, [*values[1:], 0], strict=True)
    )


def _roman(value: int) -> str:
    tens = ["", "x", "xx", "xxx", "xl", "l", "lx", "lxx", "lxxx", "xc"]
    ones = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"]
    return "c" * (value // 100) + tens[value // 10 % 10] + ones[value % 10]


def _letter(value: int) -> str:
    return chr(ord("a") + value - 1)


def _named(code: Code, values: Sequence[int]) -> str:
    """«1.2», «1.2 y 1.4», «1.2 a 1.9»: never a list longer than the eye can hold."""
    names = [
        code.sibling(value) for value in (values if len(values) <= _NAMED_AT_MOST else (values[0], values[-1]))
    ]
    if len(values) > _NAMED_AT_MOST:
        return f"{names[0]} … {names[-1]}"
    return ", ".join(names)


def _about(text: str, where: Where, code: Code, before: str = "", missing: str = "") -> Discrepancy:
    values = {"code": code.text, "before": before, "missing": missing}
    declared = f"{before} → {code.text}" if before else code.text
    return Discrepancy(
        "numbering_gap", replace(where, code=code.text), text, values, declared, missing, AS_WRITTEN
    )
