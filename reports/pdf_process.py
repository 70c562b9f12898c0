"""A long-lived process that renders PDFs, so that no page worker ever imports or runs WeasyPrint.

It starts with the first PDF, is shared by the threads of a worker (one at a time), is replaced, at once, after
large or many documents, and is killed when a document takes too long.
"""

import atexit
import os
import pickle
import select
import subprocess
import sys
import threading
import time
from pathlib import Path

from django.utils.translation import gettext as _

from reports.pdf import LENGTH, PdfError, PdfJob, PdfLimitError

ROOT = Path(__file__).resolve().parent.parent
COMMAND = (sys.executable, "-c", "from reports.pdf import serve; serve()")
LARGE_HTML = 400_000
DOCUMENTS_PER_PROCESS = 50


class PdfProcess:
    """One rendering process at a time; `render` may be called from any thread."""

    def __init__(self, command: tuple[str, ...] = COMMAND):
        self._command = command
        self._lock = threading.Lock()
        self._process: subprocess.Popen | None = None
        self._owner = 0
        self._rendered = 0

    def render(self, job: PdfJob, *, time_limit: float) -> bytes:
        """The PDF, within `time_limit` seconds of its turn. Raises `PdfError`, `PdfLimitError` too."""
        frame = pickle.dumps(job)
        with self._lock:
            try:
                kind, answer = self._ask(LENGTH.pack(len(frame)) + frame, time_limit)
            except BaseException:
                self._stop()
                raise
            self._rendered += 1
            if len(job.html) > LARGE_HTML or self._rendered >= DOCUMENTS_PER_PROCESS:
                self._stop()
                self._running()
        if kind == "memory":
            self.close()
            raise PdfLimitError(_("El PDF necesita más memoria de la que puede tomar un informe."))
        if kind == "error":
            text, values = answer
            raise PdfError(_(text) % values if values else _(text))
        return answer

    def close(self) -> None:
        with self._lock:
            self._stop()

    def interrupt(self) -> None:
        """End the document that another thread waits for: its `render` raises `PdfError`."""
        process = self._process
        if process is not None and self._owner == os.getpid():
            process.kill()

    def _ask(self, frame: bytes, time_limit: float) -> tuple[str, bytes | str]:
        process = self._running()
        deadline = time.monotonic() + time_limit
        try:
            process.stdin.write(frame)
            process.stdin.flush()
        except BrokenPipeError as error:
            raise PdfError(_("El proceso que produce los PDF se cerró. Vuelva a intentarlo.")) from error
        size = LENGTH.unpack(self._read(process, LENGTH.size, deadline, time_limit))[0]
        return pickle.loads(self._read(process, size, deadline, time_limit))

    def _read(self, process: subprocess.Popen, size: int, deadline: float, time_limit: float) -> bytes:
        received = bytearray()
        descriptor = process.stdout.fileno()
        while len(received) < size:
            remaining = deadline - time.monotonic()
            if remaining <= 0 or not select.select([descriptor], [], [], remaining)[0]:
                told = _(
                    "El PDF tardó más de %(seconds)s segundos y se canceló. Vuelva a intentarlo o pida un informe "
                    "más corto."
                )
                raise PdfLimitError(told % {"seconds": f"{time_limit:.0f}"})
            chunk = os.read(descriptor, min(size - len(received), 1 << 20))
            if not chunk:
                told = _("El proceso que produce los PDF se cerró antes de terminar. Vuelva a intentarlo.")
                raise PdfError(told)
            received += chunk
        return bytes(received)

    def _running(self) -> subprocess.Popen:
        """The process, started when there is none, when it died, or when it belongs to a forked parent."""
        if self._process and (self._owner != os.getpid() or self._process.poll() is not None):
            self._stop()
        if self._process is None:
            self._process = subprocess.Popen(
                self._command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )
            self._owner = os.getpid()
            self._rendered = 0
        return self._process

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        if self._owner == os.getpid():
            process.kill()
            process.wait()
        for stream in (process.stdin, process.stdout):
            try:
                stream.close()
            except BrokenPipeError:
                continue


shared_process = PdfProcess()
atexit.register(shared_process.close)
