"""Sessions: what the services keep and refuse, and what the pages show."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from monitoring.models import (
    AgendaItem,
    Decision,
    FollowUp,
    Meeting,
)
from monitoring.selectors.meetings import (
    function_matrix,
    year_of_meetings,
)
from monitoring.services.agenda import agenda_item_move, agenda_item_save
from monitoring.services.attendance import AttendanceMark, attendance_save
from monitoring.services.decisions import decision_save
from monitoring.services.follow_ups import follow_up_save
from networks.models import MandatedFunction
from tests.factories import make_meeting, make_network, make_seat, make_version

DAY = datetime.date(2024, 4, 16)


@pytest.fixture
def meeting(network) -> Meeting:
    return make_meeting(network, DAY)


@pytest.fixture
def seats(network):
    return [make_seat(network, code, order=order) for order, code in enumerate(("a", "b", "c"), start=1)]


@pytest.fixture
def functions(network):
    return [MandatedFunction.objects.create(network=network, number=n, title=f"Función {n}") for n in (1, 2)]


def url(name, meeting, **kwargs):
    return reverse(f"monitoring:{name}", kwargs={"slug": meeting.network.slug, "meeting": meeting.pk, **kwargs})


def mark(seat, attended, **fields):
    return AttendanceMark(member=seat, attended=attended, **fields)


# -- agenda and functions -------------------------------------------------------------------------------------


def test_functions_addressed(network, meeting, functions) -> None:
    later = make_meeting(network, datetime.date(2024, 9, 3))
    silent = make_meeting(network, datetime.date(2024, 10, 1))
    agenda_item_save(item=AgendaItem(meeting=meeting, title="Uno"), functions=[functions[0]])
    agenda_item_save(item=AgendaItem(meeting=later, title="Dos"), functions=functions)
    matrix = function_matrix(network, [meeting, later, silent])
    assert [row.marks for row in matrix] == [[True, True, None], [False, True, None]]
    assert [row.total for row in matrix] == [2, 1]


def test_points_keep_the_order_they_are_given(meeting) -> None:
    items = [agenda_item_save(item=AgendaItem(meeting=meeting, title=t), functions=[]) for t in "ABC"]
    agenda_item_move(item=items[2], step=-1)
    agenda_item_move(item=items[0], step=-1)
    assert list(meeting.agenda.values_list("title", flat=True)) == ["A", "C", "B"]


def test_a_function_of_another_network_is_refused(meeting, secretariat, login) -> None:
    strange = MandatedFunction.objects.create(network=make_network("beta"), number=1, title="Ajena")
    with pytest.raises(ValidationError):
        agenda_item_save(item=AgendaItem(meeting=meeting, title="Punto"), functions=[strange])
    MandatedFunction.objects.create(network=meeting.network, number=1, title="Propia")
    login(secretariat).post(url("agenda_item_create", meeting), {"title": "Punto", "functions": [strange.pk]})
    assert not AgendaItem.objects.exists()


@pytest.mark.parametrize("title", ["", "x" * 501, "nulo\0"])
def test_bad_points_are_refused_in_words(meeting, secretariat, login, title) -> None:
    answer = login(secretariat).post(url("agenda_item_create", meeting), {"title": title})
    assert answer.status_code == 200
    assert answer.context["form"].errors["title"]
    assert not AgendaItem.objects.exists()


# -- ids of elsewhere -----------------------------------------------------------------------------------------


@pytest.fixture
def elsewhere(db):
    meeting = make_meeting(make_network("beta"), DAY)
    decision = Decision.objects.create(meeting=meeting, body="Ajena")
    return {
        "meeting": meeting,
        "item": AgendaItem.objects.create(meeting=meeting, title="Ajeno"),
        "decision": decision,
        "follow_up": FollowUp.objects.create(decision=decision, body="Ajeno"),
    }


def test_another_networks_ids_are_404(network, meeting, elsewhere, secretariat, login) -> None:
    client = login(secretariat)
    own = Decision.objects.create(meeting=meeting, body="Propia")
    asked = [
        reverse("monitoring:meeting_detail", kwargs={"slug": "alfa", "pk": elsewhere["meeting"].pk}),
        reverse("monitoring:meeting_update", kwargs={"slug": "alfa", "pk": elsewhere["meeting"].pk}),
        reverse("monitoring:meeting_delete", kwargs={"slug": "alfa", "pk": elsewhere["meeting"].pk}),
        reverse("monitoring:attendance_edit", kwargs={"slug": "alfa", "meeting": elsewhere["meeting"].pk}),
        url("agenda_item_update", meeting, pk=elsewhere["item"].pk),
        url("agenda_item_delete", meeting, pk=elsewhere["item"].pk),
        url("decision_update", meeting, pk=elsewhere["decision"].pk),
        url("decision_delete", meeting, pk=elsewhere["decision"].pk),
        url("followup_create", meeting, decision=elsewhere["decision"].pk),
        url("followup_update", meeting, decision=own.pk, pk=elsewhere["follow_up"].pk),
    ]
    assert [client.get(path).status_code for path in asked] == [404] * len(asked)
    moved = url("agenda_item_move", meeting, pk=elsewhere["item"].pk)
    assert client.post(moved, {"paso": "bajar"}).status_code == 404
    assert [client.post(path).status_code for path in asked[1:]] == [404] * len(asked[1:])


def test_a_plan_of_another_network_cannot_be_agreed(meeting, secretariat, login) -> None:
    strange = make_version(make_network("beta"))
    with pytest.raises(ValidationError):
        decision_save(decision=Decision(meeting=meeting, body="Acordar", plan_version=strange))
    data = {"body": "Acordar", "plan_version": strange.pk}
    answer = login(secretariat).post(url("decision_create", meeting), data)
    assert answer.context["form"].errors["plan_version"]
    assert not Decision.objects.exists()


def test_a_decision_may_agree_a_version(meeting, secretariat, login) -> None:
    version = make_version(meeting.network)
    login(secretariat).post(url("decision_create", meeting), {"body": "Acordar", "plan_version": version.pk})
    assert meeting.decisions.get().plan_version == version


# -- follow-ups, acta, session --------------------------------------------------------------------------------


def test_a_deadline_in_words_takes_the_sessions_year(meeting) -> None:
    decision = decision_save(decision=Decision(meeting=meeting, body="Decisión"))
    kept = follow_up_save(
        follow_up=FollowUp(decision=decision, body="Hacer", deadline_text="segundo semestre"), year=2024
    )
    assert (kept.deadline_start_on, kept.deadline_end_on) == (
        datetime.date(2024, 7, 1),
        datetime.date(2024, 12, 31),
    )
    kept.deadline_text = "cuando se pueda"
    kept = follow_up_save(follow_up=kept, year=2024)
    assert kept.deadline_text == "cuando se pueda"
    assert kept.deadline_end_on is None
    assert kept.deadline_is_unread


def test_a_session_needs_a_date_and_is_not_held_tomorrow(network, secretariat, login) -> None:
    client = login(secretariat)
    create = reverse("monitoring:meeting_create", kwargs={"slug": "alfa"})
    undated = client.post(create, {"kind": "ordinary"})
    assert "Dé la fecha" in undated.content.decode()
    tomorrow = timezone.localdate(timezone=ZoneInfo(network.time_zone)) + datetime.timedelta(days=1)
    early = client.post(create, {"kind": "ordinary", "held_on": tomorrow.isoformat()})
    assert "Ese día no ha llegado" in early.context["form"].errors["held_on"][0]
    assert not Meeting.objects.exists()
    assert client.post(create, {"kind": "ordinary", "held_on": "2024-04-16"}).status_code == 302
    assert Meeting.objects.get().network == network


@pytest.mark.parametrize("day", ["0204-04-16", "1989-12-31", "2101-01-01", "9999-12-31"])
def test_a_year_that_is_a_slip_of_the_hand_is_refused(network, meeting, secretariat, login, day) -> None:
    client = login(secretariat)
    create = reverse("monitoring:meeting_create", kwargs={"slug": "alfa"})
    answer = client.post(create, {"kind": "ordinary", "programmed_on": day})
    assert "va de 1990 a 2100" in answer.context["form"].errors["programmed_on"][0]
    coming = make_meeting(network, datetime.date(2024, 9, 3), held_on=None)
    answer = client.post(url("meeting_reschedule", coming), {"programmed_on": day})
    assert "va de 1990 a 2100" in answer.context["form"].errors["programmed_on"][0]
    assert set(Meeting.objects.all()) == {meeting, coming}


def test_deleting_a_session_asks_first(meeting, seats, secretariat, login) -> None:
    attendance_save(meeting=meeting, marks=[mark(seats[0], True)], late_reason="Se anotó después")
    client = login(secretariat)
    delete = reverse("monitoring:meeting_delete", kwargs={"slug": "alfa", "pk": meeting.pk})
    assert client.get(delete).status_code == 200
    assert Meeting.objects.exists()
    client.post(delete)
    assert not Meeting.objects.exists()


# -- the list -------------------------------------------------------------------------------------------------


def test_the_year_asked_for(network) -> None:
    for year in (2023, 2024):
        make_meeting(network, datetime.date(year, 5, 1))
    make_meeting(network, datetime.date(2024, 6, 1), held_on=None, kind="extraordinary")
    rows = list(Meeting.objects.for_list())
    assert [m.on.year for m in year_of_meetings(rows, "").meetings] == [2024, 2024]
    assert [m.on.year for m in year_of_meetings(rows, "2023").meetings] == [2023]
    assert year_of_meetings(rows, "no\0es").year == 2024
    every = year_of_meetings(rows, "todos")
    assert [(kind.held, kind.programmed) for kind in every.kinds] == [(2, 2), (0, 1)]
    assert len(every.held) == 2


def test_the_list_costs_the_same_for_one_session_and_for_many(
    network, functions, seats, observer, login, django_assert_max_num_queries
) -> None:
    client = login(observer)
    path = reverse("monitoring:meeting_list", kwargs={"slug": "alfa"})

    def add(number):
        meeting = make_meeting(network, datetime.date(2024, 1, 1) + datetime.timedelta(days=number))
        agenda_item_save(item=AgendaItem(meeting=meeting, title="Punto"), functions=functions)
        attendance_save(meeting=meeting, marks=[mark(seat, True) for seat in seats], late_reason="Tarde")
        decision_save(decision=Decision(meeting=meeting, body="Decisión"))

    def queries():
        with django_assert_max_num_queries(100) as captured:
            assert client.get(path).status_code == 200
        return len(captured)

    add(0)
    few = queries()
    for number in range(1, 13):
        add(number)
    assert queries() == few
    assert client.get(path).context["shown"].meetings[0].present == 3
