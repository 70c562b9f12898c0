"""The page of a plan's cronograma: whose deadlines, how each stands, and what is asked of the database."""

from __future__ import annotations

import datetime
import re
from types import SimpleNamespace

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from monitoring.cronograma import PlanCronograma
from monitoring.gantt import GanttRow
from monitoring.models import DeliverableProgress
from monitoring.schedule import BLOCKS_PER_PAGE
from monitoring.selectors.scheduled import joint_status, schedules
from networks.models import Role
from plans.models import Concern, Deliverable, MemberDeadline, PlanVersion, VersionStatus
from tests.factories import (
    give_role,
    make_activity,
    make_eje,
    make_entry,
    make_member,
    make_period,
    make_seat,
    make_user,
    make_version,
)


def deadline(text: str, start: str = "", end: str = "", precision: str = "semester") -> dict:
    dates = {"deadline_start_on": start or None, "deadline_end_on": end or None}
    return {"deadline_text": text, **dates, "deadline_precision": precision if end else "none"}


FIRST = deadline("primer semestre de 2024", "2024-01-01", "2024-06-30")
SECOND = deadline("segundo semestre de 2024", "2024-07-01", "2024-12-31")
UNREAD = deadline("cuando cada una diga")


@pytest.fixture
def planned(network, member, secretariat):
    """Two ejes: a dated activity with two deliverables, one by months with a sub-activity, and one in words."""
    version = make_version(network)
    one, two = make_eje(version, "1"), make_eje(version, "2")
    taught = make_activity(one, "1.1", title="Talleres", **FIRST)
    group = make_activity(one, "1.2", title="Encuentro")
    under = make_activity(one, "1.2.1", title="Sesión", parent=group, schedule_months=["2024-03"])
    told = make_activity(two, "2.1", title="Campaña", **UNREAD)
    guide = Deliverable.objects.create(activity=taught, title="Guía", **SECOND)
    list_ = Deliverable.objects.create(activity=taught, title="Lista", order=1)
    return SimpleNamespace(
        network=network, member=member, other=make_member(network, "dos"), version=version, user=secretariat,
        one=one, two=two, taught=taught, group=group, under=under, told=told, guide=guide, list=list_,
    )  # fmt: skip


def ask(planned, query: str = "", user=None) -> PlanCronograma:
    version = PlanVersion.objects.select_related("plan").get(pk=planned.version.pk)
    return PlanCronograma(version, planned.network, QueryDict(query), user or planned.user)


def rows_of(planned, query: str = "", user=None) -> list[GanttRow]:
    asked = ask(planned, query, user)
    return asked.rows(asked.blocks)


def by_code(planned, query: str = "") -> dict[str, GanttRow]:
    return {row.code: row for row in rows_of(planned, query) if row.code and not row.is_group}


def page_url(planned, query: str = "") -> str:
    return reverse("monitoring:schedule", args=[planned.network.slug, planned.version.plan.slug]) + query


# -- the rows -------------------------------------------------------------------------------------------------


def test_rows_follow_the_plan_and_what_has_no_date_comes_last(planned):
    assert [(row.level, row.label) for row in rows_of(planned)] == [
        ("eje", "Eje 1"),
        ("activity", "Talleres"),
        ("deliverable", "Guía"),
        ("deliverable", "Lista"),
        ("activity", "Encuentro"),
        ("sub", "Sesión"),
        ("undated", "Sin fecha"),
        ("eje", "Eje 2"),
        ("activity", "Campaña"),
    ]


def test_deadlines_are_carried_as_dates_and_in_words(planned):
    found = {row.label: row for row in rows_of(planned)}

    talks = found["Talleres"]
    assert (talks.start, talks.end) == (datetime.date(2024, 1, 1), datetime.date(2024, 6, 30))
    assert talks.precision == "semester"
    assert talks.when == "primer semestre de 2024 (01/01/2024 – 30/06/2024)"
    assert found["Sesión"].months == ("2024-03",)
    assert found["Sesión"].when == "mar 2024"
    assert found["Campaña"].when == "cuando cada una diga"
    assert not found["Campaña"].is_dated


def test_a_deliverable_of_no_deadline_goes_with_its_activity(planned):
    found = {row.label: row for row in rows_of(planned)}["Lista"]

    assert found.when == "con su actividad"
    assert found.end == datetime.date(2024, 6, 30)


def test_a_deliverable_told_only_in_words_stands_apart_under_its_activitys_code(planned):
    Deliverable.objects.create(activity=planned.taught, title="Acuerdo", **UNREAD)
    rows = rows_of(planned)
    labels = [row.label for row in rows]

    assert labels.index("Acuerdo") > labels.index("Sin fecha")
    assert rows[labels.index("Acuerdo")].code == "1.1"
    assert labels.count("Talleres") == 1


def test_what_has_no_deadline_of_its_own_spans_what_is_under_it(planned):
    group = by_code(planned)["1.2"]

    assert group.is_summary
    assert (group.start, group.end) == (datetime.date(2024, 3, 1), datetime.date(2024, 3, 31))


