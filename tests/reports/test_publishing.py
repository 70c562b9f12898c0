"""What is published: built without persons or narratives, frozen, one in force, taken back with a reason."""

from __future__ import annotations

import datetime
import json
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from monitoring.models import FollowUp, FollowUpState
from networks.models import Network
from plans.models import Activity, Eje
from reports.context import fingerprint
from reports.models import PublishedFile, PublishedSnapshot
from reports.publishing.building import BUILDERS, as_data, build, lasting, shape_of
from reports.publishing.comparing import differences
from reports.publishing.desk import CHANGED, GONE, SAME, UNPUBLISHED, compare, things
from reports.publishing.services import public_page_set, snapshot_publish, snapshot_withdraw
from tests.factories import make_activity, make_entry, make_meeting, make_period
from tests.plans.test_conflict import patiently
from tests.reports.publishing_samples import EVERYTHING, SECRET, make_sample, publish_all


@pytest.fixture
def sample(network):
    return make_sample(network)


def test_plan_says_what_was_agreed(sample) -> None:
    plan = build("plan", sample.network, "2024")
    assert [line.code for line in plan.activities] == ["1.1", "1.2"]
    assert plan.activities[0].weight == Decimal("40.00")
    assert plan.activities[0].months == ("2024-02", "2024-03", "2024-11")
    assert plan.activities[0].verification == ("Lista de asistencia",)
    assert plan.activities[1].deadline_end == datetime.date(2024, 6, 30)
    assert plan.deliverables[0].activity == "1.2"
    assert plan.ejes[0].goal == "Meta del eje"


def test_progress_comes_with_its_explanation(sample) -> None:
    progress = build("progress", sample.network, "2024/2024-T1")
    # 1.2 is due in June: of the first quarter only 1.1 counts, which is done.
    assert (progress.reported, progress.obliged, progress.is_closed) == (1, 1, False)
    assert progress.ejes[0].code == "1"
    assert "Informó 1 de 1." in progress.ejes[0].explanation
    done, not_due = progress.activities
    assert (done.percent, done.explanation) == (Decimal("100.00"), "Informó 1 de 1: 1 en «cumplido».")
    assert (not_due.percent, not_due.obliged) == (None, 0)
    assert not_due.explanation == "No tocaba informar de ella en este periodo."


def test_silence_is_told_and_is_no_zero(sample) -> None:
    sample.entry.delete()
    progress = build("progress", sample.network, "2024/2024-T1")
    assert progress.percent is None
    assert progress.ejes[0].percent is None
    assert "Informaron 0 de 1." in progress.explanation


def test_sessions_count_seats_and_functions(sample) -> None:
    data = build("meetings", sample.network, "2024")
    meeting = data.meetings[0]
    assert (meeting.seats, meeting.attended, meeting.unknown) == (3, 1, 1)
    # Two of three make the majority: one came, of one it is not known.
    assert meeting.quorum is None
    assert meeting.functions == (1,)
    assert [len(row.sessions) for row in data.functions] == [1, 0]
    assert (data.ordinary_held, data.ordinary_programmed, data.extraordinary_held) == (1, 1, 0)


def test_decisions_name_members_only(sample) -> None:
    data = build("decisions", sample.network, "2024")
    assert data.decisions[0].number == "2024-02-01-1"
    assert data.follow_ups[0].responsible == "Localidad Norte"
    assert data.follow_ups[0].state == "en curso"


def test_words_are_the_same_in_every_language(sample) -> None:
    sample.network.languages = ["en", "es"]
    sample.network.save()
    assert build("meetings", sample.network, "2024").meetings[0].kind == "ordinaria"
    assert build("decisions", sample.network, "2024").follow_ups[0].state == "en curso"
    assert build("plan", sample.network, "2024").activities[0].reported_by == "cada integrante que informa"


