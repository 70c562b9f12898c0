"""Deadlines that could not be read, and deadlines outside the years of the plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from networks.sentences import gettext_noop
from plans.deadlines import Deadline
from plans.importing.aligning import is_by_member
from plans.importing.draft import Discrepancy, DraftActivity, Options, Where
from plans.importing.phrases import short, span

_UNREAD = gettext_noop("%(code)s «%(title)s»: no se pudo leer como fecha el plazo «%(words)s»%(of)s.")
_UNREAD_PROPOSAL = gettext_noop("Queda con sus palabras y sin fecha: no se podrá avisar cuando venza.")
_OUTSIDE = gettext_noop(
    "%(code)s «%(title)s»: el plazo «%(words)s»%(of)s (%(span)s) queda fuera de los años del plan, %(years)s."
)
_STICKS_OUT = gettext_noop(
    "%(code)s «%(title)s»: el plazo «%(words)s»%(of)s (%(span)s) se sale de los años del plan, %(years)s."
)
_OUTSIDE_PROPOSAL = gettext_noop("Queda como está escrito: revise el plazo o los años del plan.")
_EACH_DATED = gettext_noop("Cada integrante fija su fecha; mientras tanto valen las que se leyeron: %(span)s.")
_EACH = gettext_noop("Cada integrante fija su fecha; mientras tanto no tiene ninguna.")
_BETWEEN_LINES = " / "


@dataclass(slots=True)
class _Dated:
    """A deadline and where it stands; `of` names the product or the member whose it is, `each` are the words that
    leave the date to each member, while none has set hers."""

    deadline: Deadline
    where: Where
    unread: bool
    each: str
    of: list[str]


def check_deadlines(activity: DraftActivity, options: Options) -> Iterator[Discrepancy]:
    """One row for each deadline as written: several products of an activity that share one are told once."""
    first, last = date(options.first_year, 1, 1), date(options.last_year, 12, 31)
    years = str(options.first_year)
    if options.last_year != options.first_year:
        years = f"{options.first_year}-{options.last_year}"
    for dated in _deadlines(activity):
        start, end = dated.deadline.start, dated.deadline.end
        values = {
            "code": activity.code,
            "title": short(activity.title),
            "words": short(dated.deadline.text) or span(start, end),
            "of": f" ({', '.join(dated.of)})" if dated.of else "",
            "span": span(start, end),
            "years": years,
        }
        if dated.each:
            told = values | {"words": short(dated.each)}
            yield _told("deadline_unread", _UNREAD, dated, told, _EACH_DATED if start else _EACH)
        if start is None or end is None:
            if dated.unread:
                yield _told("deadline_unread", _UNREAD, dated, values, _UNREAD_PROPOSAL)
        elif start < first or end > last:
            text = _OUTSIDE if end < first or start > last else _STICKS_OUT
            yield _told("deadline_outside", text, dated, values, _OUTSIDE_PROPOSAL)


def _told(kind: str, text: str, dated: _Dated, values: dict[str, str], proposal: str) -> Discrepancy:
    return Discrepancy(kind, dated.where, text, values, values["words"], values["span"], proposal)


def _deadlines(activity: DraftActivity) -> list[_Dated]:
    """Those of the activity, of its products and of its members, each phrase with its dates once."""
    found: dict[tuple[Deadline, bool], _Dated] = {}

    def add(deadline: Deadline, by_member: bool, where: Where, of: str = "", *, is_set: bool = False) -> None:
        if not deadline.text.strip() and deadline.start is None:
            return
        where = replace(where, code=where.code or activity.code)
        each = "" if is_set or not by_member else _left_to_each(deadline.text)
        dated = found.setdefault((deadline, by_member), _Dated(deadline, where, not by_member, each, []))
        if of:
            dated.of.append(of)

    place = activity.place("deadline")
    add(activity.deadline, activity.by_member, place, is_set=bool(activity.member_deadlines))
    for member in activity.member_deadlines:
        add(member.deadline, False, place, member.member)
    for deliverable in activity.deliverables:
        where = deliverable.where
        if "deadline" in activity.places and where.row is not None:
            where = replace(where, column=place.column)
        is_set = bool(deliverable.member_deadlines)
        of = f"«{short(deliverable.title, 40)}»"
        add(deliverable.deadline, deliverable.by_member, where, of, is_set=is_set)
        for member in deliverable.member_deadlines:
            add(member.deadline, False, where, member.member)
    return list(found.values())


def _left_to_each(text: str) -> str:
    """«Cada integrante lo define», of all that a cell says."""
    return _BETWEEN_LINES.join(line for line in text.split(_BETWEEN_LINES) if is_by_member(line))
