"""A whole plan without a mouse, from the editor's empty tree: keys alone, the focus never lost."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from plans.models import Activity, Eje, VersionStatus
from tests.browser.pages import editor_address, plan_address, tab_to, told
from tests.factories import make_activity, make_eje, make_plan, make_version

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

EJES = {
    "Prevención": ["Diagnóstico", "Campaña", "Seminario", "Memoria"],
    "Formación": ["Curso", "Guía", "Taller", "Evaluación"],
    "Participación": ["Foro", "Red", "Consulta", "Informe"],
}


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement.id")


def on_row(page: Page, row: str) -> None:
    expect(page.locator(f"#{row}")).to_be_focused()


def row_of(code: str) -> str:
    return f"fila-{Activity.objects.get(code=code).pk}"


def head_of(code: str) -> str:
    return f"cabeza-{Eje.objects.get(code=code).pk}"


def tree() -> dict[str, list[tuple[str, str | None, str]]]:
    return {
        eje.title: list(eje.activities.order_by("order").values_list("code", "parent__code", "title"))
        for eje in Eje.objects.order_by("order")
    }


def write_title(page: Page, text: str) -> None:
    """The form just opened has its title under the cursor."""
    title = page.locator(".edit-form [name='title']")
    expect(title).to_be_focused()
    expect(title).to_have_value("")
    page.keyboard.type(text)


def test_three_ejes_and_twelve_activities_with_keys_alone(visit, network, coordinator):
    draft = make_version(network, status=VersionStatus.DRAFT)
    page = visit(coordinator)
    page.goto(editor_address(draft))
    tab_to(page, page.get_by_role("link", name="Añadir eje"))
    for number, (eje, activities) in enumerate(EJES.items(), start=1):
        page.keyboard.press("Enter" if number == 1 else "e")
        write_title(page, eje)
        page.keyboard.press("Control+Enter")
        told(page, f"Se guardó: eje {number}.")
        on_row(page, head_of(str(number)))
        page.keyboard.press("n")
        for place, title in enumerate(activities, start=1):
            write_title(page, title)
            page.keyboard.press("Control+Enter")
            told(page, f"Se guardó: {number}.{place}.")
        expect(page.locator(".edit-form [name='code']")).to_have_value(f"{number}.5")
        write_title(page, "")
        page.keyboard.press("Escape")
        on_row(page, row_of(f"{number}.4"))

    assert tree() == {
        eje: [(f"{n}.{m}", None, title) for m, title in enumerate(titles, start=1)]
        for n, (eje, titles) in enumerate(EJES.items(), start=1)
    }


@pytest.fixture
def page(visit, network, coordinator):
    draft = make_plan(network, (40, 30, 30), status=VersionStatus.DRAFT)
    make_activity(make_eje(draft, "2", order=1), "2.1")
    page = visit(coordinator)
    page.goto(editor_address(draft))
    page.locator(f"#{head_of('1')}").focus()
    return page


def test_arrows_go_from_row_to_row_and_fold(page):
    for key, row in (
        ("ArrowDown", row_of("1.1")),
        ("ArrowDown", row_of("1.2")),
        ("ArrowUp", row_of("1.1")),
        ("ArrowLeft", head_of("1")),
        ("End", row_of("2.1")),
        ("Home", head_of("1")),
        ("ArrowRight", row_of("1.1")),
        ("ArrowLeft", head_of("1")),
    ):
        page.keyboard.press(key)
        on_row(page, row)
    page.keyboard.press("ArrowLeft")
    expect(page.locator(f"#{row_of('1.1')}")).to_be_hidden()
    page.keyboard.press("ArrowDown")
    on_row(page, head_of("2"))
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowRight")
    expect(page.locator(f"#{row_of('1.1')}")).to_be_visible()


def test_rows_move_and_say_where_they_are_and_what_is_done_is_undone(page):
    order = Activity.objects.filter(eje__code="1").order_by("order")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator("#estado-orden")).to_have_text("1.1: 2 de 3")
    on_row(page, row_of("1.1"))
    assert list(order.values_list("code", flat=True)) == ["1.2", "1.1", "1.3"]

    page.keyboard.press("Alt+ArrowRight")
    expect(page.locator("#estado-orden")).to_have_text("1.1: 1 de 1")
    on_row(page, row_of("1.1"))
    assert Activity.objects.get(code="1.1").parent.code == "1.2"
    page.keyboard.press("Alt+ArrowLeft")
    expect(page.locator("#estado-orden")).to_have_text("1.1: 2 de 3")
    on_row(page, row_of("1.1"))

    gone = row_of("1.1")
    page.keyboard.press("Delete")
    dialog = page.locator("#plan-dialog")
    expect(dialog).to_contain_text("puede deshacerse")
    dialog.get_by_role("button", name="Eliminar").press("Enter")
    expect(page.locator(f"#{gone}")).to_have_count(0)
    on_row(page, row_of("1.3"))
    expect(page.get_by_role("button", name="Deshacer: Eliminar 1.1")).to_be_visible()

    page.keyboard.press("Control+z")
    told(page, "Se deshizo: Eliminar 1.1.")
    on_row(page, row_of("1.3"))
    assert row_of("1.1") == gone
    page.keyboard.press("Control+Shift+Z")
    told(page, "Se rehízo: Eliminar 1.1.")
    expect(page.locator(f"#{gone}")).to_have_count(0)


def test_a_form_opens_and_closes_on_its_row_and_what_is_typed_is_not_lost_by_chance(page):
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    title = page.locator(".edit-form [name='title']")
    expect(title).to_be_focused()
    page.keyboard.press("Escape")
    on_row(page, row_of("1.1"))

    page.keyboard.press("Enter")
    expect(title).to_be_focused()
    page.keyboard.type("nep? ")
    page.keyboard.press("Escape")
    told(page, "pulse Escape otra vez")
    expect(title).to_have_value("nep? Actividad 1.1")
    page.keyboard.press("Escape")
    on_row(page, row_of("1.1"))
    assert not Activity.objects.filter(title__startswith="nep").exists()


def test_lines_are_pasted_and_a_row_is_moved_to_another_eje(page):
    page.keyboard.press("End")
    page.keyboard.press("p")
    expect(page.locator(".edit-form textarea")).to_be_focused()
    page.keyboard.insert_text("Uno\t60\tjunio\nDos\t40")
    tab_to(page, page.get_by_role("button", name="Ver qué se añadirá"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("button", name="Añadir 2 líneas"))
    page.keyboard.press("Enter")
    told(page, "Se añadieron 2 líneas.")
    on_row(page, row_of("2.1.1"))

    page.keyboard.press("Home")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("t")
    expect(page.locator(".edit-form select")).to_be_focused()
    page.keyboard.type("eje 2")
    tab_to(page, page.get_by_role("button", name="Trasladar", exact=True))
    page.keyboard.press("Enter")
    told(page, "Se trasladó: ahora es 1.1, en 2. Eje 2")
    on_row(page, row_of("1.1"))
    assert Activity.objects.get(code="1.1").eje.code == "2"


def test_the_keys_are_listed_and_letters_typed_in_a_field_are_letters(page):
    page.keyboard.press("?")
    keys = page.locator("#teclas")
    expect(keys).to_be_visible()
    expect(keys).to_contain_text("guardar y seguir con otra")
    page.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    on_row(page, head_of("1"))


def test_a_row_is_dragged_to_another_eje(page):
    handle = page.locator(f"#{row_of('1.3')} [data-sortable-handle]")
    handle.drag_to(page.locator(f"#{row_of('2.1')} [data-sortable-handle]"), target_position={"x": 5, "y": 2})
    expect(page.locator(f"#eje-{Eje.objects.get(code='2').pk} .tree__name")).to_have_count(2)
    expect(page.get_by_role("status").filter(has_text="Orden guardado")).to_be_visible()
    rows = Activity.objects.filter(eje__code="2").order_by("order")
    assert list(rows.values_list("code", flat=True)) == ["1.3", "2.1"]


def test_the_plan_that_is_only_read_is_walked_with_the_arrows(visit, network, coordinator):
    draft = make_plan(network, (40, 60))
    parent = Activity.objects.get(code="1.1")
    make_activity(draft.ejes.get(), "1.1.1", parent=parent)
    page = visit(coordinator)
    page.goto(plan_address(network, draft.plan.slug))

    def on(code: str) -> None:
        expect(page.locator(f"#actividad-{Activity.objects.get(code=code).pk} > summary")).to_be_focused()

    head = page.locator(f"#eje-{draft.ejes.get().pk} > summary")
    head.focus()
    page.keyboard.press("ArrowRight")
    on("1.1")
    page.keyboard.press("ArrowRight")
    on("1.1.1")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    on("1.1")
    page.keyboard.press("ArrowDown")
    on("1.2")
    page.keyboard.press("Home")
    expect(head).to_be_focused()
