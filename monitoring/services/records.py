"""What the form of an entry hands over: plain, checked values, nothing of HTTP."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile

from monitoring.models import Basis, ComplianceEntry, Period, Question, ReportLink, Sensitivity
from networks.models import Member
from plans.models import PlanVersion


@dataclass(frozen=True, kw_only=True)
class EntryKey:
    """Which entry: there is at most one for an activity, a member (None: the network itself) and a period."""

    period: Period
    version: PlanVersion
    activity_lineage: UUID
    member: Member | None

    def rows(self):
        return ComplianceEntry.objects.filter(
            period=self.period, activity_lineage=self.activity_lineage, member=self.member
        )


@dataclass(frozen=True, kw_only=True)
class MeasurementDraft:
    """The figure of an indicator, or its words; without either there is no measurement.

    `breakdown` is the figure told apart, `{by: {value: number}}` with the words of the indicator's disaggregation
    and numbers as strings («12», «12.50»); what was left empty is absent, which is not zero.
    """

    value: Decimal | None = None
    text: str = ""
    basis: str = Basis.PERIOD
    breakdown: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return self.value is None and not self.text and not self.breakdown


@dataclass(frozen=True, kw_only=True)
class DeliverableDraft:
    status: str = ""
    note: str = ""
    delivered_on: datetime.date | None = None

    @property
    def is_empty(self) -> bool:
        return not (self.status or self.note or self.delivered_on)


@dataclass(frozen=True, kw_only=True)
class AnswerDraft:
    """The answer to a question of the network's own form, in the wording that was shown.

    `keeps_earlier`: empty, and what was answered to an earlier wording stays.
    """

    question: Question
    text: str = ""
    value: Decimal | None = None
    day: datetime.date | None = None
    keeps_earlier: bool = False

    @property
    def is_empty(self) -> bool:
        return not self.text and self.value is None and self.day is None


@dataclass(frozen=True, kw_only=True)
class EntryDraft:
    """What was written in the form. `progress` is a percent 0–100; mappings go by lineage."""

    status: str = ""
    progress: Decimal | None = None
    narrative: str = ""
    obstacles: str = ""
    on_behalf_reason: str = ""
    measurements: Mapping[UUID, MeasurementDraft] = field(default_factory=dict)
    deliverables: Mapping[UUID, DeliverableDraft] = field(default_factory=dict)
    answers: Mapping[UUID, AnswerDraft] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """One sending of a form, so that a repeated click or a resend after a lost answer writes once.

    `key` names what is sent now; `earlier` are those of the same page whose answer never came: where the last
    write is one of them, it was her own, and there is no conflict.
    """

    key: UUID
    earlier: frozenset[UUID] = frozenset()
    link: ReportLink | None = None


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """Evidence to add: a file or a link. `verifications` are ids of the activity's verification rows."""

    file: UploadedFile | None = None
    url: str = ""
    title: str = ""
    dated_on: datetime.date | None = None
    sensitivity: str = Sensitivity.NETWORK
    verifications: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class EvidenceChange:
    """What the form says of evidence that is there already. `verifications` are lineages of the slots it fills."""

    pk: int
    title: str = ""
    dated_on: datetime.date | None = None
    sensitivity: str = Sensitivity.NETWORK
    verifications: frozenset[UUID] = frozenset()
