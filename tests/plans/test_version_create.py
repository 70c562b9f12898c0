"""A new draft from the version in force: everything again, with the same lineages."""

from __future__ import annotations

import datetime

import pytest

from networks.models import MandatedFunction
from plans import services
from plans.models import (
    Activity,
    Concern,
    Deliverable,
    Eje,
    Indicator,
    MemberDeadline,
    Objective,
    Party,
    PlanVersion,
    Verification,
    VersionStatus,
)
from plans.selectors import version_tree
from tests.factories import make_activity, make_eje, make_plan, make_version
from tests.plans.editing import url

pytestmark = pytest.mark.django_db


@pytest.fixture
def in_force(network, member):
    version = make_version(network)
    eje = make_eje(version, "A", goal="Cien", theme="Trata")
    eje.functions.add(MandatedFunction.objects.create(network=network, number=1, title="Función"))
    objective = Objective.objects.create(eje=eje, title="Objetivo")
    parent = make_activity(eje, objective=objective, concerns=Concern.SOME_MEMBERS, schedule_months=["2024-03"])
    parent.members.add(member)
    child = make_activity(eje, objective=objective, parent=parent, weight=100, revision=7)
    make_activity(eje, objective=objective, parent=child)
    product = Deliverable.objects.create(
        activity=child,
        title="Memoria",
        deadline_text="Cada una",
        deadline_end_on=datetime.date(2024, 3, 1),
        deadline_by_member=True,
    )
    Verification.objects.create(activity=child, deliverable=product, text="Acta")
    Party.objects.create(activity=child, deliverable=product, kind="responsible", scope="member", member=member)
    Party.objects.create(activity=parent, kind="funding", scope="words", words="Cooperación")
    Indicator.objects.create(activity=child, title="Personas", target=30, disaggregation=["sexo"])
    MemberDeadline.objects.create(activity=child, deliverable=product, member=member, deadline_text="abril")
    return version


def outline(version: PlanVersion) -> list:
    """The tree without its ids: what must be equal in a copy."""
    ids = {"pk", "eje_id", "objective_id", "parent_id", "deliverable_id", "revision"}

    def plain(node):
        if isinstance(node, list):
            return [plain(item) for item in node]
        if not hasattr(type(node), "__dataclass_fields__"):
            return node
        return {name: plain(getattr(node, name)) for name in type(node).__dataclass_fields__ if name not in ids}

    return plain(version_tree(version).ejes)


def test_the_copy_says_the_same_with_the_same_lineages(in_force):
    draft = services.version_draft(plan=in_force.plan)
    assert (draft.number, draft.status) == (2, VersionStatus.DRAFT)
    assert outline(draft) == outline(in_force)
    assert outline(draft)[0]["functions"][0]["number"] == 1
    new, old = (
        set(Activity.objects.filter(eje__version=v).values_list("pk", flat=True)) for v in (draft, in_force)
    )
    assert not new & old
    assert set(Activity.objects.filter(eje__version=draft).values_list("revision", flat=True)) == {1}


def test_nothing_of_the_copy_points_to_the_original(in_force):
    draft = services.version_draft(plan=in_force.plan)
    in_force.delete()
    assert Activity.objects.filter(eje__version=draft, parent__isnull=False).count() == 2
    product = Deliverable.objects.get()
    assert product.verification_set.get().activity_id == product.activity_id
    assert product.activity.eje.version == draft


def test_the_copy_has_its_history(login, coordinator, in_force):
    response = login(coordinator).post(url("version_create", in_force))
    draft = in_force.plan.versions.get(number=2)
    assert response.url == url("version_edit", draft)
    for model in (Eje, Objective, Activity, Deliverable):
        for row in model.objects.filter(pk__gt=0):
            made = model.history.filter(id=row.pk)
            assert made.count() == 1
    mine = Activity.history.filter(id__in=Activity.objects.filter(eje__version=draft).values("pk"))
    assert {row.history_user.username for row in mine} == {"coordinator"}


@pytest.mark.parametrize("activities", [2, 40])
def test_the_cost_is_the_same(network, activities, django_assert_max_num_queries):
    version = make_plan(network, [None] * activities)
    with django_assert_max_num_queries(40):
        services.version_draft(plan=version.plan)


def test_there_is_one_draft(login, coordinator, in_force):
    client = login(coordinator)
    client.post(url("version_create", in_force))
    response = client.post(url("version_create", in_force), follow=True)
    assert "ya tiene un borrador" in response.content.decode()
    assert in_force.plan.versions.count() == 2


def test_a_draft_is_deleted_after_asking(login, coordinator, in_force):
    draft = services.version_draft(plan=in_force.plan)
    client = login(coordinator)
    assert "1 actividad" in client.get(url("version_delete", draft)).content.decode()
    assert client.post(url("version_delete", draft)).status_code == 302
    assert list(in_force.plan.versions.all()) == [in_force]
    assert client.post(url("version_delete", in_force)).status_code == 409
    assert in_force.plan.versions.exists()
