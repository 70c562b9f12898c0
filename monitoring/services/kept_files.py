"""Keeping a file: checked, stored, and gone again when its transaction or its row goes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import PurePath

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from monitoring.models.files import KeptFile
from monitoring.uploads import check_upload

NAME_LENGTH = 200


@contextmanager
def storing_files() -> Iterator[list[KeptFile]]:
    """A transaction; what the rows put in the list have newly stored is deleted when it does not succeed."""
    stored: list[KeptFile] = []
    try:
        with transaction.atomic():
            yield stored
    except BaseException:
        for row in stored:
            # Until it is saved the file has the name it was uploaded with, and nothing is stored.
            if row.file and row.file._committed:
                row.file.storage.delete(row.file.name)
        raise


def keep_file(*, row: KeptFile, file: UploadedFile, stored: list[KeptFile]) -> None:
    """Put it in the row, not saved yet, inside `storing_files`. ValidationError for what may not be uploaded."""
    upload = check_upload(file)
    row.file, row.original_name = file, short_name(file.name)
    row.content_type, row.size, row.sha256 = upload.content_type, upload.size, upload.sha256
    stored.append(row)


def drop_file(row: KeptFile) -> None:
    """Empty the row's file, inside a transaction; what was stored goes when that ends well."""
    forget_files([row])
    row.file, row.original_name, row.content_type, row.size, row.sha256 = "", "", "", None, ""


def forget_files(rows: Iterable[KeptFile]) -> None:
    """What the rows, about to be deleted, have stored goes when the transaction ends well."""
    for row in rows:
        if row.file:
            transaction.on_commit(partial(row.file.storage.delete, row.file.name))


def short_name(name: str) -> str:
    """At most 200 characters, with the extension kept."""
    path = PurePath(name)
    return path.stem[: NAME_LENGTH - len(path.suffix)] + path.suffix
