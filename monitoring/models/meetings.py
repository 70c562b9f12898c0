"""Sessions of the body: when they are, who is called to them, what they speak of, and who came."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from networks.audit import history
from networks.models import MandatedFunction, Member, Network, Sex
from networks.models.base import choice_constraint, long_text
from networks.models.network import NetworkOwnedQuerySet
from plans.models import PlanVersion
from plans.models.base import networked


class MeetingKind(models.TextChoices):
    ORDINARY = "ordinary", _("ordinaria")
    EXTRAORDINARY = "extraordinary", _("extraordinaria")


class MeetingQuerySet(NetworkOwnedQuerySet):
    def held(self) -> MeetingQuerySet:
        return self.filter(held_on__isnull=False)

    def held_between(self, start: datetime.date, end: datetime.date) -> MeetingQuerySet:
        return self.filter(held_on__gte=start, held_on__lte=end).order_by("held_on", "pk")

    def programmed_between(self, start: datetime.date, end: datetime.date) -> MeetingQuerySet:
        return self.filter(programmed_on__gte=start, programmed_on__lte=end)

    def for_list(self) -> MeetingQuerySet:
        return self.annotate(
            present=Count("attendance", filter=Q(attendance__attended=True), distinct=True),
            decided=Count("decisions", distinct=True),
        ).order_by("-held_on", "-programmed_on", "-pk")


class Meeting(models.Model):
    """A session; programmed, held, or both."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="meetings", verbose_name=_("red"))
    kind = models.CharField(_("tipo"), max_length=20, choices=MeetingKind, default=MeetingKind.ORDINARY)
    title = models.CharField(_("asunto"), max_length=200, blank=True, default="")
    programmed_on = models.DateField(_("programada para"), null=True, blank=True)
    held_on = models.DateField(_("realizada el"), null=True, blank=True)
    starts_at = models.TimeField(_("empieza a las"), null=True, blank=True)
    ends_at = models.TimeField(_("termina a las"), null=True, blank=True)
    place = models.CharField(_("lugar"), max_length=200, blank=True, default="")
    link = models.URLField(_("enlace para conectarse"), max_length=500, blank=True, default="")
    cancelled_on = models.DateField(_("cancelada el"), null=True, blank=True)
    cancel_reason = models.CharField(_("por qué se canceló"), max_length=500, blank=True, default="")
    notes = long_text(_("notas"))
    history = history()

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("sesión")
        verbose_name_plural = _("sesiones")
        ordering = ["network", "held_on", "programmed_on", "pk"]
        constraints = [
            choice_constraint("kind", MeetingKind, "monitoring_meeting_kind"),
            models.CheckConstraint(
                condition=Q(programmed_on__isnull=False) | Q(held_on__isnull=False),
                name="monitoring_meeting_dated",
                violation_error_message=_("Dé la fecha en que la sesión está programada o se realizó."),
            ),
            models.CheckConstraint(
                condition=Q(cancelled_on__isnull=True) | Q(held_on__isnull=True),
                name="monitoring_meeting_held_or_cancelled",
                violation_error_message=_("Una sesión que se realizó no está cancelada: borre una de las fechas."),
            ),
        ]

    def __str__(self) -> str:
        said = {"kind": self.get_kind_display(), "day": f"{self.on:%d/%m/%Y}"}
        return gettext("Sesión %(kind)s del %(day)s") % said

    @property
    def on(self) -> datetime.date:
        return self.held_on or self.programmed_on


