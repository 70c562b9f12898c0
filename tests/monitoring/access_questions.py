"""Who may open the network's own questions and their answers."""

from monitoring.models import Question
from tests.access import EDITORS, Row


def _plan(_world):
    return {"plan": "2024"}


def _question(world):
    where = {"plan": world.plan, "activity_lineage": world.activity.lineage}
    return Question.objects.get_or_create(label="¿Cuántas?", kind="number", **where)[0]


def _one(world):
    return {**_plan(world), "lineage": _question(world).lineage}


def _place(world):
    return {**_plan(world), "place": world.activity.lineage}


def _period(world):
    return {"code": world.period.code}


def _export(world):
    _question(world)
    return {**_period(world), "ending": "xlsx"}


TEXT = {"label": "¿Qué pasó?", "kind": "text"}

ROWS: list[Row] = [
    Row("monitoring:question_list", EDITORS, kwargs=_plan),
    Row("monitoring:question_create", EDITORS, kwargs=_place),
    Row("monitoring:question_create", EDITORS, kwargs=_place, method="post", data=TEXT),
    Row("monitoring:question_preview", EDITORS, kwargs=_place),
    Row("monitoring:question_detail", EDITORS, kwargs=_one),
    Row("monitoring:question_update", EDITORS, kwargs=_one),
    Row("monitoring:question_move", EDITORS, kwargs=_one, method="post", data={"paso": "bajar"}),
    Row("monitoring:question_withdraw", EDITORS, kwargs=_one, method="post"),
    Row("monitoring:question_restore", EDITORS, kwargs=_one, method="post"),
    Row("monitoring:answer_list", kwargs=_period),
    Row("monitoring:answer_export", kwargs=_export),
]
