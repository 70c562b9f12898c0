"""Batches in real processes: started from a page, shared by several workers, resumed after one was killed."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings

from networks.models import Role
from reports.batch_asking import Asked, spots_of
from reports.batches import batch_create
from reports.models import BatchState, ReportBatch
from tests.factories import give_role, make_activity, make_eje, make_network, make_period, make_user, make_version
from tests.processes.server import Server

pytestmark = pytest.mark.django_db(transaction=True)
CLAIMING = """
from reports.batch_running import item_claim
from reports.models import ReportBatch
batch = ReportBatch.objects.get()
while (item := item_claim(batch)) is not None:
    print("order", item.order)
"""


@pytest.fixture
def world():
    network = make_network("lotes")
    make_activity(make_eje(make_version(network)))
    for code in ("2024-T1", "2024-T2", "2024-T3", "2024-T4"):
        make_period(network, code)
    user = make_user("st")
    give_role(user, network, Role.SECRETARIAT)
    return network, user


@pytest.fixture
def serve(tmp_path):
    """`serve()` stands on what the test has written by then."""
    started: list[Server] = []

    def stand() -> Server:
        started.append(Server(tmp_path))
        return started[-1]

    yield stand
    for server in started:
        server.kill()


def ask(world, parts: int = 1, **more) -> ReportBatch:
    network, user = world
    spots = spots_of(Asked(networks=(network,), forms=("gestion",), years=(2024,))) * parts
    return batch_create(user=user, spots=spots, title="Lote", is_issue=False, **more)


def test_three_workers_share_it_and_none_takes_what_another_has(world, serve):
    batch = ask(world, parts=60)
    ReportBatch.objects.update(state=BatchState.RUNNING)
    server = serve()
    with ThreadPoolExecutor(3) as workers:
        ended = list(workers.map(lambda _: server.run("shell", "-v0", "-c", CLAIMING), range(3)))
    assert [one.stderr for one in ended if one.returncode] == []
    taken = [[int(order) for order in re.findall(r"order (\d+)", one.stdout)] for one in ended]
    everything = [order for orders in taken for order in orders]
    assert sorted(everything) == list(range(1, batch.items.count() + 1))


def test_it_is_started_from_a_page_and_downloaded(world, serve):
    server = serve()
    server.start()
    session = session_of_copy(server, world[1])
    form = {"kinds": "gestion", "periods": "2024-T1", "parts": "whole", "purpose": "drafts"}
    answer = server.ask("POST", "/redes/lotes/informes/lotes/nuevo/", session, form)
    assert answer.status == 302, answer.body[-500:]
    for _ in range(240):
        page = server.ask("GET", answer.location, session)
        if "terminado" in page.body:
            break
        time.sleep(0.25)
    assert "Descargar todo (zip)" in page.body
    assert (server.folder / "media" / "lotes").is_dir()


def session_of_copy(server: Server, user) -> str:
    """SQLite's server stands on a copy: her session is made there."""
    code = (
        "from tests.processes.server import session_of; from networks.models import User; "
        f"print('session', session_of(User.objects.get(pk={user.pk})))"
    )
    return re.search(r"session (\w+)", server.run("shell", "-v0", "-c", code).stdout)[1]


def test_one_whose_process_was_killed_is_resumed_and_ends_whole(world, serve):
    batch = ask(world, parts=2)
    server = serve()
    command = [sys.executable, "manage.py", "batch_run", str(batch.pk)]
    process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=server.environment, start_new_session=True)
    for _ in range(240):
        if len(list((server.folder / "media" / "lotes").glob("*.pdf"))) >= 1:
            break
        time.sleep(0.1)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    told = state(server)
    assert told.startswith("running")
    resume = (
        "from datetime import timedelta; from django.utils import timezone; "
        "from reports import batches; from reports.models import ReportBatch; "
        "ReportBatch.objects.update(beat_at=timezone.now() - timedelta(hours=1)); "
        "batch = ReportBatch.objects.get(); batches.batch_check(batch=batch); print(batch.state); "
        "batches.launch_command = lambda *arguments: None; batches.batch_resume(batch=batch)"
    )
    assert server.run("shell", "-v0", "-c", resume).stdout.split() == ["interrupted"]
    ended = server.run("batch_run", str(batch.pk))
    assert ended.returncode == 0, ended.stderr
    assert state(server) == "done 8 of 8 zipped"


def state(server: Server) -> str:
    code = (
        "from reports.models import ReportBatch; batch = ReportBatch.objects.get(); "
        "done = batch.items.filter(state='done').count(); "
        "print(batch.state, done, 'of', batch.items.count(), 'zipped' if batch.file else '')"
    )
    return server.run("shell", "-v0", "-c", code).stdout.strip()


def test_a_worker_of_the_queue_makes_it(world, serve):
    """With JOBS=queue the page only writes it down; `db_worker`, on any machine, makes it."""
    batch = ask(world)
    server = serve()
    server.environment["JOBS"] = "queue"
    migrated = server.run("migrate", "django_tasks_database", "-v0")
    assert migrated.returncode == 0, migrated.stderr
    start = "from reports import batches; from reports.models import ReportBatch; "
    start += "batches.batch_start(ReportBatch.objects.get())"
    started = server.run("shell", "-v0", "-c", start)
    assert started.returncode == 0, started.stderr
    assert state(server) == "waiting 0 of 4"
    worker = ("db_worker", "--batch", "--no-startup-delay", "--no-reload")
    with ThreadPoolExecutor(2) as workers:
        ended = list(workers.map(lambda _: server.run(*worker), range(2)))
    assert [one.stderr for one in ended if one.returncode] == []
    assert state(server) == "done 4 of 4 zipped", ended[0].stdout + ended[0].stderr + str(batch.pk)
