"""What does not add up in a plan: the same checks for a file just read and for a plan already stored.

Rules: the leaf activities of an eje add to 100.00 or none has a weight, and so do the ejes; what is earned never
exceeds the weight; totals are computed, and a printed one that differs is told, never used.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import groupby

from networks.sentences import gettext_noop
from plans.importing.dates import check_deadlines
from plans.importing.draft import (
    Discrepancy,
    DraftActivity,
    DraftEje,
    DraftVersion,
    Options,
    Where,
)
from plans.importing.earnings import check_earned, computed_total
from plans.importing.numbering import Sequencer
from plans.importing.phrases import capital, figure, listed, short
from plans.weights import WeightCheck, check_weights

MEND_WEIGHTS = gettext_noop("Se guarda como está; corríjalo antes de poner la versión en vigor.")
KEEP_DECLARED = gettext_noop(
    "Vale lo calculado; lo impreso se conserva como declarado y no entra en ninguna suma."
)
LEAVE_EMPTY = gettext_noop("Queda vacío: complételo en el plan si corresponde.")

_OFF = {
    "missing": gettext_noop("%(name)s: las ponderaciones suman %(total)s; faltan %(gap)s para 100,00."),
    "over": gettext_noop("%(name)s: las ponderaciones suman %(total)s; sobran %(gap)s sobre 100,00."),
}
_PARTIAL = {
    "missing": gettext_noop(
        "%(name)s: sin ponderación %(codes)s; las demás suman %(total)s, faltan %(gap)s para 100,00."
    ),
    "over": gettext_noop(
        "%(name)s: sin ponderación %(codes)s; las demás suman %(total)s, sobran %(gap)s sobre 100,00."
    ),
    "exact": gettext_noop("%(name)s: sin ponderación %(codes)s, y las demás ya suman 100,00."),
}
_EJES_OFF = {
    "missing": gettext_noop(
        "Sumadas, las ponderaciones de cada %(eje)s dan %(total)s; faltan %(gap)s para 100,00."
    ),
    "over": gettext_noop("Sumadas, las ponderaciones de cada %(eje)s dan %(total)s; sobran %(gap)s sobre 100,00."),
}
_EJES_PARTIAL = {
    "missing": gettext_noop(
        "%(eje)s sin ponderación: %(codes)s. Las demás suman %(total)s; faltan %(gap)s para 100,00."
    ),
    "over": gettext_noop(
        "%(eje)s sin ponderación: %(codes)s. Las demás suman %(total)s; sobran %(gap)s sobre 100,00."
    ),
    "exact": gettext_noop("%(eje)s sin ponderación: %(codes)s. Las demás ya suman 100,00."),
}
_TOTAL_WEIGHT = gettext_noop(
    "%(name)s: el total de ponderaciones impreso es %(declared)s y la suma da %(computed)s."
)
_TOTAL_EARNED = gettext_noop("%(name)s: el total ganado impreso es %(declared)s y la suma da %(computed)s.")
_TOTAL_ALONE = gettext_noop(
    "%(name)s: el documento imprime un total de %(declared)s y ninguna de sus líneas da con qué calcularlo."
)
_NO_VERIFICATION = gettext_noop("%(code)s «%(title)s» no tiene medio de verificación.")
_SOME_UNVERIFIED = gettext_noop(
    "%(code)s «%(title)s»: no tienen medio de verificación estos productos: %(products)s."
)
_NO_RESPONSIBLE = gettext_noop("%(code)s «%(title)s» no tiene responsable.")


def check(version: DraftVersion, options: Options) -> list[Discrepancy]:
    """Everything that does not add up in one version, in the order of its lines.

    `version.roles` are what the document gives: what has no column at all is not missing. Places and rows' ids
    are passed along in each `where`.
    """
    found = [*_eje_weights(version, options)]
    columns = _columns(version)
    ejes, objectives, activities = Sequencer(), Sequencer(), Sequencer()
    found += ejes.check([(eje.code, eje.place("eje_code")) for eje in version.ejes])
    for eje in version.ejes:
        found += _leaf_weights(eje, options)
        found += _totals(eje, options)
        found += objectives.check([(objective.code, objective.where) for objective in eje.objectives])
        found += _numbering(eje, activities)
        for activity in eje.walk():
            found += check_earned(activity, options)
            found += check_deadlines(activity, options)
            if not activity.children:
                found += _missing(activity, version.roles, columns)
    return found


# -- weights ------------------------------------------------------------------------------------------------------


def _eje_weights(version: DraftVersion, options: Options) -> Iterator[Discrepancy]:
    check = check_weights([eje.weight for eje in version.ejes])
    if check.in_order:
        return
    lacking = [eje.code for eje in version.ejes if eje.weight is None]
    texts = _EJES_PARTIAL if lacking else _EJES_OFF
    where = next(eje.place("eje_weight") for eje in version.ejes if eje.weight is not None)
    yield Discrepancy(
        "weight_sum",
        where,
        texts[_side(check)],
        {
            "eje": capital(options.eje_word) if lacking else options.eje_word,
            "codes": listed(lacking),
            **_gap(check),
        },
        computed=figure(check.total),
        proposal=MEND_WEIGHTS,
    )


def _leaf_weights(eje: DraftEje, options: Options) -> Iterator[Discrepancy]:
    leaves = eje.leaves
    check = check_weights([leaf.weight for leaf in leaves])
    if check.in_order:
        return
    lacking = [leaf.code or short(leaf.title, 40) for leaf in leaves if leaf.weight is None]
    texts = _PARTIAL if lacking else _OFF
    yield Discrepancy(
        "weight_sum",
        _at(eje, "declared_weight"),
        texts[_side(check)],
        {**_named(eje, options), "codes": listed(lacking), **_gap(check)},
        declared=figure(eje.declared_weight),
        computed=figure(check.total),
        proposal=MEND_WEIGHTS,
    )


def _side(check: WeightCheck) -> str:
    if not check.missing:
        return "exact"
    return "missing" if check.missing > 0 else "over"


def _gap(check: WeightCheck) -> dict[str, str]:
    return {"total": figure(check.total), "gap": figure(abs(check.missing))}


def _named(eje: DraftEje, options: Options) -> dict[str, str]:
    """«Eje 2 «Cuidados»»; an eje that is only called by its number is not named twice."""
    name = f"{capital(options.eje_word)} {eje.code}"
    return {"name": name if eje.title in ("", name) else f"{name} «{short(eje.title)}»"}


def _at(eje: DraftEje, role: str) -> Where:
    return replace(eje.place(role), code=eje.code)


def _totals(eje: DraftEje, options: Options) -> Iterator[Discrepancy]:
    given = [leaf.weight for leaf in eje.leaves if leaf.weight is not None]
    weight_total = sum(given) if given else None
    yield from _total(eje, options, _TOTAL_WEIGHT, "declared_weight", eje.declared_weight, weight_total)
    earned_total = computed_total(eje, options) if eje.declared_earned is not None else None
    yield from _total(eje, options, _TOTAL_EARNED, "declared_earned", eje.declared_earned, earned_total)


def _total(
    eje: DraftEje, options: Options, text: str, role: str, declared: Decimal | None, computed: Decimal | None
) -> Iterator[Discrepancy]:
    if declared is None or declared == computed:
        return
    said = {"declared": figure(declared), "computed": figure(computed)}
    yield Discrepancy(
        "declared_total",
        _at(eje, role),
        _TOTAL_ALONE if computed is None else text,
        {**_named(eje, options), **said},
        **said,
        proposal=KEEP_DECLARED,
    )


# -- codes, proofs, parties ---------------------------------------------------------------------------------------


def _numbering(eje: DraftEje, sequencer: Sequencer) -> Iterator[Discrepancy]:
    """Siblings are numbered together: under each objective, and under each parent activity."""
    for _, siblings in groupby(eje.activities, key=lambda activity: activity.objective):
        rows = list(siblings)
        above = eje.code if rows[0].objective is None else eje.objectives[rows[0].objective].code
        yield from _siblings(rows, sequencer, above)


def _siblings(activities: list[DraftActivity], sequencer: Sequencer, above: str) -> Iterator[Discrepancy]:
    yield from sequencer.check([(activity.code, activity.place("code")) for activity in activities], above)
    for activity in activities:
        if activity.children:
            yield from _siblings(activity.children, sequencer, activity.code)


def _missing(
    activity: DraftActivity, roles: frozenset[str], columns: dict[tuple[str, int | None], int]
) -> Iterator[Discrepancy]:
    named = {"code": activity.code, "title": short(activity.title)}

    def told(kind: str, role: str, text: str, **values: str) -> Discrepancy:
        where = replace(activity.place(role), code=activity.code)
        where = replace(where, column=columns.get((role, where.table), where.column))
        return Discrepancy(kind, where, text, {**named, **values}, proposal=LEAVE_EMPTY)

    if "verification" in roles and not activity.verifications:
        bare = [deliverable.title for deliverable in activity.deliverables if not deliverable.verifications]
        if len(bare) == len(activity.deliverables):
            yield told("missing_verification", "verification", _NO_VERIFICATION)
        elif bare:
            products = "; ".join(f"«{short(title, 60)}»" for title in bare)
            yield told("missing_verification", "verification", _SOME_UNVERIFIED, products=products)
    if "responsible" in roles and not _has_responsible(activity):
        yield told("missing_responsible", "responsible", _NO_RESPONSIBLE)


def _columns(version: DraftVersion) -> dict[tuple[str, int | None], int]:
    """Where each table has its proofs and its responsible parties: what is missing is missing there."""
    found: dict[tuple[str, int | None], int] = {}
    for row in (row for activity in version.walk() for row in (activity, *activity.deliverables)):
        for role, things in (("verification", row.verifications), ("responsible", row.parties)):
            for thing in things:
                where = thing.where
                if where.column is not None and (role == "verification" or thing.kind == role):
                    found.setdefault((role, where.table), where.column)
    return found


def _has_responsible(activity: DraftActivity) -> bool:
    """Its own, or that of one of its products."""
    rows = [activity, *activity.deliverables]
    return any(party.kind == "responsible" for row in rows for party in row.parties)
