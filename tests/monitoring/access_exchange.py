"""Who may take attendance out and in as a file."""

from tests.access import SECRETARIAT, Row
from tests.networks.access_directory import kept

ROWS: list[Row] = [
    Row("monitoring:attendance_export", SECRETARIAT),
    Row("monitoring:attendance_import", SECRETARIAT),
    Row("monitoring:attendance_import_preview", SECRETARIAT, kwargs=kept("attendance")),
    Row(
        "monitoring:attendance_import_preview",
        SECRETARIAT,
        kwargs=kept("attendance"),
        method="post",
        data={"forget": "1"},
    ),
    Row("monitoring:attendance_import_rows", SECRETARIAT, kwargs=kept("attendance")),
]
