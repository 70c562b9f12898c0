"""The people of a network: its directory, how their data is kept true, and how they are invited to take part."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from networks.audit import history
from networks.folding import fold
from networks.models.base import Validity, ValidityQuerySet, choice_constraint, long_text, order_constraint
from networks.models.directory import ActionArea, Member, Sex
from networks.models.network import Network, NetworkOwnedQuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from networks.models.accounts import User


class ContactRank(models.TextChoices):
    PRINCIPAL = "principal", _("titular")
    ALTERNATE = "alternate", _("suplente")
    STAFF = "staff", _("equipo técnico")


class PostLevel(models.TextChoices):
    """How high a post is; empty: not known."""

    SENIOR = "senior", _("mando superior")
    MIDDLE = "middle", _("mando medio")
    STAFF = "staff", _("personal operativo")


class ContactQuerySet(ValidityQuerySet):
    def for_user(self, user: User | AnonymousUser) -> ContactQuerySet:
        return self.filter(member__network__in=Network.objects.for_user(user))

    def current(self) -> ContactQuerySet:
        return self.valid_on(timezone.localdate())

    def joined_by(self, day: datetime.date) -> ContactQuerySet:
        """Those who took part in the network by that day, and were still in office."""
        return self.filter(joined_on__lte=day).valid_on(day)


class Contact(Validity):
    """A person of a member: in the directory, in the network's roster once she `joined_on`, in its courses.

    Who leaves office keeps her row, with the day; `succeeds` is who held the post before. `folded` is what a
    search reads: name, post and e-mail without accents or capitals; who writes in bulk sets it by `fold_text`.
    """

    # The words a search reads.
    FOLDED_OF = ("name", "post", "email")

    member = models.ForeignKey(Member, models.CASCADE, related_name="contacts", verbose_name=_("integrante"))
    name = models.CharField(_("nombre"), max_length=200)
    post = models.CharField(_("cargo"), max_length=200, blank=True, default="")
    post_level = models.CharField(_("nivel del cargo"), max_length=10, choices=PostLevel, blank=True, default="")
    sex = models.CharField(_("sexo"), max_length=10, choices=Sex, blank=True, default="")
    rank = models.CharField(_("calidad"), max_length=20, choices=ContactRank, default=ContactRank.PRINCIPAL)
    email = models.EmailField(_("correo electrónico"), blank=True, default="")
    phone = models.CharField(_("teléfono"), max_length=40, blank=True, default="")
    areas = models.ManyToManyField(
        ActionArea, blank=True, related_name="contacts", verbose_name=_("áreas de acción")
    )
    notes = long_text(_("notas"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="contacts",
        verbose_name=_("su cuenta"),
    )
    succeeds = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="successors", verbose_name=_("releva a")
    )
    joined_on = models.DateField(
        _("en la red desde"), null=True, blank=True, help_text=_("Cuando aceptó formar parte; vacío: no lo es.")
    )
    confirmed_at = models.DateTimeField(_("datos confirmados"), null=True, blank=True, editable=False)
    folded = models.CharField(max_length=700, blank=True, default="", editable=False)
    is_sample = models.BooleanField(_("dato de muestra"), default=False)
    history = history("folded")

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("contacto")
        verbose_name_plural = _("contactos")
        ordering = ["member", "rank", "name"]
        constraints = [
            choice_constraint("rank", ContactRank, "networks_contact_rank"),
            choice_constraint("post_level", PostLevel, "networks_contact_post_level", blank=True),
            choice_constraint("sex", Sex, "networks_contact_sex", blank=True),
            order_constraint(
                "valid_from_on", "valid_to_on", "networks_contact_validity", _("«Hasta» es anterior a «desde».")
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        self.fold_text()
        if update_fields is not None and not {*self.FOLDED_OF}.isdisjoint(update_fields):
            update_fields = {*update_fields, "folded"}
        super().save(*args, update_fields=update_fields, **kwargs)

    def fold_text(self) -> None:
        words = " ".join(str(getattr(self, name) or "") for name in self.FOLDED_OF)
        self.folded = fold(words)[: self._meta.get_field("folded").max_length]

    @property
    def network_id(self) -> int:
        return self.member.network_id


class ReviewAnswer(models.TextChoices):
    SAME = "same", _("siguen siendo esos")
    CHANGED = "changed", _("cambiaron")
    LEFT = "left", _("ya no ocupa el cargo")


class ContactReviewQuerySet(models.QuerySet):
    def for_user(self, user: User | AnonymousUser) -> ContactReviewQuerySet:
        return self.filter(contact__member__network__in=Network.objects.for_user(user))

    def latest(self) -> ContactReviewQuerySet:
        """Of each contact only the last question."""
        same = ContactReview.objects.filter(contact=models.OuterRef("contact")).order_by("-pk")
        return self.filter(pk=models.Subquery(same.values("pk")[:1]))


class ContactReview(models.Model):
    """The yearly question «¿siguen siendo estos sus datos?» to one contact, and the answer.

    `changes` are the fields she wrote anew; they wait until the secretariat takes them over (`applied_at`).
    """

    contact = models.ForeignKey(Contact, models.CASCADE, related_name="reviews", verbose_name=_("contacto"))
    sent_to = models.EmailField(_("enviada a"))
    asked_at = models.DateTimeField(_("preguntado"), auto_now_add=True)
    answer = models.CharField(_("respuesta"), max_length=10, choices=ReviewAnswer, blank=True, default="")
    answered_at = models.DateTimeField(_("respondido"), null=True, blank=True)
    changes = models.JSONField(_("cambios"), default=dict, blank=True)
    note = models.CharField(_("nota"), max_length=500, blank=True, default="")
    applied_at = models.DateTimeField(_("atendido"), null=True, blank=True)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("atendido por"),
    )

    objects = ContactReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("confirmación de datos")
        verbose_name_plural = _("confirmaciones de datos")
        ordering = ["contact", "-asked_at", "-pk"]
        constraints = [choice_constraint("answer", ReviewAnswer, "networks_contactreview_answer", blank=True)]

    def __str__(self) -> str:
        answer = self.get_answer_display() or gettext("sin respuesta")
        return f"{self.contact}: {answer}"

    @property
    def network_id(self) -> int:
        return self.contact.network_id


class PeopleExport(models.Model):
    """Who took which people's data out of the network, when, and how many rows."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="people_exports", verbose_name=_("red"))
    what = models.CharField(_("qué se exportó"), max_length=40)
    filters = models.JSONField(_("filtros"), default=dict, blank=True)
    rows = models.PositiveIntegerField(_("filas"))
    exported_at = models.DateTimeField(_("exportado"), auto_now_add=True)
    exported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("exportado por")
    )

    objects = NetworkOwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("exportación de personas")
        verbose_name_plural = _("exportaciones de personas")
        ordering = ["-exported_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.what}: {self.rows}"


def invitation_token() -> str:
    """Nobody guesses it: 43 letters and figures."""
    return get_random_string(43)


class Invitation(models.Model):
    """A personal link that asks somebody to take part in the network. Accepted, it leaves a contact who joined."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="invitations", verbose_name=_("red"))
    token = models.CharField(max_length=43, unique=True, default=invitation_token, editable=False)
    email = models.EmailField(_("correo electrónico"))
    name = models.CharField(_("nombre"), max_length=200, blank=True, default="")
    member = models.ForeignKey(
        Member,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="invitations",
        verbose_name=_("integrante o unidad"),
    )
    message = long_text(_("mensaje"), max_length=2000)
    created_at = models.DateTimeField(_("invitada"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("invitada por")
    )
    expires_on = models.DateField(_("vence el"))
    reminders = models.PositiveSmallIntegerField(_("recordatorios enviados"), default=0)
    reminded_at = models.DateTimeField(_("último recordatorio"), null=True, blank=True)
    opened_at = models.DateTimeField(_("abierta"), null=True, blank=True)
    accepted_at = models.DateTimeField(_("aceptada"), null=True, blank=True)
    declined_at = models.DateTimeField(_("rechazada"), null=True, blank=True)
    declined_reason = models.CharField(_("por qué"), max_length=500, blank=True, default="")
    revoked_at = models.DateTimeField(_("retirada"), null=True, blank=True)
    contact = models.ForeignKey(
        Contact,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="invitations",
        verbose_name=_("contacto que resultó"),
    )

    objects = NetworkOwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitación")
        verbose_name_plural = _("invitaciones")
        ordering = ["network", "-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["network", "email"],
                condition=Q(accepted_at__isnull=True, declined_at__isnull=True, revoked_at__isnull=True),
                name="networks_invitation_open_unique",
                violation_error_message=_("Ya hay una invitación abierta para ese correo: reenvíela o retírela."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.email} · {self.network}"
