"""Since when each unit has an enlace or a unidad de género."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import ListView

from networks.charts import unit_bar
from networks.forms.units import UnitFilter, UnitForm
from networks.models import Member
from networks.permissions import can_manage_people
from networks.selectors.units import (
    WITH_LIAISON,
    WITH_UNIT,
    WITHOUT,
    unit_history,
    units_of,
    units_with,
    with_people,
)
from networks.views.records import RecordForm
from networks.views.roster import PeopleMixin


class UnitListView(PeopleMixin, ListView):
    template_name = "networks/unit_list.html"
    paginate_by = 50

    @cached_property
    def filter(self) -> UnitFilter:
        return UnitFilter(self.request.GET)

    @cached_property
    def units(self) -> models.QuerySet:
        return units_of(self.network, self.today, Member.objects.for_user(self.request.user))

    def get_queryset(self) -> models.QuerySet:
        rows = units_with(self.units, self.filter.value("tiene"), self.today)
        return with_people(rows, self.today)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        grown = unit_history(self.network, self.today)
        context = super().get_context_data(
            filter=self.filter,
            history=grown,
            totals={"units": self.units.count(), **self.having()},
            **kwargs,
        )
        first, last = grown.span or (None, None)
        context |= {"first": first, "last": last, "middle": first and first + (last - first) / 2}
        for one in context["object_list"]:
            said, days = said_of(one, self.today), (one.liaison_since_on, one.gender_unit_since_on)
            one.bar = unit_bar(*days, first=first, last=last, label=said) if grown.span else ""
        return context

    def having(self) -> dict[str, int]:
        wanted = (WITH_LIAISON, WITH_UNIT, WITHOUT)
        return {what: units_with(self.units, what, self.today).count() for what in wanted}


def said_of(member: Member, today: datetime.date) -> str:
    """What a unit's bar shows, in words."""
    liaison, unit = member.liaison_since_on, member.gender_unit_since_on
    has_liaison, has_unit = bool(liaison and liaison <= today), bool(unit and unit <= today)
    said = {
        "unit": date_format(unit, "d/m/Y") if unit else "",
        "liaison": date_format(liaison, "d/m/Y") if liaison else "",
    }
    if has_unit and has_liaison:
        return _("enlace desde el %(liaison)s, unidad de género desde el %(unit)s") % said
    if has_unit:
        return _("unidad de género desde el %(unit)s; de enlace no consta el día") % said
    return _("enlace desde el %(liaison)s") % said if has_liaison else _("sin enlace ni unidad de género")


class UnitUpdateView(RecordForm):
    model, stem, form_class = Member, "unit", UnitForm
    template_name = "networks/unit_update.html"
    permission = staticmethod(can_manage_people)

    def get_success_url(self) -> str:
        return reverse("networks:unit_list", kwargs={"slug": self.network.slug})
