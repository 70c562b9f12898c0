"""What a row is called on screen."""

from django import template
from django.db import models

register = template.Library()


@register.filter
def verbose_name(row: models.Model) -> str:
    return str(row._meta.verbose_name)


@register.filter
def verbose_name_plural(row: models.Model) -> str:
    return str(row._meta.verbose_name_plural)
