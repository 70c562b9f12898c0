"""The work plan: its groups, its codes and its cronograma against the records, on the page and in the PDF."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from itertools import pairwise

import html5lib
import pytest

from plans.models import Activity, PlanVersion
from plans.selectors import version_tree
from reports.official import FORMS, report_tables
from reports.official.plan_trabajo.months import marks_of, months_between
from reports.official.plan_trabajo.printing import MANY_CELLS, printed
from reports.rendering import render_html, render_pdf
from reports.scopes import scope_of
from tests.conftest import check_page
from tests.factories import make_activity, make_entry, make_period, make_plan, make_version
from tests.reports.outside import run
from tests.reports.plan_samples import figures_of, frozen_of, lines_of, made, small_plan, text_of

# What is made once for the module needs the tables as well.
pytestmark = pytest.mark.django_db
FORM = FORMS["plan-trabajo"]
CODES = [
    *("a.1", "a.2", "a.3", "b.1", "b.2", "b.3", "b.4", "b.5", "b.5.1", "b.5.2", "b.5.3"),
    *("c.1", "c.2", "c.3", "d.1", "d.2"),
]


@pytest.fixture(scope="module")
def frozen(django_db_setup, django_db_blocker, tmp_path_factory):
    """UTGM's reports as they are kept: made once, since nothing of them is changed."""
    asked = {
        "whole": {},
        "2012-S1": {"code": "2012-S1"},
        "B": {"code": "2012-T1", "eje": "B"},
        "asuncion": {"code": "2012-T1", "member": "asuncion"},
    }
    return frozen_of("plan-trabajo", "utgm", asked, django_db_blocker, tmp_path_factory)


@pytest.fixture
def whole(frozen):
    return frozen["whole"]


def calendar_of(data):
    return {row["where"]: row for row in data["calendars"][0]["rows"]}


def table(data, name):
    return next(one for one in report_tables(data) if one.name == name)


def test_five_groups_with_their_codes(whole):
    (part,) = whole["parts"]

    assert whole["period"] == "2012"
    assert [eje["code"] for eje in part["ejes"]] == ["A", "B", "C", "D", "E"]
    assert [len(eje["lines"]) for eje in part["ejes"]] == [3, 8, 3, 2, 0]
    lines = lines_of(whole)
    assert list(lines) == CODES
    assert {code for code, line in lines.items() if line["parent"]} == {"b.5.1", "b.5.2", "b.5.3"}
    assert lines["b.5"]["children"] == ["b.5.1", "b.5.2", "b.5.3"]
    assert {code for code, line in lines.items() if line["concerns"] == "every"} == {"b.1", "b.3", "b.4", "c.3"}
    assert (lines["b.1"]["reporter"], lines["b.2"]["reporter"]) == ("cada ciudad miembra", "UTGM")


def test_themes_are_told_with_the_groups_that_answer_to_them(whole):
    (plan,) = printed(whole)["plans"]

    found = {theme["title"]: [eje["code"] for eje in theme["ejes"]] for theme in plan["themes"]}
    assert len(found) == 4
    assert found["Transversal"] == ["A", "E"]
    assert list(found.values()).count(["B"]) == 1
    text = text_of(whole)
    assert "Grupo E Relación con la Reunión Especializada" in text
    assert "Sin actividades." in text


def test_traps_of_the_document_come_from_the_plans_own_notes(whole):
    notes = {note["where"]: note["message"] for note in printed(whole)["notes"] if note["kind"] == "plan_note"}

    assert "trimestral" in notes["b.4"]
    assert "semestral" in notes["b.4"]
    assert "«Reorientación»" in notes["c.1"]
    found = {(row["kind"], row["where"]) for row in whole["warnings"]}
    assert found == {
        ("missing_responsible", "Plan"),
        ("unsaid_verification", "Plan"),
        ("eje_empty", "E"),
        ("months_missing", "b.5.1"),
    }


def test_cronograma_marks_the_months_of_the_plan_as_sample(whole):
    rows = calendar_of(whole)

    assert rows["b.4"]["marks"] == {"2012-06": "sample", "2012-12": "sample"}
    assert rows["b.5.1"]["marks"] == {}
    assert all(row["states"] == {} for row in rows.values())
    assert not whole["followed"]
    (calendar,) = printed(whole)["plans"][0]["calendars"]
    assert [head["name"] for head in calendar["heads"]][::11] == ["ene", "dic"]
    cells = {row["line"]["code"]: row["cells"] for group in calendar["groups"] for row in group["rows"]}
    assert [place for place, cell in enumerate(cells["c.3"], 1) if cell["sign"]] == [3, 6, 9, 12]
    text = text_of(whole)
    assert "mar, jun, sep, dic 2012 (muestra)" in text
    assert "◇ mes de muestra: el documento no lo conserva" in text


