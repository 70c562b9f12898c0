"""The application as people meet it: gunicorn with several worker processes, on the database of the test."""

from __future__ import annotations

import http.client
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection

from networks.models import User

CSRF = secrets.token_hex(16)
WORKERS = 4


def session_of(user: User) -> str:
    """The key of a session in which she is signed in."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "networks.backends.AccountBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return session.session_key


@dataclass(frozen=True)
class Answer:
    """What came back; `status` is 0 when the line broke before an answer."""

    status: int
    location: str = ""
    body: str = ""


class Database:
    """What the server stands on. SQLite's test database lives in memory: the server gets a copy in a file."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "copy.sqlite3"
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("VACUUM INTO %s", [str(self.file)])

    @property
    def url(self) -> str:
        if connection.vendor == "sqlite":
            return f"sqlite:///{self.file}"
        given = urlsplit(os.environ["DATABASE_URL"])
        return urlunsplit(given._replace(path=f"/{connection.settings_dict['NAME']}"))

    def take_back(self) -> None:
        """From here on the test's own queries read what the server wrote."""
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("ATTACH DATABASE %s AS copy", [str(self.file)])
                cursor.execute("SELECT name FROM copy.sqlite_master WHERE type = 'table'")
                names = [
                    name for (name,) in cursor.fetchall() if name.startswith(("monitoring_", "sqlite_sequence"))
                ]
                cursor.execute("PRAGMA foreign_keys = OFF")
                for name in names:
                    cursor.execute(f'DELETE FROM main."{name}"')
                    cursor.execute(f'INSERT INTO main."{name}" SELECT * FROM copy."{name}"')
                cursor.execute("DETACH DATABASE copy")
                cursor.execute("PRAGMA foreign_keys = ON")


class Server:
    def __init__(self, folder: Path) -> None:
        self.folder, self.database = folder, Database(folder)
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATABASE_URL": self.database.url,
            "SECRET_KEY": settings.SECRET_KEY,
            "VAR_DIR": str(folder),
            "DEBUG": "1",
        }
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "gunicorn", "-w", str(WORKERS), "-k", "sync", "-t", "120"]
        command += ["--log-level", "critical", "-b", f"127.0.0.1:{self.port}", "config.wsgi"]
        self.process = subprocess.Popen(
            command, cwd=settings.BASE_DIR, env=self.environment, start_new_session=True
        )
        for _ in range(600):
            if self.ask("GET", "/cuentas/login/").status == 200:
                return
            time.sleep(0.1)
        raise AssertionError("el servidor no arrancó en un minuto")

    def kill(self) -> None:
        """As a power cut would: all its processes at once, in the middle of whatever they do."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def run(self, *arguments: str) -> subprocess.CompletedProcess:
        """A command of manage.py, in a process of its own, on the same database."""
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(
            command, cwd=settings.BASE_DIR, env=self.environment, capture_output=True, text=True, check=False
        )

    def ask(self, method: str, path: str, session: str = "", form: Mapping[str, Any] | None = None) -> Answer:
        headers = {"Cookie": f"sessionid={session}; csrftoken={CSRF}", "X-CSRFToken": CSRF}
        body = None
        if form is not None:
            body = urlencode(form)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            line.request(method, path, body, headers)
            found = line.getresponse()
            return Answer(found.status, found.headers.get("Location", ""), found.read().decode())
        except (OSError, http.client.HTTPException):
            return Answer(0)
        finally:
            line.close()
