"""The acta of a session: drafted, observed by the members, approved in a later session, and then frozen."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from monitoring.models.files import KeptFile
from monitoring.models.meetings import AgendaItem, Meeting
from networks.audit import history
from networks.models import Member
from networks.models.base import Revisioned, choice_constraint, long_text
from plans.models.base import networked

ACTA_TEXT = 60_000


class ActaState(models.TextChoices):
    DRAFT = "draft", _("borrador")
    OBSERVATION = "observation", _("en observación")
    APPROVED = "approved", _("aprobada")


class Acta(Revisioned):
    """`body` is its narrative. Once approved here, `frozen` is all it says as JSON and `pdf` what was printed.

    An approved one without them was approved before it was kept here.
    """

    meeting = models.OneToOneField(Meeting, models.CASCADE, related_name="acta", verbose_name=_("sesión"))
    number = models.CharField(_("número"), max_length=40, blank=True, default="")
    body = long_text(_("texto"), max_length=ACTA_TEXT)
    state = models.CharField(_("estado"), max_length=20, choices=ActaState, default=ActaState.DRAFT)
    observations_until_on = models.DateField(_("se reciben observaciones hasta"), null=True, blank=True)
    approved_on = models.DateField(_("aprobada el"), null=True, blank=True)
    approved_in = models.ForeignKey(
        Meeting,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="approved_actas",
        verbose_name=_("aprobada en la sesión"),
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("aprobación anotada por"),
    )
    frozen = models.JSONField(_("contenido aprobado"), null=True, blank=True, editable=False)
    frozen_at = models.DateTimeField(_("congelada"), null=True, blank=True, editable=False)
    pdf = models.FileField(_("PDF"), upload_to="actas", blank=True, max_length=200, editable=False)
    pdf_sha256 = models.CharField(_("huella del PDF"), max_length=64, blank=True, default="", editable=False)
    history = history("frozen", "pdf")

    objects = networked("meeting__network").as_manager()

    class Meta:
        verbose_name = _("acta")
        verbose_name_plural = _("actas")
        constraints = [
            choice_constraint("state", ActaState, "monitoring_acta_state"),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(approved_on__isnull=False),
                name="monitoring_acta_approved_on",
                violation_error_message=_("Dé la fecha en que se aprobó el acta."),
            ),
        ]

    def __str__(self) -> str:
        return gettext("Acta: %(meeting)s") % {"meeting": self.meeting}

    @property
    def network_id(self) -> int:
        return self.meeting.network_id


class ObservationState(models.TextChoices):
    OPEN = "open", _("por responder")
    ACCEPTED = "accepted", _("acogida")
    REJECTED = "rejected", _("no acogida")


class ActaObservation(models.Model):
    """What a member asks to change in an acta, and what the secretariat answered."""

    acta = models.ForeignKey(Acta, models.CASCADE, related_name="observations", verbose_name=_("acta"))
    item = models.ForeignKey(
        AgendaItem,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("sobre el punto"),
    )
    member = models.ForeignKey(
        Member, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("por la integrante")
    )
    body = long_text(_("observación"), max_length=2000, blank=False)
    state = models.CharField(_("estado"), max_length=20, choices=ObservationState, default=ObservationState.OPEN)
    response = long_text(_("respuesta"), max_length=2000)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("observada por")
    )
    created_at = models.DateTimeField(_("observada"), auto_now_add=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("respondida por"),
    )
    resolved_at = models.DateTimeField(_("respondida"), null=True, blank=True)

    objects = networked("acta__meeting__network").as_manager()

    class Meta:
        verbose_name = _("observación al acta")
        verbose_name_plural = _("observaciones al acta")
        ordering = ["acta", "created_at", "pk"]
        constraints = [choice_constraint("state", ObservationState, "monitoring_actaobservation_state")]

    def __str__(self) -> str:
        return self.body[:80]


class ActaAnnex(KeptFile):
    acta = models.ForeignKey(Acta, models.CASCADE, related_name="annexes", verbose_name=_("acta"))

    objects = networked("acta__meeting__network").as_manager()

    class Meta:
        verbose_name = _("anexo del acta")
        verbose_name_plural = _("anexos del acta")
        ordering = ["acta", "pk"]

    @property
    def network_id(self) -> int:
        return self.acta.network_id
