"""Forms of invitations: whom to invite, until when, and what she answers."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from networks.folding import fold
from networks.forms.base import DateInput
from networks.forms.roster import LooseForm, search_field
from networks.invitation_lines import Line, read_lines
from networks.models import Contact, Invitation, Member, Network, PostLevel, Sex
from networks.models.base import LineField
from networks.selectors.invitations import UNANSWERED, InvitationState
from networks.services.invitations import Invited

MOST_LINES = 300
DEFAULT_DAYS = 30


class InvitationForm(forms.Form):
    """Many at once. Every line is checked before any is sent; each wrong one gets its sentence."""

    lines = LineField(
        label=gettext_lazy("A quién se invita"),
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 7, "spellcheck": "false"}),
    )
    message = LineField(
        label=gettext_lazy("Mensaje"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("Va en el correo y en la página de la invitación. Puede quedar vacío."),
    )
    expires_on = forms.DateField(
        label=gettext_lazy("Puede contestar hasta el"),
        widget=DateInput,
    )

    def __init__(self, *args: Any, network: Network, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.network, self.today = network, today
        self.fields["expires_on"].initial = today + datetime.timedelta(days=DEFAULT_DAYS)
        self.fields["lines"].help_text = _(
            "Una persona por línea: correo; nombre; %(unit)s. El nombre y la %(unit)s pueden faltar."
        ) % {"unit": network.member_word}

    def clean_lines(self) -> list[Invited]:
        lines = read_lines(self.cleaned_data["lines"])
        if len(lines) > MOST_LINES:
            raise ValidationError(
                _("Son %(n)s líneas y se puede invitar a %(most)s a la vez: envíe primero una parte.")
                % {"n": len(lines), "most": MOST_LINES}
            )
        checker = LineChecker(self.network, lines, self.today)
        if not checker.units:
            raise ValidationError(
                _("Nadie podría aceptar: la red no tiene integrantes vigentes. Añada antes alguna.")
            )
        people, wrong = [], []
        for line in lines:
            try:
                people.append(checker.check(line))
            except ValidationError as error:
                said = {"number": line.number, "why": " ".join(error.messages)}
                wrong.append(_("Línea %(number)s: %(why)s") % said)
        if wrong:
            raise ValidationError(wrong)
        return people

    def clean_expires_on(self) -> datetime.date:
        return check_later(self.cleaned_data["expires_on"], self.today)


def check_later(day: datetime.date, today: datetime.date) -> datetime.date:
    if day <= today:
        raise ValidationError(_("Elija un día después de hoy."))
    return day


class LineChecker:
    """Says what is wrong with a line. Reads what it compares with once, however many lines."""

    def __init__(self, network: Network, lines: list[Line], today: datetime.date) -> None:
        emails = [line.email.lower() for line in lines]
        self.today = today
        self.units: dict[str, Member] = {}
        for member in Member.objects.filter(network=network).valid_on(today):
            self.units[fold(member.code)] = self.units[fold(member.name)] = member
        open_rows = Invitation.objects.filter(UNANSWERED, network=network, email__in=emails)
        self.open = dict(open_rows.values_list("email", "expires_on"))
        inside = Contact.objects.filter(member__network=network).joined_by(today)
        self.inside = {email.lower() for email in inside.exclude(email="").values_list("email", flat=True)}
        self.seen: dict[str, int] = {}

    def check(self, line: Line) -> Invited:
        email = line.email.lower()
        said = {"email": line.email, "name": line.name, "unit": line.unit, "extra": line.extra}
        self._check_email(email, line, said)
        if line.extra:
            raise ValidationError(_("Sobra «%(extra)s»: van el correo, el nombre y la unidad.") % said)
        if len(line.name) > 200:
            raise ValidationError(_("El nombre pasa de 200 letras: acórtelo."))
        unit = self.units.get(fold(line.unit)) if line.unit else None
        if line.unit and unit is None:
            raise ValidationError(
                _("No hay una unidad «%(unit)s» en la red: escriba su nombre o su código.") % said
            )
        self.seen[email] = line.number
        return Invited(email, line.name, unit)

    def _check_email(self, email: str, line: Line, said: dict[str, Any]) -> None:
        try:
            validate_email(email)
        except ValidationError as error:
            raise ValidationError(_("«%(email)s» no es un correo electrónico.") % said) from error
        if len(email) > 254:
            raise ValidationError(_("El correo pasa de 254 letras."))
        if email in self.seen:
            raise ValidationError(
                _("%(email)s ya está en la línea %(number)s.") % {**said, "number": self.seen[email]}
            )
        if email in self.inside:
            raise ValidationError(_("%(email)s ya forma parte de la red.") % said)
        if email in self.open:
            if self.open[email] < self.today:
                raise ValidationError(
                    _("%(email)s tiene una invitación vencida: amplíe su plazo en la lista.") % said
                )
            raise ValidationError(
                _("%(email)s ya tiene una invitación sin contestar: reenvíela desde la lista.") % said
            )


class InvitationFilter(LooseForm):
    q = search_field()
    estado = forms.ChoiceField(label=gettext_lazy("Estado"), required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        states = ((state.value, capfirst(state.label)) for state in InvitationState)
        self.fields["estado"].choices = [("", _("Todas")), *states]
        self.is_valid()


class InvitationExtendForm(forms.Form):
    expires_on = forms.DateField(label=gettext_lazy("Puede contestar hasta el"), widget=DateInput)

    def __init__(self, *args: Any, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["expires_on"].initial = today + datetime.timedelta(days=DEFAULT_DAYS)

    def clean_expires_on(self) -> datetime.date:
        return check_later(self.cleaned_data["expires_on"], self.today)


class AcceptForm(forms.Form):
    """What she says of herself when she accepts, and that it may be kept."""

    name = LineField(label=gettext_lazy("Su nombre"), max_length=200)
    member = forms.ModelChoiceField(queryset=Member.objects.none(), empty_label=gettext_lazy("Elija…"))
    post = LineField(label=gettext_lazy("Su cargo"), max_length=200)
    post_level = forms.ChoiceField(
        label=gettext_lazy("Nivel de su cargo"),
        choices=[("", gettext_lazy("Elija…")), *((level.value, capfirst(level.label)) for level in PostLevel)],
    )
    sex = forms.ChoiceField(label=gettext_lazy("Sexo (si quiere decirlo)"), required=False)
    phone = LineField(
        label=gettext_lazy("Teléfono (opcional)"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
    consent = forms.BooleanField(
        label=gettext_lazy("Acepto que la red guarde estos datos."),
        error_messages={
            "required": gettext_lazy("Sin su acuerdo la red no puede guardar sus datos: marque la casilla.")
        },
    )

    def __init__(self, *args: Any, invitation: Invitation, today: datetime.date, **kwargs: Any) -> None:
        initial = {"name": invitation.name, "member": invitation.member_id}
        super().__init__(*args, initial=initial, **kwargs)
        network = invitation.network
        units = Member.objects.filter(network=network).valid_on(today)
        self.fields["member"].queryset = units.order_by("order", "name")
        self.fields["member"].label = capfirst(network.member_word)
        sexes = ((sex.value, capfirst(sex.label)) for sex in Sex)
        self.fields["sex"].choices = [("", _("Prefiero no decirlo")), *sexes]
        for name in ("name", "post"):
            self.fields[name].widget.attrs["autocomplete"] = {"name": "name", "post": "organization-title"}[name]
        dress(self)


class DeclineForm(forms.Form):
    reason = LineField(
        label=gettext_lazy("¿Por qué? (si quiere decirlo)"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self)


def dress(form: forms.Form) -> None:
    """The classes of the light pages."""
    for field in form.fields.values():
        widget = field.widget
        if isinstance(widget, forms.CheckboxInput):
            widget.attrs["class"] = "form-check-input"
        else:
            widget.attrs["class"] = "form-select" if isinstance(widget, forms.Select) else "form-control"
