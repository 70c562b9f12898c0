"""What the form of an entry hands over: plain, checked values, nothing of HTTP."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile

from monitoring.models import Basis, ComplianceEntry, Period, Sensitivity
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
    """The figure of an indicator, or its words; without either there is no measurement."""

    value: Decimal | None = None
    text: str = ""
    basis: str = Basis.PERIOD

    @property
    def is_empty(self) -> bool:
        return self.value is None and not self.text


@dataclass(frozen=True, kw_only=True)
class DeliverableDraft:
    status: str = ""
    note: str = ""
    delivered_on: datetime.date | None = None

    @property
    def is_empty(self) -> bool:
        return not (self.status or self.note or self.delivered_on)


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


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """Evidence to add: a file or a link. `verifications` are ids of the activity's verification rows."""

    file: UploadedFile | None = None
    url: str = ""
    title: str = ""
    sensitivity: str = Sensitivity.NETWORK
    verifications: tuple[int, ...] = ()
