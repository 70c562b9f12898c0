"""The directory: found as one types, grouped by country and member, narrowed, and paged whatever its size."""

import datetime
import re

import pytest
from django.urls import reverse

from networks.models import Contact, Territory
from tests.factories import make_member, make_network
from tests.networks.people import make_contact, make_country

HERE = "networks:contact_list"


@pytest.fixture
def listing(network, observer, login):
    def _listing(htmx=False, **asked):
        headers = {"HX-Request": "true"} if htmx else {}
        return login(observer).get(reverse(HERE, args=["alfa"]), asked, headers=headers)

    return _listing


def names(response) -> list[str]:
    return [contact.name for contact in response.context["page_obj"]]


@pytest.mark.parametrize(
    "typed",
    ["NUÑEZ", "nunez", "Núñez fiscalia", "FISCALÍA", "fiscal@example", "coalicion mexico", "méx", "uno-mx"],
)
def test_a_search_knows_no_accents_nor_capitals(typed, network, listing) -> None:
    member = make_country(network, "uno-mx", "México")
    make_contact(member, "Oficina Núñez", post="Fiscalía", email="fiscal@example.org")
    make_contact(make_country(network, "pe", "Perú"), "Otra oficina")
    assert names(listing(q=typed)) == ["Oficina Núñez"]


def test_all_the_words_must_be_there(network, listing) -> None:
    make_contact(make_country(network, "mx", "México"), "Oficina", post="Fiscalía")
    assert names(listing(q="fiscalia mexico")) == ["Oficina"]
    assert names(listing(q="fiscalia peru")) == []


def test_a_percent_sign_is_a_character(member, listing) -> None:
    make_contact(member, "Oficina")
    assert names(listing(q="%")) == names(listing(q="_")) == []


def test_rows_of_before_searches_were_kept_are_found(member, listing) -> None:
    make_contact(member, "Oficina Núñez")
    Contact.objects.update(folded="")
    assert names(listing(q="nunez")) == ["Oficina Núñez"]
    assert Contact.objects.get().folded == "oficina nunez"
    assert Contact.objects.get().history.count() == 1


def test_it_is_grouped_by_country_then_member_then_quality(network, listing) -> None:
    peru, chile = make_country(network, "pe", "Perú"), make_country(network, "cl", "Chile")
    make_contact(make_member(network, "sin"), "Sin país")
    make_contact(peru, "Técnica", rank="staff")
    make_contact(peru, "Suplente", rank="alternate")
    make_contact(peru, "Titular", rank="principal")
    make_contact(chile, "Chilena")
    response = listing()
    assert [group.country for group in response.context["countries"]] == ["Chile", "Perú", ""]
    assert names(response) == ["Chilena", "Titular", "Suplente", "Técnica", "Sin país"]


def test_a_country_takes_in_what_lies_in_it(network, listing) -> None:
    country = Territory.objects.create(code="CO", name="Colombia", level="country")
    city = Territory.objects.create(code="BOG", name="Bogotá", level="city", parent=country)
    make_contact(make_member(network, "bogota", territory=city), "Bogotana")
    make_contact(make_member(network, "otra"), "Otra")
    response = listing(territorio=str(country.pk))
    assert names(response) == ["Bogotana"]
    assert [group.country for group in response.context["countries"]] == ["Colombia"]


def test_each_filter_narrows(network, listing) -> None:
    peru, chile = make_country(network, "pe", "Perú"), make_country(network, "cl", "Chile")
    care = make_contact(peru, "Atención", "Atención", "Prevención").areas.get(name="Atención")
    make_contact(chile, "Suplente", "Prevención", rank="alternate")
    past = datetime.date(2020, 1, 1)
    make_contact(chile, "Antes", valid_to_on=past)
    assert names(listing()) == ["Suplente", "Atención"]
    chosen = listing(area=str(care.pk))
    assert names(chosen) == ["Atención"]
    assert re.search(rf'value="{care.pk}"\s+selected', chosen.content.decode())
    assert names(listing(integrante="cl")) == ["Suplente"]
    assert names(listing(calidad="alternate")) == ["Suplente"]
    assert names(listing(vigencia="anteriores")) == ["Antes"]
    assert sorted(names(listing(vigencia="todos"))) == ["Antes", "Atención", "Suplente"]


