"""Forms of issuing: what is asked when a report is issued, which one is wanted, and how issued ones are found."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from monitoring.labels import period_label
from monitoring.models import Period
from monitoring.periods import parse_code
from networks.models import Member, Network, User
from networks.models.base import LineField
from networks.permissions import can_compare_member
from plans.models import Eje, Plan, VersionStatus
from reports.models import IssuedReport
from reports.official import FORMS, form_title
from reports.official.form import Form, Scope
from reports.scopes import scope_of
from reports.signing_forms import SignatureFields


class IssueForm(SignatureFields):
    """`reason` is asked only where there is one to replace, `override_reason` where something was found."""

    reason = LineField(
        label=gettext_lazy("Por qué se reemplaza"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Se lee en la lista de informes emitidos, junto al que reemplaza."),
    )
    override_reason = LineField(
        label=gettext_lazy("Por qué se emite así"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Queda en el registro, con las observaciones de arriba. No se imprime."),
    )

    def __init__(
        self, *args: Any, user: User, replaces: IssuedReport | None, has_findings: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, user=user, **kwargs)
        if replaces is None:
            del self.fields["reason"]
        if not has_findings:
            del self.fields["override_reason"]


class ChooserForm(forms.Form):
    """A form, a period or a run of them, and maybe a part of the plan: what a report is of.

    `scope` is what was chosen, once valid. Names are those of the address.
    """

    forma = forms.ChoiceField(label=gettext_lazy("Informe"))
    periodo = forms.ChoiceField(label=gettext_lazy("Periodo"))
    hasta = forms.ChoiceField(label=gettext_lazy("Hasta (si son varios)"), required=False)
    plan = forms.ChoiceField(label=gettext_lazy("Plan"), required=False)
    eje = forms.ChoiceField(required=False)
    integrante = forms.ChoiceField(required=False)
    scope: Scope | None = None

    def __init__(self, data: Any = None, *, network: Network, user: User, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.network = network
        periods = _period_choices(network)
        self.fields["forma"].choices = [(form.slug, form.title) for form in FORMS.values()]
        self.fields["periodo"].choices = periods
        self.fields["hasta"].choices = [("", _("Solo ese")), *periods]
        self.fields["plan"].choices = [("", _("Todos los que están en vigor")), *_plans(network)]
        self.fields["eje"].label = capfirst(network.eje_word)
        self.fields["eje"].choices = [("", _("Todo el plan")), *_ejes(network)]
        self.fields["integrante"].label = capfirst(network.member_word)
        self.fields["integrante"].choices = [("", _("Toda la red")), *_members(network, user)]

    @property
    def form(self) -> Form:
        return FORMS[self.cleaned_data["forma"]]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.errors:
            return cleaned
        names = {"plan": "plan", "eje": "eje", "member": "integrante"}
        named = {name: cleaned.get(key, "") for name, key in names.items()}
        self.scope = scope_of(self.network, self.form, _run(cleaned["periodo"], cleaned["hasta"]), **named)
        return cleaned


def _run(first: str, last: str) -> str:
    if not last or last == first:
        return first
    start, end = parse_code(first), parse_code(last)
    if start.kind != end.kind:
        raise ValidationError({"hasta": _("Elija dos periodos de la misma clase: dos trimestres, o dos años.")})
    if end.start < start.start:
        raise ValidationError({"hasta": _("El último periodo es anterior al primero: cámbielos de lugar.")})
    return f"{first}_{last}"


def _period_choices(network: Network) -> list[tuple[str, str]]:
    """The network's, the newest first, and the years that span them."""
    rows = list(Period.objects.filter(network=network).order_by("-start_on", "-end_on"))
    own = [(row.code, f"{row.code} · {period_label(row)}") for row in rows]
    codes = {row.code for row in rows}
    years = sorted({str(row.start_on.year) for row in rows} - codes, reverse=True)
    return [*own, *((year, f"{year} · {_('Año %(year)s') % {'year': year}}") for year in years)]


def _plans(network: Network) -> list[tuple[str, str]]:
    rows = Plan.objects.filter(network=network).order_by("-last_year", "-first_year", "slug")
    return [(row.slug, row.title) for row in rows]


def _ejes(network: Network) -> list[tuple[str, str]]:
    """Of every version that was ever in force, the latest wording of each code."""
    rows = Eje.objects.filter(version__plan__network=network).exclude(version__status=VersionStatus.DRAFT)
    rows = rows.order_by("version__plan__first_year", "version__number", "order")
    found = {code: f"{code}. {title}" for code, title in rows.values_list("code", "title")}
    return list(found.items())


def _members(network: Network, user: User) -> list[tuple[str, str]]:
    """Those whose figures she may see one by one."""
    rows = Member.objects.filter(network=network, is_reporting=True).order_by("order", "name")
    return [(row.code, row.name) for row in rows if can_compare_member(user, network, row.pk)]


class IssuedFilter(forms.Form):
    """What the list of issued reports is narrowed to; what is not among the choices is left out."""

    forma = forms.ChoiceField(label=gettext_lazy("Informe"), required=False)
    anio = forms.ChoiceField(label=gettext_lazy("Año del periodo"), required=False)
    estado = forms.ChoiceField(
        label=gettext_lazy("Estado"),
        required=False,
        choices=[
            ("", gettext_lazy("Todos")),
            ("vigente", gettext_lazy("Vigentes")),
            ("reemplazado", gettext_lazy("Reemplazados")),
        ],
    )
    firma = forms.ChoiceField(
        label=gettext_lazy("Firma digital"),
        required=False,
        choices=[
            ("", pgettext_lazy("firma", "Con y sin firma")),
            ("si", gettext_lazy("Firmados")),
            ("no", gettext_lazy("Sin firma digital")),
        ],
    )

    def __init__(self, data: Any, *, network: Network) -> None:
        super().__init__(data)
        rows = IssuedReport.objects.filter(network=network).order_by()
        slugs = sorted(set(rows.values_list("form", flat=True)))
        years = sorted({code[:4] for code in rows.values_list("period_code", flat=True).distinct()}, reverse=True)
        self.fields["forma"].choices = [("", _("Todos")), *((slug, form_title(slug)) for slug in slugs)]
        self.fields["anio"].choices = [("", _("Todos")), *((year, year) for year in years)]
        self.is_valid()

    def value(self, name: str) -> str:
        return self.cleaned_data.get(name, "")

    @property
    def narrows(self) -> bool:
        return any(self.value(name) for name in self.fields)

    def narrowed(self, rows: Any) -> Any:
        if form := self.value("forma"):
            rows = rows.filter(form=form)
        if year := self.value("anio"):
            rows = rows.filter(period_code__startswith=year)
        if state := self.value("estado"):
            rows = rows.filter(replaced_by__isnull=state == "vigente")
        if signed := self.value("firma"):
            rows = rows.filter(signed_at__isnull=signed == "no")
        return rows
