"""Who may say how a network presents itself on paper, and who signs."""

from networks.models import SignatureBlock
from tests.access import SECRETARIAT, Row


def _block(world):
    return {"pk": SignatureBlock.objects.get_or_create(network=world.network, post="Directora")[0].pk}


ROWS: list[Row] = [
    Row("networks:identity", SECRETARIAT),
    Row("networks:identity", SECRETARIAT, method="post"),
    Row("networks:signature_create", SECRETARIAT),
    Row("networks:signature_create", SECRETARIAT, method="post"),
    Row("networks:signature_update", SECRETARIAT, kwargs=_block),
    Row("networks:signature_delete", SECRETARIAT, kwargs=_block),
    Row("networks:signature_delete", SECRETARIAT, kwargs=_block, method="post"),
    Row("networks:signature_move", SECRETARIAT, kwargs=_block, method="post"),
]
