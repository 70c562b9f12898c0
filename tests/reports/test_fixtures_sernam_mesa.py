"""What the files of SERNAM and Mesa carry over exactly: codes, weights, figures, dates, roles, statuses."""

import copy
import json
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from monitoring.models import EntryStatus, ReviewState
from networks.models import EarnedRule, PeriodKind, SeatRole
from plans.models import Concern

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"


def load(slug: str) -> dict:
    """The file's data; a key given twice in one object is an error, not the last one's word."""

    def unique(pairs: list[tuple]) -> dict:
        found = dict(pairs)
        assert len(found) == len(pairs), f"clave repetida: {[key for key, _ in pairs]}"
        return found

    return json.loads((FIXTURES / f"{slug}.json").read_text(encoding="utf-8"), object_pairs_hook=unique)


@pytest.fixture
def sernam() -> dict:
    return load("sernam")


@pytest.fixture
def mesa() -> dict:
    return load("mesa")


def ejes(data: dict) -> list[dict]:
    return data["plans"][0]["versions"][0]["ejes"]


def activities(data: dict) -> list[dict]:
    return [activity for eje in ejes(data) for activity in eje["activities"]]


def by_activity(data: dict) -> dict[str, dict]:
    return {entry["activity"]: entry for entry in data["entries"]}


def dangling(data: dict) -> list[str]:
    """References that name nothing in the file, as «where: what»."""
    references = [*_directory_references(data), *_plan_references(data), *_period_references(data)]
    return [f"{where}: {name}" for names, where, name in references if name is not None and name not in names]


def _directory_references(data: dict):
    territories = {row["code"] for row in data["territories"]}
    organizations = {row["name"] for row in data.get("organizations", [])}
    members = {row["code"] for row in data["members"]}
    functions = {row["number"] for row in data.get("functions", [])}
    for row in data["territories"]:
        yield territories, "territories", row.get("parent")
    for row in data["members"]:
        yield territories, "members", row.get("territory")
        yield organizations, "members", row.get("organization")
    yield from ((members, "technicians", code) for group in data["technicians"] for code in group)
    yield from ((members, "entries", row.get("member")) for row in data["entries"])
    yield from ((functions, "ejes", number) for eje in ejes(data) for number in eje.get("functions", []))
    for meeting in data.get("meetings", []):
        yield from ((members, "attendance", code) for code in meeting["attendance"])
        yield from ((functions, "agenda", number) for item in meeting["agenda"] for number in item["functions"])


def _plan_references(data: dict):
    objectives = {eje["code"]: {row["code"] for row in eje.get("objectives", [])} for eje in ejes(data)}
    indicators = {row["code"]: {i["title"] for i in row.get("indicators", [])} for row in activities(data)}
    for eje in ejes(data):
        yield from ((objectives[eje["code"]], eje["code"], row.get("objective")) for row in eje["activities"])
    for row in data["entries"]:
        yield indicators, "entries", row["activity"]
        own = indicators.get(row["activity"], set())
        yield from ((own, row["activity"], each["indicator"]) for each in row.get("measurements", []))
    for key in ("declared_totals", "eje_reviews"):
        for row in data.get(key, []):
            yield objectives, key, row["eje"]
            yield objectives.get(row["eje"], set()), key, row.get("objective")


def _period_references(data: dict):
    plans = {row["slug"] for row in data["plans"]}
    periods = {row["code"] for row in data["periods"]}
    for key in ("entries", "declared_totals", "eje_reviews", "sections"):
        for row in data.get(key, []):
            yield periods, key, row["period"]
            yield plans, key, row.get("plan")


