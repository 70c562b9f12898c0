"""Forms of the directory: its filter, a contact, and who takes over."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from networks.days import local_today
from networks.forms.base import DateInput, NetworkModelForm, RowsField
from networks.models import ActionArea, Contact, ContactRank, Member
from networks.models.base import LineField
from networks.selectors.directory import ALL, BEFORE, CURRENT, Asked, Directory


class DirectoryFilter(forms.Form):
    """What narrows the directory; what an address says wrongly narrows nothing."""

    q = forms.CharField(label=_("Buscar"), max_length=100, required=False)
    territorio = forms.TypedChoiceField(label=_("País o territorio"), coerce=int, empty_value=None, required=False)
    integrante = forms.ChoiceField(label=_("Integrante"), required=False)
    area = forms.TypedChoiceField(label=_("Área de acción"), coerce=int, empty_value=None, required=False)
    calidad = forms.ChoiceField(
        label=_("Calidad"), choices=[("", _("todas")), *ContactRank.choices], required=False
    )
    vigencia = forms.ChoiceField(
        label=_("Vigencia"),
        choices=[(CURRENT, _("en el cargo hoy")), (BEFORE, _("ya no están")), (ALL, _("todos"))],
        required=False,
    )

    def __init__(self, *args: Any, directory: Directory, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        network = directory.network
        self.fields["integrante"].label = capfirst(network.member_word)
        self.fields["territorio"].choices = [("", _("todos")), *directory.territory_choices()]
        members = [(place.code, place.name) for place in directory.places]
        self.fields["integrante"].choices = [("", _("todas")), *sorted(members, key=lambda pair: pair[1])]
        self.fields["area"].choices = [("", _("todas")), *directory.area_choices()]

    @property
    def asked(self) -> Asked:
        self.is_valid()
        data = self.cleaned_data
        return Asked(
            q=data.get("q", ""),
            territory=data.get("territorio"),
            member=data.get("integrante", ""),
            area=data.get("area"),
            rank=data.get("calidad", ""),
            when=data.get("vigencia", CURRENT),
        )

    @property
    def said(self) -> dict[str, str]:
        """What it narrows to, in words, by the labels of its fields."""
        self.is_valid()
        said = {}
        for name, field in self.fields.items():
            value = self.cleaned_data.get(name)
            if value not in (None, ""):
                words = {str(key): str(label) for key, label in getattr(field, "choices", [])}
                said[str(field.label)] = words.get(str(value), str(value))
        return said


class ContactForm(NetworkModelForm):
    class Meta:
        model = Contact
        fields = [
            "member",
            "name",
            "post",
            "post_level",
            "sex",
            "rank",
            "email",
            "phone",
            "areas",
            "valid_from_on",
            "valid_to_on",
            "notes",
        ]
        field_classes = {"areas": RowsField}
        widgets = {"areas": forms.CheckboxSelectMultiple, "notes": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = Member.objects.filter(network=self.network)
        self.fields["areas"].queryset = ActionArea.objects.filter(network=self.network)


class ReliefForm(forms.ModelForm):
    """Who takes over one post; the post, its level and the office's telephone usually stay."""

    left_on = forms.DateField(label=_("Último día de quien se va"), widget=DateInput)

    class Meta:
        model = Contact
        fields = ["name", "post", "post_level", "sex", "email", "phone", "valid_from_on"]

    def __init__(self, *args: Any, contact: Contact, **kwargs: Any) -> None:
        initial = {
            "left_on": local_today(contact.member.network),
            "post": contact.post,
            "post_level": contact.post_level,
            "phone": contact.phone,
        }
        super().__init__(*args, **{**kwargs, "initial": initial})
        self.instance.member = contact.member
        self.fields["name"].label = _("Quién releva")
        self.fields["name"].required = False
        self.fields["name"].help_text = _("Vacío: todavía no se sabe; el puesto queda sin nadie.")
        self.fields["valid_from_on"].widget = DateInput()
        self.fields["valid_from_on"].help_text = _("Vacío: el día siguiente.")
        self.order_fields(["left_on", *self._meta.fields])

    @property
    def successor(self) -> Contact | None:
        return self.instance if self.cleaned_data["name"] else None

    def _get_validation_exclusions(self) -> set[str]:
        """Without a name there is nobody to check."""
        return super()._get_validation_exclusions() | {"member"}


STAYS, LEAVES = "stays", "leaves"


class TeamRow(forms.Form):
    """One contact of a member whose team changes."""

    what = forms.ChoiceField(
        label=_("Qué pasa"), choices=[(STAYS, _("sigue en el cargo")), (LEAVES, _("se va"))], initial=STAYS
    )
    name = LineField(label=_("Quién releva"), max_length=200, required=False)
    post = LineField(label=_("Cargo"), max_length=200, required=False)
    email = forms.EmailField(label=_("Correo electrónico"), max_length=254, required=False)
    phone = LineField(label=_("Teléfono"), max_length=40, required=False)

    def __init__(self, *args: Any, contact: Contact, **kwargs: Any) -> None:
        self.contact = contact
        initial = {"post": contact.post, "phone": contact.phone}
        super().__init__(*args, prefix=f"c{contact.pk}", initial=initial, **kwargs)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("what") == STAYS and data.get("name"):
            words = _("Escribió quién releva a %(name)s: marque «se va», o borre el nombre.")
            self.add_error("name", words % {"name": self.contact.name})
        if data.get("what") == LEAVES and data.get("email") and not data.get("name"):
            self.add_error("name", _("Diga de quién es ese correo, o bórrelo."))
        return data

    @property
    def leaves(self) -> bool:
        return self.cleaned_data["what"] == LEAVES

    @property
    def successor(self) -> Contact | None:
        data = self.cleaned_data
        if not data["name"]:
            return None
        return Contact(**{name: data[name] for name in ("name", "post", "email", "phone")})


class TeamForm(forms.Form):
    """The day on which a team changes, and what becomes of each of its people."""

    left_on = forms.DateField(label=_("Último día de quienes se van"), widget=DateInput)

    def __init__(self, data: Any = None, *, contacts: list[Contact], today: datetime.date) -> None:
        super().__init__(data, initial={"left_on": today})
        self.rows = [TeamRow(data, contact=contact) for contact in contacts]

    def is_valid(self) -> bool:
        good = [row.is_valid() for row in self.rows]
        return super().is_valid() and all(good)

    @property
    def leaving(self) -> list[TeamRow]:
        return [row for row in self.rows if row.leaves]

    @property
    def day(self) -> datetime.date:
        return self.cleaned_data["left_on"]


def directory_filter(data: Any, directory: Directory) -> tuple[DirectoryFilter, Directory]:
    """The filter of an address, and the directory narrowed by it."""
    form = DirectoryFilter(data, directory=directory)
    narrowed = Directory(directory.network, directory.user, form.asked, directory.today)
    # Read once for both.
    narrowed.places, narrowed.territories = directory.places, directory.territories
    return form, narrowed
