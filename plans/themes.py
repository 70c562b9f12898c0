"""The themes that every network shares, in the project's own short words, put in place after each migration.

Targets of Sustainable Development Goal 5, articles 1–16 of CEDAW, and articles 1–9 of the Convention of Belém do
Pará (its definitions, rights and duties of the states). The treaties' own text is theirs; these titles only name
it.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps as installed
from django.db import transaction
from django.db.utils import DEFAULT_DB_ALIAS
from django.utils.translation import gettext_noop as _

SDG5 = {
    "5.1": _("Fin de toda discriminación contra las mujeres y las niñas"),
    "5.2": _("Eliminar la violencia contra las mujeres y las niñas, incluidas la trata y la explotación"),
    "5.3": _("Eliminar el matrimonio infantil y forzado y la mutilación genital"),
    "5.4": _("Reconocer y repartir el trabajo doméstico y de cuidados no remunerado"),
    "5.5": _("Participación plena de las mujeres y liderazgo en la vida política, económica y pública"),
    "5.6": _("Salud sexual y reproductiva y derechos reproductivos para todas"),
    "5.a": _("Igualdad en los recursos económicos, la propiedad y los servicios financieros"),
    "5.b": _("Tecnología para el empoderamiento de las mujeres"),
    "5.c": _("Políticas y leyes de igualdad, con recursos y seguimiento"),
}
CEDAW = {
    "1": _("Qué es discriminación contra la mujer"),
    "2": _("Deber de los Estados de eliminar la discriminación en leyes, políticas y prácticas"),
    "3": _("Medidas para el pleno desarrollo y adelanto de las mujeres"),
    "4": _("Medidas especiales de carácter temporal y protección de la maternidad"),
    "5": _("Cambio de estereotipos y responsabilidad común en la crianza"),
    "6": _("Supresión de la trata de mujeres y de la explotación de la prostitución"),
    "7": _("Igualdad en la vida política y pública"),
    "8": _("Representación internacional de las mujeres"),
    "9": _("Igualdad en la nacionalidad"),
    "10": _("Igualdad en la educación"),
    "11": _("Igualdad en el empleo y protección frente al despido por maternidad"),
    "12": _("Igualdad en la atención de la salud"),
    "13": _("Igualdad en la vida económica y social: prestaciones, crédito, recreación y cultura"),
    "14": _("Derechos de las mujeres rurales"),
    "15": _("Igualdad ante la ley y capacidad jurídica"),
    "16": _("Igualdad en el matrimonio y en la familia"),
}
BELEM = {
    "1": _("Qué es violencia contra la mujer"),
    "2": _("Ámbitos de la violencia: familia, comunidad y Estado, incluida la trata"),
    "3": _("Derecho a una vida libre de violencia, en lo público y en lo privado"),
    "4": _("Derechos humanos y libertades de toda mujer"),
    "5": _("Ejercicio de los derechos civiles, políticos, económicos, sociales y culturales"),
    "6": _("Vida libre de discriminación y de patrones estereotipados"),
    "7": _("Deberes inmediatos del Estado: prevenir, sancionar y erradicar la violencia"),
    "8": _("Medidas progresivas: formación, servicios, atención, difusión e información"),
    "9": _("Mujeres en situación de especial vulnerabilidad"),
}
# By the value of `plans.models.Framework`: what goes before each code, and where its themes stand in the list.
COMMON = {"ods5": ("ODS", 0, SDG5), "cedaw": ("CEDAW", 100, CEDAW), "belem": ("BDP", 200, BELEM)}


def common_themes() -> dict[str, tuple[str, str, int]]:
    """`{"ODS 5.1": (framework, title, order), …}` in the order they are shown."""
    return {
        f"{prefix} {number}": (framework, title, first + place)
        for framework, (prefix, first, titles) in COMMON.items()
        for place, (number, title) in enumerate(titles.items(), start=1)
    }


def put_themes(apps: Any = installed, using: str = DEFAULT_DB_ALIAS, **_signal: Any) -> None:
    """Add the common themes that are missing and mend those that say otherwise; one query when nothing is.

    Called after every migration and every flush; while their table does not exist yet there is nothing to do.
    """
    try:
        themes = apps.get_model("plans", "Theme").objects.using(using)
    except LookupError:
        return
    wanted = common_themes()
    known = {theme.code: theme for theme in themes.filter(network=None)}
    missing, wrong = [], []
    for code, (framework, title, order) in wanted.items():
        theme = known.get(code)
        if theme is None:
            missing.append(themes.model(framework=framework, code=code, title=title, order=order))
        elif (theme.framework, theme.title, theme.order) != (framework, title, order):
            theme.framework, theme.title, theme.order = framework, title, order
            wrong.append(theme)
    if missing or wrong:
        with transaction.atomic(using=using):
            themes.bulk_create(missing, ignore_conflicts=True)
            themes.bulk_update(wrong, ["framework", "title", "order"])
