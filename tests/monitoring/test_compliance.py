"""The roll-up: the counting rules by example."""

import doctest
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from monitoring import compliance
from monitoring.compliance import (
    ALL_OR_NOTHING,
    PROPORTIONAL,
    STATUSES,
    SYMBOLS,
    Group,
    Leaf,
    Report,
    Tally,
    by_member,
    differences,
    effective_earned,
    light,
    roll_up,
    roll_up_tallies,
    share_units,
    tally,
)

DONE, PENDING, NOT_APPLICABLE = Report("cumplido"), Report("pendiente"), Report("no_aplica")
DRAFT = Report("cumplido", counts=False)


def half_done(progress="50") -> Report:
    return Report("en_avance", Decimal(progress))


def an_eje(*weights, key="1", weight=None, members=(None,)) -> Group:
    """An eje whose leaves are a, b, c …; a weight is given as text, or None."""
    leaves = [
        Leaf(f"{key}{letter}", None if value is None else Decimal(value), tuple(members))
        for letter, value in zip("abcdefgh", weights, strict=False)
    ]
    return Group(key, None if weight is None else Decimal(weight), tuple(leaves))


def of_network(**reports: Report) -> dict:
    """Reports by the network itself: `of_network(a=DONE)` is of leaf 1a."""
    return {(f"1{key}", None): report for key, report in reports.items()}


def earned_of(group: Group, reports: dict, rule=PROPORTIONAL):
    return roll_up([group], reports, rule).groups[0]


def texts(*values) -> list[str | None]:
    return [None if value is None else str(value) for value in values]


def test_docstrings_tell_the_truth():
    result = doctest.testmod(compliance)
    assert result.attempted >= 8
    assert result.failed == 0


@pytest.mark.parametrize(
    ("weights", "statuses", "earned"),
    [
        ("14 14 14 16 14 14 14", "c c c c c c c", "100.00"),
        ("10 40 30 20", "c c p p", "50.00"),
        ("12.5 12.5 12.5 12.5 12.5 12.5 12.5 12.5", "c p c p c c p p", "50.00"),
        ("16 16 17 17 17 17", "c r c c c c", "84.00"),
    ],
)
def test_groups_of_the_subdere_report(weights, statuses, earned):
    names = {"c": "cumplido", "p": "pendiente", "r": "reprogramado"}
    reports = of_network(**{leaf: Report(names[s]) for leaf, s in zip("abcdefgh", statuses.split(), strict=False)})
    figure = earned_of(an_eje(*weights.split()), reports, ALL_OR_NOTHING)
    assert texts(figure.earned, figure.weight_total, figure.ceiling) == [earned, "100.00", earned]


@pytest.mark.parametrize(
    ("status", "progress", "all_or_nothing", "proportional"),
    [
        ("cumplido", None, "12.50", "12.50"),
        ("cumplido", "30", "12.50", "12.50"),
        ("en_avance", "40", "0.00", "5.00"),
        ("en_avance", "33.33", "0.00", "4.17"),
        ("en_avance", None, "0.00", None),
        ("en_avance", "100", "0.00", "12.50"),
        ("en_avance", "140", "0.00", "12.50"),
        ("no_cumplido", "40", "0.00", "0.00"),
        ("pendiente", "40", "0.00", "0.00"),
        ("reprogramado", "40", "0.00", "0.00"),
        ("no_aplica", None, None, None),
    ],
)
def test_earned_of_one_report(status, progress, all_or_nothing, proportional):
    progress = None if progress is None else Decimal(progress)
    for rule, expected in ((ALL_OR_NOTHING, all_or_nothing), (PROPORTIONAL, proportional)):
        assert texts(effective_earned(Decimal("12.50"), status, progress, rule)) == [expected]


def test_unknown_words_are_refused():
    with pytest.raises(ValueError, match="listo"):
        share_units("listo", None, PROPORTIONAL)
    with pytest.raises(ValueError, match="a_ojo"):
        share_units("cumplido", None, "a_ojo")


