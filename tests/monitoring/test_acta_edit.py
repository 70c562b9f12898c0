"""Writing an acta: two people at once, one approved elsewhere, and its page."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from monitoring.models import Acta, ActaState
from monitoring.services import actas as services
from tests.factories import make_network
from tests.monitoring.actas import acta_address, approve, draft, make_session, text_file


@pytest.fixture
def session(network):
    return make_session(network)


def test_it_is_written_by_hand_and_then_changed(session, secretariat, login) -> None:
    client = login(secretariat)
    page = client.get(acta_address("acta_edit", session.meeting))
    assert page.context["form"].initial["revision"] == 0
    client.post(acta_address("acta_edit", session.meeting), {"number": "1/2024", "body": "Texto", "revision": 0})
    acta = Acta.objects.get()
    data = {"number": "2/2024", "body": "Otro texto", "revision": acta.revision}
    client.post(acta_address("acta_edit", session.meeting), data)
    acta.refresh_from_db()
    assert (acta.number, acta.body, acta.revision) == ("2/2024", "Otro texto", 2)


def test_who_saves_second_keeps_her_text_and_sees_the_other(session, secretariat, login) -> None:
    acta = draft(session.meeting)
    seen = acta.revision
    acta.body = "# Apertura\nLo que guardó la primera."
    services.acta_save(acta=acta, revision=seen)
    client = login(secretariat)
    data = {"number": "1/2024", "body": "# Apertura\nLo que escribió la segunda.", "revision": seen}
    answer = client.post(acta_address("acta_edit", session.meeting), data)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Hay dos textos del acta" in page
    assert "Lo que guardó la primera." in page
    assert "Lo que escribió la segunda." in page
    assert "primera" in Acta.objects.get().body
    data["revision"] = answer.context["form"]["revision"].value()
    assert client.post(acta_address("acta_edit", session.meeting), data).status_code == 302
    assert "segunda" in Acta.objects.get().body


def test_two_who_begin_it_at_once(session, secretariat, login) -> None:
    draft(session.meeting)
    answer = login(secretariat).post(
        acta_address("acta_edit", session.meeting), {"body": "Empezada sin ver la otra", "revision": 0}
    )
    assert answer.status_code == 409
    assert "Empezada sin ver la otra" in answer.content.decode()


@pytest.mark.parametrize(
    ("field", "value"), [("number", "x" * 41), ("body", "x" * 60_001), ("body", "nulo\0"), ("revision", "-1")]
)
def test_bad_texts_are_refused_in_words(session, secretariat, login, field, value) -> None:
    data = {"number": "1/2024", "body": "Texto", "revision": 0, field: value}
    answer = login(secretariat).post(acta_address("acta_edit", session.meeting), data)
    assert answer.status_code == 200
    assert answer.context["form"].errors[field]
    assert not Acta.objects.exists()


# -- approved elsewhere, before it was kept here --------------------------------------------------------------


def test_one_approved_elsewhere_needs_its_day_and_its_copy(session, secretariat, login) -> None:
    client = login(secretariat)
    address = acta_address("acta_elsewhere", session.meeting)
    bare = client.post(address, {"approved_on": "2024-05-02"})
    assert bare.context["form"].errors["file"]
    early = client.post(address, {"approved_on": "2024-04-15", "file": text_file()})
    assert "antes de la sesión" in early.context["form"].errors["approved_on"][0]
    tomorrow = timezone.localdate() + datetime.timedelta(days=2)
    ahead = client.post(address, {"approved_on": tomorrow.isoformat(), "file": text_file()})
    assert "no ha llegado" in ahead.context["form"].errors["approved_on"][0]
    assert not Acta.objects.exists()
    client.post(address, {"approved_on": "2024-05-02", "file": text_file("firmada.txt")})
    acta = Acta.objects.get()
    assert (acta.state, acta.approved_on, acta.frozen) == (ActaState.APPROVED, datetime.date(2024, 5, 2), None)
    assert acta.annexes.get().original_name == "firmada.txt"
    page = client.get(acta_address("acta_detail", session.meeting)).content.decode()
    assert "antes de llevarse aquí" in page
    assert "Volver a borrador" in page


def test_it_may_go_back_to_a_draft_but_a_frozen_one_may_not(session, secretariat, login) -> None:
    client = login(secretariat)
    client.post(
        acta_address("acta_elsewhere", session.meeting), {"approved_on": "2024-05-02", "file": text_file()}
    )
    client.post(acta_address("acta_reopen", session.meeting))
    acta = Acta.objects.get()
    assert (acta.state, acta.approved_on, acta.annexes.count()) == (ActaState.DRAFT, None, 1)
    acta.body = "Texto"
    services.acta_save(acta=acta, revision=acta.revision)
    approve(acta, session.following, secretariat)
    answer = client.post(acta_address("acta_reopen", session.meeting), follow=True)
    assert "aprobada el 03/09/2024" in answer.content.decode()
    assert Acta.objects.get().state == ActaState.APPROVED


# -- its page -------------------------------------------------------------------------------------------------


def test_the_page_tells_where_in_its_life_it_is(session, observer, secretariat, login) -> None:
    client = login(observer)
    empty = client.get(acta_address("acta_detail", session.meeting)).content.decode()
    assert "Todavía no hay acta" in empty
    assert "Preparar borrador" not in empty
    acta = draft(session.meeting)
    page = client.get(acta_address("acta_detail", session.meeting))
    assert [step.state for step in page.context["steps"]] == ["current", "todo", "todo"]
    assert "Editar el texto" not in page.content.decode()
    approve(acta, session.following, secretariat)
    page = client.get(acta_address("acta_detail", session.meeting))
    assert [step.state for step in page.context["steps"]] == ["done", "done", "done"]
    assert Acta.objects.get().pdf_sha256 in page.content.decode()


def test_the_page_costs_the_same_however_much_there_is(
    network, session, observer, secretariat, login, django_assert_max_num_queries
) -> None:
    acta = draft(session.meeting)
    client = login(observer)

    def queries() -> int:
        with django_assert_max_num_queries(60) as captured:
            assert client.get(acta_address("acta_detail", session.meeting)).status_code == 200
        return len(captured)

    def add(number: int) -> None:
        for n in range(number):
            services.annex_add(acta=acta, file=text_file(f"{n}.txt"), title=f"Anexo {n}", user=secretariat)
            acta.observations.create(author=secretariat, body=f"Observación {n}", item=session.points[0])

    add(1)
    few = queries()
    add(12)
    assert queries() == few


def test_actas_of_elsewhere_are_404(network, session, secretariat, login) -> None:
    strange = make_session(make_network("beta"))
    acta = draft(strange.meeting)
    annex = services.annex_add(acta=acta, file=text_file(), title="Ajeno", user=secretariat)
    row = acta.observations.create(author=secretariat, body="Ajena")
    draft(session.meeting)
    client = login(secretariat)
    where = {"slug": "alfa"}
    for name in ("acta_detail", "acta_draft", "acta_edit", "acta_consult", "acta_observe", "acta_elsewhere"):
        path = acta_address(name, strange.meeting).replace("/beta/", "/alfa/")
        assert client.get(path).status_code == 404, name
        assert client.post(path).status_code in (404, 405), name
    for name, pk in (("acta_annex_download", annex.pk), ("acta_annex_delete", annex.pk), ("acta_answer", row.pk)):
        assert client.get(acta_address(name, session.meeting, pk=pk)).status_code == 404, (name, where)
