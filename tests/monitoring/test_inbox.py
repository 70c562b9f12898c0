"""What a person has to report, of all her networks and of one period."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from monitoring.models import ComplianceEntry, ReviewState
from monitoring.selectors import rollup
from monitoring.services import period_close
from networks.models import Role
from plans.models import Concern, VersionStatus
from plans.services import version_enforce
from tests.factories import (
    give_role,
    make_activity,
    make_eje,
    make_entry,
    make_member,
    make_network,
    make_period,
    make_plan,
    make_user,
    make_version,
)

pytestmark = pytest.mark.django_db
DAY = datetime.date
TODAY = DAY(2024, 4, 12)


@pytest.fixture(autouse=True)
def on_12_april(monkeypatch):
    """Three days before the last day to report the first quarter."""
    for module in ("monitoring.inbox", "monitoring.views.base", "monitoring.selectors.asked"):
        monkeypatch.setattr(f"{module}.local_today", lambda network, at=None: TODAY)


@pytest.fixture
def inbox_of(reporting):
    return reverse("monitoring:inbox_period", kwargs={"slug": "alfa", "code": "2024-T1"})


def page(response) -> str:
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def items(response) -> list[str]:
    """The words of each item, in order."""
    found = re.findall(r'<li class="inbox__item[^>]*>(.*?)</li>', page(response))
    return [" ".join(re.sub(r"<[^>]+>", " ", one).split()) for one in found]


def test_a_technician_sees_hers_with_state_and_days_left(reporting, technician, login):
    make_entry(reporting.first, reporting.period, reporting.member, "", ReviewState.RETURNED)
    make_entry(reporting.first, reporting.period, reporting.other)
    response = login(technician).get("/mi-bandeja/")
    assert items(response) == [
        "1.1 Actividad 1.1 ⚠ Observado quedan 3 días",
        "1.2 Actividad 1.2 □ Por informar quedan 3 días",
    ]
    words = page(response)
    form = reverse("monitoring:entry_edit", args=["alfa", "2024-T1", reporting.second.lineage, "uno"])
    assert f'href="{form}"' in words
    assert "Le falta enviar 2 avances." in words
    assert "1. Eje 1" in words
    assert "Integrante dos" not in words


def test_the_nearest_deadline_comes_first(reporting, technician, login):
    """Periods by their last day to report; in an eje what is open first, by the activity's own deadline."""
    first_quarter, second = reporting.period, reporting.second
    later = make_period(reporting.network, "2024-T2", opens_on=TODAY)
    second.deadline_start_on, second.deadline_end_on = DAY(2024, 3, 1), DAY(2024, 3, 31)
    second.save()
    third = make_activity(reporting.eje, "1.3")
    make_entry(reporting.first, first_quarter, reporting.member)
    response = login(technician).get("/mi-bandeja/")
    assert [words[:3] for words in items(response)] == ["1.2", "1.3", "1.1", "1.1", "1.3"]
    words = page(response)
    assert words.index("Primer trimestre") < words.index("Segundo trimestre")
    assert "plazo de la actividad: 31/03/2024" in words
    assert (third.code, later.due_on) == ("1.3", DAY(2024, 7, 15))


def test_late_today_and_done_are_said(reporting, technician, login):
    client = login(technician)
    for due_on, words in ((TODAY, "vence hoy"), (DAY(2024, 4, 10), "▲ Atrasado venció hace 2 días")):
        reporting.period.due_on = due_on
        reporting.period.save()
        assert words in items(client.get("/mi-bandeja/"))[0]
    for activity in (reporting.first, reporting.second):
        make_entry(activity, reporting.period, reporting.member)
    response = client.get("/mi-bandeja/")
    assert "Todo enviado: nada pendiente." in page(response)
    assert all("venció" not in words for words in items(response))


