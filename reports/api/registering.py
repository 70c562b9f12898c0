"""How a resource of the API is told to be one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ninja import Router

from reports.api.schemas import Problem

router = Router()
REFUSED = frozenset({400, 404, 405, 406, 422, 429})
NETWORK = "networks/{slug:network}/"


def reads(path: str, shape: Any, summary: str, tag: str) -> Callable:
    """A question of the API: what it answers, or why it does not."""
    answers = {200: shape, 304: None, REFUSED: Problem}

    def register(view: Callable) -> Callable:
        name = view.__name__
        return router.get(path, response=answers, summary=summary, tags=[tag], url_name=name, operation_id=name)(
            view
        )

    return register
