"""A form whose writing is a service: saved by `save`, and what the service refuses goes back into the form."""

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
