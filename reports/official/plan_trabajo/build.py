"""The work plan out of the records."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy

from reports.official.common import body_of, header, scoped_rollup, sections_of
from reports.official.form import Finding, Scope
from reports.official.plan_trabajo.context import SLUG, PlanTrabajoContext, Sections
from reports.official.plan_trabajo.months import calendars_of, states_of
from reports.official.planned.notes import findings_of, no_version, warnings_of
from reports.official.planned.progress import progress_of
from reports.official.planned.reading import is_followed, parts_of, read
from reports.official.planned.words import words_of

TITLE = gettext_lazy("Plan de trabajo")


def build_plan_trabajo(scope: Scope) -> PlanTrabajoContext:
    """The version of each plan that ruled last in the period, and what was done where it is one to report on."""
    found, ruled = scoped_rollup(scope), read(scope, latest=True)
    sections = sections_of(scope.network, scope.period, SLUG)
    followed = is_followed(scope.period, ruled)
    return PlanTrabajoContext(
        network=scope.network.slug,
        period=scope.period.code,
        header=header(scope, found, title=str(TITLE)),
        words=words_of(scope.network),
        followed=followed,
        parts=parts_of(ruled, scope),
        calendars=tuple(calendars_of(ruled, states_of(scope, found) if followed else {})),
        progress=progress_of(found) if followed else (),
        sections=Sections(
            introduccion=body_of(sections, "introduccion"),
            seguimiento=body_of(sections, "seguimiento"),
        ),
        warnings=warnings_of(ruled, scope, monthly=True),
    )


def checks(scope: Scope, data: dict[str, Any]) -> Iterator[Finding]:
    yield from no_version(scope, data)
    yield from findings_of(scope, latest=True, monthly=True)
