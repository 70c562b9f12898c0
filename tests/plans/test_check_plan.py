"""`check_plan`: the findings as JSON and as lines."""

from __future__ import annotations

import json
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from plans.models import Party, VersionStatus
from tests.factories import make_activity, make_eje, make_plan, make_version

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("check_plan", "--network", "alfa", "--plan", "2024", *arguments, stdout=out)
    return out.getvalue()


def test_findings_as_json(network):
    version = make_plan(network, ("40", "58.5"), status=VersionStatus.DRAFT)
    first = version.ejes.get().activities.first()
    Party.objects.create(activity=first, kind="responsible", scope="every")
    assert json.loads(run("--json")) == [
        {
            "where": "1",
            "kind": "weight_sum",
            "declared": None,
            "computed": "98.50",
            "message": "Eje 1: las ponderaciones suman 98,50; faltan 1,50 para 100,00.",
            "refuses": True,
        },
        {
            "where": "1.2",
            "kind": "missing_responsible",
            "declared": None,
            "computed": None,
            "message": "1.2 «Actividad 1.2» no tiene responsable.",
            "refuses": False,
        },
    ]


def test_the_version_in_force_else_the_draft(network):
    draft = make_version(network, number=2, status=VersionStatus.DRAFT)
    make_activity(make_eje(draft), weight=Decimal("90"))
    assert "suman 90,00" in run()
    make_plan(network)
    assert "suman 90,00" not in run()
    assert "suman 90,00" in run("--version", "2")


def test_lines_by_kind(network):
    version = make_plan(network, (60, 60))
    lines = run().splitlines()
    assert lines[0] == "Plan 2024, versión 1"
    assert "Ponderaciones que no suman 100: 1 (impide poner en vigor)" in lines
    assert "Sin responsable: 1" in lines
    version.ejes.get().activities.update(weight=None)
    for activity in version.ejes.get().activities.all():
        Party.objects.create(activity=activity, kind="responsible", scope="secretariat")
    assert run().splitlines()[1] == "Todo suma y nada falta."


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--network", "beta", "--plan", "2024"], "No hay una red «beta». Las que hay: alfa."),
        (["--network", "alfa", "--plan", "2030"], "no tiene el plan «2030». Los que tiene: 2024, vacío."),
        (["--network", "alfa", "--plan", "2024", "--version", "7"], "no tiene la versión 7. Las que tiene: 1."),
        (["--network", "alfa", "--plan", "vacío"], "no tiene ninguna versión."),
    ],
    ids=["network", "plan", "version", "empty"],
)
def test_what_there_is_not(network, arguments, words):
    make_plan(network)
    make_version(network, "vacío").delete()
    with pytest.raises(CommandError, match=words.replace(".", r"\.")):
        call_command("check_plan", *arguments)
