"""HTML to archival, accessible PDF (PDF/A-3u and PDF/UA-1 in one file): the only door to WeasyPrint.

Nothing of Django is imported here, so that the process that renders starts fast and stays small.
Nothing is fetched but `data:` addresses and the project's own fonts and print style sheets.
"""

import ctypes.util
import gc
import os
import pickle
import re
import struct
import sys
import warnings
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import cache
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote, urlsplit

from networks.sentences import SentenceError
from networks.sentences import gettext_noop as _
from plans.collector import no_collector
from reports.pdf_signs import (
    FALL_BACK_SHEET,
    needs_fall_back,
    no_system_fonts,
    printable,
    tell_signs_exactly,
)

STATIC = Path(__file__).resolve().parent.parent / "static"
STYLE_SHEET = STATIC / "css" / "print" / "report.css"
OWN_FOLDERS = (STATIC / "css" / "print", STATIC / "fonts" / "print")
SIGNATURE_PLACE = re.compile(r"firma-\d{1,2}")
POINTS_A_PIXEL = 0.75
LENGTH = struct.Struct(">Q")
# Bytes: four times what a report of 1,000 activities takes.
MOST_MEMORY = int(os.environ.get("PDF_MEMORY_MB", "3000")) * 2**20
# PDF/A wants every property outside its own list described; pdfuaid is one of those.
UA_METADATA = b"""
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of the PDF/UA standard</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""


class PdfError(SentenceError):
    """The PDF could not be made."""


class PdfLimitError(PdfError):
    """It took more time or memory than a document may."""


@dataclass(frozen=True)
class Attached:
    """A file that travels in a PDF; `about` is what a viewer says of it, in the document's language."""

    name: str
    content: bytes
    about: str = ""
    relationship: str = "Supplement"


@dataclass(frozen=True)
class PdfJob:
    """A document to print: whole HTML, and the JSON data it was made from, attached under `data_name`."""

    html: str
    data_name: str
    data: bytes
    # What a viewer says of the attached data, in the document's language.
    data_about: str = ""
    extras: tuple[Attached, ...] = ()
    # To be put into another PDF: one page without tags, data or metadata of its own.
    is_piece: bool = False


def render(job: PdfJob) -> bytes:
    """The PDF of a job, in this process. Raises `PdfError`."""
    job = replace(job, html=printable(job.html))
    with no_collector():
        return _write(job, *_toolkit(all_signs=needs_fall_back(job.html)))


def _write(job: PdfJob, weasyprint, fonts, style) -> bytes:
    html = weasyprint.HTML(string=job.html, base_url=STATIC.as_uri(), url_fetcher=_fetcher())
    if job.is_piece:
        return _write_piece(html, fonts, style)
    attached = (Attached(job.data_name, job.data, job.data_about, "Source"), *job.extras)
    document = html.render(stylesheets=[style], font_config=fonts, pdf_variant="pdf/a-3u", pdf_tags=True)
    _declare_accessible(document.metadata)
    with warnings.catch_warnings():
        # The engine leaves its own colour profile open.
        warnings.simplefilter("ignore", ResourceWarning)
        return document.write_pdf(
            finisher=_finish,
            attachments=[
                weasyprint.Attachment(
                    file_obj=BytesIO(one.content),
                    name=one.name,
                    description=one.about,
                    relationship=one.relationship,
                )
                for one in attached
            ],
            pdf_variant="pdf/a-3u",
            pdf_tags=True,
            dpi=150,
        )


def _write_piece(html, fonts, style) -> bytes:
    document = html.render(stylesheets=[style], font_config=fonts, pdf_variant="pdf/a-3u")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        return document.copy(document.pages[:1]).write_pdf(pdf_variant="pdf/a-3u")


@cache
def _toolkit(*, all_signs: bool = False):
    """WeasyPrint, the fonts and the style sheet, once a process; `all_signs` with the fonts to fall back on."""
    try:
        with _no_library_search(), no_system_fonts(), warnings.catch_warnings():
            # A machine without fonts is no trouble: every sign is drawn with ours.
            warnings.filterwarnings("ignore", message="No fonts configured")
            import weasyprint
            from weasyprint.pdf import fonts as engine_fonts
            from weasyprint.pdf import stream as engine_stream
            from weasyprint.text.fonts import FontConfiguration
    except (ImportError, OSError) as error:
        raise PdfError(
            _(
                "No se puede producir el PDF porque falta una biblioteca del sistema. Instálela con: "
                "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0. Detalle: %(detail)s"
            ),
            detail=str(error).splitlines()[0],
        ) from error
    tell_signs_exactly(engine_fonts, engine_stream)
    with no_system_fonts():
        fonts = FontConfiguration()
    sheet = FALL_BACK_SHEET if all_signs else STYLE_SHEET
    style = weasyprint.CSS(filename=str(sheet), font_config=fonts, url_fetcher=_fetcher())
    return weasyprint, fonts, style


