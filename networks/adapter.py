"""How allauth behaves here."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedAccountAdapter(DefaultAccountAdapter):
    """Accounts are given by a secretariat, never opened by oneself."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
