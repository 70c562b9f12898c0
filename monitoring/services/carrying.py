"""Bringing into a session's agenda what earlier ones left: points, actas to approve, follow-ups, functions."""

from __future__ import annotations

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from monitoring.models import AgendaItem, AgendaItemActivity, Meeting
from monitoring.selectors.carrying import leftovers
from monitoring.services.agenda import meeting_to_write
from networks.models import Network
from networks.services.ordering import next_order


@transaction.atomic
def agenda_carry(*, meeting: Meeting, chosen: Collection[str]) -> int:
    """Add the chosen proposals (their keys) to the agenda, in the order of the page; how many were added.

    What somebody else brought meanwhile, here or to another session, is no longer proposed, and is not added
    twice.
    """
    # One at a time in a network: two sessions may not carry the same point.
    Network.objects.select_for_update().only("pk").get(pk=meeting.network_id)
    now = meeting_to_write(meeting)
    if now.held_on is not None or now.cancelled_on is not None:
        raise ValidationError(_("Esta sesión ya se realizó o se canceló: traiga los puntos a la que viene."))
    found = [one for one in leftovers(now).proposals if one.key in set(chosen)]
    order = next_order(now.agenda)
    for place, one in enumerate(found, start=order):
        item = AgendaItem(meeting=now, order=place, title=one.title, acta=one.acta, carried_from=one.item)
        item.presenter = one.item.presenter if one.item else ""
        item.full_clean(exclude={"meeting", "carried_from", "acta"})
        item.save()
        item.functions.set(one.functions)
        AgendaItemActivity.objects.bulk_create(
            AgendaItemActivity(item=item, activity_lineage=lineage, version_id=version)
            for lineage, version in one.activities
        )
    return len(found)
