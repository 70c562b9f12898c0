"""The floor: a view that does nothing and one with an empty template."""

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

EMPTY = engines["django"].from_string("")


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse(EMPTY.render({}, request))


urlpatterns = [path("piso/vista/", bare), path("piso/plantilla/", empty)]
