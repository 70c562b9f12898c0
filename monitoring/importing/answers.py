"""What she answers on the way from a file to a plan, kept as JSON in `PlanImport.options`."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Answers:
    """Into which plan, and what the document reports.

    `plan` is the slug of an existing plan that gets a new version; empty, one is created with `title`, `slug` and
    its years. `period` is a period's code, empty when nothing reported is brought in; `reporter` a member's code,
    empty or `THE_NETWORK` for the network itself. `choices` are those of `plans.importing.draft.Options`.
    """

    first_year: int
    last_year: int
    plan: str = ""
    title: str = ""
    slug: str = ""
    period: str = ""
    reporter: str = ""
    choices: dict[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Answers:
        known = {own.name for own in fields(cls)}
        return cls(**{name: value for name, value in data.items() if name in known})
