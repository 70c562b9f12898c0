"""A network of a fixture, from its territories to its records."""

from __future__ import annotations

import json
from pathlib import Path

from django.conf import settings
from django.db import transaction

from monitoring.models import ReminderRule
from networks.models import ActionArea, Contact, MandatedFunction, Member, Network, Organization, Territory, User
from reports.demo.identity import load_identity
from reports.demo.plan import load_plan
from reports.demo.records import RecordsLoader
from reports.demo.roster import load_invitations
from reports.demo.rows import Row, create, ensure, take
from reports.demo.training import load_training

FIXTURES = Path(settings.BASE_DIR) / "fixtures"


def read_fixture(slug: str) -> Row:
    return json.loads((FIXTURES / f"{slug}.json").read_text(encoding="utf-8"))


def load_people(fixture: Row) -> Network:
    """The network, its functions, territories, organizations, members and contacts."""
    row = fixture["network"]
    network = ensure(Network, {"slug": row["slug"]}, {k: v for k, v in row.items() if k != "slug"})
    load_identity(network, fixture)
    if "reminder_rule" in fixture:
        ensure(ReminderRule, {"network": network}, fixture["reminder_rule"])
    for function in fixture.get("functions", []):
        ensure(MandatedFunction, {"network": network, **take(function, "number")}, take(function, "title", "norm"))
    for territory in fixture.get("territories", []):
        parent = Territory.objects.filter(network=None, code=territory.get("parent")).first()
        key = {"network": None, "code": territory["code"]}
        ensure(Territory, key, {**take(territory, "name", "level"), "parent": parent})
    for organization in fixture.get("organizations", []):
        key = {"network": network, "name": organization["name"]}
        ensure(Organization, key, take(organization, "short_name", "sector"))
    for name in fixture.get("areas", []):
        ensure(ActionArea, {"network": network, "name": name}, {})
    for order, member in enumerate(fixture.get("members", [])):
        _load_member(network, {"order": order, **member})
    _load_contacts(network, fixture.get("contacts", []))
    load_invitations(network, fixture.get("invitations", []))
    return network


def _load_member(network: Network, row: Row) -> None:
    values = {k: v for k, v in row.items() if k not in ("code", "territory", "organization")}
    if row.get("territory"):
        values["territory"] = Territory.objects.get(network=None, code=row["territory"])
    if row.get("organization"):
        values["organization"] = Organization.objects.get(network=network, name=row["organization"])
    ensure(Member, {"network": network, "code": row["code"]}, values)


def _load_contacts(network: Network, rows: list[Row]) -> None:
    if Contact.objects.filter(member__network=network).exists():
        return
    for row in rows:
        values = {k: v for k, v in row.items() if k not in ("member", "areas", "succeeds")}
        member = Member.objects.get(network=network, code=row["member"])
        if "succeeds" in row:
            values["succeeds"] = Contact.objects.get(member=member, name=row["succeeds"])
        contact = create(Contact, {"member": member, **values})
        contact.areas.set(ActionArea.objects.filter(network=network, name__in=row.get("areas", [])))


@transaction.atomic
def load_network(slug: str, reviewer: User | None = None) -> Network:
    """Load `fixtures/<slug>.json`, all or nothing; `reviewer` signs the observations of returned entries."""
    fixture = read_fixture(slug)
    network = load_people(fixture)
    for plan in fixture.get("plans", []):
        load_plan(network, plan)
    RecordsLoader(network, reviewer).load(fixture)
    load_training(network, fixture)
    return network
