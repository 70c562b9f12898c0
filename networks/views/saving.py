"""Pages whose writing is a service: what it refuses goes back into the form, or is told where she goes next."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _


def add_refusal(form: BaseForm, error: ValidationError) -> None:
    """Put what a service refused beside the field it is about, or above the form."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)


class ServiceForm:
    """Of a network's page with a form that takes `network`; `heading_new` is for what does not exist yet."""

    heading = ""
    heading_new = ""

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "network": self.network}

    def save(self, form: BaseForm) -> str:
        """Write it, and return where to go next."""
        raise NotImplementedError

    def form_valid(self, form: BaseForm) -> HttpResponse:
        try:
            target = self.save(form)
        except ValidationError as error:
            add_refusal(form, error)
            return self.form_invalid(form)
        messages.success(self.request, _("Se guardó."))
        return redirect(target)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = getattr(self, "object", None)
        is_new = row is None or row.pk is None
        heading = self.heading_new if is_new and self.heading_new else self.heading
        return super().get_context_data(heading=heading, **kwargs)


class ServiceDelete:
    """Asks before it deletes; a refusal is told on the page she goes back to."""

    def remove(self) -> None:
        """Delete `object`, or raise ValidationError."""
        raise NotImplementedError

    def removed(self, name: str) -> str:
        """What is said afterwards of what was called so."""
        return _("Se eliminó «%(record)s».") % {"record": name}

    def form_valid(self, form: BaseForm) -> HttpResponse:
        name, target = str(self.object), self.get_success_url()
        try:
            self.remove()
        except ValidationError as error:
            messages.error(self.request, " ".join(error.messages))
        else:
            messages.success(self.request, self.removed(name))
        return redirect(target)
