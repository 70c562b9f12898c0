"""The secret address of a person's calendar: made, changed, removed, and noted when it is read."""

from __future__ import annotations

import datetime

from django.db import transaction

from monitoring.models import CalendarFeed
from monitoring.models.calendars import new_token
from networks.models import User

NOTED_EVERY = datetime.timedelta(hours=1)


@transaction.atomic
def feed_renew(*, user: User) -> CalendarFeed:
    """A new address; the old one, if there was any, dies at once."""
    feed = CalendarFeed.objects.select_for_update().filter(user=user).first() or CalendarFeed(user=user)
    feed.token, feed.used_at = new_token(), None
    feed.full_clean()
    feed.save()
    return feed


@transaction.atomic
def feed_remove(*, user: User) -> bool:
    """Whether there was any."""
    deleted, _by_model = CalendarFeed.objects.filter(user=user).delete()
    return bool(deleted)


def feed_note_use(*, feed: CalendarFeed, at: datetime.datetime) -> None:
    """At most once an hour: calendars ask often, and nobody needs the minute."""
    if feed.used_at is None or feed.used_at + NOTED_EVERY <= at:
        CalendarFeed.objects.filter(pk=feed.pk).update(used_at=at)
