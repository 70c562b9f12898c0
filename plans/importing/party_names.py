"""Names of members, organizations and contacts, in the many ways documents write them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache

from networks.sentences import gettext_noop
from plans.importing.headings import normalised

MEMBER, ORGANIZATION, EVERY, SECRETARIAT, WORDS = "member", "organization", "every", "secretariat", "words"
LABELS = {EVERY: gettext_noop("cada integrante"), SECRETARIAT: gettext_noop("la secretaría técnica")}
BEST = 5

_ARTICLE_WORDS = "el la los las lo un una the o os as a"
_LITTLE_WORDS = "de del da do das dos e y and para por en contra of for"
_COMMON_WORDS = """
coalicion coaliciones nacional nacionales regional regionales internacional oficina oficinas secretaria tecnica
direccion departamento unidad organizacion organizaciones institucion instituciones
"""
_ARTICLES = frozenset(_ARTICLE_WORDS.split())
_LITTLE = _ARTICLES | frozenset(_LITTLE_WORDS.split())
_COMMON = _LITTLE | frozenset(_COMMON_WORDS.split())
_NATIONAL = re.compile(r"^(?:coalicion|comite) nacional (?:de|del|contra .* de) ")
_NOTE = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]")
_ONE = (
    r"(?:pais|ciudad|localidad|integrante|miembr[oa]|region|municipio|municipalidad|entidad"
    r"|coalicion(?: nacional)?|comite nacional|socia|unidad)"
)
_MANY = (
    r"(?:paises|ciudades|localidades|integrantes|miembr[oa]s|regiones|municipios|municipalidades|entidades"
    r"|coaliciones(?: nacionales)?|socias|unidades)"
)
_MEMBERS = r"(?: miembr[oa]s?| integrantes?| de la (?:red|coalicion)| del pais)?"
_EVERY = re.compile(
    rf"^(?:cada (?:una de las |uno de los )?(?:{_ONE}|{_MANY}){_MEMBERS}|tod[oa]s (?:l[oa]s )?{_MANY}{_MEMBERS}"
    rf"|coaliciones nacionales|coalicion(?:es)? nacional(?:es)? de (?:cada pais|los paises)"
    rf"|{_MANY} (?:miembr[oa]s|integrantes))$"
)
_EVERY_INSIDE = re.compile(rf"\bcada {_ONE}\b|\bcoaliciones nacionales\b|\btod[oa]s l[oa]s {_MANY}\b")
_SECRETARIAT = re.compile(
    r"^(?:st|secretaria tecnica|secretaria)(?: regional| de la red| de la coalicion(?: regional)?)?$"
)
_NOT_OURS = re.compile(r"\b(?:st|secretarias?)\b.*\b(?:cada|locales|nacionales|paises)\b")


@dataclass(frozen=True, slots=True)
class Match:
    """Who some words may mean. `scope` and `ref` are as in `DraftParty`; `score` is 100 for an exact one."""

    scope: str
    ref: str
    label: str
    exact: bool
    score: int

    @property
    def choice(self) -> str:
        """As answers are written in `Options.choices`."""
        return f"{self.scope}:{self.ref}" if self.ref else self.scope


@dataclass(frozen=True, slots=True)
class Directory:
    """Whom a network knows. `members`: a code, then its names; `organizations`: a name, then its other names;
    `contacts`: a name or post, and its member's code. `words` are the network's for a member: singular, plural.
    """

    members: Sequence[Sequence[str]] = ()
    organizations: Sequence[Sequence[str]] = ()
    contacts: Sequence[tuple[str, str]] = ()
    words: Sequence[str] = ()
    _index: list[_Index] = field(default_factory=list, repr=False, compare=False)

    @property
    def index(self) -> _Index:
        if not self._index:
            self._index.append(_Index(self))
        return self._index[0]


class _Index:
    """Everyone by each way of writing their names."""

    def __init__(self, directory: Directory) -> None:
        self.exact: dict[str, dict[tuple[str, str], str]] = defaultdict(dict)
        self.by_token: dict[str, set[tuple[frozenset[str], str, str, str]]] = defaultdict(set)
        self.contacts: dict[str, dict[tuple[str, str], str]] = defaultdict(dict)
        self.known: set[tuple[str, str]] = set()
        for scope, rows in ((MEMBER, directory.members), (ORGANIZATION, directory.organizations)):
            for ref, *names in rows:
                self._add(scope, ref, [*names, ref] if names else [ref])
        labels = {code: (names or [code])[0] for code, *names in directory.members}
        for name, code in directory.contacts:
            if code in labels and name:
                self.contacts[name_key(name)][MEMBER, code] = labels[code]
        self.every = {normalised(word) for word in directory.words[1:]}
        self.every |= {f"cada {normalised(word)}" for word in directory.words[:1]}
        self.tokens = list(self.by_token)

    def _add(self, scope: str, ref: str, names: list[str]) -> None:
        self.known.add((scope, ref))
        for name in filter(None, names):
            for key in keys_of(name):
                self.exact[key][scope, ref] = names[0]
            tokens = frozenset(significant(name))
            for token in tokens:
                self.by_token[token].add((tokens, scope, ref, names[0]))

    def near(self, text: str, *, typos: bool) -> Iterator[Match]:
        """Whose name stands inside the words, or who has most of the words in its name."""
        tokens = set(significant(text))
        candidates = {row for token in tokens for row in self.by_token.get(token, ())}
        for name, scope, ref, label in candidates:
            shared = len(name & tokens)
            if name <= tokens:
                yield Match(scope, ref, label, False, 80)
            elif shared and (tokens <= name or 2 * shared >= len(name | tokens)):
                yield Match(scope, ref, label, False, 40 + 40 * shared // len(name | tokens))
        if typos and not candidates:
            for token in tokens:
                for close in get_close_matches(token, self.tokens, n=2, cutoff=0.84):
                    for name, scope, ref, label in self.by_token[close]:
                        if len(name) == len(tokens):
                            yield Match(scope, ref, label, False, 70)


@lru_cache(8192)
def name_key(name: str) -> str:
    """Without accents, case, articles or punctuation, and without «Coalición Nacional de …».

    >>> name_key("La Coalición Nacional de Panamá"), name_key("El Salvador")
    ('panama', 'salvador')
    """
    words = _NATIONAL.sub("", " ".join(_without_articles(name)))
    return " ".join(_without_articles(words)) or normalised(name)


def _without_articles(name: str) -> list[str]:
    return [word for word in normalised(name).split() if word not in _ARTICLES]


def significant(name: str) -> list[str]:
    words = normalised(name).split()
    return [word for word in words if word not in _COMMON] or words


def initials(name: str) -> str:
    """«Organización Internacional para las Migraciones» → oim; "" for fewer than three."""
    words = [word for word in normalised(name).split() if word not in _LITTLE]
    return "".join(word[0] for word in words) if len(words) > 2 else ""


def keys_of(name: str) -> set[str]:
    """Every exact way of writing a name: itself, its initials, and the acronym it gives in brackets."""
    whole, notes = without_notes(name)
    keys = {name_key(name), name_key(whole), initials(whole)}
    keys |= {name_key(note) for note in notes if is_acronym(note)}
    return keys - {""}


def is_acronym(text: str) -> bool:
    letters = text.replace(".", "").strip()
    return 2 <= len(letters) <= 12 and letters.isupper() and " " not in letters


def without_notes(text: str) -> tuple[str, list[str]]:
    """Words before and the notes in brackets: «OIM (marzo 2012)» → («OIM», [«marzo 2012»])."""
    return _NOTE.sub("", text).strip(), _NOTE.findall(text)


def find(words: str, directory: Directory, *, typos: bool = True) -> list[Match]:
    """Who some words may mean, best first; exact ones alone where there are."""
    index = directory.index
    plain = " ".join(normalised(words).split())
    whole, notes = without_notes(words)
    exact = list(_exactly(words, whole, notes, index)) or list(_scoped(plain, index))
    if exact:
        return _best(exact)
    near = list(index.near(whole, typos=typos))
    if notes:
        near += [
            Match(match.scope, match.ref, match.label, False, 95)
            for match in (*_scoped(normalised(whole), index), *_exactly(whole, whole, [], index))
        ]
    near += [
        Match(scope, ref, label, False, 75)
        for (scope, ref), label in index.contacts.get(name_key(words), {}).items()
    ]
    if _EVERY_INSIDE.search(plain) and not _NOT_OURS.search(plain):
        near.append(Match(EVERY, "", LABELS[EVERY], False, 60))
    return _best(near)


def _scoped(plain: str, index: _Index) -> Iterator[Match]:
    without = " ".join(word for word in plain.split() if word not in ("la", "las", "el", "los"))
    if _EVERY.match(plain) or _EVERY.match(without) or plain in index.every or without in index.every:
        yield Match(EVERY, "", LABELS[EVERY], True, 100)
    elif _SECRETARIAT.match(without) or _SECRETARIAT.match(re.sub(r"^la ", "", plain)):
        yield Match(SECRETARIAT, "", LABELS[SECRETARIAT], True, 100)


def _exactly(words: str, whole: str, notes: list[str], index: _Index) -> Iterator[Match]:
    """The name as it is; with its own acronym beside, in brackets; or its initials."""
    found = dict(index.exact.get(name_key(words), {}))
    if notes and all(is_acronym(note) for note in notes):
        found |= index.exact.get(name_key(whole), {})
    if not found and (letters := initials(whole)) and not notes:
        found = {who: label for who, label in index.exact.get(letters, {}).items() if is_acronym(label)}
    if is_acronym(words):
        found |= index.exact.get(name_key(words.replace(".", "")), {})
    for (scope, ref), label in found.items():
        yield Match(scope, ref, label, True, 100)


def _best(matches: Iterable[Match]) -> list[Match]:
    """The best of each, the best first, then by name; never a longer list than one reads."""
    best: dict[tuple[str, str], Match] = {}
    for match in matches:
        known = best.get((match.scope, match.ref))
        if not known or (match.exact, match.score) > (known.exact, known.score):
            best[match.scope, match.ref] = match
    ordered = sorted(best.values(), key=lambda match: (not match.exact, -match.score, match.label))
    return ordered[:BEST]
