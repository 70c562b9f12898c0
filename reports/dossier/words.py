"""What a dossier says of a proof that could not be bound, and of one that is not what it was."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

PAGES_A_FILE = 500
PROBLEMS = {
    "broken": _("el archivo está dañado y no se pudo abrir"),
    "empty": _("el archivo no tiene páginas"),
    "encrypted": _("el archivo tiene contraseña o está protegido"),
    "long": _("tiene más de %(most)s páginas"),
    "heavy": _("es demasiado pesado para imprimirlo"),
    "slow": _("tardó demasiado en abrirse"),
    "died": _("no se pudo abrir de forma segura"),
    "format": _("es de un formato que no se imprime"),
    "text_long": _("el texto es demasiado largo para imprimirlo"),
    "gone": _("el archivo no se encuentra donde se guardó"),
    "link": _("es un enlace: se cita su dirección"),
}
DIFFERS = _("no coincide con su huella")


def problem_words(code: str) -> str:
    return str(PROBLEMS[code]) % {"most": PAGES_A_FILE} if code in PROBLEMS else ""
