"""Writing the network's own questions: their wordings, order, place and limits."""

from __future__ import annotations

import uuid

import pytest
from django.core.exceptions import ValidationError

from monitoring.models import Answer, Question
from monitoring.services.questions import (
    MOST_OPTIONS,
    MOST_QUESTIONS,
    QuestionDraft,
    question_create,
    question_move,
    question_restore,
    question_update,
    question_withdraw,
)
from tests.factories import make_entry, make_plan, make_user

pytestmark = pytest.mark.django_db
TEXT = QuestionDraft(label="¿Qué pasó?", kind="text")


@pytest.fixture
def create(reporting, coordinator):
    def _create(draft: QuestionDraft = TEXT, **place):
        place = place or {"eje_lineage": reporting.eje.lineage}
        return question_create(plan=reporting.version.plan, draft=draft, by=coordinator, **place)

    return _create


@pytest.fixture
def answer(reporting):
    def _answer(question: Question, **given) -> Answer:
        entry = make_entry(reporting.first, reporting.period, reporting.member, "", "draft")
        given = given or {"text": "Esto"}
        return Answer.objects.create(entry=entry, question=question, question_lineage=question.lineage, **given)

    return _answer


def change(question: Question, by, **changes) -> Question:
    seen = QuestionDraft.of(question)
    draft = QuestionDraft(**{**vars(seen), **changes})
    return question_update(question=question, draft=draft, seen=seen.fingerprint, by=by)


def test_what_nobody_answered_changes_where_it_is(create, coordinator):
    question = create()
    changed = change(question, coordinator, label="¿Qué cambió?", kind="number", unit="  personas ")
    assert (changed.pk, changed.number) == (question.pk, 1)
    question.refresh_from_db()
    assert (question.label, question.unit) == ("¿Qué cambió?", "personas")


def test_what_was_answered_gets_a_next_wording(create, answer, coordinator, reporting):
    question = create()
    given = answer(question)
    by = make_user("otra")
    changed = change(question, by, label="¿Qué cambió?")
    assert (changed.lineage, changed.number, changed.order) == (question.lineage, 2, question.order)
    assert (changed.created_by, changed.eje_lineage) == (by, reporting.eje.lineage)
    question.refresh_from_db()
    given.refresh_from_db()
    assert question.label == "¿Qué pasó?"
    assert question.superseded_at is not None
    assert given.question == question


def test_that_it_must_be_answered_is_no_wording(create, answer, coordinator):
    question = create()
    answer(question)
    assert change(question, coordinator, is_required=True).pk == question.pk
    assert Question.objects.count() == 1
    assert Question.objects.get().is_required


def test_an_option_that_was_chosen_may_go(create, answer, coordinator):
    question = create(QuestionDraft(label="¿Quién?", kind="choice", choices=("una", "otra")))
    given = answer(question, text="otra")
    changed = change(question, coordinator, choices=("una", "tercera"))
    assert changed.choices == ["una", "tercera"]
    given.refresh_from_db()
    assert given.text == "otra"
    assert given.question.choices == ["una", "otra"]


def test_of_two_who_change_it_the_second_is_told(create, coordinator):
    question = create()
    seen = QuestionDraft.of(question).fingerprint
    change(question, coordinator, label="La primera")
    with pytest.raises(ValidationError, match="Ahora dice «La primera»"):
        question_update(question=question, draft=TEXT, seen=seen, by=coordinator)


def test_what_was_withdrawn_meanwhile_is_not_changed(create, coordinator):
    question = create()
    question_withdraw(question=question)
    with pytest.raises(ValidationError, match="ya no se hace"):
        change(question, coordinator, label="Otra")


def test_withdrawing_keeps_the_answers_and_restoring_asks_again_after_the_others(create, answer):
    first = create()
    given = answer(first)
    second = create(QuestionDraft(label="Otra", kind="text"))
    question_withdraw(question=first)
    assert Answer.objects.get() == given
    restored = question_restore(question=first)
    assert (restored.pk, restored.superseded_at) == (first.pk, None)
    assert restored.order > second.order
    given.refresh_from_db()
    assert given.question == first


def test_moving_stays_among_those_of_the_same_place(create, reporting):
    one, two = create(), create(QuestionDraft(label="Dos", kind="text"))
    other = create(activity_lineage=reporting.first.lineage)
    question_move(question=two, step=-1)
    asked = Question.objects.filter(eje_lineage=reporting.eje.lineage).order_by("order")
    assert list(asked) == [two, one]
    question_move(question=two, step=-1)
    assert list(asked.all()) == [two, one]
    other.refresh_from_db()
    assert other.order == 0


@pytest.mark.parametrize(
    ("draft", "field", "sentence"),
    [
        (QuestionDraft(label="", kind="text"), "label", "Este campo"),
        (QuestionDraft(label="x" * 301, kind="text"), "label", "300"),
        (QuestionDraft(label="x", kind="otro"), "kind", "no es una opción válida"),
        (QuestionDraft(label="x", kind="choice", choices=("una",)), "choices", "al menos dos opciones"),
        (
            QuestionDraft(label="x", kind="choice", choices=tuple(f"o{n}" for n in range(MOST_OPTIONS + 1))),
            "choices",
            "Son 31 opciones y caben 30",
        ),
        (QuestionDraft(label="x", kind="choice", choices=("Una", " una ")), "choices", "está dos veces"),
        (QuestionDraft(label="x", kind="choice", choices=("a", "b" * 201)), "choices", "demasiado larga"),
    ],
)
def test_what_does_not_fit_is_refused_with_a_sentence(create, draft, field, sentence):
    with pytest.raises(ValidationError) as refused:
        create(draft)
    assert sentence in refused.value.message_dict[field][0]
    assert not Question.objects.exists()


def test_forty_fit_at_a_place(create, reporting):
    for number in range(MOST_QUESTIONS):
        create(QuestionDraft(label=f"Pregunta {number}", kind="text"))
    with pytest.raises(ValidationError, match="Ya hay 40 preguntas"):
        create()
    create(activity_lineage=reporting.first.lineage)
    gone = Question.objects.first()
    question_withdraw(question=gone)
    create()
    with pytest.raises(ValidationError, match="Ya hay 40 preguntas"):
        question_restore(question=gone)


def test_a_question_is_of_a_place_of_its_plan(create, reporting):
    elsewhere = make_plan(reporting.network, slug="otro").ejes.get()
    for place in (
        {"eje_lineage": uuid.uuid4()},
        {"eje_lineage": elsewhere.lineage},
        {"activity_lineage": uuid.uuid4()},
    ):
        with pytest.raises(ValidationError, match="Elija a qué parte"):
            create(**place)


def test_only_what_suits_its_kind_is_kept(create):
    question = create(QuestionDraft(label="Qué", kind="text", choices=("a", "b"), unit="personas"))
    assert (question.choices, question.unit) == ([], "")
