"""What a network publishes, read by nobody in particular: no account, no scripts, no cookie, three languages."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from monitoring.models import Decision
from networks.models import Network
from plans.models import Activity
from reports.models import IssuedReport, PublishedSnapshot
from tests.browser.pages import told
from tests.reports.publishing_samples import SECRET, Sample, make_sample, publish_all

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BASE = "/transparencia/alfa/"
PLAN, PROGRESS, MEETINGS = f"{BASE}plan/2024/", f"{BASE}avance/2024-T1/", f"{BASE}sesiones/2024/"
DOCUMENTS = f"{BASE}documentos/"
EVERYWHERE = (BASE, PLAN, PROGRESS, MEETINGS, DOCUMENTS)
# The width of a sheet of A4 between its margins, in CSS pixels.
SHEET = 680


@pytest.fixture
def sample(network: Network) -> Sample:
    """Something of everything to publish, and nothing published."""
    sample = make_sample(network)
    network.is_public = False
    network.save()
    return sample


@pytest.fixture
def anybody(visit: Callable[..., Page]) -> Iterator[Callable[..., Page]]:
    """`anybody(path)`: somebody who was never here opens it; what a browser keeps of a page is of another."""
    pages: list[Page] = []

    def _anybody(path: str, **options) -> Page:
        pages.append(visit(java_script_enabled=False, **options))
        pages[-1].goto(path)
        return pages[-1]

    yield _anybody
    assert [page.context.cookies() for page in pages] == [[]] * len(pages)


def publish(page: Page, name: str) -> None:
    """From the desk, after a look at how it will be."""
    page.goto("/redes/alfa/transparencia/")
    page.get_by_role("link", name=f"Vista previa: {name}").click()
    expect(page.locator(".banner")).to_contain_text("todavía no lo ve nadie más")
    page.get_by_role("button", name=re.compile("^Publicar")).click()
    told(page, "public")


def issue(page: Page) -> IssuedReport:
    page.goto("/redes/alfa/informes/")
    page.get_by_label("Informe", exact=True).select_option("gestion")
    page.get_by_label("Periodo", exact=True).select_option("2024-T1")
    page.get_by_role("button", name="Emitir", exact=True).click()
    page.get_by_label("Por qué se emite así").fill("Se entrega hoy")
    page.get_by_role("button", name="Emitir", exact=True).click()
    told(page, "Se emitió el informe")
    return IssuedReport.objects.get()


def read(anybody: Callable[[str], Page], report: IssuedReport) -> None:
    """Each page says what was recorded, and nothing of what was written for the network's own eyes."""
    said = {
        BASE: ("Red alfa", "Cumplir la norma", "Plan 2024", "Sesiones y decisiones de 2024"),
        PLAN: ("Actividad 1.1", "40,00 %", "Meta del eje", "Informe final"),
        PROGRESS: (
            "Informaron 1 de 1",
            "100,00 ÷ 1 = 100,00",
            "Actividad 1.2",
            "No toca en el periodo",
            "No tocaba informar de ella",
        ),
        MEETINGS: ("1 de febrero de 2024", "Asistieron 1 de 3 puestos", "no consta", "Aprobar el plan"),
        DOCUMENTS: (report.folio, report.pdf_sha256, "Reglamento"),
    }
    page = anybody(BASE)
    main = page.locator("main")
    for path, words in said.items():
        page.goto(path)
        for each in words:
            expect(main).to_contain_text(each)
        expect(main).not_to_contain_text(SECRET)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Informe de gestión").click()
    assert hashlib.sha256(Path(waiting.value.path()).read_bytes()).hexdigest() == report.pdf_sha256


def contents(anybody: Callable[[str], Page]) -> dict[str, str]:
    page, found = anybody("/transparencia/"), {}
    for path in EVERYWHERE:
        page.goto(path)
        found[path] = page.content()
    return found


def missing(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Aquí no hay nada publicado")


def test_what_anybody_reads(visit, watch, anybody, sample, secretariat):
    watch.expect(404, BASE)
    nobody = anybody("/transparencia/")
    expect(nobody.locator("main")).not_to_contain_text("Red alfa")
    for path in EVERYWHERE:
        nobody.goto(path)
        missing(nobody)

    page = visit(secretariat)
    report = issue(page)
    names = ("Plan 2024", "Primer trimestre", "Sesiones de 2024", "Decisiones de 2024", "Informe de", "Lista de")
    for name in names:
        publish(page, name)
    missing(anybody(BASE))
    page.goto("/redes/alfa/transparencia/")
    page.get_by_role("button", name="Encenderla").click()
    expect(page.locator(".callout")).to_contain_text("La página pública está encendida")
    anybody("/transparencia/").get_by_role("link", name="Red alfa").click()
    read(anybody, report)

    before = contents(anybody)
    Activity.objects.update(title="Título que cambió")
    Decision.objects.update(body="Decisión que cambió")
    sample.entry.status = "no_cumplido"
    sample.entry.save()
    assert contents(anybody) == before

    page.goto("/redes/alfa/transparencia/")
    expect(page.get_by_role("row", name="Plan 2024 Plan en vigor")).to_contain_text("Publicado, y ha cambiado")
    publish(page, "Plan 2024")
    expect(anybody(PLAN).locator("main")).to_contain_text("Título que cambió")
    assert anybody(MEETINGS).content() == before[MEETINGS]
    assert PublishedSnapshot.objects.filter(kind="plan").count() == 2

    page.goto("/redes/alfa/transparencia/")
    page.get_by_role("link", name="Retirar: Plan 2024", exact=True).click()
    page.get_by_label("Por qué").fill("Se publicó por error.")
    page.get_by_role("button", name="Retirar").click()
    told(page, "Se retiró")
    missing(anybody(PLAN))
    expect(anybody(BASE).locator("main")).not_to_contain_text("Título que cambió")
    page.goto("/redes/alfa/transparencia/")
    page.get_by_role("button", name="Apagarla").click()
    missing(anybody(BASE))
    expect(anybody("/transparencia/").locator("main")).not_to_contain_text("Red alfa")
    withdrawn = PublishedSnapshot.objects.get(withdrawn_at__isnull=False)
    assert (withdrawn.kind, withdrawn.withdrawn_reason) == ("plan", "Se publicó por error.")


def test_languages_and_paper(visit, anybody, sample):
    """Its links change the words of the page and never what was published; on paper nothing is cut off."""
    publish_all(sample)
    sample.network.is_public = True
    sample.network.save()
    page = anybody(MEETINGS, viewport={"width": SHEET, "height": 1000})
    heading = page.get_by_role("heading", level=1)
    for link, code, words in (
        ("Português", "pt-br", "Sessões e decisões de 2024"),
        ("English", "en", "Sessions and decisions of 2024"),
        ("Español", "es", "Sesiones y decisiones de 2024"),
    ):
        page.locator(".languages").get_by_role("link", name=link).click()
        expect(page.locator("html")).to_have_attribute("lang", re.compile(code, re.IGNORECASE))
        expect(heading).to_have_text(words)
        expect(page.locator("main")).to_contain_text("Aprobar el plan")
        page.locator(".menu a").nth(1).click()
        expect(page.locator("html")).to_have_attribute("lang", re.compile(code, re.IGNORECASE))
        page.go_back()
    page.emulate_media(media="print")
    for path in EVERYWHERE:
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= SHEET, path
        assert page.pdf(format="A4").startswith(b"%PDF")
