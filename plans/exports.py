"""A stored version as a file: what its page, its address and its command hand out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from plans.drafting import from_tree
from plans.exporting import Heading, to_docx, to_xlsx
from plans.importing.draft import DraftVersion
from plans.models import PlanVersion
from plans.selectors import version_tree

LONG_NAME = 120
OFFICE = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True, slots=True)
class Format:
    write: Callable[[DraftVersion, Heading], bytes]
    content_type: str


FORMATS = {
    "xlsx": Format(to_xlsx, f"{OFFICE}.spreadsheetml.sheet"),
    "docx": Format(to_docx, f"{OFFICE}.wordprocessingml.document"),
}


def heading_of(version: PlanVersion) -> Heading:
    """«Red GDL · 2018 · versión 1, vigente»."""
    plan = version.plan
    number = _("versión %(n)s, %(status)s") % {"n": version.number, "status": version.get_status_display()}
    network = plan.network.name if len(plan.network.name) < LONG_NAME else plan.network.short_name
    return Heading(plan.title, " · ".join((network, plan.years, number)), plan.first_year)


def version_export(version: PlanVersion, ending: str) -> bytes:
    """The version as the file of that ending, one of FORMATS; `version.plan.network` should be at hand."""
    return FORMATS[ending].write(from_tree(version_tree(version)), heading_of(version))


def file_name(version: PlanVersion, ending: str) -> str:
    """«plan-coalicion-2012-v1.xlsx»."""
    return f"plan-{version.plan.network.slug}-{version.plan.slug}-v{version.number}.{ending}"
