"""Follow-ups: what is owed by whom, how it is closed, dropped and reopened, and what shows it."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from monitoring.models import Acta, Decision, FollowUp, FollowUpEvidence
from monitoring.services import follow_ups as services
from monitoring.services.actas import annex_add
from monitoring.services.decisions import decision_delete
from monitoring.services.meetings import meeting_delete
from tests.factories import give_role, make_meeting, make_member, make_network, make_user, make_version

DAY = datetime.date(2024, 4, 16)


@pytest.fixture
def decision(network) -> Decision:
    return Decision.objects.create(meeting=make_meeting(network, DAY), body="Hacer el informe")


@pytest.fixture
def owed(decision, member) -> FollowUp:
    return add(decision, "Entregar el informe", "mayo", member)


def add(decision, body="Hacer", deadline="", member=None, **fields) -> FollowUp:
    row = FollowUp(decision=decision, body=body, deadline_text=deadline, member=member, **fields)
    return services.follow_up_save(follow_up=row, year=2024)


def url(name, row=None, **kwargs):
    pk = {"pk": row.pk} if row else {}
    return reverse(f"monitoring:followup_{name}", kwargs={"slug": "alfa", **pk, **kwargs})


def part(name, decision, **kwargs):
    keys = {"slug": "alfa", "meeting": decision.meeting_id, "decision": decision.pk}
    return reverse(f"monitoring:followup_{name}", kwargs={**keys, **kwargs})


def pdf(name="acta.pdf"):
    return SimpleUploadedFile(name, b"%PDF-1.4 acta", "application/pdf")


CLOSING = {"closed_on": "2024-05-20", "note": "Se entregó en sesión."}


# -- what is owed ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("fines de agosto", "2024-08-22", "2024-08-31"),
        ("segundo semestre", "2024-07-01", "2024-12-31"),
        ("15 de octubre de 2025", "2025-10-15", "2025-10-15"),
    ],
)
def test_a_deadline_in_words_takes_the_sessions_year(decision, secretariat, login, words, start, end) -> None:
    login(secretariat).post(part("create", decision), {"body": "Hacer", "deadline_text": words})
    row = decision.follow_ups.get()
    assert row.deadline_text == words
    assert (str(row.deadline_start_on), str(row.deadline_end_on)) == (start, end)


def test_a_deadline_that_cannot_be_read_keeps_its_words_and_is_flagged(decision, secretariat, login) -> None:
    row = add(decision, deadline="cuando se pueda")
    assert (row.deadline_end_on, row.deadline_is_unread) == (None, True)
    page = login(secretariat).get(url("detail", row)).content.decode()
    assert "cuando se pueda" in page
    assert "sin fecha" in page
    assert "No se pudo leer como fecha" in page


def test_who_owes_it_is_of_the_network(decision, secretariat, login) -> None:
    strange = make_member(make_network("beta"), "ajena")
    answer = login(secretariat).post(part("create", decision), {"body": "Hacer", "member": strange.pk})
    assert answer.context["form"].errors["member"]
    with pytest.raises(ValidationError, match="otra red"):
        add(decision, member=strange)
    assert not FollowUp.objects.exists()


def test_the_form_does_not_touch_how_it_stands(decision, owed, secretariat, login) -> None:
    """She opened it before it was closed, and saves after."""
    stale = FollowUp.objects.get(pk=owed.pk)
    close(owed, secretariat)
    stale.body = "Entregar el informe corregido"
    services.follow_up_save(follow_up=stale, year=2024)
    owed.refresh_from_db()
    assert (owed.body, owed.state) == ("Entregar el informe corregido", "closed")


def test_an_overdue_one_is_said_so_until_closed(owed, secretariat, login) -> None:
    client = login(secretariat)
    pages = [
        reverse("monitoring:meeting_detail", kwargs={"slug": "alfa", "pk": owed.decision.meeting_id}),
        url("list"),
        url("detail", owed),
    ]
    for page in pages:
        html = client.get(page).content.decode()
        assert "En curso, vencido" in html
        assert "desde el 01/06/2024" in html
    close(owed, secretariat)
    for page in (pages[0], pages[2]):
        html = client.get(page).content.decode()
        assert "En curso, vencido" not in html
        assert "20/05/2024" in html


# -- closing it -----------------------------------------------------------------------------------------------


def close(row, user, **changes):
    values = {"closed_on": datetime.date(2024, 5, 20), "note": "Se entregó.", "url": "https://example.org/acta"}
    return services.follow_up_close(follow_up=row, user=user, **{**values, **changes})


def test_who_owes_it_closes_it_with_the_day_a_note_and_evidence(owed, technician, login) -> None:
    data = {
        **CLOSING,
        "files": [pdf(), pdf("lista.pdf")],
        "url": "https://example.org/nota",
        "title": "Acta firmada",
    }
    answer = login(technician).post(url("close", owed), data)
    assert answer.status_code == 302
    owed.refresh_from_db()
    assert (owed.state, owed.closed_on, owed.closed_by) == ("closed", datetime.date(2024, 5, 20), technician)
    assert owed.closing_note == "Se entregó en sesión."
    found = [(row.original_name, row.url, row.title, row.added_by) for row in owed.evidence.all()]
    assert found == [
        ("acta.pdf", "", "Acta firmada", technician),
        ("lista.pdf", "", "Acta firmada", technician),
        ("", "https://example.org/nota", "Acta firmada", technician),
    ]
    assert len(owed.evidence.first().sha256) == 64


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"url": ""}, "files", "al menos una evidencia"),
        ({"note": "  "}, "note", ""),
        ({"closed_on": "2999-01-01"}, "closed_on", "no ha llegado"),
        ({"closed_on": "2024-04-15"}, "closed_on", "anterior a la sesión"),
        ({"closed_on": ""}, "closed_on", ""),
        ({"url": "javascript:alert(1)"}, "url", "http"),
        ({"files": SimpleUploadedFile("x.html", b"<html>")}, "files", "x.html"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_saved(
    owed, technician, login, settings, changes, field, says
) -> None:
    data = {**CLOSING, "url": "https://example.org/acta", **changes}
    answer = login(technician).post(url("close", owed), data)
    assert answer.status_code == 200
    assert says in answer.context["form"].errors[field][0]
    owed.refresh_from_db()
    assert owed.state == "open"
    assert not FollowUpEvidence.objects.exists()
    assert not [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]


def test_a_file_of_a_closing_that_is_refused_does_not_stay(owed, technician, login, settings) -> None:
    """The evidence is good, what is beside it is not."""
    login(technician).post(url("close", owed), {**CLOSING, "closed_on": "2999-01-01", "files": pdf()})
    with pytest.raises(ValidationError):
        close(owed, technician, files=[pdf()], url="ftp://example.org/x")
    assert not list(settings.MEDIA_ROOT.rglob("*.pdf"))


def test_the_network_s_own_is_closed_by_its_secretariat_only(decision, technician, secretariat, login) -> None:
    row = add(decision)
    give_role(technician, decision.meeting.network, "technician")
    assert login(technician).get(url("close", row)).status_code == 403
    with pytest.raises(PermissionDenied):
        close(row, technician)
    assert (
        login(secretariat).post(url("close", row), {**CLOSING, "url": "https://example.org/x"}).status_code == 302
    )


def test_another_member_s_técnica_does_not_close_it(decision, technician, login) -> None:
    row = add(decision, member=make_member(decision.meeting.network, "dos"))
    client = login(technician)
    assert client.get(url("close", row)).status_code == 403
    assert client.post(url("close", row), {**CLOSING, "url": "https://example.org/x"}).status_code == 403
    assert "Ya se cumplió" not in client.get(url("detail", row)).content.decode()


def test_two_who_close_it_at_once_leave_one_closing(owed, technician, secretariat, login) -> None:
    close(owed, technician)
    answer = login(secretariat).post(url("close", owed), {**CLOSING, "url": "https://example.org/otra"})
    assert "ya lo cerró" in answer.content.decode()
    assert owed.evidence.count() == 1


# -- dropped and reopened -------------------------------------------------------------------------------------


def test_it_is_dropped_and_reopened_with_a_reason_and_keeps_its_history(
    owed, technician, secretariat, login
) -> None:
    client = login(technician)
    client.post(url("close", owed), {**CLOSING, "files": pdf()})
    client = login(secretariat)
    assert client.post(url("reopen", owed), {"reason": " "}).status_code == 200
    client.post(url("reopen", owed), {"reason": "Falta la firma."})
    owed.refresh_from_db()
    assert (owed.state, owed.closed_on, owed.closed_by) == ("open", None, None)
    assert owed.evidence.count() == 1
    client.post(url("drop", owed), {"reason": "La sesión lo dejó sin efecto."})
    owed.refresh_from_db()
    assert (owed.state, owed.closed_by) == ("dropped", secretariat)
    answer = client.get(url("detail", owed))
    assert [(step.state, step.who, step.note) for step in answer.context["steps"]] == [
        ("open", None, ""),
        ("closed", technician, "Se entregó en sesión."),
        ("open", secretariat, "Falta la firma."),
        ("dropped", secretariat, "La sesión lo dejó sin efecto."),
    ]
    page = answer.content.decode()
    for words in ("Falta la firma.", "La sesión lo dejó sin efecto.", "se reabrió", "Sin efecto"):
        assert words in page


def test_what_is_closed_is_not_dropped_and_what_is_open_not_reopened(owed, secretariat, technician) -> None:
    with pytest.raises(ValidationError, match="en curso"):
        services.follow_up_reopen(follow_up=owed, user=secretariat, reason="Porque sí")
    with pytest.raises(PermissionDenied):
        services.follow_up_drop(follow_up=owed, user=technician, reason="No quiero")
    close(owed, technician)
    with pytest.raises(ValidationError, match="ya lo cerró"):
        services.follow_up_drop(follow_up=owed, user=secretariat, reason="Porque sí")


# -- evidence -------------------------------------------------------------------------------------------------


def test_evidence_is_handed_out_safely(owed, technician, observer, login) -> None:
    close(owed, technician, files=[pdf()])
    file, link = owed.evidence.all()
    client = login(observer)
    answer = client.get(url("evidence", owed, evidence=file.pk))
    assert b"".join(answer.streaming_content) == b"%PDF-1.4 acta"
    assert (answer["X-Content-Type-Options"], answer["Content-Type"]) == ("nosniff", "application/octet-stream")
    assert "attachment" in answer["Content-Disposition"]
    sent = client.get(url("evidence", owed, evidence=link.pk))
    assert (sent.url, sent["Referrer-Policy"]) == ("https://example.org/acta", "no-referrer")
    file.file.storage.delete(file.file.name)
    assert client.get(url("evidence", owed, evidence=file.pk)).status_code == 404


def test_ids_of_elsewhere_are_not_there(decision, owed, technician, secretariat, login) -> None:
    network = make_network("beta")
    strange = Decision.objects.create(meeting=make_meeting(network, DAY), body="Ajena")
    other = add(strange)
    proof = FollowUpEvidence.objects.create(follow_up=other, url="https://example.org/x")
    client = login(secretariat)
    for name in ("detail", "close", "drop", "reopen"):
        assert client.get(url(name, other)).status_code == 404
        if name != "detail":
            assert client.post(url(name, other), {"reason": "x"}).status_code == 404
    assert client.get(url("evidence", other, evidence=proof.pk)).status_code == 404
    assert client.get(url("evidence", owed, evidence=proof.pk)).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_a_deleted_one_takes_its_files_with_it() -> None:
    network, user = make_network("alfa"), make_user()
    give_role(user, network, "secretariat")
    row = add(Decision.objects.create(meeting=make_meeting(network, DAY), body="Decisión"))
    close(row, user, files=[pdf()])
    file = row.evidence.first().file
    services.follow_up_delete(follow_up=row)
    assert not file.storage.exists(file.name)


# -- the plan's version ---------------------------------------------------------------------------------------


def test_a_decision_that_agreed_a_version_says_so_on_both_pages(decision, observer, login) -> None:
    version = make_version(decision.meeting.network)
    decision.plan_version = version
    decision.save()
    client = login(observer)
    page = reverse("plans:version_detail", kwargs={"slug": "alfa", "plan": "2024", "number": 1})
    meeting = reverse("monitoring:meeting_detail", kwargs={"slug": "alfa", "pk": decision.meeting_id})
    assert f'href="{page}"' in client.get(meeting).content.decode()
    shown = client.get(page, follow=True).content.decode()
    assert "Acordado el 16/04/2024" in shown
    assert f'href="{meeting}#decisiones"' in shown


@pytest.mark.parametrize("take_away", ["followup", "decision", "session"])
def test_its_files_go_with_whatever_it_hangs_on(
    owed, secretariat, settings, tmp_path, django_capture_on_commit_callbacks, take_away
) -> None:
    settings.MEDIA_ROOT = tmp_path
    meeting = owed.decision.meeting
    services.follow_up_close(
        follow_up=owed, user=secretariat, closed_on=DAY, note="Se entregó.", files=[pdf("oficio.pdf")]
    )
    acta = Acta.objects.create(meeting=meeting)
    annex_add(acta=acta, file=pdf("anexo.pdf"), title="Lista", user=secretariat)
    assert len(stored(tmp_path)) == 2
    with django_capture_on_commit_callbacks(execute=True):
        if take_away == "followup":
            services.follow_up_delete(follow_up=owed)
        elif take_away == "decision":
            decision_delete(decision=owed.decision)
        else:
            meeting_delete(meeting=meeting)
    left = stored(tmp_path)
    assert not [path for path in left if "followupevidence" in str(path)]
    assert bool(left) == (take_away != "session")


def stored(folder) -> list:
    return [path for path in folder.rglob("*") if path.is_file()]
