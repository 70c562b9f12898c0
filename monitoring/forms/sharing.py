"""The same text for other members: whom else what is sent now is reported for."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy

from networks.models import Member


class SharingPart:
    """Of the form of an entry; `others` are the members who owe the same and have written nothing yet."""

    def add_sharing(self, others: Sequence[Member]) -> None:
        self._others = {member.code: member for member in others}
        # A choice that is gone since the page was made is told, too.
        if others or (self.is_bound and "also" in self.data):
            self.fields["also"] = forms.MultipleChoiceField(
                label=gettext_lazy("El mismo texto, también por"),
                required=False,
                choices=[(member.code, member.name) for member in others],
                widget=forms.CheckboxSelectMultiple,
                error_messages={
                    "invalid_choice": gettext_lazy(
                        "Una de las marcadas no puede recibirlo, o ya tiene algo escrito: revise las marcas."
                    )
                },
            )

    @property
    def also(self) -> forms.BoundField | None:
        return self["also"] if "also" in self.fields else None

    def shared_with(self) -> list[Member]:
        return [self._others[code] for code in self.cleaned_data.get("also", ())]
