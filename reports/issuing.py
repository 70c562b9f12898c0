"""Issuing a form: its data, its PDF and their fingerprint, frozen under a folio."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from monitoring.selectors import local_today, period_for
from networks.models import Network, User
from reports.models import IssuedReport
from reports.official import FORMS, SCHEMA_VERSION, report_data
from reports.official.form import Scope
from reports.pdf import PdfError
from reports.rendering import render_pdf

# How often the folio may be taken by somebody else while the PDF is being printed.
TRIES = 5


def folio_of(network: Network, period_code: str) -> str:
    """The next one: `MESA-2024-T3-0001`. Nobody deletes an issued report, so that none comes twice."""
    folios = IssuedReport.objects.filter(network=network, period_code=period_code).values_list("folio", flat=True)
    last = max((int(folio.rpartition("-")[2]) for folio in folios), default=0)
    return f"{network.slug.upper()}-{period_code}-{last + 1:04d}"


def report_issue(
    *,
    network: Network,
    form: str,
    period_code: str,
    by: User | None,
    replaces: IssuedReport | None = None,
    reason: str = "",
    in_process: bool = False,
) -> IssuedReport:
    """Freeze a form as the records are now. Raises ValidationError, also where the PDF cannot be made.

    The PDF bears the folio, and is printed before the network is locked: whoever finds her folio taken meanwhile
    prints again under the next. `in_process` is for management commands.
    """
    if form not in FORMS:
        raise ValidationError(_("No hay una forma «%(form)s».") % {"form": form})
    _check_replaced(network, form, period_code, replaces, reason)
    for _attempt in range(TRIES):
        folio = folio_of(network, period_code)
        data = _frozen(network, form, period_code, folio)
        try:
            content = render_pdf(data, in_process=in_process)
        except PdfError as error:
            raise ValidationError(_("No se pudo preparar el PDF: %(reason)s") % {"reason": error}) from error
        row = IssuedReport(
            network=network,
            form=form,
            form_version=data["form_version"],
            period_code=period_code,
            folio=folio,
            data=data,
            schema_version=SCHEMA_VERSION,
            pdf_sha256=sha256(content).hexdigest(),
            size=len(content),
            issued_by=by,
            replaces=replaces,
            reason=reason.strip(),
        )
        if _keep(row, content):
            return row
    raise ValidationError(_("Otras personas están emitiendo informes de ese periodo: vuelva a intentarlo."))


def _frozen(network: Network, form: str, period_code: str, folio: str) -> dict[str, Any]:
    period = period_for(network, period_code)
    if period is None:
        raise ValidationError(_("La red no tiene el periodo «%(period)s».") % {"period": period_code})
    data = report_data(form, Scope(network=network, period=period))
    data["header"] |= {"draft": False, "folio": folio, "issued_on": local_today(network).isoformat()}
    return data


def _check_replaced(
    network: Network, form: str, period_code: str, replaces: IssuedReport | None, reason: str
) -> None:
    if replaces is None:
        _check_first(network, form, period_code)
        return
    if (replaces.network_id, replaces.form, replaces.period_code) != (network.pk, form, period_code):
        raise ValidationError(_("Un informe solo reemplaza a otro de la misma forma y el mismo periodo."))
    if IssuedReport.objects.filter(replaces=replaces).exists():
        raise ValidationError(
            _("El informe %(folio)s ya fue reemplazado: reemplace al que lo siguió.") % {"folio": replaces.folio}
        )
    if not reason.strip():
        raise ValidationError({"reason": _("Diga por qué se reemplaza: queda en el registro.")})


def _check_first(network: Network, form: str, period_code: str) -> None:
    """Two of the same at once would leave it unsaid which of them holds."""
    rows = IssuedReport.objects.filter(network=network, form=form, period_code=period_code)
    last = rows.filter(replaced_by__isnull=True).first()
    if last is not None:
        raise ValidationError(
            _("Ese informe ya se emitió, con el folio %(folio)s: para corregirlo, reemplácelo y diga por qué.")
            % {"folio": last.folio}
        )


@transaction.atomic
def _keep(row: IssuedReport, content: bytes) -> bool:
    """Write it; False where its folio was taken in the meantime."""
    Network.objects.select_for_update().only("pk").get(pk=row.network_id)
    if folio_of(row.network, row.period_code) != row.folio:
        return False
    _check_replaced(row.network, row.form, row.period_code, row.replaces, row.reason)
    row.full_clean(exclude={"pdf", "issued_by"})
    row.pdf.save(f"{row.folio}.pdf", ContentFile(content), save=False)
    row.save()
    return True
