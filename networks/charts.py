"""Pictures of a network as it is built: its roster on the way to the goal, and what each unit has had since when.

SVG for a page; a table beside each says the same. Words come in already translated.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Sequence
from html import escape

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from networks.rosters import Mark
from networks.selectors.roster import RosterHistory

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 720, 330, 46, 18, 34, 40
LABELS = 6
# As few steps of the axis as read well.
STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 5000, 10_000, 50_000)


def roster_picture(history: RosterHistory, *, today: datetime.date) -> str:
    """A step line of who counts, a dotted one of who might, and the goal with its day. Needs two marks."""
    goal = history.goal
    days = [mark.day for mark in history.marks]
    last = max([days[-1], *([goal.on] if goal.on and days[0] < goal.on else [])])
    step, top = _axis(max([goal.people or 0, *(mark.counted + mark.unknown for mark in history.marks)]))
    x, y = _scale(days[0], last), (lambda people: TOP + (HEIGHT - TOP - BOTTOM) * (1 - people / top))
    shapes = [
        *_grid(step, top, y),
        *_goal(goal.people, goal.on if days[0] < (goal.on or days[0]) else None, x, y),
        *_unknown(history.marks, x, y),
        *_line(history.marks, x, y),
        *_months(days[0], last, x),
    ]
    label = _told(history)
    return (
        f'<svg class="growth" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
        f' aria-label="{escape(label)}" focusable="false">{"".join(shapes)}</svg>'
    )


def _told(history: RosterHistory) -> str:
    first, last, goal = history.marks[0], history.marks[-1], history.goal
    said = _("De %(first)s personas el %(from)s a %(last)s el %(to)s.") % {
        "first": first.counted,
        "from": date_format(first.day, "d/m/Y"),
        "last": last.counted,
        "to": date_format(last.day, "d/m/Y"),
    }
    if goal.people:
        said += " " + _("La meta es %(goal)s.") % {"goal": goal.people}
    return said + " " + _("La tabla tiene cada cifra.")


def _axis(most: int) -> tuple[int, int]:
    """The step between lines, and the last one: above `most`, and room for a label."""
    step = next((step for step in STEPS if most / step <= 5), STEPS[-1] * math.ceil(most / STEPS[-1] / 5))
    return step, step * max(math.ceil((most + step * 0.15) / step), 1)


def _scale(first: datetime.date, last: datetime.date) -> Callable[[datetime.date], float]:
    span = max((last - first).days, 1)
    return lambda day: LEFT + (WIDTH - LEFT - RIGHT) * min(max((day - first).days / span, 0), 1)


def _grid(step: int, top: int, y: Callable[[float], float]) -> list[str]:
    return [
        f'<path class="growth__grid" d="M{LEFT} {y(n):.1f}H{WIDTH - RIGHT}"/>'
        f'<text class="growth__text" x="{LEFT - 7}" y="{y(n) + 5:.1f}" text-anchor="end">{n}</text>'
        for n in range(0, top + 1, step)
    ]


def _goal(people: int | None, on: datetime.date | None, x, y) -> list[str]:
    if not people:
        return []
    words = escape(_("Meta: %(people)s") % {"people": people})
    found = [
        f'<path class="growth__goal" d="M{LEFT} {y(people):.1f}H{WIDTH - RIGHT}"/>'
        f'<text class="growth__word" x="{LEFT + 8}" y="{y(people) - 8:.1f}">{words}</text>'
    ]
    if on:
        near = x(on) > WIDTH * 0.6
        anchor, aside = ("end", -7) if near else ("start", 7)
        words = escape(_("para el %(day)s") % {"day": date_format(on, "d/m/Y")})
        found.append(
            f'<path class="growth__goal" d="M{x(on):.1f} {y(people):.1f}V{y(0):.1f}"/>'
            f'<circle class="growth__flag" cx="{x(on):.1f}" cy="{y(people):.1f}" r="5"/>'
            f'<text class="growth__word" x="{x(on) + aside:.1f}" y="{y(people) - 8:.1f}"'
            f' text-anchor="{anchor}">{words}</text>'
        )
    return found


def _steps(points: Sequence[tuple[float, float]]) -> str:
    """What was at the end of a month stays until the end of the next."""
    (left, top), *others = points
    return f"M{left:.1f} {top:.1f}" + "".join(f"H{x:.1f}V{y:.1f}" for x, y in others)


def _line(marks: Sequence[Mark], x, y) -> list[str]:
    points = [(x(mark.day), y(mark.counted)) for mark in marks]
    path, (end, height) = _steps(points), points[-1]
    anchor, aside = ("end", -9) if end > WIDTH * 0.6 else ("start", 9)
    return [
        f'<path class="growth__area" d="{path}V{y(0):.1f}H{points[0][0]:.1f}Z"/>',
        f'<path class="growth__line" d="{path}"/>',
        f'<circle class="growth__dot" cx="{end:.1f}" cy="{height:.1f}" r="6"/>',
        f'<text class="growth__value" x="{end + aside:.1f}" y="{height - 12:.1f}" text-anchor="{anchor}">'
        f"{marks[-1].counted}</text>",
    ]


def _unknown(marks: Sequence[Mark], x, y) -> list[str]:
    if not any(mark.unknown for mark in marks):
        return []
    path = _steps([(x(mark.day), y(mark.counted + mark.unknown)) for mark in marks])
    return [f'<path class="growth__unknown" d="{path}"/>']


def _months(first: datetime.date, last: datetime.date, x) -> list[str]:
    """A few days along the axis, the first and the last among them."""
    span = (last - first).days
    number = min(LABELS, max(span // 28 + 1, 2))
    found = []
    for place in range(number):
        day = first + datetime.timedelta(days=round(span * place / (number - 1)))
        anchor = "start" if place == 0 else "end" if place == number - 1 else "middle"
        css = "growth__text" + (" growth__text--spare" if place % 2 and place != number - 1 else "")
        found.append(
            f'<text class="{css}" x="{x(day):.1f}" y="{HEIGHT - 14}" text-anchor="{anchor}">'
            f"{escape(date_format(day, 'm/Y'))}</text>"
        )
    return found


def unit_bar(
    liaison: datetime.date | None,
    unit: datetime.date | None,
    *,
    first: datetime.date,
    last: datetime.date,
    label: str,
) -> str:
    """From `first` to `last`: nothing, striped since there is an enlace, full since there is a unidad."""
    span = max((last - first).days, 1)

    def at(day: datetime.date) -> float:
        return 1000 * min(max((day - first).days / span, 0), 1)

    shapes = ['<rect class="since__none" x="0.5" y="0.5" width="999" height="23"/>']
    if liaison and liaison <= last:
        end = at(unit) if unit else 1000
        shapes.append(_block("since__liaison", at(liaison), max(end, at(liaison))))
    if unit and unit <= last:
        shapes.append(_block("since__unit", at(unit), 1000))
    return (
        '<svg class="since" viewBox="0 0 1000 24" preserveAspectRatio="none" role="img"'
        f' aria-label="{escape(label)}" focusable="false">{"".join(shapes)}</svg>'
    )


def _block(css: str, start: float, end: float) -> str:
    """At least a sliver: what began today is there too."""
    width = max(end - start, 4)
    fill = ' fill="url(#since-stripes)"' if css == "since__liaison" else ""
    return (
        f'<rect class="{css}"{fill} x="{min(start, 1000 - width):.1f}" y="0.5" width="{width:.1f}" height="23"/>'
    )
