"""Two versions of a plan, compared line by line, without a database."""

from __future__ import annotations

import copy
import uuid
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from plans.comparison import compare
from plans.deadlines import parse
from plans.importing.draft import (
    DraftActivity,
    DraftDeliverable,
    DraftEje,
    DraftObjective,
    DraftParty,
    DraftVerification,
    DraftVersion,
)


def a_version() -> DraftVersion:
    """Two ejes, an objective, a sub-activity and a deliverable, each with its lineage."""
    tool = DraftDeliverable(
        "Herramienta", parse("Agosto de 2012"), verifications=[DraftVerification("Herramienta en uso")]
    )
    activities = [
        DraftActivity("I.1", "Encuentros", objective=0, weight=Decimal("60.00")),
        DraftActivity("I.2", "Indicadores", objective=0, weight=Decimal("40.00"), deliverables=[tool]),
        DraftActivity("I.3", "Seminario", children=[DraftActivity("I.3.1", "Mesa abierta")]),
    ]
    version = DraftVersion(
        "",
        [
            DraftEje("I", "Fortalecimiento", objectives=[DraftObjective("Ia", "Red viva")], activities=activities),
            DraftEje("II", "Capacitación", activities=[DraftActivity("II.1", "Jueces")]),
        ],
    )
    for eje in version.ejes:
        nodes = [eje, *eje.objectives, *eje.walk(), *(d for a in eje.walk() for d in a.deliverables)]
        for node in nodes:
            node.lineage = uuid.uuid4()
    return version


def test_nothing_changed():
    version = a_version()
    assert not compare(version, copy.deepcopy(version))


def test_fields_are_told_one_by_one():
    old = a_version()
    new = copy.deepcopy(old)
    activity = new.ejes[0].activities[1]
    activity.title, activity.weight = "Indicadores de la región", Decimal("40.5")
    activity.parties = [DraftParty("responsible", "Belice", "member", "belice")]
    activity.deliverables[0].deadline = parse("2012")
    activity.deliverables[0].verifications = []
    assert compare(old, new).as_json() == {
        "added": [],
        "removed": [],
        "moved": [],
        "changed": [
            change("I.2", "title", "Indicadores", "Indicadores de la región"),
            change("I.2", "weight", "40.00", "40.50"),
            change("I.2", "responsible", None, ["Belice"]),
            change("I.2", "due_text", "Agosto de 2012", "2012", deliverable=1),
            change("I.2", "due_start", "2012-08-01", "2012-01-01", deliverable=1),
            change("I.2", "due_end", "2012-08-31", "2012-12-31", deliverable=1),
            change("I.2", "due_precision", "month", "year", deliverable=1),
            change("I.2", "verification", ["Herramienta en uso"], None, deliverable=1),
        ],
    }


def change(code, field, before, after, deliverable=None):
    level = "activity" if deliverable is None else "deliverable"
    told = {"code": code, "field": field, "from": before, "to": after}
    return {**told, "level": level, "deliverable": deliverable}


def test_words_alone_change_no_date():
    old = a_version()
    new = copy.deepcopy(old)
    new.ejes[0].activities[1].deliverables[0].deadline = parse("agosto 2012")
    assert [c.field for c in compare(old, new).changed] == ["due_text"]


def test_who_a_name_stands_for_is_a_change():
    old = a_version()
    old.ejes[1].activities[0].parties = [DraftParty("responsible", "Belice")]
    new = copy.deepcopy(old)
    new.ejes[1].activities[0].parties = [DraftParty("responsible", "Belice", "member", "bz")]
    (found,) = compare(old, new).changed
    assert (found.before, found.after) == (["Belice [words]"], ["Belice [bz]"])


def test_added_and_removed_with_what_hangs_under_them():
    old = a_version()
    new = copy.deepcopy(old)
    gone = new.ejes[0].activities.pop(2)
    assert [line.code for line in compare(old, new).removed] == ["I.3", "I.3.1"]
    assert [line.code for line in compare(new, old).added] == [gone.code, "I.3.1"]
    assert not compare(old, new).moved


def test_moved_to_another_eje_is_the_same_line():
    old = a_version()
    new = copy.deepcopy(old)
    activity = new.ejes[0].activities.pop(1)
    activity.objective, activity.code = None, "II.2"
    new.ejes[1].activities.append(activity)
    found = compare(old, new)
    assert not found.added
    assert not found.removed
    assert [(move.line.code, move.before, move.after) for move in found.moved] == [("II.2", "Ia, 2", "II, 2")]
    assert [(c.code, c.field, c.before) for c in found.changed] == [("II.2", "code", "I.2")]


def test_codes_tell_the_lines_of_a_file():
    old, new = a_version(), a_version()
    new.ejes[1].activities[0].title = "Jueces penales"
    for eje in new.ejes:
        eje.lineage = None
    assert [(c.code, c.after) for c in compare(old, new).changed] == [("II.1", "Jueces penales")]


@given(st.permutations(range(8)))
def test_a_new_order_moves_as_few_lines_as_it_can(order):
    old = DraftVersion("", [DraftEje("1", "Eje", lineage="eje")])
    old.ejes[0].activities = [DraftActivity(f"1.{n}", "x", lineage=n) for n in range(8)]
    new = copy.deepcopy(old)
    new.ejes[0].activities = [new.ejes[0].activities[n] for n in order]
    moved = {move.line.code for move in compare(old, new).moved}
    kept = [n for n in order if f"1.{n}" not in moved]
    assert kept == sorted(kept)
    longest = [0] * 8
    for at, value in enumerate(order):
        longest[at] = 1 + max((longest[i] for i in range(at) if order[i] < value), default=0)
    assert len(kept) == max(longest)
