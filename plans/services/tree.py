"""Writes ejes, objectives and activities of a draft.

Every service takes the draft's lock, so edits of one draft come one after another, and records a step that can be
undone; `revision` is the one the
person read, compared inside the UPDATE: ConflictError if somebody saved the row since. NotDraftError if it is no
draft.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from simple_history.utils import bulk_update_with_history

from networks.models import MandatedFunction, Member, Network
from plans.deadlines import parse
from plans.models import Activity, Concern, Deliverable, Eje, MemberDeadline, Objective, PlanVersion, Theme
from plans.services.base import move, place, reorder
from plans.services.undoing import draft_edit


def called(row: Eje | Objective | Activity) -> str:
    """How a step names the row: its code, else its title cut short."""
    if row.code:
        return row.code
    return row.title if len(row.title) <= 40 else f"{row.title[:39]}…"


def saving(row: models.Model) -> str:
    """The name of the step that saves it."""
    text = _("Añadir %(row)s") if row._state.adding else _("Cambiar %(row)s")
    return text % {"row": called(row)}


def deleting(row: models.Model) -> str:
    return _("Eliminar %(row)s") % {"row": called(row)}


def moving(row: models.Model) -> str:
    return _("Mover %(row)s") % {"row": called(row)}


def _of_eje(text: str, eje: Eje) -> Callable[[Network], str]:
    """«Eliminar eje II»: a code alone would not say of what."""
    code = eje.code
    return lambda network: text % {"row": f"{network.eje_word} {code}"}


def _claim(row: models.Model, revision: int | None) -> None:
    if not row._state.adding:
        row.claim(row.revision if revision is None else revision)


@transaction.atomic
def eje_save(*, eje: Eje, revision: int | None = None, functions: Iterable[MandatedFunction] | None = None) -> Eje:
    """Add or change an eje; `functions` are those of the norm it answers to, None leaves them."""
    text = _("Añadir %(row)s") if eje._state.adding else _("Cambiar %(row)s")
    with draft_edit(eje.version_id, label=_of_eje(text, eje), ejes=[]):
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
    with draft_edit(eje.version_id, label=_of_eje(_("Eliminar %(row)s"), eje), ejes=[eje.pk]):
        _claim(eje, revision)
        eje.delete()


@transaction.atomic
def eje_move(*, eje: Eje, direction: str) -> None:
    """Swap it with its neighbour: `direction` is `up` or `down`."""
    with draft_edit(eje.version_id, label=_of_eje(_("Mover %(row)s"), eje), ejes=[]):
        move(list(Eje.objects.filter(version_id=eje.version_id).order_by("order", "pk")), eje.pk, direction)


@transaction.atomic
def eje_sort(*, version: PlanVersion, order: Sequence[int]) -> None:
    """Put the version's ejes in the order of these ids."""

    def label(network: Network) -> str:
        return _("Ordenar los %(words)s") % {"words": network.eje_word_plural}

    with draft_edit(version.pk, label=label, ejes=[]):
        reorder(list(Eje.objects.filter(version=version).order_by("order", "pk")), order)


@transaction.atomic
def objective_save(*, objective: Objective, revision: int | None = None) -> Objective:
    with draft_edit(objective.eje.version_id, label=saving(objective), ejes=[objective.eje_id], activities=[]):
        _claim(objective, revision)
        place(objective, Objective.objects.filter(eje_id=objective.eje_id))
        objective.full_clean()
        objective.save()
    return objective


@transaction.atomic
def objective_delete(*, objective: Objective, revision: int | None = None) -> None:
    """Delete it; its activities stay in the eje, under no objective."""
    with draft_edit(objective.eje.version_id, label=deleting(objective), ejes=[objective.eje_id], activities=[]):
        _claim(objective, revision)
        orphans = list(Activity.objects.filter(objective=objective))
        for activity in orphans:
            activity.objective = None
        if orphans:
            bulk_update_with_history(orphans, Activity, ["objective"])
        objective.delete()


@transaction.atomic
def objective_move(*, objective: Objective, direction: str) -> None:
    with draft_edit(objective.eje.version_id, label=moving(objective), ejes=[objective.eje_id], activities=[]):
        siblings = Objective.objects.filter(eje_id=objective.eje_id).order_by("order", "pk")
        move(list(siblings), objective.pk, direction)


