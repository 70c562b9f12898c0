"""From records to figures: obligations, roll-up, indicators, and how many queries they cost."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from monitoring.models import Basis, DeclaredTotal, Measurement, ReviewState
from monitoring.selectors import indicator_values, obligations, period_for, rollup
from networks.models import EarnedRule
from plans.models import Concern, Deliverable, Indicator, MemberDeadline, OverPeriods, VersionStatus
from tests.factories import (
    make_activity,
    make_eje,
    make_entry,
    make_member,
    make_network,
    make_period,
    make_plan,
    make_version,
)

pytestmark = pytest.mark.django_db
DAY = datetime.date


def activities_of(version):
    return list(version.ejes.get().activities.order_by("order"))


def owed(network, period, **options):
    return [(o.activity.code, o.member and o.member.code) for o in obligations(network, period, **options)]


def test_members_owe_what_concerns_them(network, member):
    """Every reporting member, some chosen ones, or the network; a seat that does not report owes nothing."""
    two = make_member(network, "dos")
    make_member(network, "antes", valid_to_on=DAY(2023, 12, 31))
    make_member(network, "calla", is_reporting=False, seat_role="I")
    eje = make_eje(make_version(network))
    make_activity(eje, "1.1")
    make_activity(eje, "1.2", concerns=Concern.SOME_MEMBERS).members.add(two)
    make_activity(eje, "1.3", concerns=Concern.NETWORK)
    found = owed(network, make_period(network))
    assert sorted(found, key=str) == sorted(
        [("1.1", "uno"), ("1.1", "dos"), ("1.2", "dos"), ("1.3", None)], key=str
    )


def test_only_leaves_are_owed(network, member):
    eje = make_eje(make_version(network))
    group = make_activity(eje, "1.1")
    make_activity(eje, "1.1.1", parent=group)
    assert owed(network, make_period(network)) == [("1.1.1", "uno")]


def test_due_by_months_dates_and_deliverables(network, member):
    eje = make_eje(make_version(network))
    make_activity(eje, "meses", schedule_months=["2024-05"])
    make_activity(eje, "fechas", deadline_start_on=DAY(2024, 3, 1), deadline_end_on=DAY(2024, 4, 30))
    product = make_activity(eje, "producto")
    Deliverable.objects.create(
        activity=product, title="P", deadline_start_on=DAY(2024, 7, 1), deadline_end_on=DAY(2024, 7, 31)
    )
    make_activity(eje, "siempre")
    quarters = {code: {a for a, _ in owed(network, make_period(network, code))} for code in QUARTERS}
    assert quarters["2024-T1"] == {"fechas", "siempre"}
    assert quarters["2024-T2"] == {"meses", "fechas", "siempre"}
    assert quarters["2024-T3"] == {"producto", "siempre"}
    assert quarters["2024-T4"] == {"siempre"}


QUARTERS = ("2024-T1", "2024-T2", "2024-T3", "2024-T4")


def test_a_members_own_date_decides_for_her(network, member):
    make_member(network, "dos")
    activity = make_activity(
        make_eje(make_version(network)), deadline_start_on=DAY(2024, 1, 1), deadline_end_on=DAY(2024, 3, 31)
    )
    MemberDeadline.objects.create(
        activity=activity, member=member, deadline_start_on=DAY(2024, 8, 1), deadline_end_on=DAY(2024, 8, 31)
    )
    assert owed(network, make_period(network, "2024-T1")) == [(activity.code, "dos")]
    third = obligations(network, make_period(network, "2024-T3"))
    assert [(o.member.code, o.due_on) for o in third] == [("uno", DAY(2024, 8, 31))]


def test_a_technician_owes_for_her_members_only(network, member, technician):
    make_member(network, "dos")
    make_plan(network, (100,))
    assert owed(network, make_period(network), user=technician) == [("1.1", "uno")]


def test_group_six_of_the_form(network):
    """16 + 0 + 17 + 17 + 17 + 17 = 84, with what was declared kept beside."""
    network.earned_rule = EarnedRule.ALL_OR_NOTHING
    network.save()
    version = make_plan(network, (16, 16, 17, 17, 17, 17))
    version.ejes.get().activities.update(concerns=Concern.NETWORK)
    period = make_period(network, "2024")
    for activity in activities_of(version):
        status = "reprogramado" if activity.code == "1.2" else "cumplido"
        make_entry(activity, period, status=status, declared_earned=17 if activity.code == "1.2" else None)
    eje = version.ejes.get()
    DeclaredTotal.objects.create(period=period, eje_lineage=eje.lineage, value=100, reason="Impreso")
    plan = rollup(network, period).plans[0]
    assert plan.eje("1").earned == plan.eje(eje.lineage).earned == Decimal("84.00")
    assert plan.figure.earned == Decimal("84.00")
    found = [(d.kind, d.declared, d.computed) for d in plan.differences]
    assert found == [("activity", 17, 0), ("eje", 100, Decimal("84.00"))]


def test_silence_is_not_zero_and_drafts_do_not_count(network, member):
    version = make_plan(network, (40, 60))
    period = make_period(network)
    first, second = activities_of(version)
    assert rollup(network, period).plans[0].figure.earned is None
    make_entry(first, period, member, review_state=ReviewState.DRAFT)
    make_entry(second, period, member, review_state=ReviewState.RETURNED)
    found = rollup(network, period)
    assert (found.plans[0].figure.earned, found.reported, found.obliged) == (None, 0, 2)
    first_entry = found.entries[first.lineage, member.pk]
    assert first_entry.review_state == ReviewState.DRAFT


def test_mean_of_members_and_ceiling(network, member):
    two = make_member(network, "dos")
    version = make_plan(network, (40, 60))
    period = make_period(network)
    first, _ = activities_of(version)
    make_entry(first, period, member)
    figure = rollup(network, period).plans[0].activity(first.lineage)
    assert (figure.earned, figure.ceiling, figure.reported, figure.obliged) == (20, 40, 1, 2)
    make_entry(first, period, two, status="no_aplica")
    assert rollup(network, period).plans[0].activity(first.lineage).earned == 40


def test_the_networks_own_record_enters_no_mean(network, member):
    version = make_plan(network, (100,))
    period = make_period(network)
    (activity,) = activities_of(version)
    own = make_entry(activity, period, None)
    found = rollup(network, period)
    assert found.plans[0].figure.earned is None
    assert [row.pk for row in found.network_entries] == [own.pk]
    assert found.outside == []


def test_entries_whose_activity_is_gone_stay_outside(network, member):
    """The version in force on the last day gives the weights; an old activity's entry is listed, not added."""
    old = make_plan(network, (100,), status=VersionStatus.SUPERSEDED)
    (gone,) = activities_of(old)
    new = make_version(network, number=2)
    new.in_force_from_on = DAY(2024, 3, 1)
    new.save()
    kept = make_activity(make_eje(new), weight=100)
    period = make_period(network)
    make_entry(gone, period, member)
    found = rollup(network, period)
    assert [(o.entry.activity_lineage, o.reason) for o in found.outside] == [(gone.lineage, "gone")]
    assert found.plans[0].figure.earned is None
    make_entry(kept, period, member)
    assert rollup(network, period).plans[0].figure.earned == 100


