"""The form of an entry: without JavaScript, saving by itself, sending, conflicts, files, on behalf."""

from __future__ import annotations

from decimal import Decimal

import pytest

from monitoring import services
from monitoring.models import ComplianceEntry, EntryStatus, Measurement, ReviewState
from networks.models import Role
from plans.models import Concern, Deliverable, Indicator, MemberDeadline, Verification
from tests.factories import (
    give_role,
    make_activity,
    make_eje,
    make_entry,
    make_member,
    make_network,
    make_period,
    make_user,
    make_version,
)

pytestmark = pytest.mark.django_db
# In a test the transaction of the service and that of the row are savepoints, each opened and released.
SAVEPOINTS = 4


def test_the_form_says_what_is_asked(url_of, reporting, technician, login):
    """The deadline, the proofs, what was reported last time, and a field for each figure and product."""
    first = reporting.first
    first.deadline_text = "Marzo de 2024"
    first.save()
    Verification.objects.create(activity=first, text="Lista de asistencia")
    indicator = Indicator.objects.create(activity=first, title="Talleres", unit="talleres", target=20)
    Deliverable.objects.create(activity=first, title="Manual")
    before = make_period(reporting.network, "2023-T4")
    earlier = make_entry(first, before, reporting.member, status="en_avance", narrative="Se hizo la convocatoria")
    Measurement.objects.create(entry=earlier, indicator_lineage=indicator.lineage, value=7)
    page = login(technician).get(url_of("entry_edit")).content.decode()
    for words in (
        "Marzo de 2024",
        "Lista de asistencia",
        "Se hizo la convocatoria",
        "Talleres (talleres)",
        "Meta: 20",
        "La última vez: 7",
        "Manual",
        f'data-autosave-url="{url_of("entry_autosave")}"',
        'enctype="multipart/form-data"',
    ):
        assert words in page


def test_a_members_own_deadline_is_hers(url_of, reporting, technician, login):
    MemberDeadline.objects.create(activity=reporting.first, member=reporting.member, deadline_text="Fines de mayo")
    page = login(technician).get(url_of("entry_edit")).content.decode()
    assert "Fines de mayo" in page
    assert "fijado por la integrante" in page


def test_a_draft_is_saved_without_javascript(url_of, reporting, technician, login):
    """A comma or a point: the same figure; empty is no figure."""
    indicator = Indicator.objects.create(activity=reporting.first, title="Talleres")
    silent = Indicator.objects.create(activity=reporting.first, title="Asistentes")
    deliverable = Deliverable.objects.create(activity=reporting.first, title="Manual")
    data = {
        "revision": 0,
        "status": "en_avance",
        "progress": "12,5",
        "narrative": "Se convocó",
        f"indicator-{indicator.lineage}-value": "2.5",
        f"indicator-{silent.lineage}-value": "",
        f"deliverable-{deliverable.lineage}-status": "pendiente",
    }
    response = login(technician).post(url_of("entry_edit"), data)
    assert response.url == url_of("entry_edit")
    entry = ComplianceEntry.objects.get()
    assert (entry.progress, entry.narrative, entry.review_state) == (Decimal("12.50"), "Se convocó", "draft")
    assert entry.measurements.get().value == Decimal("2.50")
    assert entry.deliverables.get().status == "pendiente"
    assert 'value="12,50"' in login(technician).get(url_of("entry_edit")).content.decode()


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("progress", "ciento", "Escriba una cifra"),
        ("progress", "101", "100"),
        ("progress", "12,555", "dos decimales"),
        ("link", "ninguno", "dirección completa"),
        ("status", "casi", "casi"),
    ],
)
def test_bad_input_is_told_and_kept(url_of, technician, login, field, value, words):
    response = login(technician).post(url_of("entry_edit"), {"revision": 0, "narrative": "Mi texto", field: value})
    page = response.content.decode()
    assert words in page
    assert "Mi texto" in page
    assert not ComplianceEntry.objects.exists()


def test_send_and_then_only_read(url_of, technician, login):
    response = login(technician).post(url_of("entry_submit"), {"revision": 0, "status": "cumplido"})
    assert response.url.startswith(url_of("entry_detail"))
    assert ComplianceEntry.objects.get().review_state == ReviewState.SUBMITTED
    assert login(technician).get(url_of("entry_edit")).url == url_of("entry_detail")


def test_after_sending_the_next_one_is_offered(url_of, reporting, technician, login):
    response = login(technician).post(url_of("entry_submit"), {"revision": 0, "status": "cumplido"}, follow=True)
    assert url_of("entry_edit", lineage=reporting.second.lineage) in response.content.decode()


def test_no_status_is_refused_with_her_text(url_of, technician, login):
    response = login(technician).post(url_of("entry_submit"), {"revision": 0, "narrative": "Mi texto"})
    page = response.content.decode()
    assert "Elija el cumplimiento antes de enviar." in page
    assert "Mi texto" in page


def test_in_progress_without_a_percent_is_sent_with_a_warning(url_of, technician, login):
    data = {"revision": 0, "status": EntryStatus.ONGOING}
    page = login(technician).post(url_of("entry_submit"), data, follow=True).content.decode()
    assert "sin porcentaje" in page
    assert ComplianceEntry.objects.get().review_state == ReviewState.SUBMITTED


