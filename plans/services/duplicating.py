"""Copies a plan to another year, or an eje into a draft: the same content as a new one, its time moved.

Weights, parties, indicators with their baselines and targets, themes and proofs are kept; every line is new, with
a lineage of its own. The dates that members set for themselves stay behind: they are promises for that year.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from django.db import models, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from networks.models import Network
from plans.codes import next_code
from plans.deadlines import Deadline
from plans.models import Activity, Deliverable, Eje, MemberDeadline, Objective, Plan, PlanVersion
from plans.services.copying import tree_copy
from plans.services.undoing import draft_edit
from plans.services.versions import plan_create
from plans.shifting import shift_deadline, shift_month

LONGEST_CODE = Eje._meta.get_field("code").max_length


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A deadline whose words were written anew, since the old ones would not say the new dates."""

    code: str
    title: str
    before: str
    after: str


@dataclass
class Copy:
    """What was made, and what she should know: words written anew, and how many own dates stayed behind."""

    version: PlanVersion
    eje: Eje | None = None
    rewritten: list[Rewritten] = field(default_factory=list)
    own_dates: int = 0


class _Mover:
    """Makes each copied row a line of its own, `years` later."""

    def __init__(self, source: PlanVersion, years: int) -> None:
        self.first_year, self.years = source.plan.first_year, years
        self.rewritten: list[Rewritten] = []
        self._codes: dict[int, str] = {}

    def __call__(self, old: models.Model, copy: models.Model) -> None:
        if hasattr(copy, "lineage"):
            copy.lineage = uuid.uuid4()
        if isinstance(old, Activity):
            self._codes[old.pk] = old.code
            copy.schedule_months = [shift_month(month, self.years) for month in old.schedule_months]
            self._deadline(old, copy, old.code)
        elif isinstance(old, Deliverable):
            self._deadline(old, copy, self._codes[old.activity_id])

    def _deadline(self, old: Activity | Deliverable, copy: Activity | Deliverable, code: str) -> None:
        before = Deadline(old.deadline_text, old.deadline_start_on, old.deadline_end_on, old.deadline_precision)
        after = shift_deadline(before, self.years, self.first_year)
        copy.deadline_text, copy.deadline_precision = after.text, after.precision
        copy.deadline_start_on, copy.deadline_end_on = after.start, after.end
        if after.rewritten:
            self.rewritten.append(Rewritten(code, old.title, before.text, after.text))


class _EjeMover(_Mover):
    """Also gives the eje its code and place in the draft, and what was coded after it, «II.1», codes after it."""

    def __init__(self, source: PlanVersion, years: int, *, old_code: str, code: str, order: int) -> None:
        super().__init__(source, years)
        self.old_code, self.code, self.order = old_code, code, order

    def __call__(self, old: models.Model, copy: models.Model) -> None:
        super().__call__(old, copy)
        if isinstance(old, Eje):
            copy.code, copy.order = self.code, self.order
        elif isinstance(old, Activity | Objective):
            copy.code = recoded(old.code, self.old_code, self.code)


def recoded(code: str, old: str, new: str) -> str:
    """What was coded after its eje is coded after the copy: «b.5.1» of B is «f.5.1» of F; the rest stays.

    >>> recoded("II.1", "II", "IV"), recoded("3", "II", "IV")
    ('IV.1', '3')
    """
    head, rest = code[: len(old)], code[len(old) :]
    if old == new or head.casefold() != old.casefold() or not rest.startswith((".", "-")):
        return code
    made = f"{new.lower() if head != old and head.islower() else new}{rest}"
    return made if len(made) <= LONGEST_CODE else code


@transaction.atomic
def plan_copy(*, source: PlanVersion, plan: Plan) -> Copy:
    """Save the new `plan` with a first draft that says what `source` says, years later.

    ValidationError when the plan's own data cannot be.
    """
    version = plan_create(plan=plan)
    mover = _Mover(source, plan.first_year - source.plan.first_year)
    tree_copy(source=source, target=version, alter=mover, with_own_dates=False)
    own = MemberDeadline.objects.filter(activity__eje__version=source)
    return Copy(version, rewritten=mover.rewritten, own_dates=own.count())


@transaction.atomic
def eje_copy(*, eje: Eje, target: PlanVersion) -> Copy:
    """Copy the eje, of any version, to the end of a draft of its network; a code that is taken becomes the next.

    NotDraftError if the target is no draft any more.
    """
    source = eje.version

    def label(network: Network) -> str:
        return _("Copiar %(row)s") % {"row": f"{network.eje_word} {eje.code}"}

    with draft_edit(target.pk, label=label, ejes=[]) as version:
        ejes = Eje.objects.filter(version=version)
        last = ejes.aggregate(last=Max("order"))["last"]
        mover = _EjeMover(
            source,
            version.plan.first_year - source.plan.first_year,
            old_code=eje.code,
            code=_free_code(eje.code, list(ejes.order_by("order", "pk").values_list("code", flat=True))),
            order=0 if last is None else last + 1,
        )
        made = tree_copy(source=source, target=version, eje=eje, alter=mover, with_own_dates=False)
    own = MemberDeadline.objects.filter(activity__eje=eje)
    return Copy(version, Eje.objects.get(pk=made[eje.pk]), mover.rewritten, own.count())


def _free_code(code: str, taken: list[str]) -> str:
    if code not in taken:
        return code
    following = next_code(taken, code)
    numbered = (f"{code[: LONGEST_CODE - 3]}-{number}" for number in range(2, 100))
    return following or next(made for made in numbered if made not in taken)
