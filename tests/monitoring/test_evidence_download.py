"""Opening evidence: as an attachment, who may, and the trace it leaves."""

from __future__ import annotations

import hashlib

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile

from monitoring import services
from monitoring.models import Evidence, EvidenceOpening, ReviewState, Sensitivity
from tests.factories import make_entry
from tests.monitoring.evidence_samples import PDF, make_slot

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry(reporting):
    return make_entry(reporting.first, reporting.period, reporting.member, "en_avance", progress=40)


@pytest.fixture
def evidence(entry, technician):
    return Evidence.objects.create(
        entry=entry,
        file=ContentFile(PDF, "x.pdf"),
        original_name="acta ñ.pdf",
        size=len(PDF),
        sha256=hashlib.sha256(PDF).hexdigest(),
        uploaded_by=technician,
    )


@pytest.fixture
def link(entry, technician):
    return Evidence.objects.create(
        entry=entry, url="https://example.org/acta", title="El acta", uploaded_by=technician
    )


def restrict(evidence: Evidence) -> None:
    evidence.sensitivity = Sensitivity.RESTRICTED
    evidence.save()


def test_a_file_is_handed_out_as_an_attachment(url_of, evidence, observer, login):
    response = login(observer).get(url_of("evidence_download", pk=evidence.pk))
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Type"] == "application/octet-stream"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_link_is_followed_without_telling_where_from(url_of, link, observer, login):
    response = login(observer).get(url_of("evidence_download", pk=link.pk))
    assert (response.status_code, response.url) == (302, "https://example.org/acta")
    assert response["Referrer-Policy"] == "no-referrer"


def test_the_fingerprint_is_shown(url_of, evidence, observer, login):
    assert evidence.sha256 in login(observer).get(url_of("entry_detail")).content.decode()


def test_what_is_restricted_opens_to_the_secretariat_only(
    url_of, evidence, coordinator, observer, technician, secretariat, login
):
    restrict(evidence)
    url = url_of("evidence_download", pk=evidence.pk)
    for user in (coordinator, observer, technician):
        assert login(user).get(url).status_code == 403
        assert url not in login(user).get(url_of("entry_detail")).content.decode()
        with pytest.raises(PermissionDenied):
            services.evidence_open(evidence=evidence, user=user)
    assert not EvidenceOpening.objects.exists()
    assert list(login(secretariat).get(url).streaming_content)
    assert EvidenceOpening.objects.get().user == secretariat


def test_the_address_of_a_restricted_link_is_not_in_the_page(url_of, link, coordinator, login):
    restrict(link)
    page = login(coordinator).get(url_of("entry_detail")).content.decode()
    assert "example.org" not in page
    assert "El acta" not in page
    assert "Evidencia reservada" in page


def test_she_who_added_it_sees_its_name_and_may_take_it_away(url_of, evidence, technician, login):
    restrict(evidence)
    evidence.entry.review_state = ReviewState.DRAFT
    evidence.entry.save()
    client = login(technician)
    page = client.get(url_of("entry_edit")).content.decode()
    assert "acta ñ.pdf" in page
    assert f'href="{url_of("evidence_download", pk=evidence.pk)}"' not in page
    client.post(url_of("evidence_delete", pk=evidence.pk))
    assert not Evidence.objects.exists()


def test_each_opening_is_written_down_and_shown_to_the_secretariat(
    url_of, reporting, evidence, link, observer, secretariat, login
):
    make_slot(reporting.first, "Acta firmada")
    for user in (observer, secretariat, observer):
        # Read to its end: closing it early would close the test's own connection to PostgreSQL.
        assert list(login(user).get(url_of("evidence_download", pk=evidence.pk)).streaming_content)
    login(observer).get(url_of("evidence_download", pk=link.pk))
    assert EvidenceOpening.objects.filter(evidence=evidence).count() == 3
    page = " ".join(login(secretariat).get(url_of("entry_detail")).content.decode().split())
    assert "Abierta 3 veces; la última el" in page
    assert f"por {observer}" in page
    assert "Abierta una vez" in page
    assert "Abierta" not in login(observer).get(url_of("entry_detail")).content.decode()


def test_evidence_of_another_entry_is_404(url_of, reporting, evidence, observer, login):
    make_entry(reporting.second, reporting.period, reporting.member)
    url = url_of("evidence_download", lineage=reporting.second.lineage, pk=evidence.pk)
    assert login(observer).get(url).status_code == 404
    assert not EvidenceOpening.objects.exists()


def test_outsiders_find_nothing(url_of, evidence, outsider, login):
    assert login(outsider).get(url_of("evidence_download", pk=evidence.pk)).status_code == 404
