"""What the API answers when it cannot: always `{"detail": "…"}`, a sentence in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

ALLOWED = "GET, HEAD, OPTIONS"


def problem(status: int, detail: str, **headers: str) -> HttpResponse:
    response = JsonResponse({"detail": detail}, status=status, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "no-store"
    for name, value in headers.items():
        response[name.replace("_", "-")] = value
    return response


def malformed() -> HttpResponse:
    return problem(400, _("La petición no se entiende: revise la dirección y sus parámetros."))


def absent() -> HttpResponse:
    return problem(404, _("Eso no está publicado aquí: parta de /api/v1/ y siga sus direcciones."))


def not_allowed() -> HttpResponse:
    return problem(405, _("Aquí solo se lee: use GET."), Allow=ALLOWED)


def not_acceptable() -> HttpResponse:
    return problem(406, _("La API responde solo en JSON: pida «Accept: application/json»."))


def too_many(seconds: int) -> HttpResponse:
    words = ngettext(
        "Demasiadas peticiones seguidas: espere %(seconds)s segundo.",
        "Demasiadas peticiones seguidas: espere %(seconds)s segundos.",
        seconds,
    )
    return problem(429, words % {"seconds": seconds}, Retry_After=str(seconds))


def invalid(errors: Iterable[Mapping[str, Any]]) -> HttpResponse:
    """One sentence for each parameter that is not as it should."""
    said = [
        _("El parámetro «%(name)s» no vale: %(why)s.") % {"name": error["loc"][-1], "why": _why(error)}
        for error in errors
    ]
    return problem(422, " ".join(dict.fromkeys(said)))


def _why(error: Mapping[str, Any]) -> str:
    words: dict[str, Callable[[], str]] = {
        "int_parsing": lambda: _("escriba un número entero"),
        "int_parsing_size": lambda: _("el número es demasiado grande"),
        "int_from_float": lambda: _("escriba un número entero"),
        "greater_than_equal": lambda: _("debe ser %(least)s o más"),
        "less_than_equal": lambda: _("debe ser %(most)s o menos"),
        "enum": lambda: _("use uno de estos: %(expected)s"),
        "string_too_long": lambda: _("es demasiado largo"),
    }
    context = error.get("ctx") or {}
    return words.get(error["type"], lambda: _("no tiene la forma que se espera"))() % {
        "least": context.get("ge"),
        "most": context.get("le"),
        "expected": str(context.get("expected")).replace("' or '", "', '").replace("'", ""),
    }
