"""What the document says was earned, against its statuses and weights.

Rule: all or nothing (formulario SUBDERE), the weight if cumplido, else 0; proportional, cumplido the weight,
en_avance weight × progress, else 0. No_aplica leaves the sum. Half up to two places.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from networks.sentences import gettext_noop
from plans.importing.draft import Discrepancy, DraftActivity, DraftEje, Options
from plans.importing.phrases import figure, short
from plans.weights import quantize

ALL_OR_NOTHING = "all_or_nothing"
STATUS_WORDS = {
    "cumplido": gettext_noop("cumplido"),
    "en_avance": gettext_noop("en avance"),
    "no_cumplido": gettext_noop("no cumplido"),
    "pendiente": gettext_noop("pendiente"),
    "reprogramado": gettext_noop("reprogramado"),
    "no_aplica": gettext_noop("no aplica"),
}
_ABOVE = gettext_noop("%(code)s «%(title)s»: gana %(declared)s y su ponderación es %(weight)s.")
_ABOVE_PROPOSAL = gettext_noop("Nada gana más que su ponderación; lo impreso se conserva como declarado.")
_DISAGREE = gettext_noop("%(code)s «%(title)s»: figura como %(status)s, y en lo ganado dice «%(declared)s».")
_UNBACKED = gettext_noop(
    "%(code)s «%(title)s»: figura en avance sin porcentaje, y en lo ganado dice «%(declared)s»."
)
_DIFFERS = gettext_noop(
    "%(code)s «%(title)s»: su avance de %(progress)s por ciento da %(computed)s, y lo ganado dice «%(declared)s»."
)
_STATUS_PROPOSAL = gettext_noop("Vale el estado: cuenta %(computed)s; lo impreso se conserva como declarado.")


def earned(activity: DraftActivity, rule: str) -> Decimal | None:
    """What the activity earns by its status; None when it has no weight or does not apply."""
    weight, reported = activity.weight, activity.reported
    if weight is None or reported.status == "no_aplica":
        return None
    if reported.status == "cumplido":
        return quantize(weight)
    if rule != ALL_OR_NOTHING and reported.status == "en_avance" and reported.progress is not None:
        return quantize(weight * reported.progress / 100)
    if not reported.status and reported.earned:
        return quantize(weight if rule == ALL_OR_NOTHING else min(weight, reported.earned))
    return quantize(0)


def computed_total(eje: DraftEje, options: Options) -> Decimal | None:
    """What an eje earned by its statuses; None when nothing in it says what was done."""
    shares = [
        earned(leaf, options.earned_rule)
        for leaf in eje.leaves
        if leaf.reported.status or leaf.reported.earned is not None or leaf.reported.earned_text
    ]
    given = [share for share in shares if share is not None]
    return quantize(sum(given)) if given else None


def check_earned(activity: DraftActivity, options: Options) -> Iterator[Discrepancy]:
    """Earned above the weight, and earned that disagrees with the status: they may fall on one activity."""
    reported, where = activity.reported, activity.place("earned")
    where = replace(where, code=activity.code)
    declared = reported.earned_text if reported.earned is None else figure(reported.earned)
    if not declared:
        return
    values = {
        "code": activity.code,
        "title": short(activity.title),
        "declared": declared,
        "weight": figure(activity.weight),
        "status": STATUS_WORDS.get(reported.status, ""),
        "progress": figure(reported.progress),
        "computed": figure(earned(activity, options.earned_rule)),
    }
    if reported.earned is not None and activity.weight is not None and reported.earned > activity.weight:
        yield Discrepancy(
            "earned_above_weight", where, _ABOVE, values, declared, values["weight"], _ABOVE_PROPOSAL
        )
    if text := _disagreement(activity, options):
        yield Discrepancy("status_earned", where, text, values, declared, values["computed"], _STATUS_PROPOSAL)


def _disagreement(activity: DraftActivity, options: Options) -> str:
    """The sentence about a status and an earned figure that cannot both be true; empty when they can."""
    reported = activity.reported
    if not reported.status:
        return ""
    if reported.status == "cumplido":
        if reported.earned is None:
            return _DISAGREE
        return _DISAGREE if activity.weight is not None and reported.earned < activity.weight else ""
    if not reported.earned:
        return ""
    if reported.status == "en_avance" and options.earned_rule != ALL_OR_NOTHING:
        if reported.progress is None:
            return _UNBACKED
        return "" if earned(activity, options.earned_rule) in (None, quantize(reported.earned)) else _DIFFERS
    return _DISAGREE
