"""Weights: typed all at once, and shared out in equal parts that add exactly."""

from __future__ import annotations

from decimal import Decimal

import pytest

from plans.models import Activity, VersionStatus
from tests.factories import make_activity, make_eje, make_plan
from tests.plans.editing import url

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(login, coordinator):
    return login(coordinator)


def weights(eje) -> list[Decimal | None]:
    return list(eje.activities.order_by("order").values_list("weight", flat=True))


def posted(eje, *values) -> dict:
    data = {}
    for row, value in zip(eje.activities.order_by("order"), values, strict=True):
        data |= {f"weight-{row.pk}": value, f"revision-{row.pk}": row.revision}
    return data


@pytest.mark.parametrize("n", [1, 3, 7])
def test_sharing_out_adds_to_a_hundred(editor, network, n):
    draft = make_plan(network, [None] * n, status=VersionStatus.DRAFT)
    eje = draft.ejes.get()
    assert editor.post(url("eje_distribute", draft, pk=eje.pk)).status_code == 302
    given = weights(eje)
    assert sum(given) == Decimal("100.00")
    assert max(given) - min(given) <= Decimal("0.01")
    assert Activity.history.filter(weight__isnull=False).count() == n


def test_sharing_out_passes_over_what_only_groups(editor, network):
    draft = make_plan(network, [None], status=VersionStatus.DRAFT)
    eje = draft.ejes.get()
    parent = eje.activities.get()
    for _ in range(3):
        make_activity(eje, parent=parent)
    editor.post(url("eje_distribute", draft, pk=eje.pk))
    assert weights(eje) == [None, Decimal("33.34"), Decimal("33.33"), Decimal("33.33")]
    assert editor.post(url("eje_distribute", draft, pk=make_eje(draft, "2").pk)).status_code == 302


def test_typing_with_comma_and_saying_what_is_missing(editor, network):
    draft = make_plan(network, (None, None), status=VersionStatus.DRAFT)
    eje = draft.ejes.get()
    address = url("eje_weights", draft, pk=eje.pk)
    html = editor.get(address).content.decode()
    assert html.count("data-weight-input") == 2
    assert "data-weight-sum" in html
    response = editor.post(address, posted(eje, "12,5", "80.25"), follow=True)
    assert weights(eje) == [Decimal("12.50"), Decimal("80.25")]
    assert "suman 92,75, faltan 7,25 para 100,00" in response.content.decode()
    editor.post(address, posted(eje, "", ""))
    assert weights(eje) == [None, None]


@pytest.mark.parametrize("bad", ["101", "-1", "12,345", "doce"])
def test_all_or_nothing(editor, network, bad):
    draft = make_plan(network, status=VersionStatus.DRAFT)
    eje = draft.ejes.get()
    response = editor.post(url("eje_weights", draft, pk=eje.pk), posted(eje, "10", bad))
    assert response.status_code == 422
    assert f'value="{bad}"' in response.content.decode()
    assert weights(eje) == [Decimal("40.00"), Decimal("60.00")]


def test_a_row_added_meanwhile(editor, network):
    draft = make_plan(network, status=VersionStatus.DRAFT)
    eje = draft.ejes.get()
    data = posted(eje, "50", "50")
    make_activity(eje)
    response = editor.post(url("eje_weights", draft, pk=eje.pk), data)
    assert response.status_code == 409
    assert "Otra persona cambió estas filas" in response.content.decode()
    assert "Actividad 1.3" in response.content.decode()
    assert weights(eje) == [Decimal("40.00"), Decimal("60.00"), None]


def test_the_ejes_weights(editor, network):
    draft = make_plan(network, status=VersionStatus.DRAFT)
    first, second = draft.ejes.get(), make_eje(draft, "2", order=1)
    data = {f"weight-{first.pk}": "60", f"weight-{second.pk}": "40"}
    data |= {f"revision-{first.pk}": 1, f"revision-{second.pk}": 1}
    assert editor.post(url("plan_weights", draft), data).status_code == 302
    assert list(draft.ejes.values_list("weight", flat=True)) == [Decimal("60.00"), Decimal("40.00")]
    editor.post(url("plan_distribute", draft))
    assert list(draft.ejes.values_list("weight", flat=True)) == [Decimal("50.00"), Decimal("50.00")]
    html = editor.get(url("version_edit", draft)).content.decode()
    assert "suma 100,00" in html
