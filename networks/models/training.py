"""Courses, who enrolled, who attended, and the certificates that were issued."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from networks.audit import history
from networks.models.base import choice_constraint, long_text, order_constraint, percent_constraint
from networks.models.directory import Member
from networks.models.network import Network, NetworkOwnedQuerySet
from networks.models.people import Contact


def _hours(verbose_name: str, **options) -> models.DecimalField:
    bounds = [MinValueValidator(Decimal("0.25")), MaxValueValidator(Decimal(999))]
    return models.DecimalField(verbose_name, max_digits=5, decimal_places=2, validators=bounds, **options)


def of_network(path: str) -> type[models.QuerySet]:
    class OfNetworkQuerySet(models.QuerySet):
        def for_user(self, user):
            return self.filter(**{f"{path}__in": Network.objects.for_user(user)})

    return OfNetworkQuerySet


class CourseTopic(models.Model):
    network = models.ForeignKey(Network, models.CASCADE, related_name="course_topics", verbose_name=_("red"))
    name = models.CharField(_("tema"), max_length=200)
    order = models.PositiveSmallIntegerField(_("orden"), default=0)

    objects = NetworkOwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("tema de formación")
        verbose_name_plural = _("temas de formación")
        ordering = ["network", "order", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["network", "name"],
                name="networks_coursetopic_name",
                violation_error_message=_("Ya hay un tema con ese nombre."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class CourseMode(models.TextChoices):
    ON_SITE = "on_site", _("presencial")
    ONLINE = "online", _("en línea")
    MIXED = "mixed", _("mixto")


class Course(models.Model):
    """`minimum_attendance` is the percent of its hours that completes it. Hours are those of its sessions."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="courses", verbose_name=_("red"))
    topic = models.ForeignKey(CourseTopic, models.PROTECT, related_name="courses", verbose_name=_("tema"))
    title = models.CharField(_("nombre del curso"), max_length=200)
    description = long_text(_("descripción"), max_length=4000)
    mode = models.CharField(_("modalidad"), max_length=10, choices=CourseMode, default=CourseMode.ON_SITE)
    place = models.CharField(_("lugar"), max_length=200, blank=True, default="")
    given_by = models.CharField(_("quién lo imparte"), max_length=200, blank=True, default="")
    starts_on = models.DateField(_("desde"), null=True, blank=True)
    ends_on = models.DateField(_("hasta"), null=True, blank=True)
    seats = models.PositiveSmallIntegerField(_("cupo"), null=True, blank=True)
    minimum_attendance = models.DecimalField(
        _("asistencia mínima (%)"),
        max_digits=5,
        decimal_places=2,
        default=Decimal(80),
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))],
    )
    is_sample = models.BooleanField(_("dato de muestra"), default=False)
    history = history()

    objects = NetworkOwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("curso")
        verbose_name_plural = _("cursos")
        ordering = ["network", "-starts_on", "title"]
        constraints = [
            choice_constraint("mode", CourseMode, "networks_course_mode"),
            percent_constraint("minimum_attendance", "networks_course_minimum"),
            order_constraint(
                "starts_on", "ends_on", "networks_course_dates", _("El curso termina antes de empezar.")
            ),
            models.UniqueConstraint(
                fields=["network", "title", "starts_on"],
                name="networks_course_unique",
                violation_error_message=_("Ya hay un curso con ese nombre que empieza ese día."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class CourseMeeting(models.Model):
    """One session of a course."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="meetings", verbose_name=_("curso"))
    held_on = models.DateField(_("fecha"))
    starts_at = models.TimeField(_("empieza a las"), null=True, blank=True)
    hours = _hours(_("horas"))
    subject = models.CharField(_("contenido"), max_length=300, blank=True, default="")
    history = history()

    objects = of_network("course__network").as_manager()

    class Meta:
        verbose_name = _("sesión del curso")
        verbose_name_plural = _("sesiones del curso")
        ordering = ["course", "held_on", "starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["course", "held_on", "starts_at"],
                condition=Q(starts_at__isnull=False),
                name="networks_coursemeeting_at",
                violation_error_message=_("Ya hay una sesión ese día a esa hora."),
            ),
            models.UniqueConstraint(
                fields=["course", "held_on"],
                condition=Q(starts_at__isnull=True),
                name="networks_coursemeeting_on",
                violation_error_message=_("Ya hay una sesión ese día: dé la hora de cada una."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course} · {self.held_on:%d/%m/%Y}"

    @property
    def network_id(self) -> int:
        return self.course.network_id


class Enrollment(models.Model):
    """A person in a course; `member` and `post` are hers when she enrolled."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="enrollments", verbose_name=_("curso"))
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="enrollments", verbose_name=_("persona"))
    member = models.ForeignKey(Member, models.PROTECT, related_name="enrollments", verbose_name=_("unidad"))
    post = models.CharField(_("cargo"), max_length=200, blank=True, default="")
    enrolled_at = models.DateTimeField(_("inscrita"), auto_now_add=True)
    withdrawn_on = models.DateField(_("se retiró el"), null=True, blank=True)
    is_sample = models.BooleanField(_("dato de muestra"), default=False)
    history = history()

    objects = of_network("course__network").as_manager()

    class Meta:
        verbose_name = _("inscripción")
        verbose_name_plural = _("inscripciones")
        ordering = ["course", "contact__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["course", "contact"],
                name="networks_enrollment_unique",
                violation_error_message=_("Esa persona ya está inscrita en el curso."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.contact} · {self.course}"

    @property
    def network_id(self) -> int:
        return self.course.network_id


class CourseAttendance(models.Model):
    """Whether she came to a session of the course; no row is «no consta», not an absence."""

    meeting = models.ForeignKey(
        CourseMeeting, models.CASCADE, related_name="attendance", verbose_name=_("sesión del curso")
    )
    enrollment = models.ForeignKey(
        Enrollment, models.CASCADE, related_name="attendance", verbose_name=_("inscripción")
    )
    attended = models.BooleanField(_("asistió"))
    registered_at = models.DateTimeField(_("registrada"), auto_now=True)

    objects = of_network("meeting__course__network").as_manager()

    class Meta:
        verbose_name = _("asistencia a un curso")
        verbose_name_plural = _("asistencias a cursos")
        ordering = ["meeting", "enrollment"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "enrollment"], name="networks_courseattendance_unique")
        ]

    def __str__(self) -> str:
        came = gettext("asistió") if self.attended else gettext("no asistió")
        return f"{self.enrollment}: {came}"


class Certificate(models.Model):
    """That she completed a course: issued once, with what it says frozen in `data`, and verifiable by its folio.

    A second one for the same enrollment replaces the first, which stays and is known as replaced.
    """

    enrollment = models.ForeignKey(
        Enrollment, models.PROTECT, related_name="certificates", verbose_name=_("inscripción")
    )
    folio = models.CharField(_("folio"), max_length=60, unique=True)
    data = models.JSONField(_("contenido"))
    pdf = models.FileField(_("PDF"), upload_to="certificates", max_length=200)
    pdf_sha256 = models.CharField(_("huella del PDF"), max_length=64)
    issued_at = models.DateTimeField(_("emitida"), auto_now_add=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("emitida por")
    )
    replaced_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaces", verbose_name=_("reemplazada por")
    )
    revoked_at = models.DateTimeField(_("anulada"), null=True, blank=True)
    revoked_reason = models.CharField(_("por qué se anuló"), max_length=500, blank=True, default="")

    objects = of_network("enrollment__course__network").as_manager()

    class Meta:
        verbose_name = _("constancia")
        verbose_name_plural = _("constancias")
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrollment"],
                condition=Q(replaced_by__isnull=True, revoked_at__isnull=True),
                name="networks_certificate_one_in_force",
                violation_error_message=_("Esa persona ya tiene una constancia de ese curso."),
            )
        ]

    def __str__(self) -> str:
        return self.folio

    @property
    def network_id(self) -> int:
        return self.enrollment.network_id
