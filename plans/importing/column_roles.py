"""From the words of a heading to the role of its column.

Remembered answers win, then the synonyms of `headings`, then the words that decide by themselves. Two answers are
not roles yet: `META` (a deadline, a goal or an indicator) and `OBJECTIVE` (an eje or an objective); `columns`
settles them by what stands around and beneath.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from plans.importing.headings import ROLE_BY_KEY, SYNONYMS, key, normalised
from plans.importing.spans import Span, span
from plans.importing.words import month, read_status, similar

META, OBJECTIVE = "?meta", "?objetivo"
_UNSETTLED = {"meta": META, "metas": META, "meta anual": META, "metas anuais": META, "meta programada": META}
_UNSETTLED |= {"objetivo": OBJECTIVE, "objetivos": OBJECTIVE}
_UNSETTLED_BY_KEY = {key(words): role for words, role in _UNSETTLED.items()}
_SQUEEZED = {similar(word): role for role, words in SYNONYMS.items() for word in words.split(";")}
_WEIGHT = "ponderacion ponderac pond ponderador pes puntaj ponderad"
_PERCENT = "% porcentaj percentual"
_DONE = "ganad lograd obtenid alcanzad obtid conseguid"
_LEVEL = "ej eix line linh are component operativ"
# A column whose heading has a word of each group; the first that fits decides.
_DECISIVE = tuple(
    (role, tuple(frozenset(group.split()) for group in groups))
    for role, groups in (
        ("earned", (f"{_WEIGHT} {_PERCENT}", _DONE)),
        ("eje_weight", (_WEIGHT, _LEVEL)),
        ("weight", (_WEIGHT,)),
        ("progress", ("avanc progres ejecucion execuc cumplimient cumpriment", f"{_PERCENT} grad nivel")),
        ("verification", ("verificacion verificac verificador evidenci",)),
        ("indicator", ("indicador",)),
        ("support", ("apoy apoi corresponsabl colaborador aliad parceir",)),
        ("funding", ("financiamient financiament financiacion presupuest orcament cost",)),
        ("responsible", ("responsabl responsavel responsavei encargad ejecutor",)),
        ("deadline_start", ("fech dat plaz", "inici inicial")),
        ("deadline_end", ("fech dat plaz", "termin fin final")),
        ("deadline", ("plaz fech praz calendari cronogram vencimient temporalidad",)),
        ("deliverable", ("product produt entregabl entregavel entregavei",)),
        ("sub_activity", ("subactividad subatividad subaccion subtar",)),
        ("activity", ("actividad accion atividad acoe",)),
        ("objective", ("objetiv", "especific particular")),
        ("eje", ("ej eix component dimension pilar",)),
        ("status", ("estad situacion situac cumpl cumpli cumplid cumplimient cumpr cumprid cumpriment",)),
        ("obstacles", ("obstacul dificultad dificuldad limitacion",)),
        ("funding", ("recurs",)),
        (META, ("met",)),
        (OBJECTIVE, ("objetiv",)),
        ("eje", ("line linh are",)),
        ("narrative", ("logr avanc descripcion descric resultad justificacion",)),
        ("notes", ("observacion observac observacoe comentari not",)),
    )
)
_PLANNED = re.compile(
    r"\b(?:programad[oa]s?|programacion|planificad[oa]s?|planead[oa]s?|previst[oa]s?|p|prog"
    r"|(?:cronograma|plazo|calendario|periodo|mes|meses|tiempo|fechas?) de ejecucion)\b"
)
_EXECUTED = re.compile(
    r"\b(?:ejecutad[oa]s?|ejecucion|realizad[oa]s?|executad[oa]s?|cumplid[oa]s?|logrado|e|r|ejec|avance)\b"
)
MAX_HEADING = 110
_ANSWERS = ("no", "nao")
_YES_OR_NO = ("si", "sim", *_ANSWERS)
_ANSWERED = re.compile(r"(\w+) (si|sim|no|nao)")
_ORDER = re.compile(r"[1-6]|i{1,3}|i?v|vi")
# What a heading over quarters may say for its marks to be months.
_OVER_MONTHS = ("", "deadline", "months")
_MOST_WORDS = 7


def role_of(heading: str, remembered: Mapping[str, str], group: str = "") -> str:
    """The role of a column, or "" for words that name none. `group` is the heading drawn above several columns.

    >>> role_of("Fuentes de Verificación", {}), role_of("ene", {}, "Ejecutado")
    ('verification', 'done:1')
    """
    whole = " ".join(part for part in (group, heading) if part)
    if role := remembered.get(normalised(whole)) or remembered.get(normalised(heading)):
        return role
    if found := month(heading) or month(group):
        words = normalised(heading if month(group) and not month(heading) else group)
        return f"{'done' if _is_done(words) else 'month'}:{found[0]}"
    if len(whole) > MAX_HEADING or not whole.strip() or (group and normalised(heading) in _ANSWERS):
        return ""
    return _by_words(heading) or (_by_words(whole) if group else "")


def _is_done(words: str) -> bool:
    return bool(_EXECUTED.search(words)) and not _PLANNED.search(words)


def span_of(heading: str, groups: list[str], remembered: Mapping[str, str]) -> tuple[str, Span] | None:
    """The months a column spans, and its family: «T1» under «2012», «I» under «Trimestre», «E» under «T1»."""
    group = " ".join(groups)
    whole = f"{group} {heading}".strip()
    if {normalised(whole), normalised(heading)} & set(remembered) or month(heading) or month(group):
        return None
    words = normalised(heading)
    if found := span(heading):
        over = _by_words(group)
        if over not in _OVER_MONTHS and not (over == "activity" and _PLANNED.search(normalised(group))):
            return None
    elif groups and _ORDER.fullmatch(words):
        found = span(f"{heading} {groups[-1]}")
    elif groups and not _by_words(heading) and (_PLANNED.fullmatch(words) or _EXECUTED.fullmatch(words)):
        found = span(groups[-1])
    if found is None or "seman" in normalised(group):
        return None
    return "done" if _is_done(normalised(whole)) else "months", found


def ticked_of(heading: str, groups: list[str], remembered: Mapping[str, str]) -> str:
    """The status that a mark in a column says, as far as its own words tell; "" for another column."""
    group = " ".join(groups)
    if {normalised(f"{group} {heading}".strip()), normalised(heading)} & set(remembered):
        return ""
    if answer := _ANSWERED.fullmatch(normalised(heading)):
        return read_status(answer[2]).status if _by_words(answer[1]) == "status" else ""
    word = read_status(heading)
    if word is None or not word.bare or word.rest or len(heading) < 2:
        return ""
    over = _by_words(group)
    if normalised(heading) in _YES_OR_NO:
        return word.status if over == "status" else ""
    own = ("", "status", "eje") if over == "status" else ("", "status")  # «En proceso» by itself is a group
    return word.status if over in ("", "status") and _by_words(heading) in own else ""


def _by_words(heading: str) -> str:
    words = key(heading)
    role = _UNSETTLED_BY_KEY.get(words) or ROLE_BY_KEY.get(words) or _SQUEEZED.get(similar(heading))
    if role or not heading.strip():
        return role or ""
    if done := re.fullmatch(r"(.+) \((?:ejecutad[oa]|realizad[oa])\)", heading.strip(), re.I):
        return f"done:{found[0]}" if (found := month(done[1])) else ""
    if len(words) > _MOST_WORDS:
        return ""
    return next(
        (role for role, groups in _DECISIVE if all(not group.isdisjoint(words) for group in groups)),
        "",
    )
