"""The publication checklist tests itself: each address is asked, each file kept here is read again.

Addresses are asked side by side, outside any transaction; what came of each is written in one of its own. A line
is reopened at once where its document is not there (`dead`), and at the second bad answer in a row where it may
have been a bad moment. A later good answer closes that by itself.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from monitoring.fetching import CHUNK, Answer, fetch
from monitoring.models import CheckState, PublicationCheck, PublicationItem
from monitoring.selectors.publications import GOOD
from networks.models import Network

# So many at once: a site that keeps one waiting does not keep the others.
WORKERS = 16
SOFT = (CheckState.FAILING, CheckState.TIMEOUT)
BAD = (*SOFT, CheckState.DEAD)
BACK = "back"


@dataclass(frozen=True, slots=True)
class Subject:
    """What is tested: an address, or a file kept here with the sha256 it was kept with."""

    pk: int
    url: str
    file: str
    sha256: str


Fetch = Callable[[str], Answer]


def publications_check(
    *, network: Network, clock: Callable[[], datetime.datetime] = timezone.now, ask: Fetch | None = None
) -> list[PublicationCheck]:
    """Test every line of the network that has an address or a file; returns the new tests.

    A line that was recorded again while it was being tested keeps no test: it was of something else.
    """
    rows = PublicationItem.objects.filter(network=network).order_by("order", "pk")
    subjects = [
        Subject(row.pk, "" if row.file else row.url, row.file.name, row.sha256)
        for row in rows
        if row.url or row.file
    ]
    found = (check_record(subject=subject, answer=answer, at=clock()) for subject, answer in _asked(subjects, ask))
    return [check for check in found if check is not None]


def _asked(subjects: list[Subject], ask: Fetch | None) -> Iterator[tuple[Subject, Answer]]:
    """The answers as they come; nothing of the database is touched in the threads."""
    ask = ask or ask_the_web
    with ThreadPoolExecutor(max_workers=WORKERS, thread_name_prefix="check") as pool:
        waiting = {pool.submit(_test, subject, ask): subject for subject in subjects}
        for done in as_completed(waiting):
            yield waiting[done], done.result()


def ask_the_web(url: str) -> Answer:
    return fetch(url, private=settings.PUBLICATION_CHECK_PRIVATE)


def _test(subject: Subject, ask: Fetch) -> Answer:
    return _read_kept(subject) if subject.file else ask(subject.url)


def _read_kept(subject: Subject) -> Answer:
    """The file as it is now, against what it was when it was kept."""
    digest, size = hashlib.sha256(), 0
    try:
        with default_storage.open(subject.file) as file:
            while chunk := file.read(CHUNK):
                digest.update(chunk)
                size += len(chunk)
    except OSError:
        return Answer(CheckState.DEAD, "missing")
    sha256 = digest.hexdigest()
    if sha256 != subject.sha256:
        return Answer(CheckState.DEAD, "altered", sha256=sha256, size=size)
    return Answer(CheckState.KEPT, sha256=sha256, size=size)


@transaction.atomic
def check_record(*, subject: Subject, answer: Answer, at: datetime.datetime) -> PublicationCheck | None:
    """Write what a test found; None where the line is gone, or is about another document by now."""
    item = PublicationItem.objects.select_for_update().filter(pk=subject.pk).first()
    if item is None or (item.url if not item.file else "", item.file.name) != (subject.url, subject.file):
        return None
    state = _changed(item, answer) if answer.state == CheckState.ALIVE else answer.state
    is_back = state in GOOD and item.reopened_at is not None
    check = PublicationCheck.objects.create(
        item=item,
        url=subject.url,
        final_url=answer.final_url[:500],
        state=state,
        http_status=answer.http_status,
        detail=BACK if is_back else answer.detail,
        sha256=answer.sha256,
        size=answer.size,
        checked_at=at,
    )
    PublicationItem.objects.filter(pk=item.pk).update(check_state=state, checked_at=at)
    since = _down_since(item, state, at)
    if is_back or since is not None:
        # Saved by itself, so that its history says from when to when the document was missing.
        item.reopened_at = since
        item.save(update_fields=["reopened_at"])
    return check


def _changed(item: PublicationItem, answer: Answer) -> str:
    """Whether the copy is the same as the last one of this address."""
    known = item.checks.filter(url=item.url).exclude(sha256="").order_by("-checked_at", "-pk").first()
    if known is None or not answer.sha256 or known.sha256 == answer.sha256:
        return CheckState.ALIVE
    return CheckState.CHANGED


def _down_since(item: PublicationItem, state: str, at: datetime.datetime) -> datetime.datetime | None:
    """When the line's run of bad answers began, where this one reopens it; None where it does not, or it is open
    already. Call it with the new test written."""
    if state not in BAD or item.reopened_at is not None:
        return None
    checks = item.checks.filter(url=item.url if not item.file else "")
    if item.added_at:
        checks = checks.filter(checked_at__gte=item.added_at)
    last_good = checks.filter(state__in=GOOD).order_by("-checked_at", "-pk").first()
    run = checks.filter(state__in=BAD)
    if last_good is not None:
        run = run.filter(checked_at__gt=last_good.checked_at)
    if state == CheckState.DEAD or run.count() > 1:
        return run.aggregate(first=Min("checked_at"))["first"] or at
    return None
