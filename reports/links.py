"""Links of this app on the pages of plans."""

from __future__ import annotations


def register_all() -> None:
    """Called once when the app is ready."""
