"""The API against its own description: whatever is asked of it, it answers as it says that it answers."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings
from schemathesis import checks
from schemathesis.specs.openapi import checks as openapi_checks
from schemathesis.specs.openapi.definitions import OPENAPI_31_VALIDATOR

from reports.api.document import describe
from reports.api.urls import PREFIX, api
from tests.factories import make_network
from tests.reports.published_samples import plan, publish, publish_everything

DOCUMENT = describe(api, f"/{PREFIX}")


@cache
def handler() -> WSGIHandler:
    return WSGIHandler()


def application(environ: dict[str, Any], start_response: Any) -> Any:
    """Made when it is first asked, with the settings of the tests."""
    return handler()(environ, start_response)


@pytest.fixture(autouse=True)
def connection_kept() -> Iterator[None]:
    """The connection is the test's, with all that it wrote in it: no request of its may close it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


schema = schemathesis.openapi.from_dict(DOCUMENT)
schema.app = application

CHECKS = [
    checks.not_a_server_error,
    openapi_checks.status_code_conformance,
    openapi_checks.content_type_conformance,
    openapi_checks.response_headers_conformance,
    openapi_checks.response_schema_conformance,
    openapi_checks.unsupported_method,
    openapi_checks.negative_data_rejection,
    openapi_checks.positive_data_acceptance,
]
# Addresses that are put right afterwards are no longer wrong.
ANSWERED = [check for check in CHECKS if check is not openapi_checks.negative_data_rejection]
BOUNDS = settings(
    max_examples=6,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much],
)
# Each limit of each parameter, right and wrong, and each method: for one of the tests, which is enough.
every_limit = settings(BOUNDS, phases=[Phase.explicit, Phase.generate])
at_random = settings(BOUNDS, phases=[Phase.generate])


@pytest.fixture
def published(db, settings) -> dict[str, Any]:
    """Two networks that published, one without a public page; what the addresses of the other are made of."""
    settings.API_RATE = ""
    shown, hidden = make_network("alfa"), make_network("beta")
    names = publish_everything(shown)
    publish(hidden, "plan", "2024", plan())
    return {
        "network": "alfa",
        "plan": "2024",
        "period": "2024-T1",
        "year": 2024,
        "folio": "ALFA-2024-T1-0001",
        "id": str(names[0].pk),
    }


def test_the_description_is_valid_openapi() -> None:
    assert OPENAPI_31_VALIDATOR.is_valid(DOCUMENT), [str(e) for e in OPENAPI_31_VALIDATOR.iter_errors(DOCUMENT)]


@schema.parametrize()
@every_limit
def test_what_is_published(case, published) -> None:
    case.path_parameters = {name: published[name] for name in case.path_parameters or {}}
    case.call_and_validate(checks=ANSWERED)


@schema.parametrize()
@at_random
def test_anything_else(case, published) -> None:
    case.call_and_validate(checks=CHECKS)


@schema.parametrize()
@at_random
def test_what_is_not_public_is_never_there(case, published) -> None:
    if "network" not in (case.path_parameters or {}):
        return
    case.path_parameters = {**{name: published[name] for name in case.path_parameters}, "network": "beta"}
    response = case.call()
    case.validate_response(response, checks=ANSWERED)
    assert response.status_code not in (200, 304)
