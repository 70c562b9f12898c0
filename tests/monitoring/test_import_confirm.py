"""The last step: everything is written at once, or nothing."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from monitoring.importing import running
from monitoring.importing.progress import Progress, Speaker, progress_of, progress_start
from monitoring.importing.running import AlreadyClaimedError, import_check, import_claim, import_run
from monitoring.models import ComplianceEntry, DeclaredTotal, ImportState, PeriodClosing, PlanImport, ReviewState
from monitoring.selectors import rollup
from plans.models import Activity, Plan, PlanVersion, VersionStatus
from tests.factories import make_period, make_plan, make_version
from tests.monitoring.importing import (
    HEADINGS,
    PLAN,
    REPORTED,
    address,
    answers_data,
    confirm,
    lose_files,
    report,
    stored_files,
    upload,
)

pytestmark = pytest.mark.django_db


def test_the_plan_is_a_draft_and_the_file_is_gone(login, coordinator, network, django_capture_on_commit_callbacks):
    client = login(coordinator)
    row = upload(client, title="Plan de prueba", slug="prueba")
    with django_capture_on_commit_callbacks(execute=True):
        confirm(client, row)
    row.refresh_from_db()
    version = PlanVersion.objects.get()
    assert (version.plan.slug, version.plan.title, version.status) == ("prueba", "Plan de prueba", "draft")
    assert list(Activity.objects.order_by("pk").values_list("code", "weight")) == [
        ("1.1", Decimal(40)),
        ("1.2", Decimal(60)),
        ("2.1", Decimal(100)),
    ]
    assert (row.state, row.plan, row.file.name) == (ImportState.WRITTEN, version.plan, "")
    assert not stored_files()
    assert not ComplianceEntry.objects.exists()
    assert Activity.history.latest().history_user == coordinator
    html = client.get(address("import_progress", row)).content.decode()
    assert "/redes/alfa/planes/prueba/versiones/1/editar/" in html


def test_what_it_reports_becomes_entries_of_a_member(login, secretariat, network, member):
    period = make_period(network)
    client = login(secretariat)
    row = confirm(client, upload(client), period=period.code, reporter=member.code)
    assert (row.options["written"]["entries"], row.options["written"]["drafts"]) == (2, 0)
    done, pending = ComplianceEntry.objects.order_by("pk")
    assert (done.status, done.declared_earned, done.narrative) == ("cumplido", Decimal(40), "Se hicieron cuatro.")
    assert (pending.status, pending.declared_earned) == ("pendiente", Decimal(60))
    for entry in (done, pending):
        assert (entry.member, entry.period, entry.review_state) == (member, period, ReviewState.SUBMITTED)
        assert entry.on_behalf_reason == entry.declared_reason == "Importado de «informe.csv»"
        assert (entry.created_by, entry.submitted_by) == (secretariat, secretariat)
        assert entry.history.get().history_user == secretariat
    assert {activity.concerns for activity in Activity.objects.all()} == {"every"}
    html = client.get(address("import_progress", row)).content.decode()
    assert "No cuentan en ninguna cifra hasta que la versión esté en vigor" in html


def test_what_the_network_reports_concerns_the_network(login, secretariat, network, member):
    period = make_period(network)
    client = login(secretariat)
    confirm(client, upload(client), period=period.code, reporter="red")
    assert {activity.concerns for activity in Activity.objects.all()} == {"network"}
    assert {entry.member for entry in ComplianceEntry.objects.all()} == {None}


def test_silence_words_and_totals(login, secretariat, network, member):
    """Without a status it stays a draft; words in place of a figure are kept as words; totals are declared."""
    make_period(network)
    rows = [
        HEADINGS,
        ("Eje uno", "Talleres en los barrios", "50", "", "2024", "", "", "", "", "Se empezó."),
        ("", "Red de consultorios", "50", "", "2024", "", "", "Cumplido", "pendiente", ""),
        ("Total", "", "100", "", "", "", "", "", "70", ""),
    ]
    client = login(secretariat)
    row = confirm(client, upload(client, report(rows)), period="2024-T1", reporter=member.code)
    assert row.options["written"] == {"versions": [1], "entries": 2, "drafts": 1, "waiting": 2, "totals": 1}
    silent, told = ComplianceEntry.objects.order_by("pk")
    assert (silent.status, silent.review_state) == ("", ReviewState.DRAFT)
    assert (told.status, told.declared_earned) == ("cumplido", None)
    assert "«pendiente»" in told.declared_reason
    total = DeclaredTotal.objects.get()
    assert (total.value, total.declared_by) == (Decimal(70), secretariat)


def test_a_coordinator_brings_the_plan_only(login, coordinator, secretariat, network, member):
    """Though the secretariat had chosen a period before, and whatever is sent."""
    make_period(network)
    row = upload(login(secretariat))
    client = login(secretariat)
    data = answers_data(client, row, period="2024-T1", reporter=member.code)
    client.post(address("import_preview", row), data)
    row.refresh_from_db()
    assert row.options["period"] == "2024-T1"
    row = confirm(login(coordinator), row, period="2024-T1", reporter=member.code)
    assert row.state == ImportState.WRITTEN
    assert Activity.objects.count() == 3
    assert not ComplianceEntry.objects.exists()


def test_a_new_version_keeps_the_lines_it_shares(login, coordinator, network):
    client = login(coordinator)
    confirm(client, upload(client, report(PLAN), slug="2024"))
    first = PlanVersion.objects.get()
    PlanVersion.objects.filter(pk=first.pk).update(status=VersionStatus.IN_FORCE, in_force_from_on="2024-01-01")
    row = upload(
        client,
        report([*PLAN, ("", "Actividad del año siguiente", "", "", "", "", "")]),
        target="next",
        plan="2024",
    )
    assert "Será una versión nueva" in client.get(address("import_preview", row)).content.decode()
    confirm(client, row)
    second = PlanVersion.objects.get(number=2)
    lineages = [
        set(Activity.objects.filter(eje__version=v).values_list("lineage", flat=True)) for v in (first, second)
    ]
    assert len(lineages[1]) == 4
    assert lineages[0] < lineages[1]


def test_entries_of_a_draft_wait_until_it_is_in_force(login, secretariat, network, member):
    """They are in no figure of the period, nor among what left the plan; in force, they count."""
    period = make_period(network)
    client = login(secretariat)
    confirm(client, upload(client), period=period.code, reporter=member.code)
    before = rollup(network, period)
    assert not before.outside
    assert not before.to_review
    PlanVersion.objects.update(status=VersionStatus.IN_FORCE, in_force_from_on="2024-01-01")
    after = rollup(network, period)
    assert (after.reported, after.to_review) == (2, 2)


def test_what_is_in_force_already_counts_at_once(login, secretariat, network, member):
    period = make_period(network)
    client = login(secretariat)
    confirm(client, upload(client, report(PLAN[:3]), slug="2024"))
    PlanVersion.objects.update(status=VersionStatus.IN_FORCE, in_force_from_on="2024-01-01")
    rows = [*REPORTED, ("", "Otra tarea nueva", "", "", "", "", "", "Cumplido", "", "")]
    row = upload(client, report(rows), target="next", plan="2024")
    row = confirm(client, row, period=period.code, reporter=member.code)
    assert (row.options["written"]["entries"], row.options["written"]["waiting"]) == (3, 1)
    numbers = ComplianceEntry.objects.order_by("pk").values_list("version__number", flat=True)
    assert list(numbers) == [1, 1, 2]
    assert rollup(network, period).reported == 2


def test_nothing_is_written_when_something_does_not_fit(login, secretariat, network, member):
    make_period(network)
    client = login(secretariat)
    row = upload(client, report([*REPORTED, ("", "Z" * 1200, "", "", "", "", "", "", "", "")]))
    row = confirm(client, row, period="2024-T1", reporter=member.code)
    assert row.state == ImportState.FAILED
    assert "caben 1000" in row.problem
    assert not Plan.objects.exists()
    assert not ComplianceEntry.objects.exists()
    assert len(stored_files()) == 1
    html = client.get(address("import_progress", row)).content.decode()
    assert "No se guardó nada" in html
    assert "caben 1000" in client.get(address("import_preview", row)).content.decode()


def test_entries_that_are_there_already_are_not_trodden_on(login, secretariat, network, member):
    client = login(secretariat)
    period = make_period(network)
    confirm(client, upload(client, slug="2024"), period=period.code, reporter=member.code)
    PlanVersion.objects.update(status=VersionStatus.IN_FORCE, in_force_from_on="2024-01-01")
    row = upload(client, target="next", plan="2024")
    row = confirm(client, row, period=period.code, reporter=member.code)
    assert row.state == ImportState.FAILED
    assert "ya hay avances de 2" in row.problem
    assert PlanVersion.objects.count() == 1


def test_a_period_closed_meanwhile_takes_nothing(login, secretariat, network, member):
    client = login(secretariat)
    period = make_period(network)
    row = upload(client)
    data = answers_data(client, row, period=period.code, reporter=member.code)
    client.post(address("import_preview", row), data)
    PeriodClosing.objects.create(period=period, closed_at="2024-05-01T00:00Z", closed_by=secretariat)
    row.refresh_from_db()
    import_claim(row=row)
    assert import_run(row=row, user=secretariat) is None
    assert "está cerrado" in row.problem
    assert not Plan.objects.exists()


def test_a_plan_that_got_a_draft_meanwhile_is_told(login, coordinator, network):
    client = login(coordinator)
    make_plan(network, slug="2024")
    row = upload(client, report(PLAN), target="next", plan="2024")
    make_version(network, "2024", number=2, status=VersionStatus.DRAFT)
    assert "ya tiene un borrador" in confirm(client, row).problem


def test_confirming_twice_writes_once(login, coordinator, network):
    client = login(coordinator)
    row = upload(client)
    data = answers_data(client, row)
    for _time in range(2):
        response = client.post(address("import_confirm", row), data)
        assert response.url == address("import_progress", row)
    assert Plan.objects.count() == 1


def test_of_two_who_claim_it_one_gets_it(login, coordinator, network):
    row = upload(login(coordinator))
    same = PlanImport.objects.get(pk=row.pk)
    import_claim(row=row)
    with pytest.raises(AlreadyClaimedError):
        import_claim(row=same)


def test_what_is_being_written_takes_no_more_answers(login, coordinator, network):
    client = login(coordinator)
    row = upload(client)
    import_claim(row=row)
    for name in ("import_mapping", "import_preview", "import_marked"):
        assert client.get(address(name, row)).url == address("import_progress", row)
    client.post(address("import_delete", row))
    assert PlanImport.objects.filter(pk=row.pk, state=ImportState.WRITING).exists()


def test_a_large_file_is_left_to_a_process(login, coordinator, network, monkeypatch):
    started = []
    monkeypatch.setattr(running, "LARGE_ROWS", 2)
    monkeypatch.setattr("monitoring.views.imports.launch", lambda row, user: started.append((row.key, user.pk)))
    client = login(coordinator)
    row = confirm(client, upload(client))
    assert started == [(row.key, coordinator.pk)]
    assert row.state == ImportState.WRITING
    page = client.get(address("import_progress", row)).content.decode()
    assert 'http-equiv="refresh"' in page
    bar = client.get(address("import_progress", row), headers={"HX-Request": "true"})
    assert "every 1s" in bar.content.decode()
    call_command("import_run", str(row.key), str(coordinator.pk))
    row.refresh_from_db()
    assert row.state == ImportState.WRITTEN
    assert Plan.history.get().history_user == coordinator
    assert client.get(address("import_progress", row), headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_a_process_without_a_confirmed_import_says_so(login, coordinator, network):
    row = upload(login(coordinator))
    with pytest.raises(CommandError, match="No hay ninguna"):
        call_command("import_run", str(row.key), str(coordinator.pk))


def test_a_process_that_died_is_given_up(login, coordinator, network):
    client = login(coordinator)
    row = upload(client)
    import_claim(row=row)
    import_check(row=row)
    assert row.state == ImportState.WRITING
    assert not Progress(at=time.time()).is_silent(time.time())
    assert Progress(at=time.time() - 60).is_silent(time.time())
    running.progress_forget(row.key)
    html = client.get(address("import_progress", row)).content.decode()
    assert "se interrumpió y no se guardó nada" in html
    assert confirm(client, row).state == ImportState.WRITTEN


def test_what_was_given_up_while_it_was_written_leaves_nothing(login, coordinator, network, monkeypatch):
    row = upload(login(coordinator))
    import_claim(row=row)
    write = running.import_write

    def slow(**given):
        PlanImport.objects.filter(pk=row.pk).update(state=ImportState.FAILED, problem="Se interrumpió.")
        return write(**given)

    monkeypatch.setattr(running, "import_write", slow)
    assert import_run(row=row, user=coordinator) is None
    assert not Plan.objects.exists()


def test_a_fault_of_ours_leaves_nothing_and_says_something(login, coordinator, network, monkeypatch):
    def broken(**given):
        Plan.objects.create(network=network, slug="a-medias", title="A medias", first_year=2024, last_year=2024)
        raise RuntimeError("roto")

    monkeypatch.setattr(running, "import_write", broken)
    row = confirm(login(coordinator), upload(login(coordinator)))
    assert row.state == ImportState.FAILED
    assert "no se guardó nada" in row.problem
    assert not Plan.objects.exists()


def test_a_lost_file_is_told_when_written(login, coordinator, network):
    row = upload(login(coordinator))
    import_claim(row=row)
    lose_files()
    assert import_run(row=row, user=coordinator) is None
    assert "vuelva a subirlo" in row.problem


def test_progress_is_kept_outside_the_database(login, coordinator, network):
    row = upload(login(coordinator))
    progress_start(row.key)
    with Speaker(row.key).alive() as speaker:
        speaker.stage("writing")
        speaker.step(5, 10)
        speaker.step(10, 10)
    found = progress_of(row.key)
    assert (found.stage, found.done, found.total, found.percent) == ("writing", 10, 10, 100)


def test_a_draft_with_entries_is_not_deleted(login, secretariat, network, member):
    make_period(network)
    client = login(secretariat)
    confirm(client, upload(client), period="2024-T1", reporter=member.code)
    response = client.post("/redes/alfa/planes/2024/versiones/1/eliminar/", {"revision": 1}, follow=True)
    assert PlanVersion.objects.exists()
    assert "avances" in response.content.decode()


def test_the_service_asks_who_reports(network, coordinator, member):
    """Whatever screen calls it."""
    from monitoring.importing.answers import Answers
    from monitoring.importing.writing import import_write
    from plans.importing.draft import Draft

    make_period(network)
    answers = Answers(slug="x", title="X", first_year=2024, last_year=2024, period="2024-T1")
    with pytest.raises(ValidationError, match="secretaría técnica"):
        import_write(network=network, user=coordinator, draft=Draft("X"), answers=answers, file_name="x.csv")