def test_silence_is_not_zero():
    silent = roll_up([an_eje("60", "40")], {}, PROPORTIONAL)
    eje = silent.groups[0]
    assert texts(silent.earned, eje.earned, eje.percent, eje.leaves[0].earned) == [None] * 4
    assert texts(silent.ceiling, eje.ceiling, eje.leaves[0].ceiling) == ["100.00", "100.00", "60.00"]
    assert (silent.reported, silent.obliged) == (0, 2)

    zero = roll_up([an_eje("60", "40")], of_network(a=Report("no_cumplido")), PROPORTIONAL)
    assert texts(zero.earned, zero.ceiling) == ["0.00", "40.00"]
    assert texts(*(leaf.earned for leaf in zero.groups[0].leaves)) == ["0.00", None]


def test_drafts_and_returned_reports_do_not_count_yet():
    plan = roll_up([an_eje("60", "40")], of_network(a=PENDING, b=DRAFT), PROPORTIONAL)
    assert texts(plan.earned, plan.ceiling) == ["0.00", "40.00"]
    assert (plan.reported, plan.obliged) == (1, 2)
    part = plan.groups[0].leaves[1].parts[0]
    assert (part.status, part.share, part.earned) == (None, None, None)


def test_several_members_share_the_weight():
    group = an_eje("100", members=["ma", "mo", "sj"])
    reports = {("1a", "ma"): DONE, ("1a", "mo"): half_done()}
    leaf = earned_of(group, reports).leaves[0]
    assert texts(leaf.earned, leaf.ceiling, leaf.share, leaf.percent) == ["50.00", "83.33", "0.5000", "50.00"]
    assert (leaf.reported, leaf.obliged, leaf.applicable) == (2, 3, 3)
    assert [(part.member, *texts(part.share, part.earned)) for part in leaf.parts] == [
        ("ma", "1.0000", "33.33"),
        ("mo", "0.5000", "16.67"),
        ("sj", None, None),
    ]


def test_no_aplica_drops_a_member_from_the_mean():
    group = an_eje("100", members=["ma", "mo", "sj"])
    reports = {("1a", "ma"): DONE, ("1a", "mo"): PENDING, ("1a", "sj"): NOT_APPLICABLE}
    leaf = earned_of(group, reports).leaves[0]
    assert texts(leaf.earned, leaf.ceiling) == ["50.00", "50.00"]
    assert (leaf.reported, leaf.obliged, leaf.applicable) == (3, 3, 2)


def test_no_aplica_alone_is_no_figure_of_the_silent():
    leaf = earned_of(an_eje("100", members=["ma", "mo"]), {("1a", "ma"): NOT_APPLICABLE}).leaves[0]
    assert texts(leaf.earned, leaf.ceiling) == [None, "100.00"]
    assert (leaf.reported, leaf.obliged, leaf.not_applicable) == (1, 2, False)


def test_what_applies_to_nobody_leaves_the_sum():
    group = an_eje("20", "30", "50", weight="100")
    plan = roll_up([group], of_network(a=NOT_APPLICABLE, b=DONE, c=PENDING), PROPORTIONAL)
    eje = plan.groups[0]
    assert texts(eje.earned, eje.ceiling, eje.applicable_weight, eje.weight_total) == [
        "30.00",
        "30.00",
        "80.00",
        "100.00",
    ]
    assert texts(eje.percent, plan.earned) == ["37.50", "37.50"]
    assert eje.leaves[0].not_applicable
    assert texts(eje.leaves[0].earned, eje.leaves[0].ceiling) == [None, None]
    assert (eje.reported, eje.obliged) == (3, 3)


def test_an_eje_where_nothing_applies_does_not_count():
    groups = [an_eje("100"), an_eje("100", key="2"), Group("3")]
    reports = {("1a", None): DONE, ("2a", None): NOT_APPLICABLE}
    plan = roll_up(groups, reports, PROPORTIONAL)
    assert texts(plan.earned, plan.ceiling) == ["100.00", "100.00"]
    assert texts(plan.groups[1].earned, plan.groups[1].applicable_weight, plan.groups[2].ceiling) == [
        None,
        "0.00",
        None,
    ]


def test_a_leaf_that_obliges_nobody_is_out_of_the_sum():
    group = replace(an_eje("40", "60"), leaves=(Leaf("1a", Decimal(40), ()), Leaf("1b", Decimal(60))))
    eje = earned_of(group, of_network(b=DONE))
    assert texts(eje.earned, eje.applicable_weight, eje.percent) == ["60.00", "60.00", "100.00"]
    assert (eje.obliged, eje.leaves[0].not_applicable) == (1, False)


