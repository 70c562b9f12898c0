"""Nothing on a screen, in a mail or in a PDF is left in Spanish for whoever reads Portuguese or English."""

from __future__ import annotations

import re

import polib
import pytest

from tests.messages import BASE, Message, messages

CATALOGS = {code: BASE / "locale" / code / "LC_MESSAGES" / "django.po" for code in ("pt_BR", "en")}
PLACE = re.compile(r"%\(\w+\)[sd]|\{\w*\}")


@pytest.fixture(scope="module")
def wanted() -> dict[Message, object]:
    found = messages()
    assert len(found) > 2500
    return found


def said(entry: polib.POEntry) -> list[tuple[str, str]]:
    """Each text with its translation."""
    if entry.msgid_plural:
        return list(zip((entry.msgid, entry.msgid_plural), entry.msgstr_plural.values(), strict=True))
    return [(entry.msgid, entry.msgstr)]


def key(entry: polib.POEntry) -> Message:
    return Message(entry.msgctxt or "", entry.msgid, entry.msgid_plural or "")


@pytest.mark.parametrize("code", CATALOGS)
def test_every_text_is_translated(code, wanted) -> None:
    entries = {key(entry): entry for entry in polib.pofile(str(CATALOGS[code])) if not entry.obsolete}
    missing = [message.singular for message in wanted if message not in entries]
    empty = [one.singular for one, entry in entries.items() if not all(text.strip() for _id, text in said(entry))]
    assert (missing, empty) == ([], []), f"{len(missing)} sin entrada y {len(empty)} sin texto de {len(wanted)}"


@pytest.mark.parametrize("code", CATALOGS)
def test_nothing_is_kept_that_nobody_says(code, wanted) -> None:
    assert {key(entry) for entry in polib.pofile(str(CATALOGS[code]))} <= set(wanted)


@pytest.mark.parametrize("code", CATALOGS)
def test_translations_name_the_same_values(code) -> None:
    """A place that is lost hides a figure; one that is invented is an error page."""
    wrong = []
    for entry in polib.pofile(str(CATALOGS[code])):
        of_plural = set(PLACE.findall(entry.msgid_plural or ""))
        for number, (msgid, text) in enumerate(said(entry)):
            asked, told = set(PLACE.findall(msgid)), set(PLACE.findall(text))
            # The singular may leave the count out, as «one day» does.
            if told - asked - of_plural or (asked - told and (number or not of_plural)):
                wrong.append((msgid, text))
    assert wrong == []


@pytest.mark.parametrize("code", CATALOGS)
def test_no_translation_is_a_guess(code) -> None:
    assert [entry.msgid for entry in polib.pofile(str(CATALOGS[code])) if entry.fuzzy or entry.obsolete] == []


@pytest.mark.parametrize("code", CATALOGS)
def test_what_is_compiled_is_what_is_written(code) -> None:
    written = {key(entry): said(entry) for entry in polib.pofile(str(CATALOGS[code]))}
    compiled = {key(entry): said(entry) for entry in polib.mofile(str(CATALOGS[code].with_suffix(".mo")))}
    assert compiled == written
