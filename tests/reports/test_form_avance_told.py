"""The report of progress: what it says of silence, deadlines, members and commitments, and what it does not."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from monitoring.models import Decision, EntryStatus, FollowUp, ReviewState
from networks.models import MemberComparison, Network
from plans.models import Concern
from reports.official.avance.checks import checks
from reports.official.avance.printed import EJES, printed, summary_parts
from tests.factories import (
    make_activity,
    make_eje,
    make_entry,
    make_meeting,
    make_member,
    make_network,
    make_period,
    make_plan,
    make_version,
)
from tests.reports.forms_samples import data_of, pages_of, queries_of, scope_in, words_of

LONG = "Se avanzó en lo que el plan pide y falta lo que se dice después. "


def lines_of(data: dict) -> list[dict]:
    return [line for plan in data["plans"] for eje in plan["ejes"] for line in eje["activities"]]


@pytest.fixture
def alone(network):
    """A network with a plan of four members' activities in three ejes, and nothing reported."""
    version = make_version(network)
    for code in ("A", "B", "C"):
        eje = make_eje(version, code)
        make_activity(eje)
        make_activity(eje, concerns=Concern.NETWORK, deadline_end_on=datetime.date(2024, 2, 10))
    for number in range(4):
        make_member(network, f"m{number}", order=number)
    make_period(network, "2024-T1")
    make_period(network, "2024-T2")
    return network


def activity_of(network: Network, code: str):
    return network.plans.get().versions.get().ejes.get(code=code[0]).activities.get(code=code)


def test_silence_is_no_zero(alone, tmp_path):
    data = data_of("avance", alone, "2024-T1")
    first = pages_of(data, tmp_path)[0]

    assert data["plans"][0]["value"] is None
    assert data["plans"][0]["ceiling"] == "100.00"
    assert {row["status"] for row in data["states"]} == {None}
    assert "0 de 15" in first
    assert "0,00" not in first.replace("100,00", "")
    assert "Sin informar: 6" in first
    brief = printed(data)["brief"]
    assert (brief["best"], brief["behind"]) == ([], [])


def test_a_deadline_that_ended_in_the_period_is_told(alone):
    make_entry(activity_of(alone, "A.2"), alone.periods.get(code="2024-T1"), status=EntryStatus.DONE)
    data = data_of("avance", alone, "2024-T1")

    late = {line["code"]: line["late_on"] for line in lines_of(data) if line["late_on"]}
    assert late == {"B.2": "2024-02-10", "C.2": "2024-02-10"}
    assert "2 con el plazo vencido: B.2, C.2." in words_of(data).replace(" :", ":").replace(" .", ".")


def test_figures_stand_beside_names_only_where_the_network_says_so(alone):
    activity, period = activity_of(alone, "A.1"), alone.periods.get(code="2024-T1")
    members = list(alone.members.order_by("order"))
    for member, status in zip(members, ("cumplido", "cumplido", "en_avance"), strict=False):
        make_entry(activity, period, member, status, progress=Decimal(40) if status == "en_avance" else None)

    own = data_of("avance", alone, "2024-T1")["plans"][0]
    assert own["comparison"]["listed"] is False
    assert [row["value"] for row in own["members"]] == [None] * 5
    assert [row["same_or_more"] for row in own["members"]] == [None] * 5
    assert [row["reported"] for row in own["members"]] == [0, 1, 1, 1, 0]
    # Of three figures there is a median and no quartiles.
    assert (own["comparison"]["median"], own["comparison"]["lower"]) == ("33.33", None)

    Network.objects.filter(pk=alone.pk).update(member_comparison=MemberComparison.EVERYONE)
    alone.refresh_from_db()
    listed = data_of("avance", alone, "2024-T1")
    rows = {row["code"]: row for row in listed["plans"][0]["members"]}
    assert (rows["m0"]["value"], rows["m2"]["value"], rows["m3"]["value"]) == ("33.33", "13.33", None)
    assert (rows["m2"]["same_or_more"], rows["m2"]["others"], rows["m2"]["side"]) == (2, 2, "below")
    assert "bajo la mediana" in words_of(listed)


def test_what_stays_outside_and_what_came_late_is_listed(alone):
    period = alone.periods.get(code="2024-T1")
    gone = make_member(alone, "fue", valid_to_on=datetime.date(2023, 12, 31))
    make_entry(activity_of(alone, "A.1"), period, gone)
    late = datetime.datetime(2024, 5, 3, 12, tzinfo=datetime.UTC)
    make_entry(
        activity_of(alone, "B.2"),
        period,
        review_state=ReviewState.VALIDATED,
        first_submitted_at=late,
        submitted_at=late,
    )
    data = data_of("avance", alone, "2024-T1")

    assert [(row["code"], row["member"], row["reason"]) for row in data["outside"]] == [
        ("A.1", "Integrante fue", "not_obliged")
    ]
    assert [(row["code"], row["sent_on"]) for row in data["late"]] == [("B.2", "2024-05-03")]
    assert data["basis"] == {
        "reported": 1,
        "validated": 1,
        "to_review": 0,
        "late": 1,
        "outside": 1,
        "sample": 0,
        "with_evidence": 0,
    }
    assert "no le tocaba informarla" in words_of(data)


