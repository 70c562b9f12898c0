"""What the records still owe: an open period, reports nobody sent or reviewed, sessions, follow-ups, samples."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from monitoring.models import ComplianceEntry, FollowUp, Meeting, PublicationItem, ReviewState
from monitoring.selectors import local_today
from monitoring.selectors.attendance import attendance_table
from networks.models import QuorumRule
from plans.models import PlanVersion
from reports.formatting import date_es
from reports.official.common import scoped_rollup, year_start
from reports.official.form import Finding, Form, Scope
from reports.preflight.pages import Pages

Data = dict[str, Any]
# A form that has none of these says nothing of what members report.
OF_ENTRIES = {"ejes", "plan", "plans", "activities", "versions", "parts", "compliance"}
OF_MEETINGS = {"meetings", "sessions"}


def record_findings(scope: Scope, form: Form, data: Data) -> Iterator[Finding]:
    pages = Pages(scope)
    if data["header"].get("provisional"):
        yield Finding(
            kind="provisional",
            where=_("Periodo"),
            message=_("El periodo sigue abierto: el informe dirá que sus cifras son provisionales."),
            link=pages.period("monitoring:period_close"),
        )
    if OF_ENTRIES & set(data):
        yield from _entries(scope, pages)
    if OF_MEETINGS & set(data):
        yield from _meetings(scope, pages)
        yield from _regulation(scope, data, pages)
    if "decisions" in data:
        yield from _follow_ups(scope, pages)
    if "publications" in data:
        yield from _publications(scope, pages)


# -- what members report -------------------------------------------------------------------------------------


def _entries(scope: Scope, pages: Pages) -> Iterator[Finding]:
    found = scoped_rollup(scope)
    if found.missing_count:
        said = {"missing": found.missing_count, "obliged": found.obliged}
        yield Finding(
            kind="not_reported",
            where=_("Avances"),
            message=_("Faltan por informar %(missing)d de los %(obliged)d avances que se deben.") % said,
            link=pages.period("monitoring:period_detail"),
        )
    rows = ComplianceEntry.objects.agreed().filter(
        period__network=scope.network,
        period__start_on__gte=scope.period.start_on,
        period__end_on__lte=scope.period.end_on,
    )
    if scope.member:
        rows = rows.filter(member=scope.member)
    if scope.plan or scope.eje:
        rows = rows.filter(activity_lineage__in=list(found.by_lineage))
    counts = rows.order_by().aggregate(
        draft=Count("pk", filter=Q(review_state=ReviewState.DRAFT)),
        returned=Count("pk", filter=Q(review_state=ReviewState.RETURNED)),
        submitted=Count("pk", filter=Q(review_state=ReviewState.SUBMITTED)),
        sample=Count("pk", filter=Q(is_sample=True)),
    )
    yield from _states(counts, pages)
    yield from _samples(counts["sample"], [plan.version for plan in found.plans], pages)


def _states(counts: dict[str, int], pages: Pages) -> Iterator[Finding]:
    words = {
        "draft": ngettext(
            "%(count)d avance está en borrador: no se envió y no cuenta.",
            "%(count)d avances están en borrador: no se enviaron y no cuentan.",
            counts["draft"],
        ),
        "returned": ngettext(
            "%(count)d avance se devolvió con observaciones y no ha vuelto: no cuenta.",
            "%(count)d avances se devolvieron con observaciones y no han vuelto: no cuentan.",
            counts["returned"],
        ),
        "submitted": ngettext(
            "%(count)d avance cuenta en las cifras y nadie lo ha revisado.",
            "%(count)d avances cuentan en las cifras y nadie los ha revisado.",
            counts["submitted"],
        ),
    }
    for state, said in words.items():
        if counts[state]:
            page = "review_list" if state == "submitted" else "period_detail"
            link = pages.period(f"monitoring:{page}")
            message = said % {"count": counts[state]}
            yield Finding(kind=f"entries_{state}", where=_("Avances"), message=message, link=link)


def _samples(count: int, versions: list[PlanVersion], pages: Pages) -> Iterator[Finding]:
    if count:
        said = ngettext(
            "%(count)d avance es de muestra, con datos inventados.",
            "%(count)d avances son de muestra, con datos inventados.",
            count,
        )
        link = pages.period("monitoring:period_detail")
        yield Finding(kind="sample", where=_("Avances"), message=said % {"count": count}, link=link)
    for version in versions:
        if version.is_sample:
            yield Finding(
                kind="sample",
                where=_("Plan"),
                message=_("%(version)s está marcada como de muestra.") % {"version": version},
                link=pages.of("plans:version_detail", version.plan.slug, version.number),
            )


# -- sessions ------------------------------------------------------------------------------------------------


def _meetings(scope: Scope, pages: Pages) -> Iterator[Finding]:
    network, start, end = scope.network, year_start(scope.period), scope.period.end_on
    owed = Meeting.objects.filter(network=network, held_on__isnull=True).programmed_between(start, end)
    for meeting in owed.order_by("programmed_on", "pk"):
        day = {"day": date_es(meeting.programmed_on)}
        said = (
            _("La sesión programada para el %(day)s se canceló.")
            if meeting.cancelled_on
            else _("La sesión programada para el %(day)s no consta como realizada ni como cancelada.")
        )
        link = pages.of("monitoring:meeting_detail", meeting.pk)
        yield Finding(kind="meeting_owed", where=_("Sesiones"), message=said % day, link=link)
    if network.quorum_rule != QuorumRule.NONE:
        for meeting in Meeting.objects.filter(network=network).held_between(start, end):
            meeting.network = network
            yield from _quorum(meeting, pages)


def _quorum(meeting: Meeting, pages: Pages) -> Iterator[Finding]:
    table = attendance_table(meeting)
    if table.quorum is None or table.has_quorum:
        return
    said = {"day": date_es(meeting.held_on), "present": table.counted_present, "quorum": table.quorum}
    message = (
        _("A la sesión del %(day)s asistieron %(present)d puestos de los %(quorum)d que hacen quórum.")
        if table.reached is False
        else _("De la sesión del %(day)s no consta quién asistió: hay %(present)d de los %(quorum)d del quórum.")
    )
    link = pages.of("monitoring:meeting_detail", meeting.pk)
    yield Finding(kind="no_quorum", where=_("Sesiones"), message=message % said, link=link)


def _regulation(scope: Scope, data: Data, pages: Pages) -> Iterator[Finding]:
    on, end = scope.network.regulation_on, scope.period.end_on
    told = {warning["kind"] for warning in data.get("warnings", [])}
    if on and on > end and "regulation_after_close" not in told:
        said = {"day": date_es(on), "close": date_es(end)}
        yield Finding(
            kind="regulation_after_close",
            where=_("Reglamento interno"),
            message=_("El reglamento es del %(day)s, posterior al cierre del periodo (%(close)s).") % said,
            link=pages.of("networks:network_update"),
        )


# -- what came of decisions, and what is published -----------------------------------------------------------


def _follow_ups(scope: Scope, pages: Pages) -> Iterator[Finding]:
    rows = FollowUp.objects.of_network(scope.network).overdue_on(local_today(scope.network))
    rows = rows.filter(_until(scope.period.end_on))
    if scope.member:
        rows = rows.filter(member=scope.member)
    count = rows.count()
    if count:
        said = ngettext(
            "%(count)d seguimiento de una decisión está vencido.",
            "%(count)d seguimientos de decisiones están vencidos.",
            count,
        )
        link = pages.of("monitoring:followup_list") + "?estado=vencidos"
        yield Finding(kind="follow_up_overdue", where=_("Decisiones"), message=said % {"count": count}, link=link)


def _until(end: datetime.date) -> Q:
    return Q(decision__meeting__held_on__lte=end) | Q(entry__period__end_on__lte=end)


def _publications(scope: Scope, pages: Pages) -> Iterator[Finding]:
    for item in PublicationItem.objects.filter(network=scope.network, reopened_at__isnull=False).order_by("order"):
        yield Finding(
            kind="publication_fallen",
            where=_("Lista de publicación"),
            message=_("«%(name)s» constaba como publicado y ya no está donde se dijo.") % {"name": item.name},
            link=pages.of("monitoring:publication_update", item.pk),
        )
