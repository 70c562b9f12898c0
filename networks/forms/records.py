"""Forms of networks and people; their choices never leave the network."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from networks.forms.base import NetworkModelForm
from networks.models import (
    ActionArea,
    MandatedFunction,
    Member,
    Network,
    Organization,
    Role,
    Territory,
)
from networks.models.base import LineField


class MemberForm(NetworkModelForm):
    class Meta:
        model = Member
        fields = [
            "name",
            "code",
            "territory",
            "organization",
            "post",
            "is_reporting",
            "seat_role",
            "order",
            "liaison_since_on",
            "gender_unit_since_on",
            "valid_from_on",
            "valid_to_on",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["territory"].queryset = Territory.objects.for_network(self.network)
        self.fields["organization"].queryset = Organization.objects.filter(network=self.network)


class OrganizationForm(NetworkModelForm):
    class Meta:
        model = Organization
        fields = ["name", "short_name", "sector"]


class FunctionForm(NetworkModelForm):
    class Meta:
        model = MandatedFunction
        fields = ["number", "title", "norm"]
        widgets = {"title": forms.Textarea(attrs={"rows": 3})}


class TerritoryForm(NetworkModelForm):
    class Meta:
        model = Territory
        fields = ["name", "code", "level", "parent"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Territory.objects.for_network(self.network)
        self.fields["parent"].queryset = own.exclude(pk=self.instance.pk)


class ActionAreaForm(NetworkModelForm):
    class Meta:
        model = ActionArea
        fields = ["name"]


class AssignmentForm(forms.Form):
    """Invite by e-mail, or give one more role to somebody who has an account."""

    email = forms.EmailField(label=_("Correo electrónico"))
    first_name = LineField(
        label=_("Nombre"), max_length=150, required=False, help_text=_("Solo se usa si todavía no tiene cuenta.")
    )
    last_name = LineField(label=_("Apellidos"), max_length=150, required=False)
    role = forms.ChoiceField(label=_("Rol"), choices=Role)
    member = forms.ModelChoiceField(
        label=_("Integrante por la que informa"),
        queryset=Member.objects.none(),
        required=False,
        empty_label=_("la red misma"),
        help_text=_("Solo para técnicas."),
    )

    def __init__(self, *args: Any, network: Network, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = Member.objects.filter(network=network).reporting()

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("member") and data.get("role") != Role.TECHNICIAN:
            self.add_error("member", _("Solo el rol de técnica se da para una integrante: deje «la red misma»."))
        return data
