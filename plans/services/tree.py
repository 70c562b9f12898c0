"""Writes ejes, objectives and activities of a draft.

Every service takes the draft's lock, so edits of one draft come one after another; `revision` is the one the
person read, compared inside the UPDATE: ConflictError if somebody saved the row since. NotDraftError if it is no
draft.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from simple_history.utils import bulk_update_with_history

from networks.models import MandatedFunction, Member
from plans.deadlines import parse
from plans.models import Activity, Concern, Deliverable, Eje, MemberDeadline, Objective, PlanVersion
from plans.services.base import draft_lock, move, place, reorder


def _claim(row: models.Model, revision: int | None) -> None:
    if not row._state.adding:
        row.claim(row.revision if revision is None else revision)


@transaction.atomic
def eje_save(*, eje: Eje, revision: int | None = None, functions: Iterable[MandatedFunction] | None = None) -> Eje:
    """Add or change an eje; `functions` are those of the norm it answers to, None leaves them."""
    draft_lock(eje.version_id)
    _claim(eje, revision)
    place(eje, Eje.objects.filter(version_id=eje.version_id))
    eje.full_clean()
    eje.save()
    if functions is not None:
        eje.functions.set(functions)
    return eje


@transaction.atomic
def eje_delete(*, eje: Eje, revision: int | None = None) -> None:
    """Delete it with all that is under it."""
    draft_lock(eje.version_id)
    _claim(eje, revision)
    eje.delete()


@transaction.atomic
def eje_move(*, eje: Eje, direction: str) -> None:
    """Swap it with its neighbour: `direction` is `up` or `down`."""
    draft_lock(eje.version_id)
    move(list(Eje.objects.filter(version_id=eje.version_id).order_by("order", "pk")), eje.pk, direction)


@transaction.atomic
def eje_sort(*, version: PlanVersion, order: Sequence[int]) -> None:
    """Put the version's ejes in the order of these ids."""
    draft_lock(version.pk)
    reorder(list(Eje.objects.filter(version=version).order_by("order", "pk")), order)


@transaction.atomic
def objective_save(*, objective: Objective, revision: int | None = None) -> Objective:
    draft_lock(objective.eje.version_id)
    _claim(objective, revision)
    place(objective, Objective.objects.filter(eje_id=objective.eje_id))
    objective.full_clean()
    objective.save()
    return objective


@transaction.atomic
def objective_delete(*, objective: Objective, revision: int | None = None) -> None:
    """Delete it; its activities stay in the eje, under no objective."""
    draft_lock(objective.eje.version_id)
    _claim(objective, revision)
    orphans = list(Activity.objects.filter(objective=objective))
    for activity in orphans:
        activity.objective = None
    if orphans:
        bulk_update_with_history(orphans, Activity, ["objective"])
    objective.delete()


@transaction.atomic
def objective_move(*, objective: Objective, direction: str) -> None:
    draft_lock(objective.eje.version_id)
    move(list(Objective.objects.filter(eje_id=objective.eje_id).order_by("order", "pk")), objective.pk, direction)


@transaction.atomic
def objective_sort(*, eje: Eje, order: Sequence[int]) -> None:
    draft_lock(eje.version_id)
    reorder(list(Objective.objects.filter(eje=eje).order_by("order", "pk")), order)