def test_an_entry_nobody_owed_stays_outside(network, member):
    other = make_member(network, "calla", is_reporting=False, seat_role="I")
    version = make_plan(network, (100,))
    period = make_period(network)
    (activity,) = activities_of(version)
    make_entry(activity, period, other)
    assert [(o.reason, o.member) for o in rollup(network, period).outside] == [("not_obliged", other)]


def test_a_year_spans_its_quarters(network, member):
    version = make_plan(network, (40, 60))
    first, second = activities_of(version)
    spring, autumn = make_period(network, "2024-T1"), make_period(network, "2024-T3")
    make_entry(first, spring, member, status="pendiente")
    make_entry(first, autumn, member)
    make_entry(second, spring, member, status="en_avance", progress=50)
    make_entry(second, autumn, member, review_state=ReviewState.DRAFT)
    year = period_for(network, "2024")
    assert (year.pk, year.start_on, year.end_on) == (None, DAY(2024, 1, 1), DAY(2024, 12, 31))
    assert rollup(network, year).plans[0].figure.earned == 70
    assert period_for(network, "2023") is None
    assert period_for(network, "nada") is None


def test_another_networks_records_change_nothing(network, member):
    version = make_plan(network, (100,))
    period = make_period(network)
    other = make_network("otra")
    theirs = make_plan(other, (100,))
    make_entry(activities_of(theirs)[0], make_period(other), make_member(other, "suya"))
    found = rollup(network, period)
    assert (found.reported, found.obliged, found.outside, found.entries) == (0, 1, [], {})
    assert list(found.members) == [member.pk]
    assert [plan.version for plan in found.plans] == [version]


