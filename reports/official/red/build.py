"""The report of how a network is built out of the records."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from networks.days import local_today
from networks.models import Network
from reports.context import ReportWarning
from reports.formatting import date_es
from reports.official.common import body_of, header, scoped_rollup, sections_of
from reports.official.form import Scope
from reports.official.red.context import SLUG, Goal, RedContext, Roster, Sections, Training
from reports.official.red.people import goal_of, invitations_of, roster_of
from reports.official.red.training import training_of, units_built

TITLE = gettext_lazy("Informe de conformación de la red")


def build_red(scope: Scope) -> RedContext:
    """On the period's last day, or today while it is still to come."""
    network, period = scope.network, scope.period
    today = local_today(network)
    on = min(period.end_on, today)
    sections = sections_of(network, period, SLUG)
    goal, roster, training = goal_of(network), roster_of(scope, on), training_of(scope, on, today)
    return RedContext(
        network=network.slug,
        period=period.code,
        header=header(scope, scoped_rollup(scope), title=str(TITLE)),
        member=scope.member.name if scope.member else None,
        member_word=network.member_word,
        member_words=network.member_word_plural,
        goal=goal,
        roster=roster,
        invitations=invitations_of(scope, on, today),
        training=training,
        units=units_built(scope, on),
        norms=tuple(network.norm_lines),
        sections=Sections(presentacion=body_of(sections, "presentacion"), sintesis=body_of(sections, "sintesis")),
        warnings=tuple(_warnings(network, scope, goal, roster, training)),
    )


def _warnings(
    network: Network, scope: Scope, goal: Goal, roster: Roster, training: Training
) -> Iterator[ReportWarning]:
    """What the figures leave open."""
    if roster.unknown:
        yield ReportWarning(
            kind="roster_unknown",
            where=_("Personas"),
            computed=str(roster.counted),
            message=_("De %(n)s personas no consta el sexo o el nivel del cargo: no se cuentan para la meta.")
            % {"n": roster.unknown},
        )
    if goal.people and goal.on and goal.on < scope.period.start_on:
        yield ReportWarning(
            kind="goal_past",
            where=_("Meta"),
            declared=goal.on,
            computed=scope.period.start_on,
            message=_("La meta era para el %(day)s, antes de este periodo.") % {"day": _day(goal.on)},
        )
    if training.total.unrecorded:
        yield ReportWarning(
            kind="training_unrecorded",
            where=_("Formación"),
            computed=str(training.total.completed),
            message=_("De %(n)s personas falta registrar la asistencia: no se cuentan como que concluyeron.")
            % {"n": training.total.unrecorded},
        )


def _day(day: datetime.date) -> str:
    return date_es(day.isoformat())
