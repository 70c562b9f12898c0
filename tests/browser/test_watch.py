"""The net under every browser test has no holes."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_what_goes_wrong_in_a_page_is_taken_down(visit, watch):
    page = visit()
    page.goto("/cuentas/login/")
    with page.expect_console_message():
        page.evaluate(
            "document.body.append(Object.assign(document.createElement('style'), {textContent: 'p {}'}))"
        )
    with page.expect_event("pageerror"):
        page.evaluate("setTimeout(() => { throw new Error('roto') })")
    page.goto("/no-existe/")

    said = "\n".join(watch.troubles)
    watch.troubles.clear()
    assert "Content Security Policy" in said
    assert "roto" in said
    assert "404: GET" in said


def test_axe_sees_what_nobody_could_use(visit):
    page = visit()
    page.goto("/cuentas/login/")
    page.evaluate("document.querySelector('label[for=id_login]').remove()")
    violations = Axe().run(page).response["violations"]
    assert [v["id"] for v in violations if v["impact"] == "critical"] == ["label"]
