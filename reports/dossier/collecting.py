"""What a dossier holds: the proofs of what was sent in a period, in the plan's order, and what is left out."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePath

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from monitoring.labels import period_label
from monitoring.models import Evidence, Period, ReviewState, Sensitivity
from monitoring.selectors.planned import PlannedActivity, plan_book
from networks.models import Member, Network
from plans.models import Activity, VersionStatus

COUNTED = (ReviewState.SUBMITTED, ReviewState.VALIDATED)
KINDS = {
    "pdf": gettext_lazy("PDF"),
    "image": gettext_lazy("Imagen"),
    "text": gettext_lazy("Texto"),
    "document": gettext_lazy("Documento"),
    "link": gettext_lazy("Enlace"),
}
IMAGES = {"image/jpeg", "image/png", "image/webp", "image/gif"}


@dataclass(frozen=True, slots=True)
class Proof:
    """A piece of evidence in its place. `kind` is a key of KINDS; `proves` the medios de verificación it fills."""

    number: int
    evidence: Evidence
    eje_code: str
    eje: str
    activity_code: str
    activity: str
    member: str
    proves: tuple[str, ...]

    @property
    def kind(self) -> str:
        return kind_of(self.evidence)

    @property
    def kind_word(self) -> str:
        """«PDF», «Imagen»; of a document its ending, which says more: «Documento (.docx)»."""
        word = str(KINDS[self.kind])
        suffix = PurePath(self.evidence.original_name).suffix.lower()[:8]
        return f"{word} ({suffix})" if self.kind in ("document", "text") and suffix else word

    @property
    def title(self) -> str:
        return str(self.evidence)


@dataclass(frozen=True, slots=True)
class Withheld:
    """How much restricted evidence an activity has: its code and a number, and nothing of what it is."""

    activity_code: str
    count: int


@dataclass(frozen=True, slots=True)
class Dossier:
    """`unsent` counts the evidence of what is in draft or was returned: it is nobody's proof yet."""

    network: Network
    period: Period
    eje: str
    member: Member | None
    proofs: tuple[Proof, ...]
    withheld: tuple[Withheld, ...]
    unsent: int

    @property
    def label(self) -> str:
        """The period in words, and the part of the plan where it is not all of it."""
        parts = [period_label(self.period)]
        if self.eje:
            parts.append(f"{self.network.eje_word} {self.eje}")
        if self.member:
            parts.append(self.member.name)
        return " · ".join(parts)

    @property
    def stem(self) -> str:
        parts = [self.network.slug, self.period.code, self.eje, self.member.code if self.member else ""]
        return "-".join(["expediente", *filter(None, parts)]).lower()

    @property
    def files(self) -> tuple[Proof, ...]:
        return tuple(proof for proof in self.proofs if proof.kind != "link")

    @property
    def size(self) -> int:
        """Bytes of its files, as they were when they were added."""
        return sum(proof.evidence.size or 0 for proof in self.files)

    @property
    def withheld_count(self) -> int:
        return sum(row.count for row in self.withheld)


def kind_of(evidence: Evidence) -> str:
    if not evidence.file:
        return "link"
    if evidence.content_type in IMAGES:
        return "image"
    return {"application/pdf": "pdf", "text/plain": "text"}.get(evidence.content_type) or _by_name(evidence)


def _by_name(evidence: Evidence) -> str:
    """Of what was kept before types were, the name says it."""
    endings = {".pdf": "pdf", ".png": "image", ".jpg": "image", ".jpeg": "image", ".webp": "image", ".txt": "text"}
    found = endings.get(PurePath(evidence.original_name).suffix.lower(), "document")
    return found if not evidence.content_type else "document"


