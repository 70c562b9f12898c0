"""The queue of a period's review."""

from __future__ import annotations

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from monitoring import services
from monitoring.models import ReviewState
from monitoring.selectors import reviewing as selectors
from plans.models import Verification
from tests.factories import make_activity, make_eje, make_entry, make_member, make_period, make_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(url_of):
    return url_of("review_list", lineage=None, who=None)


@pytest.fixture
def queue(reporting):
    """One clean, one with two warnings, one of another eje and another member with one."""
    other = make_eje(reporting.version, "2")
    third = make_activity(other, "2.1", title="Ferias en Bogotá")
    at = datetime.datetime(2024, 4, 10, tzinfo=datetime.UTC)
    hour = datetime.timedelta(hours=1)
    period, member = reporting.period, reporting.member
    return {
        "1.1": make_entry(reporting.first, period, member, "pendiente", submitted_at=at + 2 * hour),
        "1.2": make_entry(reporting.second, period, member, "en_avance", submitted_at=at + hour),
        "2.1": make_entry(third, period, reporting.other, "cumplido", narrative="Una feria", submitted_at=at),
    }


def shown(page: str) -> list[str]:
    return re.findall(r'<a href="\?[^"]*abierto=\d+#avance-\d+"[^>]*>\s*([\d.]+) ', page)


def codes(client, url, query="") -> list[str]:
    return shown(client.get(f"{url}?{query}").content.decode())


def test_what_waits_in_the_plans_order_with_its_warnings(url, queue, coordinator, login):
    client = login(coordinator)
    page = client.get(url).content.decode()
    assert shown(page) == ["1.1", "1.2", "2.1"]
    for words in ("sin avisos", "sin texto", "sin porcentaje", "cumplido sin evidencia", "Una feria"):
        assert words in page


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("orden=antiguos", ["2.1", "1.2", "1.1"]),
        ("orden=avisos", ["1.2", "2.1", "1.1"]),
        ("q=bogota+ferias", ["2.1"]),
        ("q=integrante+dos", ["2.1"]),
        ("q=nada", []),
        ("integrante=uno", ["1.1", "1.2"]),
        ("integrante=red", []),
        ("eje=basura&orden=basura&estado=basura", ["1.1", "1.2", "2.1"]),
    ],
)
def test_narrowed_and_ordered(url, queue, coordinator, login, query, expected):
    assert codes(login(coordinator), url, query) == expected


def test_by_eje(url, queue, reporting, coordinator, login):
    assert codes(login(coordinator), url, f"eje={reporting.eje.lineage}") == ["1.1", "1.2"]


def test_by_state_with_drafts_only_counted(url, queue, coordinator, login):
    for code, state in (("1.1", ReviewState.RETURNED), ("1.2", ReviewState.DRAFT), ("2.1", ReviewState.VALIDATED)):
        queue[code].review_state = state
        queue[code].save()
    client = login(coordinator)
    assert codes(client, url) == []
    assert codes(client, url, "estado=observados") == ["1.1"]
    assert codes(client, url, "estado=validados") == ["2.1"]
    page = client.get(url).content.decode()
    assert "No hay nada por revisar" in page
    assert re.search(r"Borradores\s*<strong>1</strong>", page)


def test_one_is_opened_in_its_place(url, queue, reporting, coordinator, login):
    before = make_period(reporting.network, "2023-T4")
    make_entry(reporting.second, before, reporting.member, "en_avance", narrative="Lo del año pasado")
    page = login(coordinator).get(f"{url}?abierto={queue['1.2'].pk}").content.decode()
    for words in ("Lo del año pasado", "Devolver con observación", "Validar y seguir", "Escribir un mensaje"):
        assert words in page
    assert f"abierto={queue['1.1'].pk}#avance-{queue['1.1'].pk}" in page
    assert f'name="siguiente" value="{queue["2.1"].pk}"' in page


def test_the_last_has_no_next(url, queue, coordinator, login):
    page = login(coordinator).get(f"{url}?abierto={queue['2.1'].pk}").content.decode()
    assert 'name="siguiente" value=""' in page
    assert "Validar y seguir" not in page


@pytest.mark.parametrize("given", ["999999", "x", "-1", "٣", "9" * 30])
def test_what_is_not_in_the_queue_opens_nothing(url, queue, coordinator, login, given):
    assert "Devolver con" not in login(coordinator).get(url, {"abierto": given}).content.decode()


