"""The pages of a year of sessions, of a call and of an agenda, with something to show in each."""

from __future__ import annotations

import datetime

from monitoring.models import AgendaItem, Meeting
from networks.models import Network


def session_pages(network: Network) -> dict[str, str]:
    base = f"/redes/{network.slug}/sesiones/"
    coming = Meeting.objects.create(
        network=network, programmed_on=datetime.date(2099, 3, 10), starts_at=datetime.time(9), place="Sala"
    )
    cancelled = datetime.date(2099, 2, 10)
    left = Meeting.objects.create(
        network=network, programmed_on=cancelled, cancelled_on=datetime.date(2024, 2, 1), cancel_reason="Paro"
    )
    AgendaItem.objects.create(meeting=left, title="Punto que quedó")
    item = AgendaItem.objects.create(meeting=coming, title="Punto")
    one = f"{base}{coming.pk}/"
    return {
        "calendario de sesiones": f"{base}calendario/?anio=2099",
        "programar sesiones": f"{base}programar/?anio=2099",
        "sesión por venir": one,
        "convocar": f"{one}convocar/",
        "cancelar": f"{one}cancelar/",
        "reprogramar": f"{one}reprogramar/",
        "traer puntos": f"{one}orden/traer/",
        "punto": f"{one}orden/{item.pk}/",
    }
