"""What every write on a plan starts from: the version's lock, and that it is a draft."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Max
from django.utils.translation import gettext as _
from simple_history.utils import bulk_update_with_history

from plans.models import PlanVersion

UP, DOWN = "up", "down"


class NotDraftError(Exception):
    """The version is not a draft (any more): nothing of it is edited."""

    def __init__(self, version: PlanVersion | None) -> None:
        super().__init__("the version is not a draft")
        self.version = version


def draft_lock(version_id: int) -> PlanVersion:
    """Take the draft for this transaction: whoever edits it or puts it in force meanwhile waits.

    Raises NotDraftError if it is in force, superseded or gone.
    """
    rows = PlanVersion.objects.select_for_update(of=("self",)).select_related("plan__network")
    version = rows.filter(pk=version_id).first()
    if version is None or not version.is_draft:
        raise NotDraftError(version)
    return version


def place(row: models.Model, siblings: models.QuerySet) -> None:
    """Give a new row the last place; an old one keeps the place it has now, whatever was read before."""
    if row._state.adding:
        last = siblings.aggregate(last=Max("order"))["last"]
        row.order = 0 if last is None else last + 1
    else:
        row.order = siblings.values_list("order", flat=True).get(pk=row.pk)


def reorder(siblings: Sequence[models.Model], order: Sequence[int]) -> None:
    """Put the rows whose ids are in `order` first and in that order; the others keep theirs, after."""
    by_pk = {row.pk: row for row in siblings}
    if unknown := [pk for pk in order if pk not in by_pk]:
        raise ValidationError(
            _("El orden nombra filas que ya no están aquí (%(ids)s). Vuelva a cargar la página."),
            params={"ids": ", ".join(map(str, unknown))},
        )
    wanted = [by_pk[pk] for pk in dict.fromkeys(order)]
    wanted += [row for row in siblings if row.pk not in set(order)]
    places = sorted(row.order for row in siblings)
    if len(set(places)) < len(places):
        places = list(range(len(places)))
    changed = []
    for row, position in zip(wanted, places, strict=True):
        if row.order != position:
            row.order = position
            changed.append(row)
    if changed:
        bulk_update_with_history(changed, type(changed[0]), ["order"])


def move(siblings: Sequence[models.Model], pk: int, direction: str) -> None:
    """Swap the row with the one before (`up`) or after (`down`); at the end nothing moves."""
    order = [row.pk for row in siblings]
    at = order.index(pk)
    to = at - 1 if direction == UP else at + 1
    if 0 <= to < len(order):
        order[at], order[to] = order[to], order[at]
        reorder(siblings, order)
