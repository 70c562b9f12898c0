"""Evidence: files and links. A file lives and dies with the row that names it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from monitoring.models import ComplianceEntry, Evidence
from monitoring.services.errors import EntryLockedError
from monitoring.services.periods import lock_open_period
from monitoring.services.records import Attachment
from monitoring.uploads import check_upload
from networks.models import User
from plans.models import Verification


@contextmanager
def removing_files_on_failure() -> Iterator[list[Evidence]]:
    """A transaction; the files of the evidence put in the list are deleted when it does not succeed."""
    stored: list[Evidence] = []
    try:
        with transaction.atomic():
            yield stored
    except BaseException:
        for evidence in stored:
            # Until it is saved the file has the name it was uploaded with, and nothing is stored.
            if evidence.file and evidence.file._committed:
                evidence.file.storage.delete(evidence.file.name)
        raise


def evidence_add(*, entry: ComplianceEntry, attachment: Attachment, user: User) -> Evidence:
    """Add a file or a link to an entry not sent yet. Raises ValidationError for what may not be uploaded."""
    with removing_files_on_failure() as stored:
        lock_open_period(entry.period, entry.period.network)
        return attach_all(_editable(entry), [attachment], user, stored)[0]


@transaction.atomic
def evidence_remove(*, evidence: Evidence) -> None:
    """Take it away from an entry not sent yet; the file goes when the transaction is through."""
    lock_open_period(evidence.entry.period, evidence.entry.period.network)
    _editable(evidence.entry)
    storage, name = evidence.file.storage, evidence.file.name
    evidence.delete()
    if name:
        transaction.on_commit(lambda: storage.delete(name))


def attach_all(
    entry: ComplianceEntry,
    attachments: Sequence[Attachment],
    user: User,
    stored: list[Evidence],
    is_resent: bool = False,
) -> list[Evidence]:
    """Check and store each attachment, inside the caller's `removing_files_on_failure`, whose list is `stored`.

    Of what `is_resent`, a file or a link that is there already is not added again.
    """
    known = set(entry.evidence.values_list("sha256", "url")) if is_resent and attachments else set()
    found = (_attach(entry, attachment, user, stored, known) for attachment in attachments)
    return [evidence for evidence in found if evidence is not None]


def _attach(
    entry: ComplianceEntry, given: Attachment, user: User, stored: list[Evidence], known: set[tuple[str, str]]
) -> Evidence | None:
    evidence = Evidence(
        entry=entry,
        title=given.title.strip(),
        url=given.url,
        dated_on=given.dated_on,
        sensitivity=given.sensitivity,
        uploaded_by=user,
    )
    if given.file is not None:
        upload = check_upload(given.file)
        evidence.file = given.file
        evidence.original_name = _short_name(given.file.name)
        evidence.content_type, evidence.size, evidence.sha256 = upload.content_type, upload.size, upload.sha256
    if (evidence.sha256, evidence.url) in known:
        return None
    evidence.full_clean(exclude={"entry", "uploaded_by", "file"})
    if bool(evidence.file) == bool(evidence.url):
        raise ValidationError(_("Una evidencia es un archivo o un enlace: dé uno de los dos."))
    stored.append(evidence)
    evidence.save()
    evidence.verifications.set(_slots(entry, given.verifications))
    return evidence


def _slots(entry: ComplianceEntry, asked: Sequence[int]) -> list[Verification]:
    """Only slots of the entry's own activity; one of another network's plan finds nothing."""
    if not asked:
        return []
    own = Verification.objects.filter(
        activity__lineage=entry.activity_lineage, activity__eje__version=entry.version_id
    )
    return list(own.filter(pk__in=asked))


def _editable(entry: ComplianceEntry) -> ComplianceEntry:
    """The row as it is now, read after the lock."""
    current = ComplianceEntry.objects.select_related("period__network", "version").get(pk=entry.pk)
    if not current.is_editable:
        raise EntryLockedError(current)
    return current


def _short_name(name: str) -> str:
    """At most 200 characters, with the extension kept."""
    path = PurePath(name)
    return path.stem[: 200 - len(path.suffix)] + path.suffix
