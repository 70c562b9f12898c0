"""The report of progress: the figures of the roll-up, one page for who decides, nobody told apart."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from django.db import transaction
from django.urls import resolve

from monitoring.models import Decision, EntryStatus, FollowUp, ReviewState
from monitoring.selectors import indicator_values, period_for, rollup
from networks.models import MemberComparison, Network
from plans.models import Concern
from reports.demo import load_network
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
from tests.reports.forms_samples import (
    check_tables,
    data_of,
    figures_in,
    missing_figures,
    pages_of,
    queries_of,
    scope_in,
    words_of,
)

SLUGS = ("utgm", "red-gdl", "coalicion", "sernam", "mesa")
LONG = "Se avanzó en lo que el plan pide y falta lo que se dice después. "


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The five networks, once for all the tests that only read them."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield {slug: load_network(slug) for slug in SLUGS}
        transaction.set_rollback(True)


@pytest.fixture
def nets(demo, db) -> dict[str, Network]:
    return demo


def ejes_of(data: dict) -> list[dict]:
    return [eje for plan in data["plans"] for eje in plan["ejes"]]


def lines_of(data: dict) -> list[dict]:
    return [line for eje in ejes_of(data) for line in eje["activities"]]


# -- the networks of the demo ---------------------------------------------------------------------------------


def test_sernam_has_the_figures_of_the_domain(nets):
    data = data_of("avance", nets["sernam"], "2007")
    (plan,) = data["plans"]

    computed = ["100.00", "100.00", "100.00", "50.00", "50.00", "84.00", "100.00", "100.00"]
    assert [eje["value"] for eje in plan["ejes"]] == computed
    assert (plan["value"], plan["weighted"], plan["reported"], plan["obliged"]) == ("85.50", True, 37, 37)
    assert {row["status"]: row["number"] for row in data["states"]} == {
        "cumplido": 30,
        "reprogramado": 1,
        "pendiente": 6,
    }
    assert sorted((note["where"], note["declared"], note["computed"]) for note in data["warnings"]) == [
        ("4", "100.00", "50.00"),
        ("6", "100.00", "84.00"),
        ("6.1", "17.00", "16.00"),
        ("6.2", "17.00", "0.00"),
        ("6.4", "0.00", "17.00"),
    ]


@pytest.mark.parametrize(
    ("slug", "code"),
    [
        ("utgm", "2012-T2"),
        ("red-gdl", "2018-S1"),
        ("coalicion", "2012-S2"),
        ("sernam", "2007"),
        ("mesa", "2024-T3"),
    ],
)
def test_figures_are_those_of_the_roll_up(nets, slug, code):
    network = nets[slug]
    data, found = data_of("avance", network, code), rollup(network, period_for(network, code))

    for line, plan in zip(data["plans"], found.plans, strict=True):
        figure = plan.figure
        assert (line["value"], line["ceiling"]) == (_text(figure.earned), _text(figure.ceiling))
        assert (line["reported"], line["obliged"]) == (figure.reported, figure.obliged)
        for eje, own in zip(line["ejes"], plan.planned.ejes, strict=True):
            group = plan.eje(own.lineage)
            assert (eje["code"], eje["percent"]) == (own.code, _text(group.percent))
            assert (eje["reported"], eje["obliged"]) == (group.reported, group.obliged)
            assert sum(row["obliged"] for row in eje["activities"]) == group.obliged
        assert sum(row["obliged"] for row in line["members"]) == figure.obliged
        assert sum(row["reported"] for row in line["members"]) == figure.reported
        assert all(len(row["missing"]) == row["obliged"] - row["reported"] for row in line["members"])
    assert sum(row["number"] for row in data["states"]) + data["not_due"] == len(lines_of(data))
    assert data["basis"]["reported"] == found.reported


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:.2f}"


def test_mesa_has_its_eleven_figures(nets):
    network = nets["mesa"]
    data = data_of("avance", network, "2024-T3")
    values = {value.indicator.title: value for value in indicator_values(network, period_for(network, "2024-T3"))}

    assert len(data["indicators"]) == 11
    told = {row["label"]: row for row in data["indicators"]}
    assert {label: row["cumulative"] for label, row in told.items()} == {
        label: _text(value.cumulative) for label, value in values.items()
    }
    assert sorted(row["cumulative"] for row in data["indicators"] if row["cumulative"] and row["target"]) == [
        "14.00",
        "30.00",
    ]
    assert sum(1 for row in data["indicators"] if row["words"]) == 2


@pytest.mark.parametrize("slug", SLUGS)
def test_every_network_and_its_year_have_the_report(nets, slug):
    network = nets[slug]
    codes = list(network.periods.order_by("start_on").values_list("code", flat=True))
    for code in {codes[0], codes[-1], codes[0][:4]}:
        data = data_of("avance", network, code)
        text = words_of(data)
        assert "None" not in text
        check_tables("avance", data)
        weighted = any(plan["weighted"] for plan in data["plans"])
        assert ("ponderación ganada, de 100" in text) == weighted


@pytest.mark.parametrize(("slug", "code"), [("sernam", "2007"), ("mesa", "2024-T3"), ("coalicion", "2012-S2")])
def test_one_page_for_who_decides_and_every_figure_in_the_rest(nets, tmp_path, slug, code):
    data = data_of("avance", nets[slug], code)
    first, second, *others = pages_of(data, tmp_path)

    heading = f"Por {data['header']['eje_word']}\n"
    assert "Resumen ejecutivo" in first
    assert "En qué se apoyan" in first
    assert heading not in first
    assert heading in second
    text = "\n".join([first, second, *others])
    # Declared figures are in the notes, those of all periods in the picture's table.
    assert not missing_figures(figures_in({**data, "warnings": []}), text)
    plan = data["plans"][0]
    assert f"{plan['reported']} de {plan['obliged']}" in first


def test_a_year_of_quarters_takes_the_latest_of_each(nets):
    quarter, year = (data_of("avance", nets["mesa"], code) for code in ("2024-T3", "2024"))

    assert year["plans"][0]["value"] == quarter["plans"][0]["value"]
    assert [row["code"] for row in year["plans"][0]["history"]] == ["2024-T1", "2024-T2", "2024-T3", "2024-T4"]
    assert [row["code"] for row in quarter["plans"][0]["history"]] == ["2024-T1", "2024-T2", "2024-T3"]


def test_the_period_before_and_a_run(nets):
    network = nets["coalicion"]
    first, second = (data_of("avance", network, code)["plans"][0] for code in ("2012-S1", "2012-S2"))

    assert second["before"] == first["value"] == "22.60"
    assert (second["before_reported"], second["before_obliged"]) == (17, 36)
    assert first["before"] is None
    run = data_of("avance", nets["utgm"], "2012-T1_2012-T2")
    assert run["plans"][0]["before_label"] is None
    assert [row["code"] for row in run["plans"][0]["history"]] == ["2012-T1", "2012-T2"]


def test_an_eje_alone(nets):
    data = data_of("avance", nets["sernam"], "2007", eje="4")

    assert [eje["code"] for eje in ejes_of(data)] == ["4"]
    assert data["plans"][0]["value"] == "50.00"
    assert [row["value"] for row in data["plans"][0]["history"]] == ["50.00"]
    text = words_of(data)
    assert "Buenas prácticas" not in text
    # Of one eje alone, the best and the most delayed are its activities.
    assert [row["code"] for row in printed(data)["brief"]["best"]] == ["4.1", "4.2"]
    assert [row["code"] for row in printed(data)["brief"]["behind"]] == ["4.3", "4.4"]


def test_a_member_alone_has_her_place_and_nobody_elses_name(nets):
    network = nets["utgm"]
    member = next(one for one in network.members.order_by("order") if one.is_reporting)
    data = data_of("avance", network, "2012-T2", member=member)
    (plan,) = data["plans"]

    assert [row["name"] for row in plan["members"]] == [member.name]
    assert plan["members"][0]["value"] == plan["value"]
    assert plan["members"][0]["others"] == plan["comparison"]["count"] - 1
    text = words_of(data)
    for other in network.members.exclude(pk=member.pk):
        assert other.name not in text


# -- what is said and what is not -----------------------------------------------------------------------------


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


def test_what_does_not_agree_is_found_with_a_way_there(nets):
    network, code = nets["sernam"], "2007"
    data = data_of("avance", network, code)
    data["sections"]["resumen"] = "Se ganó el 85,5 % y el grupo 6 llegó a 99,25 %; casi 86 % en total."
    data["basis"]["to_review"] = 3
    found = list(checks(scope_in(network, code), data))

    said = [one.message for one in found if one.kind == "narrative_figure"]
    assert len(said) == 1
    assert "99,25 %" in said[0]
    kinds = [one.kind for one in found]
    assert kinds.count("declared_total") == 2
    assert "not_validated" in kinds
    assert all(resolve(one.link) for one in found)


def test_silence_is_found(nets):
    data = data_of("avance", nets["mesa"], "2024-T3")
    found = [one for one in checks(scope_in(nets["mesa"], "2024-T3"), data) if one.kind == "silence"]

    assert [one.message for one in found] == ["Informaron 8 de 68: faltan 60 avances."]


def test_tables_have_the_figures(nets):
    tables = check_tables("avance", data_of("avance", nets["sernam"], "2007"))

    assert [row[3] for row in tables["Por nivel"].rows][3:6] == [
        Decimal("50.00"),
        Decimal("50.00"),
        Decimal("84.00"),
    ]
    assert len(tables["Actividades"].rows) == 37


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
