"""From the frozen plan to what its templates print: deadlines in words, numbered notes, lights. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.context import numbered_notes
from reports.formatting import STATUSES, date_es

Data = dict[str, Any]
LIGHTS = {
    "green": ("●", gettext_lazy("Al día")),
    "amber": ("◐", gettext_lazy("Falta informar")),
    "red": ("✗", gettext_lazy("Con atrasos")),
    "none": ("□", gettext_lazy("Sin datos")),
}
UNTOLD = "sin_informar"


def light_word(code: str) -> str:
    return str(LIGHTS[code][1])


def all_lines(data: Data) -> Iterator[Data]:
    for part in data["parts"]:
        for eje in part["ejes"]:
            yield from eje["lines"]


def all_notes(data: Data) -> list[Data]:
    """The warnings, then what the plan itself notes of its lines, numbered in one row."""
    warnings = [{**row, "places": [row["where"]]} for row in data["warnings"]]
    return numbered_notes([*warnings, *_plan_notes(data)])


def _plan_notes(data: Data) -> Iterator[Data]:
    """What is noted in the same words of several lines is one note of all of them."""
    places = defaultdict(list)
    for line in all_lines(data):
        if line["note"]:
            places[line["note"]].append(line["where"])
    for message, own in places.items():
        said = {"kind": "plan_note", "declared": None, "computed": None, "message": message}
        yield {**said, "where": ", ".join(own), "places": own}


def by_place(notes: Iterable[Data]) -> dict[str, list[Data]]:
    found = defaultdict(list)
    for note in notes:
        for place in note["places"]:
            found[place].append(note)
    return found


def dates_words(due: Data) -> str:
    """«01/06/2012 – 30/06/2012», one date where both are the same, empty without any."""
    days = [date_es(day) for day in dict.fromkeys((due["start_on"], due["end_on"])) if day]
    return " – ".join(days)


def due_words(due: Data | None, own: Iterable[Data], member_word: str) -> Data | None:
    """`text` as it was written, `dates` as read, `flags` in words; `own` are members' own deadlines."""
    own = [{"member": one["member"], **due_words(one["due"], (), member_word)} for one in own]
    if due is None and not own:
        return None
    due = due or {"text": None, "start_on": None, "end_on": None, "unread": False, "by_member": False}
    flags = []
    if due["unread"]:
        flags.append(_("sin fecha: no se pudo leer"))
    if due["by_member"]:
        flags.append(_("cada %(member)s fija su fecha") % {"member": member_word})
    return {"text": due["text"], "dates": dates_words(due), "flags": flags, "own": own}


def due_text(due: Data) -> str:
    """The same in one line, to know how long it is."""
    parts = [due["text"], due["dates"], *due["flags"], *(due_text(one) for one in due["own"])]
    return " ".join(filter(None, parts))


def progress_shown(data: Data) -> list[Data]:
    """What was reported, eje by eje; each member's statuses in the order of the forms."""
    return [
        {
            **plan,
            "ejes": list(_by_eje(data, plan["activities"])),
            "members": [
                {**one, "shown": light_shown(one["light"]), "told": _counts(one)} for one in plan["members"]
            ],
        }
        for plan in data["progress"]
    ]


def light_shown(code: str) -> Data:
    sign, word = LIGHTS[code]
    return {"code": code, "sign": sign, "word": str(word)}


def _counts(member: Data) -> list[tuple[str, int]]:
    """Status and how many of it, those there are."""
    return [(code, member["counts"][code]) for code in (*STATUSES, UNTOLD) if member["counts"].get(code)]


def _by_eje(data: Data, activities: list[Data]) -> Iterator[Data]:
    titles = {eje["code"]: eje["title"] for part in data["parts"] for eje in part["ejes"]}
    grouped: dict[str, list[Data]] = defaultdict(list)
    for one in activities:
        grouped[one["eje"]].append(one)
    for code, own in grouped.items():
        yield {"code": code, "title": titles.get(code, ""), "activities": own}


def plans_shown(data: Data) -> list[Data]:
    """Each plan once, with the versions of it that are told."""
    plans: dict[str, Data] = {}
    for part in data["parts"]:
        plan = plans.setdefault(part["plan"], {**part, "versions": []})
        plan["versions"].append(part)
    return list(plans.values())
