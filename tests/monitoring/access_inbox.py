"""Who may open the inbox and the matrix."""

from tests.access import Row


def _period(world):
    return {"code": world.period.code}


ROWS = [
    Row("monitoring:inbox", signed_in=True),
    Row("monitoring:inbox_period", kwargs=_period),
    Row("monitoring:matrix", kwargs=_period),
    Row("monitoring:matrix_file", kwargs=_period),
]
