"""What the file of Coalición carries over exactly, in its plan and in its agenda."""

import pytest

from tests.reports.test_fixtures_plans import activities, dates, load, parties, products, version, words

# activity, deadline in the plan, deadline in the agenda; one line a deliverable
DEADLINES = """
I.1   | Agosto de 2012 | 2012
I.2   | Agosto de 2012 | 2012
II.1  | Segundo semestre del año 2012 | Segundo semestre del año 2012
III.1 | Primer semestre de 2013 | 2013
III.2 | Junio de 2012 | 2012
III.3 | 2012- Primer semestre de 2013 | 2012-2013
IV.1  | Cada país definirá el dónde y cómo / 2012-2013 | Cada país definirá el dónde y cómo / 2012-2013
IV.1  | Cada país definirá el dónde y cómo / 2012-2013 | Cada país definirá el dónde y cómo / 2012-2013
IV.1  | Cada país definirá el dónde y cómo / 2012-2013 | Cada país definirá el dónde y cómo / 2012-2013
IV.1  | Cada país definirá el dónde y cómo / 2012-2013 | Cada país definirá el dónde y cómo / 2012-2013
V.1   | Abril de 2012 | 2012
V.1   | Primer trimestre de 2013 | 2013
V.1   | Primer trimestre de 2013 | 2013
VI.1  | Primer semestre del 2012 | Primer semestre del 2012
VII.1 | 2012- Segundo semestre de 2013 | 2012-2013
VII.1 | 2012- Segundo semestre de 2013 | 2012-2013
VII.1 | 2012- Segundo semestre de 2013 | 2012-2013
"""
TABLE = [[cell.strip() for cell in line.split("|")] for line in DEADLINES.strip().splitlines()]


@pytest.fixture
def data():
    return load("coalicion")


@pytest.fixture
def plan(data):
    return version(data, 1)


@pytest.fixture
def agenda(data):
    return version(data, 2)


def test_plan_gives_way_to_agenda(data, plan, agenda):
    assert (plan["status"], plan["in_force_from_on"]) == ("superseded", "2012-01-01")
    assert (agenda["status"], agenda["in_force_from_on"]) == ("in_force", "2013-01-01")
    assert (plan.get("is_sample", False), agenda["is_sample"]) == (False, True)
    assert (data["plans"][0]["first_year"], data["plans"][0]["last_year"]) == (2012, 2013)


@pytest.mark.parametrize("number", [1, 2])
def test_seven_objectives_ten_activities_seventeen_products(data, number):
    of = version(data, number)
    assert [eje["code"] for eje in of["ejes"]] == ["I", "II", "III", "IV", "V", "VI", "VII"]
    assert list(activities(of)) == list(dict.fromkeys(code for code, *_ in TABLE))
    assert len(products(of)) == 17
    assert all(code.split(".")[0] == eje["code"] for eje in of["ejes"] for code in activities({"ejes": [eje]}))


def test_deadlines_as_written(plan, agenda):
    for column, of in ((1, plan), (2, agenda)):
        assert [(code, words(p["deadline"])) for code, p in products(of)] == [(r[0], r[column]) for r in TABLE]


def test_deadlines_as_dates(plan, agenda):
    found = [dates(product["deadline"]) for _, product in products(plan)]
    assert found[4:6] == [("2012-06-01", "2012-06-30"), ("2012-01-01", "2013-06-30")]
    assert found[6:10] == [("2012-01-01", "2013-12-31")] * 4
    assert found[10:13] == [("2012-04-01", "2012-04-30")] + [("2013-01-01", "2013-03-31")] * 2
    later = [dates(product["deadline"]) for _, product in products(agenda)]
    changed = {code for (code, _), old, new in zip(products(plan), found, later, strict=True) if old != new}
    assert changed == {"I.1", "I.2", "III.1", "III.2", "III.3", "V.1"}
    assert all(new[0] <= old[0] and old[1] <= new[1] for old, new in zip(found, later, strict=True))