def test_months_of_the_period_say_what_was_reported_in_theirs(frozen):
    data = frozen["2012-S1"]
    rows = calendar_of(data)

    assert rows["a.1"]["states"] == {"2012-01": "cumplido", "2012-02": "cumplido", "2012-03": "cumplido"}
    # Pending in the first quarter, in progress in the second; drafts count for nothing.
    assert rows["a.3"]["states"] == {
        "2012-03": "pendiente",
        "2012-04": "en_avance",
        "2012-05": "en_avance",
        "2012-06": "en_avance",
    }
    assert rows["c.2"]["states"]["2012-03"] == "sin_informar"
    assert "2012-07" not in rows["c.2"]["states"]
    text = text_of(data)
    assert "mar 2012: Pendiente; abr–jun 2012: En avance" in text
    assert "ene–mar 2012: Cumplido" in text


def test_follow_up_is_that_of_the_records(frozen):
    (told,) = frozen["2012-S1"]["progress"]

    rows = {row["code"]: row for row in told["activities"]}
    assert "b.5.2" not in rows
    assert rows["d.2"]["status"] == "reprogramado"
    assert sum(row["obliged"] for row in rows.values()) == told["obliged"]
    members = {row["name"]: row for row in told["members"]}
    assert members["Asunción"]["counts"] == {"cumplido": 2, "en_avance": 2}
    assert members["Asunción"]["light"] == "green"
    assert sum(row["reported"] for row in members.values()) == told["reported"]


def test_member_scope_has_nothing_of_others(frozen):
    data = frozen["asuncion"]
    text = text_of(data)

    assert list(lines_of(data)) == ["b.1", "b.3", "b.4", "c.3"]
    assert [row["name"] for row in data["progress"][0]["members"]] == ["Asunción"]
    assert "Plan local de prevención actualizado." in text
    for other in ("Montevideo", "Rosario", "Todas las acciones del trimestre con ficha", "Canelones"):
        assert other not in text
    assert calendar_of(data)["b.1"]["states"]["2012-02"] == "cumplido"


def test_eje_scope_has_that_group_alone(frozen):
    data = frozen["B"]

    assert [eje["code"] for eje in data["parts"][0]["ejes"]] == ["B"]
    assert {row["where"][0] for row in data["calendars"][0]["rows"]} == {"b"}
    assert {row["eje"] for row in data["progress"][0]["activities"]} == {"B"}


def test_every_figure_and_date_is_in_the_pdf(frozen, tmp_path):
    data = frozen["2012-S1"]
    target = tmp_path / "plan.pdf"
    target.write_bytes(render_pdf(data, in_process=True))
    text = run("pdftotext", "-enc", "UTF-8", target, "-")

    assert not [figure for figure in set(figures_of(data)) if figure not in text]
    assert "Cronograma" in text
    pages = re.findall(r"Page +\d+ size: +([\d.]+) x ([\d.]+)", run("pdfinfo", "-l", "99", target))
    lying = [float(width) > float(height) for width, height in pages]
    # The cronograma alone lies down; what follows stands again.
    assert lying == sorted(lying[: lying.index(True)]) + [True] * sum(lying) + [False] * lying[::-1].index(True)


