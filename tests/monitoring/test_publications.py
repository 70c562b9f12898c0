"""The publication checklist: what nobody recorded is unknown."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from monitoring.models import PublicationItem
from monitoring.selectors.publications import publication_checklist
from monitoring.services.publications import publications_save


def test_a_document_without_a_row_is_unknown(network) -> None:
    assert [(item.document, item.published) for item in publication_checklist(network)] == [
        ("norms", "unknown"),
        ("regulation", "unknown"),
        ("actas", "unknown"),
        ("report", "unknown"),
    ]


def test_the_checklist_is_saved_whole(network, secretariat, login) -> None:
    data = {f"{item.document}-published": "unknown" for item in publication_checklist(network)}
    data |= {
        "norms-published": "yes",
        "norms-url": "https://example.org/normas",
        "norms-published_on": "2024-05-01",
    }
    data |= {"report-published": "no"}
    client = login(secretariat)
    path = reverse("monitoring:publication_edit", kwargs={"slug": "alfa"})
    assert client.post(path, data).status_code == 302
    assert client.post(path, data).status_code == 302
    states = dict(PublicationItem.objects.filter(network=network).values_list("document", "published"))
    assert states == {"norms": "yes", "regulation": "unknown", "actas": "unknown", "report": "no"}
    page = client.get(reverse("monitoring:meeting_list", kwargs={"slug": "alfa"})).content.decode()
    assert 'href="https://example.org/normas"' in page


@pytest.mark.parametrize("bad", ["javascript:alert(1)", "ftp://example.org/x", "data:text/html,x", "no es", "h\0"])
def test_only_web_addresses(network, secretariat, login, bad) -> None:
    data = {f"{item.document}-published": "unknown" for item in publication_checklist(network)}
    data |= {"norms-published": "yes", "norms-url": bad}
    answer = login(secretariat).post(reverse("monitoring:publication_edit", kwargs={"slug": "alfa"}), data)
    assert answer.context["forms"][0].errors["url"]
    assert not PublicationItem.objects.exists()
    if "://" in bad:
        item = PublicationItem(network=network, document="norms", published="yes", url=bad)
        with pytest.raises(ValidationError, match="https://"):
            publications_save(network=network, items=[item])


def test_an_address_belongs_to_what_is_published(network, secretariat, login) -> None:
    data = {f"{item.document}-published": "unknown" for item in publication_checklist(network)}
    data |= {"actas-published": "no", "actas-url": "https://example.org/actas"}
    answer = login(secretariat).post(reverse("monitoring:publication_edit", kwargs={"slug": "alfa"}), data)
    assert "«Actas con sus anexos» no figura como publicado" in answer.content.decode()
    assert not PublicationItem.objects.exists()