def test_only_campaigns_are_left_to_each_country(plan, agenda):
    for of in (plan, agenda):
        assert {code for code, product in products(of) if product.get("deadline_by_member")} == {"IV.1"}
        assert sum(product.get("deadline_by_member", False) for _, product in products(of)) == 4


def test_proofs_stand_by_their_product(plan, agenda):
    proofs = [product.get("verification", []) for _, product in products(plan)]
    assert [len(each) for each in proofs] == [1, 1, 2, 1, 2, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1]
    assert proofs[4:6] == [["Listas de asistencia", "FODA"], ["Convenios o acuerdos firmados"]]
    assert proofs[3] == ["Protocolo MGS"]
    assert not [code for code, product in products(agenda) if "verification" in product]


def test_titles_that_changed(plan, agenda):
    old, new = activities(plan), activities(agenda)
    changed = {code for code in old if old[code]["title"] != new[code]["title"]}
    assert changed == {"II.1", "III.1", "III.2", "III.3"}
    assert new["II.1"]["title"].replace(" l ", " ") == old["II.1"]["title"]
    pairs = zip(products(plan), products(agenda), strict=True)
    assert [code for (code, a), (_, b) in pairs if a["title"] != b["title"]] == ["II.1"]
    assert "magistrados" in activities(plan)["II.1"]["deliverables"][0]["title"]
    assert "magistrados" not in activities(agenda)["II.1"]["deliverables"][0]["title"]
    assert [eje["title"] for eje in plan["ejes"]] == [eje["title"] for eje in agenda["ejes"]]


def test_responsible_parties_of_several_kinds(plan, agenda):
    rows = activities(plan)
    assert parties(rows["I.1"]) == ["member: Belice", "member: Nicaragua"]
    st = ["words: ST de cada país", "secretariat: ST Regional", "organization: OIM"]
    assert parties(rows["I.2"]) == [*st, "organization: Save the Children"]
    assert parties(rows["II.1"]) == ["member: Nicaragua", "organization: OIM (Nacional)"]
    assert parties(rows["IV.1"]) == ["words: Coalición Regional", "every: Cada país"]
    assert parties(rows["VI.1"]) == st
    first, *others = rows["V.1"]["deliverables"]
    assert parties(rows["V.1"]) == []
    assert parties(first) == ["every: Coaliciones Nacionales"]
    assert [parties(each) for each in others] == [["words: Coalición Regional"]] * 2
    changed = {code for code, row in activities(agenda).items() if parties(row) != parties(rows[code])}
    assert changed == {"III.1", "III.2", "III.3"}
    assert "member: El Salvador" in parties(rows["III.3"])


def test_who_funds_and_supports(plan, agenda):
    def having(of: dict, kind: str) -> set[str]:
        return {code for code, row in activities(of).items() if parties(row, kind)}

    everything = set(activities(plan))
    assert having(plan, "funding") == everything - {"V.1", "VI.1", "VII.1"}
    assert having(plan, "support") == everything - {"IV.1", "V.1"}
    assert (having(agenda, "funding"), having(agenda, "support")) == ({"IV.1"}, set())


def test_stray_cells_are_kept(plan, agenda):
    old, new = activities(plan), activities(agenda)
    assert "organization: Save the Children (marzo 2012)" in parties(old["I.2"], "support")
    assert "(marzo 2012)" in old["I.2"]["notes"]
    assert "«.»" in new["I.1"]["notes"]


def test_three_countries_are_named_and_four_sample(data):
    sample = {row["code"]: row.get("is_sample", False) for row in data["members"]}
    named = {code for code, is_sample in sample.items() if not is_sample}
    assert named == {"belice", "nicaragua", "el-salvador"}
    assert len(sample) == 7


def test_a_decision_agrees_the_agenda(data, agenda):
    (agreed,) = [m for m in data["meetings"] if any(d.get("version") == 2 for d in m["decisions"])]
    assert agreed["held_on"] == agenda["agreed_on"]
