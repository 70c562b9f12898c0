"""The agenda: what each point concerns, what became of it, and what an earlier session left."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation

from monitoring.models import Acta, AgendaItem, Decision, FollowUp, Meeting
from monitoring.selectors.agenda import activity_groups, agenda_of, sessions_about
from monitoring.selectors.carrying import leftovers
from monitoring.services.agenda import agenda_item_save, agenda_outcomes_save
from monitoring.services.carrying import agenda_carry
from networks.models import MandatedFunction
from plans.models import VersionStatus
from tests.factories import make_activity, make_eje, make_meeting, make_network, make_period, make_version

APRIL, SEPTEMBER = datetime.date(2024, 4, 16), datetime.date(2024, 9, 3)


@pytest.fixture
def held(network) -> Meeting:
    return make_meeting(network, APRIL)


@pytest.fixture
def coming(network) -> Meeting:
    return make_meeting(network, SEPTEMBER, held_on=None)


@pytest.fixture
def activity(network):
    return make_activity(make_eje(make_version(network)), "1.1", title="Taller con jueces")


def point(meeting, title="Punto", functions=(), **fields) -> AgendaItem:
    return agenda_item_save(item=AgendaItem(meeting=meeting, title=title, **fields), functions=functions)


def url(name, meeting, **kwargs) -> str:
    return reverse(f"monitoring:{name}", kwargs={"slug": "alfa", "meeting": meeting.pk, **kwargs})


def supersede(version, on):
    """The next version, in force from that day."""
    version.status = VersionStatus.SUPERSEDED
    version.save()
    later = make_version(version.plan.network, number=2)
    later.in_force_from_on = on
    later.save()
    return later


def keys(meeting) -> list[str]:
    return [one.key for one in leftovers(meeting).proposals]


# -- activities -----------------------------------------------------------------------------------------------


def test_a_point_keeps_the_activities_it_concerns(held, activity, secretariat, login) -> None:
    client = login(secretariat)
    page = client.get(url("agenda_item_create", held)).content.decode()
    assert "1.1 Taller con jueces" in page
    client.post(url("agenda_item_create", held), {"title": "Punto", "activities": [str(activity.lineage)]})
    (row,) = AgendaItem.objects.get().activities.all()
    assert (row.activity_lineage, row.version) == (activity.lineage, activity.eje.version)
    shown = client.get(reverse("monitoring:meeting_detail", args=["alfa", held.pk])).content.decode()
    assert "Taller con jueces" in shown


def test_the_activities_are_of_the_version_in_force_that_day(network, held, activity) -> None:
    later = supersede(activity.eje.version, SEPTEMBER)
    make_activity(make_eje(later), "9.9", title="Nueva", lineage=activity.lineage)
    make_activity(make_eje(make_version(network, number=3, status=VersionStatus.DRAFT)), "8.8", title="Borrador")
    titles = [
        [one.title for group in activity_groups(network, day) for one in group.choices]
        for day in (APRIL, SEPTEMBER)
    ]
    assert titles == [["Taller con jueces"], ["Nueva"]]


def test_an_activity_ticked_before_stays_ticked_when_it_left_the_plan(network, held, activity, secretariat, login):
    point(held)
    item = AgendaItem.objects.get()
    agenda_item_save(item=item, functions=[], activities={activity.lineage: activity.eje.version})
    supersede(activity.eje.version, datetime.date(2024, 2, 1))
    client = login(secretariat)
    page = client.get(url("agenda_item_update", held, pk=item.pk)).content.decode()
    assert "De otra versión del plan" in page
    client.post(
        url("agenda_item_update", held, pk=item.pk), {"title": "Otro", "activities": [str(activity.lineage)]}
    )
    assert item.activities.get().version == activity.eje.version
    client.post(url("agenda_item_update", held, pk=item.pk), {"title": "Otro"})
    assert not item.activities.exists()


def test_another_networks_activity_is_refused(held, secretariat, login) -> None:
    strange = make_activity(make_eje(make_version(make_network("beta"))))
    with pytest.raises(ValidationError, match="otra red"):
        agenda_item_save(
            item=AgendaItem(meeting=held, title="Punto"),
            functions=[],
            activities={strange.lineage: strange.eje.version},
        )
    login(secretariat).post(url("agenda_item_create", held), {"title": "P", "activities": [str(strange.lineage)]})
    assert not AgendaItem.objects.exists()


def test_the_sessions_that_spoke_of_an_activity(
    network, held, coming, activity, member, secretariat, login
) -> None:
    version = activity.eje.version
    for meeting, title in ((held, "Primero"), (coming, "Segundo")):
        agenda_item_save(
            item=AgendaItem(meeting=meeting, title=title), functions=[], activities={activity.lineage: version}
        )
    assert [one.meeting for one in sessions_about(network, activity.lineage)] == [coming, held]
    make_period(network)
    where = {"slug": "alfa", "code": "2024-T1", "lineage": activity.lineage, "who": member.code}
    page = login(secretariat).get(reverse("monitoring:entry_edit", kwargs=where)).content.decode()
    assert "Sesiones que la trataron" in page
    assert "Primero" in page


def test_the_agenda_costs_the_same_for_few_points_and_many(held, activity, django_assert_max_num_queries) -> None:
    def cost() -> int:
        with django_assert_max_num_queries(50) as captured:
            agenda_of(Meeting.objects.get(pk=held.pk))
        return len(captured)

    def add() -> None:
        agenda_item_save(
            item=AgendaItem(meeting=held, title="Punto"),
            functions=[],
            activities={activity.lineage: activity.eje.version},
        )

    add()
    few = cost()
    for _number in range(10):
        add()
    assert cost() == few


# -- what became of each --------------------------------------------------------------------------------------


def test_outcomes_are_recorded_in_one_form(held, secretariat, login) -> None:
    done, left, silent = (point(held, title) for title in "ABC")
    data = {f"punto-{done.pk}": "treated", f"punto-{left.pk}": "postponed", f"punto-{silent.pk}": ""}
    assert login(secretariat).post(url("agenda_outcomes", held), data).status_code == 302
    assert list(held.agenda.order_by("order").values_list("outcome", flat=True)) == ["treated", "postponed", ""]


def test_a_session_that_was_not_held_has_no_outcomes(coming) -> None:
    item = point(coming)
    with pytest.raises(ValidationError, match="no se ha realizado"):
        agenda_outcomes_save(meeting=coming, outcomes={item.pk: "treated"})
    assert AgendaItem.objects.get().outcome == ""


def test_a_point_that_passed_to_another_session_was_not_treated(held, coming) -> None:
    item = point(held, outcome="postponed")
    agenda_carry(meeting=coming, chosen=[f"punto-{item.pk}"])
    with pytest.raises(ValidationError, match="ya pasó a otra sesión"):
        agenda_outcomes_save(meeting=held, outcomes={item.pk: "treated"})
    item.outcome = "treated"
    with pytest.raises(ValidationError, match="ya pasó a otra sesión"):
        agenda_item_save(item=item, functions=[])


def test_the_points_of_another_session_are_not_touched(held, coming) -> None:
    other = point(make_meeting(held.network, SEPTEMBER))
    agenda_outcomes_save(meeting=held, outcomes={other.pk: "treated"})
    assert AgendaItem.objects.get(pk=other.pk).outcome == ""


# -- what was left --------------------------------------------------------------------------------------------


def test_what_is_left_is_what_was_put_off_or_forgotten(held, coming) -> None:
    put_off = point(held, "Aplazado", outcome="postponed")
    point(held, "Tratado", outcome="treated")
    forgotten = point(held, "Sin anotar")
    unknown = make_meeting(held.network, APRIL)
    point(unknown, "De una sesión en la que no se anotó nada")
    assert keys(coming) == [f"punto-{put_off.pk}", f"punto-{forgotten.pk}"]


def test_the_agenda_of_a_cancelled_session_is_left(network, coming) -> None:
    cancelled = make_meeting(network, APRIL, held_on=None, cancelled_on=APRIL)
    item = point(cancelled)
    assert keys(coming) == [f"punto-{item.pk}"]


def test_what_is_left_is_carried_once_with_what_it_concerns(held, coming, activity) -> None:
    function = MandatedFunction.objects.create(network=held.network, number=1, title="Función")
    item = point(held, "Aplazado", [function], outcome="postponed", presenter="Secretaría", notes="Se habló poco")
    agenda_item_save(item=item, functions=[function], activities={activity.lineage: activity.eje.version})
    assert agenda_carry(meeting=coming, chosen=keys(coming)) == 1
    assert agenda_carry(meeting=coming, chosen=[f"punto-{item.pk}"]) == 0
    carried = coming.agenda.get()
    assert (carried.carried_from, carried.title, carried.presenter, carried.notes) == (
        item,
        "Aplazado",
        "Secretaría",
        "",
    )
    assert list(carried.functions.all()) == [function]
    assert carried.activities.get().activity_lineage == activity.lineage
    third = make_meeting(held.network, datetime.date(2024, 12, 1), held_on=None)
    assert keys(third) == []


def test_only_what_was_chosen_is_carried(held, coming) -> None:
    first, second = point(held, "Primero", outcome="postponed"), point(held, "Segundo", outcome="postponed")
    assert agenda_carry(meeting=coming, chosen=[f"punto-{second.pk}", "punto-0"]) == 1
    assert [item.title for item in coming.agenda.all()] == ["Segundo"]
    assert keys(coming) == [f"punto-{first.pk}"]


def test_a_carried_point_that_is_deleted_is_left_again(held, coming) -> None:
    item = point(held, outcome="postponed")
    agenda_carry(meeting=coming, chosen=keys(coming))
    coming.agenda.all().delete()
    assert keys(coming) == [f"punto-{item.pk}"]


def test_actas_wait_for_a_session_that_approves_them(held, coming) -> None:
    acta = Acta.objects.create(meeting=held, number="1/2024", body="Texto")
    assert keys(coming) == [f"acta-{acta.pk}"]
    agenda_carry(meeting=coming, chosen=keys(coming))
    assert coming.agenda.get().acta == acta
    assert keys(coming) == []
    acta.state, acta.approved_on = "approved", SEPTEMBER
    acta.save()
    coming.agenda.all().delete()
    assert keys(coming) == []


def test_open_follow_ups_are_offered_and_the_late_ones_come_ticked(held, coming, secretariat, login) -> None:
    decision = Decision.objects.create(meeting=held, body="Decisión")
    late = {"deadline_text": "mayo", "deadline_start_on": APRIL, "deadline_end_on": datetime.date(2024, 5, 31)}
    FollowUp.objects.create(decision=decision, body="Tarde", deadline_precision="month", **late)
    FollowUp.objects.create(decision=decision, body="Sin plazo")
    FollowUp.objects.create(decision=decision, body="Hecho", state="closed", closed_on=APRIL)
    found = {one.title: one.is_urgent for one in leftovers(coming).follow_ups}
    assert found == {"Seguimiento: Tarde": True, "Seguimiento: Sin plazo": False}
    agenda_carry(meeting=coming, chosen=keys(coming))
    assert keys(coming) == []


def test_functions_nobody_addressed_nor_will_are_offered(network, coming) -> None:
    make_period(network, "2024-T3")
    first, second = (MandatedFunction.objects.create(network=network, number=n, title=f"F{n}") for n in (1, 2))
    point(coming, "Ya está", [first])
    (one,) = leftovers(coming).functions
    assert one.functions == (second,)
    agenda_carry(meeting=coming, chosen=[one.key])
    assert not leftovers(coming).functions


def test_what_is_carried_is_said_in_the_networks_language(network, held, coming) -> None:
    make_period(network, "2024-T3")
    MandatedFunction.objects.create(network=network, number=1, title="Coordinar")
    Acta.objects.create(meeting=held, body="Texto")
    FollowUp.objects.create(decision=Decision.objects.create(meeting=held, body="Decisión"), body="Enviar")
    with translation.override("en"):
        agenda_carry(meeting=coming, chosen=keys(coming))
    assert list(coming.agenda.order_by("order").values_list("title", flat=True)) == [
        "Aprobación del acta de la sesión del 16/04/2024",
        "Seguimiento: Enviar",
        "Función 1: Coordinar",
    ]


def test_another_network_leaves_nothing_here(coming) -> None:
    other = make_meeting(make_network("beta"), APRIL)
    item = point(other, outcome="postponed")
    Acta.objects.create(meeting=other, body="Texto")
    FollowUp.objects.create(decision=Decision.objects.create(meeting=other, body="D"), body="Ajeno")
    assert keys(coming) == []
    assert agenda_carry(meeting=coming, chosen=[f"punto-{item.pk}"]) == 0


def test_a_new_session_is_offered_what_was_left(held, secretariat, login) -> None:
    point(held, "Quedó para después", outcome="postponed")
    client = login(secretariat)
    create = reverse("monitoring:meeting_create", kwargs={"slug": "alfa"})
    answer = client.post(create, {"kind": "ordinary", "programmed_on": "2099-03-01"}, follow=True)
    assert answer.redirect_chain[0][0].endswith("/orden/traer/")
    page = answer.content.decode()
    assert "Quedó para después" in page
    assert "Aplazado en la sesión del 16/04/2024" in page
    new = Meeting.objects.get(programmed_on="2099-03-01")
    client.post(url("agenda_carry", new), {"traer": keys(new)})
    assert new.agenda.get().title == "Quedó para después"


def test_nothing_is_carried_to_a_session_that_was_held(held) -> None:
    with pytest.raises(ValidationError, match="ya se realizó"):
        agenda_carry(meeting=held, chosen=[])


def test_what_is_left_costs_the_same_for_little_and_much(network, coming, django_assert_max_num_queries) -> None:
    def cost() -> int:
        with django_assert_max_num_queries(60) as captured:
            leftovers(Meeting.objects.select_related("network").get(pk=coming.pk))
        return len(captured)

    def add(number: int) -> None:
        meeting = make_meeting(network, APRIL + datetime.timedelta(days=number))
        point(meeting, f"Punto {number}", outcome="postponed")
        Acta.objects.create(meeting=meeting, body="Texto")
        FollowUp.objects.create(decision=Decision.objects.create(meeting=meeting, body="D"), body=f"S{number}")

    add(0)
    few = cost()
    for number in range(1, 9):
        add(number)
    assert cost() == few


def test_a_function_with_a_number_no_database_keeps(network, coming, secretariat, login) -> None:
    MandatedFunction.objects.create(network=network, number=1, title="Coordinar")
    posted = {"title": "Punto", "functions": ["9" * 30]}
    response = login(secretariat).post(url("agenda_item_create", coming), posted)
    assert "no es una de las opciones" in response.content.decode()
    assert not AgendaItem.objects.exists()
