"""The form of an activity with what hangs on it: deliverables, verifications, parties and indicators.

The rows work without JavaScript: there is always a blank one, and «añadir otra fila» is a submit button that gives
the page back with one more. A row is known by its hidden `pk`; one that somebody else deleted meanwhile is added
anew, and one that somebody else added is left alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.utils import ErrorDict, ErrorList
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from networks.models import Member, Network, Organization
from plans.conflicts import formset_difference
from plans.forms import RevisionedForm, localize_decimals
from plans.models import (
    Activity,
    Concern,
    Deliverable,
    Indicator,
    Objective,
    Party,
    PartyScope,
    Verification,
)

MOST_ROWS = 60


class ActivityForm(RevisionedForm):
    owner = "eje"
    schedule_months = forms.MultipleChoiceField(
        label=gettext_lazy("Cronograma"), required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Activity
        fields = (
            "code",
            "title",
            "weight",
            "objective",
            "parent",
            "deadline_text",
            "deadline_by_member",
            "concerns",
            "members",
            "schedule_months",
            "notes",
        )
        widgets = {
            "title": forms.Textarea(attrs={"rows": 2}),
            "notes": forms.Textarea(attrs={"rows": 2}),
            "concerns": forms.RadioSelect,
            "members": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, network: Network, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        localize_decimals(self, "weight")
        eje = self.instance.eje
        self.fields["objective"].queryset = Objective.objects.filter(eje=eje)
        self.fields["objective"].label = capfirst(network.objective_word)
        self.fields["objective"].empty_label = _("(ninguno)")
        self.fields["parent"].queryset = Activity.objects.filter(eje=eje).exclude(pk=self.instance.pk)
        self.fields["parent"].empty_label = _("(ninguna: va por sí misma)")
        self.fields["members"].queryset = Member.objects.filter(network=network).reporting()
        self.fields["members"].label = capfirst(network.member_word_plural)
        self.fields["members"].help_text = ""
        self.fields["concerns"].choices = concern_choices(network)
        self.fields["schedule_months"].choices = month_choices(eje.version.plan, self.instance.schedule_months)
        self.fields["deadline_text"].widget.attrs["autocomplete"] = "off"
        if not self.fields["objective"].queryset.exists():
            del self.fields["objective"]
        if self.instance.pk and self.instance.children.exists():
            del self.fields["weight"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("concerns") == Concern.SOME_MEMBERS and not data.get("members"):
            self.add_error("members", _("Marque a cuáles concierne, o elija que concierne a todas."))
        if "schedule_months" in self.changed_data:
            self.instance.schedule_is_sample = False
        return data


def concern_choices(network: Network) -> list[tuple[str, str]]:
    """Who an activity concerns, in the network's own words."""
    words = {"one": network.member_word, "many": network.member_word_plural}
    return [
        (Concern.EVERY_MEMBER.value, _("Cada %(one)s que informa") % words),
        (Concern.SOME_MEMBERS.value, _("Solo las %(many)s que se marcan") % words),
        (Concern.NETWORK.value, _("La red misma")),
    ]


def month_choices(plan: Any, kept: Sequence[str]) -> list[tuple[str, str]]:
    """The plan's months as «2012-03», and any other that the activity already has."""
    months = [
        f"{year}-{month:02d}" for year in range(plan.first_year, plan.last_year + 1) for month in range(1, 13)
    ]
    return [(month, month) for month in sorted({*months, *kept})]


class RowForm(forms.ModelForm):
    """One row; its hidden `pk` tells which of the activity's rows it is."""

    pk = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pk"].initial = self.instance.pk

    def has_changed(self) -> bool:
        """A row whose only news is its own id has nothing in it."""
        return any(name not in ("pk", "DELETE") for name in self.changed_data)


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
    class Meta:
        model = Deliverable
        fields = ("title", "deadline_text")
        widgets = {
            "title": forms.Textarea(attrs={"rows": 1}),
            "deadline_text": forms.TextInput(attrs={"autocomplete": "off"}),
        }


