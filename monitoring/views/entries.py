"""An entry: written, saved by itself, sent, and the figure a document declared for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.generic import FormView, TemplateView

from monitoring.forms.comparing import Comparison, compared, digest, has_choices, with_choices
from monitoring.forms.entries import DeclareForm, EntryForm
from monitoring.models import ComplianceEntry, EntryStatus, ReportLink
from monitoring.selectors import entry_for, rollup
from monitoring.selectors.sharing import others_for
from monitoring.selectors.training import Fed, fed_figures
from monitoring.services import (
    EntryLockedError,
    entry_declare,
    entry_save_draft,
    entry_submit,
)
from monitoring.services.several import entry_submit_several
from monitoring.views.attempts import earlier_keys, read_attempt
from monitoring.views.base import EntryMixin
from monitoring.views.keeping import KeepingMixin
from monitoring.views.resuming import FORBIDDEN, ResumableJsonMixin, ResumableMixin
from networks.models import ConflictError, EarnedRule, Member
from networks.permissions import can_report, can_report_on_behalf

CONFLICT = 409
REFUSED = 422


@method_decorator(gzip_page, name="dispatch")
class EntryEditView(ResumableMixin, KeepingMixin, EntryMixin, TemplateView):
    """The form. What its buttons do beside saving is said by the views below, which share it."""

    template_name = "monitoring/entry_edit.html"
    permission = staticmethod(can_report)
    # The one-click link by which she came, where she came by one.
    link: ReportLink | None = None
    # After a conflict: the two texts, field by field, and the entry as it is now.
    comparisons: Sequence[Comparison] = ()
    current: ComplianceEntry | None = None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.check_writes()
        if self.period.is_over or (self.entry and not self.entry.is_editable):
            return redirect(self.entry_url("entry_detail"))
        return self.render_to_response(self.get_context_data())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.check_writes()
        if self.form.is_valid():
            try:
                return self.save()
            except ConflictError:
                return self.show_unsaved(CONFLICT)
            except ValidationError as error:
                self.keep_files(self.form)
                self.form.add_errors(error)
        return self.show_unsaved()

    def ask_again(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.check_writes()
        return self.show_unsaved(FORBIDDEN)

    def show_unsaved(self, status: int = 200) -> HttpResponse:
        return self.render_to_response(self.get_context_data(is_unsaved=True), status=status)

    def save(self) -> HttpResponse:
        """Act; what two devices wrote alike is no conflict. Raises ConflictError once both texts are compared."""
        try:
            return self.act_or_keep(self.form)
        except ConflictError:
            self.compare()
            if self.comparisons:
                raise
        self.form.cleaned_data["revision"] = self.current.revision if self.current else 0
        return self.act_or_keep(self.form)

    def compare(self) -> None:
        """Keep what she wrote, show what there is now, and let the next save go over it as she chooses."""
        self.current = entry_for(self.period, self.activity.lineage, self.member)
        theirs = self.make_form(self.current)
        self.comparisons = compared(self.form, theirs, self.request.POST.get("read", ""))
        self.form.data = self.form.data.copy()
        self.form.data["revision"] = str(self.current.revision if self.current else 0)
        self.form.data["read"] = digest(theirs)

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
            "changes": form.evidence_changes(),
            "attempt": read_attempt(self.request.POST, self.link),
        }

    @cached_property
    def form(self) -> EntryForm:
        if self.request.method != "POST":
            return self.make_form(self.entry)
        data = self.request.POST
        # A choice is between the two texts that were shown: of a third one she has to be told.
        if has_choices(data) and self.entry and str(self.entry.revision) == data.get("revision"):
            data = with_choices(data, self.make_form(self.entry))
        return self.make_form(None, data, self.request.FILES)

    def make_form(self, entry: ComplianceEntry | None, *data: Any) -> EntryForm:
        given = {"activity": self.activity, "on_behalf": self.on_behalf, "questions": self.questions}
        return EntryForm(*data, entry=entry, others=self.others, **given)

    @cached_property
    def others(self) -> list[Member]:
        """For whom else the same text may be sent; a link is for one member."""
        if self.link:
            return []
        attempt = read_attempt(self.request.POST)
        where = (self.period, self.activity, self.member)
        return others_for(self.request.user, *where, attempt=attempt and attempt.key)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.form.previous = self.previous
        self.form.fed = self.fed()
        return super().get_context_data(
            form=self.form,
            on_behalf=self.on_behalf,
            previous=self.previous,
            autosave_url=self.entry_url("entry_autosave"),
            submit_url=self.entry_url("entry_submit"),
            evidence_url=self.entry_url("evidence_create"),
            **self.delivery(),
            **kwargs,
        )

    def fed(self) -> dict[UUID, Fed]:
        """What the network's courses say of the activity's figures."""
        lineages = [indicator.lineage for indicator in self.activity.indicators.all()]
        return fed_figures(self.network, self.period, lineages, self.member) if lineages else {}

    def delivery(self) -> dict[str, Any]:
        """What the page needs to be sent once, from one hand, on a line that fails."""
        data = self.request.POST
        return {
            "attempt": uuid4(),
            "earlier": earlier_keys(data),
            "writer": self.request.user.pk or "",
            "read": (self.form.data.get("read", "") if self.form.is_bound else digest(self.form)),
            "base": data.get("revision", "") if self.comparisons else "",
            "interruption": self.interruption,
            "comparisons": self.comparisons,
            "current": self.current,
            "saved_by": self.current and self.current.history.select_related("history_user").first(),
            "login_url": reverse("account_login"),
        }


class EntrySubmitView(EntryEditView):
    """Saves and sends; the button of the same form."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.check_writes()
        return redirect(self.entry_url("entry_edit"))

    def act(self, form: EntryForm) -> HttpResponse:
        entry = self.submit(form)
        messages.success(self.request, _("Avance enviado. Ya cuenta en las cifras del periodo."))
        proportional = self.network.earned_rule == EarnedRule.PROPORTIONAL
        if proportional and entry.status == EntryStatus.ONGOING and entry.progress is None:
            messages.warning(
                self.request, _("Va «en avance» sin porcentaje: no suma a la cifra hasta que diga cuánto.")
            )
        return redirect(self.entry_url("entry_detail") + "?enviado=1")

    def submit(self, form: EntryForm) -> ComplianceEntry:
        others = form.shared_with()
        if not others:
            return entry_submit(**self.written(form))
        asks_own = any(question.is_required for question in self.questions)
        entry, shared = entry_submit_several(**self.written(form), others=others, asks_own=asks_own)
        if shared.sent:
            words = _("El mismo texto se envió también por: %(names)s.")
            messages.success(self.request, words % {"names": ", ".join(map(str, shared.sent))})
        if shared.drafts:
            words = _("Quedó en borrador, con el mismo texto, por: %(names)s. Faltan las cifras de cada una.")
            messages.warning(self.request, words % {"names": ", ".join(map(str, shared.drafts))})
        return entry


