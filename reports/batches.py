"""Many reports at once: asked for, started in the background, cancelled, resumed, forgotten.

`batch_asking` says which they are, `batch_running` makes them.
"""

from __future__ import annotations

import datetime
import logging
from collections.abc import Sequence
from contextlib import suppress

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from monitoring.detached import launch_command
from networks.models import Network, User
from networks.permissions import can_manage_report
from reports.batch_asking import DOSSIER, Spot
from reports.models import BatchItem, BatchState, ItemState, ReportBatch

logger = logging.getLogger("trama.reports")
MOST_ITEMS = 500
# How many workers of a queue may share a batch.
SHARED_BY = 4
# Its process says that often that it is alive, and is given up after so long without a word.
BEAT_SECONDS = 2
SILENCE = datetime.timedelta(seconds=90)
KEPT = datetime.timedelta(days=1)
OVER = (BatchState.DONE, BatchState.CANCELLED)


def batches_of(user: User, network: Network) -> QuerySet[ReportBatch]:
    """Those with something of the network in them, if she may manage the reports of all the networks they span."""
    managed = [one.pk for one in user.networks if can_manage_report(user, one)]
    foreign = BatchItem.objects.exclude(network__in=managed).values("batch")
    of_network = BatchItem.objects.for_user(user).filter(network=network).values("batch")
    return ReportBatch.objects.filter(pk__in=of_network).exclude(pk__in=foreign).select_related("asked_by")


def with_counts(rows: QuerySet[ReportBatch]) -> QuerySet[ReportBatch]:
    """`total`, `done`, `failed` and `pending` of their items."""
    waiting = Q(items__state__in=[ItemState.WAITING, ItemState.RUNNING])
    return rows.annotate(
        total=Count("items"),
        done=Count("items", filter=Q(items__state=ItemState.DONE)),
        failed=Count("items", filter=Q(items__state=ItemState.FAILED)),
        pending=Count("items", filter=waiting),
    )


@transaction.atomic
def batch_create(
    *,
    user: User | None,
    spots: Sequence[Spot],
    title: str,
    is_issue: bool,
    override_reason: str = "",
    language: str = "es",
) -> ReportBatch:
    """Write down what is asked for; it begins with `batch_start`. `user` None is a command.

    Raises ValidationError for nothing or too much, PermissionDenied for a network that is not hers to report on.
    """
    if not spots:
        raise ValidationError(_("De lo que eligió no resulta ningún informe: elija otros periodos o formas."))
    if len(spots) > MOST_ITEMS:
        raise ValidationError(
            ngettext(
                "Resultaría %(count)d informe y un lote tiene como máximo %(most)d: elija menos.",
                "Resultarían %(count)d informes y un lote tiene como máximo %(most)d: elija menos.",
                len(spots),
            )
            % {"count": len(spots), "most": MOST_ITEMS}
        )
    networks = {spot.network.pk: spot.network for spot in spots}
    if user is not None and not all(can_manage_report(user, network) for network in networks.values()):
        raise PermissionDenied
    batch = ReportBatch(
        network=next(iter(networks.values())) if len(networks) == 1 else None,
        title=title[:300],
        is_issue=is_issue,
        override_reason=override_reason.strip(),
        language=language,
        asked_by=user,
        beat_at=timezone.now(),
    )
    batch.full_clean(exclude={"asked_by"})
    batch.save()
    BatchItem.objects.bulk_create(
        BatchItem(
            batch=batch,
            order=order,
            network=spot.network,
            form=spot.form,
            period_code=spot.period_code,
            plan_slug=spot.plan_slug,
            eje_code=spot.eje_code,
            member=spot.member,
        )
        for order, spot in enumerate(spots, start=1)
    )
    return batch


def batch_start(batch: ReportBatch) -> None:
    """In a process of its own, or in the queue; where no process can be started it is there to be resumed."""
    try:
        if settings.JOBS == "queue":
            from reports.tasks import batch_work

            for _worker in range(min(SHARED_BY, batch.items.count())):
                batch_work.enqueue(str(batch.pk))
        else:
            launch_command("batch_run", str(batch.pk))
    except OSError:
        logger.exception("batch %s could not be launched", batch.pk)
        ReportBatch.objects.filter(pk=batch.pk, state=BatchState.WAITING).update(state=BatchState.INTERRUPTED)


@transaction.atomic
def batch_cancel(*, batch: ReportBatch) -> None:
    """Nothing more of it is begun; what is being made ends, or is stopped if it lasts."""
    rows = ReportBatch.objects.filter(pk=batch.pk).exclude(state__in=OVER)
    if not rows.update(is_cancel_asked=True):
        raise ValidationError(_("Este lote ya terminó."))
    idle = ReportBatch.objects.filter(pk=batch.pk, state__in=[BatchState.WAITING, BatchState.INTERRUPTED])
    if idle.update(state=BatchState.CANCELLED, ended_at=timezone.now()):
        pending = batch.items.filter(state__in=[ItemState.WAITING, ItemState.RUNNING])
        pending.update(state=ItemState.CANCELLED)


def batch_resume(*, batch: ReportBatch) -> None:
    """Go on with what an interrupted one had left; of two who ask at once, one does it."""
    with transaction.atomic():
        rows = ReportBatch.objects.filter(pk=batch.pk, state=BatchState.INTERRUPTED, is_cancel_asked=False)
        if not rows.update(state=BatchState.WAITING, beat_at=timezone.now(), ended_at=None):
            raise ValidationError(_("Este lote no está interrumpido."))
        batch.items.filter(state=ItemState.RUNNING).update(state=ItemState.WAITING, started_at=None)
    batch_start(batch)


def batch_check(*, batch: ReportBatch) -> None:
    """Say of one whose process fell silent that it was interrupted: it was killed, or the machine was.

    In a queue it may wait as long as there is no worker.
    """
    states = [BatchState.RUNNING] if settings.JOBS == "queue" else [BatchState.RUNNING, BatchState.WAITING]
    silent = ReportBatch.objects.filter(pk=batch.pk, state__in=states, beat_at__lt=timezone.now() - SILENCE)
    if silent.update(state=BatchState.INTERRUPTED):
        batch.refresh_from_db()


def is_expired(batch: ReportBatch) -> bool:
    return batch.ended_at is not None and batch.ended_at < timezone.now() - KEPT


def batches_clean() -> int:
    """Delete the files of what ended more than a day ago; issued reports are not among them. Returns how many."""
    old = ReportBatch.objects.filter(ended_at__lt=timezone.now() - KEPT)
    count = 0
    for row in [*old.exclude(file=""), *BatchItem.objects.filter(batch__in=old).exclude(file="")]:
        name, storage = row.file.name, row.file.storage
        count += type(row).objects.filter(pk=row.pk, file=name).update(file="")
        with suppress(OSError):
            storage.delete(name)
    return count


def is_dossier(batch: ReportBatch) -> bool:
    return batch.items.filter(form=DOSSIER).exists()
