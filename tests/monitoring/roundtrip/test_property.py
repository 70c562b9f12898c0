"""Any draft survives the way there and back."""

from __future__ import annotations

import datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitoring.models import ComplianceEntry
from monitoring.roundtrip.building import form_of
from monitoring.roundtrip.export import form_workbook
from monitoring.services import (
    AnswerDraft,
    DeliverableDraft,
    MeasurementDraft,
)
from networks.signs import unprintable_signs
from tests.monitoring.roundtrip.workbooks import (
    DRY,
    NOTHING,
    imported,
    keep,
    opened,
    saved,
)


def printed(sign: str) -> str:
    """No text keeps what no report can print."""
    return "□" if unprintable_signs(sign) else sign


texts = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"], exclude_characters="\0").map(printed),
        st.sampled_from(list("ñãữΩж∑👍\u00ad\u200b\u00a0")),
        st.sampled_from(list("=+-@_x0041\n\r\t ")),
    ),
    max_size=60,
)
figures = st.none() | st.decimals(-(10**9), 10**9, places=2, allow_nan=False)
parts = st.dictionaries(st.sampled_from(["mujeres", "hombres"]), st.integers(0, 10**6).map(str), max_size=2)
days = st.none() | st.dates(datetime.date(1990, 1, 1), datetime.date(2099, 12, 31))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    status=st.sampled_from(["", "cumplido", "en_avance", "no_aplica"]),
    progress=st.none() | st.decimals(0, 100, places=2),
    words=st.lists(texts, min_size=5, max_size=5),
    value=figures,
    breakdown=parts,
    day=days,
    basis=st.sampled_from(["period", "year_to_date"]),
)
def test_any_draft_survives_the_way_there_and_back(
    asked, tmp_path, technician, status, progress, words, value, breakdown, day, basis
):
    ComplianceEntry.objects.all().delete()
    narrative, obstacles, state, note, _rest = words
    measured = MeasurementDraft(value=value, basis=basis, breakdown={"sexo": breakdown} if breakdown else {})
    entry = keep(
        asked,
        technician,
        status=status,
        progress=progress,
        narrative=narrative,
        obstacles=obstacles,
        measurements={asked.people.lineage: measured, asked.state.lineage: MeasurementDraft(text=state)},
        deliverables={asked.guide.lineage: DeliverableDraft(note=note, delivered_on=day)},
        answers={asked.day.lineage: AnswerDraft(question=asked.day, day=day)},
    )
    form = form_of(asked.network, asked.period, asked.member)
    content = form_workbook(form)
    assert imported(tmp_path, content, technician.username) == NOTHING
    entry.refresh_from_db()
    assert (entry.revision, entry.narrative, entry.progress) == (1, narrative, progress)
    # Saved again by another program, it still is the same.
    assert imported(tmp_path, saved(opened(content)), technician.username, DRY) == NOTHING
