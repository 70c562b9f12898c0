"""The last steps of editing a draft: listed, undone and done again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from plans import services
from plans.models import EditStep
from plans.services.undoing import KEPT_STEPS
from plans.views.base import DraftMixin, PostView


class VersionStepsView(DraftMixin, TemplateView):
    """Who did what, and when. HTMX gets the list alone, for the dialog."""

    template_name = "plans/version_steps.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        template = f"{self.template_name}#list" if request.htmx else self.template_name
        return render(request, template, self.get_context_data())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = EditStep.objects.for_user(self.request.user).filter(version=self.version)
        rows = rows.select_related("made_by").defer("before", "after").order_by("-pk")
        return super().get_context_data(rows=rows, kept=KEPT_STEPS, **kwargs)


class StepView(PostView):
    """`step` is the one she saw named on the button; another is not touched."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        seen = request.POST.get("step", "")
        step = int(seen) if seen.isdecimal() and len(seen) < 19 else 0
        try:
            message = self.take(step)
        except ValidationError as error:
            messages.warning(request, " ".join(error.messages))
            return self.back()
        return self.done(message)


class VersionUndoView(StepView):
    def take(self, step: int) -> str:
        done = services.step_undo(version=self.version, step=step)
        return _("Se deshizo: %(label)s.") % {"label": done.label}


class VersionRedoView(StepView):
    def take(self, step: int) -> str:
        done = services.step_redo(version=self.version, step=step)
        return _("Se rehízo: %(label)s.") % {"label": done.label}
