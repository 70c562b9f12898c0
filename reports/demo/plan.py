"""A version of a plan with its whole tree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from networks.models import MandatedFunction, Member, Network, Organization
from plans.models import (
    Activity,
    Deliverable,
    Eje,
    Indicator,
    MemberDeadline,
    Objective,
    Party,
    Plan,
    PlanVersion,
    Theme,
    Verification,
)
from reports.demo.rows import Row, create, deadline_fields, ensure, lineage, take


def load_plan(network: Network, row: Row) -> None:
    values = take(row, "title", "first_year", "last_year", "objective")
    plan = ensure(Plan, {"network": network, "slug": row["slug"]}, values)
    for version_row in row["versions"]:
        if not plan.versions.filter(number=version_row["number"]).exists():
            _TreeLoader(network, plan).load(version_row)


@dataclass
class _TreeLoader:
    network: Network
    plan: Plan

    def __post_init__(self) -> None:
        self.members = {m.code: m for m in Member.objects.filter(network=self.network)}
        self.organizations = {o.name: o for o in Organization.objects.filter(network=self.network)}
        self.themes = {theme.code: theme for theme in Theme.objects.for_network(self.network)}
        self.functions = {f.number: f for f in MandatedFunction.objects.filter(network=self.network)}

    def lineage(self, *path: object) -> Any:
        return lineage(self.network.slug, self.plan.slug, *path)

    def load(self, row: Row) -> None:
        names = ("number", "status", "title", "in_force_from_on", "agreed_on", "reason", "is_sample")
        version = create(PlanVersion, {"plan": self.plan, **take(row, *names)})
        for order, eje in enumerate(row["ejes"]):
            self.eje(version, eje, order)

    def eje(self, version: PlanVersion, row: Row, order: int) -> None:
        values = take(row, "code", "title", "weight", "goal", "theme")
        code = self.lineage("eje", row["code"])
        eje = create(Eje, {"version": version, "order": order, "lineage": code, **values})
        eje.functions.set([self.functions[number] for number in row.get("functions", [])])
        objectives = {}
        for position, objective in enumerate(row.get("objectives", [])):
            values = {"eje": eje, "order": position, **take(objective, "code", "title")}
            values["lineage"] = self.lineage("objective", row["code"], objective["code"])
            objectives[objective["code"]] = create(Objective, values)
        for position, activity in enumerate(row.get("activities", [])):
            self.activity(eje, objectives, activity, position)

    def activity(
        self, eje: Eje, objectives: dict[str, Objective], row: Row, order: int, parent: Activity | None = None
    ) -> None:
        plain = take(row, "code", "title", "notes", "weight", "deadline_by_member", "concerns")
        months = take(row, "schedule_months", "schedule_is_sample")
        activity = create(
            Activity,
            {
                "eje": eje,
                "parent": parent,
                "order": order,
                "objective": objectives.get(row.get("objective")),
                "lineage": self.lineage("activity", eje.code, row["code"]),
                **plain,
                **months,
                **deadline_fields(row.get("deadline"), self.plan.first_year),
            },
        )
        activity.members.set([self.members[code] for code in row.get("members", [])])
        activity.themes.set([self.themes[code] for code in row.get("themes", [])])
        self.hanging(activity, None, row, ())
        for position, deliverable in enumerate(row.get("deliverables", [])):
            self.deliverable(activity, deliverable, position)
        for position, indicator in enumerate(row.get("indicators", [])):
            code = self.lineage("indicator", eje.code, row["code"], position)
            create(Indicator, {"activity": activity, "order": position, "lineage": code, **indicator})
        for own in row.get("member_deadlines", []):
            values = deadline_fields(own["deadline"], self.plan.first_year)
            create(MemberDeadline, {"activity": activity, "member": self.members[own["member"]], **values})
        for position, child in enumerate(row.get("activities", [])):
            self.activity(eje, objectives, child, position, activity)

    def deliverable(self, activity: Activity, row: Row, order: int) -> None:
        path = ("deliverable", activity.eje.code, activity.code, order)
        deliverable = create(
            Deliverable,
            {
                "activity": activity,
                "order": order,
                "lineage": self.lineage(*path),
                **take(row, "title", "deadline_by_member"),
                **deadline_fields(row.get("deadline"), self.plan.first_year),
            },
        )
        self.hanging(activity, deliverable, row, path)

    def hanging(self, activity: Activity, deliverable: Deliverable | None, row: Row, path: tuple) -> None:
        """Verification and parties of the activity, or of one deliverable of it."""
        of = {"activity": activity, "deliverable": deliverable}
        for order, text in enumerate(row.get("verification", [])):
            code = self.lineage("verification", activity.eje.code, activity.code, *path, order)
            create(Verification, {**of, "text": text, "order": order, "lineage": code})
        for order, party in enumerate(row.get("parties", [])):
            who = {
                "member": self.members[party["member"]] if party.get("member") else None,
                "organization": self.organizations[party["organization"]] if party.get("organization") else None,
            }
            create(Party, {**of, "order": order, **take(party, "kind", "scope", "words"), **who})
