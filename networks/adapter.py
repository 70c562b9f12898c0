"""How allauth behaves here."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from networks.backends import is_barred
from networks.models import User


class ClosedAccountAdapter(DefaultAccountAdapter):
    """Accounts are given by a secretariat, never opened by oneself."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Allauth lets through whoever the backend refuses with the right password, to say why; not these."""
        user = super().authenticate(request, **credentials)
        return None if user is None or is_barred(user) else user
