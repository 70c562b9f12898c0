"""A real browser against a live server. Whatever goes wrong in a page fails the test, seen or not."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import BrowserContext, Page, Response, expect

from networks.models import Member, Network, User
from tests.factories import PASSWORD, make_period, make_plan

FLAGS = (
    "no-sandbox disable-dev-shm-usage disable-gpu disable-background-networking disable-component-update "
    "disable-sync no-first-run disable-quic"
)
PATIENCE = 15_000
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {
        **browser_type_launch_args,
        "executable_path": os.environ.get("CHROMIUM", "/usr/bin/chromium"),
        "args": [f"--{flag}" for flag in FLAGS.split()],
    }


@pytest.fixture(scope="session")
def base_url(live_server: Any) -> str:
    return live_server.url


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "locale": "es-CO"}


@pytest.fixture(scope="session", autouse=True)
def beside_a_browser() -> Iterator[None]:
    """Before the server starts: its static files are those of the tree, not collected ones.

    Playwright keeps a loop running in this thread, in which Django refuses to read records unless it is told.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "WHITENOISE_AUTOREFRESH", True, raising=False)
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """In memory, SQLite has one connection for all the server's threads: here it is a file, as it is in use."""
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        database.setdefault("TEST", {})["NAME"] = str(tmp_path_factory.mktemp("base") / "trama.sqlite3")


@pytest.fixture(autouse=True)
def plain_http(private_settings: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "SESSION_COOKIE_SECURE", False)
    monkeypatch.setattr(settings, "CSRF_COOKIE_SECURE", False)


class Watch:
    """Takes down every error of the browser's console (the strict CSP speaks there), of a script and of an answer.

    `expect` names an answer that a test wants refused, by status and a part of its address; `without_line` says
    that requests may find no line.
    """

    def __init__(self) -> None:
        self.troubles: list[str] = []
        self.expected: list[tuple[int, str]] = []
        self.met: set[tuple[int, str]] = set()
        # A download, or leaving a page, aborts what was under way.
        self.harmless = {"net::ERR_ABORTED"}

    def expect(self, status: int, address: str) -> None:
        self.expected.append((status, address))

    def without_line(self) -> None:
        self.harmless.add("net::ERR_INTERNET_DISCONNECTED")

    def follow(self, context: BrowserContext) -> None:
        context.on("console", self._console)
        context.on("weberror", lambda error: self.troubles.append(f"script: {error.error}"))
        context.on("response", self._response)
        context.on("requestfailed", self._failed)

    def _console(self, message: Any) -> None:
        # The browser's own words on a refused answer: `_response` has it already, with what was expected.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.troubles.append(f"console: {message.text}")

    def _response(self, response: Response) -> None:
        if response.status < 400:
            return
        found = {e for e in self.expected if e[0] == response.status and e[1] in response.url}
        self.met |= found
        if not found:
            self.troubles.append(f"{response.status}: {response.request.method} {response.url}")

    def _failed(self, request: Any) -> None:
        if request.failure not in self.harmless:
            self.troubles.append(f"{request.failure}: {request.url}")

    def check(self) -> None:
        assert not self.troubles, "\n".join(self.troubles)
        assert self.met == set(self.expected), "a refusal that the test expects did not come"


@pytest.fixture
def watch() -> Iterator[Watch]:
    watch = Watch()
    yield watch
    watch.check()


@pytest.fixture
def visit(watch: Watch, new_context: Any) -> Callable[..., Page]:
    """`visit(user, **options)`: a browser of her own in which she has signed in; without user, not yet."""

    def _visit(user: User | None = None, **options: Any) -> Page:
        context = new_context(**options)
        context.set_default_timeout(PATIENCE)
        watch.follow(context)
        page = context.new_page()
        if user is not None:
            sign_in(page, user)
        return page

    return _visit


def sign_in(page: Page, user: User) -> None:
    page.goto("/cuentas/login/")
    page.get_by_label("Usuario o correo electrónico").fill(user.username)
    page.get_by_label("Contraseña").fill(PASSWORD)
    page.get_by_role("button", name="Entrar").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Hola, {user.username}")


@pytest.fixture
def form_address(network: Network, member: Member) -> str:
    """Of the form of the only activity of a plan, in an open quarter."""
    activity = make_plan(network, (100,)).ejes.get().activities.get()
    period = make_period(network, "2024-T1")
    return f"/redes/{network.slug}/periodos/{period.code}/avances/{activity.lineage}/{member.code}/"


@pytest.fixture
def phone(visit: Callable[..., Page], form_address: str) -> Callable[..., Page]:
    """`phone(user, **options)`: her telephone, with that form open."""

    def _phone(user: User, **options: Any) -> Page:
        page = visit(user, **{"viewport": {"width": 390, "height": 844}, "has_touch": True, **options})
        page.goto(form_address)
        return page

    return _phone
