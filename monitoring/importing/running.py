"""From confirming to the plan: claimed once, run here or in a process of its own, and told when it fails."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from types import SimpleNamespace

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from simple_history.models import HistoricalRecords

from monitoring.detached import launch_command
from monitoring.importing.answers import Answers
from monitoring.importing.files import file_delete
from monitoring.importing.memory import mapping_remember
from monitoring.importing.progress import Speaker, progress_forget, progress_of, progress_start
from monitoring.importing.reading import LARGE_ROWS, reading_of
from monitoring.importing.writing import Written, import_write
from monitoring.models import ImportState, PlanImport
from networks.models import User

logger = logging.getLogger("trama.imports")


class AlreadyClaimedError(Exception):
    """Somebody confirmed it before: it is being written, or it is written."""


class TakenAwayError(Exception):
    """It was given up while it was being written: nothing of it stays."""


def import_claim(*, row: PlanImport) -> None:
    """Take it for writing. Of two who confirm at once one gets it: the comparison happens inside the UPDATE."""
    progress_start(row.key)
    rows = PlanImport.objects.filter(pk=row.pk, state__in=[ImportState.UPLOADED, ImportState.FAILED])
    if not rows.update(state=ImportState.WRITING, problem=""):
        raise AlreadyClaimedError
    row.state = ImportState.WRITING


def import_run(*, row: PlanImport, user: User) -> Written | None:
    """Read the file and write what was confirmed: all of it, or nothing and why (then None). It is claimed."""
    with Speaker(row.key).alive() as speaker:
        written = _written(row, user, speaker)
    progress_forget(row.key)
    return written


def _written(row: PlanImport, user: User, speaker: Speaker) -> Written | None:
    try:
        return _write(row, user, speaker)
    except ValidationError as error:
        import_fail(row=row, problem="\n".join(error.messages))
    except TakenAwayError:
        logger.warning("import %s was given up while it was being written", row.key)
    except Exception:
        logger.exception("import %s failed", row.key)
        import_fail(row=row, problem=_("Algo falló al escribir el plan y no se guardó nada. Vuelva a probar."))
    return None


def _write(row: PlanImport, user: User, speaker: Speaker) -> Written:
    answers = Answers.from_json(row.options)
    speaker.stage("reading")
    reading = reading_of(row, progress=speaker.step)
    speaker.stage("writing")
    with transaction.atomic():
        written = import_write(
            network=row.network,
            user=user,
            draft=reading.draft,
            answers=answers,
            file_name=row.file_name,
            progress=speaker.step,
        )
        mapping_remember(network=row.network, mapping=reading.mapping)
        mine = PlanImport.objects.filter(pk=row.pk, state=ImportState.WRITING)
        done = {"state": ImportState.WRITTEN, "plan": written.plan, "written_at": timezone.now(), "file": ""}
        if not mine.update(**done, options={**row.options, "written": written.to_json()}):
            raise TakenAwayError
        file_delete(row)
    row.refresh_from_db()
    return written


def import_fail(*, row: PlanImport, problem: str) -> None:
    """Give it up, with the sentence that says why; one that is written stays so."""
    if PlanImport.objects.filter(pk=row.pk, state=ImportState.WRITING).update(
        state=ImportState.FAILED, problem=problem
    ):
        row.state, row.problem = ImportState.FAILED, problem


def import_check(*, row: PlanImport) -> None:
    """Give up one whose process fell silent: it was killed, or the machine was."""
    progress = progress_of(row.key)
    if row.state == ImportState.WRITING and (progress is None or progress.is_silent(time.time())):
        problem = _("La importación se interrumpió y no se guardó nada. Vuelva a confirmarla.")
        import_fail(row=row, problem=problem)
        row.refresh_from_db()


def launch(row: PlanImport, user: User) -> None:
    """Run it in a process of its own, that outlives this request."""
    launch_command("import_run", str(row.key), str(user.pk))


def import_start(*, row: PlanImport, user: User, size: int, launcher: Callable[[PlanImport, User], None]) -> None:
    """Claim it and write it: here, or by `launcher` when it has many activities. Raises AlreadyClaimedError."""
    import_claim(row=row)
    if size <= LARGE_ROWS:
        import_run(row=row, user=user)
        return
    try:
        launcher(row, user)
    except OSError:
        logger.exception("import %s could not be launched", row.key)
        import_fail(row=row, problem=_("No se pudo empezar la importación. Vuelva a confirmarla en un momento."))


def sign_history(user: User) -> None:
    """Outside a request: the history of what this process writes names her."""
    HistoricalRecords.context.request = SimpleNamespace(user=user)
