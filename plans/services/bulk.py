"""Many rows at once: few orders to the database, each with its history."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from django.db import connection, models
from simple_history.utils import bulk_create_with_history

from networks.models import User

BATCH = 2000


@contextmanager
def wide_inserts() -> Iterator[None]:
    """Let one order carry as many values as this SQLite takes.

    Django counts on 999, the limit of old builds: forty activities at a time. Other databases have no such limit.
    """
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    features, before = connection.features, connection.features.max_query_params
    features.max_query_params = connection.connection.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER)
    try:
        yield
    finally:
        features.max_query_params = before


def rows_create(
    rows: Sequence[models.Model], *, user: User | None = None, written: Callable[[int], None] | None = None
) -> None:
    """Insert rows of one model, which get their ids, and their history where the model keeps one.

    `written` is told how many more are in the database after each batch.
    """
    for start in range(0, len(rows), BATCH):
        batch = list(rows[start : start + BATCH])
        model = type(batch[0])
        if hasattr(model, "history"):
            bulk_create_with_history(batch, model, batch_size=BATCH, default_user=user)
        else:
            model.objects.bulk_create(batch, batch_size=BATCH)
        if written:
            written(len(batch))
