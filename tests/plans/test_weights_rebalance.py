"""Weights adjusted in proportion: they add to 100.00, and what is locked stays."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from plans import services
from plans.models import VersionStatus
from plans.weights import CENT, HUNDRED, rebalance
from tests.factories import make_activity, make_eje, make_plan
from tests.plans.editing import url

WEIGHTS = st.lists(
    st.none() | st.decimals(min_value=0, max_value=100, places=2, allow_nan=False), min_size=1, max_size=30
)


@st.composite
def groups(draw):
    """Weights and places locked that can be adjusted."""
    weights = draw(WEIGHTS)
    given_ones = [index for index, weight in enumerate(weights) if weight is not None]
    locked = draw(st.sets(st.sampled_from(given_ones))) if given_ones else set()
    kept = sum((weights[index] for index in locked), Decimal(0))
    assume(kept <= HUNDRED)
    assume(kept == HUNDRED or len(locked) < len(weights))
    return weights, locked


@given(groups())
def test_it_adds_to_a_hundred_and_the_locked_stay(group):
    weights, locked = group
    adjusted = rebalance(weights, locked)
    assert sum(adjusted) == HUNDRED
    assert all(weight == weight.quantize(CENT) and 0 <= weight <= HUNDRED for weight in adjusted)
    assert all(adjusted[index] == weights[index] for index in locked)


@given(groups())
def test_the_others_keep_their_order_and_their_proportion_within_a_cent(group):
    weights, locked = group
    adjusted = rebalance(weights, locked)
    free = [index for index in range(len(weights)) if index not in locked]
    parts = {index: Fraction(weights[index] or 0) for index in free}
    if not any(parts.values()):
        parts = dict.fromkeys(free, Fraction(1))
    rest = HUNDRED - sum((weights[index] for index in locked), Decimal(0))
    for index in free:
        exact = Fraction(rest) * parts[index] / sum(parts.values())
        assert abs(Fraction(adjusted[index]) - exact) < Fraction(1, 100)
        assert all(adjusted[index] <= adjusted[other] for other in free if parts[index] < parts[other])


@pytest.mark.parametrize(
    ("weights", "locked"),
    [
        ([Decimal(60), Decimal(50), None], {0, 1}),
        ([Decimal(60), Decimal(30)], {0, 1}),
        ([None, Decimal(30)], {0}),
    ],
)
def test_what_cannot_be_adjusted_is_refused(weights, locked):
    with pytest.raises(ValueError, match=r"."):
        rebalance(weights, locked)


@pytest.fixture
def draft(network):
    return make_plan(network, (40, 20, 20), status=VersionStatus.DRAFT)


@pytest.fixture
def editor(login, coordinator):
    return login(coordinator)


def stored(eje) -> list[Decimal | None]:
    return list(eje.activities.order_by("order").values_list("weight", flat=True))


def posted(rows, *values, **more) -> dict:
    data = {}
    for row, value in zip(rows, values, strict=True):
        data |= {f"weight-{row.pk}": value, f"revision-{row.pk}": row.revision}
    return {**data, "adjust": "1", **more}


@pytest.mark.django_db
def test_the_screen_adjusts_what_is_typed_and_keeps_what_is_locked(editor, draft):
    eje = draft.ejes.get()
    rows = list(eje.activities.order_by("order"))
    address = url("eje_weights", draft, pk=eje.pk)
    html = editor.get(address).content.decode()
    assert html.count('name="lock"') == 3
    response = editor.post(address, posted(rows, "50", "20", "10", lock=[rows[0].pk]), follow=True)
    assert stored(eje) == [Decimal("50.00"), Decimal("33.33"), Decimal("16.67")]
    assert "Ponderaciones guardadas: suman 100,00." in response.content.decode()
    assert [step.label for step in draft.steps.all()] == ["Ajustar ponderaciones de 1"]
    services.step_undo(version=draft)
    assert stored(eje) == [Decimal("40.00"), Decimal("20.00"), Decimal("20.00")]


@pytest.mark.django_db
def test_what_is_typed_badly_or_locked_beyond_is_told_and_nothing_is_saved(editor, draft):
    eje = draft.ejes.get()
    rows = list(eje.activities.order_by("order"))
    address = url("eje_weights", draft, pk=eje.pk)
    response = editor.post(address, posted(rows, "80", "70", "1", lock=[rows[0].pk, rows[1].pk]))
    assert response.status_code == 422
    html = response.content.decode()
    assert "Las ponderaciones fijadas pasan de 100,00" in html
    assert html.count("checked") == 2
    response = editor.post(address, posted(rows, "", "70", "1", lock=[rows[0].pk]))
    assert "fijada sin cifra" in response.content.decode()
    response = editor.post(address, posted(rows, "1", "2", "3", lock=[row.pk for row in rows]))
    assert "Todas están fijadas y no suman" in response.content.decode()
    assert stored(eje) == [Decimal("40.00"), Decimal("20.00"), Decimal("20.00")]


@pytest.mark.django_db
def test_a_conflict_is_told(editor, draft):
    eje = draft.ejes.get()
    rows = list(eje.activities.order_by("order"))
    data = posted(rows, "50", "20", "10")
    make_activity(eje)
    response = editor.post(url("eje_weights", draft, pk=eje.pk), data)
    assert response.status_code == 409
    assert stored(eje) == [Decimal("40.00"), Decimal("20.00"), Decimal("20.00"), None]


@pytest.mark.django_db
def test_the_ejes_are_adjusted_too(editor, draft):
    first, second = draft.ejes.get(), make_eje(draft, "2", order=1)
    editor.post(url("plan_weights", draft), posted([first, second], "30", "", lock=[first.pk]))
    assert list(draft.ejes.values_list("weight", flat=True)) == [Decimal("30.00"), Decimal("70.00")]
