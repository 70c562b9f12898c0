"""The indicators of a period: what each comes to, who gave it, and how one of them is made."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse

from monitoring.indicator_pages import bars_of
from monitoring.models import Basis, Measurement, ReviewState
from monitoring.selectors import indicator_values
from monitoring.selectors.indicators import Dimension
from plans.models import Concern, Indicator, OverMembers, OverPeriods, VersionStatus
from tests.factories import (
    make_activity,
    make_entry,
    make_member,
    make_network,
    make_period,
    make_plan,
    make_version,
)

pytestmark = pytest.mark.django_db
SEX = {"by": "sexo", "values": ["mujeres", "hombres", "otra"]}


@pytest.fixture
def indicator(reporting):
    return Indicator.objects.create(
        activity=reporting.first, title="Personas formadas", unit="personas", target=100, disaggregation=[SEX]
    )


@pytest.fixture
def measure(reporting, indicator):
    """`measure(8, mujeres="5", hombres="3")` is what the técnica's member sent; `member=None`, the network."""

    def _measure(
        value=None,
        *,
        member="técnica",
        period=None,
        of=None,
        basis=Basis.PERIOD,
        text="",
        state="submitted",
        **parts,
    ):
        who = reporting.member if member == "técnica" else member
        of = of or indicator
        activity = of.activity
        entry = make_entry(activity, period or reporting.period, who, review_state=ReviewState(state))
        breakdown = {"sexo": parts} if parts else {}
        given = {"value": value, "text": text, "basis": basis, "breakdown": breakdown}
        return Measurement.objects.create(entry=entry, indicator_lineage=of.lineage, **given)

    return _measure


@pytest.fixture
def shown(reporting, observer, login):
    """The page, which everybody in the network reads."""
    client = login(observer)

    def _shown(code="2024-T1", of=None, **query):
        query |= {"indicador": str(of.lineage)} if of else {}
        return client.get(address(code), query)

    return _shown


def address(code: str) -> str:
    return reverse("monitoring:indicator_list", kwargs={"slug": "alfa", "code": code})


def words(response) -> str:
    return " ".join(response.content.decode().split())


def card(response):
    (block,) = response.context["blocks"]
    (activity,) = block.activities.values()
    (found,) = activity.cards
    return found


def rows(response) -> dict:
    return {str(row.member or "red"): row for row in [*response.context["own"], *response.context["rows"]]}


# -- the list -------------------------------------------------------------------------------------------------


def test_the_figure_the_target_and_who_gave_it(measure, reporting, shown):
    measure(81, mujeres="50", hombres="31")
    page = words(shown())
    assert "Meta del año: 81 de 100: <strong>81,00 %</strong>" in page
    assert 'value="81.00"' in page
    assert "Dieron el dato <strong>1 de 2</strong>" in page
    assert "<strong>50</strong> <span>61,73 %</span>" in page
    assert "<strong>31</strong> <span>38,27 %</span>" in page
    assert "desagregado" not in page
    for heading in ("<h2", "<h3", "<h4"):
        assert heading in page


def test_no_data_is_not_zero(indicator, measure, shown):
    page = words(shown())
    assert page.count("sin dato") == 2
    assert "Dieron el dato <strong>0 de 2</strong>" in page
    assert "Meta del año: 100<" in page
    assert "<progress" not in page
    measure(0)
    page = words(shown())
    assert "Meta del año: 0 de 100: <strong>0,00 %</strong>" in page
    assert page.count("sin dato") == 0


def test_without_a_target_there_is_no_bar(indicator, measure, shown):
    indicator.target = None
    indicator.save()
    measure(8)
    page = words(shown())
    assert "<progress" not in page
    assert "Meta del año" not in page


def test_drafts_and_what_was_given_back_are_no_data(measure, reporting, shown):
    measure(8, state="draft")
    measure(9, state="returned", member=reporting.other)
    found = card(shown())
    assert (found.value.value, found.reported, found.owed) == (None, 0, 2)


def test_what_waits_for_a_version_in_draft_is_no_data(measure, reporting):
    given = measure(8)
    given.entry.version = make_version(reporting.network, number=2, status=VersionStatus.DRAFT)
    given.entry.save()
    (found,) = indicator_values(reporting.network, reporting.period)
    assert found.value is None


def test_the_year_to_the_periods_end_beside_the_period(measure, reporting, shown):
    measure(30)
    measure(51, period=make_period(reporting.network, "2024-T2"))
    own, year = card(shown("2024-T2")).value, card(shown("2024")).value
    assert (own.value, own.cumulative, year.value) == (51, 81, 81)
    assert card(shown()).value.cumulative == 30


