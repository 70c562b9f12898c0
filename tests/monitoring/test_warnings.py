"""What speaks against validating an entry: each rule by itself, and what must hold whatever is reported."""

from __future__ import annotations

import dataclasses
import datetime
import random
import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.figures import ALL_OR_NOTHING, PROPORTIONAL, RULES, STATUSES
from monitoring.observed import field_choices
from monitoring.review_words import SHORT, sentence, short
from monitoring.selectors import warnings_for
from monitoring.warnings import CODES, Figure, Proof, Telling, is_nearly_same, warnings
from plans.models import Indicator, OverPeriods, Verification
from tests.factories import make_activity, make_entry, make_period

DAY = datetime.date
TEXT = "Se hicieron dos talleres con las funcionarias del municipio."


def telling(**fields):
    """Complete, in the second quarter of 2024."""
    defaults = {
        "status": "cumplido",
        "narrative": TEXT,
        "proofs": (Proof(where="evidence-1", title="Acta", dated_on=DAY(2024, 5, 1)),),
        "start_on": DAY(2024, 4, 1),
        "end_on": DAY(2024, 6, 30),
        "period": "2024-T2",
    }
    return Telling(**{**defaults, **fields})


def earlier(**fields):
    """The quarter before, which says something else."""
    other = {"narrative": "Se convocó.", "start_on": DAY(2024, 1, 1), "end_on": DAY(2024, 3, 31)}
    return telling(**{**other, "period": "2024-T1", **fields})


def figure(value, **fields):
    return Figure(where="indicator-a", title="Mesas", value=None if value is None else Decimal(value), **fields)


def codes(*args, **terms):
    return [found.code for found in warnings(*args, **terms)]


def test_a_complete_report_has_none():
    assert codes(telling(), earlier()) == []


@pytest.mark.parametrize(
    ("text", "before", "code"),
    [
        (TEXT, TEXT, ["same_narrative"]),
        (TEXT, f"  {TEXT.upper().replace('.', ' !')}\n", ["same_narrative"]),
        (TEXT, TEXT.replace("dos", "tres"), ["near_narrative"]),
        (TEXT, TEXT.replace("dos talleres", "tres jornadas largas"), []),
        ("Sin cambios", "Sin cambios.", ["same_narrative"]),
        ("Van 3 talleres", "Van 4 talleres", []),
        ("uno " * 2000 + "y dos", "uno " * 2000 + "y tres", ["near_narrative"]),
    ],
)
def test_the_same_text_as_last_time(text, before, code):
    assert codes(telling(narrative=text), earlier(narrative=before)) == code


def test_two_empty_texts_are_not_the_same():
    silent = {"status": "no_cumplido", "narrative": "", "proofs": ()}
    assert codes(telling(**silent), earlier(**silent)) == []


def test_long_texts_are_compared_quickly():
    words = [f"palabra{n % 40}" for n in range(1_000)]
    shuffled = random.Random(7).sample(words, len(words))
    started = time.perf_counter()
    assert not is_nearly_same(" ".join(words), " ".join(shuffled))
    assert time.perf_counter() - started < 2


@pytest.mark.parametrize("status", ["cumplido", "en_avance"])
def test_what_was_done_is_to_be_told(status):
    assert "no_narrative" in codes(telling(status=status, progress=Decimal(50), narrative="  "))


def test_progress_is_asked_for_where_it_counts():
    ongoing = telling(status="en_avance", progress=None)
    assert codes(ongoing, rule=PROPORTIONAL) == ["no_progress"]
    assert codes(ongoing, rule=ALL_OR_NOTHING) == []


def test_cumplido_without_evidence_or_with_an_empty_slot():
    assert codes(telling(proofs=(), empty_slots=("Lista", "Acta"))) == ["no_evidence"]
    assert codes(telling(empty_slots=("Lista", "Acta"))) == ["empty_slot", "empty_slot"]
    assert codes(telling(status="pendiente", proofs=(), empty_slots=("Lista",))) == []


@pytest.mark.parametrize(
    ("day", "outside"),
    [
        (DAY(2024, 3, 31), True),
        (DAY(2024, 4, 1), False),
        (DAY(2024, 6, 30), False),
        (DAY(2024, 7, 1), True),
        (None, False),
    ],
)
def test_evidence_of_another_date(day, outside):
    found = warnings(telling(proofs=(Proof(where="evidence-9", title="Acta", dated_on=day),)))
    assert [(one.code, one.where) for one in found] == ([("evidence_outside", "evidence-9")] if outside else [])


