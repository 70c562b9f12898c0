"""`manage.py import_plan`: what it prints, what it writes, and what it refuses."""

from __future__ import annotations

import io
import json
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from monitoring.models import ComplianceEntry, PeriodClosing, PlanImport
from plans.models import Activity, Plan
from tests.documents import csv_file, saved
from tests.factories import make_member, make_period, make_plan, make_user
from tests.monitoring.importing import HEADINGS, REPORTED

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path) -> Path:
    return saved(tmp_path, "informe.csv", csv_file(REPORTED))


def run(file: Path, *options: str, **changes: str) -> str:
    given = {"network": "alfa", "plan": "nuevo-plan", "years": "2024", **changes}
    flags = [part for name, value in given.items() for part in (f"--{name}", value)]
    out = io.StringIO()
    call_command("import_plan", str(file), *flags, *options, stdout=out, stderr=out)
    return out.getvalue()


def test_the_json_is_as_agreed(network, member, file):
    data = json.loads(run(file, "--dry-run", "--json"))
    assert set(data) == {"versions", "discrepancies"}
    first, second = data["versions"][0]["ejes"]
    assert {**first, "activities": None} == {
        "code": "1",
        "title": "Prevención",
        "weight": None,
        "weight_total": "100.00",
        "objectives": [],
        "activities": None,
    }
    assert first["activities"][0] == {
        "code": "1.1",
        "title": "Talleres en los barrios",
        "weight": "40.00",
        "status": "cumplido",
        "earned": "40.00",
        "due_text": None,
        "due_start": None,
        "due_end": None,
        "deliverables": [
            {
                "title": "Guía de talleres",
                "due_text": "primer semestre de 2024",
                "due_start": "2024-01-01",
                "due_end": "2024-06-30",
            }
        ],
        "responsible": ["Integrante uno"],
        "verification": ["Listas de asistencia"],
        "children": [],
    }
    silent = second["activities"][0]
    assert (silent["status"], silent["earned"]) == (None, None)
    assert (silent["due_text"], silent["due_start"], silent["due_end"]) == ("cuando se pueda", None, None)
    contradiction = next(row for row in data["discrepancies"] if row["kind"] == "status_earned")
    assert set(contradiction) == {"where", "kind", "declared", "computed", "message"}
    assert (contradiction["declared"], contradiction["computed"]) == ("60.00", "0.00")


def test_a_dry_run_writes_nothing(network, member, file):
    make_period(network)
    run(file, "--dry-run", period="2024-T1", member=member.code)
    assert not Plan.objects.exists()
    assert not PlanImport.objects.exists()
    assert not ComplianceEntry.objects.exists()


def test_it_writes_the_plan_and_says_so(network, file):
    said = run(file, "--title", "Plan de prueba")
    plan = Plan.objects.get()
    assert (plan.slug, plan.title, plan.first_year, plan.last_year) == ("nuevo-plan", "Plan de prueba", 2024, 2024)
    assert Activity.objects.count() == 3
    assert "Escrito: el plan «nuevo-plan»" in said
    assert not ComplianceEntry.objects.exists()


def test_it_writes_what_a_member_reports(network, member, file):
    make_period(network)
    said = run(file, period="2024-T1", member=member.code)
    assert "Avances: 2" in said
    assert {entry.member for entry in ComplianceEntry.objects.all()} == {member}


def test_without_a_member_the_network_itself_reports(network, file):
    """Even a network without members."""
    make_period(network)
    run(file, period="2024-T1")
    assert {entry.member for entry in ComplianceEntry.objects.all()} == {None}
    assert {activity.concerns for activity in Activity.objects.all()} == {"network"}


def test_the_json_of_what_is_written_stays_json(network, tmp_path, file, capsys):
    flags = ["--network", "alfa", "--plan", "nuevo-plan", "--years", "2024-2025", "--json"]
    call_command("import_plan", str(file), *flags)
    told = capsys.readouterr()
    assert json.loads(told.out)["versions"]
    assert "Escrito" in told.err
    assert Plan.objects.get().last_year == 2025


def test_nothing_stays_when_something_does_not_fit(network, member, tmp_path):
    make_period(network)
    rows = [*REPORTED, ("", "Z" * 1200, "", "", "", "", "", "", "", "")]
    file = saved(tmp_path, "largo.csv", csv_file(rows))
    with pytest.raises(CommandError, match="caben 1000"):
        run(file, period="2024-T1", member=member.code)
    assert not Plan.objects.exists()
    assert not ComplianceEntry.objects.exists()


def test_words_in_place_of_what_was_earned_are_null(network, tmp_path):
    rows = [HEADINGS, ("Eje", "Talleres en los barrios", "100", "", "2024", "", "", "Pendiente", "pendiente", "")]
    data = json.loads(run(saved(tmp_path, "p.csv", csv_file(rows)), "--dry-run", "--json"))
    activity = data["versions"][0]["ejes"][0]["activities"][0]
    assert (activity["status"], activity["earned"], activity["weight"]) == ("pendiente", None, "100.00")
    assert activity["earned"] is None
    assert Decimal(activity["weight"]) == 100


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"network": "otra"}, "No hay una red «otra». Las que hay: alfa"),
        ({"plan": "2024"}, "ya tiene un plan «2024»"),
        ({"plan": "importar"}, "está reservado"),
        ({"plan": "Con Espacios"}, "minúsculas"),
        ({"years": "dos mil"}, "no son años"),
        ({"years": "2024-2023"}, "anterior al primero"),
        ({"years": "2001-2030"}, "como mucho 10"),
        ({"years": "1800"}, "1990"),
        ({"period": "2024-T4"}, "no tiene el periodo «2024-T4». Los abiertos de esos años: 2024-T1"),
        ({"period": "2023-T1"}, "fuera de los años"),
        ({"period": "2024-T2"}, "está cerrado"),
        ({"period": "2024-T1", "member": "nadie"}, "No hay una integrante «nadie»"),
        ({"member": "uno"}, "Diga también el periodo"),
    ],
    ids=str,
)
def test_what_is_refused(network, file, changes, words):
    make_plan(network)
    make_period(network)
    make_period(network, "2023-T1")
    closed = make_period(network, "2024-T2")
    PeriodClosing.objects.create(period=closed, closed_at="2024-08-01T00:00Z", closed_by=make_user())
    make_member(network, "uno")
    with pytest.raises(CommandError, match=words):
        run(file, **changes)
    assert Plan.objects.count() == 1


@pytest.mark.parametrize("slug", ["2024", "importar"])
def test_who_only_looks_may_name_a_taken_address(network, file, slug):
    make_plan(network)
    told = run(file, "--dry-run", plan=slug)
    assert "Para escribirlo no serviría" in told
    assert "Versión 1: 2 ejes" in told
    assert Plan.objects.count() == 1


def test_a_period_that_takes_nothing_yet(network, file):
    make_period(network, "2099-T1")
    with pytest.raises(CommandError, match="todavía no recibe"):
        run(file, years="2099", period="2099-T1")


def test_files_that_are_not_read(network, tmp_path):
    with pytest.raises(CommandError, match="No hay ningún archivo"):
        run(tmp_path / "ausente.csv")
    with pytest.raises(CommandError, match="por dentro es otra cosa"):
        run(saved(tmp_path, "plan.docx", b"no es un zip"))
    with pytest.raises(CommandError, match="no tiene un plan"):
        run(saved(tmp_path, "nada.csv", csv_file([["Hola", "Adiós"], ["uno", "dos"]])))
    assert not Plan.objects.exists()
