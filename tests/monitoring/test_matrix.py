"""The matrix: member × activity × period, near and far, with the roll-up's own figures."""

from __future__ import annotations

import datetime
import io
import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from monitoring.matrix_cells import count_cell, figure_cell, meter, step_of
from monitoring.models import ReviewState
from monitoring.selectors import rollup
from networks.models import MemberComparison
from plans.models import Concern
from tests.factories import make_activity, make_eje, make_entry, make_member, make_period

pytestmark = pytest.mark.django_db
DAY = datetime.date
TODAY = DAY(2024, 4, 12)


@pytest.fixture(autouse=True)
def on_12_april(monkeypatch):
    monkeypatch.setattr("monitoring.views.base.local_today", lambda network, at=None: TODAY)


@pytest.fixture
def matrix_of(reporting):
    """`matrix_of("matrix_file", code=…)` is an address."""
    return lambda name="matrix", code="2024-T1": reverse(f"monitoring:{name}", args=["alfa", code])


def plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def table(response) -> list[list[str]]:
    """The words of each row, heads too."""
    assert response.status_code == 200
    (found,) = re.findall(r"<table.*?</table>", response.content.decode(), re.DOTALL)
    rows = re.findall(r"<tr.*?</tr>", found, re.DOTALL)
    return [[plain(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)] for row in rows]


@pytest.fixture
def answered(reporting):
    """«uno» did the first (40) and half of the second (60); «dos» only drafted."""
    make_entry(reporting.first, reporting.period, reporting.member)
    make_entry(reporting.second, reporting.period, reporting.member, "en_avance", progress=50)
    make_entry(reporting.first, reporting.period, reporting.other, "", ReviewState.DRAFT)
    return reporting


# -- the cells ------------------------------------------------------------------------------------------------


def test_heat_has_five_steps_and_silence_none():
    assert [step_of(Decimal(n)) for n in ("0", "19.99", "20", "59.99", "60", "80", "100")] == [1, 1, 2, 3, 4, 5, 5]
    assert [meter(n) for n in (0, 1, 5)] == ["□□□□□", "■□□□□", "■■■■■"]
    silent = figure_cell(None, 0, 3, True)
    assert (silent.css, silent.word, silent.note) == ("sin_informar", "Sin informar", "0 de 3")
    zero = figure_cell(Decimal(0), 1, 3, True)
    assert (zero.css, zero.word) == ("1", "0,00 %")
    assert figure_cell(None, 0, 0, False) is None
    assert figure_cell(None, 2, 2, False).word == "No aplica"
    assert count_cell(0, 4).css == "0"
    assert count_cell(0, 0) is None


# -- the levels -----------------------------------------------------------------------------------------------


def test_the_network_at_a_glance(answered, login, secretariat, matrix_of):
    """The figures of the roll-up: 70 % for «uno», nothing yet for «dos», 35 % for all."""
    rows = table(login(secretariat).get(matrix_of()))
    assert rows[0] == ["Eje", "Toda la red", "Integrante dos", "Integrante uno"]
    assert rows[2] == ["1 Eje 1", "■■□□□ 35,00 % 2 de 4", "□ Sin informar 0 de 2", "■■■■□ 70,00 % 2 de 2"]
    assert rows[3] == ["Todo el plan", "■■□□□ 35,00 % 2 de 4", "□ Sin informar 0 de 2", "■■■■□ 70,00 % 2 de 2"]
    plan = rollup(answered.network, answered.period).plans[0]
    assert plan.members[answered.member.pk].earned == Decimal("70.00")


def test_an_eje_shows_what_each_reported(answered, login, secretariat, matrix_of):
    rows = table(login(secretariat).get(matrix_of(), {"eje": str(answered.eje.lineage)}))
    assert rows[2][0] == "1.1 Actividad 1.1"
    assert rows[2][1:] == ["■■■□□ 50,00 % 1 de 2", "□ Sin informar ◇ Borrador", "✓ Cumplido → Enviado"]
    assert rows[3][1:] == ["■■□□□ 25,00 % 1 de 2", "□ Sin informar", "◐ En avance 50 % → Enviado"]


