"""What the reader of a table has to say: counts that do not fit, and words it did not understand."""

from __future__ import annotations

from networks.sentences import gettext_noop
from plans.importing.draft import Discrepancy, Where
from plans.importing.phrases import short

COUNTS = {
    "weight": gettext_noop("Hay %(lines)s ponderaciones para %(count)s actividades."),
    "earned": gettext_noop("Hay %(lines)s ponderaciones ganadas para %(count)s actividades."),
    "progress": gettext_noop("Hay %(lines)s avances para %(count)s actividades."),
    "status": gettext_noop("Hay %(lines)s estados para %(count)s actividades."),
    "narrative": gettext_noop("Hay %(lines)s narrativas para %(count)s actividades."),
    "code": gettext_noop("Hay %(lines)s códigos para %(count)s actividades."),
    "objective": gettext_noop("Hay %(lines)s objetivos para %(count)s actividades."),
    "deliverable": gettext_noop("Hay %(lines)s productos para %(count)s actividades."),
    "deadline": gettext_noop("Hay %(lines)s plazos para %(count)s productos o actividades."),
    "verification": gettext_noop("Hay %(lines)s medios de verificación para %(count)s productos o actividades."),
}
IN_ORDER = gettext_noop("Se asignan en orden; lo que sobra queda con la última.")
BY_WORDS = gettext_noop("Cada uno va con aquello con que comparte palabras, o con el último.")
FIRST_TAKE = gettext_noop("Los primeros objetivos toman una actividad más.")
WORDS = gettext_noop("No se entendió «%(words)s».")
GRAND_TOTAL = gettext_noop("«%(words)s» es un total que no es de ningún grupo.")
TOTALS_ARE_COMPUTED = gettext_noop("No se importa: los totales se calculan.")
KEPT_OUT = gettext_noop("No se importa: escríbalo donde corresponda.")


class Teller:
    def __init__(self) -> None:
        self.discrepancies: list[Discrepancy] = []

    def count(self, role: str, where: Where, lines: int, count: int, proposal: str = IN_ORDER) -> None:
        values = {"lines": str(lines), "count": str(count)}
        self.discrepancies.append(
            Discrepancy(
                "count_mismatch",
                where,
                COUNTS[role],
                values,
                declared=str(lines),
                computed=str(count),
                proposal=proposal,
            )
        )

    def words(
        self, where: Where, words: str, text: str = WORDS, proposal: str = KEPT_OUT, kind: str = "not_understood"
    ) -> None:
        values = {"words": short(words)}
        self.discrepancies.append(Discrepancy(kind, where, text, values, declared=words, proposal=proposal))
