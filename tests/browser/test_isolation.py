"""An outsider who types the address of another network learns nothing, not even that it exists."""

import pytest
from playwright.sync_api import expect

from plans.models import VersionStatus
from tests.browser.pages import editor_address, plan_address
from tests.factories import make_entry, make_period, make_plan

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_another_network_answers_as_one_that_does_not_exist(visit, watch, network, member, outsider):
    draft = make_plan(network, status=VersionStatus.DRAFT)
    period = make_period(network)
    activity = draft.ejes.get().activities.first()
    make_entry(activity, period, member, narrative="Palabras reservadas")
    pages = (
        f"/redes/{network.slug}/",
        plan_address(network, "2024"),
        editor_address(draft),
        f"/redes/{network.slug}/periodos/{period.code}/",
        f"/redes/{network.slug}/periodos/{period.code}/avances/{activity.lineage}/{member.code}/ver/",
        f"/redes/{network.slug}/informes/",
        f"/redes/{network.slug}/integrantes/",
    )
    watch.expect(404, f"/redes/{network.slug}/")
    watch.expect(404, "/redes/no-existe/")
    page = visit(outsider)
    page.goto("/redes/no-existe/")
    nothing = page.locator("body").inner_text()

    for address in pages:
        answer = page.goto(address)
        assert answer.status == 404, address
        assert page.locator("body").inner_text() == nothing
        for secret in (network.name, network.secretariat, member.name, activity.title, "Palabras reservadas"):
            assert secret not in page.content(), f"{address}: {secret}"


def test_the_nameless_are_asked_to_sign_in_whether_or_not_it_exists(visit, network):
    page = visit()
    for slug in (network.slug, "no-existe"):
        page.goto(f"/redes/{slug}/")
        expect(page).to_have_url(f"{page.url.split('/cuentas/')[0]}/cuentas/login/?next=/redes/{slug}/")
        expect(page.get_by_role("heading", level=1)).to_have_text("Entrar")
        assert network.name not in page.content()
