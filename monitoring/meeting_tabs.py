"""The pages about a network's sessions, as tabs: each for whoever may open it."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from networks.links import Link, links_for
from networks.models import Network


def meeting_tabs(request: HttpRequest, network: Network) -> list[Link]:
    """Sessions first; those of apps further right come last."""
    where = {"slug": network.slug}

    def tab(label: str, name: str, icon: str) -> Link:
        return Link(label, reverse(f"monitoring:{name}", kwargs=where), icon)

    tabs = [
        tab(_("Sesiones"), "meeting_list", "chat-left-text"),
        tab(_("Calendario"), "meeting_calendar", "calendar3"),
    ]
    tabs += [
        tab(_("Seguimientos"), "followup_list", "list-check"),
        tab(_("Publicación"), "publication_list", "link-45deg"),
    ]
    return [*tabs, *links_for("meetings", request, network)]
