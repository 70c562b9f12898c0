"""Nothing of another network is in any page, file, mail or answer that somebody of this one, or nobody, may get.

Every text of «coalicion» and of «red-gdl» carries a mark (marking.py); people of «mesa» open whatever they can.
"""

from __future__ import annotations

import datetime
import re
from io import StringIO
from types import SimpleNamespace

import pytest
from django.core import mail as sent
from django.core.management import call_command
from django.utils import timezone

from monitoring.models import OutboxMessage
from networks.models import Network, Role
from reports.demo import load_network
from tests.factories import give_role, make_user
from tests.isolation import cast
from tests.isolation.crawling import Reader, texts, told
from tests.isolation.marking import MODELS, Marker, fields_of
from tests.test_access_matrix import ROWS

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def sides(stage) -> SimpleNamespace:
    """`here` is mesa, with its people and doors; `there` is marked."""
    reviewer = make_user("revisora")
    theirs = load_network("coalicion", reviewer)
    give_role(reviewer, theirs, Role.SECRETARIAT)
    beyond = load_network("red-gdl", reviewer)
    there = cast.make_world(theirs)
    people = cast.make_people(theirs, "ajena")
    far_doors = cast.make_doors(there)
    cast.fill(there, people["technician"])
    for network in (theirs, beyond):
        network.refresh_from_db()
        network.is_public = False
        network.save()
    mesa = load_network("mesa")
    here = cast.make_world(mesa)
    near_people = cast.make_people(mesa, "mesa")
    of_both = make_user("de-ambas")
    give_role(of_both, theirs, Role.OBSERVER)
    give_role(of_both, mesa, Role.SECRETARIAT)
    cast.mail_of_both(of_both, there, here)
    foreign = Marker()
    counts = foreign.write([theirs, beyond])
    # Her address is of both; what the message says of the other is not.
    OutboxMessage.objects.filter(user=of_both).update(to=of_both.email, last_error="")
    doors = cast.make_doors(here)
    cast.fill(here, near_people["technician"])
    own = Marker(gentle=True)
    own.write([mesa])
    for network in (theirs, mesa):
        network.refresh_from_db()
    return SimpleNamespace(
        here=here,
        people=near_people,
        doors=doors,
        own=own,
        there=there,
        far_doors=far_doors,
        foreign=foreign,
        counts=counts,
        of_both=of_both,
    )


def test_every_model_is_marked(sides):
    empty = [name for name, count in sides.counts.items() if not count]
    assert empty == []
    wanted = {f"{model.__name__}.{field.name}" for model in MODELS for field in fields_of(model)}
    assert wanted - sides.foreign.written == set()


def see(reader: Reader, doors, slug: str, role: str) -> None:
    """Every address of the matrix that she may open; what is sent by a form is asked too, and undone."""
    for door in doors:
        may = door.row.public or door.row.signed_in or role in door.row.allowed
        if may and (role == "secretariat" or (door.row.method == "get" and not is_print(door))):
            reader.ask(door.path(slug), door.row.method, door.data)


def is_print(door) -> bool:
    """A PDF, drawn again for each who asks: what is in it is the same for all."""
    return door.row.name.endswith("_pdf")


# What no page has a place for, or only in states that are not made here.
UNSHOWN = {
    *("ColumnMemory.heading", "Contact.folded", "OutboxMessage.subject", "OutboxMessage.body"),
    *("DeliverableProgress.note", "PublicationCheck.detail", "PublicationCheck.url"),
}
PRINTS = {f"{door.name}?" for door in ROWS if door.name.endswith("_pdf")}


def test_the_secretariat_sees_its_own_network_and_no_other(sides):
    """The marks of its own show that the reader reads: pages, tables, documents and what is sent."""
    reader = Reader(sides.people["secretariat"], sides.foreign, sides.own)
    slug = sides.here.network.slug
    see(reader, sides.doors, slug, "secretariat")
    reader.follow(f"/redes/{slug}/", 60, skip=PRINTS)
    search(reader, sides)
    assert not reader.leaks, told(reader.leaks)
    assert {"html", "json", "pdf", "docx/xml", "xlsx/xml", "zip/csv", "ics"} <= reader.own_kinds
    unseen = sides.own.written - {name.split(" ")[0] for name in sides.own.named(reader.own)}
    assert {field for field in unseen if not field.startswith("Historical")} <= UNSHOWN


def search(reader: Reader, sides: SimpleNamespace) -> None:
    """Every form that asks, sent with what all the marks begin with, then with the keys of the other's rows."""
    forms = [next(iter(pages.items())) for pages in reader.searches.values()]
    keys = (sides.there.member.pk, sides.foreign.renamed[sides.there.member.code])
    for path, names in forms:
        words = [name for name, tag in names.items() if tag != "select"]
        reader.ask(path, data=dict.fromkeys(words, sides.foreign.token))
        for name in [name for name, tag in names.items() if tag == "select"]:
            for key in keys:
                reader.ask(path, data={name: key})
    assert len(forms) > 15


@pytest.mark.parametrize("role", ["coordinator", "technician", "observer", None])
def test_whoever_looks_at_her_network_sees_no_other(role, sides):
    reader = Reader(sides.people.get(role), sides.foreign, sides.own)
    slug = sides.here.network.slug
    see(reader, sides.doors, slug, role or "observer")
    reader.follow(f"/redes/{slug}/" if role else "/transparencia/", 30, skip=PRINTS)
    assert not reader.leaks, told(reader.leaks)


def numbered(kwargs: dict) -> dict:
    """What of an address names a row and nothing else: numbers and keys, not years, periods or places in order."""
    free = {"number", "year", "code", "plan", "form", "table", "kind", "ending", "period", "name", "key"}
    return {name: value for name, value in kwargs.items() if name not in free}


