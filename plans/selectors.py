"""What is read of plans. Each selector costs the same queries for one row and for a thousand."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import F, QuerySet

from networks.models import Network
from plans.models import (
    Activity,
    Deliverable,
    Eje,
    Indicator,
    MemberDeadline,
    Objective,
    Party,
    PartyScope,
    Plan,
    PlanVersion,
    Verification,
)
from plans.models.theme import theme_title
from plans.tree import (
    TreeActivity,
    TreeDeliverable,
    TreeEje,
    TreeFunction,
    TreeIndicator,
    TreeMemberDeadline,
    TreeObjective,
    TreeParty,
    TreeTheme,
    TreeVerification,
    TreeVersion,
    leaves,
)

__all__ = ["leaves", "version_in_force", "version_shown", "version_tree", "versions_for_network"]

DEADLINE = (
    "deadline_text",
    "deadline_start_on",
    "deadline_end_on",
    "deadline_precision",
    "deadline_by_member",
)
# A network's own themes come after the common ones, whatever the database thinks of nothing.
OWN_LAST = F("theme__network").asc(nulls_first=True)
Rows = Iterable[dict[str, Any]]


def version_in_force(plan: Plan, day: datetime.date) -> PlanVersion | None:
    """The version that rules on `day`: the latest agreed one already in force then."""
    return PlanVersion.objects.filter(plan=plan).in_force_on(day).first()


def versions_for_network(network: Network, day: datetime.date) -> list[PlanVersion]:
    """The versions in force on `day`, one for each plan whose years cover it, in the order of the plans."""
    rows = (
        PlanVersion.objects.filter(
            plan__network=network, plan__first_year__lte=day.year, plan__last_year__gte=day.year
        )
        .in_force_on(day)
        .select_related("plan__network")
    )
    ruling: dict[int, PlanVersion] = {}
    for version in rows:
        ruling.setdefault(version.plan_id, version)
    return sorted(ruling.values(), key=lambda version: (-version.plan.first_year, version.plan.slug))


def version_shown(plan: Plan, day: datetime.date, *, may_edit: bool) -> PlanVersion | None:
    """What the plan's page shows: the version in force, else the draft to whoever edits, else the newest."""
    versions = list(plan.versions.order_by("-number"))
    agreed = [version for version in versions if not version.is_draft]
    ruling = [version for version in agreed if version.in_force_from_on <= day]
    if ruling:
        return max(ruling, key=lambda version: (version.in_force_from_on, version.number))
    drafts = [version for version in versions if version.is_draft]
    return next(iter([*drafts, *agreed] if may_edit else [*agreed, *drafts]), None)


def version_tree(version: PlanVersion, *, ejes: Iterable[int] | None = None) -> TreeVersion:
    """Read the version's tree, or only the given ejes of it, in eleven queries whatever its size."""
    own_ejes = Eje.objects.filter(version=version)
    if ejes is not None:
        own_ejes = own_ejes.filter(pk__in=list(ejes))
    branches = _read_ejes(own_ejes)
    activities = _read_activities(Activity.objects.filter(eje__in=own_ejes))
    _hang_details(activities, {"activity__eje__in": own_ejes})
    _assemble(branches, activities, Objective.objects.filter(eje__in=own_ejes))
    return TreeVersion(version=version, ejes=list(branches.values()))


def _read_ejes(rows: QuerySet) -> dict[int, TreeEje]:
    fields = ("pk", "lineage", "code", "title", "weight", "goal", "theme", "revision")
    ejes = {row["pk"]: TreeEje(**row) for row in rows.order_by("order", "pk").values(*fields)}
    through = Eje.functions.through.objects.filter(eje__in=rows).order_by("mandatedfunction__number")
    for eje, pk, number, title in through.values_list(
        "eje_id", "mandatedfunction_id", "mandatedfunction__number", "mandatedfunction__title"
    ):
        ejes[eje].functions.append(TreeFunction(pk, number, title))
    return ejes