def test_who_does_not_owe_it_is_told_apart(measure, reporting, shown):
    reporting.first.concerns = Concern.SOME_MEMBERS
    reporting.first.save()
    reporting.first.members.set([reporting.other])
    measure(3)
    response = shown()
    assert "Dieron el dato <strong>0 de 1</strong>, y 1 que no lo debía" in words(response)


def test_the_networks_own_figure_is_marked(measure, reporting, shown):
    measure(3)
    measure(14, member=None)
    response = shown()
    assert card(response).value.value == 14
    assert "lo midió la propia red" in words(response)


def test_told_apart_by_some_says_how_many(measure, reporting, shown):
    measure(8, mujeres="5", hombres="3")
    measure(4, member=reporting.other)
    page = words(shown())
    assert "desagregado 1 de 2" in page
    assert "62,50 %" in page
    assert "indicator-apart__none" in page  # «otra»: nobody said


def test_told_apart_by_nobody_says_so(measure, shown):
    measure(8)
    page = words(shown())
    assert "desagregado 0 de 1" in page
    assert '<details class="indicator-apart"' not in page


@pytest.mark.parametrize(
    ("values", "percents"),
    [
        ((1, 1, 1), ("33.34", "33.33", "33.33")),
        ((2, None, 0), ("100.00", None, "0.00")),
        ((0, 0, None), (None, None, None)),
        ((3, -1, None), (None, None, None)),
    ],
)
def test_percents_are_of_what_was_told_apart_and_add_to_100(values, percents):
    parts = tuple(zip("abc", (None if one is None else Decimal(one) for one in values), strict=True))
    (found,) = bars_of([Dimension("por", parts, 1, 1)])
    assert [bar.percent for bar in found.bars] == [one and Decimal(one) for one in percents]


def test_words_say_whose_they_are_and_of_when(measure, reporting, shown):
    state = Indicator.objects.create(activity=reporting.second, title="Estado", is_numeric=False)
    measure(of=state, text="en <consulta>")
    page = words(shown())
    assert "<p>en &lt;consulta&gt;</p> <footer> Integrante uno · 2024-T1 </footer>" in page
    make_period(reporting.network, "2024-T2")
    page = words(shown("2024-T2"))
    assert "Integrante uno · 2024-T1" in page
    assert "Dieron el dato <strong>0 de 2</strong>" in page


def test_ejes_and_activities_are_not_said_twice(reporting, shown):
    """Two activities with the same place in their order."""
    twin = make_activity(reporting.eje, "1.3", order=reporting.first.order)
    for title, activity in (("A", reporting.first), ("B", twin), ("C", reporting.first), ("D", reporting.second)):
        Indicator.objects.create(activity=activity, title=title)
    (block,) = shown().context["blocks"]
    found = [(one.code, [each.indicator.title for each in one.cards]) for one in block.activities.values()]
    assert sorted(found) == [("1.1", ["A", "C"]), ("1.2", ["D"]), ("1.3", ["B"])]


def test_a_period_no_plan_covers_says_so(reporting, shown):
    make_period(reporting.network, "2025-T1")
    assert "Ningún plan rige en este periodo" in words(shown("2025-T1"))


def test_without_indicators_it_says_so(reporting, shown):
    assert "El plan no sigue ningún indicador" in words(shown())


def test_another_networks_indicators_stay_there(indicator, measure, reporting, shown):
    strange = make_network("beta")
    version = make_plan(strange)
    activity = version.ejes.get().activities.first()
    other = Indicator.objects.create(activity=activity, title="Ajeno", lineage=indicator.lineage)
    entry = make_entry(activity, make_period(strange), make_member(strange))
    Measurement.objects.create(entry=entry, indicator_lineage=other.lineage, value=7)
    response = shown()
    assert "Ajeno" not in words(response)
    assert card(response).value.value is None


# -- one ------------------------------------------------------------------------------------------------------


def test_each_member_with_her_figure_and_silence_as_silence(indicator, measure, reporting, shown, url_of):
    third = make_member(reporting.network, "tres")
    measure(8, mujeres="5", hombres="3")
    make_entry(reporting.first, reporting.period, third)
    response = shown(of=indicator)
    found = rows(response)
    assert [(name, row.value, bool(row.links)) for name, row in found.items()] == [
        ("Integrante dos", None, False),
        ("Integrante tres", None, True),
        ("Integrante uno", 8, True),
    ]
    assert found["Integrante uno"].parts == [("sexo: mujeres", 5), ("sexo: hombres", 3), ("sexo: otra", None)]
    page = words(response)
    assert f'href="{url_of("entry_detail")}"' in page
    assert "Sin informar" in page
    assert "del periodo" in page
    assert page.count("<table") == 1


