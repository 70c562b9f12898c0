"""The network's own questions inside the form of an entry."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _

from monitoring.forms.entry_fields import decimal_field, text_field
from monitoring.models import Answer, ComplianceEntry, Question, QuestionKind
from monitoring.services import AnswerDraft
from networks.forms import DateInput

# So many options fit on a phone as buttons; more are a list to choose from.
MOST_BUTTONS = 6
MOST_SEEN = 200
SEEN = re.compile(r"question-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})-wording")


def question_name(question: Question) -> str:
    return f"question-{question.lineage}"


def question_field(question: Question) -> forms.Field:
    """Never required: what must be answered stops a sending, not a draft."""
    unit = f" ({question.unit})" if question.unit else ""
    given: dict[str, Any] = {"label": f"{question.label}{unit}", "help_text": question.help_text}
    if question.kind == QuestionKind.CHOICE:
        return _choice_field(question, given)
    if question.kind == QuestionKind.NUMBER:
        field = decimal_field(max_digits=14, **given)
    elif question.kind == QuestionKind.DATE:
        field = forms.DateField(required=False, widget=DateInput(), **given)
    else:
        field = text_field(rows=3, **given)
    field.widget.attrs["class"] = "form-control"
    return field


def _choice_field(question: Question, given: dict[str, Any]) -> forms.ChoiceField:
    buttons = len(question.choices) <= MOST_BUTTONS
    none = ("", _("Sin responder") if buttons else _("Elija…"))
    return forms.ChoiceField(
        required=False,
        choices=[none, *((words, words) for words in question.choices)],
        widget=forms.RadioSelect() if buttons else forms.Select(attrs={"class": "form-select"}),
        **given,
    )


def value_of(answer: Answer) -> Any:
    """What a field of the answer's kind shows."""
    if answer.value is not None:
        return answer.value
    return answer.day or answer.text


def fits(answer: Answer, question: Question) -> bool:
    """Whether what was answered, to this wording or an earlier one, can stand as an answer to this one."""
    if answer.question_id == question.pk:
        return True
    if answer.question.kind != question.kind or answer.question.unit != question.unit:
        return False
    return question.kind != QuestionKind.CHOICE or answer.text in question.choices


@dataclass(frozen=True)
class QuestionGroup:
    """The fields of one question. `earlier` is what was answered to a wording it no longer fits, `before` what was
    answered in the last period."""

    question: Question
    field: forms.BoundField
    wording: forms.BoundField
    keep: forms.BoundField | None
    earlier: Answer | None
    before: Answer | None

    @property
    def is_buttons(self) -> bool:
        return isinstance(self.field.field.widget, forms.RadioSelect)


class QuestionsPart:
    """For EntryForm: `add_questions` in its constructor, `answers` for what the services take.

    A field says which wording it asks. One that changed, or was withdrawn, while she wrote is taken as the answer
    to what she read.
    """

    def add_questions(self, questions: Sequence[Question]) -> None:
        self.asked = self._as_seen(questions)
        known = _by_lineage(self.entry)
        for question in self.asked:
            self._add_question(question, known.get(question.lineage))

    def _as_seen(self, questions: Sequence[Question]) -> list[Question]:
        """The wordings that the page she sends asked; a query only where one of them is not today's."""
        seen: dict[UUID, int] = {}
        for name in self.data:
            found = SEEN.fullmatch(name)
            value = self.data.get(name, "")
            if found and value.isdecimal() and len(value) < 19:
                seen[UUID(found[1])] = int(value)
        today = {row.lineage: row for row in questions}
        other = [pk for lineage, pk in seen.items() if lineage not in today or today[lineage].pk != pk]
        if not other:
            return list(questions)
        eje = self.activity.eje
        place = Q(eje_lineage=eje.lineage) | Q(activity_lineage=self.activity.lineage)
        rows = Question.objects.filter(place, plan=eje.version.plan_id, pk__in=other[:MOST_SEEN])
        shown = {row.lineage: row for row in rows}
        for lineage, row in shown.items():
            row.is_required = row.is_required and lineage in today
        return [*(shown.pop(row.lineage, row) for row in questions), *shown.values()]

    def _add_question(self, question: Question, known: Answer | None) -> None:
        name = question_name(question)
        self.fields[name] = question_field(question)
        self.fields[f"{name}-wording"] = forms.IntegerField(widget=forms.HiddenInput, required=False)
        self.initial[f"{name}-wording"] = question.pk
        misfit = known is not None and not fits(known, question)
        if known is not None and not misfit:
            self.initial[name] = value_of(known)
        if misfit or f"{name}-keep" in self.data:
            self.fields[f"{name}-keep"] = forms.BooleanField(
                label=_("Si no responde ahora, conservar lo que se respondió antes"), required=False, initial=True
            )

    @property
    def questions(self) -> list[QuestionGroup]:
        known, before = _by_lineage(self.entry), _by_lineage(self.previous)
        found = []
        for question in self.asked:
            name = question_name(question)
            answer = known.get(question.lineage)
            found.append(
                QuestionGroup(
                    question=question,
                    field=self[name],
                    wording=self[f"{name}-wording"],
                    keep=self[f"{name}-keep"] if f"{name}-keep" in self.fields else None,
                    earlier=answer if answer and not fits(answer, question) else None,
                    before=before.get(question.lineage),
                )
            )
        return found

    def answers(self) -> dict[UUID, AnswerDraft]:
        return {question.lineage: self._answer(question) for question in self.asked}

    def _answer(self, question: Question) -> AnswerDraft:
        name = question_name(question)
        value, keeps = self.cleaned_data.get(name), bool(self.cleaned_data.get(f"{name}-keep"))
        if question.kind == QuestionKind.NUMBER:
            return AnswerDraft(question=question, value=value, keeps_earlier=keeps)
        if question.kind == QuestionKind.DATE:
            return AnswerDraft(question=question, day=value, keeps_earlier=keeps)
        return AnswerDraft(question=question, text=value or "", keeps_earlier=keeps)


def _by_lineage(entry: ComplianceEntry | None) -> dict[UUID, Answer]:
    """The entry's answers, with their questions at hand."""
    return {} if entry is None else {row.question_lineage: row for row in entry.answers.all()}
