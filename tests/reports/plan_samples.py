"""What both forms of a plan are tested with: the demo networks, small plans, and the figures of a report."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.test import override_settings

from networks.models import Network
from plans.models import Deliverable, Party, PlanVersion, Verification
from reports.demo import load_network
from reports.formatting import date_es, decimal_es
from reports.official import FORMS, report_data
from reports.rendering import render_html
from reports.scopes import scope_of
from tests.factories import make_activity, make_eje, make_member, make_period, make_plan
from tests.reports.test_official_html import words

FIGURE = re.compile(r"-?\d+\.\d\d")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
# Not figures of the report but of how it is kept.
KEPT = {
    "schema_version",
    "form_version",
    "header",
    "first_year",
    "last_year",
    "depth",
    "months",
    "marks",
    "states",
}


def made(form: str, network: Network, code: str | None = None, **named: str) -> dict[str, Any]:
    """The frozen JSON as it comes back from where it is kept."""
    scope = scope_of(network, FORMS[form], code, **named)
    return json.loads(json.dumps(report_data(form, scope)))


def text_of(data: dict[str, Any]) -> str:
    return words(render_html(data))


def lines_of(data: dict[str, Any], part: int = -1) -> dict[str, dict[str, Any]]:
    return {line["code"]: line for eje in data["parts"][part]["ejes"] for line in eje["lines"]}


def figures_of(value: Any, key: str = "") -> Iterator[str]:
    """Every figure and date of a report as it must be printed."""
    if key in KEPT or value is None or isinstance(value, bool):
        return
    if isinstance(value, dict):
        for name, own in value.items():
            yield from figures_of(own, name)
    elif isinstance(value, list):
        for own in value:
            yield from figures_of(own, key)
    elif isinstance(value, int):
        yield str(value)
    elif DAY.fullmatch(value):
        yield date_es(value)
    elif FIGURE.fullmatch(value):
        yield decimal_es(Decimal(value))


def small_plan(network: Network) -> PlanVersion:
    """Eje 1: 1.1 of each member with two products, 1.2 of «uno» alone, 1.3 over 1.3.1 of the network; eje 2: none.

    The second member is «Otra»; all is in the first quarter of 2024.
    """
    version = make_plan(network, weights=())
    eje = version.ejes.get()
    one = network.members.filter(code="uno").first() or make_member(network, "uno")
    make_member(network, "dos", name="Otra")
    first = make_activity(eje, "1.1", weight=Decimal("62.50"), schedule_months=["2024-01", "2024-02"])
    for order, title in enumerate(("Taller", "Cartilla")):
        march = {"deadline_start_on": datetime.date(2024, 3, 1), "deadline_end_on": datetime.date(2024, 3, 31)}
        product = Deliverable.objects.create(
            activity=first, title=title, order=order, deadline_text="Marzo de 2024", **march
        )
        Verification.objects.create(activity=first, deliverable=product, text=f"Prueba de {title}")
    Party.objects.create(activity=first, kind="responsible", scope="words", words="Toda la red")
    second = make_activity(eje, "1.2", weight=Decimal("37.50"), concerns="some", deadline_text="Cuando se pueda")
    second.members.add(one)
    parent = make_activity(eje, "1.3", concerns="network")
    make_activity(eje, "1.3.1", concerns="network", parent=parent, notes="Se acordó aparte.")
    make_eje(version, "2", title="Sin nada")
    make_period(network)
    make_period(network, "2024-T2")
    return version


def frozen_of(
    form: str, slug: str, asked: dict[str, dict[str, str]], blocker, folders
) -> dict[str, dict[str, Any]]:
    """Several reports of a demo network, which is gone again afterwards."""
    folder = folders.mktemp("media")
    with override_settings(MEDIA_ROOT=folder, VAR_DIR=folder), blocker.unblock(), transaction.atomic():
        network = load_network(slug)
        found = {name: made(form, network, **named) for name, named in asked.items()}
        transaction.set_rollback(True)
    return found
