"""The pages where the network's own questions are kept."""

from __future__ import annotations

import pytest
from django.urls import reverse

from monitoring.models import Answer, Question
from monitoring.services.questions import QuestionDraft, question_create, question_withdraw
from plans.models import VersionStatus
from tests.factories import make_activity, make_eje, make_entry, make_network, make_plan, make_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(reporting):
    def _url(name: str, *args, slug: str = "alfa") -> str:
        return reverse(f"monitoring:{name}", args=[slug, "2024", *args])

    return _url


@pytest.fixture
def ask(reporting):
    def _ask(label: str = "¿Cuántas?", kind: str = "number", place=None, **fields) -> Question:
        place = place or {"activity_lineage": reporting.first.lineage}
        draft = QuestionDraft(label=label, kind=kind, **fields)
        return question_create(plan=reporting.version.plan, draft=draft, by=None, **place)

    return _ask


def answer(reporting, question, **given):
    entry = make_entry(reporting.first, reporting.period, reporting.member)
    Answer.objects.create(entry=entry, question=question, question_lineage=question.lineage, **given)


def test_the_list_stands_by_place_in_the_words_of_the_network(url, reporting, coordinator, login, ask):
    reporting.network.eje_word = "grupo"
    reporting.network.save()
    own, whole = ask("De la actividad"), ask("De todos", place={"eje_lineage": reporting.eje.lineage})
    response = login(coordinator).get(url("question_list"))
    part = response.context["questions"].ejes[0]
    assert [one.question for one in part.questions] == [whole]
    assert [[one.question for one in row.questions] for row in part.activities] == [[own], []]
    page = response.content.decode()
    assert "A todo el grupo 1" in page
    assert url("question_create", reporting.second.lineage) in page


def test_it_is_reached_from_the_plan_by_whoever_edits_it(url, reporting, coordinator, technician, login):
    plan = reverse("plans:plan_detail", args=["alfa", "2024"])
    assert url("question_list") in login(coordinator).get(plan).content.decode()
    assert url("question_list") not in login(technician).get(plan).content.decode()


def test_what_the_version_in_force_no_longer_has_stands_apart(url, reporting, coordinator, login, ask):
    lost = ask("Sin lugar", place={"activity_lineage": reporting.second.lineage})
    kept = ask("Con lugar")
    reporting.version.status = VersionStatus.SUPERSEDED
    reporting.version.save()
    newer = make_version(reporting.network, number=2)
    eje = make_eje(newer, lineage=reporting.eje.lineage)
    make_activity(eje, lineage=reporting.first.lineage)
    questions = login(coordinator).get(url("question_list")).context["questions"]
    assert [one.question for one in questions.homeless] == [lost]
    assert questions.homeless[0].place == "1.2 Actividad 1.2"
    assert [one.question for one in questions.ejes[0].activities[0].questions] == [kept]


def test_what_was_withdrawn_stands_apart_and_is_restored(url, reporting, coordinator, login, ask):
    question = ask()
    answer(reporting, question, value=3)
    client = login(coordinator)
    client.post(url("question_withdraw", question.lineage))
    questions = client.get(url("question_list")).context["questions"]
    assert [(one.question, one.answers) for one in questions.withdrawn] == [(question, 1)]
    client.post(url("question_restore", question.lineage))
    question.refresh_from_db()
    assert question.superseded_at is None


def test_the_buttons_move_one_place(url, coordinator, login, ask):
    one, two = ask("Una"), ask("Dos")
    client = login(coordinator)
    response = client.post(url("question_move", two.lineage), {"paso": "subir"})
    assert response.url == f"{url('question_list')}#pregunta-{two.lineage}"
    assert list(Question.objects.order_by("order")) == [two, one]


def test_a_plan_without_any_version_says_so(reporting, coordinator, login):
    reporting.version.delete()
    page = login(coordinator).get(reverse("monitoring:question_list", args=["alfa", "2024"]))
    assert "Aún no hay dónde preguntar" in page.content.decode()


def test_it_costs_the_same_with_one_question_and_with_many(
    url, coordinator, login, ask, django_assert_max_num_queries
):
    client, counts = login(coordinator), []
    for number in (1, 20):
        for n in range(number):
            ask(f"Pregunta {number}.{n}")
        with django_assert_max_num_queries(100) as captured:
            client.get(url("question_list"))
        counts.append(len(captured))
    assert counts[0] == counts[1]


# -- one question -------------------------------------------------------------------------------------------------


def given(**changes) -> dict[str, object]:
    return {"label": "¿Cuántas fueron?", "kind": "number", "unit": "personas", **changes}


