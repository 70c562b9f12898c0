"""What does not add up in a plan is told once, where it is, with its figures."""

import doctest
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.deadlines import parse
from plans.importing import numbering, phrases
from plans.importing.draft import DraftMemberDeadline, DraftObjective, DraftVerification, Where
from plans.importing.reconcile import check
from plans.weights import equal_weights
from tests.plans.importing.trees import (
    ALL_OR_NOTHING,
    OPTIONS,
    activity,
    eje,
    kinds,
    product,
    sentence,
    version,
)


def codes(*texts, roles=()):
    return version(eje("1", *(activity(text) for text in texts)), roles=roles)


def test_docstrings_tell_the_truth():
    for module in (numbering, phrases):
        result = doctest.testmod(module)
        assert result.attempted
        assert not result.failed


def test_a_plan_that_adds_up_has_nothing_to_say():
    plan = version(
        eje("1", activity("1.1", 40, due="marzo de 2024"), activity("1.2", 60), weight=50, declared_weight=100),
        eje("2", activity("2.1"), weight=50),
        eje("3", weight=0),
        roles={"weight", "deadline"},
    )
    assert check(plan, OPTIONS) == []


# -- weights ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("weights", "words"),
    [
        ((40, "47.5"), "las ponderaciones suman 87,50; faltan 12,50 para 100,00."),
        ((60, 45), "las ponderaciones suman 105,00; sobran 5,00 sobre 100,00."),
        ((60, None), "sin ponderación 1.2; las demás suman 60,00, faltan 40,00 para 100,00."),
        ((None, 130), "sin ponderación 1.1; las demás suman 130,00, sobran 30,00 sobre 100,00."),
        ((100, None), "sin ponderación 1.2, y las demás ya suman 100,00."),
    ],
)
def test_leaf_weights_that_do_not_add_up(weights, words):
    (found,) = check(
        version(eje("1", *(activity(f"1.{n}", weight) for n, weight in enumerate(weights, 1)))), OPTIONS
    )
    assert (found.kind, found.where.code) == ("weight_sum", "1")
    assert sentence(found) == f"Eje 1 «Grupo 1»: {words}"
    assert found.declared == ""


def test_only_leaves_are_weighed_and_the_printed_total_stands_beside():
    parent = activity("1.1", 90, children=[activity("1.1.1", 30), activity("1.1.2", 60)])
    place = Where(table=1, row=7, column=3)
    group = eje("1", parent, declared_weight=100, places={"declared_weight": place})
    found = check(version(group), OPTIONS)
    assert [(row.kind, row.declared, row.computed) for row in found] == [
        ("weight_sum", "100,00", "90,00"),
        ("declared_total", "100,00", "90,00"),
    ]
    assert found[0].where == replace(place, code="1")


@pytest.mark.parametrize(
    ("weights", "words"),
    [
        ((40, 50), "Sumadas, las ponderaciones de cada eje dan 90,00; faltan 10,00 para 100,00."),
        ((60, 50), "Sumadas, las ponderaciones de cada eje dan 110,00; sobran 10,00 sobre 100,00."),
        ((40, None), "Eje sin ponderación: 2. Las demás suman 40,00; faltan 60,00 para 100,00."),
        ((100, None), "Eje sin ponderación: 2. Las demás ya suman 100,00."),
    ],
)
def test_eje_weights_that_do_not_add_up(weights, words):
    (found,) = check(version(*(eje(str(n), weight=weight) for n, weight in enumerate(weights, 1))), OPTIONS)
    assert (found.kind, sentence(found)) == ("weight_sum", words)


@given(st.integers(1, 60))
def test_equal_weights_are_never_told(n):
    plan = version(eje("1", *(activity(f"1.{i}", weight) for i, weight in enumerate(equal_weights(n), 1))))
    assert check(plan, OPTIONS) == []


def test_an_eje_without_a_name_is_not_named_twice():
    (found,) = check(version(eje("1", activity("1.1", 50), title="Eje 1")), OPTIONS)
    assert sentence(found).startswith("Eje 1: las ponderaciones")


def test_the_networks_own_word_for_an_eje():
    (found,) = check(version(eje("A", activity("a.1", 50))), replace(OPTIONS, eje_word="objetivo operativo"))
    assert sentence(found).startswith("Objetivo operativo A ")


# -- what was earned ----------------------------------------------------------------------------------------------


def test_all_or_nothing_totals_and_statuses():
    """Two groups as a mandatory form prints them: one total too high, and one group with none printed."""
    plan = version(
        eje(
            "1",
            activity("1.1", 30, "cumplido", 35),
            activity("1.2", 30, "reprogramado", 40),
            activity("1.3", 20, "cumplido", "pendiente"),
            activity("1.4", 20, "pendiente", "Pendiente"),
            declared_weight=100,
            declared_earned=100,
        ),
        eje("2", activity("2.1", 50, "cumplido", 50), activity("2.2", 50, "pendiente", "pendiente")),
    )
    found = check(plan, ALL_OR_NOTHING)
    assert kinds(found) == [
        ("declared_total", "1"),
        ("earned_above_weight", "1.1"),
        ("earned_above_weight", "1.2"),
        ("status_earned", "1.2"),
        ("status_earned", "1.3"),
    ]
    assert [(row.declared, row.computed) for row in found] == [
        ("100,00", "50,00"),
        ("35,00", "30,00"),
        ("40,00", "30,00"),
        ("40,00", "0,00"),
        ("pendiente", "20,00"),
    ]
    assert sentence(found[-1]) == "1.3 «Tarea 1.3»: figura como cumplido, y en lo ganado dice «pendiente»."


