"""From the records to a frozen context, one module a form: all that a report says is read here, and only here."""

from collections.abc import Callable
from typing import Any

from monitoring.models import Period
from networks.models import Network
from reports.building.gestion import build_gestion
from reports.building.subdere import build_subdere
from reports.context import to_plain
from reports.official import gestion, subdere

BUILDERS: dict[str, Callable[[Network, Period], Any]] = {
    subdere.FORM: build_subdere,
    gestion.FORM: build_gestion,
}


def report_data(form: str, network: Network, period: Period) -> dict[str, Any]:
    """The frozen JSON of a form for a network and period, out of the records as they are now.

    `period` may be one that spans others (`period_for`). Raises KeyError for an unknown form.
    """
    return to_plain(BUILDERS[form](network, period))
