"""Forms of the narrative parts of the official forms, and of the analysis of ejes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from monitoring.models import EjeReview, ReportSection
from monitoring.sections import MAX_ITEMS, TEXT_LENGTH, TITLE_LENGTH, Items, SectionKind
from monitoring.selectors.sections import EjeChoice, ReviewRow
from networks.forms import NetworkModelForm
from networks.models.base import LONG_TEXT, LineField


class SectionForm(forms.Form):
    """The text of a section; a list of mere titles is written one a line."""

    body = LineField(
        label=_("Texto"),
        max_length=LONG_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("Deje una línea en blanco entre párrafos."),
    )
    titles = LineField(
        max_length=MAX_ITEMS * (TITLE_LENGTH + 2), required=False, widget=forms.Textarea(attrs={"rows": 8})
    )

    def __init__(self, *args: Any, kind: SectionKind, section: ReportSection | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if section is not None:
            titles = "\n".join(item.get("title", "") for item in section.items)
            self.initial = {"body": section.body, "titles": titles, **self.initial}
        if kind.items is Items.TITLES:
            self.fields["titles"].label = kind.items_title
            self.fields["titles"].help_text = _("Uno por línea, en el orden en que se imprimen.")
        else:
            del self.fields["titles"]
        if not kind.has_body:
            del self.fields["body"]

    def items(self) -> list[tuple[str, str]]:
        return [(line, "") for line in self.cleaned_data.get("titles", "").splitlines()]


class ItemForm(forms.Form):
    title = LineField(max_length=TITLE_LENGTH, required=False)
    body = LineField(max_length=TEXT_LENGTH, required=False, widget=forms.Textarea(attrs={"rows": 4}))

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("body") and not data.get("title") and "title" not in self.errors:
            self.add_error("title", _("Dé un título a este elemento."))
        return data


class BaseItemFormSet(forms.BaseFormSet):
    """Titles with texts. An emptied row, or one marked «quitar», goes; «orden» sorts the rest."""

    def __init__(self, *args: Any, kind: SectionKind, section: ReportSection | None, **kwargs: Any) -> None:
        self.kind = kind
        kwargs["initial"] = list(section.items) if section else []
        super().__init__(*args, **kwargs)

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["title"].label = self.kind.item_word
        form.fields["body"].label = self.kind.text_word
        form.fields["ORDER"].label = _("Orden")
        form.fields["ORDER"].min_value = 1
        form.fields["DELETE"].label = _("Quitar al guardar")

    def items(self) -> list[tuple[str, str]]:
        rows = [form.cleaned_data for form in self.ordered_forms]
        return [(row.get("title", ""), row.get("body", "")) for row in rows]


ItemFormSet = forms.formset_factory(
    ItemForm,
    formset=BaseItemFormSet,
    extra=1,
    can_delete=True,
    can_order=True,
    max_num=MAX_ITEMS,
    absolute_max=MAX_ITEMS + 10,
)


class EjeReviewForm(NetworkModelForm):
    """A row of analysis; one list offers each eje whole and, under it, its objectives."""

    about = forms.ChoiceField(label=_("De qué trata"))

    class Meta:
        model = EjeReview
        fields = ["about", "changes", "recommendations", "commitments", "responsible"]
        widgets = {
            name: forms.Textarea(attrs={"rows": 5}) for name in ("changes", "recommendations", "commitments")
        }
        help_texts = {"responsible": _("La unidad o las unidades que responden de los compromisos.")}

    def __init__(
        self, *args: Any, choices: Sequence[EjeChoice], row: ReviewRow | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.targets: dict[str, tuple[UUID, UUID | None]] = {}
        groups: list[tuple[str, Any]] = [("", _("Elija uno"))]
        for choice in choices:
            groups.append((str(choice.eje), list(self._offer(choice))))
        if self.instance.pk:
            self._keep_present(row, groups)
        self.fields["about"].choices = groups

    def _offer(self, choice: EjeChoice) -> list[tuple[str, str]]:
        eje = choice.eje
        whole = f"eje-{eje.lineage}"
        self.targets[whole] = (eje.lineage, None)
        offered = [
            (whole, _("%(eje)s, en conjunto") % {"eje": f"{self.network.eje_word} {eje.code}".capitalize()})
        ]
        for objective in choice.objectives:
            key = f"objetivo-{eje.lineage}-{objective.lineage}"
            self.targets[key] = (eje.lineage, objective.lineage)
            offered.append((key, f"{objective.code} {objective.title}".strip()))
        return offered

    def _keep_present(self, row: ReviewRow | None, groups: list[tuple[str, Any]]) -> None:
        """What the row is about stays on offer though it is no longer in the plan."""
        now = (self.instance.eje_lineage, self.instance.objective_lineage)
        present = next((key for key, target in self.targets.items() if target == now), None)
        if present is None:
            present = "actual"
            self.targets[present] = now
            title = row and (row.objective or row.eje)
            groups.append((present, _("%(title)s (ya no está en el plan)") % {"title": title or "—"}))
        self.initial["about"] = present

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("about"):
            self.instance.eje_lineage, self.instance.objective_lineage = self.targets[data["about"]]
        return data
