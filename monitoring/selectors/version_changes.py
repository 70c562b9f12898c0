"""What a version put in force in the middle of a period changed of what is owed in it.

Nothing is destroyed: an entry whose activity the new version dropped is kept, and told here apart.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from monitoring.models import ComplianceEntry
from monitoring.selectors.obligations import Cells
from monitoring.selectors.records import EntryRow
from monitoring.selectors.summing import NetworkRollup, Obligation
from networks.models import Member
from plans.models import Activity, Concern, PlanVersion

Asked = tuple[uuid.UUID, str]


@dataclass(frozen=True, slots=True)
class DroppedEntry:
    """An entry that is not owed (any more), in any state; `code` and `title` are those it was written under."""

    entry: EntryRow
    member: Member | None
    code: str
    title: str
    reason: str


class VersionChanges:
    """Of some networks in some periods; three queries at most, none where no version changed inside its period."""

    def __init__(self, rolled: Iterable[NetworkRollup]) -> None:
        changed = {
            (plan.plan.pk, found.period.start_on): plan.version
            for found in rolled
            for plan in found.plans
            if plan.version.in_force_from_on > found.period.start_on
        }
        before = _ruling_before(changed)
        asked = _asked_by(set(before.values()))
        self._before = {key: asked.get(version, {}) for key, version in before.items()}

    def new_in(self, owed: Obligation, period_start: datetime.date) -> int | None:
        """The number of the version that first asks for it, where that came into force inside the period."""
        before = self._before.get((owed.plan.pk, period_start))
        if before is None or _asked(before.get(owed.activity.lineage), owed.member_id):
            return None
        return owed.version.number


def _ruling_before(changed: dict[tuple[int, datetime.date], PlanVersion]) -> dict[tuple, int]:
    """The version that ruled each plan on the period's first day, by the same keys; a plan's first has none."""
    if not changed:
        return {}
    rows = PlanVersion.objects.agreed().filter(plan__in={plan for plan, _ in changed})
    rows = list(rows.order_by("-in_force_from_on", "-number").values_list("pk", "plan_id", "in_force_from_on"))
    found = {}
    for plan, start in changed:
        ruling = next((pk for pk, owner, since in rows if owner == plan and since <= start), None)
        if ruling is not None:
            found[plan, start] = ruling
    return found


def _asked_by(versions: set[int]) -> dict[int, dict[uuid.UUID, tuple[str, set[int]]]]:
    """Whom each activity of these versions concerned: its words, and the chosen members."""
    found: dict[int, dict[uuid.UUID, tuple[str, set[int]]]] = {pk: {} for pk in versions}
    if not versions:
        return found
    rows = Activity.objects.filter(eje__version__in=versions).order_by()
    for version, lineage, concerns, member in rows.values_list(
        "eje__version_id", "lineage", "concerns", "members__pk"
    ):
        found[version].setdefault(lineage, (concerns, set()))[1].add(member)
    return found


def _asked(before: tuple[str, set[int]] | None, member: int | None) -> bool:
    if before is None:
        return False
    concerns, chosen = before
    if concerns == Concern.NETWORK or member is None:
        return concerns == Concern.NETWORK and member is None
    return concerns == Concern.EVERY_MEMBER or member in chosen


# -- what is not owed any more --------------------------------------------------------------------------------


def dropped_entries(rolled: Iterable[NetworkRollup], entries: dict[int, Cells]) -> dict[int, list[DroppedEntry]]:
    """Of these entries, as `entries_of` reads them, those not owed; by the period's id."""
    unowed = {}
    for found in rolled:
        for row in entries[found.period.pk].values():
            if not found.owes(*row.at) and not _is_networks_own(found, row):
                unowed[row.pk] = (found, row)
    titles = _titles(unowed) if unowed else {}
    grouped: dict[int, list[DroppedEntry]] = {}
    for pk, (found, row) in unowed.items():
        plan_id, number, code, title = titles[pk]
        reason = _reason(found, row, plan_id, number)
        dropped = DroppedEntry(row, found.members.get(row.member_id), code or "", title or "", reason)
        grouped.setdefault(found.period.pk, []).append(dropped)
    return grouped


def _is_networks_own(rolled: NetworkRollup, row: EntryRow) -> bool:
    """The network's own record of what its members owe is nobody's obligation, and stays."""
    return row.member_id is None and row.activity_lineage in rolled.by_lineage


def _titles(unowed: dict) -> dict[int, tuple[int, int, str | None, str | None]]:
    written_under = Activity.objects.filter(lineage=OuterRef("activity_lineage"), eje__version=OuterRef("version"))
    rows = ComplianceEntry.objects.filter(pk__in=list(unowed)).annotate(
        code=Subquery(written_under.values("code")[:1]), title=Subquery(written_under.values("title")[:1])
    )
    return {
        pk: tuple(words)
        for pk, *words in rows.values_list("pk", "version__plan_id", "version__number", "code", "title")
    }


def _reason(rolled: NetworkRollup, row: EntryRow, plan_id: int, number: int) -> str:
    """Why it is not asked for: `number` is the version it was written under."""
    ruling = next((plan.version.number for plan in rolled.plans if plan.plan.pk == plan_id), None)
    activity = rolled.by_lineage.get(row.activity_lineage)
    if ruling is None:
        return _("ya no se pide: su plan no rige al final del periodo")
    said = {"number": ruling}
    if activity is None:
        return _("ya no se pide: la versión %(number)s la quitó") % said
    if ruling == number:
        return _("no se pide en este periodo")
    if activity.due_in(rolled.period.start_on, rolled.period.end_on, row.member_id):
        return _("ya no se pide: la versión %(number)s la encarga a otras") % said
    return _("ya no se pide en este periodo: la versión %(number)s le cambió las fechas") % said
