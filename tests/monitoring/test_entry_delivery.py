"""How the form of an entry gets through: light, sent once, and whole though a session or a line fails."""

from __future__ import annotations

import re
from html import unescape
from uuid import UUID, uuid4

import pytest
from django.conf import settings as django_settings
from django.urls import reverse

from monitoring.models import ComplianceEntry, Evidence, ReviewState
from plans.models import Deliverable, Indicator, Verification
from tests.conftest import CheckingClient
from tests.factories import make_entry, make_period
from tests.monitoring.page_weight import weigh

pytestmark = pytest.mark.django_db
KB = 1024
TEXT = "Se formó a 37 funcionarias.\n<b>«Dos» jornadas</b> & un taller"


def attempt(**data: object) -> dict[str, object]:
    return {"revision": 0, "attempt": str(uuid4()), **data}


def words(response) -> str:
    return unescape(response.content.decode())


# -- once -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["entry_edit", "entry_submit"])
def test_a_repeated_click_writes_one_entry_and_answers_alike(url_of, technician, login, name):
    client, data = login(technician), attempt(status="cumplido", narrative=TEXT)
    first, second = (client.post(url_of(name), data) for _click in range(2))
    assert (second.status_code, second.url) == (first.status_code, first.url)
    assert first.status_code == 302
    entry = ComplianceEntry.objects.get()
    assert entry.last_write == UUID(data["attempt"])


def test_a_link_sent_twice_is_added_once(url_of, technician, login):
    client, data = login(technician), attempt(link="https://example.org/acta")
    for _click in range(2):
        client.post(url_of("entry_edit"), data)
    assert Evidence.objects.count() == 1


def test_what_was_saved_though_its_answer_was_lost_is_no_conflict(url_of, technician, login):
    client, lost = login(technician), attempt(narrative="Uno")
    client.post(url_of("entry_autosave"), lost)
    later = attempt(narrative="Uno y dos", earlier=f"{uuid4()},{lost['attempt']},nada")
    assert client.post(url_of("entry_autosave"), later).json()["saved"] is True
    assert ComplianceEntry.objects.get().narrative == "Uno y dos"
    stranger = attempt(narrative="Tres", earlier=str(uuid4()))
    assert client.post(url_of("entry_autosave"), stranger).status_code == 409


def test_each_page_has_its_own_key(url_of, technician, login):
    client = login(technician)
    keys = re.findall(r'name="attempt" value="([^"]+)"', words(client.get(url_of("entry_edit"))))
    keys += re.findall(r'name="attempt" value="([^"]+)"', words(client.get(url_of("entry_edit"))))
    assert len({UUID(key) for key in keys}) == 2


# -- without a session ------------------------------------------------------------------------------------------


def test_the_nameless_get_their_text_back_and_nothing_else(url_of, reporting, client):
    data = attempt(status="en_avance", narrative=TEXT, link="https://example.org/acta")
    response = client.post(url_of("entry_submit"), {**data, "indicator-x-value": "37,5"})
    page, shown = response.content.decode(), words(response)
    assert response.status_code == 401
    assert "readonly>\nSe formó a 37 funcionarias.\n&lt;b&gt;«Dos» jornadas&lt;/b&gt; &amp; un taller" in page
    assert 'name="indicator-x-value" value="37,5"' in page
    assert f'name="attempt" value="{data["attempt"]}"' in page
    assert f'action="{url_of("entry_submit")}"' in page
    assert 'target="_blank"' in page
    assert "En avance" in shown
    for secret in (reporting.network.name, reporting.first.title, str(reporting.member), "UTGM"):
        assert secret not in shown
    assert not ComplianceEntry.objects.exists()


def test_the_nameless_cannot_tell_what_exists(url_of, client):
    def answer(url: str) -> str:
        page = words(client.post(url, {"narrative": TEXT})).replace(url, "")
        return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page)

    there = answer(url_of("entry_edit"))
    assert there == answer(url_of("entry_edit", lineage=uuid4()))
    assert there == answer(url_of("entry_edit", slug="ausente"))


def test_a_script_is_told_that_the_session_ended(url_of, client):
    response = client.post(url_of("entry_autosave"), attempt(narrative=TEXT))
    assert response.status_code == 401
    assert response.json() == {"saved": False, "session": "ended", "login_url": reverse("account_login")}


def test_the_files_that_were_chosen_are_named(url_of, client, tmp_path):
    path = tmp_path / "acta <1>.pdf"
    path.write_bytes(b"%PDF-1.7\n")
    with path.open("rb") as file:
        assert "acta <1>.pdf" in words(client.post(url_of("entry_edit"), {"files": file}))


def test_reading_without_a_session_goes_to_sign_in(url_of, client):
    assert client.get(url_of("entry_edit")).url.startswith("/cuentas/login/")


# -- with another session ---------------------------------------------------------------------------------------


@pytest.fixture
def strict(login):
    """`strict(user)`: a client whose tokens are looked at."""

    def _strict(user=None) -> CheckingClient:
        client = CheckingClient(enforce_csrf_checks=True)
        if user is not None:
            client.force_login(user, backend="networks.backends.AccountBackend")
        return client

    return _strict


