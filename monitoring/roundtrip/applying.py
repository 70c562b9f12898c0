"""Writes what a form that came back changes: all of it or nothing, through the same services as the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from monitoring.roundtrip.checking import FILE, NOW, Checked, Entry, Place, Problem
from monitoring.roundtrip.drafting import draft_of
from monitoring.roundtrip.sheets import ANSWERS, DELIVERABLES, ENTRIES, FIGURES, STATUS
from monitoring.services import Attempt, EntryKey, entry_save_draft, entry_submit, is_on_behalf
from monitoring.services.periods import lock_open_period
from networks.models import ConflictError, Member, Network, User
from networks.permissions import can_write_entry

_PREFIXES = {FIGURES.key: "indicator", DELIVERABLES.key: "deliverable", ANSWERS.key: "question"}


class FormRefusedError(Exception):
    """Nothing was written; `problems` say why, each in its cell."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(" ".join(problem.message for problem in problems))
        self.problems = problems


class FormChangedError(Exception):
    """Nothing was written: somebody wrote in between. Checking again tells what."""


@dataclass(frozen=True, slots=True)
class Applied:
    """How many entries were written, and how many of these or others were sent."""

    saved: int
    sent: int


def may_fill(user: User, network: Network, member: Member | None) -> bool:
    return can_write_entry(user, network, member.pk if member else None)


def needs_reason(user: User, period, member: Member | None) -> bool:
    """Whether she writes for a member who is not hers, and must say why."""
    key = EntryKey(period=period, version=None, activity_lineage=None, member=member)
    return is_on_behalf(user, key)


@transaction.atomic
def form_apply(
    *,
    checked: Checked,
    user: User,
    choices: Mapping[str, str] | None = None,
    reason: str = "",
    submit: bool = False,
) -> Applied:
    """Write the changes, and of the conflicts those whose choice is the file; `submit` sends what has a status.

    What is left in conflict keeps what it says now, and is not sent. Raises FormRefusedError for what does not
    fit, FormChangedError where an entry is no longer as it was checked, and ValidationError where the period takes
    no entries or there is no reason for writing on behalf of a member.
    """
    form, choices = checked.form, choices or {}
    if needs_reason(user, form.period, form.member) and not reason.strip():
        raise ValidationError(_("Diga por qué informa en nombre de %(member)s.") % {"member": form.who_name})
    lock_open_period(form.period, form.network)
    problems = list(checked.problems)
    if problems:
        raise FormRefusedError(problems)
    saved = sent = 0
    for entry in checked.entries.values():
        sends = submit and _is_complete(entry, choices)
        if not (sends or entry.values(choices)):
            continue
        try:
            _write(entry, user, choices, reason.strip(), sends)
        except ConflictError:
            raise FormChangedError from None
        except ValidationError as error:
            problems += _problems(checked, entry, error)
        saved, sent = saved + bool(entry.values(choices)), sent + sends
    if problems:
        raise FormRefusedError(problems)
    return Applied(saved, sent)


def may_send(checked: Checked) -> bool:
    """Whether anything in the file could be sent, whatever is chosen in its conflicts."""
    chosen = [dict.fromkeys((one.key for one in checked.conflicts), side) for side in (FILE, NOW)]
    return any(_is_complete(entry, choices) for entry in checked.entries.values() for choices in chosen)


def _is_complete(entry: Entry, choices: Mapping[str, str]) -> bool:
    """It is in the file with a status, may be sent, and nothing of it waits for a choice."""
    report = entry.report
    if entry.place is None or not report.may_fill or any(one.key not in choices for one in entry.conflicts):
        return False
    line = next(line for line in report.lines if line.about is None)
    return bool(entry.values(choices).get((line.id, STATUS), line.fields[STATUS].now))


def _write(entry: Entry, user: User, choices: Mapping[str, str], reason: str, sends: bool) -> None:
    """Each write has a key of its own, so that a page left open elsewhere does not take it for its own."""
    report = entry.report
    given = {
        "key": report.key,
        "draft": draft_of(report, entry.values(choices), reason),
        "revision": report.revision,
        "user": user,
        "attempt": Attempt(key=uuid4()),
    }
    with transaction.atomic():
        (entry_submit if sends else entry_save_draft)(**given)


def _problems(checked: Checked, entry: Entry, error: ValidationError) -> list[Problem]:
    """The sentences of a service, in the cells they are about, else in the entry's own row."""
    by_field = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    found = []
    for name, messages in by_field.items():
        place = _place(checked, entry, name)
        about = "" if name else f"{entry.report.code}: "
        found += [Problem(place, f"{about}{message}") for message in messages]
    return found


def _place(checked: Checked, entry: Entry, name: str) -> Place:
    """Of a field of the page's form: a column, `indicator-<lineage>-value` or `question-<lineage>`."""
    for line in entry.report.lines:
        about = str(line.about.lineage) if line.about else ""
        for column in line.fields:
            known = column if line.about is None else f"{_PREFIXES[line.sheet]}-{about}"
            if name.startswith(known) and line.part is None and (line.id, column) in checked.places:
                return checked.places[line.id, column]
    first = [one.place for one in [*entry.changes, *entry.conflicts]]
    return entry.place or next(iter(first), Place(str(ENTRIES.title), 1, "A"))
