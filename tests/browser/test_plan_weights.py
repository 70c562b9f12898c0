"""A coordinadora weighs a plan, and the secretariat puts it in force."""

import re
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from plans.models import Activity, PlanVersion, VersionStatus
from tests.browser.pages import confirm, editor_address, plan_address, told
from tests.factories import make_activity, make_eje, make_plan, make_version

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def weights_of(version: PlanVersion, eje: str = "1") -> list[Decimal | None]:
    rows = Activity.objects.filter(eje__version=version, eje__code=eje).order_by("order", "pk")
    return list(rows.values_list("weight", flat=True))


def test_she_changes_a_weight_and_sees_what_is_missing_as_she_types(visit, network, coordinator):
    in_force = make_plan(network, (40, 60))
    page = visit(coordinator)
    page.goto(plan_address(network, "2024"))
    page.get_by_role("button", name="Preparar una versión nueva").click()
    page.get_by_role("link", name="Ponderar").click()
    total, missing = page.locator("[data-weight-sum]"), page.locator("[data-weight-missing]")
    field = page.get_by_label("Ponderación de 1.1")
    expect(total).to_have_text("100,00")
    expect(missing).to_be_hidden()

    field.fill("3")
    expect(total).to_have_text("63,00")
    expect(missing).to_have_text("37,00")
    field.fill("30,25")
    expect(total).to_have_text("90,25")
    expect(missing).to_have_text("9,75")
    expect(page.locator("[data-weight-state]")).to_contain_text("faltan")
    page.get_by_role("button", name="Guardar ponderaciones").click()
    told(page, "suman 90,25, faltan 9,75 para 100,00")
    expect(page.locator(".tree__head .weight-sum")).to_contain_text("suma 90,25")

    draft = PlanVersion.objects.get(plan__network=network, status=VersionStatus.DRAFT)
    assert weights_of(draft) == [Decimal("30.25"), Decimal(60)]
    assert weights_of(in_force) == [Decimal(40), Decimal(60)]


def test_repartir_gives_equal_weights_that_add_exactly(visit, network, coordinator):
    draft = make_plan(network, (None, 50, None), status=VersionStatus.DRAFT)
    page = visit(coordinator)
    page.goto(editor_address(draft))
    page.get_by_role("link", name="Ponderar").click()
    page.get_by_role("button", name="Repartir por igual").click()
    assert weights_of(draft) == [None, Decimal(50), None]
    confirm(page)
    told(page, "repartido por igual entre 3")
    expect(page.locator(".tree__row .tree__weight")).to_have_text(["33,34\xa0%", "33,33\xa0%", "33,33\xa0%"])

    assert weights_of(draft) == [Decimal("33.34"), Decimal("33.33"), Decimal("33.33")]
    assert sum(weights_of(draft)) == 100


def test_putting_in_force_is_refused_with_every_reason_until_it_adds(visit, watch, network, secretariat):
    make_plan(network, (100,))
    draft = make_version(network, number=2, status=VersionStatus.DRAFT)
    off, partial = make_eje(draft, "1"), make_eje(draft, "2", order=1)
    make_activity(off, weight=Decimal(90))
    for weight in (None, Decimal(100)):
        make_activity(partial, weight=weight)
    page = visit(secretariat)
    page.goto(editor_address(draft))
    page.get_by_role("link", name="Poner en vigor").click()
    watch.expect(422, "/poner-en-vigor/")
    page.get_by_label("vigente desde").fill("2024-07-01")
    page.get_by_role("button", name="Poner en vigor").click()
    confirm(page)

    reasons = page.locator("#motivos li")
    expect(reasons).to_have_count(3)
    expect(reasons.nth(0)).to_contain_text("suman 90,00; faltan 10,00 para 100,00")
    expect(reasons.nth(1)).to_contain_text(re.compile(r"ponderación\b.* 2\.1\b"))
    expect(reasons.nth(2)).to_contain_text("escriba el motivo")
    draft.refresh_from_db()
    assert draft.status == VersionStatus.DRAFT

    page.get_by_role("link", name="Seguir editando").click()
    for code, weight in (("1", "100"), ("2", "50")):
        eje = page.locator(f"#eje-{draft.ejes.get(code=code).pk}")
        eje.get_by_role("link", name="Ponderar").click()
        eje.locator("[data-weight-input]").first.wait_for()
        for field in eje.locator("[data-weight-input]").all():
            field.fill(weight)
        eje.get_by_role("button", name="Guardar ponderaciones").click()
        expect(eje.locator(".tree__head .weight-sum")).to_have_text("suma 100,00\xa0%")
    page.get_by_role("link", name="Poner en vigor").click()
    page.get_by_label("vigente desde").fill("2024-07-01")
    page.get_by_label("motivo").fill("Se añade un eje.")
    page.get_by_role("button", name="Poner en vigor").click()
    confirm(page)
    told(page, "La versión 2 está en vigor.")

    draft.refresh_from_db()
    assert (draft.status, draft.reason) == (VersionStatus.IN_FORCE, "Se añade un eje.")
    assert draft.plan.versions.get(number=1).status == VersionStatus.SUPERSEDED


def test_weights_on_a_page_of_their_own_are_saved_and_lead_back(visit, network, coordinator):
    """The same form as in the editor, opened in another tab."""
    draft = make_plan(network, (40, 60), status=VersionStatus.DRAFT)
    page = visit(coordinator)
    page.goto(f"{editor_address(draft).removesuffix('editar/')}ejes/{draft.ejes.get().pk}/ponderaciones/")
    page.get_by_label("Ponderación de 1.1").fill("30")
    page.get_by_role("button", name="Guardar ponderaciones").click()
    told(page, "suman 90,00")
    expect(page).to_have_url(re.compile(f"{editor_address(draft)}(#.*)?$"))

    assert weights_of(draft) == [Decimal(30), Decimal(60)]
