"""How a plan advances: one page for who decides, then by eje, by member, and what stands behind the figures."""

from django.utils.translation import gettext_lazy as _

from monitoring.sections import SectionKind
from reports.official.avance.build import build_avance
from reports.official.avance.checks import checks
from reports.official.avance.context import SLUG
from reports.official.avance.printed import printed
from reports.official.avance.tables import tables
from reports.official.form import Form, FormVersion

FORM = Form(
    slug=SLUG,
    title=_("Informe de avance"),
    summary=_("Una página para quien decide; después, por eje, por integrante, y de qué están hechas las cifras."),
    versions=(FormVersion(number=1, norm=_("Forma propia: ninguna norma fija su contenido")),),
    build=build_avance,
    printed=printed,
    tables=tables,
    checks=checks,
    sections=(
        SectionKind(
            key="resumen",
            title=_("Resumen"),
            help_text=_("Lo que debe saber quien solo lee la primera página, en tres o cuatro frases."),
        ),
        SectionKind(
            key="logros",
            title=_("Logros"),
            help_text=_("Lo que se consiguió en el periodo y para quiénes, con cifras."),
        ),
        SectionKind(
            key="dificultades",
            title=_("Dificultades"),
            help_text=_("Lo que retrasó o impidió cumplir, y qué se hizo al respecto."),
        ),
        SectionKind(
            key="proximos_pasos",
            title=_("Próximos pasos"),
            help_text=_("Lo que sigue, quién lo hace y para cuándo."),
        ),
    ),
)