@transaction.atomic
def objective_sort(*, eje: Eje, order: Sequence[int]) -> None:
    with draft_edit(eje.version_id, label=_of_eje(_("Ordenar %(row)s"), eje), ejes=[eje.pk], activities=[]):
        reorder(list(Objective.objects.filter(eje=eje).order_by("order", "pk")), order)


@transaction.atomic
def activity_save(
    *,
    activity: Activity,
    revision: int | None = None,
    members: Iterable[Member] | None = None,
    themes: Iterable[Theme] | None = None,
    saved: Sequence[models.Model] = (),
    removed: Sequence[models.Model] = (),
    after: Activity | None = None,
) -> Activity:
    """Add or change an activity with what hangs on it.

    `members` are those it concerns when it concerns some (None leaves them, and `themes`); `saved` and `removed`
    are its deliverables, verifications, parties, indicators and members' own dates. Deadlines whose words changed
    are read again with the plan's first year. Under a parent it takes the parent's objective; the parent, which
    now only groups, loses its weight. A new one takes the last place, or the one after its sibling `after`.
    """
    own = [] if activity._state.adding else [activity.pk]
    where = {"ejes": [activity.eje_id], "activities": own}
    with draft_edit(activity.eje.version_id, label=saving(activity), **where) as version:
        year = version.plan.first_year
        _claim(activity, revision)
        place(activity, Activity.objects.filter(eje_id=activity.eje_id))
        _check_parent(activity)
        _read_deadline(activity, year)
        if activity.parent_id:
            activity.objective_id = activity.parent.objective_id
        if activity.pk and activity.children.exists():
            activity.weight = None
        activity.full_clean()
        activity.save()
        settle_family(activity)
        if members is not None:
            activity.members.set(members if activity.concerns == Concern.SOME_MEMBERS else [])
        if themes is not None:
            activity.themes.set(themes)
        _save_details(activity, saved, removed, year)
        if after is not None:
            place_after(activity, after)
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


def below(activities: list[int]) -> list[int]:
    """The ids of all that is under these activities."""
    found: list[int] = []
    while activities:
        activities = list(Activity.objects.filter(parent__in=activities).values_list("pk", flat=True))
        found += activities
    return found


def settle_family(activity: Activity) -> None:
    """The parent gives up its weight; what is under the activity follows it to its objective."""
    parent = Activity.objects.filter(pk=activity.parent_id, weight__isnull=False).first()
    if parent:
        parent.weight = None
        parent.revision += 1
        bulk_update_with_history([parent], Activity, ["weight", "revision"])
    under = Activity.objects.filter(pk__in=below([activity.pk]))
    followers = [child for child in under if child.objective_id != activity.objective_id]
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
    going = [activity.pk, *below([activity.pk])]
    with draft_edit(activity.eje.version_id, label=deleting(activity), ejes=[activity.eje_id], activities=going):
        _claim(activity, revision)
        activity.delete()


def siblings_of(activity: Activity) -> list[Activity]:
    """The activities of its list, itself among them, in order."""
    rows = Activity.objects.filter(eje_id=activity.eje_id, parent_id=activity.parent_id)
    if activity.parent_id is None:
        rows = rows.filter(objective_id=activity.objective_id)
    return list(rows.order_by("order", "pk"))


def place_after(activity: Activity, sibling: Activity) -> None:
    """Put it just after its sibling; of another list than the sibling's, it stays where it is."""
    rows = siblings_of(activity)
    order = [row.pk for row in rows if row.pk != activity.pk]
    if sibling.pk in order:
        order.insert(order.index(sibling.pk) + 1, activity.pk)
        reorder(rows, order)


@transaction.atomic
def activity_move(*, activity: Activity, direction: str) -> None:
    """Swap it with its neighbour under the same parent or objective."""
    with draft_edit(activity.eje.version_id, label=moving(activity), ejes=[activity.eje_id], activities=[]):
        move(siblings_of(activity), activity.pk, direction)


@transaction.atomic
def activity_sort(*, eje: Eje, order: Sequence[int]) -> None:
    """Put the activities of one list (same parent, or same objective) in the order of these ids."""
    with draft_edit(eje.version_id, label=_of_eje(_("Ordenar %(row)s"), eje), ejes=[eje.pk], activities=[]):
        first = Activity.objects.filter(eje=eje, pk__in=list(order)[:1]).first()
        reorder(siblings_of(first) if first else [], order)
