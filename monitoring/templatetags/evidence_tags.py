"""Evidence as a page shows it to who looks at it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import template

from monitoring.models import EntryStatus, Evidence, Sensitivity
from monitoring.selectors.evidence import Opened, Slot, loose_evidence, openings, slots_of
from networks.permissions import can_open_restricted
from plans.models import Verification

register = template.Library()


@dataclass(frozen=True)
class Item:
    """`opens`: she may open it; `is_named`: she sees what it is. `opened` is known to the secretariat only."""

    evidence: Evidence
    opens: bool
    is_named: bool
    opened: Opened | None
    fields: Any = None


@dataclass(frozen=True)
class Shown:
    """The evidence of an entry: `slots` with the items that fill each, `loose` what fills none, `items` all of it.

    `boxes` are the form's, in the order of `slots`; empty where the page has no form.
    `empty` are the slots nothing fills, and `is_flagged` that it says «cumplido» in spite of them.
    """

    slots: list[tuple[Slot, list[Item]]]
    loose: list[Item]
    items: list[Item]
    empty: list[Verification]
    is_flagged: bool
    boxes: list[Any]

    @property
    def filled_boxes(self) -> list[tuple[Any, Slot, list[Item]]]:
        return [(box, *slot) for box, slot in zip(self.boxes, self.slots, strict=True)]


@register.simple_tag(takes_context=True)
def evidence_shown(context: dict[str, Any]) -> Shown:
    """From the page's `activity`, `entry`, `network` and, where there is one, `form`.

    Who came by a one-click `link` opens nothing: it lets her write, and read nothing else.
    """
    entry, form, user = context.get("entry"), context.get("form"), context["user"]
    by_link = context.get("link") is not None
    privileged = not by_link and can_open_restricted(user, context["network"])
    opened = openings(entry) if entry and privileged else {}
    fields = getattr(form, "item_fields", None)
    items = {}
    for evidence in entry.evidence.all() if entry else ():
        is_restricted = evidence.sensitivity == Sensitivity.RESTRICTED
        opens = privileged or not (is_restricted or by_link)
        named = privileged or not is_restricted or evidence.uploaded_by_id == user.pk is not None
        own = fields(evidence.pk) if fields and named else None
        items[evidence.pk] = Item(evidence, opens, named, opened.get(evidence.pk), own)
    slots = slots_of(context["activity"], entry)
    empty = [slot.verification for slot in slots if slot.is_empty]
    return Shown(
        slots=[(slot, [items[row.pk] for row in slot.evidence]) for slot in slots],
        loose=[items[row.pk] for row in loose_evidence(slots, entry)],
        items=list(items.values()),
        empty=empty,
        is_flagged=bool(empty and entry and entry.status == EntryStatus.DONE),
        boxes=form.boxes() if fields else [],
    )
