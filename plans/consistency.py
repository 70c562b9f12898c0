"""What keeps a version from being put in force, and what is worth a look before it is.

The pure checks of a drafted plan (`plans.importing.reconcile`) on what is stored now, so that a plan that was
exported and imported again is told the same. Rule: the leaf activities of an eje add to 100.00 or none has a
weight; the ejes themselves likewise. A draft may be off, a version in force may not; the rest are notices.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from networks.models import Network
from plans.discrepancies import KIND_LABELS, kind_label, plain_figure, sentence, where_words
from plans.drafting import from_tree
from plans.importing.draft import Discrepancy, DraftVersion, Options
from plans.importing.reconcile import check
from plans.models import Concern, Plan
from plans.tree import TreeVersion
from plans.weights import WeightCheck

REFUSING = ("empty", "weight_sum", "concerns")
# The field of the activity's form where each kind is mended; of the first product, when it is the product's.
_FIELDS = {
    "deadline_unread": "id_deadline_text",
    "deadline_outside": "id_deadline_text",
    "missing_verification": "id_verifications-0-text",
    "missing_responsible": "id_parties-0-who",
    "concerns": "id_concerns_0",
    "numbering_gap": "id_code",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence about one place of the plan; `refuses` tells a reason to refuse from a notice.

    `where` is the place's code, `declared` what the plan says and `computed` what Trama makes of it, as words.
    Of the ids, those it is about: none for the plan as a whole. `field` is the form's field that mends it.
    """

    kind: str
    message: str
    refuses: bool = True
    eje_id: int | None = None
    activity_id: int | None = None
    objective_id: int | None = None
    where: str = ""
    declared: str = ""
    computed: str = ""
    field: str = ""

    def as_json(self) -> dict[str, str | bool | None]:
        """Figures with a point and two places, null where there is nothing."""
        return {
            "where": self.where or None,
            "kind": self.kind,
            "declared": plain_figure(self.declared) or None,
            "computed": plain_figure(self.computed) or None,
            "message": self.message,
            "refuses": self.refuses,
        }


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one kind; all of a kind refuse, or none does."""

    kind: str
    findings: list[Finding]

    @property
    def label(self) -> str:
        return kind_label(self.kind)

    @property
    def refuses(self) -> bool:
        return self.findings[0].refuses


def findings(tree: TreeVersion, network: Network) -> list[Finding]:
    """Everything there is to say of the tree, each place by itself: reasons to refuse first."""
    draft = from_tree(tree)
    places = _Places(tree)
    found = [*_empty(draft, network), *_nobody_answers(draft)]
    found += [places.finding(row) for row in check(draft, options_for(tree.version.plan, network))]
    found += _nobody_concerned(tree)
    return sorted(found, key=lambda finding: not finding.refuses)


def reasons(tree: TreeVersion, network: Network) -> list[Finding]:
    """Only what refuses."""
    return [finding for finding in findings(tree, network) if finding.refuses]


def grouped(found: Iterable[Finding]) -> list[Group]:
    """By kind, those that refuse first."""
    by_kind = defaultdict(list)
    for finding in found:
        by_kind[finding.kind].append(finding)
    order = [*REFUSING, *(kind for kind in KIND_LABELS if kind not in REFUSING)]
    return [Group(kind, by_kind[kind]) for kind in order if kind in by_kind]


def options_for(plan: Plan, network: Network) -> Options:
    """What the checks and the reading of a file need to know of a plan and its network."""
    return Options(
        first_year=plan.first_year,
        last_year=plan.last_year,
        earned_rule=network.earned_rule,
        eje_word=network.eje_word,
        objective_word=network.objective_word,
        activity_word=network.activity_word,
    )


def figure(value: Decimal) -> str:
    """12.50 → «12,50»."""
    return number_format(value, 2)


def gap(check: WeightCheck) -> str:
    """«faltan 1,50» or «sobran 0,50» to make 100.00."""
    if check.missing > 0:
        return _("faltan %(gap)s para 100,00") % {"gap": figure(check.missing)}
    if check.missing < 0:
        return _("sobran %(gap)s sobre 100,00") % {"gap": figure(-check.missing)}
    return _("ya suman 100,00")


class _Places:
    """Which rows of the tree a discrepancy is about."""

    def __init__(self, tree: TreeVersion) -> None:
        self.ejes = {activity.pk: activity.eje_id for activity in tree.walk()}
        self.products = {
            product.pk: (activity.pk, place)
            for activity in tree.walk()
            for place, product in enumerate(activity.deliverables)
        }

    def finding(self, row: Discrepancy) -> Finding:
        where = row.where
        ids: dict[str, int | None] = {}
        field = _FIELDS.get(row.kind, "")
        if where.model == "activity":
            ids = {"activity_id": where.pk, "eje_id": self.ejes[where.pk]}
        elif where.model == "deliverable":
            activity, place = self.products[where.pk]
            ids = {"activity_id": activity, "eje_id": self.ejes[activity]}
            field = f"id_deliverables-{place}-deadline_text"
        elif where.model == "objective":
            ids = {"objective_id": where.pk}
        elif where.model == "eje" and not _is_of_all_ejes(row):
            ids = {"eje_id": where.pk}
        return Finding(
            kind=row.kind,
            message=sentence(row),
            refuses=row.kind in REFUSING,
            where="" if _is_of_all_ejes(row) else where_words(where),
            declared=row.declared,
            computed=row.computed,
            field=field,
            **ids,
        )


def _is_of_all_ejes(row: Discrepancy) -> bool:
    """The weights of the ejes themselves: they stand at the first eje, and name none."""
    return row.kind == "weight_sum" and "name" not in row.values


def _empty(draft: DraftVersion, network: Network) -> Iterator[Finding]:
    if next(draft.walk(), None) is None:
        message = _("El plan está vacío, sin %(activities)s: escríbalo antes de ponerlo en vigor.")
        yield Finding("empty", message % {"activities": network.activity_word_plural})


def _nobody_answers(draft: DraftVersion) -> Iterator[Finding]:
    """Where some rows say it, the checks tell the others; where none does, once is enough."""
    if next(draft.walk(), None) and "responsible" not in draft.roles:
        yield Finding("missing_responsible", _("El plan no dice quién responde de nada."), refuses=False)


def _nobody_concerned(tree: TreeVersion) -> Iterator[Finding]:
    for leaf in tree.leaves:
        if leaf.concerns == Concern.SOME_MEMBERS and not leaf.member_ids:
            said = _("%(code)s: concierne solo a quienes se marcan, y nadie está marcado.")
            yield Finding(
                "concerns",
                said % {"code": leaf.code},
                eje_id=leaf.eje_id,
                activity_id=leaf.pk,
                where=leaf.code,
                field=_FIELDS["concerns"],
            )
