"""What a run stands on: its own folder and database, and servers that live as long as they are measured."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlencode, urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parent.parent
QUIET = {"verbosity": 0}
CSRF = secrets.token_hex(16)


class UnmeasurableError(Exception):
    """Something cannot be measured here; the message is a Spanish sentence that says what was left out."""


@contextmanager
def ground() -> Iterator[Path]:
    """A folder of our own, a migrated empty database, Django set up on both; all gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="trama-bench-") as folder, _database(Path(folder)) as address:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
            "DATABASE_URL": address,
            "VAR_DIR": folder,
            "SECRET_KEY": secrets.token_hex(32),
            "DEBUG": "0",
            "HTTPS": "0",
        }
        import django
        from django.core.management import call_command
        from django.db import connections

        django.setup()
        call_command("migrate", **QUIET)
        call_command("createcachetable", **QUIET)
        call_command("collectstatic", interactive=False, **QUIET)
        try:
            yield Path(folder)
        finally:
            connections.close_all()


@contextmanager
def _database(folder: Path) -> Iterator[str]:
    """The address of an empty database: a file in the folder, or a new one on the PostgreSQL server given."""
    given = os.environ.get("DATABASE_URL", "")
    if not given.startswith("postgres"):
        yield f"sqlite:///{folder / 'bench.sqlite3'}"
        return
    import psycopg2

    name = f"trama_bench_{secrets.token_hex(4)}"
    server = urlsplit(given)
    control = psycopg2.connect(urlunsplit(server._replace(scheme="postgresql", path="/postgres")))
    control.autocommit = True
    control.cursor().execute(f"CREATE DATABASE {name}")
    try:
        yield urlunsplit(server._replace(path=f"/{name}"))
    finally:
        control.cursor().execute(f"DROP DATABASE {name} WITH (FORCE)")
        control.close()


def database_name() -> str:
    from django.db import connection

    return "SQLite" if connection.vendor == "sqlite" else "PostgreSQL"


@contextmanager
def serving(settings: str = "benchmarks.settings") -> Iterator[int]:
    """gunicorn with two sync workers on a free port; yields the port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = ["-m", "gunicorn", "-w", "2", "-k", "sync", "-t", "120", "--log-level", "error"]
    server = subprocess.Popen(
        [sys.executable, *command, "-b", f"127.0.0.1:{port}", "config.wsgi"],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": settings},
    )
    try:
        _wait(port)
        yield port
    finally:
        server.terminate()
        server.wait()


def _wait(port: int) -> None:
    for _ in range(300):
        with suppress(OSError):
            if fetch(port, "/piso/vista/")[0] == 200:
                return
        time.sleep(0.1)
    raise UnmeasurableError("El servidor no arrancó en 30 segundos; las páginas quedan sin medir.")


def fetch(
    port: int, path: str, cookie: str = "", form: dict[str, str] | None = None, **more: str
) -> tuple[int, bytes]:
    """Status and body; with `form`, of sending it. A bare socket hides little: it costs next to nothing.

    `more` are headers, with low lines for dashes.
    """
    sent, method, headers = b"", "GET", {"Host": "127.0.0.1", "Cookie": cookie}
    headers |= {name.replace("_", "-"): value for name, value in more.items()}
    if form is not None:
        sent, method = urlencode(form).encode(), "POST"
        headers |= {"Content-Type": "application/x-www-form-urlencoded", "Content-Length": str(len(sent))}
        headers |= {"Cookie": f"{cookie}; csrftoken={CSRF}", "X-CSRFToken": CSRF}
    lines = [f"{method} {path} HTTP/1.0", *(f"{name}: {value}" for name, value in headers.items())]
    with socket.create_connection(("127.0.0.1", port), timeout=120) as line:
        line.sendall("\r\n".join([*lines, "", ""]).encode() + sent)
        received = bytearray()
        while chunk := line.recv(1 << 16):
            received += chunk
    head, _, body = bytes(received).partition(b"\r\n\r\n")
    return (int(head.split(None, 2)[1]) if head else 0), body


def page(port: int, path: str, cookie: str) -> bytes:
    """A page that must be there: its body. Raises UnmeasurableError."""
    status, body = fetch(port, path, cookie)
    if status != 200:
        raise UnmeasurableError(f"{path} respondió {status}: queda sin medir.")
    return body
