"""Making a batch: item by item, each claimed by one worker alone, until none is left or somebody cancels."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.base import ContentFile
from django.db import DatabaseError, connection, connections, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from simple_history.models import HistoricalRecords

from monitoring.importing.running import sign_history
from monitoring.selectors import period_for
from networks.models import User
from networks.permissions import can_manage_report
from reports.batch_asking import DOSSIER
from reports.batch_zip import zip_write
from reports.batches import BEAT_SECONDS
from reports.dossier.collecting import collect
from reports.dossier.making import StoppedError, dossier_make
from reports.issuing import in_force, report_issue
from reports.models import BatchItem, BatchState, ItemState, ReportBatch
from reports.official import FORMS, report_data
from reports.official.form import Scope
from reports.pdf import PdfError
from reports.pdf_process import PdfProcess, shared_process
from reports.rendering import render_as
from reports.scopes import scope_of

logger = logging.getLogger("trama.reports")
# So long a document goes on being printed after somebody cancelled.
GRACE_SECONDS = 5


def batch_run(key: str | UUID, *, beats: bool = True) -> None:
    """Make what is left of it; whoever makes the last one packs them all. Several may run the same batch at once.

    `beats` False says no sign of life between items, nor stops a document that lasts: for whoever waits for it.
    """
    batch = ReportBatch.objects.select_related("asked_by").get(pk=key)
    rows = ReportBatch.objects.filter(pk=batch.pk, state__in=[BatchState.WAITING, BatchState.RUNNING])
    started = batch.started_at or timezone.now()
    if not rows.update(state=BatchState.RUNNING, started_at=started, beat_at=timezone.now()):
        return
    watch = Watch(batch)
    with _as_hers(batch), translation.override(batch.language), watch.alive() if beats else nullcontext():
        while (item := item_claim(batch)) is not None:
            item_run(item, batch, watch)
        batch_finish(batch)


@contextmanager
def _as_hers(batch: ReportBatch) -> Iterator[None]:
    """The history of what is written names who asked; a worker's next batch is another's."""
    context = HistoricalRecords.context
    before = getattr(context, "request", None)
    if batch.asked_by:
        sign_history(batch.asked_by)
    try:
        yield
    finally:
        if before is not None:
            context.request = before
        elif hasattr(context, "request"):
            del context.request


class Watch:
    """Says every two seconds that the batch's process is alive, and hears whether it was cancelled."""

    def __init__(self, batch: ReportBatch, process: PdfProcess = shared_process) -> None:
        self._pk, self._process = batch.pk, process
        self._over = threading.Event()
        self._asked_at: float | None = None
        self._looked_at = 0.0

    def alive(self) -> AbstractContextManager[object]:
        return _Thread(self._watch, self._over)

    @property
    def is_stopped(self) -> bool:
        """Whether it was cancelled; asked of the database once a second at most."""
        now = time.monotonic()
        if self._asked_at is None and now - self._looked_at > 1:
            self._looked_at = now
            self._hear()
        return self._asked_at is not None

    def step(self, done: int, total: int) -> None:
        """For work that tells how far it is: ends it when it was cancelled."""
        if self.is_stopped:
            raise StoppedError

    def _hear(self) -> None:
        if ReportBatch.objects.filter(pk=self._pk, is_cancel_asked=True).exists():
            self._asked_at = self._asked_at or time.monotonic()

    def _watch(self) -> None:
        try:
            while not self._over.wait(BEAT_SECONDS):
                # A busy database is asked again at the next beat.
                with suppress(DatabaseError):
                    ReportBatch.objects.filter(pk=self._pk).update(beat_at=timezone.now())
                    self._hear()
                if self._asked_at is not None and time.monotonic() - self._asked_at > GRACE_SECONDS:
                    self._process.interrupt()
        finally:
            connections.close_all()


class _Thread(AbstractContextManager):
    def __init__(self, work, over: threading.Event) -> None:
        self._thread, self._over = threading.Thread(target=work, daemon=True), over

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *error: object) -> None:
        self._over.set()
        self._thread.join()


def item_claim(batch: ReportBatch) -> BatchItem | None:
    """The next one that nobody makes; None where there is none, or the batch was cancelled.

    Workers pass by the rows that another holds; where the database knows no such thing, the comparison inside the
    UPDATE says who got it.
    """
    while True:
        with transaction.atomic():
            rows = BatchItem.objects.filter(batch=batch, state=ItemState.WAITING).order_by("order")
            rows = rows.filter(batch__state=BatchState.RUNNING, batch__is_cancel_asked=False)
            if connection.features.has_select_for_update_skip_locked:
                rows = rows.select_for_update(skip_locked=True, of=("self",))
            item = rows.select_related("network", "member").first()
            if item is None:
                return None
            now = timezone.now()
            mine = BatchItem.objects.filter(pk=item.pk, state=ItemState.WAITING)
            if mine.update(state=ItemState.RUNNING, started_at=now):
                ReportBatch.objects.filter(pk=batch.pk).update(beat_at=now)
                return item


