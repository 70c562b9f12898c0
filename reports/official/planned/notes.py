"""What does not add up or is missing in a plan: numbered notes of the report, and findings before it is issued."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from plans.consistency import Finding as PlanFinding
from plans.consistency import findings
from plans.templatetags.plan_tags import months as month_words
from plans.tree import TreeActivity, TreeDeliverable, TreeEje
from plans.views.consistency import place_url
from reports.context import ReportWarning
from reports.official.form import Finding, Scope
from reports.official.planned.reading import Ruled, read

YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def warnings_of(ruled: Iterable[Ruled], scope: Scope, *, monthly: bool = False) -> tuple[ReportWarning, ...]:
    """The notes of the report; `monthly`: it prints the months in which activities run."""
    return tuple(
        ReportWarning(
            kind=row.kind,
            where=_where(one, row),
            declared=row.declared or None,
            computed=row.computed or None,
            message=row.message,
        )
        for one in ruled
        for row in found_in(one, scope, monthly=monthly)
    )


def findings_of(scope: Scope, *, latest: bool = False, monthly: bool = False) -> Iterator[Finding]:
    """The same before it is issued, each with the page where it is mended."""
    for one in read(scope, latest=latest):
        for row in found_in(one, scope, monthly=monthly):
            link = place_url(row, one.version, mends=one.version.is_draft)
            yield Finding(kind=row.kind, where=_where(one, row), message=row.message, link=link)


def no_version(scope: Scope, data: dict[str, Any]) -> Iterator[Finding]:
    """A report without anything to print says why."""
    if not data["parts"]:
        message = _(
            "La red no tiene una versión de plan vigente en el periodo: póngala en vigor para informar de ella."
        )
        yield Finding(kind="no_version", where=_("Plan"), message=message, link=_plans_url(scope))


def _plans_url(scope: Scope) -> str:
    return reverse("plans:plan_list", kwargs={"slug": scope.network.slug})


def _where(one: Ruled, row: PlanFinding) -> str:
    return one.where(row.where) if row.where else f"{_('Plan')}{one.suffix}"


def found_in(one: Ruled, scope: Scope, *, monthly: bool = False) -> list[PlanFinding]:
    """The plan's own findings as far as the report speaks of them, and those of what is printed here."""
    own = findings(one.tree, scope.network)
    kept = [row for row in own if _concerns(row, one, scope)]
    more = [_eje_empty(one, scope), _unsaid(one, scope), _title_years(one, scope)]
    return [*kept, *chain.from_iterable(more), *(_months(one, scope) if monthly else ())]


def _concerns(row: PlanFinding, one: Ruled, scope: Scope) -> bool:
    if row.kind == "empty":
        return False
    if row.activity_id:
        return row.activity_id in one.shown
    if scope.member is not None:
        return False
    if row.eje_id:
        return any(eje.pk == row.eje_id for eje in one.ejes(scope))
    return scope.eje is None


def _shown(one: Ruled, scope: Scope) -> list[TreeActivity]:
    return [row for eje in one.ejes(scope) for row in eje.walk() if row.pk in one.shown]


def _rows(activities: Iterable[TreeActivity]) -> Iterator[TreeActivity | TreeDeliverable]:
    for activity in activities:
        yield activity
        yield from activity.deliverables


def _eje_empty(one: Ruled, scope: Scope) -> Iterator[PlanFinding]:
    network = scope.network
    for eje in one.ejes(scope):
        if not eje.activities:
            said = _("%(eje)s %(code)s «%(title)s» no tiene %(activities)s.") % {
                "eje": network.eje_word.capitalize(),
                "code": eje.code,
                "title": eje.title,
                "activities": network.activity_word_plural,
            }
            yield _of_eje("eje_empty", said, eje)


def _of_eje(kind: str, message: str, eje: TreeEje) -> PlanFinding:
    return PlanFinding(kind, message, refuses=False, eje_id=eje.pk, where=eje.code)


