"""A report's file and its copy signed by hand are told apart in the browser, and nothing is sent anywhere."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from reports import issuing
from reports.issuing import report_issue
from reports.signing_by_hand import signed_copy_keep
from tests.reports.publishing_samples import make_sample
from tests.reports.test_signed_copy import file, scan

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OFFICIAL = b"%PDF-1.7 el oficial"


def test_official_copy_and_altered_are_told_apart(visit: Callable[..., Page], network, monkeypatch) -> None:
    monkeypatch.setattr(issuing, "render_pdf", lambda data, **how: OFFICIAL)
    make_sample(network)
    row = report_issue(network=network, form="gestion", period_code="2024-T1", by=None, override_reason="Prueba")
    copy = scan()
    signed_copy_keep(report=row, file=file(copy), by=None)
    page = visit(viewport={"width": 390, "height": 844})
    page.goto(f"/verificar/{row.folio}/")
    expect(page.locator(".verdict")).to_contain_text("Documento auténtico y vigente")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    for content, words in (
        (OFFICIAL, "Es el oficial"),
        (copy, "Es la copia firmada a mano"),
        (OFFICIAL + b" ", "No es el archivo"),
    ):
        page.locator("#verify-file").set_input_files(
            {"name": "informe.pdf", "mimeType": "application/pdf", "buffer": content}
        )
        expect(page.locator("[data-verify-result]")).to_contain_text(words)
    assert sent == []
    assert page.evaluate("document.documentElement.scrollWidth") == 390
