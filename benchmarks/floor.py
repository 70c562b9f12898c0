"""The floor: a view that does nothing, one with an empty template, and one that inserts a row."""

import secrets
from functools import cache
from typing import Any

from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt


@cache
def empty_template() -> Any:
    """Made where it is asked for: the floor's own server has no templates of ours to know."""
    return engines["django"].from_string("")


def bare(request: HttpRequest) -> HttpResponse:
    """Nothing, or as many bytes as asked for."""
    return HttpResponse(b"x" * int(request.GET.get("bytes", 0)))


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse(empty_template().render({}, request))


@csrf_exempt
def insert(request: HttpRequest) -> HttpResponse:
    """One row, in a transaction of its own, as long as a short entry."""
    Session.objects.create(session_key=secrets.token_hex(16), session_data="x" * 200, expire_date=timezone.now())
    return HttpResponse("")


urlpatterns = [path("piso/vista/", bare), path("piso/plantilla/", empty), path("piso/insertar/", insert)]
