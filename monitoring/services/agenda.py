"""The agenda of a session: its points, what became of each, and what an earlier session left for it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from monitoring.models import AgendaItem, AgendaItemActivity, AgendaOutcome, Meeting
from monitoring.services.freezing import meeting_check_open
from networks.models import MandatedFunction
from networks.services.ordering import move_row, next_order
from plans.models import Activity, PlanVersion


def meeting_to_write(meeting: Meeting) -> Meeting:
    """The session as it is now, held until the transaction ends; refused when its acta is approved."""
    meeting_check_open(meeting)
    return Meeting.objects.select_related("network").get(pk=meeting.pk)


@transaction.atomic
def agenda_item_save(
    *,
    item: AgendaItem,
    functions: Iterable[MandatedFunction],
    activities: Mapping[uuid.UUID, PlanVersion] | None = None,
) -> AgendaItem:
    """Create or change a point of the agenda, with the functions of the norm it addresses.

    `activities` are the lineages it concerns, each with the version it was ticked in; None leaves them as they
    are.
    """
    meeting = meeting_to_write(item.meeting)
    functions = list(functions)
    if any(function.network_id != meeting.network_id for function in functions):
        raise ValidationError({"functions": _("La función es de otra red: elija una de esta.")})
    _check_outcome(item, item.outcome, meeting)
    if item.pk is None:
        item.order = next_order(item.meeting.agenda)
    item.full_clean()
    item.save()
    item.functions.set(functions)
    if activities is not None:
        _set_activities(item, activities)
    return item


def _check_outcome(item: AgendaItem, outcome: str, meeting: Meeting) -> None:
    """What is recorded already stays; a point that another session carried on was left, not treated."""
    if outcome and meeting.held_on is None:
        raise ValidationError(
            {"outcome": _("La sesión todavía no se ha realizado: anote antes la fecha en que se realizó.")}
        )
    is_new = item.pk and not AgendaItem.objects.filter(pk=item.pk, outcome=outcome).exists()
    if outcome == AgendaOutcome.TREATED and is_new and item.carried_to.all():
        raise ValidationError(
            {
                "outcome": _("«%(item)s» ya pasó a otra sesión porque quedó aplazado: quítelo antes de allí.")
                % {"item": item.title}
            }
        )


def _set_activities(item: AgendaItem, wanted: Mapping[uuid.UUID, PlanVersion]) -> None:
    """Those it has already keep the version in which they were ticked."""
    network = item.meeting.network_id
    if any(version.plan.network_id != network for version in wanted.values()):
        raise ValidationError({"activities": _("La actividad es de otra red: elija una de esta.")})
    item.activities.exclude(activity_lineage__in=list(wanted)).delete()
    known = set(item.activities.values_list("activity_lineage", flat=True))
    fresh = {lineage: version for lineage, version in wanted.items() if lineage not in known}
    there = set(
        Activity.objects.filter(lineage__in=list(fresh), eje__version__in=list(fresh.values())).values_list(
            "lineage", "eje__version_id"
        )
    )
    if any((lineage, version.pk) not in there for lineage, version in fresh.items()):
        raise ValidationError(
            {"activities": _("Una de las actividades ya no está en el plan: vuelva a abrir el punto y elíjala.")}
        )
    AgendaItemActivity.objects.bulk_create(
        AgendaItemActivity(item=item, activity_lineage=lineage, version=version)
        for lineage, version in fresh.items()
    )


@transaction.atomic
def agenda_item_delete(*, item: AgendaItem) -> None:
    meeting_check_open(item.meeting)
    item.delete()


@transaction.atomic
def agenda_item_move(*, item: AgendaItem, step: int) -> None:
    """Move it one place up (-1) or down (1)."""
    meeting_check_open(item.meeting)
    move_row(item.meeting.agenda.order_by("order", "pk"), item, step)


@transaction.atomic
def agenda_outcomes_save(*, meeting: Meeting, outcomes: Mapping[int, str]) -> int:
    """Record what became of each point, by its id, and return how many changed; the others stay as they are."""
    now = meeting_to_write(meeting)
    changed = 0
    for item in now.agenda.filter(pk__in=list(outcomes)).prefetch_related("carried_to"):
        outcome = outcomes[item.pk]
        if item.outcome == outcome:
            continue
        _check_outcome(item, outcome, now)
        item.outcome = outcome
        item.full_clean(exclude={"meeting", "acta", "carried_from"})
        item.save(update_fields=["outcome"])
        changed += 1
    return changed
