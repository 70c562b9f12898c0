"""Attendance as a file: by the session's day and the seat's code, through the service that writes it."""

import datetime
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from monitoring.models import Acta, ActaState, Attendance
from networks.models import PeopleExport
from tests.factories import make_meeting, make_network, make_seat

DAY = datetime.date(2024, 2, 1)
HEAD = "día de la sesión;código del puesto;asistió;cargo de quien asistió en su lugar;por qué se anota después\n"


def url(name: str, **kwargs) -> str:
    return reverse(f"monitoring:{name}", kwargs={"slug": "alfa", **kwargs})


@pytest.fixture
def seat(network):
    return make_seat(network, "silla")


@pytest.fixture
def meeting(network):
    return make_meeting(network, DAY)


@pytest.fixture
def upload(secretariat, login):
    def _upload(content: str | bytes, name: str = "asistencia.csv"):
        sent = content if isinstance(content, bytes) else (HEAD + content).encode()
        file = SimpleUploadedFile(name, sent)
        return login(secretariat).post(url("attendance_import"), {"file": file}, follow=True)

    return _upload


@pytest.fixture
def confirm(client):
    def _confirm(response):
        sent = {"seen": response.context["checked"].fingerprint}
        return client.post(response.request["PATH_INFO"], sent, follow=True)

    return _confirm


def states(response) -> list[str]:
    return [row.state for row in response.context["checked"].rows]


def test_marks_are_made_changed_and_taken_back(network, seat, meeting, secretariat, upload, confirm) -> None:
    other, third = make_seat(network, "otra"), make_seat(network, "tercera")
    Attendance.objects.create(meeting=meeting, member=other, attended=True)
    Attendance.objects.create(meeting=meeting, member=third, attended=True)
    rows = "01/02/2024;SILLA;sí;Asesora;del acta en papel\n2024-02-01;otra;no;;\n01/02/2024;tercera;no consta;;\n"
    response = upload(rows)
    assert states(response) == ["nueva", "cambia", "cambia"]
    assert "Asistió: de «sí» a «no consta»" in response.content.decode()
    assert not Attendance.objects.filter(member=seat).exists()
    confirm(response)
    made = Attendance.objects.get(member=seat)
    assert (made.attended, made.delegate_post, made.late_reason) == (True, "Asesora", "del acta en papel")
    assert (made.registered_by, made.history.count()) == (secretariat, 1)
    assert Attendance.objects.get(member=other).attended is False
    assert not Attendance.objects.filter(member=third).exists()


def test_each_row_keeps_its_own_reason(network, seat, meeting, upload, confirm) -> None:
    make_seat(network, "otra")
    confirm(upload("01/02/2024;silla;sí;;del acta en papel\n01/02/2024;otra;no;;avisó por teléfono\n"))
    kept = dict(Attendance.objects.values_list("member__code", "late_reason"))
    assert kept == {"silla": "del acta en papel", "otra": "avisó por teléfono"}


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("02/02/2024;silla;sí;;tarde", "No hay una sesión realizada el 02/02/2024"),
        ("x;silla;sí;;tarde", "«x» no es una fecha"),
        ("01/02/2024;nadie;sí;;tarde", "No hay un puesto con el código «nadie»"),
        ("01/02/2024;silla;quizás;;tarde", "«quizás» no es ninguna de estas: sí, no, no consta"),
        ("01/02/2024;silla;sí;;", "escriba por qué se anota después"),
        ("01/02/2024;nueva;sí;;tarde", "El puesto no estaba vigente ese día."),
    ],
)
def test_a_wrong_row_is_told_and_nothing_is_saved(row, sentence, network, seat, meeting, upload, confirm) -> None:
    make_seat(network, "nueva", valid_from_on=datetime.date(2024, 3, 1))
    make_seat(network, "buena")
    response = upload(f"01/02/2024;buena;no;;tarde\n{row}\n")
    assert states(response)[1] == "mal"
    assert sentence in response.content.decode()
    assert confirm(response).status_code == 409
    assert not Attendance.objects.exists()


def test_what_an_approved_acta_says_stays(network, seat, meeting, upload) -> None:
    approved = {"state": ActaState.APPROVED, "approved_on": DAY}
    acta = Acta(meeting=meeting, **approved)
    acta.save()
    Attendance.objects.create(meeting=meeting, member=seat, attended=True)
    assert states(upload("01/02/2024;silla;sí;;\n")) == ["igual"]
    response = upload("01/02/2024;silla;no;;\n")
    assert states(response) == ["mal"]
    assert "ya dice lo que pasó en esa sesión" in response.content.decode()


def test_sessions_and_seats_of_another_network_are_none_of_ours(network, meeting, seat, upload) -> None:
    other = make_network("beta")
    make_meeting(other, datetime.date(2024, 5, 5))
    make_seat(other, "ajena")
    response = upload("05/05/2024;silla;sí;;tarde\n01/02/2024;ajena;sí;;tarde\n")
    assert states(response) == ["mal", "mal"]


def test_two_sessions_on_one_day_are_told(network, meeting, seat, upload) -> None:
    make_meeting(network, DAY, kind="extraordinary")
    assert "hubo 2 sesiones" in upload("01/02/2024;silla;sí;;tarde\n").content.decode()


def test_what_went_out_comes_back_unchanged(network, meeting, seat, secretariat, login, upload) -> None:
    make_seat(network, "otra")
    Attendance.objects.create(meeting=meeting, member=seat, attended=True, delegate_post="=1+1")
    content = login(secretariat).get(url("attendance_export")).content
    assert load_workbook(BytesIO(content)).active.max_row == 3
    assert states(upload(content, "asistencia.xlsx")) == ["igual", "igual"]
    assert PeopleExport.objects.get().what == "attendance"
