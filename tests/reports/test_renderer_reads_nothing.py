"""Whatever a user writes in a text or puts in a file, the renderer fetches nothing and reads no file."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO

import pytest
from pypdf import PdfReader
from weasyprint.urls import URLFetchingError

from reports import pdf, rendering
from tests.reports.attempts import attempts
from tests.reports.report_samples import activity, eje, plain, subdere_context

SECRET = "PALABRA-QUE-NADIE-DEBE-LEER"
GREETING = b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"


class Listener(BaseHTTPRequestHandler):
    """Counts who asks; whatever is asked for is there."""

    asked: list[str] = []

    def do_GET(self):
        self.asked.append(self.path)
        self.send_response(200)
        self.send_header("Content-Type", "image/svg+xml")
        self.end_headers()
        self.wfile.write(GREETING)

    do_HEAD = do_POST = do_OPTIONS = do_GET

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def listening():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Listener)
    Listener.asked = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def tricks(listening, tmp_path_factory):
    path = tmp_path_factory.mktemp("secreto") / "secreto.txt"
    path.write_text(SECRET, encoding="utf-8")
    own = str(pdf.STATIC / "css" / "print")
    server = f"http://127.0.0.1:{listening}/a.png"
    return attempts(server, path.as_uri(), listening, own, str(path))


def everything_in(content: bytes) -> str:
    """Text, attachments and metadata, and the bytes themselves."""
    reader = PdfReader(BytesIO(content))
    attached = [one for files in reader.attachments.values() for one in files]
    texts = [page.extract_text() for page in reader.pages]
    return "\n".join([*texts, *(one.decode(errors="replace") for one in attached), content.decode("latin-1")])


def test_there_are_two_hundred_of_them(tricks):
    assert len(set(tricks)) >= 200


def test_as_pages_they_fetch_nothing_and_read_nothing(tricks, listening):
    """The engine is handed them as its own page: past the templates, that escape them."""
    for trick in tricks:
        page = f"<html lang='es'><head><title>P</title></head><body><h1>P</h1>{trick}</body></html>"
        try:
            content = pdf.render(pdf.PdfJob(html=page, data_name="datos.json", data=b"{}"))
        except URLFetchingError:
            # Refused whole, where the engine does not go on without it.
            content = None

        assert Listener.asked == [], trick
        if content is not None:
            assert SECRET not in everything_in(content), trick
            assert list(PdfReader(BytesIO(content)).attachments) == ["datos.json"], trick


def test_in_the_texts_of_a_report_they_are_words(tricks, listening):
    rows = tuple(
        activity(f"{number}", weight=None, title=trick[:200], narrative=trick)
        for number, trick in enumerate(tricks)
    )
    data = plain(subdere_context(ejes=(eje("1", rows, title=tricks[0], weight_total=None),), region=tricks[1]))
    html = rendering.render_html(data)
    content = rendering.render_pdf(data, in_process=True)

    assert '<img alt="a"' not in html
    assert "<iframe" not in html
    assert "<script" not in html
    assert SECRET not in everything_in(content)
    assert Listener.asked == []
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    assert text.count("@import") >= 6


def test_the_listener_does_listen(listening):
    """So that silence means something."""
    from urllib.request import urlopen

    urlopen(f"http://127.0.0.1:{listening}/prueba", timeout=5).read()
    assert Listener.asked == ["/prueba"]
    Listener.asked.clear()
