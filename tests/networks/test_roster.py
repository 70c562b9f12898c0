"""The roster against the goal: who counts, who is told apart, how it grew, and who joins without an invitation."""

from __future__ import annotations

import datetime
import itertools
import re

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from networks import rosters
from networks.models import Contact, Network
from networks.rosters import Goal, Standing
from networks.selectors.roster import goal_words, roster, roster_counts, roster_history, standing_filter
from networks.services.roster import roster_join
from tests.factories import make_member, make_network

pytestmark = pytest.mark.django_db
D = datetime.date
TODAY = timezone.localdate()
_number = itertools.count(1)


MARCH = D(2018, 3, 1)


def person(member, joined=MARCH, level="senior", sex="female", **fields) -> Contact:
    name = fields.pop("name", f"Jefatura {next(_number)}")
    return Contact.objects.create(member=member, name=name, joined_on=joined, post_level=level, sex=sex, **fields)


def page(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def aimed(network) -> Network:
    """A goal of four women in senior and middle posts by the end of 2018."""
    network.roster_goal, network.roster_goal_sex = 4, "female"
    network.roster_goal_on = D(2018, 12, 31)
    network.save()
    return network


@pytest.fixture
def url(network):
    return lambda name="roster", **kwargs: reverse(f"networks:{name}", kwargs={"slug": network.slug, **kwargs})


@pytest.fixture
def mixed(aimed, member) -> dict[str, Contact]:
    other = make_member(aimed, "dos")
    return {
        "counts": person(member),
        "middle": person(other, level="middle"),
        "level unknown": person(member, level=""),
        "sex unknown": person(member, sex=""),
        "man": person(member, sex="male"),
        "staff": person(member, level="staff"),
        "left": person(member, valid_to_on=D(2018, 6, 30)),
        "not yet": person(member, joined=TODAY + datetime.timedelta(days=1)),
        "directory only": person(member, joined=None),
        "elsewhere": person(make_member(make_network("beta"))),
    }


def test_counts_tell_the_unknown_apart(aimed, mixed):
    counts = roster_counts(aimed, TODAY)
    assert (counts.counted, counts.unknown, counts.outside, counts.people) == (2, 2, 2, 6)
    assert (str(counts.percent), counts.missing, counts.reached) == ("50.00", 2, False)
    assert [(one.code, one.counted, one.unknown, one.outside) for one in counts.by_unit] == [
        ("uno", 1, 2, 2),
        ("dos", 1, 0, 0),
    ]
    assert [(one.code, one.counted, one.people) for one in counts.by_level] == [
        ("senior", 1, 3),
        ("middle", 1, 1),
        ("staff", 0, 1),
        ("", 0, 1),
    ]


def test_counts_are_of_their_day(aimed, mixed):
    assert roster_counts(aimed, D(2018, 2, 28)).people == 0
    assert roster_counts(aimed, D(2018, 6, 30)).counted == 3
    assert roster_counts(aimed, D(2018, 7, 1)).counted == 2


def test_without_a_goal_there_is_a_roster_and_no_percent(network, member):
    network.roster_goal_levels = []
    person(member, level="", sex="")
    counts = roster_counts(network, TODAY)
    assert (counts.people, counts.percent, counts.missing, counts.reached) == (1, None, None, False)


@pytest.mark.parametrize("levels", [[], ["senior"], ["senior", "middle"], ["nonsense"]])
@pytest.mark.parametrize("sex", ["", "female"])
def test_the_database_says_what_the_arithmetic_says(network, member, levels, sex):
    goal = Goal(1, frozenset(levels) & {"senior", "middle"}, sex)
    for level, hers in itertools.product(["senior", "middle", "staff", ""], ["female", "male", "other", ""]):
        person(member, level=level, sex=hers)
    for wanted in Standing:
        found = set(roster(network, TODAY).filter(standing_filter(goal, wanted)))
        expected = {
            one for one in Contact.objects.all() if rosters.standing(goal, one.post_level, one.sex) == wanted
        }
        assert found == expected


def test_history_in_one_query(aimed, mixed, django_assert_num_queries):
    with django_assert_num_queries(1):
        grown = roster_history(aimed, D(2018, 7, 15))
    by_day = {mark.day: mark for mark in grown.marks}
    assert by_day[D(2018, 2, 28)].counted == 0
    assert by_day[D(2018, 6, 30)].counted == 3
    assert by_day[D(2018, 7, 15)].counted == 2
    assert by_day[D(2018, 7, 15)].unknown == 2
    assert roster_history(make_network("vacia"), TODAY).marks == ()


def test_the_words_of_the_goal(aimed):
    from networks.selectors.roster import roster_goal

    assert goal_words(roster_goal(aimed)) == "mujer · mando superior, mando medio"
    aimed.roster_goal_levels = {"not": "a list"}
    assert goal_words(roster_goal(aimed)) == "mujer"


def test_the_page(login, observer, url, mixed):
    response = login(observer).get(url())
    words = page(response)
    assert "Cuentan para la meta" in words
    assert re.search(r"2 <small>de 4</small>", words)
    assert "50,00 %" in words
    assert "De 2 personas no consta" in words
    assert "Meta: 4" in words
    assert "Editar" not in words
    assert "Sumar sin invitación" not in words
    assert response.context["paginator"].count == 6
    # The picture and its table say the same.
    assert 'role="img"' in words
    assert "<summary>Las mismas cifras en una tabla</summary>" in words


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("meta=cuenta", {"counts", "middle"}),
        ("meta=por-confirmar", {"level unknown", "sex unknown"}),
        ("meta=no-cuenta", {"man", "staff"}),
        ("unidad=dos", {"middle"}),
        ("nivel=no-consta", {"level unknown"}),
        ("nivel=staff", {"staff"}),
        ("nivel=%00&unidad=x&meta=x&q=%00", None),
    ],
)
def test_filters(login, secretariat, url, mixed, query, expected):
    found = set(login(secretariat).get(f"{url()}?{query}").context["object_list"])
    expected = expected or {"counts", "middle", "level unknown", "sex unknown", "man", "staff"}
    assert found == {mixed[name] for name in expected}


