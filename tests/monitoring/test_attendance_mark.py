"""Attendance seat by seat: each card saves itself, and two telephones do not undo each other's marks."""

from __future__ import annotations

import datetime
import json

import pytest
from django.urls import reverse

from monitoring.models import Acta, ActaState, Attendance, Meeting
from monitoring.services.attendance import AttendanceMark, attendance_save
from networks.models import QuorumRule
from tests.factories import make_meeting, make_network, make_seat

LATE = {"late_reason": "Faltaba la lista firmada"}
UNKNOWN = json.dumps(["", "", "", ""])


@pytest.fixture
def meeting(network) -> Meeting:
    network.quorum_rule = QuorumRule.MAJORITY
    network.save()
    return make_meeting(network, datetime.date(2024, 4, 16))


@pytest.fixture
def seats(network):
    return [make_seat(network, code, order=order) for order, code in enumerate(("a", "b", "c"), start=1)]


def url(meeting, seat=None) -> str:
    kwargs = {"slug": "alfa", "meeting": meeting.pk} | ({"pk": seat.pk} if seat else {})
    return reverse("monitoring:attendance_mark" if seat else "monitoring:attendance_edit", kwargs=kwargs)


def card(seat, word, seen=UNKNOWN, **parts):
    stem = f"puesto-{seat.pk}"
    more = {f"{stem}-{part}": value for part, value in parts.items()}
    return {stem: word, f"{stem}-era": seen, **more, **LATE}


def kept(meeting) -> dict[str, bool]:
    return dict(meeting.attendance.values_list("member__code", "attended"))


def test_a_card_saves_its_seat_and_answers_with_the_totals(meeting, seats, secretariat, login) -> None:
    client = login(secretariat)
    client.post(url(meeting, seats[0]), card(seats[0], "si", sexo="female", nombre="Persona de Muestra"))
    answer = client.post(url(meeting, seats[1]), card(seats[1], "si"))
    body = answer.content.decode()
    assert answer.status_code == 200
    assert "Guardado" in body
    assert "Hay quórum: 2, y se forma con 2" in body
    assert "1 mujer" in body
    assert "1 no dijo su sexo" in body
    assert kept(meeting) == {"a": True, "b": True}
    row = Attendance.objects.get(member=seats[0])
    assert (row.delegate_name, row.sex, row.registered_by) == ("Persona de Muestra", "female", secretariat)


def test_two_telephones_on_the_same_seat(meeting, seats, secretariat, login) -> None:
    client = login(secretariat)
    client.post(url(meeting, seats[0]), card(seats[0], "no"))
    answer = client.post(url(meeting, seats[0]), card(seats[0], "si"))
    assert answer.status_code == 409
    assert answer["HX-Retarget"] == f"#tarjeta-{seats[0].pk}"
    assert "Otra persona acababa de anotar" in answer.content.decode()
    assert kept(meeting) == {"a": False}
    again = client.post(url(meeting, seats[0]), card(seats[0], "si", seen=json.dumps(["no", "", "", ""])))
    assert again.status_code == 200
    assert kept(meeting) == {"a": True}


def test_the_whole_page_keeps_what_another_telephone_marked(meeting, seats, secretariat, login) -> None:
    attendance_save(meeting=meeting, marks=[AttendanceMark(member=seats[1], attended=False)], late_reason="Tarde")
    data = card(seats[0], "si") | card(seats[1], "") | card(seats[2], "no")
    answer = login(secretariat).post(url(meeting), data, follow=True)
    assert "otra persona" not in answer.content.decode()
    assert kept(meeting) == {"a": True, "b": False, "c": False}


def test_the_whole_page_says_which_seats_clashed(meeting, seats, secretariat, login) -> None:
    attendance_save(meeting=meeting, marks=[AttendanceMark(member=seats[1], attended=False)], late_reason="Tarde")
    answer = login(secretariat).post(url(meeting), card(seats[0], "si") | card(seats[1], "si"), follow=True)
    assert "otra persona acababa de anotar «Integrante b»" in answer.content.decode()
    assert kept(meeting) == {"a": True, "b": False}


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"late_reason": ""}, "escriba por qué se anota después"),
        ({"word": "quizás"}, "quizás"),
        ({"nombre": "x" * 201}, "200"),
        ({"sexo": "ninguno"}, "ninguno"),
        ({"seen": "[1"}, "Vuelva a cargar la página"),
        ({"seen": '["si", "a"]'}, "Vuelva a cargar la página"),
        ({"seen": '[["si"], "", "", ""]'}, "Vuelva a cargar la página"),
    ],
)
def test_a_bad_card_is_refused_in_words(meeting, seats, secretariat, login, data, says) -> None:
    reason = {"late_reason": data.pop("late_reason")} if "late_reason" in data else {}
    values = card(seats[0], data.pop("word", "si"), **data) | reason
    answer = login(secretariat).post(url(meeting, seats[0]), values)
    assert answer.status_code == 422
    assert "No se guardó" in answer.content.decode()
    assert says in answer.content.decode()
    assert not Attendance.objects.exists()


def test_an_approved_acta_freezes_it(meeting, seats, secretariat, login) -> None:
    Acta.objects.create(meeting=meeting, state=ActaState.APPROVED, approved_on=datetime.date(2024, 9, 3))
    client = login(secretariat)
    answer = client.post(url(meeting, seats[0]), card(seats[0], "si"))
    assert answer.status_code == 422
    assert "acta de la sesión del 16/04/2024, aprobada el 03/09/2024" in answer.content.decode()
    client.post(url(meeting), card(seats[0], "si"))
    assert not Attendance.objects.exists()
    page = client.get(url(meeting)).content.decode()
    assert "la asistencia ya no cambia" in page
    assert "<fieldset disabled>" in page


def test_a_seat_of_elsewhere_is_404(meeting, secretariat, login) -> None:
    strange = make_seat(make_network("beta"), "z")
    assert login(secretariat).post(url(meeting, strange), card(strange, "si")).status_code == 404
    assert not Attendance.objects.exists()


def test_the_page_costs_the_same_for_few_seats_and_for_many(
    network, meeting, seats, secretariat, login, django_assert_max_num_queries
) -> None:
    client = login(secretariat)

    def queries() -> int:
        with django_assert_max_num_queries(60) as captured:
            assert client.get(url(meeting)).status_code == 200
        return len(captured)

    few = queries()
    more = [make_seat(network, f"m{n}", order=n) for n in range(40)]
    attendance_save(
        meeting=meeting, marks=[AttendanceMark(member=seat, attended=True) for seat in more], late_reason="Tarde"
    )
    assert queries() == few


@pytest.mark.parametrize("seen", ["[" * 100_000, "[]", "5", '[["si"], "", "", ""]', "{"])
def test_a_card_that_says_nothing_sensible_of_what_it_showed_is_refused(
    meeting, seats, secretariat, login, seen
) -> None:
    answer = login(secretariat).post(url(meeting, seats[0]), card(seats[0], "si", seen=seen))
    assert answer.status_code == 422
    assert "Vuelva a cargar la página" in answer.content.decode()
    assert not kept(meeting)
