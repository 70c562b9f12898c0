"""Random plans for properties: every field, odd signs, words that look like something else.

What no file keeps stays out: spaces that stand double or at the ends, the two signs an exported cell uses for
itself («¶» for a line break, «›» for depth), twin objectives, which a matrix shows
as one, and an objective called «—», which there means none.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from functools import lru_cache

from hypothesis import strategies as st

from plans.deadlines import PRECISIONS, Deadline, parse
from plans.importing.draft import (
    DraftActivity,
    DraftDeliverable,
    DraftEje,
    DraftIndicator,
    DraftMemberDeadline,
    DraftObjective,
    DraftParty,
    DraftVerification,
    DraftVersion,
)
from plans.importing.headings import NONE
from plans.importing.lines import lines_of
from plans.importing.party_names import Directory

FIRST_YEAR = 2024
TITLE = "Plan de la red"
MEMBERS = ("norte", "sur", "isla-1")
ORGANIZATIONS = ("Cruz Morada Internacional", "Red [de redes]; y más", "ONU, Mujeres")
DIRECTORY = Directory(
    members=[("norte", "Ciudad Norte"), ("sur", "Ciudad Sur"), ("isla-1", "Isla")],
    organizations=[("Cruz Morada Internacional", "CMI"), *((name,) for name in ORGANIZATIONS[1:])],
)
SIGNS = "aeiou ñÁ 19.,;:|=+-@\\/[]()«»\"'%•—–#&<>{}_\t*°ªx"
ODD = (
    "=1+1",
    "- con guion",
    "1.2 Con código",
    "Cumplido: sí",
    "Total",
    "Total 100",
    "—",
    "100",
    "Eje 3: otro",
    "• punto",
    "Actividad (40%)",
    "«entre comillas»",
    "Ciudad Norte",
    "cada integrante",
    "Norte [integrante norte]",
    "Sí",
    "a; b | c = d",
    "Objetivo específico",
    "@SUM(A1)",
    "agosto de 2024",
    "{'a': 1}",
)


def whole(text: str, length: int) -> str:
    return "\n".join(lines_of(text))[:length].strip()


@lru_cache
def lines(length: int = 60) -> st.SearchStrategy[str]:
    """One line or, now and then, two; never empty."""
    one = st.one_of(st.text(SIGNS, min_size=1, max_size=length), st.sampled_from(ODD))
    both = st.one_of(one, one, one, st.tuples(one, one).map("\n".join))
    return both.map(lambda text: whole(text, length)).filter(bool)


@lru_cache
def single(length: int) -> st.SearchStrategy[str]:
    """What is typed in a field of one line."""
    return lines(length).map(lambda text: text.replace("\n", " "))


@lru_cache
def texts() -> st.SearchStrategy[str]:
    """Notes: lines, some of them empty."""
    inner = st.lists(st.one_of(lines(40), st.just("")), max_size=4)
    some = st.tuples(lines(40), inner, lines(40)).map(lambda parts: "\n".join([parts[0], *parts[1], parts[2]]))
    return st.one_of(st.just(""), some)


@lru_cache
def percents() -> st.SearchStrategy[Decimal | None]:
    return st.one_of(st.none(), st.integers(0, 10_000).map(lambda cents: Decimal(cents).scaleb(-2)))


@lru_cache
def figures() -> st.SearchStrategy[Decimal | None]:
    return st.one_of(st.none(), st.integers(-(10**6), 10**13).map(lambda cents: Decimal(cents).scaleb(-2)))


WORDS = st.one_of(
    st.just(""), st.sampled_from(["agosto", "Segundo semestre de 2024", "permanente", "2012-2013"]), lines()
)
DAYS = st.dates(datetime.date(1990, 1, 1), datetime.date(2100, 12, 31))


@st.composite
def deadlines(draw: st.DrawFn) -> Deadline:
    """As read from its words, without dates, or with dates that its words do not give."""
    words = draw(WORDS)
    kind = draw(st.integers(0, 2))
    if kind == 0:
        return parse(words, FIRST_YEAR)
    if kind == 1:
        return Deadline(words, None, None, "none")
    start, end = sorted((draw(DAYS), draw(DAYS)))
    return Deadline(words, start, end, draw(st.sampled_from(PRECISIONS[:-1])))


@lru_cache
def parties() -> st.SearchStrategy[list[DraftParty]]:
    kinds = st.sampled_from(["funding", "responsible", "support"])
    scopes = st.one_of(
        st.tuples(st.just("words"), st.just("")),
        st.tuples(st.sampled_from(["every", "secretariat"]), st.just("")),
        st.tuples(st.just("member"), st.sampled_from(MEMBERS)),
        st.tuples(st.just("organization"), st.sampled_from(ORGANIZATIONS)),
    )
    one = st.builds(lambda kind, words, who: DraftParty(kind, words, *who), kinds, lines(), scopes)
    return st.lists(one, max_size=3)


@lru_cache
def own_deadlines() -> st.SearchStrategy[list[DraftMemberDeadline]]:
    given_words = deadlines().filter(lambda deadline: deadline.text or deadline.end)
    rows = st.builds(DraftMemberDeadline, st.sampled_from(MEMBERS), given_words)
    return st.lists(rows, max_size=2, unique_by=lambda row: row.member)


@lru_cache
def indicators() -> st.SearchStrategy[DraftIndicator]:
    name = single(20).filter(lambda text: text[0] not in "{[")  # what begins so is stored data of another shape
    cut = st.fixed_dictionaries({"by": name, "values": st.lists(single(10), max_size=3)})
    return st.builds(
        DraftIndicator,
        title=lines(),
        unit=st.one_of(st.just(""), single(20)),
        is_numeric=st.booleans(),
        baseline=figures(),
        target=figures(),
        disaggregation=st.lists(cut, max_size=2),
        over_periods=st.sampled_from(["sum", "latest"]),
        over_members=st.sampled_from(["sum", "mean", "latest"]),
    )


@lru_cache
def hanging() -> dict[str, st.SearchStrategy]:
    return {
        "deadline": deadlines(),
        "by_member": st.booleans(),
        "verifications": st.lists(st.builds(DraftVerification, lines()), max_size=2),
        "parties": parties(),
        "member_deadlines": own_deadlines(),
    }


@st.composite
def activities(draw: st.DrawFn, code: str, depth: int = 0) -> DraftActivity:
    count = draw(st.sampled_from([0, 0, 0, 1, 2])) if depth < 3 else 0
    children = [draw(activities(f"{code}.{place + 1}", depth + 1)) for place in range(count)]
    concerns = draw(st.sampled_from(["network", "every", "some"]))
    chosen = draw(st.lists(st.tuples(st.integers(2012, 2025), st.integers(1, 12)), max_size=3, unique=True))
    months = sorted(f"{year}-{month:02d}" for year, month in chosen)
    rest = st.builds(
        DraftActivity,
        code=st.just(code),
        title=lines(),
        notes=texts(),
        weight=st.none() if children else percents(),
        concerns=st.just(concerns),
        members=st.lists(st.sampled_from(MEMBERS), unique=True) if concerns == "some" else st.just([]),
        months=st.just(months),
        months_are_sample=st.booleans() if months else st.just(False),
        themes=st.lists(st.sampled_from(["ODS 5.2", "CEDAW 7", "A;B", "x\\y"]), max_size=2, unique=True),
        deliverables=st.lists(st.builds(DraftDeliverable, title=lines(), **hanging()), max_size=2),
        indicators=st.lists(indicators(), max_size=2),
        children=st.just(children),
        **hanging(),
    )
    return draw(rest)


@st.composite
def ejes(draw: st.DrawFn, code: str) -> DraftEje:
    codes = st.one_of(st.just(""), st.sampled_from(["1.A", "OE 1", "b)"]))
    named = st.builds(DraftObjective, codes, lines().filter(lambda title: title != NONE))
    objectives = draw(st.lists(named, max_size=2, unique_by=lambda row: (row.code, row.title)))
    count = draw(st.integers(0, 2))
    rows = [draw(activities(f"{code}.{place + 1}")) for place in range(count)]
    # In the order they are read: those of each objective, then those of none.
    places = sorted(draw(st.integers(0, len(objectives))) for _row in rows)
    for row, place in zip(rows, places, strict=True):
        row.objective = place if place < len(objectives) else None
    rest = st.builds(
        DraftEje,
        code=st.just(code),
        title=lines(),
        weight=percents(),
        goal=texts(),
        theme=st.one_of(st.just(""), lines()),
        functions=st.lists(st.integers(1, 40), max_size=3, unique=True),
        objectives=st.just(objectives),
        activities=st.just(rows),
    )
    return draw(rest)


@st.composite
def versions(draw: st.DrawFn) -> DraftVersion:
    codes = draw(
        st.lists(st.sampled_from(["1", "A", "b", "IV", "Eje 7", "x-9"]), min_size=1, max_size=2, unique=True)
    )
    name = draw(st.one_of(st.just(""), single(60), st.just(TITLE)))
    return DraftVersion(name, ejes=[draw(ejes(code)) for code in codes])
