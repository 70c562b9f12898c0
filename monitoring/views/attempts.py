"""Which sending of a form this is: what the page's hidden fields `attempt` and `earlier` say."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.http import QueryDict

from monitoring.models import ReportLink
from monitoring.services import Attempt

MOST_EARLIER = 50


def read_attempt(data: QueryDict, link: ReportLink | None = None) -> Attempt | None:
    """None where the page gave no key, but for a link's: then a repeated click is told apart by its revision."""
    found = _keys(data.get("attempt", "")) or ([uuid4()] if link else [])
    if not found:
        return None
    return Attempt(key=found[0], earlier=frozenset(_keys(data.get("earlier", ""))), link=link)


def earlier_keys(data: QueryDict) -> str:
    """What a page that comes back, after `data` was posted, says of the sendings before it."""
    given = f"{data.get('earlier', '')},{data.get('attempt', '')}"
    return ",".join(str(key) for key in _keys(given))


def _keys(written: str) -> list[UUID]:
    found = []
    for part in written.split(",")[-MOST_EARLIER:]:
        try:
            found.append(UUID(part.strip()))
        except ValueError:
            continue
    return found
