"""From plans to the rows of a cronograma: whose deadlines, in which order, and how each stands.

A block is an activity with its deliverables; pages are cut between blocks. What has no date stands apart at the
end. With chosen members their own deadlines take the place of the plan's.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from monitoring.compliance import light
from monitoring.figures import SILENT
from monitoring.gantt import GanttRow
from monitoring.gantt_axis import month_span
from monitoring.labels import STATUS_WORDS
from monitoring.selectors.scheduled import (
    Schedule,
    ScheduledActivity,
    ScheduledDeliverable,
    ScheduledEje,
    Standing,
    joint_status,
    standing,
)
from networks.models import Member
from plans.deadlines import Deadline
from plans.templatetags.plan_tags import months as month_words

BLOCKS_PER_PAGE = 60
Scope = frozenset[int | None] | None  # the members that are looked at; None for the whole network
Span = tuple[datetime.date, datetime.date]


@dataclass(slots=True)
class Block:
    """An activity for those of its members who share its deadline, and the deliverables shown with it.

    `names` are those members, where others have another deadline.
    """

    schedule: Schedule
    eje: ScheduledEje
    activity: ScheduledActivity
    members: list[int | None]
    deadline: Deadline
    deliverables: list[tuple[ScheduledDeliverable, Deadline]] = field(default_factory=list)
    names: str = ""
    is_undated: bool = False
    shows_activity: bool = True

    @property
    def own_spans(self) -> list[Span]:
        spans = [month_span(month) for month in self.activity.months]
        return [*spans, (self.deadline.start, self.deadline.end)] if self.deadline.end else spans

    @property
    def own_hull(self) -> Span | None:
        return _hull(self.own_spans)

    @property
    def due_on(self) -> datetime.date | None:
        """The last day of its deadline, else of its deliverables': months of the schedule are no deadline."""
        known = [due.end for _one, due in self.deliverables if due.end]
        return self.deadline.end or max(known, default=None)

    @property
    def spans(self) -> list[Span]:
        dated = [(due.start, due.end) for _one, due in self.deliverables if due.end]
        return [*self.own_spans, *dated]

    @property
    def hull(self) -> Span | None:
        """From the first to the last day of it and of all that is under it."""
        spans = self.spans or [
            span
            for child in self.activity.walk()
            for span in Block(self.schedule, self.eje, child, [], child.deadline, _own_deliverables(child)).spans
            if child is not self.activity
        ]
        return _hull(spans)


def _hull(spans: Sequence[Span]) -> Span | None:
    return (min(start for start, _end in spans), max(end for _start, end in spans)) if spans else None


def _own_deliverables(activity: ScheduledActivity) -> list[tuple[ScheduledDeliverable, Deadline]]:
    return [(one, one.deadline) for one in activity.deliverables]


# -- blocks ---------------------------------------------------------------------------------------------------


def blocks_of(schedule: Schedule, members: Sequence[Member], scope: Scope = None, eje: str = "") -> list[Block]:
    """The dated blocks in the order of the plan, then those without dates; `members` are the network's, valid.

    `eje` is the code of the only one wanted.
    """
    found = [
        block
        for one in schedule.ejes
        if eje in ("", one.code)
        for activity in one.walk()
        for block in _of_activity(schedule, one, activity, members, scope)
    ]
    dated = [part for block in found if (part := _dated(block))]
    return dated + [part for block in found if (part := _undated(block))]


def _of_activity(
    schedule: Schedule, eje: ScheduledEje, activity: ScheduledActivity, members: Sequence[Member], scope: Scope
) -> Iterator[Block]:
    """One block, or one for each deadline where members set their own."""
    leaves = (leaf for leaf in activity.walk() if not leaf.children)
    concerned = list(dict.fromkeys(who for leaf in leaves for who in leaf.concerned(members)))
    if scope is not None:
        concerned = [who for who in concerned if who in scope]
        if not concerned:
            return
    if not activity.own or (scope is None and activity.deadline.end):
        yield Block(schedule, eje, activity, concerned, activity.deadline, _own_deliverables(activity))
        return
    sharing = defaultdict(list)
    for who in concerned:
        deadline = activity.own.get((who, None), activity.deadline)
        parts = tuple(activity.own.get((who, one.pk), one.deadline) for one in activity.deliverables)
        sharing[deadline, parts].append(who)
    names = {member.pk: member.name for member in members}
    for (deadline, parts), own in sharing.items():
        told = ", ".join(names.get(who, schedule.network.short_name) for who in own)
        block = Block(schedule, eje, activity, own, deadline, list(zip(activity.deliverables, parts, strict=True)))
        block.names = told if len(sharing) > 1 else ""
        yield block


def _dated(block: Block) -> Block | None:
    """What of it can be drawn; a deliverable without a word on its deadline goes with its activity."""
    if block.hull is None:
        return None
    taken = [(one, due) for one, due in block.deliverables if due.end or (not due.text and block.own_spans)]
    return _part(block, taken, is_undated=False)


def _undated(block: Block) -> Block | None:
    """What of it has words at most: the activity that is reported, or only deliverables of it."""
    is_dated = block.hull is not None
    told = not block.activity.children or bool(block.deadline.text)
    left = [(one, due) for one, due in block.deliverables if not due.end and (due.text or not block.own_spans)]
    if (is_dated or not told) and not left:
        return None
    part = _part(block, left, is_undated=True)
    part.shows_activity = not is_dated and told
    return part


def _part(block: Block, deliverables: list, *, is_undated: bool) -> Block:
    given = (block.schedule, block.eje, block.activity, block.members, block.deadline)
    return Block(*given, deliverables=deliverables, names=block.names, is_undated=is_undated)


