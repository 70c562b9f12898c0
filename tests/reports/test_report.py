"""`manage.py report` over the real records of SERNAM and the Mesa: the figures of both forms, to the last one."""

import datetime
import json
from io import BytesIO, StringIO

import pytest
from django.core.management import CommandError, call_command
from pypdf import PdfReader

from monitoring.models import Attendance, ComplianceEntry, EntryStatus
from networks.models import Network
from plans.models import Activity
from reports.demo import load_network
from reports.official import FORMS, report_data
from reports.official.form import Scope
from tests.factories import make_entry, make_member, make_network, make_period, make_plan


def report(form: str, slug: str, code: str) -> dict:
    out = StringIO()
    call_command("report", form, "--network", slug, "--period", code, stdout=out)
    return json.loads(out.getvalue())


@pytest.fixture
def subdere(db) -> dict:
    load_network("sernam")
    return report("subdere", "sernam", "2007")


@pytest.fixture
def mesa(db) -> Network:
    return load_network("mesa")


def test_subdere_figures(subdere) -> None:
    ejes = subdere["ejes"]
    assert (subdere["form"], subdere["network"], subdere["period"]) == ("subdere", "sernam", "2007")
    assert subdere["region"] == "Todas las regiones"
    assert [len(eje["activities"]) for eje in ejes] == [7, 2, 4, 4, 8, 6, 4, 2]
    assert {eje["weight_total"] for eje in ejes} == {"100.00"}
    computed = ["100.00", "100.00", "100.00", "50.00", "50.00", "84.00", "100.00", "100.00"]
    assert [eje["earned_total"] for eje in ejes] == computed
    declared = ["100.00", "100.00", "100.00", "100.00", None, "100.00", "100.00", None]
    assert [eje["declared_total"] for eje in ejes] == declared


def test_subdere_activities(subdere) -> None:
    rows = {row["code"]: row for eje in subdere["ejes"] for row in eje["activities"]}
    assert len(rows) == 37
    assert {key: rows["6.2"][key] for key in ("weight", "status", "earned", "declared_earned")} == {
        "weight": "16.00",
        "status": "reprogramado",
        "earned": "0.00",
        "declared_earned": "17.00",
    }
    assert rows["5.2"]["declared_earned"] is None
    for eje in subdere["ejes"]:
        grouped = [row for objective in eje["objectives"] for row in objective["activities"]]
        assert sorted(row["code"] for row in grouped) == sorted(row["code"] for row in eje["activities"])


def test_subdere_other_parts(subdere) -> None:
    assert len(subdere["analysis"]) == 11
    assert [row["ejes"] for row in subdere["analysis"]] == [
        [e] for e in ["1", "1", "1", "2", "3", "4", "5", "6", "7", "2", "8"]
    ]
    assert subdere["analysis"][10]["recommendations"] is None
    assert len(subdere["information_systems"]["objectives"]) == 2
    assert len(subdere["dissemination"]["clients"]) == 4
    assert len(subdere["dissemination"]["employees"]) == 3


def test_subdere_warnings(subdere) -> None:
    found = {row["where"]: (row["kind"], row["declared"], row["computed"]) for row in subdere["warnings"]}
    assert found == {
        "4": ("declared_total", "100.00", "50.00"),
        "6": ("declared_total", "100.00", "84.00"),
        "6.1": ("earned_above_weight", "17.00", "16.00"),
        "6.2": ("status_earned", "17.00", "0.00"),
        "6.4": ("status_earned", "0.00", "17.00"),
    }
    assert all(row["message"].endswith(".") for row in subdere["warnings"])


def test_a_changed_weight_or_status_changes_the_next_json(subdere) -> None:
    activity = Activity.objects.get(code="4.3", eje__version__plan__network__slug="sernam")
    entry = ComplianceEntry.objects.get(activity_lineage=activity.lineage)
    entry.status = EntryStatus.DONE
    entry.save()
    assert report("subdere", "sernam", "2007")["ejes"][3]["earned_total"] == "80.00"
    Activity.objects.filter(pk=activity.pk).update(weight="25.00")
    eje = report("subdere", "sernam", "2007")["ejes"][3]
    assert (eje["weight_total"], eje["earned_total"]) == ("95.00", "75.00")


def test_gestion_third_quarter(mesa) -> None:
    data = report("gestion", "mesa", "2024-T3")
    assert [seat["total"] for seat in data["seats"]] == [1, 2, 2, 2, 2, 2]
    assert data["seats"][0]["sessions"] == ["2024-04-16"]
    assert [seat["role"] for seat in data["seats"]] == ["I"] * 5 + ["S"]
    assert data["sessions"] == {
        "ordinary": {"held": 2, "programmed": 2},
        "extraordinary": {"held": 0, "programmed": 0},
    }
    assert [item["published"] for item in data["publications"]] == [None] * 4
    assert [row["number"] for row in data["functions"]] == [1, 2, 3, 4, 5, 6, 7]
    assert all(row["sessions"] == ["2024-04-16", "2024-09-03"] and row["addressed"] for row in data["functions"])
    assert [row["date"] for row in data["decisions"]] == ["2024-09-03"] * 2
    assert data["signature"]["entity"] == "Secretaría Distrital de la Mujer"
    assert data["signature"]["name"] is None


