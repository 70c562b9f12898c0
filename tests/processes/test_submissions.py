"""Many people at once, clicks repeated, a server that dies and a closing in the middle: nothing acknowledged is
lost, nothing is written twice, and nothing is half in. Real processes, on the database of the run."""

from __future__ import annotations

import json
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest

from monitoring.models import ComplianceEntry, Measurement, PeriodClosing, ReviewState
from networks.models import Member, Network, Role, User
from plans.models import Activity, Indicator
from tests.factories import (
    give_role,
    make_activity,
    make_eje,
    make_member,
    make_network,
    make_period,
    make_user,
    make_version,
)
from tests.processes.server import Answer, Server, session_of

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = 40
ACTIVITIES = 8


@dataclass
class Sending:
    """One form on its way: who sends it, where, and what is in it."""

    path: str
    session: str
    form: dict[str, str]
    member: int
    lineage: uuid.UUID

    @property
    def at(self) -> tuple[uuid.UUID, int]:
        return self.lineage, self.member


@dataclass
class World:
    network: Network
    secretariat: User
    members: list[Member] = field(default_factory=list)
    sessions: list[str] = field(default_factory=list)
    activities: list[Activity] = field(default_factory=list)

    def sending(self, number: int) -> Sending:
        """Each number is another entry: the people take turns, activity by activity."""
        person, activity = number % PEOPLE, self.activities[number // PEOPLE]
        member = self.members[person]
        form = {
            "revision": "0",
            "attempt": str(uuid.uuid4()),
            "status": "cumplido",
            "narrative": f"Informe {number}: se reunió la mesa.",
            f"indicator-{activity.indicators.get().lineage}-value": str(number),
        }
        path = f"/redes/tropel/periodos/2024-T1/avances/{activity.lineage}/{member.code}/enviar/"
        return Sending(path, self.sessions[person], form, member.pk, activity.lineage)


@pytest.fixture
def world() -> World:
    network = make_network("tropel")
    secretariat = make_user("st")
    give_role(secretariat, network, Role.SECRETARIAT)
    found = World(network, secretariat)
    eje = make_eje(make_version(network))
    for _ in range(ACTIVITIES):
        activity = make_activity(eje)
        Indicator.objects.create(activity=activity, title="Personas")
        found.activities.append(activity)
    for number in range(PEOPLE):
        member, user = make_member(network, f"m{number}"), make_user()
        give_role(user, network, Role.TECHNICIAN, member)
        found.members.append(member)
        found.sessions.append(session_of(user))
    make_period(network)
    return found


@pytest.fixture
def server(world, tmp_path):
    found = Server(tmp_path)
    found.start()
    yield found
    found.kill()


def is_sent(answer: Answer) -> bool:
    return answer.status == 302 and "/ver/" in answer.location


def send_all(server: Server, sendings: list[Sending], at_once: int) -> list[Answer]:
    """All start together, and none waits for another."""
    start = threading.Barrier(min(at_once, len(sendings)))

    def send(numbered: tuple[int, Sending]) -> Answer:
        number, one = numbered
        if number < start.parties:
            start.wait()
        return server.ask("POST", one.path, one.session, one.form)

    with ThreadPoolExecutor(at_once) as people:
        return list(people.map(send, enumerate(sendings)))


def stored() -> dict[tuple[uuid.UUID, int], ComplianceEntry]:
    rows = ComplianceEntry.objects.all()
    found = {(row.activity_lineage, row.member_id): row for row in rows}
    assert len(found) == len(rows), "hay dos avances de lo mismo"
    return found


def check_whole(entries) -> None:
    """An entry has all of what was sent with it, or is not there."""
    values = dict(Measurement.objects.values_list("entry_id", "value"))
    for entry in entries:
        assert entry.review_state == ReviewState.SUBMITTED
        assert entry.narrative.startswith(f"Informe {values[entry.pk]:.0f}:")


def test_forty_people_send_at_once(world, server):
    sendings = [world.sending(number) for number in range(PEOPLE)]
    answers = send_all(server, sendings, PEOPLE)
    server.database.take_back()
    assert [answer.status for answer in answers if not is_sent(answer)] == []
    entries = stored()
    assert set(entries) == {one.at for one in sendings}
    check_whole(entries.values())


def test_two_hundred_clicks_make_one_entry(world, server):
    clicked = world.sending(0)
    answers = send_all(server, [clicked] * 200, 20)
    server.database.take_back()
    assert [answer.status for answer in answers if not is_sent(answer)] == []
    (entry,) = stored().values()
    check_whole([entry])
    assert entry.revision == 1
    assert entry.history.count() == 1


def test_a_server_killed_amid_three_hundred_loses_nothing_it_acknowledged(world, server):
    sendings = [world.sending(number) for number in range(300)]
    heard, enough = [], threading.Event()

    def send(one: Sending) -> Answer:
        answer = server.ask("POST", one.path, one.session, one.form)
        if is_sent(answer):
            heard.append(one.at)
            if len(heard) >= 100:
                enough.set()
        return answer

    with ThreadPoolExecutor(16) as people:
        waiting = [people.submit(send, one) for one in sendings]
        assert enough.wait(120)
        server.kill()
        answers = [one.result() for one in waiting]
    assert any(answer.status == 0 for answer in answers), "el servidor murió cuando ya no quedaba nada por enviar"
    server.start()
    again = [one for one, answer in zip(sendings, answers, strict=True) if not is_sent(answer)]
    repeated = send_all(server, again, 16)
    server.database.take_back()
    assert [answer.status for answer in repeated if not is_sent(answer)] == []
    entries = stored()
    assert set(heard) <= set(entries)
    assert set(entries) == {one.at for one in sendings}
    check_whole(entries.values())


def test_a_closing_amid_the_sending_leaves_each_entry_in_or_out(world, server):
    sendings = [world.sending(number) for number in range(200)]
    sent, enough = threading.Semaphore(0), threading.Event()

    def send(one: Sending) -> Answer:
        answer = server.ask("POST", one.path, one.session, one.form)
        sent.release()
        return answer

    def close() -> None:
        for _ in range(40):
            sent.acquire()
        enough.set()

    with ThreadPoolExecutor(17) as people:
        people.submit(close)
        waiting = [people.submit(send, one) for one in sendings[:120]]
        assert enough.wait(120)
        closing = server.run("close_period", "--network", "tropel", "--period", "2024-T1", "--by", "st")
        waiting += [people.submit(send, one) for one in sendings[120:]]
        answers = [one.result() for one in waiting]
    assert closing.returncode == 0, closing.stderr
    server.database.take_back()
    acknowledged = {one.at for one, answer in zip(sendings, answers, strict=True) if is_sent(answer)}
    refused = [answer for answer in answers if not is_sent(answer)]
    entries = stored()
    assert set(entries) == acknowledged
    check_whole(entries.values())
    act = json.loads(closing.stdout)
    assert act["totals"]["reported"] == len(acknowledged) == PeriodClosing.objects.get().totals["reported"]
    assert len(act["missing"]) == PEOPLE * ACTIVITIES - len(acknowledged)
    assert len(refused) >= 80
    assert all(answer.status in (200, 302, 409) for answer in refused)
    told = [answer for answer in refused if answer.status != 302]
    assert all("cerrado" in answer.body for answer in told)
