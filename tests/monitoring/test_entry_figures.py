"""The figures of an entry's form: their parts, whether they add, and what all of them come to."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from monitoring import services
from monitoring.forms.breakdowns import part_name
from monitoring.models import ComplianceEntry, Measurement, ReviewState
from monitoring.selectors import indicator_values
from monitoring.services import EntryDraft, EntryKey, MeasurementDraft
from plans.models import Indicator
from tests.factories import make_entry, make_member, make_period

pytestmark = pytest.mark.django_db
SEX = {"by": "sexo", "values": ["mujeres", "hombres", "otra"]}
AGE = {"by": "edad", "values": ["0-17", "18+"]}


@pytest.fixture
def indicator(reporting):
    return Indicator.objects.create(activity=reporting.first, title="Personas formadas", disaggregation=[SEX, AGE])


@pytest.fixture
def fields(indicator):
    """`fields("14", mujeres="8")` is what the form posts."""

    def _fields(total: str, revision: int = 0, status: str = "cumplido", **parts: str) -> dict:
        by = {word: each["by"] for each in (SEX, AGE) for word in each["values"]}
        data = {part_name(indicator, by[word], word): value for word, value in parts.items()}
        return {"revision": revision, "status": status, f"indicator-{indicator.lineage}-value": total, **data}

    return _fields


def notes(page: str) -> list[str]:
    return [words.strip() for words in re.findall(r"data-breakdown-note>([^<]*)<", page)]


# -- the form -------------------------------------------------------------------------------------------------


def test_a_number_is_asked_for_each_value(url_of, indicator, technician, login):
    page = login(technician).get(url_of("entry_edit")).content.decode()
    for words in ("Por sexo", "mujeres", "hombres", "Por edad", "0-17"):
        assert words in page
    assert page.count("data-part") == 5
    assert notes(page) == ["", ""]
    assert "js/entry-figures.js" in page


def test_parts_are_kept_with_their_words_and_shown(url_of, fields, technician, login):
    client = login(technician)
    data = fields("14,5", mujeres="8", hombres="6,5", **{"18+": "14.50"})
    page = " ".join(client.post(url_of("entry_submit"), data, follow=True).content.decode().split())
    measurement = Measurement.objects.get()
    assert measurement.value == Decimal("14.50")
    assert measurement.breakdown == {"sexo": {"mujeres": "8", "hombres": "6.5"}, "edad": {"18+": "14.50"}}
    assert "mujeres <strong>8</strong> · hombres <strong>6,5</strong>" in page
    assert "Por sexo:" in page


def test_what_was_kept_is_in_its_field_and_zero_is_not_empty(url_of, indicator, fields, technician, login):
    client = login(technician)
    client.post(url_of("entry_edit"), fields("8", mujeres="8", hombres="0"))
    page = client.get(url_of("entry_edit")).content.decode()
    values = {}
    for tag in re.findall(r"<input[^>]*data-part[^>]*>", page):
        given = re.search(r'value="([^"]*)"', tag)
        values[re.search(r'name="([^"]*)"', tag)[1]] = given and given[1]
    assert values[part_name(indicator, "sexo", "mujeres")] == "8"
    assert values[part_name(indicator, "sexo", "hombres")] == "0"
    assert values[part_name(indicator, "sexo", "otra")] is None
    assert notes(page) == ["Suma 8: coincide con el total.", ""]


@pytest.mark.parametrize(
    ("total", "parts", "note"),
    [
        ("14", {"mujeres": "8", "hombres": "4"}, "Suma 12 de 14: faltan 2."),
        ("14", {"mujeres": "8", "hombres": "5"}, "Suma 13 de 14: falta 1."),
        ("14", {"mujeres": "8", "hombres": "8,5"}, "Suma 16,5 de 14: sobran 2,5."),
        ("", {"mujeres": "8", "hombres": "6"}, "Suma 14; falta escribir el total."),
    ],
)
def test_a_draft_may_be_off_and_says_so_but_is_not_sent(url_of, fields, technician, login, total, parts, note):
    client = login(technician)
    assert client.post(url_of("entry_edit"), fields(total, **parts)).status_code == 302
    assert notes(client.get(url_of("entry_edit")).content.decode()) == [note, ""]
    page = client.post(url_of("entry_submit"), fields(total, 1, **parts)).content.decode()
    assert "Por «sexo» suma" in page
    assert notes(page) == [note, ""]
    entry = ComplianceEntry.objects.get()
    assert entry.review_state == ReviewState.DRAFT
    # The server fills in no total.
    assert entry.measurements.get().value == (Decimal(total) if total else None)


def test_each_dimension_adds_by_itself(url_of, fields, technician, login):
    data = fields("14", mujeres="8", hombres="6", **{"0-17": "3", "18+": "10"})
    page = login(technician).post(url_of("entry_submit"), data).content.decode()
    assert "Por «edad» suma 13 y el total es 14: falta 1." in page
    assert "Por «sexo» suma" not in page


def test_the_service_refuses_it_too(reporting, indicator, technician):
    key = EntryKey(
        period=reporting.period,
        version=reporting.version,
        activity_lineage=reporting.first.lineage,
        member=reporting.member,
    )
    given = MeasurementDraft(value=Decimal(14), breakdown={"sexo": {"mujeres": "8"}})
    draft = EntryDraft(status="cumplido", measurements={indicator.lineage: given})
    with pytest.raises(ValidationError) as refused:
        services.entry_submit(key=key, draft=draft, revision=0, user=technician)
    assert refused.value.message_dict == {
        f"indicator-{indicator.lineage}-value": ["Por «sexo» suma 8 y el total es 14: faltan 6."]
    }


def test_text_in_a_part_is_refused_at_its_field(url_of, indicator, fields, technician, login):
    page = login(technician).post(url_of("entry_edit"), fields("14", mujeres="ocho")).content.decode()
    name = part_name(indicator, "sexo", "mujeres")
    assert f'<a href="#id_{name}">Personas formadas: mujeres</a>: Escriba una cifra' in page
    assert f'id="id_{name}_error"' in page
    assert 'value="ocho"' in page


def test_the_last_periods_parts_stand_beside_the_fields(url_of, reporting, indicator, technician, login):
    before = make_entry(reporting.first, make_period(reporting.network, "2023-T4"), reporting.member)
    Measurement.objects.create(
        entry=before, indicator_lineage=indicator.lineage, value=9, breakdown={"sexo": {"mujeres": "7"}}
    )
    page = " ".join(login(technician).get(url_of("entry_edit")).content.decode().split())
    assert "La última vez: 9" in page
    assert "La última vez: 7" in page


def test_parts_in_words_the_plan_dropped_are_told(url_of, reporting, indicator, technician, login):
    entry = make_entry(reporting.first, reporting.period, reporting.member, "", ReviewState.DRAFT)
    Measurement.objects.create(
        entry=entry, indicator_lineage=indicator.lineage, value=9, breakdown={"zona": {"rural": "9"}}
    )
    page = login(technician).get(url_of("entry_edit")).content.decode()
    assert "palabras que el plan ya no usa: rural: 9" in " ".join(page.split())


def test_an_older_list_of_names_alone_asks_the_usual_values(url_of, reporting, technician, login):
    Indicator.objects.create(activity=reporting.first, title="Atendidas", disaggregation=["sexo", "otra cosa"])
    page = login(technician).get(url_of("entry_edit")).content.decode()
    assert page.count("data-part") == 3


def test_a_figure_told_in_words_has_no_parts(url_of, reporting, technician, login):
    Indicator.objects.create(activity=reporting.first, title="Estado", is_numeric=False, disaggregation=[SEX])
    assert "data-part" not in login(technician).get(url_of("entry_edit")).content.decode()


# -- what all of them come to ---------------------------------------------------------------------------------


def test_parts_roll_up_over_members_and_periods(reporting, indicator):
    second = make_period(reporting.network, "2024-T2")

    def measure(period, member, value, sex=None):
        entry = make_entry(reporting.first, period, member)
        parts = {"sexo": dict(zip(SEX["values"], sex, strict=False))} if sex else {}
        Measurement.objects.create(entry=entry, indicator_lineage=indicator.lineage, value=value, breakdown=parts)

    measure(reporting.period, reporting.member, 10, ("4", "6"))
    measure(second, reporting.member, 3, ("3",))
    measure(second, reporting.other, 5)
    (found,) = indicator_values(reporting.network, second)
    sex, age = found.breakdown
    assert (found.value, sex.by, sex.told, sex.of, sex.is_whole) == (8, "sexo", 1, 2, False)
    assert sex.parts == (("mujeres", Decimal(3)), ("hombres", None), ("otra", None))
    assert (age.told, age.of) == (0, 2)
    sex = found.cumulative_breakdown[0]
    assert (found.cumulative, sex.parts[:2], sex.told, sex.of) == (
        18,
        (("mujeres", Decimal(7)), ("hombres", Decimal(6))),
        2,
        3,
    )
    (first,) = indicator_values(reporting.network, reporting.period)
    assert first.breakdown[0].is_whole
    assert sum(value or 0 for _word, value in first.breakdown[0].parts) == first.value


def test_queries_are_the_same_for_many_figures(reporting, indicator, django_assert_num_queries):
    for number in range(5):
        other = Indicator.objects.create(activity=reporting.first, title=f"I{number}", disaggregation=[AGE])
        entry = make_entry(reporting.first, reporting.period, make_member(reporting.network, f"m{number}"))
        Measurement.objects.create(entry=entry, indicator_lineage=other.lineage, value=2)
    with django_assert_num_queries(3):
        assert len(indicator_values(reporting.network, reporting.period)) == 6