def test_an_activity_shows_members_by_period(answered, login, secretariat, matrix_of):
    second = make_period(answered.network, "2024-T2")
    make_entry(answered.first, second, answered.other, review_state=ReviewState.VALIDATED)
    response = login(secretariat).get(matrix_of(), {"eje": "todos", "actividad": str(answered.first.lineage)})
    rows = table(response)
    assert rows[0] == ["Integrante", "2024-T1", "2024-T2"]
    assert rows[2] == ["Toda la red", "■■■□□ 50,00 % 1 de 2", "■■■□□ 50,00 % 1 de 2"]
    assert rows[3] == ["Integrante dos", "□ Sin informar ◇ Borrador", "✓ Cumplido ☑ Validado"]
    assert rows[4] == ["Integrante uno", "✓ Cumplido → Enviado", "□ Sin informar"]
    form = reverse("monitoring:entry_edit", args=["alfa", "2024-T1", answered.first.lineage, "dos"])
    read = reverse("monitoring:entry_detail", args=["alfa", "2024-T2", answered.first.lineage, "dos"])
    assert f'href="{form}"' in response.content.decode()
    assert f'href="{read}"' in response.content.decode()


def test_each_level_leads_to_the_next_and_back(answered, login, secretariat, matrix_of):
    client, address = login(secretariat), matrix_of()
    eje, activity = f"?eje={answered.eje.lineage}", f"actividad={answered.first.lineage}"
    words = client.get(address).content.decode()
    assert f'href="{eje}#matriz"' in words
    assert f'href="{eje}&amp;integrante=uno"' in words
    words = client.get(address + eje).content.decode()
    assert f"{eje}&amp;{activity}#matriz" in words
    assert f'href="{address}#matriz"' in words
    words = client.get(f"{address}{eje}&{activity}").content.decode()
    assert f'href="{eje}#matriz"' in words
    assert '<strong aria-current="location">1.1</strong>' in words


def test_columns_may_be_periods(answered, login, secretariat, matrix_of):
    second = make_period(answered.network, "2024-T2")
    make_entry(answered.second, second, answered.member)
    client = login(secretariat)
    far = table(client.get(matrix_of(), {"columnas": "periodos"}))
    assert far[0] == ["Eje", "2024-T1", "2024-T2"]
    assert far[2][1:] == ["■■□□□ 35,00 % 2 de 4", "■■□□□ 30,00 % 1 de 4"]
    own = table(client.get(matrix_of(), {"columnas": "periodos", "integrante": "uno"}))
    assert own[2][1:] == ["■■■■□ 70,00 % 2 de 2", "■■■■□ 60,00 % 1 de 2"]
    near = table(client.get(matrix_of(), {"columnas": "periodos", "eje": "todos"}))
    assert near[3][1:] == ["■■□□□ 25,00 % 1 de 2", "■■■□□ 50,00 % 1 de 2"]
    one = table(client.get(matrix_of(), {"columnas": "periodos", "eje": "todos", "integrante": "uno"}))
    assert one[3][1:] == ["◐ En avance 50 % → Enviado", "✓ Cumplido → Enviado"]
    run = table(client.get(matrix_of(), {"columnas": "periodos", "desde": "2024-T2", "hasta": "2024-T2"}))
    assert run[0] == ["Eje", "2024-T2"]


