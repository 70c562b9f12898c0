"""The main pages with the records of real networks: none scrolls sideways on a phone, none shuts anyone out."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.files.uploadedfile import SimpleUploadedFile
from playwright.sync_api import Page, expect

from monitoring.importing.answers import Answers
from monitoring.importing.files import import_upload
from monitoring.models import Period
from monitoring.selectors import obligations
from networks.models import Network, Role, User
from plans.models import Activity, Plan
from plans.services import version_draft
from reports.demo import load_network
from tests.browser.cycle_pages import cycle_pages
from tests.browser.follow_up_pages import follow_up_pages
from tests.browser.life_pages import life_pages, public_pages
from tests.browser.session_pages import session_pages
from tests.documents import outline
from tests.factories import give_role, make_user
from tests.monitoring.importing import report

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}


def chief(slug: str, role: Role = Role.SECRETARIAT) -> tuple[User, Network]:
    user, network = make_user("jefa"), load_network(slug)
    give_role(user, network, role)
    return user, network


def addresses(user: User, network: Network, code: str) -> dict[str, str]:
    """The main pages by name; the plan has a draft by then, and one entry of the period is not yet written."""
    plan = Plan.objects.get(network=network)
    version = version_draft(plan=plan)
    activity = version.ejes.first().activities.first()
    period = Period.objects.get(network=network, code=code)
    written = set(period.entries.values_list("activity_lineage", "member_id"))
    owed = next(one for one in obligations(network, period) if one.at not in written)
    base, plans = f"/redes/{network.slug}/", f"/redes/{network.slug}/planes/"
    draft = f"{plans}{plan.slug}/versiones/{version.number}/"
    board = f"{base}periodos/{code}/"
    found = {
        "inicio": "/",
        "red": base,
        "planes": plans,
        "plan": f"{plans}{plan.slug}/",
        "editor": f"{draft}editar/",
        "ponderaciones": f"{draft}ejes/{activity.eje_id}/ponderaciones/",
        "actividad": f"{draft}actividades/{activity.pk}/",
        "poner en vigor": f"{draft}poner-en-vigor/",
        **workbench(plan, activity, draft),
        **imports(network),
        **cycle_pages(user, network, period, owed),
        **follow_up_pages(network),
        **session_pages(network),
        "periodos": f"{base}periodos/",
        "tablero": board,
        "cerrar": f"{board}cerrar/",
        "avance": f"{board}avances/{owed.activity.lineage}/{owed.member.code if owed.member else 'red'}/",
        "apartados": f"{board}apartados/",
        "sesiones": f"{base}sesiones/",
        "informes": f"{base}informes/",
        "integrantes": f"{base}integrantes/",
        "personas": f"{base}personas/",
    }
    if entry := period.entries.select_related("member").first():
        who = entry.member.code if entry.member else "red"
        found["avance enviado"] = f"{board}avances/{entry.activity_lineage}/{who}/ver/"
    if meeting := network.meetings.held().first():
        found["sesión"] = f"{base}sesiones/{meeting.pk}/"
        found["asistencia"] = f"{base}sesiones/{meeting.pk}/asistencia/"
    return found


def workbench(plan: Plan, activity: Activity, draft: str) -> dict[str, str]:
    """The pages about versions, copies, lines, themes and time; something of the draft is other by then."""
    activity.title += " (ampliada)"
    activity.save()
    base = f"/redes/{plan.network.slug}/"
    of_plan = f"{base}planes/{plan.slug}/"
    return {
        "versiones": f"{of_plan}versiones/",
        "comparación": f"{of_plan}comparar/?de=1",
        "consistencia": f"{draft}consistencia/",
        "pegar líneas": f"{draft}ejes/{activity.eje_id}/actividades/pegar/",
        "trasladar": f"{draft}actividades/{activity.pk}/trasladar/",
        "copiar eje": f"{draft}ejes/{activity.eje_id}/copiar/",
        "copiar plan": f"{of_plan}copiar/",
        "temas": f"{base}temas/",
        "cronograma": f"{of_plan}cronograma/",
        "mi cronograma": "/mi-cronograma/",
        "calendario": "/mi-cronograma/calendario/",
        "entre redes": "/entre-redes/",
    }


def imports(network: Network) -> dict[str, str]:
    """The steps of the import of a table that reports, and of a text with its cronograma."""
    base, user = f"/redes/{network.slug}/planes/importar/", make_user()
    found = {"importar": base}
    for name, file in (
        ("tabla", report(name="informe.xlsx")),
        ("texto", SimpleUploadedFile("lista.docx", outline())),
    ):
        year = Plan.objects.get(network=network).first_year
        answers = Answers(title="Plan", slug=name, first_year=year, last_year=year)
        row = import_upload(network=network, user=user, file=file, answers=answers)
        steps = {"columnas": "columnas", "revisión": "revisar"}
        found |= {f"{step}, {name}": f"{base}{row.key}/{path}/" for step, path in steps.items()}
    return found


def each_page(page: Page, found: dict[str, str]) -> Iterator[str]:
    """Opens each and gives its name; the editor also with each kind of form that unfolds in it."""
    for name, address in found.items():
        assert page.goto(address).status == 200, address
        yield name
        for link in (r"Editar [\w.]+\d", "Ponderar") if name == "editor" else ():
            page.goto(address)
            page.get_by_role("link", name=re.compile(f"^({link})$")).first.click()
            expect(page.locator(".edit-form")).to_be_visible()
            yield f"{name}: {link}"


@pytest.mark.parametrize(("slug", "code"), [("utgm", "2012-T1"), ("mesa", "2024-T3")])
def test_no_page_scrolls_sideways_on_a_phone(visit, slug, code):
    user, network = chief(slug)
    page = visit(user, viewport={"width": 390, "height": 844})
    wide = {}
    for name in each_page(page, addresses(user, network, code)):
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 390:
            wide[name] = width
    assert wide == {}


@pytest.mark.parametrize(("slug", "code"), [("coalicion", "2012-S1"), ("mesa", "2024-T3")])
def test_axe_finds_nothing_serious(visit, slug, code):
    user, network = chief(slug)
    nameless = visit()
    found = {name: serious(nameless) for name in each_page(nameless, {"entrar": "/cuentas/login/"})}
    page = visit(user)
    for name in each_page(page, addresses(user, network, code)):
        found[name] = serious(page)
    assert {name: violations for name, violations in found.items() if violations} == {}


@pytest.mark.parametrize("slug", ["coalicion", "mesa", "red-gdl"])
def test_sessions_people_courses_and_what_is_published(visit, slug):
    """On a telephone, for the secretariat and for nobody in particular."""
    user, network = chief(slug)
    wanted = [(visit(user, **PHONE), life_pages(network)), (visit(**PHONE), public_pages(network))]
    wrong = {}
    for page, found in wanted:
        for name in each_page(page, found):
            width = page.evaluate("document.documentElement.scrollWidth")
            if problems := [f"{width} px"] * (width > 390) + serious(page):
                wrong[name] = problems
    assert wrong == {}


def serious(page: Page) -> list[str]:
    """Each serious or critical violation, with the first places where it is."""
    violations = Axe().run(page).response["violations"]
    return [
        f"{violation['id']}: {[node['target'] for node in violation['nodes'][:3]]}"
        for violation in violations
        if violation["impact"] in ("serious", "critical")
    ]
