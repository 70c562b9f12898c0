"""Evidence of an entry: added and taken away from the entry's own form, and opened."""

from __future__ import annotations

import logging
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.generic import View

from monitoring.forms.entries import EntryForm
from monitoring.models import Evidence
from monitoring.services import entry_save_draft, evidence_open, evidence_remove
from monitoring.views.base import EntryMixin
from monitoring.views.entries import EntryEditView

logger = logging.getLogger("trama.evidence")


class EvidenceMixin(EntryMixin):
    def get_evidence(self) -> Evidence:
        if self.entry is None:
            raise Http404
        rows = Evidence.objects.for_user(self.request.user).select_related("entry__period__network")
        return get_object_or_404(rows, pk=self.kwargs["pk"], entry=self.entry.pk)


class EvidenceCreateView(EntryEditView):
    """Adds what was chosen in the form, and keeps what was written in it."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.check_writes()
        return redirect(self.entry_url("entry_edit") + "#evidencia")

    def act(self, form: EntryForm) -> HttpResponse:
        box = self.request.POST.get("box", "")
        if not form.attachments():
            name = f"{box.removesuffix('box')}files"
            words = _("Elija un archivo o escriba un enlace para agregar.")
            raise ValidationError({name if name in form.fields else "files": words})
        entry_save_draft(**self.written(form))
        messages.success(self.request, _("Evidencia agregada. El avance sigue en borrador."))
        place = box if f"{box.removesuffix('box')}files" in form.fields else "evidencia"
        return redirect(f"{self.entry_url('entry_edit')}#{place}")


class EvidenceDeleteView(EvidenceMixin, EntryEditView):
    """A button of the form: what was written in it is kept too."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.check_writes()
        self.get_evidence()
        return redirect(self.entry_url("entry_edit") + "#evidencia")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.check_writes()
        self.get_evidence()
        return super().post(request, *args, **kwargs) if "revision" in request.POST else self._remove()

    def act(self, form: EntryForm) -> HttpResponse:
        entry_save_draft(**self.written(form))
        return self._remove()

    def _remove(self) -> HttpResponse:
        try:
            evidence_remove(evidence=self.get_evidence())
        except ValidationError as error:
            messages.error(self.request, error.messages[0])
        else:
            messages.success(self.request, _("Evidencia quitada."))
        return redirect(self.entry_url("entry_edit") + "#evidencia")


class EvidenceDownloadView(EvidenceMixin, View):
    """Each opening is written down. A file always goes as an attachment, never shown by the browser."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        evidence = self.get_evidence()
        evidence_open(evidence=evidence, user=request.user)
        logger.info("evidence %s opened by %s", evidence.pk, request.user.pk)
        return _handed_out(evidence) if evidence.file else _sent_on(evidence)


def _handed_out(evidence: Evidence) -> HttpResponse:
    response = FileResponse(
        evidence.file.open(),
        as_attachment=True,
        filename=evidence.original_name,
        content_type="application/octet-stream",
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _sent_on(evidence: Evidence) -> HttpResponse:
    """To the link, which is not told where she comes from."""
    response = redirect(evidence.url)
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response