def test_filters_by_state_and_status(answered, login, secretariat, matrix_of):
    client = login(secretariat)
    rows = table(client.get(matrix_of(), {"estado": "por_informar"}))
    assert rows[0] == ["Eje", "Integrante dos", "Integrante uno"]
    assert rows[2] == ["1 Eje 1", "■■■□□ 1 de 2", "□□□□□ 0 de 2"]
    rows = table(client.get(matrix_of(), {"eje": "todos", "cumplimiento": "cumplido"}))
    assert [row[1:] for row in rows[2:]] == [["·", "✓ Cumplido → Enviado"], ["·", "·"]]
    rows = table(client.get(matrix_of(), {"eje": "todos", "integrante": "dos"}))
    assert rows[0] == ["Actividad", "Toda la red", "Integrante dos"]
    assert table(client.get(matrix_of(), {"estado": "x", "eje": "y", "desde": "z"}))[0][0] == "Eje"


def test_late_is_said_apart_from_silence(answered, login, secretariat, matrix_of):
    answered.period.due_on = DAY(2024, 4, 11)
    answered.period.save()
    rows = table(login(secretariat).get(matrix_of(), {"eje": "todos"}))
    assert rows[2][2] == "□ Sin informar ▲ Atrasado: borrador"
    assert rows[3][2] == "□ Sin informar ▲ Atrasado"
    assert "No cumplido" not in " ".join(rows[2] + rows[3])


def test_the_networks_own_column(answered, login, secretariat, matrix_of):
    answered.second.concerns = Concern.NETWORK
    answered.second.save()
    rows = table(login(secretariat).get(matrix_of(), {"eje": "todos"}))
    assert rows[0] == ["Actividad", "Toda la red", "La red", "Integrante dos", "Integrante uno"]
    assert rows[3][2] == "□ Sin informar"


def test_a_technician_sees_her_own_beside_the_networks(answered, login, technician, matrix_of):
    client = login(technician)
    assert table(client.get(matrix_of()))[0] == ["Eje", "Toda la red", "Integrante uno"]
    answered.network.member_comparison = MemberComparison.EVERYONE
    answered.network.save()
    assert table(client.get(matrix_of()))[0][2:] == ["Integrante dos", "Integrante uno"]


def test_a_year_that_spans_its_quarters(answered, login, secretariat, matrix_of):
    make_period(answered.network, "2024-T2")
    rows = table(login(secretariat).get(matrix_of(code="2024")))
    assert rows[2][1] == "■■□□□ 35,00 % 2 de 4"
    rows = table(login(secretariat).get(matrix_of(code="2024"), {"columnas": "periodos"}))
    assert rows[0] == ["Eje", "2024-T1", "2024-T2"]


def test_a_network_without_a_plan_in_the_period(network, login, secretariat):
    make_period(network, "2030-T1")
    words = login(secretariat).get(reverse("monitoring:matrix", args=["alfa", "2030-T1"])).content.decode()
    assert "Ningún plan rige en este periodo" in words


# -- large periods and cost -----------------------------------------------------------------------------------

QUERIES = [
    {},
    {"eje": "todos"},
    {"columnas": "periodos"},
    {"columnas": "periodos", "eje": "todos"},
    {"columnas": "periodos", "integrante": "uno"},
    {"estado": "enviado"},
    {"eje": "todos", "estado": "enviado"},
]


@pytest.mark.parametrize("asked", QUERIES, ids=str)
def test_a_large_period_reads_the_same(answered, login, secretariat, matrix_of, monkeypatch, asked):
    make_entry(answered.second, make_period(answered.network, "2024-T2"), answered.member)
    client = login(secretariat)
    before = table(client.get(matrix_of(), asked))
    monkeypatch.setattr("monitoring.selectors.summing.LARGE", 0)
    assert table(client.get(matrix_of(), asked)) == before


