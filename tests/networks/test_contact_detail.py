"""One contact's page, and who takes over from whom."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from networks.models import ActionArea, Contact
from networks.services.directory import Relief, contact_save, contact_succeed, team_succeed
from tests.factories import make_network
from tests.networks.people import make_contact, make_country

DAY = datetime.date(2024, 6, 30)


def url(name: str, **kwargs) -> str:
    return reverse(f"networks:{name}", kwargs={"slug": "alfa", **kwargs})


def test_a_relief_ends_one_and_begins_the_other(member) -> None:
    before = make_contact(member, "Saliente", "Atención", post="Titular", rank="alternate", post_level="senior")
    after = contact_succeed(contact=before, left_on=DAY, successor=Contact(name="Entrante", post="Titular"))
    before.refresh_from_db()
    assert before.valid_to_on == DAY
    assert (after.succeeds, after.member, after.rank, after.post_level) == (before, member, "alternate", "senior")
    assert after.valid_from_on == DAY + datetime.timedelta(days=1)
    assert [area.name for area in after.areas.all()] == ["Atención"]


def test_nobody_is_relieved_twice(member) -> None:
    before = make_contact(member, "Saliente")
    contact_succeed(contact=before, left_on=DAY, successor=Contact(name="Entrante"))
    with pytest.raises(ValidationError, match="ya dejó el cargo el 30/06/2024"):
        contact_succeed(contact=before, left_on=DAY, successor=Contact(name="Otra"))
    assert Contact.objects.count() == 2


@pytest.mark.parametrize(
    ("left_on", "begins", "sentence"),
    [(datetime.date(2023, 1, 1), None, "no puede ser anterior"), (DAY, DAY, "después del último día")],
)
def test_days_out_of_order_change_nothing(left_on, begins, sentence, member) -> None:
    before = make_contact(member, "Saliente", valid_from_on=datetime.date(2024, 1, 1))
    with pytest.raises(ValidationError, match=sentence):
        contact_succeed(contact=before, left_on=left_on, successor=Contact(name="E", valid_from_on=begins))
    before.refresh_from_db()
    assert before.valid_to_on is None
    assert Contact.objects.count() == 1


def test_a_team_changes_whole_or_not_at_all(member) -> None:
    one, two = make_contact(member, "Uno"), make_contact(member, "Dos", valid_to_on=datetime.date(2020, 1, 1))
    with pytest.raises(ValidationError):
        team_succeed(reliefs=[Relief(one, Contact(name="Nueva")), Relief(two)], left_on=DAY)
    one.refresh_from_db()
    assert one.valid_to_on is None
    assert Contact.objects.count() == 2


def test_the_page_makes_the_relief(member, secretariat, login) -> None:
    before = make_contact(member, "Saliente", post="Titular")
    form = {"left_on": "2024-06-30", "name": "Entrante", "post": "Titular", "email": "entrante@example.org"}
    response = login(secretariat).post(url("contact_succeed", pk=before.pk), form, follow=True)
    after = Contact.objects.get(name="Entrante")
    assert response.redirect_chain[-1][0] == url("contact_detail", pk=after.pk)
    line = [(held.contact.name, held.is_this) for held in response.context["line"]]
    assert line == [("Entrante", True), ("Saliente", False)]
    assert after.history.first().history_user == secretariat
    again = login(secretariat).post(url("contact_succeed", pk=before.pk), form)
    assert again.status_code == 422
    assert "ya dejó el cargo" in again.content.decode()


def test_a_whole_team_on_one_page(member, secretariat, login) -> None:
    stays, goes, vacant = (make_contact(member, name) for name in ("Queda", "Sale", "Vacante"))
    form = {"left_on": "2024-06-30"}
    for contact in (stays, goes, vacant):
        form |= {f"c{contact.pk}-what": "stays" if contact is stays else "leaves", f"c{contact.pk}-name": ""}
    form[f"c{goes.pk}-name"] = "Entra"
    login(secretariat).post(url("team_succeed", code="uno"), form)
    ends = dict(Contact.objects.values_list("name", "valid_to_on"))
    assert ends == {"Queda": None, "Sale": DAY, "Vacante": DAY, "Entra": None}


def test_a_name_beside_who_stays_is_asked_about(member, secretariat, login) -> None:
    contact = make_contact(member, "Queda")
    form = {"left_on": "2024-06-30", f"c{contact.pk}-what": "stays", f"c{contact.pk}-name": "Alguien"}
    response = login(secretariat).post(url("team_succeed", code="uno"), form)
    assert response.status_code == 422
    assert "marque «se va»" in response.content.decode()
    assert Contact.objects.count() == 1


def test_what_was_changed_has_its_author_and_day(member, secretariat, observer, login) -> None:
    contact = make_contact(member, "Oficina", post="Antes")
    form = {"member": member.pk, "name": "Oficina", "post": "Después", "rank": "principal"}
    login(secretariat).post(url("contact_update", pk=contact.pk), form)
    response = login(observer).get(url("contact_detail", pk=contact.pk))
    change, made = response.context["changes"]
    assert change.by == str(secretariat)
    assert change.lines == [("Cargo", "Antes", "Después")]
    assert made.title == "Se creó"
    assert made.lines == []


def test_the_page_costs_the_same_after_many_changes(
    member, observer, login, django_assert_max_num_queries
) -> None:
    contact = make_contact(member, "Oficina", "Atención")
    for number in range(70):
        contact.post = f"Cargo {number}"
        contact.save()
    client = login(observer)
    with django_assert_max_num_queries(9):
        response = client.get(url("contact_detail", pk=contact.pk))
    assert len(response.context["changes"]) == 50


def test_contacts_of_another_network_are_absent(secretariat, login) -> None:
    stranger = make_contact(make_country(make_network("beta"), "pe", "Perú"), "Ajena")
    for name in ("contact_detail", "contact_update", "contact_succeed", "contact_delete"):
        assert login(secretariat).get(url(name, pk=stranger.pk)).status_code == 404
    assert login(secretariat).get(url("team_succeed", code="pe")).status_code == 404


def test_an_area_of_another_network_is_refused(member) -> None:
    stranger = ActionArea.objects.create(network=make_network("beta"), name="Ajena")
    with pytest.raises(ValidationError, match="de otra red"):
        contact_save(contact=Contact(member=member, name="Oficina"), areas=[stranger])
    assert not Contact.objects.exists()


def test_what_is_saved_is_found(member) -> None:
    contact = make_contact(member, "Ñusta", post="Dirección")
    assert contact.folded == "nusta direccion"
    contact.post = "Jefatura"
    contact.save(update_fields=["post"])
    contact.refresh_from_db()
    assert contact.folded == "nusta jefatura"
