"""Writes the lines that somebody pasted as activities of a draft."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from plans.models import Activity, Concern, Eje, Objective
from plans.pasting import MOST_LINES, PastedLine
from plans.services.tree import settle_family
from plans.services.undoing import draft_edit


@transaction.atomic
def activities_paste(
    *, eje: Eje, lines: Sequence[PastedLine], objective: Objective | None = None
) -> list[Activity]:
    """Add the activities that `plans.pasting.read_pasted` read, at the end of their lists, as one step.

    `objective` is that of the first level. All or none: ValidationError names each line that cannot be added.
    """
    _check(lines)
    label = _("Pegar %(n)s líneas en %(eje)s") % {"n": len(lines), "eje": eje.code}
    with draft_edit(eje.version_id, label=label, ejes=[eje.pk], activities=[]):
        there = {row.code: row for row in Activity.objects.filter(eje=eje)}
        rows = _build(eje, lines, objective, there)
        for line in _by_level(lines):
            bulk_create_with_history([rows[each.number] for each in line], Activity, batch_size=500)
        for code in {line.parent_code for line in lines if line.parent_code}:
            settle_family(Activity.objects.filter(parent=there[code]).first())
    return list(rows.values())


def _check(lines: Sequence[PastedLine]) -> None:
    if not lines:
        raise ValidationError(_("No hay ninguna línea con texto."))
    if len(lines) > MOST_LINES:
        words = {"n": len(lines), "most": MOST_LINES}
        raise ValidationError(_("Son %(n)s líneas: pegue como mucho %(most)s cada vez.") % words)
    told = _("Línea %(number)s: %(error)s")
    wrong = [told % {"number": line.number, "error": error} for line in lines for error in line.errors]
    if wrong:
        raise ValidationError(wrong)


def _build(
    eje: Eje, lines: Sequence[PastedLine], objective: Objective | None, there: dict[str, Activity]
) -> dict[int, Activity]:
    """Each line as an activity that is not saved yet, by the number of its line."""
    last = Activity.objects.filter(eje=eje).aggregate(last=Max("order"))["last"]
    rows: dict[int, Activity] = {}
    for order, line in enumerate(lines, start=0 if last is None else last + 1):
        if line.code in there or (line.parent_code and line.parent_code not in there):
            raise ValidationError(_("Alguien cambió la lista entretanto. Vea de nuevo qué se hará."))
        parent = rows[line.above.number] if line.above else there.get(line.parent_code)
        rows[line.number] = row = Activity(
            eje=eje,
            parent=parent,
            objective=parent.objective if parent else objective,
            code=line.code,
            title=line.title,
            order=order,
            weight=None if line.groups else line.weight,
            concerns=parent.concerns if parent else Concern.EVERY_MEMBER,
            deadline_text=line.deadline.text,
            deadline_start_on=line.deadline.start,
            deadline_end_on=line.deadline.end,
            deadline_precision=line.deadline.precision,
        )
        row.clean_fields(exclude=["parent", "objective", "eje"])
    return rows


def _by_level(lines: Sequence[PastedLine]) -> list[list[PastedLine]]:
    """What is above is saved before what goes under it."""
    levels: dict[int, list[PastedLine]] = {}
    for line in lines:
        levels.setdefault(line.level, []).append(line)
    return [levels[level] for level in sorted(levels)]
