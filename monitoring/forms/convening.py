"""The form that calls to a session: who, and what is said to them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from monitoring.models import Meeting
from monitoring.selectors.convening import Recipient, RecipientList
from monitoring.services.convening import known_recipients
from networks.models.base import LineField

MOST = 300


class ConveningForm(forms.Form):
    """`number` is the call that the page was made for, so that a repeated click sends nothing more."""

    number = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    recipients = forms.MultipleChoiceField(required=False)
    more = LineField(
        label=_("Otras personas"),
        required=False,
        max_length=20_000,
        help_text=_("Una por línea, el nombre y el correo: «Secretaría de Planeación planeacion@example.org»."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    message = LineField(
        label=_("Mensaje"),
        required=False,
        max_length=2000,
        help_text=_("Va antes del orden del día. La fecha, el lugar y los puntos se ponen solos."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, meeting: Meeting, people: RecipientList, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meeting, self.people = meeting, people
        self.by_key = {one.key: one for one in people.everybody}
        self.fields["recipients"].choices = [(key, one.name) for key, one in self.by_key.items()]
        self.initial.setdefault("recipients", [one.key for one in people.everybody if one.preset])
        last = meeting.convenings.order_by("-number").first()
        rows = last.recipients if last else []
        others = [row for row in rows if row["email"].lower() not in self.by_key]
        self.initial.setdefault("more", "\n".join(_written(row) for row in others))

    @property
    def ticked(self) -> set[str]:
        return set(self["recipients"].value() or ())

    def clean_more(self) -> list[dict[str, str]]:
        rows = []
        for line in self.cleaned_data["more"].splitlines():
            if not line.strip(" <>,;"):
                continue
            name, email = _read(line)
            try:
                validate_email(email)
            except ValidationError as error:
                raise ValidationError(
                    gettext("«%(line)s» no es un correo: escriba uno por línea.") % {"line": line.strip()[:100]}
                ) from error
            if len(email) > 254 or len(name) > 200:
                raise ValidationError(gettext("Ese nombre o ese correo es demasiado largo: acórtelo."))
            rows.append({"name": name, "email": email, "member": ""})
        return rows

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors and not data.get("recipients") and not data.get("more"):
            self.add_error("recipients", _("Elija al menos a una persona, o escriba su correo."))
        elif not self.errors and len(self.chosen()) > MOST:
            self.add_error("recipients", _("Son demasiadas personas para una convocatoria: quite algunas."))
        return data

    def chosen(self) -> list[Recipient]:
        """Each address once, those of the list first."""
        found = {key: self.by_key[key] for key in self.cleaned_data["recipients"]}
        for one in known_recipients(self.meeting.network, self.cleaned_data["more"]):
            found.setdefault(one.key, self.by_key.get(one.key, one))
        return list(found.values())


def _read(line: str) -> tuple[str, str]:
    """The name, perhaps none, and the address that ends the line, with or without «<…>» or a comma between."""
    *name, email = line.replace("<", " ").replace(">", " ").split()
    return " ".join(name).strip(" ,;\"'"), email.strip(",;")


def _written(row: dict[str, str]) -> str:
    return f"{row['name']} {row['email']}".strip()
