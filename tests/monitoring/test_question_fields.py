"""The network's own questions in the form of an entry: what is asked, refused, kept and shown."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from monitoring.models import Answer, ComplianceEntry, QuestionKind
from monitoring.services.questions import QuestionDraft, question_create, question_update, question_withdraw
from tests.factories import make_entry, make_period

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(reporting):
    """`ask("¿Cuántas?", "number")` puts a question to the eje, or with `own=True` to the first activity."""

    def _ask(label: str, kind: str = "text", *choices: str, own: bool = False, **fields):
        draft = QuestionDraft(label=label, kind=kind, choices=choices, **fields)
        place = {"activity_lineage": reporting.first.lineage} if own else {"eje_lineage": reporting.eje.lineage}
        return question_create(plan=reporting.version.plan, draft=draft, by=None, **place)

    return _ask


@pytest.fixture
def reword():
    def _reword(question, **changes):
        seen = QuestionDraft.of(question)
        given = {"label": seen.label, "kind": seen.kind, "choices": seen.choices, "unit": seen.unit, **changes}
        return question_update(question=question, draft=QuestionDraft(**given), seen=seen.fingerprint, by=None)

    return _reword


def name(question) -> str:
    return f"question-{question.lineage}"


def asked(*questions, **answers) -> dict[str, object]:
    """What the form sends back: the wording that each field asked."""
    return {f"{name(row)}-wording": row.pk for row in questions}


def test_the_form_asks_those_of_the_eje_and_then_its_own(url_of, reporting, technician, login, ask):
    ask("Solo de esta", own=True)
    ask("De todo el eje", "number", unit="personas")
    client = login(technician)
    page = client.get(url_of("entry_edit")).content.decode()
    assert page.index("De todo el eje (personas)") < page.index("Solo de esta")
    other = client.get(url_of("entry_edit", lineage=reporting.second.lineage)).content.decode()
    assert "De todo el eje" in other
    assert "Solo de esta" not in other


def test_every_kind_is_answered_in_a_draft_and_shown_again(url_of, reporting, technician, login, ask):
    text, number = ask("Qué pasó"), ask("Cuántas", "number")
    day, choice = ask("Cuándo", "date"), ask("Con quién", "choice", "escuelas", "policía")
    data = {
        "revision": 0,
        name(text): "Se convocó",
        name(number): "12,5",
        name(day): "2024-03-08",
        name(choice): "policía",
        **asked(text, number, day, choice),
    }
    client = login(technician)
    assert client.post(url_of("entry_edit"), data).status_code == 302
    given = {row.question_id: row for row in Answer.objects.all()}
    assert given[text.pk].text == "Se convocó"
    assert given[number.pk].value == Decimal("12.5")
    assert given[day.pk].day == datetime.date(2024, 3, 8)
    assert given[choice.pk].text == "policía"
    form = client.get(url_of("entry_edit")).context["form"]
    assert [str(group.field.value()) for group in form.questions] == [
        "Se convocó",
        "12.50",
        "2024-03-08",
        "policía",
    ]


def test_what_is_emptied_is_no_answer(url_of, reporting, technician, login, ask):
    number = ask("Cuántas", "number")
    entry = make_entry(reporting.first, reporting.period, reporting.member, "", "draft")
    Answer.objects.create(entry=entry, question=number, question_lineage=number.lineage, value=0)
    data = {"revision": entry.revision, name(number): "", **asked(number)}
    login(technician).post(url_of("entry_edit"), data)
    assert not Answer.objects.exists()


@pytest.mark.parametrize(
    ("kind", "given", "sentence"),
    [
        ("number", "doce", "Escriba una cifra, por ejemplo 12 o 12,5."),
        ("date", "mañana", "Introduzca una fecha válida."),
        ("choice", "otra cosa", "no es una de las opciones"),
    ],
)
def test_what_does_not_fit_is_refused_at_its_field(url_of, technician, login, ask, kind, given, sentence):
    question = ask("Pregunta", kind, *(("sí", "no") if kind == "choice" else ()))
    data = {"revision": 0, "narrative": "Se hizo", name(question): given, **asked(question)}
    response = login(technician).post(url_of("entry_edit"), data)
    assert sentence in response.context["form"].errors[name(question)][0]
    assert "Se hizo" in response.content.decode()
    assert not ComplianceEntry.objects.exists()


def test_what_must_be_answered_stops_a_sending_and_no_draft(url_of, technician, login, ask):
    question = ask("Cuántas", "number", is_required=True)
    data = {"revision": 0, "status": "cumplido", **asked(question)}
    client = login(technician)
    response = client.post(url_of("entry_submit"), data)
    assert response.context["form"].errors[name(question)] == [
        "Responda «Cuántas» antes de enviar; como borrador puede guardarse sin respuesta."
    ]
    assert not ComplianceEntry.objects.exists()
    assert client.post(url_of("entry_edit"), data).status_code == 302
    assert client.post(url_of("entry_submit"), {**data, "revision": 1, name(question): "0"}).status_code == 302
    assert ComplianceEntry.objects.get().review_state == "submitted"


def test_many_options_are_a_list_to_choose_from(url_of, technician, login, ask):
    few, many = ask("Pocas", "choice", *"abcdef"), ask("Muchas", "choice", *"abcdefg")
    page = login(technician).get(url_of("entry_edit")).content.decode()
    assert page.count(f'type="radio" name="{name(few)}"') == 7
    assert f'<select name="{name(many)}"' in page


def answer(reporting, question, **given):
    entry = make_entry(reporting.first, reporting.period, reporting.member, "", "draft")
    Answer.objects.create(entry=entry, question=question, question_lineage=question.lineage, **given)
    return entry


def test_an_answer_that_still_fits_is_there_in_the_new_wording(url_of, reporting, technician, login, ask, reword):
    question = ask("Con quién", "choice", "escuelas", "policía")
    answer(reporting, question, text="policía")
    later = reword(question, label="¿Con quiénes?", choices=("policía", "fiscalía"))
    group = login(technician).get(url_of("entry_edit")).context["form"].questions[0]
    assert (group.question, group.field.value(), group.keep) == (later, "policía", None)


def test_an_answer_that_fits_no_more_is_shown_asked_again_and_kept(
    url_of, reporting, technician, login, ask, reword
):
    question = ask("Con quién", "choice", "escuelas", "policía")
    entry = answer(reporting, question, text="policía")
    later = reword(question, choices=("escuelas", "fiscalía"))
    client = login(technician)
    page = client.get(url_of("entry_edit")).content.decode()
    assert "Se respondió «policía» a «Con quién»: responda de nuevo." in page
    assert f'name="{name(later)}-keep"' in page
    kept = {"revision": entry.revision, f"{name(later)}-keep": "on", **asked(later)}
    client.post(url_of("entry_edit"), kept)
    assert Answer.objects.get().question == question
    client.post(url_of("entry_edit"), {**kept, "revision": entry.revision + 1, name(later): "fiscalía"})
    assert (Answer.objects.get().question, Answer.objects.get().text) == (later, "fiscalía")


def test_an_answer_that_fits_no_more_goes_when_she_says_so(url_of, reporting, technician, login, ask, reword):
    question = ask("Cuántas", "number")
    entry = answer(reporting, question, value=3)
    later = reword(question, kind=QuestionKind.TEXT)
    login(technician).post(url_of("entry_edit"), {"revision": entry.revision, **asked(later)})
    assert not Answer.objects.exists()


def test_what_must_be_answered_is_not_by_an_answer_that_fits_no_more(
    url_of, reporting, technician, login, ask, reword
):
    question = ask("Cuántas", "number")
    entry = answer(reporting, question, value=3)
    later = reword(question, kind=QuestionKind.TEXT, is_required=True)
    data = {"revision": entry.revision, "status": "cumplido", f"{name(later)}-keep": "on", **asked(later)}
    response = login(technician).post(url_of("entry_submit"), data)
    assert name(later) in response.context["form"].errors
    assert Answer.objects.get().value == 3


def test_a_wording_that_changes_while_she_writes_is_answered_as_she_read_it(
    url_of, reporting, technician, login, ask, reword
):
    question = ask("Cuántas", "number")
    answer(reporting, question, value=1).delete()
    other = make_entry(reporting.second, reporting.period, reporting.member)
    Answer.objects.create(entry=other, question=question, question_lineage=question.lineage, value=9)
    reword(question, label="¿Cuántas y cuáles?", kind=QuestionKind.TEXT)
    data = {"revision": 0, name(question): "7", **asked(question)}
    login(technician).post(url_of("entry_edit"), data)
    mine = Answer.objects.exclude(entry=other).get()
    assert (mine.question, mine.value) == (question, 7)


def test_what_is_withdrawn_while_she_writes_keeps_its_answer(url_of, technician, login, ask):
    question = ask("Cuántas", "number", is_required=True)
    question_withdraw(question=question)
    client = login(technician)
    data = {"revision": 0, "status": "cumplido", **asked(question)}
    client.post(url_of("entry_edit"), {**data, name(question): "7"})
    assert Answer.objects.get().value == 7
    assert not client.get(url_of("entry_edit")).context["form"].questions
    page = client.get(url_of("entry_detail")).content.decode()
    assert "(ya no se pregunta)" in page
    assert client.post(url_of("entry_submit"), {**data, "revision": 1}).status_code == 302


def test_a_question_of_another_place_is_not_taken(url_of, reporting, technician, login, ask):
    """Nobody answers what was not asked of her activity."""
    own = ask("Solo de la primera", own=True)
    data = {"revision": 0, name(own): "Aquí no", **asked(own)}
    login(technician).post(url_of("entry_edit", lineage=reporting.second.lineage), data)
    assert ComplianceEntry.objects.exists()
    assert not Answer.objects.exists()


@pytest.mark.parametrize("seen", ["x", "9" * 30, "-1", "0"])
def test_a_wording_that_is_none_is_no_error_page(url_of, technician, login, ask, seen):
    question = ask("Cuántas", "number")
    data = {"revision": 0, name(question): "7", f"{name(question)}-wording": seen}
    assert login(technician).post(url_of("entry_edit"), data).status_code in (200, 302)


def test_the_last_answer_stands_beside_the_field(url_of, reporting, technician, login, ask):
    question = ask("Cuántas", "number", unit="personas")
    before = make_entry(reporting.first, make_period(reporting.network, "2023-T4"), reporting.member)
    Answer.objects.create(entry=before, question=question, question_lineage=question.lineage, value=40)
    page = login(technician).get(url_of("entry_edit")).content.decode()
    assert "La última vez: 40 personas" in page


def test_the_page_of_the_entry_shows_the_wording_that_was_answered(
    url_of, reporting, observer, login, ask, reword
):
    question, silent = ask("Cuántas", "number"), ask("Cuándo", "date")
    entry = make_entry(reporting.first, reporting.period, reporting.member)
    Answer.objects.create(entry=entry, question=question, question_lineage=question.lineage, value=3)
    reword(question, label="¿Cuántas fueron?")
    page = login(observer).get(url_of("entry_detail")).content.decode()
    assert "hoy se pregunta «¿Cuántas fueron?»" in page
    assert page.count("sin respuesta") == 1
    assert silent.label in page


def test_the_form_costs_the_same_with_one_question_and_with_many(
    url_of, reporting, technician, login, ask, django_assert_max_num_queries
):
    client = login(technician)
    entry = make_entry(reporting.first, reporting.period, reporting.member, "", "draft")
    counts = []
    for number in (1, 20):
        for n in range(number):
            question = ask(f"Pregunta {number}.{n}")
            Answer.objects.create(entry=entry, question=question, question_lineage=question.lineage, text="x")
        with django_assert_max_num_queries(100) as captured:
            client.get(url_of("entry_edit"))
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_two_devices_choose_between_their_answers(url_of, reporting, technician, login, ask, reword):
    """The one that was saved belongs to what is asked now, hers to what she read."""
    question = ask("Cuántas", "number")
    entry = answer(reporting, question, value=3)
    later = reword(question, label="¿Cuántas fueron?")
    Answer.objects.update(question=later, value=4)
    ComplianceEntry.objects.update(revision=entry.revision + 1)
    client = login(technician)
    data = {"revision": entry.revision, name(question): "7", **asked(question)}
    response = client.post(url_of("entry_edit"), data)
    assert response.status_code == 409
    assert [(row.mine, row.theirs) for row in response.context["comparisons"]] == [("7,00", "4,00")]
    chosen = {**data, "revision": entry.revision + 1, f"choose-{name(question)}": "theirs"}
    assert client.post(url_of("entry_edit"), chosen).status_code == 302
    assert (Answer.objects.get().question, Answer.objects.get().value) == (later, 4)


def test_a_conflict_over_what_was_withdrawn_is_no_error_page(url_of, reporting, technician, login, ask):
    question = ask("Cuántas", "number")
    entry = answer(reporting, question, value=3)
    question_withdraw(question=question)
    ComplianceEntry.objects.update(revision=entry.revision + 1, narrative="Lo de la otra")
    data = {"revision": entry.revision, "narrative": "Lo suyo", name(question): "7", **asked(question)}
    response = login(technician).post(url_of("entry_edit"), data)
    assert response.status_code == 409
    assert [row.name for row in response.context["comparisons"]] == ["narrative"]
