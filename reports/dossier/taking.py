"""Evidence taken out of where it is kept: copied, compared with its fingerprint, and each taking written down."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO

from monitoring.models import Evidence
from monitoring.services import evidence_open
from networks.models import User
from reports.dossier.collecting import Proof
from reports.dossier.words import DIFFERS, problem_words

logger = logging.getLogger("trama.evidence")
CHUNK = 1024 * 1024


@dataclass(slots=True)
class Taken:
    """What became of a proof: `first` and `last` page of the dossier (its separator included), or where it lies in
    the zip, or `problem`, why neither. `differs`: it is no longer what was added."""

    proof: Proof
    pages: int = 0
    first: int = 0
    last: int = 0
    path: str = ""
    problem: str = ""
    differs: bool = False

    @property
    def problem_words(self) -> str:
        return problem_words(self.problem)

    @property
    def differs_words(self) -> str:
        return str(DIFFERS) if self.differs else ""


class Taker:
    """Copies files out and writes each one down once; without a person (a command), in the log alone."""

    def __init__(self, user: User | None) -> None:
        self.user = user
        self._told: set[int] = set()

    def copy(self, taken: Taken, target: IO[bytes], more: Callable[[], None]) -> bool:
        """Whether it could be read; `more` is called between two chunks. Says on `taken` what it found."""
        evidence = taken.proof.evidence
        digest = sha256()
        try:
            with evidence.file.open("rb") as source:
                self._tell(evidence)
                for chunk in iter(lambda: source.read(CHUNK), b""):
                    digest.update(chunk)
                    target.write(chunk)
                    more()
        except FileNotFoundError:
            taken.problem = "gone"
            return False
        taken.differs = bool(evidence.sha256) and digest.hexdigest() != evidence.sha256
        return True

    def copy_to(self, taken: Taken, path: Path, more: Callable[[], None]) -> bool:
        with path.open("wb") as target:
            return self.copy(taken, target, more)

    def _tell(self, evidence: Evidence) -> None:
        if evidence.pk in self._told:
            return
        self._told.add(evidence.pk)
        if self.user is None:
            logger.info("evidence %s taken into a dossier by a command", evidence.pk)
            return
        evidence_open(evidence=evidence, user=self.user)
        logger.info("evidence %s taken into a dossier by %s", evidence.pk, self.user.pk)
