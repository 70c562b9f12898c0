"""The cast: one network with its people, a stranger, and a client that reads every page it gets."""

from __future__ import annotations

import re
from pathlib import Path

import html5lib
import pytest
from django.test import Client
from hypothesis import settings as hypothesis_settings

from networks.models import Member, Network, Role, User
from tests.factories import give_role, make_member, make_network, make_user

# A busy machine must not fail a property for being slow.
hypothesis_settings.register_profile("trama", deadline=None)
hypothesis_settings.load_profile("trama")

STRAY = re.compile(r"\{\{|\{%|\{#")
INLINE = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>|\sstyle=|\son[a-z]+=\"", re.IGNORECASE)


class CheckingClient(Client):
    """Asserts of every HTML page: it parses, says its language, has one h1, nothing inline, no stray tag."""

    def request(self, **request):
        response = super().request(**request)
        is_page = response.get("Content-Type", "").startswith("text/html") and not response.streaming
        if is_page and response.content.lstrip()[:15].lower() == b"<!doctype html>":
            language = response.get("Content-Language", "es")
            check_page(response.content.decode(), str(request.get("PATH_INFO")), language)
        return response


def check_page(html: str, where: str, language: str = "es") -> None:
    html5lib.HTMLParser(namespaceHTMLElements=False).parse(html)
    assert f'<html lang="{language}"' in html, f"{where}: la página no dice su idioma"
    assert len(re.findall(r"<h1[ >]", html)) == 1, f"{where}: la página no tiene un solo h1"
    assert not STRAY.search(html), f"{where}: etiqueta de plantilla suelta"
    inline = INLINE.search(html)
    assert not inline, f"{where}: script o estilo en línea: {inline and inline[0]}"


@pytest.fixture(autouse=True)
def private_settings(settings, tmp_path: Path) -> None:
    """Files of a test go where the test's do; static files need no manifest; passwords hash fast."""
    settings.VAR_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.WHITENOISE_AUTOREFRESH = True
    settings.STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": str(tmp_path)}
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def client() -> CheckingClient:
    return CheckingClient()


@pytest.fixture
def network(db) -> Network:
    return make_network("alfa")


@pytest.fixture
def member(network: Network) -> Member:
    return make_member(network, "uno")


def _person(network: Network, role: Role, member: Member | None = None) -> User:
    user = make_user(role.value)
    give_role(user, network, role, member)
    return user


@pytest.fixture
def coordinator(network: Network) -> User:
    return _person(network, Role.COORDINATOR)


@pytest.fixture
def technician(network: Network, member: Member) -> User:
    """Reports for `member` only."""
    return _person(network, Role.TECHNICIAN, member)


@pytest.fixture
def secretariat(network: Network) -> User:
    return _person(network, Role.SECRETARIAT)


@pytest.fixture
def observer(network: Network) -> User:
    return _person(network, Role.OBSERVER)


@pytest.fixture
def outsider(db) -> User:
    """Secretariat of another network: she has every right there, and none here."""
    user = make_user("outsider")
    give_role(user, make_network("ajena"), Role.SECRETARIAT)
    return user


@pytest.fixture
def login(client: CheckingClient):
    """`login(user)` signs her in and returns the client."""

    def _login(user: User) -> CheckingClient:
        client.force_login(user, backend="networks.backends.AccountBackend")
        return client

    return _login
