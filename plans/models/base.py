"""What the rows of a plan share: a lineage that survives versions, and a deadline kept twice."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from networks.models import Network
from networks.models.base import choice_constraint, order_constraint


class Precision(models.TextChoices):
    """How exact a deadline is; `none` is words without dates."""

    DAY = "day", _("día")
    MONTH = "month", _("mes")
    BIMESTER = "bimester", _("bimestre")
    QUARTER = "quarter", _("trimestre")
    FOUR_MONTHS = "four_months", _("cuatrimestre")
    SEMESTER = "semester", _("semestre")
    YEAR = "year", _("año")
    RANGE = "range", _("lapso")
    NONE = "none", _("sin fecha")


class Lineage(models.Model):
    """The same line of a plan in all its versions carries the same lineage; entries belong to it."""

    lineage = models.UUIDField(_("linaje"), default=uuid.uuid4, editable=False, db_index=True)

    class Meta:
        abstract = True


class Deadline(models.Model):
    """A deadline as it was written and as the dates it means; both ends are included."""

    deadline_text = models.CharField(_("plazo"), max_length=200, blank=True, default="")
    deadline_start_on = models.DateField(_("desde"), null=True, blank=True)
    deadline_end_on = models.DateField(_("hasta"), null=True, blank=True)
    deadline_precision = models.CharField(
        _("precisión"), max_length=20, choices=Precision, default=Precision.NONE, editable=False
    )
    deadline_by_member = models.BooleanField(_("cada integrante fija su fecha"), default=False)

    class Meta:
        abstract = True

    @property
    def deadline_is_unread(self) -> bool:
        """Words that could not be turned into dates: kept, and flagged."""
        return bool(self.deadline_text) and self.deadline_end_on is None


def deadline_constraints(model: str, app: str = "plans") -> list[models.BaseConstraint]:
    return [
        choice_constraint("deadline_precision", Precision, f"{app}_{model}_deadline_precision"),
        order_constraint(
            "deadline_start_on",
            "deadline_end_on",
            f"{app}_{model}_deadline_order",
            _("El plazo termina antes de empezar."),
        ),
    ]


def networked(path: str) -> type[models.QuerySet]:
    """Return a queryset class whose `for_user` follows `path` to the network."""

    class NetworkedQuerySet(models.QuerySet):
        def for_user(self, user):
            return self.filter(**{f"{path}__in": Network.objects.for_user(user)})

    return NetworkedQuerySet
