"""What every page shows around its content."""

from typing import Any

from django.http import HttpRequest

from networks.models import Network
from networks.permissions import can_manage_network


def navigation(request: HttpRequest) -> dict[str, Any]:
    """`my_networks`, `current_network` (set by NetworkMixin, else None) and what the menu may offer there."""
    user = getattr(request, "user", None)
    current = getattr(request, "network", None)
    if user is None or not user.is_authenticated:
        return {"my_networks": [], "current_network": None, "can_manage_network": False}
    return {
        "my_networks": Network.objects.for_user(user).only("slug", "name", "short_name"),
        "current_network": current,
        "can_manage_network": current is not None and can_manage_network(user, current),
    }