def test_queries_are_constant(network, member, django_assert_num_queries):
    version = make_plan(network, (40, 60))
    period = make_period(network)
    period.closed = False
    with django_assert_num_queries(5):
        assert rollup(network, period).plans[0].figure.obliged == 2
    eje = make_eje(version, "2")
    for number in range(10):
        someone = make_member(network, f"m{number}")
        activity = make_activity(eje, f"2.{number}")
        Deliverable.objects.create(activity=activity, title="P")
        make_entry(activity, period, someone)
    with django_assert_num_queries(5):
        assert rollup(network, period).plans[0].figure.reported == 10


# -- indicators -----------------------------------------------------------------------------------------------


def measure(activity, period, member, indicator, value=None, basis=Basis.PERIOD, text="", **fields):
    entry = make_entry(activity, period, member, **fields)
    Measurement.objects.create(
        entry=entry, indicator_lineage=indicator.lineage, value=value, basis=basis, text=text
    )


def figures(network, period):
    (found,) = indicator_values(network, period)
    return found.value, found.cumulative


@pytest.fixture
def activity(network):
    return make_activity(make_eje(make_version(network)), concerns=Concern.EVERY_MEMBER)


def test_sums_over_members_and_periods(network, member, activity):
    two = make_member(network, "dos")
    indicator = Indicator.objects.create(activity=activity, title="Talleres")
    first, second = make_period(network, "2024-T1"), make_period(network, "2024-T2")
    assert figures(network, first) == (None, None)
    measure(activity, first, member, indicator, 3)
    measure(activity, first, two, indicator, 4)
    measure(activity, second, member, indicator, 5)
    measure(activity, second, two, indicator, 100, review_state=ReviewState.DRAFT)
    assert figures(network, first) == (7, 7)
    assert figures(network, second) == (5, 12)


def test_a_cumulative_figure_stands_for_what_came_before(network, member, activity):
    indicator = Indicator.objects.create(activity=activity, title="Personas")
    for code, value, basis in (
        ("2024-T1", 10, "period"),
        ("2024-T2", 30, "year_to_date"),
        ("2024-T3", 5, "period"),
    ):
        measure(activity, make_period(network, code), member, indicator, value, basis)
    assert figures(network, period_for(network, "2024-T2")) == (30, 30)
    assert figures(network, period_for(network, "2024-T3")) == (5, 35)
    assert figures(network, period_for(network, "2024")) == (35, 35)


def test_the_latest_figure_of_a_state(network, member, activity):
    indicator = Indicator.objects.create(activity=activity, title="Unidades", over_periods=OverPeriods.LATEST)
    measure(activity, make_period(network, "2024-T1"), member, indicator, 4)
    measure(activity, make_period(network, "2024-T2"), member, indicator, 3)
    assert figures(network, period_for(network, "2024-T2")) == (3, 3)


def test_the_networks_figure_stands(network, member, activity):
    """14 of 20 localities, said by the secretariat: what members gave in that period is not added to it."""
    indicator = Indicator.objects.create(activity=activity, title="Localidades", target=20)
    first, second = make_period(network, "2024-T1"), make_period(network, "2024-T2")
    measure(activity, first, member, indicator, 2)
    measure(activity, second, member, indicator, 1)
    measure(activity, second, None, indicator, 14, Basis.YEAR_TO_DATE)
    assert figures(network, second) == (14, 14)
    assert indicator_values(network, second)[0].percent_of_target == 70


def test_words_are_the_latest(network, member, activity):
    indicator = Indicator.objects.create(activity=activity, title="Estado", is_numeric=False)
    measure(activity, make_period(network, "2024-T1"), member, indicator, text="en consulta")
    measure(activity, make_period(network, "2024-T2"), member, indicator, text="validado")
    (found,) = indicator_values(network, period_for(network, "2024-T2"))
    assert (found.text, found.value) == ("validado", None)
