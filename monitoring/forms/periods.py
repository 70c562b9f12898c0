"""Forms of periods: creating a year's or one, its dates, and reopening."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from monitoring.models import Period
from monitoring.periods import PeriodSpan, parse_code
from networks.models import Network, PeriodKind
from networks.models.base import LineField
from networks.sentences import SentenceError


def date_field(label: str, **options: Any) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, widget=widget, **options)


class PeriodYearForm(forms.Form):
    """All the periods of a year at once."""

    year = forms.IntegerField(label=gettext_lazy("Año"), min_value=1990, max_value=2100)
    kind = forms.ChoiceField(label=gettext_lazy("Se informa por"), choices=PeriodKind.choices)
    reporting_days = forms.IntegerField(
        label=gettext_lazy("Días para informar"),
        min_value=1,
        max_value=366,
        initial=15,
        help_text=gettext_lazy("Cuántos días después del último del periodo vence el plazo."),
    )

    def __init__(self, *args: Any, network: Network, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].initial = network.period_kind


class PeriodCodeForm(forms.Form):
    """One period, by its code."""

    code = LineField(
        label=gettext_lazy("Código"),
        max_length=10,
        help_text=gettext_lazy("Un trimestre (2024-T3), un semestre (2012-S2) o un año (2007)."),
    )
    opens_on = date_field(gettext_lazy("Se informa desde"), required=False)
    due_on = date_field(gettext_lazy("Se informa hasta"), required=False)

    def __init__(self, *args: Any, network: Network, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.network = network

    def clean_code(self) -> str:
        try:
            span: PeriodSpan = parse_code(self.cleaned_data["code"])
        except SentenceError as error:
            raise ValidationError(_(error.text) % error.values) from None
        if Period.objects.filter(network=self.network, code=span.code).exists():
            raise ValidationError(_("La red ya tiene el periodo %(code)s.") % {"code": span.code})
        return span.code

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        check_order(self, data.get("opens_on"), data.get("due_on"))
        return data


class PeriodDatesForm(forms.ModelForm):
    opens_on = date_field(gettext_lazy("Se informa desde"))
    due_on = date_field(
        gettext_lazy("Se informa hasta"),
        help_text=gettext_lazy(
            "Lo que llegue después se recibe, marcado como tardío, hasta que el periodo se cierre."
        ),
    )
    closes_on = date_field(
        gettext_lazy("Último día en que recibe avances"),
        required=False,
        help_text=gettext_lazy(
            "Al terminar ese día, a la medianoche de la red, deja de recibirlos aunque nadie lo cierre. Vacío: "
            "los recibe hasta que se cierre."
        ),
    )

    class Meta:
        model = Period
        fields = ("opens_on", "due_on", "closes_on")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        check_order(self, data.get("opens_on"), data.get("due_on"))
        due_on, closes_on = data.get("due_on"), data.get("closes_on")
        if due_on and closes_on and closes_on < due_on:
            self.add_error("closes_on", _("Dejaría de recibir avances antes de que venza el plazo: corrija uno."))
        return data


class ReopenForm(forms.Form):
    reason = LineField(
        label=gettext_lazy("Por qué se reabre"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Queda escrito junto al cierre que se deshace."),
    )


def check_order(form: forms.BaseForm, first: datetime.date | None, last: datetime.date | None) -> None:
    if first and last and last < first:
        form.add_error("due_on", _("El plazo vence antes de abrirse: revise las dos fechas."))
