"""What a page weighs on the line: its bytes as they are served in production, compressed, with all it asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin

from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from whitenoise.compress import Compressor

# What an answer of ours says before its body, rounded up: HTTP/1.1 compresses no headers.
HEADERS = 500
ASKED = re.compile(r"<(?:link|script|img|use)\b[^>]*>")
ADDRESS = re.compile(r'(?:href|src)="([^"#]+)[^"]*"')
IN_STYLE = re.compile(r"""url\(["']?([^"')]+)["']?\)""")


@dataclass(frozen=True)
class Weight:
    """Bytes of the page, and of each file it asks for, by address; what a browser keeps is asked for once."""

    page: int
    files: dict[str, int] = field(default_factory=dict)

    @property
    def first(self) -> int:
        return self.page + sum(self.files.values())

    @property
    def again(self) -> int:
        return self.page


def weigh(client: Client, path: str) -> Weight:
    """The page at `path` for whoever `client` is, and its files as whitenoise hands them to a browser of today."""
    response = client.get(path, headers={"accept-encoding": "br, gzip"})
    assert response.status_code == 200, (path, response.status_code)
    html = client.get(path).content.decode()
    files: dict[str, int] = {}
    for address in _asked(html):
        _add(address, files)
    return Weight(len(response.content) + HEADERS, files)


def _asked(html: str) -> Iterator[str]:
    for tag in ASKED.findall(html):
        yield from ADDRESS.findall(tag)


def _add(address: str, files: dict[str, int]) -> None:
    if address in files or not address.startswith(settings.STATIC_URL):
        return
    name = address.removeprefix(settings.STATIC_URL)
    content = Path(finders.find(name)).read_bytes()
    files[address] = _served(name, content) + HEADERS
    if name.endswith(".css"):
        for inner in IN_STYLE.findall(content.decode()):
            if not inner.startswith("data:"):
                _add(urljoin(address, inner), files)


def _served(name: str, content: bytes) -> int:
    """What is small or compressed already goes as it is: the rule is whitenoise's own."""
    compressor = Compressor(quiet=True)
    if not compressor.should_compress(name):
        return len(content)
    return min(len(content), len(Compressor.compress_brotli(content)))
