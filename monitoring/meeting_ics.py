"""A session as an event of a calendar: in a call to it, and in the calendar a person subscribes to (RFC 5545)."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from email.utils import parseaddr
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress, vText

from monitoring.models import Meeting

ONE_DAY = datetime.timedelta(days=1)


def uid_of(meeting: Meeting) -> str:
    """The same in every call to the session and in every calendar, so that they are one event."""
    return f"sesion-{meeting.pk}@{urlsplit(settings.SITE_URL).hostname or 'trama'}"


def session_event(meeting: Meeting, *, sequence: int, stamp: datetime.datetime, url: str = "") -> Event:
    """On its day and hour in the network's time zone; all day long while it has no hour."""
    event = Event()
    event.add("uid", uid_of(meeting))
    event.add("sequence", sequence)
    event.add("dtstamp", stamp.astimezone(datetime.UTC).replace(microsecond=0))
    if meeting.starts_at:
        zone = ZoneInfo(meeting.network.time_zone)
        event.add("dtstart", datetime.datetime.combine(meeting.on, meeting.starts_at, zone))
        if meeting.ends_at:
            event.add("dtend", datetime.datetime.combine(meeting.on, meeting.ends_at, zone))
    else:
        event.add("dtstart", meeting.on)
        event.add("dtend", meeting.on + ONE_DAY)
    name = meeting.title or _("Sesión %(kind)s") % {"kind": meeting.get_kind_display()}
    event.add("summary", f"{name} · {meeting.network.short_name}")
    where = " · ".join(part for part in (meeting.place, meeting.link) if part)
    if where:
        event.add("location", where)
    if url:
        event.add("url", url)
    event.add("status", "CANCELLED" if meeting.cancelled_on else "CONFIRMED")
    event.add("categories", [meeting.network.short_name])
    return event


def invitation(
    meeting: Meeting,
    *,
    to: str,
    name: str,
    number: int,
    stamp: datetime.datetime,
    is_cancellation: bool,
    agenda: Sequence[str] = (),
    message: str = "",
    url: str = "",
) -> str:
    """What a mail of convocatoria carries: METHOD REQUEST, or CANCEL. Nobody's address is in another's."""
    event = session_event(meeting, sequence=number, stamp=stamp, url=url)
    if is_cancellation:
        event["status"] = vText("CANCELLED")
    points = [f"{place}. {title}" for place, title in enumerate(agenda, start=1)]
    about = [part for part in (message, "\n".join(points), meeting.link) if part]
    if about:
        event.add("description", "\n\n".join(about))
    organizer = vCalAddress(f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    organizer.params["CN"] = vText(meeting.network.secretariat or meeting.network.short_name)
    event.add("organizer", organizer)
    attendee = vCalAddress(f"mailto:{to}")
    attendee.params.update({"CN": vText(name or to), "ROLE": vText("REQ-PARTICIPANT"), "RSVP": vText("FALSE")})
    event.add("attendee", attendee)
    calendar = Calendar()
    calendar.add("prodid", "-//Trama//Sesiones//ES")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "CANCEL" if is_cancellation else "REQUEST")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return calendar.to_ical().decode()
