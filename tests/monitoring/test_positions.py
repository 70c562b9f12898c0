"""A member's place among the others: the arithmetic, who sees whose, and that nobody is named."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from monitoring.positions import draw_strip, spread_of, standing
from networks.models import MemberComparison
from tests.factories import make_entry, make_member, make_period, make_plan

percents = st.decimals(0, 100, places=2)


@given(st.lists(percents, max_size=40))
def test_quartiles_part_the_figures(values):
    found = spread_of(values)
    assert (found.median is None) == (len(values) < 3)
    assert (found.lower is None) == (len(values) < 5) == (not found.shows_all)
    if found.shows_all:
        assert min(values) <= found.lower <= found.median <= found.upper <= max(values)
        assert sum(value <= found.upper for value in values) * 4 >= 3 * (len(values) - 1)


@given(percents, st.lists(percents, max_size=20))
def test_ties_count_as_the_same_or_more(own, others):
    found = standing(own, [own, *others])
    assert found.same_or_more == 1 + sum(other >= own for other in others)
    assert found.others == len(others) + 1


def test_between_two_figures_in_proportion():
    found = spread_of([Decimal(value) for value in (0, 10, 20, 30)])
    assert (found.median, found.lower) == (15, None)
    assert spread_of([Decimal(value) for value in (0, 10, 20, 30, 35)]).upper == 30


@given(st.lists(percents, min_size=5, max_size=30))
def test_the_picture_has_a_dot_a_figure(values):
    svg = draw_strip(values, spread_of(values), values[0], label='"<&')
    assert svg.count("<circle") == len(values)
    assert svg.count("strip__dot--own") == 1
    assert 'aria-label="&quot;&lt;&amp;"' in svg


# -- the page -------------------------------------------------------------------------------------------------


@pytest.fixture
def six(network, member):
    """«uno» has 40, five others 0, 40, 100, 100 and silence; shares are 40 and 60 of one eje."""
    version = make_plan(network, (40, 60))
    first, second = version.ejes.get().activities.order_by("order")
    period = make_period(network)
    members = [make_member(network, f"m{n}", name=f"Vecina {n}") for n in range(5)]
    for who, done in zip((member, *members), ((1, 0), (0, 0), (1, 0), (1, 1), (1, 1), ()), strict=True):
        for activity, is_done in zip((first, second), done, strict=False):
            make_entry(activity, period, who, "cumplido" if is_done else "no_cumplido")
    return reverse("monitoring:positions", args=[network.slug, period.code])


def text(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.mark.django_db
def test_a_technician_sees_her_own_place_and_nobodys_name(six, login, technician):
    told = text(login(technician).get(six))
    assert "Integrante uno: ¿por qué 40,00 % ?" in told
    assert "en la mediana" in told
    assert "3 de las otras 4 tienen lo mismo o más" in told
    assert "1 todavía sin informar" in told
    assert "Vecina" not in told


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "query", "status"),
    [
        ("technician", "integrante=uno", 200),
        ("technician", "integrante=m1", 403),
        ("technician", "lista=si", 403),
        ("technician", "integrante=nadie", 404),
        ("observer", "", 200),
        ("observer", "integrante=uno", 403),
        ("observer", "lista=si", 403),
        ("coordinator", "integrante=m1", 200),
        ("coordinator", "lista=si", 403),
        ("secretariat", "integrante=m1&lista=si", 200),
    ],
)
def test_who_sees_whose(six, login, request, role, query, status):
    assert login(request.getfixturevalue(role)).get(f"{six}?{query}").status_code == status


@pytest.mark.django_db
def test_the_secretariat_lists_on_request_in_the_alphabets_order(six, login, secretariat):
    client = login(secretariat)
    assert "listed" in client.get(six).context
    assert not client.get(six).context["listed"]
    listed = client.get(six, {"lista": "si"}).context["listed"]
    assert [member.name for member, _own, _url in listed] == ["Integrante uno", *(f"Vecina {n}" for n in range(5))]
    assert listed[-1][1] is None


@pytest.mark.django_db
def test_everyone_sees_all_where_the_network_says_so(six, login, observer, network):
    network.member_comparison = MemberComparison.EVERYONE
    network.save()
    assert "Vecina 3" in text(login(observer).get(six))


@pytest.mark.django_db
def test_few_figures_show_neither_dots_nor_quartiles(network, member, login, technician):
    version = make_plan(network, (100,))
    period = make_period(network)
    for who in (member, make_member(network), make_member(network)):
        make_entry(version.ejes.get().activities.get(), period, who)
    response = login(technician).get(reverse("monitoring:positions", args=[network.slug, period.code]))
    assert "se sabría de quién es cada uno" in text(response)
    assert response.context["strip"] == ""
    assert response.context["spread"].median == 100


@pytest.mark.django_db
def test_queries_are_constant(six, login, secretariat, network, django_assert_max_num_queries):
    client = login(secretariat)
    with django_assert_max_num_queries(20) as few:
        client.get(six)
    for _ in range(10):
        make_member(network)
    with django_assert_max_num_queries(20) as many:
        client.get(six)
    assert len(few) == len(many)
