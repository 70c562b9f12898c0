"""Who may look behind the figures: everyone in the network."""

from tests.access import Row


def _period(world):
    return {"code": world.period.code}


ROWS = [
    Row("monitoring:explain", kwargs=_period),
    Row("monitoring:explain_xlsx", kwargs=_period),
    Row("monitoring:explain_json", kwargs=_period),
    Row("monitoring:positions", kwargs=_period),
    Row("monitoring:trends"),
]
