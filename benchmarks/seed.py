"""Networks of any size for the measurements, written in bulk; nothing of them is random."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from itertools import cycle

from django.db import connection
from django.test import Client
from django.utils import timezone

from monitoring.models import ComplianceEntry, EntryStatus, Period, ReviewState
from monitoring.periods import spans_of_year
from networks.models import Assignment, Member, Network, Role, User
from plans.models import (
    Activity,
    Deliverable,
    Eje,
    Party,
    PartyKind,
    PartyScope,
    Plan,
    PlanVersion,
    Verification,
    VersionStatus,
)

YEAR = timezone.localdate().year
PERIOD = f"{YEAR}-T1"
PER_EJE = 10
BATCH = 2000
STATUSES = (
    (EntryStatus.DONE, None),
    (EntryStatus.ONGOING, Decimal("40.00")),
    (EntryStatus.PENDING, None),
    (EntryStatus.DONE, None),
    (EntryStatus.NOT_APPLICABLE, None),
)


@dataclass(frozen=True)
class Seeded:
    """A network with a plan in force and a period that takes entries."""

    network: Network
    members: list[Member]
    version: PlanVersion
    activities: list[Activity]
    periods: list[Period]

    @property
    def period(self) -> Period:
        return self.periods[0]

    @property
    def list_path(self) -> str:
        return f"/redes/{self.network.slug}/integrantes/"

    @property
    def plan_path(self) -> str:
        return f"/redes/{self.network.slug}/planes/plan/"

    @property
    def board_path(self) -> str:
        return f"/redes/{self.network.slug}/periodos/{PERIOD}/"

    def entry_path(self, tail: str = "", member: int = 0) -> str:
        """Of the first activity, for the member of that number."""
        return f"{self.board_path}avances/{self.activities[0].lineage}/{self.members[member].code}/{tail}"


def seeded(slug: str, *, members: int, activities: int, entries: bool = False, quarters: int = 1) -> Seeded:
    """A network of so many members and activities; with `entries`, each member has sent every activity in each
    of the year's first `quarters`."""
    network = Network.objects.create(slug=slug, name=f"Red {slug}", short_name=slug, secretariat="Secretaría")
    people = Member.objects.bulk_create(
        Member(network=network, code=f"m{n}", name=f"Integrante {n}", order=n) for n in range(members)
    )
    plan = Plan.objects.create(network=network, slug="plan", title="Plan", first_year=YEAR, last_year=YEAR)
    version = PlanVersion.objects.create(
        plan=plan, number=1, status=VersionStatus.IN_FORCE, in_force_from_on=datetime.date(YEAR, 1, 1)
    )
    found = Seeded(network, people, version, _activities(version, activities), _periods(network, quarters))
    if entries:
        _enter(found)
    give_secretariat(network)
    return found


def _activities(version: PlanVersion, count: int) -> list[Activity]:
    """Ten an eje, each with a deadline, a deliverable, its proof and two parties."""
    ejes = Eje.objects.bulk_create(
        Eje(version=version, code=str(n + 1), title=f"Eje de trabajo número {n + 1}", order=n)
        for n in range(-(-count // PER_EJE))
    )
    made = Activity.objects.bulk_create(
        Activity(
            eje=ejes[n // PER_EJE],
            code=f"{n // PER_EJE + 1}.{n % PER_EJE + 1}",
            title=f"Taller {n} con las instancias del territorio para acordar su agenda de igualdad",
            order=n % PER_EJE,
            weight=Decimal(PER_EJE),
            deadline_text=f"{YEAR}",
            deadline_start_on=datetime.date(YEAR, 1, 1),
            deadline_end_on=datetime.date(YEAR, 12, 31),
            deadline_precision="year",
        )
        for n in range(count)
    )
    Deliverable.objects.bulk_create(Deliverable(activity=a, title="Acuerdo escrito") for a in made)
    Verification.objects.bulk_create(Verification(activity=a, text="Lista de asistencia firmada") for a in made)
    kinds = (PartyKind.RESPONSIBLE, PartyKind.SUPPORT)
    words = {"scope": PartyScope.WORDS, "words": "Equipo técnico"}
    Party.objects.bulk_create(Party(activity=a, kind=kind, **words) for a in made for kind in kinds)
    return made


def _periods(network: Network, quarters: int) -> list[Period]:
    return Period.objects.bulk_create(
        Period(
            network=network,
            code=span.code,
            kind=span.kind,
            start_on=span.start,
            end_on=span.end,
            opens_on=datetime.date(YEAR, 1, 1),
            due_on=span.end + datetime.timedelta(days=15),
        )
        for span in spans_of_year(YEAR, "quarter")[:quarters]
    )


def _enter(found: Seeded) -> None:
    statuses = cycle(STATUSES)
    rows = (
        ComplianceEntry(
            period=period,
            version=found.version,
            activity_lineage=activity.lineage,
            member=member,
            status=status,
            progress=progress,
            narrative="Se hizo en el territorio con las instancias convocadas.",
            review_state=ReviewState.SUBMITTED,
        )
        for period in found.periods
        for activity in found.activities
        for member, (status, progress) in zip(found.members, statuses, strict=False)
    )
    ComplianceEntry.objects.bulk_create(rows, batch_size=BATCH)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def secretariat() -> User:
    """The one person of a run."""
    return User.objects.get_or_create(username="secretaria", defaults={"email": "s@example.org"})[0]


def give_secretariat(network: Network) -> None:
    Assignment.objects.get_or_create(user=secretariat(), network=network, role=Role.SECRETARIAT)


def signed_in() -> Client:
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(secretariat(), backend="networks.backends.AccountBackend")
    return client


def session_cookie() -> str:
    """What a browser of hers would send."""
    return f"sessionid={signed_in().cookies['sessionid'].value}"
