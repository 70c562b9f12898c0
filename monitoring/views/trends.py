"""A plan's figures over its periods."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils.formats import get_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from monitoring.explaining_links import explain_url
from monitoring.explaining_words import figure
from monitoring.selectors.trends import Trends, Value, plan_trends
from monitoring.trends import Dot, draw
from networks.mixins import NetworkMixin
from networks.models import Member
from networks.permissions import can_compare_member
from plans.models import Plan, PlanVersion


class TrendsView(NetworkMixin, TemplateView):
    """`plan` by its slug (the latest one without), then `eje` or `integrante` by code; a table has them all."""

    template_name = "monitoring/trends.html"

    @cached_property
    def plans(self) -> list[Plan]:
        ruled = PlanVersion.objects.agreed().filter(plan__network=self.network, in_force_from_on__isnull=False)
        rows = Plan.objects.for_user(self.request.user).filter(pk__in=ruled.values("plan"))
        return list(rows.order_by("-first_year", "slug"))

    @cached_property
    def plan(self) -> Plan | None:
        slug = self.request.GET.get("plan")
        found = next((plan for plan in self.plans if slug in (None, "", plan.slug)), None)
        if found is None and slug:
            raise Http404
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(plans=self.plans, plan=self.plan, **kwargs)
        if self.plan is None:
            return context
        trends = plan_trends(self.network, self.plan)
        members = [m for m in trends.members if can_compare_member(self.request.user, self.network, m.pk)]
        chosen = self.request.GET.get("integrante")
        member = self._member(trends, chosen) if chosen else None
        rows = self._rows(trends, member)
        shown = next((row for row in rows if row["is_chosen"]), None)
        if shown is None:
            raise Http404
        return {**context, "trends": trends, "members": members, "member": member, "rows": rows, "shown": shown}

    def _member(self, trends: Trends, code: str) -> Member:
        member = next((one for one in trends.members if one.code == code), None)
        if member is None:
            raise Http404
        if not can_compare_member(self.request.user, self.network, member.pk):
            raise PermissionDenied
        return member

    def _rows(self, trends: Trends, member: Member | None) -> list[dict[str, Any]]:
        """The plan, its ejes and the chosen member, each with its values; the one to see, with its picture."""
        eje = self.request.GET.get("eje") or ""
        rows = [self._row(_("Todo el plan"), trends.of_plan(), "", not eje and member is None)]
        for one in trends.ejes:
            label = f"{one.code}. {one.title}"
            rows.append(self._row(label, trends.of_eje(one), one.code, eje == one.code and not member))
        if member:
            rows.append(self._row(member.name, trends.of_member(member), "", True, integrante=member.code))
        return rows

    def _row(self, label: str, values: list[Value], eje: str, is_chosen: bool, **about: str) -> dict[str, Any]:
        where = {"eje": eje, **about}
        cells = [(value, self._why(value, **where)) for value in values]
        return {"label": label, "eje": eje, "url": self._url(**where), "cells": cells, "is_chosen": is_chosen} | (
            {"picture": picture(label, values)} if is_chosen else {}
        )

    def _url(self, **about: str) -> str:
        query = "&".join(f"{name}={value}" for name, value in {"plan": self.plan.slug, **about}.items() if value)
        return f"{reverse('monitoring:trends', kwargs={'slug': self.network.slug})}?{query}"

    def _why(self, value: Value, **about: str) -> str:
        return explain_url(self.network.slug, value.moment.period.code, plan=self.plan.slug, **about)


def picture(label: str, values: list[Value]) -> str:
    dots = [
        Dot(
            value.moment.period.code,
            value.percent,
            value.ceiling,
            value.moment.provisional,
            _("versión %(number)s") % {"number": value.moment.change} if value.moment.change else "",
        )
        for value in values
    ]
    told = "; ".join(f"{dot.label}: {'—' if dot.value is None else f'{figure(dot.value)} %'}" for dot in dots)
    said = _("%(figure)s por periodo. %(told)s") % {"figure": label, "told": told}
    return draw(dots, label=said, point=get_format("DECIMAL_SEPARATOR"))
