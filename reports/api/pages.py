"""The description of the API as a page for people, made of the same document that programs read."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from reports.api.limiting import AddressThrottle
from reports.caching import kept, tag_of
from reports.public import PublicView, looks

Document = dict[str, Any]
# Told once for all, above.
SHARED = frozenset({"idioma", "If-None-Match"})


class DocsView(PublicView):
    """Drawn like any other page for citizens, without scripts."""

    template = "public/api_docs.html"
    document: Document = {}

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        language = get_language() or "es"
        tag = tag_of(request.build_absolute_uri(), looks(), language, settings.API_RATE, self.document)
        return kept(request, tag, lambda: self.page(language, self.context()))

    def context(self) -> dict[str, Any]:
        schemas = sorted(self.document["components"]["schemas"].items())
        return {
            "document": self.document,
            "base": self.request.build_absolute_uri("/").rstrip("/"),
            "groups": _groups(self.document),
            "answers": [_answer(name, schema) for name, schema in schemas],
            "rate": rate_words(),
        }


def rate_words() -> tuple[int, str] | None:
    """How many questions in how long, in words; None without a limit."""
    if not settings.API_RATE:
        return None
    throttle = AddressThrottle(settings.API_RATE)
    words = ngettext("%(seconds)s segundo", "%(seconds)s segundos", throttle.duration)
    return throttle.num_requests, words % {"seconds": throttle.duration}


def _groups(document: Document) -> list[dict[str, Any]]:
    found = defaultdict(list)
    for path, methods in document["paths"].items():
        operation = methods["get"]
        found[operation["tags"][0]].append(
            {
                "path": path,
                "id": operation["operationId"],
                "summary": operation["summary"],
                "parameters": [_parameter(one) for one in operation["parameters"] if one["name"] not in SHARED],
                "answer": reference(operation["responses"]["200"]["content"]["application/json"]["schema"]),
            }
        )
    return [{"name": tag["name"], "operations": found[tag["name"]]} for tag in document["tags"]]


def _parameter(parameter: Document) -> dict[str, Any]:
    schema = parameter["schema"]
    places = {"path": _("en la dirección"), "query": _("después de «?»")}
    return {
        "name": parameter["name"],
        "place": places[parameter["in"]],
        "required": parameter["required"],
        "type": type_words(schema),
        "refers": reference(schema),
        "default": schema.get("default"),
        "description": parameter.get("description", ""),
    }


def _answer(name: str, schema: Document) -> dict[str, Any]:
    fields = [
        {
            "name": field,
            "type": type_words(one),
            "refers": reference(one),
            "description": one.get("description", ""),
        }
        for field, one in schema.get("properties", {}).items()
    ]
    return {"name": name, "fields": fields, "values": schema.get("enum", ())}


def reference(schema: Document) -> str:
    """The name of the answer that a schema is, or is made of; empty for a plain value."""
    if "$ref" in schema:
        return schema["$ref"].rpartition("/")[2]
    inner = [*schema.get("anyOf", ()), *schema.get("allOf", ()), *([schema["items"]] if "items" in schema else ())]
    return next((name for name in map(reference, inner) if name), "")


def type_words(schema: Document) -> str:
    """What a value may be, in words: «texto, o vacío»."""
    options = schema.get("anyOf") or schema.get("allOf")
    if options:
        words = [type_words(one) for one in options if one.get("type") != "null"]
        listed = _(" o ").join(dict.fromkeys(words))
        return _("%(type)s, o vacío") % {"type": listed} if len(words) < len(options) else listed
    if "$ref" in schema:
        return schema["$ref"].rpartition("/")[2]
    if "enum" in schema or "const" in schema:
        return _(" o ").join(f"«{value}»" for value in schema.get("enum") or [schema["const"]])
    if schema.get("type") == "array":
        return _("lista de %(type)s") % {"type": type_words(schema.get("items", {}))}
    return _plain_words(schema)


def _plain_words(schema: Document) -> str:
    words = {
        "date": _("fecha"),
        "date-time": _("fecha y hora"),
        "uuid": _("identificador"),
        "integer": _("número entero"),
        "boolean": _("sí o no"),
        "string": _("texto"),
    }
    if schema.get("type") == "string" and "\\d" in schema.get("pattern", ""):
        return _("decimal, como texto")
    return words.get(schema.get("format", ""), words.get(schema.get("type", ""), _("cualquier valor")))
