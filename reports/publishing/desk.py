"""What a secretariat may publish, and how what it published stands beside the records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from monitoring.labels import period_label
from monitoring.models import Decision, Meeting, Period, PublicationItem
from monitoring.selectors import local_today
from networks.models import Network
from plans.models import PlanVersion
from reports.models import IssuedReport, PublishedSnapshot, SnapshotKind
from reports.official import form_title
from reports.publishing.building import as_data, build, lasting
from reports.publishing.comparing import differences
from reports.publishing.plans import progress_key

UNPUBLISHED, SAME, CHANGED, GONE = "unpublished", "same", "changed", "gone"


@dataclass(slots=True)
class Thing:
    """Something that may be published, and what is in force of it.

    `state`: unpublished, same as the records, changed since, or gone: the records can no longer be published, for
    the `reason` it gives.
    """

    kind: str
    key: str
    title: str
    snapshot: PublishedSnapshot | None = None
    state: str = UNPUBLISHED
    changes: list[str] = field(default_factory=list)
    reason: str = ""

    @property
    def kind_label(self) -> str:
        return str(SnapshotKind(self.kind).label)


def things(network: Network) -> list[Thing]:
    """Everything, kind by kind, newest first; also what is published and no longer recorded. Eight queries."""
    rows = PublishedSnapshot.objects.in_force().filter(network=network).defer("data")
    published = {(row.kind, row.key): row for row in rows.select_related("published_by")}
    found = [Thing(kind, key, title, published.pop((kind, key), None)) for kind, key, title in candidates(network)]
    found += [Thing(kind, key, row.title, row) for (kind, key), row in published.items()]
    order = list(SnapshotKind.values)
    return sorted(found, key=lambda one: order.index(one.kind))


def candidates(network: Network) -> Iterator[tuple[str, str, str]]:
    """(kind, key, title) of what there is to publish, newest first within a kind."""
    today = local_today(network)
    versions = list(
        PlanVersion.objects.agreed()
        .filter(plan__network=network, in_force_from_on__lte=today)
        .select_related("plan")
        .order_by("-plan__first_year", "plan__slug", "in_force_from_on")
    )
    since = {}
    for version in versions:
        since.setdefault(version.plan, version.in_force_from_on)
    for plan in since:
        yield SnapshotKind.PLAN, plan.slug, plan.title
    for period in Period.objects.filter(network=network, start_on__lte=today).order_by("-start_on", "-end_on"):
        for plan, ruled_from in since.items():
            if plan.first_year <= period.end_on.year <= plan.last_year and ruled_from <= period.end_on:
                yield (
                    SnapshotKind.PROGRESS,
                    progress_key(plan.slug, period.code),
                    f"{period_label(period)} · {plan}",
                )
    held = Meeting.objects.filter(network=network).held()
    for day in held.dates("held_on", "year", order="DESC"):
        yield SnapshotKind.MEETINGS, str(day.year), _("Sesiones de %(year)s") % {"year": day.year}
    decided = Decision.objects.filter(meeting__in=held).dates("meeting__held_on", "year", order="DESC")
    for day in decided:
        yield SnapshotKind.DECISIONS, str(day.year), _("Decisiones de %(year)s") % {"year": day.year}
    for row in IssuedReport.objects.filter(network=network).defer("data"):
        yield SnapshotKind.REPORT, row.folio, f"{form_title(row.form)} · {row.folio}"
    if PublicationItem.objects.filter(network=network).exists():
        yield SnapshotKind.DOCUMENTS, "", _("Lista de publicación con sus documentos")


def compare(network: Network, shown: Sequence[Thing]) -> None:
    """Say of each published thing whether the records still say the same; an issued report cannot change."""
    own = [one.snapshot.pk for one in shown if one.snapshot]
    said = dict(PublishedSnapshot.objects.filter(pk__in=own).values_list("pk", "data"))
    for one in shown:
        if one.snapshot is None:
            continue
        one.state = SAME
        if one.kind != SnapshotKind.REPORT:
            _compare(network, one, said[one.snapshot.pk])


def _compare(network: Network, one: Thing, before: dict) -> None:
    try:
        now = as_data(build(one.kind, network, one.key))
    except ValidationError as error:
        one.state, one.reason = GONE, " ".join(error.messages)
        return
    if lasting(before) != lasting(now):
        one.state, one.changes = CHANGED, differences(one.kind, before, now)