def item_run(item: BatchItem, batch: ReportBatch, watch: Watch) -> None:
    """Make it, or write down why not; nothing that happens to it stops the others."""
    try:
        _check_right(item, batch)
        _make(item, batch, watch)
    except StoppedError:
        _end(item, ItemState.CANCELLED)
    except (ValidationError, PdfError) as error:
        if watch.is_stopped:
            _end(item, ItemState.CANCELLED)
        else:
            problem = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
            _end(item, ItemState.FAILED, problem=problem)
    except Exception:
        logger.exception("item %s of batch %s failed", item.order, batch.pk)
        _end(item, ItemState.FAILED, problem=_("Algo falló al prepararlo. Vuelva a pedirlo."))


def _check_right(item: BatchItem, batch: ReportBatch) -> None:
    """As it is now, whatever it was when she asked; a command has every right."""
    if batch.asked_by_id is None:
        return
    user = User.objects.filter(pk=batch.asked_by_id, is_active=True).first()
    if user is None or not can_manage_report(user, item.network):
        raise ValidationError(_("Quien pidió el lote ya no puede preparar informes de esta red."))


def _make(item: BatchItem, batch: ReportBatch, watch: Watch) -> None:
    if item.form == DOSSIER:
        _make_dossier(item, batch, watch)
    elif item.form not in FORMS:
        raise ValidationError(_("No hay una forma «%(form)s».") % {"form": item.form})
    elif batch.is_issue:
        _issue(item, batch, _scope(item))
    else:
        data = report_data(item.form, _scope(item))
        _keep(item, ContentFile(render_as(data, "pdf")), ".pdf")


def _scope(item: BatchItem) -> Scope:
    return scope_of(
        item.network,
        FORMS[item.form],
        item.period_code,
        plan=item.plan_slug,
        eje=item.eje_code,
        member=item.member.code if item.member else "",
    )


def _issue(item: BatchItem, batch: ReportBatch, scope: Scope) -> None:
    """What was issued before is not issued again: it is told, with its folio."""
    found = in_force(item.network, item.form, scope.period.code, scope.key)
    if found is not None:
        told = _("Ya estaba emitido, con el folio %(folio)s.") % {"folio": found.folio}
        _end(item, ItemState.DONE, report=found, problem=told)
        return
    row = report_issue(form=item.form, by=batch.asked_by, scope=scope, override_reason=batch.override_reason)
    _end(item, ItemState.DONE, report=row)


def _make_dossier(item: BatchItem, batch: ReportBatch, watch: Watch) -> None:
    period = period_for(item.network, item.period_code)
    if period is None:
        raise ValidationError(_("La red no tiene el periodo «%(period)s».") % {"period": item.period_code})
    dossier = collect(network=item.network, period=period, eje=item.eje_code, member=item.member)
    with TemporaryDirectory(prefix="trama-") as folder:
        made = dossier_make(
            dossier=dossier, user=batch.asked_by, target=Path(folder) / "expediente", progress=watch.step
        )
        with made.path.open("rb") as content:
            _keep(item, File(content), made.path.suffix)


def _keep(item: BatchItem, content: File, suffix: str) -> None:
    item.file.save(f"{uuid4().hex}{suffix}", content, save=False)
    if not _end(item, ItemState.DONE, file=item.file.name):
        # It was taken for dead, and somebody else makes it.
        item.file.storage.delete(item.file.name)


def _end(item: BatchItem, state: ItemState, **values: object) -> bool:
    mine = BatchItem.objects.filter(pk=item.pk, state=ItemState.RUNNING)
    return bool(mine.update(state=state, ended_at=timezone.now(), **values))


def batch_finish(batch: ReportBatch) -> None:
    """Pack what was made, if nothing is left to make; of two who come to it at once, one's zip is kept."""
    batch.refresh_from_db()
    if batch.is_cancel_asked:
        batch.items.filter(state=ItemState.WAITING).update(state=ItemState.CANCELLED)
    if batch.items.filter(state__in=[ItemState.WAITING, ItemState.RUNNING]).exists():
        return
    state = BatchState.CANCELLED if batch.is_cancel_asked else BatchState.DONE
    values = {"state": state, "ended_at": timezone.now(), **zip_write(batch)}
    mine = ReportBatch.objects.filter(pk=batch.pk, state=BatchState.RUNNING)
    if not mine.update(**values) and values.get("file"):
        batch.file.storage.delete(values["file"])
