"""A network's work plan: introduction, groups of activities and cronograma; with a period, its follow-up."""

from django.utils.translation import gettext_lazy as _

from monitoring.sections import SectionKind
from reports.official.form import Form, FormVersion
from reports.official.plan_trabajo.build import build_plan_trabajo, checks
from reports.official.plan_trabajo.context import SLUG
from reports.official.plan_trabajo.printing import printed
from reports.official.plan_trabajo.tables import tables

FORM = Form(
    slug=SLUG,
    title=_("Plan de trabajo"),
    summary=_("Introducción, actividades por grupo y cronograma por mes; con un periodo, también su seguimiento."),
    versions=(FormVersion(number=1, norm=_("Plan de trabajo con cronograma, en uso desde 2012")),),
    build=build_plan_trabajo,
    printed=printed,
    tables=tables,
    checks=checks,
    by_plan=True,
    sections=(
        SectionKind(
            key="introduccion",
            title=_("Introducción"),
            help_text=_("De dónde viene el plan, sobre qué temas trabaja y por qué se eligieron."),
        ),
        SectionKind(
            key="seguimiento",
            title=_("Seguimiento"),
            help_text=_("Qué se hizo en el periodo, qué quedó pendiente y por qué."),
        ),
    ),
)
