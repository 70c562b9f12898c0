"""The pages of follow-ups and of the publication checklist, with one of each state to look at."""

from __future__ import annotations

import datetime

from django.utils import timezone

from monitoring.models import Decision, FollowUp, PublicationCheck, PublicationItem
from monitoring.services.follow_ups import follow_up_save
from networks.models import Network
from tests.factories import make_meeting


def follow_up_pages(network: Network) -> dict[str, str]:
    meeting = network.meetings.first() or make_meeting(network, datetime.date(2024, 4, 16))
    decision = Decision.objects.create(meeting=meeting, body="Enviar el formato de seguimiento")
    member = network.members.filter(is_reporting=True).first()
    late = follow_up_save(
        follow_up=FollowUp(decision=decision, body="Enviar", deadline_text="mayo", member=member), year=2024
    )
    closed = FollowUp.objects.create(decision=decision, body="Publicar", state="closed", closing_note="Se publicó")
    at = timezone.now()
    values = {"published": "yes", "url": "https://example.org/guia", "checked_at": at, "reopened_at": at}
    item = PublicationItem.objects.create(
        network=network, document="other", title="Guía", check_state="dead", **values
    )
    PublicationCheck.objects.create(item=item, url=item.url, state="dead", detail="unknown_host", checked_at=at)
    base = f"/redes/{network.slug}/"
    return {
        "seguimientos": f"{base}seguimientos/",
        "seguimiento vencido": f"{base}seguimientos/{late.pk}/",
        "seguimiento cumplido": f"{base}seguimientos/{closed.pk}/",
        "cerrar un seguimiento": f"{base}seguimientos/{late.pk}/cumplir/",
        "reabrir un seguimiento": f"{base}seguimientos/{closed.pk}/reabrir/",
        "publicaciones": f"{base}publicaciones/",
        "anotar publicaciones": f"{base}publicacion/",
        "una publicación": f"{base}publicaciones/{item.pk}/",
        "pruebas de una publicación": f"{base}publicaciones/{item.pk}/pruebas/",
        "quitar una publicación": f"{base}publicaciones/{item.pk}/quitar/",
    }
