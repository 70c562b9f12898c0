"""The demonstration: complete, repeatable, and harmless to what is there."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import timezone

from monitoring.models import Answer, Attendance, ComplianceEntry, Meeting, Question
from networks.models import Assignment, Network, Role, User
from plans.models import Activity, Deliverable, Plan, PlanVersion
from reports.demo import load_network
from tests.networks.test_sign_in import sign_in

SLUGS = ("utgm", "red-gdl", "coalicion", "sernam", "mesa")


@pytest.fixture
def run(db, settings, monkeypatch):
    settings.DEBUG = True
    monkeypatch.setenv("DEMO_PASSWORD", "muestra-larga-1")

    def _run(*arguments: str) -> str:
        out = StringIO()
        call_command("demo", *arguments, stdout=out)
        return out.getvalue()

    return _run


def counts() -> dict[str, int]:
    models = (Network, User, Assignment, Plan, PlanVersion, Activity, Deliverable, ComplianceEntry, Meeting)
    return {model.__name__: model.objects.count() for model in models}


def test_a_second_run_adds_nothing_and_changes_nothing(run) -> None:
    run()
    before = counts()
    activity = Activity.objects.filter(eje__version__plan__network__slug="sernam").first()
    Activity.objects.filter(pk=activity.pk).update(title="Título cambiado", weight="13.00")
    Attendance.objects.filter(meeting__network__slug="mesa").update(attended=False)
    entry = ComplianceEntry.objects.filter(period__network__slug="utgm").first()
    entry.delete()
    run()
    activity.refresh_from_db()
    assert (activity.title, str(activity.weight)) == ("Título cambiado", "13.00")
    assert not Attendance.objects.filter(meeting__network__slug="mesa", attended=True).exists()
    assert counts() == before


def test_every_network_has_every_role(run, client) -> None:
    run()
    assert set(Network.objects.values_list("slug", flat=True)) == set(SLUGS)
    names = {"coordinadora": Role.COORDINATOR, "secretaria": Role.SECRETARIAT, "consulta": Role.OBSERVER}
    for slug in SLUGS:
        for name, role in {**names, "tecnica": Role.TECHNICIAN}.items():
            assert Assignment.objects.filter(
                user__username=f"{name}-{slug}", network__slug=slug, role=role
            ).exists()
    assert User.objects.get(username="admin").is_superuser
    assert User.objects.filter(username="tecnica-utgm-2").exists()
    assert sign_in(client, "coordinadora-utgm", "muestra-larga-1").status_code == 302


def test_without_a_password_one_is_made_and_printed(run, monkeypatch) -> None:
    monkeypatch.delenv("DEMO_PASSWORD")
    said = run()
    password = said.split("Contraseña de las nuevas: ")[1].splitlines()[0]
    assert User.objects.get(username="admin").check_password(password)
    assert len(password) >= 10


def test_accounts_are_refused_outside_debug(run, settings) -> None:
    settings.DEBUG = False
    with pytest.raises(CommandError, match="DEBUG"):
        run()
    assert not User.objects.exists()
    run("--no-accounts")
    assert Network.objects.count() == 5
    assert not User.objects.exists()


@pytest.mark.parametrize("slug", SLUGS)
def test_the_records_are_those_of_the_fixture(slug: str, db) -> None:
    load_network(slug)
    fixture = json.loads((Path(settings.BASE_DIR) / "fixtures" / f"{slug}.json").read_text(encoding="utf-8"))
    network = Network.objects.get(slug=slug)
    assert network.members.count() == len(fixture["members"])
    assert ComplianceEntry.objects.filter(period__network=network).count() == len(fixture.get("entries", []))
    for plan in fixture["plans"]:
        for version in plan["versions"]:
            saved = PlanVersion.objects.get(
                plan__network=network, plan__slug=plan["slug"], number=version["number"]
            )
            assert saved.ejes.count() == len(version["ejes"])


def test_a_line_of_two_versions_has_one_lineage(db) -> None:
    load_network("coalicion")
    rows = Activity.objects.filter(eje__version__plan__network__slug="coalicion")
    assert rows.count() == 20
    assert rows.values("lineage").distinct().count() == 10


def test_the_standard_form_of_utgm_is_asked_and_its_sample_answered_once(db) -> None:
    """b.2's form: on the activities that the cities report. A question changed since is not asked anew."""
    network = load_network("utgm")
    asked = Question.objects.filter(plan__network=network)
    codes = Activity.objects.filter(eje__version__plan__network=network).values_list("lineage", "code")
    assert {dict(codes)[row.activity_lineage] for row in asked} == {"b.1", "b.3", "b.4"}
    assert 6 <= asked.count() <= 8
    answers = Answer.objects.filter(question__in=asked)
    assert answers.count() == 47
    assert not answers.filter(entry__is_sample=False).exists()
    asked.filter(kind="date").update(superseded_at=timezone.now())
    load_network("utgm")
    assert (asked.count(), answers.count()) == (8, 47)
    assert asked.get(kind="date").superseded_at is not None
