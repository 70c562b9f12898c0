"""Whether a report is one that was issued here: by its folio, or by the file itself."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from monitoring.labels import period_label
from monitoring.selectors import period_for
from reports.models import IssuedReport, PublishedSnapshot, SignedCopy, SnapshotKind
from reports.official import form_title
from reports.signature_checks import SignatureFound, signatures_of
from reports.verifying import Verdict, Verified, normal_folio

logger = logging.getLogger("trama.reports")
GENUINE, REPLACED, ALTERED, UNKNOWN = "genuine", "replaced", "altered", "unknown"
FOLIO = re.compile(rb"[A-Z0-9]+(?:-[A-Z0-9]+)*-\d{4,9}(?![A-Za-z0-9])")
# How many words that look like a folio are looked up, of one file.
MOST_WORDS = 200
MOST_JSON = 50_000_000


# -- by its folio --------------------------------------------------------------------------------------------


def report_by_folio(folio: str) -> Verified | None:
    """A folio can be guessed, so that nothing is told but what form it is, of when, and how it stands.

    Whose it is, and the file, only where anybody may read it: published, or of a network with a public page.
    """
    rows = IssuedReport.objects.select_related("network", "replaced_by").defer("data", "changes", "findings")
    row = rows.filter(folio=folio).first()
    if row is None:
        return None
    new = getattr(row, "replaced_by", None)
    copy = row.signed_copies.filter(superseded_at__isnull=True).first()
    return Verified(
        folio=row.folio,
        verdict=Verdict.REPLACED if new else Verdict.GENUINE,
        title=form_title(row.form),
        issued_at=row.issued_at,
        sha256=row.pdf_sha256,
        facts=_facts(row),
        file=row.pdf if is_published(row) and not new else None,
        file_name=f"{row.folio}.pdf",
        ended_at=new.issued_at if new else None,
        time_zone=row.network.time_zone,
        copy_sha256=copy.sha256 if copy else "",
        replaced_by=new.folio if new else "",
    )


def is_published(row: IssuedReport) -> bool:
    """Whether anybody may download it."""
    published = PublishedSnapshot.objects.public().filter(kind=SnapshotKind.REPORT, key=row.folio)
    return published.filter(network=row.network_id).exists()


def _facts(row: IssuedReport) -> tuple[tuple[str, str], ...]:
    period = period_for(row.network, row.period_code)
    facts = [(_("Periodo"), period_label(period) if period else row.period_code)]
    is_open = row.network.is_public
    if is_open:
        facts.insert(0, (_("Red"), row.network.name))
    if not row.signed_at:
        signed = _("No, este informe se emitió sin firma digital")
    elif is_open:
        signed = _("Sí, por %(who)s") % {"who": row.signed_by}
    else:
        signed = _("Sí")
    return (*facts, (_("Firma digital"), signed))


# -- by the file ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class FileVerdict:
    """`status` is genuine, replaced, altered or unknown; `row` the report it is or pretends to be.

    `is_copy`: it is the scanned copy signed by hand. `is_old_copy`: one that a later copy took the place of.
    """

    status: str
    sha256: str
    row: IssuedReport | None = None
    is_copy: bool = False
    is_old_copy: bool = False
    signatures: tuple[SignatureFound, ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        row, new = self.row, self.replaced_by
        found = {
            "status": self.status,
            "folio": row.folio if row else None,
            "form": row.form if row else None,
            "period": row.period_code if row else None,
            "network": row.network.slug if row else None,
            "issued_at": row.issued_at.isoformat() if row else None,
            "sha256": self.sha256,
            "replaced_by": new.folio if new else None,
            "signatures": [_signature_json(one) for one in self.signatures],
        }
        return {**found, "copy": True} if self.is_copy else found

    @property
    def replaced_by(self) -> IssuedReport | None:
        return getattr(self.row, "replaced_by", None) if self.row else None

    def __str__(self) -> str:
        if self.row is None:
            return _("Desconocido: no es un informe que se haya emitido aquí, o es un borrador.")
        at = localtime(self.row.issued_at)
        said = {
            "folio": self.row.folio,
            "title": form_title(self.row.form),
            "period": self.row.period_code,
            "day": date_format(at, "d/m/Y"),
            "new": self.replaced_by.folio if self.replaced_by else "",
        }
        return _sentence(self) % said


def _sentence(found: FileVerdict) -> str:
    if found.status == ALTERED:
        return _("Alterado: no es el archivo que se emitió con el folio %(folio)s (%(title)s, %(period)s).")
    if found.is_old_copy:
        return _("Reemplazada: es una copia firmada a mano del informe %(folio)s, y después se guardó otra.")
    if found.status == REPLACED:
        return _("Reemplazado: es el informe %(folio)s, emitido el %(day)s, y después se emitió el %(new)s.")
    if found.is_copy:
        return _("Auténtica: es la copia firmada a mano del informe %(folio)s (%(title)s, %(period)s).")
    return _("Auténtico y vigente: informe %(folio)s, %(title)s, %(period)s, emitido el %(day)s.")


def _signature_json(one: SignatureFound) -> dict[str, Any]:
    return {
        "name": one.name,
        "at": one.at.isoformat() if one.at else None,
        "intact": one.intact,
        "whole": one.whole,
        "trusted": one.trusted,
        "certificate_sha256": one.certificate_sha256,
        "valid_to": one.valid_to.isoformat() if one.valid_to else None,
        "problems": list(one.problems),
    }


def file_verdict(content: bytes) -> FileVerdict:
    """What a file is: a single changed byte makes it an altered one, while it still says which report it was."""
    own = sha256(content).hexdigest()
    rows = IssuedReport.objects.select_related("network", "replaced_by").defer("data", "changes", "findings")
    row = rows.filter(pdf_sha256=own).first()
    if row:
        return FileVerdict(_standing(row), own, row, signatures=signatures_of(content))
    copy = SignedCopy.objects.filter(sha256=own).order_by("-added_at").first()
    if copy:
        row = rows.get(pk=copy.report_id)
        is_old = copy.superseded_at is not None
        status = REPLACED if is_old else _standing(row)
        return FileVerdict(status, own, row, True, is_old, signatures_of(content))
    row = _pretended(content, rows)
    return FileVerdict(ALTERED if row else UNKNOWN, own, row, signatures=signatures_of(content))


def _standing(row: IssuedReport) -> str:
    return REPLACED if getattr(row, "replaced_by", None) else GENUINE


def _pretended(content: bytes, rows: Any) -> IssuedReport | None:
    """The report a file says it is: by what it says of itself, by its data, or by what is left of it."""
    if not content.lstrip()[:5].startswith(b"%PDF") and b"%PDF" not in content[:2048]:
        return None
    for folio in dict.fromkeys([*_said(content), *_seen(content)]):
        row = rows.filter(folio=folio).first()
        if row:
            return row
    return None


def _said(content: bytes) -> Iterator[str]:
    """In the order in which they are to be believed; a broken file says what it still can."""
    import pikepdf

    try:
        with pikepdf.open(BytesIO(content)) as pdf:
            yield from _of_information(pdf)
            yield from _of_data(pdf)
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, RuntimeError) as error:
        logger.info("a file to verify cannot be read: %r", error)


def _of_information(pdf: Any) -> Iterator[str]:
    keywords = str(pdf.docinfo.get("/Keywords", "")) if "/Info" in pdf.trailer else ""
    folio = normal_folio(keywords)
    if folio:
        yield folio


def _of_data(pdf: Any) -> Iterator[str]:
    for name in list(pdf.attachments)[:10]:
        if not name.endswith(".json"):
            continue
        file = pdf.attachments[name].get_file()
        if file.size and file.size > MOST_JSON:
            continue
        header = json.loads(file.read_bytes()).get("header") or {}
        folio = normal_folio(str(header.get("folio") or ""))
        if folio:
            yield folio


def _seen(content: bytes) -> Iterator[str]:
    """Words like a folio in what is written in clear."""
    for place, found in enumerate(FOLIO.finditer(content)):
        if place >= MOST_WORDS:
            return
        if len(found.group()) <= 80:
            yield found.group().decode()
