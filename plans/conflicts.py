"""What two people wrote on the same row, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import formats
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Difference:
    """`mine` is what she wrote, `theirs` what the row has now; both as read on a screen."""

    label: str
    mine: str
    theirs: str


def differences(mine: forms.BaseForm, current: forms.BaseForm) -> list[Difference]:
    """The fields in which her form differs from a form of the row as it is now."""
    found = []
    for name, field in mine.fields.items():
        if isinstance(field.widget, forms.HiddenInput) or name not in current.fields:
            continue
        hers, theirs = shown(mine[name]), shown(current[name])
        if hers != theirs:
            found.append(Difference(str(mine[name].label), hers, theirs))
    return found


def formset_difference(label: str, mine: forms.BaseFormSet, current: forms.BaseFormSet) -> list[Difference]:
    """The rows of two formsets as lines, when they differ."""
    hers, theirs = lines(mine), lines(current)
    return [Difference(label, "\n".join(hers), "\n".join(theirs))] if hers != theirs else []


def lines(formset: forms.BaseFormSet) -> list[str]:
    """Each row with something in it, as «a · b · c»."""
    found = []
    for form in formset.forms:
        if form.is_bound and form["DELETE"].value():
            continue
        if not form.is_bound and not form.instance.pk:
            continue
        names = [name for name in form.fields if name not in ("pk", "DELETE")]
        values = [shown(form[name]) for name in names if form[name].value() not in (None, "", [])]
        if values and (form.instance.pk or form.has_changed()):
            found.append(" · ".join(values))
    return found


def shown(field: forms.BoundField) -> str:
    """The field's value in words."""
    value = field.value()
    if isinstance(field.field, forms.BooleanField):
        return _("sí") if value in (True, "on", "True", "true", "1") else _("no")
    if hasattr(field.field, "choices"):
        return _choice_words(field, value)
    if isinstance(field.field, forms.DecimalField):
        return _number_words(field.field, value)
    return str(value if value is not None else "").replace("\r\n", "\n").strip()


def _choice_words(field: forms.BoundField, value: Any) -> str:
    values = value if isinstance(value, (list, tuple)) else [value]
    chosen = {str(getattr(item, "pk", item)) for item in values if item not in (None, "")}
    words = []
    for key, label in field.field.choices:
        options = label if isinstance(label, (list, tuple)) else [(key, label)]
        words += [str(text) for option, text in options if str(option) in chosen]
    return ", ".join(words)


def _number_words(field: forms.DecimalField, value: Any) -> str:
    try:
        number = field.to_python(value) if not isinstance(value, Decimal) else value
    except forms.ValidationError:
        return str(value)
    return "" if number is None else formats.localize(number.quantize(Decimal("0.01")))
