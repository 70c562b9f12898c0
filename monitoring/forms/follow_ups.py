"""Forms of follow-ups; their choices never leave the network."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from monitoring.follow_up_words import CLOSED, DROPPED, OPEN, OVERDUE, UNREAD
from monitoring.forms.evidence import MOST_FILES, FilesField, FilesInput
from monitoring.models import FollowUp, Meeting
from monitoring.selectors.periods import local_today
from monitoring.services.publications import check_web_url
from monitoring.uploads import ACCEPT, refuse
from networks.folding import fold
from networks.forms import DateInput, NetworkModelForm
from networks.models import Member, Network
from networks.models.base import LineField
from networks.models.directory import THE_NETWORK


class FollowUpForm(NetworkModelForm):
    """What is owed, by whom and until when; how it stands is changed on its own page."""

    class Meta:
        model = FollowUp
        fields = ["body", "member", "responsible", "deadline_text"]
        widgets = {"body": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "responsible": gettext_lazy("En palabras, si hace falta: «con apoyo de Planeación»."),
            "deadline_text": gettext_lazy(
                "En palabras: «fines de agosto», «segundo semestre», «15 de octubre de 2024». Sin año, el de la "
                "sesión."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["member"]
        kept = self.instance.member_id
        today = local_today(self.network)
        valid = Member.objects.valid_on(today).values("pk")
        own = Member.objects.filter(network=self.network)
        field.queryset = (own.filter(pk__in=valid) | own.filter(pk=kept)).order_by("order", "name")
        field.label = _("Quién responde")
        field.empty_label = _("La red (su secretaría técnica)")
        field.help_text = _("A quien se le recuerda, y quien puede cerrarlo.")
        self.fields["responsible"].label = _("Responsable, en palabras")


class FollowUpCloseForm(forms.Form):
    """The day, how it was done, and what shows it."""

    closed_on = forms.DateField(label=gettext_lazy("Cumplido el"), widget=DateInput())
    note = LineField(
        label=gettext_lazy("Cómo se cumplió"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    files = FilesField(
        label=gettext_lazy("Archivos"),
        required=False,
        widget=FilesInput(attrs={"accept": ACCEPT}),
        help_text=gettext_lazy("Imágenes, PDF, documentos de Word, Excel o LibreOffice."),
    )
    url = forms.URLField(
        label=gettext_lazy("O la dirección de una página"),
        max_length=500,
        required=False,
        assume_scheme="https",
        validators=[check_web_url],
        error_messages={"invalid": check_web_url.message},
    )
    title = LineField(label=gettext_lazy("Qué muestra la evidencia"), max_length=200, required=False)

    def clean_files(self) -> list:
        files = self.cleaned_data["files"]
        if len(files) > MOST_FILES:
            words = _("Son %(count)s archivos: adjunte como mucho %(most)s.")
            raise ValidationError(words % {"count": len(files), "most": MOST_FILES})
        for file in files:
            refuse(file)
        return files


class FollowUpReasonForm(forms.Form):
    """Why it is dropped, or owed again."""

    reason = LineField(
        label=gettext_lazy("Por qué"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3, "autofocus": True})
    )


class FollowUpFilter(forms.Form):
    """Every field is optional; a value that is not among the choices is left out, never an error page."""

    estado = forms.ChoiceField(
        label=gettext_lazy("Estado"),
        required=False,
        choices=[
            ("", gettext_lazy("Todos")),
            (OPEN, gettext_lazy("En curso")),
            (OVERDUE, gettext_lazy("Vencidos")),
            (UNREAD, gettext_lazy("Con un plazo sin fecha")),
            (CLOSED, gettext_lazy("Cumplidos")),
            (DROPPED, gettext_lazy("Sin efecto")),
        ],
    )
    integrante = forms.ChoiceField(required=False)
    sesion = forms.ChoiceField(label=gettext_lazy("Sesión"), required=False)
    q = forms.CharField(label=gettext_lazy("Buscar"), required=False, max_length=200)

    def __init__(self, data: Any, *, network: Network, members: list[Member], meetings: list[Meeting]) -> None:
        super().__init__(data)
        every = [("", _("Todas"))]
        self.fields["integrante"].label = capfirst(network.member_word)
        own = [(THE_NETWORK, _("La red"))]
        self.fields["integrante"].choices = every + own + [(member.code, member.name) for member in members]
        self.fields["sesion"].choices = every + [(str(meeting.pk), str(meeting)) for meeting in meetings]
        self.is_valid()

    def value(self, name: str) -> str:
        return getattr(self, "cleaned_data", {}).get(name, "") or ""

    @property
    def narrows(self) -> bool:
        return any(self.value(name) for name in self.fields)

    def narrowed(self, rows: Any) -> Any:
        """By everything but the state."""
        who, meeting = self.value("integrante"), self.value("sesion")
        if who:
            rows = rows.filter(member__isnull=True) if who == THE_NETWORK else rows.filter(member__code=who)
        if meeting:
            rows = rows.filter(decision__meeting=meeting)
        words = fold(self.value("q")).split()
        return rows.filter(pk__in=_with_words(rows, words)) if words else rows


def _with_words(rows: Any, words: list[str]) -> list[int]:
    """All the words, in any order, without minding accents or capitals, which no database does alike."""
    texts = rows.order_by().values_list("pk", "body", "responsible", "decision__body", "member__name")
    found = ((pk, fold(" ".join(filter(None, parts)))) for pk, *parts in texts.iterator())
    return [pk for pk, text in found if all(word in text for word in words)]
