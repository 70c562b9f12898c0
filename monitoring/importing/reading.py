"""From a kept file to the draft of a plan, by what the network's own records say."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePath

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from monitoring.importing.answers import Answers
from monitoring.importing.files import document_open, refusal
from monitoring.importing.memory import remembered
from monitoring.importing.parties import directory_of
from monitoring.models import PlanImport
from networks.models import Network
from plans.collector import no_collector
from plans.discrepancies import proposal, sentence
from plans.importing.building import read_plan
from plans.importing.cells import Document, RefusedFileError
from plans.importing.columns import recognise
from plans.importing.draft import Draft, Options
from plans.importing.mapping import Mapping
from plans.importing.marking import marked_copy

Step = Callable[[int, int], None]
LARGE_ROWS = 1000
SECONDS_KEPT = 600


@dataclass(slots=True)
class Reading:
    document: Document
    mapping: Mapping
    draft: Draft


def document_of(row: PlanImport) -> Document:
    """Raises ValidationError when the file is gone, or is no longer read."""
    if not row.file or not row.file.storage.exists(row.file.name):
        raise ValidationError(_("El archivo de esta importación ya no está: vuelva a subirlo."))
    with no_collector():
        return document_open(Path(row.file.path), row.file_name)


def mapping_of(row: PlanImport, document: Document) -> Mapping:
    """What she corrected, else what is recognised with the network's memory."""
    return Mapping.from_json(row.mapping) if row.mapping else recognise(document, remembered(row.network))


def options_of(network: Network, answers: Answers) -> Options:
    return Options(
        first_year=answers.first_year,
        last_year=answers.last_year,
        earned_rule=network.earned_rule,
        eje_word=network.eje_word,
        objective_word=network.objective_word,
        activity_word=network.activity_word,
        choices=dict(answers.choices),
    )


def draft_of(
    network: Network, document: Document, mapping: Mapping, answers: Answers, progress: Step | None = None
) -> Draft:
    return read_plan(document, mapping, options_of(network, answers), directory_of(network), progress)


def reading_of(row: PlanImport, document: Document | None = None, progress: Step | None = None) -> Reading:
    """Everything that is understood of a kept file. Raises ValidationError when it cannot be read any more."""
    with no_collector():
        document = document or document_of(row)
        mapping = mapping_of(row, document)
        answers = Answers.from_json(row.options)
        return Reading(document, mapping, draft_of(row.network, document, mapping, answers, progress))


def draft_of_import(row: PlanImport) -> Draft:
    """The draft of a kept file; a large one is kept for a while, since each page of its review asks for it."""
    with no_collector():
        draft = cache.get(_draft_name(row))
    if draft is None:
        draft = reading_of(row).draft
        if size_of(draft) > LARGE_ROWS:
            cache.set(_draft_name(row), draft, SECONDS_KEPT)
    return draft


def draft_forget(row: PlanImport) -> None:
    """The network may know more people than when it was read."""
    cache.delete(_draft_name(row))


def _draft_name(row: PlanImport) -> str:
    """Other answers or other columns are another draft."""
    told = json.dumps([row.mapping, row.options], sort_keys=True)
    return f"plan-import-draft-{row.key}-{hashlib.sha256(told.encode()).hexdigest()}"


def size_of(draft: Draft) -> int:
    """How many activities it has, in all its versions."""
    return sum(1 for version in draft.versions for _activity in version.walk())


def marked_file(row: PlanImport, document: Document) -> tuple[bytes, str]:
    """The file with each place that does not add up marked and commented, and a name for it.

    An .ods or a .csv comes back as a workbook of Excel.
    """
    found = reading_of(row, document).draft.discrepancies
    notes = [(one.where, f"{sentence(one)} {proposal(one)}".strip()) for one in found]
    try:
        content = marked_copy(Path(row.file.path), document.kind, notes)
    except RefusedFileError as error:
        raise ValidationError(refusal(error)) from None
    suffix = ".docx" if document.kind == "docx" else ".xlsx"
    return content, f"{PurePath(row.file_name).stem}-marcado{suffix}"
