"""The reporting cycle: board and matrix over a year, what the form weighs, and how many are sent a second."""

from __future__ import annotations

import re
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from posixpath import normpath

from django.db import connections

from benchmarks.ground import UnmeasurableError, fetch, page, serving
from benchmarks.measure import Row, compared, in_turns, limited
from benchmarks.pages import counted, query_row
from benchmarks.seed import Seeded, seeded, session_cookie, signed_in

QUARTERS = 4
FEW = 8
FIRST_LIMIT, AGAIN_LIMIT = 100 * 1024, 15 * 1024
ASSET = re.compile(r'(?:href|src)="(/static/[^"#]+)')
IN_CSS = re.compile(r"""url\(["']?([^)"']+)["']?\)""")


def measure(folder: Path, quick: bool, rows: list[Row], left_out: list[str]) -> None:
    year = {"entries": True, "quarters": QUARTERS}
    tiny = seeded("ciclo-minimo", members=2, activities=4, **year)
    small = seeded("ciclo", members=20, activities=40, **year)
    half = seeded("ciclo-medio", members=60, activities=80, **year)
    large = seeded("ciclo-grande", members=100 if quick else 200, activities=200 if quick else 400, **year)
    _pages(small, large, 3 if quick else 10, rows, left_out)
    _queries({"chica": (tiny, small), "grande": (half, large)}, rows, left_out)
    _weight(small, rows)
    _throughput(5 if quick else 25, rows)


def _paths(network: Seeded) -> dict[str, str]:
    board, eje = network.board_path, network.version.ejes.order_by("order").first().lineage
    inbox = f"{board}bandeja/"
    matrix = f"{board}matriz/"
    return {
        "Tablero": board,
        "Matriz, la red": matrix,
        "Matriz, un eje": f"{matrix}?eje={eje}",
        "Matriz, una actividad en el año": f"{matrix}?actividad={network.activities[0].lineage}",
        "Bandeja": inbox,
    }


def _pages(small: Seeded, large: Seeded, repeats: int, rows: list[Row], left_out: list[str]) -> None:
    cookie = session_cookie()
    with serving("benchmarks.bare_settings") as bare_port, serving() as port:
        bare = partial(page, bare_port, "/piso/vista/", cookie)
        for network, size in ((small, "20 × 40"), (large, f"{len(large.members)} × {len(large.activities)}")):
            for what, path in _paths(network).items():
                ask = partial(page, port, path, cookie)
                try:
                    in_turns(2, bare, ask)
                    floor, ours = in_turns(repeats, bare, ask)
                except UnmeasurableError as reason:
                    left_out.append(str(reason))
                    continue
                rows.append(compared(f"{what}, {size}, 4 periodos / vista vacía", floor, ours))


def _queries(pairs: dict[str, tuple[Seeded, Seeded]], rows: list[Row], left_out: list[str]) -> None:
    """In a small network and in one whose sums the database makes: in each, as many for few rows as for many."""
    client = signed_in()
    for kind, (few, many) in pairs.items():
        for what, path in _paths(few).items():
            try:
                counts = counted(client, path), counted(client, _paths(many)[what])
            except UnmeasurableError as reason:
                left_out.append(str(reason))
                continue
            rows.append(query_row(f"Consultas, red {kind}: {what.lower()}", *counts, None))


# -- the form's bytes -----------------------------------------------------------------------------------------


def _weight(network: Seeded, rows: list[Row]) -> None:
    cookie, path = session_cookie(), network.entry_path(member=1)
    network.period.entries.all().delete()
    with serving() as port:
        html = len(fetch(port, path, cookie, Accept_Encoding="br, gzip")[1])
        assets = _assets(port, page(port, path, cookie).decode())
    total = html + sum(assets.values())
    rows.append(limited("Formulario, bytes la primera vez", "", f"{total}", total / FIRST_LIMIT, 1))
    rows.append(limited("Formulario, bytes después", "", f"{html}", html / AGAIN_LIMIT, 1))


def _assets(port: int, html: str) -> dict[str, int]:
    """Bytes of each file the page asks for, compressed as a browser gets it; what style sheets ask for, too."""
    found: dict[str, int] = {}
    for address in set(ASSET.findall(html)):
        found[address] = len(fetch(port, address, Accept_Encoding="br, gzip")[1])
        if address.endswith(".css"):
            base = address.rsplit("/", 1)[0]
            for part in IN_CSS.findall(fetch(port, address)[1].decode()):
                if not part.startswith("data:"):
                    inner = part if part.startswith("/") else normpath(f"{base}/{part}")
                    found[inner] = len(fetch(port, inner, Accept_Encoding="br, gzip")[1])
    return found


# -- submissions a second -------------------------------------------------------------------------------------


def _throughput(each: int, rows: list[Row]) -> None:
    """Eight people sending entries through the two workers, against as many bare inserts."""
    network = seeded("envios", members=FEW, activities=each * 2)
    connections.close_all()
    cookie = session_cookie()
    with serving() as port, ThreadPoolExecutor(FEW) as people:
        send = partial(_send, network, port, cookie)
        list(people.map(send, [(number, 0, 2) for number in range(FEW)]))
        floor, ours = [], []
        for start in range(2, each * 2 - 1, 4):
            floor.append(_timed(people, partial(_insert, port), start))
            ours.append(_timed(people, send, start))
    rate, bare = (4 * FEW * len(taken) / sum(taken) for taken in (ours, floor))
    rows.append(
        Row(
            "Avances enviados por segundo / INSERT solo",
            f"{bare:.0f}/s",
            f"{rate:.0f}/s",
            bare / rate,
            "",
            "referencia",
        )
    )


def _timed(people: ThreadPoolExecutor, act, start: int) -> float:
    begun = time.perf_counter()
    list(people.map(act, [(number, start, start + 4) for number in range(FEW)]))
    return time.perf_counter() - begun


def _send(network: Seeded, port: int, cookie: str, job: tuple[int, int, int]) -> None:
    number, first, last = job
    member = network.members[number].code
    for activity in network.activities[first:last]:
        path = f"{network.board_path}avances/{activity.lineage}/{member}/enviar/"
        form = {
            "revision": "0",
            "attempt": str(uuid.uuid4()),
            "status": "cumplido",
            "narrative": "Se reunió la mesa.",
        }
        form["on_behalf_reason"] = "Lo envió por correo"
        status, _body = fetch(port, path, cookie, form)
        if status != 302:
            raise UnmeasurableError(f"{path} respondió {status}: los envíos quedan sin medir.")


def _insert(port: int, job: tuple[int, int, int]) -> None:
    for _ in range(job[2] - job[1]):
        fetch(port, "/piso/insertar/", form={})
