"""A version drafted, edited, compared and put in force; afterwards, which one ruled on a day."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from playwright.sync_api import Locator, Page, expect

from plans.models import PlanVersion, VersionStatus
from plans.selectors import version_tree
from tests.browser.pages import confirm, plan_address, told
from tests.factories import make_plan

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def change(page: Page, code: str, **fields: str) -> None:
    """Through the form of a line of the editor, by the labels of its fields."""
    page.get_by_role("link", name=f"Editar {code}").click()
    for label, text in fields.items():
        page.get_by_label(label).fill(text)
    page.get_by_role("button", name="Guardar").click()
    told(page, f"Se guardó: {code}.")


def names(page: Page) -> Locator:
    return page.locator(".tree__row .tree__name")


def ruled_on(page: Page, day: str, told_words: str, address: str) -> None:
    """Ask the list of versions which one ruled that day."""
    page.get_by_role("link", name="Versiones", exact=True).click()
    page.get_by_label("¿Qué regía el día…?").fill(day)
    page.get_by_role("button", name="Ver la de ese día").click()
    told(page, told_words)
    expect(page).to_have_url(re.compile(f"{re.escape(address)}$"))


def test_a_version_is_drafted_edited_compared_and_put_in_force(
    visit, watch, network, member, coordinator, secretariat
):
    plan = make_plan(network, (40, 60)).plan
    address = plan_address(network, plan.slug)
    page = visit(coordinator)
    page.goto(address)
    page.get_by_role("button", name="Preparar una versión nueva").click()
    told(page, "Borrador de la versión 2 creado.")
    change(page, "1.1", Título="Actividad 1.1 ampliada", Ponderación="55,5")
    change(page, "1.2", Ponderación="44,5")
    page.get_by_role("link", name="Eliminar 1.2").click()
    page.locator("#plan-dialog").get_by_role("button", name="Eliminar").click()
    expect(names(page)).to_have_text(["Actividad 1.1 ampliada"])
    page.get_by_role("button", name="Deshacer: Eliminar 1.2").click()
    expect(names(page)).to_have_text(["Actividad 1.1 ampliada", "Actividad 1.2"])

    page.get_by_role("link", name="Versiones", exact=True).click()
    page.get_by_role("link", name="Qué cambió frente a la versión 1").click()
    labels, values = (page.locator(f".stats .stat__{part}") for part in ("label", "value"))
    expect(labels).to_have_text(["Añadidas", "Quitadas", "Movidas", "Cambiadas"])
    expect(values).to_have_text(["0", "0", "0", "2"])
    first = page.locator(".diff").filter(has_text="1.1 ·")
    expect(first.locator("ins")).to_have_text([re.compile(r"\s*ampliada"), "55,50"])
    expect(first.locator("del")).to_have_text(["40,00"])
    for name, kind in (("PDF", "application/pdf"), ("Excel", "spreadsheetml")):
        link = page.locator("header, .page-head").get_by_role("link", name=name, exact=True)
        answer = page.request.get(link.get_attribute("href"))
        assert answer.status == 200
        assert kind in answer.headers["content-type"]
        assert len(answer.body()) > 1000

    watch.expect(422, f"{address}versiones/2/poner-en-vigor/")
    page = visit(secretariat)
    page.goto(f"{address}versiones/2/poner-en-vigor/")
    page.get_by_label("Vigente desde").fill("2024-07-01")
    page.get_by_role("button", name="Poner en vigor").click()
    confirm(page)
    expect(page.locator("#motivos")).to_contain_text("escriba el motivo del cambio")
    page.get_by_label("Motivo").fill("Acuerdo de la sesión de junio.")
    page.get_by_role("button", name="Poner en vigor").click()
    confirm(page)
    told(page, "La versión 2 está en vigor.")
    ruled_on(page, "2024-06-30", "El 30/06/2024 regía la versión 1.", f"{address}versiones/1/")
    expect(names(page).first).to_have_text("Actividad 1.1")
    ruled_on(page, "2024-07-01", "El 01/07/2024 regía la versión 2.", f"{address}versiones/2/")
    expect(names(page).first).to_have_text("Actividad 1.1 ampliada")
    ruled_on(page, "2023-12-31", "El 31/12/2023 no regía ninguna versión de este plan.", f"{address}versiones/")

    second = PlanVersion.objects.get(number=2)
    assert (second.status, second.reason) == (VersionStatus.IN_FORCE, "Acuerdo de la sesión de junio.")
    assert [(one.title, one.weight) for one in version_tree(second).ejes[0].leaves] == [
        ("Actividad 1.1 ampliada", Decimal("55.50")),
        ("Actividad 1.2", Decimal("44.50")),
    ]
