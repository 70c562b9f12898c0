"""What every answer of the API has in common: limits, methods, language, headers, and how a list is paged."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from pydantic import BaseModel

from networks.models import Network
from reports.api import problems
from reports.api.limiting import seconds_to_wait
from reports.api.schemas import Page, Paging
from reports.caching import kept, language_asked, tag_of
from reports.open_data import LICENCE_URLS

View = Callable[..., HttpResponseBase]
SHARED = {
    # Anybody's page may read it, and no cookie goes with it.
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Last-Modified, Link, Retry-After",
}
PREFLIGHT = {
    "Allow": problems.ALLOWED,
    "Access-Control-Allow-Methods": problems.ALLOWED,
    "Access-Control-Allow-Headers": "Accept, If-None-Match",
    "Access-Control-Max-Age": "86400",
}


def served(view: View, media_type: str = "application/json") -> View:
    """The view behind what the API asks of every question; every answer of it can be read from any page."""

    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            language = language_asked(request)
        except SuspiciousOperation:
            language = "es"
        with translation.override(language):
            try:
                response = _refused(request, media_type) or _answered(view, request, *args, **kwargs)
            except SuspiciousOperation:
                response = problems.malformed()
        response["Content-Language"] = language
        for name, value in SHARED.items():
            response[name] = value
        return response

    return answer


def _refused(request: HttpRequest, media_type: str) -> HttpResponse | None:
    if seconds := seconds_to_wait(request):
        return problems.too_many(seconds)
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers=PREFLIGHT)
    if request.method not in ("GET", "HEAD"):
        return problems.not_allowed()
    if request.headers.get("Accept", "").strip() and not request.accepts(media_type):
        return problems.not_acceptable()
    return None


def _answered(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    """HEAD is what GET would say of its answer, without it."""
    asked, request.method = request.method, "GET"
    response = view(request, *args, **kwargs)
    request.method = asked
    if asked == "HEAD":
        response["Content-Length"] = str(len(response.content))
        response.content = b""
    return response


# -- one answer ---------------------------------------------------------------------------------------------------


def answer(
    request: HttpRequest,
    make: Callable[[], BaseModel | str],
    *depends_on: Any,
    modified: datetime.datetime | None = None,
    network: Network | None = None,
) -> HttpResponseBase:
    """What `make` returns, as JSON, unless the reader has it: `depends_on` is all that it is made of."""

    def made() -> HttpResponse:
        found = make()
        said = found if isinstance(found, str) else found.model_dump_json()
        response = HttpResponse(said, content_type="application/json")
        links = _links(found, network)
        if links:
            response["Link"] = ", ".join(links)
        return response

    address = request.build_absolute_uri()
    licence = network and network.data_licence
    return kept(request, tag_of(address, translation.get_language(), licence, *depends_on), made, modified)


def _links(found: BaseModel | str, network: Network | None) -> list[str]:
    links = [(LICENCE_URLS[network.data_licence], "license")] if network else []
    if isinstance(found, Page):
        links += [(found.next, "next"), (found.previous, "prev")]
    return [f'<{url}>; rel="{rel}"' for url, rel in links if url]


def page(shape: type[BaseModel], request: HttpRequest, asked: Paging, rows: Sequence[Any], count: int) -> Page:
    """`rows` are those of this page."""

    def address(offset: int) -> str:
        query = request.GET.copy()
        query["limit"], query["offset"] = str(asked.limit), str(offset)
        return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")

    after = asked.offset + asked.limit
    return Page[shape](
        count=count,
        limit=asked.limit,
        offset=asked.offset,
        next=address(after) if after < count else None,
        previous=address(max(0, min(asked.offset, count) - asked.limit)) if asked.offset and count else None,
        results=rows,
    )


def part(rows: Sequence[Any], asked: Paging) -> Sequence[Any]:
    return rows[asked.offset : asked.offset + asked.limit]
