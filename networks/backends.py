"""Who may sign in."""

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings

from networks.models import User


def is_barred(user: User) -> bool:
    """A demonstration account opens nothing once DEBUG is off, whatever its password."""
    return user.is_demo and not settings.DEBUG


class AccountBackend(AuthenticationBackend):
    """By user name or e-mail; a session whose account is barred since ends too."""

    def user_can_authenticate(self, user: User) -> bool:
        return not is_barred(user) and super().user_can_authenticate(user)
