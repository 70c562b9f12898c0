"""What a one-click link opens: one member's obligations of one period, and their forms. It can read nothing else.

Nobody signs in: the address stands for the person it was sent to, who is the author of what it writes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.decorators.gzip import gzip_page
from django.views.generic import TemplateView, View

from monitoring.forms.entries import EntryForm
from monitoring.models import LinkAction, Period, ReportLink
from monitoring.selectors import rollup
from monitoring.selectors.obligations import Standing, standings
from monitoring.services.report_links import link_is_good, link_of, link_used
from monitoring.state_words import StateChip, countdown, state_chip
from monitoring.views.base import PeriodMixin
from monitoring.views.entries import EntryAutosaveView, EntryEditView, EntrySubmitView
from monitoring.views.evidence import EvidenceCreateView, EvidenceDeleteView
from networks.models import Member
from networks.models.directory import THE_NETWORK

GONE = 410


class LinkMixin(PeriodMixin):
    """`self.link`, with its network, period and member. An address nobody made answers 404; one that is no longer
    good 410, and says nothing of what it opened."""

    link: ReportLink

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        link = link_of(kwargs["token"])
        if link is None:
            raise Http404
        if link_is_good(link):
            self.link, self.network = link, link.period.network
            request.user = link.user
            response = self.answer(request, *args, **kwargs)
        else:
            link_used(link=link, action=LinkAction.REFUSED)
            response = render(request, "monitoring/link_gone.html", status=GONE)
        response["Cache-Control"] = "private, no-store"
        # Not «no-referrer»: with that a browser does not even tell us that the form is ours.
        response["Referrer-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    def answer(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Without what the other pages of a network ask of whoever signed in."""
        return View.dispatch(self, request, *args, **kwargs)

    @cached_property
    def period(self) -> Period:
        return self.link.period

    @cached_property
    def member(self) -> Member | None:
        return self.link.member

    def link_url(self, name: str, **kwargs: Any) -> str:
        return reverse(f"monitoring:{name}", kwargs={"token": self.kwargs["token"], **kwargs})

    def period_url(self, name: str = "") -> str:
        """The only page of the period there is for her."""
        return self.link_url("link_inbox")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(link=self.link, **kwargs)


@dataclass(frozen=True, slots=True)
class LinkItem:
    """An obligation as the link's page shows it; `url` is empty for what was sent: nothing more is asked there."""

    code: str
    title: str
    url: str
    chip: StateChip
    left: str


class LinkInboxView(LinkMixin, TemplateView):
    template_name = "monitoring/link_inbox.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        link_used(link=self.link, action=LinkAction.OPENED)
        found = standings(rollup(self.network, self.period), self.today, {self.link.member_id})
        waiting = sum(1 for one in found if one.state.is_open)
        items = [self._item(one) for one in found]
        return super().get_context_data(items=items, waiting=waiting, **kwargs)

    def _item(self, standing: Standing) -> LinkItem:
        activity, is_open = standing.owed.activity, standing.state.is_open
        return LinkItem(
            code=activity.code,
            title=activity.title,
            url=self.link_url("link_edit", lineage=activity.lineage) if is_open else "",
            chip=state_chip(standing.state),
            left=countdown(standing.days_left) if is_open else "",
        )


# The form's own addresses, behind the link's.
URL_NAMES = {
    "entry_edit": "link_edit",
    "entry_autosave": "link_autosave",
    "entry_submit": "link_submit",
    "evidence_create": "link_evidence_create",
}


@method_decorator(gzip_page, name="dispatch")
class LinkEntryMixin(LinkMixin):
    """The form of one entry behind a link; stands before the view of the form that it opens."""

    template_name = "monitoring/link_edit.html"
    action = LinkAction.SAVED

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, who="", **kwargs)

    def answer(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.who = self.member.code if self.member else THE_NETWORK
        return super().answer(request, *args, **kwargs)

    def entry_url(self, name: str) -> str:
        if name not in URL_NAMES:
            return self.link_url("link_inbox")
        return self.link_url(URL_NAMES[name], lineage=self.kwargs["lineage"])

    def act(self, form: EntryForm) -> HttpResponse:
        response = super().act(form)
        link_used(link=self.link, action=self.action, activity_lineage=self.kwargs["lineage"])
        return response


class LinkEditView(LinkEntryMixin, EntryEditView):
    pass


class LinkAutosaveView(LinkEntryMixin, EntryAutosaveView):
    pass


class LinkSubmitView(LinkEntryMixin, EntrySubmitView):
    action = LinkAction.SUBMITTED


class LinkEvidenceCreateView(LinkEntryMixin, EvidenceCreateView):
    pass


class LinkEvidenceDeleteView(LinkEntryMixin, EvidenceDeleteView):
    pass
