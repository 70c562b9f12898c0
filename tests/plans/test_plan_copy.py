"""A plan copied to another year: the same content, its time moved, every line new."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from networks.models import MandatedFunction
from plans import services
from plans.deadlines import parse
from plans.models import (
    Activity,
    Concern,
    Deliverable,
    Eje,
    Indicator,
    MemberDeadline,
    Objective,
    Party,
    Plan,
    PlanVersion,
    Theme,
    Verification,
    VersionStatus,
)
from plans.selectors import version_tree
from tests.factories import make_activity, make_eje, make_network, make_plan, make_version
from tests.plans.editing import url

pytestmark = pytest.mark.django_db
SAME = ("title", "notes", "weight", "concerns", "member_names", "themes", "deadline_by_member")


def dated(words: str, year: int = 2012) -> dict[str, object]:
    read = parse(words, year)
    return {
        "deadline_text": words,
        "deadline_start_on": read.start,
        "deadline_end_on": read.end,
        "deadline_precision": read.precision,
    }


@pytest.fixture
def source(network, member) -> PlanVersion:
    """A version in force in 2012, with something of every kind."""
    version = make_version(network, "2012", year=2012)
    Plan.objects.filter(pk=version.plan_id).update(
        title="Plan operativo 2012", last_year=2013, objective="Igualdad"
    )
    version.plan.refresh_from_db()
    eje = make_eje(version, "II", weight=Decimal(100), goal="Cien", theme="Trata")
    eje.functions.add(MandatedFunction.objects.create(network=network, number=1, title="Función"))
    objective = Objective.objects.create(eje=eje, code="II.a", title="Objetivo")
    rich = make_activity(
        eje,
        "II.1",
        objective=objective,
        weight=Decimal("33.33"),
        concerns=Concern.SOME_MEMBERS,
        schedule_months=["2012-03", "2013-01"],
        schedule_is_sample=True,
        **dated("Segundo semestre del año 2012"),
    )
    rich.members.add(member)
    rich.themes.add(Theme.objects.get(code="ODS 5.2"))
    parent = make_activity(eje, "II.2", **dated("29 de febrero de 2012"))
    make_activity(eje, "II.2.1", parent=parent, weight=Decimal("66.67"), **dated("agosto"))
    product = Deliverable.objects.create(
        activity=rich, title="Memoria", deadline_by_member=True, **dated("2012- Primer semestre de 2013")
    )
    Verification.objects.create(activity=rich, deliverable=product, text="Lista de asistencia")
    Party.objects.create(activity=rich, kind="responsible", scope="member", member=member)
    Indicator.objects.create(
        activity=rich, title="Juezas", baseline=5, target=30, disaggregation=[{"by": "sexo", "values": ["m", "h"]}]
    )
    MemberDeadline.objects.create(activity=rich, member=member, **dated("abril de 2012"))
    return version


def copied(source: PlanVersion, first_year: int = 2015) -> services.duplicating.Copy:
    plan = Plan(
        network=source.plan.network, slug="copia", title="Copia", first_year=first_year, last_year=first_year + 1
    )
    return services.plan_copy(source=source, plan=plan)


def test_content_is_kept_and_time_is_moved(source):
    made = copied(source)
    assert (made.version.status, made.version.number) == (VersionStatus.DRAFT, 1)
    old, new = version_tree(source), version_tree(made.version)
    for before, after in zip(old.walk(), new.walk(), strict=True):
        assert [getattr(before, name) for name in SAME] == [getattr(after, name) for name in SAME]
        assert before.code == after.code
    eje = new.ejes[0]
    assert (eje.weight, eje.goal, eje.theme, [f.number for f in eje.functions]) == (100, "Cien", "Trata", [1])
    rich = eje.objectives[0].activities[0]
    assert rich.deadline_text == "Segundo semestre del año 2015"
    assert (rich.deadline_start_on, rich.deadline_end_on) == (
        datetime.date(2015, 7, 1),
        datetime.date(2015, 12, 31),
    )
    assert rich.schedule_months == ["2015-03", "2016-01"]
    assert rich.schedule_is_sample
    product = rich.deliverables[0]
    assert (product.deadline_text, product.deadline_end_on) == (
        "2015- Primer semestre de 2016",
        datetime.date(2016, 6, 30),
    )
    assert product.verifications[0].text == "Lista de asistencia"
    assert rich.responsible[0].name == "Integrante uno"
    indicator = rich.indicators[0]
    assert (indicator.baseline, indicator.target, indicator.disaggregation[0]["by"]) == (5, 30, "sexo")


def test_words_that_would_lie_are_written_anew_and_told(source):
    made = copied(source)
    told = [(one.code, one.before, one.after) for one in made.rewritten]
    assert told == [("II.2", "29 de febrero de 2012", "28 de febrero de 2015")]
    leaf = Activity.objects.get(eje__version=made.version, code="II.2.1")
    assert (leaf.deadline_text, leaf.deadline_end_on) == ("agosto", datetime.date(2015, 8, 31))


def test_what_members_promised_for_that_year_stays_there(source):
    made = copied(source)
    assert made.own_dates == 1
    assert not MemberDeadline.objects.filter(activity__eje__version=made.version).exists()
    assert Deliverable.objects.get(activity__eje__version=made.version).deadline_by_member


@pytest.mark.parametrize("model", [Eje, Objective, Activity, Deliverable, Verification, Indicator])
def test_every_line_is_a_new_one(source, model):
    copied(source)
    lineages = list(model.objects.values_list("lineage", flat=True))
    assert len(set(lineages)) == len(lineages) >= 2


def test_nothing_is_made_when_the_plan_cannot_be(source):
    plan = Plan(network=source.plan.network, slug="2012", title="Copia", first_year=2015, last_year=2016)
    with pytest.raises(ValidationError, match="Ya hay un plan con esa dirección"):
        services.plan_copy(source=source, plan=plan)
    assert PlanVersion.objects.count() == 1


@pytest.mark.parametrize("activities", [2, 60])
def test_the_cost_does_not_grow(network, activities, django_assert_max_num_queries):
    source = make_plan(network, [None] * activities, slug="grande")
    with django_assert_max_num_queries(46):
        assert copied(source, 2030).version.ejes.get().activities.count() == activities


def test_the_form_proposes_the_next_years(login, coordinator, source):
    page = login(coordinator).get(url("plan_copy", source)).content.decode()
    assert 'value="2014"' in page
    assert "Plan operativo 2014" in page


def test_it_is_copied_through_the_screen(login, coordinator, source):
    client = login(coordinator)
    data = {"version": source.pk, "title": "Plan 2015", "first_year": 2015, "slug": "2015"}
    response = client.post(url("plan_copy", source), data, follow=True)
    plan = Plan.objects.get(slug="2015")
    assert (plan.first_year, plan.last_year, plan.objective) == (2015, 2016, "Igualdad")
    page = response.content.decode()
    assert "«29 de febrero de 2012» → «28 de febrero de 2015»" in page
    assert "No se copió 1 plazo que una integrante fijó" in page
    assert {row.history_user for row in Activity.history.filter(eje__version__plan=plan)} == {coordinator}


@pytest.mark.parametrize(
    ("change", "said"),
    [({"slug": "2012"}, "Ya hay un plan con esa dirección"), ({"slug": "nuevo"}, "está reservado")],
)
def test_what_is_wrong_is_said(login, coordinator, source, change, said):
    data = {"version": source.pk, "title": "Plan", "first_year": 2015, "slug": "2015", **change}
    response = login(coordinator).post(url("plan_copy", source), data)
    assert response.status_code == 422
    assert said in response.content.decode()
    assert Plan.objects.count() == 1


def test_the_last_year_may_not_be_beyond_what_plans_reach(login, coordinator, source):
    data = {"version": source.pk, "title": "Plan", "first_year": 2100, "slug": "2100"}
    response = login(coordinator).post(url("plan_copy", source), data)
    assert response.status_code == 422
    assert Plan.objects.count() == 1


def test_a_version_of_another_plan_is_no_choice(login, coordinator, source):
    stranger = make_plan(make_network("beta"))
    data = {"version": stranger.pk, "title": "Plan", "first_year": 2015, "slug": "2015"}
    assert login(coordinator).post(url("plan_copy", source), data).status_code == 422


def test_a_plan_without_versions_says_so(login, coordinator, network):
    Plan.objects.create(network=network, slug="vacio", title="Vacío", first_year=2024, last_year=2024)
    address = reverse("plans:plan_copy", kwargs={"slug": "alfa", "plan": "vacio"})
    client = login(coordinator)
    assert "ninguna versión que copiar" in client.get(address, follow=True).content.decode()
    assert client.post(address, {"title": "x"}).status_code == 422