@pytest.mark.parametrize(
    ("status", "progress", "earned", "told"),
    [
        ("cumplido", None, 40, False),
        ("cumplido", None, 39, True),
        ("cumplido", None, None, False),
        ("en_avance", 50, 20, False),
        ("en_avance", 50, 25, True),
        ("en_avance", None, 20, True),
        ("en_avance", None, "pendiente", False),
        ("no_cumplido", None, 0, False),
        ("no_cumplido", None, 10, True),
        ("no_aplica", None, 10, True),
        ("", None, 10, False),
    ],
)
def test_status_against_earned_in_proportion(status, progress, earned, told):
    plan = version(eje("1", activity("1.1", 40, status, earned, progress=progress), activity("1.2", 60)))
    assert kinds(check(plan, OPTIONS)) == ([("status_earned", "1.1")] if told else [])


def test_progress_earns_nothing_under_all_or_nothing():
    plan = version(eje("1", activity("1.1", 100, "en_avance", 50, progress=50), declared_earned=50))
    found = check(plan, ALL_OR_NOTHING)
    assert [(row.kind, row.computed) for row in found] == [("declared_total", "0,00"), ("status_earned", "0,00")]


def test_totals_leave_out_what_does_not_apply_and_round_half_up():
    group = eje(
        "1",
        activity("1.1", 25, "en_avance", progress="33.33"),
        activity("1.2", 25, "no_aplica"),
        activity("1.3", 50, "cumplido"),
        declared_earned=58,
    )
    (found,) = check(version(group), OPTIONS)
    assert (found.kind, found.computed) == ("declared_total", "58,33")


def test_a_total_without_anything_to_add_is_told_as_such():
    (found,) = check(version(eje("1", activity("1.1"), declared_earned=80)), OPTIONS)
    assert (found.kind, found.declared, found.computed) == ("declared_total", "80,00", "")
    assert "ninguna de sus líneas" in sentence(found)


# -- deadlines ----------------------------------------------------------------------------------------------------


def test_deadlines_in_words_only_unless_each_member_sets_hers():
    plan = version(
        eje("1", activity("1.1", due="permanente"), activity("1.2", due="cada ciudad dirá", by_member=True))
    )
    (found,) = check(plan, OPTIONS)
    assert (found.kind, found.where.code, found.declared) == ("deadline_unread", "1.1", "permanente")


def test_words_that_leave_the_date_to_each_member_are_told_once_until_one_sets_hers():
    due = "Cada ciudad definirá cuándo / 2024-2025"
    products = [product("Guía"), product("Mapa")]
    for each in products:
        each.deadline, each.by_member = replace(parse("2024-2025"), text=due), True
    line = activity("1.1", deliverables=products)
    (found,) = check(version(eje("1", line)), OPTIONS)
    assert (found.kind, found.declared, found.computed) == (
        "deadline_unread",
        "Cada ciudad definirá cuándo",
        "2024-2025",
    )
    assert found.proposal % found.values == (
        "Cada integrante fija su fecha; mientras tanto valen las que se leyeron: 2024-2025."
    )
    for each in products:
        each.member_deadlines = [DraftMemberDeadline("norte", parse("mayo de 2024"))]
    assert check(version(eje("1", line)), OPTIONS) == []


@pytest.mark.parametrize(
    ("due", "words"),
    [
        ("marzo de 2023", "queda fuera de los años del plan, 2024-2025."),
        ("2026", "queda fuera de los años del plan, 2024-2025."),
        ("2024-2026", "se sale de los años del plan, 2024-2025."),
        ("diciembre de 2023 a enero de 2024", "se sale de los años del plan, 2024-2025."),
        ("2024-2025", None),
    ],
)
def test_deadlines_outside_the_years_of_the_plan(due, words):
    found = check(version(eje("1", activity("1.1", due=due))), OPTIONS)
    assert [row.kind for row in found] == (["deadline_outside"] if words else [])
    assert all(sentence(row).endswith(words) for row in found)


def test_products_that_share_a_deadline_are_told_once_and_by_name():
    products = [product("Guía", "2027"), product("Folleto", "2027"), product("Mapa", "2024")]
    products[2].member_deadlines = [DraftMemberDeadline("norte", parse("mayo de 2028"))]
    found = check(version(eje("1", activity("1.1", deliverables=products))), OPTIONS)
    assert kinds(found) == [("deadline_outside", "1.1")] * 2
    assert "(«Guía», «Folleto»)" in sentence(found[0])
    assert "(norte)" in sentence(found[1])


