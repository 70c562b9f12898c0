"""An acta on paper: as PDF, as Word, and its approval, which prints it for good."""

from __future__ import annotations

import hashlib
import logging
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, View

from monitoring.models import Acta, ActaState, Meeting
from monitoring.selectors.acta_record import acta_record, current_record
from monitoring.selectors.actas import approving_meetings, refused_because
from monitoring.services.actas import acta_approve, approval_of, check_approvable
from monitoring.views.actas import WrittenActaMixin
from networks.mixins import NetworkMixin
from networks.models import ConflictError
from networks.views.saving import add_refusal
from reports import word
from reports.acta_content import acta_docx, acta_pdf
from reports.pdf import PdfError

logger = logging.getLogger("trama.actas")


class ActaPaperMixin(WrittenActaMixin):
    permission = staticmethod(NetworkMixin.permission)

    @property
    def stem(self) -> str:
        return f"acta-{self.network.slug}-{self.meeting.on.isoformat()}"

    def attach(self, content: bytes, kind: str, suffix: str) -> HttpResponse:
        response = HttpResponse(content, content_type=kind)
        name = self.stem if self.acta.state == ActaState.APPROVED else f"{self.stem}-borrador"
        response["Content-Disposition"] = f'attachment; filename="{name}.{suffix}"'
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "private, no-store"
        return response


class ActaPdfView(ActaPaperMixin, View):
    """A draft is printed as it is now, with its watermark; an approved one comes out of what was kept, byte by
    byte. One approved elsewhere has none: its signed copy is among the annexes."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            content = self.content()
        except (PdfError, ValidationError) as error:
            reason = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
            messages.error(request, _("No se pudo preparar el PDF: %(reason)s") % {"reason": reason})
            return redirect(self.page_url())
        return self.attach(content, "application/pdf", "pdf")

    def content(self) -> bytes:
        acta = self.acta
        if acta.frozen is not None:
            return kept_pdf(acta)
        if acta.state == ActaState.APPROVED:
            raise ValidationError(_("se aprobó antes de llevarse aquí, y vale su copia firmada entre los anexos."))
        _check_held(acta)
        return acta_pdf(acta_record(acta), self.network, state=acta.state, stem=self.stem)


def kept_pdf(acta: Acta) -> bytes:
    """What was printed when it was approved. Raises ValidationError when the file is gone or is another."""
    try:
        with acta.pdf.open() as file:
            content = file.read()
    except OSError:
        content = b""
    if hashlib.sha256(content).hexdigest() != acta.pdf_sha256:
        logger.error("the kept PDF of acta %s is missing or changed", acta.pk)
        raise ValidationError(
            _("el archivo guardado falta o no es el que se aprobó. Avise a quien administra el sistema.")
        )
    return content


def _check_held(acta: Acta) -> None:
    if acta.meeting.held_on is None:
        raise ValidationError(_("la sesión todavía no se ha realizado."))


class ActaWordView(ActaPaperMixin, View):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            _check_held(self.acta)
        except ValidationError as error:
            messages.error(request, _("No se pudo preparar: %(reason)s") % {"reason": error.messages[0]})
            return redirect(self.page_url())
        content = acta_docx(acta_record(self.acta), self.network, state=self.acta.state)
        return self.attach(content, word.CONTENT_TYPE, "docx")


class MeetingChoice(forms.ModelChoiceField):
    def label_from_instance(self, meeting: Meeting) -> str:
        if getattr(meeting, "puts_it", False):
            return _("%(meeting)s (la tiene en su orden del día)") % {"meeting": meeting}
        return str(meeting)


class ApproveForm(forms.Form):
    approved_in = MeetingChoice(
        label=gettext_lazy("Se aprobó en"), queryset=Meeting.objects.none(), empty_label=None
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: Any, acta: Acta, meetings: list[Meeting], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["approved_in"]
        field.queryset = Meeting.objects.filter(pk__in=[meeting.pk for meeting in meetings])
        field.choices = [(meeting.pk, field.label_from_instance(meeting)) for meeting in meetings]
        self.fields["revision"].initial = acta.revision


class ActaApproveView(WrittenActaMixin, FormView):
    """Says what is missing, or in which session it was approved; then prints it and freezes it."""

    form_class = ApproveForm
    template_name = "reports/acta_approve.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.acta.state == ActaState.APPROVED:
            return redirect(self.page_url())
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        return {**kwargs, "acta": self.acta, "meetings": approving_meetings(self.acta)}

    def form_valid(self, form: BaseForm) -> HttpResponse:
        try:
            self.approve(**form.cleaned_data)
        except ConflictError:
            messages.error(self.request, _("Otra persona cambió el acta: revísela y vuelva a aprobarla."))
            return redirect(self.page_url())
        except PdfError as error:
            form.add_error(None, _("No se aprobó: %(reason)s") % {"reason": error})
        except ValidationError as error:
            add_refusal(form, error)
        else:
            messages.success(self.request, _("El acta quedó aprobada, con su PDF y su huella. Ya no cambia."))
            return redirect(self.page_url())
        return self.form_invalid(form)

    def approve(self, *, approved_in: Meeting, revision: int) -> None:
        acta = self.acta
        check_approvable(acta, approved_in)
        content = {**current_record(acta), "approval": approval_of(approved_in)}
        stem = f"acta-{self.network.slug}-{self.meeting.on.isoformat()}"
        printed = acta_pdf(content, self.network, state=ActaState.APPROVED, stem=stem)
        acta_approve(
            acta=acta,
            revision=revision,
            approved_in=approved_in,
            user=self.request.user,
            content=content,
            pdf=printed,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = approving_meetings(self.acta)
        missing = refused_because(check_approvable, self.acta, found[0]) if found else ""
        return super().get_context_data(candidates=found, missing=missing, **kwargs)
