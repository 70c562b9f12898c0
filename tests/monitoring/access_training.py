"""Who may tie indicators to courses."""

import uuid

from monitoring.models import TrainingFeed
from tests.access import SECRETARIAT, Row

LINEAGE = uuid.UUID("00000000-0000-4000-8000-000000000001")


def _feed(world):
    values = {"network": world.network, "indicator_lineage": LINEAGE}
    return {"pk": TrainingFeed.objects.get_or_create(**values, defaults={"counting": "attended"})[0].pk}


def _form(name, kwargs):
    return [Row(name, SECRETARIAT, kwargs=kwargs), Row(name, SECRETARIAT, kwargs=kwargs, method="post")]


ROWS: list[Row] = [
    Row("monitoring:training_feed_list"),
    *_form("monitoring:training_feed_create", {}),
    *_form("monitoring:training_feed_update", _feed),
    *_form("monitoring:training_feed_delete", _feed),
]
