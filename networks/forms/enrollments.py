"""Forms about the people of a course: who came to a session, and when somebody left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from networks.forms.base import DateInput
from networks.models import Enrollment, Network

CAME, MISSED, UNKNOWN = "si", "no", ""
MARKS = {CAME: True, MISSED: False, UNKNOWN: None}
WORDS = {True: CAME, False: MISSED, None: UNKNOWN}


class WithdrawForm(forms.Form):
    withdrawn_on = forms.DateField(
        label=_("Se retiró el"),
        required=False,
        widget=DateInput,
        help_text=_("Vacía: sigue en el curso."),
    )

    def __init__(self, *args: Any, network: Network, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.network = network


class CourseAttendanceForm(forms.Form):
    """A choice for each person. Beside it goes what the page showed her as, so that of two people who take the
    attendance at once neither undoes what she did not touch."""

    def __init__(self, *args: Any, people: Sequence[tuple[Enrollment, bool | None]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        choices = [(CAME, _("asistió")), (MISSED, _("no asistió")), (UNKNOWN, _("no consta"))]
        for enrollment, mark in people:
            name = f"p{enrollment.pk}"
            self.fields[name] = forms.ChoiceField(
                choices=choices, required=False, widget=forms.RadioSelect, initial=WORDS[mark]
            )
            self.fields[f"{name}-was"] = forms.CharField(
                required=False, widget=forms.HiddenInput, initial=WORDS[mark], max_length=2
            )

    def propose_present(self) -> None:
        """Of whom nothing is known; it is kept only when she saves."""
        for enrollment, mark in self.people:
            if mark is None:
                self.initial[f"p{enrollment.pk}"] = CAME

    @property
    def rows(self) -> Iterator[tuple[Enrollment, BoundField, BoundField]]:
        for enrollment, _mark in self.people:
            yield enrollment, self[f"p{enrollment.pk}"], self[f"p{enrollment.pk}-was"]

    def marks(self) -> dict[int, bool | None]:
        """What she changed."""
        data = self.cleaned_data
        names = [(enrollment.pk, f"p{enrollment.pk}") for enrollment, _mark in self.people]
        return {pk: MARKS[data[name]] for pk, name in names if data[name] != data[f"{name}-was"]}
