"""The year of a network's sessions: its picture, programming it in one go, and whose calendar has them."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from monitoring.calendars import calendar_of
from monitoring.meeting_dates import LAST, by_rule, evenly
from monitoring.models import Meeting
from monitoring.selectors.meeting_calendar import year_calendar
from monitoring.services.meetings import meeting_reschedule, meeting_save, meetings_program
from tests.factories import make_meeting, make_network

TODAY = datetime.date(2026, 6, 15)
CALENDAR, PROGRAM = "/redes/alfa/sesiones/calendario/", "/redes/alfa/sesiones/programar/"
Day = datetime.date


def year_of(network, year=2026):
    return year_calendar(network, year, TODAY)


# -- dates ----------------------------------------------------------------------------------------------------


def test_the_first_tuesday_of_each_quarter() -> None:
    found = by_rule(2026, ordinal=1, weekday=1, every=3)
    assert found == [Day(2026, 1, 6), Day(2026, 4, 7), Day(2026, 7, 7), Day(2026, 10, 6)]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"ordinal": LAST, "weekday": 4, "every": 6, "month": 12}, [Day(2026, 6, 26), Day(2026, 12, 25)]),
        ({"ordinal": 2, "weekday": 2, "every": 12, "month": 1}, [Day(2026, 1, 14)]),
        ({"ordinal": 3, "weekday": 0, "every": 6, "month": 2}, [Day(2026, 2, 16), Day(2026, 8, 17)]),
        ({"ordinal": 5, "weekday": 0, "every": 6, "month": 2}, [Day(2026, 8, 31)]),
    ],
)
def test_other_rules(rule, expected) -> None:
    assert by_rule(2026, **rule) == expected


@given(year=st.integers(1990, 2100), count=st.integers(1, 24))
def test_dates_spread_evenly_are_working_days_of_the_span(year: int, count: int) -> None:
    start, end = Day(year, 1, 15), Day(year, 12, 15)
    found = evenly(start, end, count)
    assert len(found) == count
    assert found == sorted(set(found))
    assert all(day.weekday() < 5 and start <= day <= end for day in found)


# -- the picture ----------------------------------------------------------------------------------------------


@pytest.fixture
def sessions(network):
    make_meeting(network, Day(2026, 2, 10))
    make_meeting(network, Day(2026, 5, 12), held_on=None)
    make_meeting(network, Day(2026, 8, 11), held_on=None, cancelled_on=TODAY, cancel_reason="Paro")
    make_meeting(network, Day(2026, 11, 10), held_on=None)
    make_meeting(network, Day(2026, 3, 3), kind="extraordinary", programmed_on=None)


def test_each_session_is_in_its_month_with_what_became_of_it(network, sessions) -> None:
    make_meeting(network, Day(2025, 12, 31))
    make_meeting(make_network("beta"), Day(2026, 1, 7))
    shown = year_of(network)
    states = {
        month.first.month: [one.state.value for one in month.meetings] for month in shown.months if month.meetings
    }
    assert states == {2: ["held"], 3: ["held"], 5: ["owed"], 8: ["cancelled"], 11: ["programmed"]}
    assert (shown.held, shown.programmed, shown.extraordinary) == (1, 4, 1)
    assert (shown.coming, shown.owed, shown.cancelled, shown.foreseen) == (1, 1, 1, 3)
    assert [month.first.month for month in shown.months if month.is_now] == [6]


@pytest.mark.parametrize(("required", "missing"), [(None, 0), (2, 0), (3, 0), (6, 3)])
def test_how_many_the_year_still_lacks(network, sessions, required, missing) -> None:
    network.meetings_per_year = required
    assert year_of(network).missing == missing


def test_a_session_that_was_put_off_is_in_the_month_it_was_held(network) -> None:
    make_meeting(network, Day(2026, 2, 10), held_on=Day(2026, 3, 2))
    assert [month.first.month for month in year_of(network).months if month.meetings] == [3]


def test_the_page_says_each_state_in_words(network, sessions, observer, login) -> None:
    client = login(observer)
    shown = client.get(CALENDAR + "?anio=2026").content.decode()
    for words in ("realizada", "sin realizar", "cancelada", "Noviembre", "sin sesiones"):
        assert words in shown
    assert "Programar el año" not in shown
    assert "En 2031 no hay sesiones todavía" in client.get(CALENDAR + "?anio=2031").content.decode()
    for odd in ("no", "99999999999", "²", "1%00"):
        assert client.get(CALENDAR + f"?anio={odd}").status_code == 200


def test_the_page_costs_the_same_for_few_sessions_and_many(
    network, observer, login, django_assert_max_num_queries
) -> None:
    client = login(observer)

    def cost() -> int:
        with django_assert_max_num_queries(40) as captured:
            assert client.get(CALENDAR + "?anio=2026").status_code == 200
        return len(captured)

    make_meeting(network, Day(2026, 1, 5))
    few = cost()
    for number in range(20):
        make_meeting(network, Day(2026, 1, 6) + datetime.timedelta(days=number))
    assert cost() == few


# -- programming ----------------------------------------------------------------------------------------------


def rows(*days: str, wanted=True, **common) -> dict[str, str]:
    data = {"sesion-TOTAL_FORMS": str(len(days)), "sesion-INITIAL_FORMS": "0", **common}
    for number, day in enumerate(days):
        data[f"sesion-{number}-on"] = day
        data[f"sesion-{number}-title"] = f"Sesión {number + 1}"
        if wanted:
            data[f"sesion-{number}-wanted"] = "on"
    return data


def test_a_rule_proposes_dates_that_are_saved_as_they_were_changed(network, secretariat, login) -> None:
    client = login(secretariat)
    query = "?anio=2099&modo=regla&ordinal=1&dia=1&cada=3&mes=1"
    page = client.get(PROGRAM + query)
    assert [row["on"] for row in page.context["page"].rows.initial] == by_rule(2099, ordinal=1, weekday=1, every=3)
    data = rows("2099-01-07", "2099-04-07", starts_at="09:00", place="Sala")
    answer = client.post(PROGRAM + query, data)
    assert answer.url == f"{CALENDAR}?anio=2099"
    made = Meeting.objects.order_by("programmed_on")
    assert [(one.programmed_on, one.title, one.place) for one in made] == [
        (Day(2099, 1, 7), "Sesión 1", "Sala"),
        (Day(2099, 4, 7), "Sesión 2", "Sala"),
    ]
    assert all(one.held_on is None and one.starts_at == datetime.time(9) for one in made)


def test_a_repeated_click_programs_once(network, secretariat, login) -> None:
    client = login(secretariat)
    for _click in range(2):
        answer = client.post(PROGRAM + "?anio=2099", rows("2099-01-07"))
    assert "ya hay una sesión ordinaria programada" in answer.content.decode()
    assert Meeting.objects.count() == 1


def test_what_the_year_has_is_not_proposed_again(network, secretariat, login) -> None:
    make_meeting(network, Day(2099, 1, 6), held_on=None)
    page = login(secretariat).get(PROGRAM + "?anio=2099&modo=regla&ordinal=1&dia=1&cada=3&mes=1")
    assert Day(2099, 1, 6) not in [row["on"] for row in page.context["page"].rows.initial]
    assert page.context["page"].rows.initial[0]["title"].startswith("Sesión ordinaria n.º 2 de 2099")


def test_the_networks_own_number_is_proposed(network, secretariat, login) -> None:
    network.meetings_per_year = 5
    network.save()
    page = login(secretariat).get(PROGRAM + "?anio=2099")
    assert len(page.context["page"].rows.initial) == 5


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (rows("2099-02-30"), "fecha válida"),
        (rows("2098-01-07"), "no es del año"),
        (rows(""), "Dé la fecha"),
        (rows("2099-01-07", wanted=False), "marque al menos una"),
        (rows("2099-01-07", "2099-01-07"), "está dos veces"),
        (rows("2099-01-07", starts_at="11:00", ends_at="09:00"), "Termina antes de empezar"),
        (rows("2099-01-07", ends_at="09:00"), "a qué hora empieza"),
        (rows("2099-01-07", link="no es una dirección"), "dirección completa"),
        ({"sesion-TOTAL_FORMS": "no"}, "No se programó nada"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_half_saved(network, secretariat, login, data, says) -> None:
    answer = login(secretariat).post(PROGRAM + "?anio=2099", data)
    assert answer.status_code == 200
    assert says in answer.content.decode()
    assert not Meeting.objects.exists()


@pytest.mark.parametrize(
    "query", ["?anio=no&modo=regla", "?modo=reparto&anio=2099&cuantas=0", "?modo=x", "?anio=%00"]
)
def test_a_rule_that_makes_no_sense_is_told(network, secretariat, login, query) -> None:
    assert login(secretariat).get(PROGRAM + query).status_code == 200


def test_all_or_none(network) -> None:
    good = Meeting(network=network, programmed_on=Day(2099, 1, 7))
    bad = Meeting(network=network, programmed_on=Day(2099, 2, 4), title="x" * 201)
    with pytest.raises(ValidationError):
        meetings_program(network=network, meetings=[good, bad])
    assert not Meeting.objects.exists()


# -- moving and cancelling ------------------------------------------------------------------------------------


def test_the_form_keeps_what_is_cancelled(network, secretariat, login) -> None:
    meeting = make_meeting(network, Day(2026, 8, 11), held_on=None, cancelled_on=TODAY, cancel_reason="Paro")
    stale = Meeting.objects.get(pk=meeting.pk)
    stale.cancelled_on, stale.cancel_reason = None, ""
    assert meeting_save(meeting=stale).cancel_reason == "Paro"
    path = reverse("monitoring:meeting_update", args=["alfa", meeting.pk])
    answer = login(secretariat).post(path, {"kind": "ordinary", "held_on": "2024-08-11"})
    assert "figura como cancelada" in answer.content.decode()


def test_a_held_session_is_not_put_on_another_day(network) -> None:
    meeting = make_meeting(network, Day(2026, 2, 10))
    with pytest.raises(ValidationError, match="ya se realizó"):
        meeting_reschedule(meeting=meeting, programmed_on=TODAY, starts_at=None, ends_at=None, place="", link="")


def test_putting_it_on_another_day_from_its_page(network, secretariat, login) -> None:
    meeting = make_meeting(network, Day(2099, 2, 10), held_on=None)
    path = reverse("monitoring:meeting_reschedule", args=["alfa", meeting.pk])
    client = login(secretariat)
    assert "obligatorio" in client.post(path, {"programmed_on": ""}).content.decode()
    client.post(path, {"programmed_on": "2099-02-17", "starts_at": "08:30"})
    meeting.refresh_from_db()
    assert (meeting.programmed_on, meeting.starts_at) == (Day(2099, 2, 17), datetime.time(8, 30))


# -- the calendar of a person ---------------------------------------------------------------------------------


def events(user) -> dict[str, object]:
    calendar = Calendar.from_ical(calendar_of(user, TODAY, lambda path: f"https://trama.example{path}"))
    return {str(event["summary"]): event for event in calendar.walk("VEVENT")}


def test_her_calendar_has_the_sessions_of_her_networks(network, observer) -> None:
    held = make_meeting(network, Day(2026, 2, 10), title="Primera", starts_at=datetime.time(9))
    make_meeting(network, Day(2026, 8, 11), held_on=None, cancelled_on=TODAY, title="Cancelada")
    make_meeting(network, Day(2020, 1, 8), title="Antigua")
    make_meeting(make_network("beta"), Day(2026, 2, 10), title="Ajena")
    found = events(observer)
    assert set(found) == {"Primera · Alfa", "Cancelada · Alfa"}
    assert found["Primera · Alfa"]["dtstart"].dt.isoformat() == "2026-02-10T09:00:00-05:00"
    assert str(found["Primera · Alfa"]["url"]).endswith(f"/redes/alfa/sesiones/{held.pk}/")
    assert str(found["Cancelada · Alfa"]["status"]) == "CANCELLED"


def test_who_may_not_enter_has_no_sessions(network, observer) -> None:
    make_meeting(network, Day(2026, 2, 10))
    observer.is_active = False
    assert events(observer) == {}


def test_her_calendar_costs_the_same_for_few_sessions_and_many(
    network, observer, django_assert_max_num_queries
) -> None:
    def cost() -> int:
        for read in ("networks", "roles"):
            observer.__dict__.pop(read, None)
        with django_assert_max_num_queries(20) as captured:
            events(observer)
        return len(captured)

    make_meeting(network, Day(2026, 1, 5))
    few = cost()
    for number in range(10):
        make_meeting(network, Day(2026, 1, 6) + datetime.timedelta(days=number))
    assert cost() == few
