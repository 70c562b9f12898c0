"""The rows of the access matrix are written beside each app's tests; this is their shape."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

ALL = frozenset({"coordinator", "technician", "secretariat", "observer"})
EDITORS = frozenset({"coordinator", "secretariat"})
REPORTERS = frozenset({"technician", "secretariat"})
SECRETARIAT = frozenset({"secretariat"})


@dataclass(frozen=True)
class Row:
    """One URL: who gets in. Those of the network who do not get 403; outsiders 404; the nameless go to sign in.

    `kwargs` may be a mapping, or a function of the world (tests/test_access_matrix.py) for what has an id.
    `public` marks the few pages that anyone may see; `signed_in` those of any signed-in person. `nameless` is 401
    where a form that arrives without a session is handed back instead of being lost at the sign-in page.
    """

    name: str
    allowed: frozenset[str] = ALL
    kwargs: Mapping[str, Any] | Callable[[Any], Mapping[str, Any]] = field(default_factory=dict)
    method: str = "get"
    data: Mapping[str, Any] | Callable[[Any], Mapping[str, Any]] = field(default_factory=dict)
    public: bool = False
    signed_in: bool = False
    nameless: int = 302
