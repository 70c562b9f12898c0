"""Issuing a form: its data, its PDF and tables and their fingerprints, frozen under a folio.

A correction is a new issue that replaces the last one, and says what it changed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from monitoring.selectors import local_today, period_for
from networks.models import Network, User
from reports.change_words import changes_since
from reports.context import fingerprint, to_plain
from reports.models import IssuedReport
from reports.official import FORMS, SCHEMA_VERSION, report_data, report_tables
from reports.official.form import Finding, Scope
from reports.pdf import PdfError
from reports.preflight import preflight
from reports.rendering import render_pdf, tables_attached
from reports.signing import Signer, sign_report
from reports.tables_xlsx import tables_xlsx

# How often the folio may be taken by somebody else while the PDF is being printed, before they are made to wait.
TRIES = 3
NUMBER = re.compile(r"\d{4,9}")


@dataclass(frozen=True, kw_only=True)
class Issue:
    """What is asked to be issued."""

    scope: Scope
    form: str
    by: User | None
    replaces: IssuedReport | None = None
    reason: str = ""
    override_reason: str = ""
    signer: Signer | None = None
    in_process: bool = False
    findings: tuple[Finding, ...] = field(default=())

    @property
    def network(self) -> Network:
        return self.scope.network


def verify_url(folio: str) -> str:
    return f"{settings.SITE_URL}{reverse('reports:verify_folio', kwargs={'folio': folio})}"


def folio_of(network: Network, period_code: str) -> str:
    """The next one: `MESA-2024-T3-0001`. Nobody deletes an issued report, so that none comes twice.

    Two networks may come to the same stem («a» in 2024-2025, «a-2024» in 2025): they share its numbers.
    """
    stem = f"{network.slug}-{period_code.replace('_', '-')}-".upper()
    folios = IssuedReport.objects.filter(folio__startswith=stem).values_list("folio", flat=True)
    numbers = [folio.removeprefix(stem) for folio in folios]
    last = max((int(number) for number in numbers if NUMBER.fullmatch(number)), default=0)
    return f"{stem}{last + 1:04d}"


def in_force(network: Network, form: str, period_code: str, scope_key: str = "") -> IssuedReport | None:
    """The one of that network, form, period and scope that nothing replaced."""
    rows = IssuedReport.objects.filter(
        network=network, form=form, period_code=period_code, scope_key=scope_key, replaced_by__isnull=True
    )
    return rows.first()


def report_issue(
    *,
    form: str,
    by: User | None,
    scope: Scope | None = None,
    network: Network | None = None,
    period_code: str = "",
    replaces: IssuedReport | None = None,
    reason: str = "",
    override_reason: str = "",
    signer: Signer | None = None,
    in_process: bool = False,
) -> IssuedReport:
    """Freeze a form as the records are now: of `scope`, or of all of `network` in the period of `period_code`.

    Raises ValidationError: also where the PDF cannot be made or signed, and where the pre-flight finds something
    and no `override_reason` says why it is issued all the same.
    The PDF bears the folio, and is printed before the network is locked: whoever finds her folio taken meanwhile
    prints again under the next, and at last while others wait. `in_process` is for the demonstration and tests.
    """
    if form not in FORMS:
        raise ValidationError(_("No hay una forma «%(form)s».") % {"form": form})
    asked = Issue(
        scope=scope or _whole(network, period_code),
        form=form,
        by=by,
        replaces=replaces,
        reason=reason.strip(),
        override_reason=override_reason.strip(),
        signer=signer,
        in_process=in_process,
    )
    _check_replaced(asked)
    data = report_data(form, asked.scope)
    asked = replace(asked, findings=_checked(asked, data))
    for _attempt in range(TRIES):
        row, contents = _made(asked, data)
        if _keep(asked, row, contents):
            return row
    with transaction.atomic():
        Network.objects.select_for_update().only("pk").get(pk=asked.network.pk)
        row, contents = _made(asked, data)
        if _keep(asked, row, contents):
            return row
    raise ValidationError(_("Otras personas están emitiendo informes de ese periodo: vuelva a intentarlo."))


def _whole(network: Network, period_code: str) -> Scope:
    period = period_for(network, period_code)
    if period is None:
        raise ValidationError(_("La red no tiene el periodo «%(period)s».") % {"period": period_code})
    return Scope(network=network, period=period)


def _checked(asked: Issue, data: dict[str, Any]) -> tuple[Finding, ...]:
    findings = tuple(preflight(asked.scope, FORMS[asked.form], data))
    if findings and not asked.override_reason:
        raise ValidationError({"override_reason": [_unexplained(findings), *(one.message for one in findings)]})
    return findings


def _unexplained(findings: tuple[Finding, ...]) -> str:
    return ngettext(
        "Hay %(count)d observación: corríjala, o diga por qué se emite así.",
        "Hay %(count)d observaciones: corríjalas, o diga por qué se emite así.",
        len(findings),
    ) % {"count": len(findings)}


def _made(asked: Issue, draft: dict[str, Any]) -> tuple[IssuedReport, dict[str, bytes]]:
    """The row under the next folio, unsaved, and its files by the field that keeps them."""
    folio = folio_of(asked.network, asked.scope.period.code)
    data, at = _frozen(asked, draft, folio), timezone.now()
    tables = tables_xlsx(report_tables(data), data=data)
    try:
        pdf = render_pdf(data, in_process=asked.in_process, extras=(tables_attached(data, tables),))
    except PdfError as error:
        raise ValidationError(_("No se pudo preparar el PDF: %(reason)s") % {"reason": error}) from error
    row = _row(asked, data)
    if asked.signer:
        pdf = sign_report(
            pdf, signer=asked.signer, folio=folio, network=asked.network, at=at, in_process=asked.in_process
        )
        row.signed_by, row.signed_at = asked.signer.name[:300], at
        row.certificate_sha256 = asked.signer.sha256
    row.pdf_sha256, row.size = sha256(pdf).hexdigest(), len(pdf)
    row.tables_sha256 = sha256(tables).hexdigest()
    return row, {"pdf": pdf, "tables": tables}


def _row(asked: Issue, data: dict[str, Any]) -> IssuedReport:
    return IssuedReport(
        network=asked.network,
        form=asked.form,
        form_version=data["form_version"],
        form_norm=data["header"]["norm"] or "",
        period_code=asked.scope.period.code,
        scope=asked.scope.as_data,
        scope_key=asked.scope.key,
        folio=data["header"]["folio"],
        data=data,
        data_sha256=fingerprint(data),
        schema_version=SCHEMA_VERSION,
        issued_by=asked.by,
        replaces=asked.replaces,
        reason=asked.reason,
        changes=data["header"]["changes"],
        findings=[to_plain(one) for one in asked.findings],
        override_reason=asked.override_reason if asked.findings else "",
    )


def _frozen(asked: Issue, draft: dict[str, Any], folio: str) -> dict[str, Any]:
    """The draft's data with what only an issued report has."""
    before = asked.replaces
    header = draft["header"] | {
        "draft": False,
        "folio": folio,
        "issued_on": local_today(asked.network).isoformat(),
        "verify_url": verify_url(folio),
        "replaces": before.folio if before else None,
        "changes": to_plain(changes_since(before.data, draft)) if before else [],
    }
    return draft | {"header": header}


