"""An entry from the técnica's home to the validation: written, proved, sent, returned, sent again, validated."""

import hashlib
from decimal import Decimal

import pytest
from playwright.sync_api import Locator, Page, expect

from monitoring.models import ComplianceEntry, ReviewState
from plans.models import Indicator, Verification
from tests.browser.pages import confirm, told
from tests.factories import make_entry, make_period, make_plan

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
FILE = {"name": "lista de asistencia.pdf", "mimeType": "application/pdf", "buffer": PDF}
NARRATIVE = "Se formó a 37 funcionarias en dos jornadas."


@pytest.fixture
def activity(network):
    """The only one of the plan: counts people, asks for a list as proof."""
    activity = make_plan(network, (100,)).ejes.get().activities.get()
    Indicator.objects.create(activity=activity, title="Funcionarias formadas", target=90)
    Verification.objects.create(activity=activity, text="Lista de asistencia")
    return activity


@pytest.fixture
def period(network):
    return make_period(network, "2024-T1")


def address(period, activity, member) -> str:
    return f"/redes/{period.network.slug}/periodos/{period.code}/avances/{activity.lineage}/{member.code}/"


def slot(page: Page, words: str) -> Locator:
    """The box of a verification that the plan asks for."""
    return page.get_by_role("group", name=words)


def choose(page: Page, status: str) -> None:
    page.locator("label.choice", has_text=status).first.click()


def test_she_finds_her_pending_writes_attaches_and_sends(visit, network, member, technician, activity, period):
    page = visit(technician)
    page.get_by_role("link", name="1 sin informar").click()
    page.locator(".board a.board__cell").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(activity.title)
    choose(page, "En avance")
    page.get_by_label("Avance (%)").fill("37,5")
    choose(page, "Cumplido")
    page.get_by_label("Qué se hizo").fill(NARRATIVE)
    page.get_by_label("Funcionarias formadas").fill("37")
    expect(page.locator("[data-autosave-status]")).to_contain_text("Borrador guardado a las")
    draft = ComplianceEntry.objects.get()
    assert (draft.review_state, draft.narrative) == (ReviewState.DRAFT, NARRATIVE)

    slot(page, "Lista de asistencia").get_by_label("Archivos").set_input_files(FILE)
    page.get_by_role("button", name="Enviar").click()
    confirm(page)
    told(page, "Avance enviado.")

    entry = ComplianceEntry.objects.get()
    assert (entry.review_state, entry.member, entry.period) == (ReviewState.SUBMITTED, member, period)
    assert (entry.status, entry.progress, entry.submitted_by) == ("cumplido", Decimal("37.50"), technician)
    assert entry.measurements.get().value == 37
    evidence = entry.evidence.get()
    assert evidence.sha256 == hashlib.sha256(PDF).hexdigest()
    with evidence.file.open() as stored:
        assert stored.read() == PDF
    assert evidence.original_name == "lista de asistencia.pdf"
    assert [slot.text for slot in evidence.verifications.all()] == ["Lista de asistencia"]

    page.goto(address(period, activity, member))
    expect(page).to_have_url(f"{page.url.split('/redes/')[0]}{address(period, activity, member)}ver/")
    expect(page.get_by_role("main")).to_contain_text(NARRATIVE)
    assert page.locator("main [name=narrative], main input[type=file]").count() == 0
    with page.expect_download() as waiting:
        page.get_by_role("link", name="lista de asistencia.pdf").click()
    assert waiting.value.path().read_bytes() == PDF


def test_returned_mended_sent_again_and_validated(
    visit, network, member, technician, coordinator, secretariat, activity, period
):
    make_entry(activity, period, member, status="en_avance", narrative=NARRATIVE)
    reviewer = visit(coordinator)
    reviewer.get_by_role("link", name="1 por revisar").click()
    reviewer.locator(".review-row__title a").click()
    reviewer.get_by_label("Observación", exact=True).fill("Diga en qué fechas.")
    reviewer.get_by_role("button", name="Devolver con observación").click()
    told(reviewer, "Avance devuelto")
    assert ComplianceEntry.objects.get().review_state == ReviewState.RETURNED

    hers = visit(technician)
    hers.get_by_role("link", name="1 observado por corregir").click()
    hers.locator(".board a.board__cell").click()
    expect(hers.get_by_role("note")).to_contain_text("Diga en qué fechas.")
    hers.get_by_label("Qué se hizo").fill(f"{NARRATIVE} El 4 y el 5 de marzo.")
    hers.get_by_role("button", name="Enviar").click()
    confirm(hers)
    told(hers, "Avance enviado.")
    entry = ComplianceEntry.objects.get()
    assert entry.review_state == ReviewState.SUBMITTED
    assert entry.observations.get().resolved_at is not None

    chief = visit(secretariat)
    chief.get_by_role("link", name="1 por revisar").click()
    chief.locator(".review-row__title a").click()
    expect(chief.get_by_role("main")).to_contain_text("El 4 y el 5 de marzo.")
    chief.get_by_role("button", name="Validar", exact=True).click()
    told(chief, "Avance validado")
    entry.refresh_from_db()
    assert (entry.review_state, entry.reviewed_by) == (ReviewState.VALIDATED, secretariat)


def test_a_file_that_is_not_what_it_says_is_refused_and_her_text_stays(
    visit, member, technician, activity, period
):
    page = visit(technician)
    page.goto(address(period, activity, member))
    choose(page, "Cumplido")
    page.get_by_label("Qué se hizo").fill(NARRATIVE)
    slot(page, "Lista de asistencia").get_by_label("Archivos").set_input_files(
        {**FILE, "buffer": b"MZ\x90\x00 no es un PDF"}
    )
    page.get_by_role("button", name="Enviar").click()
    confirm(page)
    told(page, "«lista de asistencia.pdf» no corresponde a su extensión")
    expect(page.get_by_label("Qué se hizo")).to_have_value(NARRATIVE)

    assert not ComplianceEntry.objects.counted().exists()


def test_of_two_who_write_one_entry_the_second_is_told_and_her_text_stays(
    visit, watch, member, technician, secretariat, activity, period
):
    make_entry(activity, period, member, review_state=ReviewState.DRAFT, narrative="De antes.")
    first, second = visit(technician), visit(secretariat)
    for page in (first, second):
        page.goto(address(period, activity, member))
    first.get_by_label("Qué se hizo").fill("Lo de la técnica.")
    expect(first.locator("[data-autosave-status]")).to_contain_text("Borrador guardado a las")

    watch.expect(409, "/avances/")
    second.get_by_label("Qué se hizo").fill("Lo de la secretaría.")
    expect(second.locator("[data-autosave-status]")).to_contain_text("se guardó desde otro lugar")
    second.get_by_role("button", name="Guardar borrador").click()
    conflict = second.get_by_role("alert").filter(has_text="Hay dos textos")
    expect(conflict).to_contain_text("technician guardó cambios aquí mientras usted escribía")
    expect(conflict).to_contain_text("Lo de la técnica.")
    expect(second.get_by_label("Qué se hizo")).to_have_value("Lo de la secretaría.")
    assert ComplianceEntry.objects.get().narrative == "Lo de la técnica."
