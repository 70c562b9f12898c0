"""Small gestures that several tests make."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from networks.models import Network
from plans.models import Plan, PlanVersion


def editor_address(version: PlanVersion) -> str:
    plan: Plan = version.plan
    return f"/redes/{plan.network.slug}/planes/{plan.slug}/versiones/{version.number}/editar/"


def plan_address(network: Network, slug: str) -> str:
    return f"/redes/{network.slug}/planes/{slug}/"


def confirm(page: Page) -> None:
    """Say yes to the question of a button."""
    page.locator("#confirm-dialog [data-confirm-button]").click()


def told(page: Page, words: str) -> None:
    """The notice at the head of the page says so."""
    expect(page.locator("#messages")).to_contain_text(words)


def tab_to(page: Page, target: Locator, most: int = 120) -> None:
    """Press Tab until `target` has the focus: it can be reached without a mouse, once around the page at most."""
    for _press in range(most):
        page.keyboard.press("Tab")
        if target.count() and target.first.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{most} tabulaciones no llegan a {target}")
