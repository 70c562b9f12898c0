"""An acta on paper: its whole life through the pages, its PDF and its Word, and what is kept byte by byte."""

from __future__ import annotations

import datetime
import hashlib
from io import BytesIO

import pytest
from django.utils import timezone
from docx import Document
from pypdf import PdfReader

from monitoring.models import Acta, ActaState, AgendaItem
from monitoring.services import actas as services
from tests.factories import make_meeting, make_network
from tests.monitoring.actas import acta_address, approve, draft, make_session, text_file


@pytest.fixture
def session(network):
    return make_session(network)


def paper(name, session) -> str:
    return acta_address(name, session.meeting, app="reports")


def pdf_text(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


def word_text(content: bytes) -> str:
    document = Document(BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(line.text for line in document.paragraphs), *cells])


SAID = (
    "Plan de trabajo",
    "Varios",
    "Despacho",
    "Subdirección",
    "Observatorio",
    "Persona de Muestra",
    "Asesora",
    "Aprobar el plan de trabajo",
    "Pedir el informe a las localidades",
    "Enviar el oficio",
    "agosto",
    "Hubo quórum: 2 de 2",
    "Mujeres",
    "No dijeron su sexo",
    "Lista firmada",
    "Se leyó el plan.",
    "no consta",
)


def test_the_life_of_an_acta_through_the_pages(session, secretariat, technician, member, login) -> None:
    client = login(secretariat)
    client.post(acta_address("acta_draft", session.meeting))
    acta = Acta.objects.get()
    text = {"number": "1/2024", "body": acta.body + "\nUna línea más.\n", "revision": acta.revision}
    client.post(acta_address("acta_edit", session.meeting), text)
    client.post(
        acta_address("acta_annex_create", session.meeting), {"title": "Lista firmada", "file": text_file()}
    )
    until = timezone.localdate() + datetime.timedelta(days=5)
    client.post(acta_address("acta_consult", session.meeting), {"until_on": until.isoformat()})
    login(technician).post(
        acta_address("acta_observe", session.meeting), {"body": "Falta un punto", "member": member.pk}
    )
    client = login(secretariat)
    assert "por responder" in client.get(paper("acta_approve", session)).content.decode()
    row = Acta.objects.get().observations.get()
    answer = {"state": "accepted", "response": "Se agregó al segundo punto."}
    client.post(acta_address("acta_answer", session.meeting, pk=row.pk), answer)
    acta.refresh_from_db()
    approval = {"approved_in": session.following.pk, "revision": acta.revision}
    assert client.post(paper("acta_approve", session), approval).status_code == 302
    acta.refresh_from_db()
    assert (acta.state, acta.approved_on, acta.approved_by) == (
        ActaState.APPROVED,
        session.following.held_on,
        secretariat,
    )
    content = client.get(paper("acta_pdf", session)).content
    said = pdf_text(content)
    for words in (
        *SAID,
        "Una línea más.",
        "Se agregó al segundo punto.",
        "Integrante uno",
        "3 de septiembre de 2024",
    ):
        assert words in said, words
    assert acta.annexes.get().sha256 in said.replace(" ", "")
    assert "BORRADOR" not in said
    assert hashlib.sha256(content).hexdigest() == acta.pdf_sha256


def test_what_is_served_is_what_was_kept(session, secretariat, observer, login) -> None:
    acta = approve(draft(session.meeting), session.following, secretariat, pdf=b"%PDF los mismos bytes")
    session.seats[0].name = "Otro nombre"
    session.seats[0].save()
    client = login(observer)
    answer = client.get(paper("acta_pdf", session))
    assert answer.content == b"%PDF los mismos bytes"
    assert "attachment" in answer["Content-Disposition"]
    assert "Otro nombre" not in word_text(client.get(paper("acta_word", session)).content)
    with acta.pdf.storage.open(acta.pdf.name, "wb") as file:
        file.write(b"%PDF otros bytes")
    refused = client.get(paper("acta_pdf", session), follow=True)
    assert "no es el que se aprobó" in refused.content.decode()
    acta.pdf.storage.delete(acta.pdf.name)
    assert "falta" in client.get(paper("acta_pdf", session), follow=True).content.decode()


