"""A version of the database in the shape of one read from a file, so that both pass the same checks.

Also what a comparison and an export start from: pure shapes, whole, without asking the database again.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from networks.models import Member, Network, Organization
from plans.deadlines import Deadline
from plans.importing.draft import (
    DraftActivity,
    DraftDeliverable,
    DraftEje,
    DraftIndicator,
    DraftMemberDeadline,
    DraftObjective,
    DraftParty,
    DraftVerification,
    DraftVersion,
    Where,
)
from plans.models import Concern
from plans.tree import (
    Dated,
    TreeActivity,
    TreeDeliverable,
    TreeEje,
    TreeIndicator,
    TreeMemberDeadline,
    TreeParty,
    TreeVersion,
)


def from_tree(tree: TreeVersion) -> DraftVersion:
    """Everything of the tree, with its lineages; `where` names each row by its code, its model and its id.

    A party's words are what the plan shows of it: its own, else the member's, organization's or scope's name.
    Two queries, whatever the size. `roles` are those that some row of the plan has.
    """
    names = _Names(tree.version.plan.network)
    ejes = [_eje(eje, names) for eje in tree.ejes]
    return DraftVersion(title=tree.version.title, ejes=ejes, roles=roles_of(ejes))


class _Names:
    """How a file names a network's members and organizations, by their ids."""

    def __init__(self, network: Network) -> None:
        self.members = dict(Member.objects.filter(network=network).values_list("pk", "code"))
        self.organizations = dict(Organization.objects.filter(network=network).values_list("pk", "name"))

    def ref(self, party: TreeParty) -> str:
        if party.member_id:
            return self.members[party.member_id]
        return self.organizations[party.organization_id] if party.organization_id else ""


def _deadline(row: Dated) -> Deadline:
    return Deadline(row.deadline_text, row.deadline_start_on, row.deadline_end_on, row.deadline_precision)


def _eje(eje: TreeEje, names: _Names) -> DraftEje:
    places = {objective.pk: place for place, objective in enumerate(eje.objectives)}
    objectives = [
        DraftObjective(row.code, row.title, Where(code=row.code, model="objective", pk=row.pk), row.lineage)
        for row in eje.objectives
    ]
    return DraftEje(
        code=eje.code,
        title=eje.title,
        weight=eje.weight,
        goal=eje.goal,
        theme=eje.theme,
        functions=[function.number for function in eje.functions],
        objectives=objectives,
        activities=[_activity(row, names, places.get(row.objective_id)) for row in eje.activities],
        where=Where(code=eje.code, model="eje", pk=eje.pk),
        lineage=eje.lineage,
    )


def _activity(row: TreeActivity, names: _Names, objective: int | None = None) -> DraftActivity:
    where = Where(code=row.code, model="activity", pk=row.pk)
    some = row.concerns == Concern.SOME_MEMBERS
    return DraftActivity(
        code=row.code,
        title=row.title,
        objective=objective,
        notes=row.notes,
        weight=row.weight,
        deadline=_deadline(row),
        by_member=row.deadline_by_member,
        concerns=row.concerns,
        members=[names.members[member] for member in row.member_ids] if some else [],
        months=list(row.schedule_months),
        months_are_sample=row.schedule_is_sample,
        themes=[theme.code for theme in row.themes],
        deliverables=[_deliverable(deliverable, names, row.code) for deliverable in row.deliverables],
        indicators=[_indicator(indicator) for indicator in row.indicators],
        children=[_activity(child, names) for child in row.children],
        where=where,
        lineage=row.lineage,
        **_hanging(row, names, where),
    )


def _deliverable(row: TreeDeliverable, names: _Names, code: str) -> DraftDeliverable:
    where = Where(code=code, model="deliverable", pk=row.pk)
    return DraftDeliverable(
        title=row.title,
        deadline=_deadline(row),
        by_member=row.deadline_by_member,
        where=where,
        lineage=row.lineage,
        **_hanging(row, names, where),
    )


def _hanging(row: TreeActivity | TreeDeliverable, names: _Names, where: Where) -> dict[str, list[Any]]:
    """What hangs on an activity or on a deliverable."""
    return {
        "verifications": [DraftVerification(verification.text, where) for verification in row.verifications],
        "parties": [DraftParty(p.kind, p.name, p.scope, names.ref(p), where) for p in row.parties],
        "member_deadlines": [_member_deadline(own, names) for own in row.member_deadlines],
    }


def _member_deadline(row: TreeMemberDeadline, names: _Names) -> DraftMemberDeadline:
    return DraftMemberDeadline(names.members[row.member_id], _deadline(row))


def _indicator(row: TreeIndicator) -> DraftIndicator:
    return DraftIndicator(
        title=row.title,
        unit=row.unit,
        is_numeric=row.is_numeric,
        baseline=row.baseline,
        target=row.target,
        disaggregation=list(row.disaggregation),
        over_periods=row.over_periods,
        over_members=row.over_members,
    )


def roles_of(ejes: list[DraftEje]) -> frozenset[str]:
    """The roles that some row has: what none has is not missing from the others."""
    return frozenset(role for eje in ejes for role in _roles_of_eje(eje))


def _roles_of_eje(eje: DraftEje) -> Iterator[str]:
    given = {
        "eje_code": eje.code,
        "eje": eje.title,
        "eje_weight": eje.weight is not None,
        "eje_goal": eje.goal,
        "eje_theme": eje.theme,
        "eje_functions": eje.functions,
        "objective_code": any(objective.code for objective in eje.objectives),
        "objective": eje.objectives,
    }
    yield from (role for role, value in given.items() if value)
    for activity in eje.activities:
        yield from _roles_of_activity(activity, "activity")


def _roles_of_activity(row: DraftActivity, level: str) -> Iterator[str]:
    given = {
        level: True,
        "code": row.code,
        "weight": row.weight is not None,
        "concerns": row.concerns != Concern.EVERY_MEMBER,
        "months": row.months,
        "months_sample": row.months_are_sample,
        "indicator": row.indicators,
        "themes": row.themes,
        "notes": row.notes,
        "deliverable": row.deliverables,
    }
    yield from (role for role, value in given.items() if value)
    for dated in (row, *row.deliverables):
        yield from _roles_of_dated(dated)
    for child in row.children:
        yield from _roles_of_activity(child, "sub_activity")


def _roles_of_dated(row: DraftActivity | DraftDeliverable) -> Iterator[str]:
    given = {
        "deadline": row.deadline.text or row.deadline.end,
        "deadline_by_member": row.by_member,
        "member_deadlines": row.member_deadlines,
        "verification": row.verifications,
    }
    yield from (role for role, value in given.items() if value)
    yield from (party.kind for party in row.parties)
