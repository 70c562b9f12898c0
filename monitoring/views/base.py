"""What the views of periods and entries start from."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from monitoring.labels import period_label
from monitoring.models import ComplianceEntry, Period, Question
from monitoring.selectors import entry_for, leaf_for, local_today, own_deadline, period_for, previous_entry
from monitoring.selectors.questions import answered, questions_of
from monitoring.services import EntryKey, is_on_behalf
from networks.mixins import NetworkMixin
from networks.models import Member
from networks.models.directory import THE_NETWORK
from networks.permissions import can_report_on_behalf, can_review_entry, can_write_entry
from plans.models import Activity, Concern


class PeriodMixin(NetworkMixin):
    """`self.period` from the URL's `code`; a year that spans shorter periods will do where pages only read."""

    spans_shorter = False

    @cached_property
    def period(self) -> Period:
        if self.spans_shorter:
            period = period_for(self.network, self.kwargs["code"])
            if period is None:
                raise Http404
        else:
            rows = Period.objects.for_user(self.request.user).filter(network=self.network).with_closed()
            period = get_object_or_404(rows, code=self.kwargs["code"])
        period.network = self.network
        return period

    @cached_property
    def today(self) -> datetime.date:
        return local_today(self.network)

    def period_url(self, name: str = "period_detail") -> str:
        return reverse(f"monitoring:{name}", kwargs={"slug": self.network.slug, "code": self.period.code})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            period=self.period,
            period_label=period_label(self.period),
            board_url=self.period_url(),
            today=self.today,
            **kwargs,
        )


class EntryMixin(PeriodMixin):
    """`self.activity`, `self.member` and `self.entry` (None: nothing written yet) from the URL.

    What is not of this network, or does not concern the member, answers 404.
    """

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.who = kwargs["who"]

    @cached_property
    def member(self) -> Member | None:
        if self.who == THE_NETWORK:
            return None
        rows = Member.objects.for_user(self.request.user).filter(network=self.network)
        return get_object_or_404(rows, code=self.who)

    @cached_property
    def entry(self) -> ComplianceEntry | None:
        entry = entry_for(self.period, self.kwargs["lineage"], self.member)
        if entry is not None:
            entry.period, entry.member = self.period, self.member
        return entry

    @cached_property
    def previous(self) -> ComplianceEntry | None:
        return previous_entry(self.period, self.activity.lineage, self.member)

    @cached_property
    def questions(self) -> list[Question]:
        """The network's own, as they are asked now."""
        return questions_of(self.activity)

    @cached_property
    def activity(self) -> Activity:
        """As the version in force has it; what an entry left behind, as it was when that was written."""
        activity = leaf_for(self.network, self.period, self.kwargs["lineage"])
        if activity is None and self.entry is not None:
            activity = Activity.objects.filter(
                lineage=self.kwargs["lineage"], eje__version=self.entry.version_id
            ).first()
        if activity is None or not (self._concerns(activity) or self.entry):
            raise Http404
        return activity

    def _concerns(self, activity: Activity) -> bool:
        """The network itself may always report; a member what concerns her."""
        if self.member is None:
            return True
        if activity.concerns == Concern.SOME_MEMBERS:
            return activity.members.filter(pk=self.member.pk).exists()
        return activity.concerns == Concern.EVERY_MEMBER and self.member.is_reporting

    @cached_property
    def key(self) -> EntryKey:
        return EntryKey(
            period=self.period,
            version=self.activity.eje.version,
            activity_lineage=self.activity.lineage,
            member=self.member,
        )

    @property
    def may_write(self) -> bool:
        return can_write_entry(self.request.user, self.network, self.member and self.member.pk)

    @property
    def on_behalf(self) -> bool:
        return can_report_on_behalf(self.request.user, self.network) and is_on_behalf(self.request.user, self.key)

    def check_writes(self) -> None:
        if not self.may_write:
            raise PermissionDenied

    def entry_url(self, name: str) -> str:
        kwargs = {"slug": self.network.slug, "code": self.period.code, "lineage": self.kwargs["lineage"]}
        return reverse(f"monitoring:{name}", kwargs={**kwargs, "who": self.who})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            activity=self.activity,
            member=self.member,
            reporter=self.member or _("%(network)s (la red)") % {"network": self.network.short_name},
            who_code=self.who,
            entry=self.entry,
            own_deadline=own_deadline(self.activity, self.member),
            may_write=self.may_write,
            may_review=can_review_entry(self.request.user, self.network),
            may_declare=can_report_on_behalf(self.request.user, self.network),
            edit_url=self.entry_url("entry_edit"),
            detail_url=self.entry_url("entry_detail"),
            # Asked for by the pages that show what was answered, and by no other.
            answered=lambda: answered(self.entry, self.questions),
            **kwargs,
        )
