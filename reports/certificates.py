"""Certificates of a course: issued once, frozen with their PDF, replaced or revoked, and never changed."""

from __future__ import annotations

import re
from decimal import Decimal
from hashlib import sha256
from typing import Any

import segno
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import get_random_string
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from networks.completion import Standing
from networks.days import local_today
from networks.languages import language_of, language_of_network
from networks.mailing import mail_queue
from networks.models import Certificate, Course, Enrollment, Network, User
from networks.selectors.courses import courses_of
from networks.selectors.enrollments import reached_by
from reports.pages import page_pdf
from reports.pdf import STATIC

SCHEMA_VERSION = 1
# Neither 0 and O nor 1, I and L: a folio is read aloud and typed.
SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
# With more signs than these the page is set smaller, so that nothing runs into its foot.
ROOMY = 320
NUMBER = re.compile(r"-C-\d{4}-(\d{4,})-[A-Z0-9]{6}$")


def verify_url(folio: str) -> str:
    return f"{settings.SITE_URL}{reverse('reports:verify_folio', kwargs={'folio': folio})}"


# -- issuing --------------------------------------------------------------------------------------------------


@transaction.atomic
def certificate_issue(*, enrollment: Enrollment, by: User) -> Certificate:
    """Certify that she completed the course. Raises ValidationError, or PdfError where the PDF cannot be made."""
    network = _locked(enrollment)
    if Certificate.objects.filter(enrollment=enrollment, replaced_by=None, revoked_at=None).exists():
        raise ValidationError(
            _("%(person)s ya tiene una constancia de este curso: emítala de nuevo si hay que corregirla.")
            % {"person": enrollment.contact}
        )
    return _issued(network, enrollment, by)


@transaction.atomic
def certificate_reissue(*, certificate: Certificate, by: User) -> Certificate:
    """A new one with what is known today; the one before stays, as replaced. Raises as issuing does."""
    enrollment = certificate.enrollment
    network = _locked(enrollment)
    old = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if old.revoked_at or old.replaced_by_id:
        raise ValidationError(_("Esa constancia ya no está vigente: vuelva a cargar la página."))
    # Only one may be in force at any instant: the new one comes in as if revoked, and then takes over.
    new = _issued(network, enrollment, by, replaces=old.folio)
    old.replaced_by = new
    old.save(update_fields=["replaced_by"])
    new.revoked_at = None
    new.save(update_fields=["revoked_at"])
    return new


def _locked(enrollment: Enrollment) -> Network:
    """One after another in a network: so that no number is given twice."""
    return Network.objects.select_for_update().get(pk=enrollment.course.network_id)


def _issued(network: Network, enrollment: Enrollment, by: User, replaces: str = "") -> Certificate:
    today = local_today(network)
    course = courses_of(network, today).get(pk=enrollment.course_id)
    hours, standing = reached_by(enrollment, course, today)
    if standing is not Standing.COMPLETED:
        raise ValidationError(
            _("%(person)s no consta como que concluyó el curso: revise su asistencia.")
            % {"person": enrollment.contact}
        )
    folio = _next_folio(network, today.year)
    data = _data(network, course, enrollment, folio=folio, replaces=replaces, issued_on=today.isoformat())
    data["course"]["hours"] = str(hours.total)
    data["attendance"] = {"hours": str(hours.attended), "percent": str(hours.percent)}
    content = certificate_pdf(data)
    row = Certificate(enrollment=enrollment, folio=folio, data=data, issued_by=by)
    row.pdf_sha256 = sha256(content).hexdigest()
    row.revoked_at = timezone.now() if replaces else None
    row.pdf = ContentFile(content, name=f"{folio.lower()}.pdf")
    row.full_clean()
    row.save()
    return row


def _next_folio(network: Network, year: int) -> str:
    """`RED-C-2026-0007-H4K9TQ`: numbers may have gaps; the last six signs make it one that nobody guesses."""
    stem = f"{network.slug.upper()}-C-{year}-"
    rows = Certificate.objects.filter(enrollment__course__network=network, folio__startswith=stem)
    last = rows.order_by("-pk").values_list("folio", flat=True).first()
    found = NUMBER.search(last) if last else None
    number = int(found[1]) + 1 if found else 1
    return f"{stem}{number:04d}-{get_random_string(6, SIGNS)}"


