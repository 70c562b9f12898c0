"""Where each resource is; what is under /api/v1/ and is none is told so in the API's own way."""

from __future__ import annotations

from contextlib import suppress

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponsePermanentRedirect,
    JsonResponse,
)
from django.urls import Resolver404, URLPattern, include, path, re_path, resolve
from django.utils.translation import gettext_lazy
from ninja import NinjaAPI
from ninja.errors import ValidationError

from reports.api import catalogue, problems, resources
from reports.api.answering import served
from reports.api.document import ABOUT, TITLE, describe
from reports.api.pages import DocsView
from reports.api.registering import router
from reports.caching import kept, tag_of

NAMESPACE = "api"
PREFIX = "api/v1/"
api = NinjaAPI(
    title=gettext_lazy(TITLE),
    version=catalogue.VERSION,
    description=gettext_lazy(ABOUT),
    urls_namespace=NAMESPACE,
    openapi_url=None,
    docs_url=None,
)
api.add_router("", router)
# Importing them is what fills it; the general ones first.
RESOURCES = (catalogue, resources)


@api.exception_handler(Http404)
def absent(request: HttpRequest, error: Http404) -> HttpResponse:
    return problems.absent()


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return problems.invalid(error.errors)


def openapi(request: HttpRequest) -> HttpResponseBase:
    found = describe(api, f"/{PREFIX}")

    def make() -> HttpResponse:
        return JsonResponse(found, json_dumps_params={"ensure_ascii": False})

    return kept(request, tag_of(found), make)


def docs(request: HttpRequest) -> HttpResponseBase:
    return DocsView.as_view(document=describe(api, f"/{PREFIX}"))(request)


def elsewhere(request: HttpRequest) -> HttpResponseBase:
    """Nothing is there; or it is, with the slash that was left out."""
    if not request.path.endswith("/"):
        with suppress(Resolver404):
            # Only what is there has a name.
            if resolve(f"{request.path_info}/").url_name:
                return HttpResponsePermanentRedirect(request.get_full_path(force_append_slash=True))
    return problems.absent()


def _resources() -> list[URLPattern]:
    """The library's own, behind what every answer has; without the root that it keeps for its own page."""
    patterns = [pattern for pattern in api.urls[0] if pattern.name != "api-root"]
    for pattern in patterns:
        pattern.callback = served(pattern.callback)
    return [
        path("openapi.json", served(openapi), name="openapi"),
        path("docs/", served(docs, "text/html"), name="docs"),
        *patterns,
    ]


urlpatterns = [
    path("", include((_resources(), NAMESPACE))),
    re_path(r"^[\s\S]*$", served(elsewhere)),
]
