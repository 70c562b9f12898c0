"""The description of the API (OpenAPI 3.1), in the reader's language."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_noop as _
from ninja import NinjaAPI

TITLE = _("API de datos publicados")
ABOUT = _(
    "Lo que las redes publican, para programas: solo lectura, sin clave y en JSON. Los decimales van como texto"
    " («12.50»), las fechas como año-mes-día, y un dato vacío es que no se sabe o no hay, nunca cero."
    " Los textos van en la lengua en que se escribieron; los nombres de los datos no cambian."
)
STATUS = {
    200: _("Lo pedido."),
    304: _("Ya lo tiene: no cambió desde la respuesta con esa etiqueta."),
    400: _("La petición no se entiende."),
    404: _("No existe o no está publicado."),
    405: _("Solo se lee."),
    406: _("Solo hay JSON."),
    422: _("Un parámetro no vale."),
    429: _("Demasiadas peticiones: espere lo que dice Retry-After."),
}
HEADERS = {
    "ETag": _("Etiqueta de esta respuesta, para pedirla después con If-None-Match."),
    "Cache-Control": _("Cuánto se puede guardar."),
    "Last-Modified": _("Cuándo se publicó lo más reciente de la respuesta."),
    "Link": _("La licencia (license) y, en las listas, las páginas siguiente (next) y anterior (prev)."),
}
TELLS = {
    304: ("ETag", "Cache-Control"),
    405: ("Allow",),
    429: ("Retry-After",),
}
OTHERS = {
    "Allow": _("Los métodos que se admiten."),
    "Retry-After": _("Cuántos segundos esperar."),
}
LANGUAGE = {
    "name": "idioma",
    "in": "query",
    "description": _(
        "Idioma de los títulos, las descripciones y los errores: es, pt-br o en; cualquier otro es español."
        " Los datos no se traducen."
    ),
    "required": False,
    "schema": {"type": "string", "default": "es"},
}
IF_NONE_MATCH = {
    "name": "If-None-Match",
    "in": "header",
    "description": _("La etiqueta de lo que ya se tiene."),
    "required": False,
    "schema": {"type": "string"},
}
# What is said to people, wherever it stands.
SAID = ("description", "summary", "title")


def describe(api: NinjaAPI, prefix: str) -> dict[str, Any]:
    return _described(api, prefix, get_language() or "es")


@lru_cache(maxsize=16)
def _described(api: NinjaAPI, prefix: str, language: str) -> dict[str, Any]:
    plain = json.dumps(api.get_openapi_schema(path_prefix=prefix), default=str)
    # «Page_ActivityLine_» is how the library writes a page of activities.
    found = json.loads(re.sub(r"\bPage_(\w+?)_(?=\W)", r"\1Page", plain))
    found.pop("servers", None)
    found["info"] = {"title": gettext(TITLE), "version": api.version, "description": gettext(ABOUT)}
    tags = {}
    for methods in found["paths"].values():
        for operation in methods.values():
            tags |= dict.fromkeys(operation["tags"])
            operation["tags"] = [gettext(tag) for tag in operation["tags"]]
            asked = [_asked(parameter) for parameter in operation["parameters"]]
            operation["parameters"] = [*asked, LANGUAGE, IF_NONE_MATCH]
            operation["responses"] = {code: _told(int(code), one) for code, one in operation["responses"].items()}
    found["tags"] = [{"name": gettext(tag)} for tag in tags]
    _drop_unused(found)
    return said(found)


def _drop_unused(found: dict[str, Any]) -> None:
    """What a question may carry is told parameter by parameter: as an answer it is none."""
    schemas, used = found["components"]["schemas"], json.dumps(found)
    for name in [name for name in schemas if f'"#/components/schemas/{name}"' not in used]:
        del schemas[name]


def _asked(parameter: dict[str, Any]) -> dict[str, Any]:
    """What may be left out is left out: nobody can write null in an address."""
    options = [one for one in parameter["schema"].get("anyOf", ()) if one.get("type") != "null"]
    return {**parameter, "schema": options[0]} if len(options) == 1 else parameter


def _told(code: int, response: dict[str, Any]) -> dict[str, Any]:
    names = TELLS.get(code, tuple(HEADERS) if code == 200 else ())
    headers = {name: {"description": {**HEADERS, **OTHERS}[name], "schema": {"type": "string"}} for name in names}
    return {**response, "description": STATUS[code], **({"headers": headers} if headers else {})}


def said(value: Any, inside: str = "") -> Any:
    """A copy with what is said to people translated, and without the titles that only repeat a name."""
    if isinstance(value, list):
        return [said(each) for each in value]
    if not isinstance(value, dict):
        return value
    found = {}
    for name, each in value.items():
        if inside == "properties":
            found[name] = said({key: part for key, part in each.items() if key != "title"})
        elif name in SAID and isinstance(each, str) and each:
            found[name] = gettext(each)
        elif name == "schema" and isinstance(each, dict):
            found[name] = said({key: part for key, part in each.items() if key not in ("title", "description")})
        else:
            found[name] = said(each, name)
    return found