def test_a_person_of_both_reads_one_at_a_time(sides):
    """On the pages of one network she finds of the other its name, to go there, and nothing else."""
    reader = Reader(sides.of_both, sides.foreign)
    for door in sides.doors:
        if door.of_network and door.row.method == "get" and not is_print(door):
            reader.ask(door.path(sides.here.network.slug), data=door.data)
    leaks = {where: [name for name in named if not NAMES.match(name)] for where, named in reader.leaks.items()}
    leaks = {where: named for where, named in leaks.items() if named}
    assert not leaks, told(leaks)


MAY = {"both": "secretariat"}
NAMES = re.compile(r"Network\.(slug|name|short_name) ")


@pytest.mark.parametrize("role", ["secretariat", "technician", "both"])
def test_what_is_of_another_network_is_absent_under_ones_own(role, sides):
    """`/redes/mesa/contactos/<number of one of coalicion>/`, and so with every part of every address."""
    reader = Reader(sides.people.get(role, sides.of_both), sides.foreign)
    slug = sides.here.network.slug
    opened = []
    for near, far in zip(sides.doors, sides.far_doors, strict=True):
        if not near.of_network or MAY.get(role, role) not in near.row.allowed:
            continue
        other = {name: sides.foreign.renamed.get(value, value) for name, value in far.kwargs.items()}
        tries = [{name: value} for name, value in other.items() if near.kwargs.get(name) != value]
        for instead in [*tries, other] if len(tries) > 1 else tries:
            status = reader.ask(near.path(slug, **instead), near.row.method, near.data)
            if status == 302 and near.row.method == "get":
                status = reader.ask(reader.told_to)
            if numbered(instead) and status != 404:
                opened.append((status, near.row.method, near.path(slug, **instead)))
    assert role == "both" or not reader.leaks, told(reader.leaks)
    assert opened == []


@pytest.mark.parametrize("role", ["secretariat", None])
def test_the_addresses_of_another_network_tell_nothing(role, sides):
    reader = Reader(sides.people.get(role), sides.foreign)
    slug, renamed, wrong = sides.there.network.slug, sides.foreign.renamed, []
    for door in sides.far_doors:
        if "token" in door.kwargs or (role is None and door.row.method != "get"):
            continue  # Whoever has a token was given it.
        path = door.path(slug, **{name: renamed.get(value, value) for name, value in door.kwargs.items()})
        status = reader.ask(path, door.row.method, door.data)
        if door.of_network and status not in ((404,) if role else (302, 401)):
            wrong.append((status, path))
    assert not reader.leaks, told(reader.leaks)
    assert wrong == []


# -- mail and commands --------------------------------------------------------------------------------------------

DAYS = [datetime.date(2024, month, day) for month in (4, 7, 10) for day in (8, 14, 15, 16, 18, 22)]


def test_mail_to_others_says_nothing_of_it(sides):
    """What the commands write to whoever has no role there; a person of both networks reads of both."""
    reader = Reader(None, sides.foreign, sides.own)
    Network.objects.update(contacts_month=11)
    for day in DAYS:
        call_command("remind", on=day, no_send=True, stdout=StringIO(), stderr=StringIO())
    for day in (datetime.date(2026, 11, 2), timezone.localdate() + datetime.timedelta(days=25)):
        call_command("remind_invitations", on=day, stdout=StringIO())
        call_command("contacts_ask", on=day, stdout=StringIO())
    call_command("outbox_send", once=True, stdout=StringIO())
    theirs = [mail for mail in sent.outbox if sides.foreign.found(mail.to[0]) or mail.to == [sides.of_both.email]]
    others = [mail for mail in sent.outbox if mail not in theirs]
    for mail in others:
        files = [(name, body if isinstance(body, str) else "") for name, body, _type in mail.attachments]
        text = f"{mail.subject} {mail.body} {mail.from_email} {mail.extra_headers} {mail.message().as_string()}"
        reader.note(f"{mail.to}: {mail.subject}", [("mail", text), *files], asked="")
    assert not reader.leaks, told(reader.leaks)
    assert "mail" in reader.own_kinds
    assert theirs


def test_commands_for_a_network_say_nothing_of_another(sides, tmp_path):
    reader = Reader(None, sides.foreign, sides.own)
    slug, period = sides.here.network.slug, sides.here.period.code
    number = sides.here.in_force.number
    of_period = {"network": slug, "period": period}
    versions = {"network": slug, "plan": "2024", "from": number, "to": number + 1}
    written = tmp_path / "salida"
    figures = ("obligations", "functions_due", "rollup")
    asked = [
        *[(name, {**of_period, "json": as_json}) for name in figures for as_json in (True, False)],
        ("remind", {"network": slug, "on": DAYS[0], "dry_run": True, "json": True}),
        ("remind_invitations", {"network": slug, "dry_run": True, "json": True}),
        ("compare_versions", {**versions, "json": True}),
        ("form_export", {**of_period, "member": sides.here.member.code, "output": str(written)}),
        ("contacts_ask", {"network": slug}),
        ("check_plan", {"network": slug, "plan": "2024"}),
    ]
    for name, options in asked:
        said = StringIO()
        call_command(name, stdout=said, stderr=said, **options)
        reader.note(f"{name} {options}", [("stdout", said.getvalue())], asked="")
    call_command("report", "gestion", **of_period, format="json", stdout=(said := StringIO()))
    reader.note("report", [("stdout", said.getvalue()), *texts("x", written.read_bytes())], asked="")
    assert not reader.leaks, told(reader.leaks)
    assert {"stdout", "xlsx/xml"} <= reader.own_kinds
