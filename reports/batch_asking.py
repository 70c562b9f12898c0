"""Which reports a batch is of: forms by periods by parts, for one network or several."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from monitoring.models import Period
from monitoring.selectors import local_today, period_for
from monitoring.selectors.planned import plan_book
from networks.models import Member, Network
from plans.models import Plan
from reports.official import FORMS
from reports.official.form import Form
from reports.scopes import plan_period_code

# What `BatchItem.form` says of an evidence dossier, which is no official form.
DOSSIER = "expediente"


@dataclass(frozen=True, slots=True)
class Spot:
    """One report to be made; the fields of a `BatchItem`."""

    network: Network
    form: str
    period_code: str
    plan_slug: str = ""
    eje_code: str = ""
    member: Member | None = None


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What somebody chose. `codes` are periods, `years` every stored period of those years, one by one.

    `parts` are «whole», «members» and «ejes». `fitting_only` leaves out forms with nothing to say.
    """

    networks: tuple[Network, ...]
    forms: tuple[str, ...]
    codes: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    parts: tuple[str, ...] = ("whole",)
    fitting_only: bool = False


def spots_of(asked: Asked) -> list[Spot]:
    """In the order network, period, form, part; none twice."""
    found = (
        part
        for network in asked.networks
        for period in _periods(network, asked)
        for slug in asked.forms
        for spot in _spots(network, period, FORMS[slug], asked.fitting_only)
        for part in _parts(spot, period, asked.parts)
    )
    return list(dict.fromkeys(found))


def _periods(network: Network, asked: Asked) -> Iterator[Period]:
    stored = Period.objects.filter(network=network).order_by("start_on", "end_on")
    today = local_today(network)
    for period in stored:
        # What has not begun has nothing to report.
        if period.start_on.year in asked.years and period.start_on <= today and period.code not in asked.codes:
            yield period
    for code in asked.codes:
        period = period_for(network, code)
        if period is not None:
            yield period


def _spots(network: Network, period: Period, form: Form, fitting_only: bool) -> Iterator[Spot]:
    """A form that speaks of a plan as a whole is one report a plan, however many periods are asked for."""
    if form.by_plan:
        years = {"first_year__lte": period.end_on.year, "last_year__gte": period.start_on.year}
        for plan in Plan.objects.filter(network=network, **years).order_by("first_year", "slug"):
            yield Spot(network, form.slug, plan_period_code(plan), plan_slug=plan.slug)
    elif not fitting_only or form.fits(network, period):
        yield Spot(network, form.slug, period.code)


def _parts(spot: Spot, period: Period, parts: Iterable[str]) -> Iterator[Spot]:
    if "whole" in parts:
        yield spot
    if "ejes" in parts:
        for code in eje_codes(spot.network, period.end_on):
            yield replace(spot, eje_code=code)
    if "members" in parts:
        for member in members_on(spot.network, period.end_on):
            yield replace(spot, member=member)


def eje_codes(network: Network, day: datetime.date) -> list[str]:
    """Of the plans in force on that day, in their order."""
    planned = plan_book([(network.pk, day)]).in_force(network.pk, day)
    return list(dict.fromkeys(eje.code for version in planned for eje in version.ejes))


def members_on(network: Network, day: datetime.date) -> list[Member]:
    """Those who report on that day."""
    members = plan_book([(network.pk, day)]).members_on(network.pk, day)
    return [member for member in members if member.is_reporting]