def test_a_draft_says_so_on_every_page(session, secretariat, observer, login) -> None:
    acta = draft(session.meeting)
    acta.body += "\n\n".join(f"Párrafo {n}. " + "Palabras de muestra. " * 40 for n in range(20))
    services.acta_save(acta=acta, revision=acta.revision)
    services.annex_add(acta=acta, file=text_file(), title="Lista firmada", user=secretariat)
    client = login(observer)
    content = client.get(paper("acta_pdf", session)).content
    pages = [page.extract_text() for page in PdfReader(BytesIO(content)).pages]
    assert len(pages) > 2
    assert all("BORRADOR" in page for page in pages)
    for words in SAID:
        assert words in pdf_text(content), words
    said = word_text(client.get(paper("acta_word", session)).content)
    assert "BORRADOR" in said
    for words in SAID:
        assert words in said, words


def test_the_tables_have_every_decision_and_seat_whatever_the_text_says(session, observer, login) -> None:
    acta = draft(session.meeting)
    Acta.objects.filter(pk=acta.pk).update(body="# Título\nControl \x0b y \x1f signos ﷺ 🙂 <b>")
    said = word_text(login(observer).get(paper("acta_word", session)).content)
    assert "signos ﷺ 🙂 <b>" in said
    printed = pdf_text(login(observer).get(paper("acta_pdf", session)).content)
    decided = [row.body for row in session.decisions] + ["Enviar el oficio"]
    for words in (*decided, *(seat.name for seat in session.seats), *(seat.post for seat in session.seats[::2])):
        assert words in said, words
        assert words in printed, words


def test_it_is_printed_in_the_networks_language(network, session, observer, login) -> None:
    network.languages = ["en"]
    network.save()
    draft(session.meeting)
    content = login(observer).get(paper("acta_word", session)).content
    assert Document(BytesIO(content)).core_properties.language == "en"


def test_the_session_that_has_it_on_its_agenda_comes_first(network, session, secretariat, login) -> None:
    acta = draft(session.meeting)
    later = make_meeting(network, datetime.date(2024, 12, 1))
    AgendaItem.objects.create(meeting=later, title="Aprobación del acta", acta=acta)
    page = login(secretariat).get(paper("acta_approve", session))
    assert page.context["candidates"] == [later, session.following]
    assert "la tiene en su orden del día" in page.content.decode()


def test_without_a_later_session_it_waits(session, secretariat, login) -> None:
    draft(session.meeting)
    session.following.delete()
    client = login(secretariat)
    assert "Todavía no hay una sesión posterior" in client.get(paper("acta_approve", session)).content.decode()
    answer = client.post(paper("acta_approve", session), {"approved_in": session.meeting.pk, "revision": 2})
    assert answer.status_code == 200
    assert Acta.objects.get().state == ActaState.DRAFT


def test_a_changed_text_is_read_again_before_approving(session, secretariat, login) -> None:
    acta = draft(session.meeting)
    seen = acta.revision
    services.acta_save(acta=acta, revision=seen)
    approval = {"approved_in": session.following.pk, "revision": seen}
    answer = login(secretariat).post(paper("acta_approve", session), approval, follow=True)
    assert "Otra persona cambió el acta" in answer.content.decode()
    assert Acta.objects.get().state == ActaState.DRAFT


def test_one_approved_elsewhere_is_not_printed(session, secretariat, login) -> None:
    client = login(secretariat)
    client.post(
        acta_address("acta_elsewhere", session.meeting), {"approved_on": "2024-05-02", "file": text_file()}
    )
    answer = client.get(paper("acta_pdf", session), follow=True)
    assert "vale su copia firmada" in answer.content.decode()
    page = client.get(acta_address("acta_detail", session.meeting)).content.decode()
    assert paper("acta_pdf", session) not in page
    annex = Acta.objects.get().annexes.get()
    file = client.get(acta_address("acta_annex_download", session.meeting, pk=annex.pk))
    assert b"".join(file.streaming_content) == b"Lista firmada"
    assert file["X-Content-Type-Options"] == "nosniff"


def test_the_paper_of_elsewhere_is_404(session, secretariat, login) -> None:
    strange = make_session(make_network("beta"))
    draft(strange.meeting)
    client = login(secretariat)
    for name in ("acta_pdf", "acta_word", "acta_approve"):
        assert client.get(paper(name, strange).replace("/beta/", "/alfa/")).status_code == 404
        assert client.get(paper(name, strange)).status_code == 404
        assert client.get(paper(name, session)).status_code == 404
