"""What a contact answers about her own data."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from networks.forms.base import RowsField
from networks.models import ActionArea, Contact
from networks.models.base import LineField


class MyDataForm(forms.ModelForm):
    """Only what is different is kept; it is a proposal until the secretariat takes it over."""

    class Meta:
        model = Contact
        fields = ["post", "phone", "email", "areas"]
        field_classes = {"areas": RowsField}
        widgets = {"areas": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        contact = self.instance
        self.before = {name: getattr(contact, name) for name in ("post", "phone", "email")}
        self.areas_before = sorted(area.name for area in contact.areas.all()) if contact.pk else []
        areas = ActionArea.objects.filter(network=contact.member.network_id)
        self.fields["areas"].queryset = areas
        if not areas:
            del self.fields["areas"]
        for name, field in self.fields.items():
            if name != "areas":
                field.widget.attrs["class"] = "form-control"

    @property
    def changes(self) -> dict[str, Any]:
        data = self.cleaned_data
        found = {name: data[name] for name, before in self.before.items() if data[name] != before}
        if "areas" in data:
            areas = sorted(area.name for area in data["areas"])
            if areas != self.areas_before:
                found["areas"] = areas
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors and not self.changes:
            raise forms.ValidationError(
                _("No cambió ningún dato: si todo sigue igual, use «Sí, siguen siendo estos».")
            )
        return data

    def _post_clean(self) -> None:
        """The row itself stays as it is."""


class LeftForm(forms.Form):
    """Who holds the post now, if she knows."""

    name = LineField(label=_("Quién lo ocupa ahora"), max_length=200, required=False)
    post = LineField(label=_("Con qué cargo"), max_length=200, required=False)
    email = forms.EmailField(label=_("Correo de quien lo ocupa ahora"), max_length=254, required=False)
    note = LineField(label=_("Algo más"), max_length=500, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-control"

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not data.get("name") and (data.get("email") or data.get("post")):
            self.add_error("name", _("Diga el nombre de quien ocupa el cargo, o borre lo demás."))
        return data

    @property
    def changes(self) -> dict[str, Any]:
        names = ("name", "post", "email")
        who = {name: self.cleaned_data[name] for name in names if self.cleaned_data[name]}
        return {"successor": who} if who else {}
