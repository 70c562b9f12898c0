"""What no form of ours would send about people, and tables that are not what they should be: a sentence, never a
traceback, and nothing half kept."""

from __future__ import annotations

import datetime
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone, translation
from openpyxl import Workbook

from networks.exchange.columns import CONTACTS, MEMBERS, headings
from networks.models import (
    Contact,
    Course,
    CourseAttendance,
    CourseMeeting,
    CourseTopic,
    Enrollment,
    Invitation,
    Member,
)
from networks.services.contact_reviews import contacts_ask, review_token
from tests.networks.people import make_contact

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
TOO_LARGE, TOO_LONG = "9" * 30, "9" * 5000


@pytest.fixture
def url(network):
    def _url(name, **kwargs):
        return reverse(f"networks:{name}", kwargs={"slug": network.slug, **kwargs})

    return _url


@pytest.fixture
def course(network):
    topic = CourseTopic.objects.create(network=network, name="Derechos")
    return Course.objects.create(network=network, topic=topic, title="Uno", minimum_attendance=80)


@pytest.fixture
def upload(login, secretariat, url):
    def _upload(kind: str, content: bytes, name: str = "tabla.xlsx"):
        file = SimpleUploadedFile(name, content)
        return login(secretariat).post(url(f"{kind}_import"), {"file": file}, follow=True)

    return _upload


def workbook(*rows) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.mark.parametrize("number", [TOO_LARGE, TOO_LONG, "x\0", "-1"])
def test_a_number_that_no_row_has(number, url, network, course, member, secretariat, login):
    client, contact = login(secretariat), make_contact(member, "Oficina", "Uno", email="a@example.org")
    posts = [
        (url("roster_join"), {"joined_on": TODAY.isoformat(), "contacts": [number]}, 200),
        (url("enrollment_create", course=course.pk), {"contact": [number]}, 200),
        (url("contact_review_ask"), {"contact": number}, 404),
        (url("contact_update", pk=contact.pk), {"areas": [number]}, 200),
        (reverse("reports:certificate_issue", args=[network.slug, course.pk]), {"enrollment": number}, 404),
        (reverse("reports:certificate_mail", args=[network.slug, course.pk]), {"certificate": number}, 404),
    ]
    assert [client.post(where, data).status_code for where, data, _status in posts] == [row[2] for row in posts]
    assert not Enrollment.objects.exists()
    assert not Contact.objects.filter(joined_on__isnull=False).exists()


@pytest.mark.parametrize("number", [TOO_LARGE, TOO_LONG])
def test_nor_from_a_personal_link(number, network, member, client):
    network.action_areas.create(name="Prevención")
    contact = make_contact(member, "Oficina", "Uno", email="a@example.org")
    contacts_ask(network=network, contacts=[contact])
    address = reverse("networks:my_data", args=[review_token(contact.reviews.get())])
    response = client.post(address, {"answer": "changed", "nuevo-areas": [number]})
    assert response.status_code == 422
    assert contact.reviews.get().answer == ""


@pytest.mark.parametrize("name", ["contact_succeed", "team_succeed"])
def test_nobody_follows_after_the_last_day_there_is(name, url, member, secretariat, login):
    contact = make_contact(member, "Oficina", "Uno")
    where = {"code": member.code} if name == "team_succeed" else {"pk": contact.pk}
    data = {
        "left_on": "9999-12-31",
        "name": "Otra",
        f"c{contact.pk}-what": "leaves",
        f"c{contact.pk}-name": "Otra",
    }
    response = login(secretariat).post(url(name, **where), data)
    assert response.status_code == 422
    assert "revise el año" in response.content.decode()
    contact.refresh_from_db()
    assert contact.valid_to_on is None


def test_a_session_somebody_came_to_is_not_put_off(url, course, member, secretariat, login):
    contact = make_contact(member, "Oficina", "Uno")
    held = CourseMeeting.objects.create(course=course, held_on=datetime.date(2024, 1, 1), hours=2)
    enrolled = Enrollment.objects.create(course=course, contact=contact, member=member)
    where = url("course_meeting_update", course=course.pk, pk=held.pk)
    data = {"held_on": str(TODAY + datetime.timedelta(9)), "hours": "2"}
    CourseAttendance.objects.create(meeting=held, enrollment=enrolled, attended=True)
    assert "Ya consta quién asistió" in login(secretariat).post(where, data).content.decode()
    CourseAttendance.objects.all().delete()
    assert login(secretariat).post(where, data).status_code == 302


def test_nobody_is_invited_to_what_nobody_could_join(url, network, secretariat, login):
    until = str(TODAY + datetime.timedelta(9))
    response = login(secretariat).post(url("invitation_create"), {"lines": "a@example.org", "expires_on": until})
    assert "Añada antes alguna" in response.content.decode()
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    ("liaison", "unit", "said"),
    [
        (TODAY + datetime.timedelta(9), None, "todavía no llega"),
        (datetime.date(2020, 1, 1), datetime.date(2019, 1, 1), "no puede ser anterior al enlace"),
    ],
)
def test_a_table_of_members_keeps_the_rules_of_their_days(liaison, unit, said, upload, member):
    heads = ["Código", "Nombre", "Enlace de género desde", "Unidad de género desde"]
    page = upload("member", workbook(heads, ["nueva", "Nueva", liaison, unit], [member.code, "X", liaison, unit]))
    assert page.content.decode().count(said) == 2


def test_an_order_of_thousands_of_figures(upload, network):
    page = upload("member", workbook(["Código", "Nombre", "Orden"], ["nueva", "Nueva", TOO_LONG])).content.decode()
    assert "escriba un entero" in page


@pytest.mark.parametrize("name", ["tabla.csv", "tabla.xlsx"])
def test_no_row_is_left_out_unsaid(name, upload, member):
    rows = [["Código de la integrante", "Nombre"]]
    for number in range(5200):
        rows += [[member.code, f"Oficina {number}"], ["", ""]]
    lines = "\n".join(";".join(row) for row in rows).encode()
    response = upload("contact", lines if name.endswith("csv") else workbook(*rows), name)
    assert response.status_code == 422
    assert "divídalo en varios archivos" in response.content.decode()


def test_a_table_in_another_language_than_the_page(upload, secretariat, login, network):
    """Uploaded in Portuguese, looked at and confirmed in Spanish."""
    with translation.override("pt-br"):
        heads = [str(column.head) for column in MEMBERS]
    secretariat.language = "pt-br"
    secretariat.save()
    response = upload("member", workbook(heads, ["nueva", "Nueva", "", "", "", "não", "I"]))
    secretariat.language = "es"
    secretariat.save()
    address = response.redirect_chain[-1][0]
    client = login(secretariat)
    page = client.get(address)
    client.post(address, {"seen": page.context["checked"].fingerprint})
    assert Member.objects.get(network=network).is_reporting is False


@pytest.mark.parametrize("language", ["es", "en", "pt-br"])
@pytest.mark.parametrize("columns", [CONTACTS, MEMBERS])
def test_the_readers_own_headings_mean_what_they_say(language, columns):
    with translation.override(language):
        known = headings(columns)
        assert [known[column.known_as[0]].name for column in columns] == [column.name for column in columns]
