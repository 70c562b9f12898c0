"""How a network is built: its people against the goal, their training by topic, and its units."""

from django.utils.translation import gettext_lazy as _

from monitoring.sections import SectionKind
from reports.official.fitting import has_goal
from reports.official.form import Form, FormVersion
from reports.official.red.build import build_red
from reports.official.red.checks import checks
from reports.official.red.context import SLUG, printed
from reports.official.red.tables import tables

FORM = Form(
    slug=SLUG,
    title=_("Informe de conformación de la red"),
    summary=_(
        "Personas en la red frente a la meta, invitaciones, formación por tema, y enlaces y unidades de género."
    ),
    versions=(FormVersion(number=1, norm=_("Forma propia: ninguna norma fija su contenido")),),
    build=build_red,
    printed=printed,
    tables=tables,
    fits=has_goal,
    checks=checks,
    sections=(
        SectionKind(
            key="presentacion",
            title=_("Presentación"),
            help_text=_("Qué es la red, para qué se conforma y a quiénes convoca."),
        ),
        SectionKind(
            key="sintesis",
            title=_("Síntesis"),
            help_text=_("Cómo avanzó la conformación en el periodo, qué falta y qué se hará, en pocos párrafos."),
        ),
    ),
)
