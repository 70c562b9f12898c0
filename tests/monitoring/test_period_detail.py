"""The board of a period: cells, figures, filters, pages and how many questions it asks."""

from __future__ import annotations

import re

import pytest

from monitoring.models import DeclaredTotal, ReviewState
from networks.models import Network
from plans.models import Concern, Party, PartyKind, PartyScope
from tests.factories import make_activity, make_eje, make_entry, make_member, make_period

pytestmark = pytest.mark.django_db


@pytest.fixture
def board(url_of):
    return url_of("period_detail", lineage=None, who=None)


def cells(page: str) -> list[tuple[str, str]]:
    """(address, words) of each cell of the matrix."""
    found = re.findall(r'<a class="board__cell[^"]*"\s+href="([^"]+)"\s+title="([^"]+)"', page)
    return [(url, words) for url, words in found]


def test_cells_say_where_each_member_stands(board, url_of, reporting, technician, login):
    make_entry(reporting.first, reporting.period, reporting.member, "en_avance", progress=40)
    make_entry(reporting.first, reporting.period, reporting.other, "cumplido", ReviewState.DRAFT)
    found = dict(cells(login(technician).get(board).content.decode()))
    assert found == {
        url_of("entry_detail"): "En avance 40 % (enviado)",
        url_of("entry_detail", who="dos"): "Cumplido (borrador)",
        url_of("entry_edit", lineage=reporting.second.lineage): "Sin informar",
        url_of("entry_detail", lineage=reporting.second.lineage, who="dos"): "Sin informar",
    }


def test_figures_travel_with_how_many_reported_and_their_ceiling(board, reporting, observer, login):
    make_entry(reporting.first, reporting.period, reporting.member)
    page = " ".join(login(observer).get(board).content.decode().split())
    for words in ("20,00", "de 100,00", "puede llegar a 100,00", "Informaron 1 de 4", "provisional"):
        assert words in page


def test_silence_has_no_figure(board, observer, login):
    page = login(observer).get(board).content.decode()
    assert "0,00 de" not in page
    assert "sin informar" in page


def test_declared_and_computed_are_both_shown(board, reporting, secretariat, login):
    make_entry(reporting.first, reporting.period, reporting.member)
    DeclaredTotal.objects.create(
        period=reporting.period, eje_lineage=reporting.eje.lineage, value=100, reason="Impreso"
    )
    page = login(secretariat).get(board).content.decode()
    assert "Declarado: 100,00" in page
    assert "20,00" in page


def test_past_deadlines_are_marked_in_words(board, reporting, observer, login):
    reporting.first.deadline_end_on = reporting.period.start_on
    reporting.first.save()
    assert "Sin informar, plazo vencido" in login(observer).get(board).content.decode()


def test_filters(board, reporting, technician, login):
    second = make_eje(reporting.version, "2")
    other = make_activity(second, "2.1", concerns=Concern.NETWORK)
    Party.objects.create(activity=other, kind=PartyKind.RESPONSIBLE, scope=PartyScope.WORDS, words="La Oficina")
    make_entry(reporting.first, reporting.period, reporting.member)
    client = login(technician)

    def urls(query: str) -> list[str]:
        return [url.rsplit("avances/")[1] for url, _ in cells(client.get(f"{board}?{query}").content.decode())]

    first, last = str(reporting.first.lineage), str(other.lineage)
    assert urls(f"eje={second.lineage}") == [f"{last}/red/ver/"]
    assert urls("responsable=La+Oficina") == [f"{last}/red/ver/"]
    assert urls("estado=cumplido") == [f"{first}/uno/ver/"]
    assert urls("revision=submitted") == [f"{first}/uno/ver/"]
    assert urls("integrante=mias") == [f"{first}/uno/ver/", f"{reporting.second.lineage}/uno/"]
    assert len(urls("integrante=dos")) == 2
    assert len(urls("estado=sin_informar")) == 4
    assert len(urls("eje=nada")) == 5
    assert "Nada con esos filtros" in client.get(f"{board}?estado=reprogramado").content.decode()


def test_htmx_gets_the_table_alone(board, observer, login):
    response = login(observer).get(board, headers={"HX-Request": "true"})
    page = response.content.decode()
    assert '<table class="board">' in page
    assert "<html" not in page
    assert "HX-Request" in response["Vary"]


def test_what_is_not_due_is_counted_and_can_be_shown(board, reporting, observer, login):
    reporting.second.schedule_months = ["2024-12"]
    reporting.second.save()
    client = login(observer)
    assert "1 actividad no se informa en este periodo" in client.get(board).content.decode()
    assert "no toca" in client.get(f"{board}?todas=on").content.decode()


def test_many_members_are_paged(board, reporting, observer, login):
    for number in range(30):
        make_member(reporting.network, f"m{number:02}", order=number + 1)
    client = login(observer)
    first, second = (client.get(f"{board}?integrantes={n}").content.decode() for n in (1, 2))
    assert len(cells(first)) == 2 * 25
    assert len(cells(second)) == 2 * 7


def test_entries_out_of_the_sum_are_listed(board, reporting, observer, login):
    silent = make_member(reporting.network, "calla", is_reporting=False, seat_role="I")
    make_entry(reporting.first, reporting.period, silent)
    page = login(observer).get(board).content.decode()
    assert "Fuera de la suma" in page
    assert "no le tocaba informar" in page


def test_a_year_shows_the_board_of_its_quarters(board, url_of, reporting, observer, login):
    make_entry(reporting.first, reporting.period, reporting.member)
    page = login(observer).get(url_of("period_detail", code="2024", lineage=None, who=None)).content.decode()
    assert "Año 2024" in page
    assert cells(page) == [(url_of("entry_detail"), "Cumplido (enviado)")]
    absent = url_of("period_detail", code="1999", lineage=None, who=None)
    assert login(observer).get(absent).status_code == 404


def test_questions_are_constant(board, reporting, secretariat, login, django_assert_num_queries):
    """Session, person, roles, network, period, the person's networks, and six for the board and its filter."""
    client = login(secretariat)
    with django_assert_num_queries(12):
        client.get(board)
    for number in range(8):
        member = make_member(reporting.network, f"m{number}")
        activity = make_activity(reporting.eje, f"9.{number}")
        make_entry(activity, reporting.period, member)
    with django_assert_num_queries(12):
        client.get(board)


def test_another_networks_period_is_404(url_of, reporting, outsider, secretariat, login):
    make_period(Network.objects.get(slug="ajena"), "2031")
    url = url_of("period_detail", code="2031", lineage=None, who=None)
    assert login(secretariat).get(url).status_code == 404
    assert login(outsider).get(url).status_code == 404


def test_the_networks_own_record_can_be_begun_from_the_board(
    board, url_of, reporting, secretariat, observer, login
):
    own = url_of("entry_edit", who="red")
    assert (own, "Informar el consolidado de la red") in cells(login(secretariat).get(board).content.decode())
    assert own not in login(observer).get(board).content.decode()
