"""The open data: what is published as tables, in files that say what they are; nothing of who does not publish."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import get_language
from hypothesis import given
from hypothesis import strategies as st

from reports.open_data import BOM, BY_SLUG, FORMULA, LICENCE_URLS, NUMBER, TABLES, csv_lines, listed, neutral
from reports.open_data_files import Licence
from reports.publishing.shapes import SHAPES
from tests.factories import make_network
from tests.reports import published_samples as samples

DATA = "/transparencia/alfa/datos/"
WHERE = f"{DATA}publicaciones.csv"


@pytest.fixture
def published(network) -> list:
    return samples.publish_everything(network)


def read(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def rows_of(content: bytes) -> list[dict[str, str]]:
    assert content.startswith(BOM.encode())
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


# -- the tables ---------------------------------------------------------------------------------------------------


def test_everything_that_is_published_is_a_table() -> None:
    lists = {(kind, field) for kind, shape in SHAPES.items() for field in listed(shape)}
    headers = {(kind, None) for kind in ("plan", "progress", "meetings", "report")}
    assert {(table.kind, table.field) for table in TABLES if table.kind} == lists | headers


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.slug)
def test_every_column_is_told_and_comes_once(table) -> None:
    names = [column.name for column in table.columns]
    assert len(set(names)) == len(names)
    assert all(column.description and column.type_words for column in table.columns)
    said = {name for name in table.row.model_fields if name not in listed(table.row)}
    assert said <= set(names)


def test_a_row_carries_what_its_publication_is_known_by() -> None:
    row = next(BY_SLUG["avance-ejes"].rows(samples.progress().model_dump(mode="json")))
    assert list(row)[:3] == ["plan", "period", "code"]
    assert (row["plan"], row["period"], row["percent"]) == ("2024", "2024-T1", None)


def test_what_an_older_publication_lacks_is_empty() -> None:
    data = samples.plan(1).model_dump(mode="json")
    del data["activities"][0]["months"]
    assert next(BY_SLUG["actividades"].rows(data))["months"] is None


# -- cells --------------------------------------------------------------------------------------------------------


@given(st.text())
def test_no_cell_is_a_formula_and_taking_the_apostrophe_away_gives_it_back(text: str) -> None:
    said = neutral(text)
    assert NUMBER.fullmatch(said) or not said.startswith(
        ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
    )
    if said != text:
        assert said == f"'{text}"
        assert FORMULA.match(said[1:])


@pytest.mark.parametrize("number", ["-12.5", "+3", "-12,5", "-40%", "0", "12.50"])
def test_numbers_are_left_alone(number: str) -> None:
    assert neutral(number) == number


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=4))
def test_whatever_is_written_is_read_back(texts: list[str]) -> None:
    columns = [BY_SLUG["ejes"].columns[1]]
    content = "".join(csv_lines(columns, [{"code": text} for text in texts])).encode()
    read_back = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert [row[0] if row else "" for row in read_back[1:]] == [neutral(text) for text in texts]


# -- files --------------------------------------------------------------------------------------------------------


def test_a_table_as_csv(client, published) -> None:
    response = client.get(f"{DATA}actividades.csv")
    content = read(response)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert content.count(b"\r\n") == 4
    first = rows_of(content)[0]
    assert first["title"] == "Actividad 1, con «comillas», coma; y ñ"
    assert (first["weight"], first["months"], first["deadline_end"]) == ("12.50", "2024-03; 2024-04", "2024-04-30")
    assert (first["plan"], first["objective"]) == ("2024", "")


def test_a_formula_is_only_text_and_a_figure_stays_one(client, published) -> None:
    [eje] = rows_of(read(client.get(f"{DATA}ejes.csv")))
    assert eje["title"] == f"'{samples.FORMULA}"
    assert eje["goal"] == "-12,5"
    [indicator] = rows_of(read(client.get(f"{DATA}indicadores.csv")))
    assert (indicator["value"], indicator["target"]) == ("-3.00", "")
    assert json.loads(read(client.get(f"{DATA}ejes.json")))["rows"][0]["title"] == samples.FORMULA


def test_a_table_as_json_says_whose_it_is(client, network, published) -> None:
    found = json.loads(read(client.get(f"{DATA}sesiones.json")))
    assert found["network"] == {"slug": "alfa", "name": network.name}
    assert found["licence"]["url"] == LICENCE_URLS["CC-BY-4.0"]
    assert [one["sha256"] for one in found["publications"]] == [published[2].sha256]
    assert (found["rows"][0]["attended"], found["rows"][0]["quorum"], found["rows"][0]["functions"]) == (
        5,
        None,
        [1, 3],
    )


def test_the_same_answer_costs_nothing_twice(client, published) -> None:
    for name in ("", "actividades.csv", "actividades.json", "datos.zip", "diccionario.csv", "datapackage.json"):
        first = client.get(DATA + name)
        read(first)
        with CaptureQueriesContext(connection) as asked:
            again = client.get(DATA + name, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, len(asked)) == (304, 2), name
        assert 'rel="license"' in again["Link"]
        assert "Cookie" not in first.get("Vary", "")
        assert not first.cookies
        assert first["Cache-Control"] == "public, max-age=300"


def test_what_is_published_again_is_another_answer(client, network, published) -> None:
    before = client.get(f"{DATA}actividades.csv")
    published[0].superseded_at = published[0].published_at
    published[0].save()
    samples.publish(network, "plan", "2024", samples.plan(2))
    after = client.get(f"{DATA}actividades.csv", headers={"If-None-Match": before["ETag"]})
    assert len(rows_of(read(after))) == 2


def test_the_zip_holds_all_and_is_always_the_same(client, published) -> None:
    one, other = (read(client.get(f"{DATA}datos.zip")) for _ in range(2))
    assert one == other
    archive = zipfile.ZipFile(io.BytesIO(one))
    names = archive.namelist()
    assert {f"{table.slug}.{ending}" for table in TABLES for ending in ("csv", "json")} <= set(names)
    assert {"LEAME.txt", "LICENCIA.txt", "diccionario.csv", "datapackage.json"} <= set(names)
    assert archive.read("actividades.csv") == read(client.get(f"{DATA}actividades.csv"))
    assert LICENCE_URLS["CC-BY-4.0"] in archive.read("LICENCIA.txt").decode()
    assert "&" not in archive.read("LEAME.txt").decode()


def test_the_package_describes_every_file(client, published) -> None:
    package = json.loads(read(client.get(f"{DATA}datapackage.json")))
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    for resource in package["resources"]:
        header = read(client.get(DATA + resource["path"])).decode("utf-8-sig").split("\r\n")[0]
        assert header.split(",") == [field["name"] for field in resource["schema"]["fields"]]


def test_the_page_lists_tables_licence_and_dictionary(client, published) -> None:
    html = client.get(DATA).content.decode()
    assert f'href="{DATA}actividades.csv"' in html
    assert "Creative Commons" in html
    assert LICENCE_URLS["CC-BY-4.0"] in html
    assert "Ponderación dentro de su eje" in html


@pytest.mark.parametrize("language", ["es", "pt-br", "en"])
def test_every_file_in_every_language(client, published, language: str) -> None:
    for name in ("", "datos.zip", "diccionario.csv", "datapackage.json", "actividades.csv"):
        response = client.get(f"{DATA}{name}?idioma={language}")
        assert response.status_code == 200
        assert read(response)
        assert response["Content-Language"] == language


# -- who and how much ---------------------------------------------------------------------------------------------


def _paths(slug: str) -> list[str]:
    names = ["", "datos.zip", "diccionario.csv", "datapackage.json", "actividades.csv", "actividades.json"]
    return [f"/transparencia/{slug}/datos/{name}" for name in names]


@pytest.mark.parametrize("language", ["es", "pt-br", "en"])
def test_what_is_sent_later_is_in_the_language_that_was_asked(client, published, monkeypatch, language) -> None:
    monkeypatch.setattr(
        "reports.open_data_files.licence_of",
        lambda network: Licence("CC0-1.0", get_language(), "https://ejemplo.org"),
    )
    response = client.get(f"{DATA}ejes.json?idioma={language}")
    assert json.loads(read(response))["licence"]["name"] == language


def test_not_public_and_absent_are_the_same(client, published, settings) -> None:
    hidden = make_network("oculta")
    samples.publish(hidden, "plan", "2024", samples.plan())
    for shown, absent in zip(_paths("oculta"), _paths("ausente"), strict=True):
        first, second = client.get(shown), client.get(absent)
        assert first.status_code == second.status_code == 404
        assert first.content.replace(b"oculta", b"ausente") == second.content


def test_withdrawn_is_gone_at_once(client, network, published) -> None:
    tag = client.get(f"{DATA}sesiones.csv")["ETag"]
    published[2].withdrawn_at = published[2].published_at
    published[2].save()
    response = client.get(f"{DATA}sesiones.csv", headers={"If-None-Match": tag})
    assert response.status_code == 200
    assert rows_of(read(response)) == []


def test_a_table_that_is_not_there(client, published) -> None:
    assert client.get(f"{DATA}personas.csv").status_code == 404
    assert client.post(WHERE).status_code == 405


def _queries(client, path: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        read(client.get(path))
    return len(asked)


def test_as_many_queries_for_few_and_many(client, network, published) -> None:
    paths = [DATA, f"{DATA}datos.zip", f"{DATA}sesiones.csv", f"{DATA}actividades.json"]
    few = [_queries(client, path) for path in paths]
    samples.publish(network, "plan", "grande", samples.plan(2000, "grande"))
    for year in range(2000, 2020):
        samples.publish(network, "meetings", str(year), samples.meetings(year))
    assert [_queries(client, path) for path in paths] == few
    assert len(rows_of(read(client.get(f"{DATA}actividades.csv")))) == 2003


def test_a_large_table_is_sent_in_pieces(client, network, published) -> None:
    samples.publish(network, "plan", "grande", samples.plan(2000, "grande"))
    response: Any = client.get(f"{DATA}actividades.csv")
    pieces = list(response.streaming_content)
    assert len(pieces) > 5
    assert max(map(len, pieces)) < 100_000
