"""What is read of the narrative parts of the forms, and of the analysis of ejes."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from monitoring.models import EjeReview, Period, ReportSection
from monitoring.sections import FormKind, SectionKind, forms
from networks.models import Network
from plans.models import Eje, Objective
from plans.selectors import versions_for_network


@dataclass(frozen=True)
class WrittenSection:
    """A section of a form, and what is written in it (None: nothing yet)."""

    kind: SectionKind
    section: ReportSection | None


def written_forms(network: Network, period: Period) -> list[tuple[FormKind, list[WrittenSection]]]:
    """Every official form that has any, with its sections, in one query."""
    rows = ReportSection.objects.filter(network=network, period=period)
    written = {(row.form, row.key): row for row in rows}
    return [
        (form, [WrittenSection(kind, written.get((form.form, kind.key))) for kind in form.sections])
        for form in forms()
        if form.sections
    ]


@dataclass(frozen=True)
class EjeChoice:
    """An eje in force at the period's end, with its objectives."""

    eje: Eje
    objectives: list[Objective]


def eje_choices(network: Network, period: Period) -> list[EjeChoice]:
    """The ejes in force on the period's last day, of each plan of the network that covers it."""
    versions = versions_for_network(network, period.end_on)
    ejes = Eje.objects.filter(version__in=versions).select_related("version__plan").prefetch_related("objectives")
    place = {version.pk: number for number, version in enumerate(versions)}
    ordered = sorted(ejes, key=lambda eje: (place[eje.version_id], eje.order, eje.pk))
    return [EjeChoice(eje, sorted(eje.objectives.all(), key=lambda row: (row.order, row.pk))) for eje in ordered]


@dataclass(frozen=True)
class ReviewRow:
    """A row of analysis with the eje and objective it is about; `eje` None when no version has it any more."""

    review: EjeReview
    eje: Eje | None
    objective: Objective | None
    is_in_force: bool


def review_rows(network: Network, period: Period) -> list[ReviewRow]:
    """The period's rows in their order; what left the plan is found in the newest version that had it."""
    reviews = list(EjeReview.objects.filter(period=period).order_by("order", "pk"))
    choices = eje_choices(network, period)
    in_force = {choice.eje.lineage for choice in choices}
    ejes = {choice.eje.lineage: choice.eje for choice in choices}
    objectives = {row.lineage: row for choice in choices for row in choice.objectives}
    _add_older(network, reviews, ejes, objectives)
    return [
        ReviewRow(
            review,
            ejes.get(review.eje_lineage),
            objectives.get(review.objective_lineage),
            review.eje_lineage in in_force,
        )
        for review in reviews
    ]


def _add_older(
    network: Network, reviews: list[EjeReview], ejes: dict[UUID, Eje], objectives: dict[UUID, Objective]
) -> None:
    lost = {review.eje_lineage for review in reviews} - set(ejes)
    known = {"version__plan__network": network, "lineage__in": lost}
    for eje in Eje.objects.filter(**known).order_by("version__number") if lost else ():
        ejes[eje.lineage] = eje
    missing = {review.objective_lineage for review in reviews if review.objective_lineage} - set(objectives)
    older = Objective.objects.filter(eje__version__plan__network=network, lineage__in=missing)
    for objective in older.order_by("eje__version__number") if missing else ():
        objectives[objective.lineage] = objective