def test_without_weights_each_leaf_counts_alike():
    eje = earned_of(an_eje(None, None, None), of_network(a=DONE, b=half_done("25")))
    assert not eje.weighted
    assert texts(eje.earned, eje.ceiling, eje.weight_total, eje.applicable_weight) == [
        "41.67",
        "75.00",
        None,
        None,
    ]
    assert texts(*(leaf.earned for leaf in eje.leaves)) == ["33.34", "8.33", None]
    assert texts(*(leaf.percent for leaf in eje.leaves)) == ["100.00", "25.00", None]


def test_without_weights_no_aplica_leaves_more_to_the_others():
    eje = earned_of(an_eje(None, None, None), of_network(a=DONE, b=NOT_APPLICABLE, c=PENDING))
    assert texts(eje.earned, eje.leaves[0].earned) == ["50.00", "50.00"]


def test_three_thirds_add_to_one_hundred():
    group = an_eje("100", members=["ma", "mo", "sj"])
    leaf = earned_of(group, {("1a", member): DONE for member in ("ma", "mo", "sj")}).leaves[0]
    assert texts(leaf.earned, *(part.earned for part in leaf.parts)) == ["100.00", "33.34", "33.33", "33.33"]


def test_plan_by_eje_weights_or_by_their_plain_mean():
    reports = {("1a", None): DONE, ("2a", None): PENDING}
    weighted = roll_up(
        [an_eje("100", weight="70"), an_eje("100", key="2", weight="30"), Group("3")], reports, PROPORTIONAL
    )
    assert (str(weighted.earned), weighted.weighted_by) == ("70.00", "eje_weights")
    mean = roll_up([an_eje("100", weight="70"), an_eje("100", key="2")], reports, PROPORTIONAL)
    assert (str(mean.earned), mean.weighted_by) == ("50.00", "mean")


def test_ejes_that_do_not_count_leave_their_weight_to_the_others():
    groups = [an_eje("100", weight="50"), an_eje("100", key="2", weight="30"), Group("3", Decimal(20))]
    plan = roll_up(groups, {("1a", None): DONE, ("2a", None): PENDING}, PROPORTIONAL)
    assert (str(plan.earned), plan.weighted_by) == ("62.50", "eje_weights")


def test_a_silent_eje_earns_nothing_yet_but_holds_its_place():
    plan = roll_up([an_eje("100"), an_eje("100", key="2")], {("1a", None): DONE}, PROPORTIONAL)
    assert texts(plan.earned, plan.ceiling, plan.groups[1].earned) == ["50.00", "100.00", None]


def test_an_empty_plan_has_no_figure():
    plan = roll_up([], {}, PROPORTIONAL)
    assert (plan.earned, plan.ceiling, plan.obliged, plan.weighted_by) == (None, None, 0, "mean")


def test_by_member_gives_each_her_own_figures():
    group = Group("1", None, (Leaf("1a", Decimal(60), ("ma", "mo")), Leaf("1b", Decimal(40), ("mo",))))
    reports = {("1a", "ma"): DONE, ("1a", "mo"): PENDING, ("1b", "mo"): DONE}
    figures = by_member([group, an_eje("100", key="2")], reports, PROPORTIONAL)
    assert list(figures) == ["ma", "mo", None]
    assert {member: str(plan.earned) for member, plan in figures.items()} == {
        "ma": "100.00",
        "mo": "40.00",
        None: "None",
    }
    assert texts(figures["ma"].groups[0].earned, figures["ma"].groups[0].applicable_weight) == ["60.00", "60.00"]
    assert (figures["mo"].reported, figures["mo"].obliged) == (2, 2)


def test_tallies_made_elsewhere_give_the_same_figures_without_parts():
    group = an_eje("60", "40", members=["ma", "mo"])
    reports = {("1a", "ma"): DONE, ("1a", "mo"): half_done("25"), ("1b", "ma"): NOT_APPLICABLE}
    full = roll_up([group], reports, PROPORTIONAL)
    tallies = {"1a": Tally(2, 2, 2, 2, 12_500), "1b": Tally(2, 1, 1, 0, 0)}
    lean = roll_up_tallies([group], tallies)
    assert [replace(leaf, parts=()) for leaf in full.groups[0].leaves] == list(lean.groups[0].leaves)
    assert (full.earned, full.ceiling, full.obliged) == (lean.earned, lean.ceiling, lean.obliged)


