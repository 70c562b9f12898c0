"""Forms of plans, versions, ejes, objectives and weights. Choices are narrowed to the network."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from networks.forms import NetworkModelForm
from networks.models import MandatedFunction, Network
from plans.conflicts import Difference, differences
from plans.models import Eje, Objective, Plan, PlanVersion, Theme
from plans.shifting import shift_words
from plans.themes import common_themes

RESERVED_SLUGS = {"importar", "nuevo"}
MOST_YEARS = 10
ORDER_ID = re.compile(r"^\d{1,18}$", re.ASCII)


class RevisionedForm(forms.ModelForm):
    """Carries the revision that was read, so that of two people saving one row the second is told.

    `differences` holds, after a conflict, what the row has now beside what she wrote.
    """

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    owner: str = ""  # the foreign key the view sets: part of what must be unique
    differences: list[Difference]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.differences = []
        if self.instance.pk:
            self.fields["revision"].initial = self.instance.revision

    @property
    def read_revision(self) -> int:
        return self.cleaned_data.get("revision") or 0

    def _get_validation_exclusions(self) -> set[str]:
        return super()._get_validation_exclusions() - {self.owner}

    def add_errors(self, error: ValidationError) -> None:
        """Take the errors of a service; those of fields that are not here become the form's."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for field, errors in error.error_dict.items():
            self.add_error(field if field in self.fields and field != NON_FIELD_ERRORS else None, errors)

    def tell_conflict(self, current: RevisionedForm | None) -> None:
        """Keep what she wrote, show what the row has now, and let the next save go over it knowingly."""
        if current is None:
            self.add_error(
                None, _("Otra persona lo eliminó entretanto. Su texto sigue aquí: cópielo si lo necesita.")
            )
            return
        self.data = self.data.copy()
        self.data[self.add_prefix("revision")] = str(current.instance.revision)
        self.differences = differences(self, current)


def localize_decimals(form: forms.BaseForm, *names: str) -> None:
    for name in names:
        form.fields[name].localize = True
        form.fields[name].widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        form.fields[name].widget.is_localized = True


