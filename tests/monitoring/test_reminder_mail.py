"""What a digest says: in whose language, with which addresses, and that every word of it is translated."""

from __future__ import annotations

import ast
import gettext
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.utils import translation
from django.utils.translation.template import templatize

from monitoring import labels, reminder_mail
from monitoring.models import ReminderRule
from monitoring.reminder_mail import language_of, read_stop_token
from networks.models import User
from tests.factories import make_entry
from tests.monitoring.test_remind import DAY_AFTER, LAST_DAY, THIRD_DAY, WEEK_BEFORE, remind
from tests.smtp import mail_server

__all__ = ["mail_server"]
CATALOGS = [Path(settings.BASE_DIR) / "locale" / code / "LC_MESSAGES" for code in ("pt_BR", "en")]


# -- language -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("own", "network", "expected"),
    [
        ("", ["es"], "es"),
        ("en", ["pt-br", "es"], "en"),
        ("", ["pt-br", "es"], "pt-br"),
        ("", ["pt-BR"], "pt-br"),
        ("", ["pt"], "pt-br"),
        ("", ["es-co"], "es"),
        ("", ["fr", "en"], "en"),
        ("", [], "es"),
    ],
)
def test_her_own_language_else_the_networks(own, network, expected) -> None:
    place = type("Place", (), {"languages": network})()
    assert language_of(User(language=own), [place]) == expected


def test_each_gets_it_in_her_own_language(reporting, technician) -> None:
    said = {
        "es": (
            "2 avances por informar; el plazo vence en 7 días",
            "el 15 de abril de 2024",
            "Le faltan 2 avances",
        ),
        "pt-br": ("2 avanços por informar; o prazo vence em 7 dias", "em 15 de Abril de 2024", "Faltam 2 avanços"),
        "en": ("2 reports to send; the deadline is in 7 days", "April 15, 2024", "You have 2 reports left"),
    }
    for language, (subject, date, owed) in said.items():
        User.objects.filter(pk=technician.pk).update(language=language)
        technician.outbox.all().delete()
        remind(WEEK_BEFORE)
        sent = mail.outbox[-1]
        assert sent.subject == f"Trama · Alfa: {subject}"
        assert date in sent.body
        assert owed in sent.body
    assert "First quarter of 2024" in sent.body
    assert not re.search(r"plazo|avance|Informar|Recibe", sent.body)


def test_the_screens_stay_in_spanish(reporting, technician, login) -> None:
    User.objects.filter(pk=technician.pk).update(language="en")
    response = login(technician).get("/mis-avisos/", headers={"accept-language": "en"})
    assert "Mis avisos" in response.content.decode()
    assert translation.get_language() == "es"


# -- words ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (WEEK_BEFORE, "El plazo para informar vence en 7 días, el 15 de abril de 2024. Le faltan 2 avances por"),
        ("2024-04-14", "vence mañana, el 15 de abril"),
        (LAST_DAY, "vence hoy, el 15 de abril"),
        (DAY_AFTER, "venció ayer, el 15 de abril de 2024. Lo que llegue ahora se recibe como extemporáneo"),
        ("2024-04-22", "venció hace 7 días, el 15 de abril"),
    ],
)
def test_days_are_told_in_words(on, said, reporting, technician) -> None:
    remind(on)
    assert said in mail.outbox[0].body


def test_one_is_told_as_one(reporting, technician) -> None:
    make_entry(reporting.first, reporting.period, reporting.member)
    technician.first_name = "Ana <b>"
    technician.save()
    remind(LAST_DAY)
    (sent,) = mail.outbox
    assert sent.subject == "Trama · Alfa: 1 avance por informar; el plazo vence hoy"
    assert "Le falta enviar 1 avance:\n  - Integrante uno: 1\nInformar: http" in sent.body
    assert sent.body.startswith("Buenos días, Ana <b>:\n")
    assert not re.search(r"\n{4}|[{}%]", sent.body)


