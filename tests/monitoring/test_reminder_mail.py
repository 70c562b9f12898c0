"""What a digest says: in whose language, with which addresses, and that every word of it is translated."""

from __future__ import annotations

import re

import pytest
from django.core import mail

from monitoring.models import ReminderRule
from monitoring.reminder_mail import language_of, read_stop_token
from networks.models import User
from tests.factories import make_entry
from tests.monitoring.test_remind import DAY_AFTER, LAST_DAY, THIRD_DAY, WEEK_BEFORE, remind
from tests.smtp import mail_server

__all__ = ["mail_server"]


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
