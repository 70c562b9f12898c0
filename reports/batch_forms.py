"""What somebody chooses for a batch of reports."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from monitoring.labels import period_label
from monitoring.models import Period
from networks.models import Network
from networks.models.base import LineField
from reports.batch_asking import Asked
from reports.official import FORMS, form_title

DRAFTS, ISSUE = "drafts", "issue"
PURPOSES = [
    (DRAFTS, gettext_lazy("Preparar borradores, sin folio")),
    (ISSUE, gettext_lazy("Emitirlos, cada uno con su folio")),
]


class BatchForm(forms.Form):
    """`networks` is asked only of whoever may report on several."""

    networks = forms.MultipleChoiceField(
        label=gettext_lazy("Redes"), widget=forms.CheckboxSelectMultiple, required=False
    )
    kinds = forms.MultipleChoiceField(label=gettext_lazy("Formas"), widget=forms.CheckboxSelectMultiple)
    periods = forms.MultipleChoiceField(
        label=gettext_lazy("Periodos"), widget=forms.CheckboxSelectMultiple, required=False
    )
    years = forms.MultipleChoiceField(
        label=gettext_lazy("Todos los periodos de un año, uno por uno"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    parts = forms.MultipleChoiceField(
        label=gettext_lazy("De qué"), widget=forms.CheckboxSelectMultiple, initial=["whole"]
    )
    purpose = forms.ChoiceField(
        label=gettext_lazy("Para qué"), choices=PURPOSES, widget=forms.RadioSelect, initial=DRAFTS
    )
    override_reason = LineField(
        label=gettext_lazy("Por qué se emiten si tienen observaciones"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "Sin un motivo, el informe que tenga observaciones no se emite: quedará nombrado en el resultado."
        ),
    )

    def __init__(self, *args: Any, network: Network, managed: list[Network], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.network, self.managed = network, managed
        self.fields["kinds"].choices = [(slug, form_title(slug)) for slug in FORMS]
        self.fields["periods"].choices, self.fields["years"].choices = _periods(managed, network)
        self.fields["parts"].choices = [
            ("whole", _("Toda la red")),
            ("members", _("Uno por %(word)s") % {"word": network.member_word}),
            ("ejes", _("Uno por %(word)s") % {"word": network.eje_word}),
        ]
        self.fields["networks"].choices = [(one.slug, one.name) for one in managed]
        self.fields["networks"].initial = [network.slug]
        if len(managed) < 2:
            del self.fields["networks"]

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        if not self.errors and not (found["periods"] or found["years"]):
            raise ValidationError({"periods": _("Elija al menos un periodo, o un año.")})
        return found

    @property
    def asked(self) -> Asked:
        found = self.cleaned_data
        chosen = found.get("networks") or [self.network.slug]
        return Asked(
            networks=tuple(one for one in self.managed if one.slug in chosen),
            forms=tuple(found["kinds"]),
            codes=tuple(found["periods"]),
            years=tuple(int(year) for year in found["years"]),
            parts=tuple(found["parts"]),
        )

    @property
    def is_issue(self) -> bool:
        return self.cleaned_data["purpose"] == ISSUE

    @property
    def title(self) -> str:
        found = self.cleaned_data
        when = ", ".join([*found["periods"], *found["years"]])
        what = ", ".join(form_title(slug) for slug in found["kinds"])
        return f"{what} · {when}"


def _periods(managed: list[Network], network: Network) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The network's own stored periods, newest first; and the years in which any of hers has some."""
    own = Period.objects.filter(network=network).order_by("-start_on", "-end_on")
    days = Period.objects.filter(network__in=managed).values_list("start_on", flat=True)
    years = sorted({day.year for day in days}, reverse=True)
    return [(one.code, period_label(one)) for one in own], [(str(year), str(year)) for year in years]
