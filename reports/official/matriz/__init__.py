"""The operative plan as a matrix of eight columns: the whole plan, or what a period asked of it."""

from django.utils.translation import gettext_lazy as _

from monitoring.sections import SectionKind
from reports.official.form import Form, FormVersion
from reports.official.matriz.build import build_matriz, checks
from reports.official.matriz.context import SLUG
from reports.official.matriz.printing import printed
from reports.official.matriz.tables import tables

FORM = Form(
    slug=SLUG,
    title=_("Matriz del plan operativo"),
    summary=_(
        "El plan en ocho columnas, de sus objetivos a sus responsables; con un periodo, también lo que se cumplió."
    ),
    versions=(FormVersion(number=1, norm=_("Matriz de plan operativo de ocho columnas, en uso desde 2012")),),
    build=build_matriz,
    printed=printed,
    tables=tables,
    checks=checks,
    by_plan=True,
    sections=(
        SectionKind(
            key="presentacion",
            title=_("Presentación"),
            help_text=_("De dónde viene el plan, quiénes lo acordaron y para qué, en uno o dos párrafos."),
        ),
        SectionKind(
            key="observaciones",
            title=_("Observaciones"),
            help_text=_(
                "Lo que conviene saber al leer la matriz: acuerdos pendientes, plazos por definir, apoyos."
            ),
        ),
    ),
)
