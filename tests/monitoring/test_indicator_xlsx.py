"""The indicators of a period as workbooks: all of them, and one with every member."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from monitoring.models import Measurement
from plans.models import Indicator
from tests.factories import make_entry, make_member

pytestmark = pytest.mark.django_db
SEX = {"by": "sexo", "values": ["mujeres", "hombres", "otra"]}
URL = "/redes/alfa/periodos/2024-T1/indicadores/indicadores.xlsx"


@pytest.fixture
def indicator(reporting):
    """With what the técnica's member gave."""
    indicator = Indicator.objects.create(
        activity=reporting.first, title="=1+1", unit="personas", target=100, disaggregation=[SEX]
    )
    give(reporting, indicator, reporting.member, 81, {"sexo": {"mujeres": "50", "hombres": "31"}})
    return indicator


def give(reporting, indicator, member, value, breakdown=None):
    entry = make_entry(indicator.activity, reporting.period, member)
    given = {"value": value, "breakdown": breakdown or {}}
    Measurement.objects.create(entry=entry, indicator_lineage=indicator.lineage, **given)


@pytest.fixture
def workbook(observer, login):
    def _workbook(name, **query):
        response = login(observer).get(URL, query)
        assert f'filename="{name}-alfa-2024-T1.xlsx"' in response["Content-Disposition"]
        return load_workbook(BytesIO(response.content))

    return _workbook


def table(sheet) -> list[dict]:
    found = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
    return [dict(zip(found[0], row, strict=False)) for row in found[1:]]


def test_the_list(indicator, workbook):
    assert reverse("monitoring:indicator_xlsx", kwargs={"slug": "alfa", "code": "2024-T1"}) == URL
    book = workbook("indicadores")
    (row,) = table(book["Indicadores"])
    assert (row["Código"], row["En el periodo"], row["Meta"], row["% de la meta"]) == ("1.1", 81, 100, 81)
    assert (row["Dieron el dato"], row["Lo deben"]) == (1, 2)
    cell = book["Indicadores"]["D4"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=1+1", "s", True)
    apart = table(book["Desagregación"])
    assert [(one["Valor"], one["Cifra"], one["% de lo desagregado"]) for one in apart[:3]] == [
        ("mujeres", 50, 61.73),
        ("hombres", 31, 38.27),
        ("otra", None, None),
    ]
    assert [one["Cifra de"] for one in apart[::3]] == ["el periodo", "el año"]


def test_one_with_every_member_and_the_figure(indicator, reporting, workbook):
    give(reporting, indicator, None, 20)
    for number in range(60):
        make_member(reporting.network, f"m{number}")
    book = workbook("indicador", indicador=str(indicator.lineage))
    found = table(book["Indicador"])
    assert len(found) == 1 + 62 + 1
    assert (found[0]["Clave"], found[0]["En el periodo"], found[0]["Nota"]) == ("red", 20, None)
    own = next(row for row in found if row["Clave"] == "uno")
    assert (own["En el periodo"], own["sexo: mujeres"], own["sexo: otra"]) == (81, 50, None)
    assert own["Qué abarca"] == "del periodo"
    assert next(row for row in found if row["Clave"] == "dos")["Nota"] == "sin informar"
    assert (found[-1]["Integrante"], found[-1]["En el periodo"]) == ("La cifra, que es la de la propia red", 20)
    assert len(table(book["Cómo se cuenta"])) == 4


@pytest.mark.parametrize("wrong", ["x", "00000000-0000-0000-0000-000000000000"])
def test_an_indicator_that_is_not_there_is_not_found(indicator, observer, login, wrong):
    assert login(observer).get(URL, {"indicador": wrong}).status_code == 404
