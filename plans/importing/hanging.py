"""What hangs on an activity: its products, deadlines, proofs, parties and the fields of an exported plan.

In a row with products the deadlines and the proofs are theirs; the parties are the activity's while it stands in
one row, and those of the row's products when it goes on over several.
"""

from __future__ import annotations

from collections.abc import Sequence

from networks.sentences import gettext_noop
from plans.deadlines import Deadline, parse
from plans.importing.aligning import is_by_member, items, match_words, read_deadlines
from plans.importing.draft import (
    DraftActivity,
    DraftDeliverable,
    DraftParty,
    DraftVerification,
    Options,
)
from plans.importing.fields import (
    is_exact_party,
    parse_concerns,
    parse_deadline,
    parse_indicator,
    parse_line,
    parse_list,
    parse_member_deadlines,
    parse_months,
    parse_party,
    parse_text,
    parse_yes,
)
from plans.importing.grid import Grid
from plans.importing.headings import normalised
from plans.importing.party_words import dated_note, split_parties
from plans.importing.telling import BY_WORDS, Teller
from plans.importing.words import PLACE, number
from plans.weights import quantize

PARTIES = ("responsible", "support", "funding")
_HUNG_ROLES = "deliverable deadline deadline_start deadline_end verification indicator notes"
_HUNG = frozenset((*_HUNG_ROLES.split(), *PARTIES))
DATED_PARTY = gettext_noop("La fecha de «%(words)s» se deja con el nombre: no es un plazo del plan.")
AS_WORDS = gettext_noop("Si es un plazo, escríbalo en la actividad.")
Holder = DraftActivity | DraftDeliverable