def test_one_is_added_where_she_was(url, reporting, coordinator, login):
    address = url("question_create", reporting.first.lineage)
    client = login(coordinator)
    assert "Actividad 1.1" in client.get(address).content.decode()
    client.post(address, given())
    question = Question.objects.get()
    assert (question.activity_lineage, question.eje_lineage) == (reporting.first.lineage, None)
    assert (question.created_by, question.unit) == (coordinator, "personas")


def test_saving_and_adding_another_comes_back(url, reporting, coordinator, login):
    address = url("question_create", reporting.eje.lineage)
    assert login(coordinator).post(address, given(otra="")).url == address
    assert Question.objects.get().eje_lineage == reporting.eje.lineage


def test_options_are_written_one_a_line_and_what_is_wrong_stands_beside_them(url, reporting, coordinator, login):
    address = url("question_create", reporting.first.lineage)
    client = login(coordinator)
    response = client.post(address, given(kind="choice", options="una\n"))
    assert response.status_code == 422
    assert response.context["form"].errors["options"] == ["Escriba al menos dos opciones, una por línea."]
    client.post(address, given(kind="choice", options="una\r\n\r\n  la  otra "))
    assert Question.objects.get().choices == ["una", "la otra"]


def test_it_is_looked_at_before_it_is_saved(url, reporting, coordinator, login):
    response = login(coordinator).post(url("question_create", reporting.first.lineage), given(ver=""))
    page = response.content.decode()
    assert "Así la verá quien informa" in page
    assert "¿Cuántas fueron? (personas)" in page
    assert not Question.objects.exists()


def test_the_page_says_what_saving_will_do(url, reporting, coordinator, login, ask):
    question = ask()
    client = login(coordinator)
    address = url("question_update", question.lineage)
    assert "Nadie ha respondido esta redacción" in client.get(address).content.decode()
    answer(reporting, question, value=3)
    page = client.get(address)
    assert "Ya la respondió 1 avance: si cambia lo que dice, será la versión 2." in page.content.decode()
    seen = page.context["form"].initial["seen"]
    response = client.post(address, given(seen=seen), follow=True)
    assert response.redirect_chain == [(url("question_detail", question.lineage), 302)]
    assert "como versión 2" in response.content.decode()
    assert Question.objects.count() == 2


def test_two_at_once_the_second_sees_what_it_says_now(url, coordinator, login, ask):
    question = ask()
    client = login(coordinator)
    seen = client.get(url("question_update", question.lineage)).context["form"].initial["seen"]
    Question.objects.update(label="Lo de la otra")
    response = client.post(url("question_update", question.lineage), given(seen=seen))
    page = response.content.decode()
    assert response.status_code == 422
    assert "Ahora dice «Lo de la otra»" in page
    assert "¿Cuántas fueron?" in page


def test_its_wordings_are_told_with_who_and_when(url, reporting, coordinator, login, ask):
    question = ask()
    answer(reporting, question, value=3)
    client = login(coordinator)
    seen = QuestionDraft.of(question).fingerprint
    client.post(url("question_update", question.lineage), given(seen=seen))
    response = client.get(url("question_detail", question.lineage))
    assert [(row.number, row.answered) for row in response.context["wordings"]] == [(2, 0), (1, 1)]
    page = response.content.decode()
    assert str(coordinator) in page
    assert "Se dejó de preguntar el" in page


def test_the_look_of_an_activity_shows_those_of_its_eje_too(url, reporting, coordinator, login, ask):
    ask("De la actividad")
    ask("De todos", place={"eje_lineage": reporting.eje.lineage})
    client = login(coordinator)
    page = client.get(url("question_preview", reporting.first.lineage)).content.decode()
    assert page.index("De todos") < page.index("De la actividad")
    assert "De la actividad" not in client.get(url("question_preview", reporting.eje.lineage)).content.decode()


def test_what_is_of_another_plan_or_network_is_not_there(url, reporting, coordinator, login, ask):
    other = make_plan(make_network("beta"))
    foreign = question_create(
        plan=other.plan,
        draft=QuestionDraft(label="Ajena", kind="text"),
        by=None,
        eje_lineage=other.ejes.get().lineage,
    )
    client = login(coordinator)
    for name in ("question_detail", "question_update"):
        assert client.get(url(name, foreign.lineage)).status_code == 404
    for name in ("question_withdraw", "question_restore", "question_move"):
        assert client.post(url(name, foreign.lineage)).status_code == 404
    assert client.get(url("question_create", foreign.eje_lineage)).status_code == 404
    question_withdraw(question=foreign)