class EntryAutosaveView(ResumableJsonMixin, EntryEditView):
    """The draft as it is being typed; answers what `static/js/entry-form.js` expects."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.check_writes()
        if not self.form.is_valid():
            return self.refuse(self.first_error())
        try:
            return self.save()
        except ConflictError:
            words = _("Este avance se guardó desde otro lugar mientras escribía.")
            return self.refuse(words, CONFLICT, reason="conflict")
        except EntryLockedError as error:
            return self.refuse(error.messages[0], CONFLICT, reason="locked")
        except ValidationError as error:
            return self.refuse(error.messages[0])

    def act(self, form: EntryForm) -> HttpResponse:
        entry = entry_save_draft(**{**self.written(form), "attachments": ()})
        at = timezone.localtime(entry.updated_at, ZoneInfo(self.network.time_zone))
        saved = {"saved": True, "saved_at": f"{at:%H:%M}", "revision": entry.revision}
        return JsonResponse({**saved, "read": digest(form)})

    def refuse(self, message: str, status: int = REFUSED, **more: str) -> JsonResponse:
        return JsonResponse({"saved": False, "message": message, **more}, status=status)

    def first_error(self) -> str:
        name, errors = next(iter(self.form.errors.items()))
        label = self.form.fields[name].label if name in self.form.fields else ""
        return _("No se ha guardado. %(label)s: %(error)s") % {"label": label, "error": errors[0]}


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
