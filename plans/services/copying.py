"""Copies a version's tree into another version: new rows, the same lineages, in bulk and with their history."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db import models
from simple_history.utils import bulk_create_with_history

from plans.models import (
    Activity,
    Deliverable,
    Eje,
    Indicator,
    MemberDeadline,
    Objective,
    Party,
    PlanVersion,
    Verification,
)

Copied = dict[int | None, Any]


def tree_copy(*, source: PlanVersion, target: PlanVersion) -> None:
    """Copy everything under `source` to `target`, which must be empty; what points within the tree follows."""
    ejes = _copy(Eje.objects.filter(version=source), lambda row: {"version_id": target.pk})
    objectives = _copy(Objective.objects.filter(eje__version=source), lambda row: {"eje_id": ejes[row.eje_id]})
    activities = _copy_activities(source, ejes, objectives)
    of_version = {"activity__eje__version": source}

    def of_activity(row: models.Model) -> dict[str, Any]:
        return {"activity_id": activities[row.activity_id]}

    deliverables = _copy(Deliverable.objects.filter(**of_version), of_activity)
    deliverables[None] = None
    _copy(Indicator.objects.filter(**of_version), of_activity)
    for model in (Verification, Party, MemberDeadline):
        _copy(
            model.objects.filter(**of_version),
            lambda row: {**of_activity(row), "deliverable_id": deliverables[row.deliverable_id]},
        )
    functions = Eje.functions.through.objects.filter(eje__version=source)
    _copy_links(functions, "eje_id", ejes)
    members = Activity.members.through.objects.filter(activity__eje__version=source)
    _copy_links(members, "activity_id", activities)
    themes = Activity.themes.through.objects.filter(activity__eje__version=source)
    _copy_links(themes, "activity_id", activities)


def _copy(rows: Iterable[models.Model], changes: Callable[[models.Model], dict[str, Any]]) -> Copied:
    """Insert a copy of each row with `changes`; returns the new id by the old."""
    olds, copies = [], []
    for row in rows.order_by("pk"):
        fields = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
        del fields[row._meta.pk.attname]
        if "revision" in fields:
            fields["revision"] = 1
        olds.append(row.pk)
        copies.append(type(row)(**{**fields, **changes(row)}))
    if not copies:
        return {}
    model = type(copies[0])
    if hasattr(model, "history"):
        copies = bulk_create_with_history(copies, model, batch_size=500)
    else:
        copies = model.objects.bulk_create(copies, batch_size=500)
    return {old: copy.pk for old, copy in zip(olds, copies, strict=True)}


def _copy_activities(source: PlanVersion, ejes: Copied, objectives: Copied) -> Copied:
    """Level by level, so that a sub-activity finds its parent's copy."""
    rows = Activity.objects.filter(eje__version=source)
    copied: Copied = {None: None}
    level = rows.filter(parent=None)
    while new := _copy(
        level,
        lambda row: {
            "eje_id": ejes[row.eje_id],
            "objective_id": row.objective_id and objectives[row.objective_id],
            "parent_id": copied[row.parent_id],
        },
    ):
        copied.update(new)
        level = rows.filter(parent__in=list(new))
    return copied


def _copy_links(links: models.QuerySet, owner: str, copied: Copied) -> None:
    """Rows of a many-to-many table follow their owner's copy."""
    copies = list(links.order_by("pk"))
    for link in copies:
        link.pk = None
        setattr(link, owner, copied[getattr(link, owner)])
    links.model.objects.bulk_create(copies, batch_size=500)
