"""What the tests of an entry's form do and look at."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import BrowserContext, Locator, Page, expect

from monitoring.models import ComplianceEntry, ReviewState
from networks.models import Member
from plans.models import Activity
from tests.factories import make_entry

BEFORE, AFTER = "Se formó a 37 funcionarias.", "Se formó a 37 funcionarias en dos jornadas, «con acta»."
KEPT = "Object.entries(localStorage).filter(([key]) => key.startsWith('trama:borrador:'))"


def narrative(page: Page) -> Locator:
    return page.get_by_label("Qué se hizo")


def status(page: Page) -> Locator:
    return page.locator("[data-autosave-status]")


def saved(page: Page) -> None:
    expect(status(page)).to_contain_text("Borrador guardado a las")


def kept(page: Page) -> list:
    """What the device keeps, by key."""
    return page.evaluate(KEPT)


def close_without_line(page: Page, text: str) -> BrowserContext:
    """She types without a line, and the telephone takes the tab away: no page of ours hears of it."""
    context = page.context
    context.set_offline(True)
    narrative(page).fill(text)
    for _moment in range(50):
        if kept(page):
            break
        page.wait_for_timeout(100)
    page.close()
    context.set_offline(False)
    return context


def written(member: Member, status: str, review_state: ReviewState, **fields: Any) -> ComplianceEntry:
    """The entry of the only activity and the only quarter, as somebody else wrote it."""
    period = member.network.periods.get()
    activity = Activity.objects.get(eje__version__plan__network=member.network)
    return make_entry(activity, period, member, status, review_state, **fields)
