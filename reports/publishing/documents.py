"""The publication checklist and the issued reports, as they are published."""

from __future__ import annotations

from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _

from monitoring.labels import period_label
from monitoring.models import PublicationItem, PublishedDocument, PublishedState
from monitoring.selectors import period_for
from networks.models import Network
from reports.models import IssuedReport
from reports.official import form_title
from reports.publishing.shapes import DocumentLine, DocumentsData, ReportData
from reports.publishing.words import fixed

IS_PUBLISHED = {PublishedState.YES: True, PublishedState.NO: False}


def kept_files(network: Network) -> list[tuple[str, PublicationItem]]:
    """What is kept here and recorded as published, each with the name it is published by."""
    return [(name, item) for item, name in _named(network) if name]


def _named(network: Network) -> list[tuple[PublicationItem, str]]:
    """Every line of the checklist with its file's name; empty where no file of it is published."""
    taken: set[str] = set()
    found = []
    for item in PublicationItem.objects.filter(network=network).order_by("order", "pk"):
        name = ""
        if item.file and _is_there(item):
            name = _file_name(item, taken)
            taken.add(name)
        found.append((item, name))
    return found


def _is_there(item: PublicationItem) -> bool:
    """Recorded as published, and not found missing since: as the informe prints it."""
    return item.published == PublishedState.YES and item.reopened_at is None


def _file_name(item: PublicationItem, taken: set[str]) -> str:
    """Of what it is, not of who uploaded it; another number where two are called alike."""
    with_ending = PurePath(item.original_name or item.file.name).suffix.lower()[:10]
    stem = slugify(fixed(item.name))[:150] or "documento"
    names = [f"{stem}{with_ending}", *(f"{stem}-{n}{with_ending}" for n in range(2, len(taken) + 3))]
    return next(name for name in names if name not in taken)


def build_documents(network: Network, key: str = "") -> DocumentsData:
    """Addresses and files only of what is published and still there. Raises ValidationError for an empty list."""
    rows = _named(network)
    if not rows:
        raise ValidationError(_("La lista de publicación está vacía: anote en ella los documentos antes."))
    return DocumentsData(documents=tuple(_document(item, name) for item, name in rows))


def _document(item: PublicationItem, name: str) -> DocumentLine:
    """What fell tells its test, so that it is not taken for what was never published."""
    published = False if item.reopened_at else IS_PUBLISHED.get(item.published)
    recorded = item.published == PublishedState.YES
    return DocumentLine(
        name=fixed(item.name),
        kind=fixed(PublishedDocument(item.document).label),
        published=published,
        published_on=item.published_on if published else None,
        url=(item.url or None) if published else None,
        file=name or None,
        sha256=(item.sha256 or None) if name else None,
        checked_at=item.checked_at if recorded else None,
        check=(fixed(item.get_check_state_display()) or None) if recorded else None,
    )


# -- issued reports -------------------------------------------------------------------------------------------


def build_report(network: Network, key: str) -> ReportData:
    """`key` is the folio. Raises ValidationError for one that was not issued here."""
    row = IssuedReport.objects.filter(network=network, folio=key).select_related("replaces").first()
    if row is None:
        raise ValidationError(_("La red no emitió ningún informe con el folio «%(folio)s».") % {"folio": key})
    period = period_for(network, row.period_code)
    return ReportData(
        folio=row.folio,
        form=row.form,
        form_title=form_title(row.form),
        form_version=row.form_version,
        period=row.period_code,
        period_label=period_label(period) if period else row.period_code,
        issued_at=row.issued_at,
        replaces=row.replaces.folio if row.replaces else None,
        file=f"{row.folio}.pdf",
        size=row.size,
        sha256=row.pdf_sha256,
    )
