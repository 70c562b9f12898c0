"""Which functions of the norm the sessions have addressed, and which are due."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Max

from monitoring.models import AgendaItem, AgendaOutcome, Period
from networks.models import MandatedFunction, Network


@dataclass(frozen=True, slots=True)
class FunctionDue:
    """`last`: the last day, by the period's end, on which a held session addressed it; None: none ever did.

    `addressed`: whether one within the period did.
    """

    pk: int
    number: int
    title: str
    last: datetime.date | None
    addressed: bool

    def as_json(self) -> dict[str, object]:
        last = self.last.isoformat() if self.last else None
        return {"number": self.number, "title": self.title, "last": last, "addressed": self.addressed}


def functions_due(network: Network, period: Period) -> list[FunctionDue]:
    """All functions in the order of the norm, in two queries.

    A point of a held session addresses the functions ticked in it, unless it was put off.
    """
    last = dict(
        AgendaItem.objects.filter(meeting__network=network, meeting__held_on__lte=period.end_on)
        .exclude(outcome=AgendaOutcome.POSTPONED)
        .filter(functions__network=network)
        .order_by()
        .values_list("functions")
        .annotate(Max("meeting__held_on"))
    )
    return [
        FunctionDue(pk, number, title, day := last.get(pk), day is not None and day >= period.start_on)
        for pk, number, title in MandatedFunction.objects.filter(network=network)
        .order_by("number")
        .values_list("pk", "number", "title")
    ]


def functions_planned(network: Network, start: datetime.date, end: datetime.date) -> dict[int, datetime.date]:
    """By function, the first session in those days, neither held nor cancelled, whose agenda addresses it."""
    rows = AgendaItem.objects.filter(
        meeting__network=network,
        meeting__programmed_on__gte=start,
        meeting__programmed_on__lte=end,
        meeting__held_on__isnull=True,
        meeting__cancelled_on__isnull=True,
        functions__isnull=False,
    ).order_by("-meeting__programmed_on")
    return dict(rows.values_list("functions", "meeting__programmed_on"))
