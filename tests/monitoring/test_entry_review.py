"""A decision on an entry: observations on fields, from the entry's page and from the queue."""

from __future__ import annotations

import uuid

import pytest

from monitoring import services
from monitoring.models import ComplianceEntry, Observation, Question, QuestionKind, ReviewState
from monitoring.observed import field_choices, field_label, observed_field
from plans.models import Deliverable, Indicator
from tests.factories import make_entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry(reporting):
    return make_entry(reporting.first, reporting.period, reporting.member, narrative="Dos talleres")


@pytest.fixture
def places(reporting, entry):
    """An indicator, a product and a piece of evidence, by the field an observation names them with."""
    indicator = Indicator.objects.create(activity=reporting.first, title="Talleres hechos")
    product = Deliverable.objects.create(activity=reporting.first, title="Memoria del taller")
    evidence = entry.evidence.create(url="https://example.org/acta", title="Acta de mayo")
    return {
        observed_field("indicator", indicator.lineage): "Talleres hechos",
        observed_field("deliverable", product.lineage): "Memoria del taller",
        observed_field("evidence", evidence.pk): "Evidencia: Acta de mayo",
    }


def test_a_return_names_several_fields(url_of, places, coordinator, technician, login):
    data = {"revision": 1, "decision": "return"}
    for tail, (field, words) in zip(("", "_2", "_3"), places.items(), strict=True):
        data |= {f"field{tail}": field, f"body{tail}": f"Corrija {words}"}
    login(coordinator).post(url_of("entry_review"), data)
    found = dict(Observation.objects.values_list("field", "body"))
    assert found == {field: f"Corrija {words}" for field, words in places.items()}
    page = login(technician).get(url_of("entry_detail")).content.decode()
    for words in places.values():
        assert f"<strong>{words}:</strong> Corrija {words}" in page


def test_each_observation_stands_at_its_field_of_the_form(
    url_of, reporting, entry, places, coordinator, technician, login
):
    asked = {"eje_lineage": reporting.eje.lineage, "label": "¿Cuántas?", "kind": QuestionKind.NUMBER}
    question = Question.objects.create(plan=reporting.version.plan, **asked)
    fields = [
        "status",
        "progress",
        "narrative",
        "obstacles",
        *places,
        observed_field("question", question.lineage),
    ]
    also = [(field, f"Corrija {n}") for n, field in enumerate(fields)]
    services.entry_return(entry=entry, by=coordinator, revision=1, body="Todo", also=also)
    page = login(technician).get(url_of("entry_edit")).content.decode()
    at_field = page.split("<form", 1)[1]
    assert at_field.count("Para corregir:</strong> Corrija") == len(fields)
    assert "<strong>Talleres hechos:</strong>" in page
    login(technician).post(url_of("entry_submit"), {"revision": 2, "status": "cumplido"})
    assert "Para corregir" not in login(technician).get(url_of("entry_detail")).content.decode()


def test_an_empty_first_line_is_no_observation(url_of, entry, coordinator, login):
    data = {"revision": 1, "decision": "return", "body": " ", "field_2": "narrative", "body_2": "Diga cuántas"}
    login(coordinator).post(url_of("entry_review"), data)
    observation = Observation.objects.get()
    assert (observation.field, observation.body) == ("narrative", "Diga cuántas")


def test_a_field_that_is_not_there_is_refused(url_of, entry, coordinator, login):
    data = {"revision": 1, "decision": "return", "field": "indicator-otro", "body": "Corrija"}
    page = login(coordinator).post(url_of("entry_review"), data).content.decode()
    assert "indicator-otro" in page
    assert "Corrija" in page
    assert ComplianceEntry.objects.get().review_state == ReviewState.SUBMITTED


def test_every_field_fits_and_has_its_words(reporting, entry, places):
    longest = Observation._meta.get_field("field").max_length
    assert dict(field_choices(reporting.first, entry)).items() >= places.items()
    for kind in ("indicator", "deliverable", "question"):
        assert len(observed_field(kind, uuid.uuid4())) <= longest
    for field, words in places.items():
        assert field_label(reporting.first, field, entry) == words
    assert field_label(reporting.first, "narrative") == "Qué se hizo"
    assert field_label(reporting.first, "figures") == "Cifras"
    assert field_label(reporting.first, "evidence-999999") == "Una evidencia que ya no está"


def test_restricted_evidence_keeps_its_name_to_itself(url_of, entry, coordinator, secretariat, login):
    entry.evidence.create(url="https://example.org/x", title="Denuncia 14", sensitivity="restricted")
    assert "Denuncia 14" not in login(coordinator).get(url_of("entry_detail")).content.decode()
    assert "Denuncia 14" in login(secretariat).get(url_of("entry_detail")).content.decode()


def test_from_the_queue_on_to_the_next(url_of, entry, coordinator, login):
    data = {"revision": 1, "decision": "validate", "cola": "orden=avisos", "siguiente": "77"}
    url = login(coordinator).post(url_of("entry_review"), data).url
    assert url == url_of("review_list", lineage=None, who=None) + "?orden=avisos&abierto=77#avance-77"


def test_what_changed_meanwhile_stays_open_in_the_queue(url_of, entry, coordinator, login):
    data = {"revision": 9, "decision": "validate", "cola": "", "siguiente": "77"}
    url = login(coordinator).post(url_of("entry_review"), data).url
    assert url.endswith(f"abierto={entry.pk}#avance-{entry.pk}")


@pytest.mark.parametrize("tail", ["//mala.example/", "#@mala.example", "a=1\r\nX: y", "\\\\mala.example"])
def test_the_way_back_leads_nowhere_else(url_of, entry, coordinator, login, tail):
    data = {"revision": 1, "decision": "validate", "cola": tail, "siguiente": "//mala"}
    url = login(coordinator).post(url_of("entry_review"), data).url
    assert url.startswith(url_of("review_list", lineage=None, who=None) + "?")


def test_warnings_are_shown_to_the_reviewer_only(url_of, entry, coordinator, technician, login):
    words = "Se informa cumplido y no hay ninguna evidencia."
    assert words in login(coordinator).get(url_of("entry_detail")).content.decode()
    assert words not in login(technician).get(url_of("entry_detail")).content.decode()
