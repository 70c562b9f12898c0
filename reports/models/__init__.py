"""What is handed over and what is published: frozen when it was, whatever is edited behind."""

from reports.models.batches import BatchItem, BatchState, ItemState, ReportBatch
from reports.models.issued import IssuedReport, SignedCopy
from reports.models.keys import SigningKey
from reports.models.published import PublishedFile, PublishedSnapshot, SnapshotKind, SnapshotQuerySet
from reports.models.word_templates import WordTemplate

__all__ = [
    "BatchItem",
    "BatchState",
    "IssuedReport",
    "ItemState",
    "PublishedFile",
    "PublishedSnapshot",
    "ReportBatch",
    "SignedCopy",
    "SigningKey",
    "SnapshotKind",
    "SnapshotQuerySet",
    "WordTemplate",
]