def test_the_coordination_goes_to_the_board(reporting, coordinator, settings) -> None:
    settings.SITE_URL = "https://trama.ejemplo.org"
    ReminderRule.objects.create(network=reporting.network, coordination_after=3)
    remind(THIRD_DAY)
    assert "Tablero: https://trama.ejemplo.org/redes/alfa/periodos/2024-T1/\n" in mail.outbox[0].body


def test_a_mail_program_can_stop_it(reporting, technician, mail_server, settings) -> None:
    settings.SITE_URL = "https://trama.ejemplo.org"
    remind(WEEK_BEFORE)
    (sent,) = mail_server.received
    assert sent["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = re.fullmatch(
        r"<https://trama\.ejemplo\.org/mis-avisos/baja/(.+)/>", sent["List-Unsubscribe"].strip()
    )
    assert read_stop_token(address[1]) == (technician.pk, [reporting.network.pk])
    assert address[1] in sent.get_content()
    assert sent["Message-ID"].endswith("@trama.ejemplo.org>")
    assert sent["To"] == "technician@example.org"
    assert sent.get_content_type() == "text/plain"


# -- translations ---------------------------------------------------------------------------------------------


def said_in_python(path: str) -> set[str]:
    """The first argument of each call of gettext, and both of ngettext."""
    found = set()
    for node in ast.walk(ast.parse(Path(path).read_text(encoding="utf-8"))):
        name = getattr(getattr(node, "func", None), "id", "")
        if name in ("_", "gettext", "ngettext"):
            given = node.args[: 2 if name == "ngettext" else 1]
            found |= {argument.value for argument in given if isinstance(argument, ast.Constant)}
    return found


def said_in_templates() -> set[str]:
    found = set()
    for path in (Path(settings.BASE_DIR) / "templates/monitoring/mail").glob("*.txt"):
        source = templatize(path.read_text(encoding="utf-8"), origin=str(path))
        found |= {ast.literal_eval(text) for text in re.findall(r"gettext\((u?'.*?'|u?\".*?\")\)", source)}
        found |= {ast.literal_eval(text) for text in re.findall(r"(?<!\w)_\((u?'.*?'|u?\".*?\")\)", source)}
    return found


def read_po(folder: Path) -> list[tuple[list[str], list[str]]]:
    """For each message its msgid, and the plural if it has one, with as many translations."""
    found = []
    for block in (folder / "django.po").read_text(encoding="utf-8").split("\n\n")[1:]:
        parts = re.findall(r'^(msg\w+)(?:\[\d\])? "(.*)"$', block, re.MULTILINE)
        asked = [text for key, text in parts if key != "msgstr"]
        found.append((asked, [text for key, text in parts if key == "msgstr"]))
    return found


@pytest.mark.parametrize("folder", CATALOGS, ids=lambda folder: folder.parent.name)
def test_every_word_of_a_mail_is_translated(folder) -> None:
    ordinals = {str(one) for kind in labels.ORDINALS.values() for one in kind}
    said = said_in_python(reminder_mail.__file__) | said_in_templates() | ordinals
    assert len(said) > 30
    known = read_po(folder)
    assert said <= {text for asked, _ in known for text in asked}
    for asked, translated in known:
        assert len(translated) == len(asked)
        for msgid, text in zip(asked, translated, strict=True):
            assert text
            assert set(re.findall(r"%\(\w+\)s", text)) == set(re.findall(r"%\(\w+\)s", msgid))


@pytest.mark.parametrize("folder", CATALOGS, ids=lambda folder: folder.parent.name)
def test_what_is_compiled_is_what_is_written(folder) -> None:
    with (folder / "django.mo").open("rb") as file:
        compiled = {key: text for key, text in gettext.GNUTranslations(file)._catalog.items() if key}
    expected: dict = {}
    for asked, translated in read_po(folder):
        plural = len(asked) == 2
        expected |= {((asked[0], n) if plural else asked[0]): text for n, text in enumerate(translated)}
    assert compiled == expected
