"""The comparison of two versions on paper."""

from __future__ import annotations

import io
import json

import pytest
from django.urls import reverse
from pypdf import PdfReader

from plans.services import version_draft
from tests.factories import make_plan

pytestmark = pytest.mark.django_db


def test_says_what_changed_and_carries_it(login, observer, network):
    version = version_draft(plan=make_plan(network).plan)
    row = version.ejes.get().activities.get(code="1.1")
    row.title = "Foro de alcaldesas"
    row.save()
    response = login(observer).get(reverse("reports:comparison_pdf", args=[network.slug, "2024"]))
    assert response["Content-Type"] == "application/pdf"
    pdf = PdfReader(io.BytesIO(response.content))
    page = pdf.pages[0]
    assert page.mediabox.width > page.mediabox.height
    words = page.extract_text()
    assert "Foro de alcaldesas" in words
    assert "versión 1 a la versión 2" in words
    (attached,) = pdf.attachments.values()
    assert json.loads(attached[0])["changed"][0]["to"] == "Foro de alcaldesas"


def test_nothing_to_compare_is_not_found(login, observer, network):
    make_plan(network)
    assert login(observer).get(reverse("reports:comparison_pdf", args=[network.slug, "2024"])).status_code == 404
