"""One-click links: what their address opens, for how long, and that it opens nothing else."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from monitoring import services
from monitoring.models import ComplianceEntry, LinkAction, OutboxMessage, ReportLink, ReportLinkUse, ReviewState
from monitoring.services.report_links import link_is_good, link_of, link_revoke, link_send, link_token, link_url
from networks.models import Assignment, Language, Role
from tests.factories import give_role, make_activity, make_eje, make_entry, make_user, make_version

pytestmark = pytest.mark.django_db


def page(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def link(reporting, technician, secretariat) -> ReportLink:
    return link_send(period=reporting.period, member=reporting.member, user=technician, by=secretariat)


@pytest.fixture
def at(link, reporting):
    """`at("link_edit")` is the address of the first activity's form behind the link."""

    def _at(name: str, lineage=None, token: str = "") -> str:
        kwargs = {"token": token or link_token(link)}
        if name != "link_inbox":
            kwargs["lineage"] = lineage or reporting.first.lineage
        return reverse(f"monitoring:{name}", kwargs=kwargs)

    return _at


def test_the_mail_carries_it(link, technician):
    (message,) = OutboxMessage.objects.all()
    assert message.to == technician.email
    assert link_url(link) in message.body
    assert "Primer trimestre de 2024" in message.body
    assert "15/04/2024" in message.body


def test_in_her_own_language(reporting, technician, secretariat):
    technician.language = Language.ENGLISH
    technician.save()
    link_send(period=reporting.period, member=reporting.member, user=technician, by=secretariat)
    body = OutboxMessage.objects.get().body
    assert "without a password" in body
    assert "contraseña" not in body


def test_asked_for_twice_it_is_one_link_and_two_mails(link, reporting, technician, secretariat):
    again = link_send(period=reporting.period, member=reporting.member, user=technician, by=secretariat)
    assert again == link
    assert OutboxMessage.objects.count() == 2


def test_without_a_password_she_writes_and_sends(client, at, link, reporting, technician):
    words = page(client.get(at("link_inbox")))
    assert "Integrante uno" in words
    assert "Falta enviar 2" in words
    assert "Actividad 1.1" in page(client.get(at("link_edit")))
    saved = client.post(at("link_autosave"), {"revision": 0, "narrative": "Se reunió"})
    assert saved.json()["saved"] is True
    data = {"revision": saved.json()["revision"], "status": "cumplido", "narrative": "Se reunió la mesa"}
    sent = client.post(at("link_submit"), data)
    assert sent.url.startswith(at("link_inbox"))
    entry = ComplianceEntry.objects.get()
    assert (entry.review_state, entry.submitted_by, entry.via_link) == (ReviewState.SUBMITTED, technician, link)
    assert entry.history.first().history_user == technician
    words = page(client.get(sent.url))
    assert "Falta enviar 1" in words
    assert at("link_edit") not in words


def test_evidence_is_added_and_taken_away_but_not_opened(client, at, reporting):
    data = {"revision": 0, "link": "https://example.org/acta", "box": "evidence_box"}
    client.post(at("link_evidence_create"), data)
    evidence = ComplianceEntry.objects.get().evidence.get()
    words = page(client.get(at("link_edit")))
    assert "example.org/acta" in words
    assert f"evidencia/{evidence.pk}/quitar/" in words
    assert "/redes/" not in words
    client.post(f"{at('link_edit')}evidencia/{evidence.pk}/quitar/", {"revision": 1})
    assert not ComplianceEntry.objects.get().evidence.exists()


def test_every_use_is_written_down(client, at, link, reporting):
    client.get(at("link_inbox"))
    for revision in (0, 1, 2):
        client.post(at("link_autosave"), {"revision": revision, "narrative": f"Van {revision}"})
    client.post(at("link_submit"), {"revision": 3, "status": "cumplido", "narrative": "Listo"})
    uses = ReportLinkUse.objects.filter(link=link).order_by("pk").values_list("action", "activity_lineage")
    assert list(uses) == [
        (LinkAction.OPENED, None),
        (LinkAction.SAVED, reporting.first.lineage),
        (LinkAction.SUBMITTED, reporting.first.lineage),
    ]


def test_it_opens_nothing_else(client, at, link, reporting, url_of, secretariat, outsider):
    """Another member's, another period's, another network's: what its pages show and where they lead."""
    secret = make_entry(reporting.second, reporting.period, reporting.other, narrative="Lo que dijo la otra")
    other = outsider.networks[0]
    foreign = make_activity(make_eje(make_version(other)), title="Actividad ajena")
    for name in ("link_inbox", "link_edit"):
        words = page(client.get(at(name)))
        for hidden in (secret.narrative, "Integrante dos", "Actividad ajena", "Red ajena", "/redes/"):
            assert hidden not in words, name
    assert client.get(at("link_edit", foreign.lineage)).status_code == 404
    # It signs nobody in.
    assert "sessionid" not in client.cookies
    assert client.get(url_of("entry_detail")).status_code == 302
    assert client.get("/").status_code == 302


