"""From a frozen report's JSON to its page and its PDF; nothing here reads the records.

A report is printed in the language in which it was built: what was frozen never changes its words.
"""

import os
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from networks.models.identity import HOUSE_INK
from reports import looks, pdf
from reports.context import canonical_json, file_stem
from reports.limits import breakable, check_size, heaviest
from reports.official import FORMS, report_tables
from reports.pdf_process import shared_process
from reports.tables_xlsx import tables_xlsx
from reports.word_twin import word_twin

TIME_LIMIT_SECONDS = 60
DATA_ABOUT = translation.gettext_noop("Datos congelados con los que se produjo este informe")
TABLES_ABOUT = translation.gettext_noop("Los cuadros de este informe, como hoja de cálculo")
KEPT_FILES = 200


def render_html(data: dict, *, preview: bool = False, links: dict[str, str] | None = None) -> str:
    """The report as a whole HTML page. `preview` links the style sheets, for a screen.

    `links` are the ways out of a preview: `back`, `explain` what figures are made of, `indicators` what those with
    a target come to, and `pdf` and `json` for whoever may export.
    `data` is a form's JSON, as `reports.context.to_plain` makes it. Raises KeyError for an unknown form.
    """
    form = FORMS[data["form"]]
    with translation.override(_language(data)):
        page = render_to_string(form.template, {**form.printed(data), "preview": preview, "links": links})
    return breakable(looks.ready(page, data["header"].get("ink", HOUSE_INK), styled=not preview))


def render_as(
    data: dict, output_format: str, *, in_process: bool = False, word_template: bytes | None = None
) -> bytes:
    """The report as `json`, `html`, `pdf`, `docx` or `xlsx`. Raises `pdf.PdfError`."""
    if output_format == "json":
        return canonical_json(data)
    if output_format == "html":
        return render_html(data).encode()
    if output_format == "docx":
        return word_twin(render_html(data), data, template=word_template)
    if output_format == "xlsx":
        return tables_xlsx(report_tables(data), data=data)
    return render_pdf(data, in_process=in_process)


def _language(data: dict) -> str:
    return data["header"].get("language", "es")


def _said_in(language: str, text: str) -> str:
    with translation.override(language):
        return translation.gettext(text)


def render_pdf(data: dict, *, in_process: bool = False, extras: tuple[pdf.Attached, ...] = ()) -> bytes:
    """The report as a PDF, from the cache when the same data was printed before. Raises `pdf.PdfError`.

    `in_process` is for the demonstration and tests: all else is left to the process that has its bounds. With
    `extras`, files that travel in it, it is an issued one, which is kept elsewhere and printed only once.
    """
    kept = _cache_file(data)
    if kept.is_file() and not extras:
        return kept.read_bytes()
    check_size(data)
    job = pdf.PdfJob(
        html=render_html(data),
        data_name=f"{file_stem(data)}.json",
        data=canonical_json(data),
        data_about=_said_in(_language(data), DATA_ABOUT),
        extras=extras,
    )
    content = _printed(job, data, in_process)
    if not extras:
        _keep(kept, content)
    return content


def tables_attached(data: dict, tables: bytes) -> pdf.Attached:
    """The tables as a file that travels in the PDF."""
    about = _said_in(_language(data), TABLES_ABOUT)
    return pdf.Attached(f"{file_stem(data)}.xlsx", tables, about, "Data")


def _printed(job: pdf.PdfJob, data: dict, in_process: bool) -> bytes:
    if in_process:
        return pdf.render(job)
    try:
        return shared_process.render(job, time_limit=TIME_LIMIT_SECONDS)
    except pdf.PdfLimitError as error:
        told = translation.gettext("%(problem)s Lo más largo que tiene es %(place)s.")
        raise pdf.PdfLimitError(told % {"problem": error, "place": heaviest(data)}) from error


def _cache_file(data: dict) -> Path:
    """Named by the data and by the looks: new data, a new template or a new style is another file."""
    key = sha256(canonical_json(data) + _looks()).hexdigest()
    return Path(settings.VAR_DIR) / "informes-cache" / f"{key}.pdf"


def _looks() -> bytes:
    """Names, sizes and times of the files that decide how a report looks."""
    base = Path(settings.BASE_DIR)
    static = base / "static"
    folders = (base / "templates/reports/pdf", static / "css/print", static / "fonts/print", base / "reports")
    files = sorted(file for folder in folders for file in folder.rglob("*") if file.suffix != ".pyc")
    return repr([(str(file), *_size_and_time(file)) for file in files if file.is_file()]).encode()


def _size_and_time(file: Path) -> tuple[int, int]:
    status = file.stat()
    return status.st_size, status.st_mtime_ns


def _keep(file: Path, content: bytes) -> None:
    """Write whole or not at all, and forget the oldest files beyond `KEPT_FILES`."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=file.parent, delete=False) as partial:
        partial.write(content)
    os.replace(partial.name, file)
    by_age = sorted(file.parent.glob("*.pdf"), key=lambda kept: kept.stat().st_mtime, reverse=True)
    for old in by_age[KEPT_FILES:]:
        old.unlink(missing_ok=True)
