"""Who changed what, when: one history table per model, filled by django-simple-history."""

from simple_history.models import HistoricalRecords


def history() -> HistoricalRecords:
    """Return the history every audited model declares, with the signed-in person as its author.

    `QuerySet.update()` leaves no history: services that write in bulk use the helpers of `simple_history.utils`.
    """
    return HistoricalRecords(excluded_fields=["revision"], verbose_name="historial")
