"""The directory at fifty thousand contacts: its pages against a view that does nothing, and what a table costs."""

from __future__ import annotations

import time
from functools import partial
from io import BytesIO
from pathlib import Path

from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook

from benchmarks.ground import UnmeasurableError, page, serving
from benchmarks.measure import Row, compared, exponent, in_turns, limited, milliseconds, seconds
from benchmarks.pages import counted, query_row
from benchmarks.seed import Seeded, secretariat, seeded, session_cookie, signed_in

LIMIT = 15
BATCH = 2000


def measure(folder: Path, quick: bool, rows: list[Row], left_out: list[str]) -> None:
    many = 10_000 if quick else 50_000
    small, large = _directory("directorio-chico", 500), _directory("directorio", many)
    _pages(small, large, many, 8 if quick else 20, rows, left_out)
    _queries(small, large, rows, left_out)
    _imports(folder, 2_000 if quick else 10_000, rows)


def _directory(slug: str, count: int) -> Seeded:
    """So many contacts over 200 members in 20 countries, each with an area."""
    from networks.models import ActionArea, Contact, Member, Territory

    found = seeded(slug, members=200, activities=1)
    countries = Territory.objects.bulk_create(
        Territory(code=f"{slug}-{n}", name=f"País {n}", level="country", network=found.network) for n in range(20)
    )
    for number, member in enumerate(found.members):
        member.territory = countries[number % 20]
    Member.objects.bulk_update(found.members, ["territory"])
    area = ActionArea.objects.create(network=found.network, name="Atención")
    contacts = [
        Contact(
            member=found.members[n % 200],
            name=f"Oficina número {n}",
            post="Dirección de atención",
            email=f"oficina{n}@example.org",
            rank=("principal", "alternate", "staff")[n % 3],
        )
        for n in range(count)
    ]
    for contact in contacts:
        contact.fold_text()
    made = Contact.objects.bulk_create(contacts, batch_size=BATCH)
    through = Contact.areas.through
    through.objects.bulk_create(
        (through(contact_id=contact.pk, actionarea_id=area.pk) for contact in made), batch_size=BATCH
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return found


def _paths(network: Seeded, count: int) -> dict[str, str]:
    base = f"/redes/{network.network.slug}/contactos/"
    return {
        "Directorio, primera página": base,
        "Directorio, última página": f"{base}?page={count // 50}",
        "Directorio, búsqueda": f"{base}?q=oficina+499",
        "Directorio, una integrante": f"{base}?integrante=m7",
    }


def _pages(small: Seeded, large: Seeded, many: int, repeats: int, rows: list[Row], left_out: list[str]) -> None:
    cookie = session_cookie()
    with serving("benchmarks.bare_settings") as bare_port, serving() as port:
        bare = partial(page, bare_port, "/piso/vista/", cookie)
        own: dict[str, list[float]] = {}
        for network, count in ((small, 500), (large, many)):
            for what, path in _paths(network, count).items():
                ask = partial(page, port, path, cookie)
                try:
                    in_turns(2, bare, ask)
                    floor, ours = in_turns(repeats, bare, ask)
                except UnmeasurableError as reason:
                    left_out.append(str(reason))
                    continue
                own.setdefault(what, []).append(ours)
                rows.append(compared(f"{what}, {count} contactos / vista vacía", floor, ours, LIMIT))
    for what, times in own.items():
        if len(times) == 2:
            words = (milliseconds(times[0]), milliseconds(times[1]))
            rows.append(limited(f"{what}, exponente de 500 a {many}", *words, exponent(*times, many / 500), 1.05))


def _queries(small: Seeded, large: Seeded, rows: list[Row], left_out: list[str]) -> None:
    client = signed_in()
    for what, path in _paths(small, 500).items():
        if "última" in what:
            continue
        try:
            counts = counted(client, path), counted(client, _paths(large, 500)[what])
        except UnmeasurableError as reason:
            left_out.append(str(reason))
            continue
        rows.append(query_row(f"Consultas: {what.lower()}", *counts, None))


# -- a table that comes in --------------------------------------------------------------------------------------


def _imports(folder: Path, count: int, rows: list[Row]) -> None:
    """A table of new contacts: looked at, then looked at and written; the floor reads and writes."""
    from networks.exchange.columns import CONTACTS
    from networks.exchange.contacts import ContactTable
    from networks.exchange.reading import read_table

    target, floor_target = (
        seeded("tabla", members=20, activities=1),
        seeded("tabla-piso", members=20, activities=1),
    )
    path = folder / "contactos.xlsx"
    path.write_bytes(_book(count))
    floor = _floor(path, floor_target)
    start = time.perf_counter()
    table = read_table(path, "contactos.xlsx", CONTACTS)
    checked = ContactTable(network=target.network, user=secretariat()).check(table)
    looked = time.perf_counter() - start
    assert checked.changes == count
    with CaptureQueriesContext(connection) as captured:
        start = time.perf_counter()
        ContactTable(network=target.network, user=secretariat()).write(table)
        wrote = time.perf_counter() - start
    rows.append(compared(f"Tabla de {count} contactos: leer y revisar / leer y bulk_create", floor, looked))
    rows.append(compared(f"Tabla de {count} contactos: guardar, con historial / leer y bulk_create", floor, wrote))
    rows.append(limited(f"Tabla de {count} contactos: consultas", "", f"{len(captured)}", len(captured), None))
    rows.append(
        limited(
            "Tabla: leer, revisar y guardar",
            seconds(floor),
            seconds(looked + wrote),
            (looked + wrote) / floor,
            None,
        )
    )


def _book(count: int) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(["member", "name", "post", "email"])
    for n in range(count):
        sheet.append([f"m{n % 20}", f"Oficina {n}", "Dirección", f"tabla{n}@example.org"])
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _floor(path: Path, network: Seeded) -> float:
    """python-calamine and `bulk_create`, nothing looked at."""
    from python_calamine import CalamineWorkbook

    from networks.models import Contact

    members = {member.code: member for member in network.members}
    start = time.perf_counter()
    cells = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()[1:]
    Contact.objects.bulk_create(
        (Contact(member=members[code], name=name, post=post, email=email) for code, name, post, email in cells),
        batch_size=1000,
    )
    return time.perf_counter() - start
