"""Somebody is invited, accepts on her telephone, takes a course and holds a certificate anybody can verify."""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core import mail
from django.core.management import call_command
from playwright.sync_api import Page, expect

from networks.days import local_today
from networks.models import Certificate, Contact, Course, CourseAttendance, Enrollment, Invitation, Member, Network
from tests.networks.training import make_topic

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
NAME, POST, EMAIL = "Jefatura de Archivo", "Jefa de departamento", "archivo@example.org"


def invite(page: Page, network: Network) -> str:
    """Returns the path of the link in the mail that went out."""
    page.goto(f"/redes/{network.slug}/conformacion/")
    expect(page.get_by_role("main")).to_contain_text("Todavía no hay nadie en la red")
    page.locator("header, .page-head").get_by_role("link", name="Invitar").click()
    page.get_by_label("A quién se invita").fill(f"{EMAIL}; {NAME}")
    page.get_by_label("Mensaje").fill("Súmese a la red.")
    page.get_by_role("button", name="Enviar invitaciones").click()
    expect(page.get_by_role("row", name=re.compile(EMAIL))).to_be_visible()
    call_command("outbox_send", "--once")
    (sent,) = mail.outbox
    assert sent.to == [EMAIL]
    assert "Súmese a la red." in sent.body
    return re.search(r"/invitacion/\w+/", sent.body)[0]


def accept(page: Page, path: str, member: Member) -> None:
    """She has no account; nothing is kept until she accepts, nor lost of what she wrote when something lacks."""
    page.goto(path)
    expect(page.get_by_role("heading", level=1)).to_have_text("Le invitan a formar parte de Red alfa")
    expect(page.get_by_label("Su nombre")).to_have_value(NAME)
    assert not Contact.objects.exists()
    page.get_by_label("Integrante").select_option(member.name)
    page.locator("[name=post]").fill(POST)
    page.get_by_label("Nivel de su cargo").select_option("Mando medio")
    page.get_by_label("Sexo").select_option("Mujer")
    page.get_by_role("button", name="Aceptar la invitación").click()
    expect(page.locator(".invalid-feedback")).to_contain_text("Sin su acuerdo la red no puede guardar sus datos")
    expect(page.locator("[name=post]")).to_have_value(POST)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.get_by_label("Acepto que la red guarde estos datos").check()
    page.get_by_role("button", name="Aceptar la invitación").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ya forma parte de Red alfa")


def open_course(page: Page, network: Network, days: list[datetime.date]) -> Course:
    topic = make_topic(network)
    page.goto(f"/redes/{network.slug}/formacion/nuevo/")
    page.get_by_label("Tema").select_option(topic.name)
    page.get_by_label("Nombre del curso").fill("Género y archivo")
    page.get_by_role("button", name="Guardar").click()
    course = Course.objects.get()
    for day in days:
        page.goto(f"/redes/{network.slug}/formacion/{course.pk}/")
        page.get_by_role("link", name="Nueva sesión").click()
        page.get_by_label("Fecha").fill(day.isoformat())
        page.get_by_label("Horas").fill("2.5")
        page.get_by_role("button", name="Guardar").first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Género y archivo")
    return course


def enroll(page: Page) -> None:
    page.get_by_role("link", name="Inscribir").first.click()
    page.get_by_role("checkbox", name=re.compile(NAME)).check()
    page.get_by_role("button", name="Inscribir a quienes marcó").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Género y archivo")
    row = page.get_by_role("row", name=re.compile(NAME))
    expect(row).to_contain_text(POST)
    expect(row).to_contain_text("0 / 5")


def take_attendance(page: Page, days: list[datetime.date]) -> None:
    page.get_by_role("link", name=f"Tomar asistencia {days[0]:%d/%m/%Y}").click()
    for day in days:
        expect(page.locator("[aria-current=page]").last).to_have_text(f"{day:%d/%m}")
        page.get_by_role("group", name=re.compile(NAME)).get_by_text("Asistió", exact=True).click()
        page.get_by_role("button", name="Guardar y seguir" if day != days[-1] else "Guardar", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Género y archivo")
    row = page.get_by_role("row", name=re.compile(NAME))
    expect(row).to_contain_text(re.compile("concluyó", re.IGNORECASE))
    expect(row).to_contain_text("100 %")


def certify(page: Page) -> bytes:
    page.get_by_role("link", name="Constancias").click()
    page.get_by_role("button", name="Emitir la que falta").click()
    certificate = Certificate.objects.get()
    with page.expect_download(timeout=60_000) as waiting:
        page.get_by_role("link", name=certificate.folio, exact=True).click()
    content = Path(waiting.value.path()).read_bytes()
    assert hashlib.sha256(content).hexdigest() == certificate.pdf_sha256
    return content


def verify(page: Page, folio: str, content: bytes) -> None:
    """By its folio, as it is typed; and with the file, which does not leave the browser."""
    page.goto("/verificar/")
    page.get_by_label("Folio").fill(folio.lower())
    page.get_by_role("button", name="Comprobar").click()
    expect(page.locator(".verdict")).to_contain_text("Documento auténtico y vigente")
    expect(page.get_by_role("main")).to_contain_text("Género y archivo")
    expect(page).to_have_url(re.compile(f"/verificar/{folio}/$"))
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    changed = bytearray(content)
    changed[len(changed) // 2] ^= 1
    for file, words in ((content, "Es el oficial"), (bytes(changed), "No es el archivo")):
        page.locator("#verify-file").set_input_files(
            {"name": "constancia.pdf", "mimeType": "application/pdf", "buffer": file}
        )
        expect(page.locator("[data-verify-result]")).to_contain_text(words)
    assert sent == []
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_from_an_invitation_to_a_certificate(visit: Callable[..., Page], network, member, secretariat):
    today = local_today(network)
    days = [today - datetime.timedelta(days=7), today]
    page = visit(secretariat)
    link = invite(page, network)
    accept(visit(**PHONE), link, member)

    page.goto(f"/redes/{network.slug}/conformacion/")
    row = page.locator("tbody tr", has_text=NAME)
    for words in (POST, member.name, "mando medio", "mujer", f"{today:%d/%m/%Y}"):
        expect(row).to_contain_text(words)
    open_course(page, network, days)
    enroll(page)
    take_attendance(page, days)
    content = certify(page)
    certificate = Certificate.objects.get()
    verify(visit(**PHONE), certificate.folio, content)

    contact = Contact.objects.get()
    assert (contact.name, contact.post, contact.post_level, contact.sex) == (NAME, POST, "middle", "female")
    assert (contact.member, contact.email, contact.joined_on) == (member, EMAIL, today)
    invitation = Invitation.objects.get()
    assert (invitation.contact, bool(invitation.accepted_at), invitation.declined_at) == (contact, True, None)
    assert Enrollment.objects.get().contact == contact
    assert list(CourseAttendance.objects.values_list("attended", flat=True)) == [True, True]
    assert (certificate.data["person"]["name"], certificate.issued_by) == (NAME, secretariat)
