"""The kinds of field that the forms of an entry share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from networks.models.base import LONG_TEXT, LineField


def decimal_field(label: str, *, max_digits: int, required: bool = False, **options: Any) -> forms.DecimalField:
    """A figure with up to two decimals, written with a comma or a point."""
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    return forms.DecimalField(
        label=label,
        required=required,
        max_digits=max_digits,
        decimal_places=2,
        localize=True,
        widget=widget,
        error_messages={
            "invalid": gettext_lazy("Escriba una cifra, por ejemplo 12 o 12,5."),
            "max_decimal_places": gettext_lazy("Use a lo sumo dos decimales, y ningún punto para los miles."),
        },
        **options,
    )


def percent_field(label: str, **options: Any) -> forms.DecimalField:
    return decimal_field(label, max_digits=5, min_value=0, max_value=100, **options)


def text_field(label: str, rows: int, max_length: int = LONG_TEXT, **options: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return LineField(label=label, required=False, max_length=max_length, widget=widget, **options)


def plain(field: forms.Field) -> forms.Field:
    """The field with the class that its widget has in the style sheets; no crispy draws it."""
    if isinstance(field.widget, forms.Select):
        css = "form-select"
    elif isinstance(field.widget, (forms.CheckboxInput, forms.CheckboxSelectMultiple)):
        css = "form-check-input"
    else:
        css = "form-control"
    field.widget.attrs.setdefault("class", css)
    return field
