"""One text for several members: the same activity, reported once and kept for each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from monitoring.models import ComplianceEntry, Evidence
from monitoring.services.entries import entry_save_draft, entry_submit
from monitoring.services.evidence import removing_files_on_failure
from monitoring.services.periods import lock_open_period
from monitoring.services.records import Attempt, EntryDraft, EntryKey
from networks.models import Member, User
from plans.models import Indicator


@dataclass(frozen=True)
class Shared:
    """What became of the others: `sent` with the same text, or `drafts` that wait for figures of their own."""

    sent: tuple[Member, ...] = ()
    drafts: tuple[Member, ...] = ()


@transaction.atomic
def entry_submit_several(
    *,
    key: EntryKey,
    draft: EntryDraft,
    user: User,
    others: Sequence[Member],
    asks_own: bool = False,
    attempt: Attempt | None = None,
    **given: Any,
) -> tuple[ComplianceEntry, Shared]:
    """Send the entry, and write the same for other members: all of them or, with ValidationError, none.

    Status, text, deliverables and evidence are shared. Figures and answers are each member's own, or a sum over
    members would count them twice: where the activity has indicators, or `asks_own` (the network asks something
    that must be answered), theirs stay drafts. Whoever has something written already is refused by name. `given`
    is what else `entry_submit` takes.
    """
    others = _free(key, others, attempt)
    entry = entry_submit(key=key, draft=draft, user=user, attempt=attempt, **given)
    of_activity = {"activity__lineage": key.activity_lineage, "activity__eje__version": key.version}
    waits = asks_own or Indicator.objects.filter(**of_activity).exists()
    shared = replace(draft, measurements={}, answers={})
    with removing_files_on_failure() as stored:
        for member in others:
            own = {"key": replace(key, member=member), "draft": shared, "revision": 0, "user": user}
            write = entry_save_draft if waits else entry_submit
            _copy_evidence(entry, write(**own, attempt=attempt), user, stored)
    return entry, Shared(drafts=tuple(others)) if waits else Shared(sent=tuple(others))


def _free(key: EntryKey, others: Sequence[Member], attempt: Attempt | None) -> list[Member]:
    """Those nothing is written for, under the period's lock; what this very click wrote before stays as it is."""
    lock_open_period(key.period, key.period.network)
    rows = ComplianceEntry.objects.filter(
        period=key.period, activity_lineage=key.activity_lineage, member__in=[one.pk for one in others]
    )
    taken = {row.member_id: row.last_write for row in rows}
    names = [str(one) for one in others if one.pk in taken and (attempt is None or taken[one.pk] != attempt.key)]
    if names:
        words = _("Ya tienen algo escrito en esta actividad: %(names)s. Quite su marca y ábralas aparte.")
        raise ValidationError({"also": words % {"names": ", ".join(names)}})
    return [one for one in others if one.pk not in taken]


def _copy_evidence(source: ComplianceEntry, target: ComplianceEntry, user: User, stored: list[Evidence]) -> None:
    """A file of its own for each row: it lives and dies with the row that names it."""
    for evidence in source.evidence.prefetch_related("verifications"):
        copy = Evidence(
            entry=target,
            title=evidence.title,
            original_name=evidence.original_name,
            content_type=evidence.content_type,
            size=evidence.size,
            sha256=evidence.sha256,
            url=evidence.url,
            dated_on=evidence.dated_on,
            sensitivity=evidence.sensitivity,
            uploaded_by=user,
        )
        stored.append(copy)
        if evidence.file:
            with evidence.file.open() as content:
                copy.file.save(evidence.original_name, File(content), save=False)
                copy.save()
        else:
            copy.save()
        copy.verifications.set(evidence.verifications.all())