def test_htmx_asks_for_the_queue_alone(url, queue, coordinator, login):
    page = login(coordinator).get(url, headers={"HX-Request": "true"}).content.decode()
    assert page.lstrip().startswith('<div id="cola">')


def test_one_tag_for_warnings_of_a_kind(url, reporting, coordinator, login):
    for text in ("Lista", "Acta"):
        Verification.objects.create(activity=reporting.first, text=text)
    entry = make_entry(reporting.first, reporting.period, reporting.member, narrative="Dos talleres")
    entry.evidence.create(url="https://example.org/otra")
    assert "verificación vacía × 2" in login(coordinator).get(url).content.decode()


def test_who_sent_it_for_whom(url, reporting, secretariat, coordinator, login):
    make_entry(
        reporting.first,
        reporting.period,
        reporting.member,
        submitted_by=secretariat,
        submitted_at=datetime.datetime(2024, 4, 10, 12, tzinfo=datetime.UTC),
        on_behalf_reason="Por correo",
    )
    page = login(coordinator).get(url).content.decode()
    assert "en su nombre" in page
    assert f"por {secretariat}" in page


def test_declared_beside_computed(url, reporting, coordinator, login):
    make_entry(reporting.first, reporting.period, reporting.member, declared_earned="17")
    assert "Declarado 17,00, da 40,00" in login(coordinator).get(url).content.decode()


def test_what_the_plan_no_longer_has_waits_too(url, reporting, coordinator, login):
    gone = make_plan(reporting.network, (100,), slug="2023", year=2023).ejes.get().activities.get()
    make_entry(gone, reporting.period, reporting.member, "pendiente")
    assert codes(login(coordinator), url) == ["1.1"]


def test_a_closed_period_is_only_read(url, queue, reporting, secretariat, login):
    services.period_close(period=reporting.period, by=secretariat)
    page = login(secretariat).get(f"{url}?abierto={queue['1.1'].pk}").content.decode()
    assert "Validar" not in page
    assert "Devolver con" not in page


def test_the_tab_is_for_those_who_review(url, reporting, coordinator, observer, login, url_of):
    board = url_of("period_detail", lineage=None, who=None)
    assert url in login(coordinator).get(board).content.decode()
    assert url not in login(observer).get(board).content.decode()


# -- many -----------------------------------------------------------------------------------------------------


@pytest.fixture
def many(reporting):
    def add(n: int) -> None:
        activity = make_activity(reporting.eje, f"1.{n}", weight=0)
        for k in range(n):
            who = make_member(reporting.network, f"z{n}-{k}")
            entry = make_entry(activity, reporting.period, who, narrative=f"Texto {k}")
            entry.evidence.create(url="https://example.org/acta")

    return add


def test_as_many_questions_for_one_as_for_many(url, reporting, many, coordinator, login):
    client, counts = login(coordinator), []
    make_entry(reporting.first, reporting.period, reporting.member).evidence.create(url="https://example.org")
    for n in (0, 60):
        many(n)
        client.get(url)
        with CaptureQueriesContext(connection) as asked:
            client.get(url)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 25


def test_by_pages_of_fifty(url, many, coordinator, login):
    many(60)
    client = login(coordinator)
    assert len(codes(client, url)) == 50
    assert len(codes(client, url, "page=2")) == 10
    assert len(codes(client, url, "page=mala")) == 50


def test_of_very_many_only_the_page_is_read(url, reporting, queue, many, coordinator, login, monkeypatch):
    many(60)
    make_entry(reporting.first, reporting.period, reporting.other, "pendiente")
    monkeypatch.setattr(selectors, "MANY", 10)
    monkeypatch.setattr("monitoring.views.reviewing.MANY", 10)
    client = login(coordinator)
    assert len(codes(client, url, "orden=avisos")) == 50
    page = client.get(url).content.decode()
    assert re.search(r"Validar los \d+ sin avisos", page)
    assert "página por página" in page
    confirm = client.post(re.search(r'action="([^"]+validar[^"]+)"', page)[1].replace("&amp;", "&"), {"todos": 1})
    assert 'name="entry"' in confirm.content.decode()