@pytest.mark.parametrize("slug", ["sernam", "mesa"])
class TestBoth:
    def test_every_reference_names_something(self, slug):
        assert dangling(load(slug)) == []

    def test_codes_are_unique(self, slug):
        data = load(slug)
        for rows in (data["territories"], data["members"], data["periods"], ejes(data), activities(data)):
            codes = [row["code"] for row in rows]
            assert len(set(codes)) == len(codes)
        keys = [(row["activity"], row["member"], row["period"]) for row in data["entries"]]
        assert len(set(keys)) == len(keys)

    def test_one_version_in_force_from_new_year(self, slug):
        (plan,) = load(slug)["plans"]
        (version,) = plan["versions"]
        assert (version["number"], version["status"]) == (1, "in_force")
        assert version["in_force_from_on"] == f"{plan['slug']}-01-01"
        assert plan["first_year"] == plan["last_year"] == int(plan["slug"])

    def test_words_are_the_models_own(self, slug):
        data = load(slug)
        assert data["network"]["slug"] == slug
        assert data["network"]["earned_rule"] in EarnedRule.values
        assert data["network"]["period_kind"] in PeriodKind.values
        assert {row["concerns"] for row in activities(data)} <= set(Concern.values)
        assert {row["status"] for row in data["entries"]} <= set(EntryStatus.values)
        assert {row["review_state"] for row in data["entries"]} == {ReviewState.VALIDATED}
        assert {row.get("seat_role", "") for row in data["members"]} <= {"", *SeatRole.values}

    def test_every_activity_has_its_entry(self, slug):
        data = load(slug)
        assert [row["activity"] for row in data["entries"]] == [row["code"] for row in activities(data)]

    def test_periods_end_before_they_are_due(self, slug):
        for period in load(slug)["periods"]:
            assert date.fromisoformat(period["opens_on"]) < date.fromisoformat(period["due_on"])


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("members", 0, "territory"), "XX"),
        (("technicians", 0, 1), "99"),
        (("entries", 0, "activity"), "F9.9"),
        (("entries", 0, "period"), "2024-T5"),
        (("entries", 0, "measurements", 0, "indicator"), "Otra cifra"),
        (("meetings", 0, "agenda", 0, "functions", 0), 8),
    ],
)
def test_a_dangling_reference_is_found(mesa, path, value):
    broken = copy.deepcopy(mesa)
    place = broken
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    assert dangling(broken)[0].endswith(f": {value}")


WEIGHTS = {
    "1": "14 14 14 16 14 14 14",
    "2": "50 50",
    "3": "25 25 25 25",
    "4": "10 40 30 20",
    "5": "12.5 12.5 12.5 12.5 12.5 12.5 12.5 12.5",
    "6": "16 16 17 17 17 17",
    "7": "25 25 25 25",
    "8": "50 50",
}
ACTIVITIES_BY_OBJECTIVE = {
    "1": [2, 3, 2],
    "2": [2],
    "3": [2, 2],
    "4": [4],
    "5": [2, 2, 2, 2],
    "6": [2, 2, 2],
    "7": [2, 1, 1],
    "8": [1, 1],
}
PENDING = {"4.3", "4.4", "5.2", "5.4", "5.7", "5.8"}
EARNED = {"1": 100, "2": 100, "3": 100, "4": 50, "5": 50, "6": 84, "7": 100, "8": 100}


