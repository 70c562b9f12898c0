"""Calling to a session: who, what is said, how the mail will look, and what was sent."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import DetailView, FormView

from monitoring.convening_mail import Call, ConveningMail, convening_mail
from monitoring.forms.convening import ConveningForm
from monitoring.models import Convening
from monitoring.selectors.convening import RecipientList, convening_state, recipients_for, sent_mails
from monitoring.selectors.periods import local_today
from monitoring.services.convening import convening_send, next_number
from monitoring.views.meetings import PartMixin, WritingMixin
from networks.views.saving import add_refusal


class ConveningCreateView(PartMixin, WritingMixin, FormView):
    """POST with `ver` shows the mails, one a language, and sends nothing."""

    form_class = ConveningForm
    template_name = "monitoring/convening_create.html"
    part = "convocatoria"
    heading = gettext_lazy("Convocar a la sesión")

    @cached_property
    def people(self) -> RecipientList:
        return recipients_for(self.meeting, local_today(self.network))

    def get_initial(self) -> dict[str, Any]:
        return {"number": next_number(self.meeting)}

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        del kwargs["network"]
        return {**kwargs, "meeting": self.meeting, "people": self.people}

    def form_valid(self, form: BaseForm) -> HttpResponse:
        if "ver" in self.request.POST:
            return self.render_to_response(self.get_context_data(form=form, previews=self.previews(form)))
        try:
            _convening, is_new = convening_send(
                meeting=self.meeting,
                number=form.cleaned_data["number"],
                recipients=form.chosen(),
                message=form.cleaned_data["message"],
                by=self.request.user,
            )
        except ValidationError as error:
            add_refusal(form, error)
            # Told what was sent meanwhile, she may still send hers.
            form.data = form.data.copy()
            form.data["number"] = str(next_number(self.meeting))
            return self.form_invalid(form)
        self.say(is_new, len(form.chosen()))
        return redirect(self.get_success_url())

    def say(self, is_new: bool, count: int) -> None:
        if not is_new:
            messages.info(self.request, _("Esa convocatoria ya se había enviado: no se envió otra vez."))
            return
        said = ngettext(
            "Se convocó a %(count)s persona: su correo está por salir.",
            "Se convocó a %(count)s personas: sus correos están por salir.",
            count,
        )
        messages.success(self.request, said % {"count": count})

    def previews(self, form: BaseForm) -> list[tuple[ConveningMail, list[str]]]:
        """The mail in each language, as the first of its readers would get it, and who gets it."""
        call = Call(
            meeting=self.meeting,
            number=form.cleaned_data["number"],
            stamp=timezone.now(),
            agenda=list(self.meeting.agenda.order_by("order", "pk").values_list("title", flat=True)),
            message=form.cleaned_data["message"],
            again=form.cleaned_data["number"] > 0,
        )
        by_language: dict[str, list] = {}
        for one in form.chosen():
            by_language.setdefault(one.language, []).append(one)
        return [
            (convening_mail(call, each[0]), [one.name or one.email for one in each])
            for each in by_language.values()
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        state = convening_state(self.meeting, local_today(self.network))
        agenda = list(self.meeting.agenda.order_by("order", "pk"))
        return super().get_context_data(people=self.people, called=state, agenda=agenda, **kwargs)


class ConveningDetailView(PartMixin, DetailView):
    """One call as it was sent, and how each of its mails stands."""

    template_name = "monitoring/convening_detail.html"
    context_object_name = "convening"
    part = "convocatoria"

    def get_object(self, queryset: Any = None) -> Convening:
        rows = Convening.objects.filter(meeting=self.meeting).select_related("sent_by")
        return get_object_or_404(rows, number=self.kwargs["number"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(mails=sent_mails(self.object), **kwargs)