def _read_activities(rows: QuerySet) -> dict[int, TreeActivity]:
    fields = ("pk", "eje_id", "objective_id", "parent_id", "lineage", "code", "title", "notes", "weight")
    fields += ("concerns", "schedule_months", "schedule_is_sample", "revision", *DEADLINE)
    activities = {row["pk"]: TreeActivity(**row) for row in rows.order_by("order", "pk").values(*fields)}
    members = Activity.members.through.objects.filter(activity__in=rows)
    for activity, member, name in members.order_by("member__order", "member__name").values_list(
        "activity_id", "member_id", "member__name"
    ):
        activities[activity].member_ids.append(member)
        activities[activity].member_names.append(name)
    themes = Activity.themes.through.objects.filter(activity__in=rows)
    for activity, pk, code, title, owner in themes.order_by(OWN_LAST, "theme__order", "theme__code").values_list(
        "activity_id", "theme_id", "theme__code", "theme__title", "theme__network_id"
    ):
        activities[activity].themes.append(TreeTheme(pk, code, theme_title(title, is_common=owner is None)))
    return activities


def _by_owner(rows: Rows, kind: type) -> dict[int, list[Any]]:
    """Rows of `.values()` as objects of `kind`, grouped by their activity."""
    grouped = defaultdict(list)
    for row in rows:
        grouped[row.pop("activity_id")].append(kind(**row))
    return grouped


def _hang_details(activities: dict[int, TreeActivity], of_version: dict[str, Any]) -> None:
    """Hang on each activity its deliverables and indicators, and on either its proofs, parties and own dates."""
    deliverables = _by_owner(
        Deliverable.objects.filter(**of_version)
        .order_by("order", "pk")
        .values("activity_id", "pk", "lineage", "title", *DEADLINE),
        TreeDeliverable,
    )
    indicator_fields = ("pk", "lineage", "title", "unit", "is_numeric", "baseline", "target", "disaggregation")
    indicators = _by_owner(
        Indicator.objects.filter(**of_version)
        .order_by("order", "pk")
        .values("activity_id", *indicator_fields, "over_periods", "over_members"),
        TreeIndicator,
    )
    for pk, activity in activities.items():
        activity.deliverables = deliverables.get(pk, [])
        activity.indicators = indicators.get(pk, [])
    for name, grouped in _read_hanging(of_version).items():
        for pk, rows in grouped.items():
            owners = {deliverable.pk: deliverable for deliverable in activities[pk].deliverables}
            for row in rows:
                getattr(owners.get(row.deliverable_id, activities[pk]), name).append(row)


def _read_hanging(of_version: dict[str, Any]) -> dict[str, dict[int, list[Any]]]:
    """What hangs on an activity or on one of its deliverables, by the name of its list."""
    verifications = Verification.objects.filter(**of_version).order_by("order", "pk")
    return {
        "verifications": _by_owner(
            verifications.values("activity_id", "pk", "deliverable_id", "lineage", "text"), TreeVerification
        ),
        "parties": _by_owner(_party_rows(of_version), TreeParty),
        "member_deadlines": _by_owner(_own_date_rows(of_version), TreeMemberDeadline),
    }


def _own_date_rows(of_version: dict[str, Any]) -> Rows:
    fields = ("activity_id", "pk", "deliverable_id", "member_id", "member__name", *DEADLINE)
    own_dates = MemberDeadline.objects.filter(**of_version).order_by("member__order", "member__name")
    for row in own_dates.values(*fields):
        row["member_name"] = row.pop("member__name")
        yield row


def _party_rows(of_version: dict[str, Any]) -> Rows:
    labels = {scope.value: str(scope.label) for scope in PartyScope}
    names = ("member__name", "organization__short_name", "organization__name")
    fields = ("activity_id", "pk", "deliverable_id", "kind", "scope", "member_id", "organization_id", "words")
    for row in Party.objects.filter(**of_version).order_by("kind", "order", "pk").values(*fields, *names):
        member, short, full = (row.pop(name) for name in names)
        yield {**row, "name": row["words"] or member or short or full or labels[row["scope"]]}


def _assemble(ejes: dict[int, TreeEje], activities: dict[int, TreeActivity], objectives: QuerySet) -> None:
    """Put each activity under its parent, else its objective, else its eje."""
    branches: dict[int, TreeObjective] = {}
    fields = ("pk", "eje_id", "lineage", "code", "title", "revision")
    for row in objectives.order_by("order", "pk").values(*fields):
        branches[row["pk"]] = objective = TreeObjective(**row)
        ejes[objective.eje_id].objectives.append(objective)
    for activity in activities.values():
        if activity.parent_id in activities:
            activities[activity.parent_id].children.append(activity)
        elif activity.objective_id in branches:
            branches[activity.objective_id].activities.append(activity)
        else:
            ejes[activity.eje_id].loose.append(activity)