class TestSernam:
    def test_network(self, sernam):
        network = sernam["network"]
        assert (network["earned_rule"], network["period_kind"]) == ("all_or_nothing", "year")
        assert network["eje_word"] == "producto"
        (member,) = sernam["members"]
        assert (member["code"], member["territory"], member["is_reporting"]) == ("regiones", "CL", True)
        assert member["name"] == "Todas las regiones"
        assert [row["code"] for row in sernam["periods"]] == ["2007"]

    def test_weights(self, sernam):
        found = {eje["code"]: [Decimal(row["weight"]) for row in eje["activities"]] for eje in ejes(sernam)}
        assert found == {code: [Decimal(each) for each in row.split()] for code, row in WEIGHTS.items()}
        assert {sum(row) for row in found.values()} == {Decimal(100)}

    def test_codes_run_through_the_objectives_in_order(self, sernam):
        for eje in ejes(sernam):
            own = [row["objective"] for row in eje["activities"]]
            counts = [own.count(objective["code"]) for objective in eje["objectives"]]
            assert counts == ACTIVITIES_BY_OBJECTIVE[eje["code"]]
            assert own == sorted(own)
            numbers = range(1, len(own) + 1)
            assert [row["code"] for row in eje["activities"]] == [f"{eje['code']}.{n}" for n in numbers]
        assert len(activities(sernam)) == 37
        assert sum(len(eje["objectives"]) for eje in ejes(sernam)) == 19

    def test_statuses(self, sernam):
        statuses = {code: entry["status"] for code, entry in by_activity(sernam).items()}
        assert {code for code, status in statuses.items() if status == "pendiente"} == PENDING
        assert {code for code, status in statuses.items() if status == "reprogramado"} == {"6.2"}
        assert list(statuses.values()).count("cumplido") == 37 - 7
        assert {entry["member"] for entry in sernam["entries"]} == {"regiones"}

    def test_all_or_nothing_gives_the_computed_totals(self, sernam):
        entries = by_activity(sernam)
        earned = {
            eje["code"]: sum(
                Decimal(row["weight"]) for row in eje["activities"] if entries[row["code"]]["status"] == "cumplido"
            )
            for eje in ejes(sernam)
        }
        assert earned == EARNED

    def test_declared_differs_at_three_activities_and_says_why(self, sernam):
        entries = by_activity(sernam)
        off = {}
        for row in activities(sernam):
            entry = entries[row["code"]]
            computed = Decimal(row["weight"]) if entry["status"] == "cumplido" else Decimal(0)
            declared = entry["declared_earned"]
            assert (declared is None) == (row["code"] in PENDING)
            if declared is not None and Decimal(declared) != computed:
                off[row["code"]] = (declared, computed)
            assert bool(entry.get("declared_reason")) == (row["code"] in off)
        assert off == {"6.1": ("17.00", 16), "6.2": ("17.00", 0), "6.4": ("0.00", 17)}
        assert entries["5.1"]["declared_earned"] == "12.50"

    def test_declared_totals(self, sernam):
        rows = sernam["declared_totals"]
        assert {row["eje"]: row["value"] for row in rows} == dict.fromkeys("123467", "100.00")
        assert all(row["reason"] for row in rows)

    def test_narratives_do_not_repeat_the_status(self, sernam):
        told = {code: entry["narrative"] for code, entry in by_activity(sernam).items() if "narrative" in entry}
        assert not [code for code, text in told.items() if text.lower().startswith(("cumpl", "pendiente"))]
        assert set(by_activity(sernam)) - set(told) == {"4.1", "4.2", "6.4", "6.6"}
        for code, figures in {"3.2": ["50.000"], "3.3": ["3 ferias", "otras 10"], "4.4": ["13"]}.items():
            assert all(figure in told[code] for figure in figures)

    def test_eleven_rows_of_analysis(self, sernam):
        rows = sernam["eje_reviews"]
        assert [row["eje"] for row in rows] == ["1", "1", "1", "2", "3", "4", "5", "6", "7", "2", "8"]
        assert [row.get("objective") for row in rows[:4]] == ["1a", "1b", "1c", None]
        assert all(row["changes"] for row in rows)
        assert set(rows[10]) == {"plan", "period", "eje", "changes"}
        assert "commitments" not in rows[2]
        assert "105" in rows[5]["changes"]

    def test_systems_and_media(self, sernam):
        sections = {row["key"]: row for row in sernam["sections"]}
        assert {row["form"] for row in sections.values()} == {"subdere"}
        systems = sections["information_systems"]
        assert systems["body"]
        assert len(systems["items"]) == 2
        assert "mediados del 2008" in systems["items"][1]["body"]
        media = [row["title"] for row in sections["dissemination_clients"]["items"]]
        assert media == ["Página web", "Radios locales", "Volantes", "Cuenta pública"]
        assert len(sections["dissemination_employees"]["items"]) == 3


FIGURES = {
    "F1.1": ("5.00", None),
    "F1.2": ("45.00", None),
    "F2.1": ("14.00", "20.00"),
    "F2.2": (None, None),
    "F2.3": ("70.00", None),
    "F3.1": ("27.00", None),
    "F3.2": ("81.00", None),
    "F4.1": ("119.00", None),
    "F5.1": ("30.00", "90.00"),
    "F6.1": ("14.00", None),
    "F7.1": (None, None),
}
SEATS = [
    ("2. Gobierno", "Directora", "I", 1),
    ("2. Gobierno", "Referentes de mujer y género", "I", 2),
    ("2. Gobierno", "Gerenta de mujer y géneros", "I", 2),
    ("4. Planeación", "Director", "I", 2),
    ("13. Mujeres", "Subsecretaria", "I", 2),
    ("13. Mujeres", "Directora", "S", 2),
]


