"""Mail about people, into the outbox that an app further right keeps: it registers itself when it is ready."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from networks.models import Language, Network, User

_queue: Callable[..., Any] | None = None


def register(queue: Callable[..., Any]) -> None:
    global _queue
    _queue = queue


def mail_queue(
    *,
    network: Network,
    about: str,
    to: str,
    key: str,
    subject: str,
    body: str,
    user: User | None = None,
    language: str = Language.SPANISH,
    attachments: list[dict[str, str]] | None = None,
) -> Any:
    """Put one message in the outbox, once for a `key`, inside the transaction of its cause.

    `about` is «contact», «invitation» or «course». `attachments` are texts: `{"name", "type", "content"}`.
    Raises ValidationError where the address will not do.
    """
    assert _queue is not None, "no outbox is registered"
    return _queue(
        network=network,
        about=about,
        to=to,
        key=key,
        subject=subject,
        body=body,
        user=user,
        language=language,
        attachments=attachments,
    )
