"""An uploaded table between the look at it and the confirmation: a folder of who uploaded it, for a day."""

from __future__ import annotations

import json
import secrets
import shutil
import time
from dataclasses import asdict, dataclass
from pathlib import Path, PurePath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from networks.exchange.base import Checked, Outcome
from networks.exchange.reading import ACCEPT, MAX_BYTES
from networks.models import Network, User

KEPT_SECONDS = 24 * 60 * 60


@dataclass(frozen=True)
class Kept:
    """`kind` is the table's; nobody else finds it: the folder carries the network's and the person's numbers."""

    folder: Path
    key: str
    name: str

    @property
    def path(self) -> Path:
        return self.folder / "tabla"

    @property
    def is_open(self) -> bool:
        return self.path.exists()

    @property
    def _result(self) -> Path:
        return self.folder / "resultado.json"

    @property
    def _written(self) -> Path:
        return self.folder / "guardada"

    @property
    def result(self) -> Checked | None:
        """What became of it, once confirmed."""
        try:
            rows = json.loads(self._result.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        return Checked([Outcome(**row) for row in rows])

    def close(self, checked: Checked) -> None:
        """Inside the transaction that writes it: a second click finds it closed."""
        rows = [asdict(row) for row in checked.rows]
        self._result.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
        self.path.rename(self._written)

    def reopen(self) -> None:
        """The transaction did not end well: as if nothing had been."""
        self._result.unlink(missing_ok=True)
        if self._written.exists():
            self._written.rename(self.path)

    def finish(self) -> None:
        """Of the file nothing stays; of the result, what each row did."""
        self._written.unlink(missing_ok=True)

    def forget(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


def _home(kind: str, network: Network, user: User) -> Path:
    return Path(settings.MEDIA_ROOT) / "tables" / kind / str(network.pk) / str(user.pk)


def table_keep(*, kind: str, network: Network, user: User, file: UploadedFile) -> Kept:
    """Keep it for a look. Raises ValidationError for what is no table or too big; older than a day is deleted."""
    if PurePath(file.name).suffix.lower() not in ACCEPT.split(","):
        words = _("«%(name)s» no es una tabla que se pueda leer: súbala como .xlsx o .csv.")
        raise ValidationError(words % {"name": file.name})
    if file.size > MAX_BYTES:
        words = _("«%(name)s» pesa más de %(most)s MB: divídalo en varios archivos.")
        raise ValidationError(words % {"name": file.name, "most": MAX_BYTES // 1024**2})
    home = _home(kind, network, user)
    _sweep(home)
    kept = Kept(home, secrets.token_hex(16), file.name)
    folder = home / kept.key
    folder.mkdir(parents=True, mode=0o750)
    (folder / "nombre").write_text(file.name[-200:], encoding="utf-8")
    with (folder / "tabla").open("wb") as copy:
        for chunk in file.chunks():
            copy.write(chunk)
    return Kept(folder, kept.key, file.name)


def table_kept(*, kind: str, network: Network, user: User, key: str) -> Kept | None:
    """What she uploaded here under that key; None for anything else."""
    if len(key) != 32 or not key.isalnum():
        return None
    folder = _home(kind, network, user) / key
    try:
        name = (folder / "nombre").read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    return Kept(folder, key, name)


def _sweep(home: Path) -> None:
    if not home.exists():
        return
    for folder in home.iterdir():
        if time.time() - folder.stat().st_mtime > KEPT_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)
