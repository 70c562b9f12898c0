"""What every page shows around its content."""

from typing import Any

from django.http import HttpRequest

from networks.permissions import can_manage_network


def navigation(request: HttpRequest) -> dict[str, Any]:
    """`my_networks`, `current_network` (set by NetworkMixin, else None) and what the menu may offer there."""
    user = getattr(request, "user", None)
    current = getattr(request, "network", None)
    if user is None or not user.is_authenticated:
        return {"my_networks": [], "current_network": None, "can_manage_network": False}
    return {
        "my_networks": user.networks,
        "current_network": current,
        "can_manage_network": current is not None and can_manage_network(user, current),
    }