def test_nothing_of_persons_or_narratives_is_published(sample) -> None:
    for row in publish_all(sample).values():
        said = json.dumps(row.data, ensure_ascii=False)
        assert SECRET not in said
        assert "Fulana" not in said


def test_documents_copy_only_what_is_recorded_as_published(sample) -> None:
    row = publish_all(sample)["documents"]
    line = next(one for one in row.data["documents"] if one["kind"] == "Reglamento interno")
    copy = PublishedFile.objects.get(snapshot=row)
    assert line["file"] == copy.name == "reglamento-interno.pdf"
    assert copy.file.name != sample.item.file.name
    sample.item.published = "no"
    sample.item.url = "https://ejemplo.org/borrador"
    sample.item.save()
    again = snapshot_publish(network=sample.network, kind="documents", by=None)
    line = next(one for one in again.data["documents"] if one["kind"] == "Reglamento interno")
    assert (line["published"], line["file"], line["url"]) == (False, None, None)
    assert not again.files.exists()


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        ("plan", "otro"),
        ("progress", "2024/2030-T1"),
        ("progress", "otro/2024-T1"),
        ("progress", "2024"),
        ("meetings", "2023"),
        ("meetings", "²⁰²⁴"),
        ("meetings", "9" * 5000),
        ("decisions", "x"),
        ("report", "ALFA-2024-T1-0009"),
    ],
)
def test_what_is_not_there_is_refused_with_a_sentence(sample, kind, key) -> None:
    with pytest.raises(ValidationError) as refused:
        snapshot_publish(network=sample.network, kind=kind, key=key, by=None)
    assert refused.value.messages[0].endswith(".")
    assert not PublishedSnapshot.objects.exists()


def test_publishing_again_supersedes_and_the_same_changes_nothing(sample, secretariat) -> None:
    first = snapshot_publish(network=sample.network, kind="plan", key="2024", by=secretariat)
    assert snapshot_publish(network=sample.network, kind="plan", key="2024", by=secretariat) == first
    Activity.objects.filter(pk=sample.activity.pk).update(title="Otro título")
    second = snapshot_publish(network=sample.network, kind="plan", key="2024", by=secretariat)
    first.refresh_from_db()
    assert first.superseded_at
    assert first.data["activities"][0]["title"] == "Actividad 1.1"
    assert list(PublishedSnapshot.objects.in_force()) == [second]
    assert second.sha256 == fingerprint(second.data) != first.sha256


def test_fingerprint_survives_the_database(sample) -> None:
    for row in publish_all(sample).values():
        row.refresh_from_db()
        assert row.sha256 == fingerprint(row.data)
        assert as_data(shape_of(row.kind, row.data)) == row.data


def test_what_she_saw_is_what_is_published(sample) -> None:
    seen = lasting(as_data(build("plan", sample.network, "2024")))
    Eje.objects.update(title="Cambiado por otra")
    with pytest.raises(ValidationError, match="cambiaron"):
        snapshot_publish(network=sample.network, kind="plan", key="2024", by=None, expected=seen)
    assert not PublishedSnapshot.objects.exists()


def test_withdrawing_takes_a_reason_and_keeps_the_record(sample, secretariat) -> None:
    row = snapshot_publish(network=sample.network, kind="plan", key="2024", by=secretariat)
    with pytest.raises(ValidationError, match="por qué"):
        snapshot_withdraw(snapshot=row, by=secretariat, reason="  ")
    gone = snapshot_withdraw(snapshot=row, by=secretariat, reason="Tenía un error")
    assert (gone.withdrawn_by, gone.withdrawn_reason) == (secretariat, "Tenía un error")
    assert not PublishedSnapshot.objects.in_force().exists()
    with pytest.raises(ValidationError, match="ya no está"):
        snapshot_withdraw(snapshot=row, by=secretariat, reason="Otra vez")
    assert snapshot_publish(network=sample.network, kind="plan", key="2024", by=secretariat) != row


