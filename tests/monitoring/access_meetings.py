"""Who may open the pages of sessions, narrative sections and analysis."""

from monitoring.models import AgendaItem, Decision, EjeReview, FollowUp
from tests.access import SECRETARIAT, Row


def _meeting(world):
    return {"meeting": world.meeting.pk}


def _item(world):
    item, _ = AgendaItem.objects.get_or_create(meeting=world.meeting, title="Punto")
    return {"meeting": world.meeting.pk, "pk": item.pk}


def _decision(world):
    return Decision.objects.get_or_create(meeting=world.meeting, body="Decisión")[0]


def _of_decision(world):
    return {"meeting": world.meeting.pk, "pk": _decision(world).pk}


def _new_follow_up(world):
    return {"meeting": world.meeting.pk, "decision": _decision(world).pk}


def _follow_up(world):
    row, _ = FollowUp.objects.get_or_create(decision=_decision(world), body="Seguimiento")
    return {**_new_follow_up(world), "pk": row.pk}


def _whole(world):
    return {"pk": world.meeting.pk}


def _period(world):
    return {"code": world.period.code}


def _section(world):
    return {**_period(world), "form": "gestion", "key": "synthesis"}


def _review(world):
    values = {"eje_lineage": world.activity.eje.lineage, "changes": "Cambios"}
    return {**_period(world), "pk": EjeReview.objects.get_or_create(period=world.period, **values)[0].pk}


def _form(name, kwargs):
    return [Row(name, SECRETARIAT, kwargs=kwargs), Row(name, SECRETARIAT, kwargs=kwargs, method="post")]


def _only_post(name, kwargs):
    return [Row(name, SECRETARIAT, kwargs=kwargs, method="post", data={"paso": "bajar"})]


ROWS: list[Row] = [
    Row("monitoring:meeting_list"),
    Row("monitoring:meeting_detail", kwargs=_whole),
    Row("monitoring:section_list", kwargs=_period),
    Row("monitoring:eje_review_list", kwargs=_period),
    *_form("monitoring:meeting_create", {}),
    *_form("monitoring:meeting_update", _whole),
    *_form("monitoring:meeting_delete", _whole),
    *_form("monitoring:agenda_item_create", _meeting),
    *_form("monitoring:agenda_item_update", _item),
    *_form("monitoring:agenda_item_delete", _item),
    *_only_post("monitoring:agenda_item_move", _item),
    *_form("monitoring:decision_create", _meeting),
    *_form("monitoring:decision_update", _of_decision),
    *_form("monitoring:decision_delete", _of_decision),
    *_form("monitoring:followup_create", _new_follow_up),
    *_form("monitoring:followup_update", _follow_up),
    *_form("monitoring:followup_delete", _follow_up),
    *_form("monitoring:section_edit", _section),
    *_form("monitoring:eje_review_create", _period),
    *_form("monitoring:eje_review_update", _review),
    *_form("monitoring:eje_review_delete", _review),
    *_only_post("monitoring:eje_review_move", _review),
]
