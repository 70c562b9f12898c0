"""What is read of the monitoring, in a constant number of queries. The reports stand on these too."""

from monitoring.selectors.conversation import NewMessages, Step, messages_since, steps, timeline
from monitoring.selectors.entries import entry_for, leaf_for, own_deadline, previous_entry
from monitoring.selectors.indicators import IndicatorValue, indicator_values
from monitoring.selectors.pending import HomeNetwork, Pending, home_networks, pending_for
from monitoring.selectors.periods import current_period, local_today, period_for
from monitoring.selectors.planned import PlannedActivity, PlannedEje, PlannedVersion
from monitoring.selectors.records import EntryRow
from monitoring.selectors.summing import (
    NetworkRollup,
    Obligation,
    OutsideEntry,
    PlanRollup,
    obligations,
    rollup,
    rollups,
)
from monitoring.selectors.totals import frozen_totals
from monitoring.selectors.warnings import warnings_for

__all__ = [
    "EntryRow",
    "HomeNetwork",
    "IndicatorValue",
    "NetworkRollup",
    "NewMessages",
    "Obligation",
    "OutsideEntry",
    "Pending",
    "PlanRollup",
    "PlannedActivity",
    "PlannedEje",
    "PlannedVersion",
    "Step",
    "current_period",
    "entry_for",
    "frozen_totals",
    "home_networks",
    "indicator_values",
    "leaf_for",
    "local_today",
    "messages_since",
    "obligations",
    "own_deadline",
    "pending_for",
    "period_for",
    "previous_entry",
    "rollup",
    "rollups",
    "steps",
    "timeline",
    "warnings_for",
]
