"""What an official form is: one module that says how it is built from records, and one template that prints it.

A form is found by being there (`reports.official`): adding one touches nothing else. What it is built from is read
in `build`; all that follows (page, PDF, Word, tables) is made from the frozen JSON alone.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from monitoring.models import Period
from monitoring.sections import FormKind, SectionKind
from networks.models import Member, Network
from plans.models import Plan
from reports.official.fitting import has_plan

Cell = str | int | Decimal | datetime.date | bool | None
Kind = Literal["text", "integer", "decimal", "percent", "date", "boolean"]


@dataclass(frozen=True, kw_only=True)
class Scope:
    """What a report speaks of: a network in a period, whole or one of its plans, ejes or members.

    `period` is a stored one, or one without a row that spans several (`monitoring.selectors.period_for`). `eje` is
    the code of an eje. A member's report has her own part of every figure, and none of the network's.
    """

    network: Network
    period: Period
    plan: Plan | None = None
    eje: str | None = None
    member: Member | None = None

    @property
    def as_data(self) -> dict[str, str | None]:
        return {
            "plan": self.plan.slug if self.plan else None,
            "eje": self.eje,
            "member": self.member.code if self.member else None,
        }

    @property
    def key(self) -> str:
        """Empty for the whole. Reports of one network, form and period with the same key are the same report."""
        return scope_key(self.as_data)


def scope_key(parts: dict[str, str | None]) -> str:
    return "&".join(f"{name}={parts[name]}" for name in ("plan", "eje", "member") if parts.get(name))


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of a table: percents are figures from 0 to 100, absent is None, `width` is in signs."""

    title: str
    kind: Kind = "text"
    width: int = 18


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table of a report with typed cells. `name` is its sheet's, at most 31 signs."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True, kw_only=True)
class FormVersion:
    """A form as a norm asks for it, for periods that end on `since` or later (None: always)."""

    number: int
    norm: Any
    since: datetime.date | None = None


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What is missing or does not agree before a report is issued.

    `kind` is a stable word, `message` a whole sentence, `where` the part of the report, `link` the path of the
    page where it is mended, empty where there is none.
    """

    kind: str
    where: str
    message: str
    link: str = ""


def no_checks(scope: Scope, data: dict[str, Any]) -> Iterable[Finding]:
    return ()


@dataclass(frozen=True, kw_only=True)
class Form:
    """`title` and `summary` are lazy. `build` reads records and gives a frozen dataclass; `printed` and `tables`
    take its JSON. `checks` are the form's own pre-flight, beside the general one.

    `by_plan`: the plan itself is the period, so that a command need not name one. `fits` says whether the form has
    anything to tell of a network in a period.
    """

    slug: str
    title: Any
    summary: Any
    versions: tuple[FormVersion, ...]
    build: Callable[[Scope], Any]
    printed: Callable[[dict[str, Any]], dict[str, Any]]
    tables: Callable[[dict[str, Any]], list[Table]]
    sections: tuple[SectionKind, ...] = ()
    checks: Callable[[Scope, dict[str, Any]], Iterable[Finding]] = no_checks
    by_plan: bool = False
    fits: Callable[[Network, Period], bool] = has_plan

    @property
    def stem(self) -> str:
        return self.slug.replace("-", "_")

    @property
    def template(self) -> str:
        return f"reports/pdf/{self.stem}.html"

    @property
    def kind(self) -> FormKind:
        """What monitoring needs to know of it: its title and its narrative parts."""
        return FormKind(form=self.slug, title=self.title, sections=self.sections)

    def version_on(self, day: datetime.date) -> FormVersion:
        """The one that answers for a period that ends on `day`."""
        ruling = [one for one in self.versions if one.since is None or one.since <= day]
        return max(ruling or self.versions[:1], key=lambda one: one.number)