def test_gestion_figures(mesa) -> None:
    figures = report("gestion", "mesa", "2024-T3")["figures"]
    assert len(figures) == 11
    values = [row["value"] for row in figures if row["value"]]
    assert values == ["5.00", "45.00", "14.00", "70.00", "27.00", "81.00", "119.00", "30.00", "14.00"]
    assert [(row["value"], row["target"]) for row in figures if row["target"]] == [
        ("14.00", "20.00"),
        ("30.00", "90.00"),
    ]
    assert sum(bool(row["note"]) for row in figures) == 2


def test_gestion_warnings(mesa) -> None:
    found = {
        row["kind"]: (row["declared"], row["computed"]) for row in report("gestion", "mesa", "2024-T3")["warnings"]
    }
    assert found == {
        "regulation_after_close": ("2024-10-18", "2024-09-30"),
        "meeting_before_period": ("2024-04-16", "2024-07-01"),
    }


def test_gestion_counts_the_year_to_the_end_of_the_period(mesa) -> None:
    data = report("gestion", "mesa", "2024-T2")
    assert [seat["total"] for seat in data["seats"]] == [1] * 6
    assert data["sessions"]["ordinary"]["held"] == 1
    assert [meeting["date"] for meeting in data["meetings"]] == ["2024-04-16"]
    assert not data["decisions"]
    assert all(row["value"] is None for row in data["figures"])


def test_attendance_changed_changes_the_next_json(mesa) -> None:
    row = Attendance.objects.get(member__organization__short_name="", attended=False)
    row.attended = True
    row.save()
    assert [seat["total"] for seat in report("gestion", "mesa", "2024-T3")["seats"]] == [2] * 6


def test_a_year_spans_its_quarters(mesa) -> None:
    data = report("gestion", "mesa", "2024")
    assert data["period"] == "2024"
    assert len([row for row in data["figures"] if row["value"]]) == 9


@pytest.mark.parametrize("form", sorted(FORMS))
@pytest.mark.parametrize("slug", ["utgm", "red-gdl", "coalicion", "sernam", "mesa"])
def test_both_forms_for_every_network(form: str, slug: str, db) -> None:
    network = load_network(slug)
    for period in network.periods.all():
        data = report_data(form, Scope(network=network, period=period))
        json.dumps(data)
        assert data["network"] == slug


@pytest.mark.parametrize("form", sorted(FORMS))
def test_a_network_without_records(form: str, db, tmp_path) -> None:
    network = make_network("vacia")
    make_period(network, "2024-T1")
    target = tmp_path / "vacio.html"
    call_command(
        "report", form, "--network", "vacia", "--period", "2024-T1", "--format", "html", "--output", target
    )
    assert "Sin información" in target.read_text()


def test_several_members_share_a_cell(db) -> None:
    network = make_network("alfa")
    ana, berta = make_member(network, "ana"), make_member(network, "berta")
    activity = make_plan(network, (100,)).ejes.get().activities.get()
    period = make_period(network, "2024-T1")
    make_entry(activity, period, ana, EntryStatus.DONE, narrative="Listo.")
    row = report_data("subdere", Scope(network=network, period=period))["ejes"][0]["activities"][0]
    assert (row["status"], row["earned"], row["reported"], row["obliged"]) == ("en_avance", "50.00", 1, 2)
    make_entry(activity, period, berta, EntryStatus.DONE, narrative="También.")
    row = report_data("subdere", Scope(network=network, period=period))["ejes"][0]["activities"][0]
    assert (row["status"], row["earned"]) == ("cumplido", "100.00")
    assert row["narrative"] == "Integrante ana: Listo.\nIntegrante berta: También."


def test_a_pdf_carries_its_data(mesa, tmp_path) -> None:
    target = tmp_path / "informe.pdf"
    call_command(
        "report", "gestion", "--network", "mesa", "--period", "2024-T3", "--format", "pdf", "--output", target
    )
    reader = PdfReader(BytesIO(target.read_bytes()))
    [attached] = reader.attachments["mesa-2024-T3-gestion.json"]
    assert json.loads(attached) == report("gestion", "mesa", "2024-T3")
    text = " ".join(page.extract_text() for page in reader.pages)
    for words in ("119", "33,33 %", "16/04/2024", "Directora de Territorialización", "página 1 de"):
        assert words in text


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--network", "nadie", "--period", "2024-T3"], "No hay una red «nadie»"),
        (["--network", "mesa", "--period", "2031-T1"], "no tiene el periodo «2031-T1»"),
        (["--network", "mesa", "--period", "ayer"], "no tiene el periodo «ayer»"),
    ],
)
def test_wrong_arguments_are_answered_in_words(arguments, sentence, mesa) -> None:
    with pytest.raises(CommandError, match=sentence):
        call_command("report", "gestion", *arguments)


def test_sessions_of_last_year_do_not_count(mesa) -> None:
    period = mesa.periods.get(code="2024-T3")
    meeting = mesa.meetings.get(held_on=datetime.date(2024, 4, 16))
    meeting.held_on = meeting.programmed_on = datetime.date(2023, 12, 31)
    meeting.save()
    assert report_data("gestion", Scope(network=mesa, period=period))["sessions"]["ordinary"] == {
        "held": 1,
        "programmed": 1,
    }
