"""Who did what with an entry and when, and what was said on it: one story, always visible."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from monitoring.models import ComplianceEntry, EntryMessage, Observation, PeriodClosing, ReviewState
from networks.models import Network, User
from networks.permissions import can_discuss_entry

MESSAGE, DECLARED, OBSERVATION, CLOSED, REOPENED = "message", "declared", "observation", "closed", "reopened"
# Observations are written with the return they explain.
TOGETHER = datetime.timedelta(seconds=5)


@dataclass(frozen=True)
class Step:
    """What happened to an entry. `kind`: a review state, or message, declared, observation, closed or reopened.

    `note` are the words given: why on behalf, why reopened, the message; a return's are its `observations`.
    """

    at: datetime.datetime
    who: User | None
    kind: str
    note: str = ""
    on_behalf: bool = False
    by_link: bool = False
    observations: tuple[Observation, ...] = ()


def steps(entry: ComplianceEntry) -> list[Step]:
    """Latest first; saves of a draft in a row by one person are one step. Ask with observations prefetched."""
    found: list[Step] = []
    state, declared = None, None
    people = ("history_user", "submitted_by", "reviewed_by")
    for row in entry.history.select_related(*people).order_by("history_date", "history_id"):
        kind = row.review_state
        if state is not None and kind == state != ReviewState.DRAFT and row.declared_earned != declared:
            kind = DECLARED
        elif kind == ReviewState.RETURNED and state == ReviewState.RETURNED:
            kind = ReviewState.DRAFT
        state, declared = row.review_state, row.declared_earned
        step = _step(row, kind)
        if kind == ReviewState.DRAFT and found and (found[-1].kind, found[-1].who) == (kind, step.who):
            found[-1] = step
        else:
            found.append(step)
    return _with_observations(found, entry)[::-1]


def _step(row: Any, kind: str) -> Step:
    who, note = row.history_user, ""
    if kind == ReviewState.SUBMITTED:
        who, note = row.submitted_by or who, row.on_behalf_reason
    elif kind in (ReviewState.RETURNED, ReviewState.VALIDATED):
        who = row.reviewed_by or who
    elif kind == DECLARED:
        note = row.declared_reason
    return Step(
        at=row.history_date,
        who=who,
        kind=kind,
        note=note,
        on_behalf=kind == ReviewState.SUBMITTED and bool(note),
        by_link=kind in (ReviewState.DRAFT, ReviewState.SUBMITTED) and row.via_link_id is not None,
    )


def _with_observations(found: list[Step], entry: ComplianceEntry) -> list[Step]:
    """A return is told by its observations; those that came with the record stand by themselves."""
    loose = sorted(entry.observations.all(), key=lambda one: (one.created_at, one.pk))
    for n, step in enumerate(found):
        if step.kind == ReviewState.RETURNED:
            near = tuple(one for one in loose if abs(one.created_at - step.at) < TOGETHER)
            loose = [one for one in loose if one not in near]
            found[n] = replace(step, observations=near)
    alone = [Step(one.created_at, one.author, OBSERVATION, observations=(one,)) for one in loose]
    return sorted([*found, *alone], key=lambda step: step.at)


def timeline(entry: ComplianceEntry) -> list[Step]:
    """Steps, messages, and the period's closings since it was first written; oldest first, as it is read."""
    found = steps(entry)[::-1]
    messages = EntryMessage.objects.filter(entry=entry).select_related("author")
    found += [Step(one.created_at, one.author, MESSAGE, one.body) for one in messages]
    since = min((step.at for step in found), default=entry.updated_at)
    closings = PeriodClosing.objects.filter(period=entry.period_id).select_related("closed_by", "reopened_by")
    for closing in closings:
        found.append(Step(closing.closed_at, closing.closed_by, CLOSED))
        if closing.reopened_at:
            found.append(Step(closing.reopened_at, closing.reopened_by, REOPENED, closing.reopened_reason))
    return sorted((step for step in found if step.at >= since), key=lambda step: step.at)


class NewMessages(NamedTuple):
    """Messages on one entry, with how many each author wrote."""

    entry: ComplianceEntry
    count: int
    authors: Counter[int]

    def count_for(self, user: User) -> int:
        """How many `user` is to be told of: those by others, where she has a part in the conversation."""
        if not can_discuss_entry(user, self.entry, self.entry.member_id):
            return 0
        return self.count - self.authors[user.pk]


def messages_since(network: Network, at: datetime.datetime) -> list[NewMessages]:
    """The network's entries with messages written after an instant, each with its period and member; one query."""
    rows = (
        EntryMessage.objects.filter(entry__period__network=network, created_at__gt=at)
        .select_related("entry__period", "entry__member")
        .order_by("entry__period__end_on", "entry", "created_at", "pk")
    )
    found: dict[ComplianceEntry, Counter[int]] = defaultdict(Counter)
    for row in rows:
        found[row.entry][row.author_id] += 1
    return [NewMessages(entry, authors.total(), authors) for entry, authors in found.items()]
