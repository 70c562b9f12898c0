"""What the template of the report of progress needs beside its data: the first page's choice, and pictures."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports import charts
from reports.charts import Point
from reports.context import numbered_notes
from reports.formatting import decimal_es, status_sign, status_word

Data = dict[str, Any]
# What fits on the first page, whatever the records hold.
EJES, BEST, PLANS, MOMENTS, CODES = 8, 3, 3, 6, 8
TITLE_LETTERS, SUMMARY_LETTERS, SUMMARY_LINES = 62, 420, 3
# Letters in a line of the summary; each line takes the place of an eje, of which so many are always shown.
LINE_LETTERS, FEWEST_EJES = 130, 3
MISSING_CODES = 24
SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")


def printed(data: Data) -> Data:
    notes = numbered_notes(data["warnings"])
    head, rest = summary_parts(data["sections"]["resumen"])
    return {
        "report": data,
        "notes": notes,
        "weighted": any(plan["weighted"] for plan in data["plans"]),
        "brief": {**_brief(data, _room(data, head, bool(rest))), "head": head, "has_rest": bool(rest)},
        "summary_rest": rest,
        "plans": [_plan(plan, notes) for plan in data["plans"]],
        "breakdowns": _grouped_breakdowns(data["breakdowns"]),
        "strays": _strays(data),
    }


def short(text: str, most: int = TITLE_LETTERS) -> str:
    """Cut at a word, with «…»."""
    if len(text) <= most:
        return text
    return text[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"


def summary_parts(text: str | None) -> tuple[list[str], list[str]]:
    """The paragraphs that fit on the first page, and the rest; cut between sentences, never inside one."""
    lines = [line.strip() for line in (text or "").splitlines() if line.strip()]
    head: list[str] = []
    left, place = SUMMARY_LETTERS, 0
    for place, line in enumerate(lines):
        fits = ""
        for sentence in SENTENCE_END.split(line):
            if len(sentence) > left or len(head) >= SUMMARY_LINES:
                break
            fits = f"{fits} {sentence}".strip()
            left -= len(sentence)
        if fits:
            head.append(fits)
        if fits != line:
            return head, list(filter(None, [line[len(fits) :].strip(), *lines[place + 1 :]]))
    return head, []


# -- the first page -------------------------------------------------------------------------------------------


def _room(data: Data, head: list[str], has_rest: bool) -> int:
    """How many ejes fit under the title and the summary."""
    header = data["header"]
    lines = sum(-(-len(paragraph) // LINE_LETTERS) for paragraph in head) + has_rest
    lines += (2 if header["logo"] else 0) + (len(header["scope_label"] or "") > TITLE_LETTERS)
    return max(EJES - lines, FEWEST_EJES)


def _brief(data: Data, room: int) -> Data:
    plans = data["plans"]
    ejes = [eje for plan in plans for eje in plan["ejes"]]
    ranked = _ranked(data, ejes)
    late = [line for eje in ejes for line in eje["activities"] if line["late_on"]]
    overdue = [row for row in data["commitments"] if row["state"] == "overdue"]
    return {
        "plan": _first(plans[0]) if len(plans) == 1 else None,
        "plans": plans[:PLANS],
        "plans_left": max(len(plans) - PLANS, 0),
        "states": _states(data),
        "trend": _trend(plans[0]["history"][-MOMENTS:]) if len(plans) == 1 else None,
        "ejes": [_bar(data, eje) for eje in ejes[:room]],
        "ejes_left": max(len(ejes) - room, 0),
        **ranked,
        "late": len(late),
        "late_codes": ", ".join(line["code"] for line in late[:CODES]) + ("…" if len(late) > CODES else ""),
        "overdue": len(overdue),
        "overdue_body": short(overdue[0]["body"], 90) if overdue else None,
        "pending": sum(1 for row in data["commitments"] if row["state"] in ("open", "overdue")),
    }


def _first(plan: Data) -> Data:
    before = plan["before"]
    change = None
    if before is not None and plan["value"] is not None:
        change = Decimal(plan["value"]) - Decimal(before)
    signed = (
        None if change is None else ("+" if change > 0 else "−" if change < 0 else "±") + decimal_es(abs(change))
    )
    return {**plan, "change": signed, "bar": charts.ceiling_bar(_exact(plan["value"]), _exact(plan["ceiling"]))}


def _exact(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _states(data: Data) -> Data:
    """How many activities stand how: the picture and the words under it."""
    parts = [(row["status"], row["number"]) for row in data["states"]]
    said = ", ".join(f"{status_word(status).lower()}: {number}" for status, number in parts)
    return {
        "src": charts.stacked_states(parts),
        "alt": _("%(activities)s por estado. %(figures)s.")
        % {"activities": data["activity_words"].capitalize(), "figures": said or _("sin información")},
        "rows": [
            {
                "code": status or "sin_informar",
                "sign": status_sign(status),
                "word": status_word(status),
                "number": number,
                "swatch": charts.state_swatch(status),
            }
            for status, number in parts
        ],
        "total": sum(number for _status, number in parts),
    }


def _trend(history: list[Data]) -> Data | None:
    """Of one period there is nothing to compare."""
    if len(history) < 2:
        return None
    said = "; ".join(
        _("%(period)s: %(value)s, puede llegar a %(ceiling)s, informaron %(reported)s de %(obliged)s")
        % {
            "period": row["label"],
            "value": decimal_es(row["value"]) if row["value"] is not None else _("sin información"),
            "ceiling": decimal_es(row["ceiling"]),
            "reported": row["reported"],
            "obliged": row["obliged"],
        }
        for row in history
    )
    points = [Point(_exact(row["value"]), _exact(row["ceiling"]), row["provisional"]) for row in history]
    return {
        "src": charts.trend_line(points),
        "alt": _("La cifra del plan, periodo por periodo. %(figures)s.") % {"figures": said},
        "columns": history,
        "has_provisional": any(row["provisional"] for row in history),
    }


def _bar(data: Data, eje: Data) -> Data:
    word = data["header"]["eje_word"].capitalize()
    if eje["percent"] is None:
        said = _("sin información")
    else:
        said = _("%(value)s de 100, puede llegar a %(ceiling)s") % {
            "value": decimal_es(eje["percent"]),
            "ceiling": decimal_es(eje["percent_ceiling"]),
        }
    return {
        **eje,
        "short": short(eje["title"]),
        "src": charts.ceiling_bar(_exact(eje["percent"]), _exact(eje["percent_ceiling"])),
        "alt": f"{word} {eje['code']}: {said}",
    }


def _ranked(data: Data, ejes: list[Data]) -> Data:
    """The three best and the three most delayed ejes; of one eje alone, its activities. Silence is no delay."""
    known = [(Decimal(eje["percent"]), eje) for eje in ejes if eje["percent"] is not None]
    of_ejes = len(ejes) > 1
    if not of_ejes:
        lines = [line for eje in ejes for line in eje["activities"] if line["value"] is not None]
        known = [(_share(line, ejes[0]), line) for line in lines]
    # Where few are known no one is both: the better half are the best.
    best = sorted(known, key=lambda row: -row[0])[: min(BEST, (len(known) + 1) // 2)]
    best = [row for row in best if row[0] > 0]
    chosen = {id(line) for _share_of, line in best}
    behind = [row for row in sorted(known, key=lambda row: row[0]) if row[0] < 100 and id(row[1]) not in chosen]
    silent = sum(1 for eje in ejes if eje["percent"] is None and eje["obliged"])
    words = data["header"]["eje_word"], data["eje_words"]
    return {
        "best": [_named(*row) for row in best],
        "behind": [_named(*row) for row in behind[:BEST]],
        "silent": ngettext("1 %(eje)s sin información", "%(n)s %(ejes)s sin información", silent)
        % {"n": silent, "eje": words[0], "ejes": words[1]}
        if silent and of_ejes
        else "",
    }


def _share(line: Data, eje: Data) -> Decimal:
    """An activity's figure out of 100."""
    weight = Decimal(line["weight"] or 0) if eje["weighted"] else Decimal(100)
    return Decimal(line["value"]) * 100 / weight if weight else Decimal(0)


