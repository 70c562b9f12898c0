"""Many people saving their drafts at once: nobody is told «database is locked», and nobody waits long."""

from __future__ import annotations

import json
import multiprocessing
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from pathlib import Path

from django.db import OperationalError, connections

from benchmarks.ground import UnmeasurableError, database_name, fetch, serving
from benchmarks.measure import MET, MISSED, NOTED, Row, compared, milliseconds, p95
from benchmarks.seed import Seeded, secretariat, seeded, session_cookie
from monitoring.models import ComplianceEntry
from monitoring.services import EntryKey, entry_save_draft
from monitoring.services.records import EntryDraft
from networks.models import User
from plans.models import PlanVersion

CROWD, FEW = 32, 8


@dataclass(frozen=True)
class Outcome:
    """What one writer saw: seconds of each save, and how many failed because the database was locked."""

    times: list[float]
    locked: int


def measure(folder: Path, quick: bool, rows: list[Row], left_out: list[str]) -> None:
    seed = seeded("escriben", members=CROWD, activities=1)
    saves, rounds = (5, 2) if quick else (15, 4)
    if database_name() == "SQLite":
        _crowd(seed, saves, rows)
    _through_pages(seed, saves, rounds, rows)


def _through_pages(seed: Seeded, saves: int, rounds: int, rows: list[Row]) -> None:
    """The form's own saving, by one person and by eight, on the two workers of the server."""
    cookie, alone, together = session_cookie(), [], []
    with serving() as port, ThreadPoolExecutor(FEW) as people:
        typing = partial(_type, seed, port, cookie, saves)
        list(people.map(typing, range(FEW)))
        for _ in range(rounds):
            alone += typing(0) + typing(0)
            for times in people.map(typing, range(FEW)):
                together += times
    rows.append(compared(f"Guardado automático, p95 con {FEW} a la vez / con 1", p95(alone), p95(together), 10))


def _type(seed: Seeded, port: int, cookie: str, saves: int, number: int) -> list[float]:
    """Seconds of each save of one member's draft, one after another. Raises UnmeasurableError."""
    path = seed.entry_path("guardar/", number)
    revision = seed.period.entries.filter(member=seed.members[number]).values_list("revision", flat=True).first()
    connections.close_all()
    times = []
    for turn in range(saves):
        form = {
            "status": "en_avance",
            "progress": str(turn),
            "narrative": f"Van {turn}.",
            "revision": revision or 0,
        }
        begun = time.perf_counter()
        status, body = fetch(port, path, cookie, form)
        times.append(time.perf_counter() - begun)
        if status != 200:
            raise UnmeasurableError(f"{path} respondió {status}: el guardado queda sin medir.")
        revision = json.loads(body)["revision"]
    return times


def _crowd(seed: Seeded, saves: int, rows: list[Row]) -> None:
    """Ours, and Django's own settings of SQLite to see what they spare us."""
    total = CROWD * saves
    before = _revisions(seed)
    ours = _at_once(seed, CROWD, saves)
    locked, kept = sum(outcome.locked for outcome in ours), _revisions(seed) - before
    plain = sum(outcome.locked for outcome in _at_once(seed, CROWD, saves, like_django=True))
    verdict = MET if locked == 0 and kept == total else MISSED
    crowd = f"con {CROWD} a la vez"
    refused = (f"{plain} de {total}", f"{locked} de {total}")
    rows.append(Row(f"«database is locked» {crowd} / ajustes de Django", *refused, None, "0", verdict))
    rows.append(Row(f"Guardados que quedaron, {crowd}", f"{total}", f"{kept}", kept / total, "todos", verdict))
    rows.append(Row(f"Guardar borrador, p95 {crowd}", "", milliseconds(p95(_times(ours))), None, "", NOTED))


def _times(outcomes: list[Outcome]) -> list[float]:
    return [seconds for outcome in outcomes for seconds in outcome.times]


def _revisions(seed: Seeded) -> int:
    """Saves that are in the database: each one raises a revision by one."""
    return sum(ComplianceEntry.objects.filter(period=seed.period).values_list("revision", flat=True))


def _at_once(seed: Seeded, writers: int, saves: int, *, like_django: bool = False) -> list[Outcome]:
    """So many processes, each with an entry of its own, all starting together."""
    connections.close_all()
    fork = multiprocessing.get_context("fork")
    start = fork.Barrier(writers)
    pipes = [fork.Pipe(duplex=False) for _ in range(writers)]
    people = [
        fork.Process(target=_write, args=(seed, number, saves, start, answers, like_django))
        for number, (_, answers) in enumerate(pipes)
    ]
    for person in people:
        person.start()
    outcomes = [heard.recv() for heard, _ in pipes]
    for person in people:
        person.join()
    return outcomes


def _write(seed: Seeded, number: int, saves: int, start, answers, like_django: bool) -> None:
    """In a process of its own: read the entry, then save it, as its page does at each pause in the typing."""
    outcome = Outcome([], 0)
    if like_django:
        connections["default"].settings_dict["OPTIONS"] = {}
    try:
        user, key = secretariat(), _key(seed, number)
        start.wait()
        for turn in range(saves):
            begun = time.perf_counter()
            try:
                _save(key, user, turn)
            except OperationalError:
                outcome = Outcome(outcome.times, outcome.locked + 1)
            outcome.times.append(time.perf_counter() - begun)
    finally:
        answers.send(outcome)
        connections.close_all()


def _key(seed: Seeded, number: int) -> EntryKey:
    return EntryKey(
        period=seed.period,
        version=PlanVersion.objects.select_related("plan").get(pk=seed.version.pk),
        activity_lineage=seed.activities[0].lineage,
        member=seed.members[number],
    )


def _save(key: EntryKey, user: User, turn: int) -> None:
    revision = key.rows().values_list("revision", flat=True).first() or 0
    draft = EntryDraft(status="en_avance", progress=Decimal(turn), narrative=f"Se convocó {turn} veces.")
    entry_save_draft(key=key, draft=draft, revision=revision, user=user)
