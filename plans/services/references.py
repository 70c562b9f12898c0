"""What a drafted version names that the network must have, and what is wrong with the draft."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext as _

from networks.models import MandatedFunction, Member, Network, Organization
from plans.models import Party, PartyScope, Theme

TOLD = 40


class Refusals:
    """Everything wrong that was found, told at once."""

    def __init__(self) -> None:
        self.messages: list[str] = []
        self.more = 0

    def add(self, place: str, message: str) -> None:
        if len(self.messages) < TOLD:
            self.messages.append(f"{place}: {message}")
        else:
            self.more += 1

    def refuse(self) -> None:
        """ValidationError if there is anything."""
        if self.more:
            self.messages.append(_("Y %(n)s más.") % {"n": self.more})
        if self.messages:
            raise ValidationError(self.messages)


class References:
    """What the draft names by code, name or number: ids of the network's own, read once."""

    def __init__(self, network: Network) -> None:
        self.network = network
        members = Member.objects.filter(network=network).values_list("code", "pk", "name")
        self.members = {code: pk for code, pk, _name in members}
        self.member_names = {pk: name for _code, pk, name in members}
        organizations = Organization.objects.filter(network=network).values_list("name", "pk", "short_name")
        self.organizations = {name: pk for name, pk, _short in organizations}
        self.organization_names = {pk: short or name for name, pk, short in organizations}
        self.functions = dict(MandatedFunction.objects.filter(network=network).values_list("number", "pk"))
        themes = Theme.objects.for_network(network).order_by(F("network").asc(nulls_first=True))
        self.themes = dict(themes.values_list("code", "pk"))
        named = (PartyScope.EVERY_MEMBER, PartyScope.SECRETARIAT)
        self.scopes = {scope.value: str(scope.label) for scope in named}

    def shown(self, party: Party) -> str | None:
        """How the plan names the party where it has no words of its own; None for nobody."""
        if party.scope == PartyScope.MEMBER:
            return self.member_names.get(party.member_id)
        if party.scope == PartyScope.ORGANIZATION:
            return self.organization_names.get(party.organization_id)
        return self.scopes.get(party.scope)