def test_after_a_second_log_in_the_form_comes_back_filled_and_is_saved_at_the_next_click(
    url_of, technician, strict
):
    client = strict(technician)
    client.get(url_of("entry_edit"))
    old = {"csrfmiddlewaretoken": "x" * 64}
    response = client.post(url_of("entry_submit"), {**attempt(narrative=TEXT, status="cumplido"), **old})
    page = response.content.decode()
    assert response.status_code == 403
    assert "Su sesión cambió mientras escribía: revise y vuelva a enviar." in page
    assert TEXT in words(response)
    assert not ComplianceEntry.objects.exists()
    fresh = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    key = re.search(r'name="attempt" value="([^"]+)"', page)[1]
    data = attempt(narrative=TEXT, status="cumplido", csrfmiddlewaretoken=fresh, attempt=key)
    assert client.post(url_of("entry_submit"), data).status_code == 302
    assert ComplianceEntry.objects.get().review_state == ReviewState.SUBMITTED


def test_a_wrong_token_shows_nobody_more_than_she_may_see(
    url_of, technician, outsider, observer, reporting, strict
):
    data = attempt(narrative=TEXT)
    assert strict(outsider).post(url_of("entry_edit"), data).status_code == 404
    assert strict(outsider).post(url_of("entry_edit", lineage=uuid4()), data).status_code == 404
    assert strict(observer).post(url_of("entry_edit"), data).status_code == 403
    assert strict(technician).post(url_of("entry_edit", who=reporting.other.code), data).status_code == 403
    assert strict().post(url_of("entry_edit"), data).status_code == 401


def test_a_wrong_token_takes_nothing_away(url_of, reporting, technician, strict):
    entry = make_entry(reporting.first, reporting.period, reporting.member, "", ReviewState.DRAFT)
    evidence = Evidence.objects.create(entry=entry, url="https://example.org/acta")
    response = strict(technician).post(url_of("evidence_delete", pk=evidence.pk), {})
    assert response.status_code == 403
    assert Evidence.objects.exists()


def test_a_script_is_told_that_the_session_changed(url_of, technician, strict):
    response = strict(technician).post(url_of("entry_autosave"), attempt(narrative=TEXT))
    assert (response.status_code, response.json()["session"]) == (403, "changed")


@pytest.mark.parametrize("headers", [{"sec-fetch-site": "cross-site"}, {"origin": "https://otro.example"}])
def test_what_another_site_sends_is_not_shown(url_of, technician, strict, headers):
    response = strict(technician).post(url_of("entry_edit"), attempt(narrative=TEXT), headers=headers)
    assert response.status_code == 403
    assert "37 funcionarias" not in words(response)


def test_other_forms_say_that_they_are_too_old(technician, strict):
    response = strict(technician).post(reverse("account_logout"))
    assert response.status_code == 403
    assert "El formulario caducó" in words(response)


def test_nobody_signs_what_another_person_wrote(url_of, technician, secretariat, login):
    data = attempt(narrative=TEXT, writer=str(technician.pk))
    client = login(secretariat)
    response = client.post(url_of("entry_edit"), data)
    assert response.status_code == 403
    assert "Entró con otra cuenta" in words(response)
    assert TEXT in words(response)
    assert client.post(url_of("entry_autosave"), data).json()["session"] == "other"
    assert not ComplianceEntry.objects.exists()


# -- two devices ------------------------------------------------------------------------------------------------


@pytest.fixture
def twice(url_of, reporting, technician, login):
    """She opened the page on two devices; on the other one it was saved since. Gives what this one read."""
    client = login(technician)
    start = {"revision": 0, "status": "pendiente", "narrative": "De antes", "obstacles": "Ninguno"}
    client.post(url_of("entry_edit"), start)
    read = re.search(r'name="read" value="(\w+)"', words(client.get(url_of("entry_edit"))))[1]
    client.post(url_of("entry_edit"), {**start, "revision": 1, "narrative": "Lo de allá", "obstacles": "Lluvia"})
    return {**start, "revision": 1, "read": read}


def chosen(page: str) -> dict[str, str]:
    """The choice each field comes with, `{name: mine | theirs}`."""
    found = re.findall(r'name="choose-(\w+)"\s+value="(\w+)"([^>]*)>', page)
    return {name: value for name, value, rest in found if re.search(r"\bchecked\b", rest)}


def test_the_second_sees_both_texts_of_each_field_that_differs(url_of, technician, login, twice):
    response = login(technician).post(url_of("entry_edit"), {**twice, "narrative": "Lo de acá"})
    page = response.content.decode()
    assert response.status_code == 409
    for text in ("Lo de acá", "Lo de allá", "Lluvia", "Ninguno"):
        assert text in page
    # What she had not touched comes with the newer text chosen.
    assert chosen(page) == {"narrative": "mine", "obstacles": "theirs"}
    assert ComplianceEntry.objects.get().narrative == "Lo de allá"


