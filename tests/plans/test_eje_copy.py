"""An eje copied into a draft: of the same plan, or of another one of the network, of any year."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse

from plans import services
from plans.models import Activity, EditStep, Eje, MemberDeadline, Objective, VersionStatus
from plans.services import NotDraftError
from plans.services.duplicating import recoded
from plans.services.undoing import step_undo
from tests.factories import make_activity, make_eje, make_network, make_plan, make_version
from tests.plans.editing import url
from tests.plans.test_plan_copy import dated

pytestmark = pytest.mark.django_db


@pytest.fixture
def eje(network, member) -> Eje:
    version = make_version(network, "2012", year=2012)
    eje = make_eje(version, "B")
    objective = Objective.objects.create(eje=eje, code="B.0", title="Objetivo")
    parent = make_activity(eje, "b.5", objective=objective)
    child = make_activity(eje, "b.5.1", parent=parent, objective=objective, **dated("agosto de 2012"))
    make_activity(eje, "7")
    MemberDeadline.objects.create(activity=child, member=member, **dated("abril"))
    make_activity(make_eje(version, "C"), "c.1")
    return eje


@pytest.fixture
def draft(network):
    version = make_version(network, "2014", year=2014, status=VersionStatus.DRAFT)
    make_eje(version, "A", order=3)
    make_eje(version, "B", order=4)
    return version


def test_it_goes_last_with_the_next_code_and_its_time_moved(eje, draft):
    made = services.eje_copy(eje=eje, target=draft)
    assert [row.code for row in draft.ejes.order_by("order")] == ["A", "B", "C"]
    assert made.eje.lineage != eje.lineage
    codes = list(made.eje.activities.order_by("order").values_list("code", flat=True))
    assert codes == ["c.5", "c.5.1", "7"]
    assert made.eje.objectives.get().code == "C.0"
    child = made.eje.activities.get(code="c.5.1")
    assert child.parent.code == "c.5"
    assert child.objective.eje == made.eje
    assert (child.deadline_text, child.deadline_end_on) == ("agosto de 2014", datetime.date(2014, 8, 31))
    assert (made.own_dates, MemberDeadline.objects.count()) == (1, 1)


def test_a_free_code_is_kept(eje, draft):
    draft.ejes.filter(code="B").delete()
    made = services.eje_copy(eje=eje, target=draft)
    assert made.eje.code == "B"
    assert made.eje.activities.filter(code="b.5.1").exists()


def test_within_its_own_draft_it_keeps_its_dates(network):
    version = make_plan(network, (40, 60), status=VersionStatus.DRAFT)
    eje = version.ejes.get()
    Activity.objects.filter(code="1.1").update(**dated("29 de febrero", 2024))
    made = services.eje_copy(eje=eje, target=version)
    assert made.rewritten == []
    first = made.eje.activities.get(code="2.1")
    assert (first.weight, first.deadline_end_on) == (40, datetime.date(2024, 2, 29))


def test_it_is_a_step_that_can_be_undone(eje, draft):
    services.eje_copy(eje=eje, target=draft)
    assert EditStep.objects.get().label == "Copiar eje B"
    step_undo(version=draft)
    assert [row.code for row in draft.ejes.order_by("order")] == ["A", "B"]


def test_only_drafts_take_it(eje):
    with pytest.raises(NotDraftError):
        services.eje_copy(eje=eje, target=eje.version)


@pytest.mark.parametrize(
    ("code", "made"), [("b.5.1", "f.5.1"), ("B.5", "F.5"), ("B-1", "F-1"), ("Bx.1", "Bx.1"), ("7", "7")]
)
def test_codes_follow_their_ejes(code, made):
    assert recoded(code, "B", "F") == made


def test_a_code_that_would_be_too_long_stays():
    assert recoded("1.2.3.4.5.6.7.8.9.10", "1", "100") == "1.2.3.4.5.6.7.8.9.10"


def test_it_is_copied_through_the_screen(login, coordinator, eje, draft):
    client = login(coordinator)
    address = url("eje_copy", eje.version, pk=eje.pk)
    assert "Plan 2014 (2014), versión 1" in client.get(address).content.decode()
    response = client.post(address, {"target": draft.pk}, follow=True)
    assert response.redirect_chain[-1][0].endswith(f"#eje-{draft.ejes.get(code='C').pk}")
    page = response.content.decode()
    assert "Se copió como eje C en «Plan 2014»" in page
    assert "No se copió 1 plazo" in page


def test_without_drafts_it_says_what_to_do(login, coordinator, eje):
    page = login(coordinator).get(url("eje_copy", eje.version, pk=eje.pk)).content.decode()
    assert "No hay ningún borrador" in page


def test_drafts_of_other_networks_are_no_choice(login, coordinator, eje, draft):
    stranger = make_plan(make_network("beta"), status=VersionStatus.DRAFT)
    client = login(coordinator)
    address = url("eje_copy", eje.version, pk=eje.pk)
    assert client.post(address, {"target": stranger.pk}).status_code == 422
    own = {"slug": "alfa", "plan": "2012", "number": 1, "pk": stranger.ejes.get().pk}
    assert client.get(reverse("plans:eje_copy", kwargs=own)).status_code == 404
