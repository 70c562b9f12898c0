"""The API: what it answers, to whom, how often, and in which words it refuses."""

from __future__ import annotations

import json

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports.context import fingerprint
from tests.factories import make_network
from tests.reports import published_samples as samples

API = "/api/v1/"
ALFA = f"{API}networks/alfa/"


@pytest.fixture
def published(network, settings) -> list:
    settings.API_RATE = ""
    return samples.publish_everything(network)


def get(client, path: str, status: int = 200, **headers: str) -> dict:
    response = client.get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    assert response.status_code == status, response.content
    return json.loads(response.content) if response.content else {}


# -- reading ------------------------------------------------------------------------------------------------------


def test_from_the_entrance_everything_can_be_reached(client, published) -> None:
    """Following every address that any answer names."""
    todo, seen = [API], set()
    while todo:
        path = todo.pop()
        if path in seen:
            continue
        seen.add(path)
        response = client.get(path)
        assert response.status_code == 200, path
        if response["Content-Type"] == "application/json" and not path.endswith("openapi.json"):
            todo += [one for one in _addresses(json.loads(response.content)) if one.startswith(API)]
    assert {f"{ALFA}plans/2024/activities/", f"{ALFA}plans/2024/progress/2024-T1/", f"{ALFA}reports/"} <= seen
    assert any("/publications/" in path and not path.endswith("publications/") for path in seen)


def _addresses(value) -> list[str]:
    if isinstance(value, dict):
        return [one for each in value.values() for one in _addresses(each)]
    if isinstance(value, list):
        return [one for each in value for one in _addresses(each)]
    return [value.removeprefix("http://testserver")] if isinstance(value, str) and "testserver" in value else []


def test_lists_are_paged_with_absolute_addresses(client, network, published) -> None:
    samples.publish(network, "plan", "grande", samples.plan(205, "grande"))
    path, found = f"{ALFA}plans/grande/activities/?limit=100&idioma=es", []
    while path:
        page = get(client, path)
        assert page["count"] == 205
        assert len(page["results"]) <= 100
        found += [row["code"] for row in page["results"]]
        path = page["next"]
    assert found == [f"1.{n}" for n in range(1, 206)]
    last = client.get(f"{ALFA}plans/grande/activities/?limit=100&offset=200&idioma=es")
    assert 'offset=100&idioma=es>; rel="prev"' in last["Link"] or "idioma=es&limit=100&offset=100" in last["Link"]
    assert 'rel="license"' in last["Link"]
    assert 'rel="next"' not in last["Link"]
    beyond = get(client, f"{ALFA}plans/grande/activities/?limit=100&offset=9999999")
    assert beyond["results"] == []
    assert beyond["previous"].endswith("offset=105")


def test_a_row_is_the_shape_that_was_published(client, published) -> None:
    row = get(client, f"{ALFA}plans/2024/activities/")["results"][0]
    assert row == samples.plan().model_dump(mode="json")["activities"][0]


def test_a_publication_can_be_checked_against_its_fingerprint(client, published) -> None:
    for name in published:
        found = get(client, f"{ALFA}publications/{name.pk}/")
        assert fingerprint(found["data"]) == found["sha256"] == name.sha256


def test_filters(client, network, published) -> None:
    samples.publish(network, "meetings", "2023", samples.meetings(2023))
    assert get(client, f"{ALFA}publications/?kind=meetings")["count"] == 2
    assert get(client, f"{ALFA}publications/?kind=progress&key=2024/2024-T1")["count"] == 1
    assert [row["date"] for row in get(client, f"{ALFA}meetings/")["results"]] == ["2024-04-16", "2023-04-16"]
    assert [row["date"] for row in get(client, f"{ALFA}meetings/?year=2023")["results"]] == ["2023-04-16"]
    assert get(client, f"{ALFA}decisions/?year=1999")["count"] == 0


def test_a_header_counts_its_lists(client, published) -> None:
    plan = get(client, f"{ALFA}plans/2024/")
    assert plan["activities"] == {"count": 3, "url": f"http://testserver{ALFA}plans/2024/activities/"}
    year = get(client, f"{ALFA}meetings/2024/")
    assert (year["ordinary_held"], year["functions"]["count"]) == (1, 1)


# -- what is not there --------------------------------------------------------------------------------------------


