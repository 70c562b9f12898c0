"""The form of a network's own data: who it is, its words and rules, its sessions, its people, its languages."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from networks.forms.base import NetworkModelForm
from networks.languages import languages_of_network
from networks.models import Language, Network, PostLevel, SeatRole, Sex

PARTS = (
    (
        _("Quién es"),
        [
            "name",
            "short_name",
            "mandate",
            "secretariat",
            "secretariat_post",
            "regulation",
            "regulation_on",
            "norms",
        ],
    ),
    (
        _("Sus palabras"),
        [
            f"{word}_word{plural}"
            for word in ("eje", "objective", "activity", "member")
            for plural in ("", "_plural")
        ],
    ),
    (
        _("Cómo cuenta e informa"),
        ["earned_rule", "period_kind", "time_zone", "keeps_device_drafts", "member_comparison"],
    ),
    (
        _("Sus sesiones"),
        ["quorum_rule", "quorum_seats", "quorum_roles", "meetings_per_year", "convening_days"],
    ),
    (
        _("Sus personas"),
        [
            "roster_goal",
            "roster_goal_title",
            "roster_goal_levels",
            "roster_goal_sex",
            "roster_goal_on",
            "contacts_month",
        ],
    ),
    (_("Idiomas y página pública"), ["main_language", "other_languages", "public_about", "data_licence"]),
)
NOT_OF_THE_MODEL = {"main_language", "other_languages"}


def month_choices() -> list[tuple[Any, Any]]:
    return [("", _("no se pregunta de oficio")), *MONTHS.items()]


class NetworkForm(NetworkModelForm):
    """`main_language` and `other_languages` are the network's `languages`, the first one first."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    quorum_roles = forms.MultipleChoiceField(
        label=_("Roles que cuentan para el quórum"),
        choices=SeatRole,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Marque al menos un rol: sin ninguno nunca habría quórum.")},
    )
    roster_goal_levels = forms.MultipleChoiceField(
        label=_("Niveles de cargo que cuenta la meta"),
        choices=PostLevel,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Ninguno marcado: todos."),
    )
    roster_goal_sex = forms.ChoiceField(
        label=_("Sexo que cuenta la meta"), choices=[("", _("cualquiera")), *Sex.choices], required=False
    )
    contacts_month = forms.TypedChoiceField(
        label=_("Mes en que se pregunta a los contactos por sus datos"),
        choices=month_choices,
        coerce=int,
        empty_value=None,
        required=False,
    )
    main_language = forms.ChoiceField(
        label=_("Idioma de la red"),
        choices=Language,
        help_text=_("El de su página pública, sus correos y quien no haya elegido otro."),
    )
    other_languages = forms.MultipleChoiceField(
        label=_("Otros idiomas de su página pública"),
        choices=Language,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    class Meta:
        model = Network
        fields = [name for _title, names in PARTS for name in names if name not in NOT_OF_THE_MODEL]
        widgets = {
            "mandate": forms.Textarea(attrs={"rows": 4}),
            "norms": forms.Textarea(attrs={"rows": 3}),
            "public_about": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["revision"] = self.instance.revision
        first, *others = languages_of_network(self.instance)
        self.initial |= {"main_language": first, "other_languages": others}
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout("revision", *(Fieldset(title, *names) for title, names in PARTS))

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("main_language"):
            chosen = [data["main_language"], *data.get("other_languages", [])]
            self.instance.languages = list(dict.fromkeys(chosen))
        return data
