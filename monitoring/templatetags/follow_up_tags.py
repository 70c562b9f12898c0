"""Who owes a follow-up, how many stand how, and how each came to stand so."""

from __future__ import annotations

from typing import Any

from django import template

from monitoring.follow_up_words import CLOSED, DROPPED, OPEN, OVERDUE, SIGNS, owner_of
from monitoring.models import FollowUpState
from monitoring.selectors.follow_ups import StateCounts

register = template.Library()
register.filter("follow_up_owner", owner_of)


@register.filter
def follow_up_parts(counts: StateCounts) -> list[dict[str, Any]]:
    """The bar of a hundred units: done, in time, overdue, dropped; each with its share and where it begins."""
    parts, start = [], 0.0
    for key, count in ((CLOSED, counts.closed), (OPEN, counts.open), (OVERDUE, counts.overdue),
                       (DROPPED, counts.dropped)):  # fmt: skip
        width = 100 * count / counts.total if counts.total else 0
        css, word = SIGNS[key]
        parts.append(
            {"key": key, "css": css, "word": word, "count": count, "x": f"{start:.3f}", "width": f"{width:.3f}"}
        )
        start += width
    return parts


@register.filter
def state_sign(state: str) -> dict[str, Any]:
    """Of a step of the history."""
    key = {FollowUpState.CLOSED: CLOSED, FollowUpState.DROPPED: DROPPED}.get(state, OPEN)
    css, word = SIGNS[key]
    return {"css": css, "word": word}