HIDDEN = [
    "",
    "publications/",
    "plans/",
    "plans/2024/",
    "plans/2024/activities/",
    "meetings/",
    "reports/",
    "documents/",
]


@pytest.mark.parametrize("rest", HIDDEN)
def test_not_public_and_absent_are_the_same(client, published, rest: str) -> None:
    samples.publish(make_network("oculta"), "plan", "2024", samples.plan())
    hidden, absent = (client.get(f"{API}networks/{slug}/{rest}") for slug in ("oculta", "ausente"))
    assert hidden.status_code == absent.status_code == 404
    assert hidden.content == absent.content
    assert "publicado" in json.loads(hidden.content)["detail"]


def test_another_networks_publication_is_not_of_this_one(client, published) -> None:
    other = make_network("gama", is_public=True)
    row = samples.publish(other, "plan", "2024", samples.plan())
    get(client, f"{ALFA}publications/{row.pk}/", 404)
    assert [one["slug"] for one in get(client, f"{API}networks/")["results"]] == ["alfa", "gama"]


def test_withdrawn_and_superseded_are_gone(client, network, published) -> None:
    tag = client.get(f"{ALFA}meetings/")["ETag"]
    published[2].withdrawn_at = published[2].published_at
    published[2].save()
    assert get(client, f"{ALFA}meetings/", If_None_Match=tag)["count"] == 0
    get(client, f"{ALFA}publications/{published[2].pk}/", 404)
    network.is_public = False
    network.save()
    get(client, ALFA, 404)


@pytest.mark.parametrize(
    "path", ["nada", "nada/", "networks/a.b/", "networks/%00/", "networks/alfa/%FF/", "%0A/", "x" * 3000]
)
def test_whatever_is_not_there_is_told_in_json(client, published, path: str) -> None:
    assert list(get(client, API + path, 404)) == ["detail"]


def test_a_missing_slash_is_added(client, published) -> None:
    response = client.get(f"{API}networks?limit=1")
    assert (response.status_code, response["Location"]) == (301, f"{API}networks/?limit=1")
    assert response["Access-Control-Allow-Origin"] == "*"


# -- refusing -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("limit=0", "«limit» no vale: debe ser 1 o más"),
        ("limit=101", "«limit» no vale: debe ser 100 o menos"),
        ("limit=x", "«limit» no vale: escriba un número entero"),
        ("offset=-1", "«offset» no vale: debe ser 0 o más"),
        ("offset=" + "9" * 400, "«offset»"),
        ("offset=%00", "«offset»"),
        ("kind=otra", "use uno de estos: plan, progress"),
        ("key=%00", "«key»"),
    ],
)
def test_what_is_wrong_is_told(client, published, query: str, words: str) -> None:
    detail = get(client, f"{ALFA}publications/?{query}", 422)["detail"]
    assert words in detail


