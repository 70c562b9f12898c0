"""A reader who opens whatever answers, of any kind, and says which marks are in it."""

from __future__ import annotations

import itertools
import re
import zipfile
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any
from urllib.parse import unquote, urlsplit

import lxml.html
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import Resolver404, resolve
from pypdf import PdfReader

from networks.models import User
from tests.isolation.marking import Marker

LINK = re.compile(r"""(?:href|src|hx-get)=["'](/[^"'#]*)""")
ASKING = re.compile(r"""<form(?![^>]*method=["']post)""", re.IGNORECASE)
ELSEWHERE = ("/static/", "/admin/", "/cuentas/")
OFFICE = {"docx": "word/", "xlsx": "xl/"}
SAME_PAGE = 2
_addresses = itertools.count(1)


def texts(name: str, content: bytes) -> Iterator[tuple[str, str]]:
    """The kind and the text of a file, and of all the files in it."""
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(BytesIO(content)) as packed:
            names = packed.namelist()
            inside = [kind for kind, part in OFFICE.items() if any(name.startswith(part) for name in names)]
            kind = inside[0] if inside else "zip"
            yield kind, " ".join(names)
            for inner in names:
                yield from ((f"{kind}/{k}", text) for k, text in texts(inner, packed.read(inner)))
    elif content.startswith(b"%PDF") and b"%%EOF" in content:
        yield "pdf", pdf_text(content)
    else:
        yield name.rpartition(".")[2] or "text", content.decode("utf-8", "replace")


def pdf_text(content: bytes) -> str:
    """Its words, also those broken at the end of a line, its properties and what is attached to it."""
    reader = PdfReader(BytesIO(content))
    pages = " ".join(page.extract_text() for page in reader.pages)
    files = [one for found in reader.attachments.values() for one in found]
    inner = [text for file in files for _kind, text in texts("attached", file)]
    return " ".join([pages, re.sub(r"[\s\u00ad-]", "", pages), str(reader.metadata), *reader.attachments, *inner])


def kind_of(response: HttpResponseBase) -> str:
    said = response.headers.get("Content-Type", "").partition(";")[0]
    kind = said.rpartition("/")[2].removeprefix("x-")
    return {"calendar": "ics", "plain": "txt", "problem+json": "json"}.get(kind, kind)


class Reader:
    """Somebody, or nobody, before the site. Nothing she does stays: each question is undone once answered.

    `leaks` are the foreign marks she was shown without having written them herself; `own` those of her network.
    """

    def __init__(self, user: User | None, foreign: Marker, own: Marker | None = None) -> None:
        self.client = Client()
        if user:
            self.client.force_login(user, backend="networks.backends.AccountBackend")
        self.foreign, self.mine = foreign, own
        self.leaks: dict[str, list[str]] = {}
        self.own: set[str] = set()
        self.kinds: Counter[str] = Counter()
        self.own_kinds: set[str] = set()
        self.told_to = ""
        self.links: dict[str, list[str]] = {}
        self.searches: dict[str, dict[str, dict[str, str]]] = {}

    @property
    def count(self) -> int:
        return sum(self.kinds.values())

    def ask(self, path: str, method: str = "get", data: Any = None) -> int:
        """The status. Every question comes from another address, so that none is refused for too many."""
        number = next(_addresses)
        whence = f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}"
        with transaction.atomic():
            response = getattr(self.client, method)(path, data or {}, REMOTE_ADDR=whence)
            content = b"".join(response.streaming_content) if response.streaming else response.content
            transaction.set_rollback(True)
        self.told_to = response.headers.get("Location", "")
        kind = kind_of(response)
        found = list(texts(f"x.{kind}", content))
        heads = " ".join([*map(str, response.headers.items()), response.cookies.output()])
        self.kinds[found[0][0]] += 1
        self.note(f"{method} {path} {data or ''}", [*found, ("headers", unquote(heads))])
        if kind == "html" and response.status_code == 200 and method == "get":
            self._look(path, content.decode())
        return response.status_code

    def note(self, where: str, found: Iterable[tuple[str, str]], asked: str | None = None) -> None:
        """Take down the marks in what was found, but those in the question."""
        said = self.foreign.found(unquote(where if asked is None else asked))
        for kind, text in found:
            if leaked := self.foreign.found(text) - said:
                self.leaks[where] = self.foreign.named(leaked)
            if self.mine and (seen := self.mine.found(text)):
                self.own |= seen
                self.own_kinds.add(kind)

    def _look(self, path: str, html: str) -> None:
        links = [link.replace("&amp;", "&") for link in LINK.findall(html)]
        self.links[path] = [link for link in dict.fromkeys(links) if not link.startswith(ELSEWHERE)]
        if not ASKING.search(html):
            return
        for form in lxml.html.document_fromstring(html).forms:
            names = {one.get("name"): one.tag for one in form.inputs if one.get("name")}
            if form.method == "GET" and names:
                where = urlsplit(form.get("action") or path).path or urlsplit(path).path
                self.searches.setdefault(view_of(where), {})[where] = names

    def follow(self, start: str, most: int, skip: set[str] = frozenset()) -> None:
        """Open what is linked from there and from what is opened, nearest first, few pages of the same kind."""
        waiting, seen, shown = deque([start]), {start}, Counter()
        while waiting and most:
            path = waiting.popleft()
            kind = view_of(path)
            if shown[kind] < SAME_PAGE and kind not in skip:
                shown[kind] += 1
                most -= 1
                self.ask(path)
            for link in self.links.get(path, ()):
                if link not in seen and not link.startswith("//"):
                    seen.add(link)
                    waiting.append(link)


def view_of(path: str) -> str:
    """What a page is, whatever it is of."""
    parts = urlsplit(path)
    try:
        name = resolve(unquote(parts.path)).view_name
    except Resolver404:
        name = ""
    return f"{name}?{'&'.join(sorted(part.partition('=')[0] for part in parts.query.split('&')))}"


def told(leaks: dict[str, list[str]]) -> str:
    """What a failed test says: each place, and the model and the field of what was seen there."""
    return "\n".join(f"{where}: {', '.join(named[:6])}" for where, named in list(leaks.items())[:40])
