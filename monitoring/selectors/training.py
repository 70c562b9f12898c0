"""What the courses of a network say of an indicator: a figure proposed beside the one that is reported.

Each fact counts on its own day, so that periods add: a person is enrolled when her course begins, attends on the
day she first comes, and completes when the course ends; an hour counts on its session's day.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q

from monitoring.models import Period
from monitoring.models.training import Counting, TrainingFeed
from networks.completion import NOTHING, Taking, tally_between
from networks.days import local_today
from networks.models import Course, CourseMeeting, Member, Network
from networks.selectors.courses import sex_words, takings, with_sessions
from plans.models import Indicator, VersionStatus


@dataclass(frozen=True, slots=True)
class Fed:
    """`number` None: no course of the period says anything of it. `unrecorded`: persons of whom it is not yet
    known whether they completed.
    """

    feed: TrainingFeed
    number: Decimal | None
    unrecorded: int = 0

    @property
    def words(self) -> str:
        """What is counted: «personas que concluyeron · Derechos humanos · mujeres»."""
        parts = [self.feed.get_counting_display(), self.feed.topic and self.feed.topic.name]
        return " · ".join(str(part) for part in [*parts, self.feed.sex and sex_words()[self.feed.sex]] if part)

    def difference(self, reported: Decimal | None) -> Decimal | None:
        """By how much a reported figure is off; None where there is nothing to compare, or they agree."""
        if reported is None or self.number is None or reported == self.number:
            return None
        return abs(reported - self.number)


@dataclass(frozen=True, slots=True)
class _Facts:
    """The courses of a period, everybody's part in them and their sessions of the period, as (course, hours)."""

    courses: Sequence[Course]
    rows: Sequence[Taking]
    sessions: Sequence[tuple[int, Decimal]]
    first: datetime.date
    last: datetime.date


def fed_figures(
    network: Network, period: Period, lineages: Collection[uuid.UUID], member: Member | None = None
) -> dict[uuid.UUID, Fed]:
    """By indicator: of one member's people, or of everybody. One query where nothing is fed, else four."""
    feeds = TrainingFeed.objects.filter(network=network, indicator_lineage__in=list(lineages))
    feeds = list(feeds.select_related("topic"))
    if not feeds:
        return {}
    facts = _facts(network, period)
    return {feed.indicator_lineage: _fed(feed, facts, member) for feed in feeds}


def _facts(network: Network, period: Period) -> _Facts:
    today = local_today(network)
    span = (period.start_on, min(period.end_on, today))
    there = CourseMeeting.objects.filter(course__network=network, held_on__range=span)
    near = Course.objects.filter(network=network).filter(
        Q(pk__in=there.values("course")) | Q(starts_on__range=span)
    )
    courses = list(with_sessions(near, today).order_by("pk"))
    sessions = list(there.values_list("course_id", "hours"))
    return _Facts(courses, takings(courses, today), sessions, *span)


def _fed(feed: TrainingFeed, facts: _Facts, member: Member | None) -> Fed:
    courses = {course.pk for course in facts.courses if feed.topic_id in (None, course.topic_id)}
    rows = [row for row in facts.rows if row.course in courses and feed.sex in ("", row.sex)]
    if member is not None:
        rows = [row for row in rows if row.unit == member.pk]
        courses &= {row.course for row in rows}
    if not courses:
        return Fed(feed, None)
    if feed.counting == Counting.HOURS:
        return Fed(feed, sum((hours for course, hours in facts.sessions if course in courses), NOTHING))
    if feed.counting == Counting.COURSES:
        ended = [one for one in facts.courses if one.pk in courses and one.last_on]
        return Fed(feed, Decimal(sum(facts.first <= one.last_on <= facts.last for one in ended)))
    tally = tally_between(rows, facts.first, facts.last)
    number = {
        Counting.ENROLLED: tally.enrolled,
        Counting.ATTENDED: tally.attended,
        Counting.COMPLETED: tally.completed,
    }[Counting(feed.counting)]
    unrecorded = tally.unrecorded if feed.counting == Counting.COMPLETED else 0
    return Fed(feed, Decimal(number), unrecorded)


# -- the feeds of a network -----------------------------------------------------------------------------------


def indicators_to_feed(network: Network) -> list[Indicator]:
    """Those in numbers of the plans in force, in the plan's order."""
    rows = Indicator.objects.filter(
        is_numeric=True,
        activity__eje__version__plan__network=network,
        activity__eje__version__status=VersionStatus.IN_FORCE,
    ).select_related("activity__eje__version__plan")
    order = ("activity__eje__version__plan", "activity__eje__order", "activity__order", "order", "pk")
    return list(rows.order_by(*order))
