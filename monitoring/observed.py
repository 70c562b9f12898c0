"""What an observation can be about: the fields of an entry and what hangs on it, and how each is called.

`Observation.field` holds `""` (the whole entry), `status`, `progress`, `narrative`, `obstacles`, or one of
`indicator-…`, `deliverable-…`, `question-…` and `evidence-<pk>`. Older observations say `figures`, `deliverables`
or `evidence`, meaning all of them.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

WHOLE = ""
FIELDS = {
    WHOLE: gettext_lazy("Todo el avance"),
    "status": gettext_lazy("Cumplimiento"),
    "progress": gettext_lazy("Avance"),
    "narrative": gettext_lazy("Qué se hizo"),
    "obstacles": gettext_lazy("Obstáculos"),
}
OF_ALL = {
    "figures": gettext_lazy("Cifras"),
    "deliverables": gettext_lazy("Productos"),
    "evidence": gettext_lazy("Evidencia"),
}
DIGITS = 20


def observed_field(kind: str, key: uuid.UUID | int) -> str:
    """`indicator`, `deliverable` or `question` with a lineage, `evidence` with its id.

    Of a lineage's 32 digits the first 20: the column holds 40 letters.
    """
    return f"{kind}-{key.hex[:DIGITS] if isinstance(key, uuid.UUID) else key}"


def field_choices(
    activity: Any, entry: Any = None, questions: Iterable[Any] = (), *, hides_restricted: bool = False
) -> list[tuple[str, str]]:
    """(field, words) in the order of the form. Ask with indicators, deliverables, evidence and answers prefetched.

    `questions` are those now asked; those answered under another wording are there by their answer.
    """
    found = [(key, str(words)) for key, words in FIELDS.items()]
    found += [(observed_field("indicator", one.lineage), one.title) for one in activity.indicators.all()]
    found += [(observed_field("deliverable", one.lineage), one.title) for one in activity.deliverables.all()]
    asked = {one.lineage: one.label for one in questions}
    if entry is not None:
        asked = {one.question_lineage: one.question.label for one in entry.answers.all()} | asked
    found += [(observed_field("question", lineage), label) for lineage, label in asked.items()]
    for one in entry.evidence.all() if entry is not None else ():
        is_hidden = hides_restricted and one.sensitivity == "restricted"
        name = _("una reservada") if is_hidden else one
        found.append((observed_field("evidence", one.pk), _("Evidencia: %(name)s") % {"name": name}))
    return found


def field_label(activity: Any, field: str, entry: Any = None, questions: Iterable[Any] = ()) -> str:
    """The words of a field, whatever became of what it names."""
    known = {**dict(field_choices(activity, entry, questions, hides_restricted=True)), **OF_ALL}
    kinds = {
        "indicator": _("Una cifra que ya no se pide"),
        "deliverable": _("Un producto que ya no está"),
        "question": _("Una pregunta que ya no se hace"),
        "evidence": _("Una evidencia que ya no está"),
    }
    return str(known.get(field) or kinds.get(field.partition("-")[0], field))
