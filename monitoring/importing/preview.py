"""A draft as the last step shows it: trees with their sums, in pages when they are long."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from plans.discrepancies import kind_label, proposal, sentence, where_words
from plans.importing.draft import (
    KINDS,
    Discrepancy,
    Draft,
    DraftActivity,
    DraftEje,
    DraftObjective,
    DraftVersion,
)
from plans.weights import WeightCheck, check_weights

MOST_ACTIVITIES = 200


@dataclass(frozen=True, slots=True)
class Finding:
    """A discrepancy in words."""

    kind: str
    label: str
    where: str
    message: str
    proposal: str
    declared: str
    computed: str


def findings_of(found: Sequence[Discrepancy]) -> list[Finding]:
    return [
        Finding(
            kind=one.kind,
            label=kind_label(one.kind),
            where=where_words(one.where),
            message=sentence(one),
            proposal=proposal(one),
            declared=one.declared,
            computed=one.computed,
        )
        for one in found
    ]


def kinds_of(found: Sequence[Discrepancy]) -> list[tuple[str, str, int]]:
    """Each kind there is, what it is called and how many there are, in the order of the kinds."""
    counted = Counter(one.kind for one in found)
    return [(kind, kind_label(kind), counted[kind]) for kind in sorted(counted, key=KINDS.index)]


@dataclass(slots=True)
class ActivityGroup:
    """The activities under one objective of an eje, or under none."""

    objective: DraftObjective | None
    activities: list[DraftActivity] = field(default_factory=list)


@dataclass(slots=True)
class PreviewEje:
    """An eje with what of it fits on the page. `place` names it in addresses: version and eje, from 1.

    `check` is what the weights of its leaves come to; `shown` of its `total` activities are in `groups`.
    """

    place: str
    eje: DraftEje
    check: WeightCheck
    total: int
    products: int
    shown: int = 0
    groups: list[ActivityGroup] = field(default_factory=list)

    @property
    def is_cut(self) -> bool:
        return self.shown < self.total

    @property
    def differs(self) -> bool:
        """Whether the document prints another total than the one computed."""
        return self.eje.declared_weight is not None and self.eje.declared_weight != self.check.total


@dataclass(slots=True)
class PreviewVersion:
    number: int
    version: DraftVersion
    ejes: list[PreviewEje]

    @property
    def activities(self) -> int:
        return sum(eje.total for eje in self.ejes)

    @property
    def products(self) -> int:
        return sum(eje.products for eje in self.ejes)


def preview_of(draft: Draft) -> list[PreviewVersion]:
    """The versions with as many activities as one page takes; the rest is counted, and has pages of its own."""
    left = MOST_ACTIVITIES
    versions = []
    for number, version in enumerate(draft.versions, start=1):
        ejes = []
        for position, eje in enumerate(version.ejes, start=1):
            shown = _eje(f"{number}.{position}", eje)
            _fill(shown, eje.activities, left)
            left = max(0, left - shown.shown)
            ejes.append(shown)
        versions.append(PreviewVersion(number, version, ejes))
    return versions


def preview_eje(draft: Draft, place: str, page: int) -> tuple[PreviewEje, list[int]] | None:
    """One eje alone, a page of it, and the numbers of its pages; None for a place that is not there."""
    number, _dot, position = place.partition(".")
    try:
        eje = draft.versions[_index(number)].ejes[_index(position)]
    except (IndexError, ValueError):
        return None
    pages = list(_pages(eje.activities))
    shown = _eje(place, eje)
    _fill(shown, pages[min(max(page, 1), len(pages)) - 1] if pages else [], MOST_ACTIVITIES)
    return shown, list(range(1, len(pages) + 1))


def _index(word: str) -> int:
    """Counted from 1 in addresses; ValueError for what is no place."""
    if not word.isascii() or not word.isdecimal() or len(word) > 6 or int(word) < 1:
        raise ValueError(word)
    return int(word) - 1


def _pages(activities: list[DraftActivity]) -> Iterator[list[DraftActivity]]:
    """Top-level activities with their sub-activities, so many together as one page takes."""
    page: list[DraftActivity] = []
    size = 0
    for activity in activities:
        own = sum(1 for _activity in activity.walk())
        if page and size + own > MOST_ACTIVITIES:
            yield page
            page, size = [], 0
        page.append(activity)
        size += own
    if page:
        yield page


def _eje(place: str, eje: DraftEje) -> PreviewEje:
    walked = list(eje.walk())
    check = check_weights([leaf.weight for leaf in eje.leaves])
    return PreviewEje(place, eje, check, len(walked), sum(len(activity.deliverables) for activity in walked))


def _fill(shown: PreviewEje, activities: list[DraftActivity], room: int) -> None:
    """Put activities in its groups while there is room."""
    groups: dict[int | None, ActivityGroup] = {}
    for activity in activities:
        own = sum(1 for _activity in activity.walk())
        if not room or (shown.shown and shown.shown + own > room):
            break
        objective = None if activity.objective is None else shown.eje.objectives[activity.objective]
        group = groups.setdefault(activity.objective, ActivityGroup(objective))
        group.activities.append(activity)
        shown.shown += own
    shown.groups = list(groups.values())
