"""The columns of each table: one name in the code, one heading on the sheet, and how its cells are read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from networks.folding import fold


def in_every_language(words: str | Promise) -> list[str]:
    """A table may come from somebody who reads another language, and be looked at again in a third one."""
    found = []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found.append(str(words))
    return found


@dataclass(frozen=True)
class Column:
    """`also` are other headings it is known by; one that `is_read` False goes out and does not come back."""

    name: str
    head: str | Promise
    help: str | Promise = ""
    is_key: bool = False
    is_read: bool = True
    also: tuple[str, ...] = ()

    @property
    def known_as(self) -> list[str]:
        """Folded, the surest first: in the reader's language, as the code says it, in the other languages."""
        own = (self.name, self.name.replace("_", " "), *self.also)
        return [fold(words) for words in (str(self.head), *own, *in_every_language(self.head))]


def headings(columns: Sequence[Column]) -> dict[str, Column]:
    """What each heading means. Two columns may share a word, each in another language: the surer one has it."""
    known = [(place, words, column) for column in columns for place, words in enumerate(column.known_as)]
    found: dict[str, Column] = {}
    for _place, words, column in sorted(known, key=lambda row: row[0]):
        found.setdefault(words, column)
    return found


CONTACTS = (
    Column("member", _("Código de la integrante"), _("El que muestra la lista de integrantes."), is_key=True),
    Column("member_name", _("Integrante"), is_read=False),
    Column("country", _("País"), is_read=False),
    Column("name", _("Nombre"), _("Con el código y el nombre o el correo se sabe quién es."), is_key=True),
    Column("post", _("Cargo")),
    Column("post_level", _("Nivel del cargo"), _("mando superior, mando medio o personal operativo; o vacío.")),
    Column("sex", _("Sexo"), _("mujer, hombre u otro; vacío si la persona no lo dijo.")),
    Column("rank", _("Calidad"), _("titular, suplente o equipo técnico; vacío: titular.")),
    Column("email", _("Correo electrónico"), also=("correo", "email", "e-mail")),
    Column("phone", _("Teléfono"), _("Como texto, para que no pierda el + ni los ceros.")),
    Column("areas", _("Áreas de acción"), _("Varias, separadas por punto y coma; han de existir en la red.")),
    Column("valid_from_on", _("Desde"), _("Día/mes/año; vacío: sin límite.")),
    Column("valid_to_on", _("Hasta"), _("El último día en el cargo; vacío: sigue.")),
    Column("notes", _("Notas")),
    Column("confirmed_at", _("Datos confirmados"), is_read=False),
)
MEMBERS = (
    Column("code", _("Código"), _("Minúsculas, cifras y guiones; por él se la conoce."), is_key=True),
    Column("name", _("Nombre")),
    Column("territory", _("Código del territorio"), _("El que muestra la lista de territorios; o vacío.")),
    Column("organization", _("Organización"), _("Por su nombre, como está en la lista; o vacío.")),
    Column("post", _("Cargo")),
    Column("is_reporting", _("Informa avances"), _("sí o no.")),
    Column("seat_role", _("Rol en las sesiones"), _("P, S, I, IP u O; vacío: no ocupa puesto.")),
    Column("order", _("Orden"), _("Un número; vacío: 0.")),
    Column("liaison_since_on", _("Enlace de género desde")),
    Column("gender_unit_since_on", _("Unidad de género desde")),
    Column("valid_from_on", _("Desde"), _("Día/mes/año; vacío: sin límite.")),
    Column("valid_to_on", _("Hasta")),
)