def test_too_many_parameters(client, published, settings) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 5
    assert "no se entiende" in get(client, f"{API}networks/?{'a=1&' * 20}", 400)["detail"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_it_only_reads(client, published, method: str) -> None:
    response = getattr(client, method)(f"{API}networks/")
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert "GET" in json.loads(response.content)["detail"]


def test_only_json(client, published) -> None:
    assert "JSON" in get(client, ALFA, 406, Accept="text/csv")["detail"]
    for accept in ("application/json", "*/*", "text/html,*/*;q=0.1", ""):
        get(client, ALFA, Accept=accept)


def test_head_and_options(client, published) -> None:
    whole = client.get(ALFA)
    head = client.head(ALFA)
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", whole["ETag"])
    assert int(head["Content-Length"]) == len(whole.content)
    asked = client.options(ALFA, headers={"Origin": "https://otra.example"})
    assert (asked.status_code, asked["Access-Control-Allow-Methods"]) == (204, "GET, HEAD, OPTIONS")


def test_any_page_may_read_it_and_no_cookie_goes_with_it(client, secretariat, login, published) -> None:
    response = login(secretariat).get(ALFA, headers={"Origin": "https://otra.example"})
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


# -- caching and limits -------------------------------------------------------------------------------------------


def test_what_the_reader_has_is_not_sent_again(client, published) -> None:
    first = client.get(f"{ALFA}plans/2024/activities/")
    assert first["Cache-Control"] == "public, max-age=300"
    assert "Last-Modified" in first
    with CaptureQueriesContext(connection) as asked:
        again = client.get(f"{ALFA}plans/2024/activities/", headers={"If-None-Match": f'"x", {first["ETag"]}'})
    assert (again.status_code, again.content, len(asked)) == (304, b"", 2)
    other = client.get(f"{ALFA}plans/2024/activities/?limit=1", headers={"If-None-Match": first["ETag"]})
    assert other.status_code == 200


def test_a_network_that_changes_its_name_or_licence_is_another_answer(client, network, published) -> None:
    tag = client.get(ALFA)["ETag"]
    network.data_licence = "CC0-1.0"
    network.save()
    response = client.get(ALFA, headers={"If-None-Match": tag})
    assert response.status_code == 200
    assert "zero/1.0" in response["Link"]


def test_as_many_queries_for_few_and_many(client, network, published) -> None:
    paths = [
        f"{ALFA}meetings/?limit=100",
        f"{ALFA}plans/",
        f"{ALFA}reports/",
        f"{ALFA}publications/",
        f"{API}networks/",
    ]

    def asked() -> list[int]:
        found = []
        for path in paths:
            with CaptureQueriesContext(connection) as queries:
                get(client, path)
            found.append(len(queries))
        return found

    few = asked()
    for year in range(1990, 2020):
        samples.publish(network, "meetings", str(year), samples.meetings(year))
        samples.publish(network, "report", f"ALFA-{year}", samples.report(f"ALFA-{year}"))
        samples.publish(make_network(f"red-{year}", is_public=True), "plan", "2024", samples.plan())
    assert asked() == few
    assert max(few) <= 3


@pytest.fixture
def limited(published, settings):
    cache.clear()
    settings.API_RATE = "3/m"


def test_too_often(client, limited) -> None:
    assert [client.get(API).status_code for _ in range(4)] == [200, 200, 200, 429]
    response = client.get(API)
    assert 1 <= int(response["Retry-After"]) <= 60
    assert "espere" in json.loads(response.content)["detail"]
    assert client.get(API, REMOTE_ADDR="10.0.0.9").status_code == 200


def test_what_the_reader_says_of_her_address_counts_only_behind_a_proxy(client, limited, settings) -> None:
    statuses = [client.get(API, headers={"X-Forwarded-For": f"10.0.0.{n}"}).status_code for n in range(4)]
    assert statuses == [200, 200, 200, 429]
    settings.BEHIND_PROXY = True
    statuses = [client.get(API, headers={"X-Forwarded-For": f"10.0.0.{n}, 1.2.3.4"}).status_code for n in range(4)]
    assert statuses == [200, 200, 200, 429]
    assert client.get(API, headers={"X-Forwarded-For": "1.2.3.4, 5.6.7.8"}).status_code == 200


def test_fourth_version_inside_the_sixth_is_an_address_each(client, limited) -> None:
    statuses = [client.get(API, REMOTE_ADDR=f"::ffff:10.0.0.{n}").status_code for n in range(1, 6)]
    assert set(statuses) == {200}


def test_a_house_of_the_sixth_version_is_one_address(client, limited) -> None:
    statuses = [client.get(API, REMOTE_ADDR=f"2001:db8::{n}").status_code for n in range(4)]
    assert statuses == [200, 200, 200, 429]
    assert client.get(API, REMOTE_ADDR="2001:db8:1::1").status_code == 200


# -- its own description ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["es", "pt-br", "en"])
def test_the_page_tells_every_question(client, published, language: str) -> None:
    document = get(client, f"{API}openapi.json?idioma={language}")
    html = client.get(f"{API}docs/?idioma={language}").content.decode()
    assert all(path in html for path in document["paths"])
    assert all(f'id="r-{name}"' in html for name in document["components"]["schemas"])
    assert "<script" not in html


def test_every_question_says_why_it_may_be_refused(client, published) -> None:
    document = get(client, f"{API}openapi.json")
    for methods in document["paths"].values():
        assert {"200", "304", "400", "404", "405", "406", "422", "429"} == set(methods["get"]["responses"])
    assert document["components"]["schemas"]["ActivityLine"]["properties"]["weight"]["description"].startswith(
        "Pond"
    )


def test_the_dictionary_tells_every_column(client, published) -> None:
    found = get(client, f"{API}dictionary/?limit=100")
    assert found["count"] > 100
    assert all(row["description"] for row in found["results"])
