"""The informe de gestión of a city's coordination bodies: of a quarter, a semester or a year."""

from django.utils.translation import gettext_lazy as _

from monitoring.sections import SectionKind
from reports.official.fitting import holds_sessions
from reports.official.form import Form, FormVersion
from reports.official.gestion.build import build_gestion
from reports.official.gestion.context import SLUG, printed
from reports.official.gestion.tables import tables

FORM = Form(
    slug=SLUG,
    title=_("Informe de gestión"),
    summary=_("Asistencia, sesiones, funciones, plan de acción y decisiones, acumulados del año."),
    versions=(FormVersion(number=1, norm=_("Informe de las instancias de coordinación de Bogotá, de 2024")),),
    build=build_gestion,
    printed=printed,
    tables=tables,
    fits=holds_sessions,
    sections=(
        SectionKind(
            key="action_plan",
            title=_("Seguimiento del plan de acción"),
            help_text=_("Cómo avanza el plan: lo hecho en el año hasta el cierre del periodo, con cifras."),
        ),
        SectionKind(
            key="functioning",
            title=_("Análisis del funcionamiento de la instancia"),
            help_text=_("Cómo coordina, articula y decide la instancia; qué temas fueron los más relevantes."),
        ),
        SectionKind(
            key="synthesis",
            title=_("Síntesis"),
            help_text=_("Los principales avances y dificultades del periodo, en pocos párrafos."),
        ),
    ),
)
