"""Builds the form from what the network's records say, in a constant number of queries."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from uuid import UUID

from django.db.models import Prefetch, Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from monitoring.labels import REVIEW_WORDS
from monitoring.models import Answer, Basis, ComplianceEntry, Period, Question, QuestionKind
from monitoring.roundtrip import sheets
from monitoring.roundtrip.layout import Field, Form, Line, Report, fits
from monitoring.roundtrip.values import Kind, clean, of_number, shown
from monitoring.selectors import NetworkRollup, Obligation, rollup
from monitoring.selectors.records import COUNTED
from monitoring.services import EntryKey
from networks.models import Member, Network
from plans.disaggregation import normal
from plans.models import Deliverable, Indicator

_KINDS = {
    QuestionKind.TEXT: Kind.TEXT,
    QuestionKind.NUMBER: Kind.NUMBER,
    QuestionKind.CHOICE: Kind.CHOICE,
    QuestionKind.DATE: Kind.DATE,
}
_WORDS = 300  # of an indicator told in words
_NOTE = 1000
_RELATED = ("measurements", "deliverables", Prefetch("answers", Answer.objects.select_related("question")))


def form_of(network: Network, period: Period, member: Member | None) -> Form:
    """What `member` (None: the network itself) owes in the period, with what is written of it now."""
    owed = list(_owed(rollup(network, period), member))
    lineages = [one.activity.lineage for one in owed]
    rows = ComplianceEntry.objects.filter(period=period, member=member, activity_lineage__in=lineages)
    entries = {row.activity_lineage: row for row in rows.prefetch_related(*_RELATED, "observations")}
    asked = _Asked(owed, _earlier(period, member, lineages))
    is_open = not period.is_over
    reports = []
    for one in owed:
        lineage = one.activity.lineage
        key = EntryKey(period=period, version=one.version, activity_lineage=lineage, member=member)
        report = Report(one, key, entries.get(lineage), is_open)
        report.lines = list(asked.lines(report))
        reports.append(report)
    return Form(network, period, member, reports)


def _owed(rolled: NetworkRollup, member: Member | None) -> Iterator[Obligation]:
    """Her part of `rolled.obligations`, without making everybody's."""
    who = member.pk if member else None
    for plan in rolled.plans:
        for activity in plan.planned.activities:
            if rolled.owes(activity.lineage, who):
                yield Obligation(plan.version, activity.eje, activity, member, activity.due_on(who))


def _earlier(period: Period, member: Member | None, lineages: list[UUID]) -> dict[UUID, ComplianceEntry]:
    """What was reported last time of each activity."""
    rows = ComplianceEntry.objects.filter(
        period__network=period.network_id,
        activity_lineage__in=lineages,
        member=member,
        period__end_on__lt=period.end_on,
        review_state__in=COUNTED,
    ).order_by("period__end_on", "-period__start_on")
    latest = dict(rows.values_list("activity_lineage", "pk"))
    found = ComplianceEntry.objects.filter(pk__in=latest.values()).prefetch_related(*_RELATED)
    return {row.activity_lineage: row for row in found}


class _Asked:
    """What the plan and the network ask of the activities owed, and what was given last time."""

    def __init__(self, owed: Iterable[Obligation], earlier: dict[UUID, ComplianceEntry]) -> None:
        owed = list(owed)
        self.earlier = earlier
        activities = [one.activity.pk for one in owed]
        self.indicators = _by_activity(Indicator.objects.filter(activity__in=activities))
        self.deliverables = _by_activity(Deliverable.objects.filter(activity__in=activities))
        place = Q(eje_lineage__in={one.eje.lineage for one in owed})
        place |= Q(activity_lineage__in={one.activity.lineage for one in owed})
        plans = {one.plan.pk for one in owed}
        self.questions: dict[tuple[int, UUID], list[Question]] = defaultdict(list)
        for row in Question.objects.filter(place, plan__in=plans, superseded_at=None).order_by("order", "pk"):
            self.questions[row.plan_id, row.eje_lineage or row.activity_lineage].append(row)

    def lines(self, report: Report) -> Iterator[Line]:
        before = self.earlier.get(report.lineage)
        yield _entry_line(report, before)
        own = {"code": report.code, "activity": report.owed.activity.title}
        for indicator in self.indicators[report.owed.activity.pk]:
            yield from _figure_lines(report, indicator, own, before)
        for deliverable in self.deliverables[report.owed.activity.pk]:
            yield _deliverable_line(report, deliverable, own, before)
        plan = report.owed.plan.pk
        for lineage in (report.owed.eje.lineage, report.lineage):
            for question in self.questions[plan, lineage]:
                yield _answer_line(report, question, own, before)


def _by_activity(rows: Iterable) -> dict[int, list]:
    found = defaultdict(list)
    for row in rows.order_by("order", "pk"):
        found[row.activity_id].append(row)
    return found


def _given(entry: ComplianceEntry | None, related: str, by: str, lineage: UUID):
    rows = getattr(entry, related).all() if entry else ()
    return next((row for row in rows if getattr(row, by) == lineage), None)


