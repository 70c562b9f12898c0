"""The matrix of a plan: its rows against the records, cell by cell, on the page, in the PDF and in the tables."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from itertools import pairwise

import pytest

from plans.models import MemberDeadline, PlanVersion
from reports.demo import load_network
from reports.official import FORMS, report_tables
from reports.rendering import render_html, render_pdf
from reports.scopes import scope_of
from tests.conftest import check_page
from tests.factories import make_activity, make_entry, make_period, make_version
from tests.reports.outside import run
from tests.reports.plan_samples import figures_of, frozen_of, lines_of, made, small_plan, text_of
from tests.reports.test_fixtures_coalicion import TABLE

# What is made once for the module needs the tables as well.
pytestmark = pytest.mark.django_db
FORM = FORMS["matriz"]
NETWORKS = ["coalicion", "mesa", "red-gdl", "sernam", "utgm"]


@pytest.fixture(scope="module")
def frozen(django_db_setup, django_db_blocker, tmp_path_factory):
    """The Coalición's reports as they are kept: made once, since nothing of them is changed."""
    asked = {
        "whole": {},
        "2012-S1": {"code": "2012-S1"},
        "2012-S2": {"code": "2012-S2"},
        "III": {"code": "2012_2013", "eje": "III"},
    }
    return frozen_of("matriz", "coalicion", asked, django_db_blocker, tmp_path_factory)


@pytest.fixture
def whole(frozen):
    return frozen["whole"]


def table(data, name):
    return next(one for one in report_tables(data) if one.name == name)


def column(one, title):
    place = [column.title for column in one.columns].index(title)
    return [row[place] for row in one.rows]


def test_both_versions_of_the_coalition_with_all_their_lines(whole):
    data = whole

    assert data["period"] == "2012_2013"
    found = [(part["number"], part["name"], part["since"], part["until"]) for part in data["parts"]]
    assert found == [
        (1, "Plan operativo", "2012-01-01", "2012-12-31"),
        (2, "Agenda 2012-2013", "2013-01-01", None),
    ]
    for number in (0, 1):
        lines = lines_of(data, number)
        assert [len(part["ejes"]) for part in data["parts"]] == [7, 7]
        assert len(lines) == 10
        written = [(code, one["due"]["text"]) for code, line in lines.items() for one in line["products"]]
        assert written == [(row[0], row[1 + number]) for row in TABLE]


def test_cells_of_the_matrix_are_those_of_the_plan(whole):
    lines = lines_of(whole, 0)

    assert lines["I.1"]["responsible"] == ["Belice", "Nicaragua"]
    assert lines["I.2"]["support"] == ["OIM", "Save the Children (marzo 2012)"]
    assert lines["III.2"]["products"][0]["proofs"] == ["Listas de asistencia", "FODA"]
    assert lines["V.1"]["responsible"] == []
    assert [one["responsible"] for one in lines["V.1"]["products"]] == [
        ["Coaliciones Nacionales"],
        ["Coalición Regional"],
        ["Coalición Regional"],
    ]
    due = lines["IV.1"]["products"][0]["due"]
    assert (due["start_on"], due["end_on"], due["by_member"]) == ("2012-01-01", "2013-12-31", True)
    # A lone point in the agenda's cell of support is no support.
    agenda = lines_of(whole, 1)
    assert [line["support"] for line in agenda.values()] == [[]] * 10


def test_what_changed_is_told_line_by_line(whole):
    (pair,) = whole["comparisons"]

    assert (pair["activities"], pair["products"]) == ([10, 10], [17, 17])
    assert (pair["added"], pair["removed"], pair["moved"]) == (0, 0, 0)
    changes = [
        (row["code"], change["label"], change["before"], change["after"])
        for group in pair["groups"]
        for row in group["rows"]
        for change in row["changes"]
    ]
    titles = {code for code, label, *_ in changes if label == "Título"}
    assert titles == {"II.1", "III.1", "III.2", "III.3"}
    dues = {code for code, label, *_ in changes if label == "Plazo"}
    assert dues == {"I.1", "I.2", "III.1", "III.2", "III.3", "V.1", "VII.1"}
    assert ("I.1", "Medios de verificación", "Listas de asistencia", None) in changes
    text = text_of(whole)
    assert (
        "la versión 1 tiene 10 actividades y 17 productos; la versión 2, 10 y 17. 0 añadidas, 0 quitadas" in text
    )


