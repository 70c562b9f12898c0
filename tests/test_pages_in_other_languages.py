"""Every page in English and in Portuguese, with data that says nothing: no word of Spanish is left on it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from monitoring.models import OutboxMessage
from networks.models import Network, User
from tests.access import Row
from tests.other_languages import CATALOGS, left_in, spanish_of, texts_blank
from tests.test_access_matrix import ROWS, world  # noqa: F401

KINDS = ("networks:contact", "networks:member", "monitoring:attendance")
# Tables for programs, whose columns are called the same in every language, and those that are read back by their
# Spanish headings: what one installation exports, another one imports.
TABLES = {"plans:version_export", "reports:open_data_csv", "reports:open_data_dictionary"}
# A table on its way in is read in the language of who uploads it; the rows' own has Spanish headings.
UPLOADS = {f"{app}_import_{page}" for app in KINDS for page in ("preview", "rows")}
# What was issued stays in the language in which it was.
ISSUED = {"reports:issued_tables", "reports:issued_word"}
PAGES = [row for row in ROWS if row.method == "get" and row.name not in TABLES | UPLOADS | ISSUED]
# Whoever asks for Spanish gets it.
CHOOSING = {"networks:language_set", "monitoring:reminder_preferences"}
SENT = [row for row in ROWS if row.method == "post" and row.name not in UPLOADS | CHOOSING]


@pytest.fixture(params=sorted(CATALOGS))
def language(request) -> str:
    return request.param


def ask(client: Client, row: Row, world, language: str):  # noqa: F811
    # What is frozen stays in the language in which it was.
    Network.objects.update(languages=[language])
    texts_blank()
    world.network.refresh_from_db()
    kwargs = dict(row.kwargs(world) if callable(row.kwargs) else row.kwargs)
    data = dict(row.data(world) if callable(row.data) else row.data)
    if not (row.public or row.signed_in):
        kwargs["slug"] = "alfa"
    texts_blank()
    User.objects.update(language=language)
    if row.public and row.method == "get":
        data["idioma"] = language
    send = getattr(client, row.method)
    return send(reverse(row.name, kwargs=kwargs), data, headers={"accept-language": language}, follow=True)


@pytest.mark.parametrize("row", PAGES, ids=lambda row: row.name)
def test_no_spanish_is_left_on(row: Row, language, world, secretariat, login, client) -> None:  # noqa: F811
    response = ask(client if row.public else login(secretariat), row, world, language)
    if any(url.startswith("http") for url, _status in response.redirect_chain):
        # What is kept elsewhere speaks its own language.
        return
    assert response.status_code in (200, 404, 410)
    assert left_in(response, language) == []


@pytest.mark.parametrize("row", SENT, ids=lambda row: row.name)
def test_no_spanish_is_left_in_what_follows(
    row: Row,
    language,
    world,  # noqa: F811
    secretariat,
    login,
    client,
) -> None:
    """Mostly forms sent empty: what they refuse; the page that says what was done; and the mail that left."""
    response = ask(client if row.public else login(secretariat), row, world, language)
    assert left_in(response, language) == []
    texts = [text for mail in OutboxMessage.objects.all() for text in (mail.subject, *mail.body.splitlines())]
    assert [text for text in texts if spanish_of(text, language)] == []
