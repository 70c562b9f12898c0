"""The directory: who is who in each country and member, as narrowed by what was asked."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from networks.folding import fold
from networks.models import ActionArea, Contact, ContactRank, Member, Network, Territory, User
from networks.models.directory import TerritoryLevel

PER_PAGE = 50
MOST_TERMS = 8
RANK_ORDER = Case(
    *(When(rank=rank, then=Value(place)) for place, rank in enumerate(ContactRank.values)),
    default=Value(len(ContactRank.values)),
    output_field=IntegerField(),
)
CURRENT, BEFORE, ALL = "", "anteriores", "todos"


@dataclass(frozen=True)
class Asked:
    """What the directory is narrowed to; `when` is CURRENT, BEFORE or ALL, `territory` and `area` are keys."""

    q: str = ""
    territory: int | None = None
    member: str = ""
    area: int | None = None
    rank: str = ""
    when: str = CURRENT

    @property
    def narrows(self) -> bool:
        return bool(self.q or self.territory or self.member or self.area or self.rank or self.when == BEFORE)

    @property
    def narrows_by_choice(self) -> bool:
        """By something else than words: what stands in the folded part of the form."""
        return replace(self, q="") != Asked()


class Place(NamedTuple):
    """A member and the territories it lies in, nearest first; `country` is empty where none of them is one."""

    pk: int
    code: str
    name: str
    country: str
    within: tuple[int, ...]
    folded: str


@dataclass(frozen=True)
class MemberGroup:
    place: Place
    contacts: list[Contact]


@dataclass(frozen=True)
class CountryGroup:
    country: str
    members: list[MemberGroup]


class _Places(Sequence):
    """What a paginator cuts: contacts counted member by member, read only for the page that is shown."""

    def __init__(self, directory: Directory) -> None:
        self.directory = directory

    def __len__(self) -> int:
        return self.directory.total

    def __getitem__(self, cut: slice) -> list[Contact]:
        return self.directory.between(cut.start, cut.stop)


@dataclass
class Directory:
    """The contacts of `network` that `asked` leaves, in the order they are shown."""

    network: Network
    user: User
    asked: Asked
    today: datetime.date
    territories: dict[int, Territory] = field(default_factory=dict)

    @cached_property
    def places(self) -> list[Place]:
        """Every member of the network, by country, then in the network's own order."""
        found = Territory.objects.for_network(self.network).only("name", "level", "parent_id")
        self.territories = {each.pk: each for each in found}
        rows = Member.objects.filter(network=self.network).order_by("order", "name", "pk")
        places = [self._place(*row) for row in rows.values_list("pk", "code", "name", "territory_id")]
        return sorted(places, key=lambda place: (not place.country, fold(place.country)))

    def _place(self, pk: int, code: str, name: str, territory: int | None) -> Place:
        line = self._line(territory)
        country = next((each.name for each in line if each.level == TerritoryLevel.COUNTRY), "")
        words = fold(" ".join([name, code, *(each.name for each in line)]))
        return Place(pk, code, name, country, tuple(each.pk for each in line), words)

    def _line(self, territory: int | None) -> list[Territory]:
        """The territory and those it belongs to; a circle is cut."""
        line: list[Territory] = []
        while (found := self.territories.get(territory)) is not None and found not in line:
            line.append(found)
            territory = found.parent_id
        return line

    @cached_property
    def asked_places(self) -> list[Place]:
        asked = self.asked
        return [
            place
            for place in self.places
            if (not asked.member or place.code == asked.member)
            and (asked.territory is None or asked.territory in place.within)
        ]

    @cached_property
    def rows(self) -> QuerySet[Contact]:
        """Unordered."""
        asked = self.asked
        rows = Contact.objects.for_user(self.user).filter(member__network=self.network)
        if asked.member or asked.territory is not None:
            rows = rows.filter(member__in=[place.pk for place in self.asked_places])
        for term in fold(asked.q).split()[:MOST_TERMS]:
            here = [place.pk for place in self.asked_places if term in place.folded]
            rows = rows.filter(Q(folded__contains=term) | Q(member__in=here))
        if asked.area is not None:
            rows = rows.filter(areas=asked.area)
        if asked.rank:
            rows = rows.filter(rank=asked.rank)
        if asked.when == CURRENT:
            rows = rows.valid_on(self.today)
        elif asked.when == BEFORE:
            rows = rows.filter(valid_to_on__lt=self.today)
        return rows.order_by()

    @cached_property
    def counts(self) -> list[tuple[Place, int]]:
        """Of each member that has any, in order."""
        found = dict(self.rows.values_list("member").annotate(n=Count("pk")))
        return [(place, found[place.pk]) for place in self.asked_places if place.pk in found]

    @cached_property
    def total(self) -> int:
        return sum(n for _place, n in self.counts)

    def page(self, number: str | None) -> Page:
        return Paginator(_Places(self), PER_PAGE).get_page(number)

    def between(self, start: int, stop: int) -> list[Contact]:
        """Reads the rows of the members that the cut touches, whatever the size of the rest."""
        wanted, before, skipped = [], 0, 0
        for place, n in self.counts:
            if before + n <= start:
                skipped = before + n
            elif before < stop:
                wanted.append(place.pk)
            before += n
        rows = self.ordered(self.rows.filter(member__in=wanted), wanted)
        return list(rows.prefetch_related("areas")[start - skipped : stop - skipped])

    def ordered(self, rows: QuerySet[Contact], members: Iterable[int]) -> QuerySet[Contact]:
        places = [When(member=pk, then=Value(number)) for number, pk in enumerate(members)]
        by_member = Case(*places, output_field=IntegerField()) if places else Value(0)
        return rows.annotate(by_member=by_member, by_rank=RANK_ORDER).order_by(
            "by_member", "by_rank", "name", "pk"
        )

    def grouped(self, contacts: Iterable[Contact]) -> list[CountryGroup]:
        by_pk = {place.pk: place for place in self.asked_places}
        groups = [
            MemberGroup(by_pk[pk], list(of_it)) for pk, of_it in groupby(contacts, key=lambda one: one.member_id)
        ]
        return [
            CountryGroup(country, list(of_it))
            for country, of_it in groupby(groups, key=lambda group: group.place.country)
        ]

    def every_row(self) -> Iterable[tuple[Place, Contact]]:
        """All of them, a thousand at a time, for a file."""
        by_pk = {place.pk: place for place in self.asked_places}
        members = [place.pk for place, _n in self.counts]
        for start in range(0, len(members), 500):
            some = members[start : start + 500]
            rows = self.ordered(self.rows.filter(member__in=some), some).prefetch_related("areas")
            for contact in rows.iterator(chunk_size=1000):
                yield by_pk[contact.member_id], contact

    def territory_choices(self) -> list[tuple[str, str]]:
        """Those in which some member lies: countries first, then the rest. Keys as an address writes them."""
        within = {pk for place in self.places for pk in place.within}
        found = [self.territories[pk] for pk in within]
        found.sort(key=lambda each: (each.level != TerritoryLevel.COUNTRY, fold(each.name)))
        return [(str(each.pk), each.name) for each in found]

    def area_choices(self) -> list[tuple[str, str]]:
        rows = ActionArea.objects.filter(network=self.network).values_list("pk", "name")
        return [(str(pk), name) for pk, name in rows]


def has_unfolded(network: Network) -> bool:
    return Contact.objects.filter(member__network=network, folded="").exists()
