"""All the follow-ups of a network in one list, and hers in her inbox."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse

from monitoring.models import Decision, FollowUp
from monitoring.selectors.follow_ups import state_counts
from monitoring.services.follow_ups import follow_up_save
from monitoring.templatetags.follow_up_tags import follow_up_parts
from tests.factories import give_role, make_entry, make_meeting, make_member, make_network, make_period, make_plan

LIST = "/redes/alfa/seguimientos/"


@pytest.fixture
def decision(network) -> Decision:
    return Decision.objects.create(meeting=make_meeting(network, datetime.date(2024, 4, 16)), body="Acordado")


def add(decision, body, deadline="", member=None, **fields) -> FollowUp:
    row = FollowUp(decision=decision, body=body, deadline_text=deadline, member=member, **fields)
    return follow_up_save(follow_up=row, year=2024)


@pytest.fixture
def several(decision, member):
    """One of each: overdue, in time, without a date, closed, dropped."""
    return {
        "overdue": add(decision, "Vencida", "mayo", member),
        "open": add(decision, "A tiempo", "2090"),
        "unread": add(decision, "Sin fecha", "cuando se pueda"),
        "closed": add(decision, "Hecha", "mayo", state="closed", closed_on=datetime.date(2024, 5, 2)),
        "dropped": add(decision, "Dejada", state="dropped", closed_on=datetime.date(2024, 5, 3)),
    }


def bodies(client, query="") -> list[str]:
    return [row.body for row in client.get(f"{LIST}{query}").context["follow_ups"]]


def test_what_is_open_comes_first_the_nearest_deadline_before(several, observer, login) -> None:
    assert bodies(login(observer)) == ["Vencida", "A tiempo", "Sin fecha", "Dejada", "Hecha"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?estado=vencidos", ["Vencida"]),
        ("?estado=abiertos", ["Vencida", "A tiempo", "Sin fecha"]),
        ("?estado=sin-fecha", ["Sin fecha"]),
        ("?estado=cumplidos", ["Hecha"]),
        ("?estado=sin-efecto", ["Dejada"]),
        ("?integrante=uno", ["Vencida"]),
        ("?integrante=red&estado=abiertos", ["A tiempo", "Sin fecha"]),
        ("?q=VENCIDÁ", ["Vencida"]),
        ("?q=acordado+hecha", ["Hecha"]),
        ("?q=nada+de+eso", []),
        ("?estado=otro&integrante=otra&sesion=x", ["Vencida", "A tiempo", "Sin fecha", "Dejada", "Hecha"]),
        ("?q=%00", ["Vencida", "A tiempo", "Sin fecha", "Dejada", "Hecha"]),
    ],
)
def test_it_is_narrowed(several, observer, login, query, expected) -> None:
    assert bodies(login(observer), query) == expected


def test_of_one_session(several, decision, network, observer, login) -> None:
    later = Decision.objects.create(meeting=make_meeting(network, datetime.date(2024, 9, 3)), body="Otra")
    add(later, "De la otra")
    assert bodies(login(observer), f"?sesion={later.meeting_id}") == ["De la otra"]


def test_counts_add_up_whatever_the_state_asked_for(several, observer, login) -> None:
    client = login(observer)
    for query in ("", "?estado=vencidos"):
        counts = client.get(f"{LIST}{query}").context["counts"]
        assert (counts.open, counts.overdue, counts.closed, counts.dropped, counts.unread) == (2, 1, 1, 1, 1)
        assert counts.total == 5
    page = client.get(LIST).content.decode()
    assert "1 cumplido de 5" in page
    assert client.get(f"{LIST}?integrante=uno").context["counts"].total == 1


def test_the_picture_is_as_wide_as_its_counts(several) -> None:
    parts = follow_up_parts(state_counts(FollowUp.objects.all(), datetime.date(2024, 6, 1)))
    assert [(part["key"], part["count"], float(part["width"])) for part in parts] == [
        ("cumplidos", 1, 20),
        ("abiertos", 2, 40),
        ("vencidos", 1, 20),
        ("sin-efecto", 1, 20),
    ]
    assert [float(part["x"]) for part in parts] == [0, 20, 60, 80]


def test_on_its_last_day_there_is_still_time(several) -> None:
    rows = FollowUp.objects.all()
    assert state_counts(rows, datetime.date(2024, 5, 31)).overdue == 0
    assert state_counts(rows, datetime.date(2024, 6, 1)).overdue == 1


def test_an_empty_list_says_where_they_come_from(network, observer, login) -> None:
    page = login(observer).get(LIST).content.decode()
    assert "Todavía no hay seguimientos" in page
    assert reverse("monitoring:meeting_list", args=["alfa"]) in page


def test_the_list_costs_the_same_for_few_and_for_many(
    decision, network, observer, login, django_assert_max_num_queries
) -> None:
    client = login(observer)

    def queries():
        with django_assert_max_num_queries(60) as captured:
            assert client.get(LIST).status_code == 200
        return len(captured)

    add(decision, "Una", "mayo", make_member(network))
    few = queries()
    for number in range(70):
        own = Decision.objects.create(meeting=decision.meeting, body=f"Decisión {number}")
        add(own, f"Otra {number}", "mayo", make_member(network))
    # A full page and its pager, which counts no more than a list of one.
    assert queries() == few
    assert len(client.get(LIST).context["follow_ups"]) == 50


# -- the inbox ------------------------------------------------------------------------------------------------


def inbox(client) -> list[str]:
    return [row.body for row in client.get("/mi-bandeja/").context["follow_ups"]]


def test_each_finds_in_her_inbox_what_falls_to_her(several, technician, secretariat, observer, login) -> None:
    assert inbox(login(technician)) == ["Vencida"]
    assert inbox(login(secretariat)) == ["A tiempo", "Sin fecha"]
    assert inbox(login(observer)) == []


def test_the_inbox_marks_what_is_overdue_and_what_has_no_date(several, technician, secretariat, login) -> None:
    page = login(technician).get("/mi-bandeja/").content.decode()
    assert "En curso, vencido" in page
    assert "desde el 01/06/2024" in page
    assert "En curso, plazo sin fecha" in login(secretariat).get("/mi-bandeja/").content.decode()


def test_of_all_her_networks_and_no_other(several, technician, login) -> None:
    beta = make_network("beta")
    other = make_member(beta, "beta-uno")
    strange = Decision.objects.create(meeting=make_meeting(beta, datetime.date(2024, 4, 1)), body="Ajena")
    add(strange, "De beta", "abril", other)
    assert inbox(login(technician)) == ["Vencida"]
    give_role(technician, beta, "technician", other)
    assert inbox(login(technician)) == ["De beta", "Vencida"]


def test_those_of_an_entry_count_too(network, member, technician, secretariat, login) -> None:
    activity = make_plan(network).ejes.get().activities.first()
    entry = make_entry(activity, make_period(network), member)
    FollowUp.objects.create(entry=entry, body="Del avance", member=member)
    FollowUp.objects.create(entry=entry, body="Del avance, de la red")
    assert inbox(login(technician)) == ["Del avance"]
    assert inbox(login(secretariat)) == ["Del avance, de la red"]
    page = login(secretariat).get(LIST)
    assert len(page.context["follow_ups"]) == 2


def test_the_inbox_costs_the_same_for_few_and_for_many(
    decision, member, technician, login, django_assert_max_num_queries
) -> None:
    client = login(technician)

    def queries():
        with django_assert_max_num_queries(80) as captured:
            client.get("/mi-bandeja/")
        return len(captured)

    add(decision, "Una", "mayo", member)
    few = queries()
    for number in range(30):
        own = Decision.objects.create(meeting=decision.meeting, body=f"Decisión {number}")
        add(own, f"Otra {number}", "mayo", member)
    assert queries() == few


def test_a_very_full_inbox_counts_the_rest(decision, member, technician, login) -> None:
    FollowUp.objects.bulk_create(FollowUp(decision=decision, body=f"N{n}", member=member) for n in range(65))
    answer = login(technician).get("/mi-bandeja/")
    assert (len(answer.context["follow_ups"]), answer.context["follow_ups_more"]) == (60, 5)
    assert "Y 5 más" in answer.content.decode()
