"""Two people on the same row: the second is told, keeps her text, and may save over it knowingly."""

from __future__ import annotations

import threading
import time

import pytest
from django.db import OperationalError, connection

from networks.models import ConflictError
from plans import services
from plans.models import Activity, Deliverable, Eje, VersionStatus
from tests.conftest import CheckingClient
from tests.factories import make_plan
from tests.plans.editing import activity_data, url


@pytest.fixture
def draft(network):
    return make_plan(network, (40, 60), status=VersionStatus.DRAFT)


@pytest.fixture
def two(coordinator, secretariat):
    clients = CheckingClient(), CheckingClient()
    for client, user in zip(clients, (coordinator, secretariat), strict=True):
        client.force_login(user)
    return clients


@pytest.mark.django_db
def test_the_second_keeps_her_text_and_sees_the_others(two, draft):
    first, second = two
    activity = draft.ejes.get().activities.first()
    address = url("activity_update", draft, pk=activity.pk)
    assert first.post(address, activity_data(code="1.1", title="Versión de una")).status_code == 302
    mine = activity_data(
        code="1.1", title="Versión de otra", totals={"deliverables": 1}, **{"deliverables-0-title": "Guía"}
    )
    response = second.post(address, mine)
    html = response.content.decode()
    assert response.status_code == 409
    assert "Otra persona guardó cambios" in html
    assert "Versión de una" in html
    assert html.count("Versión de otra") == 2
    assert 'name="revision" value="2"' in html
    activity.refresh_from_db()
    assert activity.title == "Versión de una"
    assert not activity.deliverables.exists()
    assert second.post(address, {**mine, "revision": "2"}).status_code == 302
    activity.refresh_from_db()
    assert activity.title == "Versión de otra"


@pytest.mark.django_db
def test_a_row_the_other_deleted_is_written_again_knowingly(two, draft):
    first, second = two
    activity = draft.ejes.get().activities.first()
    product = Deliverable.objects.create(activity=activity, title="Memoria")
    address = url("activity_update", draft, pk=activity.pk)
    row = {"deliverables-0-pk": product.pk, "deliverables-0-title": "Memoria"}
    mine = activity_data(code="1.1", totals={"deliverables": 1}, **row)
    first.post(address, {**mine, "deliverables-0-DELETE": "on"})
    assert second.post(address, mine).status_code == 409
    assert second.post(address, {**mine, "revision": "2"}).status_code == 302
    assert activity.deliverables.get().title == "Memoria"


@pytest.mark.django_db
def test_ejes_objectives_and_plans_too(two, draft):
    first, second = two
    eje = draft.ejes.get()
    address = url("eje_update", draft, pk=eje.pk)
    first.post(address, {"code": "1", "title": "Una", "revision": "1"})
    response = second.post(address, {"code": "1", "title": "Otra", "revision": "1"})
    assert response.status_code == 409
    assert "Una" in response.content.decode()
    plan = {"title": "Plan A", "first_year": "2024", "last_year": "2024", "revision": "1"}
    first.post(url("plan_update", draft), plan)
    assert second.post(url("plan_update", draft), {**plan, "title": "Plan B"}).status_code == 409
    draft.plan.refresh_from_db()
    assert draft.plan.title == "Plan A"


@pytest.mark.django_db
def test_a_form_without_revision_never_wins(two, draft):
    activity = draft.ejes.get().activities.first()
    data = activity_data(code="1.1")
    del data["revision"]
    assert two[0].post(url("activity_update", draft, pk=activity.pk), data).status_code == 409


@pytest.mark.django_db
def test_weights_all_or_nothing(two, draft):
    first, second = two
    eje = draft.ejes.get()
    one, other = eje.activities.all()
    address = url("eje_weights", draft, pk=eje.pk)

    def data(a, b, revision=1):
        return {
            f"weight-{one.pk}": a,
            f"weight-{other.pk}": b,
            f"revision-{one.pk}": revision,
            f"revision-{other.pk}": revision,
        }

    assert first.post(address, data("50", "50")).status_code == 302
    response = second.post(address, data("30", "70"))
    html = response.content.decode()
    assert response.status_code == 409
    assert 'value="30"' in html
    assert "ahora hay 50,00" in html
    assert sorted(eje.activities.values_list("weight", flat=True)) == [50, 50]
    assert second.post(address, data("30", "70", revision=2)).status_code == 302
    assert sorted(eje.activities.values_list("weight", flat=True)) == [30, 70]


def patiently(call):
    """A database in memory, shared by threads, answers «locked» at once instead of waiting."""
    while True:
        try:
            return call()
        except OperationalError as error:
            if "locked" not in str(error):
                raise
            time.sleep(0.01)


@pytest.mark.django_db(transaction=True)
def test_at_the_same_moment_one_of_them_is_told(network):
    """The revision is compared inside the UPDATE: of eight saves that read the same one, seven are told."""
    eje = make_plan(network, status=VersionStatus.DRAFT).ejes.get()
    ready, outcomes = threading.Barrier(8), []

    def save(number: int) -> None:
        mine = patiently(lambda: Eje.objects.get(pk=eje.pk))
        mine.title = f"Título {number}"
        ready.wait()
        try:
            patiently(lambda: services.eje_save(eje=mine, revision=1))
            outcomes.append("saved")
        except ConflictError:
            outcomes.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=[number]) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["saved"] + ["told"] * 7
    eje.refresh_from_db()
    assert eje.revision == 2
    assert Activity.objects.filter(eje=eje).count() == 2


@pytest.mark.django_db
def test_what_was_written_on_a_deleted_row_is_given_back(two, draft):
    first, second = two
    activity = draft.ejes.get().activities.first()
    address = url("activity_update", draft, pk=activity.pk)
    first.post(url("activity_delete", draft, pk=activity.pk), {"revision": activity.revision})
    response = second.post(address, activity_data(code="1.1", title="Lo que yo escribí"))
    assert response.status_code == 409
    assert "Lo que yo escribí" in response.content.decode()
    assert second.get(address).status_code == 404
