"""Asks an address for its document and says what came of it. Nothing here knows Django's models.

Addresses are typed by people, so a request must not reach what only this machine can reach: each host is resolved
once, addresses that are not public are refused at every hop of a redirection, and the connection goes to the very
address that was looked at, whatever the name says a moment later. Each step takes at most `Limits.step` seconds,
the whole at most `Limits.total`; a body is read up to `Limits.size` bytes and never decoded.
"""

from __future__ import annotations

import contextlib
import hashlib
import ipaddress
import re
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPException
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

from django.utils.encoding import iri_to_uri
from urllib3 import exceptions
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.response import BaseHTTPResponse

ALIVE, DEAD, FAILING, TIMEOUT, REFUSED = "alive", "dead", "failing", "timeout", "refused"
PORTS = {"http": 80, "https": 443}
REDIRECTS = frozenset({301, 302, 303, 307, 308})
GONE = frozenset({404, 410})
CHUNK = 64 * 1024
# What no address has in it, and a database may refuse to keep.
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
# So many addresses of one name are tried: a machine without IPv6 is offered it first.
TRIED = 3


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds a step and in all, bytes of a body, hops."""

    step: float = 10
    total: float = 45
    size: int = 20 * 1024 * 1024
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address answered. `detail` is a code of `monitoring.check_words`; `sha256` is empty where no whole
    copy was read."""

    state: str
    detail: str = ""
    final_url: str = ""
    http_status: int | None = None
    sha256: str = ""
    size: int | None = None


class _StopError(Exception):
    """The test ends here, with this answer."""

    def __init__(self, state: str, detail: str, status: int | None = None) -> None:
        super().__init__(detail)
        self.state, self.detail, self.status = state, detail, status


@dataclass(slots=True)
class _Watch:
    """Cuts the connection at hand when the time is over: a server may send a byte every few seconds for ever."""

    limits: Limits
    started: float = field(default_factory=time.monotonic)
    connection: HTTPConnection | None = None
    _timer: threading.Timer | None = None

    @property
    def left(self) -> float:
        return self.limits.total - (time.monotonic() - self.started)

    @property
    def step(self) -> float:
        """Seconds the next step may take; 0 would mean for ever."""
        return max(0.001, min(self.limits.step, self.left))

    @property
    def is_over(self) -> bool:
        return self.left <= 0

    def __enter__(self) -> _Watch:
        self._timer = threading.Timer(self.limits.total, self._cut)
        self._timer.daemon = True
        self._timer.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._timer.cancel()

    def _cut(self) -> None:
        sock = self.connection and self.connection.sock
        if sock is not None:
            with contextlib.suppress(OSError):
                # The plain socket's own: a TLS one would forget its state under the thread that reads it.
                socket.socket.shutdown(sock, socket.SHUT_RDWR)


def fetch(url: str, *, private: bool = False, limits: Limits | None = None) -> Answer:
    """Never raises. With `private`, addresses of this machine and its network are allowed."""
    seen = [url]
    with _Watch(limits or Limits()) as watch:
        try:
            return _follow(seen, private, watch)
        except _StopError as stop:
            return Answer(stop.state, stop.detail, seen[-1], stop.status)
        except Exception as error:  # whatever a stranger's server sends is an answer, not an accident
            state, detail = (TIMEOUT, "slow") if watch.is_over else _failure(error)
            return Answer(state, detail, seen[-1])


def _failure(error: Exception) -> tuple[str, str]:
    # A refused connection first: to the library it is also one that took too long.
    if isinstance(error, (exceptions.NewConnectionError, ConnectionRefusedError)):
        return FAILING, "no_connection"
    if isinstance(error, (TimeoutError, exceptions.TimeoutError)):
        return TIMEOUT, "slow"
    if isinstance(error, (ssl.SSLError, ssl.CertificateError, exceptions.SSLError)):
        return FAILING, "tls"
    if isinstance(error, (exceptions.HTTPError, HTTPException, OSError)):
        return FAILING, "broken"
    return FAILING, "unreadable"


def _follow(seen: list[str], private: bool, watch: _Watch) -> Answer:
    """Ask, and go where the answer leads; `seen` grows by each hop."""
    for _hop in range(watch.limits.redirects + 1):
        parts, host, port = _read_url(seen[-1])
        addresses = _resolve(host, port, private, watch.step)
        with _asked(parts, host, port, addresses, watch) as response:
            where = CONTROL.sub("", response.headers.get("Location", ""))
            if response.status in REDIRECTS and where:
                seen.append(urljoin(seen[-1], where))
            else:
                return _read(response, seen[-1], watch)
    raise _StopError(FAILING, "loop")


