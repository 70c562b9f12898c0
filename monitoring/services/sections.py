"""Writing the narrative parts of the forms and the analysis of ejes. A closed period takes neither.

Each of these locks the period's row first, so that a closing that races with it comes before, and refuses it, or
after, and finds it written.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from monitoring.models import EjeReview, Period, ReportSection
from monitoring.sections import MAX_ITEMS, TEXT_LENGTH, TITLE_LENGTH, Items, SectionKind, find_section
from monitoring.services.errors import PeriodClosedError
from monitoring.services.periods import lock_unclosed_period
from networks.models import Network
from networks.services.ordering import move_row, next_order
from plans.models import Eje, Objective


class ClosedToTextError(ValidationError):
    """The period is closed; the sentence speaks to the secretariat, who alone writes these parts."""

    def __init__(self, period: Period) -> None:
        super().__init__(
            _(
                "El periodo %(period)s está cerrado: sus apartados y su análisis ya no se cambian. "
                "Si hay que corregirlos, reabra antes el periodo."
            ),
            code="period_closed",
            params={"period": period.code},
        )


def _lock(period: Period) -> None:
    try:
        lock_unclosed_period(period)
    except PeriodClosedError as error:
        raise ClosedToTextError(period) from error


@transaction.atomic
def section_save(
    *,
    network: Network,
    period: Period,
    form: str,
    key: str,
    body: str = "",
    items: Sequence[tuple[str, str]] = (),
) -> ReportSection | None:
    """Write a section; `items` are pairs of title and text. What is left empty is taken away: it has no row.

    Raises ClosedToTextError, and ValidationError for what the section does not hold.
    """
    _lock(period)
    found = find_section(form, key)
    if found is None or period.network_id != network.pk:
        raise ValidationError(_("Ese formulario no tiene ese apartado."))
    kept = _checked_items(found[1], items)
    body = body.strip() if found[1].has_body else ""
    section = ReportSection.objects.filter(network=network, period=period, form=form, key=key).first()
    if not body and not kept:
        if section is not None:
            section.delete()
        return None
    section = section or ReportSection(network=network, period=period, form=form, key=key)
    section.body, section.items = body, kept
    section.full_clean()
    section.save()
    return section


def _checked_items(kind: SectionKind, items: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    """The items as they are stored; those without title and text are left out."""
    if kind.items is Items.NONE:
        return []
    kept = [(title.strip(), body.strip() if kind.items is Items.TITLES_AND_TEXTS else "") for title, body in items]
    kept = [pair for pair in kept if any(pair)]
    if len(kept) > MAX_ITEMS:
        raise ValidationError(_("Como máximo caben %(max)s elementos.") % {"max": MAX_ITEMS})
    for number, (title, body) in enumerate(kept, start=1):
        if not title:
            raise ValidationError(_("Dé un título al elemento %(number)s.") % {"number": number})
        if len(title) > TITLE_LENGTH or len(body) > TEXT_LENGTH:
            raise ValidationError(
                _("El elemento %(number)s es demasiado largo: %(title)s caracteres de título y %(body)s de texto.")
                % {"number": number, "title": TITLE_LENGTH, "body": TEXT_LENGTH}
            )
    return [{"title": title, "body": body} for title, body in kept]


@transaction.atomic
def eje_review_save(*, review: EjeReview) -> EjeReview:
    """Create or change a row of analysis; a new one goes last. Raises ClosedToTextError."""
    _lock(review.period)
    if not (review.changes.strip() or review.recommendations.strip() or review.commitments.strip()):
        raise ValidationError(_("Escriba al menos las modificaciones, las recomendaciones o los compromisos."))
    _check_lineages(review)
    if review.pk is None:
        review.order = next_order(review.period.eje_reviews)
    review.full_clean()
    review.save()
    return review


def _check_lineages(review: EjeReview) -> None:
    """The eje is of a plan of the period's network, and the objective hangs on it in some version."""
    ejes = Eje.objects.filter(lineage=review.eje_lineage, version__plan__network=review.period.network_id)
    objectives = Objective.objects.filter(lineage=review.objective_lineage, eje__in=ejes)
    if not ejes.exists() or (review.objective_lineage and not objectives.exists()):
        raise ValidationError(_("Elija un eje del plan de la red, o uno de sus objetivos."))


@transaction.atomic
def eje_review_delete(*, review: EjeReview) -> None:
    """Raises ClosedToTextError."""
    _lock(review.period)
    review.delete()


@transaction.atomic
def eje_review_move(*, review: EjeReview, step: int) -> None:
    """Move it one place up (-1) or down (1). Raises ClosedToTextError."""
    _lock(review.period)
    move_row(review.period.eje_reviews.order_by("order", "pk"), review, step)
