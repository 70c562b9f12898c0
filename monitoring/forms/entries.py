"""The form of an entry: one activity, one member, one period. It works by itself, without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from monitoring.models import Basis, ComplianceEntry, EntryStatus, Measurement, Observation, Sensitivity
from monitoring.services import Attachment, DeliverableDraft, EntryDraft, MeasurementDraft
from monitoring.uploads import ACCEPT
from networks.models.base import LONG_TEXT
from plans.models import Activity, Deliverable, Indicator

MOST_FILES = 10


def decimal_field(label: str, *, max_digits: int, required: bool = False, **options: Any) -> forms.DecimalField:
    """A figure with up to two decimals, written with a comma or a point."""
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    return forms.DecimalField(
        label=label,
        required=required,
        max_digits=max_digits,
        decimal_places=2,
        localize=True,
        widget=widget,
        error_messages={
            "invalid": gettext_lazy("Escriba una cifra, por ejemplo 12 o 12,5."),
            "max_decimal_places": gettext_lazy("Use a lo sumo dos decimales, y ningún punto para los miles."),
        },
        **options,
    )


def percent_field(label: str, **options: Any) -> forms.DecimalField:
    return decimal_field(label, max_digits=5, min_value=0, max_value=100, **options)


def text_field(label: str, rows: int, max_length: int = LONG_TEXT, **options: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=False, max_length=max_length, widget=widget, **options)


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class FilesField(forms.FileField):
    """Several files; what each may be is checked where it is stored."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list:
        files = data if isinstance(data, (list, tuple)) else [data] if data else []
        if len(files) > MOST_FILES:
            raise ValidationError(_("Adjunte a lo sumo %(n)s archivos a la vez.") % {"n": MOST_FILES})
        return list(files)


@dataclass(frozen=True)
class FieldGroup:
    """Fields of the form that belong to one indicator or one deliverable; `before` is what was given last time."""

    of: Indicator | Deliverable
    fields: tuple[forms.BoundField, ...]
    before: Measurement | None = None


