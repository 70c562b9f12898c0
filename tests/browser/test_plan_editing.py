"""The plan's editor: two at once, without a mouse, and by dragging."""

from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from networks.models import Role
from plans.models import Activity, Eje, VersionStatus
from tests.browser.pages import editor_address, tab_to, told
from tests.factories import PASSWORD, give_role, make_plan, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def titles(page: Page):
    return page.locator(".tree__row .tree__name")


@pytest.fixture
def draft(network):
    return make_plan(network, (20, 30, 50), status=VersionStatus.DRAFT)


def test_of_two_who_edit_one_activity_the_second_is_told_and_her_text_stays(
    visit, watch, network, coordinator, draft
):
    other = make_user("otra-coordinadora")
    give_role(other, network, Role.COORDINATOR)
    activity = Activity.objects.get(code="1.1")
    first, second = visit(coordinator), visit(other)
    for page in (first, second):
        page.goto(editor_address(draft))
        page.get_by_role("link", name="Editar 1.1").click()
        page.get_by_label("Título").wait_for()
    first.get_by_label("Título").fill("Lo de la primera")
    first.get_by_label("Ponderación").fill("25")
    first.get_by_role("button", name="Guardar").click()
    expect(titles(first).first).to_have_text("Lo de la primera")

    watch.expect(409, f"/actividades/{activity.pk}/")
    second.get_by_label("Título").fill("Lo de la segunda")
    second.get_by_role("button", name="Guardar").click()
    conflict = second.locator(".conflict")
    expect(conflict).to_contain_text("Otra persona guardó cambios aquí mientras usted escribía.")
    expect(conflict.get_by_role("row").filter(has_text="Título")).to_contain_text("Lo de la primera")
    expect(conflict.get_by_role("row").filter(has_text="Ponderación")).to_contain_text("25")
    expect(second.get_by_label("Título")).to_have_value("Lo de la segunda")
    activity.refresh_from_db()
    assert (activity.title, activity.weight) == ("Lo de la primera", Decimal(25))

    second.get_by_role("button", name="Guardar").click()
    expect(titles(second).first).to_have_text("Lo de la segunda")
    activity.refresh_from_db()
    assert activity.title == "Lo de la segunda"


def test_an_eje_and_an_activity_are_added_without_a_mouse(visit, network, coordinator, draft):
    page = visit()
    page.goto("/cuentas/login/")
    tab_to(page, page.get_by_label("Usuario o correo electrónico"))
    page.keyboard.type(coordinator.username)
    tab_to(page, page.get_by_label("Contraseña"))
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hola")
    for link in (network.name, "Plan", draft.plan.title, "Editar el borrador"):
        tab_to(page, page.get_by_role("link", name=link, exact=link == "Plan"))
        with page.expect_navigation():
            page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("link", name="Añadir eje"))
    page.keyboard.press("Enter")
    title = page.get_by_label("Título")
    title.wait_for()
    tab_to(page, title)
    page.keyboard.type("Eje nuevo")
    tab_to(page, page.get_by_role("button", name="Guardar"))
    page.keyboard.press("Enter")
    told(page, "Se guardó: eje 2.")
    eje = Eje.objects.get(code="2")
    assert eje.title == "Eje nuevo"

    section = page.locator(f"#eje-{eje.pk}")
    tab_to(page, section.get_by_role("link", name="Añadir actividad"))
    page.keyboard.press("Enter")
    title.wait_for()
    tab_to(page, title)
    page.keyboard.type("Actividad nueva")
    tab_to(page, page.get_by_role("button", name="Guardar"))
    page.keyboard.press("Enter")
    told(page, "Se guardó: 2.1.")
    expect(section.locator(".tree__name")).to_have_text(["Actividad nueva"])
    assert [(a.code, a.title) for a in eje.activities.all()] == [("2.1", "Actividad nueva")]


def test_dragging_an_activity_changes_the_order(visit, coordinator, draft):
    page = visit(coordinator)
    page.goto(editor_address(draft))
    rows = page.locator("li.tree__activity")
    expect(rows).to_have_count(3)
    handle = rows.nth(2).locator("[data-sortable-handle]")
    handle.drag_to(rows.nth(0).locator("[data-sortable-handle]"), target_position={"x": 5, "y": 2})
    expect(page.get_by_role("status").filter(has_text="Orden guardado")).to_be_visible()
    expect(titles(page)).to_have_text(["Actividad 1.3", "Actividad 1.1", "Actividad 1.2"])

    order = Activity.objects.filter(eje__version=draft).order_by("order").values_list("code", flat=True)
    assert list(order) == ["1.3", "1.1", "1.2"]


def test_an_activity_is_deleted_after_asking(visit, coordinator, draft):
    page = visit(coordinator)
    page.goto(editor_address(draft))
    page.get_by_role("link", name="Eliminar 1.2").click()
    dialog = page.locator("#plan-dialog")
    expect(dialog).to_contain_text("Actividad 1.2")
    assert Activity.objects.filter(code="1.2").exists()
    dialog.get_by_role("button", name="Eliminar").click()
    expect(titles(page)).to_have_text(["Actividad 1.1", "Actividad 1.3"])
    assert not Activity.objects.filter(code="1.2").exists()


def test_a_deadline_shows_how_it_is_understood_and_is_kept_in_words(visit, coordinator, draft):
    page = visit(coordinator)
    page.goto(editor_address(draft))
    page.get_by_role("link", name="Editar 1.1").click()
    field = page.get_by_label("Plazo").first
    field.fill("segundo semestre")
    expect(page.locator(".deadline-field__answer").first).to_contain_text("31/12/2024")
    page.get_by_role("button", name="Guardar").click()
    told(page, "Se guardó: 1.1.")

    activity = Activity.objects.get(code="1.1")
    assert activity.deadline_text == "segundo semestre"
    assert f"{activity.deadline_start_on} {activity.deadline_end_on}" == "2024-07-01 2024-12-31"


def test_an_activity_on_a_page_of_its_own_is_saved_and_leads_back(visit, coordinator, draft):
    """The same form as in the editor, opened in another tab."""
    activity = Activity.objects.get(code="1.2")
    page = visit(coordinator)
    page.goto(f"{editor_address(draft).removesuffix('editar/')}actividades/{activity.pk}/")
    page.get_by_label("Título").fill("Escrito en otra pestaña")
    page.get_by_role("button", name="Guardar").click()
    told(page, "Se guardó: 1.2.")
    expect(titles(page).nth(1)).to_have_text("Escrito en otra pestaña")

    activity.refresh_from_db()
    assert activity.title == "Escrito en otra pestaña"
