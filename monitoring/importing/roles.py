"""How a column's roles are called on screen, and which of them one table may have twice."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from networks.models import Network
from plans.deadline_words import MONTHS
from plans.importing.mapping import IGNORED, PLAN, SCHEDULE, TICKED, Mapping, TableMapping
from plans.importing.spans import SPANS

KINDS = (
    (PLAN, gettext_lazy("Es el plan, o una parte")),
    (SCHEDULE, gettext_lazy("Es un cronograma de ese plan")),
    (IGNORED, gettext_lazy("No es del plan: no se lee")),
)
ROLE_GROUPS = (
    (
        gettext_lazy("Primer nivel"),
        {
            "eje_code": gettext_lazy("Código de %(eje)s"),
            "eje": gettext_lazy("Título de %(eje)s"),
            "eje_weight": gettext_lazy("Ponderación de %(eje)s"),
            "eje_goal": gettext_lazy("Meta de %(eje)s"),
            "eje_theme": gettext_lazy("Tema de %(eje)s"),
            "eje_functions": gettext_lazy("Funciones de la norma"),
            "objective_code": gettext_lazy("Código de %(objective)s"),
            "objective": gettext_lazy("Título de %(objective)s"),
        },
    ),
    (
        gettext_lazy("Lo que se hace"),
        {
            "code": gettext_lazy("Código de %(activity)s"),
            "activity": gettext_lazy("Título de %(activity)s"),
            "sub_activity": gettext_lazy("Título de sub-%(activity)s"),
            "weight": gettext_lazy("Ponderación"),
            "deliverable": gettext_lazy("Productos"),
            "verification": gettext_lazy("Medios de verificación"),
            "indicator": gettext_lazy("Indicadores"),
            "themes": gettext_lazy("Temas, por su código"),
            "notes": gettext_lazy("Notas"),
        },
    ),
    (
        gettext_lazy("Cuándo"),
        {
            "deadline": gettext_lazy("Plazo"),
            "deadline_start": gettext_lazy("Plazo: desde"),
            "deadline_end": gettext_lazy("Plazo: hasta"),
            "deadline_precision": gettext_lazy("Plazo: precisión"),
            "deadline_by_member": gettext_lazy("Plazo: cada integrante fija el suyo"),
            "member_deadlines": gettext_lazy("Plazos propios de integrantes"),
            "months": gettext_lazy("Meses del cronograma, en una celda"),
            "months_sample": gettext_lazy("Cronograma de muestra"),
        },
    ),
    (
        gettext_lazy("Quién"),
        {
            "responsible": gettext_lazy("Responsables"),
            "support": gettext_lazy("Apoyo"),
            "funding": gettext_lazy("Financiamiento"),
            "concerns": gettext_lazy("A quién concierne"),
        },
    ),
    (
        gettext_lazy("Lo que se informa"),
        {
            "status": gettext_lazy("Cumplimiento"),
            "status_cumplido": gettext_lazy("Se marca lo cumplido"),
            "status_no_cumplido": gettext_lazy("Se marca lo no cumplido"),
            "status_en_avance": gettext_lazy("Se marca lo que está en avance"),
            "status_pendiente": gettext_lazy("Se marca lo pendiente"),
            "status_reprogramado": gettext_lazy("Se marca lo reprogramado"),
            "status_no_aplica": gettext_lazy("Se marca lo que no aplica"),
            "progress": gettext_lazy("Avance, en porcentaje"),
            "earned": gettext_lazy("Ponderación ganada"),
            "narrative": gettext_lazy("Qué se hizo"),
            "obstacles": gettext_lazy("Obstáculos"),
        },
    ),
)
REPEATABLE = frozenset(
    {"ignore", "responsible", "support", "funding", "verification", "notes", "narrative", "obstacles"}
    | {"indicator", "deliverable"}
)
LEVELS = ("eje", "objective", "activity", "sub_activity")


def words_of(network: Network) -> dict[str, str]:
    return {
        "eje": network.eje_word,
        "objective": network.objective_word,
        "activity": network.activity_word,
    }


def role_choices(network: Network) -> list[Any]:
    """For a select, in groups; «no se lee» first."""
    words = words_of(network)
    groups = [
        (str(title), [(role, str(label) % words) for role, label in roles.items()]) for title, roles in ROLE_GROUPS
    ]
    programmed = [(f"month:{n}", _("Programado: %(month)s") % {"month": MONTHS[n - 1]}) for n in range(1, 13)]
    done = [(f"done:{n}", _("Ejecutado: %(month)s") % {"month": MONTHS[n - 1]}) for n in range(1, 13)]
    programmed += [(f"months:{span}", _("Programado: %(month)s") % {"month": name}) for span, name in SPANS]
    done += [(f"done:{span}", _("Ejecutado: %(month)s") % {"month": name}) for span, name in SPANS]
    groups += [(_("Meses programados"), programmed), (_("Meses ejecutados"), done)]
    return [("ignore", _("— no se lee —")), *groups]


def role_labels(network: Network) -> dict[str, str]:
    choices = role_choices(network)
    return dict([choices[0], *(pair for _group, pairs in choices[1:] for pair in pairs)])


def level_choices(network: Network) -> list[tuple[str, str]]:
    labels = role_labels(network)
    return [("", _("— nada —")), *((level, labels[level]) for level in LEVELS)]


def repeated(table: TableMapping) -> list[str]:
    """The roles that two of its columns have, of those that only one may have; the months of two years may."""
    counted = Counter(role for role in table.roles.values() if role not in REPEATABLE and ":" not in role)
    return [role for role, count in counted.items() if count > 1]


def is_reporting(mapping: Mapping) -> bool:
    """Whether some column says what was done."""
    told = {"status", *TICKED, "progress", "earned", "narrative", "obstacles"}
    roles = {role for table in mapping.tables if table.kind != IGNORED for role in table.roles.values()}
    return bool(roles & told) or any(role.startswith("done:") for role in roles)
