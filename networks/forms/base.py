"""What every form of a network starts from."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from networks.ids import row_id
from networks.models import Network


class DateInput(forms.DateInput):
    """The browser's own date picker; it wants ISO whatever the page's language."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class RowsField(forms.ModelMultipleChoiceField):
    """Several rows; a number that no database keeps is refused like any other that is none of the choices."""

    def clean(self, value: Any) -> Any:
        for each in value if isinstance(value, (list, tuple)) else ():
            if not row_id(str(each)):
                raise ValidationError(
                    self.error_messages["invalid_choice"], code="invalid_choice", params={"value": str(each)[:40]}
                )
        return super().clean(value)


class NetworkModelForm(forms.ModelForm):
    """A form for a row of `network`; the network is set before the row is checked, so constraints see it."""

    def __init__(self, *args: Any, network: Network, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.network = network
        if any(field.name == "network" for field in self._meta.model._meta.fields):
            self.instance.network = network
        for field in self.fields.values():
            if isinstance(field, forms.DateField):
                field.widget = DateInput(attrs=field.widget.attrs)

    def _get_validation_exclusions(self) -> set[str]:
        return super()._get_validation_exclusions() - {"network"}
