"""Who may open each URL of this app."""

from django.utils import timezone

from monitoring.models import Acta, PeriodClosing
from networks.models import User
from tests.access import SECRETARIAT, Row
from tests.factories import make_user
from tests.reports.access_batches import ROWS as BATCHES
from tests.reports.access_certificates import ROWS as CERTIFICATES
from tests.reports.access_open_data import OPEN_DATA
from tests.reports.access_publishing import ROWS as PUBLISHING
from tests.reports.access_signing import ROWS as SIGNING
from tests.reports.access_word import ROWS as WORD

GESTION = {"form": "gestion", "code": "2024-T1"}


def _closed(world):
    """The act of a period that somebody closed."""
    user = User.objects.filter(assignments__network=world.network).first() or make_user()
    PeriodClosing.objects.get_or_create(
        period=world.period,
        reopened_at=None,
        defaults={
            "closed_at": timezone.now(),
            "closed_by": user,
            "totals": {"reported": 0, "obliged": 0, "plans": [], "late": []},
        },
    )
    return {"code": world.period.code}


def _acta(world):
    Acta.objects.get_or_create(meeting=world.meeting, defaults={"body": "Texto"})
    return {"meeting": world.meeting.pk}


ROWS: list[Row] = [
    *PUBLISHING,
    *BATCHES,
    *SIGNING,
    *WORD,
    *OPEN_DATA,
    Row("reports:acta_pdf", kwargs=_acta),
    Row("reports:acta_word", kwargs=_acta),
    Row("reports:acta_approve", SECRETARIAT, kwargs=_acta),
    Row("reports:acta_approve", SECRETARIAT, kwargs=_acta, method="post"),
    *CERTIFICATES,
    Row("reports:schedule_pdf", kwargs={"plan": "2024"}),
    Row("reports:report_list"),
    Row("reports:report_style", kwargs={"ink": "0b6b68"}),
    Row("reports:report_preview", kwargs=GESTION),
    Row("reports:report_preview", kwargs={"form": "subdere", "code": "2024-T1"}),
    Row("reports:comparison_pdf", kwargs=lambda world: {"plan": world.plan.slug}),
    Row("reports:closing_pdf", kwargs=_closed),
    Row("reports:report_pdf", SECRETARIAT, kwargs=GESTION),
    Row("reports:report_json", SECRETARIAT, kwargs=GESTION),
]
