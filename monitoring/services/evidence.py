"""Evidence: files and links. A file lives and dies with the row that names it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import PurePath
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from monitoring.models import ComplianceEntry, Evidence, EvidenceOpening, ReportLink, Sensitivity
from monitoring.services.errors import EntryLockedError
from monitoring.services.periods import lock_open_period
from monitoring.services.records import Attachment, EvidenceChange
from monitoring.uploads import check_upload
from networks.models import User
from networks.permissions import can_open_restricted
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


@transaction.atomic
def evidence_open(*, evidence: Evidence, user: User, via_link: ReportLink | None = None) -> EvidenceOpening:
    """Write down that she opens it. Raises PermissionDenied where it is restricted and she may not."""
    if evidence.sensitivity == Sensitivity.RESTRICTED and not can_open_restricted(user, evidence):
        raise PermissionDenied
    return EvidenceOpening.objects.create(evidence=evidence, user=user, via_link=via_link)


def change_all(entry: ComplianceEntry, changes: Sequence[EvidenceChange], user: User) -> None:
    """Write what differs, inside the caller's transaction and lock; what was taken away meanwhile stays away.

    Three queries, whatever is there, and more only for what changes.
    """
    if not changes:
        return
    rows = {row.pk: row for row in entry.evidence.prefetch_related("verifications")}
    slots = {slot.lineage: slot for slot in _own_slots(entry)}
    for change in changes:
        if change.pk in rows:
            _change(rows[change.pk], change, slots, user)


def _change(evidence: Evidence, given: EvidenceChange, slots: dict[UUID, Verification], user: User) -> None:
    """A slot of an older version stays filled by the row it was filled with."""
    asked = given.verifications & slots.keys()
    filled = {row.lineage: row for row in evidence.verifications.all()}
    gone = [row for lineage, row in filled.items() if lineage in slots and lineage not in asked]
    new = [slots[lineage] for lineage in asked if lineage not in filled]
    values = {"title": given.title.strip(), "dated_on": given.dated_on, "sensitivity": given.sensitivity}
    changed = [name for name, value in values.items() if getattr(evidence, name) != value]
    if not (changed or gone or new):
        return
    if evidence.sensitivity == Sensitivity.RESTRICTED and not _may_change_restricted(evidence, user):
        raise ValidationError(_("Una evidencia reservada solo la cambia quien la agregó o la secretaría técnica."))
    for name in changed:
        setattr(evidence, name, values[name])
    evidence.clean_fields(exclude={"entry", "uploaded_by", "file"})
    if changed:
        evidence.save(update_fields=changed)
    if gone:
        evidence.verifications.remove(*gone)
    if new:
        evidence.verifications.add(*new)


def _may_change_restricted(evidence: Evidence, user: User) -> bool:
    return evidence.uploaded_by_id == user.pk or can_open_restricted(user, evidence)


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


def _own_slots(entry: ComplianceEntry) -> QuerySet[Verification]:
    """The slots of the entry's own activity, in the version it was last written under."""
    return Verification.objects.filter(
        activity__lineage=entry.activity_lineage, activity__eje__version=entry.version_id
    )


def _slots(entry: ComplianceEntry, asked: Sequence[int]) -> list[Verification]:
    """One of another network's plan finds nothing."""
    return list(_own_slots(entry).filter(pk__in=asked)) if asked else []


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