def test_differences_keep_the_declared_beside_the_computed():
    reports = of_network(
        a=Report("cumplido", declared=Decimal(17)),
        b=Report("reprogramado", declared=Decimal(17)),
        c=Report("cumplido", declared=Decimal("17.0")),
        d=Report("cumplido", declared=Decimal(0)),
        e=Report("cumplido"),
        f=Report("pendiente", declared=Decimal(17), counts=False),
    )
    plan = roll_up([an_eje("16", "16", "17", "17", "17", "17")], reports, ALL_OR_NOTHING)
    assert str(plan.groups[0].earned) == "67.00"
    found = differences(plan, {"1": Decimal(100)})
    assert [(d.kind, d.key, *texts(d.declared, d.computed), d.over_weight) for d in found] == [
        ("activity", "1a", "17.00", "16.00", True),
        ("activity", "1b", "17.00", "0.00", True),
        ("activity", "1d", "0.00", "17.00", False),
        ("eje", "1", "100.00", "67.00", False),
    ]
    assert differences(plan, {"1": Decimal("67")})[-1].kind == "activity"


def test_differences_measure_a_member_by_her_own_report():
    group = an_eje("20", members=["ma", "mo"])
    reports = {
        ("1a", "ma"): Report("cumplido", declared=Decimal(20)),
        ("1a", "mo"): Report("cumplido", declared=Decimal(10)),
    }
    found = differences(roll_up([group], reports, PROPORTIONAL))
    assert [(d.member, *texts(d.declared, d.computed)) for d in found] == [("mo", "10.00", "20.00")]


def test_a_total_declared_where_nobody_reported_is_told():
    found = differences(roll_up([an_eje("100")], {}, PROPORTIONAL), {"1": Decimal(100)})
    assert [(d.declared, d.computed) for d in found] == [(Decimal(100), None)]


def test_a_tally_looks_at_its_members_only():
    leaf = Leaf("1a", Decimal(100), ("ma",))
    assert tally(leaf, {("1a", "mo"): DONE, ("1b", "ma"): DONE}, PROPORTIONAL).reported == 0


# -- semáforo -------------------------------------------------------------------------------------------------


def test_every_status_and_silence_have_a_sign_of_their_own():
    assert set(SYMBOLS) == {*STATUSES, "silent"}
    assert len({symbol for symbol, _ in SYMBOLS.values()}) == len(SYMBOLS)


@pytest.mark.parametrize(
    ("status", "on", "tone", "overdue"),
    [
        ("cumplido", date(2012, 9, 1), "green", False),
        ("en_avance", date(2012, 8, 31), "yellow", False),
        ("en_avance", date(2012, 9, 1), "red", True),
        ("pendiente", date(2012, 9, 1), "red", True),
        ("reprogramado", date(2012, 9, 1), "yellow", False),
        ("no_cumplido", date(2012, 1, 1), "red", False),
        ("no_aplica", date(2012, 9, 1), "grey", False),
        (None, date(2012, 8, 31), "grey", False),
        (None, date(2012, 9, 1), "red", True),
    ],
)
def test_light(status, on, tone, overdue):
    found = light(status, date(2012, 8, 31), on)
    assert (found.tone, found.overdue) == (tone, overdue)
    assert found.symbol == SYMBOLS[status or "silent"][0]
    assert not light(status, None, on).overdue


def test_without_weights_a_leaf_shows_its_own_avance_and_how_far_it_can_come():
    leaves = (Leaf("a", None, ("ana", "berta")), Leaf("b", None, (None,)))
    plan = roll_up([Group("1", None, leaves)], {("a", "ana"): Report("cumplido")}, PROPORTIONAL)
    first, second = plan.groups[0].leaves
    assert texts(first.percent, first.percent_ceiling) == ["50.00", "100.00"]
    assert texts(first.earned) == ["25.00"]
    assert texts(second.percent, second.percent_ceiling) == [None, "100.00"]
