"""A figure's explanation, ready for a page: its rule in words, its sum, and what it is made of, line by line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from monitoring import explaining_words as words
from monitoring.board import declared_eje, entry_url
from monitoring.compliance import effective_earned
from monitoring.explaining import Branch, Explained, Piece, Twig, explain_group, explain_leaf, explain_plan
from monitoring.explaining_links import code_of, explain_url
from monitoring.explaining_words import Sum, figure
from monitoring.figures import GroupFigure
from monitoring.labels import REVIEW_WORDS
from monitoring.selectors import NetworkRollup, PlannedActivity, PlannedEje, PlanRollup
from monitoring.selectors.explaining import (
    Behind,
    Frozen,
    behind,
    closing_of,
    eje_figure,
    frozen_figure,
    member_figure,
)
from monitoring.selectors.records import EntryAt, EntryRow
from networks.models import Member
from networks.models.directory import THE_NETWORK
from plans.weights import spread

LINES_PER_PAGE = 100


@dataclass(slots=True)
class Line:
    """A row of «de qué está hecha». `url` explains it further; `out` says why it is outside the sum.

    `piece` is the one report it stands for, with its `entry_url` and who is `behind` it; `declared` is given only
    where it is not what the report earns by itself.
    """

    code: str
    title: str
    weight: Decimal
    percent: Decimal | None
    earned: Decimal | None
    reported: int
    obliged: int
    url: str = ""
    out: str = ""
    is_group: bool = False
    piece: Piece | None = None
    at: EntryAt | None = None
    entry_url: str = ""
    behind: Behind | None = None
    note: str = ""
    declared: Decimal | None = None


@dataclass(slots=True)
class Explanation:
    """`subject` names the figure and `shown` is how other pages write it; `about` is what its address says, and
    `trail` leads to what it is part of. `kind`: plan, eje, activity or member."""

    subject: str
    found: Explained
    shown: str
    is_percent: bool
    rules: list[str]
    sum: Sum | None
    lines: list[Line]
    about: dict[str, str]
    trail: list[tuple[str, str]] = field(default_factory=list)
    kind: str = "plan"
    declared: Decimal | None = None
    frozen: Frozen | None = None

    @property
    def has_figure(self) -> bool:
        return self.found.earned is not None

    @property
    def percent(self) -> Decimal | None:
        return _of_hundred(self.found.earned, self.found.weight)

    @property
    def percent_ceiling(self) -> Decimal | None:
        return _of_hundred(self.found.ceiling, self.found.weight)

    @property
    def dropped(self) -> list[Line]:
        return [line for line in self.lines if line.out]

    @property
    def frozen_agrees(self) -> bool:
        return self.frozen is not None and self.frozen.earned == self.found.earned


def _of_hundred(value: Decimal | None, whole: Decimal) -> Decimal | None:
    return None if value is None or not whole else value * 100 / whole


class Explainer:
    """Explains the figures of one plan in a period."""

    def __init__(self, rolled: NetworkRollup, plan: PlanRollup) -> None:
        self.rolled, self.plan, self.network = rolled, plan, rolled.network
        self.closing = closing_of(rolled.period)
        self.about = {"plan": plan.plan.slug}
        self.activities = {leaf.lineage: leaf for leaf in plan.planned.activities}
        self.ejes = {eje.lineage: eje for eje in plan.planned.ejes}

    def build(self, eje: str = "", activity: str = "", member: str = "") -> Explanation:
        """By the codes of the eje and the activity (its lineage will do), or of the member. Http404 for none."""
        if member:
            return self.of_member(member)
        if activity:
            return self.of_activity(self._activity(activity, eje))
        return self.of_eje(self._eje(eje)) if eje else self.of_plan()

    # -- the levels -------------------------------------------------------------------------------------------

    def of_plan(self) -> Explanation:
        plan = self.plan.figure
        found = explain_plan(plan)
        labels = {key: f"{eje.code}. {eje.title}" for key, eje in self.ejes.items()}
        return Explanation(
            subject=self.plan.plan.title,
            found=found,
            shown=_percent(found.earned),
            is_percent=True,
            rules=self._rules(found, words.plan_words(self.network, plan)),
            sum=words.plan_sum(found, plan, labels),
            lines=[line for branch in found.branches for line in self._branch(branch)],
            about=self.about,
            frozen=frozen_figure(self.closing, self.plan.plan.slug),
        )

    def of_eje(self, eje: PlannedEje) -> Explanation:
        group = eje_figure(self.plan, eje)
        found = explain_group(group)
        about = {**self.about, "eje": eje.code}
        return Explanation(
            subject=f"{eje.code}. {eje.title}",
            found=found,
            shown=_shown(found, group.weighted),
            is_percent=not group.weighted,
            rules=self._rules(found, words.eje_words(self.network, weighted=group.weighted)),
            sum=words.eje_sum(found, {key: leaf.title for key, leaf in self.activities.items()}),
            lines=[self._twig(twig) for twig in found.twigs],
            about=about,
            trail=[self._to_plan()],
            kind="eje",
            declared=declared_eje(self.plan, eje),
            frozen=frozen_figure(self.closing, self.plan.plan.slug, eje.code),
        )

    def of_activity(self, activity: PlannedActivity) -> Explanation:
        group = eje_figure(self.plan, activity.eje, only=activity.lineage)
        found = explain_leaf(group, activity.lineage)
        labels = {pk: member.name for pk, member in self.rolled.members.items()} | {None: self.network.short_name}
        to_eje = self._url(eje=activity.eje.code)
        return Explanation(
            subject=f"{activity.code} {activity.title}",
            found=found,
            shown=_shown(found, group.weighted),
            is_percent=not group.weighted,
            rules=self._rules(found),
            sum=words.activity_sum(found, labels),
            lines=self._pieces(found.twigs[0]),
            about={**self.about, "eje": activity.eje.code, "actividad": activity.code},
            trail=[self._to_plan(), (f"{self.network.eje_word.capitalize()} {activity.eje.code}", to_eje)],
            kind="activity",
        )

    def of_member(self, code: str) -> Explanation:
        member = self._member(code)
        own = member_figure(self.plan, member and member.pk)
        if own is None:
            raise Http404
        found = explain_plan(own)
        labels = {key: f"{eje.code}. {eje.title}" for key, eje in self.ejes.items()}
        return Explanation(
            subject=member.name if member else self.network.name,
            found=found,
            shown=_percent(found.earned),
            is_percent=True,
            rules=self._rules(found, words.plan_words(self.network, own)),
            sum=words.plan_sum(found, own, labels),
            lines=[line for branch in found.branches for line in self._branch(branch, own=True)],
            about={**self.about, "integrante": code},
            trail=[self._to_plan()],
            kind="member",
        )

    # -- what is asked for ------------------------------------------------------------------------------------

    def _eje(self, code: str) -> PlannedEje:
        return _first(self.plan.planned.ejes, lambda eje: eje.code == code)

    def _activity(self, text: str, eje: str) -> PlannedActivity:
        wanted = [leaf for leaf in self.plan.planned.activities if not eje or leaf.eje.code == eje]
        return _first(wanted, lambda leaf: text in (leaf.code, str(leaf.lineage)))

    def _member(self, code: str) -> Member | None:
        if code == THE_NETWORK:
            return None
        return _first(self.rolled.members.values(), lambda member: member.code == code)

    def _url(self, **about: str) -> str:
        return explain_url(self.network.slug, self.rolled.period.code, **{**self.about, **about})

    def _to_plan(self) -> tuple[str, str]:
        return self.plan.plan.title, self._url()

    def _rules(self, found: Explained, *levels: str) -> list[str]:
        rules = [words.rule_words(self.network)]
        if any(twig.figure.obliged > 1 for twig in found.twigs):
            rules.append(words.members_words(self.network))
        rules += [*levels, words.silence_words(found), words.rounding_words()]
        return [rule for rule in rules if rule]

    # -- lines ------------------------------------------------------------------------------------------------

    def _branch(self, branch: Branch, *, own: bool = False) -> Iterable[Line]:
        eje, group = self.ejes[branch.figure.key], branch.figure
        yield Line(
            code=eje.code,
            title=eje.title,
            weight=branch.weight,
            percent=group.percent,
            earned=branch.earned,
            reported=group.reported,
            obliged=group.obliged,
            url="" if own else self._url(eje=eje.code),
            out=_group_out(group),
            is_group=True,
        )
        for twig in branch.twigs:
            yield self._twig(twig)

    def _twig(self, twig: Twig) -> Line:
        leaf, found = self.activities[twig.figure.key], twig.figure
        line = Line(
            code=leaf.code,
            title=leaf.title,
            weight=twig.weight,
            percent=found.percent,
            earned=twig.earned,
            reported=found.reported,
            obliged=found.obliged,
            url=self._url(eje=leaf.eje.code, actividad=leaf.code) if found.obliged else "",
            out=_out(found.obliged, found.applicable),
        )
        if len(twig.parts) == 1:
            line.piece, line.at = twig.parts[0], (leaf.lineage, twig.parts[0].member)
        return line

    def _pieces(self, twig: Twig) -> list[Line]:
        """Their weights in two places that add to the activity's."""
        weights = spread(twig.weight, [piece.weight for piece in twig.parts])
        return [self._piece(twig, *row) for row in zip(twig.parts, weights, strict=True)]

    def _piece(self, twig: Twig, piece: Piece, weight: Decimal) -> Line:
        member = self.rolled.members.get(piece.member)
        is_out = piece.status == "no_aplica"
        return Line(
            code="",
            title=member.name if member else self.network.short_name,
            weight=weight,
            percent=None if piece.share is None else piece.share * 100,
            earned=piece.earned,
            reported=int(piece.status is not None),
            obliged=1,
            url=self._url(integrante=code_of(member)),
            out=_("no le aplica") if is_out else "",
            piece=piece,
            at=(twig.figure.key, piece.member),
        )

    def fill(self, lines: Sequence[Line]) -> None:
        """Tell who is behind the reports of some lines, those of a page: two queries."""
        told = [line for line in lines if line.at]
        if not told:
            return
        entries = self.rolled.entries_at({line.at[0] for line in told}, {line.at[1] for line in told})
        shown = {line.at: entries[line.at] for line in told if line.at in entries}
        people = behind(shown.values())
        for line in told:
            if line.at in shown:
                self._tell(line, shown[line.at], people[line.at])

    def _tell(self, line: Line, entry: EntryRow, person: Behind) -> None:
        where = {"slug": self.network.slug, "code": person.period_code}
        base = reverse("monitoring:period_detail", kwargs=where)
        line.entry_url = entry_url(base, line.at[0], self.rolled.members.get(line.at[1]), "ver/")
        if entry.counts:
            line.behind, line.declared = person, self._declared(entry)
        else:
            line.note = str(REVIEW_WORDS[entry.review_state])

    def _declared(self, entry: EntryRow) -> Decimal | None:
        weight = self.activities[entry.activity_lineage].weight
        whole = Decimal(100) if weight is None else weight
        earned = effective_earned(whole, entry.status, entry.progress, self.network.earned_rule)
        return None if entry.declared_earned == earned else entry.declared_earned


def _first(rows: Iterable, wanted: Callable):
    found = next((row for row in rows if wanted(row)), None)
    if found is None:
        raise Http404
    return found


def _percent(value: Decimal | None) -> str:
    return "" if value is None else f"{figure(value)} %"


def _shown(found: Explained, weighted: bool) -> str:
    """With weights a figure is told out of what it weighs."""
    if found.earned is None or not weighted:
        return _percent(found.earned)
    return _("%(earned)s de %(whole)s") % {"earned": figure(found.earned), "whole": figure(found.weight)}


def _out(obliged: int, applicable: int) -> str:
    if not obliged:
        return _("no toca en el periodo")
    return "" if applicable else _("no aplica a nadie")


def _group_out(group: GroupFigure) -> str:
    return _out(group.obliged, sum(leaf.applicable for leaf in group.leaves))