def _read_url(url: str) -> tuple[SplitResult, str, int]:
    """The parts, the host in ASCII and the port; only plain web addresses, without a password in them."""
    try:
        parts = urlsplit(url)
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode()
    except (ValueError, UnicodeError):
        raise _StopError(REFUSED, "bad_address") from None
    if parts.scheme not in PORTS or not host:
        raise _StopError(REFUSED, "not_web")
    if parts.username is not None or parts.password is not None:
        raise _StopError(REFUSED, "password")
    return parts, host, port or PORTS[parts.scheme]


# -- where it really goes -------------------------------------------------------------------------------------


def is_public(address: str) -> bool:
    """Whether anybody on the internet reaches it; addresses that carry another one inside do not count."""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address) and (ip.ipv4_mapped or ip.sixtofour or ip.teredo or ip.is_site_local):
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved)


def is_near(address: str) -> bool:
    """Of this machine or its network; what a machine uses to learn of itself (link-local) is never asked."""
    ip = ipaddress.ip_address(address)
    ip = getattr(ip, "ipv4_mapped", None) or ip
    return ip.is_private and not (ip.is_link_local or ip.is_unspecified or ip.is_multicast)


def _resolve(host: str, port: int, private: bool, seconds: float) -> list[str]:
    """The addresses of the host that may be asked, looked up once."""
    found = [str(row[4][0]) for row in _look_up(host, port, seconds)]
    allowed = [address for address in found if is_public(address) or (private and is_near(address))]
    if not allowed:
        raise _StopError(REFUSED, "private")
    return list(dict.fromkeys(allowed))[:TRIED]


def _look_up(host: str, port: int, seconds: float) -> list:
    """`getaddrinfo` knows no time limit: it runs apart, and is left behind when it takes too long."""
    box: list = []

    def ask() -> None:
        try:
            box.append(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            box.append(error)

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(seconds)
    if not box:
        raise _StopError(TIMEOUT, "slow_name")
    if isinstance(box[0], socket.gaierror) and box[0].errno == socket.EAI_AGAIN:
        raise _StopError(FAILING, "no_names")
    if isinstance(box[0], Exception):
        raise _StopError(DEAD, "unknown_host")
    return box[0]


@contextlib.contextmanager
def _asked(
    parts: SplitResult, host: str, port: int, addresses: list[str], watch: _Watch
) -> Iterator[BaseHTTPResponse]:
    """The response, its body not read yet; the connection is closed behind it."""
    connection = _connected(parts.scheme, host, port, addresses, watch)
    try:
        named = f"[{host}]" if ":" in host else host
        connection.request(
            "GET",
            iri_to_uri(urlunsplit(("", "", parts.path or "/", parts.query, ""))),
            headers={
                "Host": named if port == PORTS[parts.scheme] else f"{named}:{port}",
                "User-Agent": "Trama (publication check)",
                "Accept": "*/*",
                "Accept-Encoding": "identity",
                "Connection": "close",
            },
            preload_content=False,
            decode_content=False,
        )
        yield connection.getresponse()
    finally:
        connection.close()


def _connected(scheme: str, host: str, port: int, addresses: list[str], watch: _Watch) -> HTTPConnection:
    """Connected to the first address that takes it; for TLS the certificate must be of the host's name."""
    for number, address in enumerate(addresses, start=1):
        if scheme == "https":
            connection = HTTPSConnection(
                address,
                port,
                timeout=watch.step,
                cert_reqs="CERT_REQUIRED",
                server_hostname=host,
                assert_hostname=host,
            )
        else:
            connection = HTTPConnection(address, port, timeout=watch.step)
        watch.connection = connection
        try:
            connection.connect()
        except exceptions.NewConnectionError:
            connection.close()
            if number == len(addresses):
                raise
        else:
            return connection
    raise _StopError(FAILING, "no_connection")


# -- what it said ---------------------------------------------------------------------------------------------


def _read(response: BaseHTTPResponse, url: str, watch: _Watch) -> Answer:
    status = response.status
    if status in GONE:
        raise _StopError(DEAD, "gone", status)
    if not 200 <= status < 300:
        raise _StopError(FAILING, "status", status)
    digest, size = hashlib.sha256(), 0
    while chunk := response.read1(CHUNK):
        digest.update(chunk)
        size += len(chunk)
        if watch.is_over:
            raise _StopError(TIMEOUT, "slow", status)
        if size > watch.limits.size:
            # It is there; the print of a part would not be the document's.
            return Answer(ALIVE, "too_big", url, status)
    if watch.is_over:
        raise _StopError(TIMEOUT, "slow", status)
    return Answer(ALIVE, "", url, status, digest.hexdigest(), size)
