"""In which words what is frozen is written: closed vocabularies in Spanish, prose in the network's first language.

A vocabulary («ordinaria», «en curso») is the same in every publication, whoever reads it, so that its rows can be
compared; a page says it in its reader's language by looking it up as any other Spanish sentence.
"""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from monitoring import explaining_words as sums
from monitoring.explaining import explain_group, explain_plan
from monitoring.explaining_words import Sum
from monitoring.figures import GroupFigure, LeafFigure
from monitoring.labels import STATUS_WORDS
from monitoring.selectors import NetworkRollup, PlanRollup
from plans.weights import quantize


def fixed(word: object) -> str:
    """A word of a closed vocabulary, always in the language of the code."""
    with translation.override("es"):
        return str(word)


def cents(value: Decimal | None) -> Decimal | None:
    """The same figure reads the same from every database."""
    return None if value is None else quantize(value)


def reported_words(reported: int, obliged: int) -> str:
    return ngettext(
        "Informó %(reported)s de %(obliged)s.", "Informaron %(reported)s de %(obliged)s.", reported
    ) % {"reported": reported, "obliged": obliged}


def plan_words(found: NetworkRollup, plan: PlanRollup) -> str:
    figure = plan.figure
    taken = explain_plan(figure)
    labels = {group.key: "" for group in figure.groups}
    return _joined(
        sums.plan_words(found.network, figure),
        sums.rule_words(found.network),
        _sum(sums.plan_sum(taken, figure, labels)) if taken.earned is not None else "",
        reported_words(figure.reported, figure.obliged),
        sums.silence_words(taken) if figure.reported else "",
    )


def eje_words(found: NetworkRollup, group: GroupFigure) -> str:
    if not group.leaves:
        return _("No tiene %(activities)s.") % {"activities": found.network.activity_word_plural}
    taken = explain_group(group)
    labels = {leaf.key: "" for leaf in group.leaves}
    return _joined(
        sums.eje_words(found.network, weighted=group.weighted),
        _sum(sums.eje_sum(taken, labels)) if taken.earned is not None else "",
        reported_words(group.reported, group.obliged),
        sums.silence_words(taken) if group.reported else "",
    )


def activity_words(leaf: LeafFigure) -> str:
    """How many said what; nothing of what each told."""
    if not leaf.obliged:
        return _("No tocaba informar de ella en este periodo.")
    told = Counter(part.status for part in leaf.parts if part.status)
    counted = ", ".join(
        _("%(count)s en «%(status)s»") % {"count": count, "status": str(STATUS_WORDS[status]).lower()}
        for status in STATUS_WORDS
        if (count := told.get(status))
    )
    heard = reported_words(leaf.reported, leaf.obliged)
    if counted:
        heard = _("%(heard)s: %(counted)s.") % {"heard": heard.removesuffix("."), "counted": counted}
    silent = leaf.obliged - leaf.reported
    missing = ngettext("Falta %(n)s.", "Faltan %(n)s.", silent) % {"n": silent} if silent and leaf.reported else ""
    return _joined(heard, missing)


def _sum(found: Sum) -> str:
    """«(1 + 0,5 + 0) ÷ 3 × 100 = 50,00»."""
    terms = " + ".join(term.text for term in found.terms)
    if found.more:
        terms = _("%(terms)s + otros %(more)s") % {"terms": terms, "more": found.more}
    whole = f"({terms})" if found.parenthesis else terms
    return f"{whole}{found.tail} = {found.result}."


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)
