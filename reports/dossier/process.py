"""The parent's side of `reports.dossier.child`: asks, waits so long, starts another when it dies."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
COMMAND = (sys.executable, "-c", "from reports.dossier.child import serve; serve()")
PIECE_SECONDS = 60
BIND_SECONDS = 600


class FileProcess:
    """One process at a time, for one dossier: `with FileProcess() as files`. Not for several threads."""

    def __init__(self, command: tuple[str, ...] = COMMAND) -> None:
        self._command = command
        self._process: subprocess.Popen | None = None

    def __enter__(self) -> FileProcess:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def ask(self, task: str, *, time_limit: float = PIECE_SECONDS, **values: Any) -> dict[str, Any]:
        """What it answers; `{"problem": "slow"}` and `{"problem": "died"}` where it does not."""
        process = self._running()
        try:
            process.stdin.write(json.dumps({"task": task, **values}).encode() + b"\n")
            process.stdin.flush()
            line = self._line(process, time.monotonic() + time_limit)
        except (BrokenPipeError, TimeoutError) as error:
            self.close()
            return {"problem": "slow" if isinstance(error, TimeoutError) else "died"}
        if not line.endswith(b"\n"):
            self.close()
            return {"problem": "died"}
        return json.loads(line)

    @staticmethod
    def _line(process: subprocess.Popen, until: float) -> bytes:
        received = b""
        while not received.endswith(b"\n"):
            remaining = until - time.monotonic()
            if remaining <= 0 or not select.select([process.stdout], [], [], remaining)[0]:
                raise TimeoutError
            chunk = os.read(process.stdout.fileno(), 65536)
            if not chunk:
                return b""
            received += chunk
        return received

    def close(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            with suppress(BrokenPipeError):
                stream.close()

    def _running(self) -> subprocess.Popen:
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._process = subprocess.Popen(
                self._command,
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
            )
        return self._process
