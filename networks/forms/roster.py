"""Forms of the roster: what narrows the list, who joins without an invitation, and what the goal asks of each."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from networks.folding import fold
from networks.forms.base import DateInput, NetworkModelForm, RowsField
from networks.models import Contact, Member, Network, PostLevel
from networks.rosters import Goal, Standing
from networks.selectors.roster import standing_filter

UNKNOWN = "no-consta"
STANDING_WORDS = {
    Standing.COUNTS: gettext_lazy("cuenta para la meta"),
    Standing.UNKNOWN: gettext_lazy("por confirmar"),
    Standing.OUTSIDE: gettext_lazy("no cuenta"),
}


class LooseForm(forms.Form):
    """What narrows a list: every field optional, a value that is no choice left out, never an error page."""

    def value(self, name: str) -> str:
        return self.cleaned_data.get(name, "") or ""

    @property
    def narrows(self) -> bool:
        return any(self.cleaned_data.get(name) for name in self.fields)


def search_field() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Buscar"),
        required=False,
        max_length=100,
        widget=forms.SearchInput(attrs={"class": "form-control"}),
    )


def found_by(words: str) -> Q:
    """People whose name, post or e-mail has every word; also rows that no service has folded."""
    found = Q()
    for word in words.split()[:8]:
        plain = Q(name__icontains=word) | Q(post__icontains=word) | Q(email__icontains=word)
        found &= plain | Q(folded__contains=fold(word))
    return found


class RosterFilter(LooseForm):
    q = search_field()
    unidad = forms.ChoiceField(required=False)
    nivel = forms.ChoiceField(label=gettext_lazy("Nivel del cargo"), required=False)
    meta = forms.ChoiceField(label=gettext_lazy("Para la meta"), required=False)

    def __init__(self, data: Any, *, network: Network, goal: Goal) -> None:
        super().__init__(data)
        self._goal = goal
        units = Member.objects.filter(network=network, contacts__joined_on__isnull=False).distinct()
        names = units.order_by("order", "name").values_list("code", "name")
        self.fields["unidad"].label = capfirst(network.member_word)
        self.fields["unidad"].choices = [("", _("Todas")), *names]
        levels = ((level.value, capfirst(level.label)) for level in PostLevel)
        self.fields["nivel"].choices = [("", _("Todos")), *levels, (UNKNOWN, _("No consta"))]
        words = ((what.value, capfirst(word)) for what, word in STANDING_WORDS.items())
        self.fields["meta"].choices = [("", _("Todas")), *words]
        if goal.people is None:
            del self.fields["meta"]
        self.is_valid()

    def narrowed(self, rows: QuerySet[Contact]) -> QuerySet[Contact]:
        if self.value("unidad"):
            rows = rows.filter(member__code=self.value("unidad"))
        if level := self.value("nivel"):
            rows = rows.filter(post_level="" if level == UNKNOWN else level)
        if self.value("meta"):
            rows = rows.filter(standing_filter(self._goal, Standing(self.value("meta"))))
        return rows.filter(found_by(self.value("q")))


class JoinFilter(LooseForm):
    q = search_field()

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.is_valid()


class RosterJoinForm(forms.Form):
    """People of the directory and the day they joined."""

    joined_on = forms.DateField(label=gettext_lazy("Se sumaron el"), widget=DateInput)
    contacts = RowsField(
        queryset=Contact.objects.none(),
        error_messages={"required": gettext_lazy("Marque a quién se suma: nadie está marcada todavía.")},
    )

    def __init__(self, *args: Any, people: QuerySet[Contact], today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contacts"].queryset = people
        self.fields["joined_on"].initial = today
        self.fields["joined_on"].widget.attrs |= {"max": today.isoformat(), "class": "form-control"}

    @property
    def chosen(self) -> set[str]:
        return set(self.data.getlist("contacts")) if self.is_bound else set()


class RosterForm(NetworkModelForm):
    class Meta:
        model = Contact
        fields = ["joined_on", "post_level", "sex"]
        help_texts = {
            "joined_on": gettext_lazy(
                "El día en que se sumó. Vacío: deja de formar parte; sigue en el directorio."
            ),
            "post_level": gettext_lazy("Sin él no se sabe si cuenta para la meta."),
            "sex": gettext_lazy("Como ella lo diga; vacío: no lo dijo."),
        }