def test_notes_say_what_does_not_agree(whole):
    data = whole

    found = {(row["kind"], row["where"]) for row in data["warnings"]}
    assert found == {
        ("deadline_unread", "IV.1 · versión 1"),
        ("deadline_unread", "IV.1 · versión 2"),
        ("missing_verification", "V.1 · versión 1"),
        ("missing_verification", "VI.1 · versión 1"),
        ("title_years", "Plan · versión 1"),
        ("unsaid_verification", "Plan · versión 2"),
    }
    (years,) = [row for row in data["warnings"] if row["kind"] == "title_years"]
    assert (years["declared"], years["computed"]) == ("2012", "2013")
    assert "III.1, III.3, IV.1, V.1, VII.1" in years["message"]
    assert "«(marzo 2012)» está escrito en la celda de apoyo" in text_of(data)


def test_a_period_shorter_than_the_plan_says_what_was_done_in_it(frozen, whole):
    data = frozen["2012-S2"]

    assert [part["number"] for part in data["parts"]] == [1]
    (told,) = data["progress"]
    assert (told["obliged"], told["reported"]) == (31, 13)
    rows = {row["code"]: row for row in told["activities"]}
    assert list(rows) == ["I.1", "I.2", "II.1", "III.3", "IV.1", "V.1", "VII.1"]
    assert (rows["II.1"]["status"], rows["II.1"]["reported"], rows["II.1"]["obliged"]) == ("en_avance", 5, 7)
    assert rows["I.2"]["overdue"]
    assert not rows["I.1"]["overdue"]
    assert ("Nicaragua", "cumplido", "Dos talleres con jueces penales.") in [
        (one["member"], one["status"], one["narrative"]) for one in rows["II.1"]["told"]
    ]
    # What was only drafted is silence.
    assert "Costa Rica" in rows["II.1"]["silent"]
    members = {row["name"]: row for row in told["members"]}
    assert (members["Nicaragua"]["reported"], members["Nicaragua"]["obliged"]) == (3, 4)
    assert {members[name]["light"] for name in ("Costa Rica", "Panamá")} == {"none"}
    assert members["Guatemala"]["light"] == "red"
    assert "informaron 5 de 7" in text_of(data)
    assert whole["progress"] == []


def test_a_cell_spans_the_products_that_share_it(frozen):
    html = render_html(frozen["2012-S1"])

    body = next(part for part in html.split("<tbody") if "Campañas radiales regionales" in part)
    assert body.count("Cada país definirá el dónde y cómo") == 1
    assert 'rowspan="4"' in body
    # No body is longer than a part of a page, so that none of its cells goes over one.
    matrix = html[html.index('class="grid grid--dense"') :]
    spans = [int(span) for span in re.findall(r'rowgroup" rowspan="(\d+)"', matrix)]
    assert max(spans) <= 8


def test_long_activities_are_cut_and_say_that_they_go_on(network):
    version = small_plan(network)
    activity = version.ejes.get(code="1").activities.get(code="1.1")
    for order in range(3, 20):
        activity.deliverables.create(title=f"Producto {order}", order=order)
    data = made("matriz", network)
    html = render_html(data)

    assert text_of(data).count("(continúa)") >= 2
    assert all(f"Producto {order}" in html for order in range(3, 20))


def test_every_figure_and_date_is_in_the_pdf(frozen, tmp_path):
    data = frozen["2012-S2"]
    target = tmp_path / "matriz.pdf"
    target.write_bytes(render_pdf(data, in_process=True))
    text = run("pdftotext", "-enc", "UTF-8", str(target), "-")

    assert not [figure for figure in set(figures_of(data)) if figure not in text]
    flat = re.sub(r"\s+", " ", text)
    assert "Plan operativo 2012" in flat
    assert "Titular de la Secretaría Técnica Regional" in flat