@pytest.mark.parametrize("token", ["nada", "nada.nada", "x" * 60])
def test_an_address_nobody_made_is_not_there(client, at, token):
    assert client.get(at("link_inbox", token=token)).status_code == 404
    assert client.post(at("link_submit", token=token), {"status": "cumplido"}).status_code == 404


def test_a_signature_is_good_for_its_own_link_only(link, reporting, secretariat):
    other = make_user("otra")
    give_role(other, reporting.network, Role.TECHNICIAN, reporting.other)
    second = link_send(period=reporting.period, member=reporting.other, user=other, by=secretariat)
    mixed = f"{second.nonce}.{link_token(link).rpartition('.')[2]}"
    assert link_of(mixed) is None
    assert link_of(link_token(second)) == second


@pytest.mark.parametrize("end", ["revoked", "closed", "ended", "role", "inactive"])
def test_it_ends(end, client, at, link, reporting, technician, secretariat):
    if end == "revoked":
        link_revoke(link=link, by=secretariat)
    elif end == "closed":
        services.period_close(period=reporting.period, by=secretariat)
    elif end == "ended":
        reporting.period.closes_on = datetime.date(2024, 4, 20)
        reporting.period.save()
    elif end == "role":
        Assignment.objects.filter(user=technician).delete()
    else:
        technician.is_active = False
        technician.save()
    for name in ("link_inbox", "link_edit"):
        response = client.get(at(name))
        assert response.status_code == 410
        assert "ya no abre nada" in page(response)
        assert "Alfa" not in page(response)
        assert "Integrante" not in page(response)
    response = client.post(at("link_submit"), {"revision": 0, "status": "cumplido"})
    assert response.status_code == 410
    assert not ComplianceEntry.objects.exists()
    assert set(ReportLinkUse.objects.values_list("action", flat=True)) == {LinkAction.REFUSED}
    assert not link_is_good(link_of(link_token(link)))


def test_its_pages_are_neither_kept_nor_told_to_others(client, at):
    response = client.get(at("link_inbox"))
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "same-origin"
    assert "noindex" in response["X-Robots-Tag"]


def test_what_the_other_device_wrote_is_shown_here_too(client, at, reporting):
    client.post(at("link_autosave"), {"revision": 0, "narrative": "Desde el teléfono"})
    refused = client.post(
        at("link_submit"), {"revision": 0, "status": "cumplido", "narrative": "Desde la oficina"}
    )
    assert refused.status_code == 409
    assert "Desde el teléfono" in page(refused)
    assert "Desde la oficina" in page(refused)


def test_nobody_gets_one_who_does_not_report_for_that_member(reporting, observer, secretariat):
    for user in (observer, secretariat):
        with pytest.raises(ValidationError, match="no informa por"):
            link_send(period=reporting.period, member=reporting.member, user=user, by=secretariat)


def test_none_is_sent_once_the_period_is_closed(reporting, technician, secretariat):
    services.period_close(period=reporting.period, by=secretariat)
    with pytest.raises(services.PeriodClosedError):
        link_send(period=reporting.period, member=reporting.member, user=technician, by=secretariat)
    assert not OutboxMessage.objects.exists()


def test_without_an_address_nothing_is_half_made(reporting, technician, secretariat):
    technician.email = ""
    technician.save()
    with pytest.raises(ValidationError, match="correo electrónico"):
        link_send(period=reporting.period, member=reporting.member, user=technician, by=secretariat)
    assert not ReportLink.objects.exists()


def test_the_secretariat_sends_to_all_who_owe_and_revokes(reporting, technician, secretariat, login, url_of):
    done = make_user("cumplidora")
    give_role(done, reporting.network, Role.TECHNICIAN, reporting.other)
    for activity in (reporting.first, reporting.second):
        make_entry(activity, reporting.period, reporting.other)
    client = login(secretariat)
    where = url_of("link_list", who=None, lineage=None)
    assert "Enviar a 1 que debe" in page(client.get(where))
    client.post(url_of("link_send", who=None, lineage=None), {"all": "1"})
    assert ReportLink.objects.get().user == technician
    words = page(client.get(where))
    assert "vigente" in words
    assert "sin usar" in words
    client.post(url_of("link_revoke", who=None, lineage=None, pk=ReportLink.objects.get().pk))
    assert ReportLink.objects.get().revoked_by == secretariat
    client.post(url_of("link_send", who=None, lineage=None), {"user": technician.pk, "who": "uno"})
    assert ReportLink.objects.filter(revoked_at=None).count() == 1
    assert client.post(url_of("link_send", who=None, lineage=None), {"user": "x", "who": "uno"}).status_code == 404


def test_the_list_costs_the_same_for_many(
    reporting, technician, secretariat, login, url_of, django_assert_max_num_queries
):
    client = login(secretariat)
    where = url_of("link_list", who=None, lineage=None)
    with django_assert_max_num_queries(20) as few:
        client.get(where)
    for number in range(15):
        user = make_user(f"mas-{number}")
        give_role(user, reporting.network, Role.TECHNICIAN, reporting.other)
        link_send(period=reporting.period, member=reporting.other, user=user, by=secretariat)
    with django_assert_max_num_queries(len(few)):
        client.get(where)
