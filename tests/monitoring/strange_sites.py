"""A web server that behaves as the worst of them do, for the tests of the publication checklist."""

from __future__ import annotations

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

DOCUMENT = b"%PDF-1.4 el reglamento"


class Site(ThreadingHTTPServer):
    """`asked` counts the requests by path; `document` is what «/cambia» serves now."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[str] = []
        self.hosts: list[str] = []
        self.document = DOCUMENT
        self.is_well = True
        self.closing = threading.Event()
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.server_port}/{path}"

    def close(self) -> None:
        self.closing.set()
        self.shutdown()
        self.server_close()


class Handler(BaseHTTPRequestHandler):
    server: Site
    protocol_version = "HTTP/1.1"

    def log_message(self, *args: object) -> None:
        pass

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.server.hosts.append(self.headers["Host"])
        name = self.path.strip("/").split("/")[0].split("?")[0]
        try:
            getattr(self, f"serve_{name}", self.serve_404)()
        except OSError:
            self.close_connection = True

    def _answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for key, value in headers.items():
            self.send_header(key.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def serve_documento(self) -> None:
        self._answer(200, DOCUMENT)

    def serve_cambia(self) -> None:
        self._answer(200 if self.server.is_well else 503, self.server.document)

    def serve_404(self) -> None:
        self._answer(404, b"no esta")

    def serve_410(self) -> None:
        self._answer(410)

    def serve_500(self) -> None:
        self._answer(500, b"error")

    def serve_va(self) -> None:
        """A good redirection, then another, relative."""
        self._answer(302, Location="/llega?x=1")

    def serve_llega(self) -> None:
        self._answer(301, Location="documento")

    def serve_vuelta(self) -> None:
        self._answer(302, Location="/vuelta")

    def serve_pasos(self) -> None:
        """«/pasos/3» is three redirections away from the document."""
        left = int(self.path.split("/")[2])
        self._answer(302, Location=f"/pasos/{left - 1}" if left > 1 else "/documento")

    def serve_adentro(self) -> None:
        self._answer(302, Location="http://169.254.169.254/latest/meta-data/")

    def serve_vecino(self) -> None:
        """To another address of this machine."""
        self._answer(302, Location=f"http://127.0.0.2:{self.server.server_port}/documento")

    def serve_nulo(self) -> None:
        self._answer(302, Location="/docu\x00mento")

    def serve_archivo(self) -> None:
        self._answer(302, Location="file:///etc/passwd")

    def serve_callado(self) -> None:
        self.server.closing.wait(20)

    def serve_goteo(self) -> None:
        """A byte now and then, for ever: no single step is slow."""
        self.send_response(200)
        self.send_header("Content-Length", "100000")
        self.end_headers()
        while not self.server.closing.wait(0.05):
            self.wfile.write(b".")

    def serve_cabeceras(self) -> None:
        """As the drip, but it never comes to the body."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while not self.server.closing.wait(0.05):
            self.wfile.write(b"X")

    def serve_sinfin(self) -> None:
        self.send_response(200)
        self.end_headers()
        while not self.server.closing.is_set():
            self.wfile.write(b"x" * 65536)

    def serve_cortado(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b"solo esto")
        self.close_connection = True

    def serve_basura(self) -> None:
        self.wfile.write(b"\x00\xff esto no es HTTP\r\n\r\n")
        self.close_connection = True

    def serve_lento(self) -> None:
        time.sleep(0.8)
        self._answer(200, DOCUMENT)
