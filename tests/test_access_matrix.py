"""Every URL × role. A URL without a row fails, and so does a row without a URL."""

from __future__ import annotations

import datetime
from types import SimpleNamespace

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from networks.models import MandatedFunction
from plans.models import Deliverable, Objective, VersionStatus
from tests.access import ALL, Row
from tests.factories import make_activity, make_eje, make_entry, make_meeting, make_period, make_seat, make_version
from tests.monitoring.access import ROWS as MONITORING
from tests.networks.access import ROWS as NETWORKS
from tests.plans.access import ROWS as PLANS
from tests.reports.access import ROWS as REPORTS

OWN = ("networks", "plans", "monitoring", "reports", "api")
ROWS: list[Row] = [*NETWORKS, *PLANS, *MONITORING, *REPORTS]


def own_names(patterns, namespace: str = "") -> set[str]:
    found: set[str] = set()
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            if pattern.namespace in (*OWN, None):
                found |= own_names(pattern.url_patterns, pattern.namespace or namespace)
        elif isinstance(pattern, URLPattern) and namespace in OWN:
            found.add(f"{namespace}:{pattern.name}")
    return found


def test_every_url_has_a_row() -> None:
    assert own_names(get_resolver().url_patterns) == {row.name for row in ROWS}


@pytest.fixture
def world(network, member) -> SimpleNamespace:
    """One of everything in the network «alfa»: a plan in force, its draft, a period with an entry, a session."""
    in_force = make_version(network)
    activity = make_activity(make_eje(in_force))
    draft = make_version(network, number=2, status=VersionStatus.DRAFT)
    draft_eje = make_eje(draft)
    draft_objective = Objective.objects.create(eje=draft_eje, title="Objetivo")
    draft_activity = make_activity(draft_eje, objective=draft_objective)
    period = make_period(network)
    return SimpleNamespace(
        network=network,
        member=member,
        seat=make_seat(network),
        function=MandatedFunction.objects.create(network=network, number=1, title="Función"),
        plan=in_force.plan,
        in_force=in_force,
        activity=activity,
        draft=draft,
        draft_eje=draft_eje,
        draft_objective=draft_objective,
        draft_activity=draft_activity,
        draft_deliverable=Deliverable.objects.create(activity=draft_activity, title="Producto"),
        period=period,
        entry=make_entry(activity, period, member),
        meeting=make_meeting(network, datetime.date(2024, 2, 1)),
    )


def _given(value, world):
    return dict(value(world) if callable(value) else value)


def _ask(client, row: Row, world, slug: str = "alfa"):
    kwargs = _given(row.kwargs, world)
    if not (row.public or row.signed_in):
        kwargs["slug"] = slug
    response = getattr(client, row.method)(reverse(row.name, kwargs=kwargs), _given(row.data, world))
    # A download left unread would leave its file open.
    list(getattr(response, "streaming_content", ()))
    return response


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.method}-{row.name}")
@pytest.mark.parametrize("role", sorted(ALL))
def test_role(row: Row, role: str, world, request, login) -> None:
    status = _ask(login(request.getfixturevalue(role)), row, world).status_code
    if row.public or row.signed_in or role in row.allowed:
        assert status in (200, 204, 302)
    else:
        assert status == 403


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.method}-{row.name}")
def test_outsider_and_absent_answer_alike(row: Row, world, outsider, login) -> None:
    client = login(outsider)
    if row.public or row.signed_in:
        assert _ask(client, row, world).status_code in (200, 302)
        return
    assert _ask(client, row, world).status_code == 404
    assert _ask(client, row, world, slug="ausente").status_code == 404


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.method}-{row.name}")
def test_nameless(row: Row, world, client) -> None:
    if row.public:
        response = _ask(client, row, world)
        assert response.status_code == 200 or not response.url.startswith("/cuentas/login/")
        return
    slugs = ("alfa",) if row.signed_in else ("alfa", "ausente")
    for slug in slugs:
        response = _ask(client, row, world, slug)
        assert response.status_code == row.nameless
        assert row.nameless != 302 or response.url.startswith("/cuentas/login/")


@pytest.mark.parametrize(
    "path",
    [
        "/redes/alfa%00/",
        "/redes/alfa/planes/20%0024/",
        "/redes/alfa/planes/2024/?q=%00&responsible=%00&eje=%00&member=x",
        "/redes/alfa/periodos/2024-T1%00/",
        "/redes/alfa/periodos/2024-T1/?eje=%00&integrante=%00&estado=%00&page=%00",
        "/redes/alfa/informes/gestion/20%00/",
        "/redes/alfa/integrantes/?page=%00",
        "/redes/alfa/sesiones/?anio=%00",
        "/redes/alfa/planes/2024/plazo/?deadline_text=%00",
    ],
)
def test_nul_characters_meet_no_error_page(path: str, world, secretariat, login) -> None:
    """PostgreSQL refuses them in any text; an address with one is a page that is not there."""
    assert login(secretariat).get(path).status_code in (200, 400, 404)