def test_search_reads_past_accents(login, secretariat, url, aimed, member):
    person(member, name="Dirección Jurídica")
    person(member, name="Otra")
    found = login(secretariat).get(f"{url()}?q=JURIDICA").context["object_list"]
    assert [one.name for one in found] == ["Dirección Jurídica"]


def test_empty_states(login, secretariat, observer, url):
    assert "Todavía no hay nadie en la red" in page(login(observer).get(url()))
    words = page(login(secretariat).get(url()))
    assert "La red no tiene una meta" in words
    assert reverse("networks:invitation_create", args=["alfa"]) in words


def test_as_many_queries_for_many_as_for_few(login, secretariat, url, aimed, member):
    def asked() -> int:
        client = login(secretariat)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(url())
        return len(queries)

    person(member)
    few = asked()
    units = [make_member(aimed) for _ in range(30)]
    Contact.objects.bulk_create(
        Contact(member=units[n % 30], name=f"P{n}", joined_on=D(2018, 1 + n % 12, 5), sex="female")
        for n in range(600)
    )
    assert asked() <= few + 1  # the page of a list that has pages counts them


def test_joining_without_an_invitation(login, secretariat, url, member):
    one, two = person(member, joined=None), person(member, joined=None)
    client = login(secretariat)
    assert one.name in page(client.get(url("roster_join")))
    client.post(url("roster_join"), {"contacts": [one.pk], "joined_on": "2018-05-02"})
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.joined_on, two.joined_on) == (D(2018, 5, 2), None)
    assert one.history.first().history_user == secretariat


def test_a_day_that_cannot_be_is_refused_and_nothing_is_lost(login, secretariat, url, member):
    one, late = person(member, joined=None), person(member, joined=None, valid_from_on=D(2019, 1, 1), name="Tarde")
    client, both = login(secretariat), {"contacts": [one.pk, late.pk]}
    response = client.post(url("roster_join"), {**both, "joined_on": "2018-05-02"})
    assert "Tarde está en el directorio desde el 01/01/2019" in page(response)
    assert response.content.decode().count("checked") == 2
    future = (TODAY + datetime.timedelta(days=2)).isoformat()
    assert "todavía no llega" in page(client.post(url("roster_join"), {**both, "joined_on": future}))
    assert "revise el año" in page(client.post(url("roster_join"), {**both, "joined_on": "0018-05-02"}))
    assert "Marque a quién se suma" in page(client.post(url("roster_join"), {"joined_on": "2018-05-02"}))
    assert not Contact.objects.filter(joined_on__isnull=False).exists()


def test_nobody_of_another_network_joins(network, member):
    stranger = person(make_member(make_network("beta")), joined=None)
    assert roster_join(network=network, contacts=[stranger.pk], joined_on=D(2018, 5, 2)) == []
    with pytest.raises(ValidationError):
        roster_join(network=network, contacts=[person(member, joined=None).pk], joined_on=D(3018, 5, 2))


def test_what_is_missing_is_filled_in_and_then_counts(login, secretariat, url, aimed, member):
    one = person(member, level="", sex="")
    client = login(secretariat)
    data = {"joined_on": "2018-03-01", "post_level": "middle", "sex": "female"}
    client.post(url("roster_update", pk=one.pk), data)
    assert roster_counts(aimed, TODAY).counted == 1
    response = client.post(url("roster_update", pk=one.pk), {**data, "joined_on": "3018-03-01"})
    assert "todavía no llega" in page(response)
    client.post(url("roster_update", pk=one.pk), {**data, "joined_on": ""})
    assert roster_counts(aimed, TODAY).people == 0
    assert Contact.objects.filter(pk=one.pk).exists()


def test_a_person_of_another_network_is_not_there(login, secretariat, url):
    stranger = person(make_member(make_network("beta")))
    assert login(secretariat).get(url("roster_update", pk=stranger.pk)).status_code == 404
