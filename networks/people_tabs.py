"""The pages about a network's people, as tabs: each for whoever may open it."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from networks.links import Link, links_for
from networks.models import Network


def people_tabs(request: HttpRequest, network: Network) -> list[Link]:
    """Directory first; those of apps further right come last."""
    where = {"slug": network.slug}

    def tab(label: str, name: str, icon: str) -> Link:
        return Link(label, reverse(f"networks:{name}", kwargs=where), icon)

    tabs = [
        tab(_("Directorio"), "contact_list", "people"),
        tab(_("Conformación"), "roster", "bullseye"),
        tab(_("Unidades"), "unit_list", "building"),
        tab(_("Formación"), "course_list", "mortarboard"),
    ]
    return [*tabs, *links_for("people", request, network)]
