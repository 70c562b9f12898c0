"""From the records to what would be published now, whatever was published before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from networks.languages import language_of_network
from networks.models import Network
from reports.context import fingerprint
from reports.models import SnapshotKind
from reports.publishing.documents import build_documents, build_report
from reports.publishing.meetings import build_decisions, build_meetings
from reports.publishing.plans import build_plan, build_progress, progress_key
from reports.publishing.shapes import SHAPES, Shape

BUILDERS: dict[str, Callable[[Network, str], Shape]] = {
    SnapshotKind.PLAN: build_plan,
    SnapshotKind.PROGRESS: build_progress,
    SnapshotKind.MEETINGS: build_meetings,
    SnapshotKind.DECISIONS: build_decisions,
    SnapshotKind.REPORT: build_report,
    SnapshotKind.DOCUMENTS: build_documents,
}
# What a test of addresses writes by itself is no news of the document.
PASSING = frozenset({"checked_at"})


def build(kind: str, network: Network, key: str = "") -> Shape:
    """What the records say now, in the network's first language. The key is `SnapshotKind`'s.

    Raises ValidationError, with a sentence, where there is nothing to publish; KeyError for no kind.
    """
    with translation.override(language_of_network(network)):
        return BUILDERS[kind](network, key)


def key_of(kind: str, shape: Any) -> str:
    """The one key of what was built: «02024» finds the year 2024, and the list of documents whatever is asked."""
    keys = {
        SnapshotKind.PLAN: lambda: shape.slug,
        SnapshotKind.PROGRESS: lambda: progress_key(shape.plan, shape.period),
        SnapshotKind.MEETINGS: lambda: str(shape.year),
        SnapshotKind.DECISIONS: lambda: str(shape.year),
        SnapshotKind.REPORT: lambda: shape.folio,
        SnapshotKind.DOCUMENTS: lambda: "",
    }
    return keys[kind]()


def title_of(kind: str, shape: Any, network: Network) -> str:
    """What the publication is called, in the network's first language; at most 300 letters."""
    with translation.override(language_of_network(network)):
        titles = {
            SnapshotKind.PLAN: lambda: shape.title,
            SnapshotKind.PROGRESS: lambda: (
                _("%(plan)s: avance, %(period)s")
                % {"plan": shape.plan_title, "period": shape.period_label.lower()}
            ),
            SnapshotKind.MEETINGS: lambda: _("Sesiones de %(year)s") % {"year": shape.year},
            SnapshotKind.DECISIONS: lambda: _("Decisiones de %(year)s") % {"year": shape.year},
            SnapshotKind.REPORT: lambda: (
                _("%(form)s, %(period)s") % {"form": shape.form_title, "period": shape.period_label.lower()}
            ),
            SnapshotKind.DOCUMENTS: lambda: _("Documentos"),
        }
        return titles[kind]()[:300]


def as_data(shape: Shape) -> dict[str, Any]:
    """JSON data: decimals as text, dates year-month-day."""
    return shape.model_dump(mode="json")


def lasting(data: dict[str, Any]) -> str:
    """The fingerprint of what matters: two with the same say the same."""

    def kept(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: kept(each) for name, each in value.items() if name not in PASSING}
        return [kept(each) for each in value] if isinstance(value, list) else value

    return fingerprint(kept(data))


def shape_of(kind: str, data: dict[str, Any]) -> Shape:
    """What was frozen, read back; what was in an older shape and is no longer is left out."""
    return SHAPES[kind].model_validate(data, extra="ignore")