def _data(network: Network, course: Course, enrollment: Enrollment, **more: str) -> dict[str, Any]:
    """What the certificate says, frozen; hours and percents as text, days as year-month-day."""
    return {
        "schema_version": SCHEMA_VERSION,
        "folio": more["folio"],
        "replaces": more["replaces"] or None,
        "issued_on": more["issued_on"],
        "verify_url": verify_url(more["folio"]),
        "is_sample": enrollment.is_sample or course.is_sample,
        "network": {
            "slug": network.slug,
            "name": network.name,
            "secretariat": network.secretariat,
            "post": network.secretariat_post,
        },
        "person": {
            "name": enrollment.contact.name,
            "post": enrollment.post,
            "unit": enrollment.member.name,
        },
        "course": {
            "title": course.title,
            "topic": course.topic.name,
            "mode": course.mode,
            "given_by": course.given_by,
            "starts_on": course.begun_on.isoformat(),
            "ends_on": course.last_on.isoformat(),
            "minimum_attendance": str(course.minimum_attendance),
        },
        "language": language_of_network(network),
    }


def _length(data: dict[str, Any]) -> int:
    """Signs of what may be long."""
    person, course = data["person"], data["course"]
    return sum(map(len, [*person.values(), course["title"], course["topic"], course["given_by"]]))


def certificate_pdf(data: dict[str, Any]) -> bytes:
    """Out of its frozen data alone, in the network's language. Raises PdfError."""
    code = segno.make(data["verify_url"], error="m", micro=False)
    course = data["course"]
    with translation.override(data["language"]):
        context = {
            **data,
            "title": _("Constancia"),
            "style": (STATIC / "css" / "print" / "certificate.css").as_uri(),
            "code": code.svg_data_uri(border=0, dark="#2f1238", xmldecl=False),
            "starts_on": parse_date(course["starts_on"]),
            "ends_on": parse_date(course["ends_on"]),
            "issued": parse_date(data["issued_on"]),
            "is_dense": _length(data) > ROOMY,
            "hours": Decimal(course["hours"]),
            "percent": Decimal(data["attendance"]["percent"]),
            "address": data["verify_url"].removeprefix("https://").removeprefix("http://"),
        }
        return page_pdf("reports/pdf/certificate.html", context, stem=data["folio"], data=data)


# -- afterwards -----------------------------------------------------------------------------------------------


@transaction.atomic
def certificate_revoke(*, certificate: Certificate, reason: str) -> Certificate:
    """It stays, and whoever verifies it is told. Raises ValidationError."""
    row = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if not reason.strip():
        raise ValidationError({"reason": _("Escriba por qué se anula: queda en el registro de la red.")})
    if row.revoked_at or row.replaced_by_id:
        raise ValidationError(_("Esa constancia ya no está vigente: vuelva a cargar la página."))
    row.revoked_at, row.revoked_reason = timezone.now(), reason.strip()
    row.clean_fields(exclude=["enrollment", "issued_by", "replaced_by", "data"])
    row.save(update_fields=["revoked_at", "revoked_reason"])
    return row


@transaction.atomic
def certificate_mail(*, certificate: Certificate) -> None:
    """Send her the address of her certificate, once a day at most. Raises ValidationError without an e-mail."""
    enrollment = certificate.enrollment
    network, contact = enrollment.course.network, enrollment.contact
    if certificate.revoked_at or certificate.replaced_by_id:
        raise ValidationError(_("Esa constancia ya no está vigente: vuelva a cargar la página."))
    if not contact.email:
        raise ValidationError(
            _("%(person)s no tiene correo electrónico: escríbalo en el directorio.") % {"person": contact}
        )
    language = language_of(contact.user, [network]) if contact.user else language_of_network(network)
    with translation.override(language):
        data = certificate.data
        subject = _("Su constancia del curso «%(course)s»") % {"course": data["course"]["title"]}
        body = render_to_string("reports/mail/certificate.txt", {"data": data, "address": data["verify_url"]})
    key = f"certificate:{certificate.pk}:{local_today(network)}"
    mail_queue(
        network=network,
        about="course",
        to=contact.email,
        key=key,
        subject=subject,
        body=body.strip() + "\n",
        user=contact.user,
        language=language,
    )
