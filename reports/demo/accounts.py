"""The accounts of the demonstration: `<role>-<network>`, and `admin`."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from networks.models import Assignment, Member, Network, Role, User
from reports.demo.network import read_fixture

ROLES = {
    "coordinadora": Role.COORDINATOR,
    "secretaria": Role.SECRETARIAT,
    "consulta": Role.OBSERVER,
}


class DemoRefused(Exception):
    """Demonstration accounts are not made where DEBUG is off."""


@dataclass
class DemoAccounts:
    """Makes the accounts that are absent; `made` are their user names, `password` the one all of them got."""

    password: str
    made: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        # One hash for all: they share the password, and thirty slow hashes would make a newcomer wait.
        self.encoded = make_password(self.password)

    def user(self, username: str, **fields: object) -> User:
        user = User.objects.filter(username=username).first()
        if user:
            self.kept.append(username)
            return user
        self.made.append(username)
        address = f"{username}@example.org"
        return User.objects.create(username=username, email=address, password=self.encoded, is_demo=True, **fields)

    def give(self, username: str, network: Network, role: Role, members: list[str | None]) -> None:
        known = User.objects.filter(username=username).exists()
        user = self.user(username)
        for code in [] if known else members:
            member = Member.objects.get(network=network, code=code) if code else None
            Assignment.objects.create(user=user, network=network, role=role, member=member)


@transaction.atomic
def create_accounts(networks: list[Network], password: str | None = None) -> DemoAccounts:
    """Make the accounts of these networks and `admin`; without a password one is made at random.

    An account that exists keeps its password and its roles. Raises DemoRefused when DEBUG is off.
    """
    if not settings.DEBUG:
        raise DemoRefused
    accounts = DemoAccounts(password or secrets.token_urlsafe(9))
    accounts.user("admin", is_staff=True, is_superuser=True)
    for network in networks:
        for name, role in ROLES.items():
            accounts.give(f"{name}-{network.slug}", network, role, [None])
        for number, members in enumerate(read_fixture(network.slug).get("technicians", []), start=1):
            suffix = "" if number == 1 else f"-{number}"
            accounts.give(f"tecnica-{network.slug}{suffix}", network, Role.TECHNICIAN, members)
    return accounts