class Hanging:
    def __init__(self, grid: Grid, options: Options, teller: Teller) -> None:
        self.grid, self.options, self.teller = grid, options, teller
        self._own = [
            (role, reader)
            for role, reader in (
                ("notes", self.read_notes),
                ("concerns", self.read_concerns),
                ("months", self.read_months),
                ("indicator", self.read_indicators),
                ("themes", self.read_themes),
            )
            if grid.has(role)
        ]

    def read(self, rows: list[int], activities: list[DraftActivity], *, goes_on: bool = False) -> None:
        """`goes_on`: the first row is not the activity's own."""
        party_rows = {
            kind: [row for row in rows if self.grid.says(row, kind)] for kind in PARTIES if self.grid.has(kind)
        }
        for row in rows:
            products = self.read_products(row, activities)
            owners = self.owners(activities, products)
            self.read_deadlines(row, owners)
            self.read_verifications(row, activities, products)
            for kind, told in party_rows.items():
                theirs = products if goes_on or (len(rows) > 1 and set(told) - {rows[0]}) else []
                self.read_parties(row, kind, theirs or activities, repeated=row != rows[0] and row not in told)
            self.read_member_deadlines(row, owners)
            for role, reader in self._own:
                if self.grid.lines(row, role):
                    for activity in activities:
                        reader(row, activity)

    def is_all(self, row: int) -> bool:
        """Whether a row says nothing but products and what hangs on them."""
        roles = {self.grid.roles.get(column, "") for column in self.grid.cells(row)}
        return not self.grid.exact and all(role in _HUNG or ":" in role for role in roles)

    def owners(self, activities: list[DraftActivity], products: list[DraftDeliverable]) -> list[Holder]:
        return list(products) if products else list(activities)

    # -- products -----------------------------------------------------------------------------------------

    def read_products(self, row: int, activities: list[DraftActivity]) -> list[DraftDeliverable]:
        lines = self.grid.use(row, "deliverable")
        if not lines:
            return []
        if self.grid.exact:
            titles = [parse_line(parse_text(lines))]
        else:
            beside = [len(self.grid.lines(row, role)) for role in ("deadline", "verification")]
            titles = items(lines, [len(activities), *beside] if len(activities) > 1 else beside)
        where = self.grid.where(row, "deliverable")
        products = [DraftDeliverable(title, where=where) for title in titles]
        for place, product in zip(self.shared(row, "deliverable", titles, activities), products, strict=True):
            activities[place].deliverables.append(product)
        return products

    def shared(self, row: int, role: str, texts: Sequence[str], things: Sequence[Holder]) -> list[int]:
        """To which thing each text goes: one each, all to the only one, or by their words, and it is told."""
        if len(things) == 1:
            return [0] * len(texts)
        if len(texts) == len(things):
            return list(range(len(texts)))
        self.teller.count(role, self.grid.where(row, role), len(texts), len(things), BY_WORDS)
        return match_words(texts, [self.words_of(thing) for thing in things])

    def words_of(self, thing: Holder) -> str:
        products = thing.deliverables if isinstance(thing, DraftActivity) else []
        return " ".join([thing.title, *(product.title for product in products)])

    # -- deadlines ----------------------------------------------------------------------------------------

    def read_deadlines(self, row: int, owners: list[Holder]) -> None:
        lines = self.grid.use(row, "deadline")
        given = [
            self.grid.use_text(row, role) for role in ("deadline_start", "deadline_end", "deadline_precision")
        ]
        if lines or any(given):
            if self.grid.has("deadline_precision"):
                values = [(self.exact_deadline(row, lines, given), False)] * len(owners)
            else:
                values = self.written_deadlines(row, lines, given, len(owners))
            where = self.grid.where(row, "deadline" if lines else "deadline_end")
            for owner, (deadline, by_member) in zip(owners, values, strict=True):
                self.date(owner, deadline, by_member)
                if isinstance(owner, DraftActivity):
                    owner.places.setdefault("deadline", where)
        if self.says_yes(row, "deadline_by_member"):
            for owner in owners:
                owner.by_member = True

    def says_yes(self, row: int, role: str) -> bool:
        words = self.grid.use_text(row, role)
        if words and not parse_yes(words) and normalised(words) not in ("no", "nao"):
            self.teller.words(self.grid.where(row, role), words)
        return parse_yes(words)

    def date(self, owner: Holder, deadline: Deadline, by_member: bool) -> None:
        """A later row's deadline joins the one already read."""
        if owner.deadline.text and not deadline.text:
            return
        if owner.deadline.text and owner.deadline.text != deadline.text:
            deadline = parse(f"{owner.deadline.text} / {deadline.text}", self.options.first_year)
        owner.deadline = deadline
        owner.by_member = owner.by_member or (by_member and not self.grid.exact)

    def exact_deadline(self, row: int, lines: Sequence[str], given: list[str]) -> Deadline:
        text = parse_text(lines)
        try:
            return parse_deadline(text, *given, self.options.first_year)
        except ValueError:
            self.teller.words(self.grid.where(row, "deadline_start"), " · ".join(filter(None, given)))
            return parse(parse_line(text), self.options.first_year)

    def written_deadlines(
        self, row: int, lines: tuple[str, ...], given: list[str], count: int
    ) -> list[tuple[Deadline, bool]]:
        year = self.options.first_year
        if any(given):
            ends = " a ".join(dict.fromkeys(words for words in given[:2] if words))
            text = " / ".join([*lines, ends]) if lines else ends
            read = parse(ends, year)
            return [(Deadline(text, read.start, read.end, read.precision), is_by_member(text))] * count
        found = read_deadlines(lines, count, year)
        if found.is_off:
            self.teller.count("deadline", self.grid.where(row, "deadline"), len(lines), count)
        return found.values

    def read_member_deadlines(self, row: int, owners: list[Holder]) -> None:
        lines = self.grid.use(row, "member_deadlines")
        if lines:
            rows, others = parse_member_deadlines(lines, self.options.first_year)
            for owner in owners:
                owner.member_deadlines += rows
            self.not_understood(row, "member_deadlines", others)

    # -- proofs and parties -------------------------------------------------------------------------------

    def read_verifications(
        self, row: int, activities: list[DraftActivity], products: list[DraftDeliverable]
    ) -> None:
        lines = self.grid.use(row, "verification")
        if not lines:
            return
        if self.grid.exact:
            lines = tuple(map(parse_line, lines))
        elif len(lines) > 1:
            lines = tuple(items(lines, [len(products) or len(activities), len(lines)]))
        where = self.grid.where(row, "verification")
        owners: list[Holder] = self.owners(activities, products)
        if len(lines) == 1 and len(products) > 1 and len(activities) == 1:
            owners = list(activities)  # one proof of several products proves the activity
        if not products and len(activities) > 1 and len(lines) == 1:
            places = range(len(activities))
            lines = lines * len(activities)
        else:
            places = self.shared(row, "verification", lines, owners)
        for place, line in zip(places, lines, strict=True):
            if self.grid.exact or line != PLACE:
                owners[place].verifications.append(DraftVerification(line, where))

    def read_parties(self, row: int, kind: str, owners: Sequence[Holder], *, repeated: bool) -> None:
        lines = self.grid.use(row, kind)
        if not lines or (repeated and not isinstance(owners[0], DraftDeliverable)):
            return
        where = self.grid.where(row, kind)
        names = list(lines) if self.grid.exact else split_parties(lines)
        for name in names:
            if not is_exact_party(name) and dated_note(name):
                self.teller.words(where, name, DATED_PARTY, AS_WORDS)
            for owner in owners:
                party = parse_party(name, kind) if is_exact_party(name) else DraftParty(kind, name)
                party.where = where
                owner.parties.append(party)

    # -- the activity's own -------------------------------------------------------------------------------

    def read_notes(self, row: int, activity: DraftActivity) -> None:
        text = parse_text(self.grid.use(row, "notes"))
        activity.notes = "\n".join(part for part in (activity.notes, text) if part)
        activity.places.setdefault("notes", self.grid.where(row, "notes"))

    def read_concerns(self, row: int, activity: DraftActivity) -> None:
        text = self.grid.use_text(row, "concerns")
        if found := parse_concerns(text):
            activity.concerns, activity.members = found
        else:
            self.not_understood(row, "concerns", [text])

    def read_months(self, row: int, activity: DraftActivity) -> None:
        months, others = parse_months("\n".join(self.grid.use(row, "months")), self.options.first_year)
        activity.months = sorted({*activity.months, *months})
        activity.months_are_sample = self.says_yes(row, "months_sample")
        self.not_understood(row, "months", others)

    def read_indicators(self, row: int, activity: DraftActivity) -> None:
        """One a line; a second column of figures, one for each, gives their targets."""
        lines = self.grid.use(row, "indicator")
        half = len(lines) // 2
        targets = [number(line) for line in lines[half:]]
        is_paired = len(self.grid.columns["indicator"]) == 2 and half * 2 == len(lines) and None not in targets
        for place, line in enumerate(lines[:half] if is_paired else lines):
            indicator, others = parse_indicator(line)
            if is_paired:
                indicator.target = quantize(targets[place])
            activity.indicators.append(indicator)
            self.not_understood(row, "indicator", others)
        activity.places.setdefault("indicator", self.grid.where(row, "indicator"))

    def read_themes(self, row: int, activity: DraftActivity) -> None:
        activity.themes += parse_list("\n".join(self.grid.use(row, "themes")))

    def not_understood(self, row: int, role: str, words: Sequence[str]) -> None:
        for line in words:
            self.teller.words(self.grid.where(row, role), line)