def test_public_means_in_force_and_of_a_public_network(sample) -> None:
    publish_all(sample)
    assert PublishedSnapshot.objects.public().count() == 5
    public_page_set(network=sample.network, is_public=False)
    assert not PublishedSnapshot.objects.public().exists()
    assert Network.history.filter(is_public=False).exists()


# -- beside the records ---------------------------------------------------------------------------------------


def test_desk_tells_what_changed_since(sample) -> None:
    publish_all(sample)
    Activity.objects.filter(pk=sample.activity.pk).update(title="Otro título")
    make_activity(sample.activity.eje, "1.3", weight=None)
    FollowUp.objects.update(state=FollowUpState.CLOSED, closed_on=datetime.date(2024, 3, 1))
    sample.meeting.delete()
    found = {one.kind: one for one in things(sample.network)}
    compare(sample.network, list(found.values()))
    assert (found["plan"].state, found["meetings"].state) == (CHANGED, GONE)
    assert found["plan"].changes == ["Actividades del plan: 1 fila nueva, 1 fila cambiada."]
    assert "no realizó sesiones" in found["meetings"].reason


def test_desk_offers_what_is_not_published_yet(sample) -> None:
    make_period(sample.network, "2024-T2")
    found = things(sample.network)
    compare(sample.network, found)
    assert {one.state for one in found} == {UNPUBLISHED}
    keys = [one.key for one in found if one.kind == "progress"]
    assert keys == ["2024/2024-T2", "2024/2024-T1"]
    assert {one.kind for one in found} == set(BUILDERS) - {"report"}


def test_what_did_not_change_is_the_same(sample) -> None:
    publish_all(sample)
    found = things(sample.network)
    compare(sample.network, found)
    assert {one.state for one in found} == {SAME}


def test_a_test_of_an_address_is_no_change(sample) -> None:
    publish_all(sample)
    sample.item.checked_at = datetime.datetime(2024, 5, 1, tzinfo=datetime.UTC)
    sample.item.save()
    found = [one for one in things(sample.network) if one.kind == "documents"]
    compare(sample.network, found)
    assert found[0].state == SAME


def test_differences_say_scalars_and_other_orders() -> None:
    before = {"year": 2023, "decisions": [{"number": "a"}, {"number": "b"}], "follow_ups": []}
    now = {"year": 2024, "decisions": [{"number": "b"}, {"number": "a"}], "follow_ups": []}
    assert differences("decisions", before, now) == [
        "Año: decía «2023» y ahora «2024».",
        "Decisiones: otro orden.",
    ]


def _queries(sample, django_assert_max_num_queries) -> int:
    with django_assert_max_num_queries(200) as found:
        for kind, key in EVERYTHING:
            build(kind, sample.network, key)
    return len(found)


def test_building_costs_the_same_for_few_and_many(sample, django_assert_max_num_queries) -> None:
    few = _queries(sample, django_assert_max_num_queries)
    for number in range(2, 12):
        activity = make_activity(sample.activity.eje, f"1.{number + 1}", weight=None)
        make_entry(activity, sample.period, sample.member)
        meeting = make_meeting(sample.network, datetime.date(2024, 1, number))
        meeting.decisions.create(body="Otra").follow_ups.create(body="Algo", member=sample.member)
    assert _queries(sample, django_assert_max_num_queries) == few


@pytest.mark.django_db(transaction=True)
def test_people_at_once_leave_one_in_force(network) -> None:
    sample, start, refused = make_sample(network), Barrier(3), []

    def publish() -> None:
        try:
            start.wait(5)
            patiently(lambda: snapshot_publish(network=sample.network, kind="plan", key="2024", by=None))
        except Exception as error:
            refused.append(error)
        finally:
            connection.close()

    people = [Thread(target=publish) for _ in range(3)]
    for each in people:
        each.start()
    for each in people:
        each.join(30)
    assert not refused
    assert PublishedSnapshot.objects.count() == 1