def test_she_chooses_field_by_field(url_of, technician, login, twice):
    client = login(technician)
    choices = {"choose-narrative": "theirs", "choose-obstacles": "mine", "choose-status": "mine"}
    data = {**twice, "revision": 2, "narrative": "Lo de acá", "obstacles": "Sol", "status": "cumplido", **choices}
    assert client.post(url_of("entry_edit"), data).status_code == 302
    entry = ComplianceEntry.objects.get()
    assert (entry.narrative, entry.obstacles, entry.status) == ("Lo de allá", "Sol", "cumplido")


def test_figures_and_empty_fields_are_chosen_too(url_of, reporting, technician, login):
    indicator = Indicator.objects.create(activity=reporting.first, title="Talleres")
    name = f"indicator-{indicator.lineage}-value"
    client = login(technician)
    client.post(url_of("entry_edit"), {"revision": 0, "progress": "12,5", name: "7"})
    data = {"revision": 1, "progress": "40", name: "9", "obstacles": "Lluvia"}
    keep = {"choose-progress": "theirs", f"choose-{name}": "theirs", "choose-obstacles": "theirs"}
    client.post(url_of("entry_edit"), {**data, **keep})
    entry = ComplianceEntry.objects.get()
    assert (str(entry.progress), entry.obstacles) == ("12.50", "")
    assert entry.measurements.get().value == 7


def test_a_third_text_is_told_too(url_of, technician, login, twice):
    """A choice was made between the two that were shown."""
    data = {**twice, "revision": 1, "narrative": "Lo de acá", "choose-narrative": "theirs"}
    response = login(technician).post(url_of("entry_edit"), data)
    assert response.status_code == 409
    assert "Lo de acá" in response.content.decode()


def test_the_same_text_from_two_devices_is_no_conflict(url_of, technician, login, twice):
    same = {**twice, "narrative": "Lo de allá", "obstacles": "Lluvia"}
    assert login(technician).post(url_of("entry_submit"), same).status_code == 302
    assert ComplianceEntry.objects.get().review_state == ReviewState.SUBMITTED


# -- light ------------------------------------------------------------------------------------------------------


def test_the_form_is_light_on_the_line(url_of, reporting, technician, login):
    """An activity that asks for much, with what was reported last time."""
    first = reporting.first
    for number in range(6):
        Verification.objects.create(activity=first, text=f"Lista de asistencia firmada número {number}")
        Indicator.objects.create(activity=first, title=f"Personas que terminan el curso {number}", target=20)
        Deliverable.objects.create(activity=first, title=f"Manual para funcionarias, tomo {number}")
    earlier = make_period(reporting.network, "2023-T4")
    make_entry(first, earlier, reporting.member, narrative="Se convocó a las áreas de la entidad. " * 60)
    weight = weigh(login(technician), url_of("entry_edit"))
    assert weight.first < 100 * KB, weight
    assert weight.again < 15 * KB, weight
    assert not [address for address in weight.files if "vendor" in address]


def test_the_colours_are_those_of_the_house():
    """The light sheet repeats them, since it stands alone."""
    token = re.compile(r"^\s+(--t-[\w-]+): (#[0-9a-f]+|[\d.]+rem);", re.M)
    house, light = (
        dict(token.findall((django_settings.BASE_DIR / "static/css" / name).read_text()))
        for name in ("trama.css", "entry.css")
    )
    assert light
    assert {name: value for name, value in light.items() if house.get(name) != value} == {}


def test_the_form_asks_the_same_of_the_database_however_much_it_shows(
    url_of, reporting, technician, login, django_assert_max_num_queries
):
    client = login(technician)
    Indicator.objects.create(activity=reporting.first, title="Talleres")
    client.get(url_of("entry_edit"))
    with django_assert_max_num_queries(40) as little:
        client.get(url_of("entry_edit"))
    for number in range(10):
        Verification.objects.create(activity=reporting.first, text=f"Lista {number}")
        Indicator.objects.create(activity=reporting.first, title=f"Personas {number}")
        Deliverable.objects.create(activity=reporting.first, title=f"Manual {number}")
    with django_assert_max_num_queries(40) as much:
        client.get(url_of("entry_edit"))
    assert len(much) == len(little)


# -- on the device ----------------------------------------------------------------------------------------------


def test_a_network_may_forbid_drafts_on_the_device(url_of, reporting, technician, secretariat, login):
    assert 'data-device="on"' in words(login(technician).get(url_of("entry_edit")))
    network = reporting.network
    address = reverse("networks:network_update", kwargs={"slug": network.slug})
    client = login(secretariat)
    page = client.get(address)
    assert "guardar borradores en el dispositivo" in words(page).lower()
    form = page.context["form"]
    written = {name: form[name].value() for name in form.fields if name != "keeps_device_drafts"}
    data = {name: value for name, value in written.items() if value}
    assert client.post(address, data).status_code == 302
    network.refresh_from_db()
    assert network.keeps_device_drafts is False
    assert 'data-device="off"' in words(login(technician).get(url_of("entry_edit")))
