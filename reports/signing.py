"""Digital signatures in PDF reports: PAdES B-B, appended to the document without touching a byte of it.

The first signature of a document certifies it and allows no later change but further signatures (DocMDP, P=2). The
moment is this machine's word, unless `SIGNING_TSA` names an authority that stamps it (PAdES B-T).
"""

from __future__ import annotations

import asyncio
import datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _

from networks.models import Network
from reports.pdf import PdfError
from reports.signing_block import block_import, block_pdf
from reports.signing_certificates import MAX_BYTES, Signer, check_usable, signer_from_pkcs12
from reports.signing_places import Place, field_make, fields_of, place_at, places_of

__all__ = ["Signer", "sign_pdf", "sign_report", "signer_from_file", "signer_of_system", "system_signs"]

DIGEST = "sha256"
# What a signature takes in the file, in bytes, beside its certificates; and a stamp of the time.
ROOM, ROOM_OF_STAMP = 4_000, 12_000
TSA_SECONDS = 10


def sign_report(
    pdf: bytes,
    *,
    signer: Signer,
    folio: str,
    network: Network,
    at: datetime.datetime,
    in_process: bool = False,
) -> bytes:
    """The PDF of an issued report with the signature in the next free place, in the document's own language.

    `at` is an aware moment, shown by the network's clock; `in_process` is for the demonstration and tests. Raises
    ValidationError: an expired certificate, or a PDF that cannot be signed. The issued report keeps `signer.name`
    as `signed_by`, `signer.sha256` as `certificate_sha256` and `at` as `signed_at`.
    """
    with translation.override(_language(pdf)):
        return sign_pdf(
            pdf,
            signer,
            reason=_("Emisión del informe %(folio)s") % {"folio": folio},
            location=network.secretariat or network.name,
            at=at.astimezone(ZoneInfo(network.time_zone)),
            in_process=in_process,
        )


def sign_pdf(
    pdf: bytes,
    signer: Signer,
    *,
    place: tuple[int, float, float, float, float] | None = None,
    name: str = "",
    reason: str = "",
    location: str = "",
    at: datetime.datetime,
    in_process: bool = False,
) -> bytes:
    """The same PDF with one more signature.

    `place` is page index, x, y, width and height in points; without it, the first place that the document names
    and nobody signed. `name` is the certificate's unless given. Raises ValidationError with a sentence.
    """
    from pyhanko.pdf_utils.misc import PdfError as FileError
    from pyhanko.sign.general import SigningError
    from pyhanko.sign.timestamps import TimestampRequestError

    check_usable(signer.certificate, at)
    name = name or signer.name
    try:
        return _Signing(pdf, signer).run(place, name, reason, location, at, in_process)
    except TimestampRequestError as error:
        raise ValidationError(
            _("La autoridad de sello de tiempo no respondió: vuelva a intentarlo. Detalle: %(detail)s")
            % {"detail": error}
        ) from error
    except (FileError, SigningError, PdfError) as error:
        raise ValidationError(_("No se pudo firmar el PDF: %(detail)s") % {"detail": error}) from error


def signer_from_file(path: str | Path, password: str) -> Signer:
    """The signer of a PKCS#12 file. Raises ValidationError."""
    try:
        with Path(path).open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise ValidationError(
            _("No se pudo leer el certificado «%(path)s»: %(detail)s.")
            % {"path": path, "detail": error.strerror or error}
        ) from error
    return signer_from_pkcs12(content, password)


def system_signs() -> bool:
    """Whether this installation has a certificate of its own to sign with."""
    return bool(settings.SIGNING_PKCS12)


def signer_of_system() -> Signer:
    """The installation's own. Raises ValidationError where it has none or it cannot be opened."""
    if not system_signs():
        raise ValidationError(_("Este sistema no tiene un certificado propio: firme con el suyo."))
    return signer_from_file(settings.SIGNING_PKCS12, settings.SIGNING_PASSWORD)


def _language(pdf: bytes) -> str:
    """The document's, as Django names it; Spanish where it says none of ours."""
    from pyhanko.pdf_utils.misc import PdfError as FileError
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        said = str(PdfFileReader(BytesIO(pdf)).root["/Lang"])
    except (FileError, KeyError):
        said = ""
    return said.lower() if said.lower() in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _writer(pdf: bytes) -> Any:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    class Appending(IncrementalPdfFileWriter):
        def _update_meta(self) -> None:
            """What the document says of itself stays as it was issued."""

    return Appending(BytesIO(pdf))


