"""What a document reports becomes entries of a period, as if the secretariat had written them for who reports."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from monitoring.importing.answers import Answers
from monitoring.models import ComplianceEntry, DeclaredTotal, Period, ReviewState
from monitoring.selectors import local_today
from monitoring.services import PeriodClosedError, PeriodNotOpenError
from monitoring.services.entries import KNOWN
from monitoring.services.periods import lock_open_period
from networks.models import Member, Network, User
from networks.models.directory import THE_NETWORK
from plans.deadline_words import MONTHS
from plans.importing.draft import DraftActivity, DraftEje, DraftVersion, Reported
from plans.models import Activity, PlanVersion
from plans.selectors import version_in_force
from plans.services.bulk import rows_create, wide_inserts

HUNDRED = Decimal(100)


@dataclass(slots=True)
class Outcome:
    """How many entries were written, of them those left as drafts for want of a status and those that wait for
    their version to be put in force; and how many declared totals.
    """

    entries: int = 0
    drafts: int = 0
    waiting: int = 0
    totals: int = 0


@dataclass(frozen=True, slots=True)
class Reporter:
    """Who reports in what period, and the file it comes from. `member` None is the network itself."""

    period: Period
    member: Member | None
    user: User | None
    file_name: str

    @property
    def source(self) -> str:
        return _("Importado de «%(file)s»") % {"file": self.file_name}


@dataclass(slots=True)
class Rows:
    """What the document reports of a version: leaves with what is said of them, and what cannot be an entry."""

    entries: list[DraftActivity] = field(default_factory=list)
    grouping: list[DraftActivity] = field(default_factory=list)


def reported_rows(version: DraftVersion) -> Rows:
    """Leaves are reported; what is said of an activity that has sub-activities is only shown."""
    rows = Rows()
    for activity in version.walk():
        if activity.reported:
            (rows.grouping if activity.children else rows.entries).append(activity)
    return rows


def open_periods(network: Network, first_year: int, last_year: int) -> list[Period]:
    """The periods that take entries today and lie in those years, the newest first."""
    within = Period.objects.filter(network=network).within(
        datetime.date(first_year, 1, 1), datetime.date(last_year, 12, 31)
    )
    open_ones = within.filter(opens_on__lte=local_today(network)).with_closed()
    return [period for period in open_ones.order_by("-end_on") if not period.closed]


def reporter_of(network: Network, user: User | None, answers: Answers, file_name: str) -> Reporter:
    """Raises ValidationError, saying which there are, for a period or a member that will not do."""
    period = Period.objects.filter(network=network, code=answers.period).first()
    names = {"period": answers.period, "network": network.short_name}
    if period is None:
        words = _("%(network)s no tiene el periodo «%(period)s».") % names
        raise ValidationError(f"{words} {known_periods(network, answers)}")
    period.network = network
    if not answers.first_year <= period.end_on.year <= answers.last_year:
        words = _("El periodo «%(period)s» está fuera de los años del plan.") % names
        raise ValidationError(f"{words} {known_periods(network, answers)}")
    if period.is_closed:
        raise PeriodClosedError(period)
    if local_today(network) < period.opens_on:
        raise PeriodNotOpenError(period)
    member = None
    if answers.reporter and answers.reporter != THE_NETWORK:
        member = Member.objects.filter(network=network, code=answers.reporter).first()
        if member is None or not member.is_reporting:
            raise ValidationError(_unknown_member(network, answers.reporter))
    return Reporter(period=period, member=member, user=user, file_name=file_name)


def known_periods(network: Network, answers: Answers) -> str:
    """Which periods would do, or what to do when none does."""
    codes = [period.code for period in open_periods(network, answers.first_year, answers.last_year)]
    if codes:
        return _("Los abiertos de esos años: %(codes)s.") % {"codes": ", ".join(codes)}
    return _("No hay ninguno abierto en esos años: créelo antes en «Periodos», o importe solo el plan.")


def _unknown_member(network: Network, code: str) -> str:
    codes = ", ".join(network.members.reporting().values_list("code", flat=True))
    words = _("No hay una integrante «%(code)s» que informe.") % {"code": code}
    known = _("Las que informan: %(codes)s.") % {"codes": codes} if codes else _("La red no tiene ninguna.")
    return f"{words} {known}"


def entries_write(
    *, versions: Sequence[tuple[DraftVersion, PlanVersion]], lineages: dict[int, UUID], reporter: Reporter
) -> Outcome:
    """Write the entries and the declared totals of what was just imported, inside the caller's transaction.

    `lineages` are those the draft's rows got, by their `id()`. Of two versions that report one line, the later one
    is taken. What is in force already is reported under the version in force, and counts; the rest waits. Raises
    PeriodClosedError, PeriodNotOpenError, and ValidationError for what does not fit or is there.
    """
    lock_open_period(reporter.period, reporter.period.network)
    ruling, ruled = _ruling(versions, reporter.period)
    entries: dict[UUID, ComplianceEntry] = {}
    for draft, version in versions:
        for activity in reported_rows(draft).entries:
            lineage = lineages[id(activity)]
            under = ruling if ruling and lineage in ruled else version
            entries[lineage] = _entry(activity, lineage, under, reporter)
    _refuse_known(reporter, entries)
    with wide_inserts():
        rows_create(list(entries.values()), user=reporter.user)
    ejes = [eje for draft, _version in versions for eje in draft.ejes]
    return Outcome(
        entries=len(entries),
        drafts=sum(entry.review_state == ReviewState.DRAFT for entry in entries.values()),
        waiting=sum(entry.version.is_draft for entry in entries.values()),
        totals=_write_totals(ejes, lineages, reporter),
    )


def _ruling(
    versions: Sequence[tuple[DraftVersion, PlanVersion]], period: Period
) -> tuple[PlanVersion | None, set[UUID]]:
    """The version of the plan that rules in the period, and the lineages it has."""
    ruling = version_in_force(versions[0][1].plan, period.end_on)
    rows = Activity.objects.filter(eje__version=ruling) if ruling else Activity.objects.none()
    return ruling, set(rows.values_list("lineage", flat=True))


def _entry(activity: DraftActivity, lineage: UUID, version: PlanVersion, reporter: Reporter) -> ComplianceEntry:
    reported, now = activity.reported, timezone.now()
    declared, reason = _declared(reported, reporter)
    entry = ComplianceEntry(
        activity_lineage=lineage,
        version=version,
        member=reporter.member,
        period=reporter.period,
        status=reported.status,
        progress=reported.progress,
        declared_earned=declared,
        declared_reason=reason,
        narrative=narrative_of(reported),
        obstacles=reported.obstacles,
        created_by=reporter.user,
        on_behalf_reason=reporter.source[:500],
    )
    if reported.status:
        entry.review_state, entry.submitted_at, entry.submitted_by = ReviewState.SUBMITTED, now, reporter.user
    try:
        entry.clean_fields(exclude=KNOWN)
    except ValidationError as error:
        raise ValidationError(_of_activity(activity, error)) from None
    return entry


def _of_activity(activity: DraftActivity, error: ValidationError) -> list[str]:
    return [
        _("Lo informado de %(code)s, «%(field)s»: %(why)s")
        % {"code": activity.code, "field": ComplianceEntry._meta.get_field(name).verbose_name, "why": why}
        for name, reasons in error.message_dict.items()
        for why in reasons
    ]


def _declared(reported: Reported, reporter: Reporter) -> tuple[Decimal | None, str]:
    """The figure printed, kept beside the computed one; words or an impossible figure are kept as words."""
    if reported.earned is not None and 0 <= reported.earned <= HUNDRED:
        return reported.earned, reporter.source
    printed = reported.earned_text or ("" if reported.earned is None else f"{reported.earned}")
    if not printed:
        return None, ""
    return None, _("%(source)s: el documento imprime «%(words)s».") % {"source": reporter.source, "words": printed}


def narrative_of(reported: Reported) -> str:
    """The narrative, and after it the months that a cronograma marks as done."""
    if not reported.done_months:
        return reported.narrative
    words = _("Meses con ejecución: %(months)s.") % {"months": ", ".join(_month_words(reported.done_months))}
    return f"{reported.narrative}\n\n{words}".strip()


def _month_words(months: Sequence[str]) -> Iterator[str]:
    for month in sorted(months):
        year, number = month.split("-")
        yield f"{MONTHS[int(number) - 1]} de {year}"


def _refuse_known(reporter: Reporter, entries: dict[UUID, ComplianceEntry]) -> None:
    rows = ComplianceEntry.objects.filter(period=reporter.period, member=reporter.member)
    known = sum(lineage in entries for lineage in rows.values_list("activity_lineage", flat=True))
    if known:
        raise ValidationError(
            _(
                "En el periodo %(period)s ya hay avances de %(n)s de estas actividades: importe solo el plan, o "
                "elija otro periodo o a otra integrante."
            )
            % {"period": reporter.period.code, "n": known}
        )


def _write_totals(ejes: Sequence[DraftEje], lineages: dict[int, UUID], reporter: Reporter) -> int:
    """The totals the document prints, where nobody declared one before."""
    printed = {lineages[id(eje)]: eje.declared_earned for eje in ejes if eje.declared_earned is not None}
    known = DeclaredTotal.objects.filter(period=reporter.period).values_list("eje_lineage", flat=True)
    for lineage in known:
        printed.pop(lineage, None)
    rows = [
        DeclaredTotal(
            period=reporter.period,
            eje_lineage=lineage,
            value=value,
            reason=reporter.source,
            declared_by=reporter.user,
        )
        for lineage, value in printed.items()
        if 0 <= value <= HUNDRED
    ]
    rows_create(rows, user=reporter.user)
    return len(rows)
