"""Who may sign in."""

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings

from networks.models import User


class AccountBackend(AuthenticationBackend):
    """By user name or e-mail. A demonstration account opens nothing once DEBUG is off, whatever its password."""

    def user_can_authenticate(self, user: User) -> bool:
        if user.is_demo and not settings.DEBUG:
            return False
        return super().user_can_authenticate(user)
