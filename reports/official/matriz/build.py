"""The matrix of a plan out of the records."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy

from reports.official.common import body_of, header, scoped_rollup, sections_of
from reports.official.form import Finding, Scope
from reports.official.matriz.comparing import comparisons_of
from reports.official.matriz.context import SLUG, MatrizContext, Sections
from reports.official.planned.notes import findings_of, no_version, warnings_of
from reports.official.planned.progress import progress_of
from reports.official.planned.reading import is_followed, parts_of, read
from reports.official.planned.words import words_of

TITLE = gettext_lazy("Matriz del plan operativo")


def build_matriz(scope: Scope) -> MatrizContext:
    """Every version that ruled in the period; what was reported too, where the period is one to report on."""
    found, ruled = scoped_rollup(scope), read(scope)
    sections = sections_of(scope.network, scope.period, SLUG)
    return MatrizContext(
        network=scope.network.slug,
        period=scope.period.code,
        header=header(scope, found, title=str(TITLE)),
        words=words_of(scope.network),
        parts=parts_of(ruled, scope),
        comparisons=tuple(comparisons_of(ruled, scope)),
        progress=progress_of(found) if is_followed(scope.period, ruled) else (),
        sections=Sections(
            presentacion=body_of(sections, "presentacion"),
            observaciones=body_of(sections, "observaciones"),
        ),
        warnings=warnings_of(ruled, scope),
    )


def checks(scope: Scope, data: dict[str, Any]) -> Iterator[Finding]:
    yield from no_version(scope, data)
    yield from findings_of(scope)
