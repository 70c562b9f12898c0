"""The admin site: superusers only, and through the same door as everybody else."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy


class SuperuserAdminSite(AdminSite):
    site_header = gettext_lazy("Trama · administración")
    site_title = "Trama"
    index_title = gettext_lazy("Datos de referencia y lo que ninguna pantalla ofrece")

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_active and request.user.is_superuser

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The admin's own form knows neither rate limits nor the second factor."""
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get(REDIRECT_FIELD_NAME, request.path))
