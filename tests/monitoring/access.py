"""Who may open each URL of this app."""

from django.core.files.base import ContentFile

from monitoring.models import CalendarFeed, Evidence, Period
from networks.models import User
from tests.access import EDITORS, REPORTERS, SECRETARIAT, Row
from tests.factories import make_period, make_user
from tests.monitoring.access_actas import ROWS as ACTAS
from tests.monitoring.access_exchange import ROWS as EXCHANGE
from tests.monitoring.access_figures import ROWS as FIGURES
from tests.monitoring.access_follow_ups import ROWS as FOLLOW_UPS
from tests.monitoring.access_imports import ROWS as IMPORTS
from tests.monitoring.access_inbox import ROWS as INBOX
from tests.monitoring.access_indicators import ROWS as INDICATORS
from tests.monitoring.access_links import ROWS as LINKS
from tests.monitoring.access_meetings import ROWS as MEETINGS
from tests.monitoring.access_publications import ROWS as PUBLICATIONS
from tests.monitoring.access_questions import ROWS as QUESTIONS
from tests.monitoring.access_reminders import ROWS as REMINDERS
from tests.monitoring.access_review import ROWS as REVIEW
from tests.monitoring.access_roundtrip import ROWS as FORMS
from tests.monitoring.access_sessions import ROWS as SESSIONS
from tests.monitoring.access_training import ROWS as TRAINING


def _period(world):
    return {"code": world.period.code}


def _eje(world):
    return {**_period(world), "lineage": world.activity.eje.lineage}


def _entry(world):
    """The entry that was sent: read and reviewed."""
    return {**_period(world), "lineage": world.activity.lineage, "who": world.member.code}


def _unwritten(world):
    """Another period, in which the técnica has written nothing yet."""
    period = Period.objects.filter(network=world.network, code="2024-T2").first()
    period = period or make_period(world.network, "2024-T2")
    return {**_entry(world), "code": period.code}


def _evidence(world):
    rows = Evidence.objects.filter(entry=world.entry)
    evidence = rows.first() or Evidence.objects.create(
        entry=world.entry, file=ContentFile(b"acta", name="acta.txt"), original_name="acta.txt"
    )
    return {**_entry(world), "pk": evidence.pk}


HOME = [
    Row("monitoring:home", signed_in=True),
    Row("monitoring:across", signed_in=True),
    Row("monitoring:network_detail"),
]

PERIODS = [
    Row("monitoring:period_list"),
    Row("monitoring:period_create", SECRETARIAT),
    Row("monitoring:period_detail", kwargs=_period),
    Row("monitoring:period_update", SECRETARIAT, kwargs=_period),
    Row("monitoring:period_close", SECRETARIAT, kwargs=_period),
    Row("monitoring:period_close", SECRETARIAT, kwargs=_period, method="post"),
    Row("monitoring:closing_detail", kwargs=_period),
    Row("monitoring:period_reopen", SECRETARIAT, kwargs=_period),
    Row("monitoring:declared_total_edit", SECRETARIAT, kwargs=_eje),
]

ENTRIES = [
    Row("monitoring:entry_edit", REPORTERS, kwargs=_unwritten),
    Row(
        "monitoring:entry_autosave",
        REPORTERS,
        kwargs=_unwritten,
        method="post",
        data={"revision": 0},
        nameless=401,
    ),
    Row("monitoring:entry_submit", REPORTERS, kwargs=_unwritten),
    Row(
        "monitoring:entry_submit",
        REPORTERS,
        kwargs=_unwritten,
        method="post",
        data={"revision": 0, "status": "cumplido", "on_behalf_reason": "Lo envió por correo"},
        nameless=401,
    ),
    Row("monitoring:entry_detail", kwargs=_entry),
    Row(
        "monitoring:entry_review",
        EDITORS,
        kwargs=_entry,
        method="post",
        data={"revision": 1, "decision": "validate"},
    ),
    Row("monitoring:entry_declare", SECRETARIAT, kwargs=_entry),
    Row("monitoring:evidence_create", REPORTERS, kwargs=_unwritten),
    Row("monitoring:evidence_download", kwargs=_evidence),
    Row("monitoring:evidence_delete", REPORTERS, kwargs=_evidence),
]


def _feed(world):
    """The calendar of somebody of the network: whoever has its address reads it."""
    user = User.objects.filter(assignments__network=world.network).first() or make_user()
    return {"token": CalendarFeed.objects.get_or_create(user=user)[0].token}


SCHEDULES = [
    Row("monitoring:schedule", kwargs={"plan": "2024"}),
    Row("monitoring:my_schedule", signed_in=True),
    Row("monitoring:calendar_feed", signed_in=True),
    Row("monitoring:calendar_feed", signed_in=True, method="post"),
    Row("monitoring:calendar_feed_delete", signed_in=True, method="post"),
    Row("monitoring:calendar_file", kwargs=_feed, public=True),
]

ROWS: list[Row] = [
    *EXCHANGE,
    *ACTAS,
    *FORMS,
    *LINKS,
    *QUESTIONS,
    *FIGURES,
    *INDICATORS,
    *REMINDERS,
    *INBOX,
    *SCHEDULES,
    *HOME,
    *IMPORTS,
    *PERIODS,
    *ENTRIES,
    *REVIEW,
    *MEETINGS,
    *TRAINING,
    *SESSIONS,
    *FOLLOW_UPS,
    *PUBLICATIONS,
]
