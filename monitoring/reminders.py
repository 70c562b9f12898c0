"""When a network reminds of a period: which kinds of reminder fall on which day. Nothing here knows Django."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from networks.sentences import SentenceError
from networks.sentences import gettext_noop as _

BEFORE, TODAY, AFTER, COORDINATION = "before", "today", "after", "coordination"
# More than a quarter ahead, or a year late, nobody is helped by a reminder.
MOST_BEFORE, MOST_AFTER = 92, 366
MOST_DAYS = 12


@dataclass(frozen=True, slots=True)
class Rule:
    """Days around the last day to report: `before` and `after` it, on it, and when the coordination is told.

    The defaults are those of a network that chose nothing.
    """

    is_on: bool = True
    before: tuple[int, ...] = (7, 1)
    on_the_day: bool = True
    after: tuple[int, ...] = (1, 7)
    coordination_after: int | None = 3


@dataclass(frozen=True, slots=True, order=True)
class Falls:
    """A reminder of a kind on a day, `days` from the last day to report (negative: before it)."""

    day: date
    kind: str
    days: int

    @property
    def away(self) -> int:
        return abs(self.days)


def is_open(opens_on: date, closes_on: date | None, day: date) -> bool:
    """Whether members may report on that day, as far as the dates say; a closing act is told apart."""
    return opens_on <= day and (closes_on is None or day <= closes_on)


def kinds_on(rule: Rule, due_on: date, day: date) -> tuple[str, ...]:
    """The kinds of reminder that fall on `day`, each at most once.

    >>> kinds_on(Rule(after=(1, 3)), date(2024, 10, 15), date(2024, 10, 18))
    ('after', 'coordination')
    """
    if not rule.is_on:
        return ()
    late = (day - due_on).days
    falls = {
        BEFORE: late < 0 and -late in rule.before,
        TODAY: late == 0 and rule.on_the_day,
        AFTER: late > 0 and late in rule.after,
        COORDINATION: late > 0 and late == rule.coordination_after,
    }
    return tuple(kind for kind, does in falls.items() if does)


def falls_of(rule: Rule, opens_on: date, due_on: date, closes_on: date | None = None) -> list[Falls]:
    """All the reminders of a period, in order: what `kinds_on` says of each day on which it takes entries."""
    days = {-n for n in rule.before} | {0} | set(rule.after) | {rule.coordination_after or 0}
    return [
        Falls(day, kind, late)
        for late in sorted(days)
        if is_open(opens_on, closes_on, day := due_on + timedelta(days=late))
        for kind in kinds_on(rule, due_on, day)
    ]


def read_days(text: str, most: int) -> tuple[int, ...]:
    """«7, 1» as days, each once, in order. SentenceError saying which part is no number of days.

    >>> read_days("1, 7 y 3", 92)
    (1, 3, 7)
    """
    parts = [part for part in re.split(r"[\s,;]+|\by\b", text.strip()) if part]
    for part in parts:
        if not re.fullmatch(r"[0-9]{1,4}", part) or not 1 <= int(part) <= most:
            text = _("«%(part)s» no es un número de días: escriba números de 1 a %(most)s, como «7, 1».")
            raise SentenceError(text, part=part[:20], most=most)
    days = tuple(sorted({int(part) for part in parts}))
    if len(days) > MOST_DAYS:
        text = _("Son %(count)s días distintos: elija como mucho %(most)s.")
        raise SentenceError(text, count=len(days), most=MOST_DAYS)
    return days
