"""What the signatures of a PDF are worth: whether they hold, what they cover and who vouches for them.

Nothing is asked outside: no revocation list, no authority but those whose certificates are here.
"""

from __future__ import annotations

import asyncio
import datetime
import logging
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from reports.models import SigningKey
from reports.signature_later import only_signed_after
from reports.signing import signer_of_system, system_signs

logger = logging.getLogger("trama.reports")
MOST_SIGNATURES = 20
CERTIFICATE_FILES = (".pem", ".crt", ".cer")


@dataclass(frozen=True)
class SignatureFound:
    """One signature of a PDF.

    `intact`: what was signed is as it was signed. `whole`: it covers the file, or all that follows it are further
    signatures. `trusted`: whether somebody here vouches for the certificate; None where nobody could say. `at` is
    the signer's own word unless an authority stamped it. `problems` are sentences.
    """

    name: str
    at: datetime.datetime | None
    intact: bool
    whole: bool
    trusted: bool | None
    certificate_sha256: str
    valid_to: datetime.datetime | None
    problems: tuple[str, ...] = ()

    @property
    def is_good(self) -> bool:
        """It holds for this very file; whether it is trusted is another question."""
        return self.intact and self.whole


def signatures_of(pdf: bytes) -> tuple[SignatureFound, ...]:
    """The signatures of a PDF, the first first; none where there are none or it is no PDF."""
    # The range of bytes that is signed is written in clear in any signed file.
    if b"/ByteRange" not in pdf:
        return ()
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        embedded = PdfFileReader(BytesIO(pdf), strict=False).embedded_regular_signatures[:MOST_SIGNATURES]
    except Exception as error:  # Whatever a broken file makes a reader of PDFs stumble over.
        logger.info("signatures cannot be read: %r", error)
        return (_unreadable(),)
    covered = bool(embedded) and _covers_file(embedded[-1])
    return tuple(_found(each, is_covered=covered) for each in embedded)


def _unreadable(name: str = "") -> SignatureFound:
    told = _("La firma está dañada y no se puede leer.")
    return SignatureFound(name or _("Desconocido"), None, False, False, None, "", None, (told,))


def _covers_file(signature: Any) -> bool:
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    try:
        return signature.evaluate_signature_coverage() == SignatureCoverageLevel.ENTIRE_FILE
    except Exception as error:  # As above.
        logger.info("a signature's coverage cannot be read: %r", error)
        return False


def _covers_rest(signature: Any) -> bool:
    """Up to the file's end, or all that follows are further signatures."""
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    coverage = signature.evaluate_signature_coverage()
    if coverage == SignatureCoverageLevel.ENTIRE_FILE:
        return True
    reaches = coverage == SignatureCoverageLevel.ENTIRE_REVISION
    return reaches and only_signed_after(signature.reader, signature.signed_revision)


def _found(signature: Any, *, is_covered: bool) -> SignatureFound:
    try:
        certificate = signature.signer_cert
        status = asyncio.run(_status(signature, certificate))
        at = _moment(signature, status)
        stands, problems = _trust(signature, certificate, at)
        whole = is_covered and _covers_rest(signature)
    except Exception as error:  # As above.
        logger.info("a signature cannot be read: %r", error)
        return _unreadable()
    intact = bool(status.intact and status.valid)
    return SignatureFound(
        name=certificate.subject.native.get("common_name") or certificate.subject.human_friendly,
        at=at,
        intact=intact,
        whole=whole,
        trusted=stands,
        certificate_sha256=sha256(certificate.dump()).hexdigest(),
        valid_to=certificate.not_valid_after,
        problems=(*_damage(intact=intact, whole=whole), *problems),
    )


async def _status(signature: Any, certificate: Any) -> Any:
    """Whether the signature holds; who vouches for it is not asked here."""
    from pyhanko.sign.validation import KeyUsageConstraints
    from pyhanko.sign.validation.pdf_embedded import async_validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    return await async_validate_pdf_signature(
        signature,
        signer_validation_context=ValidationContext(trust_roots=[certificate], allow_fetching=False),
        key_usage_settings=KeyUsageConstraints(key_usage=set()),
        skip_diff=True,
    )


def _damage(*, intact: bool, whole: bool) -> list[str]:
    if not intact:
        return [_("El contenido cambió después de firmarse: la firma no vale.")]
    if not whole:
        return [_("Se agregó contenido después de la firma: no vale para lo agregado.")]
    return []


def _moment(signature: Any, status: Any) -> datetime.datetime | None:
    stamp = status.timestamp_validity
    if stamp is not None and stamp.intact and stamp.valid:
        return stamp.timestamp
    return signature.self_reported_timestamp


def _trust(signature: Any, certificate: Any, at: datetime.datetime | None) -> tuple[bool | None, list[str]]:
    if at is None:
        return False, [_("La firma no dice cuándo se hizo.")]
    at = at if at.tzinfo else at.replace(tzinfo=datetime.UTC)
    if not certificate.not_valid_before <= at <= certificate.not_valid_after:
        return False, [_("El certificado no estaba vigente cuando se firmó.")]
    if _is_known(sha256(certificate.dump()).hexdigest(), at):
        return True, []
    authorities = trusted_authorities()
    if authorities and _is_vouched(signature, certificate, at, authorities):
        return True, []
    if certificate.subject == certificate.issuer:
        return None, [_("Nadie más que su titular responde por el certificado.")]
    return None, [_("Aquí no se conoce a quien emitió el certificado.")]


def _is_known(fingerprint: str, at: datetime.datetime) -> bool:
    """Of somebody with an account, who had not taken it away by then; or the system's own."""
    had = Q(removed_at__isnull=True) | Q(removed_at__gt=at)
    if SigningKey.objects.filter(had, certificate_sha256=fingerprint).exists():
        return True
    try:
        return system_signs() and signer_of_system().sha256 == fingerprint
    except ValidationError:
        return False


def _is_vouched(signature: Any, certificate: Any, at: datetime.datetime, authorities: list[bytes]) -> bool:
    from asn1crypto import x509
    from pyhanko_certvalidator import CertificateValidator, ValidationContext
    from pyhanko_certvalidator.errors import PathBuildingError, PathValidationError

    roots = [x509.Certificate.load(each) for each in authorities]
    context = ValidationContext(trust_roots=roots, moment=at, allow_fetching=False)
    path = CertificateValidator(certificate, signature.other_embedded_certs, validation_context=context)
    try:
        asyncio.run(path.async_validate_usage(set()))
    except (PathBuildingError, PathValidationError):
        return False
    return True


def trusted_authorities() -> list[bytes]:
    """The certificates of `SIGNING_TRUST`, in DER; a file that is none is left out (the system's checks tell)."""
    return [found for file in trust_files() if (found := certificate_in(file))]


def trust_files() -> list[Path]:
    folder = settings.SIGNING_TRUST
    if not folder or not Path(folder).is_dir():
        return []
    return sorted(file for file in Path(folder).iterdir() if file.suffix.lower() in CERTIFICATE_FILES)


def certificate_in(file: Path) -> bytes | None:
    """The certificate of a file, PEM or DER, in DER; None where it holds none."""
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding

    try:
        content = file.read_bytes()
        load = x509.load_pem_x509_certificate if b"-----BEGIN" in content else x509.load_der_x509_certificate
        return load(content).public_bytes(Encoding.DER)
    except (OSError, ValueError):
        return None
