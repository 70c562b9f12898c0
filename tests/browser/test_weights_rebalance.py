"""What the table of weights shows before adjusting is what the server then stores."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from plans.models import Activity, VersionStatus
from tests.browser.pages import editor_address, told
from tests.factories import make_plan

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_preview_is_what_is_stored_and_a_locked_weight_stays(visit, network, coordinator):
    draft = make_plan(network, (14, 14, 16, 17, None, "12.5"), status=VersionStatus.DRAFT)
    page = visit(coordinator)
    page.goto(editor_address(draft))
    page.locator("[data-act='weights']").click()
    page.get_by_label("Ponderación de 1.1").fill("33,33")
    page.get_by_role("checkbox", name="Fijar 1.1").check()
    shown = page.locator("[data-weight-preview]")
    expect(shown.nth(0)).to_be_hidden()
    expect(shown.nth(1)).to_contain_text("→")
    previewed = [text.removeprefix("→ ").replace(",", ".") for text in shown.all_text_contents()]
    page.get_by_role("button", name="Ajustar en proporción").click()
    told(page, "Ponderaciones guardadas: suman 100,00.")

    stored = [str(row.weight) for row in Activity.objects.order_by("order")]
    assert stored == ["33.33", *previewed[1:]]
    page.get_by_role("button", name="Deshacer: Ajustar ponderaciones de 1").click()
    told(page, "Se deshizo")
    assert [row.weight for row in Activity.objects.order_by("order")][4] is None
