"""What a network of the demonstration has published."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from networks.models import Network, User
from reports.demo.rows import Row
from reports.issuing import report_issue
from reports.models import IssuedReport, PublishedSnapshot, SnapshotKind
from reports.publishing.services import snapshot_publish


def publish_samples(network: Network, fixture: Row, by: User | None) -> Iterator[str]:
    """Publish what the fixture says, once, and issue its reports; yields what could not be done, in words.

    Where no PDF can be printed the rest is published all the same.
    """
    rows = fixture.get("publishing", {})
    if PublishedSnapshot.objects.filter(network=network).exists():
        return
    for kind, key in rows.get("publish", []):
        snapshot_publish(network=network, kind=kind, key=key, by=by)
    for form, period in rows.get("issue", []):
        if IssuedReport.objects.filter(network=network, form=form, period_code=period).exists():
            continue
        try:
            row = report_issue(
                network=network,
                form=form,
                period_code=period,
                by=by,
                override_reason=_("Informe de la demostración: se emite con los datos que hay"),
                in_process=True,
            )
        except ValidationError as error:
            yield " ".join(error.messages)
        else:
            snapshot_publish(network=network, kind=SnapshotKind.REPORT, key=row.folio, by=by)