def _unsaid(one: Ruled, scope: Scope) -> Iterator[PlanFinding]:
    """Where some rows name a proof, `findings` tells the others; where none does, once is enough."""
    rows = _shown(one, scope)
    if rows and not any(row.verifications for row in _rows(one.tree.walk())):
        yield PlanFinding("unsaid_verification", _("El plan no dice con qué se verifica nada."), refuses=False)


def _title_years(one: Ruled, scope: Scope) -> Iterator[PlanFinding]:
    """Deadlines of a year that the plan's own title does not promise: «2012» over deadlines of 2013."""
    titles = " ".join(filter(None, (one.version.plan.title, one.version.title)))
    named = {int(year) for year in YEAR.findall(titles)}
    if not named:
        return
    beyond = {}
    for activity in _shown(one, scope):
        for row in (activity, *activity.deliverables):
            last = row.deadline_end_on or row.deadline_start_on
            if last and not min(named) <= last.year <= max(named):
                beyond.setdefault(activity.code, last)
    if beyond:
        said = _("El título del plan dice %(years)s y hay plazos que terminan en otro año: %(codes)s.") % {
            "years": ", ".join(map(str, sorted(named))),
            "codes": ", ".join(beyond),
        }
        years = sorted({day.year for day in beyond.values()})
        yield replace(
            PlanFinding("title_years", said, refuses=False),
            declared=", ".join(map(str, sorted(named))),
            computed=", ".join(map(str, years)),
        )


def has_days(row: TreeActivity) -> bool:
    """Whether it can be put in a calendar: months of its own, or a date of it or of its products."""
    dated = (row, *row.deliverables)
    return bool(row.schedule_months) or any(one.deadline_end_on or one.deadline_start_on for one in dated)


def _months(one: Ruled, scope: Scope) -> Iterator[PlanFinding]:
    leaves = [row for row in _shown(one, scope) if row.is_leaf]
    if not leaves:
        return
    scheduled = any(row.schedule_months for row in one.tree.walk())
    if not any(map(has_days, leaves)):
        yield PlanFinding("no_schedule", _("El plan no trae cronograma ni plazos con fecha."), refuses=False)
        return
    if not scheduled:
        said = _("El plan no trae cronograma: los meses que se muestran son los de sus plazos.")
        yield PlanFinding("no_schedule", said, refuses=False)
    for row in leaves:
        if not has_days(row):
            said = _("%(code)s «%(title)s» no está en el cronograma: no tiene meses ni una fecha.")
            yield PlanFinding(
                "months_missing",
                said % {"code": row.code, "title": row.title},
                refuses=False,
                activity_id=row.pk,
                eje_id=row.eje_id,
                where=row.code,
                field="id_schedule_months_0",
            )
        elif scheduled and not row.schedule_months:
            yield _by_deadline(row)
        elif outside := _outside(row, one):
            yield outside


def _by_deadline(row: TreeActivity) -> PlanFinding:
    said = _("%(code)s «%(title)s» no tiene meses en el cronograma: se muestran los de su plazo.")
    return PlanFinding(
        "months_missing",
        said % {"code": row.code, "title": row.title},
        refuses=False,
        activity_id=row.pk,
        eje_id=row.eje_id,
        where=row.code,
        field="id_schedule_months_0",
    )


def _outside(row: TreeActivity, one: Ruled) -> PlanFinding | None:
    """A deadline that ends outside the months of the cronograma."""
    last: datetime.date | None = row.deadline_end_on
    if last is None or not row.schedule_months or f"{last:%Y-%m}" in row.schedule_months:
        return None
    words = month_words(row.schedule_months)
    said = _("%(code)s «%(title)s»: el plazo termina el %(last)s y el cronograma dice %(months)s.") % {
        "code": row.code,
        "title": row.title,
        "last": f"{last:%d/%m/%Y}",
        "months": words,
    }
    return PlanFinding(
        "months_deadline",
        said,
        refuses=False,
        activity_id=row.pk,
        eje_id=row.eje_id,
        where=row.code,
        declared=words,
        computed=last.isoformat(),
        field="id_schedule_months_0",
    )
