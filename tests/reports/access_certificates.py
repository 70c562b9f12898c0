"""Who may open the certificates of a course, and who may verify one: anybody."""

from django.core.files.base import ContentFile

from networks.models import Certificate, Contact, Course, Enrollment
from tests.access import SECRETARIAT, Row
from tests.networks.training import enroll, make_course

DATA = {
    "person": {"name": "Enlace"},
    "course": {
        "title": "Curso",
        "topic": "Tema",
        "hours": "10",
        "starts_on": "2024-02-05",
        "ends_on": "2024-02-19",
    },
    "network": {"name": "Red"},
}


def certificate(world) -> Certificate:
    """One in force of an enrollment of the world, whose bytes are no PDF: nobody reads them here."""
    found = Certificate.objects.filter(enrollment__course__network=world.network).first()
    return found or Certificate.objects.create(
        enrollment=_enrollment(world),
        folio=f"{world.network.slug.upper()}-C-2024-0001-ABC234",
        data=DATA,
        pdf=ContentFile(b"%PDF", name="constancia.pdf"),
        pdf_sha256="0" * 64,
    )


def _enrollment(world) -> Enrollment:
    course = Course.objects.filter(network=world.network).first() or make_course(world.network, "Curso")
    contact, _ = Contact.objects.get_or_create(member=world.member, name="Enlace")
    found = Enrollment.objects.filter(course=course, contact=contact).first()
    return found or enroll(course, contact, "111")


def _course(world):
    return {"course": _enrollment(world).course_id}


def _one(world):
    row = certificate(world)
    return {"course": row.enrollment.course_id, "pk": row.pk}


def _folio(world):
    return {"folio": certificate(world).folio}


def _gone(world):
    """One no longer in force: to issue it again is refused without a PDF being made."""
    row = certificate(world)
    row.revoked_at, row.revoked_reason = row.issued_at, "Prueba"
    row.save()
    return {"course": row.enrollment.course_id, "pk": row.pk}


def _held(world):
    """Whose only person has her certificate: there is nothing to make."""
    return {"course": certificate(world).enrollment.course_id}


def _post(name, kwargs, **more):
    return Row(name, SECRETARIAT, kwargs=kwargs, method="post", **more)


ROWS: list[Row] = [
    Row("reports:certificate_list", kwargs=_course),
    Row("reports:certificate_pdf", kwargs=_one),
    _post("reports:certificate_issue", _held, data={"all": "1"}),
    _post("reports:certificate_mail", _course, data={"all": "1"}),
    Row("reports:certificate_revoke", SECRETARIAT, kwargs=_one),
    _post("reports:certificate_revoke", _one),
    _post("reports:certificate_reissue", _gone),
    Row("reports:verify", public=True),
    Row("reports:verify_folio", kwargs=_folio, public=True),
    Row("reports:verify_pdf", kwargs=_folio, public=True),
]
