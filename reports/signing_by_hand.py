"""The scanned copy of an issued report that was signed by hand: beside the official PDF, never in its place."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path, PurePath

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from monitoring.uploads import check_upload
from networks.models import User
from reports.models import IssuedReport, SignedCopy

PDF = "application/pdf"
ROOT = Path(__file__).resolve().parent.parent
# Opening a stranger's PDF is left to a process that may take so much time and memory, and no more.
SECONDS, MEMORY = 20, 1 << 30
MOST_PAGES = 2_000
READING = (sys.executable, "-c", "from reports.signing_by_hand_reading import count; count()")


def signed_copy_keep(*, report: IssuedReport, file: UploadedFile, by: User | None, title: str = "") -> SignedCopy:
    """Keep it; one that was there before stays with its trace. Raises ValidationError; nothing is kept then."""
    if PurePath(file.name or "").suffix.lower() != ".pdf":
        raise ValidationError(
            _("«%(name)s» no es un PDF: escanee la copia firmada como PDF.") % {"name": file.name}
        )
    upload = check_upload(file)
    _check_pages(file)
    copy = SignedCopy(
        report=report,
        title=title.strip(),
        original_name=PurePath(file.name).name[-200:],
        content_type=PDF,
        size=upload.size,
        sha256=upload.sha256,
        added_by=by,
    )
    return _keep(copy, file)


@transaction.atomic
def _keep(copy: SignedCopy, file: UploadedFile) -> SignedCopy:
    report = IssuedReport.objects.select_for_update().only("pk", "pdf_sha256", "network_id").get(pk=copy.report_id)
    if copy.sha256 == report.pdf_sha256:
        raise ValidationError(
            _("Ese es el PDF emitido, sin firmar a mano: cargue el escaneo de la copia firmada.")
        )
    standing = SignedCopy.objects.filter(report=report, superseded_at__isnull=True)
    if standing.filter(sha256=copy.sha256).exists():
        raise ValidationError(_("Esa copia ya está guardada."))
    standing.update(superseded_at=timezone.now())
    copy.full_clean(exclude={"file"})
    copy.file.save(copy.original_name, file, save=False)
    copy.save()
    return copy


def signed_copies(report: IssuedReport) -> list[SignedCopy]:
    """Newest first; the one that holds, if any, is the first."""
    return list(report.signed_copies.select_related("added_by"))


def _check_pages(file: UploadedFile) -> None:
    file.seek(0)
    content = file.read()
    file.seek(0)
    try:
        done = subprocess.run(
            READING,
            input=content,
            capture_output=True,
            timeout=SECONDS,
            cwd=ROOT,
            preexec_fn=_limited,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise ValidationError(_unreadable()) from None
    answer = done.stdout.decode("ascii", "replace").strip()
    if answer == "locked":
        raise ValidationError(_("El PDF pide una contraseña para abrirse: guárdelo sin ella."))
    if done.returncode or not answer.isdecimal() or not 0 < int(answer) <= MOST_PAGES:
        raise ValidationError(_unreadable())


def _unreadable() -> str:
    return _("El PDF está dañado o no se puede abrir: escanéelo de nuevo.")


def _limited() -> None:
    """In the new process, before it reads anything."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
