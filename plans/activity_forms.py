"""The form of an activity, and the form sets of what hangs on it, as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.boundfield import BoundWidget
from django.forms.utils import ErrorDict
from django.utils.functional import SimpleLazyObject, cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from networks.models import Member, Network
from plans.conflicts import formset_difference
from plans.disaggregation import format_line
from plans.forms import RevisionedForm, localize_decimals
from plans.models import (
    Activity,
    Concern,
    Deliverable,
    Framework,
    MemberDeadline,
    Objective,
    Party,
    Theme,
)
from plans.row_forms import (
    DETAILS,
    Detail,
    IndicatorForm,
    MemberDeadlineForm,
    OfDeliverableForm,
    PartyForm,
    RowForm,
    RowFormSet,
    network_presets,
    people_choices,
    shortened,
)

ROW_ORDER = {Party: ("kind", "order", "pk"), MemberDeadline: ("member__order", "member__name", "pk")}


@dataclass(frozen=True)
class ThemeGroup:
    """The boxes of a framework's themes."""

    name: str
    boxes: list[BoundWidget]

    @property
    def chosen(self) -> int:
        return sum(1 for box in self.boxes if box.data["selected"])


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
            "themes",
            "notes",
        )
        widgets = {
            "title": forms.Textarea(attrs={"rows": 2}),
            "notes": forms.Textarea(attrs={"rows": 2}),
            "concerns": forms.RadioSelect,
            "members": forms.CheckboxSelectMultiple,
            "themes": forms.CheckboxSelectMultiple,
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
        self.fields["themes"].queryset = Theme.objects.for_network(network)
        self.fields["concerns"].choices = concern_choices(network)
        self.fields["schedule_months"].choices = month_choices(eje.version.plan, self.instance.schedule_months)
        self.fields["deadline_text"].widget.attrs["autocomplete"] = "off"
        if not self.fields["objective"].queryset.exists():
            del self.fields["objective"]
        if self.instance.pk and self.instance.children.exists():
            del self.fields["weight"]

    @property
    def theme_groups(self) -> list[ThemeGroup]:
        """The boxes of the themes, framework by framework; a network's own come last."""
        groups = {framework.value: ThemeGroup(str(framework.label), []) for framework in Framework}
        for box in self["themes"]:
            groups[box.data["value"].instance.framework].boxes.append(box)
        return [group for group in groups.values() if group.boxes]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("concerns") == Concern.SOME_MEMBERS and not data.get("members"):
            self.add_error("concerns", _("Marque a quiénes concierne, o elija otra de las opciones."))
        if "schedule_months" in self.changed_data:
            self.instance.schedule_is_sample = False
        return data


def concern_choices(network: Network) -> list[tuple[str, str]]:
    """Who an activity concerns, in the network's own words."""
    return [
        (Concern.EVERY_MEMBER.value, _("A cada %(member)s que informa") % {"member": network.member_word}),
        (Concern.SOME_MEMBERS.value, _("Solo a quienes se marcan")),
        (Concern.NETWORK.value, _("A la red misma")),
    ]


def month_choices(plan: Any, kept: Sequence[str]) -> list[tuple[str, str]]:
    """The plan's months as «2012-03», and any other that the activity already has."""
    months = [
        f"{year}-{month:02d}" for year in range(plan.first_year, plan.last_year + 1) for month in range(1, 13)
    ]
    return [(month, month) for month in sorted({*months, *kept})]


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
        order = ROW_ORDER.get(model, ("order", "pk"))
        return list(model.objects.filter(activity=self.activity.pk).order_by(*order))

    def _choices(self, form: type[RowForm]) -> dict[str, Any]:
        choices: dict[str, Any] = {}
        if issubclass(form, OfDeliverableForm):
            products = self._rows(Deliverable)
            choices["products"] = [(row.pk, shortened(row.title)) for row in products]
        if issubclass(form, MemberDeadlineForm):
            choices["members"] = Member.objects.filter(network=self.network).reporting()
        if issubclass(form, PartyForm):
            choices["people"] = people_choices(self.network)
        if issubclass(form, IndicatorForm):
            choices["presets"] = SimpleLazyObject(lambda: self.presets)
        return choices

    @cached_property
    def presets(self) -> dict[str, tuple[str, ...]]:
        """The lists offered to tell figures apart by: everybody's, and the network's territories and areas."""
        return network_presets(self.network)

    @property
    def preset_lines(self) -> list[str]:
        return [format_line([{"by": name, "values": list(values)}]) for name, values in self.presets.items()]

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

    def focus_last(self, prefix: str) -> None:
        """Go on in the row that was just added."""
        visible = self.formsets[prefix].forms[-1].visible_fields() if self.formsets[prefix].forms else []
        if visible:
            visible[0].field.widget.attrs["autofocus"] = True

    def tell_conflict(self, current: ActivityEditor | None) -> None:
        """As the form's own, with the rows of each detail that differ."""
        self.form.tell_conflict(current and current.form)
        for prefix, formset in self.formsets.items():
            if current:
                theirs = current.formsets[prefix]
                self.form.differences += formset_difference(str(formset.detail.title), formset, theirs)
