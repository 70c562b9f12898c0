"""A network that reports: two members, an activity of 40 and one of 60, and an open quarter."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.urls import reverse

from tests.factories import make_member, make_period, make_plan


@pytest.fixture
def reporting(network, member):
    version = make_plan(network, (40, 60))
    first, second = version.ejes.get().activities.order_by("order")
    return SimpleNamespace(
        network=network,
        member=member,
        other=make_member(network, "dos"),
        version=version,
        eje=version.ejes.get(),
        first=first,
        second=second,
        period=make_period(network),
    )


@pytest.fixture
def url_of(reporting):
    """`url_of("entry_edit")` is the address of the first activity's entry of the técnica's member."""

    def _url_of(name: str, **changes: object) -> str:
        kwargs = {
            "slug": reporting.network.slug,
            "code": reporting.period.code,
            "lineage": reporting.first.lineage,
            "who": reporting.member.code,
            **changes,
        }
        return reverse(f"monitoring:{name}", kwargs={k: v for k, v in kwargs.items() if v is not None})

    return _url_of
