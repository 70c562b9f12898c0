"""What earlier sessions left for one that is coming: points, actas to approve, follow-ups, functions due."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q
from django.utils import translation
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from monitoring.models import (
    Acta,
    ActaState,
    AgendaItem,
    AgendaOutcome,
    FollowUp,
    FollowUpState,
    Meeting,
    Period,
)
from monitoring.selectors.functions_due import functions_due, functions_planned
from monitoring.selectors.periods import current_period
from networks.languages import language_of_network
from networks.models import MandatedFunction, Network

# So many of each are proposed: the agenda of a session is not the backlog of a decade.
SHOWN = 60
TITLE = 500


@dataclass(frozen=True)
class Proposal:
    """A point that could be added; `key` names it in a form, `why` says where it comes from."""

    key: str
    title: str
    why: str
    is_urgent: bool = False
    item: AgendaItem | None = None
    acta: Acta | None = None
    functions: tuple[MandatedFunction, ...] = ()
    activities: tuple[tuple[uuid.UUID, int], ...] = ()


@dataclass(frozen=True)
class Leftovers:
    actas: list[Proposal] = field(default_factory=list)
    points: list[Proposal] = field(default_factory=list)
    follow_ups: list[Proposal] = field(default_factory=list)
    functions: list[Proposal] = field(default_factory=list)

    @property
    def proposals(self) -> list[Proposal]:
        """In the order in which they would enter the agenda."""
        return [*self.actas, *self.points, *self.follow_ups, *self.functions]

    def __bool__(self) -> bool:
        return bool(self.proposals)


def leftovers(meeting: Meeting) -> Leftovers:
    """What the network left before that session, and is in no agenda yet; in a constant number of queries."""
    titles = set(meeting.agenda.values_list("title", flat=True))
    return Leftovers(
        actas=[one for one in _actas(meeting) if one.title not in titles],
        points=list(_points(meeting)),
        follow_ups=[one for one in _follow_ups(meeting) if one.title not in titles],
        functions=list(_functions(meeting)),
    )


def _title(meeting: Meeting, words: Promise, **said: object) -> str:
    """In the network's own language: it enters the agenda, which everybody reads."""
    with translation.override(language_of_network(meeting.network)):
        return (str(words) % said)[:TITLE]


def left_points(network: Network, before: datetime.date) -> Iterator[AgendaItem]:
    """Points put off; those of which nothing was recorded in a held session that recorded others; those of a
    cancelled one. None that a later agenda carries on."""
    others = AgendaItem.objects.filter(meeting=OuterRef("meeting")).exclude(outcome="")
    carried = AgendaItem.objects.filter(carried_from=OuterRef("pk"), meeting__cancelled_on__isnull=True)
    held = Q(meeting__held_on__lt=before) & (Q(outcome=AgendaOutcome.POSTPONED) | (Q(outcome="") & Exists(others)))
    cancelled = Q(meeting__cancelled_on__isnull=False, meeting__programmed_on__lt=before)
    return (
        AgendaItem.objects.filter(held | cancelled, meeting__network=network)
        .exclude(Exists(carried))
        .exclude(acta__isnull=False)
        .select_related("meeting")
        .prefetch_related("functions", "activities")
        .order_by("meeting__held_on", "meeting__programmed_on", "order", "pk")[:SHOWN]
    )


def _points(meeting: Meeting) -> Iterator[Proposal]:
    for item in left_points(meeting.network, meeting.on):
        on = {"on": date_format(item.meeting.on, "d/m/Y")}
        if item.meeting.cancelled_on:
            why = _("De la sesión del %(on)s, que se canceló.") % on
        elif item.outcome:
            why = _("Aplazado en la sesión del %(on)s.") % on
        else:
            why = _("De la sesión del %(on)s: no consta qué pasó con él.") % on
        yield Proposal(
            key=f"punto-{item.pk}",
            title=item.title,
            why=why,
            is_urgent=bool(item.outcome or item.meeting.cancelled_on),
            item=item,
            functions=tuple(item.functions.all()),
            activities=tuple((row.activity_lineage, row.version_id) for row in item.activities.all()),
        )


def actas_waiting(network: Network, before: datetime.date) -> Iterator[Acta]:
    """Those of sessions held before that day that nobody approved yet, the oldest first."""
    rows = Acta.objects.filter(meeting__network=network, meeting__held_on__lt=before)
    return rows.exclude(state=ActaState.APPROVED).select_related("meeting").order_by("meeting__held_on", "pk")


def _actas(meeting: Meeting) -> Iterator[Proposal]:
    """Those that no coming session puts to approval yet."""
    coming = AgendaItem.objects.filter(
        acta=OuterRef("pk"), meeting__held_on__isnull=True, meeting__cancelled_on__isnull=True
    )
    for acta in actas_waiting(meeting.network, meeting.on).exclude(Exists(coming))[:SHOWN]:
        in_draft = acta.state == ActaState.DRAFT
        yield Proposal(
            key=f"acta-{acta.pk}",
            title=_title(
                meeting,
                gettext_lazy("Aprobación del acta de la sesión del %(on)s"),
                on=date_format(acta.meeting.on, "d/m/Y"),
            ),
            why=_("El acta está en borrador.") if in_draft else _("El acta está en observación."),
            is_urgent=True,
            acta=acta,
        )


def _follow_ups(meeting: Meeting) -> Iterator[Proposal]:
    """The open ones of decisions taken before; those whose deadline is over by then come ticked."""
    rows = (
        FollowUp.objects.filter(state=FollowUpState.OPEN, decision__meeting__network=meeting.network)
        .filter(decision__meeting__held_on__lt=meeting.on)
        .select_related("decision__meeting")
        .order_by("deadline_end_on", "pk")[:SHOWN]
    )
    for row in rows:
        said = {"on": date_format(row.decision.meeting.on, "d/m/Y"), "deadline": row.deadline_text}
        is_late = row.deadline_end_on is not None and row.deadline_end_on < meeting.on
        why = _("En curso, de una decisión del %(on)s.") % said
        if is_late:
            why = _("De una decisión del %(on)s; para entonces habrá vencido su plazo (%(deadline)s).") % said
        elif row.deadline_text:
            why = _("En curso, de una decisión del %(on)s; plazo: %(deadline)s.") % said
        title = _title(meeting, gettext_lazy("Seguimiento: %(body)s"), body=" ".join(row.body.split()))
        yield Proposal(key=f"seguimiento-{row.pk}", title=title, why=why, is_urgent=is_late)


def _functions(meeting: Meeting) -> Iterator[Proposal]:
    """The functions that neither a session held in the period nor a programmed agenda addresses."""
    period = current_period(list(Period.objects.filter(network=meeting.network)), meeting.on)
    if period is None or not period.start_on <= meeting.on <= period.end_on:
        return
    planned = functions_planned(meeting.network, period.start_on, period.end_on)
    due = [one for one in functions_due(meeting.network, period) if not one.addressed and one.pk not in planned]
    by_pk = {one.pk: one for one in MandatedFunction.objects.filter(pk__in=[one.pk for one in due])}
    for one in due:
        last = date_format(one.last, "d/m/Y") if one.last else ""
        why = _("Ninguna sesión del periodo la ha abordado; la última vez, el %(last)s.") % {"last": last}
        yield Proposal(
            key=f"funcion-{one.pk}",
            title=_title(
                meeting, gettext_lazy("Función %(number)s: %(title)s"), number=one.number, title=one.title
            ),
            why=why if last else _("Ninguna sesión la ha abordado todavía."),
            functions=(by_pk[one.pk],),
        )
