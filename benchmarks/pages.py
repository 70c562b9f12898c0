"""Pages against a view that does nothing, and the queries each one asks."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks.ground import UnmeasurableError, page, serving
from benchmarks.measure import MET, MISSED, Row, compared, exponent, in_turns, limited, milliseconds
from benchmarks.seed import Seeded, seeded, session_cookie, signed_in

# Read before any page knows who asks.
SESSION_AND_USER = 2
NOT_QUERIES = ("BEGIN", "SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK", "COMMIT")


def measure(folder: Path, quick: bool, rows: list[Row], left_out: list[str]) -> None:
    one = seeded("uno", members=1, activities=1, entries=True)
    board = seeded("tablero", members=20, activities=40, entries=True)
    fifty = seeded("cincuenta", members=50, activities=30)
    long = seeded("larga", members=1, activities=300)
    longest = seeded("larguisima", members=1, activities=3000)
    big = seeded("grande", members=200, activities=400, entries=True)
    times = partial(_times, repeats=10 if quick else 40)
    _against_bare(times, rows, left_out, (board, fifty, long, longest, big))
    _queries(one, board, fifty, (long, longest), rows, left_out)


def _against_bare(times: Callable, rows: list[Row], left_out: list[str], networks: tuple[Seeded, ...]) -> None:
    board, fifty, long, longest, big = networks
    wanted = (
        ("Plantilla vacía con sesión y menú", "/piso/plantilla/", None),
        ("Lista de 50 filas (integrantes)", fifty.list_path, 15),
        ("Plan de 30 actividades", fifty.plan_path, None),
        ("Plan de 300 actividades", long.plan_path, None),
        ("Plan de 3.000 actividades", longest.plan_path, None),
        ("Tablero de 20 × 40", board.board_path, 60),
        ("Tablero de 200 × 400 (paginado)", big.board_path, None),
    )
    with serving("benchmarks.bare_settings") as bare_port, serving() as port:
        own = {}
        for what, path, limit in wanted:
            try:
                floor, own[what] = times(bare_port, port, path)
            except UnmeasurableError as reason:
                left_out.append(str(reason))
                continue
            rows.append(compared(f"{what} / vista vacía", floor, own[what], limit))
    _growths(own, rows)


def _times(bare_port: int, port: int, path: str, *, repeats: int) -> list[float]:
    """Median seconds of the bare view and of a page, after every worker has served it."""
    cookie = session_cookie()
    ask, bare = partial(page, port, path, cookie), partial(page, bare_port, "/piso/vista/", cookie)
    first = in_turns(4, bare, ask)
    return in_turns(min(repeats, max(3, int(5 / first[1]))), bare, ask)


def _growths(own: dict[str, float], rows: list[Row]) -> None:
    """How a page's cost follows its own network's data."""
    pairs = (
        ("Plan, exponente de 30 a 300", "Plan de 30 actividades", "Plan de 300 actividades", 10),
        ("Plan, exponente de 300 a 3.000", "Plan de 300 actividades", "Plan de 3.000 actividades", 10),
        ("Tablero, exponente de 800 a 80.000", "Tablero de 20 × 40", "Tablero de 200 × 400 (paginado)", 100),
    )
    for what, small, large, larger in pairs:
        if small in own and large in own:
            words = (milliseconds(own[small]), milliseconds(own[large]))
            rows.append(limited(what, *words, exponent(own[small], own[large], larger), 1.05))


# -- queries --------------------------------------------------------------------------------------------------


def _queries(
    one: Seeded,
    board: Seeded,
    fifty: Seeded,
    plans: tuple[Seeded, Seeded],
    rows: list[Row],
    left_out: list[str],
) -> None:
    """Counted with 1 row and with many; they must be as many, and no more than the target."""
    long, longest = plans
    wanted = (
        ("Consultas: lista, 1 y 50 filas", one.list_path, fifty.list_path, 3),
        ("Consultas: plan, 1 y 300 actividades", one.plan_path, long.plan_path, None),
        ("Consultas: plan, 30 y 3.000 actividades", fifty.plan_path, longest.plan_path, None),
        ("Consultas: tablero, 1 × 1 y 20 × 40", one.board_path, board.board_path, 6),
    )
    client = signed_in()
    for what, small, large, limit in wanted:
        try:
            few, many = (counted(client, path) for path in (small, large))
        except UnmeasurableError as reason:
            left_out.append(str(reason))
            continue
        rows.append(query_row(what, few, many, limit))
    _form_queries(client, long, fifty, rows, left_out)


def _form_queries(client: Client, first: Seeded, second: Seeded, rows: list[Row], left_out: list[str]) -> None:
    """The form of an entry, sent as its page does, in a plan of 300 activities and in a network of 50 members."""
    sent = {"status": "en_avance", "progress": "40", "narrative": "Se convocó.", "revision": "0"}
    for what, tail in (("guardado automático", "guardar/"), ("guardar borrador", "")):
        try:
            few, many = (
                counted(client, network.entry_path(tail), {**sent, "revision": str(_revision(network))})
                for network in (first, second)
            )
        except UnmeasurableError as reason:
            left_out.append(str(reason))
            continue
        rows.append(query_row(f"Consultas: formulario, {what}", few, many, 8))


def _revision(network: Seeded) -> int:
    return network.period.entries.values_list("revision", flat=True).first() or 0


def counted(client: Client, path: str, sent: dict[str, str] | None = None) -> int:
    """Queries of a page beside session and user. Raises UnmeasurableError."""
    with CaptureQueriesContext(connection) as captured:
        response = client.get(path) if sent is None else client.post(path, sent)
    if response.status_code not in (200, 302):
        raise UnmeasurableError(f"{path} respondió {response.status_code}: sus consultas quedan sin contar.")
    asked = [query for query in captured.captured_queries if not query["sql"].startswith(NOT_QUERIES)]
    return len(asked) - SESSION_AND_USER


def query_row(what: str, few: int, many: int, limit: int | None) -> Row:
    within = limit is None or many <= limit
    target = "iguales" if limit is None else f"iguales y ≤ {limit}"
    return Row(what, f"{few}", f"{many}", many / few, target, MET if few == many and within else MISSED)
