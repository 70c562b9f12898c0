"""Certificates: issued, frozen, replaced, revoked and sent; numbers that two never share."""

from __future__ import annotations

import io
import json
import re
import threading
from hashlib import sha256

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from monitoring.models import OutboxMessage
from networks.models import Certificate, CourseAttendance, Enrollment
from reports import certificates
from reports.certificates import certificate_issue, certificate_mail, certificate_reissue, certificate_revoke
from reports.pdf import PdfError
from tests.factories import make_member, make_network
from tests.networks.training import enroll, make_contact, make_course
from tests.plans.test_conflict import patiently

FOLIO = re.compile(r"ALFA-C-\d{4}-(\d{4})-[2-9A-HJKMNP-Z]{6}")


@pytest.fixture
def course(network):
    return make_course(network, "Igualdad en la práctica")


@pytest.fixture
def completed(course, member) -> Enrollment:
    contact = make_contact(member, "Enlace de género", email="enlace@example.org", post="Jefa")
    return enroll(course, contact, "111", post="Jefa")


@pytest.fixture
def quick(monkeypatch) -> list[str]:
    """No PDF is made; the folios for which one was asked."""
    asked: list[str] = []

    def stand_in(data: dict) -> bytes:
        asked.append(data["folio"])
        return f"%PDF {data['folio']}".encode()

    monkeypatch.setattr(certificates, "certificate_pdf", stand_in)
    return asked


def url(name: str, course, **kwargs) -> str:
    return reverse(f"reports:certificate_{name}", kwargs={"slug": "alfa", "course": course.pk, **kwargs})


def test_the_pdf_says_what_was_frozen_and_is_served_as_issued(completed, course, secretariat, login) -> None:
    row = certificate_issue(enrollment=completed, by=secretariat)
    assert FOLIO.fullmatch(row.folio)
    content = b"".join(login(secretariat).get(url("pdf", course, pk=row.pk)).streaming_content)
    assert sha256(content).hexdigest() == row.pdf_sha256
    pdf = PdfReader(io.BytesIO(content))
    assert len(pdf.pages) == 1
    assert pdf.pages[0].mediabox.width > pdf.pages[0].mediabox.height
    words = " ".join(pdf.pages[0].extract_text().split())
    for part in (
        "Enlace de género",
        "Igualdad en la práctica",
        "10 horas",
        "del 5 de febrero de 2024 al 19 de febrero de 2024",
        "100 % de asistencia",
        row.folio,
        f"/verificar/{row.folio}/",
    ):
        assert part in words
    (attached,) = pdf.attachments.values()
    assert json.loads(attached[0]) == row.data
    metadata = pdf.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
    assert 'pdfaid:part="3"' in metadata
    assert 'pdfuaid:part="1"' in metadata


def test_long_names_stay_on_one_page_of_smaller_letters(course, member, secretariat) -> None:
    course.title, course.given_by = "Presupuestos con perspectiva de género " * 5, "Instituto de las Mujeres " * 8
    course.save()
    person = make_contact(member, "María de los Ángeles " * 9, post="Jefatura de departamento " * 7)
    row = certificate_issue(enrollment=enroll(course, person, "111", post=person.post), by=secretariat)
    with row.pdf.open() as file:
        pdf = PdfReader(io.BytesIO(file.read()))
    assert len(pdf.pages) == 1
    assert row.folio in pdf.pages[0].extract_text()


def test_what_it_says_does_not_change_with_the_records(completed, secretariat, quick) -> None:
    row = certificate_issue(enrollment=completed, by=secretariat)
    completed.contact.name = "Otro nombre"
    completed.contact.save()
    row.refresh_from_db()
    assert row.data["person"] == {"name": "Enlace de género", "post": "Jefa", "unit": "Integrante uno"}
    assert row.data["course"]["hours"] == "10.00"
    assert row.data["attendance"] == {"hours": "10.00", "percent": "100.00"}


@pytest.mark.parametrize("marks", ["100", "11-", "", "1--"])
def test_only_who_completed_is_certified(marks, course, member, secretariat, quick) -> None:
    course.minimum_attendance = 90
    course.save()
    row = enroll(course, make_contact(member), marks)
    with pytest.raises(ValidationError, match="no consta como que concluyó"):
        certificate_issue(enrollment=row, by=secretariat)
    assert not Certificate.objects.exists()
    assert not quick


def test_one_at_a_time_and_a_correction_replaces(completed, secretariat, quick) -> None:
    first = certificate_issue(enrollment=completed, by=secretariat)
    with pytest.raises(ValidationError, match="ya tiene una constancia"):
        certificate_issue(enrollment=completed, by=secretariat)
    second = certificate_reissue(certificate=first, by=secretariat)
    first.refresh_from_db()
    assert first.replaced_by == second
    assert second.data["replaces"] == first.folio
    assert second.revoked_at is None
    assert [FOLIO.fullmatch(row.folio)[1] for row in (first, second)] == ["0001", "0002"]
    with pytest.raises(ValidationError, match="ya no está vigente"):
        certificate_reissue(certificate=first, by=secretariat)


def test_a_reason_is_asked_to_revoke_and_a_new_one_may_follow(completed, secretariat, quick) -> None:
    row = certificate_issue(enrollment=completed, by=secretariat)
    with pytest.raises(ValidationError, match="Escriba por qué"):
        certificate_revoke(certificate=row, reason="  ")
    certificate_revoke(certificate=row, reason="Se inscribió a otra persona.")
    row.refresh_from_db()
    assert row.revoked_at
    with pytest.raises(ValidationError, match="ya no está vigente"):
        certificate_reissue(certificate=row, by=secretariat)
    assert certificate_issue(enrollment=completed, by=secretariat).folio != row.folio