def test_a_draft_past_its_day_is_late_and_still_a_draft(reporting, technician, login):
    reporting.period.due_on = DAY(2024, 4, 11)
    reporting.period.save()
    make_entry(reporting.first, reporting.period, reporting.member, "", ReviewState.DRAFT)
    assert "▲ Atrasado: borrador sin enviar" in items(login(technician).get("/mi-bandeja/"))[0]


def test_filters_by_state_and_words(reporting, technician, login, inbox_of):
    reporting.second.title = "Capacitación a jueces"
    reporting.second.save()
    make_entry(reporting.first, reporting.period, reporting.member)
    client = login(technician)
    assert [one[:3] for one in items(client.get(inbox_of, {"estado": "enviado"}))] == ["1.1"]
    assert [one[:3] for one in items(client.get(inbox_of, {"estado": "pendientes"}))] == ["1.2"]
    assert [one[:3] for one in items(client.get(inbox_of, {"q": "JUECES capacitacion"}))] == ["1.2"]
    assert len(items(client.get(inbox_of, {"estado": "nada", "pagina": "x"}))) == 2
    assert "Nada con esos filtros" in page(client.get(inbox_of, {"q": "nada de eso"}))


def test_counts_lead_to_each_state(reporting, technician, login, inbox_of):
    make_entry(reporting.first, reporting.period, reporting.member)
    words = re.sub(r"<[^>]+>", " ", page(login(technician).get(inbox_of)))
    counts = " ".join(words.split())
    assert "Todo 2 Falta enviar 1 □ Por informar 1 → Enviado 1" in counts


def test_whoever_reads_the_network_sees_everybodys(reporting, secretariat, login, inbox_of):
    client = login(secretariat)
    assert len(items(client.get(inbox_of))) == 4
    only = items(client.get(inbox_of, {"integrante": "dos"}))
    assert len(only) == 2
    assert "Segundo" not in page(client.get(inbox_of))
    assert reverse("monitoring:inbox_period", args=["alfa", "2024-T1"]) in page(client.get("/mi-bandeja/"))


def test_an_observer_reads_and_is_given_no_form(reporting, observer, login, inbox_of):
    make_entry(reporting.first, reporting.period, reporting.member)
    words = page(login(observer).get(inbox_of))
    read = reverse("monitoring:entry_detail", args=["alfa", "2024-T1", reporting.first.lineage, "uno"])
    form = reverse("monitoring:entry_edit", args=["alfa", "2024-T1", reporting.second.lineage, "uno"])
    assert f'href="{read}"' in words
    assert f'href="{form}"' not in words


def test_the_networks_own_report(reporting, login, inbox_of):
    reporting.first.concerns = Concern.NETWORK
    reporting.first.save()
    person = make_user("de-la-red")
    give_role(person, reporting.network, Role.TECHNICIAN)
    assert [one[:3] for one in items(login(person).get(inbox_of))] == ["1.1"]


def test_in_a_large_period_one_member_is_shown_at_a_time(reporting, secretariat, login, inbox_of, monkeypatch):
    monkeypatch.setattr("monitoring.selectors.summing.LARGE", 0)
    client = login(secretariat)
    assert len(items(client.get(inbox_of))) == 2
    assert len(items(client.get(inbox_of, {"integrante": "todas"}))) == 2
    make_entry(reporting.first, reporting.period, reporting.other)
    found = items(client.get(inbox_of, {"integrante": "dos", "estado": "enviado"}))
    assert len(found) == 1


def test_nothing_to_report_is_said_kindly(network, observer, login):
    words = page(login(observer).get("/mi-bandeja/"))
    assert "Nada que informar por ahora" in words


def test_many_obligations_come_in_pages(reporting, technician, login, inbox_of):
    for _number in range(70):
        make_activity(reporting.eje)
    client = login(technician)
    assert (len(items(client.get(inbox_of))), len(items(client.get(inbox_of, {"page": 2})))) == (60, 12)


