"""Copies a version's tree, or one eje of it, into another version: new rows, in bulk and with their history."""

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
Alter = Callable[[models.Model, models.Model], None]


def tree_copy(
    *,
    source: PlanVersion,
    target: PlanVersion,
    eje: Eje | None = None,
    alter: Alter | None = None,
    with_own_dates: bool = True,
) -> Copied:
    """Copy everything under `source`, or under one `eje` of it, to `target`; what points within the tree follows.

    The copies have the same lineages. `alter(old, copy)` may change each of them before it is written; without
    `with_own_dates` the members' own dates stay behind. Returns the ids of the new ejes by the old ones'.
    """
    chosen = Eje.objects.filter(version=source)
    if eje is not None:
        chosen = chosen.filter(pk=eje.pk)
    return _Copier(chosen, alter or (lambda _old, _copy: None)).copy(target, with_own_dates=with_own_dates)


class _Copier:
    def __init__(self, ejes: models.QuerySet, alter: Alter) -> None:
        self.source = list(ejes.values_list("pk", flat=True))
        self.alter = alter

    def copy(self, target: PlanVersion, *, with_own_dates: bool) -> Copied:
        ejes = self._rows(Eje.objects.filter(pk__in=self.source), lambda row: {"version_id": target.pk})
        of_ejes = {"eje__in": self.source}
        objectives = self._rows(Objective.objects.filter(**of_ejes), lambda row: {"eje_id": ejes[row.eje_id]})
        activities = self._activities(Activity.objects.filter(**of_ejes), ejes, objectives)
        of_activities = {"activity__eje__in": self.source}

        def of_activity(row: models.Model) -> dict[str, Any]:
            return {"activity_id": activities[row.activity_id]}

        deliverables = self._rows(Deliverable.objects.filter(**of_activities), of_activity)
        deliverables[None] = None
        self._rows(Indicator.objects.filter(**of_activities), of_activity)
        for model in (Verification, Party, *((MemberDeadline,) if with_own_dates else ())):
            self._rows(
                model.objects.filter(**of_activities),
                lambda row: {**of_activity(row), "deliverable_id": deliverables[row.deliverable_id]},
            )
        _copy_links(Eje.functions.through.objects.filter(**of_ejes), "eje_id", ejes)
        for links in (Activity.members, Activity.themes):
            _copy_links(links.through.objects.filter(**of_activities), "activity_id", activities)
        return ejes

    def _rows(self, rows: Iterable[models.Model], changes: Callable[[models.Model], dict[str, Any]]) -> Copied:
        """Insert a copy of each row with `changes`; returns the new id by the old."""
        olds, copies = [], []
        for row in rows.order_by("pk"):
            fields = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
            del fields[row._meta.pk.attname]
            if "revision" in fields:
                fields["revision"] = 1
            copy = type(row)(**{**fields, **changes(row)})
            self.alter(row, copy)
            olds.append(row.pk)
            copies.append(copy)
        if not copies:
            return {}
        model = type(copies[0])
        if hasattr(model, "history"):
            copies = bulk_create_with_history(copies, model, batch_size=500)
        else:
            copies = model.objects.bulk_create(copies, batch_size=500)
        return {old: copy.pk for old, copy in zip(olds, copies, strict=True)}

    def _activities(self, rows: models.QuerySet, ejes: Copied, objectives: Copied) -> Copied:
        """Level by level, so that a sub-activity finds its parent's copy."""
        copied: Copied = {None: None}
        level = rows.filter(parent=None)
        while new := self._rows(
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