@pytest.mark.parametrize("large", [False, True], ids=["row by row", "added up"])
@pytest.mark.parametrize("asked", QUERIES, ids=str)
def test_questions_do_not_grow(reporting, login, secretariat, matrix_of, monkeypatch, asked, large):
    if large:
        monkeypatch.setattr("monitoring.selectors.summing.LARGE", 0)
    for code in ("2024-T2", "2024-T3"):
        make_period(reporting.network, code)
    client = login(secretariat)

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(matrix_of(), asked).status_code == 200
        return len(found)

    make_entry(reporting.first, reporting.period, reporting.member)
    before = queries()
    for number in range(10):
        someone = make_member(reporting.network, f"m{number}")
        activity = make_activity(make_eje(reporting.version, f"x{number}"))
        make_entry(activity, reporting.period, someone)
    make_period(reporting.network, "2024-T4")
    assert queries() == before
    assert before <= 14


def test_many_members_and_activities_come_in_pages(reporting, login, secretariat, matrix_of):
    for number in range(30):
        make_member(reporting.network, f"m{number:02}")
    for _number in range(110):
        make_activity(reporting.eje)
    client = login(secretariat)
    first = table(client.get(matrix_of(), {"eje": "todos"}))
    assert (len(first) - 2, len(first[0]) - 2) == (100, 25)
    last = table(client.get(matrix_of(), {"eje": "todos", "page": 2, "integrantes": 2}))
    assert (len(last) - 2, len(last[0]) - 2) == (12, 7)


# -- the workbook ---------------------------------------------------------------------------------------------


def book_of(client, address, asked=None):
    response = client.get(address, asked or {})
    assert response["Content-Disposition"] == 'attachment; filename="matriz-alfa-2024-T1.xlsx"'
    return load_workbook(io.BytesIO(response.content))


@pytest.mark.parametrize("asked", [*QUERIES, {"eje": "todos", "integrante": "dos"}], ids=str)
def test_the_workbook_says_what_is_seen(answered, login, secretariat, matrix_of, asked):
    client = login(secretariat)
    seen = table(client.get(matrix_of(), asked))
    sheet = book_of(client, matrix_of("matrix_file"), asked).worksheets[0]
    rows = [[str(cell.value or "") for cell in row] for row in sheet.iter_rows(min_row=4)]
    written = [
        [" ".join(f"{row[0]} {row[1]}".split()), *(" ".join(one.split()) for one in row[2:])] for row in rows
    ]
    groups = {number for number, row in enumerate(seen) if len(row) > 1 and not any(row[1:])}
    for number, (one, other) in enumerate(zip(seen, written, strict=True)):
        assert one[0] == other[0] if number in groups else one == other


def test_the_workbook_holds_heads_colours_and_what_was_asked(answered, login, secretariat, matrix_of):
    answered.first.title = "=HYPERLINK(1)"
    answered.first.save()
    book = book_of(login(secretariat), matrix_of("matrix_file"), {"eje": "todos", "integrante": "uno"})
    sheet, legend = book.worksheets
    assert sheet.freeze_panes == "C5"
    assert (sheet["B6"].value, sheet["B6"].data_type) == ("=HYPERLINK(1)", "s")
    assert sheet["D6"].value == "✓ Cumplido\n→ Enviado"
    assert sheet["D6"].fill.fgColor.rgb.endswith("E2F2E7")
    words = [str(cell.value) for row in legend.iter_rows() for cell in row if cell.value]
    assert "Integrante uno" in words
    assert "Cumplido" in words
    assert any("provisionales" in one for one in words)


def test_the_workbook_takes_every_page(reporting, login, secretariat, matrix_of):
    for number in range(30):
        make_member(reporting.network, f"m{number:02}")
    for _number in range(110):
        make_activity(reporting.eje)
    sheet = book_of(login(secretariat), matrix_of("matrix_file"), {"eje": "todos"}).worksheets[0]
    assert (sheet.max_row - 5, sheet.max_column - 3) == (112, 32)


def test_figures_have_the_two_places_they_have_everywhere(answered, login, secretariat, matrix_of):
    make_entry(answered.first, answered.period, make_member(answered.network, "tres"))
    rows = table(login(secretariat).get(matrix_of(), {"eje": "todos"}))
    assert rows[2][1] == "■■■■□ 66,67 % 2 de 3"
