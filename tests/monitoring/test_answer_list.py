"""The answers of a period on screen and as files."""

from __future__ import annotations

import csv
import datetime
from io import BytesIO, StringIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from monitoring.models import Answer, Question, ReviewState
from monitoring.services.questions import QuestionDraft, question_create, question_update, question_withdraw
from plans.models import Concern, VersionStatus
from tests.factories import make_activity, make_eje, make_entry, make_member, make_network, make_plan, make_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(reporting):
    def _ask(
        label: str = "¿Cuántas?", kind: str = "number", *choices: str, whole: bool = False, **fields
    ) -> Question:
        place = {"eje_lineage": reporting.eje.lineage} if whole else {"activity_lineage": reporting.first.lineage}
        draft = QuestionDraft(label=label, kind=kind, choices=choices, **fields)
        return question_create(plan=reporting.version.plan, draft=draft, by=None, **place)

    return _ask


@pytest.fixture
def answer(reporting):
    """`answer(question, value=3)` is what the técnica's member sent for the first activity."""

    def _answer(question, *, activity=None, member=None, state=ReviewState.SUBMITTED, **given) -> Answer:
        where = (activity or reporting.first, reporting.period, member or reporting.member)
        entry = make_entry(*where, review_state=state)
        return Answer.objects.create(entry=entry, question=question, question_lineage=question.lineage, **given)

    return _answer


@pytest.fixture
def shown(reporting, observer, login):
    """The page's context: everybody in the network reads it."""
    client = login(observer)

    def _shown(**query):
        return client.get(address(), query)

    return _shown


def address(name: str = "answer_list", **more: str) -> str:
    return reverse(f"monitoring:{name}", kwargs={"slug": "alfa", "code": "2024-T1", **more})


def cells(response) -> dict[str, list]:
    return {
        f"{line.row.code} {line.row.member or 'red'}": [cell and cell.value for _column, cell in line.cells]
        for line in response.context["lines"]
    }


def test_a_row_for_each_member_that_owes_and_silence_is_no_answer(ask, answer, shown):
    answer(ask(unit="personas"), value=3)
    response = shown()
    assert cells(response) == {"1.1 Integrante dos": [None], "1.1 Integrante uno": [3]}
    page = response.content.decode()
    assert "Respondieron <strong>1 de 2</strong>" in page
    assert "sin respuesta" in page
    assert "¿Cuántas? (personas)" in page


def test_drafts_and_what_was_given_back_never_count(ask, answer, reporting, shown):
    question = ask()
    answer(question, value=3, state=ReviewState.DRAFT)
    answer(question, value=4, state=ReviewState.RETURNED, member=reporting.other)
    response = shown()
    assert set(map(tuple, cells(response).values())) == {(None,)}
    assert response.context["columns"][0].span is None


def test_only_validated_ones_where_asked(ask, answer, reporting, shown):
    question = ask()
    answer(question, value=3)
    answer(question, value=4, member=reporting.other, state=ReviewState.VALIDATED)
    assert shown().context["columns"][0].span.total == 7
    response = shown(estado="validados")
    assert response.context["columns"][0].span.total == 4
    assert "sin validar" in response.content.decode()


def test_an_eje_has_a_row_for_each_member_and_activity(ask, answer, reporting, shown):
    question = ask(whole=True)
    answer(question, value=1)
    answer(question, value=2, activity=reporting.second)
    response = shown(lugar=str(reporting.eje.lineage))
    assert cells(response) == {
        "1.1 Integrante dos": [None],
        "1.1 Integrante uno": [1],
        "1.2 Integrante dos": [None],
        "1.2 Integrante uno": [2],
    }
    assert response.context["columns"][0].owed == 4
    response = shown(lugar=str(reporting.second.lineage))
    assert cells(response) == {"1.2 Integrante dos": [None], "1.2 Integrante uno": [2]}


