"""Timing two things in turns, and the rows that say how they compare."""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass

MET, MISSED, NOTED = "cumple", "no cumple", "referencia"
COLUMNS = ("qué", "piso", "nuestro", "razón", "meta", "veredicto")


@dataclass(frozen=True)
class Row:
    """One line of the table. `floor` and `ours` are words with their unit; `ratio` is what the target limits."""

    what: str
    floor: str
    ours: str
    ratio: float | None
    target: str
    verdict: str

    def cells(self) -> tuple[str, ...]:
        ratio = "" if self.ratio is None else decimal(self.ratio)
        return self.what, self.floor, self.ours, ratio, self.target, self.verdict

    def plain(self) -> dict:
        return asdict(self)


def compared(what: str, floor: float, ours: float, limit: float | None = None, *, unit: str = "s") -> Row:
    """A row of two quantities of one unit: seconds («s»), bytes («B») or a bare count («»)."""
    show = {"s": seconds, "B": kilobytes, "": decimal}[unit]
    return limited(what, show(floor), show(ours), ours / floor if floor else math.inf, limit)


def limited(what: str, floor: str, ours: str, ratio: float, limit: float | None) -> Row:
    """A row whose ratio, or whose one figure, may not pass a limit; None is a reference without target."""
    if limit is None:
        return Row(what, floor, ours, ratio, "", NOTED)
    return Row(what, floor, ours, ratio, f"≤ {decimal(limit)}", MET if ratio <= limit else MISSED)


def in_turns(repeats: int, *actions: Callable[[], object]) -> list[float]:
    """Median seconds of each action; they take turns, A B A B, so that a busy moment falls on all of them."""
    return [statistics.median(taken) for taken in samples_in_turns(repeats, *actions)]


def samples_in_turns(repeats: int, *actions: Callable[[], object]) -> list[list[float]]:
    taken: list[list[float]] = [[] for _ in actions]
    for _ in range(repeats):
        for times, action in zip(taken, actions, strict=True):
            times.append(timed(action))
    return taken


def timed(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def p95(times: Iterable[float]) -> float:
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]


def exponent(small: float, large: float, times_larger: float) -> float:
    """By which power of its size something grew: 1 is linear."""
    return math.log(large / small) / math.log(times_larger)


def decimal(value: float) -> str:
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    return f"{value:.{digits}f}".replace(".", ",")


def seconds(value: float) -> str:
    return f"{decimal(value)} s" if value >= 1 else milliseconds(value)


def milliseconds(value: float) -> str:
    return f"{decimal(value * 1000)} ms"


def kilobytes(value: float) -> str:
    return f"{value / 1024:.0f} KB"


def table(title: str, rows: list[Row]) -> str:
    """As Markdown, with columns that also line up in a terminal."""
    lines = [COLUMNS, *(row.cells() for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(COLUMNS))]
    padded = ["| " + " | ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)) + " |" for line in lines]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([f"## {title}", "", padded[0], rule, *padded[1:], ""])
