"""The report of how a network is built: the figures of its pages, and nobody's name."""

from __future__ import annotations

import datetime
import json

import pytest
from django.urls import resolve

from networks.completion import Tally
from networks.models import Certificate, Contact, Course, CourseTopic, Enrollment, Network
from networks.selectors.courses import courses_of, totals_of
from networks.selectors.invitations import invitation_counts
from networks.selectors.roster import roster_counts, roster_history
from networks.selectors.units import unit_history
from reports.demo import load_network
from reports.official import FORMS
from reports.official.red.checks import checks
from reports.official.red.context import thinned
from tests.factories import make_member, make_period, make_plan
from tests.reports.forms_samples import (
    check_tables,
    data_of,
    missing_figures,
    pages_of,
    queries_of,
    scope_in,
    words_of,
)

pytestmark = pytest.mark.django_db
LAST = datetime.date(2018, 12, 31)


@pytest.fixture
def gdl() -> Network:
    return load_network("red-gdl")


def test_the_roster_is_that_of_the_page(gdl):
    found, counts = data_of("red", gdl, "2018-S2"), roster_counts(gdl, LAST)
    roster = found["roster"]

    assert found["goal"]["people"] == 100
    assert found["goal"]["on"] == "2018-12-31"
    assert (roster["counted"], roster["unknown"], roster["outside"]) == (
        counts.counted,
        counts.unknown,
        counts.outside,
    )
    assert (roster["percent"], roster["missing"]) == ("61.00", 39)
    assert roster["missing"] == counts.missing
    units = {row["code"]: (row["counted"], row["unknown"], row["outside"]) for row in roster["units"]}
    assert units == {share.code: (share.counted, share.unknown, share.outside) for share in counts.by_unit}
    levels = [(row["label"], row["counted"], row["unknown"], row["outside"]) for row in roster["levels"]]
    assert levels == [(one.label, one.counted, one.unknown, one.outside) for one in counts.by_level]
    marks = roster_history(gdl, LAST).marks
    assert [(row["day"], row["counted"]) for row in roster["history"]] == [
        (mark.day.isoformat(), mark.counted) for mark in marks
    ]


def test_every_breakdown_adds_to_the_roster(gdl):
    roster = data_of("red", gdl, "2018-S2")["roster"]
    for part in ("levels", "sexes", "units"):
        for name in ("counted", "unknown", "outside", "people"):
            assert sum(row[name] for row in roster[part]) == roster[name], (part, name)
    # Everybody who left had been counted: what there was, and what came and went, give what there is.
    people_before = sum(mark["counted"] + mark["unknown"] + mark["outside"] for mark in _last_before(roster))
    assert people_before + roster["joined"] - roster["left"] == roster["people"]


def _last_before(roster: dict) -> list[dict]:
    return [mark for mark in roster["history"] if mark["day"] <= "2018-06-30"][-1:]


def test_training_is_that_of_the_page(gdl):
    training = data_of("red", gdl, "2018-S2")["training"]
    totals = totals_of(gdl, list(courses_of(gdl, LAST)), LAST)

    assert [row["label"] for row in training["topics"]] == [row.topic.name for row in totals.topics]
    assert len(training["topics"]) == 7
    assert [(row["courses"], row["hours"]) for row in training["topics"]] == [
        (row.courses, f"{row.hours:.2f}") for row in totals.topics
    ]
    assert [_tally(row) for row in training["topics"]] == [row.tally for row in totals.topics]
    assert [_tally(row) for row in training["sexes"]] == [row.tally for row in totals.sexes]
    assert _tally(training["total"]) == totals.tally
    units = {row.label: row.tally for row in totals.units}
    assert all(_tally(row) == units[row["label"]] for row in training["units"])


def _tally(row: dict) -> Tally:
    return Tally(*(row[name] for name in ("enrolled", "attended", "completed", "unrecorded")))


