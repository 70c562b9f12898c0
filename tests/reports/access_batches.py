"""Who may ask for batches and dossiers, and open what came of them: the secretariat."""

from django.core.files.base import ContentFile
from django.utils import timezone

from reports.models import BatchItem, BatchState, ItemState, ReportBatch
from tests.access import SECRETARIAT, Row


def batch_of(world) -> ReportBatch:
    """One that is over, with a draft whose bytes are no PDF: nobody reads them here."""
    found = ReportBatch.objects.filter(network=world.network).first()
    if found:
        return found
    batch = ReportBatch.objects.create(
        network=world.network, title="Lote", state=BatchState.DONE, ended_at=timezone.now()
    )
    item = BatchItem(batch=batch, order=1, network=world.network, form="gestion", period_code="2024-T1")
    item.state = ItemState.DONE
    for row in (item, batch):
        row.file.save("prueba.bin", ContentFile(b"%PDF"))
    return batch


def _one(world):
    return {"key": batch_of(world).pk}


def _file(world):
    return {"key": batch_of(world).pk, "order": 1}


ROWS: list[Row] = [
    Row("reports:batch_list", SECRETARIAT),
    Row("reports:batch_create", SECRETARIAT),
    Row("reports:batch_detail", SECRETARIAT, kwargs=_one),
    Row("reports:batch_cancel", SECRETARIAT, kwargs=_one, method="post"),
    Row("reports:batch_resume", SECRETARIAT, kwargs=_one, method="post"),
    Row("reports:batch_zip", SECRETARIAT, kwargs=_one),
    Row("reports:batch_file", SECRETARIAT, kwargs=_file),
    Row("reports:dossier", SECRETARIAT, kwargs={"code": "2024-T1"}),
]