def test_an_eje_alone(planned):
    assert {row.code for row in rows_of(planned, "eje=2")} == {"", "Eje 2", "2.1"}


# -- whose ----------------------------------------------------------------------------------------------------


def test_a_members_own_deadline_takes_the_place_of_the_plans(planned):
    MemberDeadline.objects.create(activity=planned.taught, member=planned.member, **SECOND)
    MemberDeadline.objects.create(
        activity=planned.taught, deliverable=planned.guide, member=planned.member, **FIRST
    )
    hers = {row.label: row for row in rows_of(planned, f"integrante={planned.member.code}")}

    assert hers["Talleres"].end == datetime.date(2024, 12, 31)
    assert hers["Guía"].end == datetime.date(2024, 6, 30)
    assert by_code(planned, f"integrante={planned.other.code}")["1.1"].end == datetime.date(2024, 6, 30)
    assert by_code(planned)["1.1"].end == datetime.date(2024, 6, 30)


def test_where_only_members_set_dates_each_deadline_has_its_row(planned):
    MemberDeadline.objects.create(activity=planned.told, member=planned.member, **SECOND)
    rows = [row for row in rows_of(planned) if row.code == "2.1"]

    assert [(row.label, row.is_dated) for row in rows] == [
        (f"Campaña ({planned.member.name})", True),
        (f"Campaña ({planned.other.name})", False),
    ]


def test_a_member_sees_what_concerns_her(planned):
    planned.taught.concerns = Concern.SOME_MEMBERS
    planned.taught.save()
    planned.taught.members.add(planned.member)
    planned.told.concerns = Concern.NETWORK
    planned.told.save()

    assert set(by_code(planned, f"integrante={planned.member.code}")) == {"1.1", "1.2", "1.2.1"}
    assert set(by_code(planned, f"integrante={planned.other.code}")) == {"1.2", "1.2.1"}
    assert set(by_code(planned, "integrante=red")) == {"2.1"}


def test_a_technician_may_ask_for_those_she_reports_for(planned, technician):
    planned.taught.concerns = Concern.NETWORK
    planned.taught.save()

    labels = {row.label for row in rows_of(planned, "integrante=mias", technician)}
    assert "Sesión" in labels
    assert "Talleres" not in labels


# -- how it stands --------------------------------------------------------------------------------------------


def test_an_activity_stands_as_its_members_last_said(planned):
    first, second = make_period(planned.network, "2024-T1"), make_period(planned.network, "2024-T2")
    make_entry(planned.taught, first, planned.member, "en_avance")
    make_entry(planned.taught, first, planned.other, "pendiente")
    make_entry(planned.taught, second, planned.member, "cumplido")

    now = by_code(planned)["1.1"]
    assert (now.state, now.word, now.sign, now.late) == ("en_avance", "En avance · vencido", "◐", True)
    assert now.note == "informaron 2 de 2"
    make_entry(planned.taught, second, planned.other, "cumplido")
    done = by_code(planned)["1.1"]
    assert (done.state, done.word, done.late) == ("cumplido", "Cumplido", False)


def test_it_can_be_seen_as_it_stood(planned):
    first, second = make_period(planned.network, "2024-T1"), make_period(planned.network, "2024-T2")
    for who in (planned.member, planned.other):
        make_entry(planned.taught, first, who, "en_avance")
        make_entry(planned.taught, second, who, "cumplido")
    then = by_code(planned, "periodo=2024-T1")["1.1"]

    assert (then.state, then.late) == ("en_avance", False)
    asked = ask(planned, "periodo=2024-T1")
    assert asked.on == datetime.date(2024, 3, 31)
    assert asked.words.today == "al 31/03/2024"


def test_what_does_not_count_is_silence(planned):
    period = make_period(planned.network)
    make_entry(planned.taught, period, planned.member, "cumplido", "draft")
    make_entry(planned.taught, period, planned.other, "cumplido", "returned")

    assert by_code(planned)["1.1"].state == "silent"


def test_a_deliverable_stands_by_itself_once_told(planned):
    entry = make_entry(planned.taught, make_period(planned.network), planned.member, "en_avance")
    DeliverableProgress.objects.create(entry=entry, deliverable_lineage=planned.guide.lineage, status="cumplido")
    found = {row.label: row for row in rows_of(planned, f"integrante={planned.member.code}")}

    assert found["Guía"].state == "cumplido"
    assert found["Lista"].state == "en_avance"


def test_an_entry_of_another_plan_with_the_same_line_says_nothing_here(planned):
    other = make_version(planned.network, "2025", year=2025)
    same = make_activity(make_eje(other), lineage=planned.taught.lineage)
    make_entry(same, make_period(planned.network, "2025-T1"), planned.member, "cumplido")

    assert by_code(planned)["1.1"].state == "silent"


