"""Who may open each URL of this app."""

from tests.access import SECRETARIAT, Row

GESTION = {"form": "gestion", "code": "2024-T1"}
ROWS: list[Row] = [
    Row("reports:schedule_pdf", kwargs={"plan": "2024"}),
    Row("reports:report_list"),
    Row("reports:report_preview", kwargs=GESTION),
    Row("reports:report_preview", kwargs={"form": "subdere", "code": "2024-T1"}),
    Row("reports:comparison_pdf", kwargs=lambda world: {"plan": world.plan.slug}),
    Row("reports:report_pdf", SECRETARIAT, kwargs=GESTION),
    Row("reports:report_json", SECRETARIAT, kwargs=GESTION),
]