def test_a_course_of_later_is_not_in_an_earlier_report(gdl):
    """«Liderazgo» was given in August."""
    first, second = (data_of("red", gdl, code)["training"] for code in ("2018-S1", "2018-S2"))

    assert (first["total"]["courses"], second["total"]["courses"]) == (4, 5)
    assert first["period"]["courses"] + second["period"]["courses"] == 5
    assert first["period"]["sessions"] + second["period"]["sessions"] == second["total"]["sessions"]
    # A course that went on over the end of June has nobody who completed it yet.
    equality = {row["label"]: row for row in first["topics"]}["Igualdad sustantiva y políticas públicas"]
    assert (equality["courses"], equality["completed"], equality["unrecorded"]) == (1, 0, 0)


def test_who_completes_later_had_not_yet(network):
    """A course over both semesters: half of it attended in each."""
    periods = [make_period(network, code) for code in ("2024-S1", "2024-S2")]
    unit = make_member(network, "dif")
    person = Contact.objects.create(member=unit, name="Enlace de género", joined_on=datetime.date(2024, 1, 9))
    topic = CourseTopic.objects.create(network=network, name="Tema")
    course = Course.objects.create(network=network, topic=topic, title="Curso", minimum_attendance=50)
    part = Enrollment.objects.create(course=course, contact=person, member=unit)
    for day in (datetime.date(2024, 6, 20), datetime.date(2024, 7, 4)):
        course.meetings.create(held_on=day, hours=4).attendance.create(enrollment=part, attended=True)

    told = [data_of("red", network, period.code)["training"]["total"] for period in periods]
    assert [(row["attended"], row["completed"], row["hours"]) for row in told] == [(1, 0, "4.00"), (1, 1, "8.00")]


def test_units_are_those_of_the_page(gdl):
    units = data_of("red", gdl, "2018-S2")["units"]

    assert (units["total"], units["liaisons"], units["gender_units"], units["neither"]) == (12, 9, 2, 3)
    marks = unit_history(gdl, LAST).marks
    assert [(row["day"], row["liaisons"], row["gender_units"]) for row in units["history"]] == [
        (mark.day.isoformat(), mark.liaisons, mark.gender_units) for mark in marks
    ]
    rows = {row["code"]: row for row in units["rows"]}
    assert rows["presidencia"]["gender_unit_on"] == "2018-02-01"
    assert data_of("red", gdl, "2018-S1")["units"]["rows"][0]["gender_unit_on"] == "2018-02-01"


def test_invitations_are_those_of_the_page(gdl):
    found = data_of("red", gdl, "2018-S2")["invitations"]
    today = datetime.date.fromisoformat(found["as_of"])
    counts = invitation_counts(gdl, today)

    assert (found["total"], found["total_waiting"], found["total_accepted"]) == (
        counts.total,
        counts.waiting,
        counts.accepted,
    )
    assert found["sent"] == 0, "sample invitations are of these weeks, not of 2018"


def test_nobody_is_named(gdl):
    text = json.dumps(data_of("red", gdl, "2018-S2"), ensure_ascii=False)
    for person in Contact.objects.filter(member__network=gdl):
        assert person.name not in text
        assert not person.email or person.email not in text


def test_every_figure_is_printed(gdl, tmp_path):
    data = data_of("red", gdl, "2018-S2")
    text = "\n".join(pages_of(data, tmp_path))
    training = data["training"]
    figures = {
        row[name] for rows in ("topics", "sexes", "units") for row in training[rows] for name in ("share", "hours")
    }
    figures |= {data["roster"]["percent"], training["total"]["share"], training["total"]["hours"]}

    assert not missing_figures(figures - {None}, text)
    assert "61 de 100" in text
    assert "9 de 12" in text
    assert "estrategia 6.5" in text


def test_certificates_are_counted_while_they_hold(gdl):
    rows = list(Enrollment.objects.filter(course__network=gdl).order_by("pk")[:3])
    given = [
        Certificate.objects.create(enrollment=row, folio=f"C-{row.pk}", data={}, pdf="x.pdf", pdf_sha256="0" * 64)
        for row in rows
    ]
    Certificate.objects.filter(pk__in=[one.pk for one in given]).update(
        issued_at=datetime.datetime(2018, 12, 1, tzinfo=datetime.UTC)
    )
    assert data_of("red", gdl, "2018-S2")["training"]["total"]["certificates"] == 3
    Certificate.objects.filter(pk=given[0].pk).update(revoked_at=datetime.datetime.now(datetime.UTC))
    found = data_of("red", gdl, "2018-S2")["training"]
    assert found["total"]["certificates"] == found["period"]["certificates"] == 2
    assert sum(row["certificates"] for row in found["topics"]) == 2
    assert data_of("red", gdl, "2018-S1")["training"]["total"]["certificates"] == 0


