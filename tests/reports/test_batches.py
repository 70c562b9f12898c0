"""Batches: what fails is named and stops nothing, who cancels or loses her rights is heard, none is made twice."""

from __future__ import annotations

import csv
import datetime
import io
import sys
import threading
import time
import zipfile

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from monitoring.models import EvidenceOpening
from networks.models import Assignment, Role
from reports import batch_running, batches
from reports.batch_asking import DOSSIER, Asked, Spot, spots_of
from reports.batch_running import Watch, batch_run, item_claim
from reports.batches import batch_cancel, batch_check, batch_create, batch_resume, batches_clean, batches_of
from reports.models import BatchItem, BatchState, IssuedReport, ItemState, ReportBatch
from reports.pdf import PdfError, PdfJob
from reports.pdf_process import PdfProcess
from tests.factories import give_role, make_activity, make_eje, make_entry, make_network, make_period, make_version
from tests.reports.dossier_samples import attach, pdf

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def started(monkeypatch) -> list[tuple[str, ...]]:
    """The processes that would have been started."""
    found: list[tuple[str, ...]] = []
    monkeypatch.setattr(batches, "launch_command", lambda *arguments: found.append(arguments))
    return found


@pytest.fixture
def printed(monkeypatch) -> list[str]:
    """No PDF is printed: what would have been, by form and period."""
    found: list[str] = []

    def render(data, output_format):
        found.append(f"{data['form']} {data['period']}")
        return b"%PDF " + found[-1].encode()

    monkeypatch.setattr(batch_running, "render_as", render)
    return found


@pytest.fixture
def periods(network):
    make_activity(make_eje(make_version(network)))
    return [make_period(network, code) for code in ("2024-T1", "2024-T2", "2024-T3")]


def asked(user, network, *, forms=("gestion",), is_issue=False, **more) -> ReportBatch:
    spots = spots_of(Asked(networks=(network,), forms=forms, years=(2024,), **more))
    return batch_create(user=user, spots=spots, title="Lote", is_issue=is_issue)


def states(batch) -> list[str]:
    return list(batch.items.order_by("order").values_list("state", flat=True))


def run(batch) -> ReportBatch:
    batch_run(batch.pk, beats=False)
    batch.refresh_from_db()
    return batch


def test_a_failing_one_is_named_and_stops_none(network, secretariat, periods, printed, monkeypatch, login):
    whole = batch_running.report_data

    def build(form, scope):
        if scope.period.code == "2024-T2":
            raise RuntimeError("roto")
        if scope.period.code == "2024-T3":
            raise ValidationError("Falta el reglamento.")
        return whole(form, scope)

    monkeypatch.setattr(batch_running, "report_data", build)
    batch = run(asked(secretariat, network))
    assert (batch.state, states(batch)) == (BatchState.DONE, ["done", "failed", "failed"])
    with zipfile.ZipFile(batch.file.path) as read:
        names = read.namelist()
        told = list(csv.DictReader(io.StringIO(read.read("resultado.csv").decode("utf-8-sig"))))
        assert read.read("alfa/2024-T1/001-alfa-2024-T1-gestion.pdf") == b"%PDF gestion 2024-T1"
    assert len(names) == 2
    assert [row["Resultado"] for row in told] == ["hecho", "falló", "falló"]
    assert told[2]["Qué pasó"] == "Falta el reglamento."
    page = login(secretariat).get(reverse("reports:batch_detail", args=["alfa", batch.pk])).content.decode()
    assert "Falta el reglamento." in page
    assert "Algo falló al prepararlo" in page
    assert "2 informes fallaron" in page
    assert "roto" not in page


def test_cancelled_between_two_what_is_done_stays(network, secretariat, periods, printed, monkeypatch):
    batch = asked(secretariat, network)
    render = batch_running.render_as

    def cancelling(*arguments):
        batch_cancel(batch=batch)
        return render(*arguments)

    monkeypatch.setattr(batch_running, "render_as", cancelling)
    run(batch)
    assert (batch.state, states(batch)) == (BatchState.CANCELLED, ["done", "cancelled", "cancelled"])
    assert printed == ["gestion 2024-T1"]
    assert batch.file
    with pytest.raises(ValidationError, match="ya terminó"):
        batch_cancel(batch=batch)


def test_one_that_did_not_begin_is_cancelled_at_once(network, secretariat, periods, printed):
    batch = asked(secretariat, network)
    batch_cancel(batch=batch)
    assert run(batch).state == BatchState.CANCELLED
    assert set(states(batch)) == {"cancelled"}
    assert not printed


