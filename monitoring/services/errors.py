"""Refusals that carry their own sentence."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from monitoring.models import ComplianceEntry, Period


class PeriodClosedError(ValidationError):
    def __init__(self, period: Period) -> None:
        super().__init__(
            _(
                "El periodo %(period)s está cerrado y ya no recibe avances. Si hay que corregir algo, pida a la "
                "secretaría técnica que lo reabra."
            ),
            code="period_closed",
            params={"period": period.code},
        )


class PeriodNotOpenError(ValidationError):
    def __init__(self, period: Period) -> None:
        super().__init__(
            _("El periodo %(period)s todavía no recibe avances: se informa desde el %(day)s."),
            code="period_not_open",
            params={"period": period.code, "day": f"{period.opens_on:%d/%m/%Y}"},
        )


class PeriodEndedError(ValidationError):
    """Nobody closed it yet, and its last midnight is past."""

    def __init__(self, period: Period) -> None:
        super().__init__(
            _(
                "El periodo %(period)s dejó de recibir avances al terminar el %(day)s, hora de la red: este no "
                "entró. Copie su texto y pida a la secretaría técnica que amplíe la fecha."
            ),
            code="period_ended",
            params={"period": period.code, "day": f"{period.closes_on:%d/%m/%Y}"},
        )


class PeriodMovedError(ValidationError):
    """Entries came in, or were given back, between reading the act and closing."""

    def __init__(self, period: Period, *, before: int, now: int) -> None:
        super().__init__(
            _(
                "No se cerró: mientras usted leía, los avances de %(period)s cambiaron. Había %(before)s que "
                "contaban y ahora son %(now)s. Revise la lista, que está al día, y vuelva a cerrar."
            ),
            code="period_moved",
            params={"period": period.code, "before": before, "now": now},
        )


class EntryLockedError(ValidationError):
    """The entry was already sent; only a return opens it again."""

    def __init__(self, entry: ComplianceEntry) -> None:
        super().__init__(
            _("El avance ya está %(state)s y no se puede cambiar: para corregirlo, pida que se lo devuelvan."),
            code="entry_locked",
            params={"state": entry.get_review_state_display()},
        )


class NotToReviewError(ValidationError):
    def __init__(self, entry: ComplianceEntry) -> None:
        super().__init__(
            _("Solo se revisa un avance enviado, y este está en «%(state)s». Vuelva a cargar la página."),
            code="not_to_review",
            params={"state": entry.get_review_state_display()},
        )
