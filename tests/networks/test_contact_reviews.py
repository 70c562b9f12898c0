"""«¿Siguen siendo estos sus datos?»: asked once a year, answered by a link, taken over by the secretariat."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from monitoring.models import ItemKind, OutboxMessage
from networks.models import Contact, ContactReview, Network
from networks.services.contact_reviews import (
    contacts_ask,
    contacts_ask_due,
    review_answer,
    review_apply,
    review_of,
    review_token,
)
from tests.factories import make_network
from tests.networks.people import make_contact, make_country

TODAY = timezone.localdate()


@pytest.fixture
def contact(member) -> Contact:
    return make_contact(member, "Oficina", "Atención", post="Titular", email="oficina@example.org", phone="1")


@pytest.fixture
def review(network, contact) -> ContactReview:
    contacts_ask(network=network, contacts=[contact])
    return contact.reviews.get()


def page(review: ContactReview) -> str:
    return reverse("networks:my_data", args=[review_token(review)])


def age(review: ContactReview, **ago) -> None:
    ContactReview.objects.filter(pk=review.pk).update(asked_at=timezone.now() - datetime.timedelta(**ago))


def test_each_who_can_be_reached_is_asked_once(network, member, contact) -> None:
    make_contact(member, "Sin correo")
    make_contact(member, "Antes", email="antes@example.org", valid_to_on=TODAY - datetime.timedelta(days=1))
    make_contact(make_country(make_network("beta"), "pe", "Perú"), "Ajena", email="ajena@example.org")
    assert contacts_ask_due(network=network, day=TODAY) == 1
    assert contacts_ask_due(network=network, day=TODAY) == 0
    [message] = OutboxMessage.objects.all()
    assert message.to == "oficina@example.org"
    assert page(contact.reviews.get()) in message.body
    assert message.items.get().kind == ItemKind.CONTACT


@pytest.mark.parametrize(("days", "asked"), [(299, 0), (302, 1)])
def test_again_after_three_hundred_days(days, asked, network, review) -> None:
    age(review, days=days)
    assert contacts_ask_due(network=network, day=TODAY) == asked


def test_two_clicks_ask_once(network, contact, review) -> None:
    assert contacts_ask(network=network, contacts=[contact]) == 0
    age(review, hours=2)
    assert contacts_ask(network=network, contacts=[contact]) == 1


def test_the_mail_speaks_the_network_s_language(network, contact) -> None:
    Network.objects.update(languages=["pt-br", "es"])
    contacts_ask(network=Network.objects.get(pk=network.pk), contacts=[contact])
    assert OutboxMessage.objects.get().language == "pt-br"


# -- her page -------------------------------------------------------------------------------------------------


def test_opening_the_link_answers_nothing(review, client) -> None:
    response = client.get(page(review))
    assert "oficina@example.org" in response.content.decode()
    assert response["Referrer-Policy"] == "same-origin"
    assert "no-store" in response["Cache-Control"]
    assert "noindex" in response["X-Robots-Tag"]
    client.head(page(review))
    review.refresh_from_db()
    assert review.answer == ""
    assert review.contact.confirmed_at is None


def test_one_click_confirms(review, contact, client) -> None:
    response = client.post(page(review), {"answer": "same"}, follow=True)
    assert "Quedó anotado" in response.content.decode()
    contact.refresh_from_db()
    review.refresh_from_db()
    assert contact.confirmed_at == review.answered_at
    assert contact.history.first().history_user is None


def test_a_second_answer_changes_nothing(review, contact, client) -> None:
    client.post(page(review), {"answer": "same"})
    client.post(page(review), {"answer": "left", "ahora-name": "Otra"})
    review.refresh_from_db()
    assert (review.answer, review.changes) == ("same", {})


def test_new_data_wait_for_the_secretariat(review, contact, client, secretariat) -> None:
    area = contact.areas.get()
    form = {
        "nuevo-post": "Directora",
        "nuevo-phone": "1",
        "nuevo-email": "nueva@example.org",
        "nuevo-areas": area.pk,
    }
    client.post(page(review), {"answer": "changed", **form})
    contact.refresh_from_db()
    assert contact.post == "Titular"
    review.refresh_from_db()
    assert review.changes == {"post": "Directora", "email": "nueva@example.org"}
    review_apply(review=review, by=secretariat)
    contact.refresh_from_db()
    assert (contact.post, contact.email, contact.phone) == ("Directora", "nueva@example.org", "1")
    assert contact.confirmed_at == review.answered_at
    with pytest.raises(ValidationError, match="ya fue atendida"):
        review_apply(review=review, by=secretariat)


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"answer": "changed", "nuevo-post": "Titular", "nuevo-phone": "1"}, "No cambió ningún dato"),
        ({"answer": "changed", "nuevo-email": "no es un correo"}, "correo electrónico válid"),
        ({"answer": "left", "ahora-email": "x@example.org"}, "Diga el nombre"),
    ],
)
def test_a_wrong_form_comes_back_with_its_sentence(form, sentence, review, contact, client) -> None:
    if "No cambió" in sentence:
        form = {**form, "nuevo-email": contact.email, "nuevo-areas": contact.areas.get().pk}
    response = client.post(page(review), form)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    review.refresh_from_db()
    assert review.answer == ""


def test_who_left_is_relieved_with_one_click(review, contact, client, secretariat) -> None:
    client.post(page(review), {"answer": "left", "ahora-name": "Entrante", "ahora-email": "entra@example.org"})
    review.refresh_from_db()
    review_apply(review=review, by=secretariat)
    contact.refresh_from_db()
    after = Contact.objects.get(name="Entrante")
    assert contact.valid_to_on is not None
    assert (after.succeeds, after.post, after.email) == (contact, "Titular", "entra@example.org")


def test_a_link_is_over(network, contact, review, client) -> None:
    def gone() -> bool:
        response = client.get(page(review))
        assert "oficina@example.org" not in response.content.decode() or response.status_code == 200
        return response.status_code == 410

    assert not gone()
    age(review, days=61)
    assert gone()
    age(review, hours=2)
    assert not gone()
    contacts_ask(network=network, contacts=[contact])
    assert gone()
    ContactReview.objects.exclude(pk=review.pk).delete()
    Contact.objects.filter(pk=contact.pk).update(email="otra@example.org")
    assert gone()
    Contact.objects.filter(pk=contact.pk).update(
        email="oficina@example.org", valid_to_on=datetime.date(2020, 1, 1)
    )
    assert gone()


@pytest.mark.parametrize("token", ["1.x", "x", "1", "99999999999999999999.abc"])
def test_a_made_up_link_says_one_thing(token, review, client) -> None:
    response = client.get(reverse("networks:my_data", args=[token]))
    assert response.status_code == 410
    assert "Este enlace ya no sirve" in response.content.decode()
    assert review_of(review_token(review)) == review


def test_too_many_visits_wait(review, client) -> None:
    answers = [client.get(page(review)).status_code for _ in range(61)]
    assert answers[:60] == [200] * 60
    assert answers[60] == 429


def test_an_old_answer_is_refused_when_a_newer_question_was_sent(network, contact, review) -> None:
    from networks.services.contact_reviews import AlreadyAnsweredError

    age(review, hours=2)
    contacts_ask(network=network, contacts=[contact])
    with pytest.raises(AlreadyAnsweredError):
        review_answer(review=review, answer="same")


# -- the secretariat's page -----------------------------------------------------------------------------------


def url(name: str, **kwargs) -> str:
    return reverse(f"networks:{name}", kwargs={"slug": "alfa", **kwargs})


def test_the_page_counts_and_applies(network, member, secretariat, login) -> None:
    people = [make_contact(member, f"C{n}", email=f"c{n}@example.org") for n in range(4)]
    client = login(secretariat)
    client.post(url("contact_review_ask"))
    one, two, three, _silent = (person.reviews.get() for person in people)
    review_answer(review=one, answer="same")
    review_answer(review=two, answer="changed", changes={"post": "Nuevo"})
    review_answer(review=three, answer="left")
    response = client.get(url("contact_review_list"))
    assert [n for _key, _words, n in response.context["states"]] == [2, 1, 1, 0]
    assert "Nuevo" in response.content.decode()
    for wrong in ("", "ayer", "2026-01-01", "0001-01-01T00:00:00+14:00", "2020-01-01T00:00:00+00:00"):
        client.post(url("contact_review_apply_all"), {"seen": wrong})
    assert Contact.objects.get(pk=people[1].pk).post != "Nuevo", "she was not shown it"
    client.post(url("contact_review_apply_all"), {"seen": response.context["now"]})
    assert Contact.objects.get(pk=people[1].pk).post == "Nuevo"
    assert Contact.objects.get(pk=people[2].pk).valid_to_on is not None
    response = client.get(url("contact_review_list"), {"estado": "atendidas"})
    assert [n for _key, _words, n in response.context["states"]] == [0, 1, 1, 2]


def test_an_answer_may_be_left_as_it_is(contact, review, secretariat, login) -> None:
    review_answer(review=review, answer="changed", changes={"post": "Falso"})
    login(secretariat).post(url("contact_review_apply", pk=review.pk), {"dismiss": "1"})
    contact.refresh_from_db()
    review.refresh_from_db()
    assert contact.post == "Titular"
    assert review.applied_by == secretariat


def test_answers_of_another_network_are_absent(secretariat, login) -> None:
    stranger = make_contact(make_country(make_network("beta"), "pe", "Perú"), "Ajena", email="a@example.org")
    review = ContactReview.objects.create(contact=stranger, sent_to="a@example.org", answer="changed")
    client = login(secretariat)
    assert client.post(url("contact_review_apply", pk=review.pk)).status_code == 404
    assert client.post(url("contact_review_ask"), {"contact": stranger.pk}).status_code == 404


def test_the_page_costs_the_same_for_few_and_many(member, secretariat, login, django_assert_num_queries) -> None:
    client, address = login(secretariat), url("contact_review_list")
    costs = []
    for count in (2, 40):
        for n in range(count):
            contact = make_contact(member, f"{count}-{n}", "Atención", email=f"c{count}-{n}@example.org")
            changes = {"post": "Nuevo", "areas": ["Atención"]}
            ContactReview.objects.create(
                contact=contact, sent_to="x@example.org", answer="changed", changes=changes
            )
        client.get(address)
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        costs.append(len(captured))
    assert costs[0] == costs[1]


# -- cron -----------------------------------------------------------------------------------------------------


def test_the_command_asks_in_the_network_s_month(network, contact, capsys) -> None:
    Network.objects.filter(pk=network.pk).update(contacts_month=3)
    call_command("contacts_ask", "--on", "2026-04-01")
    assert not ContactReview.objects.exists()
    call_command("contacts_ask", "--on", "2026-03-01", "--network", "alfa")
    assert ContactReview.objects.count() == 1
    assert "alfa: se preguntó a 1 persona." in capsys.readouterr().out
    call_command("contacts_ask", "--on", "2026-03-02")
    assert ContactReview.objects.count() == 1


@pytest.mark.parametrize(
    ("month", "said"), [(3, "alfa: no se preguntó a nadie, porque su mes es marzo"), (None, "no ha fijado un mes")]
)
def test_the_command_says_why_it_asked_nobody_of_the_network_it_was_given(
    month, said, network, contact, capsys
) -> None:
    Network.objects.filter(pk=network.pk).update(contacts_month=month)
    call_command("contacts_ask", "--on", "2026-04-01", "--network", "alfa")
    assert said in capsys.readouterr().out
    assert not ContactReview.objects.exists()
    call_command("contacts_ask", "--on", "2026-04-01")
    assert capsys.readouterr().out == ""


def test_the_command_names_the_networks_there_are(network) -> None:
    with pytest.raises(CommandError, match="alfa"):
        call_command("contacts_ask", "--network", "ausente")
