"""Who attended: every seat of a session, one small group of fields each."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from monitoring.selectors.attendance import SeatRow
from monitoring.services.attendance import AttendanceMark
from networks.models import Sex
from networks.models.base import LineField

WORDS = {True: "si", False: "no", None: ""}
VALUES = {word: value for value, word in WORDS.items()}


@dataclass(frozen=True)
class SeatFields:
    """A seat, and its fields as the page shows them."""

    row: SeatRow
    attended: BoundField
    post: BoundField
    name: BoundField
    sex: BoundField
    seen: BoundField

    @property
    def delegate(self) -> tuple[BoundField, BoundField]:
        return self.name, self.post


def seen_of(row: SeatRow) -> str:
    """What the page shows of a seat, to come back with the answer."""
    return json.dumps([WORDS[row.attended], row.delegate_post, row.delegate_name, row.sex])


class SeenField(forms.CharField):
    """None where the answer does not say what was shown."""

    def clean(self, value: Any) -> tuple[bool | None, str, str, str] | None:
        if not value:
            return None
        try:
            word, *rest = json.loads(value)
            post, name, sex = (str(part) for part in rest)
            return VALUES[word], post, name, sex
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise ValidationError(_("Vuelva a cargar la página: no se sabe qué mostraba.")) from error


class AttendanceForm(forms.Form):
    """Every seat of a session: asistió, no asistió or no consta, who came in its place, and the sex she states.

    A seat the answer does not name stays as it is. `everyone` marks as present the seats left without a mark.
    """

    CHOICES = (("si", _("Asistió")), ("no", _("No asistió")), ("", _("No consta")))
    late_reason = LineField(
        label=_("Por qué se anota después del día de la sesión"), max_length=300, required=False
    )

    def __init__(
        self, *args: Any, rows: Sequence[SeatRow], everyone: bool = False, reason: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rows, self.everyone = rows, everyone
        self.fields["late_reason"].initial = reason
        for row in rows:
            self._add(self.prefix_of(row), row)

    def _add(self, stem: str, row: SeatRow) -> None:
        self.fields[stem] = forms.ChoiceField(
            choices=self.CHOICES, initial=WORDS[row.attended], required=False, widget=forms.RadioSelect
        )
        for part, label, value in (
            ("cargo", _("Cargo de quien vino en su lugar"), row.delegate_post),
            ("nombre", _("Nombre de quien vino en su lugar"), row.delegate_name),
        ):
            widget = forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"})
            self.fields[f"{stem}-{part}"] = LineField(
                label=label, max_length=200, required=False, initial=value, widget=widget
            )
        self.fields[f"{stem}-sexo"] = forms.ChoiceField(
            label=_("Sexo de quien asistió"),
            choices=[("", _("no lo dijo")), *Sex.choices],
            initial=row.sex,
            required=False,
            widget=forms.Select(attrs={"class": "form-select"}),
        )
        self.fields[f"{stem}-era"] = SeenField(required=False, initial=seen_of(row), widget=forms.HiddenInput)

    @staticmethod
    def prefix_of(row: SeatRow) -> str:
        return f"puesto-{row.seat.pk}"

    def seats(self) -> Iterator[SeatFields]:
        for row in self.rows:
            stem = self.prefix_of(row)
            parts = (self[f"{stem}-{part}"] for part in ("cargo", "nombre", "sexo", "era"))
            yield SeatFields(row, self[stem], *parts)

    def clean(self) -> Mapping[str, Any]:
        data = super().clean()
        for row in self.rows:
            stem = self.prefix_of(row)
            for part in ("cargo", "nombre"):
                if data.get(f"{stem}-{part}", "").strip() and not self._came(stem):
                    self.add_error(
                        f"{stem}-{part}", _("Marque «Asistió», o borre los datos de quien vino en su lugar.")
                    )
        return data

    def _came(self, stem: str) -> bool:
        value = self.cleaned_data.get(stem)
        return value == "si" or (self.everyone and value == "")

    def marks(self) -> list[AttendanceMark]:
        data = self.cleaned_data
        stems = [(row, self.prefix_of(row)) for row in self.rows]
        return [
            AttendanceMark(
                member=row.seat,
                attended=True if self.everyone and row.is_valid and not data[stem] else VALUES[data[stem]],
                delegate_post=data[f"{stem}-cargo"],
                delegate_name=data[f"{stem}-nombre"],
                sex=data[f"{stem}-sexo"],
                seen=data[f"{stem}-era"],
            )
            for row, stem in stems
            if stem in self.data
        ]