def test_declared_beside_what_the_report_earns():
    """The figures of the SUBDERE report: 17 declared on an activity of 16 that was done."""
    done = telling(declared=Decimal(17))
    found = warnings(done, rule=ALL_OR_NOTHING, weight=Decimal(16))
    assert [one.code for one in found] == ["declared_differs"]
    assert sentence(found[0]) == "Se declaró 17 y lo informado da 16."
    assert codes(done, rule=ALL_OR_NOTHING, weight=Decimal(17)) == []
    assert codes(telling(declared=Decimal(100))) == []
    half = telling(status="en_avance", progress=Decimal(50), declared=Decimal("6.25"))
    assert codes(half, rule=PROPORTIONAL, weight=Decimal("12.50")) == []


@pytest.mark.parametrize(
    ("now", "before", "falls"),
    [
        ({"value": 5}, {"value": 9}, False),
        ({"value": 5, "is_year_to_date": True}, {"value": 9, "is_year_to_date": True}, True),
        ({"value": 5, "is_year_to_date": True}, {"value": 9}, True),
        ({"value": 9, "is_year_to_date": True}, {"value": 9, "is_year_to_date": True}, False),
        ({"value": 5, "over_periods": "latest"}, {"value": 9, "over_periods": "latest"}, True),
        ({"value": 5, "over_periods": "latest", "descends": True}, {"value": 9}, False),
        ({"value": None, "over_periods": "latest"}, {"value": 9}, False),
        ({"value": 5, "over_periods": "latest"}, {"value": None}, False),
    ],
)
def test_figures_that_fall(now, before, falls):
    told = telling(figures=(figure(**now),)), earlier(figures=(figure(**before),))
    assert codes(*told) == (["figure_falls"] if falls else [])


def test_a_year_begins_anew():
    december = earlier(
        start_on=DAY(2023, 10, 1), end_on=DAY(2023, 12, 31), figures=(figure(9, is_year_to_date=True),)
    )
    assert codes(telling(figures=(figure(2, is_year_to_date=True),)), december) == []


def test_progress_that_falls():
    now, before = (
        telling(status="en_avance", progress=Decimal(30)),
        earlier(status="en_avance", progress=Decimal(40)),
    )
    assert [sentence(one) for one in warnings(now, before)] == ["Baja del 40 % de 2024-T1 al 30 %."]
    assert codes(now, dataclasses.replace(before, progress=Decimal(30))) == []


@pytest.mark.parametrize(
    ("value", "parts", "off"),
    [
        (14, {"mujeres": "12", "hombres": "2"}, False),
        (14, {"mujeres": "12"}, True),
        (None, {"mujeres": "12"}, True),
        (14, {}, False),
        (14, {"mujeres": "no es un número"}, False),
    ],
)
def test_a_breakdown_adds_up(value, parts, off):
    told = telling(figures=(figure(value, breakdown={"sexo": parts}),))
    assert codes(told) == (["breakdown_off"] if off else [])


def test_late_and_by_whom():
    assert codes(telling(is_late=True, by_reviewer=True)) == ["late", "same_person"]


def test_every_code_has_its_words():
    assert set(SHORT) == set(CODES)


# -- whatever is reported -------------------------------------------------------------------------------------

numbers = st.none() | st.decimals(0, 200, places=2)
figures = st.lists(
    st.builds(
        Figure,
        where=st.sampled_from(["indicator-a", "indicator-b", "indicator-c"]),
        title=st.just("Cifra"),
        value=numbers,
        is_year_to_date=st.booleans(),
        over_periods=st.sampled_from(["sum", "latest"]),
        descends=st.booleans(),
        breakdown=st.dictionaries(
            st.just("sexo"), st.dictionaries(st.sampled_from("mho"), st.sampled_from(["1", "2", "x"]))
        ),
    ),
    max_size=3,
    unique_by=lambda one: one.where,
).map(tuple)
days = st.dates(DAY(2023, 1, 1), DAY(2024, 12, 31))
proofs = st.lists(
    st.builds(
        Proof, where=st.sampled_from(["evidence-1", "evidence-2"]), title=st.text(), dated_on=st.none() | days
    ),
    max_size=3,
).map(tuple)
tellings = st.builds(
    telling,
    status=st.sampled_from(STATUSES),
    progress=st.none() | st.decimals(0, 100, places=2),
    narrative=st.text(max_size=80),
    declared=st.none() | st.decimals(0, 100, places=2),
    figures=figures,
    proofs=proofs,
    empty_slots=st.lists(st.text(max_size=5), max_size=3).map(tuple),
    is_late=st.booleans(),
    by_reviewer=st.booleans(),
)


