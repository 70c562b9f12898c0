"""Writing the publication checklist: its lines are the network's own, and who recorded each is kept."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import URLValidator
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from monitoring.models import PublicationItem, PublishedState
from monitoring.selectors.publications import publication_checklist
from monitoring.services.kept_files import drop_file, keep_file, storing_files
from networks.models import Network, User
from networks.services.ordering import move_row, next_order


class WebAddress(URLValidator):
    """Of a page that anybody may open: an address that carries a password would be printed with it."""

    def __call__(self, value: str) -> None:
        super().__call__(value)
        if urlsplit(value).username is not None:
            raise ValidationError(_("La dirección lleva dentro un usuario o una contraseña: quítelos."))


check_web_url = WebAddress(
    schemes=["http", "https"],
    message=gettext_lazy("Escriba la dirección completa de la página, con http:// o https:// delante."),
)


# What the form of a line does not write.
NOT_IN_FORM = (
    *("order", "file", "original_name", "content_type", "size", "sha256"),
    *("added_at", "added_by", "check_state", "checked_at", "reopened_at"),
)


def _lock(network: Network) -> None:
    Network.objects.select_for_update().only("pk").get(pk=network.pk)


def _make_usual(network: Network) -> None:
    """Give a network without lines the usual ones, so that hers stand among them. Call it with the lock."""
    for order, item in enumerate(publication_checklist(network)):
        if item.pk is None:
            item.order = order
            item.save()


@transaction.atomic
def publications_save(*, network: Network, items: Sequence[PublicationItem], user: User | None = None) -> None:
    """Save lines of the network's checklist at once; address and date belong to what is published.

    A line that somebody else made meanwhile is changed, not made twice; of one that she changed, the rest stays.
    """
    _lock(network)
    _make_usual(network)
    lines = {line.pk: line for line in PublicationItem.objects.filter(network=network)}
    named = {(line.document, line.title): line for line in lines.values()}
    for item in items:
        _record(_into(lines[item.pk] if _is_there(item) else named.get((item.document, item.title)), item), user)


def _is_there(item: PublicationItem) -> bool:
    """False for a new line. Raises ValidationError for one that somebody took away meanwhile; call it locked."""
    if item.pk and not PublicationItem.objects.filter(pk=item.pk).exists():
        raise ValidationError(
            _("Otra persona quitó «%(document)s» de la lista: vuelva a cargar la página.")
            % {"document": item.name}
        )
    return item.pk is not None


def _into(line: PublicationItem | None, item: PublicationItem) -> PublicationItem:
    """The line that is there, saying what the new one says; the new one where there is none."""
    if line is None:
        return item
    line.published, line.url, line.published_on = item.published, item.url, item.published_on
    return line


def publication_save(
    *, item: PublicationItem, user: User, file: UploadedFile | None = None, without_file: bool = False
) -> PublicationItem:
    """Create or change a line: its document is kept here (`file`), or stands at `item.url`.

    A new line goes last. Unless it is only renamed, it counts as recorded now, by her, and is to be tested anew.
    """
    with storing_files() as stored:
        _lock(item.network)
        _make_usual(item.network)
        if _is_there(item):
            # Somebody may have moved it, put a file there or tested it since the page was read.
            item.refresh_from_db(fields=NOT_IN_FORM)
        else:
            item.order = next_order(item.network.publications)
        if item.url and (file is not None or (item.file and not without_file)):
            raise ValidationError({"url": _both(item)})
        if item.file and (file is not None or without_file):
            drop_file(item)
        if file is not None:
            keep_file(row=item, file=file, stored=stored)
        _record(item, user)
    return item


def _both(item: PublicationItem) -> str:
    words = _("«%(document)s» se guarda aquí o está en una dirección: deje solo uno de los dos.")
    return words % {"document": item.name}


def _record(item: PublicationItem, user: User | None) -> None:
    """Check the line whole and save it, inside the caller's lock."""
    if item.published != PublishedState.YES and (item.url or item.published_on):
        raise ValidationError(
            _("«%(document)s» no figura como publicado: borre su dirección y su fecha, o márquelo «sí».")
            % {"document": item.name}
        )
    if item.url and item.file:
        raise ValidationError({"url": _both(item)})
    if item.url:
        check_web_url(item.url)
    if not _is_only_renamed(item):
        item.added_at, item.added_by = timezone.now(), user
        item.reopened_at, item.checked_at, item.check_state = None, None, ""
    item.full_clean(exclude={"added_by"})
    item.save()


def _is_only_renamed(item: PublicationItem) -> bool:
    """It says nothing new of where its document is; a line that was reopened is recorded again by saving it."""
    known = PublicationItem.objects.filter(pk=item.pk).first() if item.pk else None
    if known is None:
        return item.published == PublishedState.UNKNOWN and not item.file
    facts = ("published", "url", "published_on", "file")
    is_same = all(getattr(known, name) == getattr(item, name) for name in facts)
    is_renamed = (known.document, known.title) != (item.document, item.title)
    return is_same and (is_renamed or known.reopened_at is None)


@transaction.atomic
def publication_delete(*, item: PublicationItem) -> None:
    """Take a line away with its file and its tests; one line at least stays."""
    _lock(item.network)
    if not PublicationItem.objects.filter(network=item.network_id).exclude(pk=item.pk).exists():
        raise ValidationError(_("Es la única línea de la lista: agregue antes otra, o cámbiele el nombre a esta."))
    drop_file(item)
    item.delete()


@transaction.atomic
def publication_move(*, item: PublicationItem, step: int) -> None:
    """Move it one place up (-1) or down (1)."""
    _lock(item.network)
    move_row(PublicationItem.objects.filter(network=item.network_id).order_by("order", "pk"), item, step)
