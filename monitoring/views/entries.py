"""An entry: written, saved by itself, sent, read, reviewed, and the figure a document declared for it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView

from monitoring.forms.entries import DeclareForm, EntryForm, ReviewForm
from monitoring.models import ComplianceEntry, EntryStatus
from monitoring.selectors import entry_for, obligations, rollup, steps
from monitoring.services import (
    EntryLockedError,
    entry_declare,
    entry_return,
    entry_save_draft,
    entry_submit,
    entry_validate,
)
from monitoring.views.base import EntryMixin
from networks.models import ConflictError, EarnedRule
from networks.permissions import can_report, can_report_on_behalf, can_review_entry
from plans.conflicts import differences

CONFLICT = 409
REFUSED = 422


class EntryEditView(EntryMixin, TemplateView):
    """The form. What its buttons do beside saving is said by the views below, which share it."""

    template_name = "monitoring/entry_edit.html"
    permission = staticmethod(can_report)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.check_writes()
        if self.period.is_closed or (self.entry and not self.entry.is_editable):
            return redirect(self.entry_url("entry_detail"))
        return self.render_to_response(self.get_context_data())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.check_writes()
        if self.form.is_valid():
            try:
                return self.act(self.form)
            except ConflictError as conflict:
                self.tell_conflict(conflict)
                return self.render_to_response(self.get_context_data(conflict=True), status=CONFLICT)
            except ValidationError as error:
                self.form.add_errors(error)
        return self.render_to_response(self.get_context_data())

    def act(self, form: EntryForm) -> HttpResponse:
        entry_save_draft(**self.written(form))
        messages.success(self.request, _("Borrador guardado. Todavía no se ha enviado."))
        return redirect(self.entry_url("entry_edit"))

    def written(self, form: EntryForm) -> dict[str, Any]:
        return {
            "key": self.key,
            "draft": form.draft(),
            "revision": form.read_revision,
            "user": self.request.user,
            "attachments": form.attachments(),
        }

    @cached_property
    def form(self) -> EntryForm:
        if self.request.method == "POST":
            return self.make_form(None, self.request.POST, self.request.FILES)
        return self.make_form(self.entry)

    def make_form(self, entry: ComplianceEntry | None, *data: Any) -> EntryForm:
        return EntryForm(*data, activity=self.activity, entry=entry, on_behalf=self.on_behalf)

    def tell_conflict(self, conflict: ConflictError) -> None:
        """Keep what she wrote, show what there is now, and let the next save go over it knowingly."""
        current = entry_for(self.period, self.activity.lineage, self.member)
        self.form.data = self.form.data.copy()
        self.form.data["revision"] = str(current.revision if current else 0)
        self.form.differences = differences(self.form, self.make_form(current))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.form.previous = self.previous
        return super().get_context_data(
            form=self.form,
            on_behalf=self.on_behalf,
            previous=self.previous,
            autosave_url=self.entry_url("entry_autosave"),
            submit_url=self.entry_url("entry_submit"),
            evidence_url=self.entry_url("evidence_create"),
            **kwargs,
        )


class EntrySubmitView(EntryEditView):
    """Saves and sends; the button of the same form."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.check_writes()
        return redirect(self.entry_url("entry_edit"))

    def act(self, form: EntryForm) -> HttpResponse:
        entry = entry_submit(**self.written(form))
        messages.success(self.request, _("Avance enviado. Ya cuenta en las cifras del periodo."))
        proportional = self.network.earned_rule == EarnedRule.PROPORTIONAL
        if proportional and entry.status == EntryStatus.ONGOING and entry.progress is None:
            messages.warning(
                self.request, _("Va «en avance» sin porcentaje: no suma a la cifra hasta que diga cuánto.")
            )
        return redirect(self.entry_url("entry_detail") + "?enviado=1")


