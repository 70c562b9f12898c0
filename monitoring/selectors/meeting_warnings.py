"""What a network's sessions owe: functions none addressed, sessions nobody held, actas nobody approved."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from monitoring.models import Acta, Convening, Meeting, Period
from monitoring.selectors.carrying import actas_waiting
from monitoring.selectors.functions_due import FunctionDue, functions_due, functions_planned
from monitoring.selectors.meeting_calendar import YearCalendar, sessions_coming, sessions_owed, year_calendar
from networks.models import Network

SHOWN = 12
# With no rule of its own, a network is reminded to call to a session a week before.
NOTICE = 7


@dataclass(frozen=True, slots=True)
class DueFunction:
    """`planned_on`: the programmed session whose agenda will address it; None: none does."""

    function: FunctionDue
    planned_on: datetime.date | None


@dataclass(frozen=True)
class SessionWarnings:
    """`functions` are those of `period` that no held session has addressed; `days_left` of it, None once it is
    over. `to_convene` are coming sessions nobody was called to, so near that they should be."""

    period: Period | None
    days_left: int | None
    functions: list[DueFunction]
    owed: list[Meeting]
    calendar: YearCalendar
    actas: list[Acta]
    to_convene: list[Meeting]

    @property
    def uncovered(self) -> list[DueFunction]:
        return [one for one in self.functions if one.planned_on is None]

    @property
    def year_missing(self) -> int:
        return self.calendar.missing

    def __bool__(self) -> bool:
        return bool(self.functions or self.owed or self.actas or self.to_convene or self.year_missing)


def session_warnings(network: Network, period: Period | None, today: datetime.date) -> SessionWarnings:
    """Of the network's current period; in a constant number of queries."""
    functions = _functions(network, period, today) if period else []
    is_open = period is not None and today <= period.end_on
    return SessionWarnings(
        period=period,
        days_left=(period.end_on - today).days if is_open else None,
        functions=functions,
        owed=list(sessions_owed(network, today)[:SHOWN]),
        calendar=year_calendar(network, today.year, today),
        actas=list(actas_waiting(network, today + datetime.timedelta(days=1))[:SHOWN]),
        to_convene=_to_convene(network, today),
    )


def _functions(network: Network, period: Period, today: datetime.date) -> list[DueFunction]:
    due = [one for one in functions_due(network, period) if not one.addressed]
    planned = functions_planned(network, max(today, period.start_on), period.end_on) if due else {}
    return [DueFunction(one, planned.get(one.pk)) for one in due]


def _to_convene(network: Network, today: datetime.date) -> list[Meeting]:
    """`left` days remain; `is_late`: fewer than the network's rules want."""
    wanted = network.convening_days
    until = today + datetime.timedelta(days=NOTICE if wanted is None else wanted + NOTICE)
    called = Convening.objects.filter(meeting=OuterRef("pk"), is_cancellation=False)
    found = list(sessions_coming(network, today).filter(~Exists(called), programmed_on__lte=until)[:SHOWN])
    for meeting in found:
        meeting.left = (meeting.programmed_on - today).days
        meeting.is_late = wanted is not None and meeting.left < wanted
    return found
