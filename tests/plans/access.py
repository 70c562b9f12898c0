"""Who may open each URL of this app."""

from plans.models import Theme
from tests.access import EDITORS, SECRETARIAT, Row


def _plan(world):
    return {"plan": world.plan.slug}


def _in_force(world):
    return {"plan": world.plan.slug, "number": world.in_force.number}


def _draft(world):
    return {"plan": world.plan.slug, "number": world.draft.number}


def _eje(world):
    return {**_draft(world), "pk": world.draft_eje.pk}


def _in_eje(world):
    return {**_draft(world), "eje": world.draft_eje.pk}


def _objective(world):
    return {**_draft(world), "pk": world.draft_objective.pk}


def _activity(world):
    return {**_draft(world), "pk": world.draft_activity.pk}


def _edit(name, kwargs, **more):
    return Row(f"plans:{name}", EDITORS, kwargs, **more)


def _post(name, kwargs, data=None):
    return _edit(name, kwargs, method="post", data=data or {})


def _theme(world):
    theme, _made = Theme.objects.get_or_create(network=world.network, code="T1", defaults={"title": "Tema propio"})
    return {"pk": theme.pk}


UP = {"direction": "up"}

ROWS: list[Row] = [
    Row("plans:plan_list"),
    Row("plans:theme_list"),
    Row("plans:theme_create", EDITORS),
    Row("plans:theme_update", EDITORS, _theme),
    Row("plans:theme_delete", EDITORS, _theme),
    Row("plans:plan_create", EDITORS),
    Row("plans:plan_detail", kwargs=_plan),
    Row("plans:deadline_preview", kwargs=_plan),
    Row("plans:version_detail", kwargs=_in_force),
    Row("plans:version_consistency", kwargs=_in_force),
    Row("plans:version_export", kwargs=lambda world: {**_in_force(world), "ending": "xlsx"}),
    Row("plans:version_list", kwargs=_plan),
    Row("plans:version_compare", kwargs=_plan),
    Row("plans:version_compare_xlsx", kwargs=_plan),
    _edit("plan_update", _plan),
    _edit("plan_copy", _plan),
    _edit("eje_copy", _eje),
    _post("version_create", _plan),
    _edit("version_edit", _draft),
    Row("plans:version_enforce", SECRETARIAT, _draft),
    _edit("version_steps", _draft),
    _post("version_undo", _draft),
    _post("version_redo", _draft),
    _edit("version_delete", _draft),
    _edit("plan_weights", _draft),
    _post("plan_distribute", _draft),
    _edit("eje_create", _draft),
    _post("eje_sort", _draft, lambda world: {"order": [world.draft_eje.pk]}),
    _edit("eje_update", _eje),
    _edit("eje_delete", _eje),
    _post("eje_move", _eje, UP),
    _post("eje_distribute", _eje),
    _edit("eje_weights", _eje),
    _edit("objective_create", _in_eje),
    _post("objective_sort", _in_eje, lambda world: {"order": [world.draft_objective.pk]}),
    _edit("objective_update", _objective),
    _edit("objective_delete", _objective),
    _post("objective_move", _objective, UP),
    _edit("objective_transfer", _objective),
    _edit("activity_paste", _in_eje),
    _edit("activity_transfer", _activity),
    _edit("activity_create", _in_eje),
    _post("activity_sort", _in_eje, lambda world: {"order": [world.draft_activity.pk]}),
    _edit("activity_update", _activity),
    _edit("activity_delete", _activity),
    _post("activity_move", _activity, UP),
]
