"""The page across networks: the same themes and deadlines side by side."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.mixins import LoginRequiredMixin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from monitoring.selectors.across import across, networks_across, plan_years
from plans.models import Framework

PARTS = {
    "t1": (gettext_lazy("Primer trimestre"), range(1, 4)),
    "t2": (gettext_lazy("Segundo trimestre"), range(4, 7)),
    "t3": (gettext_lazy("Tercer trimestre"), range(7, 10)),
    "t4": (gettext_lazy("Cuarto trimestre"), range(10, 13)),
}
SHOWN_DUES = 5


class AcrossForm(forms.Form):
    """Which year, which themes, which months; what cannot be read is as if it were not asked."""

    anio = forms.TypedChoiceField(label=gettext_lazy("Año"), coerce=int, required=False)
    marco = forms.ChoiceField(label=gettext_lazy("Temas de"), required=False)
    meses = forms.ChoiceField(label=gettext_lazy("Plazos de"), required=False)

    def __init__(self, data: Any, *, years: list[int]) -> None:
        super().__init__(data)
        self.years = years
        self.fields["anio"].choices = [(year, str(year)) for year in years]
        self.fields["marco"].choices = [("", _("Todos los marcos")), *Framework.choices]
        self.fields["meses"].choices = [("", _("Todo el año")), *((key, part[0]) for key, part in PARTS.items())]
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-select"
        self.is_valid()

    @property
    def year(self) -> int:
        return self.cleaned_data.get("anio") or self.years[0]

    @property
    def asked(self) -> dict[str, Any]:
        part = PARTS.get(self.cleaned_data.get("meses", ""))
        return {
            "framework": self.cleaned_data.get("marco", ""),
            "months": part[1] if part else range(1, 13),
        }


class AcrossView(LoginRequiredMixin, TemplateView):
    """Hers side by side, and all of them for a superuser; with one network, that one."""

    template_name = "monitoring/across.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        networks = networks_across(self.request.user)
        years = plan_years(networks)
        context = {"networks": networks, "shown_dues": f":{SHOWN_DUES}", "own": set(self.request.user.roles)}
        if years:
            form = AcrossForm(self.given(years), years=years)
            context |= {"form": form, "across": across(networks, form.year, **form.asked)}
        return super().get_context_data(**context, **kwargs)

    def given(self, years: list[int]) -> dict[str, str]:
        given = {name: self.request.GET.get(name, "") for name in ("anio", "marco", "meses")}
        return {**given, "anio": given["anio"] or str(years[0])}
