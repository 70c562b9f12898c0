"""The table of weights with its padlocks: what is locked stays when the rest is adjusted."""

from __future__ import annotations

from typing import Any

from plans.forms import WeightsForm


class LockableWeightsForm(WeightsForm):
    """`lock=ID` for each row locked; `adjust` when the button that adjusts was pressed."""

    @property
    def locked(self) -> set[int]:
        chosen = set(self.data.getlist("lock")) if self.is_bound else set()
        return {row.pk for row in self.rows if str(row.pk) in chosen}

    @property
    def adjusts(self) -> bool:
        return bool(self.data.get("adjust"))

    def lines(self) -> list[dict[str, Any]]:
        locked = self.locked
        return [{**line, "is_locked": line["row"].pk in locked} for line in super().lines()]
