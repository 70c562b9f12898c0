"""What is told of a certificate to whoever has its folio."""

from __future__ import annotations

from decimal import Decimal

from django.utils.dateparse import parse_date
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from networks.models import Certificate
from reports.verifying import Verdict, Verified


def certificate_by_folio(folio: str) -> Verified | None:
    rows = Certificate.objects.select_related("replaced_by", "enrollment__course__network")
    row = rows.filter(folio=folio).first()
    if row is None:
        return None
    verdict = _verdict(row)
    is_genuine = verdict is Verdict.GENUINE
    return Verified(
        folio=row.folio,
        verdict=verdict,
        title=_("Constancia de formación"),
        issued_at=row.issued_at,
        sha256=row.pdf_sha256,
        facts=_facts(row, is_genuine),
        file=row.pdf if is_genuine else None,
        file_name=f"{row.folio}.pdf",
        ended_at=row.revoked_at or (row.replaced_by.issued_at if row.replaced_by else None),
        is_sample=bool(row.data.get("is_sample")),
        time_zone=row.enrollment.course.network.time_zone,
    )


def _verdict(row: Certificate) -> Verdict:
    if row.revoked_at:
        return Verdict.REVOKED
    return Verdict.REPLACED if row.replaced_by_id else Verdict.GENUINE


def _facts(row: Certificate, is_genuine: bool) -> tuple[tuple[str, str], ...]:
    """Whose it is only while it is in force."""
    data, course = row.data, row.data["course"]
    first, last = (date_format(parse_date(course[name]), "d/m/Y") for name in ("starts_on", "ends_on"))
    hours = number_format(Decimal(course["hours"]).normalize(), use_l10n=True)
    dates = first if first == last else _("del %(first)s al %(last)s") % {"first": first, "last": last}
    facts = [
        (_("Curso"), course["title"]),
        (_("Tema"), course["topic"]),
        (_("Horas"), hours),
        (_("Fechas"), dates),
        (_("Otorgada por"), data["network"]["name"]),
    ]
    return ((_("A nombre de"), data["person"]["name"]), *facts) if is_genuine else tuple(facts)
