"""The live roll-up of 80,000 entries against the one aggregate query it could stand on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import partial
from pathlib import Path

from django.db.models import Count, Q, Sum

from benchmarks.ground import page, serving
from benchmarks.measure import Row, compared, exponent, in_turns, limited, milliseconds, samples_in_turns
from benchmarks.seed import PERIOD, Seeded, seeded, session_cookie
from monitoring.compliance import roll_up, roll_up_tallies
from monitoring.figures import PROPORTIONAL, Group, Leaf, PlanFigure, Report, Tally
from monitoring.models import ComplianceEntry, EntryStatus, Period
from monitoring.selectors import rollup
from networks.models import Network

MEMBERS, ACTIVITIES = 200, 400
# 20 ms where the aggregate query takes 12 ms.
TARGET = 20 / 12


def measure(folder: Path, quick: bool, rows: list[Row], left_out: list[str]) -> None:
    repeats = 3 if quick else 7
    small = seeded("chica", members=20, activities=40, entries=True)
    before = _small_times(small, repeats)
    big = seeded("enorme", members=MEMBERS, activities=ACTIVITIES, entries=True)
    _others(before, _small_times(small, repeats), rows)
    groups = _groups(big)
    query, least, ours = in_turns(
        repeats, partial(_aggregate, big), partial(_from_aggregate, big, groups), partial(_figure, big)
    )
    rows.append(compared("80.000 avances: suma viva / consulta agregada", query, ours, TARGET))
    rows.append(compared("80.000 avances: consulta agregada y su cuenta / consulta", query, least))
    with serving() as port:
        ask = partial(page, port, f"/redes/{big.network.slug}/", session_cookie())
        ask(), ask()
        rows.append(compared("80.000 avances: página de la red / suma viva", ours, *in_turns(3, ask)))


def _small_times(small: Seeded, repeats: int) -> list[float]:
    """Least seconds of the sum from the records, and of the same sum in memory, which no other data can touch.

    Both moments cannot take turns, so it is the least that is compared: noise only adds.
    """
    groups = _groups(small)
    reports = {(leaf.key, pk): Report("cumplido") for g in groups for leaf in g.leaves for pk in leaf.members}
    in_memory = partial(roll_up, groups, reports, PROPORTIONAL)
    return [min(taken) for taken in samples_in_turns(repeats * 5, partial(_figure, small), in_memory)]


def _groups(seed: Seeded) -> list[Group]:
    """The plan as the arithmetic takes it: who owes each activity, and its weight."""
    members = tuple(member.pk for member in seed.members)
    leaves = defaultdict(list)
    for activity in seed.activities:
        leaves[activity.eje_id].append(Leaf(activity.lineage, activity.weight, members))
    return [Group(eje, None, tuple(of_eje)) for eje, of_eje in leaves.items()]


def _others(before: list[float], after: list[float], rows: list[Row]) -> None:
    """What other networks' entries add, each time measured by the sum in memory of that same moment."""
    grown = exponent(before[0] / before[1], after[0] / after[1], 1 + MEMBERS * ACTIVITIES / 800)
    words = (milliseconds(before[0]), milliseconds(after[0]))
    rows.append(limited("Suma de 800, exponente al haber 80.000 ajenos", *words, grown, 0.05))


def _figure(seed: Seeded) -> PlanFigure:
    """Everything a page asks again on each request: the period, the plan, the entries and their sum."""
    network = Network.objects.get(pk=seed.network.pk)
    period = Period.objects.with_closed().get(network=network, code=PERIOD)
    return rollup(network, period).plans[0].figure


def _aggregate(seed: Seeded) -> list[tuple]:
    """By activity: reports that count, those that do not apply, the done ones, and the sum of the advances."""
    counted = ComplianceEntry.objects.filter(period=seed.period).counted().order_by()
    ongoing = Q(status=EntryStatus.ONGOING, progress__isnull=False)
    return list(
        counted.values_list("activity_lineage").annotate(
            reported=Count("pk"),
            out=Count("pk", filter=Q(status=EntryStatus.NOT_APPLICABLE)),
            done=Count("pk", filter=Q(status=EntryStatus.DONE)),
            unsaid=Count("pk", filter=Q(status=EntryStatus.ONGOING, progress__isnull=True)),
            advance=Sum("progress", filter=ongoing),
        )
    )


def _from_aggregate(seed: Seeded, groups: Iterable[Group]) -> PlanFigure:
    """The same figure of the plan, from the query's rows."""
    obliged = len(seed.members)
    tallies = {}
    for lineage, reported, out, done, unsaid, progress in _aggregate(seed):
        units = 10_000 * done + int(100 * (progress or 0))
        tallies[lineage] = Tally(obliged, reported, obliged - out, reported - out - unsaid, units)
    return roll_up_tallies(groups, tallies)
