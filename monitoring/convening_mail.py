"""The mail that calls to a session, or says that it is cancelled, in its reader's language."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from monitoring.meeting_ics import invitation
from monitoring.models import Meeting
from monitoring.selectors.convening import Recipient


@dataclass(frozen=True, slots=True)
class ConveningMail:
    language: str
    subject: str
    body: str
    attachment: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class Call:
    """What is told to everybody: `number` counts the session's calls; `again` where there was one before."""

    meeting: Meeting
    number: int
    stamp: datetime.datetime
    agenda: Sequence[str] = ()
    message: str = ""
    is_cancellation: bool = False
    again: bool = False


def convening_mail(call: Call, to: Recipient) -> ConveningMail:
    """Whoever has an account here gets the session's address too."""
    meeting = call.meeting
    path = reverse("monitoring:meeting_detail", kwargs={"slug": meeting.network.slug, "pk": meeting.pk})
    url = f"{settings.SITE_URL}{path}" if to.user else ""
    with translation.override(to.language):
        context = {"call": call, "meeting": meeting, "to": to, "when": when(meeting), "url": url}
        body = render_to_string("monitoring/mail/convening.txt", context).strip() + "\n"
        subject = _subject(call)
        content = invitation(
            meeting,
            to=to.email,
            name=to.name,
            number=call.number,
            stamp=call.stamp,
            is_cancellation=call.is_cancellation,
            agenda=call.agenda,
            message=call.message,
            url=url,
        )
    method = "CANCEL" if call.is_cancellation else "REQUEST"
    file = {"name": "sesion.ics", "type": f"text/calendar; method={method}", "content": content}
    return ConveningMail(to.language, subject, body, file)


def when(meeting: Meeting) -> str:
    """«3 de septiembre de 2024, 9:00–11:00 (America/Bogota)»."""
    day = date_format(meeting.on, "DATE_FORMAT")
    hours = "–".join(time_format(at, "H:i") for at in (meeting.starts_at, meeting.ends_at) if at)
    return f"{day}, {hours} ({meeting.network.time_zone})" if hours else day


def _subject(call: Call) -> str:
    meeting = call.meeting
    said = {
        "kind": meeting.get_kind_display(),
        "on": date_format(meeting.on, "DATE_FORMAT"),
        "network": meeting.network.short_name,
    }
    if call.is_cancellation:
        return _("%(network)s: se cancela la sesión %(kind)s del %(on)s") % said
    if call.again:
        return _("%(network)s: nueva convocatoria a la sesión %(kind)s del %(on)s") % said
    return _("%(network)s: convocatoria a la sesión %(kind)s del %(on)s") % said
