"""Asking strangers' addresses: what each says, how long it may take, and where a request never goes."""

from __future__ import annotations

import hashlib
import socket
import time

import pytest

from monitoring import fetching
from monitoring.fetching import Limits, fetch, is_near, is_public
from tests.monitoring.strange_sites import DOCUMENT, Site

QUICK = Limits(step=0.5, total=1.2, size=1_000_000)


@pytest.fixture
def site():
    site = Site()
    yield site
    site.close()


def ask(url: str, limits: Limits = QUICK, private: bool = True):
    return fetch(url, private=private, limits=limits)


def test_a_document_is_read_whole_and_keeps_its_print(site) -> None:
    answer = ask(site.url("documento"))
    assert (answer.state, answer.http_status, answer.size) == ("alive", 200, len(DOCUMENT))
    assert answer.sha256 == hashlib.sha256(DOCUMENT).hexdigest()
    assert answer.final_url == site.url("documento")


def test_redirections_are_followed_and_the_last_address_is_told(site) -> None:
    answer = ask(site.url("va"))
    assert (answer.state, answer.final_url) == ("alive", site.url("documento"))
    assert ask(site.url("pasos/5")).state == "alive"
    assert (ask(site.url("pasos/6")).state, ask(site.url("pasos/6")).detail) == ("failing", "loop")


@pytest.mark.parametrize(
    ("path", "state", "detail"),
    [
        ("404", "dead", "gone"),
        ("410", "dead", "gone"),
        ("500", "failing", "status"),
        ("vuelta", "failing", "loop"),
        ("cortado", "failing", "broken"),
        ("basura", "failing", "broken"),
        ("archivo", "refused", "not_web"),
        ("adentro", "refused", "private"),
        ("callado", "timeout", "slow"),
        ("goteo", "timeout", "slow"),
        ("cabeceras", "timeout", "slow"),
    ],
)
def test_each_bad_answer_has_its_name(site, path, state, detail) -> None:
    start = time.monotonic()
    answer = ask(site.url(path))
    assert (answer.state, answer.detail) == (state, detail)
    assert not answer.sha256
    assert time.monotonic() - start < QUICK.total + 1


def test_an_address_with_signs_no_database_keeps_is_followed_without_them(site) -> None:
    answer = ask(site.url("nulo"))
    assert (answer.state, answer.final_url) == ("alive", site.url("documento"))


def test_a_step_may_take_less_than_the_whole(site) -> None:
    start = time.monotonic()
    assert ask(site.url("callado"), Limits(step=0.3, total=15)).state == "timeout"
    assert time.monotonic() - start < 5


def test_an_endless_body_is_there_but_has_no_print(site) -> None:
    answer = ask(site.url("sinfin"), Limits(step=2, total=20, size=1_000_000))
    assert (answer.state, answer.detail, answer.sha256) == ("alive", "too_big", "")


def test_unknown_hosts_and_closed_ports(site) -> None:
    assert ask("http://no-existe.invalid/x").state == "dead"
    port = site.server_port
    site.close()
    assert ask(f"http://127.0.0.1:{port}/").detail == "no_connection"


def test_a_name_that_cannot_be_asked_now_is_no_dead_link(monkeypatch) -> None:
    def busy(*args, **kwargs):
        raise socket.gaierror(socket.EAI_AGAIN, "try again")

    monkeypatch.setattr(fetching.socket, "getaddrinfo", busy)
    assert (ask("http://example.org/").state, ask("http://example.org/").detail) == ("failing", "no_names")


def test_a_name_server_that_hangs_holds_nobody_up(monkeypatch) -> None:
    monkeypatch.setattr(fetching.socket, "getaddrinfo", lambda *args, **kwargs: time.sleep(3))
    start = time.monotonic()
    assert ask("http://example.org/").detail == "slow_name"
    assert time.monotonic() - start < 1


# -- where a request never goes -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1", "0.0.0.0"],
)
def test_this_machine_is_not_asked_unless_allowed(site, host) -> None:
    answer = ask(f"http://{host}:{site.server_port}/documento", private=False)
    assert answer.state == "refused"
    assert not site.asked


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://example.org/x",
        "http://u:p@127.0.0.1/",
        "http://[::1",
        "gopher://x",
        "http:///x",
    ],
)
def test_only_plain_web_addresses(url) -> None:
    assert ask(url).state == "refused"


@pytest.mark.parametrize(
    "address",
    ["10.0.0.1", "172.16.0.1", "192.168.1.1", "127.0.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
     "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:10.0.0.1", "64:ff9b::7f00:1",
     "2002:7f00:1::", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "fec0::1"],
)  # fmt: skip
def test_addresses_nobody_outside_reaches(address) -> None:
    assert not is_public(address)


def test_public_addresses_and_those_nearby() -> None:
    assert is_public("93.184.215.14")
    assert is_public("2606:2800:21f:cb07:6820:80da:af6b:8b2c")
    assert is_near("127.0.0.1")
    assert is_near("192.168.1.1")
    # What a machine in a cloud learns of itself is never asked, allowed or not.
    assert not is_near("169.254.169.254")
    assert ask("http://169.254.169.254/").state == "refused"


def test_a_public_page_cannot_lead_inside(site, monkeypatch) -> None:
    """The first host counts as public here; where it leads to does not."""
    monkeypatch.setattr(fetching, "is_public", lambda address: address == "127.0.0.1")
    for path in ("adentro", "vecino"):
        answer = ask(site.url(path), private=False)
        assert (answer.state, answer.detail) == ("refused", "private")
    assert site.asked == ["/adentro", "/vecino"]


def test_a_name_is_looked_up_once_and_that_address_is_asked(site, monkeypatch) -> None:
    """A name that answers something else a moment later changes nothing: the address looked at is connected to."""
    real, looked_up, connected = socket.getaddrinfo, [], []

    def turning(host, port, *args, **kwargs):
        if host != "cambiante.example":
            connected.append(host)
            return real(host, port, *args, **kwargs)
        looked_up.append(host)
        address = "127.0.0.1" if len(looked_up) == 1 else "10.9.9.9"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", turning)
    monkeypatch.setattr(fetching, "is_public", lambda address: address == "127.0.0.1")
    answer = ask(site.url("documento", "cambiante.example"), private=False)
    assert answer.state == "alive"
    assert looked_up == ["cambiante.example"]
    assert set(connected) == {"127.0.0.1"}
    assert site.hosts == [f"cambiante.example:{site.server_port}"]
