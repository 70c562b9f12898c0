"""Opening, closing and reopening periods, and the locks that keep a closed one closed."""

from __future__ import annotations

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from monitoring.models import Period, PeriodClosing
from monitoring.periods import PeriodSpan, parse_code, spans_of_year
from monitoring.selectors import frozen_totals, local_today, rollup
from monitoring.services.errors import PeriodClosedError, PeriodNotOpenError
from networks.models import Network, User

REPORTING_DAYS = 15


def lock_unclosed_period(period: Period) -> None:
    """Lock the period's row until the transaction ends. Raises PeriodClosedError."""
    Period.objects.select_for_update().only("pk").get(pk=period.pk)
    if PeriodClosing.objects.filter(period=period, reopened_at__isnull=True).exists():
        raise PeriodClosedError(period)


def lock_open_period(period: Period, network: Network) -> None:
    """The same, for what members report: it must have opened, too."""
    lock_unclosed_period(period)
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
    except ValueError as error:
        raise ValidationError({"code": str(error)}) from None
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
def period_dates_update(*, period: Period, opens_on: datetime.date, due_on: datetime.date) -> Period:
    lock_unclosed_period(period)
    period.opens_on, period.due_on = opens_on, due_on
    period.full_clean(exclude={"network"})
    period.save(update_fields=["opens_on", "due_on"])
    return period


@transaction.atomic
def period_close(*, period: Period, by: User, at: datetime.datetime | None = None) -> PeriodClosing:
    """Close it and freeze its totals. Raises PeriodClosedError when it is closed already."""
    lock_unclosed_period(period)
    closing = PeriodClosing(
        period=period,
        closed_at=at or timezone.now(),
        closed_by=by,
        totals=frozen_totals(rollup(period.network, period)),
    )
    closing.full_clean(exclude={"period", "closed_by"})
    closing.save()
    return closing


@transaction.atomic
def period_reopen(*, period: Period, by: User, reason: str, at: datetime.datetime | None = None) -> PeriodClosing:
    """Open it again, with a reason; the closing and what it froze stay as their own trace."""
    if not reason.strip():
        raise ValidationError({"reason": _("Escriba por qué se reabre el periodo.")})
    Period.objects.select_for_update().only("pk").get(pk=period.pk)
    closing = PeriodClosing.objects.filter(period=period, reopened_at__isnull=True).first()
    if closing is None:
        raise ValidationError(_("El periodo %(period)s no está cerrado."), params={"period": period.code})
    closing.reopened_at, closing.reopened_by = at or timezone.now(), by
    closing.reopened_reason = reason.strip()
    closing.full_clean(exclude={"period", "closed_by", "reopened_by"})
    closing.save()
    return closing
