"""What tests of the editor share: its addresses and the data its forms post."""

from __future__ import annotations

from django.urls import reverse

from plans.models import PlanVersion


def url(name: str, version: PlanVersion, **kwargs) -> str:
    given = {"slug": version.plan.network.slug, "plan": version.plan.slug}
    if name not in ("plan_detail", "plan_update", "plan_copy", "deadline_preview", "version_create"):
        given["number"] = version.number
    return reverse(f"plans:{name}", kwargs={**given, **kwargs})


def management(**totals: int) -> dict[str, str]:
    """Management forms of the five sets of rows; `deliverables=2` for how many rows are posted."""
    data = {}
    for prefix in ("deliverables", "verifications", "parties", "indicators", "own_deadlines"):
        data |= {f"{prefix}-TOTAL_FORMS": str(totals.get(prefix, 0)), f"{prefix}-INITIAL_FORMS": "0"}
    return data


def activity_data(**fields) -> dict[str, object]:
    data = {"code": "1.9", "title": "Foro regional", "concerns": "every", "revision": "1"}
    totals = fields.pop("totals", {})
    return {**data, **management(**totals), **fields}
