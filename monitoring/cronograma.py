"""The cronograma of one plan, and of everything of a person's, as their pages and the PDF ask for them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.dates import MONTHS_3
from django.utils.functional import cached_property
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from monitoring.filters import MINE
from monitoring.gantt import GanttRow, Words, key
from monitoring.labels import period_label
from monitoring.models import Period
from monitoring.schedule import Block, RowMaker, Scope, blocks_of, time_of
from monitoring.selectors.periods import local_today
from monitoring.selectors.scheduled import Schedule, ruling_versions, schedules
from networks.models import Member, Network, User
from networks.models.directory import THE_NETWORK
from networks.permissions import is_only_technician, members_of
from plans.models import PlanVersion

SCALES = {"mes": "month", "trimestre": "quarter", "anio": "year"}
SCALE_CHOICES = [
    ("mes", gettext_lazy("Meses")),
    ("trimestre", gettext_lazy("Trimestres")),
    ("anio", gettext_lazy("Años")),
]


class LenientForm(forms.Form):
    """Every field is optional; a value that is not among the choices is left out, never an error page."""

    escala = forms.ChoiceField(label=gettext_lazy("Escala"), required=False, choices=SCALE_CHOICES)

    def __init__(self, data: QueryDict, **defaults: str) -> None:
        super().__init__({**defaults, **data.dict()})

    def value(self, name: str) -> str:
        return self.cleaned_data.get(name, "") or "" if name in self.fields else ""

    def choose(self, name: str, label: str, choices: Iterable[tuple[str, str]]) -> None:
        self.fields[name] = forms.ChoiceField(label=capfirst(label), required=False, choices=list(choices))


class PlanScheduleFilter(LenientForm):
    def __init__(self, data: QueryDict, cronograma: PlanCronograma) -> None:
        network, plan = cronograma.network, cronograma.version.plan
        super().__init__(data, escala="mes" if plan.first_year == plan.last_year else "trimestre")
        ejes = ((eje.code, f"{eje.code}. {eje.title}"[:80]) for eje in cronograma.schedule.ejes)
        self.choose("eje", network.eje_word, [("", _("Todos")), *ejes])
        mine = [(MINE, _("Solo por quien informo"))] if cronograma.mine else []
        members = ((one.code, one.name) for one in cronograma.members if one.is_reporting)
        whole = [("", _("Todas")), *mine, (THE_NETWORK, _("La red")), *members]
        self.choose("integrante", network.member_word, whole)
        periods = ((one.code, period_label(one)) for one in cronograma.periods)
        self.choose("periodo", _("Cómo estaba"), [("", _("Hoy")), *periods])
        self.is_valid()


class PlanCronograma:
    """One version's, narrowed by a query (`escala`, `eje`, `integrante`, `periodo`) for one person on one day."""

    def __init__(self, version: PlanVersion, network: Network, data: QueryDict, user: User) -> None:
        self.network, self.version = network, version
        self.today = local_today(network)
        self.mine = members_of(user, network)
        self.schedule = schedules([version])[0]
        self.members = list(_valid_members([network], self.today))
        self.periods = list(Period.objects.filter(network=network).order_by("-start_on", "-end_on"))
        self.filter = PlanScheduleFilter(data, self)

    @property
    def scale(self) -> str:
        return SCALES[self.filter.value("escala") or "mes"]

    @cached_property
    def period(self) -> Period | None:
        return next((one for one in self.periods if one.code == self.filter.value("periodo")), None)

    @property
    def on(self) -> datetime.date:
        """The day on which deadlines are looked at."""
        return min(self.today, self.period.end_on) if self.period else self.today

    @cached_property
    def member(self) -> Member | None:
        return next((one for one in self.members if one.code == self.filter.value("integrante")), None)

    @property
    def scope(self) -> Scope:
        wanted = self.filter.value("integrante")
        if wanted == MINE:
            return self.mine
        if wanted == THE_NETWORK:
            return frozenset({None})
        return frozenset({self.member.pk}) if self.member else None

    @cached_property
    def blocks(self) -> list[Block]:
        return blocks_of(self.schedule, self.members, self.scope, self.filter.value("eje"))

    @cached_property
    def time(self) -> tuple[datetime.date, datetime.date]:
        plan = self.version.plan
        return time_of(self.blocks, plan.first_year, plan.last_year)

    def rows(self, blocks: Sequence[Block]) -> list[GanttRow]:
        return RowMaker(self.on, self.period and self.period.end_on).rows(blocks)

    @property
    def words(self) -> Words:
        title = _("Cronograma: %(plan)s") % {"plan": self.version.plan.title}
        return drawn_words(title, _("al %(on)s") % {"on": f"{self.on:%d/%m/%Y}"} if self.period else "")


