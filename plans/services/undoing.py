"""The last steps of editing a draft: recorded as they are made, undone and done again.

Every service that writes the tree of a draft does so within `draft_edit`, which takes the draft's lock and keeps
what the rows it touches were before. Steps are undone from the last one backwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from simple_history.models import HistoricalRecords

from networks.models import Member, Network, User
from plans.models import EditStep, PlanVersion
from plans.services.base import draft_lock
from plans.services.snapshots import MissingRowsError, Patch, Snapshot, apply, difference, read_more, take

KEPT_STEPS = 30
LABEL_LENGTH = EditStep._meta.get_field("label").max_length
_recording: ContextVar[int | None] = ContextVar("recording", default=None)


@contextmanager
def draft_edit(
    version_id: int,
    *,
    label: str | Callable[[Network], str],
    ejes: Iterable[int] | None = None,
    activities: Iterable[int] | None = None,
) -> Iterator[PlanVersion]:
    """Lock the draft, let the block write its tree, and record what it did as one step.

    `label` says in Spanish what was done, «Eliminar a.3»; a function of the network where that needs its words.
    `ejes` are those whose objectives and activities the block may touch, None for all of them; the ejes' own rows,
    and whatever is under an eje that the block adds, are always included. `activities` are those whose details
    (deliverables, parties, members…) it may touch, None for all of those ejes; details of new ones are included.
    A block that changes nothing records nothing; one inside another is part of the outer step.

    Yields the version. Raises NotDraftError as `draft_lock`.
    """
    with transaction.atomic():
        version = draft_lock(version_id)
        if _recording.get() == version_id:
            yield version
            return
        ejes = None if ejes is None else set(ejes)
        activities = None if activities is None else set(activities)
        before = take(version_id, ejes, activities)
        token = _recording.set(version_id)
        try:
            yield version
        finally:
            _recording.reset(token)
        _record(version, label, difference(before, _taken_after(version_id, ejes, activities, before)))


def _taken_after(
    version_id: int, ejes: set[int] | None, activities: set[int] | None, before: Snapshot
) -> Snapshot:
    after = take(version_id, ejes, activities)
    new_ejes = after.rows["eje"].keys() - before.rows["eje"].keys() if ejes is not None else set()
    read_more(after, new_ejes, ())
    if new_ejes or activities is not None:
        read_more(after, (), after.rows["activity"].keys() - before.rows["activity"].keys())
    return after


def _record(version: PlanVersion, label: str | Callable[[Network], str], patch: Patch) -> None:
    if not patch:
        return
    version.steps.filter(undone_at__isnull=False).delete()
    text = label if isinstance(label, str) else label(version.plan.network)
    text = text if len(text) <= LABEL_LENGTH else f"{text[: LABEL_LENGTH - 1]}…"
    version.steps.create(label=text, made_by=_person(), before=patch.pack())
    old = version.steps.order_by("-pk").values_list("pk", flat=True)[KEPT_STEPS : KEPT_STEPS + 50]
    version.steps.filter(pk__in=list(old)).delete()


def _person() -> User | None:
    """Who is signed in, as the history knows it; nobody for a command."""
    request = getattr(HistoricalRecords.context, "request", None)
    user = getattr(request, "user", None)
    return user if user is not None and user.is_authenticated else None


def last_step(version: PlanVersion) -> EditStep | None:
    """The step that `step_undo` would undo."""
    return version.steps.filter(undone_at=None).defer("before", "after").order_by("-pk").first()


def next_step(version: PlanVersion) -> EditStep | None:
    """The undone step that `step_redo` would do again."""
    return version.steps.filter(undone_at__isnull=False).defer("before", "after").order_by("pk").first()


@transaction.atomic
def step_undo(*, version: PlanVersion, step: int | None = None) -> EditStep:
    """Undo the draft's last step. `step` is the id of the one the person saw, None for whichever is last.

    ValidationError when there is none, when it is not the last any more, or when something it needs is gone.
    """
    draft_lock(version.pk)
    found = _expected(last_step(version), step, _("No hay nada que deshacer."))
    found.after = _apply(found, found.before, version).pack()
    found.undone_at = timezone.now()
    found.save(update_fields=["after", "undone_at"])
    return found


@transaction.atomic
def step_redo(*, version: PlanVersion, step: int | None = None) -> EditStep:
    """Do the step undone last again; `step` and refusals as in `step_undo`."""
    draft_lock(version.pk)
    found = _expected(next_step(version), step, _("No hay nada que rehacer."))
    found.before = _apply(found, found.after, version).pack()
    found.after, found.undone_at = None, None
    found.save(update_fields=["before", "after", "undone_at"])
    return found


def _expected(found: EditStep | None, step: int | None, nothing: str) -> EditStep:
    if found is None:
        raise ValidationError(nothing)
    if step is not None and found.pk != step:
        raise ValidationError(_("Entretanto hubo otro cambio: revise cuál es el último antes de seguir."))
    return found


def _apply(step: EditStep, packed: bytes, version: PlanVersion) -> Patch:
    try:
        with transaction.atomic():
            return apply(Patch.unpack(packed), version)
    except MissingRowsError as error:
        if error.model is Member:
            message = _("No se puede con «%(label)s»: nombra a una integrante que ya no está en la red.")
        else:
            message = _("No se puede con «%(label)s»: nombra algo que ya no existe (%(what)s).")
        words = {"label": step.label, "what": error.model._meta.verbose_name}
        raise ValidationError(message % words) from None
