"""Writes weights: all of a group or none."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from simple_history.utils import bulk_update_with_history

from networks.models import ConflictError, Network
from plans.models import Activity, Eje, PlanVersion
from plans.selectors import version_tree
from plans.services.undoing import draft_edit
from plans.weights import HUNDRED, equal_weights, rebalance

Weights = Mapping[int, Decimal | None]


def _of(text: str, eje: Eje) -> str:
    return text % {"eje": eje.code}


def _of_all(text: str) -> Callable[[Network], str]:
    return lambda network: text % {"ejes": network.eje_word_plural}


@transaction.atomic
def weights_set(*, eje: Eje, weights: Weights, revisions: Mapping[int, int]) -> None:
    """Give the eje's leaf activities these weights, by id; `revisions` are those the person read.

    A draft's weights need not add to 100 yet. ConflictError with the first row that somebody else saved since, and
    ValidationError when the leaves are no longer these.
    """
    with draft_edit(eje.version_id, label=_of(_("Ponderar %(eje)s"), eje), ejes=[eje.pk], activities=[]):
        leaves = {row.pk: row for row in Activity.objects.filter(eje=eje).leaves()}
        _set_all(leaves, weights, revisions)


@transaction.atomic
def eje_weights_set(*, version: PlanVersion, weights: Weights, revisions: Mapping[int, int]) -> None:
    """Give the version's ejes these weights, by id; as `weights_set`."""
    with draft_edit(version.pk, label=_of_all(_("Ponderar los %(ejes)s")), ejes=[]):
        _set_all({row.pk: row for row in Eje.objects.filter(version=version)}, weights, revisions)


@transaction.atomic
def weights_rebalance(
    *, eje: Eje, weights: Weights, revisions: Mapping[int, int], locked: Collection[int] = ()
) -> Weights:
    """Give the eje's leaves these weights adjusted in proportion to add to 100.00; the ids `locked` keep theirs.

    Refusals as in `weights_set`, and ValidationError when it cannot be done. Returns the weights given.
    """
    label = _of(_("Ajustar ponderaciones de %(eje)s"), eje)
    with draft_edit(eje.version_id, label=label, ejes=[eje.pk], activities=[]):
        adjusted = _adjusted(weights, locked)
        weights_set(eje=eje, weights=adjusted, revisions=revisions)
    return adjusted


@transaction.atomic
def eje_weights_rebalance(
    *, version: PlanVersion, weights: Weights, revisions: Mapping[int, int], locked: Collection[int] = ()
) -> Weights:
    """As `weights_rebalance`, for the ejes of the version."""
    with draft_edit(version.pk, label=_of_all(_("Ajustar ponderaciones de los %(ejes)s")), ejes=[]):
        adjusted = _adjusted(weights, locked)
        eje_weights_set(version=version, weights=adjusted, revisions=revisions)
    return adjusted


def _adjusted(weights: Weights, locked: Collection[int]) -> Weights:
    order = list(weights)
    kept = [weights[pk] for pk in order if pk in locked]
    if None in kept:
        raise ValidationError(_("Hay una ponderación fijada sin cifra: escríbala o quítele el candado."))
    if sum(kept, Decimal(0)) > HUNDRED:
        raise ValidationError(_("Las ponderaciones fijadas pasan de 100,00: quite algún candado."))
    if len(kept) == len(order) and sum(kept, Decimal(0)) != HUNDRED:
        raise ValidationError(_("Todas están fijadas y no suman 100,00: quite algún candado."))
    places = {index for index, pk in enumerate(order) if pk in locked}
    return dict(zip(order, rebalance([weights[pk] for pk in order], places), strict=True))


def _set_all(rows: dict[int, models.Model], weights: Weights, revisions: Mapping[int, int]) -> None:
    if set(rows) != set(weights):
        raise ValidationError(_("Alguien añadió o quitó filas entretanto. Revise la lista y guarde de nuevo."))
    for pk, row in rows.items():
        if row.weight == weights[pk] and row.revision == revisions[pk]:
            continue
        if row.weight == weights[pk]:
            raise ConflictError(row)
        row.claim(revisions[pk])
        row.weight = weights[pk]
        row.full_clean()
        row.save()


@transaction.atomic
def weights_distribute(*, eje: Eje) -> int:
    """Repartir: equal weights to the eje's leaves, adding exactly to 100.00. Returns how many leaves there are."""
    label = _of(_("Repartir ponderaciones de %(eje)s"), eje)
    with draft_edit(eje.version_id, label=label, ejes=[eje.pk], activities=[]) as version:
        leaves = version_tree(version, ejes=[eje.pk]).leaves
        _distribute(Activity, [leaf.pk for leaf in leaves])
    return len(leaves)


@transaction.atomic
def eje_weights_distribute(*, version: PlanVersion) -> int:
    """Repartir among the ejes of the version."""
    with draft_edit(version.pk, label=_of_all(_("Repartir ponderaciones de los %(ejes)s")), ejes=[]):
        ejes = list(Eje.objects.filter(version=version).order_by("order", "pk").values_list("pk", flat=True))
        _distribute(Eje, ejes)
    return len(ejes)


def _distribute(model: type[models.Model], order: list[int]) -> None:
    rows = model.objects.in_bulk(order)
    changed = []
    for pk, weight in zip(order, equal_weights(len(order)), strict=True):
        if rows[pk].weight != weight:
            rows[pk].weight = weight
            rows[pk].revision += 1
            changed.append(rows[pk])
    if changed:
        bulk_update_with_history(changed, model, ["weight", "revision"])
