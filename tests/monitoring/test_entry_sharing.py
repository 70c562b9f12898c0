"""One text for several members: what is copied, what is each one's own, and all or none."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from monitoring.models import ComplianceEntry, EntryStatus, Evidence, Measurement, Question, ReviewState
from networks.models import Role
from plans.models import Concern, Indicator
from tests.factories import give_role, make_entry, make_member, make_user

pytestmark = pytest.mark.django_db

WORDS = {"status": "cumplido", "narrative": "Se reunieron las dos localidades", "revision": 0}


def page(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def both(reporting):
    """A técnica who reports for the two members."""
    user = make_user("de-las-dos")
    for member in (reporting.member, reporting.other):
        give_role(user, reporting.network, Role.TECHNICIAN, member)
    return user


def stored() -> dict[str, str]:
    rows = ComplianceEntry.objects.select_related("member")
    return {row.member.code: row.review_state for row in rows}


def test_one_text_two_members(url_of, reporting, both, login):
    client = login(both)
    assert "Integrante dos" in page(client.get(url_of("entry_edit")))
    sent = client.post(url_of("entry_submit"), {**WORDS, "also": ["dos"]}, follow=True)
    assert "también por: Integrante dos" in page(sent)
    assert stored() == {"uno": ReviewState.SUBMITTED, "dos": ReviewState.SUBMITTED}
    assert set(ComplianceEntry.objects.values_list("narrative", "submitted_by")) == {(WORDS["narrative"], both.pk)}


def test_unless_it_is_marked_it_is_one_members(url_of, both, login):
    login(both).post(url_of("entry_submit"), WORDS)
    assert stored() == {"uno": ReviewState.SUBMITTED}


@pytest.mark.parametrize("asks", ["indicator", "question"])
def test_figures_and_answers_are_each_ones_own(asks, url_of, reporting, both, login):
    data = {**WORDS, "also": ["dos"]}
    if asks == "indicator":
        indicator = Indicator.objects.create(activity=reporting.first, title="Mujeres")
        data[f"indicator-{indicator.lineage}-value"] = "14"
    else:
        question = Question.objects.create(
            plan=reporting.version.plan,
            activity_lineage=reporting.first.lineage,
            label="¿Dónde?",
            kind="text",
            is_required=True,
        )
        data[f"question-{question.lineage}"] = "En la plaza"
    told = page(login(both).post(url_of("entry_submit"), data, follow=True))
    assert "Quedó en borrador, con el mismo texto, por: Integrante dos" in told
    assert stored() == {"uno": ReviewState.SUBMITTED, "dos": ReviewState.DRAFT}
    assert not Measurement.objects.filter(entry__member=reporting.other).exists()


def test_evidence_is_copied_each_with_a_file_of_its_own(url_of, reporting, both, login):
    file = SimpleUploadedFile("acta.txt", b"acta de la mesa")
    login(both).post(url_of("entry_submit"), {**WORDS, "also": ["dos"], "files": [file]})
    first, second = Evidence.objects.order_by("entry__member__name")
    assert first.sha256 == second.sha256
    assert first.file.name != second.file.name
    second.file.storage.delete(second.file.name)
    assert first.file.open().read() == b"acta de la mesa"
    first.file.close()


def test_who_wrote_something_meanwhile_is_named_and_nothing_is_sent(url_of, reporting, both, login):
    client = login(both)
    client.get(url_of("entry_edit"))
    make_entry(reporting.first, reporting.period, reporting.other, EntryStatus.PENDING, ReviewState.DRAFT)
    refused = client.post(url_of("entry_submit"), {**WORDS, "also": ["dos"]})
    assert "ya tiene algo escrito" in page(refused)
    assert WORDS["narrative"] in page(refused)
    assert stored() == {"dos": ReviewState.DRAFT}


def test_a_repeated_click_writes_each_once(url_of, reporting, both, login):
    data = {**WORDS, "also": ["dos"], "attempt": "6f6d6f3e-8d3b-4a5e-9f2e-3d1f6b7a8c9d"}
    client = login(both)
    for _ in range(3):
        assert client.post(url_of("entry_submit"), data).status_code == 302
    assert stored() == {"uno": ReviewState.SUBMITTED, "dos": ReviewState.SUBMITTED}
    assert set(ComplianceEntry.objects.values_list("revision", flat=True)) == {1}


def test_it_offers_nobody_elses_members(url_of, reporting, technician, both, login):
    assert "¿Vale también para otras?" not in page(login(technician).get(url_of("entry_edit")))
    login(technician).post(url_of("entry_submit"), {**WORDS, "also": ["dos"]})
    assert stored() == {}


def test_it_offers_only_those_it_concerns(url_of, reporting, both, login):
    reporting.first.concerns = Concern.SOME_MEMBERS
    reporting.first.save()
    reporting.first.members.set([reporting.member])
    assert "¿Vale también para otras?" not in page(login(both).get(url_of("entry_edit")))


def test_the_secretariat_sends_for_several_and_says_why(url_of, reporting, secretariat, login):
    client = login(secretariat)
    assert "reason" in page(client.get(url_of("entry_edit")))
    data = {**WORDS, "also": ["dos"], "on_behalf_reason": "Lo enviaron por correo"}
    client.post(url_of("entry_submit"), data)
    assert set(ComplianceEntry.objects.values_list("on_behalf_reason", flat=True)) == {"Lo enviaron por correo"}
    assert len(stored()) == 2


def test_it_costs_the_same_to_offer_many(url_of, reporting, secretariat, login, django_assert_max_num_queries):
    client = login(secretariat)
    with django_assert_max_num_queries(30) as few:
        client.get(url_of("entry_edit"))
    for number in range(30):
        make_member(reporting.network, f"x{number}")
    with django_assert_max_num_queries(len(few)):
        assert "Integrante x29" in page(client.get(url_of("entry_edit")))
