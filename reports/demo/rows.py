"""The two ways a row comes to be."""

from __future__ import annotations

import uuid
from typing import Any, TypeVar

from django.db import models

from plans.deadlines import parse

LINEAGES = uuid.UUID("6f3c0f7e-5a0e-4a55-9d5c-7a2d0b1c8f21")
Row = dict[str, Any]
M = TypeVar("M", bound=models.Model)


def find(model: type[M], key: Row) -> M | None:
    look_up = {f"{name}__isnull" if value is None else name: value is None or value for name, value in key.items()}
    return model._default_manager.filter(**look_up).first()


def ensure(model: type[M], key: Row, values: Row) -> M:
    """Return the row with that key, making it when there is none."""
    return find(model, key) or create(model, {**key, **values})


def create(model: type[M], values: Row) -> M:
    """Make a row, checked whole; raises ValidationError."""
    row = model(**values)
    row.full_clean()
    row.save()
    return row


def lineage(*path: object) -> uuid.UUID:
    """The same line of a plan, told by its codes, has the same lineage in every version and installation."""
    return uuid.uuid5(LINEAGES, "/".join(str(part) for part in path))


def deadline_fields(given: str | Row | None, year: int) -> Row:
    """A deadline as written, or with the dates it is read as where its words alone do not say them."""
    if isinstance(given, dict):
        return {
            "deadline_text": given["text"],
            "deadline_start_on": given.get("start_on"),
            "deadline_end_on": given.get("end_on"),
            "deadline_precision": given.get("precision", "none"),
        }
    read = parse(given, year)
    return {
        "deadline_text": read.text,
        "deadline_start_on": read.start,
        "deadline_end_on": read.end,
        "deadline_precision": read.precision,
    }


def take(row: Row, *names: str) -> Row:
    return {name: row[name] for name in names if name in row}
