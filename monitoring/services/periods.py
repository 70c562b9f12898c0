"""Opening periods, their dates, and the locks that keep a closed one closed."""

from __future__ import annotations

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from monitoring.models import Period, PeriodClosing
from monitoring.periods import PeriodSpan, parse_code, spans_of_year
from monitoring.selectors import local_today
from monitoring.services.errors import PeriodClosedError, PeriodEndedError, PeriodNotOpenError
from networks.models import Network
from networks.sentences import SentenceError

REPORTING_DAYS = 15


def lock_unclosed_period(period: Period) -> None:
    """Lock the period's row until the transaction ends, and take its last day from there, should somebody have
    changed it since it was read. Raises PeriodClosedError."""
    rows = Period.objects.select_for_update().filter(pk=period.pk)
    period.closes_on = rows.values_list("closes_on", flat=True).get()
    if PeriodClosing.objects.filter(period=period, reopened_at__isnull=True).exists():
        raise PeriodClosedError(period)


def lock_open_period(period: Period, network: Network) -> None:
    """The same, for what members report: it must have opened, and not have ended.

    The instant is looked at under the lock: an entry is either in or out. Raises PeriodNotOpenError and
    PeriodEndedError, too.
    """
    lock_unclosed_period(period)
    if period.has_ended(timezone.now()):
        raise PeriodEndedError(period)
    if local_today(network) < period.opens_on:
        raise PeriodNotOpenError(period)


@transaction.atomic
def period_open(
    *,
    network: Network,
    code: str,
    opens_on: datetime.date | None = None,
    due_on: datetime.date | None = None,
) -> Period:
    """Create a period from its code; by default it takes entries from its first day to 15 days after its end."""
    try:
        span = parse_code(code)
    except SentenceError as error:
        raise ValidationError({"code": _(error.text) % error.values}) from None
    period = _period(network, span, opens_on, due_on)
    period.full_clean()
    period.save()
    return period


@transaction.atomic
def periods_open_year(
    *, network: Network, year: int, kind: str = "", reporting_days: int = REPORTING_DAYS
) -> list[Period]:
    """Create the periods of a year that are missing, of the network's kind or another; those that exist stay."""
    known = set(network.periods.values_list("code", flat=True))
    created = []
    for span in spans_of_year(year, kind or network.period_kind):
        if span.code not in known:
            due_on = span.end + datetime.timedelta(days=reporting_days)
            period = _period(network, span, None, due_on)
            period.full_clean(exclude={"network"})
            period.save()
            created.append(period)
    return created


def _period(
    network: Network, span: PeriodSpan, opens_on: datetime.date | None, due_on: datetime.date | None
) -> Period:
    return Period(
        network=network,
        code=span.code,
        kind=span.kind,
        start_on=span.start,
        end_on=span.end,
        opens_on=opens_on or span.start,
        due_on=due_on or span.end + datetime.timedelta(days=REPORTING_DAYS),
    )


@transaction.atomic
def period_dates_update(
    *, period: Period, opens_on: datetime.date, due_on: datetime.date, closes_on: datetime.date | None = None
) -> Period:
    """`closes_on` is the last day on which it takes entries; None: until somebody closes it."""
    lock_unclosed_period(period)
    period.opens_on, period.due_on, period.closes_on = opens_on, due_on, closes_on
    period.full_clean(exclude={"network"})
    period.save(update_fields=["opens_on", "due_on", "closes_on"])
    return period