def _named(share: Decimal, line: Data) -> Data:
    return {"code": line["code"], "title": short(line["title"], 50), "value": f"{share:.2f}"}


# -- the chapters ---------------------------------------------------------------------------------------------


def _plan(plan: Data, notes: list[Data]) -> Data:
    members = [
        {
            **line,
            "codes": ", ".join(line["missing"][:MISSING_CODES]),
            "codes_left": max(len(line["missing"]) - MISSING_CODES, 0),
        }
        for line in plan["members"]
    ]
    return {**plan, "groups": [_group(eje, notes) for eje in plan["ejes"]], "members": members}


def _group(eje: Data, notes: list[Data]) -> Data:
    """An eje with its activities under their objectives, and the notes on each."""
    of_code: dict[str, list[Data]] = {}
    for note in notes:
        of_code.setdefault(note["where"], []).append(note)
    blocks: list[Data] = []
    for line in eje["activities"]:
        if not blocks or blocks[-1]["objective"] != line["objective"]:
            blocks.append({"objective": line["objective"], "lines": []})
        blocks[-1]["lines"].append({**line, "notes": of_code.get(line["code"], [])})
    differs = eje["declared"] is not None and eje["declared"] != eje["value"]
    return {
        **eje,
        "blocks": blocks,
        "differs": differs,
        "open": eje["ceiling"] is not None and eje["ceiling"] != eje["value"],
        "notes": of_code.get(eje["code"], []),
    }


def _grouped_breakdowns(rows: list[Data]) -> list[Data]:
    """The parts of one figure, told apart by one thing, under one head."""
    found: list[Data] = []
    for row in rows:
        if not found or (found[-1]["label"], found[-1]["by"]) != (row["label"], row["by"]):
            found.append({**row, "parts": []})
        found[-1]["parts"].append(row)
    return found


def _strays(data: Data) -> list[Data]:
    words = {
        "gone": _("la versión vigente del plan ya no la tiene"),
        "not_obliged": _("no le tocaba informarla en el periodo"),
    }
    return [{**row, "why": words[row["reason"]]} for row in data["outside"]]
