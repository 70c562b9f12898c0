"""The queue of a period's review, and the validation of many at once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from monitoring.forms.reviewing import QueueFilter
from monitoring.models import ReviewState
from monitoring.selectors.reviewing import BULK, MANY, PAGE, QueueRow, ReviewQueue, without_warnings
from monitoring.services import entries_validate
from monitoring.views.base import PeriodMixin
from monitoring.views.entry_pages import EntryDetailView
from networks.permissions import can_review_entry

STATES = {
    "enviados": ReviewState.SUBMITTED,
    "observados": ReviewState.RETURNED,
    "validados": ReviewState.VALIDATED,
}
WAITING = "enviados"


class QueueMixin(PeriodMixin):
    """`self.rows`: what the filters in the address leave, in their order."""

    permission = staticmethod(can_review_entry)

    @cached_property
    def state(self) -> str:
        given = self.request.GET.get("estado", "")
        return given if given in STATES else WAITING

    @cached_property
    def queue(self) -> ReviewQueue:
        return ReviewQueue(self.period, STATES[self.state], self.request.user)

    @cached_property
    def filter(self) -> QueueFilter:
        return QueueFilter(self.request.GET, queue=self.queue)

    @cached_property
    def rows(self) -> list[QueueRow]:
        return self.queue.ask(self.filter.ask())

    def address(self, **changes: Any) -> str:
        """The query string of the queue as it is, but for some of it."""
        query = self.request.GET.copy()
        for name in ("abierto", *changes):
            query.pop(name, None)
        query.update({name: value for name, value in changes.items() if value})
        return query.urlencode()


class ReviewListView(QueueMixin, TemplateView):
    """The queue. One row at a time is open, in its place: `?abierto=<id>`."""

    template_name = "monitoring/review_list.html"

    def get_template_names(self) -> list[str]:
        is_fragment = self.request.htmx and not self.request.htmx.history_restore_request
        return [f"{self.template_name}#queue"] if is_fragment else [self.template_name]

    @cached_property
    def at(self) -> int | None:
        """Where the open row is among all of them."""
        given = self.request.GET.get("abierto", "")
        return next((n for n, row in enumerate(self.rows) if str(row.pk) == given), None)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        number = self.request.GET.get("page")
        if self.at is not None:
            number = self.at // PAGE + 1
        page = self.queue.page(self.rows, number)
        clean = without_warnings(self.rows if len(self.rows) <= MANY else list(page))
        return super().get_context_data(
            filter=self.filter,
            state=self.state,
            tabs=self._tabs(),
            drafts=self.queue.counts[ReviewState.DRAFT],
            rows=self.rows,
            page=page,
            address=self.address(page=None),
            is_writable=not self.period.is_closed and self.state == WAITING,
            clean={row.pk for row in clean},
            clean_count=len(clean),
            bulk=min(BULK, len(clean)),
            is_many=len(self.rows) > MANY,
            opened=self.rows[self.at] if self.at is not None else None,
            opened_html=self._opened() if self.at is not None else "",
            **kwargs,
        )

    def _tabs(self) -> list[tuple[str, str, int, bool]]:
        """(words, address, how many, whether it is shown)."""
        words = {"enviados": _("Enviados"), "observados": _("Observados"), "validados": _("Validados")}
        return [
            (words[key], self.address(estado=key, page=None), self.queue.counts[state], key == self.state)
            for key, state in STATES.items()
        ]

    def _opened(self) -> str:
        """The open row, as the page of the entry has it, with the way to its neighbours."""
        row = self.rows[self.at]
        view = EntryDetailView()
        kwargs = {**self.kwargs, "lineage": row.activity.lineage, "who": row.who}
        view.setup(self.request, **kwargs)
        view.network, view.period = self.network, self.period
        before = self.rows[self.at - 1].pk if self.at else None
        after = self.rows[self.at + 1].pk if self.at + 1 < len(self.rows) else None
        context = view.get_context_data(before=before, after=after, in_queue=True, queue=self.address(page=None))
        return render_to_string("monitoring/_review_open.html", context, self.request)


class ReviewValidateView(QueueMixin, TemplateView):
    """Validate many at once: first the list to confirm, then what became of each."""

    http_method_names = ["post"]
    template_name = "monitoring/review_validate.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "confirmado" not in request.POST:
            return self.render_to_response(self.get_context_data(rows=self.chosen()))
        try:
            found = entries_validate(period=self.period, read=self.read(), by=request.user)
        except ValidationError as error:
            messages.error(request, error.messages[0])
            return redirect(self.back)
        n = len(found.done)
        words = ngettext("%(n)s avance validado.", "%(n)s avances validados.", n) % {"n": n}
        if n or not found.left:
            messages.success(request, words)
        if found.left:
            left = [(self.queue.name(entry), reason) for entry, reason in found.left]
            return self.render_to_response(self.get_context_data(found=found, left=left))
        return redirect(self.back)

    @property
    def back(self) -> str:
        return f"{self.period_url('review_list')}?{self.address(page=None)}"

    def chosen(self) -> list[QueueRow]:
        """Those marked, or all that nothing speaks against."""
        rows = self.rows
        if "todos" not in self.request.POST:
            marked = set(self.request.POST.getlist("entry")[:BULK])
            rows = [row for row in rows if str(row.pk) in marked]
        elif len(rows) > MANY:
            rows = list(self.queue.page(rows, self.request.GET.get("page")))
        self.queue.read(rows)
        return without_warnings(rows)[:BULK]

    def read(self) -> dict[int, int]:
        """What was confirmed: «id:revision» each."""
        pairs = (given.split(":") for given in self.request.POST.getlist("entry")[:BULK])
        return {
            int(pair[0]): int(pair[1])
            for pair in pairs
            if len(pair) == 2 and all(part.isdecimal() and len(part) < 10 for part in pair)
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(address=self.address(page=None), back=self.back, **kwargs)
