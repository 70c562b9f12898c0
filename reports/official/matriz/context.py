"""The matrix of a plan: eight columns, every version that ruled in the period, and what changed between them."""

from __future__ import annotations

from dataclasses import dataclass

from reports.context import Header, ReportWarning
from reports.official.planned.context import Part, Progress, Words

SLUG = "matriz"


@dataclass(frozen=True, kw_only=True)
class Change:
    """A field of a line, as words, in the older version and in the newer."""

    label: str
    before: str | None = None
    after: str | None = None


@dataclass(frozen=True, kw_only=True)
class ChangedLine:
    """`level` and `kinds` are words: «producto 2»; «movida», «cambiada»."""

    code: str
    level: str
    title: str
    kinds: tuple[str, ...]
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ChangedGroup:
    code: str
    title: str
    rows: tuple[ChangedLine, ...]


@dataclass(frozen=True, kw_only=True)
class VersionChange:
    """Two versions line by line. `activities` and `products` are how many each has, the older first."""

    plan: str
    title: str
    older: int
    newer: int
    activities: tuple[int, int]
    products: tuple[int, int]
    added: int
    removed: int
    moved: int
    changed: int
    groups: tuple[ChangedGroup, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Sections:
    """The narrative parts, paragraphs parted by line breaks."""

    presentacion: str | None = None
    observaciones: str | None = None


@dataclass(frozen=True, kw_only=True)
class MatrizContext:
    """The frozen report; `progress` is empty where it is the plan alone that is told."""

    form: str = SLUG
    network: str
    period: str
    header: Header
    words: Words
    parts: tuple[Part, ...] = ()
    comparisons: tuple[VersionChange, ...] = ()
    progress: tuple[Progress, ...] = ()
    sections: Sections = Sections()
    warnings: tuple[ReportWarning, ...] = ()
