"""What is read of an agenda: its points, and the activities of the plan that a point may concern."""

from __future__ import annotations

import datetime
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from monitoring.models import AgendaItem, AgendaItemActivity, Meeting
from monitoring.selectors.scheduled import ruling_versions, schedules
from networks.models import Network
from plans.models import Activity, PlanVersion


@dataclass(frozen=True, slots=True)
class ActivityChoice:
    lineage: uuid.UUID
    version: PlanVersion
    code: str
    title: str

    @property
    def label(self) -> str:
        return f"{self.code} {self.title}".strip()


@dataclass(frozen=True, slots=True)
class ActivityGroup:
    """The activities of an eje; with more than one plan, `name` says which."""

    name: str
    choices: tuple[ActivityChoice, ...]


def activity_groups(network: Network, day: datetime.date) -> list[ActivityGroup]:
    """The activities of the versions in force on the day, eje by eje, in a constant number of queries."""
    found = schedules(ruling_versions([network], day))
    groups = []
    for schedule in found:
        for eje in schedule.ejes:
            name = (
                f"{eje.code}. {eje.title}"
                if len(found) == 1
                else f"{schedule.plan.title} · {eje.code}. {eje.title}"
            )
            choices = tuple(
                ActivityChoice(one.lineage, schedule.version, one.code, one.title) for one in eje.walk()
            )
            if choices:
                groups.append(ActivityGroup(name, choices))
    return groups


def activity_titles(rows: Iterable[AgendaItemActivity]) -> dict[tuple[uuid.UUID, int], ActivityChoice]:
    """What each ticked activity is called in the version in which it was ticked, by (lineage, version id)."""
    rows = list(rows)
    if not rows:
        return {}
    named = Activity.objects.filter(
        lineage__in={row.activity_lineage for row in rows}, eje__version__in={row.version_id for row in rows}
    ).select_related("eje__version__plan")
    return {
        (one.lineage, one.eje.version_id): ActivityChoice(one.lineage, one.eje.version, one.code, one.title)
        for one in named
    }


def agenda_of(meeting: Meeting) -> list[AgendaItem]:
    """The points in their order, each with its `concerned` activities, in a constant number of queries."""
    items = list(
        meeting.agenda.select_related("carried_from__meeting", "acta__meeting")
        .prefetch_related("functions", "activities", "carried_to__meeting")
        .order_by("order", "pk")
    )
    titles = activity_titles(row for item in items for row in item.activities.all())
    for item in items:
        keys = ((row.activity_lineage, row.version_id) for row in item.activities.all())
        item.concerned = [titles[key] for key in keys if key in titles]
    return items


@dataclass(frozen=True)
class Spoken:
    """A session that spoke of an activity, and its points about it."""

    meeting: Meeting
    items: list[AgendaItem]


def sessions_about(network: Network, lineage: uuid.UUID) -> list[Spoken]:
    """The sessions, newest first, with a point that concerns the activity, in one query."""
    items = AgendaItem.objects.filter(meeting__network=network, activities__activity_lineage=lineage)
    found: dict[Meeting, list[AgendaItem]] = defaultdict(list)
    for item in items.select_related("meeting").order_by("order", "pk"):
        found[item.meeting].append(item)
    return [Spoken(meeting, found[meeting]) for meeting in sorted(found, key=lambda one: one.on, reverse=True)]


def lineages_in(groups: Collection[ActivityGroup]) -> dict[str, ActivityChoice]:
    """By the text a form posts."""
    return {str(choice.lineage): choice for group in groups for choice in group.choices}
