"""The network's own questions and what the sample entries answer to them."""

from __future__ import annotations

from monitoring.models import Answer, ComplianceEntry, Question
from networks.models import Network
from plans.models import Activity, Eje, Plan
from reports.demo.rows import Row, create, lineage, take


def load_questions(network: Network, rows: list[Row]) -> None:
    """A question that is there in any wording, withdrawn or not, stays as it is."""
    for order, row in enumerate(rows):
        plan = Plan.objects.get(network=network, slug=row["plan"])
        code = lineage(network.slug, plan.slug, "question", row["code"])
        if not Question.objects.filter(lineage=code).exists():
            values = take(row, "label", "help_text", "kind", "choices", "unit", "is_required")
            create(Question, {"plan": plan, "lineage": code, "order": order, **_place(plan, row), **values})


def _place(plan: Plan, row: Row) -> Row:
    if "activity" in row:
        rows = Activity.objects.filter(eje__version__plan=plan, code=row["activity"])
        return {"activity_lineage": rows.order_by("-eje__version__number")[0].lineage}
    ejes = Eje.objects.filter(version__plan=plan, code=row["eje"])
    return {"eje_lineage": ejes.order_by("-version__number")[0].lineage}


def load_answers(network: Network, entry: ComplianceEntry, row: Row) -> None:
    """Answers by the code of their question."""
    for code, given in row.get("answers", {}).items():
        of_question = lineage(network.slug, row["plan"], "question", code)
        question = Question.objects.filter(lineage=of_question, superseded_at=None).first()
        if question is not None:
            values = {"entry": entry, "question": question, "question_lineage": of_question}
            create(Answer, {**values, **given})