class EntryAutosaveView(EntryEditView):
    """The draft as it is being typed; answers what `static/js/autosave.js` expects."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.check_writes()
        if not self.form.is_valid():
            return self.refuse(self.first_error())
        try:
            entry = entry_save_draft(**{**self.written(self.form), "attachments": ()})
        except ConflictError:
            words = _("Otra persona cambió este avance. Pulse «Guardar borrador» para ver los dos textos.")
            return self.refuse(words, CONFLICT)
        except EntryLockedError as error:
            return self.refuse(error.messages[0], CONFLICT)
        except ValidationError as error:
            return self.refuse(error.messages[0])
        at = timezone.localtime(entry.updated_at, ZoneInfo(self.network.time_zone))
        return JsonResponse({"saved": True, "saved_at": f"{at:%H:%M}", "revision": entry.revision})

    def refuse(self, message: str, status: int = REFUSED) -> JsonResponse:
        return JsonResponse({"saved": False, "message": message}, status=status)

    def first_error(self) -> str:
        name, errors = next(iter(self.form.errors.items()))
        label = self.form.fields[name].label if name in self.form.fields else ""
        return _("No se ha guardado. %(label)s: %(error)s") % {"label": label, "error": errors[0]}


class EntryReadMixin(EntryMixin):
    """What the page of an entry shows."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        entry, given = self.entry, {"review_form": None, "steps": [], "measured": [], "delivered": []}
        if entry is not None:
            given["review_form"] = ReviewForm(initial={"revision": entry.revision})
            given["steps"] = steps(entry)
            given["measured"] = _pairs(self.activity.indicators.all(), entry.measurements.all(), "indicator")
            given["delivered"] = _pairs(self.activity.deliverables.all(), entry.deliverables.all(), "deliverable")
        return super().get_context_data(
            previous=self.previous,
            is_writable=self.may_write and not self.period.is_closed and (entry is None or entry.is_editable),
            sees_restricted=can_report_on_behalf(self.request.user, self.network),
            **{**given, **kwargs},
        )


def _pairs(planned: Iterable[Any], given: Iterable[Any], name: str) -> list[tuple[Any, Any]]:
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
    """Return with an observation, or validate."""

    http_method_names = ["post"]
    template_name = "monitoring/entry_review.html"
    permission = staticmethod(can_review_entry)
    form_class = ReviewForm

    def form_valid(self, form: BaseForm) -> HttpResponse:
        if self.entry is None:
            raise Http404
        try:
            self._review(form.cleaned_data)
        except ConflictError:
            words = _("El avance cambió mientras lo leía: vuelva a leerlo antes de decidir.")
            messages.error(self.request, words)
        except ValidationError as error:
            if hasattr(error, "error_dict"):
                form.add_error(None, error)
                return self.form_invalid(form)
            messages.error(self.request, error.messages[0])
        return redirect(self.entry_url("entry_detail"))

    def _review(self, data: dict[str, Any]) -> None:
        given = {"entry": self.entry, "by": self.request.user, "revision": data["revision"]}
        if self.request.POST.get("decision") == "validate":
            entry_validate(**given)
            messages.success(self.request, _("Avance validado."))
            return
        entry_return(**given, body=data["body"], field=data["field"])
        messages.success(
            self.request, _("Avance devuelto con su observación. Deja de contar hasta que se reenvíe.")
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(review_form=kwargs.get("form"), **kwargs)


class EntryDeclareView(EntryMixin, FormView):
    """The figure a document printed for this entry, with its reason; it never enters a sum."""

    template_name = "monitoring/entry_declare.html"
    permission = staticmethod(can_report_on_behalf)
    form_class = DeclareForm

    def get_initial(self) -> dict[str, Any]:
        if self.entry is None:
            raise Http404
        return {
            "revision": self.entry.revision,
            "value": self.entry.declared_earned,
            "reason": self.entry.declared_reason,
        }

    def form_valid(self, form: BaseForm) -> HttpResponse:
        data = form.cleaned_data
        try:
            entry_declare(
                entry=self.entry,
                by=self.request.user,
                revision=data["revision"] or 0,
                value=data["value"],
                reason=data["reason"],
            )
        except ConflictError:
            form.add_error(None, _("El avance cambió mientras lo leía: vuelva a leerlo antes de declarar."))
        except ValidationError as error:
            form.add_error(None, error.messages[0])
        else:
            messages.success(self.request, _("Cifra declarada guardada. No entra en ninguna suma."))
            return redirect(self.entry_url("entry_detail"))
        return self.form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rolled = rollup(self.network, self.period)
        found = [f for plan in rolled.plans if (f := plan.activity(self.activity.lineage))]
        return super().get_context_data(figure=found[0] if found else None, **kwargs)