@contextmanager
def _no_library_search():
    """On Linux the libraries open by their own names; searching for the others' starts compilers."""
    search = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = lambda name: None
    try:
        yield
    finally:
        ctypes.util.find_library = search


@cache
def _fetcher():
    from weasyprint.urls import URLFetcher

    class OwnFilesOnly(URLFetcher):
        """Refuses everything but `data:` and files in our own font and style folders."""

        def fetch(self, url, headers=None):
            address = urlsplit(url)
            path = Path(unquote(address.path)).resolve()
            own = address.scheme == "file" and any(path.is_relative_to(folder) for folder in OWN_FOLDERS)
            if address.scheme != "data" and not own:
                raise ValueError(f"A report may not load {url[:200]}")
            return super().fetch(url, headers)

    return OwnFilesOnly(allowed_protocols={"data", "file"}, allow_redirects=False)


def _declare_accessible(metadata) -> None:
    """Declare PDF/UA-1 beside PDF/A in the document's one RDF block."""
    archival = metadata.generate_rdf_metadata

    def generate(*args):
        return archival(*args).replace(b"</rdf:RDF>", UA_METADATA + b"</rdf:RDF>")

    metadata.generate_rdf_metadata = generate


def _finish(document, pdf) -> None:
    _name_attachments_once(document, pdf)
    _leave_metadata_readable(pdf)
    _frame_signatures(document, pdf)


def _frame_signatures(document, pdf) -> None:
    """Say of each place where somebody signs (`id="firma-1"`…) the rectangle it takes, not just a point."""
    dests = pdf.catalog.get("Names", {}).get("Dests", {}).get("Names", [])
    for name, place in zip(dests[::2], dests[1::2], strict=True):
        if SIGNATURE_PLACE.fullmatch(name.string):
            page = next(page for page in document.pages if name.string in page.anchors)
            left, top, right, bottom = (length * POINTS_A_PIXEL for length in page.anchors[name.string])
            height = page.height * POINTS_A_PIXEL
            place[1:] = ["/FitR", left, height - bottom, right, height - top]


def _leave_metadata_readable(pdf) -> None:
    """Not packed, so that a damaged file still says which report it was."""
    for each in pdf.objects:
        if getattr(each, "extra", {}).get("Subtype") == "/XML":
            each.compress = False


def _name_attachments_once(document, pdf) -> None:
    """The engine lists each attachment twice among the associated files."""
    pdf.catalog["AF"] = type(pdf.catalog["AF"])(dict.fromkeys(pdf.catalog["AF"]))


def read_frame(stream) -> bytes | None:
    """A length and that many bytes; None when the other side has closed."""
    head = stream.read(LENGTH.size)
    return stream.read(LENGTH.unpack(head)[0]) if len(head) == LENGTH.size else None


def _limit_memory() -> None:
    """No more than `MOST_MEMORY` of addresses: what needs more fails by itself instead of taking the machine."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        most = MOST_MEMORY if hard == resource.RLIM_INFINITY else min(MOST_MEMORY, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def serve() -> None:
    """The rendering process: jobs come in on standard input, PDFs go out on standard output.

    Each answer is a pickled pair, ("pdf", bytes) or ("error", sentence). What libraries print goes to
    standard error. Rubbish is collected between two documents, when nobody waits.
    """
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    _limit_memory()
    with suppress(PdfError), no_collector():
        _toolkit()
    gc.freeze()
    while (frame := read_frame(sys.stdin.buffer)) is not None:
        try:
            answer = ("pdf", render(pickle.loads(frame)))
        except PdfError as error:
            answer = ("error", (error.text, error.values))
        except MemoryError:
            answer = ("memory", ())
        except Exception as error:
            detail = f"{type(error).__name__}: {error}"
            answer = ("error", (_("No se pudo producir el PDF: %(detail)s"), {"detail": detail}))
        payload = pickle.dumps(answer)
        answers.write(LENGTH.pack(len(payload)) + payload)
        answers.flush()
        gc.collect()
    os._exit(0)
