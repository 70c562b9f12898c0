"""Which version ruled when."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse

from plans.models import PlanVersion, VersionStatus
from tests.factories import make_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def versions(network):
    first = make_version(network, status=VersionStatus.SUPERSEDED)
    second = make_version(network, number=2)
    PlanVersion.objects.filter(pk=second.pk).update(in_force_from_on=datetime.date(2024, 7, 1), reason="Ajuste")
    make_version(network, number=3, status=VersionStatus.DRAFT)
    return first, second


def page_url(network):
    return reverse("plans:version_list", args=[network.slug, "2024"])


def test_each_version_says_since_and_until_when(login, observer, network, versions):
    page = login(observer).get(page_url(network)).content.decode()
    for words in ("01/01/2024 – 30/06/2024", "desde el 01/07/2024", "Ajuste", "sin fecha", "?de=2&amp;a=3"):
        assert words in page


@pytest.mark.parametrize(
    ("day", "number"), [("2024-01-01", 1), ("2024-06-30", 1), ("2024-07-01", 2), ("2031-01-01", 2)]
)
def test_asks_what_ruled_on_a_day(login, observer, network, versions, day, number):
    response = login(observer).get(page_url(network), {"dia": day})
    assert response.url == reverse("plans:version_detail", args=[network.slug, "2024", number])


@pytest.mark.parametrize(
    ("day", "words"), [("2023-12-31", "no regía ninguna"), ("2024-02-31", "no es un día"), ("x", "no es un día")]
)
def test_says_when_none_did(login, observer, network, versions, day, words):
    response = login(observer).get(page_url(network), {"dia": day}, follow=True)
    assert words in response.content.decode()