@transaction.atomic
def activity_save(
    *,
    activity: Activity,
    revision: int | None = None,
    members: Iterable[Member] | None = None,
    saved: Sequence[models.Model] = (),
    removed: Sequence[models.Model] = (),
) -> Activity:
    """Add or change an activity with what hangs on it.

    `members` are those it concerns when it concerns some (None leaves them); `saved` and `removed` are its
    deliverables, verifications, parties, indicators and members' own dates. Deadlines whose words changed are read
    again with the plan's first year. Under a parent it takes the parent's objective; the parent, which now only
    groups, loses its weight.
    """
    version = draft_lock(activity.eje.version_id)
    _claim(activity, revision)
    place(activity, Activity.objects.filter(eje_id=activity.eje_id))
    _check_parent(activity)
    _read_deadline(activity, version.plan.first_year)
    if activity.parent_id:
        activity.objective_id = activity.parent.objective_id
    if activity.pk and activity.children.exists():
        activity.weight = None
    activity.full_clean()
    activity.save()
    _settle_family(activity)
    if members is not None:
        activity.members.set(members if activity.concerns == Concern.SOME_MEMBERS else [])
    _save_details(activity, saved, removed, version.plan.first_year)
    return activity


def _check_parent(activity: Activity) -> None:
    """Refuse a parent that is the activity itself or stands under it."""
    parents = dict(Activity.objects.filter(eje_id=activity.eje_id).values_list("pk", "parent_id"))
    above = activity.parent_id
    while above is not None:
        if above == activity.pk:
            message = _("Esa actividad está debajo de esta: elija otra de la que sea sub-actividad.")
            raise ValidationError({"parent": message})
        above = parents.get(above)


def _read_deadline(row: Activity | Deliverable | MemberDeadline, year: int) -> None:
    """Read the words into dates when they are new; dates given to unchanged words stay."""
    before = None
    if row.pk:
        before = type(row).objects.values_list("deadline_text", flat=True).filter(pk=row.pk).first()
    if row.deadline_text == before:
        return
    deadline = parse(row.deadline_text, year)
    row.deadline_start_on, row.deadline_end_on = deadline.start, deadline.end
    row.deadline_precision = deadline.precision


def _settle_family(activity: Activity) -> None:
    """The parent gives up its weight; what is under the activity follows it to its objective."""
    parent = Activity.objects.filter(pk=activity.parent_id, weight__isnull=False).first()
    if parent:
        parent.weight = None
        parent.revision += 1
        bulk_update_with_history([parent], Activity, ["weight", "revision"])
    below, followers = [activity.pk], []
    while below:
        children = list(Activity.objects.filter(parent__in=below))
        followers += [child for child in children if child.objective_id != activity.objective_id]
        below = [child.pk for child in children]
    for child in followers:
        child.objective_id = activity.objective_id
    if followers:
        bulk_update_with_history(followers, Activity, ["objective"])


def _save_details(
    activity: Activity, saved: Sequence[models.Model], removed: Sequence[models.Model], year: int
) -> None:
    for row in saved:
        row.activity = activity
        if isinstance(row, Deliverable | MemberDeadline):
            _read_deadline(row, year)
        if row._state.adding and hasattr(row, "order"):
            place(row, type(row).objects.filter(activity=activity))
        row.full_clean()
        row.save()
    for row in removed:
        row.delete()


@transaction.atomic
def activity_delete(*, activity: Activity, revision: int | None = None) -> None:
    """Delete it with its sub-activities and all that hangs on them."""
    draft_lock(activity.eje.version_id)
    _claim(activity, revision)
    activity.delete()


def _siblings(activity: Activity) -> list[Activity]:
    rows = Activity.objects.filter(eje_id=activity.eje_id, parent_id=activity.parent_id)
    if activity.parent_id is None:
        rows = rows.filter(objective_id=activity.objective_id)
    return list(rows.order_by("order", "pk"))


@transaction.atomic
def activity_move(*, activity: Activity, direction: str) -> None:
    """Swap it with its neighbour under the same parent or objective."""
    draft_lock(activity.eje.version_id)
    move(_siblings(activity), activity.pk, direction)


@transaction.atomic
def activity_sort(*, eje: Eje, order: Sequence[int]) -> None:
    """Put the activities of one list (same parent, or same objective) in the order of these ids."""
    draft_lock(eje.version_id)
    first = Activity.objects.filter(eje=eje, pk__in=list(order)[:1]).first()
    reorder(_siblings(first) if first else [], order)