def test_the_document_being_printed_is_ended() -> None:
    process = PdfProcess((sys.executable, "-c", "import time; time.sleep(60)"))
    told: list[PdfError] = []

    def render() -> None:
        with pytest.raises(PdfError) as error:
            process.render(PdfJob(html="<p>x", data_name="x.json", data=b"{}"), time_limit=50)
        told.append(error.value)

    thread = threading.Thread(target=render)
    thread.start()
    for _ in range(100):
        time.sleep(0.05)
        process.interrupt()
        if not thread.is_alive():
            break
    thread.join(10)
    assert "se cerró" in str(told[0])


def test_who_cancelled_ends_what_lasts(network, secretariat, periods, printed, monkeypatch):
    """A document that was ended because somebody cancelled did not fail."""
    batch = asked(secretariat, network)

    def ended(*arguments):
        ReportBatch.objects.update(is_cancel_asked=True)
        raise PdfError("El proceso se cerró")

    monkeypatch.setattr(batch_running, "render_as", ended)
    monkeypatch.setattr(Watch, "is_stopped", property(lambda self: True))
    assert run(batch).state == BatchState.CANCELLED
    assert set(states(batch)) == {"cancelled"}


def test_rights_withdrawn_midway_count_at_once(network, secretariat, periods, printed, monkeypatch):
    batch = asked(secretariat, network)
    render = batch_running.render_as

    def withdrawing(*arguments):
        Assignment.objects.filter(user=secretariat).delete()
        return render(*arguments)

    monkeypatch.setattr(batch_running, "render_as", withdrawing)
    run(batch)
    assert states(batch) == ["done", "failed", "failed"]
    assert "ya no puede preparar informes" in batch.items.get(order=2).problem


def test_nobody_asks_for_what_is_not_hers(network, coordinator, outsider, secretariat, periods):
    spots = [Spot(network, "gestion", "2024-T1")]
    for user in (coordinator, outsider):
        with pytest.raises(PermissionDenied):
            batch_create(user=user, spots=spots, title="Lote", is_issue=True)
    foreign = Spot(make_network("beta"), "gestion", "2024-T1")
    with pytest.raises(PermissionDenied):
        batch_create(user=secretariat, spots=[*spots, foreign], title="Lote", is_issue=True)
    assert not ReportBatch.objects.exists()


def test_a_batch_of_several_networks_is_for_who_manages_them_all(
    network, secretariat, outsider, periods, printed, login
):
    beta = make_network("beta")
    make_period(beta, "2024-T1")
    give_role(secretariat, beta, Role.SECRETARIAT)
    spots = spots_of(Asked(networks=(network, beta), forms=("gestion",), codes=("2024-T1",)))
    batch = run(batch_create(user=secretariat, spots=spots, title="Lote", is_issue=False))
    assert batch.network is None
    assert states(batch) == ["done", "done"]
    secretariat = type(secretariat).objects.get(pk=secretariat.pk)
    assert list(batches_of(secretariat, beta)) == [batch]
    Assignment.objects.filter(network=beta).delete()
    secretariat = type(secretariat).objects.get(pk=secretariat.pk)
    assert not batches_of(secretariat, network)
    assert login(secretariat).get(reverse("reports:batch_zip", args=["alfa", batch.pk])).status_code == 404


def test_one_whose_process_died_is_told_and_resumed(network, secretariat, periods, printed, started):
    batch = asked(secretariat, network)
    ReportBatch.objects.filter(pk=batch.pk).update(state=BatchState.RUNNING)
    BatchItem.objects.filter(batch=batch, order=1).update(state=ItemState.RUNNING)
    batch.refresh_from_db()
    batch_check(batch=batch)
    assert batch.state == BatchState.RUNNING
    ReportBatch.objects.filter(pk=batch.pk).update(beat_at=timezone.now() - batches.SILENCE * 2)
    batch_check(batch=batch)
    assert batch.state == BatchState.INTERRUPTED
    assert item_claim(batch) is None
    batch_resume(batch=batch)
    assert started == [("batch_run", str(batch.pk))]
    with pytest.raises(ValidationError, match="no está interrumpido"):
        batch_resume(batch=batch)
    assert run(batch).state == BatchState.DONE
    assert printed == ["gestion 2024-T1", "gestion 2024-T2", "gestion 2024-T3"]


def test_in_a_queue_it_may_wait_for_a_worker(network, secretariat, periods, settings):
    batch = asked(secretariat, network)
    ReportBatch.objects.filter(pk=batch.pk).update(beat_at=timezone.now() - batches.SILENCE * 2)
    settings.JOBS = "queue"
    batch_check(batch=batch)
    assert batch.state == BatchState.WAITING
    settings.JOBS = "embedded"
    batch_check(batch=batch)
    assert batch.state == BatchState.INTERRUPTED


def test_where_no_process_starts_it_can_be_resumed(network, secretariat, periods, monkeypatch):
    def refuse(*arguments):
        raise OSError

    monkeypatch.setattr(batches, "launch_command", refuse)
    batch = asked(secretariat, network)
    batches.batch_start(batch)
    batch.refresh_from_db()
    assert batch.state == BatchState.INTERRUPTED