def drawn_words(title: str, mark: str = "") -> Words:
    said = _("Barras y rombos de los plazos a lo largo del tiempo. La tabla que sigue dice lo mismo en palabras.")
    return Words(
        title=title,
        description=said,
        today=mark or _("hoy"),
        undated=_("sin fecha"),
        months=tuple(str(name) for name in MONTHS_3.values()),
        quarter=pgettext("letra de trimestre", "T"),
        semester=pgettext("letra de semestre", "S"),
    )


def _valid_members(networks: Iterable[Network], day: datetime.date) -> QuerySet[Member]:
    since = Q(valid_from_on__isnull=True) | Q(valid_from_on__lte=day)
    until = Q(valid_to_on__isnull=True) | Q(valid_to_on__gte=day)
    return Member.objects.filter(since, until, network__in=networks).order_by("order", "name", "pk")


def key_words() -> list[tuple[str, str]]:
    """How each kind of deadline is drawn, and what that means."""
    said = {
        "vague": _("Plazo aproximado: cae en algún momento de ese tiempo"),
        "exact": _("Día exacto"),
        "months": _("Meses del cronograma"),
        "products": _("Fin del plazo de un producto, aproximado o exacto"),
        "summary": _("Sin plazo propio: lo que abarca lo que tiene debajo"),
    }
    return [(mark_safe(drawing), said[kind]) for kind, drawing in key().items()]


# -- everything of mine ---------------------------------------------------------------------------------------


def scope_of(user: User, network: Network) -> Scope:
    """Whose deadlines are hers: for a técnica those of her members, for whoever else those of the network."""
    return members_of(user, network) if is_only_technician(user, network) else None


class MyScheduleFilter(LenientForm):
    """`year` is the one that is shown unless she chooses."""

    def __init__(
        self, data: QueryDict, networks: Sequence[Network], years: Sequence[int], year: int | None
    ) -> None:
        super().__init__(data, escala="mes", anio=str(year))
        if len(networks) > 1:
            self.choose("red", _("Red"), [("", _("Todas")), *((one.slug, one.short_name) for one in networks)])
        if len(years) > 1:
            self.choose("anio", _("Año"), [(str(year), str(year)) for year in years])
        self.is_valid()


class MyCronograma:
    """What concerns her in a year, in all her networks: the plans that rule there and cover it.

    `year` is the chosen one, else the nearest that a plan of hers covers; None without plans.
    """

    def __init__(self, user: User, data: QueryDict, today: datetime.date) -> None:
        self.user, self.today = user, today
        versions = ruling_versions(user.networks, today)
        plans = [version.plan for version in versions]
        self.years = sorted({y for p in plans for y in range(p.first_year, p.last_year + 1)}, reverse=True)
        networks = [one for one in user.networks if any(plan.network_id == one.pk for plan in plans)]
        nearest = min(self.years, key=lambda year: abs(year - today.year), default=None)
        self.filter = MyScheduleFilter(data, networks, self.years, nearest)
        chosen = self.filter.value("anio")
        self.year = int(chosen) if chosen else nearest
        self.versions = [version for version in versions if self._takes(version)]

    def _takes(self, version: PlanVersion) -> bool:
        plan = version.plan
        wanted = self.filter.value("red") in ("", plan.network.slug)
        return wanted and self.year is not None and plan.first_year <= self.year <= plan.last_year

    @property
    def scale(self) -> str:
        return SCALES[self.filter.value("escala") or "mes"]

    @cached_property
    def schedules(self) -> list[Schedule]:
        return schedules(self.versions)

    @cached_property
    def blocks(self) -> list[Block]:
        """Those with a day in the year, and those without any; the latter of all plans at the end."""
        members = members_by_network({version.plan.network for version in self.versions}, self.today)
        found = [
            block
            for one in self.schedules
            for block in blocks_of(one, members.get(one.network.pk, []), scope_of(self.user, one.network))
        ]
        first, last = self.time
        dated = [b for b in found if not b.is_undated and b.hull[0] <= last and first <= b.hull[1]]
        return dated + [block for block in found if block.is_undated]

    @property
    def time(self) -> tuple[datetime.date, datetime.date]:
        year = self.year or self.today.year
        return datetime.date(year, 1, 1), datetime.date(year, 12, 31)

    def rows(self, blocks: Sequence[Block]) -> list[GanttRow]:
        return RowMaker(self.today, shows_plans=True).rows(blocks)

    @property
    def words(self) -> Words:
        return drawn_words(_("Mi cronograma"))


def members_by_network(networks: Iterable[Network], day: datetime.date) -> dict[int, list[Member]]:
    """The valid members of each, in order; one query."""
    found: dict[int, list[Member]] = {}
    for member in _valid_members(networks, day):
        found.setdefault(member.network_id, []).append(member)
    return found