class PlanForm(RevisionedForm):
    owner = "network"

    class Meta:
        model = Plan
        fields = ("title", "first_year", "last_year", "objective", "slug")
        widgets = {"objective": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "slug": gettext_lazy("Lo que identifica al plan en la dirección de la página, por ejemplo «2024».")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["slug"]

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"]
        if slug in RESERVED_SLUGS:
            raise ValidationError(_("«%(slug)s» está reservado: elija otra dirección.") % {"slug": slug})
        return slug

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        first, last = data.get("first_year"), data.get("last_year")
        if first and last and last - first >= MOST_YEARS:
            self.add_error("last_year", _("Un plan abarca como mucho %(n)s años.") % {"n": MOST_YEARS})
        return data


class PlanCopyForm(PlanForm):
    """A new plan that begins as a copy of a version of `source`; it lasts as many years."""

    version = forms.ModelChoiceField(
        label=gettext_lazy("Versión que se copia"), queryset=PlanVersion.objects.none(), empty_label=None
    )

    class Meta(PlanForm.Meta):
        fields = ("title", "first_year", "slug")

    field_order = ("version", "title", "first_year", "slug")

    def __init__(self, *args: Any, source: Plan, version: PlanVersion, **kwargs: Any) -> None:
        self.source = source
        new = Plan(network=source.network, objective=source.objective)
        years = source.last_year - source.first_year + 1
        initial = {
            "version": version.pk,
            "first_year": source.first_year + years,
            "title": shift_words(source.title, years),
            "slug": free_slug(source, shift_words(source.slug, years)),
        }
        super().__init__(*args, instance=new, initial=initial, **kwargs)
        self.fields["version"].queryset = PlanVersion.objects.filter(plan=source).order_by("-number")
        self.fields["version"].label_from_instance = version_label
        self.fields["first_year"].help_text = _(
            "Los plazos y los meses se mueven con él: el plan que se copia empieza en %(year)s."
        ) % {"year": source.first_year}

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        first = data.get("first_year")
        if first:
            self.instance.last_year = first + self.source.last_year - self.source.first_year
        return data


class EjeCopyForm(forms.Form):
    """Into which draft of the network."""

    target = forms.ModelChoiceField(
        label=gettext_lazy("Borrador de destino"), queryset=PlanVersion.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, drafts: QuerySet[PlanVersion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target"].queryset = drafts
        self.fields["target"].label_from_instance = draft_label

    def add_errors(self, error: ValidationError) -> None:
        self.add_error(None, error.messages)


def version_label(version: PlanVersion) -> str:
    words = {"n": version.number, "status": version.get_status_display()}
    return _("Versión %(n)s (%(status)s)") % words


def draft_label(version: PlanVersion) -> str:
    words = {"plan": version.plan.title, "years": version.plan.years, "n": version.number}
    return _("%(plan)s (%(years)s), versión %(n)s") % words


def free_slug(plan: Plan, slug: str) -> str:
    """The slug, or with a number after it where the network has a plan of that name."""
    taken = set(Plan.objects.filter(network=plan.network_id).values_list("slug", flat=True))
    numbered = (f"{slug[:36]}-{number}" for number in range(2, 100))
    return slug if slug not in taken else next((one for one in numbered if one not in taken), "")


class EnforceForm(forms.ModelForm):
    """From when the version rules, and why. What else would refuse it is checked by the service."""

    class Meta:
        model = PlanVersion
        fields = ("in_force_from_on", "agreed_on", "title", "reason")
        widgets = {
            "in_force_from_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "agreed_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "reason": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "agreed_on": gettext_lazy("El día en que la instancia lo acordó, si se sabe."),
            "title": gettext_lazy("Opcional: «plan operativo», «agenda»…"),
            "reason": gettext_lazy("Obligatorio cuando reemplaza a otra versión: qué cambia y por qué."),
        }


class EjeForm(RevisionedForm):
    owner = "version"

    class Meta:
        model = Eje
        fields = ("code", "title", "weight", "theme", "goal", "functions")
        widgets = {
            "title": forms.Textarea(attrs={"rows": 2}),
            "goal": forms.Textarea(attrs={"rows": 2}),
            "functions": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, network: Network, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        localize_decimals(self, "weight")
        self.fields["weight"].help_text = _(
            "Porcentaje del plan. Vacío si los %(ejes)s no llevan ponderación."
        ) % {"ejes": network.eje_word_plural}
        functions = MandatedFunction.objects.filter(network=network)
        self.fields["functions"].queryset = functions
        self.fields["functions"].help_text = ""
        if not functions.exists():
            del self.fields["functions"]


class ObjectiveForm(RevisionedForm):
    owner = "eje"

    class Meta:
        model = Objective
        fields = ("code", "title")
        widgets = {"title": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, network: Network, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].label = capfirst(network.objective_word)


class ThemeForm(NetworkModelForm):
    """A theme of the network's own; nobody quotes it by a code that everybody knows as another."""

    class Meta:
        model = Theme
        fields = ("code", "title", "order")
        help_texts = {
            "code": gettext_lazy("Como se la cita, en pocas letras: «PSG», «T1»…"),
            "order": gettext_lazy("Su lugar en la lista; a igual orden, por código."),
        }

    def clean_code(self) -> str:
        code = " ".join(self.cleaned_data["code"].split())
        if code.casefold() in {common.casefold() for common in common_themes()}:
            raise ValidationError(_("«%(code)s» es un tema común: elija otro código.") % {"code": code})
        return code


class DirectionForm(forms.Form):
    direction = forms.ChoiceField(choices=[("up", "subir"), ("down", "bajar")])


class OrderForm(forms.Form):
    """`order=ID&order=ID…`, as a drag posts it."""

    order = forms.TypedMultipleChoiceField(coerce=int)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["order"].choices = [(value, value) for value in data.getlist("order") if ORDER_ID.match(value)]


class WeightsForm(forms.Form):
    """One weight for each row of a group, with the revision that was read of each."""

    def __init__(self, *args: Any, rows: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = list(rows)
        self.current: dict[int, Any] = {}
        for row in self.rows:
            self._add(row)

    def _add(self, row: Any) -> None:
        label = _("Ponderación de %(code)s") % {"code": row.code}
        self.fields[f"weight-{row.pk}"] = forms.DecimalField(
            initial=row.weight,
            label=label,
            localize=True,
            required=False,
            min_value=0,
            max_value=100,
            max_digits=5,
            decimal_places=2,
            widget=self._input(label),
        )
        self.fields[f"revision-{row.pk}"] = forms.IntegerField(
            initial=row.revision, widget=forms.HiddenInput, required=False
        )

    def _input(self, label: str) -> forms.TextInput:
        attrs = {"inputmode": "decimal", "autocomplete": "off", "data-weight-input": "", "aria-label": label}
        return forms.TextInput(attrs={**attrs, "class": "form-control weight-input"})

    @property
    def weights(self) -> dict[int, Any]:
        return {row.pk: self.cleaned_data[f"weight-{row.pk}"] for row in self.rows}

    @property
    def revisions(self) -> dict[int, int]:
        return {row.pk: self.cleaned_data[f"revision-{row.pk}"] or 0 for row in self.rows}

    def lines(self) -> list[dict[str, Any]]:
        """Each row with its two fields and, after a conflict, the weight somebody else gave it."""
        return [
            {
                "row": row,
                "weight": self[f"weight-{row.pk}"],
                "revision": self[f"revision-{row.pk}"],
                "is_theirs": row.pk in self.current,
                "theirs": self.current.get(row.pk),
            }
            for row in self.rows
        ]

    def add_errors(self, error: ValidationError) -> None:
        self.add_error(None, error.messages)

    def tell_conflict(self, rows: Iterable[Any]) -> None:
        """Keep what she typed, and show beside each row that changed, or is new, what it has now."""
        self.data = self.data.copy()
        self.rows = list(rows)
        for row in self.rows:
            self._add(row)
            name = self.add_prefix(f"revision-{row.pk}")
            if self.data.get(name) != str(row.revision):
                self.current[row.pk] = row.weight
            self.data[name] = str(row.revision)
