"""Who each party is: names of the document matched to the network's, proposing, never guessing in silence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from networks.sentences import gettext_noop
from plans.importing.draft import (
    Discrepancy,
    DraftActivity,
    DraftDeliverable,
    DraftParty,
    DraftVersion,
    Options,
    Where,
)
from plans.importing.fields import literal_words
from plans.importing.headings import normalised
from plans.importing.party_names import MEMBER, ORGANIZATION, WORDS, Directory, Match, find
from plans.importing.phrases import short

__all__ = ["Directory", "Match", "Proposal", "apply", "match", "proposals"]

_TYPOS_AT_MOST = 300

UNMATCHED = gettext_noop("«%(words)s» no es el nombre exacto de nadie de la red.")
UNMATCHED_TIMES = gettext_noop(
    "«%(words)s», que está en %(n)s lugares, no es el nombre exacto de nadie de la red."
)
AMBIGUOUS = gettext_noop("«%(words)s» puede ser más de uno en la red.")
UNKNOWN_MEMBER = gettext_noop("La red no tiene una integrante con el código «%(words)s».")
STAYS = gettext_noop("Queda con esas palabras, sin ligarse a nadie.")
CANDIDATES = gettext_noop("Queda con esas palabras; elija si es %(candidates)s.")
LEFT_OUT = gettext_noop("Se deja fuera: agréguela a la red y vuelva a importar, o corrija el código.")

_Row = DraftActivity | DraftDeliverable


@dataclass(frozen=True, slots=True)
class Proposal:
    """Words of the document, how often they stand in it, who they may be, and the choice made so far."""

    words: str
    count: int
    matches: list[Match]
    chosen: str


def match(words: str, directory: Directory) -> list[Match]:
    """Who some words may mean, best first.

    Exact: the same name without accents, case or articles, its acronym or initials, «cada país» and the like
    (every member), «Secretaría Técnica», «ST Regional» and the like. The rest are near, to be asked.
    """
    return find(words, directory)


def apply(versions: Sequence[DraftVersion], directory: Directory, options: Options) -> list[Discrepancy]:
    """Sets whom each party means: her answers win, then the only exact match; other words stay, told once each."""
    matcher = _Matcher(directory, options)
    for version in versions:
        for row in _rows(version):
            for party in row.parties:
                matcher.settle(party)
            _keep_known_members(row, matcher)
    return matcher.discrepancies()


def proposals(versions: Sequence[DraftVersion], directory: Directory) -> list[Proposal]:
    """One for each distinct words of the parties, in reading order, for the screen where she chooses."""
    found: dict[str, list[DraftParty]] = {}
    for version in versions:
        for row in _rows(version):
            for party in row.parties:
                if party.words:
                    found.setdefault(_same(party.words), []).append(party)
    rows = []
    for parties in found.values():
        first = parties[0]
        words = first.words
        matches = find(words, directory, typos=len(found) <= _TYPOS_AT_MOST)
        rows.append(
            Proposal(words, len(parties), matches, f"{first.scope}:{first.ref}" if first.ref else first.scope)
        )
    return rows


def _rows(version: DraftVersion) -> Iterator[_Row]:
    for activity in version.walk():
        yield activity
        yield from activity.deliverables


def _same(words: str) -> str:
    """Words that differ only in case, accents or points are asked about once."""
    return normalised(words) or words


class _Matcher:
    """Answers once for each distinct words, and remembers where they first stood."""

    def __init__(self, directory: Directory, options: Options) -> None:
        self.directory = directory
        self.choices = {_same(words): choice for words, choice in options.choices.items()}
        self.answers: dict[str, tuple[str, str] | None] = {}
        self.matches: dict[str, list[Match]] = {}
        self.unmatched: dict[str, list[DraftParty]] = {}
        self.unknown: dict[str, Where] = {}

    def settle(self, party: DraftParty) -> None:
        if party.scope in (MEMBER, ORGANIZATION) and (party.scope, party.ref) not in self.directory.index.known:
            party.words, party.scope, party.ref = party.words or party.ref, WORDS, ""
        if party.scope != WORDS:
            return
        if (literal := literal_words(party.words)) is not None:
            party.words = literal
            return
        answer = self._answer(party.words)
        if answer:
            party.scope, party.ref = answer
        else:
            self.unmatched.setdefault(_same(party.words), []).append(party)

    def _answer(self, words: str) -> tuple[str, str] | None:
        """Scope and ref; None for words that are nobody's until she says so."""
        if words not in self.answers:
            self.answers[words] = self._chosen(words) or self._exact(words)
        return self.answers[words]

    def _chosen(self, words: str) -> tuple[str, str] | None:
        scope, _, ref = self.choices.get(_same(words), "").partition(":")
        if scope in (MEMBER, ORGANIZATION) and (scope, ref) not in self.directory.index.known:
            return None
        return (scope, ref) if scope else None

    def _exact(self, words: str) -> tuple[str, str] | None:
        found = find(words, self.directory, typos=len(self.matches) <= _TYPOS_AT_MOST)
        exact = [match for match in found if match.exact]
        if len(exact) == 1:
            return exact[0].scope, exact[0].ref
        self.matches[words] = found
        return None

    def discrepancies(self) -> list[Discrepancy]:
        found = [self._unmatched(named) for named in self.unmatched.values()]
        for code, where in self.unknown.items():
            found.append(
                Discrepancy("party_unmatched", where, UNKNOWN_MEMBER, {"words": code}, code, proposal=LEFT_OUT)
            )
        return found

    def _unmatched(self, named: list[DraftParty]) -> Discrepancy:
        words = named[0].words
        matches = self.matches.get(words, [])
        candidates = [match.label for match in matches]
        places = len({replace(party.where, code="") for party in named})
        text = UNMATCHED if places == 1 else UNMATCHED_TIMES
        if any(match.exact for match in matches):
            text = AMBIGUOUS
        listed = " o ".join([", ".join(candidates[:-1]), candidates[-1]] if candidates[1:] else candidates)
        return Discrepancy(
            "party_unmatched",
            named[0].where,
            text,
            {"words": short(words), "n": str(places), "candidates": listed},
            declared=words,
            computed=candidates[0] if candidates else "",
            proposal=CANDIDATES if candidates else STAYS,
        )


def _keep_known_members(row: _Row, matcher: _Matcher) -> None:
    """Codes of members that the network has not: told, and left out."""
    known = matcher.directory.index.known

    def is_known(code: str) -> bool:
        if (MEMBER, code) not in known:
            matcher.unknown.setdefault(code, replace(row.where))
            return False
        return True

    row.member_deadlines = [deadline for deadline in row.member_deadlines if is_known(deadline.member)]
    if isinstance(row, DraftActivity) and row.members:
        row.members = [code for code in row.members if is_known(code)]
        row.concerns = row.concerns if row.members else "every"
