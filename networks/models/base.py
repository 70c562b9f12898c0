"""What several models share: limits of text, validity in time, and optimistic locking."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import (
    MaxLengthValidator,
    MaxValueValidator,
    MinValueValidator,
    ProhibitNullCharactersValidator,
)
from django.db import models
from django.db.models import F, Q
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from networks.signs_fields import validate_signs

LONG_TEXT = 10_000


class ConflictError(Exception):
    """Somebody else saved the row since it was read; `current` is the row as it is now (None if it is gone)."""

    def __init__(self, current: models.Model | None) -> None:
        super().__init__("the row changed since it was read")
        self.current = current


class LineField(forms.CharField):
    """Words that a person writes. Signs that no report can print are told with their place, NUL among them.

    Browsers send two characters a line break and count one: what they allow to be typed is not too long.
    """

    default_validators = [validate_signs]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.validators = [one for one in self.validators if not isinstance(one, ProhibitNullCharactersValidator)]

    def to_python(self, value: Any) -> str:
        return super().to_python(value).replace("\r\n", "\n")


class LongTextField(models.TextField):
    def formfield(self, **kwargs: Any) -> forms.Field:
        return super().formfield(**{"form_class": LineField, **kwargs})

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """To the database it is a text like any other."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs


def long_text(verbose_name: str, **options: Any) -> LongTextField:
    """Return a text of at most 10,000 characters, empty by default, checked in forms and in `full_clean`."""
    options = {"blank": True, "default": "", "max_length": LONG_TEXT, **options}
    return LongTextField(verbose_name, validators=[MaxLengthValidator(options["max_length"])], **options)


def percent(verbose_name: str, **options: Any) -> models.DecimalField:
    """Return an optional Decimal percent from 0 to 100 with two places."""
    bounds = [MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))]
    options = {"null": True, "blank": True, "max_digits": 5, "decimal_places": 2, **options}
    return models.DecimalField(verbose_name, validators=bounds, **options)


def percent_constraint(field: str, name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__gte": 0, f"{field}__lte": 100}),
        name=name,
        violation_error_message=_("El porcentaje debe estar entre 0 y 100."),
    )


def choice_constraint(field: str, choices: type[models.TextChoices], name: str, blank: bool = False) -> Any:
    """`choices=` guards forms only; this guards the data."""
    values = [*choices.values, ""] if blank else list(choices.values)
    return models.CheckConstraint(
        condition=Q(**{f"{field}__in": values}),
        name=name,
        violation_error_message=format_lazy(_("El valor de «{field}» no es uno de los previstos."), field=field),
    )


def order_constraint(first: str, last: str, name: str, message: str) -> models.CheckConstraint:
    """`first` is not after `last` where both are known."""
    unknown = Q(**{f"{first}__isnull": True}) | Q(**{f"{last}__isnull": True})
    return models.CheckConstraint(
        condition=unknown | Q(**{f"{first}__lte": F(last)}), name=name, violation_error_message=message
    )


class ValidityQuerySet(models.QuerySet):
    def valid_on(self, day: datetime.date) -> ValidityQuerySet:
        return self.filter(
            Q(valid_from_on__isnull=True) | Q(valid_from_on__lte=day),
            Q(valid_to_on__isnull=True) | Q(valid_to_on__gte=day),
        )


class Validity(models.Model):
    """Valid from one day to another, both included; empty means without limit."""

    valid_from_on = models.DateField(_("desde"), null=True, blank=True)
    valid_to_on = models.DateField(_("hasta"), null=True, blank=True)

    class Meta:
        abstract = True

    def is_valid_on(self, day: datetime.date) -> bool:
        return (self.valid_from_on or day) <= day <= (self.valid_to_on or day)


class Revisioned(models.Model):
    """A row two people may edit at once: the one who saves second is told, and keeps her text."""

    revision = models.PositiveIntegerField(_("revisión"), default=1, editable=False)

    class Meta:
        abstract = True

    def claim(self, revision: int) -> None:
        """Take the next revision of this row, inside the transaction that then saves it.

        The comparison happens inside the UPDATE: of two saves that read the same revision one gets no row.
        Raises ConflictError with the row as it is now.
        """
        rows = type(self)._base_manager.filter(pk=self.pk)
        if not rows.filter(revision=revision).update(revision=F("revision") + 1):
            raise ConflictError(rows.first())
        self.revision = revision + 1
