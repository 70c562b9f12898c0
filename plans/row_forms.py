"""The rows that hang on an activity: deliverables, verifications, parties, indicators and members' own dates.

They work without JavaScript: there is always a blank one, and «añadir otra fila» is a submit button that gives the
page back with one more. A row is known by its hidden `pk`; one that somebody else deleted meanwhile is added anew,
and one that somebody else added is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.utils import ErrorDict, ErrorList
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from networks.models import ActionArea, Member, Network, Organization
from networks.models.base import LineField
from plans.disaggregation import PRESETS, DisaggregationError, format_line, parse_line
from plans.forms import localize_decimals
from plans.models import (
    Activity,
    Deliverable,
    Indicator,
    MemberDeadline,
    OverMembers,
    OverPeriods,
    Party,
    PartyKind,
    PartyScope,
    Verification,
)

MOST_ROWS = 60


class RowForm(forms.ModelForm):
    """One row; its hidden `pk` tells which of the activity's rows it is.

    A new row with nothing in any field of `substance` is blank; `blank` is what such a row begins with.
    """

    substance: tuple[str, ...] = ()
    blank: Mapping[str, str] = {}
    pk = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pk"].initial = self.instance.pk

    def has_changed(self) -> bool:
        telling = self.fields.keys() - {"pk"} if self.instance.pk else self.substance
        return any(name in telling for name in self.changed_data)


class OfDeliverableForm(RowForm):
    """A row of the activity, or of one of its deliverables."""

    product = forms.TypedChoiceField(
        label=gettext_lazy("De qué"), required=False, coerce=int, empty_value=None, choices=()
    )

    def __init__(self, *args: Any, products: Sequence[tuple[Any, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["product"].choices = [("", _("De la actividad")), *products]
        self.initial["product"] = self.instance.deliverable_id
        if not products:
            del self.fields["product"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if "product" in self.fields:
            self.instance.deliverable_id = data.get("product")
        return data


class DeliverableForm(RowForm):
    substance = ("title", "deadline_text")

    class Meta:
        model = Deliverable
        fields = ("title", "deadline_text", "deadline_by_member")
        widgets = {
            "title": forms.Textarea(attrs={"rows": 1}),
            "deadline_text": forms.TextInput(attrs={"autocomplete": "off"}),
        }


class VerificationForm(OfDeliverableForm):
    substance = ("text",)

    class Meta:
        model = Verification
        fields = ("text",)


class PartyForm(OfDeliverableForm):
    """`who` is one list: the scopes, then the network's members and organizations."""

    substance = ("who", "words")
    blank = {"kind": PartyKind.RESPONSIBLE.value}
    who = forms.ChoiceField(label=gettext_lazy("Quién"), required=False)

    class Meta:
        model = Party
        fields = ("kind", "words")
        labels = {"words": gettext_lazy("Como dice el plan")}

    field_order = ("kind", "who", "words", "product")

    def __init__(self, *args: Any, people: Sequence[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = people
        self.fields["kind"].choices = PartyKind.choices
        self.initial["who"] = self._who()
        if not self.instance.pk:
            self.initial |= self.blank

    def _who(self) -> str:
        if self.instance.scope == PartyScope.MEMBER:
            return f"member:{self.instance.member_id}"
        if self.instance.scope == PartyScope.ORGANIZATION:
            return f"organization:{self.instance.organization_id}"
        return "" if self.instance.scope == PartyScope.WORDS else self.instance.scope

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        scope, _colon, pk = (data.get("who") or "").partition(":")
        if not scope and not data.get("words"):
            raise ValidationError(_("Elija quién es, o escríbalo como lo dice el plan."))
        party = self.instance
        party.scope = scope or PartyScope.WORDS
        party.member_id = int(pk) if scope == PartyScope.MEMBER else None
        party.organization_id = int(pk) if scope == PartyScope.ORGANIZATION else None
        return data


class MemberDeadlineForm(OfDeliverableForm):
    """The date one member set for herself where the plan leaves it to each."""

    substance = ("member", "deadline_text")

    class Meta:
        model = MemberDeadline
        fields = ("member", "deadline_text")
        widgets = {"deadline_text": forms.TextInput(attrs={"autocomplete": "off"})}

    def __init__(self, *args: Any, members: models.QuerySet[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = members
        self.fields["member"].empty_label = _("(elija)")
        self.fields["deadline_text"].required = True


class IndicatorForm(RowForm):
    """`disaggregation` is written on one line; a name alone takes the values of `presets`."""

    substance = ("title", "unit", "baseline", "target", "disaggregation")
    blank = {
        "is_numeric": "on",
        "over_periods": OverPeriods.SUM.value,
        "over_members": OverMembers.SUM.value,
    }

    disaggregation = LineField(
        label=gettext_lazy("Desagregación"),
        required=False,
        max_length=4000,
        widget=forms.TextInput(attrs={"list": "desagregaciones", "autocomplete": "off"}),
        help_text=gettext_lazy("Por ejemplo «sexo; zona: rural, urbana»."),
    )

    class Meta:
        model = Indicator
        fields = ("title", "unit", "is_numeric", "baseline", "target", "over_periods", "over_members")

    def __init__(self, *args: Any, presets: Mapping[str, Sequence[str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.presets = presets
        self.initial["disaggregation"] = format_line(self.instance.disaggregation)
        localize_decimals(self, "baseline", "target")

    def clean_disaggregation(self) -> str:
        """Judged only when it changes: what a file brought otherwise does not hold up the rest of the form."""
        if "disaggregation" not in self.changed_data:
            return self.cleaned_data["disaggregation"]
        try:
            dimensions = parse_line(self.cleaned_data["disaggregation"], self.presets)
        except DisaggregationError as error:
            raise ValidationError(_(error.text) % error.values) from error
        self.instance.disaggregation = dimensions
        return self.cleaned_data["disaggregation"]


def network_presets(network: Network) -> dict[str, tuple[str, ...]]:
    """What a network may tell figures apart by: sex, age, its members' territories, its areas of action."""
    members = Member.objects.filter(network=network).reporting().select_related("territory")
    places = dict.fromkeys(str(member.territory or member.name) for member in members)
    areas = ActionArea.objects.filter(network=network).values_list("name", flat=True)
    own = {"territorio": places, "área de acción": areas}
    listed = {name: tuple(_as_value(value) for value in values) for name, values in own.items()}
    return PRESETS | {name: values for name, values in listed.items() if len(values) > 1}


def _as_value(name: str) -> str:
    """A name without the signs that part values on the line."""
    return " ".join(re.sub("[,;:]", " ", name).split())


def people_choices(network: Network) -> list[tuple[str, Any]]:
    """Who may be a party: nobody yet (in words), everyone, the secretariat, a member, an organization."""
    members = Member.objects.filter(network=network).values_list("pk", "name")
    organizations = Organization.objects.filter(network=network).values_list("pk", "name")
    choices: list[tuple[str, Any]] = [
        ("", _("Otra: en palabras")),
        (PartyScope.EVERY_MEMBER.value, _("Cada %(member)s") % {"member": network.member_word}),
        (PartyScope.SECRETARIAT.value, _("La secretaría técnica")),
    ]
    if members:
        choices.append((capfirst(network.member_word_plural), [(f"member:{pk}", name) for pk, name in members]))
    if organizations:
        choices.append((_("Organizaciones"), [(f"organization:{pk}", name) for pk, name in organizations]))
    return choices


class RowFormSet(forms.BaseFormSet):
    """Forms of the rows an activity has, and blank ones."""

    def __init__(self, *args: Any, activity: Activity, rows: Iterable[models.Model], **kwargs: Any) -> None:
        self.activity = activity
        self.rows = list(rows)
        kwargs.setdefault("initial", [{} for _row in self.rows])
        super().__init__(*args, **kwargs)

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return {**super().get_form_kwargs(index), "instance": self._instance(index)}

    def _instance(self, index: int | None) -> models.Model:
        known = None
        if index is not None and self.is_bound:
            pk = self.data.get(f"{self.prefix}-{index}-pk")
            known = next((row for row in self.rows if str(row.pk) == pk), None)
        elif index is not None and index < len(self.rows):
            known = self.rows[index]
        return known or self.form._meta.model(activity=self.activity)

    @property
    def saved(self) -> list[models.Model]:
        """The rows to write: changed, or new with something in them."""
        return [form.instance for form in self.forms if form.has_changed() and form not in self.deleted_forms]

    @property
    def removed(self) -> list[models.Model]:
        return [form.instance for form in self.deleted_forms if form.instance.pk]

    def forget_errors(self) -> None:
        """Show what was typed without judging it yet."""
        self._errors, self._non_form_errors = [], ErrorList()
        for form in self.forms:
            form._errors = ErrorDict()


@dataclass(frozen=True)
class Detail:
    """One kind of row: its prefix in the form, its name on the screen and in the button that adds one."""

    prefix: str
    form: type[RowForm]
    title: str
    add: str
    help: str = ""

    def formset(self) -> type[RowFormSet]:
        return forms.formset_factory(
            self.form, formset=RowFormSet, extra=1, can_delete=True, max_num=MOST_ROWS, validate_max=True
        )


DETAILS = (
    Detail("deliverables", DeliverableForm, gettext_lazy("Productos"), gettext_lazy("Añadir otro producto")),
    Detail(
        "verifications",
        VerificationForm,
        gettext_lazy("Medios de verificación"),
        gettext_lazy("Añadir otro medio"),
    ),
    Detail(
        "parties",
        PartyForm,
        gettext_lazy("Responsables, apoyo y financiamiento"),
        gettext_lazy("Añadir otra parte"),
        gettext_lazy("Elija de la lista, o escriba el nombre como lo dice el plan; o las dos cosas."),
    ),
    Detail("indicators", IndicatorForm, gettext_lazy("Indicadores"), gettext_lazy("Añadir otro indicador")),
    Detail(
        "own_deadlines",
        MemberDeadlineForm,
        gettext_lazy("Plazos propios"),
        gettext_lazy("Añadir otro plazo propio"),
        gettext_lazy("Cuando cada integrante fija su fecha, la suya decide en qué periodo le toca informar."),
    ),
)


def with_another_row(data: Any, prefix: str) -> Any:
    """The posted data with one more blank row of that kind, up to the most there may be."""
    name = f"{prefix}-TOTAL_FORMS"
    data = data.copy()
    total = data.get(name, "")
    if total.isdecimal() and len(total) < 4 and int(total) < MOST_ROWS:
        data[name] = str(int(total) + 1)
        form = next(detail.form for detail in DETAILS if detail.prefix == prefix)
        for field, value in form.blank.items():
            data[f"{prefix}-{total}-{field}"] = value
    return data


def shortened(text: str, length: int = 60) -> str:
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"