def test_a_conflict_keeps_both_texts(url_of, reporting, technician, secretariat, login):
    entry = make_entry(
        reporting.first, reporting.period, reporting.member, "", ReviewState.DRAFT, narrative="Suyo"
    )
    entry.claim(1)
    response = login(technician).post(url_of("entry_edit"), {"revision": 1, "narrative": "Mío"})
    page = response.content.decode()
    assert response.status_code == 409
    assert "Suyo" in page
    assert "Mío" in page
    assert 'name="revision" value="2"' in page
    entry.refresh_from_db()
    assert entry.narrative == "Suyo"


# -- saving by itself -----------------------------------------------------------------------------------------


def test_autosave_answers_its_contract(url_of, technician, login):
    client = login(technician)
    first = client.post(url_of("entry_autosave"), {"revision": 0, "narrative": "Uno"})
    assert first.json().keys() == {"saved", "saved_at", "revision", "read"}
    assert (first.json()["saved"], first.json()["revision"]) == (True, 1)
    assert len(first.json()["saved_at"]) == 5
    second = client.post(url_of("entry_autosave"), {"revision": 1, "narrative": "Dos"})
    assert second.json()["revision"] == 2
    assert ComplianceEntry.objects.get().narrative == "Dos"


def test_autosave_tells_conflicts_and_mistakes(url_of, technician, login):
    client = login(technician)
    client.post(url_of("entry_autosave"), {"revision": 0, "narrative": "Uno"})
    stale = client.post(url_of("entry_autosave"), {"revision": 0, "narrative": "Otro"})
    assert (stale.status_code, stale.json()["saved"], stale.json()["reason"]) == (409, False, "conflict")
    wrong = client.post(url_of("entry_autosave"), {"revision": 1, "progress": "mucho"})
    assert wrong.status_code == 422
    assert "Avance (%)" in wrong.json()["message"]


def test_autosave_stops_once_it_was_sent_or_closed(url_of, reporting, technician, secretariat, login):
    client = login(technician)
    client.post(url_of("entry_submit"), {"revision": 0, "status": "cumplido"})
    assert client.post(url_of("entry_autosave"), {"revision": 1}).status_code == 409
    services.period_close(period=reporting.period, by=secretariat)
    other = url_of("entry_autosave", lineage=reporting.second.lineage)
    refused = client.post(other, {"revision": 0})
    assert refused.status_code == 422
    assert "cerrado" in refused.json()["message"]
    assert ComplianceEntry.objects.count() == 1


# -- who writes what ------------------------------------------------------------------------------------------


def test_the_secretariat_writes_on_behalf_with_a_reason(url_of, secretariat, login):
    client = login(secretariat)
    assert "Informa en nombre de Integrante uno" in client.get(url_of("entry_edit")).content.decode()
    data = {"revision": 0, "status": "cumplido"}
    assert "Diga por qué informa" in client.post(url_of("entry_submit"), data).content.decode()
    data["on_behalf_reason"] = "Llegó en papel"
    page = client.post(url_of("entry_submit"), data, follow=True).content.decode()
    assert "en nombre de Integrante uno" in page
    assert "Llegó en papel" in page


@pytest.mark.parametrize("name", ["entry_edit", "entry_submit", "entry_autosave", "evidence_create"])
def test_a_technician_of_another_member_gets_403(url_of, reporting, technician, login, name):
    theirs = url_of(name, who=reporting.other.code)
    client = login(technician)
    assert client.post(theirs, {"revision": 0, "status": "cumplido"}).status_code == 403
    assert client.post(url_of(name, who="red"), {"revision": 0, "status": "cumplido"}).status_code == 403
    assert not ComplianceEntry.objects.exists()


def test_what_is_of_another_network_is_404(url_of, reporting, secretariat, login):
    other = make_network("otra")
    theirs = make_activity(make_eje(make_version(other)))
    stranger = make_member(other, "suya")
    client = login(secretariat)
    assert client.get(url_of("entry_edit", lineage=theirs.lineage)).status_code == 404
    assert client.get(url_of("entry_edit", who=stranger.code)).status_code == 404
    make_period(other, "2030-T1")
    assert client.get(url_of("entry_edit", code="2030-T1")).status_code == 404


def test_an_activity_that_does_not_concern_her_is_404(url_of, reporting, technician, login):
    reporting.first.concerns = Concern.NETWORK
    reporting.first.save()
    assert login(technician).get(url_of("entry_edit")).status_code == 404


def test_a_technician_of_the_network_itself_writes_its_record(url_of, reporting, login):
    user = make_user()
    give_role(user, reporting.network, Role.TECHNICIAN)
    login(user).post(url_of("entry_submit", who="red"), {"revision": 0, "status": "cumplido"})
    assert ComplianceEntry.objects.get().member is None


def test_autosave_asks_the_same_however_large_the_plan(
    url_of, reporting, technician, login, django_assert_num_queries
):
    """Fifteen beside session and person, whatever the plan and the network hold."""
    client = login(technician)
    client.post(url_of("entry_autosave"), {"revision": 0})
    sent = {"narrative": "Uno"}
    with django_assert_num_queries(17 + SAVEPOINTS):
        client.post(url_of("entry_autosave"), {**sent, "revision": 1})
    for number in range(10):
        make_activity(reporting.eje, f"7.{number}")
        make_entry(reporting.first, reporting.period, make_member(reporting.network, f"m{number}"))
    with django_assert_num_queries(17 + SAVEPOINTS):
        client.post(url_of("entry_autosave"), {**sent, "revision": 2})
