"""The draft of a file becomes a plan and, where it reports, entries: everything or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from monitoring.importing.answers import Answers
from monitoring.importing.reporting import Outcome, entries_write, reporter_of
from networks.models import Network, User
from networks.models.directory import THE_NETWORK
from networks.permissions import can_report_on_behalf
from plans.importing.draft import Draft, DraftVersion
from plans.models import Activity, Concern, Eje, Plan, PlanVersion
from plans.services.importing import Progress, drafts_write


@dataclass(slots=True)
class Written:
    """What an import left behind."""

    plan: Plan
    versions: list[PlanVersion]
    outcome: Outcome

    def to_json(self) -> dict[str, Any]:
        return {
            "versions": [version.number for version in self.versions],
            "entries": self.outcome.entries,
            "drafts": self.outcome.drafts,
            "waiting": self.outcome.waiting,
            "totals": self.outcome.totals,
        }


def title_of(draft: Draft, answers: Answers, file_name: str) -> str:
    """Hers, else the document's, else the file's name."""
    return (answers.title or draft.title or PurePath(file_name).stem)[:300]


@transaction.atomic
def import_write(
    *,
    network: Network,
    user: User | None,
    draft: Draft,
    answers: Answers,
    file_name: str,
    progress: Progress | None = None,
) -> Written:
    """Write the versions as drafts of the plan and, when a period is given, what the document reports in it.

    Without `user` it is the machine's administrator. Raises ValidationError, PeriodClosedError and
    PeriodNotOpenError, each with the sentences that say what is wrong and what to do.
    """
    reporter = None
    if answers.period:
        if user is not None and not can_report_on_behalf(user, network):
            raise ValidationError(
                _("Lo informado lo importa la secretaría técnica: importe solo el plan, o pídaselo a ella.")
            )
        reporter = reporter_of(network, user, answers, file_name)
        if answers.reporter in ("", THE_NETWORK):
            concern_network(draft)
    plan = _plan(network, draft, answers, file_name)
    drafts = draft.versions
    versions = drafts_write(network=network, plan=plan, drafts=drafts, user=user, progress=progress)
    outcome = Outcome()
    if reporter:
        pairs = list(zip(drafts, versions, strict=True))
        lineages = {place: lineage for pair in pairs for place, lineage in _lineages(*pair).items()}
        outcome = entries_write(versions=pairs, lineages=lineages, reporter=reporter)
    return Written(plan=plan, versions=versions, outcome=outcome)


def _plan(network: Network, draft: Draft, answers: Answers, file_name: str) -> Plan:
    if not answers.plan:
        return Plan(
            network=network,
            slug=answers.slug,
            title=title_of(draft, answers, file_name),
            first_year=answers.first_year,
            last_year=answers.last_year,
        )
    plan = Plan.objects.filter(network=network, slug=answers.plan).first()
    if plan is None:
        raise ValidationError(_("El plan «%(slug)s» ya no está: elija otro.") % {"slug": answers.plan})
    return plan


def concern_network(draft: Draft) -> None:
    """The network itself reports, so its activities concern it, unless the document says whom they concern."""
    for version in draft.versions:
        if "concerns" not in version.roles:
            for activity in version.walk():
                activity.concerns = Concern.NETWORK.value


def _lineages(draft: DraftVersion, version: PlanVersion) -> dict[int, UUID]:
    """The lineages that the draft's ejes and activities got, by their `id()`: their codes say which is which."""
    ejes = dict(Eje.objects.filter(version=version).values_list("code", "lineage"))
    rows = Activity.objects.filter(eje__version=version).values_list("eje__code", "code", "lineage")
    activities = {(eje, code): lineage for eje, code, lineage in rows}
    found = {id(eje): ejes[eje.code] for eje in draft.ejes}
    return found | {
        id(activity): activities[eje.code, activity.code] for eje in draft.ejes for activity in eje.walk()
    }
