"""Indicators that courses feed: what is proposed, to whom, and beside what was reported."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from monitoring.models import ComplianceEntry, Measurement, TrainingFeed
from monitoring.models.training import Counting
from monitoring.selectors.training import fed_figures
from monitoring.services.training import training_feed_save
from networks.models import CourseMeeting
from networks.services.records import record_delete
from plans.models import Concern, Indicator
from tests.factories import (
    make_activity,
    make_eje,
    make_entry,
    make_member,
    make_network,
    make_period,
    make_version,
)
from tests.networks.training import enroll, make_contact, make_course, make_topic


def url(name: str, **kwargs) -> str:
    return reverse(f"monitoring:{name}", kwargs={"slug": "alfa", **kwargs})


@pytest.fixture
def activity(network):
    return make_activity(make_eje(make_version(network)), concerns=Concern.EVERY_MEMBER)


@pytest.fixture
def indicator(activity) -> Indicator:
    return Indicator.objects.create(activity=activity, title="Personas que concluyeron", unit="personas")


@pytest.fixture
def period(network):
    return make_period(network, "2024-T1")


@pytest.fixture
def course(network, member):
    """In the first quarter: two of the member completed, one of another failed and one is undecided."""
    course, other = make_course(network, "Curso"), make_member(network, "dos")
    enroll(course, make_contact(member, sex="female"), "111")
    enroll(course, make_contact(member, sex="male"), "110")
    enroll(course, make_contact(other, sex="female"), "000")
    enroll(course, make_contact(other, sex="female"), "11-")
    course.minimum_attendance = Decimal(80)
    course.save()
    return course


def feed(indicator: Indicator, counting: str = Counting.COMPLETED, **fields) -> TrainingFeed:
    network = indicator.activity.eje.version.plan.network
    return TrainingFeed.objects.create(
        network=network, indicator_lineage=indicator.lineage, counting=counting, **fields
    )


def number(indicator, period, member=None) -> Decimal | None:
    return fed_figures(period.network, period, [indicator.lineage], member)[indicator.lineage].number


@pytest.mark.parametrize(
    ("counting", "expected"),
    [("enrolled", 4), ("attended", 3), ("completed", 3), ("courses", 1), ("hours", 10)],
)
def test_each_count(counting, expected, indicator, period, course) -> None:
    feed(indicator, counting)
    assert number(indicator, period) == expected


def test_by_sex_topic_and_unit(indicator, period, course, member, network) -> None:
    one = feed(indicator, sex="female", topic=course.topic)
    assert number(indicator, period) == 2
    assert number(indicator, period, member) == 1
    one.topic = make_topic(network, "Otro tema")
    one.save()
    assert number(indicator, period) is None


def test_a_unit_without_anybody_in_a_course_is_told_nothing(indicator, period, course, network) -> None:
    feed(indicator)
    assert number(indicator, period, make_member(network, "tres")) is None


def test_a_course_counts_in_the_period_it_ends(indicator, period, course, network) -> None:
    """Periods add: who came in the first quarter and completed in the second counts once in each figure."""
    last = course.meetings.last()
    CourseMeeting.objects.filter(pk=last.pk).update(held_on=datetime.date(2024, 4, 3))
    second = make_period(network, "2024-T2")
    one = feed(indicator)
    assert (number(indicator, period), number(indicator, second)) == (0, 3)
    TrainingFeed.objects.filter(pk=one.pk).update(counting="attended")
    assert (number(indicator, period), number(indicator, second)) == (3, 0)


def test_courses_of_another_network_do_not_count(indicator, period, course) -> None:
    feed(indicator)
    strange = make_network("beta")
    enroll(make_course(strange), make_contact(make_member(strange, "x")), "111")
    assert number(indicator, period) == 3


def test_the_form_proposes_it_and_keeps_what_she_writes(
    indicator, activity, period, course, member, technician, login
) -> None:
    feed(indicator)
    client = login(technician)
    where = {"code": period.code, "lineage": activity.lineage, "who": member.code}
    html = " ".join(client.get(url("entry_edit", **where)).content.decode().split())
    assert "Según los cursos registrados del periodo: <strong>2</strong>" in html
    assert 'data-fed-value="2"' in html
    data = {"revision": "0", f"indicator-{indicator.lineage}-value": "5"}
    client.post(url("entry_edit", **where), data)
    assert Measurement.objects.get().value == Decimal(5)


def test_the_network_itself_is_told_of_everybody(indicator, activity, period, course, secretariat, login) -> None:
    activity.concerns = Concern.NETWORK
    activity.save()
    feed(indicator)
    where = {"code": period.code, "lineage": activity.lineage, "who": "red"}
    html = login(secretariat).get(url("entry_edit", **where)).content.decode()
    assert 'data-fed-value="3"' in html
    assert "De 1 persona falta registrar" not in html


def test_a_difference_from_what_was_reported_is_told(
    indicator, activity, period, course, member, observer, login
) -> None:
    feed(indicator)
    entry = make_entry(activity, period, member)
    Measurement.objects.create(entry=entry, indicator_lineage=indicator.lineage, value=Decimal(5))
    client = login(observer)
    listed = url("indicator_list", code=period.code)
    for address in (listed, f"{listed}?indicador={indicator.lineage}"):
        html = " ".join(client.get(address).content.decode().split())
        assert "difiere en 2 de lo informado, que es 5" in html
    Measurement.objects.update(value=Decimal(3))
    assert "coincide con lo informado" in client.get(listed).content.decode()
    assert ComplianceEntry.objects.get().revision == entry.revision


def test_the_secretariat_ties_changes_and_unties(indicator, secretariat, login) -> None:
    client = login(secretariat)
    form = {"indicator_lineage": str(indicator.lineage), "counting": "completed", "topic": "", "sex": ""}
    client.post(url("training_feed_create"), form)
    row = TrainingFeed.objects.get()
    html = client.post(url("training_feed_create"), form).content.decode()
    assert TrainingFeed.objects.count() == 1
    assert "is-invalid" in html
    client.post(url("training_feed_update", pk=row.pk), {**form, "counting": "hours", "sex": "female"})
    row.refresh_from_db()
    assert row.counting == "completed"
    client.post(url("training_feed_update", pk=row.pk), {**form, "counting": "hours"})
    row.refresh_from_db()
    assert row.counting == "hours"
    client.post(url("training_feed_delete", pk=row.pk))
    assert not TrainingFeed.objects.exists()


def test_nothing_of_another_network_is_tied(indicator, secretariat, login) -> None:
    strange = make_network("beta")
    eje = make_eje(make_version(strange))
    other = Indicator.objects.create(activity=make_activity(eje), title="Ajeno")
    client = login(secretariat)
    assert "Ajeno" not in client.get(url("training_feed_create")).content.decode()
    form = {"indicator_lineage": str(other.lineage), "counting": "completed"}
    client.post(url("training_feed_create"), form)
    assert not TrainingFeed.objects.exists()
    network = indicator.activity.eje.version.plan.network
    for values in ({"indicator_lineage": other.lineage}, {"topic": make_topic(strange)}):
        given = {"indicator_lineage": indicator.lineage, "counting": "attended", "network": network, **values}
        with pytest.raises(ValidationError, match=r"otra red|no es de un plan"):
            training_feed_save(feed=TrainingFeed(**given))
    assert client.get(url("training_feed_update", pk=feed(other).pk)).status_code == 404


def test_many_courses_and_indicators_cost_no_more(
    indicator, activity, period, course, network, django_assert_num_queries
) -> None:
    feed(indicator)
    rows = [indicator]
    for each in range(5):
        rows.append(Indicator.objects.create(activity=activity, title=f"Otro {each}"))
        feed(rows[-1], "attended")
        enroll(make_course(network), make_contact(make_member(network)), "1")
    with django_assert_num_queries(4):
        fed_figures(network, period, [row.lineage for row in rows])
    with django_assert_num_queries(1):
        fed_figures(network, period, [activity.lineage])


def test_the_topic_that_feeds_an_indicator_is_not_deleted(network, indicator) -> None:
    topic = make_topic(network)
    feed = TrainingFeed(
        network=network, indicator_lineage=indicator.lineage, counting=Counting.COMPLETED, topic=topic
    )
    training_feed_save(feed=feed)
    with pytest.raises(ValidationError, match="porque la usan: indicadores que alimenta la formación"):
        record_delete(record=topic)
    assert TrainingFeed.objects.exists()