class VerificationForm(OfDeliverableForm):
    class Meta:
        model = Verification
        fields = ("text",)


class PartyForm(OfDeliverableForm):
    """`who` is one list: the scopes, then the network's members and organizations."""

    who = forms.ChoiceField(label=gettext_lazy("Quién"), required=False)

    class Meta:
        model = Party
        fields = ("kind", "words")
        labels = {"words": gettext_lazy("Como dice el plan")}

    field_order = ("kind", "who", "words", "product")

    def __init__(self, *args: Any, people: Sequence[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = people
        self.initial["who"] = self._who()
        if not self.instance.pk:
            self.initial["kind"] = "responsible"

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


class IndicatorForm(RowForm):
    class Meta:
        model = Indicator
        fields = ("title", "unit", "is_numeric", "baseline", "target", "over_periods", "over_members")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        localize_decimals(self, "baseline", "target")


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
)


class ActivityEditor:
    """The activity's form and the form sets of its details, as one."""

    def __init__(self, data: Any = None, *, activity: Activity, network: Network, initial: Any = None) -> None:
        self.activity, self.network = activity, network
        self.form = ActivityForm(data, instance=activity, network=network, initial=initial)
        self.formsets = {detail.prefix: self._formset(detail, data) for detail in DETAILS}

    def _formset(self, detail: Detail, data: Any) -> RowFormSet:
        rows = self._rows(detail.form._meta.model)
        formset = detail.formset()(
            data,
            prefix=detail.prefix,
            activity=self.activity,
            rows=rows,
            form_kwargs=self._choices(detail.form),
        )
        formset.detail = detail
        return formset

    def _rows(self, model: type[models.Model]) -> list[models.Model]:
        if not self.activity.pk:
            return []
        order = ("kind", "order", "pk") if model is Party else ("order", "pk")
        return list(model.objects.filter(activity=self.activity.pk).order_by(*order))

    def _choices(self, form: type[RowForm]) -> dict[str, Any]:
        choices: dict[str, Any] = {}
        if issubclass(form, OfDeliverableForm):
            products = self._rows(Deliverable)
            choices["products"] = [(row.pk, shortened(row.title)) for row in products]
        if issubclass(form, PartyForm):
            choices["people"] = people_choices(self.network)
        return choices

    @property
    def differences(self) -> list:
        return self.form.differences

    @property
    def read_revision(self) -> int:
        return self.form.read_revision

    def is_valid(self) -> bool:
        return all([self.form.is_valid(), *(formset.is_valid() for formset in self.formsets.values())])

    def add_errors(self, error: ValidationError) -> None:
        self.form.add_errors(error)

    @property
    def saved(self) -> list[models.Model]:
        return [row for formset in self.formsets.values() for row in formset.saved]

    @property
    def removed(self) -> list[models.Model]:
        return [row for formset in self.formsets.values() for row in formset.removed]

    def forget_errors(self) -> None:
        self.form._errors = ErrorDict()
        for formset in self.formsets.values():
            formset.forget_errors()

    def tell_conflict(self, current: ActivityEditor | None) -> None:
        """As the form's own, with the rows of each detail that differ."""
        self.form.tell_conflict(current and current.form)
        for prefix, formset in self.formsets.items():
            if current:
                theirs = current.formsets[prefix]
                self.form.differences += formset_difference(str(formset.detail.title), formset, theirs)


def with_another_row(data: Any, prefix: str) -> Any:
    """The posted data with one more blank row of that kind, up to the most there may be."""
    name = f"{prefix}-TOTAL_FORMS"
    data = data.copy()
    total = data.get(name, "")
    if total.isdecimal() and len(total) < 4:
        data[name] = str(min(int(total) + 1, MOST_ROWS))
    return data


def shortened(text: str, length: int = 60) -> str:
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"
