"""Moves activities and objectives of a draft to another place of its tree, with what is under them.

Lineages, weights and all that hangs on them stay; a code that the new eje already has gives way to the next one.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from simple_history.utils import bulk_update_with_history

from plans.models import Activity, Eje, Objective
from plans.pasting import free_code
from plans.services.base import reorder
from plans.services.tree import below, called, place_after, settle_family, siblings_of
from plans.services.undoing import draft_edit

MOVED = ["eje", "objective", "parent", "code", "order", "revision"]


@transaction.atomic
def activity_transfer(
    *,
    activity: Activity,
    eje: Eje,
    objective: Objective | None = None,
    parent: Activity | None = None,
    code: str = "",
    revision: int | None = None,
    order: Sequence[int] = (),
) -> Activity:
    """Move it, with its sub-activities, to the end of another list: of an eje, of an objective or under a parent.

    `code` is its new one, "" to keep its own or, where the eje has it already, take the next; those of its
    sub-activities follow it. `order` puts the new list in the order of these ids. A parent gives up its weight.
    ValidationError for a parent under the activity itself, or a place of another version; ConflictError if
    somebody saved it since `revision`.
    """
    label = _("Trasladar %(row)s a %(eje)s") % {"row": called(activity), "eje": called(eje)}
    with draft_edit(eje.version_id, label=label, ejes={activity.eje_id, eje.pk}, activities=[]):
        _check_place(activity, eje, objective, parent)
        activity.claim(activity.revision if revision is None else revision)
        rows = _parents_first([activity, *Activity.objects.filter(pk__in=below([activity.pk]))])
        for row in rows[1:]:
            row.revision += 1
        objective = parent.objective if parent else objective
        activity.parent = parent
        _carry(rows, eje, objective, code.strip())
        settle_family(activity)
        if order:
            reorder(siblings_of(activity), order)
    return activity


def _check_place(activity: Activity, eje: Eje, objective: Objective | None, parent: Activity | None) -> None:
    if activity.eje.version_id != eje.version_id:
        raise ValidationError(_("El lugar elegido es de otra versión."))
    if any(place is not None and place.eje_id != eje.pk for place in (objective, parent)):
        raise ValidationError(_("El lugar elegido ya no está en ese eje: vuelva a elegirlo."))
    if parent is not None and parent.pk in {activity.pk, *below([activity.pk])}:
        raise ValidationError(_("Una actividad no puede ir debajo de sí misma."))


def _carry(rows: list[Activity], eje: Eje, objective: Objective | None, code: str = "") -> None:
    """Put the rows, parents first, at the end of the eje, under the objective, with codes that it has not."""
    own = {row.pk for row in rows}
    used = set(Activity.objects.filter(eje=eje).exclude(pk__in=own).values_list("code", flat=True))
    if code in used:
        raise ValidationError({"code": _("Ya hay una actividad con ese código en el eje.")})
    last = Activity.objects.filter(eje=eje).aggregate(last=Max("order"))["last"]
    renamed: dict[str, str] = {}
    for position, row in enumerate(rows, start=0 if last is None else last + 1):
        row.eje, row.objective, row.order = eje, objective, position
        wanted = code if code and row is rows[0] else _following(row.code, renamed)
        if wanted in used:
            above = row.parent.code if row.parent_id else eje.code
            wanted = free_code(_beside(row, eje, own), f"{above}.1", used)
        if wanted != row.code:
            renamed[row.code] = wanted
            Activity.objects.filter(pk=row.pk).update(code=f"~{row.pk}")
        row.code = wanted
        row.clean_fields(exclude=["parent", "objective", "eje"])
        used.add(wanted)
    bulk_update_with_history(rows, Activity, MOVED, batch_size=500)


def _following(code: str, renamed: dict[str, str]) -> str:
    """b.5.1 is c.2.1 when b.5 became c.2."""
    for old, new in renamed.items():
        if code.startswith(f"{old}."):
            return f"{new}{code[len(old) :]}"
    return code


def _beside(row: Activity, eje: Eje, own: set[int]) -> list[str]:
    """The codes of the list it goes to, in order."""
    rows = Activity.objects.filter(eje=eje, parent=row.parent).exclude(pk__in=own)
    if row.parent_id is None:
        rows = rows.filter(objective=row.objective)
    return list(rows.order_by("order", "pk").values_list("code", flat=True))


@transaction.atomic
def objective_transfer(*, objective: Objective, eje: Eje, revision: int | None = None) -> Objective:
    """Move it with its activities to the end of another eje; the rest as `activity_transfer`."""
    label = _("Trasladar %(row)s a %(eje)s") % {"row": called(objective), "eje": called(eje)}
    with draft_edit(eje.version_id, label=label, ejes={objective.eje_id, eje.pk}, activities=[]):
        if objective.eje.version_id != eje.version_id:
            raise ValidationError(_("El lugar elegido es de otra versión."))
        objective.claim(objective.revision if revision is None else revision)
        last = Objective.objects.filter(eje=eje).aggregate(last=Max("order"))["last"]
        rows = _parents_first(list(Activity.objects.filter(objective=objective)))
        for row in rows:
            row.revision += 1
        objective.eje, objective.order = eje, 0 if last is None else last + 1
        objective.full_clean()
        objective.save()
        if rows:
            _carry(rows, eje, objective)
    return objective


def _parents_first(rows: list[Activity]) -> list[Activity]:
    """In the order of reading; `parent` of each is the very object of the list, when it is there."""
    rows = sorted(rows, key=lambda row: (row.order, row.pk))
    by_pk = {row.pk: row for row in rows}
    children: dict[int | None, list[Activity]] = {}
    for row in rows:
        if row.parent_id in by_pk:
            row.parent = by_pk[row.parent_id]
        children.setdefault(row.parent_id if row.parent_id in by_pk else None, []).append(row)
    ordered, waiting = [], list(reversed(children.get(None, [])))
    while waiting:
        row = waiting.pop()
        ordered.append(row)
        waiting += reversed(children.get(row.pk, []))
    return ordered


@transaction.atomic
def activity_indent(*, activity: Activity) -> Activity:
    """Make it the last sub-activity of the one above it in its list; the first of a list stays."""
    label = _("Meter %(row)s un nivel") % {"row": called(activity)}
    with draft_edit(activity.eje.version_id, label=label, ejes=[activity.eje_id], activities=[]):
        rows = siblings_of(activity)
        at = [row.pk for row in rows].index(activity.pk)
        if at == 0:
            return activity
        activity.claim(activity.revision)
        activity.parent = rows[at - 1]
        activity.objective = activity.parent.objective
        _carry([activity], activity.eje, activity.objective)
        settle_family(activity)
    return activity


@transaction.atomic
def activity_outdent(*, activity: Activity) -> Activity:
    """Take it out of its parent, to just after it; one that has no parent stays."""
    label = _("Sacar %(row)s un nivel") % {"row": called(activity)}
    with draft_edit(activity.eje.version_id, label=label, ejes=[activity.eje_id], activities=[]):
        above = activity.parent
        if above is None:
            return activity
        activity.claim(activity.revision)
        activity.parent = above.parent
        activity.objective = above.objective
        _carry([activity], activity.eje, activity.objective)
        settle_family(activity)
        place_after(activity, above)
    return activity
