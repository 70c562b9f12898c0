"""With an authority that stamps the time, each signature bears its stamp; without one, nobody is asked."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from asn1crypto import keys, tsp, x509
from cryptography import x509 as certificates
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID
from django.core.exceptions import ValidationError

from reports.signature_checks import signatures_of
from tests.reports.signing_samples import NOW, YEAR, authority, holder, named, report_pdf, signed


@pytest.fixture
def stamping(settings):
    """An authority on this machine; `asked` counts what it stamped."""
    from pyhanko.sign.timestamps import DummyTimeStamper
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    key = rsa.generate_private_key(65537, 2048)
    usage = certificates.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
    made = (
        certificates.CertificateBuilder()
        .subject_name(named("Sello de prueba"))
        .issuer_name(authority().certificate.subject)
        .public_key(key.public_key())
        .serial_number(certificates.random_serial_number())
        .not_valid_before(NOW - YEAR)
        .not_valid_after(NOW + YEAR)
        .add_extension(usage, critical=True)
        .sign(authority().key, hashes.SHA256())
    )
    stamper = DummyTimeStamper(
        x509.Certificate.load(made.public_bytes(Encoding.DER)),
        keys.PrivateKeyInfo.load(key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())),
        SimpleCertificateStore(),
    )
    asked = []

    class Authority(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            asked.append(request)
            answer = stamper.request_tsa_response(request).dump()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *args) -> None:
            """Nothing on the screen."""

    server = HTTPServer(("127.0.0.1", 0), Authority)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    settings.SIGNING_TSA = f"http://127.0.0.1:{server.server_port}/"
    yield asked
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.django_db
def test_signature_bears_the_stamp(stamping) -> None:
    made = signed(report_pdf(), holder())
    assert stamping
    (found,) = signatures_of(made)
    assert found.is_good
    assert found.at >= NOW


def test_authority_that_does_not_answer_is_told(settings) -> None:
    settings.SIGNING_TSA = "http://127.0.0.1:9/"
    with pytest.raises(ValidationError, match="La autoridad de sello de tiempo no respondió"):
        signed(report_pdf(), holder())


def test_nobody_is_asked_without_one(monkeypatch) -> None:
    import socket

    def refuse(*args, **kwargs):
        raise AssertionError("nobody is to be asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert signed(report_pdf(), holder())
