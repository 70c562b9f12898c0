"""What is kept of a form that could not be taken whole: files are the dearest part of it on a weak line."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from monitoring.forms.comparing import digest
from monitoring.forms.entries import EntryForm
from monitoring.services import entry_save_draft
from networks.models import ConflictError


class KeepingMixin:
    """Mixed into the view of an entry's form."""

    def act_or_keep(self, form: EntryForm) -> HttpResponse:
        """A file that is refused costs neither the text nor the other files: they are kept as a draft."""
        if not form.refused:
            return self.act(form)
        entry_save_draft(**self.written(form))
        for words in form.refused:
            messages.error(self.request, words)
        messages.warning(self.request, _("Lo demás quedó guardado en borrador. Todavía no se ha enviado."))
        return redirect(self.entry_url("entry_edit") + "#evidencia")

    def keep_files(self, form: EntryForm) -> None:
        """Where files came with what may not be sent yet, a draft keeps them: a page cannot choose them again.

        To be called before the form is told its errors: those take the wrong values out of what it cleaned.
        """
        if not form.attachments():
            return
        try:
            entry = entry_save_draft(**self.written(form))
        except (ValidationError, ConflictError):
            return
        self.__dict__.pop("entry", None)
        form.data = form.data.copy()
        form.data["revision"], form.data["read"] = str(entry.revision), digest(form)
        form.forget_added()
