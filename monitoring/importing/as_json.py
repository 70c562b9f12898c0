"""A draft as the command prints it: percents as text with two places, dates as ISO, nothing as null."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from plans.deadlines import Deadline
from plans.discrepancies import as_json
from plans.importing.draft import Draft, DraftActivity, DraftDeliverable, DraftEje, DraftVersion
from plans.weights import check_weights


def draft_json(draft: Draft) -> dict[str, Any]:
    return {
        "versions": [_version(version) for version in draft.versions],
        "discrepancies": [as_json(found) for found in draft.discrepancies],
    }


def _version(version: DraftVersion) -> dict[str, Any]:
    return {"ejes": [_eje(eje) for eje in version.ejes]}


def _eje(eje: DraftEje) -> dict[str, Any]:
    """`weight_total` is the computed sum of the leaves' weights, null when none has one."""
    return {
        "code": eje.code,
        "title": eje.title,
        "weight": _percent(eje.weight),
        "weight_total": _percent(check_weights([leaf.weight for leaf in eje.leaves]).total),
        "objectives": [{"code": row.code, "title": row.title} for row in eje.objectives],
        "activities": [_activity(activity) for activity in eje.activities],
    }


def _activity(activity: DraftActivity) -> dict[str, Any]:
    """`responsible` and `verification` are its own, then those of its deliverables, each once."""
    holders = [activity, *activity.deliverables]
    responsible = (party.words for row in holders for party in row.parties if party.kind == "responsible")
    return {
        "code": activity.code,
        "title": activity.title,
        "weight": _percent(activity.weight),
        "status": activity.reported.status or None,
        "earned": _percent(activity.reported.earned),
        **_due(activity.deadline),
        "deliverables": [_deliverable(row) for row in activity.deliverables],
        "responsible": _once(responsible),
        "verification": _once(proof.text for row in holders for proof in row.verifications),
        "children": [_activity(child) for child in activity.children],
    }


def _deliverable(row: DraftDeliverable) -> dict[str, Any]:
    return {"title": row.title, **_due(row.deadline)}


def _due(deadline: Deadline) -> dict[str, str | None]:
    return {
        "due_text": deadline.text or None,
        "due_start": _day(deadline.start),
        "due_end": _day(deadline.end),
    }


def _day(day: datetime.date | None) -> str | None:
    return day.isoformat() if day else None


def _percent(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:.2f}"


def _once(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(words))