class TestMesa:
    def test_network(self, mesa):
        network = mesa["network"]
        assert (network["period_kind"], network["regulation_on"]) == ("quarter", "2024-10-18")
        assert "Decreto 527 de 2014" in network["norms"]
        assert network["secretariat"] == "Secretaría Distrital de la Mujer"
        assert network["secretariat_post"] == "Directora de Territorialización de Derechos y Participación"
        assert [row["code"] for row in mesa["periods"]] == ["2024-T1", "2024-T2", "2024-T3", "2024-T4"]

    def test_twenty_localities_report_and_hold_no_seat(self, mesa):
        reporting = [row for row in mesa["members"] if row["is_reporting"]]
        assert [row["code"] for row in reporting] == [f"{number:02d}" for number in range(1, 21)]
        assert [row["territory"] for row in reporting] == [f"CO-BOG-{row['code']}" for row in reporting]
        assert not [row for row in reporting if row.get("seat_role")]
        assert (reporting[0]["name"], reporting[-1]["name"]) == ("Usaquén", "Sumapaz")
        reached = [code for group in mesa["technicians"] for code in group]
        assert set(reached) == {None, *(row["code"] for row in reporting)}
        assert len(reached) == 21
        assert None in mesa["technicians"][0]

    def test_seats_and_attendance(self, mesa):
        sectors = {row["name"]: row["sector"] for row in mesa["organizations"]}
        seats = sorted((row for row in mesa["members"] if row.get("seat_role")), key=lambda row: row["order"])
        first, second = (meeting["attendance"] for meeting in mesa["meetings"])
        assert list(first) == list(second) == [row["code"] for row in seats]
        found = [
            (sectors[row["organization"]], row["post"], row["seat_role"], first[row["code"]] + second[row["code"]])
            for row in seats
        ]
        assert found == SEATS
        assert second[seats[0]["code"]] is False

    def test_meetings_address_all_seven_functions(self, mesa):
        assert [row["number"] for row in mesa["functions"]] == [1, 2, 3, 4, 5, 6, 7]
        assert [row["held_on"] for row in mesa["meetings"]] == ["2024-04-16", "2024-09-03"]
        for meeting in mesa["meetings"]:
            assert meeting["kind"] == "ordinary"
            assert meeting["programmed_on"] == meeting["held_on"]
            addressed = {number for item in meeting["agenda"] for number in item["functions"]}
            assert addressed == {1, 2, 3, 4, 5, 6, 7}

    def test_two_decisions_each_with_what_came_of_it(self, mesa):
        first, second = mesa["meetings"]
        assert "decisions" not in first
        assert [len(row["follow_ups"]) for row in second["decisions"]] == [1, 1]
        assert [row["follow_ups"][0]["state"] for row in second["decisions"]] == ["open", "closed"]

    def test_plan_answers_the_functions(self, mesa):
        assert [eje["code"] for eje in ejes(mesa)] == [f"F{number}" for number in range(1, 8)]
        assert [eje["functions"] for eje in ejes(mesa)] == [[number] for number in range(1, 8)]
        assert all(eje["goal"] for eje in ejes(mesa))
        assert [len(eje["activities"]) for eje in ejes(mesa)] == [2, 3, 2, 1, 1, 1, 1]
        themes = [eje.get("theme") for eje in ejes(mesa)]
        assert themes[1] == themes[2] != themes[0]
        assert not any("weight" in row for row in [*ejes(mesa), *activities(mesa)])

    def test_figures(self, mesa):
        found = {}
        for row in activities(mesa):
            (indicator,) = row["indicators"]
            entry = by_activity(mesa)[row["code"]]
            (measurement,) = entry["measurements"]
            assert measurement["basis"] == "year_to_date"
            assert ("value" in measurement) == indicator["is_numeric"] != ("text" in measurement)
            assert (entry["member"], entry["period"]) == (None, "2024-T3")
            found[row["code"]] = (measurement.get("value"), indicator["target"])
        assert found == FIGURES

    def test_statuses_and_progress(self, mesa):
        entries = by_activity(mesa)
        assert {code for code, row in entries.items() if row["status"] != "en_avance"} == {"F7.1"}
        assert entries["F7.1"]["status"] == "cumplido"
        progress = {code: row["progress"] for code, row in entries.items() if row["progress"] is not None}
        assert progress == {"F2.1": "70.00", "F5.1": "33.33"}

    def test_publications_are_unknown(self, mesa):
        assert {row["document"]: row["published"] for row in mesa["publications"]} == dict.fromkeys(
            ("norms", "regulation", "actas", "report"), "unknown"
        )

    def test_sections(self, mesa):
        sections = {row["key"]: row for row in mesa["sections"]}
        assert set(sections) == {"action_plan", "functioning", "synthesis"}
        assert {(row["period"], row["form"]) for row in sections.values()} == {("2024-T3", "gestion")}
        figures = re.findall(r"\d+", sections["action_plan"]["body"])
        assert {"5", "45", "27", "81", "14", "20", "6", "70", "119", "30", "90"} <= set(figures)
