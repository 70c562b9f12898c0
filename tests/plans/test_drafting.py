"""A stored version in the shape of a drafted one."""

from __future__ import annotations

import datetime

import pytest

from plans import services
from plans.drafting import from_tree
from plans.models import Activity, Plan
from plans.selectors import version_tree
from tests.factories import make_eje, make_plan, make_version
from tests.plans.drafts import full_draft, furnish, stored, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(network):
    plan = Plan(slug="2024", title="Plan", first_year=2024, last_year=2024)
    (version,) = services.drafts_write(network=furnish(network), plan=plan, drafts=[full_draft()])
    return version


def test_everything_of_the_tree_is_in_it(version):
    draft = stored(version)
    assert told(draft) == told(full_draft())
    assert draft.ejes[0].activities[0].deadline.end == datetime.date(2024, 12, 31)


def test_each_row_says_where_it_is_and_keeps_its_lineage(version):
    draft = stored(version)
    activity = Activity.objects.get(eje__version=version, code="1.2.1")
    (_, meeting) = draft.ejes[0].activities
    drafted = meeting.children[0]
    assert (drafted.where.code, drafted.where.model, drafted.where.pk) == ("1.2.1", "activity", activity.pk)
    assert drafted.lineage == activity.lineage
    product = draft.ejes[0].activities[0].deliverables[0]
    assert (product.where.code, product.where.model) == ("1.1", "deliverable")
    assert draft.ejes[1].where.model == "eje"
    assert draft.ejes[0].objectives[1].where.model == "objective"


def test_roles_are_those_some_row_has(version, network):
    assert {"weight", "deadline", "verification", "responsible", "sub_activity"} <= stored(version).roles
    bare = stored(make_plan(network, (None, None), slug="otro"))
    assert bare.roles == {"eje_code", "eje", "code", "activity"}


def test_words_are_what_the_plan_shows(version):
    parties = stored(version).ejes[0].activities[0].parties
    assert [party.words for party in parties] == ["CMI", "cada integrante", "Voluntarias de la feria"]


@pytest.mark.parametrize("ejes", [1, 12])
def test_two_queries_more_than_the_tree(network, ejes, django_assert_num_queries):
    version = make_version(network)
    for number in range(ejes):
        make_eje(version, str(number))
    tree = version_tree(version)
    with django_assert_num_queries(2):
        from_tree(tree)
