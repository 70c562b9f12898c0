"""A draft's rows as plain values: taken before and after a write, compared, and put back.

A `Patch` undoes a write: what to set again in the rows that changed, the rows to bring back, those to take away.
Applying it gives the patch that does the write again. `revision` is no part of what is compared; whatever a patch
touches gets a new one, so that a form that somebody has open conflicts.
"""

from __future__ import annotations

import json
import zlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

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

Values = dict[str, Any]
DETAILS = (Deliverable, Verification, Party, MemberDeadline, Indicator)
# What stands first is pointed at by what follows.
MODELS: dict[str, type[models.Model]] = {
    model._meta.model_name: model for model in (Eje, Objective, Activity, *DETAILS)
}
LINKS = {"eje": ("functions",), "activity": ("members", "themes")}
TREE = frozenset(MODELS.values())


class MissingRowsError(Exception):
    """A patch points at rows that are not there any more; `model` is whose."""

    def __init__(self, model: type[models.Model]) -> None:
        super().__init__(f"{model._meta.label} rows are gone")
        self.model = model


@dataclass
class Snapshot:
    """Rows by model name and id, each as its columns and the ids it is linked with."""

    rows: dict[str, dict[int, Values]] = field(default_factory=lambda: {name: {} for name in MODELS})


@dataclass
class Patch:
    """By model name: `changed` {id: {column: value}}, `restored` whole rows, `taken` ids."""

    changed: dict[str, dict[int, Values]] = field(default_factory=dict)
    restored: dict[str, list[Values]] = field(default_factory=dict)
    taken: dict[str, list[int]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return any((*self.changed.values(), *self.restored.values(), *self.taken.values()))

    def pack(self) -> bytes:
        return zlib.compress(json.dumps(asdict(self), cls=DjangoJSONEncoder, separators=(",", ":")).encode())

    @classmethod
    def unpack(cls, packed: bytes) -> Patch:
        """The same patch, with every value as its field has it."""
        read = json.loads(zlib.decompress(bytes(packed)))
        changed = {
            name: {int(pk): _to_python(name, values) for pk, values in rows.items()}
            for name, rows in read["changed"].items()
        }
        restored = {name: [_to_python(name, values) for values in rows] for name, rows in read["restored"].items()}
        return cls(changed=changed, restored=restored, taken=read["taken"])


def _columns(model: type[models.Model]) -> dict[str, models.Field]:
    return {column.attname: column for column in model._meta.concrete_fields}


def _to_python(name: str, values: Values) -> Values:
    columns = _columns(MODELS[name])
    return {
        key: value if key in LINKS.get(name, ()) else columns[key].to_python(value)
        for key, value in values.items()
    }


def take(version_id: int, ejes: Iterable[int] | None, activities: Iterable[int] | None) -> Snapshot:
    """Read all ejes of the version, and objectives and activities of `ejes` (None: of every one).

    What hangs on activities is read for those given, None for all of those ejes.
    """
    snapshot = Snapshot()
    _read(snapshot, "eje", Eje.objects.filter(version_id=version_id))
    within = Q(eje__version_id=version_id) if ejes is None else Q(eje__in=list(ejes))
    if ejes is None or ejes:
        _read(snapshot, "objective", Objective.objects.filter(within))
        _read(snapshot, "activity", Activity.objects.filter(within), links=activities is None)
    _read_details(snapshot, list(snapshot.rows["activity"]) if activities is None else list(activities))
    return snapshot


def read_more(snapshot: Snapshot, ejes: Iterable[int], activities: Iterable[int]) -> None:
    """Add the ejes and the activities' details that came to be since another snapshot was taken."""
    if ejes:
        _read(snapshot, "objective", Objective.objects.filter(eje__in=ejes))
        _read(snapshot, "activity", Activity.objects.filter(eje__in=ejes), links=False)
    _read_details(snapshot, list(activities))


def _read(snapshot: Snapshot, name: str, rows: models.QuerySet, *, links: bool = True) -> None:
    columns = list(_columns(MODELS[name]))
    for values in rows.order_by("pk").values_list(*columns):
        row = dict(zip(columns, values, strict=True))
        snapshot.rows[name][row["id"]] = row
    if links:
        _read_links(snapshot, name, rows)


def _read_links(snapshot: Snapshot, name: str, rows: models.QuerySet | list[int]) -> None:
    own = snapshot.rows[name]
    for link in LINKS.get(name, ()):
        through = getattr(MODELS[name], link).through
        other = MODELS[name]._meta.get_field(link).m2m_reverse_field_name()
        linked = defaultdict(list)
        pairs = through.objects.filter(**{f"{name}__in": rows}).values_list(f"{name}_id", f"{other}_id")
        for pk, target in pairs:
            linked[pk].append(target)
        for pk in rows if isinstance(rows, list) else own:
            if pk in own:
                own[pk][link] = sorted(linked[pk])


def _read_details(snapshot: Snapshot, activities: list[int]) -> None:
    for start in range(0, len(activities), 500):
        some = activities[start : start + 500]
        if "members" not in snapshot.rows["activity"].get(some[0], {"members": ()}):
            _read_links(snapshot, "activity", some)
        for model in DETAILS:
            _read(snapshot, model._meta.model_name, model.objects.filter(activity__in=some), links=False)


def difference(before: Snapshot, after: Snapshot) -> Patch:
    """The patch that leads from `after` back to `before`."""
    patch = Patch()
    for name in MODELS:
        old, new = before.rows[name], after.rows[name]
        changed = {pk: _changes(old[pk], new[pk]) for pk in old.keys() & new.keys()}
        patch.changed[name] = {pk: values for pk, values in sorted(changed.items()) if values}
        patch.restored[name] = [old[pk] for pk in sorted(old.keys() - new.keys())]
        patch.taken[name] = sorted(new.keys() - old.keys())
    return patch


def _changes(old: Values, new: Values) -> Values:
    return {key: value for key, value in old.items() if key != "revision" and new.get(key) != value}


def apply(patch: Patch, version: PlanVersion) -> Patch:
    """Put the patch's values in place; returns the patch that takes them back.

    MissingRowsError, with nothing written, when a row it changes or one it points at is gone.
    """
    inverse = _inverse(patch)
    _check_targets(patch)
    _make_room(patch)
    for name in MODELS:
        _restore(name, patch.restored[name])
    for name in MODELS:
        _set_again(name, patch.changed[name])
    for name in reversed(MODELS):
        _take_away(name, patch.taken[name])
    _touch_owners(patch, inverse)
    return inverse


def _inverse(patch: Patch) -> Patch:
    inverse = Patch()
    for name, model in MODELS.items():
        now = Snapshot()
        pks = [*patch.changed[name], *patch.taken[name]]
        for start in range(0, len(pks), 500):
            _read(now, name, model.objects.filter(pk__in=pks[start : start + 500]))
        rows = now.rows[name]
        if patch.changed[name].keys() - rows.keys():
            raise MissingRowsError(model)
        inverse.changed[name] = {
            pk: {key: rows[pk][key] for key in values} for pk, values in patch.changed[name].items()
        }
        inverse.restored[name] = [rows[pk] for pk in patch.taken[name] if pk in rows]
        inverse.taken[name] = [row["id"] for row in patch.restored[name]]
    return inverse


def _check_targets(patch: Patch) -> None:
    """Every row that the patch points at exists, or comes back with it."""
    wanted: dict[type[models.Model], set[int]] = defaultdict(set)
    for name, model in MODELS.items():
        rows = [*patch.changed[name].values(), *patch.restored[name]]
        for relation in model._meta.get_fields():
            if not (relation.many_to_one or relation.many_to_many) or relation.auto_created:
                continue
            key = relation.name if relation.many_to_many else relation.attname
            found = (row[key] for row in rows if row.get(key) is not None)
            for value in found:
                wanted[relation.related_model].update(value if isinstance(value, list) else [value])
    for model, pks in wanted.items():
        back = {row["id"] for row in patch.restored.get(model._meta.model_name, ())} if model in TREE else set()
        there = set(model._default_manager.filter(pk__in=pks - back).values_list("pk", flat=True))
        if pks - back - there:
            raise MissingRowsError(model)


def _make_room(patch: Patch) -> None:
    """Codes are unique, and so are members' own dates: what is about to go or to change gives way first."""
    _take_away("memberdeadline", patch.taken["memberdeadline"])
    for name in ("eje", "activity"):
        changed = patch.changed[name]
        wanted = {row["code"] for row in (*patch.restored[name], *changed.values()) if "code" in row}
        moved = [pk for pk, values in changed.items() if "eje_id" in values and "code" not in values]
        rows = MODELS[name].objects
        wanted.update(rows.filter(pk__in=moved).values_list("code", flat=True))
        going = [*patch.taken[name], *(pk for pk, values in changed.items() if "code" in values)]
        for pk in rows.filter(pk__in=going, code__in=wanted).values_list("pk", flat=True):
            rows.filter(pk=pk).update(code=f"~{pk}")


def _restore(name: str, rows: list[Values]) -> None:
    model, links = MODELS[name], LINKS.get(name, ())
    for level in _levels(rows):
        objects = [model(**{key: row[key] for key in row if key not in links}) for row in level]
        for row in objects:
            if hasattr(row, "revision"):
                row.revision += 1
        if hasattr(model, "history"):
            bulk_create_with_history(objects, model, batch_size=500)
        else:
            model.objects.bulk_create(objects, batch_size=500)
    for row in rows:
        _link(name, row["id"], row)


def _levels(rows: list[Values]) -> Iterable[list[Values]]:
    """Rows whose parent is among them come after it."""
    waiting = {row["id"]: row for row in rows}
    while waiting:
        level = [row for row in waiting.values() if row.get("parent_id") not in waiting]
        yield level
        for row in level:
            del waiting[row["id"]]


def _link(name: str, pk: int, values: Values) -> None:
    for link in LINKS.get(name, ()):
        if link in values:
            getattr(MODELS[name].objects.get(pk=pk), link).set(values[link])


def _set_again(name: str, changed: dict[int, Values]) -> None:
    model, links = MODELS[name], LINKS.get(name, ())
    rows = model.objects.in_bulk(list(changed))
    columns = {key for values in changed.values() for key in values if key not in links}
    for pk, values in changed.items():
        for key in values.keys() - set(links):
            setattr(rows[pk], key, values[key])
        _link(name, pk, values)
    touched = list(rows.values())
    if columns:
        names = [column.name for key, column in _columns(model).items() if key in columns]
        if hasattr(model, "history"):
            bulk_update_with_history(touched, model, names, batch_size=500)
        else:
            model.objects.bulk_update(touched, names, batch_size=500)


def _take_away(name: str, pks: list[int]) -> None:
    MODELS[name].objects.filter(pk__in=pks).delete()


def _touch_owners(patch: Patch, inverse: Patch) -> None:
    """A new revision for every row that was changed, or on which something hangs that was."""
    touched = {name: set(patch.changed[name]) for name in ("eje", "objective", "activity")}
    for model in DETAILS:
        name = model._meta.model_name
        rows = [*patch.restored[name], *inverse.restored[name]]
        touched["activity"] |= {row["activity_id"] for row in rows}
        changed = model.objects.filter(pk__in=list(patch.changed[name]))
        touched["activity"] |= set(changed.values_list("activity_id", flat=True))
    for name, pks in touched.items():
        MODELS[name].objects.filter(pk__in=pks).update(revision=F("revision") + 1)
