"""What is written, sent and signed."""

from __future__ import annotations

import pytest
from django.core.management import CommandError

from monitoring.models import ComplianceEntry, PeriodClosing, Question, ReviewState
from monitoring.services import (
    entry_submit,
)
from networks.models import Role
from tests.factories import give_role, make_activity, make_eje, make_period, make_version
from tests.monitoring.roundtrip.workbooks import (
    DRY,
    NOTHING,
    draft,
    entry_of,
    exported,
    fill,
    imported,
    keep,
    key_of,
    narrated,
    opened,
    rows_of,
    whole_draft,
)


def test_the_secretariat_says_why_she_writes_for_a_member(asked, tmp_path, secretariat):
    content = fill(exported(asked), narrated(1, "Por correo."))
    assert imported(tmp_path, content, "secretariat", DRY)["changed"] == 1
    with pytest.raises(CommandError, match="Diga por qué informa en nombre de Integrante uno"):
        imported(tmp_path, content, "secretariat")
    imported(tmp_path, content, "secretariat", "--reason", "Lo envió por correo")
    assert entry_of(asked).on_behalf_reason == "Lo envió por correo"


def test_sends_what_has_a_status(asked, read):
    content = fill(exported(asked), ("Avances", 1, "status", "Cumplido"), narrated(2, "Sin cumplimiento."))
    assert read(content, "--submit")["changed"] == 2
    assert entry_of(asked).review_state == ReviewState.SUBMITTED
    assert entry_of(asked, asked.second).review_state == ReviewState.DRAFT


def test_sends_a_draft_that_the_file_did_not_change(asked, read, technician):
    keep(asked, technician)
    assert read(exported(asked), "--submit") == NOTHING
    assert entry_of(asked).review_state == ReviewState.SUBMITTED


def test_does_not_send_what_waits_for_a_choice(asked, read, technician):
    content = fill(exported(asked), ("Avances", 1, "status", "Cumplido"), narrated(1, "En el archivo."))
    draft(asked, technician, narrative="En la página.")
    assert read(content, "--submit")["changed"] == 1
    entry = entry_of(asked)
    assert (entry.status, entry.narrative, entry.review_state) == ("cumplido", "En la página.", "draft")


def test_what_the_services_refuse_comes_back_in_its_cell(asked, read, technician):
    """All or nothing: parts that do not add stop the sending of the whole file."""
    content = fill(
        exported(asked),
        ("Avances", 1, "status", "Cumplido"),
        ("Avances", 2, "status", "Cumplido"),
        ("Cifras", 1, "value", 14),
        ("Cifras", 2, "value", 12),
    )
    with pytest.raises(CommandError, match="No se guardó nada: hay 1 error en el archivo"):
        read(content, "--submit")
    assert not ComplianceEntry.objects.exists()
    # As drafts they may wait.
    assert read(content) == {**NOTHING, "changed": 2}


def test_required_answers_are_asked_on_sending(asked, read):
    Question.objects.filter(pk=asked.how.pk).update(is_required=True)
    content = fill(exported(asked), ("Avances", 1, "status", "Cumplido"))
    with pytest.raises(CommandError, match="hay 1 error en el archivo"):
        read(content, "--submit")
    assert read(fill(content, ("Preguntas", 1, "answer", "En línea")), "--submit")["changed"] == 1
    assert entry_of(asked).review_state == ReviewState.SUBMITTED


def test_a_closed_period_takes_nothing(asked, read, secretariat):
    content = fill(exported(asked), narrated(1, "Tarde."))
    PeriodClosing.objects.create(period=asked.period, closed_at="2024-05-01T00:00Z", closed_by=secretariat)
    [error] = read(content, DRY)["errors"]
    assert "ya no recibe avances" in error["message"]
    with pytest.raises(CommandError):
        read(content)


def test_nor_does_one_to_come(asked, tmp_path, read):
    asked.period = make_period(asked.network, "2099-T1")
    make_version(asked.network, "2099", year=2099)
    version = asked.network.plans.get(slug="2099").versions.get()
    make_activity(make_eje(version))
    content = fill(exported(asked), narrated(1, "Antes de tiempo."))
    with pytest.raises(CommandError, match="todavía no recibe avances"):
        read(content)


def test_the_history_names_her(asked, read, technician):
    read(fill(exported(asked), narrated(1, "Hecho.")))
    assert entry_of(asked).history.first().history_user == technician


def test_the_form_of_the_network_itself(asked, tmp_path, technician):
    own = make_activity(asked.eje, "9", concerns="network")
    give_role(technician, asked.network, Role.TECHNICIAN)
    content = fill(exported(asked, None), narrated(1, "De la red."))
    assert rows_of(opened(content), "Avances")[0]["code"] == "9"
    assert imported(tmp_path, content, technician.username)["changed"] == 1
    assert ComplianceEntry.objects.get(activity_lineage=own.lineage).member is None


def test_submitting_from_the_page_and_from_the_file_leave_the_same(asked, read, technician):
    keep(asked, technician)
    give_role(technician, asked.network, Role.TECHNICIAN, asked.other)
    entry_submit(key=key_of(asked, member=asked.other), draft=whole_draft(asked), revision=0, user=technician)
    read(exported(asked), "--submit")
    names = ("status", "progress", "narrative", "obstacles", "review_state")
    mine, hers = entry_of(asked), ComplianceEntry.objects.get(member=asked.other)
    assert [getattr(mine, name) for name in names] == [getattr(hers, name) for name in names]
    for related, fields in (
        ("measurements", ["indicator_lineage", "value", "text", "basis", "breakdown"]),
        ("deliverables", ["deliverable_lineage", "status", "note", "delivered_on"]),
        ("answers", ["question_id", "text", "value", "day"]),
    ):
        rows = [getattr(one, related).order_by(fields[0]).values_list(*fields) for one in (mine, hers)]
        assert list(rows[0]) == list(rows[1])
