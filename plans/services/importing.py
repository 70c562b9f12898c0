"""Writes drafted versions, read from a file or copied from another plan: everything or nothing, in bulk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from networks.models import Network, User
from plans.collector import no_collector
from plans.importing.draft import DraftVersion
from plans.models import Plan, PlanVersion, VersionStatus
from plans.selectors import version_tree
from plans.services.bulk import BATCH, rows_create, wide_inserts
from plans.services.lineages import Lineages
from plans.services.references import References, Refusals
from plans.services.rows import Rows, VersionRows, check_depth

Progress = Callable[[int, int], None]


@transaction.atomic
@no_collector()
def drafts_write(
    *,
    network: Network,
    plan: Plan,
    drafts: Sequence[DraftVersion],
    user: User | None = None,
    progress: Progress | None = None,
) -> list[PlanVersion]:
    """Write each draft as a draft version of the plan, which may be new and unsaved, numbered on in their order.

    Everything is checked before anything is written: ValidationError tells each place that is wrong and what to
    do. Each draft is compared with the one before it, the first with the plan's last agreed version: the same
    lines (see `plans.services.lineages`) keep their lineage. What an activity with sub-activities weighs is the
    sum of theirs: a weight of its own is not kept. `progress` is told now and then how many steps are done, and of
    how many.
    """
    for draft in drafts:
        check_depth(network, draft)
    number = _plan_ready(network, plan, drafts)
    agreed = plan.versions.filter(status=VersionStatus.IN_FORCE).first() if plan.pk else None
    steps = _Steps(drafts, progress)
    refusals, references = Refusals(), References(network)
    versions, written = [], []
    before, known = (version_tree(agreed), lambda row: row.lineage) if agreed else (None, None)
    for place, draft in enumerate(drafts):
        lineages = Lineages()
        if before:
            lineages.carry(before, draft, known)
        version = PlanVersion(plan=plan, number=number + place, title=draft.title)
        versions.append(version)
        rows = VersionRows(version, references, lineages, refusals, steps.step)
        written.append(rows.read(draft))
        before, known = draft, lineages.of
    refusals.refuse()
    _save(plan, versions, user)
    with wide_inserts():
        for rows in written:
            _insert(rows, user, steps)
    return versions


def _plan_ready(network: Network, plan: Plan, drafts: Sequence[DraftVersion]) -> int:
    """Take the plan for this transaction; the number of the first new version."""
    if not drafts:
        raise ValidationError(_("No hay ninguna versión que escribir: el documento no tiene un plan."))
    if not plan.pk:
        plan.network = network
        plan.full_clean()
        return 1
    if plan.network_id != network.pk:
        raise ValidationError(_("El plan es de otra red."))
    Plan.objects.select_for_update().get(pk=plan.pk)
    if plan.versions.drafts().exists():
        raise ValidationError(
            _("El plan ya tiene un borrador: póngalo en vigor o elimínelo antes de importar otro.")
        )
    return (plan.versions.aggregate(last=Max("number"))["last"] or 0) + 1


def _save(plan: Plan, versions: Iterable[PlanVersion], user: User | None) -> None:
    # Without a person given, the history names whoever is signed in.
    author = {"_history_user": user} if user else {}
    if not plan.pk:
        vars(plan).update(author)
        plan.save()
    for version in versions:
        vars(version).update(author)
        version.plan = plan
        version.full_clean()
        version.save()


class _Steps:
    """Counts rows twice, once checked and once written, and tells so every few hundred."""

    def __init__(self, drafts: Iterable[DraftVersion], progress: Progress | None) -> None:
        self.total = 2 * sum(len(draft.ejes) + sum(1 for _activity in draft.walk()) for draft in drafts)
        self.done = self.told = 0
        self.progress = progress

    def step(self, count: int = 1) -> None:
        self.done = min(self.done + count, self.total)
        if self.progress and (self.done - self.told >= BATCH // 10 or self.done == self.total):
            self.told = self.done
            self.progress(self.done, self.total)


def _insert(rows: Rows, user: User | None, steps: _Steps) -> None:
    """Level by level, so that each row finds the id of the one it hangs on."""
    rows_create(rows.ejes, user=user, written=steps.step)
    rows_create(rows.objectives, user=user)
    for level in rows.activities:
        rows_create(level, user=user, written=steps.step)
    for hanging in (rows.deliverables, rows.verifications, rows.parties, rows.indicators, rows.member_deadlines):
        rows_create(hanging, user=user)
    for links in _links(rows):
        rows_create(links)


def _links(rows: Rows) -> Iterator[list[models.Model]]:
    """The rows of the tables between two, now that the owners have their ids."""
    for through, pairs in rows.links.items():
        owner, other = (field.attname for field in through._meta.fields if field.is_relation)
        yield [through(**{owner: row.pk, other: pk}) for row, pk in pairs]