def queries(client, address) -> int:
    with CaptureQueriesContext(
        connection,
    ) as found:
        client.get(address)
    return len(found)


def test_questions_do_not_grow(reporting, technician, login, inbox_of):
    client = login(technician)
    make_entry(reporting.first, reporting.period, reporting.member)
    client.get("/mi-bandeja/")
    before = queries(client, "/mi-bandeja/"), queries(client, inbox_of)
    eje = make_eje(reporting.version, "2")
    for number in range(20):
        activity = make_activity(eje, f"2.{number}")
        make_entry(activity, reporting.period, reporting.member)
    for number in range(3):
        other = make_network(f"otra-{number}")
        make_plan(other, (50, 50))
        make_period(other)
        give_role(technician, other, Role.TECHNICIAN, make_member(other, "suya"))
    assert (queries(client, "/mi-bandeja/"), queries(client, inbox_of)) == before
    assert max(before) <= 12


# -- what earlier periods left, and what a new version changed ------------------------------------------------


def test_commitments_of_earlier_periods_stand_apart(reporting, technician, secretariat, login):
    make_entry(reporting.first, reporting.period, reporting.member, "pendiente")
    make_entry(reporting.second, reporting.period, reporting.member)
    period_close(period=reporting.period, by=secretariat)
    second = make_period(reporting.network, "2024-T2", opens_on=TODAY)
    address = reverse("monitoring:inbox_period", args=["alfa", "2024-T2"])
    client = login(technician)
    for words in (page(client.get(address)), page(client.get("/mi-bandeja/"))):
        assert "Compromisos que vienen de antes" in words
        assert "viene de 2024-T1" in words
        assert "en 2024-T1 quedó: Pendiente" in words
    assert len(items(client.get(address))) == 3
    make_entry(reporting.first, second, reporting.member)
    assert "Compromisos que vienen" not in page(client.get(address))


@pytest.fixture
def changed(reporting):
    """Version 2, in force since 15 February: it keeps 1.1, drops 1.2 and asks for a new one."""
    version = make_version(reporting.network, number=2, status=VersionStatus.DRAFT)
    eje = make_eje(version, lineage=reporting.eje.lineage)
    make_activity(eje, "1.1", weight=30, lineage=reporting.first.lineage, title=reporting.first.title)
    make_activity(eje, "1.9", weight=70, title="Otra cosa")
    since = DAY(2024, 2, 15)
    return version_enforce(version=version, in_force_from_on=since, reason="Acuerdo", today=TODAY)


def test_a_version_put_in_force_mid_period_keeps_every_entry(reporting, technician, login, request, inbox_of):
    kept = make_entry(reporting.first, reporting.period, reporting.member)
    dropped = make_entry(reporting.second, reporting.period, reporting.member, narrative="Lo que se hizo")
    draft = make_entry(
        reporting.second, reporting.period, reporting.other, "", ReviewState.DRAFT, narrative="A medias"
    )
    before = list(ComplianceEntry.objects.order_by("pk").values())
    request.getfixturevalue("changed")
    assert list(ComplianceEntry.objects.order_by("pk").values()) == before
    assert {row["id"] for row in before} == {kept.pk, dropped.pk, draft.pk}
    response = login(technician).get(inbox_of)
    assert items(response) == [
        "1.9 Otra cosa □ Por informar quedan 3 días nueva en la versión 2",
        "1.1 Actividad 1.1 → Enviado Cumplido",
        "1.2 Actividad 1.2 Cumplido ya no se pide: la versión 2 la quitó",
    ]
    read = reverse("monitoring:entry_detail", args=["alfa", "2024-T1", reporting.second.lineage, "uno"])
    assert f'href="{read}"' in page(response)
    assert "Lo que se hizo" in page(login(technician).get(read))


