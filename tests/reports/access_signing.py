"""Who may keep certificates, and who brings the copies signed by hand."""

from django.core.files.base import ContentFile

from reports.models import IssuedReport, SignedCopy
from tests.access import SECRETARIAT, Row
from tests.reports import access_publishing


def _folio(world):
    return access_publishing._issued(world)


def _copy(world):
    report = IssuedReport.objects.get(**_folio(world))
    row = report.signed_copies.first() or SignedCopy.objects.create(
        report=report, file=ContentFile(b"%PDF-1.7", name="copia.pdf"), original_name="copia.pdf", size=8
    )
    return {"folio": report.folio, "pk": row.pk}


ROWS: list[Row] = [
    Row("reports:signing_key", signed_in=True),
    Row("reports:signing_key", signed_in=True, method="post"),
    Row("reports:signing_key_remove", signed_in=True, kwargs={"pk": 1}, method="post"),
    Row("reports:signed_copy", kwargs=_folio),
    Row("reports:signed_copy", SECRETARIAT, kwargs=_folio, method="post"),
    Row("reports:signed_copy_pdf", kwargs=_copy),
]
