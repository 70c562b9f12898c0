"""Activities and objectives moved to another place of the draft, with what is under them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from networks.models import ConflictError
from plans import services
from plans.models import Activity, Deliverable, Eje, Objective, VersionStatus
from tests.factories import make_activity, make_eje, make_plan
from tests.plans.editing import url

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(network):
    """1: 1.1, 1.2 (1.2.1, 1.2.2), 1.3 · 2: 2.1 and, clashing, 1.2."""
    version = make_plan(network, (40, None, 60), status=VersionStatus.DRAFT)
    eje, other = version.ejes.get(), make_eje(version, "2", order=1)
    grouped = activity("1.2")
    for code in ("1.2.1", "1.2.2"):
        make_activity(eje, code, parent=grouped)
    Deliverable.objects.create(activity=activity("1.2.1"), title="Memoria")
    make_activity(other, "2.1", weight=Decimal(100))
    return version


@pytest.fixture
def editor(login, coordinator):
    return login(coordinator)


def activity(code: str) -> Activity:
    return Activity.objects.get(code=code)


def outline(eje: str) -> list[tuple[str, str | None]]:
    rows = Activity.objects.filter(eje__code=eje).order_by("order")
    return list(rows.values_list("code", "parent__code"))


def lineages() -> dict[int, object]:
    return dict(Activity.objects.values_list("pk", "lineage"))


def test_it_goes_with_what_is_under_it_and_keeps_lineages_and_weights(draft):
    before = lineages()
    services.activity_transfer(activity=activity("1.2"), eje=Eje.objects.get(code="2"))
    assert outline("1") == [("1.1", None), ("1.3", None)]
    assert outline("2") == [("2.1", None), ("1.2", None), ("1.2.1", "1.2"), ("1.2.2", "1.2")]
    assert lineages() == before
    assert Deliverable.objects.get().activity == activity("1.2.1")
    assert activity("1.1").weight == Decimal(40)
    assert [step.label for step in draft.steps.all()] == ["Trasladar 1.2 a 2"]
    services.step_undo(version=draft)
    assert outline("2") == [("2.1", None)]
    assert outline("1")[1] == ("1.2", None)


def test_a_code_that_is_there_already_gives_way_to_the_next(draft):
    other = Eje.objects.get(code="2")
    make_activity(other, "1.2")
    services.activity_transfer(activity=Activity.objects.get(code="1.2", eje__code="1"), eje=other)
    assert outline("2") == [("2.1", None), ("1.2", None), ("1.3", None), ("1.3.1", "1.3"), ("1.3.2", "1.3")]


def test_the_code_she_gives_is_that_of_all_under_it(draft):
    other = Eje.objects.get(code="2")
    services.activity_transfer(activity=activity("1.2"), eje=other, code="2.2")
    assert outline("2") == [("2.1", None), ("2.2", None), ("2.2.1", "2.2"), ("2.2.2", "2.2")]
    with pytest.raises(ValidationError, match="Ya hay una actividad con ese código"):
        services.activity_transfer(activity=activity("1.1"), eje=other, code="2.1")


def test_under_a_parent_it_takes_its_objective_and_the_parent_its_weight_away(draft):
    other = Eje.objects.get(code="2")
    parent = activity("2.1")
    parent.objective = Objective.objects.create(eje=other, title="Objetivo")
    parent.save()
    services.activity_transfer(activity=activity("1.2"), eje=other, parent=parent)
    assert set(other.activities.values_list("objective", flat=True)) == {parent.objective_id}
    assert activity("2.1").weight is None
    assert activity("1.2").parent == parent


def test_it_never_goes_under_itself_nor_to_another_version(draft, network):
    with pytest.raises(ValidationError, match="debajo de sí misma"):
        services.activity_transfer(activity=activity("1.2"), eje=activity("1.2").eje, parent=activity("1.2.1"))
    elsewhere = make_eje(make_plan(network, (), slug="otro", status=VersionStatus.DRAFT), "9")
    with pytest.raises(ValidationError, match="otra versión"):
        services.activity_transfer(activity=activity("1.1"), eje=elsewhere)
    with pytest.raises(ConflictError):
        services.activity_transfer(activity=activity("1.1"), eje=Eje.objects.get(code="2"), revision=7)
    assert not draft.steps.exists()


def test_an_objective_goes_with_its_activities(draft):
    eje, other = Eje.objects.get(code="1"), Eje.objects.get(code="2")
    objective = Objective.objects.create(eje=eje, code="A", title="Objetivo")
    Activity.objects.filter(code__startswith="1.2").update(objective=objective)
    services.objective_transfer(objective=objective, eje=other)
    assert outline("1") == [("1.1", None), ("1.3", None)]
    assert outline("2") == [("2.1", None), ("1.2", None), ("1.2.1", "1.2"), ("1.2.2", "1.2")]
    assert Activity.objects.filter(objective=objective).count() == 3
    services.step_undo(version=draft)
    assert Objective.objects.get().eje == eje
    assert outline("2") == [("2.1", None)]


def test_in_and_out_a_level(draft):
    services.activity_indent(activity=activity("1.3"))
    assert outline("1")[-1] == ("1.3", "1.2")
    services.activity_indent(activity=activity("1.3"))
    assert activity("1.3").parent == activity("1.2.2")
    services.activity_outdent(activity=activity("1.3"))
    services.activity_outdent(activity=activity("1.3"))
    top = Activity.objects.filter(eje__code="1", parent=None).order_by("order")
    assert list(top.values_list("code", flat=True)) == ["1.1", "1.2", "1.3"]
    services.activity_outdent(activity=activity("1.2.1"))
    assert list(top.values_list("code", flat=True)) == ["1.1", "1.2", "1.2.1", "1.3"]
    steps = draft.steps.count()
    services.activity_indent(activity=activity("1.1"))
    services.activity_outdent(activity=activity("1.1"))
    assert draft.steps.count() == steps


def test_the_screen_offers_every_place_but_itself_and_tells_the_sums(editor, draft):
    row, other = activity("1.2"), Eje.objects.get(code="2")
    address = url("activity_transfer", draft, pk=row.pk)
    html = editor.get(address).content.decode()
    assert f'value="eje:{other.pk}"' in html
    assert f'value="actividad:{activity("2.1").pk}"' in html
    assert f'value="actividad:{row.pk}"' not in html
    assert f'value="actividad:{activity("1.2.1").pk}"' not in html
    moved = activity("1.1")
    address = url("activity_transfer", draft, pk=moved.pk)
    response = editor.post(address, {"place": f"eje:{other.pk}", "revision": 1}, follow=True)
    assert moved.pk in other.activities.values_list("pk", flat=True)
    told = response.content.decode()
    assert "Se trasladó: ahora es 1.1, en 2. Eje 2" in told
    assert "Revise las ponderaciones de 1, 2: no suman 100,00." in told
    response = editor.post(address, {"place": f"eje:{other.pk}", "revision": 1})
    assert response.status_code == 409
    assert "Alguien lo cambió entretanto" in response.content.decode()
    assert editor.post(address, {"place": f"actividad:{moved.pk}"}).status_code == 422


def test_the_screen_moves_an_objective(editor, draft):
    objective = Objective.objects.create(eje=Eje.objects.get(code="1"), title="Objetivo")
    address = url("objective_transfer", draft, pk=objective.pk)
    assert f'<option value="{objective.eje_id}"' not in editor.get(address).content.decode()
    other = Eje.objects.get(code="2")
    assert editor.post(address, {"place": other.pk, "revision": 1}).status_code == 302
    objective.refresh_from_db()
    assert objective.eje == other


def test_a_drag_says_place_and_order(editor, draft):
    other = Eje.objects.get(code="2")
    row, there = activity("1.1"), activity("2.1")
    address = url("activity_transfer", draft, pk=row.pk)
    response = editor.post(address, {"place": f"eje:{other.pk}", "order": [row.pk, there.pk]})
    assert response.status_code == 204
    assert outline("2") == [("1.1", None), ("2.1", None)]
    assert editor.post(address, {"place": "eje:999", "order": [row.pk]}).status_code == 409


def test_buttons_move_it_in_and_out(editor, draft):
    editor.post(url("activity_move", draft, pk=activity("1.3").pk), {"direction": "in"})
    assert activity("1.3").parent == activity("1.2")
    editor.post(url("activity_move", draft, pk=activity("1.3").pk), {"direction": "out"})
    assert activity("1.3").parent is None
