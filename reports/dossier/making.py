"""From the proofs of a period to one file: a bound PDF, or a zip where that would be too large."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from networks.models import User
from reports.dossier.collecting import Dossier, Proof
from reports.dossier.printing import SHEETS, Printed, Printer, Sheet, text_of
from reports.dossier.process import BIND_SECONDS, FileProcess
from reports.dossier.taking import Taken, Taker
from reports.dossier.words import PAGES_A_FILE, problem_words
from reports.dossier.zipping import write_zip
from reports.pdf import PdfError

MAX_PAGES = 2000
FORMATS = ("auto", "pdf", "zip")
Progress = Callable[[int, int], None]


class StoppedError(Exception):
    """Somebody cancelled it while it was being made."""


class TooLargeError(Exception):
    """It does not fit into one PDF."""


@dataclass(frozen=True, slots=True)
class Made:
    """The file that was written: `kind` is pdf or zip; `taken` says of each proof what became of it."""

    path: Path
    kind: str
    pages: int
    taken: tuple[Taken, ...]


def is_too_large(dossier: Dossier) -> bool:
    return dossier.size > settings.DOSSIER_MAX_BYTES


def dossier_make(
    *,
    dossier: Dossier,
    user: User | None,
    target: Path,
    output_format: str = "auto",
    progress: Progress | None = None,
) -> Made:
    """Write it to `target` (its ending is its kind's). Raises ValidationError with the sentence that says why not.

    `progress` is told how many proofs are done, and may raise StoppedError.
    """
    taker = Taker(user)
    try:
        if output_format == "zip" or (output_format == "auto" and is_too_large(dossier)):
            return _zipped(dossier, user, target, taker, progress)
        try:
            return _bound(dossier, user, target, taker, progress)
        except TooLargeError as error:
            if output_format == "pdf":
                raise ValidationError(
                    _("El expediente no cabe en un solo PDF: pida el zip, o solo una parte del plan.")
                ) from error
            return _zipped(dossier, user, target, taker, progress)
    except PdfError as error:
        raise ValidationError(_("No se pudo preparar el PDF: %(reason)s") % {"reason": error}) from error


def _zipped(dossier: Dossier, user: User | None, target: Path, taker: Taker, progress: Progress | None) -> Made:
    taken = [Taken(proof) for proof in dossier.proofs]
    with TemporaryDirectory(prefix="trama-") as folder:
        printer = Printer(dossier, user, Path(folder), zipped=True)
        path = target.with_suffix(".zip")
        write_zip(path, taken, taker, progress or _quiet, lambda: [one.path for one in printer.index(taken)])
    return Made(path, "zip", 0, tuple(taken))


def _bound(dossier: Dossier, user: User | None, target: Path, taker: Taker, progress: Progress | None) -> Made:
    if is_too_large(dossier):
        raise TooLargeError
    path = target.with_suffix(".pdf")
    with TemporaryDirectory(prefix="trama-") as folder, FileProcess() as files:
        binder = _Binder(dossier, user, Path(folder), files)
        binder.prepare(taker, progress or _quiet)
        pages = binder.bind(path)
    return Made(path, "pdf", pages, tuple(binder.taken))


def _quiet(done: int, total: int) -> None:
    """Nobody asked how far it is."""


@dataclass
class _Binder:
    dossier: Dossier
    user: User | None
    folder: Path
    files: FileProcess
    taken: list[Taken] = field(default_factory=list)
    pieces: dict[int, Path] = field(default_factory=dict)
    texts: dict[int, str] = field(default_factory=dict)

    def prepare(self, taker: Taker, progress: Progress) -> None:
        """Each proof as pages of its own, or why not. Raises TooLargeError as soon as there are too many."""
        total = len(self.dossier.proofs)
        for done, proof in enumerate(self.dossier.proofs):
            progress(done, total)
            self.taken.append(self._piece(proof, taker, lambda at=done: progress(at, total)))
            if sum(row.pages + 1 for row in self.taken if not row.problem) > MAX_PAGES:
                raise TooLargeError
        progress(total, total)

    def _piece(self, proof: Proof, taker: Taker, more: Callable[[], None]) -> Taken:
        taken = Taken(proof)
        if proof.kind == "link":
            taken.problem = "link"
            return taken
        source, piece = self.folder / f"{proof.number}.in", self.folder / f"{proof.number}.pdf"
        try:
            if taker.copy_to(taken, source, more):
                self._open(taken, source, piece)
        finally:
            source.unlink(missing_ok=True)
        return taken

    def _open(self, taken: Taken, source: Path, piece: Path) -> None:
        proof = taken.proof
        if proof.kind == "text":
            text = text_of(source)
            taken.problem = "text_long" if text is None else ""
            if text is not None:
                self.texts[proof.number] = text
            return
        if proof.kind == "document":
            taken.problem = "format"
            return
        most = {"most": PAGES_A_FILE} if proof.kind == "pdf" else {}
        answer = self.files.ask(proof.kind, source=str(source), target=str(piece), **most)
        taken.problem = answer.get("problem", "")
        if not taken.problem:
            taken.pages = answer["pages"]
            self.pieces[proof.number] = piece

    def bind(self, target: Path) -> int:
        """The pages of the whole. The index is printed twice: its own pages push the proofs'."""
        printer = Printer(self.dossier, self.user, self.folder, zipped=False)
        sheets = self._sheets(printer)
        for row in self.taken:
            # As wide as a page's number may be, so that both indexes break alike.
            row.first, row.last = (0, 0) if row.problem else (MAX_PAGES, MAX_PAGES + 1)
        index = printer.index(self.taken)
        for _attempt in range(3):
            own = sum(one.pages for one in index)
            self._place(sheets, own)
            index = printer.index(self.taken)
            if sum(one.pages for one in index) == own:
                break
        if own + sum(row.pages + 1 for row in self.taken if not row.problem) > 2 * MAX_PAGES:
            raise TooLargeError
        return self._write(index, sheets, target)

    def _sheets(self, printer: Printer) -> dict[int, tuple[Printed, int, int]]:
        """By proof: its sheet's file, and the first of its pages in it and how many they are."""
        bound = [row for row in self.taken if not row.problem]
        found: dict[int, tuple[Printed, int, int]] = {}
        for at in range(0, len(bound), SHEETS):
            rows = [Sheet(row, self.texts.get(row.proof.number)) for row in bound[at : at + SHEETS]]
            printed = printer.sheets(rows)
            starts = [printed.starts[row.taken.proof.number] for row in rows]
            for row, start, end in zip(rows, starts, [*starts[1:], printed.pages], strict=True):
                found[row.taken.proof.number] = (printed, start, end - start)
        return found

    def _place(self, sheets: dict[int, tuple[Printed, int, int]], before: int) -> None:
        page = before
        for row in self.taken:
            if not row.problem:
                row.first = page + 1
                page += sheets[row.proof.number][2] + row.pages
                row.last = page

    def _write(self, index: Sequence[Printed], sheets: dict, target: Path) -> int:
        parts = [_part(one.path, 0, one.pages, "", keeps_links=True) for one in index]
        for row in self.taken:
            if row.problem:
                continue
            label = _("Prueba %(number)s") % {"number": row.proof.number}
            printed, start, count = sheets[row.proof.number]
            parts.append(_part(printed.path, start, count, label))
            if row.pages:
                parts.append(_part(self.pieces[row.proof.number], 0, row.pages, label))
        answer = self.files.ask(
            "bind",
            time_limit=BIND_SECONDS,
            parts=parts,
            outline=list(_outline(self.taken)),
            target=str(target),
            title=f"{_('Expediente de evidencias')} · {self.dossier.label} · {self.dossier.network.name}",
            language=get_language() or "es",
            words=_("%(n)s de %(m)s"),
        )
        if "problem" in answer:
            reason = problem_words(answer["problem"])
            raise ValidationError(_("No se pudo encuadernar el expediente: %(reason)s.") % {"reason": reason})
        return answer["pages"]


def _part(path: Path, first: int, count: int, label: str, *, keeps_links: bool = False) -> dict:
    return {"path": str(path), "first": first, "count": count, "label": label, "keeps_links": keeps_links}


def _outline(taken: Sequence[Taken]):
    """The bookmarks: the index, then eje → activity → proof, of what is bound."""
    yield [0, _("Índice"), 0]
    eje = activity = None
    for row in taken:
        if row.problem:
            continue
        proof, page = row.proof, row.first - 1
        if proof.eje != eje:
            yield [0, proof.eje, page]
        if (proof.eje, proof.activity) != (eje, activity):
            yield [1, proof.activity, page]
        eje, activity = proof.eje, proof.activity
        yield [2, f"{proof.number}. {proof.member}: {proof.title}", page, proof.number]
