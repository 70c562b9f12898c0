"""The page that shows a version's whole tree, filtered or not."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from plans.filters import ActivityFilter
from plans.models import Activity, PlanVersion
from plans.selectors import version_in_force, version_tree
from plans.tree import TreeVersion, show_only


class ReadingMixin:
    """Views give `get_version()`. HTMX gets the results alone."""

    def get_template_names(self) -> list[str]:
        template = super().get_template_names()[0]
        is_fragment = self.request.htmx and not self.request.htmx.history_restore_request
        return [f"{template}#results" if is_fragment else template]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        version = self.get_version()
        context = {"versions": list(self.plan.versions.order_by("-number")), "version": version}
        if version:
            version.plan = self.plan
            ruling = version_in_force(self.plan, timezone.localdate())
            context |= {"is_ruling": ruling == version, "ruling": ruling, **self._tree(version)}
        return super().get_context_data(**{**kwargs, **context})

    def _tree(self, version: PlanVersion) -> dict[str, Any]:
        tree = version_tree(version)
        rows = Activity.objects.filter(eje__version=version)
        chosen = ActivityFilter(
            self.request.GET, rows, tree=tree, network=self.network, today=timezone.localdate()
        )
        found = None
        if chosen.is_active:
            found = show_only(tree, set(chosen.qs.values_list("pk", flat=True)))
        return {"tree": tree, "filter": chosen, "found": found, "counts": _counts(tree)}


def _counts(tree: TreeVersion) -> dict[str, int]:
    activities = list(tree.walk())
    deliverables = [row for activity in activities for row in activity.deliverables]
    return {
        "ejes": len(tree.ejes),
        "leaves": sum(activity.is_leaf for activity in activities),
        "deliverables": len(deliverables),
        "unread": sum(row.deadline_is_unread for row in [*activities, *deliverables]),
    }
