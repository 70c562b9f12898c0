"""The yearly report of a programme's territorial management to SUBDERE, stage 3."""

from django.utils.translation import gettext_lazy as _

from monitoring.sections import Items, SectionKind
from reports.official.fitting import has_weights
from reports.official.form import Form, FormVersion
from reports.official.subdere.build import build_subdere
from reports.official.subdere.context import SLUG, printed
from reports.official.subdere.tables import tables

FORM = Form(
    slug=SLUG,
    title=_("Informe a la SUBDERE"),
    summary=_("Lo hecho en el año con su ponderación, su análisis, los sistemas de información y la difusión."),
    versions=(FormVersion(number=1, norm=_("Formulario de gestión territorial de la SUBDERE, etapa 3, de 2007")),),
    build=build_subdere,
    printed=printed,
    tables=tables,
    fits=has_weights,
    sections=(
        SectionKind(
            key="information_systems",
            title=_("Sistemas de información"),
            help_text=_("Qué se hizo con los sistemas de información y qué quedó pendiente."),
            items=Items.TITLES_AND_TEXTS,
            items_title=_("Objetivos y su cumplimiento"),
            item_word=_("Objetivo"),
            text_word=_("Cumplimiento"),
        ),
        SectionKind(
            key="dissemination_clients",
            title=_("Medios de difusión para clientes y usuarios"),
            help_text=_("Los medios por los que se informó a la ciudadanía."),
            has_body=False,
            items=Items.TITLES,
            items_title=_("Medios"),
            item_word=_("Medio"),
        ),
        SectionKind(
            key="dissemination_employees",
            title=_("Medios de difusión para el personal"),
            help_text=_("Los medios por los que se informó a las funcionarias y los funcionarios."),
            has_body=False,
            items=Items.TITLES,
            items_title=_("Medios"),
            item_word=_("Medio"),
        ),
    ),
)
