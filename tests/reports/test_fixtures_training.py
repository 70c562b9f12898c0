"""Red GDL's sample courses say what its sample entries tell."""

from __future__ import annotations

from decimal import Decimal

import pytest

from monitoring.models import Measurement, Period
from monitoring.selectors.training import fed_figures
from networks.models import Course, CourseTopic, Enrollment, Network
from plans.models import Indicator
from reports.demo import load_network

pytestmark = pytest.mark.django_db


@pytest.fixture
def network() -> Network:
    return load_network("red-gdl")


def test_the_courses_say_what_was_reported(network) -> None:
    period = Period.objects.get(network=network, code="2018-S1")
    titles = {row.lineage: row for row in Indicator.objects.filter(activity__eje__version__plan__network=network)}
    reported = Measurement.objects.filter(entry__period=period, entry__member=None)
    fed = fed_figures(network, period, list(titles))
    found = {
        (titles[row.indicator_lineage].activity.code, titles[row.indicator_lineage].title.split()[-1]): (
            row.value,
            fed[row.indicator_lineage].number,
            fed[row.indicator_lineage].unrecorded,
        )
        for row in reported
    }
    assert found == {
        ("2.1", "asistieron"): (Decimal(52), 52, 0),
        ("2.1", "concluyeron"): (Decimal(44), 44, 0),
        ("2.2", "asistieron"): (Decimal(47), 47, 0),
        # Of one of the forty the attendance is still to be recorded: a difference that is told.
        ("2.2", "concluyeron"): (Decimal(40), 39, 1),
        ("2.3", "asistieron"): (Decimal(38), 38, 0),
    }


def test_seven_topics_and_only_sample_people(network) -> None:
    assert CourseTopic.objects.filter(network=network).count() == 7
    assert not Course.objects.filter(network=network, is_sample=False).exists()
    assert not Enrollment.objects.filter(course__network=network, is_sample=False).exists()
    assert Enrollment.objects.filter(course__network=network, contact__sex="").exists()


def test_loading_again_changes_nothing(network) -> None:
    Enrollment.objects.filter(course__network=network).first().delete()
    before = (Course.objects.count(), Enrollment.objects.count())
    load_network("red-gdl")
    assert (Course.objects.count(), Enrollment.objects.count()) == before
