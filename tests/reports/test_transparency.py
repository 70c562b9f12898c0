"""The public pages: only what was published, as it was, for anybody, at no cost to whoever has it already."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest
from django.test import Client
from django.urls import reverse

from monitoring.models import Decision, FollowUp, Meeting
from plans.models import Activity
from reports.models import PublishedSnapshot
from reports.publishing.services import public_page_set, snapshot_publish, snapshot_withdraw
from tests.factories import make_entry, make_network, make_plan
from tests.reports.publishing_samples import SECRET, make_sample, publish_all

PAGES = (
    "/transparencia/",
    "/transparencia/alfa/",
    "/transparencia/alfa/plan/2024/",
    "/transparencia/alfa/avance/2024-T1/",
    "/transparencia/alfa/sesiones/2024/",
    "/transparencia/alfa/documentos/",
)


@pytest.fixture
def sample(network):
    return make_sample(network)


@pytest.fixture
def published(sample):
    return publish_all(sample)


def text(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.mark.parametrize("path", PAGES)
def test_page_is_anybodys_and_may_be_kept(path, published, client, django_assert_max_num_queries) -> None:
    client.cookies["sessionid"] = "de-otra-parte"
    with django_assert_max_num_queries(6):
        response = client.get(path)
    assert response.status_code == 200
    assert response["Cache-Control"] == "public, max-age=300"
    assert response["ETag"].startswith('"')
    assert "Cookie" not in response.get("Vary", "")
    assert not response.cookies
    assert "<script" not in response.content.decode()
    assert SECRET not in response.content.decode()


@pytest.mark.parametrize("path", PAGES)
def test_whoever_has_it_is_told_so_without_drawing(
    path, published, client, monkeypatch, django_assert_max_num_queries
) -> None:
    tag = client.get(path)["ETag"]
    monkeypatch.setattr("reports.public.render_to_string", None)
    with django_assert_max_num_queries(3):
        response = client.get(path, HTTP_IF_NONE_MATCH=tag)
    assert (response.status_code, response.content, response["ETag"]) == (304, b"", tag)


def test_session_is_never_read(published, client, secretariat, login, django_assert_max_num_queries) -> None:
    """A person who is signed in gets the same bytes."""
    anybody = client.get("/transparencia/alfa/").content
    hers = login(secretariat)
    with django_assert_max_num_queries(6) as found:
        hers = hers.get("/transparencia/alfa/")
    assert hers.content == anybody
    assert not [query for query in found.captured_queries if "session" in query["sql"]]


def test_what_is_edited_afterwards_changes_nothing(sample, published, client) -> None:
    before = {path: client.get(path) for path in PAGES}
    Activity.objects.update(title="Cambiada después")
    Decision.objects.update(body="Cambiada después")
    FollowUp.objects.update(body="Cambiado después")
    Meeting.objects.update(title="Cambiado después")
    sample.entry.status = "no_cumplido"
    sample.entry.save()
    for path in PAGES:
        after = client.get(path)
        assert after.content == before[path].content, path
        assert after["ETag"] == before[path]["ETag"]


def test_publishing_again_changes_page_and_tag(sample, published, client) -> None:
    before = client.get("/transparencia/alfa/plan/2024/")
    Activity.objects.update(title="Título nuevo")
    snapshot_publish(network=sample.network, kind="plan", key="2024", by=None)
    after = client.get("/transparencia/alfa/plan/2024/", HTTP_IF_NONE_MATCH=before["ETag"])
    assert after.status_code == 200
    assert "Título nuevo" in text(after)


def test_not_public_and_absent_are_the_same_page(sample, published, client) -> None:
    public_page_set(network=sample.network, is_public=False)
    paths = [path for path in PAGES if "alfa" in path]
    for path in paths:
        private, absent = client.get(path), client.get(path.replace("alfa", "nada"))
        assert private.status_code == absent.status_code == 404
        assert private.content.replace(b"alfa", b"nada") == absent.content
        assert not private.cookies
        assert "Cookie" not in private.get("Vary", "")
    assert "Red alfa" not in text(client.get("/transparencia/"))


def test_withdrawn_is_gone(sample, published, client, secretariat) -> None:
    snapshot_withdraw(snapshot=published["plan"], by=secretariat, reason="Error")
    assert client.get("/transparencia/alfa/plan/2024/").status_code == 404
    assert "Plan 2024" not in text(client.get("/transparencia/alfa/")).replace("Plan 2024: avance", "")


def test_public_network_with_nothing_published_says_so(network, client) -> None:
    public_page_set(network=network, is_public=True)
    assert "Todavía no hay nada publicado" in text(client.get("/transparencia/alfa/"))
    assert "Todavía no publica ninguna red" in text(client.get("/transparencia/"))


def test_progress_says_word_figure_and_explanation(published, client) -> None:
    said = text(client.get("/transparencia/alfa/avance/2024-T1/"))
    assert "✓ Completo" in said
    assert "100,00 %" in said
    assert "Informó 1 de 1: 1 en «cumplido»." in said
    assert "Cifras provisionales" in said


def test_plan_draws_its_months_and_says_them(published, client) -> None:
    page = client.get("/transparencia/alfa/plan/2024/").content.decode()
    assert page.count('class="strip"') == 2
    assert page.count('<rect class="strip__month"') == 3 + 1  # and the key
    assert "feb–mar, nov 2024" in page
    assert "Junio de 2024" in page


def test_sessions_say_attendance_functions_and_decisions(published, client) -> None:
    said = text(client.get("/transparencia/alfa/sesiones/2024/"))
    assert "Asistieron 1 de 3 puestos" in said
    assert "Coordinar la política ✓" in said
    assert "Aprobar el plan" in said
    assert "Enviarlo a todas · Localidad Norte" in said


def test_languages_are_addresses(published, client) -> None:
    client = Client()
    page = client.get("/transparencia/alfa/?idioma=en").content.decode()
    assert '<html lang="en"' in page
    assert 'hreflang="pt-br"' in page
    assert 'href="/transparencia/alfa/plan/2024/?idioma=en"' in page
    spanish, english = client.get("/transparencia/alfa/"), client.get("/transparencia/alfa/?idioma=en")
    assert spanish["ETag"] != english["ETag"]
    assert (spanish["Content-Language"], english["Content-Language"]) == ("es", "en")
    assert client.get("/transparencia/alfa/?idioma=xx").status_code == 200


def test_default_language_is_the_networks_first(sample, published) -> None:
    sample.network.languages = ["pt-br", "es"]
    sample.network.save()
    assert b'<html lang="pt-br"' in Client().get("/transparencia/alfa/").content


def test_document_is_the_copy_that_was_published(sample, published, client) -> None:
    page = client.get("/transparencia/alfa/documentos/").content.decode()
    address = re.search(r'href="(/transparencia/alfa/documentos/[0-9a-f-]{36}/[^"]+)"', page)[1]
    sample.item.file.delete()
    response = client.get(address)
    assert response.content == b"%PDF-1.4 reglamento"
    assert response["Content-Disposition"].startswith("attachment")
    assert client.get(address, HTTP_IF_NONE_MATCH=response["ETag"]).status_code == 304
    assert client.get(f"{address}%00").status_code == 404


def test_file_of_another_network_is_not_served_under_this_one(sample, published, client) -> None:
    other = make_network("beta", is_public=True)
    row = published["documents"].files.get()
    address = reverse("reports:public_file", args=[other.slug, row.snapshot_id, row.name])
    assert client.get(address).status_code == 404


def test_sitemap_lists_public_pages_only(sample, published, client, settings) -> None:
    settings.SITE_URL = "https://trama.ejemplo.org"
    hidden = make_network("oculta")
    make_plan(hidden)
    snapshot_publish(network=hidden, kind="plan", key="2024", by=None)
    response = client.get("/sitemap.xml")
    places = [node.text for node in ET.fromstring(response.content).iter() if node.tag.endswith("loc")]
    assert set(places) == {f"https://trama.ejemplo.org{path}" for path in (*PAGES, "/transparencia/alfa/datos/")}
    assert all(client.get(place.removeprefix("https://trama.ejemplo.org")).status_code == 200 for place in places)
    robots = client.get("/robots.txt").content.decode()
    assert "Disallow: /\n" in robots
    assert "Sitemap: https://trama.ejemplo.org/sitemap.xml" in robots


def test_texts_are_escaped(sample, client) -> None:
    Activity.objects.update(title="<script>alert(1)</script>")
    snapshot_publish(network=sample.network, kind="plan", key="2024", by=None)
    assert "<script" not in client.get("/transparencia/alfa/plan/2024/").content.decode()


def test_costs_the_same_for_few_and_many(sample, published, client, django_assert_max_num_queries) -> None:
    def cost(path: str) -> int:
        with django_assert_max_num_queries(20) as found:
            client.get(path)
        return len(found)

    few = {path: cost(path) for path in PAGES}
    for year in range(2010, 2020):
        version = make_plan(sample.network, slug=str(year), year=year)
        make_entry(version.ejes.get().activities.first(), sample.period, sample.member)
        snapshot_publish(network=sample.network, kind="plan", key=str(year), by=None)
    assert PublishedSnapshot.objects.in_force().count() == 15
    assert {path: cost(path) for path in PAGES} == few


def test_long_plan_is_paged(sample, client) -> None:
    eje = sample.activity.eje
    rows = [Activity(eje=eje, code=f"9.{n}", title=f"Actividad larga {n}", order=n) for n in range(150)]
    Activity.objects.bulk_create(rows)
    snapshot_publish(network=sample.network, kind="plan", key="2024", by=None)
    first = text(client.get("/transparencia/alfa/plan/2024/"))
    assert "Página 1 de 2" in first
    second = client.get("/transparencia/alfa/plan/2024/?pagina=2")
    assert "Actividad larga 149" in text(second)
    assert client.get("/transparencia/alfa/plan/2024/?pagina=x").status_code == 200
