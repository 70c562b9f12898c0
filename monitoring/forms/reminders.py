"""Forms of reminders: a network's rule, what a person wants, and what the list of mails is narrowed to."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from monitoring.models import MailState, Period, ReminderRule
from monitoring.reminders import MOST_AFTER, MOST_BEFORE, read_days
from networks.forms.base import RowsField
from networks.models import Language, Network
from networks.sentences import SentenceError


class DaysField(forms.CharField):
    """«7, 1» in, a list of days out, as they come; empty is no day."""

    def __init__(self, *, most: int, counts_down: bool = False, **options: Any) -> None:
        attrs = {"inputmode": "text", "autocomplete": "off"}
        super().__init__(max_length=200, required=False, widget=forms.TextInput(attrs=attrs), **options)
        self.most, self.counts_down = most, counts_down

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(str(day) for day in value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[int]:
        try:
            return sorted(read_days(super().clean(value), self.most), reverse=self.counts_down)
        except SentenceError as error:
            raise ValidationError(_(error.text) % error.values) from None


class ReminderRuleForm(forms.ModelForm):
    days_before = DaysField(
        label=gettext_lazy("Días antes de que venza el plazo"),
        most=MOST_BEFORE,
        counts_down=True,
        help_text=gettext_lazy("Separados por comas: «7, 1» avisa una semana antes y la víspera. Vacío: ninguno."),
    )
    days_after = DaysField(
        label=gettext_lazy("Días después de que venza"),
        most=MOST_AFTER,
        help_text=gettext_lazy("A quien todavía no haya enviado lo suyo."),
    )
    coordination_after = forms.IntegerField(
        label=gettext_lazy("Días después, a la coordinación"),
        required=False,
        min_value=1,
        max_value=MOST_AFTER,
        help_text=gettext_lazy("Le llega cuánto le falta a cada integrante. Vacío: no se le avisa."),
    )

    class Meta:
        model = ReminderRule
        fields = ("is_on", "days_before", "on_the_day", "days_after", "coordination_after")
        labels = {
            "is_on": gettext_lazy("Enviar recordatorios por correo"),
            "on_the_day": gettext_lazy("También el día en que vence"),
        }


class ReminderPreferencesForm(forms.Form):
    """Her language, and the networks of which she wants reminders."""

    language = forms.ChoiceField(
        label=gettext_lazy("Idioma de los correos"),
        required=False,
        choices=[("", gettext_lazy("El de la red")), *Language.choices],
    )
    networks = RowsField(
        label=gettext_lazy("Recibir recordatorios de"),
        queryset=Network.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["networks"].queryset = Network.objects.for_user(user)


class OutboxFilter(forms.Form):
    """A value that is not among the choices is left out, never an error page."""

    periodo = forms.ChoiceField(label=gettext_lazy("Periodo"), required=False)
    estado = forms.ChoiceField(label=gettext_lazy("Estado"), required=False)

    def __init__(self, data: Any, *, periods: list[Period]) -> None:
        super().__init__(data)
        codes = ((period.code, period.code) for period in periods)
        states = ((state.value, capfirst(state.label)) for state in MailState)
        self.fields["periodo"].choices = [("", _("Todos")), *codes]
        self.fields["estado"].choices = [("", _("Todos")), *states]
        self.is_valid()

    def narrowed(self, rows: Any) -> Any:
        period, state = (self.cleaned_data.get(name) for name in ("periodo", "estado"))
        rows = rows.filter(period__code=period) if period else rows
        return rows.filter(message__state=state) if state else rows
