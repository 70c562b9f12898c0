"""The figures an entry's form asks for: those of the indicators, and the state of the deliverables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from monitoring.breakdowns import note_words, short
from monitoring.forms.breakdowns import (
    DimensionFields,
    add_parts,
    dimensions,
    given_parts,
    no_longer_asked,
)
from monitoring.forms.entry_fields import decimal_field, plain
from monitoring.models import Basis, ComplianceEntry, EntryStatus, Measurement
from monitoring.selectors.training import Fed
from monitoring.services import DeliverableDraft, MeasurementDraft
from networks.models.base import LineField
from plans.models import Deliverable, Indicator


@dataclass(frozen=True)
class FieldGroup:
    """Fields of the form that belong to one indicator or one deliverable; `before` is what was given last time.

    `dimensions` are the numbers a figure is told apart in; `lost` those given in words the plan no longer has.
    `fed` is what the network's courses say of it.
    """

    of: Indicator | Deliverable
    fields: tuple[forms.BoundField, ...]
    before: Measurement | None = None
    dimensions: tuple[DimensionFields, ...] = ()
    lost: str = ""
    fed: Fed | None = None


class FiguresPart:
    """Mixed into a form that has `activity`, `entry` and `previous`; `add_figures` gives it its fields.

    `fed` is set by the page that shows it, as `previous` is.
    """

    fed: Mapping[UUID, Fed] = {}

    def add_figures(self) -> None:
        for indicator in self.activity.indicators.all():
            self._add_indicator(indicator)
        for deliverable in self.activity.deliverables.all():
            self._add_deliverable(deliverable)
        for name, field in self.fields.items():
            if name.startswith(("indicator-", "deliverable-")):
                plain(field)

    def _add_indicator(self, indicator: Indicator) -> None:
        name = f"indicator-{indicator.lineage}"
        known = _by_lineage(self.entry, "measurements", "indicator_lineage").get(indicator.lineage)
        if not indicator.is_numeric:
            self.fields[f"{name}-text"] = LineField(label=indicator.title, required=False, max_length=300)
            self.initial[f"{name}-text"] = known.text if known else ""
            return
        unit = f" ({indicator.unit})" if indicator.unit else ""
        self.fields[f"{name}-value"] = decimal_field(f"{indicator.title}{unit}", max_digits=14)
        self.fields[f"{name}-value"].widget.attrs["data-total"] = True
        self.fields[f"{name}-basis"] = forms.ChoiceField(
            label=_("La cifra es"), required=False, choices=Basis.choices, initial=Basis.PERIOD
        )
        if known:
            self.initial[f"{name}-value"] = short(known.value)
            self.initial[f"{name}-basis"] = known.basis
        add_parts(self, indicator, known)

    def _add_deliverable(self, deliverable: Deliverable) -> None:
        name = f"deliverable-{deliverable.lineage}"
        known = _by_lineage(self.entry, "deliverables", "deliverable_lineage").get(deliverable.lineage)
        choices = [("", _("Sin informar")), *((value, capfirst(label)) for value, label in EntryStatus.choices)]
        self.fields[f"{name}-status"] = forms.ChoiceField(label=_("Estado"), required=False, choices=choices)
        self.fields[f"{name}-note"] = LineField(label=_("Nota"), required=False, max_length=1000)
        self.fields[f"{name}-delivered_on"] = forms.DateField(
            label=_("Entregado el"),
            required=False,
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        )
        if known:
            self.initial[f"{name}-status"] = known.status
            self.initial[f"{name}-note"] = known.note
            self.initial[f"{name}-delivered_on"] = known.delivered_on

    def _fields(self, name: str, parts: tuple[str, ...]) -> tuple[forms.BoundField, ...]:
        return tuple(self[f"{name}-{part}"] for part in parts if f"{name}-{part}" in self.fields)

    @property
    def indicators(self) -> list[FieldGroup]:
        before = _by_lineage(self.previous, "measurements", "indicator_lineage")
        known = _by_lineage(self.entry, "measurements", "indicator_lineage")
        return [
            FieldGroup(
                row,
                self._fields(f"indicator-{row.lineage}", ("value", "text", "basis")),
                before.get(row.lineage),
                dimensions(self, row, before.get(row.lineage)),
                no_longer_asked(row, known.get(row.lineage)),
                self.fed.get(row.lineage),
            )
            for row in self.activity.indicators.all()
        ]

    @property
    def deliverables(self) -> list[FieldGroup]:
        parts = ("status", "delivered_on", "note")
        rows = self.activity.deliverables.all()
        return [FieldGroup(row, self._fields(f"deliverable-{row.lineage}", parts)) for row in rows]

    @property
    def note_words(self) -> dict[str, str]:
        return note_words()

    def measurements(self) -> dict[UUID, MeasurementDraft]:
        return {i.lineage: self._measurement(i) for i in self.activity.indicators.all()}

    def delivered(self) -> dict[UUID, DeliverableDraft]:
        return {d.lineage: self._deliverable(d.lineage) for d in self.activity.deliverables.all()}

    def _measurement(self, indicator: Indicator) -> MeasurementDraft:
        name, data = f"indicator-{indicator.lineage}", self.cleaned_data
        return MeasurementDraft(
            value=data.get(f"{name}-value"),
            text=data.get(f"{name}-text", ""),
            basis=data.get(f"{name}-basis") or Basis.PERIOD,
            breakdown=given_parts(data, indicator),
        )

    def _deliverable(self, lineage: UUID) -> DeliverableDraft:
        name, data = f"deliverable-{lineage}", self.cleaned_data
        return DeliverableDraft(
            status=data[f"{name}-status"],
            note=data[f"{name}-note"],
            delivered_on=data[f"{name}-delivered_on"],
        )


def _by_lineage(entry: ComplianceEntry | None, related: str, lineage: str) -> dict[UUID, Any]:
    return {} if entry is None else {getattr(row, lineage): row for row in getattr(entry, related).all()}