def test_what_an_address_says_wrongly_narrows_nothing(member, listing) -> None:
    make_contact(member, "Oficina")
    for wrong in ({"territorio": "x"}, {"area": "9" * 30}, {"integrante": "nadie"}, {"vigencia": "?"}):
        assert names(listing(**wrong)) == ["Oficina"]
    assert names(listing(page="x")) == ["Oficina"]


def test_another_network_is_never_seen(member, listing) -> None:
    make_contact(make_country(make_network("beta"), "pe", "Perú"), "Ajena")
    make_contact(member, "Propia")
    assert names(listing()) == names(listing(q="a")) == ["Propia"]
    assert "Perú" not in listing().content.decode()


def test_htmx_gets_the_list_alone(member, listing) -> None:
    make_contact(member, "Oficina")
    whole, part = listing(q="ofi"), listing(htmx=True, q="ofi")
    assert "<html" in whole.content.decode()
    assert "<html" not in part.content.decode()
    assert 'id="directorio"' in part.content.decode()
    assert "HX-Request" in whole["Vary"]
    assert "HX-Request" in part["Vary"]


def test_every_contact_stands_on_one_page(network, listing) -> None:
    """Pages cut through members; nobody is lost between them, and nobody comes twice."""
    for number, count in enumerate([30, 1, 64, 3]):
        country = make_country(network, f"m{number}", f"País {number}")
        for each in range(count):
            make_contact(country, f"C{number}-{each:02}")
    seen = [name for number in (1, 2) for name in names(listing(page=str(number)))]
    assert seen == sorted(seen)
    assert len(set(seen)) == 98


def test_the_page_costs_the_same_for_few_and_for_many(network, observer, login, django_assert_num_queries) -> None:
    client, address = login(observer), reverse(HERE, args=["alfa"])
    country = make_country(network, "pe", "Perú")
    make_contact(country, "Una", "Atención")
    with django_assert_num_queries(10):
        client.get(address)
    for code in ("cl", "ar", "uy"):
        other = make_country(network, code, code)
        for number in range(30):
            make_contact(other, f"{code}{number}", "Atención")
    with django_assert_num_queries(10):
        client.get(address)


def test_an_empty_directory_says_what_to_do(network, secretariat, login) -> None:
    response = login(secretariat).get(reverse(HERE, args=["alfa"]))
    assert "El directorio está vacío" in response.content.decode()
    response = login(secretariat).get(reverse(HERE, args=["alfa"]), {"q": "nadie"})
    assert "Nadie coincide" in response.content.decode()


def test_only_the_secretariat_is_offered_the_file(member, observer, secretariat, login) -> None:
    make_contact(member)
    export = reverse("networks:contact_export", args=["alfa"])
    assert export not in login(observer).get(reverse(HERE, args=["alfa"])).content.decode()
    assert export in login(secretariat).get(reverse(HERE, args=["alfa"])).content.decode()


def test_the_choices_are_folded_until_one_is_made(network, member, secretariat, login) -> None:
    """On a telephone they would push the people off the screen; words alone need none of them."""
    address, client = reverse("networks:contact_list", args=[network.slug]), login(secretariat)
    folded = {
        asked: "open>" not in client.get(f"{address}?{asked}").content.decode().split("data-open-wide")[1][:80]
        for asked in ("", "q=oficina", "vigencia=todos", "calidad=alternate", f"integrante={member.code}")
    }
    assert list(folded.values()) == [True, True, False, False, False]
