"""What the plan's page can be narrowed to."""

from __future__ import annotations

import datetime
import re
from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from networks.models import Member, Network
from plans.models import Activity, Concern, Deliverable, Party, PartyScope
from plans.row_forms import shortened
from plans.tree import TreeVersion

NETWORK = "red"
DATE = {"type": "date"}


class ActivityFilter(django_filters.FilterSet):
    """Narrows a version's activities; a deadline may be the activity's or that of one of its deliverables."""

    q = django_filters.CharFilter(label=gettext_lazy("Buscar"), method="by_words")
    eje = django_filters.ChoiceFilter(field_name="eje_id", empty_label=gettext_lazy("Cualquiera"))
    responsible = django_filters.CharFilter(label=gettext_lazy("Responsable o apoyo"), method="by_party")
    member = django_filters.ChoiceFilter(
        label=gettext_lazy("A quién concierne"), method="by_member", empty_label=gettext_lazy("Cualquiera")
    )
    deadline = django_filters.ChoiceFilter(
        label=gettext_lazy("Plazo"), method="by_state", empty_label=gettext_lazy("Cualquiera")
    )
    due_from = django_filters.DateFilter(
        label=gettext_lazy("Vence desde"), method="by_dates", widget=forms.DateInput(DATE, "%Y-%m-%d")
    )
    due_to = django_filters.DateFilter(
        label=gettext_lazy("Vence hasta"), method="by_dates", widget=forms.DateInput(DATE, "%Y-%m-%d")
    )

    theme = django_filters.ChoiceFilter(
        label=gettext_lazy("Tema"), field_name="themes", empty_label=gettext_lazy("Cualquiera")
    )

    class Meta:
        model = Activity
        fields = ()

    def __init__(
        self, data: Any, queryset: QuerySet, *, tree: TreeVersion, network: Network, today: datetime.date
    ) -> None:
        super().__init__(data or None, queryset)
        self.today = today
        self.parties = party_names(tree)
        self.filters["eje"].extra["choices"] = [(eje.pk, f"{eje.code}. {eje.title}") for eje in tree.ejes]
        self.filters["eje"].label = capfirst(network.eje_word)
        self.filters["member"].extra["choices"] = [(NETWORK, _("La red misma")), *self._members(network)]
        self.filters["deadline"].extra["choices"] = [
            ("overdue", _("Ya pasó")),
            ("unread", _("Escrito, pero sin fecha")),
            ("without", _("Sin plazo")),
        ]
        self.filters["theme"].extra["choices"] = theme_choices(tree)
        self.filters["responsible"].extra["widget"] = forms.TextInput(attrs={"list": "partes"})
        for field in self.form.fields.values():
            css = "form-select" if isinstance(field, forms.ChoiceField) else "form-control"
            field.widget.attrs["class"] = css

    def _members(self, network: Network) -> list[tuple[int, str]]:
        return list(Member.objects.filter(network=network).reporting().values_list("pk", "name"))

    @property
    def is_active(self) -> bool:
        """Whether anything readable was asked for."""
        return self.is_bound and self.form.is_valid() and any(self.form.cleaned_data.values())

    def by_words(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        product = Deliverable.objects.filter(activity=OuterRef("pk"), title__icontains=value)
        return rows.filter(Q(title__icontains=value) | Q(code__iexact=value) | Exists(product))

    def by_party(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        named = Q(words__icontains=value) | Q(member__name__icontains=value)
        named |= Q(organization__name__icontains=value) | Q(organization__short_name__icontains=value)
        scopes = [scope for scope, label in PartyScope.choices if value.lower() in label.lower()]
        named |= Q(scope__in=[scope for scope in scopes if scope != PartyScope.WORDS], words="")
        return rows.filter(Exists(Party.objects.filter(named, activity=OuterRef("pk"))))

    def by_member(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        rows = rows.leaves()  # what only groups concerns nobody by itself
        if value == NETWORK:
            return rows.filter(concerns=Concern.NETWORK)
        own = Activity.members.through.objects.filter(activity=OuterRef("pk"), member=int(value))
        return rows.filter(Q(concerns=Concern.EVERY_MEMBER) | (Q(concerns=Concern.SOME_MEMBERS) & Exists(own)))

    def by_state(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        if value == "overdue":
            return self._with_deadline(rows, Q(deadline_end_on__lt=self.today))
        if value == "unread":
            return self._with_deadline(rows, ~Q(deadline_text="") & Q(deadline_end_on__isnull=True))
        written = ~Q(deadline_text="") | Q(deadline_end_on__isnull=False) | Q(deadline_by_member=True)
        product = Deliverable.objects.filter(written, activity=OuterRef("pk"))
        return rows.leaves().filter(~written, ~Exists(product))

    def by_dates(self, rows: QuerySet, name: str, _value: datetime.date) -> QuerySet:
        """Both ends at once, so that one and the same deadline lies between them."""
        given = self.form.cleaned_data
        if name == "due_to" and given["due_from"]:
            return rows
        between = Q(deadline_end_on__isnull=False)
        if given["due_from"]:
            between &= Q(deadline_end_on__gte=given["due_from"])
        if given["due_to"]:
            between &= Q(deadline_end_on__lte=given["due_to"])
        return self._with_deadline(rows, between)

    def _with_deadline(self, rows: QuerySet, condition: Q) -> QuerySet:
        product = Deliverable.objects.filter(condition, activity=OuterRef("pk"))
        return rows.filter(condition | Exists(product))


def theme_choices(tree: TreeVersion) -> list[tuple[int, str]]:
    """The themes that the plan's activities have, by code; without any there is nothing to choose."""
    themes = {theme.pk: theme for activity in tree.walk() for theme in activity.themes}
    ordered = sorted(themes.values(), key=lambda theme: natural(theme.code))
    return [(theme.pk, shortened(f"{theme.code} {theme.title}")) for theme in ordered]


def natural(code: str) -> list[tuple[int, str]]:
    """«CEDAW 7» before «CEDAW 10»."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in re.split(r"(\d+)", code)]


def party_names(tree: TreeVersion) -> list[str]:
    """Everybody the plan names, to be offered while one types."""
    names = set()
    for activity in tree.walk():
        for row in (activity, *activity.deliverables):
            names.update(party.name for party in row.parties)
    return sorted(names, key=str.casefold)
