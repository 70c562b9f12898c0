"""A session from its call to the day a técnica closes what it decided: each part by who does it, on its day."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from django.core import mail
from django.utils import timezone
from icalendar import Calendar as Ical
from playwright.sync_api import Page, expect

from monitoring.models import (
    Acta,
    ActaObservation,
    AgendaItem,
    AgendaOutcome,
    Attendance,
    Decision,
    FollowUp,
    Meeting,
    OutboxMessage,
)
from monitoring.services.sending import outbox_send
from networks.models import Member
from plans.models import Activity
from tests.browser.pages import told
from tests.browser.session_life import PHONE, Calendar, address, carried, held, programmed, seat, set_up
from tests.monitoring.evidence_samples import PDF

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BLANK = "[Escriba aquí lo que se trató en este punto.]"


@pytest.fixture
def calendar(monkeypatch) -> Calendar:
    return Calendar(monkeypatch)


def add_point(page: Page, meeting: Meeting, title: str) -> AgendaItem:
    """With a function of the norm and an activity of the plan."""
    page.goto(address(meeting))
    page.get_by_role("link", name="Agregar un punto").click()
    page.locator("[name=title]").fill(title)
    page.get_by_role("checkbox", name=re.compile("Seguir el plan")).check()
    page.locator(".theme-group summary").click()
    page.get_by_role("checkbox", name=re.compile(r"1\.1")).check()
    page.get_by_role("button", name="Guardar", exact=True).click()
    agenda = page.locator("#orden")
    for words in (title, "función 2", "Seguir el plan", "Actividad 1.1"):
        expect(agenda).to_contain_text(words)
    return AgendaItem.objects.get(meeting=meeting, title=title)


def convene(page: Page, meeting: Meeting) -> None:
    """Looked at first, sent once, and gone with the session as an event."""
    page.goto(address(meeting))
    page.get_by_role("link", name="Convocar").click()
    page.get_by_label("Mensaje").fill("Traiga su informe.")
    page.get_by_role("button", name="Ver cómo queda el correo").click()
    preview = page.locator(".mail-preview__body")
    for words in ("16 de abril de 2024, 09:00–11:30", "Traiga su informe.", "1. Balance", "2. Reglamento"):
        expect(preview).to_contain_text(words)
    assert not OutboxMessage.objects.exists()
    page.get_by_role("button", name="Enviar la convocatoria").click()
    told(page, "Se convocó a 4 personas")
    outbox_send(clock=timezone.now)
    assert {one.to[0] for one in mail.outbox} == {f"{who}@example.org" for who in (*"abc", "secretariat")}
    ((name, content, kind),) = mail.outbox[0].attachments
    assert (name, kind.split(";")[0]) == ("sesion.ics", "text/calendar")
    (event,) = Ical.from_ical(content).walk("VEVENT")
    assert event["dtstart"].dt.isoformat() == "2024-04-16T09:00:00-05:00"
    page.reload()
    page.get_by_role("link", name="Ver a quiénes y si les llegó").click()
    expect(page.get_by_role("main")).to_contain_text("a@example.org")
    expect(page.get_by_role("main")).to_contain_text("enviado")


def attend(visit, secretariat, meeting: Meeting) -> None:
    """Two seats make the quorum, one by a delegate; the third is marked where scripts do not run."""
    page = visit(secretariat, **PHONE)
    held(page, meeting, "2024-04-16")
    page.goto(address(meeting, "asistencia/"))
    for code, tally in (("a", "Falta 1 para el quórum de 2"), ("b", "Hay quórum: 2, y se forma con 2")):
        seat(page, code).get_by_text("Asistió", exact=True).click()
        expect(page.locator("#totales")).to_contain_text(tally)
    seat(page, "b").get_by_text("Vino otra persona en su lugar").click()
    seat(page, "b").get_by_label("Nombre de quien vino").fill("Persona de Muestra")
    seat(page, "b").get_by_label("Nombre de quien vino").blur()
    expect(page.locator("#totales")).to_contain_text("Asistieron 2 de 3")
    expect(seat(page, "b").get_by_role("status")).to_contain_text("Guardado")
    plain = visit(secretariat, **PHONE, java_script_enabled=False)
    plain.goto(address(meeting, "asistencia/"))
    expect(seat(plain, "a").get_by_role("radio", name="Asistió", exact=True)).to_be_checked()
    seat(plain, "c").get_by_text("No asistió", exact=True).click()
    plain.get_by_role("button", name="Guardar y volver a la sesión").click()
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def decide(page: Page, meeting: Meeting, member: Member) -> FollowUp:
    """What became of the points, a decision, and who owes what until when."""
    page.goto(address(meeting, "orden/resultado/"))
    for radio in page.get_by_role("radio", name="Tratado").all():
        radio.check()
    page.get_by_role("button", name="Guardar", exact=True).click()
    expect(page.locator("#orden .semaforo", has_text="tratado")).to_have_count(2)
    page.get_by_role("link", name="Agregar una decisión").click()
    page.locator("[name=body]").fill("Difundir el reglamento")
    page.get_by_role("button", name="Guardar", exact=True).click()
    page.get_by_role("link", name="Agregar seguimiento").click()
    page.locator("[name=body]").fill("Publicarlo en la página")
    page.get_by_label("Quién responde").select_option(member.name)
    page.locator("[name=deadline_text]").fill("mayo")
    page.get_by_role("button", name="Guardar", exact=True).click()
    expect(page.locator("#decisiones")).to_contain_text("hasta el 31/05/2024")
    return FollowUp.objects.get(decision__meeting=meeting)


def draft(page: Page, meeting: Meeting) -> None:
    """Out of the records; what they do not say is written by hand; then everybody may observe it."""
    page.goto(address(meeting, "acta/"))
    page.get_by_role("link", name="Preparar borrador").click()
    text = page.locator(".acta-draft")
    for words in ("2. Reglamento", "Hubo quórum: 2 de 3", "Difundir el reglamento", "Integrante uno; plazo: mayo"):
        expect(text).to_contain_text(words)
    page.get_by_role("button", name="Preparar borrador").click()
    told(page, "El borrador está listo")
    body = page.locator("[name=body]")
    body.fill(body.input_value().replace(BLANK, "Se leyó y se comentó."))
    page.get_by_label("Número").fill("1/2024")
    page.get_by_role("button", name="Guardar", exact=True).click()
    page.get_by_role("link", name="Abrir a observaciones").click()
    page.get_by_label("Se reciben observaciones hasta").fill("2024-05-02")
    page.get_by_role("button", name="Guardar", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Acta 1/2024")
    assert OutboxMessage.objects.filter(kind="acta", to="technician@example.org").count() == 1


def observe(page: Page, meeting: Meeting, point: AgendaItem) -> None:
    page.goto(address(meeting, "acta/"))
    page.get_by_role("link", name="Escribir una observación").click()
    page.get_by_label("Sobre").select_option(point.title)
    page.get_by_label("Qué habría que cambiar").fill("Falta decir el número del artículo.")
    page.get_by_role("button", name="Guardar", exact=True).click()
    expect(page.locator("#observaciones")).to_contain_text("sobre «Reglamento»")
    expect(page.locator("#observaciones .semaforo")).to_have_text("Por responder")


def answer(page: Page, meeting: Meeting) -> None:
    """Until it is answered nothing is approved; what she accepts is in the text."""
    page.goto(address(meeting, "acta/"))
    expect(page.locator(".acta-next")).to_contain_text("1 observación espera respuesta")
    page.get_by_role("link", name="Responder").click()
    page.get_by_role("radio", name="Se acoge", exact=True).check()
    page.get_by_label("Qué se cambió en el acta").fill("Se agregó el artículo.")
    page.get_by_role("button", name="Guardar", exact=True).click()
    expect(page.locator("#observaciones .semaforo")).to_have_text("Acogida")
    page.get_by_role("link", name="Editar el texto").click()
    body = page.locator("[name=body]")
    body.fill(body.input_value().replace("Se leyó y se comentó.", "Se leyó el artículo 5."))
    page.get_by_role("button", name="Guardar", exact=True).click()
    expect(page.locator(".acta")).to_contain_text("Se leyó el artículo 5.")


def taken(page: Page) -> bytes:
    with page.expect_download(timeout=60_000) as waiting:
        page.get_by_role("link", name="PDF", exact=True).click()
    return Path(waiting.value.path()).read_bytes()


def approve(page: Page, meeting: Meeting) -> Acta:
    """In the session that followed; from then on each copy is the same, and the session is as it was."""
    page.goto(address(meeting, "acta/"))
    page.get_by_role("link", name="Aprobar", exact=True).click()
    expect(page.get_by_label("Se aprobó en")).to_contain_text("11/06/2024 (la tiene en su orden del día)")
    page.get_by_role("button", name="Aprobar y congelar").click()
    told(page, "El acta quedó aprobada, con su PDF y su huella.")
    first, second = taken(page), taken(page)
    acta = Acta.objects.get(meeting=meeting)
    assert first.startswith(b"%PDF")
    assert first == second
    assert hashlib.sha256(first).hexdigest() == acta.pdf_sha256
    expect(page.locator(".acta-print code")).to_have_text(acta.pdf_sha256)
    page.goto(address(meeting, "asistencia/"))
    expect(page.get_by_role("main")).to_contain_text("la asistencia ya no cambia")
    expect(seat(page, "a").get_by_role("radio", name="Asistió", exact=True)).to_be_disabled()
    return acta


def close(page: Page, owed: FollowUp) -> None:
    """From her inbox, where it is late, with what shows that it was done."""
    page.goto("/mi-bandeja/")
    late = page.locator(".inbox__item", has_text=owed.body)
    expect(late).to_contain_text(re.compile("vencido", re.IGNORECASE))
    late.get_by_role("link", name=owed.body).click()
    page.get_by_role("link", name="Ya se cumplió").click()
    page.get_by_label("Cumplido el").fill("2024-06-12")
    page.get_by_label("Cómo se cumplió").fill("Está en la página desde hoy.")
    page.get_by_label("Archivos").set_input_files(
        {"name": "captura.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    page.get_by_role("button", name=re.compile("cumpli", re.IGNORECASE)).click()
    expect(page.locator("#evidencia + *, section[aria-labelledby=evidencia]").last).to_contain_text("captura.pdf")
    page.goto("/mi-bandeja/")
    expect(page.locator(".inbox__item", has_text=owed.body)).to_have_count(0)


def test_a_session_from_its_call_to_what_came_of_it(visit, calendar, network, member, technician, secretariat):
    set_up(network)
    calendar.turn_to("2024-04-02")
    page = visit(secretariat)
    meeting = programmed(page, network, "2024-04-16", "Primera sesión")
    carried(page, "Balance del año anterior")
    expect(page.locator("#orden")).to_contain_text("Viene de la sesión del 01/02/2024")
    point = add_point(page, meeting, "Reglamento")
    convene(page, meeting)

    calendar.turn_to("2024-04-16")
    attend(visit, secretariat, meeting)
    page = visit(secretariat)
    owed = decide(page, meeting, member)
    draft(page, meeting)

    calendar.turn_to("2024-04-22")
    observe(visit(technician), meeting, point)
    answer(visit(secretariat), meeting)

    calendar.turn_to("2024-06-03")
    page = visit(secretariat)
    following = programmed(page, network, "2024-06-11", "Segunda sesión")
    approval = "Aprobación del acta de la sesión del 16/04/2024"
    carried(page, approval, owed.body)
    calendar.turn_to("2024-06-12")
    page = visit(secretariat)
    held(page, following, "2024-06-11")
    acta = approve(page, meeting)
    close(visit(technician), owed)

    assert list(meeting.agenda.values_list("title", "outcome", "carried_from__meeting__held_on")) == [
        ("Balance del año anterior", AgendaOutcome.TREATED, network.meetings.first().held_on),
        ("Reglamento", AgendaOutcome.TREATED, None),
    ]
    assert [one.number for one in point.functions.all()] == [2]
    assert point.activities.get().activity_lineage == Activity.objects.get().lineage
    kept = {row.member.code: (row.attended, row.delegate_name) for row in Attendance.objects.all()}
    assert kept == {"a": (True, ""), "b": (True, "Persona de Muestra"), "c": (False, "")}
    assert (acta.state, acta.approved_in, str(acta.approved_on)) == ("approved", following, "2024-06-11")
    assert all(words in str(acta.frozen) for words in ("Se leyó el artículo 5.", "Persona de Muestra"))
    observation = ActaObservation.objects.get()
    assert (observation.state, observation.author, observation.item) == ("accepted", technician, point)
    owed.refresh_from_db()
    assert (owed.decision, owed.state, owed.closed_by) == (Decision.objects.get(), "closed", technician)
    assert owed.evidence.get().sha256 == hashlib.sha256(PDF).hexdigest()
