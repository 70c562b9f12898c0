"""What is written of plans. Only drafts are edited: NotDraftError otherwise."""

from plans.services.base import NotDraftError
from plans.services.duplicating import eje_copy, plan_copy
from plans.services.importing import drafts_write
from plans.services.moving import (
    activity_indent,
    activity_outdent,
    activity_transfer,
    objective_transfer,
)
from plans.services.pasting import activities_paste
from plans.services.tree import (
    activity_delete,
    activity_move,
    activity_save,
    activity_sort,
    eje_delete,
    eje_move,
    eje_save,
    eje_sort,
    objective_delete,
    objective_move,
    objective_save,
    objective_sort,
)
from plans.services.undoing import draft_edit, step_redo, step_undo
from plans.services.versions import plan_create, plan_save, version_delete, version_draft, version_enforce
from plans.services.weights import (
    eje_weights_distribute,
    eje_weights_rebalance,
    eje_weights_set,
    weights_distribute,
    weights_rebalance,
    weights_set,
)

__all__ = [
    "NotDraftError",
    "activities_paste",
    "activity_delete",
    "activity_indent",
    "activity_move",
    "activity_outdent",
    "activity_save",
    "activity_sort",
    "activity_transfer",
    "draft_edit",
    "drafts_write",
    "eje_copy",
    "eje_delete",
    "eje_move",
    "eje_save",
    "eje_sort",
    "eje_weights_distribute",
    "eje_weights_rebalance",
    "eje_weights_set",
    "objective_delete",
    "objective_move",
    "objective_save",
    "objective_sort",
    "objective_transfer",
    "plan_copy",
    "plan_create",
    "plan_save",
    "step_redo",
    "step_undo",
    "version_delete",
    "version_draft",
    "version_enforce",
    "weights_distribute",
    "weights_rebalance",
    "weights_set",
]