def test_the_sum_is_written_out(indicator, measure, reporting, shown):
    measure(8)
    measure("4.5", member=reporting.other)
    response = shown(of=indicator)
    found = response.context["one"].sum()
    assert ([term.text for term in found.terms], found.tail, found.result) == (["8", "4,5"], "", "12,5")
    assert "Entre integrantes se suma lo que dio cada cual." in words(response)
    indicator.over_members = OverMembers.MEAN
    indicator.save()
    response = shown(of=indicator)
    found = response.context["one"].sum()
    assert (found.tail, found.result, found.parenthesis) == (" ÷ 2", "6,25", True)
    assert "se promedia" in words(response)


def test_where_the_latest_counts_it_is_marked(indicator, measure, reporting, shown):
    indicator.over_members, indicator.over_periods = OverMembers.LATEST, OverPeriods.LATEST
    indicator.save()
    measure(8)
    measure(5, member=reporting.other)
    response = shown(of=indicator)
    assert [name for name, row in rows(response).items() if row.stands] == ["Integrante dos"]
    assert response.context["one"].value.value == 5
    assert response.context["one"].sum() is None
    assert "el último dato" in words(response)
    assert "A lo largo del año vale el último dato." in words(response)


def test_the_networks_own_line_is_apart_and_its_figure_stands(indicator, measure, shown):
    measure(3)
    measure(14, member=None, basis=Basis.YEAR_TO_DATE)
    response = shown(of=indicator)
    assert [row.value for row in response.context["own"]] == [14]
    assert [row.value for row in response.context["rows"]] == [None, 3]
    page = words(response)
    assert page.count("<table") == 2
    assert "Donde midió la propia red, vale su cifra" in page
    assert "acumulado del año" in page
    assert response.context["one"].sum() is None
    assert not any(row.stands for row in response.context["own"])


def test_a_year_opens_each_of_its_reports(indicator, measure, reporting, shown):
    measure(30)
    measure(51, period=make_period(reporting.network, "2024-T2"))
    row = rows(shown("2024", of=indicator))["Integrante uno"]
    assert row.value == 81
    assert [label for label, _url in row.links] == ["2024-T1", "2024-T2"]
    assert all("/2024-T" in url for _label, url in row.links)


def test_what_was_given_before_is_in_the_year_only(indicator, measure, reporting, shown):
    measure(30)
    make_period(reporting.network, "2024-T2")
    row = rows(shown("2024-T2", of=indicator))["Integrante uno"]
    assert (row.value, row.year, row.links) == (None, 30, [])


def test_parts_that_do_not_add_stay_out_and_it_says_so(indicator, measure, shown):
    measure(8, mujeres="5", hombres="1")
    response = shown(of=indicator)
    assert {value for _label, value in rows(response)["Integrante uno"].parts} == {None}
    assert "Sexo: Suma 6 de 8: faltan 2." in words(response)


def test_words_of_each_member(measure, reporting, shown):
    state = Indicator.objects.create(activity=reporting.second, title="Estado", is_numeric=False)
    measure(of=state, text="en consulta")
    response = shown(of=state)
    assert rows(response)["Integrante uno"].text == "en consulta"
    page = words(response)
    assert "Se dice en palabras" in page
    assert "tfoot" not in page
    assert "Sin dato no es cero" not in page


@pytest.mark.parametrize("wrong", ["x", "00000000-0000-0000-0000-000000000000", "\0"])
def test_an_indicator_that_is_not_there_is_not_found(indicator, shown, wrong):
    assert shown(indicador=wrong).status_code == 404


# -- cost -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("opened", [False, True])
def test_it_costs_the_same_with_one_member_and_with_many(
    indicator, measure, reporting, shown, opened, django_assert_max_num_queries
):
    counts = []
    measure(1)
    for many in (0, 60):
        for number in range(many):
            measure(number, member=make_member(reporting.network, f"m{number}"), mujeres=str(number))
            Indicator.objects.create(activity=reporting.second, title=f"Otro {number}")
        with django_assert_max_num_queries(100) as captured:
            response = shown(of=indicator if opened else None)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 17
    page = response.context["page_obj"]
    assert (len(page), page.paginator.count) == ((50, 62) if opened else (20, 61))
    # The figure is of everybody, whoever is on the page.
    if opened:
        assert response.context["one"].value.value == 1 + sum(range(60))
        assert "22 sumandos más" not in words(response)
        assert "21 sumandos más" in words(response)
