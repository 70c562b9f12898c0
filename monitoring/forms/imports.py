"""Forms of the import wizard: the file, and the answers before confirming."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from monitoring.importing.answers import Answers
from monitoring.importing.files import ACCEPT, MAX_BYTES
from monitoring.importing.parties import PartyChoice
from monitoring.labels import period_label
from monitoring.models import Period
from networks.languages import lazily
from networks.models import Member, Network
from networks.models.base import LineField
from networks.models.directory import THE_NETWORK
from plans.forms import MOST_YEARS, RESERVED_SLUGS
from plans.models import Plan
from plans.models.plan import YEAR_BOUNDS

NEW, NEXT = "new", "next"


def free_slug(network: Network, first_year: int, last_year: int) -> str:
    """«2012» or «2012-2013», with a number after it when the network has that one already."""
    base = f"{first_year}" if first_year == last_year else f"{first_year}-{last_year}"
    taken = set(Plan.objects.filter(network=network).values_list("slug", flat=True)) | RESERVED_SLUGS
    candidates = (base if number == 1 else f"{base}-{number}" for number in range(1, len(taken) + 2))
    return next(slug for slug in candidates if slug not in taken)


class PlanDataForm(forms.Form):
    """What a new plan is called and which years it covers; also on the last step."""

    title = LineField(
        label=gettext_lazy("Título del plan"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Vacío: se propone el del documento."),
    )
    first_year = forms.IntegerField(label=gettext_lazy("Primer año"), validators=YEAR_BOUNDS)
    last_year = forms.IntegerField(
        label=gettext_lazy("Último año"),
        required=False,
        validators=YEAR_BOUNDS,
        help_text=gettext_lazy("Vacío: el mismo."),
    )
    slug = LineField(
        label=gettext_lazy("Dirección"),
        required=False,
        validators=[*Plan._meta.get_field("slug").validators, MaxLengthValidator(40)],
        help_text=gettext_lazy("Vacía: se propone a partir de los años, por ejemplo «2024»."),
    )
    network: Network

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"]
        if slug in RESERVED_SLUGS:
            raise ValidationError(_("«%(slug)s» está reservado: elija otra dirección.") % {"slug": slug})
        if slug and Plan.objects.filter(network=self.network, slug=slug).exists():
            raise ValidationError(_("Ya hay un plan con esa dirección en la red."))
        return slug

    def clean_years(self, data: dict[str, Any]) -> None:
        first = data.get("first_year")
        last = data["last_year"] = data.get("last_year") or first
        if first and last and last < first:
            self.add_error("last_year", _("El último año es anterior al primero."))
        elif first and last and last - first >= MOST_YEARS:
            self.add_error("last_year", _("Un plan abarca como mucho %(n)s años.") % {"n": MOST_YEARS})


class ImportUploadForm(PlanDataForm):
    """A file, and whether it is a new plan or the next version of one."""

    file = forms.FileField(
        label=gettext_lazy("Archivo"),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPT}),
        help_text=lazily(
            gettext_noop("Word (.docx), Excel (.xlsx), LibreOffice (.ods) o .csv, de hasta %(n)s MB."),
            n=MAX_BYTES // 1024**2,
        ),
    )
    target = forms.ChoiceField(
        label=gettext_lazy("Qué será"),
        choices=[(NEW, gettext_lazy("Un plan nuevo")), (NEXT, gettext_lazy("La versión nueva de un plan"))],
        initial=NEW,
        widget=forms.RadioSelect,
    )
    plan = forms.ModelChoiceField(
        label=gettext_lazy("De qué plan"),
        queryset=Plan.objects.none(),
        required=False,
        to_field_name="slug",
        help_text=gettext_lazy("Solo los que no tienen ya un borrador."),
    )
    field_order = ["file", "target", "plan", "title", "first_year", "last_year", "slug"]

    def __init__(self, *args: Any, network: Network, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.network = network
        self.fields["plan"].queryset = Plan.objects.filter(network=network).exclude(versions__status="draft")
        self.fields["first_year"].required = False
        if not self.fields["plan"].queryset.exists():
            del self.fields["plan"]
            self.fields["target"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("target") == NEXT:
            if not data.get("plan"):
                self.add_error("plan", _("Elija de qué plan será la versión nueva."))
            return data
        if not data.get("first_year") and "first_year" not in self.errors:
            self.add_error("first_year", _("Diga de qué año es el plan."))
        self.clean_years(data)
        return data

    def answers(self) -> Answers:
        data = self.cleaned_data
        if data["target"] == NEXT:
            plan = data["plan"]
            return Answers(plan=plan.slug, title=plan.title, first_year=plan.first_year, last_year=plan.last_year)
        years = {"first_year": data["first_year"], "last_year": data["last_year"]}
        return Answers(title=data["title"], slug=data["slug"] or free_slug(self.network, **years), **years)


class AnswersForm(PlanDataForm):
    """The last answers: the plan's data, who reports in which period, and who each party is."""

    period = forms.ChoiceField(label=gettext_lazy("Lo que el documento informa"), required=False)
    reporter = forms.ChoiceField(
        label=gettext_lazy("Quién lo informa"),
        required=False,
        help_text=gettext_lazy("Si es la red misma, las actividades le conciernen a ella."),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        network: Network,
        answers: Answers,
        periods: Sequence[Period],
        parties: Sequence[PartyChoice],
    ) -> None:
        years = {"first_year": answers.first_year, "last_year": answers.last_year}
        own = {
            "title": answers.title,
            "slug": answers.slug,
            "period": answers.period,
            "reporter": answers.reporter,
        }
        super().__init__(data, initial={**own, **years})
        self.network, self.answers_before, self.parties = network, answers, parties
        if answers.plan:
            for name in ("title", "first_year", "last_year", "slug"):
                del self.fields[name]
        self._choose_period(periods)
        for index, party in enumerate(parties):
            field = forms.ChoiceField(
                label=party.words, choices=party.choices, initial=party.chosen, required=False
            )
            field.widget.attrs |= {"class": "form-select", "aria-label": _("Quién es «%s»") % party.words}
            self.fields[f"p{index}"] = field

    def _choose_period(self, periods: Sequence[Period]) -> None:
        if not periods:
            del self.fields["period"], self.fields["reporter"]
            return
        codes = [(period.code, f"{period_label(period)} ({period.code})") for period in periods]
        self.fields["period"].choices = [("", _("No importarlo: solo el plan")), *codes]
        members = Member.objects.filter(network=self.network).reporting()
        own = (THE_NETWORK, _("%(network)s, la red misma") % {"network": self.network.short_name})
        self.fields["reporter"].choices = [own, *members.values_list("code", "name")]

    @property
    def party_rows(self) -> list[tuple[PartyChoice, forms.BoundField]]:
        return [(party, self[f"p{index}"]) for index, party in enumerate(self.parties)]

    @property
    def has_plan_data(self) -> bool:
        return "title" in self.fields

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if self.has_plan_data:
            self.clean_years(data)
        return data

    def answers(self) -> Answers:
        data, before = self.cleaned_data, self.answers_before
        changed: dict[str, Any] = {}
        if self.has_plan_data:
            years = {"first_year": data["first_year"], "last_year": data["last_year"]}
            changed = {"title": data["title"], "slug": data["slug"] or free_slug(self.network, **years), **years}
        if "period" in self.fields:
            changed |= {"period": data["period"], "reporter": data["reporter"] if data["period"] else ""}
        chosen = {party.words: data[f"p{index}"] for index, party in enumerate(self.parties)}
        given = {words: answer for words, answer in chosen.items() if answer}
        kept = {words: answer for words, answer in before.choices.items() if words not in chosen}
        return replace(before, choices={**kept, **given}, **changed)