def test_a_member_has_her_own_part_and_no_goal_of_her_own(gdl):
    unit = gdl.members.get(code="dif")
    data = data_of("red", gdl, "2018-S2", member=unit)

    assert data["roster"]["counted"] == 11
    assert (data["roster"]["percent"], data["roster"]["missing"]) == (None, None)
    assert [row["code"] for row in data["units"]["rows"]] == ["dif"]
    assert [row["label"] for row in data["training"]["units"]] == [unit.name]
    assert "Tesorería" not in words_of(data)


def test_tables_are_typed(gdl):
    tables = check_tables("red", data_of("red", gdl, "2018-S2"))

    assert tables["Meta"].rows[0][1] == 100
    assert len([row for row in tables["Formación"].rows if row[0] == "Tema"]) == 7


@pytest.mark.parametrize("slug", ["utgm", "red-gdl", "coalicion", "sernam", "mesa"])
def test_every_network_has_its_report(slug):
    network = load_network(slug)
    code = network.periods.order_by("start_on").last().code
    data = data_of("red", network, code)

    text = words_of(data)
    assert "None" not in text
    check_tables("red", data)
    if slug != "red-gdl":
        assert data["goal"]["people"] is None
        assert "la red no tiene una meta" in text


def test_an_empty_network_says_so(network):
    make_period(network, "2024-T1")
    data = data_of("red", network, "2024-T1")
    text = words_of(data)

    assert data["roster"]["history"] == []
    assert "Sin información" in text
    kinds = {one.kind for one in checks(scope_in(network, "2024-T1"), data)}
    assert kinds == {"goal_missing", "norms_missing", "roster_empty"}


def test_what_is_missing_is_found_with_a_way_there(gdl):
    Network.objects.filter(pk=gdl.pk).update(roster_goal_on=None)
    gdl.refresh_from_db()
    make_member(gdl, "sin-nada", name="Archivo Municipal")
    gdl.report_sections.create(
        period=gdl.periods.get(code="2018-S2"),
        form="red",
        key="sintesis",
        body="Ya son 640 servidoras; cuentan 61.",
    )
    scope = scope_in(gdl, "2018-S2")
    data = data_of("red", gdl, "2018-S2")
    found = list(checks(scope, data))

    kinds = [one.kind for one in found]
    assert {"goal_undated", "roster_unknown", "unit_without_data", "narrative_figure"} <= set(kinds)
    said = [one.message for one in found if one.kind == "narrative_figure"]
    assert len(said) == 1
    assert "640 servidoras" in said[0]
    assert [one.where for one in found if one.kind == "unit_without_data"] == ["Archivo Municipal"]
    assert all(resolve(one.link) for one in found)


def test_marks_under_a_picture_are_few_and_end_with_the_last():
    rows = [{"day": number} for number in range(40)]
    assert thinned(rows)[-1] == rows[-1]
    assert len(thinned(rows)) <= 13
    assert thinned(rows[:13]) == rows[:13]
    assert thinned([]) == []


def test_as_many_queries_for_many_as_for_few(network):
    make_plan(network)
    make_period(network, "2024-T1")
    topic = CourseTopic.objects.create(network=network, name="Tema")

    def add(number: int) -> None:
        unit = make_member(network, f"u{number}")
        person = Contact.objects.create(member=unit, name=f"Enlace {number}", joined_on=datetime.date(2024, 1, 9))
        course = Course.objects.create(network=network, topic=topic, title=f"Curso {number}")
        course.meetings.create(held_on=datetime.date(2024, 2, 1), hours=2)
        Enrollment.objects.create(course=course, contact=person, member=unit)

    add(1)
    few = queries_of("red", network, "2024-T1")
    for number in range(2, 9):
        add(number)
    assert queries_of("red", network, "2024-T1") == few


def test_it_is_a_form_with_its_sections():
    assert [section.key for section in FORMS["red"].sections] == ["presentacion", "sintesis"]
