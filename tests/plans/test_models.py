"""What the database refuses whatever the form said."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from plans.models import Activity, Deliverable, Eje, Objective, Party, Plan, PlanVersion, VersionStatus
from tests.factories import make_activity, make_eje, make_network, make_plan, make_version

pytestmark = pytest.mark.django_db


def refused(create) -> bool:
    try:
        with transaction.atomic():
            create()
    except IntegrityError:
        return True
    return False


def test_one_version_in_force(network):
    plan = make_plan(network).plan
    assert refused(lambda: PlanVersion.objects.create(plan=plan, number=2, status="in_force"))
    PlanVersion.objects.create(plan=plan, number=2)
    assert refused(lambda: PlanVersion.objects.create(plan=plan, number=2))


def test_a_version_in_force_says_since_when(network):
    plan = Plan.objects.create(network=network, slug="x", title="X", first_year=2024, last_year=2024)
    assert refused(lambda: PlanVersion.objects.create(plan=plan, number=1, status=VersionStatus.IN_FORCE))


def test_years_in_order_and_slug_once(network):
    assert refused(
        lambda: Plan.objects.create(network=network, slug="x", title="X", first_year=2024, last_year=2023)
    )
    make_plan(network)
    assert refused(
        lambda: Plan.objects.create(network=network, slug="2024", title="X", first_year=2024, last_year=2024)
    )
    make_plan(make_network("beta"))


@pytest.mark.parametrize("weight", [Decimal("-0.01"), Decimal("100.01")])
def test_weights_are_percents(network, weight):
    eje = make_plan(network).ejes.get()
    assert refused(lambda: make_activity(eje, weight=weight))
    assert refused(lambda: Eje.objects.filter(pk=eje.pk).update(weight=weight))


def test_codes_once(network):
    version = make_plan(network)
    assert refused(lambda: make_eje(version, "1"))
    assert refused(lambda: make_activity(version.ejes.get(), "1.1"))


def test_no_unknown_words_in_the_data(network):
    version = make_plan(network)
    assert refused(lambda: PlanVersion.objects.filter(pk=version.pk).update(status="vigente"))
    assert refused(lambda: Activity.objects.update(concerns="todas"))
    assert refused(lambda: Activity.objects.update(deadline_precision="siglo"))


def test_a_deadline_does_not_end_before_it_starts(network):
    make_plan(network)
    start, end = datetime.date(2024, 2, 1), datetime.date(2024, 1, 1)
    assert refused(lambda: Activity.objects.update(deadline_start_on=start, deadline_end_on=end))


@pytest.mark.parametrize(
    "fields",
    [{"scope": "member"}, {"scope": "organization"}, {"scope": "words"}, {"scope": "nadie"}],
    ids=lambda fields: fields["scope"],
)
def test_a_party_says_who(network, fields):
    activity = make_activity(make_plan(network).ejes.get())
    assert refused(lambda: Party.objects.create(activity=activity, kind="responsible", **fields))


def test_what_belongs_to_another_eje_is_refused(network):
    version = make_plan(network)
    other = make_eje(version, "2")
    stranger = make_activity(other)
    activity = version.ejes.get(code="1").activities.first()
    activity.parent = stranger
    activity.objective = Objective.objects.create(eje=other, title="De otro")
    with pytest.raises(ValidationError) as error:
        activity.full_clean()
    assert "otro eje" in str(error.value)


def test_a_proof_hangs_on_its_own_activity(network):
    first, second = make_plan(network).ejes.get().activities.all()
    product = Deliverable.objects.create(activity=second, title="Producto")
    party = Party(activity=first, deliverable=product, kind="support", scope="secretariat")
    with pytest.raises(ValidationError, match="otra actividad"):
        party.full_clean()


def test_for_user_stops_at_the_network(network, outsider, coordinator):
    make_version(network)
    make_eje(PlanVersion.objects.get())
    for model in (Plan, PlanVersion, Eje):
        assert model.objects.for_user(coordinator).count() == 1
        assert model.objects.for_user(outsider).count() == 0