def test_a_pdf_that_fails_leaves_nothing(completed, secretariat, login, course, monkeypatch) -> None:
    def fail(data: dict) -> bytes:
        raise PdfError("Falta una biblioteca.")

    monkeypatch.setattr(certificates, "certificate_pdf", fail)
    response = login(secretariat).post(url("issue", course), {"all": "1"}, follow=True)
    assert "No se pudo preparar el PDF: Falta una biblioteca." in response.content.decode()
    assert not Certificate.objects.exists()


def test_the_page_issues_all_that_are_missing(completed, course, member, secretariat, login, quick) -> None:
    enroll(course, make_contact(member, "Otra persona"), "111")
    enroll(course, make_contact(member, "Quien no concluyó"), "000")
    client = login(secretariat)
    assert "Emitir las 2 que faltan" in client.get(url("list", course)).content.decode()
    html = client.post(url("issue", course), {"all": "1"}, follow=True).content.decode()
    assert "Se emitieron 2 constancias." in html
    assert "Quien no concluyó" not in html
    assert len(quick) == 2
    client.post(url("issue", course), {"all": "1"})
    assert Certificate.objects.count() == 2


def test_attendance_corrected_afterwards_is_told_beside_it(completed, course, secretariat, login, quick) -> None:
    certificate_issue(enrollment=completed, by=secretariat)
    CourseAttendance.objects.update(attended=False)
    assert "ya no consta que concluyó" in login(secretariat).get(url("list", course)).content.decode()


def test_she_is_sent_its_address_once_a_day(completed, secretariat, quick) -> None:
    row = certificate_issue(enrollment=completed, by=secretariat)
    certificate_mail(certificate=row)
    certificate_mail(certificate=row)
    message = OutboxMessage.objects.get()
    assert message.to == "enlace@example.org"
    assert row.data["verify_url"] in message.body
    assert message.items.get().kind == "course"


def test_without_an_address_nothing_is_sent_and_she_is_named(course, member, secretariat, login, quick) -> None:
    row = certificate_issue(enrollment=enroll(course, make_contact(member, "Enlace"), "111"), by=secretariat)
    html = login(secretariat).post(url("mail", course), {"certificate": row.pk}, follow=True).content.decode()
    assert "Enlace no tiene correo electrónico" in html
    assert not OutboxMessage.objects.exists()


def test_certificates_of_another_network_are_absent(course, completed, secretariat, login, quick) -> None:
    strange = make_network("beta")
    other = make_course(strange)
    row = certificate_issue(enrollment=enroll(other, make_contact(make_member(strange)), "111"), by=secretariat)
    client = login(secretariat)
    assert client.get(url("list", other)).status_code == 404
    assert client.get(url("pdf", course, pk=row.pk)).status_code == 404
    assert client.get(url("revoke", course, pk=row.pk)).status_code == 404
    assert client.post(url("mail", course), {"certificate": row.pk}).status_code == 404
    assert client.post(url("issue", course), {"enrollment": row.enrollment_id}).status_code == 404
    assert certificate_issue(enrollment=completed, by=secretariat).folio.split("-")[3] == "0001"


def test_numbers_go_on_after_a_gap_and_begin_anew_each_year(completed, course, member, secretariat, quick) -> None:
    year = timezone.localdate().year
    first = certificate_issue(enrollment=completed, by=secretariat)
    Certificate.objects.update(folio=f"ALFA-C-{year}-9999-ABCDEF")
    row = certificate_issue(enrollment=enroll(course, make_contact(member), "111"), by=secretariat)
    assert f"-{year}-10000-" in row.folio
    Certificate.objects.filter(pk__in=[first.pk, row.pk]).delete()
    old = certificate_issue(enrollment=completed, by=secretariat)
    Certificate.objects.filter(pk=old.pk).update(folio="ALFA-C-2019-0044-ABCDEF")
    new = certificate_issue(enrollment=enroll(course, make_contact(member), "111"), by=secretariat)
    assert f"-{year}-0001-" in new.folio


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_get_eight_numbers(course, member, secretariat, quick) -> None:
    rows = [enroll(course, make_contact(member), "111") for _ in range(7)]
    rows.append(rows[0])
    ready, refused = threading.Barrier(8), []

    def issue(row: Enrollment) -> None:
        ready.wait()
        try:
            patiently(lambda: certificate_issue(enrollment=row, by=secretariat))
        except ValidationError as error:
            refused.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=issue, args=[row]) for row in rows]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    folios = list(Certificate.objects.values_list("folio", flat=True))
    assert sorted(int(FOLIO.fullmatch(folio)[1]) for folio in folios) == [1, 2, 3, 4, 5, 6, 7]
    assert len(refused) == 1


def test_many_certificates_cost_no_more_queries(
    completed, course, member, secretariat, login, quick, django_assert_max_num_queries
) -> None:
    client = login(secretariat)
    certificate_issue(enrollment=completed, by=secretariat)
    client.get(url("list", course))
    for number in range(12):
        certificate_issue(
            enrollment=enroll(course, make_contact(member, f"Enlace {number}"), "111"), by=secretariat
        )
    with django_assert_max_num_queries(16):
        client.get(url("list", course))