def test_empty_cells_say_so_and_the_page_is_sound(network):
    small_plan(network)
    data = made("matriz", network, "2024-T1")
    html = render_html(data, preview=True)

    check_page(html, "matriz")
    levels = [int(level) for level in re.findall(r"<h([1-6])", html)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert all("scope=" in head for head in re.findall(r"<th[ >][^>]*", html))
    text = text_of(data)
    assert "«—»: el plan no dice nada ahí" in text
    assert "sin fecha: no se pudo leer" in text
    assert "Sin actividades" in text
    assert "parte de 1.3" in text
    assert "reúne 1.3.1" in text
    assert "None" not in text


def test_network_without_a_plan_says_so(network):
    make_period(network)
    data = made("matriz", network, "2024-T1")

    assert (data["parts"], data["progress"]) == ([], [])
    assert "no tiene una versión de plan vigente" in text_of(data)
    assert "Sin información" in text_of(data)
    (finding,) = FORM.checks(scope_of(network, FORM, "2024-T1"), data)
    assert (finding.kind, finding.link) == ("no_version", "/redes/alfa/planes/")
    assert all(not one.rows for one in report_tables(data))


def test_member_scope_has_nothing_of_others(network, member):
    version = small_plan(network)
    other = network.members.get(code="dos")
    activity = version.ejes.get(code="1").activities.get(code="1.1")
    make_entry(activity, network.periods.get(code="2024-T1"), other, narrative="De la otra.")
    make_entry(activity, network.periods.get(code="2024-T1"), member, narrative="De ella.")
    for who, words in ((other, "Mayo suyo"), (member, "Junio propio")):
        MemberDeadline.objects.create(
            activity=activity, member=who, deadline_text=words, deadline_end_on=datetime.date(2024, 2, 1)
        )
    data = made("matriz", network, "2024-T1", member="uno")
    text = text_of(data)

    assert list(lines_of(data)) == ["1.1", "1.2"]
    assert "De ella." in text
    assert "Junio propio" in text
    assert "De la otra." not in text
    assert "Mayo suyo" not in text
    assert "Otra" not in text
    assert [row["name"] for row in data["progress"][0]["members"]] == [member.name]
    assert "1.3" not in text
    cells = [cell for one in report_tables(data) for row in one.rows for cell in row]
    assert "Otra" not in cells


def test_eje_scope_has_that_eje_alone(frozen):
    data = frozen["III"]

    assert [[eje["code"] for eje in part["ejes"]] for part in data["parts"]] == [["III"], ["III"]]
    assert [group["code"] for group in data["comparisons"][0]["groups"]] == ["III"]
    assert data["comparisons"][0]["activities"] == [3, 3]
    assert "Directorio electrónico" not in text_of(data)


def test_versions_that_did_not_rule_in_the_period_are_left_out(network):
    first = small_plan(network)
    PlanVersion.objects.filter(pk=first.pk).update(status="superseded")
    second = make_version(network, number=2)
    PlanVersion.objects.filter(pk=second.pk).update(in_force_from_on=datetime.date(2024, 5, 1))
    make_version(network, number=3, status="draft")

    assert [part["number"] for part in made("matriz", network, "2024-T1")["parts"]] == [1]
    later = made("matriz", network, "2024-T2")
    assert [(part["number"], part["until"]) for part in later["parts"]] == [(1, "2024-04-30"), (2, None)]


def test_tables_have_typed_cells(frozen):
    data = frozen["2012-S2"]
    matrix = table(data, "Matriz")

    assert len(matrix.rows) == 17
    assert column(matrix, "Hasta")[0] == datetime.date(2012, 8, 31)
    assert column(matrix, "Meta, como está escrita")[0] == "Agosto de 2012"
    assert column(matrix, "Apoyo")[0] == "Cooperación internacional a lo interno de cada país"
    told = table(data, "Cumplimiento")
    assert len(told.rows) == 31
    assert Decimal("75.00") in column(told, "Avance declarado")
    assert column(told, "Lo informado").count(None) >= 18
    assert sum(column(table(data, "Por integrante"), "Informó")) == 13
    for one in report_tables(data):
        assert len(one.name) <= 31
        assert all(len(row) == len(one.columns) for row in one.rows)


def test_weights_are_decimals_in_the_table_and_printed(network):
    small_plan(network)
    data = made("matriz", network)

    assert column(table(data, "Matriz"), "Ponderación")[0] == Decimal("62.50")
    assert "Ponderación 62,50 %" in text_of(data)


def test_findings_lead_to_the_line_they_are_about(network):
    version = small_plan(network)
    eje = version.ejes.get(code="1")
    make_activity(eje, "1.4", weight=Decimal("10"))
    scope = scope_of(network, FORM, "2024-T1")
    found = {(row.kind, row.where): row.link for row in FORM.checks(scope, made("matriz", network, "2024-T1"))}

    kinds = {kind for kind, _where in found}
    assert {"weight_sum", "deadline_unread", "missing_responsible", "missing_verification", "eje_empty"} <= kinds
    base = "/redes/alfa/planes/2024/versiones/1/"
    second = eje.activities.get(code="1.2")
    assert found["deadline_unread", "1.2"] == f"{base}#actividad-{second.pk}"
    assert found["eje_empty", "2"] == f"{base}#eje-{version.ejes.get(code='2').pk}"


@pytest.mark.parametrize("lines", [2, 9])
def test_as_many_queries_for_few_lines_as_for_many(network, lines, django_assert_num_queries):
    version = small_plan(network)
    for number in range(lines):
        make_activity(version.ejes.get(code="2"), f"2.{number}")
    scope = scope_of(network, FORM, "2024-T1")
    with django_assert_num_queries(21):
        FORM.build(scope)


@pytest.mark.parametrize("slug", NETWORKS)
def test_every_demo_network_has_both_forms_of_its_plan(slug):
    network = load_network(slug)
    for form in ("matriz", "plan-trabajo"):
        data = made(form, network)
        text = text_of(data)
        assert data["parts"]
        assert all(line["title"] in text for line in lines_of(data).values())
        assert "None" not in text
