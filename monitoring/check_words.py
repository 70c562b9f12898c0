"""What is said of a publication's tests: by the code that is kept, so that each reads it in her language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from monitoring.models import CheckState, PublicationCheck, PublicationItem, PublishedState

# By `PublicationCheck.detail`.
DETAILS = {
    "": "",
    "slow": _("No contestó a tiempo."),
    "slow_name": _("El nombre del sitio no se pudo resolver a tiempo."),
    "no_names": _("No se pudo preguntar por el nombre del sitio: puede ser cosa de esta red."),
    "unknown_host": _("Ese sitio no existe."),
    "gone": _("La página ya no está: el sitio respondió %(status)s."),
    "status": _("El sitio respondió %(status)s."),
    "no_connection": _("El sitio no acepta conexiones."),
    "tls": _("La conexión segura del sitio no es válida (certificado)."),
    "broken": _("La respuesta llegó cortada o mal formada."),
    "unreadable": _("La respuesta no se pudo leer."),
    "loop": _("La dirección lleva de una página a otra sin llegar a ninguna."),
    "too_big": _("Responde; pesa demasiado para guardar su huella."),
    "private": _("La dirección es de una red interna: nadie la abre desde fuera."),
    "not_web": _("No es una dirección de página web (http o https)."),
    "password": _("La dirección lleva dentro un usuario o una contraseña: quítelos."),
    "bad_address": _("La dirección está mal escrita."),
    "back": _("Volvió a responder: la línea dejó de estar reabierta."),
    "missing": _("El archivo guardado ya no está."),
    "altered": _("El archivo guardado no es el que se subió: su huella es otra."),
}

SIGNS = {
    CheckState.KEPT: ("cumplido", _("Guardado aquí")),
    CheckState.ALIVE: ("cumplido", _("Responde")),
    CheckState.CHANGED: ("reprogramado", _("Responde, cambió")),
    CheckState.DEAD: ("no_cumplido", _("Enlace caído")),
    CheckState.FAILING: ("en_avance", _("Falla")),
    CheckState.TIMEOUT: ("en_avance", _("No responde a tiempo")),
    CheckState.REFUSED: ("pendiente", _("No se puede consultar")),
}
UNTESTED = ("sin_informar", _("Sin probar"))
PUBLISHED_SIGNS = {
    PublishedState.YES: ("cumplido", _("Sí")),
    PublishedState.NO: ("no_cumplido", _("No")),
    PublishedState.UNKNOWN: ("sin_informar", _("Sin información")),
}


@dataclass(frozen=True, slots=True)
class Sign:
    """A chip: the sign comes with `css`, the word stands beside it."""

    css: str
    word: Any


def check_sign(state: str) -> Sign:
    return Sign(*SIGNS.get(state, UNTESTED))


def published_sign(item: PublicationItem) -> Sign:
    return Sign(*PUBLISHED_SIGNS[item.published])


def detail_words(check: PublicationCheck) -> str:
    words = str(DETAILS.get(check.detail, check.detail))
    return words % {"status": check.http_status} if "%(status)s" in words else words
