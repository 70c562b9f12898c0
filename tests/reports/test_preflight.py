"""What is missing or does not agree before a report is issued, each told once, with the page that mends it."""

from __future__ import annotations

import copy
import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from monitoring.models import Attendance, FollowUp, Measurement, PublicationItem, ReportSection, ReviewState
from networks.models import QuorumRule
from plans.models import Indicator
from reports.official import FORMS, report_data
from reports.official.form import Scope
from reports.preflight import preflight
from tests.factories import make_entry, make_meeting, make_member, make_seat
from tests.reports.publishing_samples import make_sample

FORM = FORMS["gestion"]


@pytest.fixture
def sample(network):
    return make_sample(network)


@pytest.fixture
def find(sample, client):
    """`find(kind)`: the findings of that kind; every link is opened to see that it leads somewhere."""

    def _find(kind: str, change=None, scope=None) -> list:
        asked = scope or Scope(network=sample.network, period=sample.period)
        data = copy.deepcopy(report_data("gestion", asked))
        if change:
            change(data)
        found = preflight(asked, FORM, data)
        assert all(client.get(one.link).status_code == 302 for one in found if one.link)
        return [one for one in found if one.kind == kind]

    return _find


def test_an_open_period_is_provisional(find, sample) -> None:
    (found,) = find("provisional")
    assert found.link == "/redes/alfa/periodos/2024-T1/cerrar/"


def test_what_nobody_reported_reviewed_or_sent_is_counted(find, sample) -> None:
    other = make_member(sample.network, "sur")
    make_entry(sample.activity, sample.period, other, review_state=ReviewState.DRAFT)
    third = make_member(sample.network, "este")
    make_entry(sample.activity, sample.period, third, review_state=ReviewState.RETURNED)
    assert "Faltan por informar 2 de los 3" in find("not_reported")[0].message
    assert find("entries_draft")[0].message.startswith("1 avance está en borrador")
    assert find("entries_returned")[0].link == "/redes/alfa/periodos/2024-T1/"
    assert find("entries_submitted")[0].link == "/redes/alfa/periodos/2024-T1/revision/"
    only = Scope(network=sample.network, period=sample.period, member=sample.member)
    assert find("entries_draft", scope=only) == []
    assert find("not_reported", scope=only) == []


def test_sample_data_in_a_report_is_told(find, sample) -> None:
    assert find("sample") == []
    type(sample.entry).objects.filter(pk=sample.entry.pk).update(is_sample=True)
    sample.version.is_sample = True
    sample.version.save()
    assert [one.where for one in find("sample")] == ["Avances", "Plan"]


def test_sessions_owed_cancelled_and_without_quorum_are_told(find, sample) -> None:
    make_meeting(sample.network, None, programmed_on=datetime.date(2024, 3, 1))
    make_meeting(
        sample.network, None, programmed_on=datetime.date(2024, 3, 5), cancelled_on=datetime.date(2024, 3, 4)
    )
    said = [one.message for one in find("meeting_owed")]
    assert "01/03/2024" in said[0]
    assert "se canceló" in said[1]
    assert find("meetings_fewer")[0].link == "/redes/alfa/sesiones/"
    (found,) = find("no_quorum")
    assert found.link == f"/redes/alfa/sesiones/{sample.meeting.pk}/"
    for seat in (make_seat(sample.network, "d"), make_seat(sample.network, "e")):
        Attendance.objects.create(meeting=sample.meeting, member=seat, attended=True)
    assert find("no_quorum") == []
    sample.network.quorum_rule = QuorumRule.NONE
    sample.network.save()
    assert find("no_quorum") == []


def test_written_parts_and_lists_that_are_empty_are_told(find, sample) -> None:
    assert {one.where for one in find("section_empty")} == {str(section.title) for section in FORM.sections}
    ReportSection.objects.create(
        network=sample.network, period=sample.period, form="gestion", key="synthesis", body="Se avanzó."
    )
    assert len(find("section_empty")) == len(FORM.sections) - 1
    assert find("part_empty", lambda data: data.update(decisions=[]))[0].link == "/redes/alfa/sesiones/"


def test_a_regulation_of_after_the_close_is_told_once(find, sample) -> None:
    sample.network.regulation_on = datetime.date(2024, 10, 18)
    sample.network.save()
    assert len(find("regulation_after_close")) == 1
    assert len(find("regulation_after_close", lambda data: data.update(warnings=[]))) == 1


