"""What the files of UTGM, Red GDL and Coalición have in common, and what the first two carry over exactly."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from monitoring.models import EntryStatus, ReviewState
from monitoring.periods import is_due, parse_code
from networks.models import PeriodKind, SeatRole
from plans.deadlines import parse
from plans.models import Concern, PartyKind, PartyScope
from plans.themes import common_themes

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
SLUGS = ["utgm", "red-gdl", "coalicion"]
# What a loader would leave out in silence if it were misspelled.
ACTIVITY_KEYS = {"code", "title", "notes", "concerns", "schedule_months", "schedule_is_sample"}
ACTIVITY_KEYS |= {"parties", "deliverables", "indicators", "activities", "themes"}
DELIVERABLE_KEYS = {"title", "deadline", "deadline_by_member", "verification", "parties"}
ENTRY_KEYS = {
    "plan",
    "period",
    "activity",
    "member",
    "status",
    "progress",
    "narrative",
    "obstacles",
    "review_state",
}
ENTRY_KEYS |= {"is_sample", "measurements", "deliverables", "links", "observations", "answers"}


def load(slug: str) -> dict:
    return json.loads((FIXTURES / f"{slug}.json").read_text(encoding="utf-8"))


def version(data: dict, number: int = 1) -> dict:
    """The first version is the one that rules where the entries are: in none of the files has it given way yet."""
    return data["plans"][0]["versions"][number - 1]


def versions(data: dict) -> list[dict]:
    return data["plans"][0]["versions"]


def tree(rows: list[dict]) -> Iterator[dict]:
    for row in rows:
        yield row
        yield from tree(row.get("activities", []))


def activities(of_version: dict) -> dict[str, dict]:
    found = [row for eje in of_version["ejes"] for row in tree(eje["activities"])]
    by_code = {row["code"]: row for row in found}
    assert len(by_code) == len(found), "un código de actividad se repite"
    return by_code


def products(of_version: dict) -> list[tuple[str, dict]]:
    found = activities(of_version).items()
    return [(code, product) for code, row in found for product in row.get("deliverables", [])]


def words(deadline: str | dict) -> str:
    return deadline if isinstance(deadline, str) else deadline["text"]


def dates(deadline: str | dict) -> tuple[str, str]:
    if isinstance(deadline, dict):
        return deadline["start_on"], deadline["end_on"]
    read = parse(deadline, 2012)
    return str(read.start), str(read.end)


def parties(row: dict, kind: str = "responsible") -> list[str]:
    """`scope: name` of each, in order."""
    return [f"{each['scope']}: {each.get('words', '')}" for each in row.get("parties", []) if each["kind"] == kind]


@pytest.mark.parametrize("slug", SLUGS)
class TestAll:
    def test_no_key_is_unknown(self, slug):
        data = load(slug)
        for each in versions(data):
            assert set().union(*activities(each).values()) <= ACTIVITY_KEYS
            assert all(set(product) <= DELIVERABLE_KEYS for _, product in products(each))
        assert set().union(*data["entries"]) <= ENTRY_KEYS

    def test_themes_are_common_ones(self, slug):
        named = [row.get("themes", []) for each in versions(load(slug)) for row in activities(each).values()]
        assert any(named)
        assert set().union(*named) <= common_themes().keys()

    def test_territories_come_after_their_parents(self, slug):
        data, known = load(slug), {None}
        for row in data["territories"]:
            assert row.get("parent") in known
            known.add(row["code"])
        assert {row["territory"] for row in data["members"]} <= known

    def test_members_are_known_wherever_they_are_named(self, slug):
        data = load(slug)
        codes = [row["code"] for row in data["members"]]
        assert len(set(codes)) == len(codes)
        named = {row.get("member") for row in [*data["entries"], *data.get("contacts", [])]}
        named.update(code for group in data["technicians"] for code in group)
        for meeting in data.get("meetings", []):
            named.update(meeting.get("attendance", {}))
        assert named - {None} <= set(codes)
        areas = {name for row in data.get("contacts", []) for name in row.get("areas", [])}
        assert areas <= set(data.get("areas", []))

    def test_parties_name_one_who_exists(self, slug):
        data = load(slug)
        members = {row["code"] for row in data["members"]}
        organizations = {row["name"] for row in data.get("organizations", [])}
        rows = [row for each in versions(data) for row in activities(each).values()]
        rows += [product for each in versions(data) for _, product in products(each)]
        for party in (party for row in rows for party in row.get("parties", [])):
            assert party["kind"] in PartyKind.values
            assert party["scope"] in PartyScope.values
            assert (party["scope"] == "member") == (party.get("member") in members)
            assert (party["scope"] == "organization") == (party.get("organization") in organizations)
            assert party["scope"] != "words" or party["words"]

    def test_no_weights_anywhere(self, slug):
        for each in versions(load(slug)):
            rows = [*each["ejes"], *activities(each).values()]
            assert not [row["code"] for row in rows if "weight" in row]

    def test_whole_years_of_periods(self, slug):
        data = load(slug)
        assert data["network"]["period_kind"] in PeriodKind.values
        plan = data["plans"][0]
        spans = [parse_code(row["code"]) for row in data["periods"]]
        assert {span.kind for span in spans} == {data["network"]["period_kind"]}
        assert spans[0].start == date(plan["first_year"], 1, 1)
        assert spans[-1].end == date(plan["last_year"], 12, 31)
        for row, span in zip(data["periods"], spans, strict=True):
            assert span.end.isoformat() < row["opens_on"] < row["due_on"]

    def test_entries_are_samples_of_what_is_due(self, slug):
        data = load(slug)
        rows, seen = activities(version(data)), set()
        for entry in data["entries"]:
            row, span = rows[entry["activity"]], parse_code(entry["period"])
            assert entry["is_sample"] is True
            assert row["concerns"] in Concern.values
            assert ("member" not in entry) == (row["concerns"] == "network"), entry
            assert "activities" not in row, "una actividad con sub-actividades no se informa"
            spans = [dates(product["deadline"]) for product in row.get("deliverables", [])]
            hull = [(date.fromisoformat(start), date.fromisoformat(end)) for start, end in spans]
            months = row.get("schedule_months", ())
            assert is_due(span.start, span.end, months=months, deliverable_spans=hull), entry
            seen.add((entry["activity"], entry.get("member"), entry["period"]))
        assert len(seen) == len(data["entries"])

    def test_entries_name_what_their_activity_has(self, slug):
        data = load(slug)
        rows = activities(version(data))
        for entry in data["entries"]:
            row = rows[entry["activity"]]
            indicators = {each["title"] for each in row.get("indicators", [])}
            titles = {each["title"] for each in row.get("deliverables", [])}
            assert {each["indicator"] for each in entry.get("measurements", [])} <= indicators
            assert {each["deliverable"] for each in entry.get("deliverables", [])} <= titles
            assert all(each["status"] in EntryStatus.values for each in entry.get("deliverables", []))

    def test_boards_have_every_state_and_some_silence(self, slug):
        data = load(slug)
        assert {row["review_state"] for row in data["entries"]} == set(ReviewState.values)
        assert {row["status"] for row in data["entries"]} <= set(EntryStatus.values)
        assert len({row["status"] for row in data["entries"]}) >= 5
        assert {row["code"] for row in data["members"]} - {row.get("member") for row in data["entries"]}
        for row in data["entries"]:
            assert bool(row.get("observations")) == (row["review_state"] == "returned")
            assert ("progress" in row) <= (row["status"] == "en_avance")

    def test_meetings_say_they_are_samples_and_seat_members(self, slug):
        data = load(slug)
        seats = {row["code"] for row in data["members"] if row.get("seat_role", "") in SeatRole.values}
        for meeting in data.get("meetings", []):
            assert "muestra" in meeting["notes"]
            if "held_on" not in meeting:
                assert "attendance" not in meeting
                continue
            assert set(meeting["attendance"]) == seats
            assert set(meeting["attendance"].values()) == {True, False}


class TestUtgm:
    @pytest.fixture
    def data(self):
        return load("utgm")

    def test_five_groups_and_their_themes(self, data):
        ejes = version(data)["ejes"]
        assert data["network"]["eje_word"] == "grupo"
        assert data["network"]["period_kind"] == "quarter"
        assert {eje["code"]: [row["code"] for row in eje["activities"]] for eje in ejes} == {
            "A": ["a.1", "a.2", "a.3"],
            "B": ["b.1", "b.2", "b.3", "b.4", "b.5"],
            "C": ["c.1", "c.2", "c.3"],
            "D": ["d.1", "d.2"],
            "E": [],
        }
        themes = [eje["theme"] for eje in ejes]
        assert themes[0] == themes[4] == "Transversal"
        assert len(set(themes)) == 4

    def test_the_meeting_has_three_parts(self, data):
        assert [row["code"] for row in activities(version(data))["b.5"]["activities"]] == [
            "b.5.1",
            "b.5.2",
            "b.5.3",
        ]

    def test_cities_report_four_activities_and_the_network_the_rest(self, data):
        rows = activities(version(data)).values()
        assert {row["code"] for row in rows if row["concerns"] == "every"} == {"b.1", "b.3", "b.4", "c.3"}
        assert {row["concerns"] for row in rows} == {"every", "network"}

    def test_no_deadlines_and_months_marked_as_sample(self, data):
        for code, row in activities(version(data)).items():
            assert "deadline" not in row
            assert bool(row["schedule_months"]) == (code != "b.5.1")
            assert row.get("schedule_is_sample", False) == bool(row["schedule_months"])
            assert all(month.startswith("2012-") for month in row["schedule_months"])

    def test_traps_are_told(self, data):
        rows = activities(version(data))
        assert all(word in rows["b.4"]["notes"] for word in ("trimestral", "semestral", "cronograma"))
        assert all(word in rows["c.1"]["notes"] for word in ("Retroalimentación", "Reorientación"))
        assert "Falta en el cronograma" in rows["b.5.1"]["notes"]
        assert "grupo E" in rows["b.5.1"]["notes"]

    def test_cities_are_of_the_mercosur(self, data):
        territories = {row["code"]: row for row in data["territories"]}
        assert len(data["members"]) == 12
        for row in data["members"]:
            city = territories[row["territory"]]
            assert (city["level"], territories[city["parent"]]["parent"]) == ("city", "MERCOSUR")
            assert (row["seat_role"], row["is_reporting"], row["is_sample"]) == ("I", True, True)
        assert {"asuncion", "montevideo", "rosario"} <= {row["code"] for row in data["members"]}

    def test_one_version_in_force(self, data):
        (only,) = versions(data)
        assert (only["status"], only["in_force_from_on"]) == ("in_force", "2012-01-01")


class TestRedGdl:
    TOPICS = (
        "Perspectiva de Género",
        "Derechos Humanos de las Mujeres",
        "Igualdad Sustantiva y Políticas Públicas",
        "Liderazgo y Participación Política",
        "Construcción de agendas de las mujeres",
        "Políticas públicas y presupuestación",
        "Sistema de Indicadores de Género",
    )

    @pytest.fixture
    def data(self):
        return load("red-gdl")

    def test_six_objectives(self, data):
        assert data["network"]["eje_word"] == "objetivo particular"
        assert data["plans"][0]["objective"]
        codes = {eje["code"]: [row["code"] for row in eje["activities"]] for eje in version(data)["ejes"]}
        topics = [f"2.{number}" for number in range(1, 8)]
        assert codes == {"1": ["1.1"], "2": topics, "3": [], "4": [], "5": ["5.1", "5.2"], "6": []}

    def test_every_activity_says_it_is_derived(self, data):
        for row in activities(version(data)).values():
            assert row["notes"].startswith(f"Actividad derivada por Trama del objetivo {row['code'][0]}")

    def test_a_roster_of_a_hundred(self, data):
        roster, invited = activities(version(data))["1.1"]["indicators"]
        assert (roster["target"], roster["unit"], roster["over_members"]) == (
            "100.00",
            "servidoras públicas",
            "sum",
        )
        assert "target" not in invited
        assert "100 servidoras públicas" in version(data)["ejes"][0]["goal"]

    def test_seven_topics_by_their_names(self, data):
        assert tuple(row["title"] for row in version(data)["ejes"][1]["activities"]) == self.TOPICS

    def test_proigualdad(self, data):
        norms = data["network"]["norms"].splitlines()
        assert [norm.split(", ")[1] for norm in norms] == ["objetivo 6", "estrategia 6.3", "estrategia 6.5"]
        assert all(norm.startswith("ProIgualdad 2013-2018") for norm in norms)
        assert data["network"]["secretariat"] == "Instituto Municipal de las Mujeres en Guadalajara"

    def test_units_are_samples_with_liaisons_since_when(self, data):
        since = {row["code"]: row.get("liaison_since_on") for row in data["members"]}
        assert all(row["is_sample"] for row in data["members"])
        assert None in since.values()
        units = {row["code"]: row.get("gender_unit_since_on") for row in data["members"]}
        units = {code: day for code, day in units.items() if day}
        assert units
        assert all(since[code] <= day for code, day in units.items())
        told = {
            row["member"] for row in data["entries"] if row["activity"] == "5.1" and row["status"] == "cumplido"
        }
        assert all(since[code] for code in told)
