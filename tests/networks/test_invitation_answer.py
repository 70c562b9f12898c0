"""What an invitation's personal link opens, and what an answer leaves behind."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from networks.models import Contact, Invitation, Network
from networks.selectors.roster import roster_counts
from networks.services.invitations import InvitationClosed, invitation_accept
from tests.factories import make_member, make_network, make_user

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
NOW = timezone.now()


def page(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def invitation(network, member) -> Invitation:
    return Invitation.objects.create(
        network=network,
        email="invitada@example.org",
        name="Jefatura de Archivo",
        member=member,
        message="Súmese",
        expires_on=TODAY,
    )


@pytest.fixture
def url(invitation) -> str:
    return reverse("networks:invitation_answer", kwargs={"token": invitation.token})


@pytest.fixture
def yes(member) -> dict[str, object]:
    return {
        "respuesta": "si",
        "name": "Jefatura de Archivo",
        "member": member.pk,
        "post": "Jefa de departamento",
        "post_level": "middle",
        "sex": "female",
        "phone": "33 1234",
        "consent": "on",
    }


def test_a_look_shows_what_is_asked_and_answers_nothing(client, url, invitation, network):
    response = client.get(url)
    words = page(response)
    assert "Le invitan a formar parte de Red alfa" in words
    assert "Súmese" in words
    assert 'value="Jefatura de Archivo"' in words
    assert (response["Referrer-Policy"], response["Cache-Control"]) == ("same-origin", "private, no-store")
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    invitation.refresh_from_db()
    assert invitation.opened_at
    assert (invitation.accepted_at, invitation.contact) == (None, None)
    assert not Contact.objects.exists()


def test_accepting_makes_her_part_of_the_network(client, url, invitation, member, yes, network):
    response = client.post(url, yes)
    assert response.url == url
    assert "Ya forma parte de Red alfa" in page(client.get(url))
    contact = Contact.objects.get()
    assert (contact.name, contact.post, contact.post_level, contact.sex, contact.phone) == (
        "Jefatura de Archivo",
        "Jefa de departamento",
        "middle",
        "female",
        "33 1234",
    )
    assert (contact.member, contact.email, contact.joined_on) == (member, "invitada@example.org", TODAY)
    assert contact.confirmed_at
    assert "archivo" in contact.folded
    invitation.refresh_from_db()
    assert invitation.contact == contact
    assert invitation.accepted_at
    assert roster_counts(network, TODAY).people == 1


def test_only_its_own_page_answers(url, yes):
    client = Client(enforce_csrf_checks=True)
    token = client.get(url).context["csrf_token"]
    assert client.post(url, yes).status_code == 403
    elsewhere = {"Origin": "https://example.com"}
    assert client.post(url, {**yes, "csrfmiddlewaretoken": str(token)}, headers=elsewhere).status_code == 403
    assert not Contact.objects.exists()
    own = {"Origin": "http://testserver"}
    assert client.post(url, {**yes, "csrfmiddlewaretoken": str(token)}, headers=own).status_code == 302
    assert Contact.objects.get().joined_on == TODAY


def test_an_address_that_tries_many_links_has_to_wait(client, url, invitation, monkeypatch):
    monkeypatch.setattr("networks.views.personal_links.MOST_A_MINUTE", 2)
    wrong = reverse("networks:invitation_answer", kwargs={"token": "a" * 43})
    statuses = [client.get(wrong, REMOTE_ADDR="192.0.2.7").status_code for _ in range(3)]
    assert statuses == [404, 404, 429]
    response = client.get(url, REMOTE_ADDR="192.0.2.7")
    assert response.status_code == 429
    assert "Espere un minuto" in page(response)
    assert response["Cache-Control"] == "private, no-store"
    invitation.refresh_from_db()
    assert invitation.opened_at is None


def test_the_day_is_the_network_s_own(client, url, yes, network, invitation):
    """On the other side of the date line it is another day."""
    network.time_zone = "Pacific/Kiritimati" if timezone.now().hour >= 10 else "Pacific/Pago_Pago"
    network.save()
    invitation.expires_on = TODAY + datetime.timedelta(days=2)
    invitation.save()
    client.post(url, yes)
    from networks.days import local_today

    assert Contact.objects.get().joined_on == local_today(network)
    assert local_today(network) != timezone.now().date()


def test_two_tabs_are_one_contact(client, url, yes, invitation, member):
    other_tab = Invitation.objects.get()
    client.post(url, yes)
    assert page(client.get(client.post(url, {**yes, "name": "Otra"}).headers.get("Location", url)))
    given = {"name": "Otra", "post": "", "post_level": "senior", "sex": "", "phone": ""}
    with pytest.raises(InvitationClosed):
        invitation_accept(invitation=other_tab, member=member, **given)
    assert [one.name for one in Contact.objects.all()] == ["Jefatura de Archivo"]


def test_what_expired_while_she_wrote_is_not_accepted(invitation, member):
    invitation.expires_on = TODAY - datetime.timedelta(days=1)
    invitation.save()
    given = {"name": "Otra", "post": "", "post_level": "senior", "sex": "", "phone": ""}
    with pytest.raises(InvitationClosed):
        invitation_accept(invitation=invitation, member=member, **given)
    assert not Contact.objects.exists()


def test_who_is_in_the_directory_is_brought_up_to_date(client, url, yes, network, member):
    other = make_member(network, "dos")
    known = Contact.objects.create(
        member=other, name="Vieja", email="Invitada@Example.org", phone="1", joined_on=datetime.date(2018, 1, 1)
    )
    elsewhere = make_member(make_network("beta"))
    Contact.objects.create(member=elsewhere, name="Otra", email="invitada@example.org")
    client.post(url, {**yes, "phone": "", "sex": ""})
    known.refresh_from_db()
    assert (known.name, known.member, known.post_level) == ("Jefatura de Archivo", member, "middle")
    assert (known.phone, known.joined_on) == ("1", datetime.date(2018, 1, 1)), "what she left empty says nothing"
    assert Contact.objects.count() == 2
    assert Contact.objects.get(member=elsewhere).name == "Otra"


def test_who_left_office_is_somebody_new(client, url, yes, member):
    gone = {"email": "invitada@example.org", "valid_to_on": TODAY - datetime.timedelta(days=1)}
    Contact.objects.create(member=member, name="La de antes", **gone)
    client.post(url, yes)
    assert Contact.objects.filter(joined_on=TODAY).count() == 1
    assert Contact.objects.get(name="La de antes").joined_on is None


def test_her_account_is_tied_to_her(client, url, yes):
    user = make_user("invitada")
    client.post(url, yes)
    assert Contact.objects.get().user == user


def test_declining_keeps_why_and_nothing_else(client, url, invitation):
    client.post(url, {"respuesta": "no", "reason": "Dejo el cargo"})
    assert "Su respuesta quedó registrada" in page(client.get(url))
    invitation.refresh_from_db()
    assert (invitation.declined_reason, invitation.accepted_at) == ("Dejo el cargo", None)
    assert invitation.declined_at
    assert not Contact.objects.exists()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"consent": ""}, "Sin su acuerdo la red no puede guardar sus datos"),
        ({"name": ""}, "obligatorio"),
        ({"post_level": ""}, "obligatorio"),
        ({"post_level": "queen"}, "no es una de las opciones"),
        ({"member": "999999"}, "Escoja una opción"),
        ({"name": "x" * 201}, "200"),
        ({"phone": "1\x00"}, "U+0000"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(client, url, yes, change, said):
    response = client.post(url, {**yes, **change})
    words = page(response)
    assert response.status_code == 200
    assert said in words
    assert "Jefa de departamento" in words
    assert response["Referrer-Policy"] == "same-origin"
    assert not Contact.objects.exists()


def test_a_unit_of_another_network_is_no_choice(client, url, yes):
    stranger = make_member(make_network("beta"), "ajena")
    assert "Integrante ajena" not in page(client.get(url))
    client.post(url, {**yes, "member": stranger.pk})
    assert not Contact.objects.exists()


def test_a_reason_too_long_comes_back(client, url, invitation):
    response = client.post(url, {"respuesta": "no", "reason": "x" * 501})
    assert "500" in page(response)
    invitation.refresh_from_db()
    assert invitation.declined_at is None


@pytest.mark.parametrize(
    ("fields", "status", "said"),
    [
        ({"expires_on": TODAY - datetime.timedelta(days=1)}, 410, "La invitación venció"),
        ({"revoked_at": NOW}, 410, "La invitación se retiró"),
        ({"accepted_at": NOW}, 200, "Ya forma parte de Red alfa"),
        ({"declined_at": NOW}, 200, "Declinó la invitación el"),
    ],
)
def test_a_link_that_takes_no_answer_says_why(client, url, yes, invitation, fields, status, said):
    Invitation.objects.filter(pk=invitation.pk).update(**fields)
    for response in (client.get(url), client.post(url, yes)):
        assert response.status_code == status
        assert said in page(response)
        assert response["Cache-Control"] == "private, no-store"
    assert not Contact.objects.exists()


def test_a_link_nobody_made(client, db):
    for token in ("x", "A" * 43):
        response = client.get(reverse("networks:invitation_answer", kwargs={"token": token}))
        assert response.status_code == 404
        assert "Este enlace no abre ninguna invitación" in page(response)
        assert response["X-Robots-Tag"] == "noindex, nofollow"


def test_closed_while_she_wrote(client, url, yes, invitation, monkeypatch):
    """Withdrawn between the page and her answer, past the first look."""

    def withdrawn(**_given):
        Invitation.objects.filter(pk=invitation.pk).update(revoked_at=NOW)
        raise InvitationClosed(invitation)

    monkeypatch.setattr("networks.views.invitations.invitation_accept", withdrawn)
    response = client.post(url, yes, follow=True)
    assert response.status_code == 410
    assert "La invitación se retiró" in page(response)


def test_a_head_opens_nothing(client, url, invitation):
    client.head(url)
    invitation.refresh_from_db()
    assert invitation.opened_at is None
    assert Network.objects.count() == 1