def test_commitments_are_those_of_the_period(alone):
    early = make_meeting(alone, datetime.date(2024, 2, 1))
    later = make_meeting(alone, datetime.date(2024, 6, 1))
    agreed = Decision.objects.create(meeting=early, body="Enviar los formatos")
    FollowUp.objects.create(
        decision=agreed, body="Enviarlos", deadline_text="marzo", deadline_end_on=datetime.date(2024, 3, 31)
    )
    FollowUp.objects.create(
        decision=agreed, body="Cerrado antes", state="closed", closed_on=datetime.date(2023, 12, 1)
    )
    Decision.objects.create(meeting=early, body="Sin seguimiento")
    FollowUp.objects.create(decision=Decision.objects.create(meeting=later, body="Otra"), body="De después")
    data = data_of("avance", alone, "2024-T1")

    assert [(row["body"], row["state"]) for row in data["commitments"]] == [("Enviarlos", "overdue"), (None, None)]
    assert data["commitments"][0]["overdue_since"] == "2024-04-01"
    text = words_of(data)
    assert "1 compromiso vencido" in text
    assert "Vencido desde el 01/04/2024" in text
    assert data_of("avance", alone, "2024-T1", eje="A")["commitments"] == []


def test_the_first_page_is_one_whatever_it_holds(network, tmp_path):
    Network.objects.filter(pk=network.pk).update(
        name="Red Interinstitucional de Género de los Municipios de la Zona Metropolitana", secretariat="Instituto"
    )
    network.refresh_from_db()
    version = make_version(network)
    periods = [make_period(network, f"2024-T{number}") for number in range(1, 5)]
    statuses = ("cumplido", "en_avance", "no_cumplido", "pendiente", "reprogramado", "no_aplica")
    for number in range(14):
        eje = make_eje(version, f"{number + 1}", title=f"Fortalecimiento institucional {LONG}"[:120], order=number)
        activity = make_activity(
            eje,
            title=LONG,
            concerns=Concern.NETWORK,
            deadline_start_on=datetime.date(2024, 1, 1),
            deadline_end_on=datetime.date(2024, 12, 1),
        )
        for period in periods:
            status = statuses[number % 6]
            if number < 13:
                make_entry(activity, period, status=status, progress=Decimal(30) if number % 6 == 1 else None)
    meeting = make_meeting(network, datetime.date(2024, 1, 9))
    FollowUp.objects.create(
        decision=Decision.objects.create(meeting=meeting, body=LONG * 3),
        body=LONG * 3,
        deadline_end_on=datetime.date(2024, 2, 1),
    )
    network.report_sections.create(period=periods[3], form="avance", key="resumen", body=(LONG * 4 + "\n") * 3)
    data = data_of("avance", network, "2024-T4")
    first, second = (" ".join(page.split()) for page in pages_of(data, tmp_path)[:2])

    assert "Resumen ejecutivo" in first
    assert "En qué se apoyan" in first
    assert f"Y {14 - EJES + 4} más" in first, "three lines of summary and where it goes on"
    assert "El resumen sigue en la página que viene." in first
    assert "Resumen, continuación" in second
    assert "1 compromiso vencido" in first


def test_a_summary_is_cut_between_sentences():
    head, rest = summary_parts(f"Corto.\n{LONG * 12}\nFinal.")

    assert head[0] == "Corto."
    assert head[1].endswith("después.")
    assert " ".join([*head, *rest]).split() == f"Corto. {LONG * 12} Final.".split()
    assert summary_parts("Uno.\nDos.") == (["Uno.", "Dos."], [])
    assert summary_parts(None) == ([], [])
    assert summary_parts("x" * 900) == ([], ["x" * 900])


def test_without_a_plan_it_says_so(network):
    make_period(network, "2024-T1")
    data = data_of("avance", network, "2024-T1")

    assert data["plans"] == []
    assert "Ningún plan está vigente" in words_of(data)
    assert [one.kind for one in checks(scope_in(network, "2024-T1"), data)] == ["no_plan"]


def test_two_plans_stand_side_by_side(network):
    make_plan(network, (40, 60), slug="2024")
    make_plan(network, (None, None), slug="otro")
    member = make_member(network)
    period = make_period(network, "2024-T1")
    activity = network.plans.get(slug="2024").versions.get().ejes.get().activities.first()
    make_entry(activity, period, member)
    data = data_of("avance", network, "2024-T1")
    text = words_of(data)

    assert {plan["slug"]: plan["value"] for plan in data["plans"]} == {"2024": "40.00", "otro": None}
    assert "Plan 2024" in text
    assert "Plan otro" in text
    one = data_of("avance", network, "2024-T1", plan=network.plans.get(slug="otro"))
    assert [plan["slug"] for plan in one["plans"]] == ["otro"]


@pytest.mark.django_db
def test_queries_do_not_grow():
    found = []
    for slug, members, activities in (("chica", 2, 2), ("grande", 9, 12)):
        network = make_network(slug)
        eje = make_eje(make_version(network))
        people = [make_member(network) for _ in range(members)]
        period = make_period(network, "2024-T1")
        for _ in range(activities):
            activity = make_activity(eje)
            activity.indicators.create(title="Talleres", target=Decimal(9))
            for member in people:
                make_entry(activity, period, member, narrative="Se hizo.", obstacles="Ninguno.")
        found.append(queries_of("avance", network, "2024-T1"))
    assert found[0] == found[1]
