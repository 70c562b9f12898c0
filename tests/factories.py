"""Builders of what tests stand on: plain functions with sensible defaults, nothing random."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from monitoring.models import ComplianceEntry, EntryStatus, Meeting, MeetingKind, Period, ReviewState
from monitoring.periods import parse_code
from networks.models import Assignment, Member, Network, Organization, Role, User
from plans.models import Activity, Concern, Eje, Plan, PlanVersion, VersionStatus

PASSWORD = "tejido-de-prueba-7"
_number = itertools.count(1)


def make_user(username: str = "", **fields: Any) -> User:
    username = username or f"persona-{next(_number)}"
    return User.objects.create_user(username, email=f"{username}@example.org", password=PASSWORD, **fields)


def make_network(slug: str = "alfa", **fields: Any) -> Network:
    defaults = {"name": f"Red {slug}", "short_name": slug.title(), "secretariat": f"Entidad {slug}"}
    return Network.objects.create(slug=slug, **{**defaults, **fields})


def make_member(network: Network, code: str = "", **fields: Any) -> Member:
    code = code or f"m{next(_number)}"
    return Member.objects.create(network=network, code=code, **{"name": f"Integrante {code}", **fields})


def make_seat(network: Network, code: str = "", seat_role: str = "I", **fields: Any) -> Member:
    """A seat of an organization that does not report."""
    code = code or f"s{next(_number)}"
    organization = Organization.objects.create(network=network, name=f"Organización {code}", sector="1. Sector")
    defaults = {"organization": organization, "post": "Directora", "is_reporting": False}
    return make_member(network, code, seat_role=seat_role, **{**defaults, **fields})


def give_role(user: User, network: Network, role: Role, member: Member | None = None) -> Assignment:
    for read in ("networks", "roles"):
        user.__dict__.pop(read, None)
    return Assignment.objects.create(user=user, network=network, role=role, member=member)


def make_version(
    network: Network,
    slug: str = "2024",
    *,
    year: int = 2024,
    status: VersionStatus = VersionStatus.IN_FORCE,
    number: int = 1,
) -> PlanVersion:
    plan, _ = Plan.objects.get_or_create(
        network=network, slug=slug, defaults={"title": f"Plan {slug}", "first_year": year, "last_year": year}
    )
    since = None if status == VersionStatus.DRAFT else datetime.date(year, 1, 1)
    return PlanVersion.objects.create(plan=plan, number=number, status=status, in_force_from_on=since)


def make_eje(version: PlanVersion, code: str = "1", **fields: Any) -> Eje:
    return Eje.objects.create(version=version, code=code, **{"title": f"Eje {code}", **fields})


def make_activity(eje: Eje, code: str = "", **fields: Any) -> Activity:
    code = code or f"{eje.code}.{eje.activities.count() + 1}"
    defaults = {"title": f"Actividad {code}", "concerns": Concern.EVERY_MEMBER, "order": eje.activities.count()}
    return Activity.objects.create(eje=eje, code=code, **{**defaults, **fields})


def make_plan(
    network: Network, weights: Sequence[int | str | None] = (40, 60), *, slug: str = "2024", **version_fields: Any
) -> PlanVersion:
    """A version with one eje «1» and an activity 1.1, 1.2 … for each weight."""
    version = make_version(network, slug, **version_fields)
    eje = make_eje(version)
    for weight in weights:
        make_activity(eje, weight=None if weight is None else Decimal(weight))
    return version


def make_period(network: Network, code: str = "2024-T1", **fields: Any) -> Period:
    span = parse_code(code)
    defaults = {
        "kind": span.kind,
        "start_on": span.start,
        "end_on": span.end,
        "opens_on": span.start,
        "due_on": span.end + datetime.timedelta(days=15),
    }
    return Period.objects.create(network=network, code=code, **{**defaults, **fields})


def make_entry(
    activity: Activity,
    period: Period,
    member: Member | None = None,
    status: EntryStatus | str = EntryStatus.DONE,
    review_state: ReviewState = ReviewState.SUBMITTED,
    **fields: Any,
) -> ComplianceEntry:
    return ComplianceEntry.objects.create(
        activity_lineage=activity.lineage,
        version=activity.eje.version,
        member=member,
        period=period,
        status=status,
        review_state=review_state,
        **fields,
    )


def make_meeting(network: Network, on: datetime.date, **fields: Any) -> Meeting:
    defaults = {"kind": MeetingKind.ORDINARY, "programmed_on": on, "held_on": on}
    return Meeting.objects.create(network=network, **{**defaults, **fields})