class Convening(models.Model):
    """A call to a session as it was sent: `number` counts the calls of one session (SEQUENCE in `.ics`).

    `recipients` are `{"name", "email", "member"}`, `agenda` the titles then. A cancelled session's last call
    says so.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="convenings", verbose_name=_("sesión"))
    number = models.PositiveSmallIntegerField(_("número"), default=0)
    is_cancellation = models.BooleanField(_("avisa que se cancela"), default=False)
    message = long_text(_("mensaje"), max_length=2000)
    agenda = models.JSONField(_("orden del día"), default=list, blank=True)
    recipients = models.JSONField(_("a quiénes"), default=list, blank=True)
    sent_at = models.DateTimeField(_("enviada"), auto_now_add=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("enviada por")
    )

    objects = networked("meeting__network").as_manager()

    class Meta:
        verbose_name = _("convocatoria")
        verbose_name_plural = _("convocatorias")
        ordering = ["meeting", "number"]
        constraints = [models.UniqueConstraint(fields=["meeting", "number"], name="monitoring_convening_number")]

    def __str__(self) -> str:
        return f"{self.meeting} · {self.number}"


class AgendaOutcome(models.TextChoices):
    TREATED = "treated", _("tratado")
    POSTPONED = "postponed", _("aplazado")


class AgendaItem(models.Model):
    """A point of the agenda. `outcome` empty: not recorded. `acta` is the one it puts to approval.

    `carried_from` is the point of an earlier session that was left and comes back in this one.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="agenda", verbose_name=_("sesión"))
    order = models.PositiveSmallIntegerField(_("orden"), default=0)
    title = models.CharField(_("punto"), max_length=500)
    notes = long_text(_("desarrollo"))
    functions = models.ManyToManyField(
        MandatedFunction, blank=True, related_name="agenda_items", verbose_name=_("funciones que aborda")
    )
    presenter = models.CharField(_("quién lo presenta"), max_length=200, blank=True, default="")
    outcome = models.CharField(
        _("qué pasó con el punto"), max_length=20, choices=AgendaOutcome, blank=True, default=""
    )
    carried_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="carried_to", verbose_name=_("viene de")
    )
    acta = models.ForeignKey(
        "monitoring.Acta",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="agenda_items",
        verbose_name=_("acta que se somete a aprobación"),
    )

    objects = networked("meeting__network").as_manager()

    class Meta:
        verbose_name = _("punto del orden del día")
        verbose_name_plural = _("orden del día")
        ordering = ["meeting", "order", "pk"]
        constraints = [choice_constraint("outcome", AgendaOutcome, "monitoring_agendaitem_outcome", blank=True)]

    def __str__(self) -> str:
        return self.title

    @property
    def network_id(self) -> int:
        return self.meeting.network_id


class AgendaItemActivity(models.Model):
    """An activity that a point concerns: its lineage, and the version in which it was ticked."""

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="activities", verbose_name=_("punto"))
    activity_lineage = models.UUIDField(_("actividad"), db_index=True)
    version = models.ForeignKey(PlanVersion, models.CASCADE, related_name="+", verbose_name=_("versión del plan"))

    objects = networked("item__meeting__network").as_manager()

    class Meta:
        verbose_name = _("actividad de un punto")
        verbose_name_plural = _("actividades de un punto")
        ordering = ["item", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "activity_lineage"], name="monitoring_agendaitemactivity_unique"
            )
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.activity_lineage}"


class Attendance(models.Model):
    """Whether a seat attended; no row is «no consta», not an absence.

    `delegate_*` are who came in the seat's place; `sex` is of whoever attended, where she stated it.
    `first_registered_at` stays when the row changes (None: of before it was kept); what was first registered
    after the session's day is late, and says why.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendance", verbose_name=_("sesión"))
    member = models.ForeignKey(Member, models.PROTECT, related_name="attendance", verbose_name=_("puesto"))
    attended = models.BooleanField(_("asistió"))
    delegate_post = models.CharField(
        _("cargo de quien asistió en su lugar"), max_length=200, blank=True, default=""
    )
    delegate_name = models.CharField(_("quien asistió en su lugar"), max_length=200, blank=True, default="")
    sex = models.CharField(_("sexo de quien asistió"), max_length=10, choices=Sex, blank=True, default="")
    registered_at = models.DateTimeField(_("registrada"), auto_now=True)
    first_registered_at = models.DateTimeField(
        _("registrada por primera vez"), null=True, blank=True, editable=False
    )
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("registrada por"),
    )
    late_reason = models.CharField(_("por qué se registró después"), max_length=300, blank=True, default="")
    history = history()

    objects = networked("meeting__network").as_manager()

    class Meta:
        verbose_name = _("asistencia")
        verbose_name_plural = _("asistencias")
        ordering = ["meeting", "member"]
        constraints = [
            choice_constraint("sex", Sex, "monitoring_attendance_sex", blank=True),
            models.UniqueConstraint(
                fields=["meeting", "member"],
                name="monitoring_attendance_unique",
                violation_error_message=_("La asistencia de ese puesto ya está registrada."),
            ),
        ]

    def __str__(self) -> str:
        came = gettext("asistió") if self.attended else gettext("no asistió")
        return f"{self.member}: {came}"

    def clean(self) -> None:
        if self.member.network_id != self.meeting.network_id:
            raise ValidationError({"member": _("El puesto es de otra red.")})
