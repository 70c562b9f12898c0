"""What is read of the network's own questions: those asked of an activity, and those of a plan by their place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from monitoring.models import Answer, ComplianceEntry, Question
from monitoring.selectors.planned import PlannedActivity, PlannedEje, PlannedVersion
from plans.models import Activity, Eje, Plan


def in_order(questions: Iterable[Question]) -> list[Question]:
    """As a form asks them: those of the eje first, then the activity's own."""
    return sorted(questions, key=lambda row: (row.activity_lineage is not None, row.order, row.pk))


def questions_of(activity: Activity) -> list[Question]:
    """What is asked of an activity now, in one query; `activity.eje.version` should be at hand."""
    return questions_at(activity.eje.version.plan, activity.eje.lineage, activity.lineage)


def questions_at(plan: Plan, eje_lineage: UUID, activity_lineage: UUID | None) -> list[Question]:
    """The same by lineages; without an activity, what is asked of all those of the eje."""
    place = Q(eje_lineage=eje_lineage)
    if activity_lineage:
        place |= Q(activity_lineage=activity_lineage)
    return in_order(Question.objects.filter(place, plan=plan, superseded_at=None))


# -- what an entry answers ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Answered:
    """A question as it was asked, and its answer (None: there is none).

    `now` is what it says today where that is something else, and `is_withdrawn` where it is asked no more.
    """

    question: Question
    answer: Answer | None
    now: Question | None = None
    is_withdrawn: bool = False


def answered(entry: ComplianceEntry | None, questions: Sequence[Question]) -> list[Answered]:
    """What `questions` ask today, each as the entry answered it, and what it answered that is asked no more.

    No query where the entry's answers are prefetched with their question.
    """
    given = {row.question_lineage: row for row in entry.answers.all()} if entry else {}
    found = []
    for row in questions:
        answer = given.pop(row.lineage, None)
        if answer is None or answer.question_id == row.pk:
            found.append(Answered(row, answer))
        else:
            found.append(Answered(answer.question, answer, now=row))
    gone = in_order(answer.question for answer in given.values())
    return [*found, *(Answered(row, given[row.lineage], is_withdrawn=True) for row in gone)]


# -- the questions of a plan ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Asked:
    """A question in its last wording, and how many entries answered it in any."""

    question: Question
    answers: int
    place: str = ""


@dataclass(frozen=True)
class ActivityQuestions:
    activity: PlannedActivity
    questions: list[Asked]


@dataclass(frozen=True)
class EjeQuestions:
    """What is asked of every activity of an eje, and of each of its activities (also where nothing is)."""

    eje: PlannedEje
    questions: list[Asked]
    activities: list[ActivityQuestions]

    @property
    def count(self) -> int:
        return len(self.questions) + sum(len(own.questions) for own in self.activities)


@dataclass(frozen=True)
class PlanQuestions:
    """By their place in a version; `homeless` have none there, `withdrawn` are asked no more."""

    ejes: list[EjeQuestions]
    homeless: list[Asked]
    withdrawn: list[Asked]

    @property
    def count(self) -> int:
        return sum(part.count for part in self.ejes)


def plan_questions(plan: Plan, tree: PlannedVersion | None) -> PlanQuestions:
    """In two queries, and two more where a question stands outside the version `tree`."""
    asked, withdrawn = _last_wordings(plan)
    places: dict[UUID, list[Asked]] = defaultdict(list)
    for one in asked:
        places[place_of(one.question)].append(one)
    ejes = []
    if tree is not None:
        for eje in tree.ejes:
            own = [ActivityQuestions(one, places.pop(one.lineage, [])) for one in tree.of_eje(eje)]
            ejes.append(EjeQuestions(eje, places.pop(eje.lineage, []), own))
    homeless = [one for rows in places.values() for one in rows]
    titles = place_titles(plan, [one.question for one in (*homeless, *withdrawn)])
    return PlanQuestions(ejes, _placed(homeless, titles), _placed(withdrawn, titles))


def place_of(question: Question) -> UUID:
    return question.activity_lineage or question.eje_lineage


def _last_wordings(plan: Plan) -> tuple[list[Asked], list[Asked]]:
    """The questions asked, and those withdrawn, in their order."""
    last = {row.lineage: row for row in Question.objects.filter(plan=plan).order_by("number")}
    rows = Answer.objects.filter(question__plan=plan).order_by().values_list("question_lineage")
    counts = dict(rows.annotate(n=Count("pk")))
    ordered = sorted(last.values(), key=lambda row: (row.order, row.pk))
    all_ = [Asked(row, counts.get(row.lineage, 0)) for row in ordered]
    return (
        [one for one in all_ if one.question.superseded_at is None],
        [one for one in all_ if one.question.superseded_at is not None],
    )


def _placed(rows: list[Asked], titles: dict[UUID, str]) -> list[Asked]:
    return [Asked(one.question, one.answers, titles.get(place_of(one.question), "")) for one in rows]


def place_titles(plan: Plan, questions: Sequence[Question]) -> dict[UUID, str]:
    """«B. Prevención» or «b.1 Información», as the newest version that has the line calls it."""
    ejes = {row.eje_lineage for row in questions if row.eje_lineage}
    activities = {row.activity_lineage for row in questions if row.activity_lineage}
    found: dict[UUID, str] = {}
    if ejes:
        rows = Eje.objects.filter(version__plan=plan, lineage__in=ejes).order_by("version__number")
        found |= {row.lineage: str(row) for row in rows}
    if activities:
        own = Activity.objects.filter(eje__version__plan=plan, lineage__in=activities)
        found |= {row.lineage: str(row) for row in own.order_by("eje__version__number")}
    return found


def wordings(plan: Plan, lineage: UUID) -> QuerySet:
    """Every wording of a question, the last first, with who wrote it and how many entries `answered` it."""
    rows = Question.objects.filter(plan=plan, lineage=lineage).select_related("created_by")
    return rows.annotate(answered=Count("answers")).order_by("-number")
