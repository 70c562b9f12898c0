"""A small directory for its tests."""

from __future__ import annotations

from typing import Any

from networks.models import ActionArea, Contact, Member, Network, Territory
from tests.factories import make_member


def make_contact(member: Member, name: str = "Oficina", *areas: str, **fields: Any) -> Contact:
    contact = Contact.objects.create(member=member, name=name, **fields)
    contact.areas.set(ActionArea.objects.get_or_create(network=member.network, name=area)[0] for area in areas)
    return contact


def make_country(network: Network, code: str, name: str, **fields: Any) -> Member:
    """A member that lies in a country."""
    country = Territory.objects.create(code=code.upper(), name=name, level="country")
    return make_member(network, code, name=f"Coalición {name}", territory=country, **fields)
