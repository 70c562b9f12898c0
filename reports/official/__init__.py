"""The official forms: every module or package here with a `FORM`, by its slug."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from django.utils import translation

from reports import looks
from reports.context import to_plain
from reports.official.form import Form, Scope, Table

SCHEMA_VERSION = 2


def _found() -> dict[str, Form]:
    modules = (import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__))
    forms = [module.FORM for module in modules if isinstance(getattr(module, "FORM", None), Form)]
    return {form.slug: form for form in sorted(forms, key=lambda form: form.slug)}


FORMS = _found()


def form_title(slug: str) -> str:
    """In the reader's language; the slug itself of a form that is no longer there."""
    return str(FORMS[slug].title) if slug in FORMS else slug


def report_data(slug: str, scope: Scope) -> dict[str, Any]:
    """The JSON of a form out of the records as they are now, a draft. Raises KeyError for an unknown form."""
    form = FORMS[slug]
    version = form.version_on(scope.period.end_on)
    data = to_plain(form.build(scope))
    data |= {"form_version": version.number, "schema_version": SCHEMA_VERSION, "scope": scope.as_data}
    identity = looks.identity_of(scope.network, slug)
    data["header"] |= {"norm": str(version.norm), **{name: to_plain(value) for name, value in identity.items()}}
    return data


def report_tables(data: dict[str, Any]) -> list[Table]:
    """The tables of a frozen report, with typed cells, in the language in which it was built."""
    with translation.override(data["header"].get("language", "es")):
        return FORMS[data["form"]].tables(data)
