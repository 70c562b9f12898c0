"""Publishing and withdrawing: what anybody reads changes here, and nowhere else."""

from __future__ import annotations

from hashlib import sha256
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from monitoring.models import PublicationItem
from monitoring.services.kept_files import storing_files
from networks.models import Network, User
from reports.context import fingerprint
from reports.models import IssuedReport, PublishedFile, PublishedSnapshot, SnapshotKind
from reports.publishing.building import as_data, build, key_of, lasting, title_of
from reports.publishing.documents import kept_files
from reports.publishing.shapes import SCHEMA_VERSION


def snapshot_publish(
    *, network: Network, kind: str, key: str = "", by: User | None, expected: str = ""
) -> PublishedSnapshot:
    """Publish what the records say now, in the place of what was published of the same.

    `expected` is `lasting` of what the person saw before she pressed; anything else now is refused. The same again
    changes nothing. Raises ValidationError.
    """
    with storing_files() as stored:
        return _publish(network, kind, key, by, expected, stored)


def _publish(
    network: Network, kind: str, key: str, by: User | None, expected: str, stored: list[PublishedFile]
) -> PublishedSnapshot:
    _lock(network)
    shape = build(kind, network, key)
    key, data = key_of(kind, shape), as_data(shape)
    if expected and expected != lasting(data):
        raise ValidationError(
            _("No se publicó: los datos cambiaron mientras usted miraba. Revise la vista previa y publíquelo.")
        )
    before = PublishedSnapshot.objects.in_force().filter(network=network, kind=kind, key=key).first()
    if before and lasting(before.data) == lasting(data):
        return before
    now = timezone.now()
    if before:
        before.superseded_at = now
        before.save(update_fields=["superseded_at"])
    snapshot = PublishedSnapshot(
        network=network,
        kind=kind,
        key=key,
        title=title_of(kind, shape, network),
        data=data,
        schema_version=SCHEMA_VERSION,
        sha256=fingerprint(data),
        published_at=now,
        published_by=by,
        issued_report=IssuedReport.objects.get(folio=key) if kind == SnapshotKind.REPORT else None,
    )
    # Nobody: the demonstration's own.
    snapshot.full_clean(exclude=None if by else {"published_by"})
    snapshot.save()
    if kind == SnapshotKind.DOCUMENTS:
        _copy_files(snapshot, stored)
    return snapshot


def _lock(network: Network) -> None:
    Network.objects.select_for_update().only("pk").get(pk=network.pk)


def _copy_files(snapshot: PublishedSnapshot, stored: list[PublishedFile]) -> None:
    """Copies of its own: the checklist's files may be replaced. Each has the fingerprint that is told of it."""
    told = {line["file"]: line["sha256"] for line in snapshot.data["documents"] if line["file"]}
    for name, item in kept_files(snapshot.network):
        content = _content_of(item)
        row = PublishedFile(
            snapshot=snapshot,
            name=name,
            content_type=item.content_type or "application/octet-stream",
            size=len(content),
            sha256=sha256(content).hexdigest(),
        )
        if row.sha256 != told.get(name):
            raise ValidationError(_missing(item))
        stored.append(row)
        row.file.save(f"{snapshot.pk.hex}{PurePath(name).suffix}", ContentFile(content), save=False)
        row.save()


def _content_of(item: PublicationItem) -> bytes:
    try:
        with item.file.open("rb") as source:
            return source.read()
    except OSError as error:
        raise ValidationError(_missing(item)) from error


def _missing(item: PublicationItem) -> str:
    words = _("El archivo de «%(document)s» falta o no es el que se guardó: guárdelo otra vez y publique después.")
    return words % {"document": item.name}


@transaction.atomic
def snapshot_withdraw(*, snapshot: PublishedSnapshot, by: User | None, reason: str) -> PublishedSnapshot:
    """Take it off the public page; it stays in the record with who, when and why. Raises ValidationError."""
    if not reason.strip():
        raise ValidationError({"reason": _("Diga por qué se retira: queda en el registro de lo publicado.")})
    _lock(snapshot.network)
    row = PublishedSnapshot.objects.in_force().filter(pk=snapshot.pk).first()
    if row is None:
        raise ValidationError(_("Eso ya no está publicado: vuelva a cargar la página."))
    row.withdrawn_at, row.withdrawn_by, row.withdrawn_reason = timezone.now(), by, reason.strip()
    row.clean_fields(exclude={"published_by", "withdrawn_by"})
    row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    return row


@transaction.atomic
def public_page_set(*, network: Network, is_public: bool) -> Network:
    """Switch the network's public page on or off. What was published stays published, read or not."""
    row = Network.objects.select_for_update().get(pk=network.pk)
    if row.is_public != is_public:
        row.is_public = is_public
        row.save(update_fields=["is_public"])
    return row