@given(tellings, st.none() | tellings, st.sampled_from(RULES), st.randoms(use_true_random=False))
def test_the_order_of_what_goes_in_does_not_matter(now, before, rule, chance):
    def shuffled(one):
        if one is None:
            return None
        names = ("figures", "proofs", "empty_slots")
        return dataclasses.replace(
            one, **{name: tuple(chance.sample(getattr(one, name), len(getattr(one, name)))) for name in names}
        )

    found = warnings(now, before, rule=rule)
    assert warnings(shuffled(now), shuffled(before), rule=rule) == found
    assert all(short(one) and sentence(one) for one in found)


@given(tellings, st.sampled_from(RULES))
def test_nothing_falls_against_itself(told, rule):
    """Against the very same report nothing is worse than last time; only the text is the same."""
    again = [one for one in warnings(told, told, rule=rule) if one not in warnings(told, rule=rule)]
    assert {one.code for one in again} <= {"same_narrative"}


# -- from the database ----------------------------------------------------------------------------------------


@pytest.fixture
def compared(reporting):
    """Two quarters of one activity with a level that falls, the same text, a slot nothing fills, and sent late."""
    before = make_period(reporting.network, "2023-T4")
    indicator = Indicator.objects.create(
        activity=reporting.first, title="Ciudades", over_periods=OverPeriods.LATEST
    )
    Verification.objects.create(activity=reporting.first, text="Lista firmada")
    late = datetime.datetime(2024, 4, 16, 5, tzinfo=datetime.UTC)
    for period, value, at in ((before, 9, None), (reporting.period, 5, late)):
        entry = make_entry(reporting.first, period, reporting.member, narrative=TEXT, submitted_at=at)
        entry.measurements.create(indicator_lineage=indicator.lineage, value=value)
        entry.evidence.create(url="https://example.org/acta", dated_on=DAY(2024, 2, 1))
    return entry


@pytest.mark.django_db
def test_what_is_read_for_them(reporting, compared):
    other = make_entry(reporting.second, reporting.period, reporting.other, "pendiente")
    found = warnings_for(reporting.period, [compared, other])
    assert {one.code for one in found[compared.pk]} == {"same_narrative", "figure_falls", "empty_slot", "late"}
    assert found[other.pk] == []
    places = dict(field_choices(reporting.first, compared))
    assert all(one.where in places or one.where == "evidence" for one in found[compared.pk])


@pytest.mark.django_db
def test_a_slot_filled_under_another_version_is_filled(reporting, compared):
    """Slots go by lineage: the row of the version before is another."""
    now = Verification.objects.get()
    gone = make_activity(reporting.eje, "9")
    before = Verification.objects.create(activity=gone, text="Lista", lineage=now.lineage)
    compared.evidence.get().verifications.add(before)
    codes = [one.code for one in warnings_for(reporting.period, [compared])[compared.pk]]
    assert "empty_slot" not in codes


@pytest.mark.django_db
def test_who_sent_it_is_told_to_herself_only(reporting, secretariat, coordinator):
    entry = make_entry(reporting.first, reporting.period, reporting.member, submitted_by=secretariat)
    hers = [one.code for one in warnings_for(reporting.period, [entry], reviewer=secretariat)[entry.pk]]
    others = [one.code for one in warnings_for(reporting.period, [entry], reviewer=coordinator)[entry.pk]]
    assert "same_person" in hers
    assert "same_person" not in others


@pytest.mark.django_db
def test_as_many_questions_for_one_as_for_many(reporting, compared, django_assert_max_num_queries):
    entries = [compared]
    for n in range(20):
        activity = make_activity(reporting.eje, f"1.{n + 5}", weight=0)
        make_entry(activity, make_period(reporting.network, f"20{n + 3:02}"), reporting.other, narrative=TEXT)
        entry = make_entry(activity, reporting.period, reporting.other, narrative=TEXT)
        entry.evidence.create(url="https://example.org/acta")
        entries.append(entry)
    for some in ([compared], entries):
        with django_assert_max_num_queries(12):
            warnings_for(reporting.period, some)
