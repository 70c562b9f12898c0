"""In which language a page is, and how a person chooses it."""

import pytest
from django.utils import translation

from networks.languages import known_language, language_of, languages_of_network
from networks.models import Network, User
from tests.networks.test_network_update import URL, form_of


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("es", "es"),
        ("es-CO", "es"),
        ("pt", "pt-br"),
        ("pt_BR", "pt-br"),
        ("pt-PT", "pt-br"),
        ("EN", "en"),
        ("fr", ""),
    ],
)
def test_codes_are_known_however_they_are_written(code, expected) -> None:
    assert known_language(code) == expected


def test_a_network_without_a_known_language_is_spanish() -> None:
    assert languages_of_network(Network(languages=["xx", 3])) == ["es"]
    assert languages_of_network(Network(languages=["pt", "es", "pt-br"])) == ["pt-br", "es"]


def test_her_own_choice_comes_before_her_networks() -> None:
    network = Network(languages=["pt"])
    assert language_of(User(language="en"), [network]) == "en"
    assert language_of(User(), [network]) == "pt-br"
    assert language_of(None, []) == "es"


def test_the_page_is_in_the_language_she_chose_and_the_next_persons_is_not(observer, login, client) -> None:
    client = login(observer)
    response = client.post("/idioma/", {"language": "en", "next": "/redes/alfa/"})
    assert response.url == "/redes/alfa/"
    page = client.get("/redes/alfa/")
    assert page.headers["Content-Language"] == "en"
    assert '<html lang="en"' in page.content.decode()
    observer.refresh_from_db()
    assert observer.language == "en"
    assert translation.get_language() == "es"


def test_whoever_has_not_signed_in_has_her_browsers_language_or_the_one_she_chose(client, db) -> None:
    assert client.get("/cuentas/login/", headers={"accept-language": "pt"}).headers["Content-Language"] == "pt-br"
    assert client.get("/cuentas/login/", headers={"accept-language": "fr"}).headers["Content-Language"] == "es"
    client.post("/idioma/", {"language": "en"})
    assert client.get("/cuentas/login/", headers={"accept-language": "pt"}).headers["Content-Language"] == "en"


@pytest.mark.parametrize("next_page", ["https://otro.example/", "//otro.example/", "javascript:alert(1)"])
def test_choosing_leads_nowhere_else(next_page, client, db) -> None:
    assert client.post("/idioma/", {"language": "en", "next": next_page}).url == "/"


def test_an_unknown_language_changes_nothing(observer, login) -> None:
    assert login(observer).post("/idioma/", {"language": "fr\0"}).status_code == 302
    observer.refresh_from_db()
    assert observer.language == ""


def test_a_network_says_its_languages(network, secretariat, login) -> None:
    login(secretariat).post(URL, form_of(network, main_language="pt-br", other_languages=["es", "pt-br"]))
    network.refresh_from_db()
    assert network.languages == ["pt-br", "es"]
