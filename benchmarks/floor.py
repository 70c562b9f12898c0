"""The floor: a view that does nothing, one with an empty template, and one that inserts a row."""

import secrets

from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

EMPTY = engines["django"].from_string("")


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse(EMPTY.render({}, request))


@csrf_exempt
def insert(request: HttpRequest) -> HttpResponse:
    """One row, in a transaction of its own, as long as a short entry."""
    Session.objects.create(session_key=secrets.token_hex(16), session_data="x" * 200, expire_date=timezone.now())
    return HttpResponse("")


urlpatterns = [path("piso/vista/", bare), path("piso/plantilla/", empty), path("piso/insertar/", insert)]