def test_an_activity_shows_those_of_its_eje_and_its_own(ask, reporting, shown):
    own, whole = ask("Propia"), ask("De todas", whole=True)
    columns = shown(lugar=str(reporting.first.lineage)).context["columns"]
    assert [one.wording.pk for one in columns] == [whole.pk, own.pk]


def test_rows_are_narrowed_and_the_counts_stay(ask, answer, shown):
    answer(ask(), value=3)
    assert list(cells(shown(filas="con"))) == ["1.1 Integrante uno"]
    response = shown(filas="sin")
    assert list(cells(response)) == ["1.1 Integrante dos"]
    assert response.context["columns"][0].answered == 1


def test_an_answer_to_another_wording_is_marked(ask, answer, reporting, shown):
    question = ask(label="¿Cuántas personas?")
    answer(question, value=3)
    seen = QuestionDraft.of(question).fingerprint
    draft = QuestionDraft(label="¿Cuántas mujeres?", kind="number")
    later = question_update(question=question, draft=draft, seen=seen, by=None)
    answer(later, value=5, member=reporting.other)
    page = shown().content.decode()
    assert "¿Cuántas mujeres?" in page
    assert "a la versión 1" in page
    assert "versión 2" in page


def test_who_does_not_owe_it_and_answered_is_there(ask, answer, reporting, shown):
    reporting.first.concerns = Concern.SOME_MEMBERS
    reporting.first.save()
    reporting.first.members.set([reporting.other])
    answer(ask(), value=3)
    response = shown()
    assert cells(response) == {"1.1 Integrante dos": [None], "1.1 Integrante uno": [3]}
    assert "(no la debe)" in response.content.decode()
    assert (response.context["columns"][0].answered, response.context["columns"][0].besides) == (0, 1)


def test_what_the_version_in_force_no_longer_has_keeps_its_answers(ask, answer, reporting, shown):
    """Of an activity that is gone, and of one that is gone from an eje that stays."""
    own, whole = ask("De la que se fue"), ask("Del eje", whole=True)
    entry = answer(own, value=3).entry
    Answer.objects.create(entry=entry, question=whole, question_lineage=whole.lineage, value=4)
    reporting.version.status = VersionStatus.SUPERSEDED
    reporting.version.save()
    newer = make_version(reporting.network, number=2)
    make_activity(make_eje(newer, lineage=reporting.eje.lineage), "1.9", lineage=reporting.second.lineage)
    gone = shown(lugar=str(reporting.first.lineage))
    assert "fuera de la versión vigente" in gone.content.decode()
    assert cells(gone) == {"1.1 Integrante uno": [3]}
    stays = shown(lugar=str(reporting.eje.lineage))
    assert cells(stays)["1.1 Integrante uno"] == [4]
    assert "1.9 Integrante dos" in cells(stays)


def test_what_was_withdrawn_shows_where_it_was_answered(ask, answer, shown):
    question, silent = ask(), ask("Otra")
    answer(question, value=3)
    question_withdraw(question=question)
    question_withdraw(question=silent)
    response = shown()
    assert [one.wording.label for one in response.context["columns"]] == ["¿Cuántas?"]
    assert "ya no se pregunta" in response.content.decode()


def test_a_network_that_asks_nothing_says_so(reporting, shown, coordinator, login):
    assert "La red no pregunta nada más" in shown().content.decode()
    assert "Agregar preguntas" in login(coordinator).get(address()).content.decode()
    assert login(coordinator).get(address("answer_export", ending="csv")).status_code == 404


@pytest.mark.parametrize("wrong", ["x", "\0", "00000000-0000-0000-0000-000000000000"])
def test_a_place_that_is_not_there_shows_the_first(ask, shown, wrong):
    ask()
    response = shown(lugar=wrong, estado=wrong, filas=wrong, page=wrong)
    assert response.status_code == 200
    assert response.context["place"].label == "1.1 Actividad 1.1"