class EntryForm(forms.Form):
    """`activity` comes with its indicators, deliverables and verification slots prefetched.

    What is written needs no `entry`, which gives what is shown first; `previous`, what was reported last time, is
    set by the page that shows it.
    """

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    status = forms.ChoiceField(label=gettext_lazy("Cumplimiento"), required=False, widget=forms.RadioSelect)
    progress = percent_field(
        gettext_lazy("Avance (%)"), help_text=gettext_lazy("De 0 a 100; admite decimales con coma.")
    )
    narrative = text_field(
        gettext_lazy("Qué se hizo"),
        6,
        help_text=gettext_lazy("Qué, cuándo, dónde, con quiénes y qué se logró. Este texto va al informe."),
    )
    obstacles = text_field(
        gettext_lazy("Obstáculos"), 3, help_text=gettext_lazy("Qué lo impidió o lo retrasó, si algo lo hizo.")
    )
    on_behalf_reason = forms.CharField(
        label=gettext_lazy("Motivo"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("Por ejemplo: «lo envió por correo el 3 de octubre». Queda a la vista."),
    )
    files = FilesField(
        label=gettext_lazy("Archivos"),
        required=False,
        help_text=gettext_lazy(
            "Imágenes, PDF, Word, Excel, PowerPoint o LibreOffice, de 20 MB a lo sumo cada uno."
        ),
    )
    link = forms.URLField(
        label=gettext_lazy("Enlace"),
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={"invalid": gettext_lazy("Escriba la dirección completa, por ejemplo https://…")},
    )
    evidence_title = forms.CharField(label=gettext_lazy("Qué es"), required=False, max_length=200)
    sensitivity = forms.ChoiceField(
        label=gettext_lazy("Quién puede verla"),
        required=False,
        choices=Sensitivity.choices,
        initial=Sensitivity.NETWORK,
    )
    verifications = forms.MultipleChoiceField(
        label=gettext_lazy("Medio de verificación que cubre"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self,
        *args: Any,
        activity: Activity,
        entry: ComplianceEntry | None = None,
        on_behalf: bool = False,
        **kwargs: Any,
    ) -> None:
        self.activity, self.entry = activity, entry
        self.previous: ComplianceEntry | None = None
        self.differences: list = []
        super().__init__(*args, initial=_initial(entry), **kwargs)
        self.fields["status"].choices = [(value, capfirst(label)) for value, label in EntryStatus.choices]
        self.fields["files"].widget.attrs["accept"] = ACCEPT
        slots = list(activity.verification_set.all())
        self.fields["verifications"].choices = [(slot.pk, slot.text) for slot in slots]
        if not slots:
            del self.fields["verifications"]
        if not on_behalf:
            del self.fields["on_behalf_reason"]
        for indicator in activity.indicators.all():
            self._add_indicator(indicator)
        for deliverable in activity.deliverables.all():
            self._add_deliverable(deliverable)

    def _add_indicator(self, indicator: Indicator) -> None:
        name = f"indicator-{indicator.lineage}"
        known = _by_lineage(self.entry, "measurements", "indicator_lineage").get(indicator.lineage)
        if not indicator.is_numeric:
            self.fields[f"{name}-text"] = forms.CharField(label=indicator.title, required=False, max_length=300)
            self.initial[f"{name}-text"] = known.text if known else ""
            return
        unit = f" ({indicator.unit})" if indicator.unit else ""
        self.fields[f"{name}-value"] = decimal_field(f"{indicator.title}{unit}", max_digits=14)
        self.fields[f"{name}-basis"] = forms.ChoiceField(
            label=_("La cifra es"), required=False, choices=Basis.choices, initial=Basis.PERIOD
        )
        if known:
            self.initial[f"{name}-value"] = known.value
            self.initial[f"{name}-basis"] = known.basis

    def _add_deliverable(self, deliverable: Deliverable) -> None:
        name = f"deliverable-{deliverable.lineage}"
        known = _by_lineage(self.entry, "deliverables", "deliverable_lineage").get(deliverable.lineage)
        choices = [("", _("Sin informar")), *((value, capfirst(label)) for value, label in EntryStatus.choices)]
        self.fields[f"{name}-status"] = forms.ChoiceField(label=_("Estado"), required=False, choices=choices)
        self.fields[f"{name}-note"] = forms.CharField(label=_("Nota"), required=False, max_length=1000)
        self.fields[f"{name}-delivered_on"] = forms.DateField(
            label=_("Entregado el"),
            required=False,
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        )
        if known:
            self.initial[f"{name}-status"] = known.status
            self.initial[f"{name}-note"] = known.note
            self.initial[f"{name}-delivered_on"] = known.delivered_on

    # -- what the template shows ------------------------------------------------------------------------------

    def _groups(self, rows: QuerySet, prefix: str, parts: tuple[str, ...]) -> Iterator[FieldGroup]:
        before = _by_lineage(self.previous, "measurements", "indicator_lineage")
        for row in rows:
            names = [f"{prefix}-{row.lineage}-{part}" for part in parts]
            fields = tuple(self[name] for name in names if name in self.fields)
            yield FieldGroup(row, fields, before.get(row.lineage))

    @property
    def indicators(self) -> list[FieldGroup]:
        return list(self._groups(self.activity.indicators.all(), "indicator", ("value", "text", "basis")))

    @property
    def deliverables(self) -> list[FieldGroup]:
        parts = ("status", "delivered_on", "note")
        return list(self._groups(self.activity.deliverables.all(), "deliverable", parts))

    # -- what the services take -------------------------------------------------------------------------------

    @property
    def read_revision(self) -> int:
        return self.cleaned_data.get("revision") or 0

    def draft(self) -> EntryDraft:
        data = self.cleaned_data
        return EntryDraft(
            status=data["status"],
            progress=data["progress"],
            narrative=data["narrative"],
            obstacles=data["obstacles"],
            on_behalf_reason=data.get("on_behalf_reason", ""),
            measurements={i.lineage: self._measurement(i.lineage) for i in self.activity.indicators.all()},
            deliverables={d.lineage: self._deliverable(d.lineage) for d in self.activity.deliverables.all()},
        )

    def _measurement(self, lineage: UUID) -> MeasurementDraft:
        name, data = f"indicator-{lineage}", self.cleaned_data
        return MeasurementDraft(
            value=data.get(f"{name}-value"),
            text=data.get(f"{name}-text", ""),
            basis=data.get(f"{name}-basis") or Basis.PERIOD,
        )

    def _deliverable(self, lineage: UUID) -> DeliverableDraft:
        name, data = f"deliverable-{lineage}", self.cleaned_data
        return DeliverableDraft(
            status=data[f"{name}-status"],
            note=data[f"{name}-note"],
            delivered_on=data[f"{name}-delivered_on"],
        )

    def attachments(self) -> list[Attachment]:
        data = self.cleaned_data
        given = [{"file": file} for file in data["files"]]
        if data["link"]:
            given.append({"url": data["link"]})
        shared = {
            "title": data["evidence_title"],
            "sensitivity": data["sensitivity"] or Sensitivity.NETWORK,
            "verifications": tuple(int(pk) for pk in data.get("verifications", ())),
        }
        return [Attachment(**one, **shared) for one in given]

    def add_errors(self, error: ValidationError) -> None:
        """Take the errors of a service; those of fields that are not here become the form's."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for field, errors in error.error_dict.items():
            self.add_error(field if field in self.fields and field != NON_FIELD_ERRORS else None, errors)


def _by_lineage(entry: ComplianceEntry | None, related: str, lineage: str) -> dict[UUID, Any]:
    return {} if entry is None else {getattr(row, lineage): row for row in getattr(entry, related).all()}


def _initial(entry: ComplianceEntry | None) -> dict[str, Any]:
    if entry is None:
        return {"revision": 0, "sensitivity": Sensitivity.NETWORK}
    return {
        "revision": entry.revision,
        "status": entry.status,
        "progress": entry.progress,
        "narrative": entry.narrative,
        "obstacles": entry.obstacles,
        "on_behalf_reason": entry.on_behalf_reason,
        "sensitivity": Sensitivity.NETWORK,
    }


class ReviewForm(forms.Form):
    """Return with an observation, or validate."""

    FIELDS = (
        ("", gettext_lazy("Todo el avance")),
        ("status", gettext_lazy("Cumplimiento")),
        ("progress", gettext_lazy("Avance")),
        ("narrative", gettext_lazy("Qué se hizo")),
        ("obstacles", gettext_lazy("Obstáculos")),
        ("figures", gettext_lazy("Cifras")),
        ("deliverables", gettext_lazy("Productos")),
        ("evidence", gettext_lazy("Evidencia")),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)
    field = forms.ChoiceField(label=gettext_lazy("Qué hay que corregir"), required=False, choices=FIELDS)
    body = forms.CharField(
        label=gettext_lazy("Observación"),
        required=False,
        max_length=Observation._meta.get_field("body").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Obligatoria para devolver. La leerá quien informó."),
    )


class DeclareForm(forms.Form):
    """The figure a document printed, of an entry or of an eje; empty takes it away."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    value = percent_field(gettext_lazy("Cifra declarada"), help_text=gettext_lazy("Vacía: no se declara ninguna."))
    reason = forms.CharField(
        label=gettext_lazy("De dónde sale"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "El documento que la imprimió o el motivo para declararla. Se muestra junto a ella."
        ),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("value") is not None and not data.get("reason", "").strip():
            self.add_error("reason", _("Escriba de dónde sale la cifra declarada."))
        return data
