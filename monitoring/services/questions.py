"""Writing the network's own questions. Each of these locks the plan's row, so that their order and number hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from monitoring.models import Question, QuestionKind
from monitoring.services.records import AnswerDraft
from networks.models import User
from networks.services.ordering import move_row, next_order
from plans.models import Activity, Eje, Plan

MOST_QUESTIONS = 40
MOST_OPTIONS = 30
OPTION_LENGTH = 200


@dataclass(frozen=True, kw_only=True)
class QuestionDraft:
    """What a question says. `choices` and `unit` are kept for the kinds they suit."""

    label: str
    kind: str
    help_text: str = ""
    choices: tuple[str, ...] = ()
    unit: str = ""
    is_required: bool = False

    @property
    def wording(self) -> tuple:
        """What an answer answers to. Whether it must be answered is not part of it."""
        return self.label, self.kind, self.help_text, self.choices, self.unit

    @property
    def fingerprint(self) -> str:
        """To tell whether it changed since somebody read it."""
        return sha256(repr((*self.wording, self.is_required)).encode()).hexdigest()[:16]

    @classmethod
    def of(cls, row: Question) -> QuestionDraft:
        return cls(
            label=row.label,
            kind=row.kind,
            help_text=row.help_text,
            choices=tuple(row.choices),
            unit=row.unit,
            is_required=row.is_required,
        )


@transaction.atomic
def question_create(
    *,
    plan: Plan,
    draft: QuestionDraft,
    by: User | None,
    eje_lineage: UUID | None = None,
    activity_lineage: UUID | None = None,
) -> Question:
    """Ask something of every activity of an eje, or of one activity; it comes last. Raises ValidationError."""
    _lock(plan)
    row = Question(plan=plan, eje_lineage=eje_lineage, activity_lineage=activity_lineage, created_by=by)
    _check_place(row)
    _check_room(row)
    row.order = next_order(_beside(row))
    return _written(row, draft)


@transaction.atomic
def question_update(*, question: Question, draft: QuestionDraft, seen: str, by: User | None) -> Question:
    """Change the current wording, whose fingerprint was `seen` when she read it.

    While nobody answered it, it changes where it is; then this makes the next one, and what was answered stays
    beside what was asked.

    Raises ValidationError, also where somebody else changed or withdrew it since.
    """
    _lock(question.plan)
    # Whoever is answering it now waits, or is seen: an answer points to this row.
    rows = Question.objects.select_for_update(of=("self",)).select_related("plan")
    row = rows.filter(lineage=question.lineage, superseded_at=None).first()
    if row is None:
        raise ValidationError(_("Esa pregunta ya no se hace: alguien la retiró. Restáurela para cambiarla."))
    now = QuestionDraft.of(row)
    if now.fingerprint != seen:
        raise ValidationError(
            _("Otra persona cambió esta pregunta entretanto. Ahora dice «%(label)s»: revísela y guarde de nuevo.")
            % {"label": row.label},
            code="conflict",
        )
    draft = _checked(draft)
    if draft.wording == now.wording or not row.answers.exists():
        return _written(row, draft)
    row.superseded_at = timezone.now()
    row.save(update_fields=["superseded_at"])
    following = Question(
        plan=row.plan,
        lineage=row.lineage,
        number=row.number + 1,
        eje_lineage=row.eje_lineage,
        activity_lineage=row.activity_lineage,
        order=row.order,
        created_by=by,
    )
    return _written(following, draft)


@transaction.atomic
def question_move(*, question: Question, step: int) -> None:
    """One place up (-1) or down (1) among those asked of the same eje or activity."""
    _lock(question.plan)
    move_row(_beside(question).order_by("order", "pk"), question, step)


@transaction.atomic
def question_withdraw(*, question: Question) -> None:
    """Ask it no more. What was answered is kept; withdrawn already, it stays as it was."""
    _lock(question.plan)
    Question.objects.filter(pk=question.pk, superseded_at=None).update(superseded_at=timezone.now())


@transaction.atomic
def question_restore(*, question: Question) -> Question:
    """Ask it again in its last wording, after the others. Raises ValidationError where there is no more room."""
    _lock(question.plan)
    row = Question.objects.filter(lineage=question.lineage).select_related("plan").order_by("-number").first()
    if row.superseded_at is not None:
        _check_room(row)
        row.order = next_order(_beside(row))
        row.superseded_at = None
        row.save(update_fields=["order", "superseded_at"])
    return row


def check_answers(answers: Mapping[UUID, AnswerDraft]) -> None:
    """Before sending: what must be answered is. Raises ValidationError by `question-<lineage>`."""
    empty = [given.question for given in answers.values() if given.question.is_required and given.is_empty]
    if empty:
        words = _("Responda «%(label)s» antes de enviar; como borrador puede guardarse sin respuesta.")
        raise ValidationError(
            {f"question-{row.lineage}": words % {"label": row.label} for row in empty}, code="unanswered"
        )


def question_drafted(plan: Plan, draft: QuestionDraft) -> Question:
    """The question as it would be, to look at; nothing is written. Raises ValidationError."""
    return _filled(Question(plan=plan), draft)


def _lock(plan: Plan) -> None:
    Plan.objects.select_for_update().only("pk").get(pk=plan.pk)


def _beside(row: Question) -> models.QuerySet:
    """Those asked of the same eje or activity."""
    return Question.objects.filter(
        plan=row.plan_id,
        eje_lineage=row.eje_lineage,
        activity_lineage=row.activity_lineage,
        superseded_at=None,
    )


def _check_place(row: Question) -> None:
    if row.activity_lineage:
        rows = Activity.objects.filter(eje__version__plan=row.plan_id, lineage=row.activity_lineage)
    else:
        rows = Eje.objects.filter(version__plan=row.plan_id, lineage=row.eje_lineage)
    if not rows.exists():
        raise ValidationError(_("Elija a qué parte del plan pertenece la pregunta."))


def _check_room(row: Question) -> None:
    if _beside(row).count() >= MOST_QUESTIONS:
        raise ValidationError(
            _("Ya hay %(most)s preguntas en ese lugar, y no caben más: retire antes una.")
            % {"most": MOST_QUESTIONS}
        )


def _checked(draft: QuestionDraft) -> QuestionDraft:
    """Without stray spaces, and only with what suits its kind. Raises ValidationError."""
    choices = tuple(filter(None, (" ".join(words.split()) for words in draft.choices)))
    is_choice, is_number = draft.kind == QuestionKind.CHOICE, draft.kind == QuestionKind.NUMBER
    if is_choice:
        _check_choices(choices)
    return replace(
        draft,
        label=" ".join(draft.label.split()),
        help_text=" ".join(draft.help_text.split()),
        choices=choices if is_choice else (),
        unit=" ".join(draft.unit.split()) if is_number else "",
    )


def _check_choices(choices: tuple[str, ...]) -> None:
    if len(choices) < 2:
        raise ValidationError({"choices": _("Escriba al menos dos opciones, una por línea.")})
    if len(choices) > MOST_OPTIONS:
        raise ValidationError(
            {
                "choices": _("Son %(n)s opciones y caben %(most)s: junte algunas, o pregunte en dos veces.")
                % {"n": len(choices), "most": MOST_OPTIONS}
            }
        )
    seen: set[str] = set()
    for words in choices:
        if len(words) > OPTION_LENGTH:
            raise ValidationError(
                {
                    "choices": _("«%(words)s…» es demasiado larga: caben %(most)s letras por opción.")
                    % {"words": words[:40], "most": OPTION_LENGTH}
                }
            )
        if words.casefold() in seen:
            raise ValidationError({"choices": _("«%(words)s» está dos veces: quite una.") % {"words": words}})
        seen.add(words.casefold())


def _filled(row: Question, draft: QuestionDraft) -> Question:
    draft = _checked(draft)
    row.label, row.kind, row.help_text = draft.label, draft.kind, draft.help_text
    row.choices, row.unit, row.is_required = list(draft.choices), draft.unit, draft.is_required
    # Under the plan's lock nothing else takes its place: the constraints would cost a query each.
    row.full_clean(exclude={"plan", "created_by"}, validate_unique=False, validate_constraints=False)
    return row


def _written(row: Question, draft: QuestionDraft) -> Question:
    _filled(row, draft).save()
    return row
