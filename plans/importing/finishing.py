"""What is settled once the whole table is read: children by their codes, codes where there are none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from networks.sentences import gettext_noop
from plans.codes import next_code
from plans.importing.blocks import with_code
from plans.importing.draft import DraftActivity, DraftEje, Options, Where
from plans.importing.phrases import capital
from plans.importing.telling import Teller
from plans.importing.words import parent_codes

LONGEST = 20
REPEATED = gettext_noop("El código «%(words)s» está repetido o es demasiado largo.")
RENAMED = gettext_noop("Se le da otro; corríjalo si hace falta.")


def finish(ejes: list[DraftEje], options: Options, teller: Teller, *, exact: bool) -> None:
    number_ejes(ejes, options, teller)
    for eje in ejes:
        if not exact:
            _nest(eje)
        code_activities(eje, teller)


def number_ejes(ejes: Iterable[DraftEje], options: Options, teller: Teller) -> None:
    """Ejes without a code are 1, 2, …; without a title, «Eje 1»: the network's own word."""
    taken: set[str] = set()
    ejes = list(ejes)
    taken.update(eje.code for eje in ejes if eje.code)
    seen: set[str] = set()
    number = 0
    for eje in ejes:
        number += 1
        if not eje.code:
            while str(number) in taken:
                number += 1
            eje.code = str(number)
            taken.add(eje.code)
        elif eje.code in seen or len(eje.code) > LONGEST:
            eje.code = _renamed(eje.code, taken, eje.where, teller)
        seen.add(eje.code)
        eje.title = eje.title or f"{capital(options.eje_word)} {eje.code}"
        eje.where = replace(eje.where, code=eje.code)
        eje.places = {role: replace(where, code=eje.code) for role, where in eje.places.items()}


def _renamed(code: str, taken: set[str], where: Where, teller: Teller) -> str:
    teller.words(replace(where, code=code[:LONGEST]), code, REPEATED, RENAMED, "numbering_gap")
    new = next_code([*taken, code[: LONGEST - 3]], code[: LONGEST - 3]) if len(code) <= LONGEST else code[:LONGEST]
    number = 2
    while not new or new in taken:
        new = f"{code[: LONGEST - 4]}-{number}"
        number += 1
    taken.add(new)
    return new


def _nest(eje: DraftEje) -> None:
    """b.5.1 hangs from b.5 when both are there."""
    by_code = {activity.code.casefold(): activity for activity in eje.activities if activity.code}
    kept = []
    for activity in eje.activities:
        parents = (by_code.get(code.casefold()) for code in parent_codes(activity.code) if activity.code)
        parent = next((found for found in parents if found is not None and found is not activity), None)
        if parent is None:
            kept.append(activity)
        else:
            activity.objective = None
            parent.children.append(activity)
    eje.activities = kept


def code_activities(eje: DraftEje, teller: Teller) -> None:
    """Activities without a code follow their eje's, or their parent's: I.1, 3.2.1."""
    everyone = list(eje.walk())
    taken = {activity.code for activity in everyone if activity.code}
    _code(eje.code, eje.activities, taken, set(), teller)
    for activity in everyone:
        with_code(activity)


def _code(prefix: str, activities: list[DraftActivity], taken: set[str], seen: set[str], teller: Teller) -> None:
    for number, activity in enumerate(activities, start=1):
        if not activity.code:
            while (code := f"{prefix[: LONGEST - 6]}.{number}") in taken:
                number += 1
            activity.code = code
            taken.add(code)
        elif activity.code in seen or len(activity.code) > LONGEST:
            activity.code = _renamed(activity.code, taken, activity.where, teller)
        seen.add(activity.code)
        _code(activity.code, activity.children, taken, seen, teller)
