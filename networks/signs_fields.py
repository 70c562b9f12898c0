"""Texts with signs that no report can print are refused where they are written, whatever way they come in by.

`watch_signs` gives every text field of an application's models the check, beside those it has; forms that are not
of a model take theirs from `networks.models.base.LineField`. To the database nothing changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.apps import AppConfig
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from networks.signs import Place, places

TOLD = 5
# Names that files had on the machine they came from.
FILE_NAMES = {"original_name", "file_name"}


def validate_signs(value: Any) -> None:
    """Raise ValidationError where a text, or one anywhere in a JSON value, has a sign that cannot be printed."""
    found = [place for text in _texts(value) for place in places(text)]
    if found:
        raise ValidationError(_sentence(found, "\n" in value if isinstance(value, str) else False), code="signs")


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _texts(key)
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)


def _sentence(found: list[Place], has_lines: bool) -> str:
    by_sign = {place.sign: place for place in reversed(found)}
    shown = [by_sign[sign] for sign in dict.fromkeys(place.sign for place in found)]
    said = ", ".join(_told(place, has_lines) for place in shown[:TOLD])
    if len(shown) > TOLD:
        said = _("%(signs)s y %(more)s más") % {"signs": said, "more": len(shown) - TOLD}
    words = ngettext(
        "El signo %(signs)s no se puede imprimir en los informes: quítelo o escríbalo de otro modo.",
        "Los signos %(signs)s no se pueden imprimir en los informes: quítelos o escríbalos de otro modo.",
        len(shown),
    )
    return words % {"signs": said}


def _told(place: Place, has_lines: bool) -> str:
    said = {"sign": place.sign, "code": place.code, "line": place.line, "around": place.around}
    if has_lines and place.is_visible:
        return _("«%(sign)s» (%(code)s, en la línea %(line)s: «%(around)s»)") % said
    if has_lines:
        return _("invisible %(code)s (en la línea %(line)s: «%(around)s»)") % said
    if place.is_visible:
        return _("«%(sign)s» (%(code)s, en «%(around)s»)") % said
    return _("invisible %(code)s (en «%(around)s»)") % said


def watch_signs(app: AppConfig, unwatched: Mapping[str, str]) -> None:
    """Give the check to every text field that a person writes.

    `unwatched` are the others, as «Model» or «Model.field», each with the reason. Fields that no form shows
    (`editable=False`), those with fixed choices and the names of files are left out by themselves.
    """
    for model in app.get_models():
        if hasattr(model, "instance_type"):  # a row of history
            continue
        for field in model._meta.local_concrete_fields:
            if is_free_text(field) and not {model.__name__, f"{model.__name__}.{field.name}"} & unwatched.keys():
                # A list of its own: fields of abstract models share theirs.
                field.validators = [*field.validators, validate_signs]


def is_free_text(field: models.Field) -> bool:
    """Whether somebody may write words of her own in it."""
    is_text = isinstance(field, models.CharField | models.TextField | models.JSONField)
    return is_text and field.editable and not field.choices and field.name not in FILE_NAMES
