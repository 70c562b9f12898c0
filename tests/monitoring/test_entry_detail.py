"""Reading an entry, reviewing it, and its history."""

from __future__ import annotations

import pytest

from monitoring import services
from monitoring.models import ComplianceEntry, ReviewState
from tests.factories import make_entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry(reporting):
    return make_entry(
        reporting.first, reporting.period, reporting.member, "en_avance", progress=40, narrative="Dos talleres"
    )


def test_everyone_in_the_network_reads_it(url_of, entry, observer, login):
    page = login(observer).get(url_of("entry_detail")).content.decode()
    assert "Dos talleres" in page
    assert "40 %" in page
    assert "Validar" not in page


def test_silence_has_its_own_page(url_of, observer, login):
    page = login(observer).get(url_of("entry_detail")).content.decode()
    assert "Sin informar" in page
    assert "No cumplido" not in page


def test_returned_with_an_observation_she_reads_and_mends(url_of, entry, coordinator, technician, login):
    data = {"revision": 1, "decision": "return", "field": "narrative", "body": "Diga cuántas asistieron"}
    assert login(coordinator).post(url_of("entry_review"), data).url == url_of("entry_detail")
    assert ComplianceEntry.objects.get().review_state == ReviewState.RETURNED
    page = login(technician).get(url_of("entry_edit")).content.decode()
    assert "Diga cuántas asistieron" in page
    login(technician).post(url_of("entry_submit"), {"revision": 2, "status": "cumplido"})
    history = login(coordinator).get(url_of("entry_detail")).content.decode()
    for words in ("Devuelto", "Enviado", "Diga cuántas asistieron", technician.username, coordinator.username):
        assert words in history


def test_returning_needs_words(url_of, entry, coordinator, login):
    data = {"revision": 1, "decision": "return", "body": ""}
    page = login(coordinator).post(url_of("entry_review"), data).content.decode()
    assert "Escriba qué hay que corregir" in page
    assert ComplianceEntry.objects.get().review_state == ReviewState.SUBMITTED


def test_validated(url_of, entry, coordinator, login):
    login(coordinator).post(url_of("entry_review"), {"revision": 1, "decision": "validate"})
    assert ComplianceEntry.objects.get().review_state == ReviewState.VALIDATED


def test_reviewing_what_changed_meanwhile_is_told(url_of, entry, coordinator, login):
    page = login(coordinator).post(url_of("entry_review"), {"revision": 9, "decision": "validate"}, follow=True)
    assert "vuelva a leerlo" in page.content.decode()
    assert ComplianceEntry.objects.get().review_state == ReviewState.SUBMITTED


def test_a_closed_period_is_only_read(url_of, reporting, entry, secretariat, login):
    services.period_close(period=reporting.period, by=secretariat)
    page = login(secretariat).get(url_of("entry_detail")).content.decode()
    assert "Devolver" not in page
    data = {"revision": 1, "decision": "validate"}
    response = login(secretariat).post(url_of("entry_review"), data, follow=True)
    assert "ya no recibe avances" in response.content.decode()
    assert ComplianceEntry.objects.get().review_state == ReviewState.SUBMITTED


def test_a_declared_figure_is_shown_beside_with_its_reason(url_of, entry, secretariat, login):
    data = {"revision": 1, "value": "17", "reason": "Impreso en la página 4"}
    login(secretariat).post(url_of("entry_declare"), data)
    page = login(secretariat).get(url_of("entry_detail")).content.decode()
    assert "Declarado: 17,00" in page
    assert "Impreso en la página 4" in page
    no_reason = login(secretariat).post(url_of("entry_declare"), {"revision": 2, "value": "18", "reason": ""})
    assert "Escriba de dónde sale" in no_reason.content.decode()


def test_outsiders_find_nothing(url_of, entry, outsider, login):
    assert login(outsider).get(url_of("entry_detail")).status_code == 404
