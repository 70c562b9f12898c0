"""A year of which a test says what day it is, and the parts of a session that somebody writes in its pages."""

from __future__ import annotations

import datetime
import re
from zoneinfo import ZoneInfo

from django.urls import get_resolver
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from monitoring.models import AgendaItem, AgendaOutcome, Meeting
from networks.models import Contact, MandatedFunction, Network, QuorumRule
from tests.factories import make_meeting, make_plan, make_seat

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
BEFORE = datetime.date(2024, 2, 1)


class Calendar:
    """The server's day; a session of the browser lasts less than the jumps, so each visit signs in anew."""

    def __init__(self, monkeypatch) -> None:
        # A module first imported now would keep this clock as a default of its own after the test.
        assert get_resolver().url_patterns
        self.moment = datetime.datetime(2024, 1, 1, tzinfo=datetime.UTC)
        monkeypatch.setattr(timezone, "now", self.now)

    def now(self) -> datetime.datetime:
        """Each reading is later than the one before, as a clock's."""
        self.moment += datetime.timedelta(milliseconds=1)
        return self.moment

    def turn_to(self, day: str) -> None:
        """Ten in the morning in Bogotá."""
        noon = datetime.datetime.combine(datetime.date.fromisoformat(day), datetime.time(10))
        self.moment = noon.replace(tzinfo=ZoneInfo("America/Bogota"))


def set_up(network: Network) -> None:
    """A quorum, two functions, a plan, three seats with their posts' mail, and what an earlier session put off."""
    network.quorum_rule = QuorumRule.MAJORITY
    network.save()
    for number, title in ((1, "Coordinar la política"), (2, "Seguir el plan")):
        MandatedFunction.objects.create(network=network, number=number, title=title)
    make_plan(network, (100,))
    for order, code in enumerate("abc", start=1):
        seat = make_seat(network, code, order=order)
        Contact.objects.create(member=seat, name=f"Enlace de género {code}", email=f"{code}@example.org")
    left = {"title": "Balance del año anterior", "outcome": AgendaOutcome.POSTPONED}
    AgendaItem.objects.create(meeting=make_meeting(network, BEFORE), **left)


def address(meeting: Meeting, rest: str = "") -> str:
    return f"/redes/{meeting.network.slug}/sesiones/{meeting.pk}/{rest}"


def programmed(page: Page, network: Network, day: str, title: str) -> Meeting:
    """A new session; the page that follows offers what earlier ones left."""
    page.goto(f"/redes/{network.slug}/sesiones/nueva/")
    page.get_by_label("Asunto").fill(title)
    page.get_by_label("Programada para").fill(day)
    page.get_by_label("Empieza a las").fill("09:00")
    page.get_by_label("Termina a las").fill("11:30")
    page.get_by_label("Lugar").fill("Sala de reuniones")
    page.get_by_role("button", name="Guardar", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Lo que quedó de antes")
    return Meeting.objects.get(network=network, title=title)


def held(page: Page, meeting: Meeting, day: str) -> None:
    page.goto(address(meeting))
    page.get_by_role("link", name="Editar", exact=True).click()
    page.get_by_label("Realizada el").fill(day)
    page.get_by_role("button", name="Guardar", exact=True).click()
    expect(page.locator(".facts")).to_contain_text("realizada")


def carried(page: Page, *titles: str) -> None:
    """What was left, as it comes ticked."""
    expect(page.locator("[name=traer]:checked")).to_have_count(len(titles))
    for title in titles:
        expect(page.get_by_role("checkbox", name=title)).to_be_checked()
    page.get_by_role("button", name="Agregar al orden del día").click()
    expect(page.locator("#messages")).to_contain_text(re.compile(r"Se agreg(ó|aron)"))


def seat(page: Page, code: str) -> Locator:
    return page.get_by_role("group", name=f"Integrante {code}")
