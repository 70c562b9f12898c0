"""URL paths are Spanish, URL names English."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("cuentas/", include("allauth.urls")),
    path("api/v1/", include("reports.api.urls")),
    path("", include("monitoring.urls")),
    path("", include("plans.urls")),
    path("", include("networks.urls")),
    path("", include("reports.urls")),
]
