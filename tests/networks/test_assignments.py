"""Giving and withdrawing roles, and the invitation that goes with them."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from networks.models import Assignment, Role, User
from networks.services.records import assignment_give, assignment_withdraw, free_username
from tests.factories import give_role, make_member, make_network, make_user

SITE = "https://trama.example.org"


@pytest.fixture
def give(network, secretariat, django_capture_on_commit_callbacks):
    def _give(**fields):
        fields = {"email": "ana@example.org", "role": Role.OBSERVER, "member": None, **fields}
        with django_capture_on_commit_callbacks(execute=True):
            return assignment_give(network=network, given_by=secretariat, site=SITE, **fields)

    return _give


def test_somebody_new_gets_an_account_and_a_personal_link(give, mailoutbox, client) -> None:
    given = give(first_name="Ana")
    assert not given.user.has_usable_password()
    [message] = mailoutbox
    assert message.to == ["ana@example.org"]
    link = re.search(rf"{SITE}(/cuentas/password/reset/key/\S+)", message.body)[1]
    page = client.get(link, follow=True)
    form = {"password1": "hilos-y-nudos-9", "password2": "hilos-y-nudos-9"}
    client.post(page.redirect_chain[-1][0], form)
    given.user.refresh_from_db()
    assert given.user.check_password("hilos-y-nudos-9")


def test_somebody_with_an_account_keeps_it(give, mailoutbox) -> None:
    user = make_user("berta")
    assert give(email="BERTA@example.org").user == user
    assert User.objects.filter(email__iexact=user.email).count() == 1
    assert "/password/" not in mailoutbox[0].body
    assert f"{SITE}/redes/alfa/" in mailoutbox[0].body


def test_the_same_role_twice_is_refused_in_words(give) -> None:
    give()
    with pytest.raises(ValidationError, match="ya tiene ese rol"):
        give()


def test_a_role_for_a_member_of_another_network_is_refused(give) -> None:
    stranger = make_member(make_network("beta"), "x")
    with pytest.raises(ValidationError, match="de otra red"):
        give(role=Role.TECHNICIAN, member=stranger)


def test_nothing_is_sent_when_nothing_was_saved(network, secretariat, mailoutbox) -> None:
    member = make_member(network, "dos")
    with pytest.raises(ValidationError):
        assignment_give(
            network=network,
            given_by=secretariat,
            site=SITE,
            email="a@example.org",
            role=Role.OBSERVER,
            member=member,
        )
    assert not mailoutbox
    assert not User.objects.filter(email="a@example.org").exists()


def test_the_last_secretariat_stays(network, secretariat) -> None:
    only = Assignment.objects.get(user=secretariat)
    with pytest.raises(ValidationError, match="única secretaría"):
        assignment_withdraw(assignment=only)
    give_role(make_user(), network, Role.SECRETARIAT)
    assignment_withdraw(assignment=only)
    assert not Assignment.objects.filter(user=secretariat).exists()


def test_a_withdrawn_role_leaves_a_trace(network, secretariat, login) -> None:
    given = give_role(make_user("clara"), network, Role.OBSERVER)
    login(secretariat).post(reverse("networks:assignment_delete", kwargs={"slug": "alfa", "pk": given.pk}))
    trace = Assignment.history.filter(user=given.user, history_type="-").get()
    assert trace.history_user == secretariat


def test_inviting_in_the_browser(secretariat, login, member) -> None:
    client = login(secretariat)
    form = {"email": "dora@example.org", "role": "technician", "member": member.pk}
    response = client.post(reverse("networks:assignment_create", kwargs={"slug": "alfa"}), form, follow=True)
    assert "dora@example.org" in response.content.decode()
    assert Assignment.objects.filter(user__email="dora@example.org", member=member).exists()


def test_members_of_other_networks_cannot_be_chosen(secretariat, login) -> None:
    stranger = make_member(make_network("beta"), "x")
    form = {"email": "dora@example.org", "role": "technician", "member": stranger.pk}
    response = login(secretariat).post(reverse("networks:assignment_create", kwargs={"slug": "alfa"}), form)
    assert response.context["form"].errors["member"]
    assert not User.objects.filter(email="dora@example.org").exists()


def test_user_names_are_free(db) -> None:
    make_user("eva-luz")
    assert free_username("eva.luz@example.org") == "eva-luz-2"
    assert free_username("niña@example.org") == "nina"
