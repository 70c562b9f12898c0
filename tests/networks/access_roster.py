"""Who may open the pages with which a network is built."""

import datetime

from django.utils import timezone

from networks.models import Contact, Invitation
from tests.access import SECRETARIAT, Row


def _person(world):
    return {"pk": Contact.objects.get_or_create(member=world.member, name="Jefatura")[0].pk}


def _unit(world):
    return {"pk": world.member.pk}


def _invited(world) -> Invitation:
    until = timezone.localdate() + datetime.timedelta(days=30)
    values = {"network": world.network, "email": "invitada@example.org"}
    return Invitation.objects.get_or_create(**values, defaults={"expires_on": until})[0]


def _invitation(world):
    return {"pk": _invited(world).pk}


def _token(world):
    return {"token": _invited(world).token}


ROWS: list[Row] = [
    Row("networks:roster"),
    Row("networks:roster_join", SECRETARIAT),
    Row("networks:roster_join", SECRETARIAT, method="post"),
    Row("networks:roster_update", SECRETARIAT, kwargs=_person),
    Row("networks:roster_update", SECRETARIAT, kwargs=_person, method="post"),
    Row("networks:unit_list"),
    Row("networks:unit_update", SECRETARIAT, kwargs=_unit),
    Row("networks:unit_update", SECRETARIAT, kwargs=_unit, method="post"),
    Row("networks:invitation_list", SECRETARIAT),
    Row("networks:invitation_create", SECRETARIAT),
    Row("networks:invitation_create", SECRETARIAT, method="post"),
    Row("networks:invitation_remind", SECRETARIAT, method="post"),
    Row("networks:invitation_detail", SECRETARIAT, kwargs=_invitation),
    Row("networks:invitation_resend", SECRETARIAT, kwargs=_invitation, method="post"),
    Row("networks:invitation_extend", SECRETARIAT, kwargs=_invitation, method="post"),
    Row("networks:invitation_revoke", SECRETARIAT, kwargs=_invitation, method="post"),
    Row("networks:invitation_answer", kwargs=_token, public=True),
    Row("networks:invitation_answer", kwargs=_token, public=True, method="post", data={"respuesta": "si"}),
]
