"""What keeps a version from being put in force, and what is worth a look before it is.

Rule: the leaf activities of an eje add to 100.00 or none has a weight; the ejes themselves likewise. A draft may
be off, a version in force may not; each reason says where it is, the sum and the difference.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from networks.models import Network
from plans.models import Concern
from plans.tree import TreeActivity, TreeEje, TreeVersion
from plans.weights import WeightCheck


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence about one place of the plan; `refuses` tells a reason to refuse from a notice."""

    kind: str
    message: str
    refuses: bool = True
    eje_id: int | None = None
    activity_id: int | None = None


def findings(tree: TreeVersion, network: Network) -> list[Finding]:
    """Everything there is to say of the tree: reasons to refuse first."""
    found = [*_empty(tree, network), *_eje_weights(tree, network)]
    for eje in tree.ejes:
        found += _leaf_weights(eje, network)
        for activity in eje.walk():
            found += _activity(activity)
    found += _notices(tree)
    return sorted(found, key=lambda finding: not finding.refuses)


def reasons(tree: TreeVersion, network: Network) -> list[Finding]:
    """Only what refuses."""
    return [finding for finding in findings(tree, network) if finding.refuses]


def figure(value: Decimal) -> str:
    """12.50 → «12,50»."""
    return f"{value:.2f}".replace(".", ",")


def gap(check: WeightCheck) -> str:
    """«faltan 1,50» or «sobran 0,50» to make 100.00."""
    if check.missing > 0:
        return _("faltan %(gap)s para 100,00") % {"gap": figure(check.missing)}
    if check.missing < 0:
        return _("sobran %(gap)s sobre 100,00") % {"gap": figure(-check.missing)}
    return _("ya suman 100,00")


def _empty(tree: TreeVersion, network: Network) -> list[Finding]:
    if next(tree.walk(), None):
        return []
    message = _("El plan está vacío, sin %(activities)s: escríbalo antes de ponerlo en vigor.")
    return [Finding("empty", message % {"activities": network.activity_word_plural})]


def _eje_weights(tree: TreeVersion, network: Network) -> list[Finding]:
    check = tree.check
    if check.in_order:
        return []
    said = {
        "ejes": capfirst(network.eje_word_plural),
        "total": figure(check.total),
        "gap": gap(check),
        "codes": ", ".join(eje.code for eje in tree.ejes if eje.weight is None),
    }
    if check.state == "partial":
        message = _("%(ejes)s: falta la ponderación de %(codes)s; las demás suman %(total)s, %(gap)s.")
    else:
        message = _("%(ejes)s: las ponderaciones suman %(total)s, %(gap)s.")
    return [Finding("eje_weights", message % said)]


def _leaf_weights(eje: TreeEje, network: Network) -> list[Finding]:
    check = eje.check
    if check.in_order:
        return []
    names = {
        "eje": capfirst(network.eje_word),
        "code": eje.code,
        "title": eje.title,
        "total": figure(check.total),
        "gap": gap(check),
    }
    if check.state == "partial":
        names["codes"] = ", ".join(leaf.code for leaf in eje.leaves if leaf.weight is None)
        message = _(
            "%(eje)s %(code)s «%(title)s»: falta la ponderación de %(codes)s; las demás suman %(total)s, %(gap)s."
        )
    else:
        message = _("%(eje)s %(code)s «%(title)s»: las ponderaciones suman %(total)s, %(gap)s.")
    return [Finding("leaf_weights", message % names, eje_id=eje.pk)]


def _activity(activity: TreeActivity) -> list[Finding]:
    if activity.is_leaf and activity.concerns == Concern.SOME_MEMBERS and not activity.member_ids:
        message = _("%(code)s: concierne solo a quienes se marcan, y nadie está marcado.") % {
            "code": activity.code
        }
        return [Finding("concerns", message, eje_id=activity.eje_id, activity_id=activity.pk)]
    return []


def _notices(tree: TreeVersion) -> list[Finding]:
    rows = list(tree.walk())
    unread = sum(row.deadline_is_unread for activity in rows for row in (activity, *activity.deliverables))
    leaves = [activity for activity in rows if activity.is_leaf]
    nobody = [a.code for a in leaves if not a.responsible and not any(d.responsible for d in a.deliverables)]
    found = []
    if unread:
        message = ngettext(
            "%(n)s plazo quedó solo en palabras, sin fecha: no se podrá avisar cuando venza.",
            "%(n)s plazos quedaron solo en palabras, sin fecha: no se podrá avisar cuando venzan.",
            unread,
        )
        found.append(Finding("unread", message % {"n": unread}, refuses=False))
    if nobody and leaves:
        message = _("Sin responsable: %(codes)s.") % {"codes": ", ".join(nobody)}
        if len(nobody) == len(leaves):
            message = _("El plan no dice quién responde de nada.")
        found.append(Finding("nobody", message, refuses=False))
    return found
