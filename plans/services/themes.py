"""A network's own themes: kept, and deleted only while no activity has them."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from plans.models import Activity, Theme

MOST_USES_TOLD = 6


@dataclass(frozen=True, slots=True)
class ThemeUse:
    """An activity that has the theme, and where it stands."""

    plan_title: str
    plan_slug: str
    version: int
    activity_pk: int
    code: str
    title: str

    def __str__(self) -> str:
        words = {"code": self.code, "plan": self.plan_title, "n": self.version}
        return _("%(code)s de «%(plan)s», versión %(n)s") % words


def theme_uses(theme: Theme) -> list[ThemeUse]:
    """The activities that have it, plan by plan."""
    rows = Activity.objects.filter(themes=theme).order_by(
        "eje__version__plan__title", "eje__version__number", "eje__order", "order", "pk"
    )
    fields = ("eje__version__plan__title", "eje__version__plan__slug", "eje__version__number")
    return [ThemeUse(*row) for row in rows.values_list(*fields, "pk", "code", "title")]


@transaction.atomic
def theme_save(*, theme: Theme) -> Theme:
    """Add or change a theme of a network; the common ones are nobody's to change."""
    _check_own(theme)
    theme.full_clean()
    theme.save()
    return theme


@transaction.atomic
def theme_delete(*, theme: Theme) -> None:
    """Delete it. ValidationError that says where, while an activity has it: what was agreed keeps its themes."""
    _check_own(theme)
    if uses := theme_uses(theme):
        told = "; ".join(str(use) for use in uses[:MOST_USES_TOLD])
        more = len(uses) - MOST_USES_TOLD
        if more > 0:
            told += " " + _("y %(n)s más") % {"n": more}
        words = {"theme": str(theme), "uses": told}
        raise ValidationError(_("«%(theme)s» no se elimina porque lo usan: %(uses)s.") % words)
    theme.delete()


def _check_own(theme: Theme) -> None:
    if theme.network_id is None:
        raise ValidationError(_("Los temas comunes a todas las redes no se cambian."))
