"""The warnings of `monitoring.warnings` as they are read on screen."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from monitoring.warnings import ReviewWarning

# On a tag, in a list: as few words as tell one from another.
SHORT = {
    "same_narrative": gettext_lazy("mismo texto"),
    "near_narrative": gettext_lazy("casi el mismo texto"),
    "no_narrative": gettext_lazy("sin texto"),
    "no_progress": gettext_lazy("sin porcentaje"),
    "progress_falls": gettext_lazy("baja el avance"),
    "figure_falls": gettext_lazy("baja una cifra"),
    "breakdown_off": gettext_lazy("desagregación que no suma"),
    "declared_differs": gettext_lazy("declarado distinto"),
    "no_evidence": gettext_lazy("cumplido sin evidencia"),
    "empty_slot": gettext_lazy("verificación vacía"),
    "evidence_outside": gettext_lazy("evidencia de otra fecha"),
    "late": gettext_lazy("extemporáneo"),
    "same_person": gettext_lazy("la revisa quien la envió"),
}


def short(warning: ReviewWarning) -> str:
    return str(SHORT[warning.code])


def sentence(warning: ReviewWarning) -> str:
    return _(warning.text) % {name: _written(value) for name, value in warning.values}


def _written(value: Any) -> str:
    if value is None:
        return "—"
    if isinstance(value, datetime.date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, Decimal):
        places = 0 if value == value.to_integral_value() else 2
        return number_format(value, places, force_grouping=False)
    return str(value)
