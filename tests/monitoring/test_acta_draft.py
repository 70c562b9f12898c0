"""The draft of an acta: out of the records, once, and never over a text without asking."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from monitoring.acta_text import blocks_of, changes
from monitoring.models import Acta, AgendaItem
from monitoring.services import actas as services
from networks.models import ConflictError
from tests.factories import make_meeting
from tests.monitoring.actas import DAY, acta_address, draft, make_session


@pytest.fixture
def session(network):
    return make_session(network)


def test_the_draft_says_what_was_written_down(session) -> None:
    body = services.acta_draft(meeting=session.meeting).body
    headings = [block.text for block in blocks_of(body) if block.kind == "heading"]
    assert headings == ["Apertura", "1. Plan de trabajo", "2. Varios", "Decisiones", "Cierre"]
    for words in (
        "16 de abril de 2024",
        "Sala de reuniones",
        "Asistieron 2 de 3 puestos. De 1 no consta. Hubo quórum: 2 de 2 puestos que cuentan",
        "Se leyó el plan.",
        "Aprobar el plan de trabajo",
        "Pedir el informe a las localidades",
        "Enviar el oficio (plazo: agosto)",
    ):
        assert words in body


def test_a_text_is_not_replaced_without_showing_what_changes(session, secretariat, login) -> None:
    acta = draft(session.meeting)
    acta.body += "\nLo que se agregó a mano.\n"
    acta = services.acta_save(acta=acta, revision=acta.revision)
    with pytest.raises(ValidationError, match="ya tiene texto"):
        services.acta_draft(meeting=session.meeting)
    AgendaItem.objects.filter(pk=session.points[1].pk).update(notes="Se habló de la próxima sesión.")
    client = login(secretariat)
    page = client.get(acta_address("acta_draft", session.meeting)).content.decode()
    assert "Lo que se agregó a mano." in page
    assert "Se habló de la próxima sesión." in page
    assert "Lo que se agregó a mano." in Acta.objects.get().body
    client.post(acta_address("acta_draft", session.meeting))
    assert "Lo que se agregó a mano." in Acta.objects.get().body
    client.post(acta_address("acta_draft", session.meeting), {"revision": acta.revision})
    assert "Lo que se agregó a mano." not in Acta.objects.get().body
    assert "Se habló de la próxima sesión." in Acta.objects.get().body


def test_what_another_saved_meanwhile_is_not_replaced(session, secretariat, login) -> None:
    acta = draft(session.meeting)
    seen = acta.revision
    acta.body = "Escrita mientras tanto."
    services.acta_save(acta=acta, revision=seen)
    with pytest.raises(ConflictError):
        services.acta_draft(meeting=session.meeting, revision=seen)
    answer = login(secretariat).post(acta_address("acta_draft", session.meeting), {"revision": seen}, follow=True)
    assert "Otra persona acaba de guardar" in answer.content.decode()
    assert Acta.objects.get().body == "Escrita mientras tanto."


def test_a_session_to_come_has_no_draft(network, secretariat, login) -> None:
    planned = make_meeting(network, DAY, held_on=None)
    client = login(secretariat)
    assert client.get(acta_address("acta_draft", planned)).status_code == 302
    answer = client.post(acta_address("acta_draft", planned), follow=True)
    assert "todavía no se ha realizado" in answer.content.decode()
    assert not Acta.objects.exists()
    assert "Escriba la fecha" in client.get(acta_address("acta_detail", planned)).content.decode()


def test_text_is_read_as_headings_points_and_paragraphs() -> None:
    body = "# Apertura\nUna línea\ny otra\n\n- un punto\n#sin espacio\n-5 grados\n"
    assert [(block.kind, block.text) for block in blocks_of(body)] == [
        ("heading", "Apertura"),
        ("paragraph", "Una línea\ny otra"),
        ("point", "un punto"),
        ("paragraph", "#sin espacio\n-5 grados"),
    ]


def test_what_changes_is_told_line_by_line() -> None:
    assert [(line.sign, line.text) for line in changes("uno\ndos\ntres", "uno\ndos y medio\ntres")] == [
        (" ", "uno"),
        ("-", "dos"),
        ("+", "dos y medio"),
        (" ", "tres"),
    ]
    assert changes("igual", "igual") == []