def test_another_networks_answers_stay_there(ask, answer, shown, outsider, login):
    other = make_plan(make_network("beta"))
    draft = QuestionDraft(label="Ajena", kind="text")
    question_create(plan=other.plan, draft=draft, by=None, eje_lineage=other.ejes.get().lineage)
    answer(ask(), value=3)
    assert "Ajena" not in shown().content.decode()


def test_it_costs_the_same_with_one_member_and_with_many(
    ask, answer, reporting, shown, django_assert_max_num_queries
):
    counts = []
    for members, questions in ((1, 1), (60, 10)):
        asked = [ask(f"Pregunta {members}.{n}") for n in range(questions)]
        for n in range(members):
            member = make_member(reporting.network, f"m{members}x{n}")
            entry = make_entry(reporting.first, reporting.period, member)
            for question in asked:
                Answer.objects.create(entry=entry, question=question, question_lineage=question.lineage, value=n)
        with django_assert_max_num_queries(100) as captured:
            response = shown()
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 16
    assert len(response.context["lines"]) == 50
    assert response.context["page_obj"].paginator.count == 63


# -- files --------------------------------------------------------------------------------------------------------


def sheet(client, **query):
    response = client.get(address("answer_export", ending="xlsx"), query)
    assert 'filename="respuestas-alfa-2024-T1.xlsx"' in response["Content-Disposition"]
    return load_workbook(BytesIO(response.content))


def test_the_workbook_is_what_is_seen(ask, answer, reporting, observer, login):
    number, day, text = ask("Cuántas", unit="personas"), ask("Cuándo", "date"), ask("Qué", "text")
    entry = answer(number, value="12.5").entry
    for question, given in ((day, {"day": datetime.date(2024, 3, 8)}), (text, {"text": "=1+1\nSegunda"})):
        Answer.objects.create(entry=entry, question=question, question_lineage=question.lineage, **given)
    book = sheet(login(observer))
    rows = [[cell.value for cell in row] for row in book["Respuestas"].iter_rows(min_row=4)]
    asked = ["Cuántas (personas)", "Cuándo", "Qué"]
    own = ["Código", "Actividad", "Clave", "Integrante", "Avance"]
    assert rows[0] == [*own, *asked, "Respondido a otra redacción"]
    assert rows[1][2:8] == ["dos", "Integrante dos", "sin enviar", None, None, None]
    assert rows[2][2:6] == ["uno", "Integrante uno", "enviado", 12.5]
    assert rows[2][6].date() == datetime.date(2024, 3, 8)
    cell = book["Respuestas"]["H6"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=1+1\nSegunda", "s", True)
    summary = [tuple(cell.value for cell in row) for row in book["Resumen"].iter_rows(min_row=2)]
    assert summary[:3] == [
        ("Cuántas (personas)", "Respondieron", 1, None),
        (None, "Debían responder", 2, None),
        (None, "Suma", 12.5, None),
    ]


def test_the_workbook_is_narrowed_like_the_page_and_has_every_page(ask, answer, reporting, observer, login):
    question = ask()
    answer(question, value=3)
    for n in range(60):
        make_member(reporting.network, f"m{n}")
    client = login(observer)
    assert sheet(client)["Respuestas"].max_row == 4 + 62
    assert sheet(client, filas="con", page="2")["Respuestas"].max_row == 4 + 1


def test_the_plain_text_runs_no_formula_and_keeps_its_figures(ask, answer, reporting, observer, login):
    number, text = ask("Cuántas"), ask("@Qué", "text")
    entry = answer(number, value="-1.5").entry
    Answer.objects.create(entry=entry, question=text, question_lineage=text.lineage, text="=1+1, «sí»")
    response = login(observer).get(address("answer_export", ending="csv"))
    assert response.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(StringIO(response.content.decode("utf-8-sig"))))
    assert rows[0][5:7] == ["Cuántas", "'@Qué"]
    assert rows[2][5:7] == ["-1.50", "'=1+1, «sí»"]


def test_no_other_kind_of_file(ask, observer, login):
    ask()
    assert login(observer).get(address("answer_export", ending="pdf")).status_code == 404