def collect(
    *,
    network: Network,
    period: Period,
    eje: str = "",
    member: Member | None = None,
    only_network: bool = False,
) -> Dossier:
    """In a constant number of queries. `period` is stored, or spans several.

    `member` narrows it to hers, `only_network` to what the network itself reported.
    """
    places = _Places(network, period, eje)
    rows = _evidence(network, period, member)
    if only_network:
        rows = rows.filter(entry__member=None)
    shown, withheld, unsent = [], Counter(), 0
    for evidence in rows:
        place = places.of(evidence)
        if place is None:
            continue
        if evidence.entry.review_state not in COUNTED or evidence.entry.version.status == VersionStatus.DRAFT:
            unsent += 1
        elif evidence.sensitivity == Sensitivity.RESTRICTED:
            withheld[place.order, place.activity_code] += 1
        else:
            order = (place.order, _member_order(evidence), evidence.uploaded_at, evidence.pk)
            shown.append((*order, place, evidence))
    shown.sort(key=lambda row: row[:4])
    return Dossier(
        network=network,
        period=period,
        eje=eje,
        member=member,
        proofs=tuple(_proof(number, *row[4:]) for number, row in enumerate(shown, start=1)),
        withheld=tuple(Withheld(code, count) for (_order, code), count in sorted(withheld.items())),
        unsent=unsent,
    )


def _evidence(network: Network, period: Period, member: Member | None) -> QuerySet[Evidence]:
    periods = Period.objects.filter(network=network).within(period.start_on, period.end_on)
    of_period = {"entry__period": period} if period.pk else {"entry__period__in": periods}
    rows = Evidence.objects.filter(**of_period)
    if member is not None:
        rows = rows.filter(entry__member=member)
    rows = rows.select_related("entry__member", "entry__version", "entry__period__network", "uploaded_by")
    return rows.prefetch_related("verifications")


def _member_order(evidence: Evidence) -> tuple:
    """The network itself comes first, then its members in their order."""
    member = evidence.entry.member
    return (0, 0, "", 0) if member is None else (1, member.order, member.name, member.pk)


def _proof(number: int, place: _Place, evidence: Evidence) -> Proof:
    member = evidence.entry.member
    return Proof(
        number=number,
        evidence=evidence,
        eje_code=place.eje_code,
        eje=place.eje,
        activity_code=place.activity_code,
        activity=place.activity,
        member=member.name if member else _("La red"),
        proves=tuple(slot.text for slot in evidence.verifications.all()),
    )


@dataclass(frozen=True, slots=True)
class _Place:
    order: tuple[int, int]
    eje_code: str
    eje: str
    activity_code: str
    activity: str


class _Places:
    """Where an activity stands in the plans in force at the period's end; what they dropped comes after."""

    def __init__(self, network: Network, period: Period, eje: str) -> None:
        self.network, self.eje = network, eje
        planned = plan_book([(network.pk, period.end_on)]).in_force(network.pk, period.end_on)
        activities = [activity for version in planned for activity in version.activities]
        self.found = {one.lineage: _place((0, at), one, one.eje) for at, one in enumerate(activities)}
        self.gone: dict[uuid.UUID, _Place] | None = None

    def of(self, evidence: Evidence) -> _Place | None:
        """None where only another eje is asked for."""
        place = self.found.get(evidence.entry.activity_lineage) or self._gone(evidence)
        return place if not self.eje or place.eje_code == self.eje else None

    def _gone(self, evidence: Evidence) -> _Place:
        if self.gone is None:
            self.gone = dict(_dropped(self.network))
        unknown = _Place((2, 0), "", _("Fuera del plan"), "", _("Sin actividad"))
        return self.gone.get(evidence.entry.activity_lineage, unknown)


def _dropped(network: Network) -> Iterator[tuple[uuid.UUID, _Place]]:
    """Every activity the network ever had, as its latest version says it."""
    rows: Iterable[Activity] = (
        Activity.objects.filter(eje__version__plan__network=network)
        .select_related("eje")
        .order_by("eje__version__number", "eje__order", "order", "pk")
    )
    for at, activity in enumerate(rows):
        yield activity.lineage, _place((1, at), activity, activity.eje)


def _place(order: tuple[int, int], activity: PlannedActivity | Activity, eje) -> _Place:
    return _Place(
        order,
        eje.code,
        f"{eje.code}. {eje.title}" if eje.code else eje.title,
        activity.code,
        f"{activity.code} {activity.title}".strip(),
    )
