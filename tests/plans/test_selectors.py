"""The tree of a version, and which version rules when."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from networks.models import MandatedFunction
from plans.models import (
    Concern,
    Deliverable,
    Indicator,
    MemberDeadline,
    Objective,
    Party,
    Verification,
    VersionStatus,
)
from plans.selectors import leaves, version_in_force, version_shown, version_tree, versions_for_network
from tests.factories import make_activity, make_eje, make_member, make_plan, make_version

pytestmark = pytest.mark.django_db


def _full_tree(network, activities: int = 1):
    version = make_version(network)
    function = MandatedFunction.objects.create(network=network, number=1, title="Función")
    eje = make_eje(version)
    eje.functions.add(function)
    objective = Objective.objects.create(eje=eje, code="1", title="Objetivo")
    member = make_member(network)
    for _ in range(activities):
        activity = make_activity(eje, objective=objective, concerns=Concern.SOME_MEMBERS)
        activity.members.add(member)
        child = make_activity(eje, objective=objective, parent=activity, weight=Decimal("50"))
        product = Deliverable.objects.create(activity=child, title="Producto", deadline_text="permanente")
        Verification.objects.create(activity=child, deliverable=product, text="Acta firmada")
        Verification.objects.create(activity=child, text="Lista")
        Party.objects.create(activity=child, kind="responsible", scope="member", member=member)
        Party.objects.create(activity=child, kind="support", scope="words", words="Cada país")
        MemberDeadline.objects.create(activity=child, member=member, deadline_text="abril")
        Indicator.objects.create(activity=child, title="Personas", target=100)
    return version


def test_everything_hangs_where_it_belongs(network):
    tree = version_tree(_full_tree(network))
    eje = tree.ejes[0]
    assert [function.number for function in eje.functions] == [1]
    (parent,) = eje.objectives[0].activities
    assert (eje.loose, parent.is_leaf, len(parent.member_ids)) == ([], False, 1)
    (child,) = parent.children
    assert [leaf.pk for leaf in leaves(tree)] == [child.pk]
    assert [v.text for v in child.verifications] == ["Lista"]
    assert [v.text for v in child.deliverables[0].verifications] == ["Acta firmada"]
    assert child.deliverables[0].deadline_is_unread
    assert [p.name for p in child.responsible] == [parent.member_names[0]]
    assert [p.name for p in child.support] == ["Cada país"]
    assert child.indicators[0].target == 100
    assert [own.member_name for own in child.member_deadlines] == parent.member_names
    assert (eje.check.state, eje.check.missing) == ("off", Decimal("50.00"))


@pytest.mark.parametrize("activities", [1, 40])
def test_the_tree_costs_eleven_queries(network, activities, django_assert_num_queries):
    version = _full_tree(network, activities)
    with django_assert_num_queries(11):
        assert len(version_tree(version).leaves) == activities


def test_the_version_that_rules(network):
    first = make_plan(network, status=VersionStatus.SUPERSEDED)
    second = make_version(network, number=2)
    second.in_force_from_on = datetime.date(2024, 7, 1)
    second.save()
    make_version(network, number=3, status=VersionStatus.DRAFT)
    plan = first.plan
    assert version_in_force(plan, datetime.date(2023, 12, 31)) is None
    assert version_in_force(plan, datetime.date(2024, 6, 30)) == first
    assert version_in_force(plan, datetime.date(2024, 7, 1)) == second
    assert versions_for_network(network, datetime.date(2024, 9, 30)) == [second]
    assert versions_for_network(network, datetime.date(2025, 1, 1)) == []
    assert version_shown(plan, datetime.date(2024, 8, 1), may_edit=True) == second


def test_without_a_version_in_force_who_edits_sees_the_draft(network):
    future = make_plan(network, year=2030, slug="2030")
    draft = make_version(network, "2030", number=2, status=VersionStatus.DRAFT)
    day = datetime.date(2029, 5, 1)
    assert version_shown(future.plan, day, may_edit=True) == draft
    assert version_shown(future.plan, day, may_edit=False) == future


def test_a_part_of_the_tree(network):
    version = make_plan(network)
    other = make_eje(version, "2")
    make_activity(other)
    tree = version_tree(version, ejes=[other.pk])
    assert [eje.code for eje in tree.ejes] == ["2"]
    assert [activity.code for activity in tree.walk()] == ["2.1"]
