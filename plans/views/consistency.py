"""Everything a version has that does not add up, each place with a link to where it is mended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from plans.consistency import Finding, Group, findings, grouped
from plans.models import PlanVersion
from plans.selectors import version_tree
from plans.tree import TreeVersion
from plans.views.base import VersionMixin, url_of

SHOWN = 25


@dataclass(frozen=True, slots=True)
class Row:
    finding: Finding
    url: str
    mends: bool


@dataclass(frozen=True, slots=True)
class Section:
    """A kind of finding with the rows the page shows of it; `more` are left for the page of that kind alone."""

    group: Group
    rows: list[Row]
    more: int


class VersionConsistencyView(VersionMixin, TemplateView):
    """With `?kind=` one kind alone, whole."""

    template_name = "plans/version_consistency.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tree = version_tree(self.version)
        groups = grouped(findings(tree, self.network))
        wanted = self.request.GET.get("kind", "")
        chosen = [group for group in groups if group.kind == wanted]
        context = super().get_context_data(**kwargs)
        mends = self.version.is_draft and context["can_edit"]
        limit = None if chosen else SHOWN
        sections = [section_of(group, self.version, mends=mends, limit=limit) for group in chosen or groups]
        total = sum(len(group.findings) for group in groups)
        refusing = sum(len(group.findings) for group in groups if group.refuses)
        context["unsaid"] = unsaid(tree)
        return {**context, "sections": sections, "chosen": chosen, "total": total, "refusing": refusing}


def unsaid(tree: TreeVersion) -> list[str]:
    """What the plan says of none of its lines, and so nothing was looked for in it."""
    rows = [row for activity in tree.walk() for row in (activity, *activity.deliverables)]
    said = {
        _("medios de verificación"): any(row.verifications for row in rows),
        _("responsables"): any(row.responsible for row in rows),
        _("plazos"): any(row.deadline_text or row.deadline_end_on for row in rows),
        _("ponderaciones"): tree.is_weighted,
    }
    return [name for name, any_said in said.items() if not any_said]


def section_of(group: Group, version: PlanVersion, *, mends: bool, limit: int | None) -> Section:
    rows = [Row(row, place_url(row, version, mends=mends), mends) for row in group.findings[:limit]]
    return Section(group, rows, len(group.findings) - len(rows))


def place_url(finding: Finding, version: PlanVersion, *, mends: bool) -> str:
    """The form where it is mended, at its field; to whoever only reads, the place on the plan's page."""
    if mends:
        return _form_url(finding, version)
    page = url_of("plans:version_detail", version)
    if finding.activity_id:
        return f"{page}#actividad-{finding.activity_id}"
    if finding.objective_id:
        return f"{page}#objetivo-{finding.objective_id}"
    return f"{page}#eje-{finding.eje_id}" if finding.eje_id else page


def _form_url(finding: Finding, version: PlanVersion) -> str:
    field = f"#{finding.field}" if finding.field else ""
    if finding.activity_id:
        return url_of("plans:activity_update", version, pk=finding.activity_id) + field
    if finding.objective_id:
        return url_of("plans:objective_update", version, pk=finding.objective_id) + field
    if finding.kind == "weight_sum":
        if finding.eje_id:
            return url_of("plans:eje_weights", version, pk=finding.eje_id)
        return url_of("plans:plan_weights", version)
    if finding.eje_id:
        return url_of("plans:eje_update", version, pk=finding.eje_id) + field
    return url_of("plans:version_edit", version)
