"""Who may see the indicators of a period: everyone in the network."""

from tests.access import Row


def _period(world):
    return {"code": world.period.code}


ROWS = [
    Row("monitoring:indicator_list", kwargs=_period),
    Row("monitoring:indicator_xlsx", kwargs=_period),
]
