"""The rule and the sum behind a figure, in words and figures as they are written on screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from monitoring.explaining import Explained, Twig
from monitoring.figures import ALL_OR_NOTHING, PlanFigure
from networks.models import Network

TERMS = 40


class Term(NamedTuple):
    """A term of a sum; `label` says of what. A `silent` one counts as 0 for now."""

    text: str
    label: str
    silent: bool


@dataclass(frozen=True, slots=True)
class Sum:
    """«(1 + 0,5 + 0) ÷ 3 × 100 = 50,00»: `tail` is what stands after the terms."""

    terms: tuple[Term, ...]
    more: int
    tail: str
    result: str
    parenthesis: bool

    @property
    def has_silence(self) -> bool:
        return any(term.silent for term in self.terms)


def figure(value: Decimal | None) -> str:
    return "—" if value is None else number_format(value, 2, force_grouping=False)


def short(value: Decimal | None) -> str:
    """Without idle decimals: «1», «0,5», «0,3333»."""
    text = format((value or Decimal(0)).normalize(), "f")
    return number_format(Decimal(text), len(text.partition(".")[2]), force_grouping=False)


# -- the sums -------------------------------------------------------------------------------------------------


def plan_sum(found: Explained, plan: PlanFigure, labels: dict) -> Sum:
    """Of the ejes that count: their percents by their weights, or their plain mean."""
    counting = [branch for branch in found.branches if branch.worth or branch.figure.percent_ceiling is not None]
    by_weight = plan.weighted_by == "eje_weights"
    terms = [
        Term(
            f"{figure(b.figure.weight)} × {_percent(b.figure.percent)}"
            if by_weight
            else _percent(b.figure.percent),
            labels[b.figure.key],
            b.figure.percent is None,
        )
        for b in counting
    ]
    whole = sum((b.figure.weight for b in counting), Decimal(0)) if by_weight else Decimal(len(counting))
    return _sum(terms, f" ÷ {short(whole)}", found.earned, always=by_weight)


def eje_sum(found: Explained, labels: dict) -> Sum:
    """Of the activities that apply: weight × share, or without weights 100 × the mean of the shares."""
    twigs = [twig for twig in found.twigs if twig.figure.applicable]
    weighted = found.branches[0].figure.weighted
    terms = [
        Term(
            f"{figure(twig.figure.weight)} × {_share(twig)}" if weighted else _share(twig),
            labels[twig.figure.key],
            twig.figure.share is None,
        )
        for twig in twigs
    ]
    return _sum(terms, "" if weighted else f" ÷ {len(twigs)} × 100", found.earned)


def activity_sum(found: Explained, labels: dict) -> Sum:
    """Of the members it applies to: what the activity weighs × the mean of their shares."""
    applies = [part for part in found.parts if part.status != "no_aplica"]
    terms = [Term(short(part.share), labels[part.member], part.share is None) for part in applies]
    weight = f" × {short(found.weight)}"
    return _sum(terms, (f" ÷ {len(applies)}" if len(applies) > 1 else "") + weight, found.earned)


def _percent(value: Decimal | None) -> str:
    return "0" if value is None else figure(value)


def _share(twig: Twig) -> str:
    return short(twig.figure.share)


def _sum(terms: Sequence[Term], tail: str, result: Decimal | None, *, always: bool = False) -> Sum:
    shown = tuple(terms[:TERMS])
    parenthesis = bool(tail) and (always or len(terms) > 1)
    return Sum(shown, len(terms) - len(shown), tail, figure(result), parenthesis)


# -- the rule -------------------------------------------------------------------------------------------------


def rule_words(network: Network) -> str:
    """How a report of one activity earns."""
    if network.earned_rule == ALL_OR_NOTHING:
        return _("Todo o nada: lo cumplido gana todo su peso; cualquier otro estado, nada.")
    return _(
        "Proporcional: lo cumplido gana todo su peso, lo que está en avance la parte que dice su porcentaje, y lo "
        "demás, nada."
    )


def members_words(network: Network) -> str:
    return _(
        "Cuando informan varias %(members)s, cada %(activity)s gana su peso por el promedio de lo que lograron."
    ) % {"members": network.member_word_plural, "activity": network.activity_word}


def plan_words(network: Network, plan: PlanFigure) -> str:
    """How ejes make the plan."""
    words = {"ejes": network.eje_word_plural, "eje": network.eje_word}
    if plan.weighted_by == "eje_weights":
        return _("La cifra del plan suma la de cada %(eje)s, sobre 100, según el peso de cada cual.") % words
    return _("La cifra del plan es el promedio simple de sus %(ejes)s, cada cual sobre 100.") % words


def eje_words(network: Network, *, weighted: bool) -> str:
    words = {"eje": network.eje_word, "activities": network.activity_word_plural}
    if weighted:
        return (
            _("La cifra de cada %(eje)s es la suma de lo que ganan sus %(activities)s, cada cual por su peso.")
            % words
        )
    return _("Las %(activities)s no tienen peso: todas cuentan igual, y la cifra es un avance sobre 100.") % words


def silence_words(found: Explained) -> str:
    """What silence does to the figure; empty when all was said."""
    silent = found.obliged - found.reported
    if not silent:
        return ""
    words = ngettext(
        "Falta %(n)s informe: todavía no suma, pero tampoco es un incumplimiento. La cifra puede llegar a "
        "%(ceiling)s.",
        "Faltan %(n)s informes: todavía no suman, pero tampoco son un incumplimiento. La cifra puede llegar a "
        "%(ceiling)s.",
        silent,
    )
    return words % {"n": silent, "ceiling": figure(found.ceiling)}


def rounding_words() -> str:
    return _("Se suma con las fracciones exactas y se redondea una sola vez, al final.")
