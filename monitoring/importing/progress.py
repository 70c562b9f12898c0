"""How far an import is: kept in the cache, since its transaction holds the database's lock.

While an import is written its process says every second that it is alive; one that falls silent has died.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from django.core.cache import cache
from django.db import connections

SILENCE = 30
BEAT = 0.7
KEPT = 3600


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` of `total` steps (0: not known yet) of what `stage` names; `at` is when the process last spoke."""

    stage: str = ""
    done: int = 0
    total: int = 0
    at: float = 0.0

    @property
    def percent(self) -> int:
        return min(100, 100 * self.done // self.total) if self.total else 0

    def is_silent(self, now: float) -> bool:
        return now - self.at > SILENCE


def _name(key: UUID) -> str:
    return f"plan-import-{key}"


def progress_of(key: UUID) -> Progress | None:
    """None when its process never spoke, or long ago."""
    found = cache.get(_name(key))
    return Progress(*found) if found else None


def progress_start(key: UUID) -> None:
    """From here on it is expected to speak."""
    cache.set(_name(key), ("", 0, 0, time.time()), KEPT)


def progress_forget(key: UUID) -> None:
    cache.delete(_name(key))


class Speaker:
    """Says how far the work is, and that it goes on.

    A thread does all the talking: where the cache is a table, what the work itself said would stay inside its
    transaction, and lock the thread out.
    """

    def __init__(self, key: UUID) -> None:
        self._key = key
        self._now = ("", 0, 0)
        self._over = threading.Event()

    def stage(self, stage: str) -> None:
        self._now = (stage, 0, 0)

    def step(self, done: int, total: int) -> None:
        self._now = (self._now[0], done, total)

    @contextmanager
    def alive(self) -> Iterator[Speaker]:
        """Inside, it speaks, whatever the work is busy with."""
        thread = threading.Thread(target=self._speak, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._over.set()
            thread.join()

    def _speak(self) -> None:
        try:
            while not self._over.wait(BEAT):
                self._say()
            self._say()
        finally:
            connections.close_all()

    def _say(self) -> None:
        cache.set(_name(self._key), (*self._now, time.time()), KEPT)