@pytest.mark.parametrize(
    ("told", "joint"),
    [
        ([], "silent"),
        ([None, None], "silent"),
        (["cumplido", "cumplido"], "cumplido"),
        (["cumplido", None], "en_avance"),
        (["cumplido", "no_aplica"], "cumplido"),
        (["no_aplica", "no_aplica"], "no_aplica"),
        (["pendiente", "no_cumplido"], "pendiente"),
        (["reprogramado", None], "pendiente"),
        (["en_avance", "no_cumplido"], "en_avance"),
    ],
)
def test_one_status_for_several_members(told, joint):
    assert joint_status(told) == joint


# -- the page -------------------------------------------------------------------------------------------------


def test_the_page_has_the_picture_and_the_same_in_a_table(planned, login):
    page = login(planned.user).get(page_url(planned)).content.decode()

    assert 'role="img"' in page
    assert "Lo mismo en una tabla" in page
    assert page.count("primer semestre de 2024 (01/01/2024 – 30/06/2024)") == 2
    assert re.search(r"cuando cada una diga\s*</td>", page)
    assert reverse("reports:schedule_pdf", args=["alfa", "2024"]) in page
    assert f'href="{page_url(planned)}"' in login(planned.user).get("/redes/alfa/planes/2024/").content.decode()


@pytest.mark.parametrize(("scale", "mark"), [("mes", "ene"), ("trimestre", "T1"), ("anio", "S1")])
def test_the_scale_is_chosen(planned, login, scale, mark):
    page = login(planned.user).get(page_url(planned, f"?escala={scale}")).content.decode()

    assert f">{mark}</text>" in page
    assert re.search(rf'<option value="{scale}"\s+selected', page)


def test_the_version_is_that_of_the_plans_page_or_the_one_asked_for(planned, login):
    draft = make_version(planned.network, status=VersionStatus.DRAFT, number=2)
    make_activity(make_eje(draft), title="Solo en el borrador", **FIRST)
    client = login(planned.user)

    assert b"Solo en el borrador" not in client.get(page_url(planned)).content
    page = client.get(page_url(planned, "?version=2")).content.decode()
    assert "Solo en el borrador" in page
    assert "Talleres" not in page


def test_a_plan_without_versions_or_activities_says_so(planned, login):
    client = login(planned.user)
    assert "Ninguna actividad" in client.get(page_url(planned, "?integrante=red")).content.decode()
    PlanVersion.objects.all().delete()
    assert "no tiene ninguna versión" in client.get(page_url(planned)).content.decode()


@pytest.mark.parametrize(
    "query", ["?escala=x&eje=%00&integrante=nadie&periodo=2024-T9&version=99&page=x", "?page=-3"]
)
def test_strange_questions_meet_the_page(planned, login, query):
    assert login(planned.user).get(page_url(planned, query)).status_code == 200


def test_a_long_plan_is_paged_and_each_page_says_its_eje(planned, login):
    for number in range(BLOCKS_PER_PAGE):
        make_activity(planned.two, f"2.{number + 2}", **FIRST)
    client = login(planned.user)
    second = client.get(page_url(planned, "?page=2")).content.decode()

    assert "Página 2 de 2" in second
    assert "Eje 2" in second
    assert "Talleres" not in second


def test_a_person_of_another_network_finds_nothing(planned, outsider, login):
    assert login(outsider).get(page_url(planned)).status_code == 404


def test_the_questions_asked_do_not_grow_with_the_plan(planned, login):
    client = login(planned.user)
    client.get(page_url(planned))
    with CaptureQueriesContext(connection) as few:
        client.get(page_url(planned))
    for number in range(12):
        eje = make_eje(planned.version, f"{number + 3}")
        activity = make_activity(eje, **FIRST)
        Deliverable.objects.create(activity=activity, title="Guía", **SECOND)
        member = make_member(planned.network)
        MemberDeadline.objects.create(activity=activity, member=member, **SECOND)
        make_seat(planned.network)
        make_entry(activity, make_period(planned.network, f"{2000 + number}-T1"), member)
    with CaptureQueriesContext(connection) as many:
        client.get(page_url(planned))

    assert len(many) == len(few)


def test_any_number_of_plans_is_read_in_the_same_questions(planned, django_assert_num_queries):
    versions = [planned.version, *(make_version(planned.network, f"p-{n}") for n in range(4))]

    with django_assert_num_queries(5):
        found = schedules(versions)
    assert [one.version for one in found] == versions


def test_seats_that_do_not_report_owe_nothing(planned):
    make_seat(planned.network)
    make_entry(planned.taught, make_period(planned.network), planned.member)
    make_entry(planned.taught, make_period(planned.network, "2024-T2"), planned.other)

    assert by_code(planned)["1.1"].note == "informaron 2 de 2"


def test_an_observer_reads_it_too(planned, login):
    reader = make_user("lectora")
    give_role(reader, planned.network, Role.OBSERVER)

    assert login(reader).get(page_url(planned)).status_code == 200
