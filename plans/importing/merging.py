"""One plan out of several tables or sheets: the same eje in two of them is one, and no code stands twice."""

from __future__ import annotations

from collections.abc import Iterable

from plans.importing.draft import Discrepancy, DraftEje, Options
from plans.importing.finishing import code_activities, number_ejes
from plans.importing.phrases import capital
from plans.importing.telling import Teller
from plans.importing.words import similar
from plans.weights import HUNDRED


def merge(ejes: list[DraftEje], more: Iterable[DraftEje], options: Options, *, goes_on: bool = False) -> None:
    """Adds the ejes of another table; those with the same title go on.

    `goes_on` is for a table without headings right after another, or with a column of ejes that begins empty: its
    first eje, where the document names none, is the last one of the table before, unless that one's weights
    already add to 100.
    """
    before = list(ejes)  # ejes of one table stay apart, whatever they are called
    for place, eje in enumerate(more):
        known = next((known for known in before if _is_same(known, eje, options)), None)
        if known is None and goes_on and not place and ejes and _is_nameless(eje, options) and _is_open(ejes[-1]):
            known = ejes[-1]
        if known is None:
            ejes.append(eje)
        else:
            _join(known, eje)


def _is_same(known: DraftEje, eje: DraftEje, options: Options) -> bool:
    if _is_nameless(known, options) or _is_nameless(eje, options):
        return False
    return bool(similar(eje.title)) and similar(known.title) == similar(eje.title)


def _is_nameless(eje: DraftEje, options: Options) -> bool:
    """Whether its code and its title are only those Trama gave it."""
    return "eje_code" not in eje.places and eje.title in ("", f"{capital(options.eje_word)} {eje.code}")


def _is_open(eje: DraftEje) -> bool:
    weights = [leaf.weight for leaf in eje.leaves if leaf.weight is not None]
    return not weights or sum(weights) < HUNDRED


def _join(known: DraftEje, eje: DraftEje) -> None:
    places: list[int] = []
    titles = [similar(objective.title) for objective in known.objectives]
    for objective in eje.objectives:
        if similar(objective.title) in titles:
            places.append(titles.index(similar(objective.title)))
        else:
            places.append(len(known.objectives))
            known.objectives.append(objective)
    for activity in eje.activities:
        if activity.objective is not None:
            activity.objective = places[activity.objective]
    known.activities += eje.activities
    for name in ("weight", "declared_weight", "declared_earned"):
        if getattr(known, name) is None:
            setattr(known, name, getattr(eje, name))
    for name in ("goal", "theme", "functions"):
        setattr(known, name, getattr(known, name) or getattr(eje, name))
    known.places = eje.places | known.places


def number_again(ejes: list[DraftEje], options: Options) -> list[Discrepancy]:
    """Codes over the whole plan: those the document gives stay unless they repeat, Trama's own follow them."""
    for eje in ejes:
        if _is_nameless(eje, options):
            eje.code = eje.title = ""
        elif "eje_code" not in eje.places:
            eje.code = ""
        for activity in eje.walk():
            if "code" not in activity.places:
                activity.code = ""
    return settle_codes(ejes, options)


def settle_codes(ejes: list[DraftEje], options: Options) -> list[Discrepancy]:
    """A code where there is none, another where it repeats or is too long, and that is told."""
    teller = Teller()
    number_ejes(ejes, options, teller)
    for eje in ejes:
        code_activities(eje, teller)
    return teller.discrepancies
