"""The one vocabulary of how an obligation stands: its words, its signs, and when it is late. Nothing of Django.

An obligation is asked for until the period's last day to report. What nobody sent by then is `atrasado`, also
where a draft was begun or an entry was given back: `detail` still says so. Silence is `por_informar`,
never a «no».

>>> from datetime import date
>>> state_of("draft", date(2024, 10, 15), date(2024, 10, 16))
State(key='atrasado', detail='borrador')
"""

from datetime import date, datetime
from typing import NamedTuple

TO_REPORT, DRAFT, SENT, RETURNED, VALIDATED, LATE = (
    "por_informar",
    "borrador",
    "enviado",
    "observado",
    "validado",
    "atrasado",
)
STATES = (LATE, RETURNED, TO_REPORT, DRAFT, SENT, VALIDATED)
# What still asks something of whoever reports.
OPEN = frozenset({TO_REPORT, DRAFT, RETURNED, LATE})
# Told apart in black and white too; all of them are in the font of signs.
SIGNS = {TO_REPORT: "□", DRAFT: "◇", SENT: "→", RETURNED: "⚠", VALIDATED: "☑", LATE: "▲"}

_OF_REVIEW = {"": TO_REPORT, "draft": DRAFT, "submitted": SENT, "returned": RETURNED, "validated": VALIDATED}


class State(NamedTuple):
    """`detail` is what it would be were it not late: the same as `key` for all others."""

    key: str
    detail: str

    @property
    def is_open(self) -> bool:
        return self.key in OPEN

    @property
    def sign(self) -> str:
        return SIGNS[self.key]


def state_of(review_state: str | None, due_on: date, today: date, *, closed: bool = False) -> State:
    """How an obligation stands on a day.

    `review_state` is the entry's (`draft`, `submitted`, `returned`, `validated`), None or empty where there is
    no entry; `due_on` the last day to report in the period; `closed`: the period takes nothing more. Both days are
    the network's own. KeyError for any other review state.
    """
    detail = _OF_REVIEW[review_state or ""]
    late = detail in OPEN and (closed or today > due_on)
    return State(LATE if late else detail, detail)


def days_left(due_on: date, today: date) -> int:
    """Whole days until the last day to report: 0 is today, negative is late.

    >>> days_left(date(2024, 10, 15), date(2024, 10, 12))
    3
    """
    return (due_on - today).days


def is_late(sent_at: datetime | None, limit: datetime, state: State) -> bool:
    """Whether it was sent after `limit`, the network's midnight at the end of the last day, or is late unsent."""
    if state.is_open:
        return state.key == LATE
    return sent_at is not None and sent_at >= limit
