"""Writing, sending and reviewing: what the services refuse, and what they leave behind."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from monitoring import services
from monitoring.models import ComplianceEntry, Evidence, Measurement, PeriodClosing, ReviewState
from monitoring.selectors import rollup
from monitoring.services import Attachment, EntryDraft, EntryKey, MeasurementDraft
from networks.models import ConflictError
from plans.models import Indicator, Verification
from tests.factories import make_entry, make_period

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n"


@pytest.fixture
def key(reporting):
    return EntryKey(
        period=reporting.period,
        version=reporting.version,
        activity_lineage=reporting.first.lineage,
        member=reporting.member,
    )


def save(key, user, revision=0, **draft):
    return services.entry_save_draft(key=key, draft=EntryDraft(**draft), revision=revision, user=user)


def submit(key, user, revision=0, **draft):
    draft = {"status": "cumplido", **draft}
    return services.entry_submit(key=key, draft=EntryDraft(**draft), revision=revision, user=user)


def stored(tmp_path):
    return [path for path in tmp_path.rglob("*") if path.is_file()]


def test_draft_then_submit(key, reporting, technician):
    draft = save(key, technician, narrative="Se convocó")
    assert (draft.review_state, draft.revision, draft.created_by) == (ReviewState.DRAFT, 1, technician)
    sent = submit(key, technician, revision=1, progress=Decimal("12.50"))
    assert (sent.pk, sent.review_state, sent.revision) == (draft.pk, ReviewState.SUBMITTED, 2)
    assert rollup(reporting.network, reporting.period).plans[0].figure.earned == 20


def test_two_savings_of_one_revision_keep_the_first(key, technician, secretariat):
    save(key, technician, narrative="Primera")
    save(key, technician, revision=1, narrative="Segunda")
    with pytest.raises(ConflictError) as conflict:
        save(key, secretariat, revision=1, narrative="Tardía")
    assert conflict.value.current.narrative == "Segunda"
    assert ComplianceEntry.objects.get().narrative == "Segunda"


def test_two_first_savings_leave_one_entry(key, technician, secretariat):
    save(key, technician, narrative="Primera")
    with pytest.raises(ConflictError):
        save(key, secretariat, narrative="También primera")
    assert ComplianceEntry.objects.count() == 1


def test_two_inserts_at_once_leave_one_entry(key, technician, secretariat, monkeypatch):
    """The second does not see the first's row: the constraint does, and she is told as of any conflict."""
    save(key, technician, narrative="Primera")
    monkeypatch.setattr("monitoring.services.entries._claimed", lambda key, revision, attempt: None)
    with pytest.raises(ConflictError) as conflict:
        save(key, secretariat, narrative="También primera")
    assert conflict.value.current.narrative == "Primera"


def test_what_was_sent_is_not_written_over(key, technician):
    submit(key, technician)
    with pytest.raises(services.EntryLockedError):
        save(key, technician, revision=1, narrative="Después")


def test_a_status_is_needed_to_send(key, technician):
    with pytest.raises(ValidationError) as refused:
        submit(key, technician, status="")
    assert "status" in refused.value.error_dict
    assert not ComplianceEntry.objects.exists()


def test_on_behalf_needs_a_reason_that_stays(key, secretariat):
    with pytest.raises(ValidationError) as refused:
        submit(key, secretariat)
    assert "on_behalf_reason" in refused.value.error_dict
    sent = submit(key, secretariat, on_behalf_reason="Lo envió por correo")
    assert (sent.submitted_by, sent.on_behalf_reason) == (secretariat, "Lo envió por correo")


def test_return_takes_it_out_of_the_figures_until_sent_again(key, reporting, technician, coordinator):
    entry = submit(key, technician)
    with pytest.raises(ValidationError):
        services.entry_return(entry=entry, by=coordinator, revision=1, body="  ")
    services.entry_return(entry=entry, by=coordinator, revision=1, body="Falta el acta", field="evidence")
    assert rollup(reporting.network, reporting.period).plans[0].figure.earned is None
    again = submit(key, technician, revision=2)
    assert again.review_state == ReviewState.SUBMITTED
    assert again.observations.get().resolved_at is not None


