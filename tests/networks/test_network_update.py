"""The network's own data, and two people saving them at once."""

from django.forms import model_to_dict

from networks.forms.network import NetworkForm
from networks.models import Network

URL = "/redes/alfa/datos/"


def form_of(network: Network, **changes) -> dict:
    values = model_to_dict(network, fields=NetworkForm.Meta.fields)
    given = {k: "" if v is None else v for k, v in values.items()}
    return {**given, "revision": network.revision, "main_language": "es", **changes}


def test_saving(network, secretariat, login) -> None:
    login(secretariat).post(URL, form_of(network, name="Red nueva", eje_word="grupo"))
    network.refresh_from_db()
    assert (network.name, network.eje_word, network.revision) == ("Red nueva", "grupo", 2)


def test_the_second_to_save_is_told_and_keeps_her_text(network, secretariat, login) -> None:
    client = login(secretariat)
    stale = form_of(network, name="La segunda")
    client.post(URL, form_of(network, name="La primera"))
    response = client.post(URL, stale)
    page = response.content.decode()
    assert response.status_code == 409
    assert "La primera" in page
    assert 'value="La segunda"' in page
    network.refresh_from_db()
    assert network.name == "La primera"
    client.post(URL, {**stale, "revision": 2})
    network.refresh_from_db()
    assert network.name == "La segunda"


def test_a_wrong_time_zone_is_refused(network, secretariat, login) -> None:
    response = login(secretariat).post(URL, form_of(network, time_zone="Bogota"))
    assert "no es una zona horaria" in response.content.decode()