# -- rows -----------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class RowMaker:
    """Makes the rows of some blocks as they stand on a day: `until` leaves out what was reported later."""

    on: datetime.date
    until: datetime.date | None = None
    shows_plans: bool = False

    def rows(self, blocks: Sequence[Block]) -> list[GanttRow]:
        plans = {block.schedule.plan.pk: block.schedule.plan for block in blocks}
        lineages = {block.activity.lineage for block in blocks}
        known = standing(plans.values(), lineages, self.until) if blocks else {}
        return list(self._with_headings(blocks, known))

    def _with_headings(self, blocks: Sequence[Block], known: Standing) -> Iterator[GanttRow]:
        before = (None, None, None)
        for block in blocks:
            now = (block.is_undated, block.schedule.plan.pk, block.eje.pk)
            if block.is_undated and not before[0]:
                yield GanttRow(_("Sin fecha"), level="undated")
            if self.shows_plans and now[:2] != before[:2]:
                yield self._plan(block)
            if now != before:
                word = capfirst(block.schedule.network.eje_word)
                yield GanttRow(block.eje.title, f"{word} {block.eje.code}", "eje")
            before = now
            yield from self._block(block, known)

    def _plan(self, block: Block) -> GanttRow:
        plan, network = block.schedule.plan, block.schedule.network
        address = reverse("monitoring:schedule", kwargs={"slug": network.slug, "plan": plan.slug})
        return GanttRow(f"{network.short_name} · {plan.title}", level="plan", href=address)

    def _block(self, block: Block, known: Standing) -> Iterator[GanttRow]:
        status = "" if block.activity.children else _status(block, known, block.activity)
        if block.shows_activity:
            yield self._activity(block, known, status)
        for one, due in block.deliverables:
            is_told = (block.schedule.plan.pk, one.lineage) in known
            yield self._deliverable(block, one, due, _status(block, known, one) if is_told else status)

    def _activity(self, block: Block, known: Standing, status: str) -> GanttRow:
        activity, due = block.activity, block.deadline
        hull = None if block.is_undated else block.hull
        is_summary = hull is not None and not block.own_spans
        start, end = hull if is_summary else (due.start, due.end)
        return self._row(
            GanttRow(
                f"{activity.title} ({block.names})" if block.names else activity.title,
                activity.code,
                "sub" if activity.parent_id else "activity",
                start,
                end,
                due.precision,
                tuple(activity.months),
                note=_heard(block, known),
                href=activity_url(block),
                when=when(due) or (month_words(activity.months) if activity.months else ""),
                is_summary=is_summary,
            ),
            status,
            block.due_on,
        )

    def _deliverable(self, block: Block, one: ScheduledDeliverable, due: Deadline, status: str) -> GanttRow:
        with_activity = not due.end and not due.text and block.own_hull is not None
        start, end = block.own_hull if with_activity else (due.start, due.end)
        row = GanttRow(
            one.title,
            "" if block.shows_activity else block.activity.code,
            "deliverable",
            start,
            end,
            due.precision,
            href=activity_url(block),
            when=_("con su actividad") if with_activity else when(due),
        )
        return self._row(row, status, due.end)

    def _row(self, row: GanttRow, status: str, due: datetime.date | None) -> GanttRow:
        if not status:
            return row
        shown = light(None if status == SILENT else status, due, self.on)
        word = str(STATUS_WORDS[status])
        if shown.overdue:
            word = _("%(status)s · vencido") % {"status": word}
        return replace(row, state=status, word=word, sign=shown.symbol, late=shown.overdue)


def _status(block: Block, known: Standing, one: ScheduledActivity | ScheduledDeliverable) -> str:
    told = known.get((block.schedule.plan.pk, one.lineage), {})
    return joint_status(told.get(who) for who in block.members)


def _heard(block: Block, known: Standing) -> str:
    """How many of several members have reported it."""
    if len(block.members) < 2 or block.activity.children:
        return ""
    told = known.get((block.schedule.plan.pk, block.activity.lineage), {})
    heard = sum(who in told for who in block.members)
    return _("informaron %(heard)s de %(all)s") % {"heard": heard, "all": len(block.members)}


def activity_url(block: Block) -> str:
    version = block.schedule.version
    kwargs = {"slug": block.schedule.network.slug, "plan": version.plan.slug, "number": version.number}
    return f"{reverse('plans:version_detail', kwargs=kwargs)}#actividad-{block.activity.pk}"


def when(deadline: Deadline) -> str:
    """A deadline as the plan says it and as the dates it means."""
    if deadline.end is None:
        return deadline.text
    dates = f"{deadline.end:%d/%m/%Y}"
    if deadline.start != deadline.end:
        dates = f"{deadline.start:%d/%m/%Y} – {dates}"
    return f"{deadline.text} ({dates})" if deadline.text else dates


# -- the time it takes ----------------------------------------------------------------------------------------


def time_of(blocks: Iterable[Block], first_year: int, last_year: int) -> Span:
    """From the first to the last day to draw: whole years, what the blocks need, at most a year beyond either."""
    start, end = datetime.date(first_year, 1, 1), datetime.date(last_year, 12, 31)
    spans = [span for block in blocks for span in block.spans]
    earliest = min((span[0] for span in spans), default=start)
    latest = max((span[1] for span in spans), default=end)
    return (
        min(start, max(earliest, datetime.date(first_year - 1, 1, 1))),
        max(end, min(latest, datetime.date(last_year + 1, 12, 31))),
    )