def test_validate_only_what_was_sent(key, technician, coordinator):
    draft = save(key, technician)
    with pytest.raises(services.NotToReviewError):
        services.entry_validate(entry=draft, by=coordinator, revision=1)
    entry = submit(key, technician, revision=1)
    done = services.entry_validate(entry=entry, by=coordinator, revision=2)
    assert (done.review_state, done.reviewed_by) == (ReviewState.VALIDATED, coordinator)


def test_a_review_of_an_older_reading_is_refused(key, technician, coordinator):
    entry = submit(key, technician)
    with pytest.raises(ConflictError):
        services.entry_validate(entry=entry, by=coordinator, revision=7)


def test_figures_are_kept_and_empty_takes_them_away(key, reporting, technician):
    indicator = Indicator.objects.create(activity=reporting.first, title="Talleres")
    save(key, technician, measurements={indicator.lineage: MeasurementDraft(value=Decimal("2.5"))})
    assert Measurement.objects.get().value == Decimal("2.50")
    save(key, technician, revision=1, measurements={indicator.lineage: MeasurementDraft(value=Decimal(0))})
    assert Measurement.objects.get().value == 0
    save(key, technician, revision=2, measurements={indicator.lineage: MeasurementDraft()})
    assert not Measurement.objects.exists()


def test_what_was_declared_never_enters_the_sum(key, reporting, technician, secretariat):
    entry = submit(key, technician)
    with pytest.raises(ValidationError):
        services.entry_declare(entry=entry, by=secretariat, revision=1, value=Decimal(90), reason="")
    services.entry_declare(entry=entry, by=secretariat, revision=1, value=Decimal(90), reason="Impreso")
    services.declared_total_set(
        period=reporting.period,
        eje_lineage=reporting.eje.lineage,
        by=secretariat,
        value=Decimal(99),
        reason="P. 3",
    )
    plan = rollup(reporting.network, reporting.period).plans[0]
    assert plan.figure.earned == 20
    assert {d.kind: d.declared for d in plan.differences} == {"activity": 90, "eje": 99}


# -- periods --------------------------------------------------------------------------------------------------


def test_a_closed_period_takes_nothing_more(key, reporting, technician, secretariat, coordinator):
    entry = submit(key, technician)
    closing = services.period_close(period=reporting.period, by=secretariat)
    assert closing.totals["plans"][0]["earned"] == "20.00"
    assert (closing.totals["reported"], closing.totals["obliged"]) == (1, 4)
    refused = [
        lambda: save(EntryKey(**{**key.__dict__, "member": reporting.other}), secretariat),
        lambda: services.entry_validate(entry=entry, by=coordinator, revision=1),
        lambda: services.entry_return(entry=entry, by=coordinator, revision=1, body="Tarde"),
        lambda: services.entry_declare(entry=entry, by=secretariat, revision=1, value=None, reason=""),
        lambda: services.declared_total_set(
            period=reporting.period,
            eje_lineage=reporting.eje.lineage,
            by=secretariat,
            value=Decimal(1),
            reason="x",
        ),
        lambda: services.evidence_add(
            entry=entry, attachment=Attachment(url="https://example.org"), user=technician
        ),
        lambda: services.period_close(period=reporting.period, by=secretariat),
    ]
    for write in refused:
        with pytest.raises(services.PeriodClosedError):
            write()
    assert ComplianceEntry.objects.get().review_state == ReviewState.SUBMITTED


def test_reopening_needs_a_reason_and_leaves_a_trace(key, reporting, technician, secretariat):
    services.period_close(period=reporting.period, by=secretariat)
    with pytest.raises(ValidationError):
        services.period_reopen(period=reporting.period, by=secretariat, reason=" ")
    services.period_reopen(period=reporting.period, by=secretariat, reason="Llegó un acta")
    save(key, technician, narrative="Vuelve a entrar")
    services.period_close(period=reporting.period, by=secretariat)
    first, last = PeriodClosing.objects.order_by("closed_at")
    assert (first.reopened_reason, first.reopened_by, last.reopened_at) == ("Llegó un acta", secretariat, None)


def test_a_period_takes_nothing_before_it_opens(key, reporting, technician):
    reporting.period.opens_on = reporting.period.due_on = datetime.date(2999, 1, 1)
    reporting.period.save()
    with pytest.raises(services.PeriodNotOpenError):
        save(key, technician)


