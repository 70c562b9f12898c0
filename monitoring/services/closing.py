"""Closing a period and opening it again: what is frozen, and what is carried over."""

from __future__ import annotations

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from monitoring.models import Commitment, EntryStatus, Period, PeriodClosing
from monitoring.selectors import NetworkRollup, frozen_totals, local_today, rollup
from monitoring.selectors.closing import ClosingMark, closing_mark
from monitoring.services.errors import PeriodMovedError
from monitoring.services.periods import lock_unclosed_period
from networks.models import User

# What asks for nothing more: the rest is carried over.
SETTLED = frozenset({EntryStatus.DONE, EntryStatus.NOT_APPLICABLE})
BATCH = 1000


@transaction.atomic
def period_close(
    *, period: Period, by: User, seen: ClosingMark | None = None, at: datetime.datetime | None = None
) -> PeriodClosing:
    """Close it, freeze its totals, and carry over what was not met as commitments.

    `seen` is what the page showed before she decided: where entries came in, or were given back, since, nothing
    is closed and PeriodMovedError says so. Raises PeriodClosedError when it is closed already.
    """
    lock_unclosed_period(period)
    if seen is not None and (now := closing_mark(period)) != seen:
        raise PeriodMovedError(period, before=seen.counted, now=now.counted)
    rolled = rollup(period.network, period)
    closing = PeriodClosing(
        period=period,
        closed_at=at or timezone.now(),
        closed_by=by,
        totals={**frozen_totals(rolled), "late": late_rows(rolled)},
    )
    closing.full_clean(exclude={"period", "closed_by"})
    closing.save()
    Commitment.objects.bulk_create(_commitments(closing, rolled), batch_size=BATCH)
    return closing


def late_rows(rolled: NetworkRollup) -> list[dict[str, str | None]]:
    """The extemporáneos as JSON data, in the order of the plan; the member of None is the network itself."""
    rows = {entry.at: entry for entry in rolled.late}
    found = []
    for owed in rolled.obligations:
        entry = rows.pop(owed.at, None)
        if entry is not None:
            found.append(_late_row(owed.activity.code, owed.activity.title, owed.member, entry))
    for entry in rows.values():
        activity = rolled.by_lineage.get(entry.activity_lineage)
        code, title = (activity.code, activity.title) if activity else ("", "")
        found.append(_late_row(code, title, rolled.members.get(entry.member_id), entry))
    return found


def _late_row(code: str, title: str, member, entry) -> dict[str, str | None]:
    who = {"member": member and member.code, "member_name": member and member.name}
    return {"activity": code, "title": title, **who, "sent_at": entry.sent_at.isoformat()}


def _commitments(closing: PeriodClosing, rolled: NetworkRollup) -> list[Commitment]:
    """What was owed and neither met nor out of place; a draft nobody sent is silence."""
    found = []
    for owed in rolled.obligations:
        report = rolled.reports.get(owed.at)
        if report is None or report.status not in SETTLED:
            found.append(
                Commitment(
                    closing=closing,
                    period=closing.period,
                    activity_lineage=owed.activity.lineage,
                    activity_code=owed.activity.code,
                    activity_title=owed.activity.title,
                    member_id=owed.member_id,
                    status=report.status if report else "",
                )
            )
    return found


@transaction.atomic
def period_reopen(*, period: Period, by: User, reason: str, at: datetime.datetime | None = None) -> PeriodClosing:
    """Open it again, with a reason; the closing and what it froze stay as their own trace.

    A last day to take entries that is past is taken away: nobody could report.
    """
    if not reason.strip():
        raise ValidationError({"reason": _("Escriba por qué se reabre el periodo.")})
    row = Period.objects.select_for_update().get(pk=period.pk)
    closing = PeriodClosing.objects.filter(period=period, reopened_at__isnull=True).first()
    if closing is None:
        raise ValidationError(_("El periodo %(period)s no está cerrado."), params={"period": period.code})
    at = at or timezone.now()
    closing.reopened_at, closing.reopened_by = at, by
    closing.reopened_reason = reason.strip()
    closing.full_clean(exclude={"period", "closed_by", "reopened_by"})
    closing.save()
    if row.closes_on is not None and row.closes_on < local_today(period.network, at):
        Period.objects.filter(pk=row.pk).update(closes_on=None)
        period.closes_on = None
    return closing
