"""The names of a document beside those of the network: proposed, and chosen by her."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from networks.models import Contact, Member, Network, Organization
from plans.importing.draft import Draft
from plans.importing.parties import Directory, Match, proposals
from plans.models import PartyKind, PartyScope

# Above these the page would be all selects: what is left stays as it was matched.
MOST_ASKED = 60
MOST_LISTED = 60


@dataclass(frozen=True, slots=True)
class PartyChoice:
    """Words of the document, how often and in what roles they stand there, and who they may be.

    `choices` are for a select; `chosen` the one that holds now, which without her answer is the only exact match.
    """

    words: str
    times: int
    roles: str
    choices: list[Any]
    chosen: str


def directory_of(network: Network) -> Directory:
    """Whom the network knows, by every name it has for each."""
    members = Member.objects.filter(network=network).select_related("territory", "organization")
    named = [
        (row.code, row.name, row.territory.name if row.territory else "", *_names(row.organization))
        for row in members
    ]
    organizations = [(row.name, row.name, row.short_name) for row in Organization.objects.filter(network=network)]
    contacts = Contact.objects.filter(member__network=network).current()
    rows = contacts.values_list("name", "post", "member__code")
    return Directory(
        members=named,
        organizations=organizations,
        contacts=[(words, code) for name, post, code in rows for words in (name, post) if words],
        words=(network.member_word, network.member_word_plural),
    )


def _names(organization: Organization | None) -> tuple[str, ...]:
    return (organization.name, organization.short_name) if organization else ()


def party_choices(network: Network, draft: Draft, answers: dict[str, str]) -> list[PartyChoice]:
    """Those to ask about: first what nobody in the network is exactly called, then what she already answered."""
    rows = proposals(draft.versions, directory_of(network))
    kinds = _kinds(draft)
    open_rows = [row for row in rows if row.chosen == PartyScope.WORDS or row.words in answers]
    everyone = _everyone(network)
    return [
        PartyChoice(
            words=row.words,
            times=row.count,
            roles=", ".join(kinds[row.words]),
            choices=_choices(row.matches, row.chosen, everyone),
            chosen=row.chosen,
        )
        for row in sorted(open_rows, key=lambda row: not row.matches)[:MOST_ASKED]
    ]


def _kinds(draft: Draft) -> dict[str, list[str]]:
    """The roles in which each name stands, as they are called."""
    found: dict[str, set[str]] = defaultdict(set)
    for version in draft.versions:
        for activity in version.walk():
            for row in (activity, *activity.deliverables):
                for party in row.parties:
                    found[party.words].add(party.kind)
    labels = {kind.value: str(kind.label) for kind in PartyKind}
    return {words: [label for kind, label in labels.items() if kind in kinds] for words, kinds in found.items()}


def _everyone(network: Network) -> list[Any]:
    """Every possible answer, in groups."""
    members = [(f"member:{row.code}", row.name) for row in Member.objects.filter(network=network)[:MOST_LISTED]]
    organizations = [
        (f"organization:{row.name}", str(row))
        for row in Organization.objects.filter(network=network)[:MOST_LISTED]
    ]
    own = [
        ("every", _("cada %(member)s") % {"member": network.member_word}),
        ("secretariat", _("la secretaría técnica")),
    ]
    groups = [(_("De la red"), own), (network.member_word_plural.capitalize(), members)]
    return [*groups, (_("Organizaciones"), organizations)]


def _choices(matches: list[Match], chosen: str, everyone: list[Any]) -> list[Any]:
    """«En palabras» first, then what is proposed, then everyone; what was chosen is always among them."""
    proposed = [(match.choice, _(match.label)) for match in matches]
    said = {choice for choice, _label in proposed}
    known = said | {"words"} | {choice for _group, pairs in everyone for choice, _label in pairs}
    if chosen not in known:
        proposed.append((chosen, chosen.partition(":")[2] or chosen))
    rest = [(group, [pair for pair in pairs if pair[0] not in said]) for group, pairs in everyone]
    likely = [(_("Puede ser"), proposed)] if proposed else []
    return [("words", _("en palabras, tal como está")), *likely, *(one for one in rest if one[1])]
