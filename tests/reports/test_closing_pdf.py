"""The act of a closing on paper."""

from __future__ import annotations

import io
import json

import pytest
from django.urls import reverse
from pypdf import PdfReader

from monitoring import services
from tests.factories import make_entry, make_period, make_plan

pytestmark = pytest.mark.django_db


def test_says_what_was_frozen_and_carries_it(login, observer, secretariat, network, member):
    activity = make_plan(network).ejes.get().activities.get(code="1.1")
    period = make_period(network)
    make_entry(activity, period, member)
    where = reverse("reports:closing_pdf", args=[network.slug, period.code])
    client = login(observer)
    assert client.get(where).status_code == 404
    services.period_close(period=period, by=secretariat)
    assert (
        where
        in client.get(reverse("monitoring:closing_detail", args=[network.slug, period.code])).content.decode()
    )
    pdf = PdfReader(io.BytesIO(client.get(where).content))
    words = "".join(page.extract_text() for page in pdf.pages)
    for part in ("Primer trimestre de 2024", "40,00", "1 de 2", "que sigue (1)", "sin informar"):
        assert part in words
    (attached,) = pdf.attachments.values()
    data = json.loads(attached[0])
    assert data["totals"]["plans"][0]["earned"] == "40.00"
    assert data["commitments"] == [{"activity": "1.2", "member": "uno", "status": None, "title": "Actividad 1.2"}]
