"""A drafted version as unsaved rows of the database, each checked; what is wrong is told by its place."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from networks.models import Network
from plans.deadlines import Deadline
from plans.importing.draft import (
    DraftActivity,
    DraftDeliverable,
    DraftEje,
    DraftIndicator,
    DraftParty,
    DraftVersion,
)
from plans.models import (
    Activity,
    Concern,
    Deliverable,
    Eje,
    Indicator,
    MemberDeadline,
    Objective,
    Party,
    PartyScope,
    PlanVersion,
    Precision,
    Verification,
)
from plans.services.lineages import Lineages
from plans.services.references import References, Refusals

DEEPEST = 8
PRECISIONS = frozenset(Precision.values)


@dataclass(slots=True)
class Rows:
    """Unsaved rows in the order they are inserted: `activities` by depth, `links` by the table between two."""

    ejes: list[Eje] = field(default_factory=list)
    objectives: list[Objective] = field(default_factory=list)
    activities: list[list[Activity]] = field(default_factory=list)
    deliverables: list[Deliverable] = field(default_factory=list)
    verifications: list[Verification] = field(default_factory=list)
    parties: list[Party] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)
    member_deadlines: list[MemberDeadline] = field(default_factory=list)
    links: dict[Any, list[tuple[models.Model, int]]] = field(default_factory=lambda: defaultdict(list))


@lru_cache
def _relations(model: type[models.Model]) -> frozenset[str]:
    """What is not checked field by field: relations, which have no id yet, and the id itself."""
    return frozenset(row.name for row in model._meta.fields if row.is_relation or row.primary_key)


@lru_cache
def _texts(model: type[models.Model]) -> tuple[models.Field, ...]:
    return tuple(row for row in model._meta.fields if isinstance(row, models.CharField | models.TextField))


def check_depth(words: Network, draft: DraftVersion) -> None:
    """ValidationError if its sub-activities go deeper than a page can show, or round in a circle."""
    for eje in draft.ejes:
        level = list(eje.activities)
        for _depth in range(DEEPEST):
            level = [child for row in level for child in row.children]
        if level:
            said = _("%(eje)s %(code)s: hay más de %(n)s niveles de sub-actividades; acerque las más hondas.")
            raise ValidationError(said % {"eje": capfirst(words.eje_word), "code": eje.code, "n": DEEPEST - 1})


class VersionRows:
    """Turns one draft into rows. `step` is told of each eje and each activity."""

    def __init__(
        self,
        version: PlanVersion,
        references: References,
        lineages: Lineages,
        refusals: Refusals,
        step: Callable[[], None],
    ) -> None:
        self.version, self.references, self.lineages = version, references, lineages
        self.refusals, self.step = refusals, step
        self.rows = Rows()
        self.words = references.network

    def read(self, draft: DraftVersion) -> Rows:
        self.check(self.version, _("Nombre de la versión"))
        self.check_codes([row.code for row in draft.ejes], _("El documento"))
        self.check_lineages(draft.ejes, _("El documento"))
        for order, eje in enumerate(draft.ejes):
            self.read_eje(eje, order)
        return self.rows

    # -- checks -------------------------------------------------------------------------------------------------

    def check(self, row: models.Model, place: str) -> None:
        """Tell what `full_clean` would, without asking the database."""
        try:
            row.clean_fields(exclude=_relations(type(row)))
        except ValidationError as error:
            for name, errors in error.error_dict.items():
                label = capfirst(str(row._meta.get_field(name).verbose_name))
                for one in errors:
                    self.refusals.add(place, f"{label}: {_said(one)}")
        for text in _texts(type(row)):
            if "\0" in getattr(row, text.attname):
                said = _("tiene un carácter que no se puede guardar: escríbalo de nuevo.")
                self.refusals.add(place, f"{capfirst(str(text.verbose_name))}: {said}")

    def check_codes(self, codes: Iterable[str], place: str) -> None:
        for code, times in Counter(codes).items():
            if times > 1:
                said = _("el código «%(code)s» está %(n)s veces: dé a cada línea el suyo.")
                self.refusals.add(place, said % {"code": code, "n": times})

    def check_lineages(self, rows: Iterable[Any], place: str) -> None:
        lineages = [self.lineages.of(row) for row in rows]
        if len(set(lineages)) < len(lineages):
            self.refusals.add(place, _("dos líneas dicen ser la misma: quite una."))

    def check_deadline(self, row: models.Model, place: str) -> None:
        start, end = row.deadline_start_on, row.deadline_end_on
        if start and end and start > end:
            self.refusals.add(place, _("el plazo termina antes de empezar: corrija sus fechas."))
        if row.deadline_precision not in PRECISIONS:
            said = _("la precisión «%(precision)s» del plazo no es ninguna de las previstas.")
            self.refusals.add(place, said % {"precision": row.deadline_precision})

    # -- rows ---------------------------------------------------------------------------------------------------

    def read_eje(self, draft: DraftEje, order: int) -> None:
        place = f"{capfirst(self.words.eje_word)} {draft.code or order + 1}"
        eje = Eje(
            version=self.version,
            code=draft.code,
            title=draft.title,
            order=order,
            weight=draft.weight,
            goal=draft.goal,
            theme=draft.theme,
            lineage=self.lineages.of(draft),
        )
        self.check(eje, place)
        self.rows.ejes.append(eje)
        self.link(Eje.functions.through, eje, draft.functions, self.references.functions, place)
        objectives = [self.objective(eje, row, number, place) for number, row in enumerate(draft.objectives)]
        self.check_lineages(draft.objectives, place)
        walked = list(draft.walk())
        self.check_codes((row.code for row in walked), place)
        self.check_lineages(walked, place)
        self.step()
        reader = _ActivityReader(self, eje, place)
        for row in draft.activities:
            reader.read(row, self.chosen(objectives, row, place))

    def objective(self, eje: Eje, draft: Any, order: int, place: str) -> Objective:
        objective = Objective(
            eje=eje, code=draft.code, title=draft.title, order=order, lineage=self.lineages.of(draft)
        )
        self.check(objective, f"{place}, {self.words.objective_word} {draft.code or order + 1}")
        self.rows.objectives.append(objective)
        return objective

    def chosen(self, objectives: list[Objective], draft: DraftActivity, place: str) -> Objective | None:
        if draft.objective is None:
            return None
        if 0 <= draft.objective < len(objectives):
            return objectives[draft.objective]
        said = _("%(code)s está en un objetivo que no existe.")
        self.refusals.add(place, said % {"code": draft.code})
        return None

    def link(
        self, through: type[models.Model], owner: models.Model, names: list[Any], ids: dict, place: str
    ) -> None:
        """Link the owner to what is named, each once."""
        for name in dict.fromkeys(names):
            if name in ids:
                self.rows.links[through].append((owner, ids[name]))
            else:
                said = _("la red no tiene «%(name)s»: regístrelo antes o quítelo del documento.")
                self.refusals.add(place, said % {"name": name})


class _ActivityReader:
    """The activities of one eje, with what hangs on them."""

    def __init__(self, into: VersionRows, eje: Eje, place: str) -> None:
        self.into, self.rows, self.eje, self.place = into, into.rows, eje, place
        self.references, self.lineages = into.references, into.lineages
        self.order = 0

    def read(
        self, draft: DraftActivity, objective: Objective | None, parent: Activity | None = None, depth: int = 0
    ) -> None:
        words = self.into.words
        place = f"{self.place}, {words.activity_word} {draft.code or Truncator(draft.title).chars(40)}"
        activity = Activity(
            eje=self.eje,
            objective=objective,
            parent=parent,
            code=draft.code,
            title=draft.title,
            notes=draft.notes,
            order=self.order,
            weight=None if draft.children else draft.weight,
            schedule_months=draft.months,
            schedule_is_sample=draft.months_are_sample,
            concerns=draft.concerns,
            lineage=self.lineages.of(draft),
            **_dated(draft.deadline, draft.by_member),
        )
        self.order += 1
        self.into.check(activity, place)
        self.into.check_deadline(activity, place)
        while len(self.rows.activities) <= depth:
            self.rows.activities.append([])
        self.rows.activities[depth].append(activity)
        self.into.step()
        self.hang(draft, activity, place)
        for child in draft.children:
            self.read(child, objective, activity, depth + 1)

    def hang(self, draft: DraftActivity, activity: Activity, place: str) -> None:
        into, references = self.into, self.references
        if draft.concerns == Concern.SOME_MEMBERS:
            into.link(Activity.members.through, activity, draft.members, references.members, place)
        into.link(Activity.themes.through, activity, draft.themes, references.themes, place)
        into.check_lineages(draft.deliverables, place)
        self.order_of_proofs = self.order_of_parties = 0
        self.hang_own(draft, activity, None, place)
        for order, row in enumerate(draft.deliverables):
            self.deliverable(row, activity, order, place)
        for order, row in enumerate(draft.indicators):
            self.indicator(row, activity, order, place)

    def deliverable(self, draft: DraftDeliverable, activity: Activity, order: int, place: str) -> None:
        place = f"{place}, {_('producto')} {order + 1}"
        deliverable = Deliverable(
            activity=activity,
            title=draft.title,
            order=order,
            lineage=self.lineages.of(draft),
            **_dated(draft.deadline, draft.by_member),
        )
        self.into.check(deliverable, place)
        self.into.check_deadline(deliverable, place)
        self.rows.deliverables.append(deliverable)
        self.hang_own(draft, activity, deliverable, place)

    def hang_own(
        self, draft: DraftActivity | DraftDeliverable, activity: Activity, product: Deliverable | None, place: str
    ) -> None:
        """What may hang on either."""
        owner = {"activity": activity, "deliverable": product}
        for row in draft.verifications:
            proof = Verification(text=row.text, order=self.order_of_proofs, lineage=self.lineages.of(row), **owner)
            self.order_of_proofs += 1
            self.into.check(proof, place)
            self.rows.verifications.append(proof)
        for row in draft.parties:
            self.party(row, owner, place)
        for row in draft.member_deadlines:
            own = MemberDeadline(member_id=self.member(row.member, place), **_dated(row.deadline), **owner)
            self.into.check(own, place)
            self.into.check_deadline(own, place)
            self.rows.member_deadlines.append(own)
        for code, times in Counter(row.member for row in draft.member_deadlines).items():
            if times > 1:
                said = _("«%(code)s» tiene %(n)s plazos propios: deje uno.")
                self.into.refusals.add(place, said % {"code": code, "n": times})

    def party(self, draft: DraftParty, owner: dict[str, Any], place: str) -> None:
        """Words that only repeat the name of who is meant are not kept: the name may change."""
        party = Party(kind=draft.kind, scope=draft.scope, words=draft.words, order=self.order_of_parties, **owner)
        self.order_of_parties += 1
        if draft.scope == PartyScope.MEMBER:
            party.member_id = self.member(draft.ref, place)
        elif draft.scope == PartyScope.ORGANIZATION:
            party.organization_id = self.named(self.references.organizations, draft.ref, place)
        elif draft.scope == PartyScope.WORDS and not draft.words:
            kind = capfirst(party.get_kind_display())
            self.into.refusals.add(place, _("%(kind)s: no se dice quién.") % {"kind": kind})
        self.into.check(party, place)
        if party.words == self.references.shown(party):
            party.words = ""
        self.rows.parties.append(party)

    def indicator(self, draft: DraftIndicator, activity: Activity, order: int, place: str) -> None:
        indicator = Indicator(
            activity=activity,
            title=draft.title,
            unit=draft.unit,
            is_numeric=draft.is_numeric,
            baseline=draft.baseline,
            target=draft.target,
            disaggregation=draft.disaggregation,
            over_periods=draft.over_periods,
            over_members=draft.over_members,
            order=order,
            lineage=self.lineages.of(draft),
        )
        self.into.check(indicator, place)
        self.rows.indicators.append(indicator)

    def member(self, code: str, place: str) -> int | None:
        return self.named(self.references.members, code, place)

    def named(self, ids: dict[str, int], name: str, place: str) -> int | None:
        if name not in ids:
            said = _("la red no tiene «%(name)s»: regístrelo antes o déjelo en palabras.")
            self.into.refusals.add(place, said % {"name": name})
        return ids.get(name)


def _dated(deadline: Deadline, by_member: bool = False) -> dict[str, Any]:
    return {
        "deadline_text": deadline.text,
        "deadline_start_on": deadline.start,
        "deadline_end_on": deadline.end,
        "deadline_precision": deadline.precision,
        "deadline_by_member": by_member,
    }


def _said(error: ValidationError) -> str:
    """Django's sentence, or a better one where the row is not before her."""
    if error.code == "max_length":
        said = _("tiene %(n)s caracteres y caben %(limit)s. Acórtelo en el documento.")
        return said % {"n": error.params["show_value"], "limit": error.params["limit_value"]}
    if error.code in ("blank", "null"):
        return _("falta. Escríbalo en el documento.")
    return " ".join(error.messages)
