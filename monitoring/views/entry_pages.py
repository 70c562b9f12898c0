"""The page of an entry, for everyone in the network: read, decided on, talked about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView

from monitoring.forms.reviewing import MessageForm, ReviewForm
from monitoring.models import ComplianceEntry
from monitoring.observed import field_choices
from monitoring.selectors import obligations, timeline, warnings_for
from monitoring.services import entry_return, entry_validate, message_add
from monitoring.views.base import EntryMixin
from networks.models import ConflictError
from networks.permissions import can_discuss_entry, can_report_on_behalf, can_review_entry


class EntryReadMixin(EntryMixin):
    """What the page of an entry shows."""

    @property
    def sees_restricted(self) -> bool:
        return can_report_on_behalf(self.request.user, self.network)

    @property
    def may_discuss(self) -> bool:
        return can_discuss_entry(self.request.user, self.network, self.member and self.member.pk)

    @cached_property
    def fields(self) -> list[tuple[str, str]]:
        """What an observation can be about."""
        asked = getattr(self, "questions", ())
        return field_choices(self.activity, self.entry, asked, hides_restricted=not self.sees_restricted)

    def queue_url(self, opened: int | str | None) -> str:
        """Back to the queue as it was; `cola` is only its query string, so that no address leads elsewhere."""
        left = urlsplit(f"?{self.request.POST.get('cola', '')}").query
        tail = f"abierto={opened}#avance-{opened}" if opened else ""
        return f"{self.period_url('review_list')}?{'&'.join(filter(None, (left, tail)))}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            previous=self.previous,
            is_writable=self.may_write
            and not self.period.is_over
            and (self.entry is None or self.entry.is_editable),
            sees_restricted=self.sees_restricted,
            may_discuss=self.may_discuss,
            **{
                "in_queue": "cola" in self.request.POST,
                "queue": self.request.POST.get("cola", ""),
                "after": self.request.POST.get("siguiente", ""),
                **self._of_entry(),
                **kwargs,
            },
        )

    def _of_entry(self) -> dict[str, Any]:
        entry, activity = self.entry, self.activity
        if entry is None:
            return {"review_form": None, "steps": [], "measured": [], "delivered": [], "warnings": []}
        reviews = can_review_entry(self.request.user, self.network)
        warned = warnings_for(self.period, [entry], reviewer=self.request.user) if reviews else {}
        return {
            "review_form": ReviewForm(initial={"revision": entry.revision}, choices=self.fields),
            "message_form": MessageForm(),
            "fields": dict(self.fields),
            "steps": timeline(entry),
            "measured": pairs(activity.indicators.all(), entry.measurements.all(), "indicator"),
            "delivered": pairs(activity.deliverables.all(), entry.deliverables.all(), "deliverable"),
            "measured_before": pairs(
                activity.indicators.all(), self.previous.measurements.all() if self.previous else (), "indicator"
            ),
            "warnings": warned.get(entry.pk, []),
        }


def pairs(planned: Iterable[Any], given: Iterable[Any], name: str) -> list[tuple[Any, Any]]:
    """What the plan asks for beside what was given, where something was."""
    by_lineage = {getattr(row, f"{name}_lineage"): row for row in given}
    return [(row, by_lineage[row.lineage]) for row in planned if row.lineage in by_lineage]


class EntryDetailView(EntryReadMixin, TemplateView):
    """What was reported, for everyone in the network, with its history."""

    template_name = "monitoring/entry_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        next_owed = self._next_owed() if "enviado" in self.request.GET else None
        return super().get_context_data(next_owed=next_owed, **kwargs)

    def _next_owed(self) -> Any:
        """After sending one, the next of hers that waits."""
        owed = obligations(self.network, self.period, user=self.request.user)
        sent = set(
            ComplianceEntry.objects.counted()
            .filter(period=self.period)
            .values_list("activity_lineage", "member_id")
        )
        return next((one for one in owed if one.at not in sent), None)


class EntryReviewView(EntryReadMixin, FormView):
    """Return with observations, or validate; from the queue, on to the next that waits there."""

    http_method_names = ["post"]
    template_name = "monitoring/entry_review.html"
    permission = staticmethod(can_review_entry)
    form_class = ReviewForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "choices": self.fields}

    def form_valid(self, form: ReviewForm) -> HttpResponse:
        if self.entry is None:
            raise Http404
        stays = self.entry.pk
        try:
            self._review(form)
            stays = None
        except ConflictError:
            words = _("El avance cambió mientras lo leía: vuelva a leerlo antes de decidir.")
            messages.error(self.request, words)
        except ValidationError as error:
            if hasattr(error, "error_dict"):
                form.add_error(None, error)
                return self.form_invalid(form)
            messages.error(self.request, error.messages[0])
        if "cola" in self.request.POST:
            return redirect(self.queue_url(stays or self._next()))
        return redirect(self.entry_url("entry_detail"))

    def _next(self) -> str:
        given = self.request.POST.get("siguiente", "")
        return given if given.isdecimal() else ""

    def _review(self, form: ReviewForm) -> None:
        given = {"entry": self.entry, "by": self.request.user, "revision": form.cleaned_data["revision"]}
        name = f"{self.activity.code} · {self.member or self.network.short_name}"
        if self.request.POST.get("decision") == "validate":
            entry_validate(**given)
            messages.success(self.request, _("Avance validado: %(name)s.") % {"name": name})
            return
        (field, body), *also = form.given() or [("", "")]
        entry_return(**given, body=body, field=field, also=also)
        words = _("Avance devuelto con su observación: %(name)s. Deja de contar hasta que se reenvíe.")
        messages.success(self.request, words % {"name": name})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(review_form=kwargs.get("form"), **kwargs)


class EntryMessageView(EntryReadMixin, FormView):
    """A message on the entry, from its page or from the queue."""

    http_method_names = ["post"]
    template_name = "monitoring/entry_message.html"
    form_class = MessageForm

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.may_discuss:
            raise PermissionDenied
        if self.entry is None:
            raise Http404
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: BaseForm) -> HttpResponse:
        message_add(entry=self.entry, author=self.request.user, body=form.cleaned_data["body"])
        messages.success(self.request, _("Mensaje enviado."))
        if "cola" in self.request.POST:
            return redirect(self.queue_url(self.entry.pk))
        return redirect(self.entry_url("entry_detail") + "#conversacion")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(message_form=kwargs.get("form"), **kwargs)