def test_one_taken_for_dead_that_ends_after_all_leaves_nothing(network, secretariat, periods, printed, settings):
    """Its item was given to another worker meanwhile."""
    batch = asked(secretariat, network)
    ReportBatch.objects.update(state=BatchState.RUNNING)
    item = item_claim(batch)
    BatchItem.objects.filter(pk=item.pk).update(state=ItemState.WAITING)
    batch_running.item_run(item, batch, Watch(batch))
    assert BatchItem.objects.get(pk=item.pk).state == ItemState.WAITING
    assert not [path for path in (settings.MEDIA_ROOT / "lotes").rglob("*") if path.is_file()]


@pytest.mark.django_db(transaction=True)
def test_it_says_that_it_is_alive_and_ends_what_lasts_after_cancelling(network, secretariat, monkeypatch):
    monkeypatch.setattr(batch_running, "BEAT_SECONDS", 0.02)
    monkeypatch.setattr(batch_running, "GRACE_SECONDS", 0)
    make_period(network)
    batch = asked(secretariat, network)
    ReportBatch.objects.update(beat_at=None, is_cancel_asked=True)
    ended = threading.Event()
    process = type("Process", (), {"interrupt": staticmethod(ended.set)})()
    with Watch(batch, process).alive():
        assert ended.wait(20)
    batch.refresh_from_db()
    assert batch.beat_at is not None


def test_it_is_issued_once(network, secretariat, periods, monkeypatch):
    def issue(*, form, by, scope, override_reason):
        return IssuedReport.objects.create(
            network=scope.network,
            form=form,
            form_version=1,
            period_code=scope.period.code,
            scope_key=scope.key,
            folio=f"ALFA-{scope.period.code}-0001",
            data={},
            pdf="x.pdf",
            pdf_sha256="0" * 64,
            size=1,
            issued_by=by,
        )

    monkeypatch.setattr(batch_running, "report_issue", issue)
    first = run(asked(secretariat, network, is_issue=True))
    again = run(asked(secretariat, network, is_issue=True))
    assert IssuedReport.objects.count() == 3
    assert [item.problem for item in first.items.all()] == ["", "", ""]
    assert all("Ya estaba emitido" in item.problem for item in again.items.all())
    assert list(again.items.values_list("report")) == list(first.items.values_list("report"))


def test_its_files_are_gone_after_a_day(network, secretariat, periods, printed, login, settings):
    batch = run(asked(secretariat, network))
    client = login(secretariat)
    urls = [
        reverse("reports:batch_zip", args=["alfa", batch.pk]),
        reverse("reports:batch_file", args=["alfa", batch.pk, 1]),
    ]
    for url in urls:
        response = client.get(url)
        assert b"".join(response.streaming_content)
        assert (response["X-Content-Type-Options"], response["Cache-Control"]) == ("nosniff", "private, no-store")
    ReportBatch.objects.update(ended_at=timezone.now() - datetime.timedelta(hours=25))
    assert [client.get(url).status_code for url in urls] == [404, 404]
    assert batches_clean() == 4
    assert not [path for path in (settings.MEDIA_ROOT / "lotes").rglob("*") if path.is_file()]
    assert client.get(reverse("reports:batch_detail", args=["alfa", batch.pk])).status_code == 200


def test_a_dossier_is_made_and_handed_out(network, member, secretariat, periods, login, started):
    activity = network.plans.get().versions.get().ejes.get().activities.get()
    entry = make_entry(activity, periods[0], member)
    attach(entry, "acta.pdf", pdf("uno"), "Acta firmada")
    attach(entry, "secreta.pdf", pdf("no"), "Nombre reservado", sensitivity="restricted")
    client = login(secretariat)
    url = reverse("reports:dossier", args=["alfa", "2024-T1"])
    page = client.get(url).content.decode()
    assert "Nombre reservado" not in page
    assert "Una prueba reservada" in page
    answer = client.post(url, {"eje": "", "member": ""})
    batch = ReportBatch.objects.get()
    assert answer.url == reverse("reports:batch_detail", args=["alfa", batch.pk])
    assert started == [("batch_run", str(batch.pk))]
    run(batch)
    item = batch.items.get()
    assert (item.form, item.state, batch.file.name) == (DOSSIER, ItemState.DONE, "")
    response = client.get(reverse("reports:batch_file", args=["alfa", batch.pk, 1]))
    assert b"".join(response.streaming_content).startswith(b"%PDF")
    assert response["Content-Disposition"].endswith('filename="alfa-2024-T1-expediente.pdf"')
    assert EvidenceOpening.objects.get().user == secretariat
    assert batch.title in client.get(url).content.decode()
    empty = reverse("reports:dossier", args=["alfa", "2024-T2"])
    assert client.post(empty, {}).status_code == 422
