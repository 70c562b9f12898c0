"""The checklist tests itself: what the command prints, what reopens a line, and what closes it again."""

from __future__ import annotations

import datetime
import hashlib
import json
import threading
import time
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connections
from django.utils import timezone

from monitoring.fetching import Answer
from monitoring.models import PublicationCheck, PublicationItem
from monitoring.services.checking import Subject, check_record, publications_check
from tests.factories import make_network
from tests.monitoring.strange_sites import DOCUMENT, Site

PRINT = hashlib.sha256(DOCUMENT).hexdigest()


@pytest.fixture
def site(settings):
    settings.PUBLICATION_CHECK_PRIVATE = True
    site = Site()
    yield site
    site.close()


def line(network, title, url="", order=0, **fields):
    known = {"published": "yes", **fields}
    return PublicationItem.objects.create(
        network=network, document="other", title=title, url=url, order=order, **known
    )


def kept(network, title, content=DOCUMENT, order=0):
    item = line(network, title, order=order, sha256=hashlib.sha256(content).hexdigest(), size=len(content))
    item.file.save("doc.pdf", ContentFile(content))
    return item


def run(*args) -> str:
    out = StringIO()
    call_command("check_publications", *args, stdout=out)
    return out.getvalue()


def rows(slug="alfa") -> list[dict]:
    return json.loads(run("--network", slug, "--json"))


def say(item, state, at=None, detail="", sha256=""):
    """A test of the line that found `state`."""
    subject = Subject(item.pk, "" if item.file else item.url, item.file.name, item.sha256)
    check_record(subject=subject, answer=Answer(state, detail, sha256=sha256), at=at or timezone.now())
    item.refresh_from_db()
    return item


# -- the command ----------------------------------------------------------------------------------------------


def test_every_line_is_told_in_the_order_of_the_list(network, site) -> None:
    line(network, "Sin nada", order=5, published="unknown")
    line(network, "Caído", site.url("404"), order=2)
    line(network, "Responde", site.url("va"), order=1)
    kept(network, "Guardado", order=4)
    line(network, "Falla", site.url("500"), order=3)
    found = rows()
    assert [(row["item"], row["state"], row["sha256"]) for row in found] == [
        ("Responde", "alive", PRINT),
        ("Caído", "dead", None),
        ("Falla", "failing", None),
        ("Guardado", "kept", PRINT),
        ("Sin nada", "", None),
    ]
    assert [list(row) for row in found] == [["item", "url", "state", "sha256", "checked_at"]] * 5
    assert found[0]["url"] == site.url("va")
    assert [row["url"] for row in found[3:]] == ["", ""]
    assert found[4]["checked_at"] is None
    assert datetime.datetime.fromisoformat(found[0]["checked_at"]).tzinfo
    check = PublicationCheck.objects.get(item__title="Responde")
    assert (check.final_url, check.http_status, check.size) == (site.url("documento"), 200, len(DOCUMENT))


def test_the_usual_lines_of_a_network_without_any(network) -> None:
    assert [(row["item"], row["state"], row["checked_at"]) for row in rows()] == [
        ("Normas de creación", "", None),
        ("Reglamento interno", "", None),
        ("Actas con sus anexos", "", None),
        ("Informe de gestión", "", None),
    ]


def test_a_document_that_changes_says_so_once(network, site) -> None:
    line(network, "Norma", site.url("cambia"))
    assert rows()[0]["state"] == "alive"
    assert rows()[0]["state"] == "alive"
    site.document = b"otra version"
    changed = rows()[0]
    assert (changed["state"], changed["sha256"]) == ("changed", hashlib.sha256(b"otra version").hexdigest())
    assert rows()[0]["state"] == "alive"


def test_in_words_and_of_every_network(network, site) -> None:
    line(network, "Caído", site.url("404"))
    other = make_network("beta")
    line(other, "Ajeno", site.url("documento"))
    alone = run("--network", "alfa")
    assert "Enlace caído" in alone
    assert "la página ya no está: el sitio respondió 404" in alone.lower()
    assert "Ajeno" not in alone
    both = run("--all")
    assert "Ajeno" in both
    assert "Responde" in both
    with pytest.raises(CommandError, match="--network"):
        run()
    with pytest.raises(CommandError, match="No hay una red «nada»"):
        run("--network", "nada")