# -- one in force --------------------------------------------------------------------------------------------


def _check_replaced(asked: Issue) -> None:
    code, key, before = asked.scope.period.code, asked.scope.key, asked.replaces
    if before is None:
        _check_first(asked)
        return
    of_before = before.network_id, before.form, before.period_code, before.scope_key
    if of_before != (asked.network.pk, asked.form, code, key):
        raise ValidationError(
            _("Un informe solo reemplaza a otro de la misma forma, el mismo periodo y el mismo alcance.")
        )
    if IssuedReport.objects.filter(replaces=before).exists():
        raise ValidationError(
            _("El informe %(folio)s ya fue reemplazado: reemplace al que lo siguió.") % {"folio": before.folio}
        )
    if not asked.reason:
        raise ValidationError({"reason": _("Diga por qué se reemplaza: queda en el registro.")})


def _check_first(asked: Issue) -> None:
    """Two of the same at once would leave it unsaid which of them holds."""
    last = in_force(asked.network, asked.form, asked.scope.period.code, asked.scope.key)
    if last is not None:
        raise ValidationError(
            _("Ese informe ya se emitió, con el folio %(folio)s: para corregirlo, reemplácelo y diga por qué.")
            % {"folio": last.folio}
        )


def _keep(asked: Issue, row: IssuedReport, contents: dict[str, bytes]) -> bool:
    """Write it; False where its folio was taken in the meantime, also by a network of nearly the same name."""
    try:
        with transaction.atomic():
            return _written(asked, row, contents)
    except IntegrityError:
        _forget(row)
        if IssuedReport.objects.filter(folio=row.folio).exists():
            return False
        raise
    except Exception:
        _forget(row)
        raise


def _written(asked: Issue, row: IssuedReport, contents: dict[str, bytes]) -> bool:
    Network.objects.select_for_update().only("pk").get(pk=row.network_id)
    if folio_of(row.network, row.period_code) != row.folio:
        return False
    _check_replaced(asked)
    row.full_clean(exclude={"pdf", "tables", "issued_by"})
    row.pdf.save(f"{row.folio}.pdf", ContentFile(contents["pdf"]), save=False)
    row.tables.save(f"{row.folio}.xlsx", ContentFile(contents["tables"]), save=False)
    row.save()
    return True


def _forget(row: IssuedReport) -> None:
    """The files of what was not written after all."""
    for kept in (row.pdf, row.tables):
        if kept:
            kept.storage.delete(kept.name)