class _Signing:
    """One signature on one document."""

    def __init__(self, pdf: bytes, signer: Signer) -> None:
        from pyhanko.sign.timestamps import HTTPTimeStamper

        self.writer = _writer(pdf)
        self.signer = signer
        self.is_first = not self.writer.prev.embedded_signatures
        address = settings.SIGNING_TSA
        self.stamper = HTTPTimeStamper(address, timeout=TSA_SECONDS) if address else None

    def run(
        self,
        where: tuple[int, float, float, float, float] | None,
        name: str,
        reason: str,
        location: str,
        at: datetime.datetime,
        in_process: bool,
    ) -> bytes:
        from pyhanko.pdf_utils.generic import pdf_name

        place, reference = self._field(where)
        look = block_pdf(
            width=place.width, height=place.height, name=name, reason=reason, at=at, in_process=in_process
        )
        field = reference.get_object()
        field["/AP"][pdf_name("/N")] = block_import(self.writer, look)
        self.writer.update_container(field["/AP"])
        return self._signed(place.name, name, reason, location, at)

    def _field(self, where: tuple[int, float, float, float, float] | None) -> tuple[Place, Any]:
        """An empty field to sign in; with the first signature all the places get theirs."""
        fields = fields_of(self.writer)
        if where is not None:
            number = next(number for number in range(1, len(fields) + 2) if f"firma-{number}" not in fields)
            place = place_at(self.writer, f"firma-{number}", where)
            return place, field_make(self.writer, place)
        places = places_of(self.writer)
        if not fields:
            fields = {place.name: field_make(self.writer, place) for place in places}
        for place in places:
            if place.name in fields and "/V" not in fields[place.name].get_object():
                return place, fields[place.name]
        raise ValidationError(
            _("El informe ya tiene todas las firmas que caben en él (%(count)s).") % {"count": len(fields)}
        )

    def _signed(self, field: str, name: str, reason: str, location: str, at: datetime.datetime) -> bytes:
        """By the embedder's four steps: the field, what is signed, the document's digest, the signature."""
        from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
        from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigMDPSetup, SigObjSetup
        from pyhanko.sign.signers.pdf_byterange import SignatureObject

        signature = SignatureObject(
            timestamp=at,
            subfilter=SigSeedSubFilter.PADES,
            name=name,
            location=location or None,
            reason=reason or None,
            bytes_reserved=self._room(),
        )
        rule = None
        if self.is_first:
            rule = SigMDPSetup(md_algorithm=DIGEST, certify=True, docmdp_perms=MDPPerm.FILL_FORMS)
        steps = PdfCMSEmbedder().write_cms(field, self.writer, existing_fields_only=True)
        next(steps)
        steps.send(SigObjSetup(sig_placeholder=signature, mdp_setup=rule))
        digest, output = steps.send(SigIOSetup(md_algorithm=DIGEST))
        steps.send(asyncio.run(self._sign(digest.document_digest)))
        return output.getvalue()

    async def _sign(self, digest: bytes) -> Any:
        from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes

        return await _simple_signer(self.signer).async_sign(
            digest,
            DIGEST,
            use_pades=True,
            timestamper=self.stamper,
            signed_attr_settings=PdfCMSSignedAttributes(),
        )

    def _room(self) -> int:
        """Bytes of the file, where each byte of the signature takes two signs."""
        certificates = (self.signer.certificate, *self.signer.chain)
        own = sum(len(each.public_bytes(Encoding.DER)) for each in certificates)
        return 2 * (ROOM + own + (ROOM_OF_STAMP if self.stamper else 0))


def _simple_signer(signer: Signer) -> Any:
    """As the PDF library takes it."""
    from asn1crypto import keys, x509
    from pyhanko.sign.signers.pdf_cms import SimpleSigner
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    key = signer.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    chain = [x509.Certificate.load(each.public_bytes(Encoding.DER)) for each in signer.chain]
    return SimpleSigner(
        signing_cert=x509.Certificate.load(signer.certificate.public_bytes(Encoding.DER)),
        signing_key=keys.PrivateKeyInfo.load(key),
        cert_registry=SimpleCertificateStore.from_certs(chain),
    )