def test_this_machine_is_refused_where_it_is_not_allowed(network, site, settings) -> None:
    settings.PUBLICATION_CHECK_PRIVATE = False
    item = line(network, "Interna", site.url("documento"))
    assert rows()[0]["state"] == "refused"
    assert not site.asked
    item.refresh_from_db()
    # Nobody has been shown that the document is gone.
    assert item.reopened_at is None


# -- kept files -----------------------------------------------------------------------------------------------


def test_a_file_that_was_changed_or_lost_reopens_its_line(network) -> None:
    altered, lost = kept(network, "Alterado", order=1), kept(network, "Perdido", order=2)
    with altered.file.storage.open(altered.file.name, "wb") as file:
        file.write(b"otra cosa")
    lost.file.storage.delete(lost.file.name)
    first, second = rows()
    assert (first["state"], first["sha256"]) == ("dead", hashlib.sha256(b"otra cosa").hexdigest())
    assert (second["state"], second["sha256"]) == ("dead", None)
    for item in (altered, lost):
        item.refresh_from_db()
        assert item.reopened_at
    assert set(PublicationCheck.objects.values_list("detail", flat=True)) == {"altered", "missing"}


# -- reopening ------------------------------------------------------------------------------------------------


def test_a_dead_link_reopens_its_line_at_once_and_a_good_answer_closes_it(network) -> None:
    item = line(network, "Norma", "https://example.org/norma")
    at = timezone.now()
    assert say(item, "dead", at).reopened_at == at
    assert say(item, "dead", at + datetime.timedelta(days=1)).reopened_at == at
    back = say(item, "alive", at + datetime.timedelta(days=2))
    assert back.reopened_at is None
    assert back.checks.first().detail == "back"
    # The line's own history says from when to when.
    known = list(item.history.order_by("history_date", "history_id").values_list("reopened_at", flat=True))
    assert known == [None, at, None]


@pytest.mark.parametrize("state", ["failing", "timeout"])
def test_a_bad_moment_reopens_only_when_it_comes_twice(network, state) -> None:
    item, at = line(network, "Norma", "https://example.org/norma"), timezone.now()
    day = datetime.timedelta(days=1)
    assert say(item, state, at).reopened_at is None
    assert say(item, "alive", at + day).reopened_at is None
    assert say(item, state, at + 2 * day).reopened_at is None
    assert say(item, "timeout", at + 3 * day).reopened_at == at + 2 * day


def test_what_cannot_be_asked_neither_reopens_nor_closes(network) -> None:
    item = line(network, "Norma", "https://example.org/norma")
    assert say(item, "refused").reopened_at is None
    assert say(item, "dead").reopened_at
    assert say(item, "refused").reopened_at


def test_bad_answers_of_another_address_do_not_count(network) -> None:
    item = line(network, "Norma", "https://example.org/vieja")
    say(item, "failing")
    item.url = "https://example.org/nueva"
    item.save()
    assert say(item, "failing").reopened_at is None
    assert say(item, "failing").reopened_at


def test_a_line_recorded_again_meanwhile_keeps_no_test(network) -> None:
    item = line(network, "Norma", "https://example.org/vieja")
    asked = Subject(item.pk, item.url, "", "")
    PublicationItem.objects.filter(pk=item.pk).update(url="https://example.org/nueva")
    assert check_record(subject=asked, answer=Answer("dead"), at=timezone.now()) is None
    item.refresh_from_db()
    assert (item.check_state, item.reopened_at) == ("", None)
    assert not PublicationCheck.objects.exists()


# -- many at once ---------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_slow_sites_do_not_hold_up_the_others_nor_the_database() -> None:
    network = make_network("alfa")
    for number in range(50):
        line(network, f"{number}", f"https://example.org/{number}", order=number)
    busy, most, first, lock = [0], [0], [], threading.Lock()
    own = connections["default"]

    def ask(url: str) -> Answer:
        with lock:
            busy[0] += 1
            most[0] = max(most[0], busy[0])
            first.append(own.in_atomic_block)
        time.sleep(0.1)
        with lock:
            busy[0] -= 1
        return Answer("alive", sha256="0" * 64)

    start = time.monotonic()
    assert len(publications_check(network=network, ask=ask)) == 50
    # One after another they would take five seconds; no more than the bound are asked at once.
    assert time.monotonic() - start < 4
    assert 8 < most[0] <= 16
    # Before the first answer is written nothing is held open.
    assert not any(first[:16])