def test_a_years_periods_are_created_once(network):
    made = services.periods_open_year(network=network, year=2025)
    assert [period.code for period in made] == ["2025-T1", "2025-T2", "2025-T3", "2025-T4"]
    assert services.periods_open_year(network=network, year=2025) == []
    with pytest.raises(ValidationError):
        services.period_open(network=network, code="2025-T2")
    with pytest.raises(ValidationError) as refused:
        services.period_open(network=network, code="2025-T5")
    assert "2025-T5" in str(refused.value)


# -- evidence -------------------------------------------------------------------------------------------------


def upload(name="acta.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


def test_a_file_is_kept_with_its_fingerprint(key, reporting, technician, tmp_path):
    slot = Verification.objects.create(activity=reporting.first, text="Acta firmada")
    elsewhere = Verification.objects.create(activity=reporting.second, text="Otra")
    entry = save(key, technician)
    attachment = Attachment(file=upload(), title="Acta", verifications=(slot.pk, elsewhere.pk))
    evidence = services.evidence_add(entry=entry, attachment=attachment, user=technician)
    assert (evidence.original_name, evidence.content_type, evidence.size) == (
        "acta.pdf",
        "application/pdf",
        len(PDF),
    )
    assert len(evidence.sha256) == 64
    assert list(evidence.verifications.all()) == [slot]
    assert "acta" not in evidence.file.name


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("virus.exe", b"MZ\x90\x00"),
        ("pagina.html", b"<script>alert(1)</script>"),
        ("acta.pdf", b"MZ\x90\x00"),
        ("foto.jpg", b"%PDF-1.7\n"),
        ("acta.docx", b"PK\x03\x04nada"),
        ("notas.txt", b"\x00\x01\x02"),
        ("notas.txt", PDF),
        ("vacio.pdf", b""),
    ],
)
def test_what_is_not_what_it_says_is_refused(key, technician, tmp_path, name, content):
    with pytest.raises(ValidationError) as refused:
        services.entry_save_draft(
            key=key,
            draft=EntryDraft(),
            revision=0,
            user=technician,
            attachments=[Attachment(file=upload()), Attachment(file=upload(name, content))],
        )
    assert name in refused.value.messages[0]
    assert not ComplianceEntry.objects.exists()
    assert stored(tmp_path) == []


def test_too_large_a_file_is_refused(key, technician, settings):
    settings.EVIDENCE_MAX_BYTES = 10
    with pytest.raises(ValidationError, match="máximo"):
        services.evidence_add(entry=save(key, technician), attachment=Attachment(file=upload()), user=technician)


def test_the_file_goes_with_its_row(key, technician, tmp_path, django_capture_on_commit_callbacks):
    entry = save(key, technician)
    evidence = services.evidence_add(entry=entry, attachment=Attachment(file=upload()), user=technician)
    assert len(stored(tmp_path)) == 1
    with django_capture_on_commit_callbacks(execute=True):
        services.evidence_remove(evidence=evidence)
    assert not Evidence.objects.exists()
    assert stored(tmp_path) == []


def test_nothing_is_added_to_or_taken_from_what_was_sent(key, technician):
    entry = save(key, technician)
    link = Attachment(url="https://example.org/acta")
    evidence = services.evidence_add(entry=entry, attachment=link, user=technician)
    submit(key, technician, revision=1)
    with pytest.raises(services.EntryLockedError):
        services.evidence_add(entry=entry, attachment=link, user=technician)
    with pytest.raises(services.EntryLockedError):
        services.evidence_remove(evidence=evidence)


def test_late_is_after_the_networks_own_midnight(reporting):
    """In Bogotá the 15th ends at five in the morning of the 16th, universal time."""
    reporting.period.due_on = datetime.date(2024, 4, 15)
    reporting.period.save()
    at = datetime.datetime(2024, 4, 16, 4, 59, tzinfo=datetime.UTC)
    make_entry(reporting.first, reporting.period, reporting.member, submitted_at=at)
    make_entry(
        reporting.second, reporting.period, reporting.member, submitted_at=at + datetime.timedelta(minutes=1)
    )
    late = rollup(reporting.network, reporting.period).late
    assert [entry.activity_lineage for entry in late] == [reporting.second.lineage]


def test_a_draft_in_another_period_is_another_entry(key, reporting, technician):
    submit(key, technician)
    later = EntryKey(**{**key.__dict__, "period": make_period(reporting.network, "2024-T2")})
    save(later, technician, narrative="Sigue")
    assert ComplianceEntry.objects.count() == 2
