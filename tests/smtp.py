"""A real mail server for tests: it takes mail, refuses it, drops the line or makes the sender wait."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

ACCEPT, REFUSE, BUSY, DROP = "accept", "refuse", "busy", "drop"


class MailServer(Controller):
    """`mode` says what it does with what comes next, `delay` for how many seconds it keeps the sender waiting."""

    def __init__(self) -> None:
        self.received: list[EmailMessage] = []
        self.mode, self.delay, self.tries = ACCEPT, 0.0, 0
        super().__init__(self, hostname="127.0.0.1", port=0)

    def _trigger_server(self) -> None:
        # The system chose the port: it is known once the server listens.
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.tries += 1
        if self.mode == REFUSE:
            return "550 5.1.1 No existe ese buzón"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        await asyncio.sleep(self.delay)
        if self.mode == DROP:
            server.transport.abort()
        if self.mode == BUSY:
            return "451 4.3.0 Vuelva más tarde"
        if self.mode == ACCEPT:
            self.received.append(message_from_bytes(envelope.content, policy=default))
        return "250 OK"

    def of(self, address: str) -> list[EmailMessage]:
        return [message for message in self.received if message["To"] == address]


@pytest.fixture
def mail_server(settings) -> Iterator[MailServer]:
    """Django sends to it, over a real socket."""
    server = MailServer()
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_TIMEOUT = 5
    yield server
    server.stop()
