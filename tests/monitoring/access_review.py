"""Who may open the queue of a review, and talk on an entry."""

from tests.access import EDITORS, REPORTERS, Row


def _period(world):
    return {"code": world.period.code}


def _entry(world):
    return {**_period(world), "lineage": world.activity.lineage, "who": world.member.code}


ROWS: list[Row] = [
    Row("monitoring:review_list", EDITORS, kwargs=_period),
    Row("monitoring:review_validate", EDITORS, kwargs=_period, method="post"),
    Row("monitoring:review_validate", EDITORS, kwargs=_period, method="post", data={"confirmado": 1}),
    Row("monitoring:entry_message", EDITORS | REPORTERS, kwargs=_entry, method="post", data={"body": "Hola"}),
]
