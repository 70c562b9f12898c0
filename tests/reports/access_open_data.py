"""Who may open the public data and the API: anybody, whatever her role, and without signing in."""

from tests.access import Row
from tests.reports.published_samples import publish_everything

FILES = ("open_data", "open_data_zip", "open_data_dictionary", "open_data_package")
PLAN = {"plan": "2024"}
PERIOD = {"plan": "2024", "period": "2024-T1"}
RESOURCES = {
    "network": {},
    "publications": {},
    "plans": {},
    "plan": PLAN,
    "plan_ejes": PLAN,
    "plan_activities": PLAN,
    "plan_deliverables": PLAN,
    "progress_periods": PLAN,
    "progress": PERIOD,
    "progress_ejes": PERIOD,
    "progress_activities": PERIOD,
    "progress_indicators": PERIOD,
    "meetings": {},
    "meetings_year": {"year": 2024},
    "functions": {"year": 2024},
    "decisions": {},
    "follow_ups": {},
    "reports": {},
    "report": {"folio": "ALFA-2024-T1-0001"},
    "documents": {},
}


def _published(world):
    """The first of what the network published."""
    rows = list(world.network.snapshots.order_by("published_at"))
    return (rows or publish_everything(world.network))[0]


def _of_network(name: str, **more):
    def kwargs(world):
        _published(world)
        return {name: world.network.slug, **more}

    return kwargs


def _publication(world):
    return {"network": world.network.slug, "id": _published(world).pk}


OPEN_DATA: list[Row] = [
    *[Row(f"reports:{name}", kwargs=_of_network("slug"), public=True) for name in FILES],
    Row("reports:open_data_csv", kwargs=_of_network("slug", table="actividades"), public=True),
    Row("reports:open_data_json", kwargs=_of_network("slug", table="sesiones"), public=True),
    *[Row(f"api:{name}", public=True) for name in ("entrance", "networks", "dictionary", "openapi", "docs")],
    *[Row(f"api:{name}", kwargs=_of_network("network", **more), public=True) for name, more in RESOURCES.items()],
    Row("api:publication", kwargs=_publication, public=True),
]
