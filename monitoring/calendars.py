"""The deadlines that concern a person and the sessions of her networks, as a calendar that her own calendar
program subscribes to (RFC 5545)."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Iterator, Sequence

from django.db.models import Max
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from monitoring.cronograma import members_by_network, scope_of
from monitoring.meeting_ics import session_event
from monitoring.models import Meeting
from monitoring.schedule import Block, activity_url, blocks_of, when
from monitoring.selectors.scheduled import ruling_versions, schedules
from networks.models import Member, User
from plans.deadlines import Deadline

READ_AGAIN = datetime.timedelta(hours=6)
ONE_DAY = datetime.timedelta(days=1)
# Older sessions are history, not something to come to.
SESSIONS_SINCE = datetime.timedelta(days=400)


def calendar_of(user: User, today: datetime.date, absolute: Callable[[str], str]) -> bytes:
    """The plans that rule on the day in her networks: for a técnica what concerns her members, else everything.

    `absolute` makes whole addresses of paths. Whoever may not enter, or has no network, gets an empty calendar.
    """
    calendar = _empty()
    versions = ruling_versions(user.networks, today) if user.is_active else []
    if versions:
        members = members_by_network({version.plan.network for version in versions}, today)
        for schedule in schedules(versions):
            own = members.get(schedule.network.pk, [])
            for block in blocks_of(schedule, own, scope_of(user, schedule.network)):
                for event in _events(block, own, absolute):
                    calendar.add_component(event)
    for event in _sessions(user, today, absolute):
        calendar.add_component(event)
    calendar.add_missing_timezones()
    return calendar.to_ical()


def _sessions(user: User, today: datetime.date, absolute: Callable[[str], str]) -> Iterator[Event]:
    """Of all her networks, in one query: what is programmed, was held or was cancelled."""
    networks = {network.pk: network for network in user.networks} if user.is_active else {}
    if not networks:
        return
    day = Coalesce("held_on", "programmed_on")
    rows = Meeting.objects.filter(network__in=networks).annotate(called=Max("convenings__number"), day=day)
    for meeting in rows.filter(day__gte=today - SESSIONS_SINCE).order_by("day", "pk"):
        meeting.network = networks[meeting.network_id]
        path = reverse("monitoring:meeting_detail", kwargs={"slug": meeting.network.slug, "pk": meeting.pk})
        yield session_event(meeting, sequence=meeting.called or 0, stamp=timezone.now(), url=absolute(path))


def _empty() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Trama//Plazos//ES")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Trama: mis plazos y sesiones"))
    calendar.add("refresh-interval", READ_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    return calendar


def _events(block: Block, members: Sequence[Member], absolute: Callable[[str], str]) -> Iterator[Event]:
    """One for the activity and for each deliverable with a date; one a member where each set her own."""
    names = {member.pk: member.name for member in members}
    whose = block.members if block.names else [None]
    for who in whose:
        name = names.get(who, "") if block.names else ""
        activity = block.activity
        if block.shows_activity and block.deadline.end:
            title = f"{activity.code} {activity.title}"
            yield _event(block, _uid("a", block, activity.lineage, who), title, block.deadline, name, absolute)
        for one, due in block.deliverables:
            if due.end:
                title = _("%(code)s Producto: %(title)s") % {"code": activity.code, "title": one.title}
                yield _event(block, _uid("p", block, one.lineage, who), title, due, name, absolute)


def _uid(kind: str, block: Block, lineage: uuid.UUID, who: int | None) -> str:
    """The same in every version of the plan, so that a date that moves is the same event."""
    own = f"-{who}" if who is not None else ""
    return f"{kind}-{block.schedule.plan.pk}-{lineage}{own}@trama"


def _event(block: Block, uid: str, title: str, due: Deadline, name: str, absolute: Callable[[str], str]) -> Event:
    """On the last day of the deadline, all day long; its words and its span are told."""
    schedule = block.schedule
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", schedule.version.created_at.astimezone(datetime.UTC))
    event.add("dtstart", due.end)
    event.add("dtend", due.end + ONE_DAY)
    event.add("summary", " · ".join(part for part in (title, name, schedule.network.short_name) if part))
    lines = [
        _("Plazo: %(when)s") % {"when": when(due)},
        f"{schedule.plan.title} · {block.eje.code}. {block.eje.title}",
    ]
    event.add("description", "\n".join(lines))
    event.add("url", absolute(activity_url(block)))
    event.add("transp", "TRANSPARENT")
    event.add("categories", [schedule.network.short_name])
    return event