def test_page_is_sound_and_every_row_is_as_wide_as_its_table(network):
    small_plan(network)
    html = render_html(made("plan-trabajo", network, "2024-T1"), preview=True)

    check_page(html, "plan-trabajo")
    levels = [int(level) for level in re.findall(r"<h([1-6])", html)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert all("scope=" in head for head in re.findall(r"<th[ >][^>]*", html))
    page = html5lib.parse(html, namespaceHTMLElements=False)
    for one in page.iter("table"):
        columns = len(one.findall("colgroup/col"))
        for row in one.findall("tbody/tr"):
            spans = [int(cell.get("colspan", 1)) for cell in row]
            assert sum(spans) == columns
    text = text_of(made("plan-trabajo", network, "2024-T1"))
    assert "parte de" not in text
    assert "reúne 1.3.1" in text
    assert "ene–feb 2024" in text
    assert "Ponderación 62,50 %" in text
    assert "None" not in text


def test_network_without_a_plan_says_so(network):
    make_period(network)
    data = made("plan-trabajo", network, "2024-T1")

    assert "no tiene una versión de plan vigente" in text_of(data)
    assert [row.kind for row in FORM.checks(scope_of(network, FORM, "2024-T1"), data)] == ["no_version"]
    assert all(not one.rows for one in report_tables(data))


def test_plan_without_months_or_dates_has_no_empty_grid(network):
    version = small_plan(network)
    Activity.objects.filter(eje__version=version).update(schedule_months=[])
    for activity in Activity.objects.filter(eje__version=version):
        activity.deliverables.all().delete()
    data = made("plan-trabajo", network)

    assert [row["kind"] for row in data["warnings"]].count("no_schedule") == 1
    assert "months_missing" not in {row["kind"] for row in data["warnings"]}
    assert "no hay qué poner en un cronograma" in text_of(data)


def test_months_are_those_of_the_cronograma_else_of_the_deadlines(network):
    version = small_plan(network)
    rows = {row["where"]: row["marks"] for row in made("plan-trabajo", network)["calendars"][0]["rows"]}

    assert rows["1.1"] == {"2024-01": "plan", "2024-02": "plan"}
    Activity.objects.filter(code="1.1").update(schedule_months=[])
    rows = {row["where"]: row["marks"] for row in made("plan-trabajo", network)["calendars"][0]["rows"]}
    assert rows["1.1"] == {"2024-03": "due"}
    far = Activity(deadline_start_on=datetime.date(2000, 1, 1), deadline_end_on=datetime.date(2023, 2, 1))
    far.eje = version.ejes.get(code="1")
    far.save()
    assert list(marks_of(far_row(far), 2024, 2024)) == list(
        months_between(datetime.date(2023, 1, 1), datetime.date(2023, 2, 1))
    )


def far_row(activity):
    return next(row for row in version_tree(activity.eje.version).walk() if row.pk == activity.pk)


def test_a_deadline_outside_the_cronograma_is_noted(network):
    version = small_plan(network)
    late = {"deadline_text": "Mayo", "deadline_end_on": datetime.date(2024, 5, 31)}
    make_activity(version.ejes.get(code="1"), "1.4", schedule_months=["2024-01"], **late)
    (note,) = [row for row in made("plan-trabajo", network)["warnings"] if row["kind"] == "months_deadline"]

    assert (note["where"], note["computed"]) == ("1.4", "2024-05-31")
    assert "el plazo termina el 31/05/2024 y el cronograma dice ene 2024" in note["message"]


def test_only_the_last_version_is_printed(network):
    first = small_plan(network)
    PlanVersion.objects.filter(pk=first.pk).update(status="superseded")
    second = make_version(network, number=2)
    PlanVersion.objects.filter(pk=second.pk).update(in_force_from_on=datetime.date(2024, 5, 1))

    assert [part["number"] for part in made("plan-trabajo", network, "2024-T2")["parts"]] == [2]
    assert [part["number"] for part in made("plan-trabajo", network, "2024-T1")["parts"]] == [1]


def test_a_large_cronograma_joins_its_empty_months(network):
    version = small_plan(network)
    eje = version.ejes.get(code="2")
    Activity.objects.bulk_create(
        Activity(eje=eje, code=f"2.{n}", title="Taller", order=n, schedule_months=["2024-06"]) for n in range(220)
    )
    data = made("plan-trabajo", network)
    (calendar,) = printed(data)["plans"][0]["calendars"]
    row = calendar["groups"][1]["rows"][0]

    assert len(data["calendars"][0]["rows"]) * 12 > MANY_CELLS
    assert [(cell["sign"], cell["span"]) for cell in row["cells"]] == [("", 5), ("■", 1), ("", 6)]


def test_tables_have_typed_cells(frozen, network, member):
    names = [one.name for one in report_tables(frozen["2012-S1"])]
    assert names == ["Actividades", "Cronograma 2012", "Cumplimiento", "Por integrante", "Notas"]
    months = table(frozen["2012-S1"], "Cronograma 2012")
    assert [sum(row[2:]) for row in months.rows][:7] == [3, 2, 4, 3, 2, 10, 2]

    version = small_plan(network)
    make_entry(version.ejes.get(code="1").activities.get(code="1.1"), network.periods.get(code="2024-T1"), member)
    data = made("plan-trabajo", network, "2024-T1")
    first = table(data, "Actividades").rows[0]
    assert Decimal("62.50") in first
    assert datetime.date(2024, 3, 31) in first
    assert "Prueba de Taller\nPrueba de Cartilla" in first
    for one in report_tables(data):
        assert len(one.name) <= 31
        assert all(len(row) == len(one.columns) for row in one.rows)


@pytest.mark.parametrize("lines", [2, 9])
def test_as_many_queries_for_few_lines_as_for_many(network, lines, django_assert_max_num_queries):
    version = small_plan(network)
    for number in range(lines):
        make_activity(version.ejes.get(code="2"), f"2.{number}")
    scope = scope_of(network, FORM, "2024-T1")
    with django_assert_max_num_queries(22):
        FORM.build(scope)


def test_several_plans_are_told_apart(network):
    small_plan(network)
    other = make_plan(network, (None,), slug="otro")
    make_activity(other.ejes.get(), "1.2", schedule_months=["2024-05"])
    for form in ("plan-trabajo", "matriz"):
        data = made(form, network, "2024-T1")
        assert {part["plan"] for part in data["parts"]} == {"2024", "otro"}
        places = [line["where"] for part in data["parts"] for eje in part["ejes"] for line in eje["lines"]]
        assert len(places) == len(set(places))
        assert {"1.2 · Plan 2024, versión 1", "1.2 · Plan otro, versión 1"} <= set(places)
        html = render_html(data, preview=True)
        check_page(html, form)
        levels = [int(level) for level in re.findall(r"<h([1-6])", html)]
        assert all(after - before <= 1 for before, after in pairwise(levels))
        assert text_of(data).count("Plan otro") >= 3
    names = [one.name for one in report_tables(made("plan-trabajo", network, "2024-T1"))]
    assert len(names) == len(set(names))
    alone = made("plan-trabajo", network, "2024-T1", plan="otro")
    assert [part["plan"] for part in alone["parts"]] == ["otro"]
    assert alone["calendars"][0]["rows"][1]["marks"] == {"2024-05": "plan"}
