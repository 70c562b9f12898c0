"""The buttons that undo and do again, and the list of the last changes."""

from __future__ import annotations

import pytest

from plans.models import Activity, PlanVersion, VersionStatus
from tests.factories import make_plan
from tests.plans.editing import activity_data, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(network) -> PlanVersion:
    return make_plan(network, (40, 60), status=VersionStatus.DRAFT)


@pytest.fixture
def editor(login, coordinator):
    return login(coordinator)


@pytest.fixture
def step(editor, draft):
    """1.1 was deleted on the screen."""
    editor.post(url("activity_delete", draft, pk=Activity.objects.get(code="1.1").pk), {"revision": 1})
    return draft.steps.get()


def test_without_steps_there_is_no_button(editor, draft):
    html = editor.get(url("version_edit", draft)).content.decode()
    assert "Deshacer" not in html
    assert "Historial de cambios" not in html
    assert "Todavía no hay ningún cambio" in editor.get(url("version_steps", draft)).content.decode()


def test_it_is_undone_and_done_again_with_plain_buttons(editor, draft, step):
    address = url("version_edit", draft)
    html = editor.get(address).content.decode()
    assert "Deshacer: Eliminar 1.1" in html
    assert f'name="step" value="{step.pk}"' in html
    response = editor.post(url("version_undo", draft), {"step": step.pk}, follow=True)
    html = response.content.decode()
    assert response.redirect_chain == [(address, 302)]
    assert "Se deshizo: Eliminar 1.1." in html
    assert "Rehacer: Eliminar 1.1" in html
    assert "Deshacer:" not in html
    assert Activity.objects.filter(code="1.1").exists()
    html = editor.post(url("version_redo", draft), {"step": step.pk}, follow=True).content.decode()
    assert "Se rehízo: Eliminar 1.1." in html
    assert not Activity.objects.filter(code="1.1").exists()


@pytest.mark.parametrize("seen", ["", "0", "999999", "9" * 30])
def test_another_step_than_the_one_seen_is_left_alone(editor, draft, step, seen):
    response = editor.post(url("version_undo", draft), {"step": seen}, follow=True)
    assert "Entretanto hubo otro cambio" in response.content.decode()
    assert not Activity.objects.filter(code="1.1").exists()


def test_a_fragment_brings_the_buttons_with_it(editor, draft, step):
    address = f"http://testserver{url('version_edit', draft)}"
    headers = {"HX-Request": "true", "HX-Current-URL": address}
    response = editor.post(url("version_undo", draft), {"step": step.pk}, headers=headers)
    html = response.content.decode()
    assert response["HX-Retarget"] == "#arbol"
    assert 'id="pasos" hx-swap-oob="outerHTML"' in " ".join(html.split())
    assert "Rehacer: Eliminar 1.1" in html


def test_the_list_says_who_and_what(editor, draft, step):
    html = editor.get(url("version_steps", draft)).content.decode()
    assert "Eliminar 1.1" in html
    assert "coordinator" in html
    editor.post(url("version_undo", draft), {"step": step.pk})
    assert "deshecho" in editor.get(url("version_steps", draft)).content.decode()


def test_saving_and_going_on_with_another_places_it_just_after(editor, draft):
    eje, first = draft.ejes.get(), Activity.objects.get(code="1.1")
    address = f"{url('activity_create', draft, eje=eje.pk)}?tras={first.pk}"
    assert 'value="1.3"' in editor.get(address).content.decode()
    response = editor.post(address, activity_data(code="1.3", another="1"))
    new = Activity.objects.get(code="1.3")
    assert response.url == f"{url('activity_create', draft, eje=eje.pk)}?tras={new.pk}"
    order = eje.activities.order_by("order").values_list("code", flat=True)
    assert list(order) == ["1.1", "1.3", "1.2"]
    assert 'value="1.4"' in editor.get(response.url).content.decode()
