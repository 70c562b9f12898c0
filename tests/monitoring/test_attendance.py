"""Attendance and quorum: no row is not an absence."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from monitoring.models import Attendance, Meeting
from monitoring.selectors.attendance import attendance_table, quorum_needed
from monitoring.services import attendance as services
from monitoring.services.attendance import AttendanceMark
from monitoring.services.meetings import meeting_save
from networks.models import Network, QuorumRule
from tests.factories import make_meeting, make_seat

DAY = datetime.date(2024, 4, 16)
LATE = {"late_reason": "Faltaba la lista firmada"}


@pytest.fixture
def meeting(network) -> Meeting:
    return make_meeting(network, DAY)


@pytest.fixture
def seats(network):
    return [make_seat(network, code, order=order) for order, code in enumerate(("a", "b", "c"), start=1)]


def url(name, meeting, **kwargs):
    return reverse(f"monitoring:{name}", kwargs={"slug": meeting.network.slug, "meeting": meeting.pk, **kwargs})


def mark(seat, attended, **fields):
    return AttendanceMark(member=seat, attended=attended, **fields)


def attendance_save(**kwargs):
    """In the evening of the session, unless told otherwise."""
    evening = datetime.datetime(2024, 4, 16, 23, tzinfo=datetime.UTC)
    return services.attendance_save(**{"now": evening, **kwargs})


def test_no_row_is_not_an_absence(meeting, seats) -> None:
    attendance_save(meeting=meeting, marks=[mark(seats[0], True), mark(seats[1], False)])
    table = attendance_table(meeting)
    assert [row.attended for row in table.rows] == [True, False, None]
    assert (table.present, table.absent, table.unknown) == (1, 1, 1)


def test_saving_the_same_attendance_twice_changes_nothing(meeting, seats) -> None:
    marks = [mark(seats[0], True, delegate_post="Asesora"), mark(seats[1], False), mark(seats[2], None)]
    assert attendance_save(meeting=meeting, marks=marks).changed == 2
    assert attendance_save(meeting=meeting, marks=marks).changed == 0
    assert Attendance.objects.filter(meeting=meeting).count() == 2
    assert Attendance.history.count() == 2


def test_attendance_changed_in_the_form_changes_the_counts(meeting, seats, secretariat, login) -> None:
    attendance_save(meeting=meeting, marks=[mark(seat, True) for seat in seats])
    client = login(secretariat)
    answer = client.post(
        url("attendance_edit", meeting),
        {
            f"puesto-{seats[0].pk}": "no",
            f"puesto-{seats[1].pk}": "",
            f"puesto-{seats[2].pk}": "si",
        },
    )
    assert answer.status_code == 302
    table = attendance_table(meeting)
    assert (table.present, table.absent, table.unknown) == (1, 1, 1)
    page = client.get(reverse("monitoring:meeting_list", kwargs={"slug": "alfa"})).content.decode()
    assert "1 de 2" in page


def test_a_seat_the_answer_does_not_name_keeps_its_row(meeting, seats, secretariat, login) -> None:
    attendance_save(meeting=meeting, marks=[mark(seats[0], True)])
    login(secretariat).post(url("attendance_edit", meeting), {f"puesto-{seats[1].pk}": "no", **LATE})
    assert dict(meeting.attendance.values_list("member__code", "attended")) == {"a": True, "b": False}


def test_only_seats_valid_that_day_and_those_with_a_row(network, meeting, seats, member) -> None:
    gone = make_seat(network, "z", valid_to_on=DAY - datetime.timedelta(days=1))
    make_seat(network, "y", valid_from_on=DAY + datetime.timedelta(days=1))
    Attendance.objects.create(meeting=meeting, member=gone, attended=True)
    rows = {row.seat.code: row.is_valid for row in attendance_table(meeting).rows}
    assert rows == {"a": True, "b": True, "c": True, "z": False}


def test_a_session_not_held_takes_no_attendance(network, seats) -> None:
    planned = make_meeting(network, DAY, held_on=None)
    with pytest.raises(ValidationError, match="todavía no se ha realizado"):
        attendance_save(meeting=planned, marks=[mark(seats[0], True)])


def test_a_session_with_attendance_keeps_its_date(meeting, seats) -> None:
    attendance_save(meeting=meeting, marks=[mark(seats[0], True)])
    meeting.held_on = None
    with pytest.raises(ValidationError) as refused:
        meeting_save(meeting=meeting)
    assert "held_on" in refused.value.error_dict


def test_a_delegate_needs_to_have_come(meeting, seats, secretariat, login) -> None:
    data = {f"puesto-{seats[0].pk}": "no", f"puesto-{seats[0].pk}-cargo": "Asesora"}
    answer = login(secretariat).post(url("attendance_edit", meeting), data)
    assert "Marque «Asistió»" in answer.content.decode()
    assert not Attendance.objects.exists()


def test_marking_all_as_present_leaves_the_absent_as_they_are(meeting, seats, secretariat, login) -> None:
    attendance_save(meeting=meeting, marks=[mark(seats[0], False)])
    data = {f"puesto-{seat.pk}": "" for seat in seats[1:]} | {f"puesto-{seats[0].pk}": "no"}
    answer = login(secretariat).post(url("attendance_edit", meeting), {**data, **LATE, "todas": "1"})
    assert answer.status_code == 302
    assert [row.attended for row in attendance_table(meeting).rows] == [False, True, True]


@pytest.mark.parametrize("bad", ["quizás", "si\0"])
def test_attendance_of_another_kind_is_refused_in_words(meeting, seats, secretariat, login, bad) -> None:
    answer = login(secretariat).post(url("attendance_edit", meeting), {f"puesto-{seats[0].pk}": bad})
    assert answer.status_code == 200
    assert not Attendance.objects.exists()


# -- quorum ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "seats", "needed"),
    [
        (QuorumRule.NONE, 6, None),
        (QuorumRule.MAJORITY, 6, 4),
        (QuorumRule.MAJORITY, 7, 4),
        (QuorumRule.TWO_THIRDS, 6, 4),
        (QuorumRule.TWO_THIRDS, 7, 5),
        (QuorumRule.FIXED, 7, 2),
        (QuorumRule.MAJORITY, 0, None),
    ],
)
def test_quorum(rule, seats, needed) -> None:
    network = Network(quorum_rule=rule, quorum_seats=2)
    assert quorum_needed(network, seats) == needed


def test_quorum_is_shown_only_where_there_is_a_rule(network, meeting, seats, observer, login) -> None:
    attendance_save(meeting=meeting, marks=[mark(seats[0], True), mark(seats[1], True)])
    page = reverse("monitoring:meeting_detail", kwargs={"slug": "alfa", "pk": meeting.pk})
    client = login(observer)
    assert "Quórum" not in client.get(page).content.decode()
    network.quorum_rule = QuorumRule.MAJORITY
    network.save()
    shown = client.get(page)
    assert "se forma con 2 puestos" in shown.content.decode()
    assert shown.context["attendance"].has_quorum


def test_only_the_roles_the_network_says_count(network, meeting, seats) -> None:
    network.quorum_rule = QuorumRule.MAJORITY
    network.save()
    guest = make_seat(network, "invitada", "IP", order=9)
    gone = make_seat(network, "antes", "I", order=10, valid_to_on=DAY - datetime.timedelta(days=1))
    attendance_save(meeting=meeting, marks=[mark(seats[0], True), mark(guest, True), mark(gone, True)])
    table = attendance_table(meeting)
    assert (table.counted, table.quorum, table.counted_present, table.has_quorum) == (3, 2, 1, False)
    assert table.reached is None
    network.quorum_roles = ["IP"]
    network.save()
    table = attendance_table(Meeting.objects.get())
    assert (table.counted, table.quorum, table.has_quorum, table.reached) == (1, 1, True, True)
    network.quorum_roles = []
    network.save()
    assert attendance_table(Meeting.objects.get()).quorum is None


def test_there_is_no_quorum_once_those_unknown_cannot_make_it(network, meeting, seats) -> None:
    network.quorum_rule = QuorumRule.TWO_THIRDS
    network.save()
    attendance_save(meeting=meeting, marks=[mark(seats[0], True), mark(seats[1], False)])
    assert attendance_table(meeting).reached is None
    attendance_save(meeting=meeting, marks=[mark(seats[2], False)])
    assert attendance_table(meeting).reached is False


# -- parity ---------------------------------------------------------------------------------------------------


def test_parity_counts_who_stated_it_and_who_did_not(meeting, seats) -> None:
    marks = [mark(seats[0], True, sex="female"), mark(seats[1], True), mark(seats[2], False, sex="male")]
    attendance_save(meeting=meeting, marks=marks)
    parity = attendance_table(meeting).parity
    assert (parity.female, parity.male, parity.other, parity.unstated) == (1, 0, 0, 1)
    assert (parity.stated, parity.present) == (1, 2)
    assert parity.bars == [("female", "0.00", "50.00"), ("unstated", "50.00", "50.00")]
    assert not Attendance.objects.get(member=seats[2]).sex


def test_nobody_there_has_no_parity(meeting, seats) -> None:
    assert attendance_table(meeting).parity.bars == []


# -- a trace of what is written down late ---------------------------------------------------------------------


def test_what_is_first_registered_after_the_day_needs_a_reason(meeting, seats, secretariat) -> None:
    # Four in the morning of the 17th in Greenwich is still the 16th in the network.
    in_time = datetime.datetime(2024, 4, 17, 4, tzinfo=datetime.UTC)
    attendance_save(meeting=meeting, marks=[mark(seats[0], True)], now=in_time)
    late = in_time + datetime.timedelta(days=2)
    with pytest.raises(services.LateReasonMissing):
        attendance_save(meeting=meeting, marks=[mark(seats[1], True)], now=late)
    attendance_save(meeting=meeting, marks=[mark(seats[0], False)], now=late)
    done = {"meeting": meeting, "user": secretariat, "now": late}
    attendance_save(marks=[mark(seats[1], True)], late_reason="Faltaba la lista firmada", **done)
    rows = {row.seat.code: row for row in attendance_table(meeting).rows}
    assert rows["a"].late_on is None
    assert rows["a"].changed_on is not None
    assert rows["b"].late_on == datetime.date(2024, 4, 18)
    assert rows["b"].late_reason == "Faltaba la lista firmada"
    kept = Attendance.objects.get(member=seats[1])
    assert (kept.first_registered_at, kept.registered_by) == (late, secretariat)


def test_the_page_asks_for_the_reason_and_shows_it_afterwards(meeting, seats, secretariat, login) -> None:
    client = login(secretariat)
    data = {f"puesto-{seats[0].pk}": "si"}
    refused = client.post(url("attendance_edit", meeting), data)
    assert "escriba por qué se anota después" in refused.context["form"].errors["late_reason"][0]
    assert not Attendance.objects.exists()
    client.post(url("attendance_edit", meeting), {**data, **LATE})
    page = client.get(reverse("monitoring:meeting_detail", kwargs={"slug": "alfa", "pk": meeting.pk}))
    assert "Faltaba la lista firmada" in page.content.decode()