def _entry_line(report: Report, before: ComplianceEntry | None) -> Line:
    entry, activity, eje = report.entry, report.owed.activity, report.owed.eje
    due = report.owed.due_on
    facts = {
        "eje": f"{eje.code} {eje.title}".strip(),
        "code": activity.code,
        "activity": activity.title,
        "deadline": activity.deadline_text or (f"{due:%d/%m/%Y}" if due else ""),
        "state": _state(entry),
        "before_status": shown(Kind.STATUS, before.status) if before else "",
        "before": before.narrative if before else "",
    }
    fields = {
        "status": Field(Kind.STATUS, entry.status if entry else ""),
        "progress": Field(Kind.PERCENT, of_number(entry.progress if entry else None)),
        "narrative": Field(Kind.TEXT, clean(entry.narrative) if entry else ""),
        "obstacles": Field(Kind.TEXT, clean(entry.obstacles) if entry else ""),
    }
    return Line(f"a:{report.lineage}", sheets.ENTRIES.key, report, fields, facts)


def _state(entry: ComplianceEntry | None) -> str:
    """«por informar», or «observado: …» with what the reviewer asks to mend."""
    if entry is None:
        return _("por informar")
    word = str(REVIEW_WORDS[entry.review_state])
    asked = [row.body for row in entry.observations.all() if row.resolved_at is None]
    return ": ".join([word, *asked[:1]]) if entry.is_editable else word


def _figure_lines(
    report: Report, indicator: Indicator, own: dict[str, str], before: ComplianceEntry | None
) -> Iterator[Line]:
    row = _given(report.entry, "measurements", "indicator_lineage", indicator.lineage)
    last = _given(before, "measurements", "indicator_lineage", indicator.lineage)
    unit = f" ({indicator.unit})" if indicator.unit else ""
    facts = {**own, "indicator": f"{indicator.title}{unit}", "by": ""}
    id_ = f"c:{report.lineage}:{indicator.lineage}"
    if not indicator.is_numeric:
        facts["before"] = last.text if last else ""
        fields = {"value": Field(Kind.TEXT, clean(row.text) if row else "", limit=_WORDS)}
        yield Line(id_, sheets.FIGURES.key, report, fields, facts, indicator)
        return
    facts["before"] = shown(Kind.NUMBER, of_number(last.value)) if last else ""
    fields = {
        "value": Field(Kind.NUMBER, of_number(row.value) if row else ""),
        "basis": Field(Kind.BASIS, row.basis if row else Basis.PERIOD),
    }
    yield Line(id_, sheets.FIGURES.key, report, fields, facts, indicator)
    for dimension in normal(indicator.disaggregation):
        for value in dimension["values"]:
            part = (dimension["by"], value)
            digest = hashlib.sha256("\x1f".join(part).encode()).hexdigest()[:10]
            told = {**facts, "by": f"{part[0]}: {part[1]}"}
            told["before"] = shown(Kind.NUMBER, _part(last, part))
            fields = {"value": Field(Kind.NUMBER, _part(row, part))}
            yield Line(f"{id_}:{digest}", sheets.FIGURES.key, report, fields, told, indicator, part)


def _part(row, part: tuple[str, str]) -> str:
    by, value = part
    return of_number(row.breakdown.get(by, {}).get(value)) if row else ""


def _deliverable_line(
    report: Report, deliverable: Deliverable, own: dict[str, str], before: ComplianceEntry | None
) -> Line:
    row = _given(report.entry, "deliverables", "deliverable_lineage", deliverable.lineage)
    last = _given(before, "deliverables", "deliverable_lineage", deliverable.lineage)
    facts = {
        **own,
        "deliverable": deliverable.title,
        "deadline": deliverable.deadline_text,
        "before_status": shown(Kind.STATUS, last.status) if last else "",
    }
    day = row.delivered_on if row else None
    fields = {
        "status": Field(Kind.STATUS, row.status if row else ""),
        "delivered_on": Field(Kind.DATE, day.isoformat() if day else ""),
        "note": Field(Kind.TEXT, clean(row.note) if row else "", limit=_NOTE),
    }
    id_ = f"p:{report.lineage}:{deliverable.lineage}"
    return Line(id_, sheets.DELIVERABLES.key, report, fields, facts, deliverable)


def _answer_line(report: Report, question: Question, own: dict[str, str], before: ComplianceEntry | None) -> Line:
    row = _given(report.entry, "answers", "question_lineage", question.lineage)
    last = _given(before, "answers", "question_lineage", question.lineage)
    unit = f" ({question.unit})" if question.unit else ""
    how = [question.help_text, _("Obligatoria para enviar.") if question.is_required else ""]
    facts = {
        **own,
        "question": f"{question.label}{unit}",
        "help": " ".join(filter(None, [capfirst(question.get_kind_display()) + ".", *how])),
        "before": shown(_KINDS[last.question.kind], answer_text(last)) if last else "",
    }
    # What answered another question is no answer to this one; it stays where it is until she gives one.
    now = answer_text(row) if row and fits(row, question) else ""
    if row and not now:
        facts["help"] += " " + _("Antes se respondió «%(words)s».") % {"words": str(row)}
    choices = tuple(clean(str(choice)) for choice in question.choices)
    fields = {"answer": Field(_KINDS[question.kind], now, choices)}
    return Line(f"q:{report.lineage}:{question.lineage}", sheets.ANSWERS.key, report, fields, facts, question)


def answer_text(row: Answer) -> str:
    if row.value is not None:
        return of_number(row.value)
    return row.day.isoformat() if row.day else clean(row.text)
