"""What anybody reads: the public page, the open data and the API, against a bare answer of as many bytes."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from benchmarks.ground import UnmeasurableError, fetch, page, serving
from benchmarks.measure import Row, compared, exponent, in_turns, limited, milliseconds, seconds
from benchmarks.pages import NOT_QUERIES, query_row
from benchmarks.seed import Seeded, seeded
from reports.publishing.services import snapshot_publish

SMALL, LARGE = 200, 2000
# Counted, as in use, but never reached.
UNREACHED = "100000/m"


def measure(folder: Path, quick: bool, rows: list[Row], left_out: list[str]) -> None:
    small = _published("publica", SMALL)
    large = _published("publica-grande", LARGE)
    os.environ["API_RATE"] = UNREACHED
    try:
        with serving("benchmarks.bare_settings") as bare_port, serving() as port:
            times = partial(_times, bare_port, port, 10 if quick else 40)
            _answers(times, small, large, rows, left_out)
    finally:
        del os.environ["API_RATE"]
    with override_settings(API_RATE=UNREACHED):
        _queries(small, large, rows, left_out)


def _published(slug: str, activities: int) -> Seeded:
    """Its plan and the progress of its period, with a public page."""
    found = seeded(slug, members=2, activities=activities, entries=True)
    found.network.is_public = True
    found.network.save(update_fields=["is_public"])
    snapshot_publish(network=found.network, kind="plan", key="plan", by=None)
    snapshot_publish(network=found.network, kind="progress", key=f"plan/{found.period.code}", by=None)
    return found


def _paths(network: Seeded) -> dict[str, str]:
    slug = network.network.slug
    return {
        "Página de transparencia": f"/transparencia/{slug}/",
        "Plan publicado (100 filas)": f"/transparencia/{slug}/plan/plan/",
        "API, lista de 100 filas": f"/api/v1/networks/{slug}/plans/plan/activities/?limit=100",
        "Datos abiertos, tabla entera en CSV": f"/transparencia/{slug}/datos/actividades.csv",
    }


def _answers(
    times: Callable[..., list[float]], small: Seeded, large: Seeded, rows: list[Row], left_out: list[str]
) -> None:
    bigger = _paths(large)
    for what, path in _paths(small).items():
        try:
            floor, whole = times(path)
            bare, again = times(path, _tag(path))
            _floor, larger = times(bigger[what])
        except UnmeasurableError as reason:
            left_out.append(str(reason))
            continue
        rows.append(compared(f"{what} / respuesta igual de grande", floor, whole))
        rows.append(compared(f"{what}, ya leída (304) / respuesta vacía", bare, again))
        rows.append(limited(f"{what}, ya leída / entera", seconds(whole), seconds(again), again / whole, 1))
        growth = exponent(whole, larger, LARGE / SMALL)
        words = milliseconds(whole), milliseconds(larger)
        rows.append(limited(f"{what}, exponente de {SMALL} a {LARGE}", *words, growth, 1.05))


def _times(bare_port: int, port: int, repeats: int, path: str, tag: str = "") -> list[float]:
    """Median seconds of a bare answer of as many bytes, and of ours; with a tag, of what is not sent again."""
    if tag:
        ask = partial(_not_again, port, path, tag)
        return in_turns(repeats, partial(page, bare_port, "/piso/vista/", ""), ask)
    bare = partial(page, bare_port, f"/piso/vista/?bytes={len(page(port, path, ''))}", "")
    ask = partial(page, port, path, "")
    in_turns(2, bare, ask)
    return in_turns(repeats, bare, ask)


def _tag(path: str) -> str:
    response = Client(headers={"host": "127.0.0.1"}).get(path)
    response.close()
    return response.get("ETag", "")


def _not_again(port: int, path: str, tag: str) -> None:
    """Raises UnmeasurableError where it is sent all the same."""
    status, _body = fetch(port, path, If_None_Match=tag)
    if status != 304:
        raise UnmeasurableError(f"{path} respondió {status} a quien ya la tenía: queda sin medir.")


def _queries(small: Seeded, large: Seeded, rows: list[Row], left_out: list[str]) -> None:
    bigger = _paths(large)
    for what, path in _paths(small).items():
        try:
            few, many = _counted(path), _counted(bigger[what])
        except UnmeasurableError as reason:
            left_out.append(str(reason))
            continue
        rows.append(query_row(f"Consultas: {what}, {SMALL} y {LARGE}", few, many, None))


def _counted(path: str) -> int:
    """Nobody signs in here: all of them are the page's own."""
    with CaptureQueriesContext(connection) as captured:
        response = Client(headers={"host": "127.0.0.1"}).get(path)
        read = b"".join(response.streaming_content) if response.streaming else response.content
    if response.status_code != 200 or not read:
        raise UnmeasurableError(f"{path} respondió {response.status_code}: sus consultas quedan sin contar.")
    return len([query for query in captured.captured_queries if not query["sql"].startswith(NOT_QUERIES)])