def test_figures_follow_the_version_of_the_last_day(reporting, changed):
    make_entry(reporting.first, reporting.period, reporting.member)
    make_entry(reporting.second, reporting.period, reporting.member)
    found = rollup(reporting.network, reporting.period)
    assert (found.plans[0].version, found.plans[0].figure.earned) == (changed, Decimal("15.00"))
    assert [(one.entry.activity_lineage, one.reason) for one in found.outside] == [
        (reporting.second.lineage, "gone")
    ]


def test_the_period_before_keeps_its_own_version(reporting, changed, technician, login):
    """Version 2 rules from the day after the quarter's last: what the quarter asks is as it was."""
    changed.in_force_from_on = DAY(2024, 4, 1)
    changed.save()
    response = login(technician).get(reverse("monitoring:inbox_period", args=["alfa", "2024-T1"]))
    assert [one[:3] for one in items(response)] == ["1.1", "1.2"]
    assert "versión 2" not in page(response)


def test_what_passes_to_others_is_told(reporting, changed, technician, secretariat, login, inbox_of):
    """1.1 is now of «dos» only; its dates may move too."""
    moved = changed.ejes.get().activities.get(code="1.1")
    moved.concerns = Concern.SOME_MEMBERS
    moved.save()
    moved.members.set([reporting.other])
    make_entry(reporting.first, reporting.period, reporting.member)
    client = login(technician)
    assert items(client.get(inbox_of))[-1].endswith("ya no se pide: la versión 2 la encarga a otras")
    moved.concerns, moved.schedule_months = Concern.EVERY_MEMBER, ["2024-09"]
    moved.save()
    assert items(client.get(inbox_of))[-1].endswith("la versión 2 le cambió las fechas")
    assert "le cambió las fechas" in page(login(secretariat).get(inbox_of))


def test_what_comes_to_her_from_others_is_new(reporting, changed, login, inbox_of, technician):
    reporting.first.concerns = Concern.SOME_MEMBERS
    reporting.first.save()
    reporting.first.members.set([reporting.other])
    assert "1.1 Actividad 1.1 □ Por informar quedan 3 días nueva en la versión 2" in items(
        login(technician).get(inbox_of)
    )


def test_long_lists_of_what_was_left_are_counted(reporting, secretariat, technician, login, monkeypatch):
    monkeypatch.setattr("monitoring.inbox.LISTED", 1)
    period_close(period=reporting.period, by=secretariat)
    make_period(reporting.network, "2024-T2", opens_on=TODAY)
    assert "Y 1 más: busque por palabras" in page(login(technician).get("/mi-bandeja/"))
    client = login(secretariat)
    address = reverse("monitoring:inbox_period", args=["alfa", "2024-T2"])
    before = queries(client, address)
    monkeypatch.setattr("monitoring.inbox.LISTED", 60)
    assert "Y 1 más" not in page(client.get(address))
    assert queries(client, address) == before


def test_home_and_the_network_lead_a_technician_to_it(reporting, technician, observer, login):
    client = login(technician)
    button = 'class="btn btn-primary" href="/mi-bandeja/"'
    assert button in page(client.get("/"))
    inbox = reverse("monitoring:inbox_period", args=["alfa", "2024-T1"])
    assert f'href="{inbox}"' in page(client.get("/"))
    assert f'href="{inbox}"' in page(client.get("/redes/alfa/"))
    client = login(observer)
    assert button not in page(client.get("/"))
    assert f'href="{inbox}"' not in page(client.get("/redes/alfa/"))


def test_large_periods_are_asked_for_together(reporting, technician, login, monkeypatch):
    monkeypatch.setattr("monitoring.selectors.summing.LARGE", 0)
    client = login(technician)
    make_entry(reporting.first, reporting.period, reporting.member)
    before = queries(client, "/mi-bandeja/")
    for code in ("2023-T4", "2024-T2"):
        make_period(reporting.network, code, opens_on=DAY(2024, 1, 1))
    assert len(items(client.get("/mi-bandeja/"))) == 4
    assert queries(client, "/mi-bandeja/") == before
