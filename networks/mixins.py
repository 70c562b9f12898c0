"""What every view of a network starts from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from networks.models import Network
from networks.permissions import can_view_network


class NetworkMixin(LoginRequiredMixin):
    """Sets `self.network` from the URL's `slug`.

    The nameless go to sign in; without a role in the network, or when it is absent, the same 404; with a role that
    does not satisfy `permission`, 403. Views that answer HTMX with a fragment vary on it.
    """

    permission: Callable[[Any, Any], bool] = staticmethod(can_view_network)
    network: Network

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        found = next((network for network in request.user.networks if network.slug == kwargs["slug"]), None)
        if found is None:
            raise Http404
        self.network = request.network = found
        if not type(self).permission(request.user, self.network):
            raise PermissionDenied
        response = super().dispatch(request, *args, **kwargs)
        patch_vary_headers(response, ["HX-Request"])
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(network=self.network, **kwargs)