def test_follow_ups_overdue_and_publications_fallen_are_told(find, sample) -> None:
    FollowUp.objects.update(deadline_start_on="2024-02-01", deadline_end_on="2024-02-28", deadline_text="febrero")
    PublicationItem.objects.update(reopened_at=datetime.datetime(2024, 5, 1, tzinfo=datetime.UTC))
    assert find("follow_up_overdue")[0].link.endswith("/seguimientos/?estado=vencidos")
    assert "ya no está" in find("publication_fallen")[0].message


def _first_seat(data):
    data["seats"][0]["total"] += 3


def _held(data):
    data["sessions"]["ordinary"]["held"] += 1


@pytest.mark.parametrize(("change", "words"), [(_first_seat, "sus marcas son"), (_held, "el calendario")])
def test_two_parts_that_say_another_figure_are_told(find, change, words) -> None:
    assert find("figures_differ") == []
    assert any(words in one.message for one in find("figures_differ", change))


def test_what_the_members_measured_may_not_be_what_the_network_says(find, sample) -> None:
    indicator = Indicator.objects.create(activity=sample.activity, title="Talleres dados", over_members="sum")
    own = make_entry(sample.activity, sample.period)
    for entry, value in ((sample.entry, 3), (own, 5)):
        Measurement.objects.create(entry=entry, indicator_lineage=indicator.lineage, value=Decimal(value))
    assert "informó 5 y lo de sus integrantes suma 3" in find("figures_differ")[0].message


def test_a_narrative_that_says_another_figure_than_its_table_is_quoted(find, sample) -> None:
    indicator = Indicator.objects.create(activity=sample.activity, title="Talleres de igualdad dados")
    Measurement.objects.create(entry=sample.entry, indicator_lineage=indicator.lineage, value=Decimal(3))
    row = ReportSection.objects.create(
        network=sample.network,
        period=sample.period,
        form="gestion",
        key="action_plan",
        body="Hubo 4 talleres de igualdad.",
    )
    (found,) = find("narrative_differs")
    for part in ("4 talleres de igualdad", "dice 3 en", "Talleres de igualdad dados"):
        assert part in found.message
    assert found.link == "/redes/alfa/periodos/2024-T1/apartados/gestion/action_plan/"
    row.body = "Hubo 3 talleres de igualdad."
    row.save()
    assert find("narrative_differs") == []


def test_signs_that_cannot_be_printed_are_told(find) -> None:
    (found,) = find("unprintable", lambda data: data["decisions"][0].update(decision="Acordado \ue000"))
    assert "\ue000" in found.message


def test_a_period_that_spans_others_leads_to_pages_that_exist(find, sample) -> None:
    from monitoring.selectors import period_for

    year = Scope(network=sample.network, period=period_for(sample.network, "2024"))
    (found,) = [one for one in find("section_empty", scope=year) if one.where == "Síntesis"]
    assert found.link == "/redes/alfa/periodos/2024-T1/apartados/gestion/synthesis/"


def test_the_form_s_own_checks_are_asked_too(sample, monkeypatch) -> None:
    from dataclasses import replace

    from reports.official.form import Finding

    own = Finding(kind="own", where="Aquí", message="Falta lo propio.")
    form = replace(FORM, checks=lambda scope, data: [own, own])
    asked = Scope(network=sample.network, period=sample.period)
    assert preflight(asked, form, report_data("gestion", asked)).count(own) == 1


def test_more_entries_take_no_more_queries(sample) -> None:
    asked = Scope(network=sample.network, period=sample.period)

    def queries() -> int:
        data = report_data("gestion", asked)
        with CaptureQueriesContext(
            connection,
        ) as found:
            preflight(asked, FORM, data)
        return len(found)

    few = queries()
    for number in range(12):
        make_entry(sample.activity, sample.period, make_member(sample.network, f"m{number}"))
    assert queries() == few


def test_a_row_is_known_by_its_own_title() -> None:
    from reports.official.form import Column, Table
    from reports.preflight.agreement import known_figures

    columns = (
        Column(title="Eje", width=10),
        Column(title="Objetivo", width=40),
        Column(title="Actividad", width=50),
        Column(title="Unidad", width=20),
        Column(title="Avance", kind="percent"),
        Column(title="Qué se hizo", width=60),
        Column(title="Informaron", kind="integer"),
    )
    row = [
        "1",
        "Un objetivo de palabras muy largas",
        "Dar talleres",
        "horas persona",
        Decimal("40"),
        "Se dio uno",
        3,
    ]
    (known,) = known_figures([Table(name="A", title="Avance", columns=columns, rows=[row])])
    assert (known.label, known.percents, known.figures) == ("Dar talleres", (Decimal("40"),), ())
