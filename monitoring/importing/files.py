"""Files on their way in: checked, kept while she works on them, and deleted afterwards."""

from __future__ import annotations

import datetime
import hashlib
import tempfile
from contextlib import suppress
from pathlib import Path, PurePath
from typing import IO

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from monitoring.importing.answers import Answers
from monitoring.importing.memory import remembered
from monitoring.models import FormUpload, ImportState, PlanImport
from networks.models import Network, User
from plans.importing.cells import Document, RefusedFileError
from plans.importing.columns import recognise
from plans.importing.reading import read_document

MAX_BYTES = 20 * 1024 * 1024
SUFFIXES = (".docx", ".xlsx", ".ods", ".csv")
ACCEPT = ",".join(SUFFIXES)
DAYS_KEPT = 7


def refusal(error: RefusedFileError) -> str:
    """The sentence of a file that is not read, translated."""
    # A value may be words of ours as well («un PDF»).
    values = {name: _(value) if value else value for name, value in error.values.items()}
    return _(error.text) % values if values else _(error.text)


def document_open(path: Path, name: str) -> Document:
    """Read a file. Raises ValidationError with the sentence that says why it is not read."""
    try:
        return read_document(path, name)
    except RefusedFileError as error:
        raise ValidationError(refusal(error), code="refused") from None


def import_upload(*, network: Network, user: User, file: UploadedFile, answers: Answers) -> PlanImport:
    """Read the file once, and keep it with what was recognised in it.

    Raises ValidationError with a sentence for a file that is not read; nothing is kept of it.
    """
    _check_name_and_size(file)
    with tempfile.NamedTemporaryFile(suffix=PurePath(file.name).suffix.lower()) as copy:
        digest = _copy(file, copy)
        document = document_open(Path(copy.name), file.name)
        row = PlanImport(
            network=network,
            uploaded_by=user,
            file_name=_short_name(file.name),
            size=file.size,
            sha256=digest,
            mapping=recognise(document, remembered(network)).to_json(),
            options=answers.to_json(),
        )
        return _keep(row, copy)


def _check_name_and_size(file: UploadedFile) -> None:
    if PurePath(file.name).suffix.lower() not in SUFFIXES:
        raise ValidationError(
            _(
                "«%(name)s» no se puede importar: se leen archivos de Word (.docx), Excel (.xlsx), LibreOffice "
                "(.ods) y texto separado por comas (.csv). Guárdelo en uno de esos formatos."
            ),
            code="extension",
            params={"name": file.name},
        )
    if file.size > MAX_BYTES:
        raise ValidationError(
            _("«%(name)s» pesa %(size)s MB y el máximo es de %(limit)s MB: quítele las imágenes o divídalo."),
            code="size",
            params={"name": file.name, "size": -(-file.size // 1024**2), "limit": MAX_BYTES // 1024**2},
        )


def _short_name(name: str) -> str:
    """The name as she knows it, cut where the column ends; its ending stays."""
    longest = PlanImport._meta.get_field("file_name").max_length
    suffix = PurePath(name).suffix
    return name if len(name) <= longest else name[: longest - len(suffix)] + suffix


def _copy(file: UploadedFile, target: IO[bytes]) -> str:
    """Write it to `target`; returns the sha256 of its content, in hexadecimal."""
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
        target.write(chunk)
    target.flush()
    return digest.hexdigest()


def _keep(row: PlanImport, content: IO[bytes]) -> PlanImport:
    content.seek(0)
    row.full_clean(exclude={"network", "uploaded_by", "file"})
    row.file.save(row.file_name, File(content), save=False)
    try:
        row.save()
    except BaseException:
        row.file.storage.delete(row.file.name)
        raise
    return row


@transaction.atomic
def import_answer(*, row: PlanImport, answers: Answers) -> PlanImport:
    """Keep her answers; an import that is being written, or is written, takes no more."""
    return _change(row, options=answers.to_json())


@transaction.atomic
def import_map(*, row: PlanImport, mapping: dict) -> PlanImport:
    """Keep what each column means."""
    return _change(row, mapping=mapping)


def _change(row: PlanImport, **values: object) -> PlanImport:
    rows = PlanImport.objects.filter(pk=row.pk, state__in=[ImportState.UPLOADED, ImportState.FAILED])
    if not rows.update(**values, state=ImportState.UPLOADED, problem=""):
        raise ValidationError(_("Este archivo ya se importó, o se está importando en este momento."))
    for name, value in values.items():
        setattr(row, name, value)
    row.state, row.problem = ImportState.UPLOADED, ""
    return row


@transaction.atomic
def import_delete(*, row: PlanImport) -> None:
    """Forget an import that was not written, with its file."""
    rows = PlanImport.objects.select_for_update().filter(pk=row.pk).exclude(state=ImportState.WRITING)
    found = rows.first()
    if found is None:
        raise ValidationError(_("Este archivo se está importando: espere a que termine."))
    found.delete()
    file_delete(found)


def file_delete(row: PlanImport | FormUpload) -> None:
    """Delete the file when the transaction is through."""
    storage, name = row.file.storage, row.file.name
    if name:
        transaction.on_commit(lambda: _unlink(storage, name))


def _unlink(storage, name: str) -> None:
    with suppress(OSError):
        storage.delete(name)


def imports_clean(*, now: datetime.datetime | None = None) -> int:
    """Forget what was uploaded more than a week ago and never imported or saved; returns how many."""
    before = (now or timezone.now()) - datetime.timedelta(days=DAYS_KEPT)
    old = PlanImport.objects.filter(uploaded_at__lt=before).exclude(state=ImportState.WRITTEN)
    count = 0
    for row in [*old, *FormUpload.objects.filter(uploaded_at__lt=before, applied_at__isnull=True)]:
        with transaction.atomic():
            row.delete()
            file_delete(row)
        count += 1
    return count
