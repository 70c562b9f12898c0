"""Who may import plans: whoever may edit them."""

from monitoring.importing.answers import Answers
from monitoring.importing.files import import_upload
from monitoring.models import PlanImport
from tests.access import EDITORS, Row
from tests.factories import make_user
from tests.monitoring.importing import PLAN, report


def _import(world):
    row = PlanImport.objects.filter(network=world.network).first() or import_upload(
        network=world.network,
        user=make_user(),
        file=report(PLAN),
        answers=Answers(title="Plan", slug="importado", first_year=2024, last_year=2024),
    )
    return {"key": row.key}


ANSWERS = {"title": "Plan", "first_year": 2024, "last_year": 2024, "slug": "importado"}
ROWS = [
    Row("monitoring:import_create", EDITORS),
    Row("monitoring:import_mapping", EDITORS, kwargs=_import),
    Row("monitoring:import_mapping", EDITORS, kwargs=_import, method="post", data={"again": "1"}),
    Row("monitoring:import_preview", EDITORS, kwargs=_import),
    Row("monitoring:import_preview", EDITORS, kwargs=_import, method="post", data=ANSWERS),
    Row("monitoring:import_marked", EDITORS, kwargs=_import),
    Row("monitoring:import_confirm", EDITORS, kwargs=_import, method="post", data=ANSWERS),
    Row("monitoring:import_progress", EDITORS, kwargs=_import),
    Row("monitoring:import_delete", EDITORS, kwargs=_import, method="post"),
]
