"""Forms of lines that are pasted or moved to another place of the draft."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from networks.models import Network
from networks.models.base import LineField
from plans.models import Activity, Eje, Objective
from plans.pasting import MOST_LINES
from plans.tree import TreeActivity, TreeEje, TreeVersion

LONGEST_PASTE = 200_000
NBSP = "\u00a0"


class PasteForm(forms.Form):
    """`seen` is the digest of the text whose preview she saw: what was changed since is shown again first."""

    text = LineField(
        label=gettext_lazy("Líneas"),
        max_length=LONGEST_PASTE,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 9, "spellcheck": "true", "class": "paste__text"}),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_text(self) -> str:
        text = self.cleaned_data["text"]
        found = sum(1 for line in text.splitlines() if line.strip())
        if found > MOST_LINES:
            words = {"n": found, "most": MOST_LINES}
            raise ValidationError(_("Son %(n)s líneas: pegue como mucho %(most)s cada vez.") % words)
        if not found:
            raise ValidationError(_("No hay ninguna línea con texto."))
        return text

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.cleaned_data["text"].encode()).hexdigest()[:16]

    @property
    def was_seen(self) -> bool:
        return self.cleaned_data.get("seen") == self.digest


class PlaceForm(forms.Form):
    """Where an activity goes: `eje:ID`, `objetivo:ID` or `actividad:ID`; a drag adds the order of the new list."""

    place = forms.ChoiceField(label=gettext_lazy("Trasladar a"))
    code = LineField(label=gettext_lazy("Código"), max_length=20, required=False)
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, tree: TreeVersion, row: Activity, network: Network) -> None:
        super().__init__(data, initial={"revision": row.revision})
        self.fields["place"].choices = [
            ("", _("(elija el lugar)")),
            *((f"{eje.code}. {shortened(eje.title)}", list(_places(eje, row, network))) for eje in tree.ejes),
        ]
        self.fields["code"].help_text = _(
            "Vacío: conserva %(code)s, o toma el que sigue si allí ya está usado."
        ) % {"code": row.code}

    def place_of(self, ejes: dict[int, Eje]) -> dict[str, Any]:
        """The keywords of `activity_transfer` for the place chosen."""
        kind, pk = self.cleaned_data["place"].split(":")
        if kind == "eje":
            return {"eje": ejes[int(pk)]}
        if kind == "objetivo":
            objective = Objective.objects.get(pk=pk)
            return {"eje": ejes[objective.eje_id], "objective": objective}
        parent = Activity.objects.get(pk=pk)
        return {"eje": ejes[parent.eje_id], "parent": parent}

    def add_errors(self, error: ValidationError) -> None:
        told = error.error_dict if hasattr(error, "error_dict") else {None: error}
        for field, errors in told.items():
            self.add_error(field if field in self.fields else None, errors)


class EjePlaceForm(forms.Form):
    """To which eje an objective goes."""

    place = forms.ChoiceField(label=gettext_lazy("Trasladar a"))
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, ejes: dict[int, Eje], row: Objective) -> None:
        super().__init__(data, initial={"revision": row.revision})
        others = [eje for eje in ejes.values() if eje.pk != row.eje_id]
        named = [(str(eje.pk), f"{eje.code}. {shortened(eje.title)}") for eje in others]
        self.fields["place"].choices = [("", _("(elija el lugar)")), *named]

    def add_errors(self, error: ValidationError) -> None:
        self.add_error(None, error.messages)


def _places(eje: TreeEje, row: Activity, network: Network) -> Iterator[tuple[str, str]]:
    words = {"word": network.eje_word, "code": eje.code, "objective": network.objective_word}
    name = _("%(word)s %(code)s, sin %(objective)s") if eje.objectives else _("%(word)s %(code)s, al final")
    yield f"eje:{eje.pk}", name % words
    for objective in eje.objectives:
        yield f"objetivo:{objective.pk}", shortened(f"{objective.code} {objective.title}".strip())
        for activity in objective.activities:
            yield from _below(activity, row, 1)
    for activity in eje.loose:
        yield from _below(activity, row, 0)


def _below(activity: TreeActivity, row: Activity, level: int) -> Iterator[tuple[str, str]]:
    if activity.pk == row.pk:
        return
    name = _("bajo %(code)s %(title)s") % {"code": activity.code, "title": activity.title}
    yield f"actividad:{activity.pk}", NBSP * 4 * (level + 1) + shortened(name)
    for child in activity.children:
        yield from _below(child, row, level + 1)


def shortened(text: str, most: int = 70) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
