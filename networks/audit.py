"""Who changed what, when: one history table per model, filled by django-simple-history."""

from simple_history.models import HistoricalRecords


def history(*besides: str) -> HistoricalRecords:
    """Return the history every audited model declares, with the signed-in person as its author; `besides` are
    fields that say nothing to anybody.

    `QuerySet.update()` leaves no history: services that write in bulk use the helpers of `simple_history.utils`.
    """
    return HistoricalRecords(excluded_fields=["revision", *besides], verbose_name="historial")
