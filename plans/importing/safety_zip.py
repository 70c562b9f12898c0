"""A zip is unpacked into nothing, to know how much it holds, before any parser opens it."""

from __future__ import annotations

import copy
import re
import stat
import struct
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from networks.sentences import gettext_noop as _
from plans.importing import limits
from plans.importing.cells import RefusedFileError

CHUNK = 64 * 1024
ENCRYPTED = _("El archivo está protegido con contraseña. Quítele la contraseña, guárdelo y súbalo otra vez.")
TRICKS = _(
    "El archivo no está hecho como los de oficina (%(part)s). Ábralo en su programa, guárdelo de nuevo y "
    "súbalo otra vez."
)
_DIRECTORY_SIZE = 1024 * 1024
_END, _END_64, _LOCATOR_64 = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07"
ERRORS = (BadZipFile, zlib.error, struct.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError)


def open_checked(path: Path) -> ZipFile:
    """The zip, once every member was measured. Raises RefusedFileError."""
    _check_directory(path)
    archive = None
    try:
        archive = ZipFile(path)
        _check_names(archive.infolist())
        _measure(archive)
    except ERRORS as error:
        if archive is not None:
            archive.close()
        raise RefusedFileError(limits.BROKEN, part="zip") from error
    except BaseException:
        if archive is not None:
            archive.close()
        raise
    return archive


def _check_directory(path: Path) -> None:
    """Before the list of members is read, that it is one of a document and not of a million."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(size - 66_000, 0))
        tail = file.read()
        place = tail.rfind(_END)
        if place < 0 or len(tail) - place < 22:
            raise RefusedFileError(limits.BROKEN, part="zip")
        members, directory = struct.unpack_from("<HI", tail, place + 10)
        if place >= 20 and tail[place - 20 : place - 16] == _LOCATOR_64:
            file.seek(min(struct.unpack_from("<Q", tail, place - 12)[0], size))
            record = file.read(56)
            if len(record) < 56 or not record.startswith(_END_64):
                raise RefusedFileError(limits.BROKEN, part="zip")
            members, directory = struct.unpack_from("<QQ", record, 32)
    if members > limits.MEMBERS or directory > _DIRECTORY_SIZE:
        raise RefusedFileError(limits.TOO_MUCH, where="zip")


def _check_names(members: list[ZipInfo]) -> None:
    if len(members) > limits.MEMBERS:
        raise RefusedFileError(limits.TOO_MUCH, where="zip")
    seen = set()
    for member in members:
        name = member.filename
        parts = name.rstrip("/").split("/")
        link = stat.S_ISLNK(member.external_attr >> 16)
        # A name with a NUL inside is cut short by some readers and not by others.
        tricky = name.startswith("/") or "\\" in member.orig_filename or "\0" in member.orig_filename
        if link or tricky or re.match("[A-Za-z]:", name) or any(part in ("", ".", "..") for part in parts):
            raise RefusedFileError(TRICKS, part=name[:80])
        if name.lower() in seen:
            raise RefusedFileError(TRICKS, part=name[:80])
        seen.add(name.lower())
        if member.flag_bits & 0x1:
            raise RefusedFileError(ENCRYPTED)
        if member.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise RefusedFileError(TRICKS, part=name[:80])


def _measure(archive: ZipFile) -> None:
    total = 0
    for member in archive.infolist():
        declared = copy.copy(member)
        declared.file_size = 1 << 40  # read to the true end of the data, whatever size it claims
        prolog = Prolog(member.filename)
        size = 0
        with archive.open(declared) as source:
            while chunk := source.read(CHUNK):
                size += len(chunk)
                if total + size > limits.UNPACKED:
                    raise RefusedFileError(limits.TOO_BIG)
                prolog.feed(chunk)
        if size != member.file_size:
            raise RefusedFileError(limits.BROKEN, part=member.filename[:80])
        total += size


class _Enough(Exception):
    pass


class Prolog:
    """Reads a part up to its first element: what stands before it may declare entities."""

    def __init__(self, part: str) -> None:
        self.part = part
        self.parser: Any = None
        self.done = False

    def feed(self, chunk: bytes) -> None:
        if self.done:
            return
        if self.parser is None:
            if not chunk.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").startswith(b"<"):
                self.done = True
                return
            self.parser = parser_of(self.part, _stop)
        try:
            self.parser.Parse(chunk)
        except _Enough:
            self.done = True
        except expat.ExpatError as error:
            self.done = True
            if self.part.endswith((".xml", ".rels")):
                raise RefusedFileError(limits.BROKEN, part=self.part[:80]) from error


def _stop(*_arguments: Any) -> None:
    raise _Enough


def parser_of(part: str, start: Callable[..., None]) -> Any:
    def refuse(*_arguments: Any) -> None:
        raise RefusedFileError(limits.DOCTYPE, part=part[:80])

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = start
    return parser


def chunks(archive: ZipFile, part: str) -> Iterator[bytes]:
    with archive.open(part) as source:
        while chunk := source.read(CHUNK):
            yield chunk