def test_a_products_deadline_is_marked_in_its_own_row_and_in_the_column_of_deadlines():
    late = product("Guía", "2027")
    late.where = Where(table=1, row=5, column=3)
    line = activity("1.1", deliverables=[late], places={"deadline": Where(table=1, row=4, column=6)})
    (found,) = check(version(eje("1", line)), OPTIONS)
    assert (found.where.row, found.where.column) == (5, 6)


# -- proofs and parties -------------------------------------------------------------------------------------------


def test_missing_proofs_and_parties_only_where_the_document_has_them():
    proved = activity("1.2", deliverables=[product("Acta", proofs=["Lista"], responsible=["Sur"])])
    partly = activity("1.3", deliverables=[product("Acta", proofs=["Lista"], responsible=["Sur"]), product("Red")])
    parent = activity("1.4", verifications=[DraftVerification("Foto")], children=[activity("1.4.1")])
    ejes = [eje("1", activity("1.1"), proved, partly, parent)]
    assert check(version(*ejes), OPTIONS) == []
    found = check(version(*ejes, roles={"verification", "responsible"}), OPTIONS)
    assert kinds(found) == [
        ("missing_verification", "1.1"),
        ("missing_responsible", "1.1"),
        ("missing_verification", "1.3"),
        ("missing_verification", "1.4.1"),
        ("missing_responsible", "1.4.1"),
    ]
    assert "«Red»" in sentence(found[2])


def test_what_is_missing_is_marked_in_its_column():
    proved = activity("1.1", verifications=[DraftVerification("Lista", Where(table=1, row=2, column=5))])
    bare = activity("1.2", where=Where(table=1, row=3, column=2))
    (found,) = check(version(eje("1", proved, bare), roles={"verification"}), OPTIONS)
    assert found.where == Where(table=1, row=3, column=5, code="1.2")


# -- codes --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        (["1.1", "1.2", "1.3"], []),
        (["1.1", "1.3"], [("1.3", "1.2")]),
        (["1.1", "1.2.", "1.6"], [("1.6", "1.3, 1.4, 1.5")]),
        (["1.1", "1.9"], [("1.9", "1.2 … 1.8")]),
        (["a", "c"], [("c", "b")]),
        (["a.2", "a.3"], [("a.2", "a.1")]),
        (["I", "II", "IV"], [("IV", "III")]),
        (["1.1", "1.1"], [("1.1", "")]),
        (["1.1", "1.3", "1.2"], [("1.2", "")]),
        (["01", "02", "04"], [("04", "03")]),
        (["1.1.1", "1.1.2", "1.2.1"], []),
        (["", "Línea base", "1.1", "—"], []),
    ],
)
def test_codes_that_jump_repeat_or_go_back(texts, told):
    found = check(codes(*texts), OPTIONS)
    assert {row.kind for row in found} <= {"numbering_gap"}
    assert [(row.where.code, row.computed) for row in found] == told
    assert all(sentence(row) for row in found)


def test_letters_of_ejes_are_not_taken_for_roman_numbers():
    assert check(version(*(eje(code) for code in "ABCDE")), OPTIONS) == []
    (found,) = check(version(*(eje(code) for code in ("I", "II", "V"))), OPTIONS)
    assert found.computed == "III, IV"


def test_sub_activities_and_objectives_are_numbered_among_their_own():
    parent = activity("b.5", children=[activity("b.5.2"), activity("b.5.3")])
    group = eje("B", *(activity(f"b.{n}") for n in range(1, 5)), parent)
    group.objectives = [DraftObjective("B.1", "Uno"), DraftObjective("B.3", "Tres")]
    assert [(row.where.code, row.computed) for row in check(version(eje("A"), group), OPTIONS)] == [
        ("B.3", "B.2"),
        ("b.5.2", "b.5.1"),
    ]


def test_numbers_may_start_again_or_go_on_in_the_next_eje():
    again = version(eje("1", activity("1"), activity("2")), eje("2", activity("1"), activity("2")))
    goes_on = version(eje("1", activity("1"), activity("2")), eje("2", activity("3"), activity("4")))
    jumps = version(eje("1", activity("1"), activity("2")), eje("2", activity("4")))
    assert check(again, OPTIONS) == check(goes_on, OPTIONS) == []
    assert [row.declared for row in check(jumps, OPTIONS)] == ["2 → 4"]


@given(st.lists(st.text(max_size=12), max_size=8), st.lists(st.decimals(0, 100, places=2), max_size=8))
def test_any_codes_and_weights_are_told_in_whole_sentences(texts, weights):
    weights += [None] * (len(texts) - len(weights))
    rows = [activity(text, weight) for text, weight in zip(texts, weights, strict=False)]
    for found in check(version(eje("1", *rows)), OPTIONS):
        assert sentence(found)


def test_rows_of_the_database_keep_their_place():
    line = activity("1.1", Decimal(50), where=Where(code="1.1", model="activity", pk=7), due="nunca")
    found = check(version(eje("1", line, where=Where(code="1", model="eje", pk=3))), OPTIONS)
    assert [(row.where.model, row.where.pk) for row in found] == [("eje", 3), ("activity", 7)]
