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
import unicodedata
import warnings
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote, urlsplit

from networks.sentences import SentenceError
from networks.sentences import gettext_noop as _
from plans.collector import no_collector

STATIC = Path(__file__).resolve().parent.parent / "static"
STYLE_SHEET = STATIC / "css" / "print" / "report.css"
OWN_FOLDERS = (STATIC / "css" / "print", STATIC / "fonts" / "print")
FONT_FILES = ("source-sans-3-*-400-normal.ttf", "informe-signos.ttf")
SURELY_PRINTABLE = re.compile(r"[\n\t\x20-\x7e\xa0-\xac\xae-\xff–—‘’“”•…€✓✗◐○●↻⊘□☐☒≠]*")
SIGNATURE_PLACE = re.compile(r"firma-\d{1,2}")
POINTS_A_PIXEL = 0.75
LENGTH = struct.Struct(">Q")
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


@dataclass(frozen=True)
class PdfJob:
    """A document to print: whole HTML, and the JSON data it was made from, attached under `data_name`."""

    html: str
    data_name: str
    data: bytes
    # What a viewer says of the attached data, in the document's language.
    data_about: str = ""
    # To be put into another PDF: one page without tags, data or metadata of its own.
    is_piece: bool = False


def render(job: PdfJob) -> bytes:
    """The PDF of a job, in this process. Raises `PdfError`."""
    with no_collector():
        return _write(job, *_toolkit())


def _write(job: PdfJob, weasyprint, fonts, style) -> bytes:
    html = weasyprint.HTML(string=printable(job.html), base_url=STATIC.as_uri(), url_fetcher=_fetcher())
    if job.is_piece:
        return _write_piece(html, fonts, style)
    source = weasyprint.Attachment(
        file_obj=BytesIO(job.data),
        name=job.data_name,
        description=job.data_about,
        relationship="Source",
    )
    document = html.render(stylesheets=[style], font_config=fonts, pdf_variant="pdf/a-3u", pdf_tags=True)
    _declare_accessible(document.metadata)
    with warnings.catch_warnings():
        # The engine leaves its own colour profile open.
        warnings.simplefilter("ignore", ResourceWarning)
        return document.write_pdf(
            finisher=_finish,
            attachments=[source],
            pdf_variant="pdf/a-3u",
            pdf_tags=True,
            dpi=150,
        )


def _write_piece(html, fonts, style) -> bytes:
    document = html.render(stylesheets=[style], font_config=fonts, pdf_variant="pdf/a-3u")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        return document.copy(document.pages[:1]).write_pdf(pdf_variant="pdf/a-3u")


def printable(html: str) -> str:
    """The same HTML with signs that no embedded font can draw replaced: an archival PDF refuses them.

    An accent written apart is joined to its letter; a letter without glyph loses its mark; the rest is «□».
    """
    if SURELY_PRINTABLE.fullmatch(html):
        return html
    known = _known_signs()
    joined = unicodedata.normalize("NFC", html)
    return "".join(sign if ord(sign) in known else _nearest(sign, known) for sign in joined)


def _nearest(sign: str, known: frozenset[int]) -> str:
    if unicodedata.category(sign) in ("Cc", "Cf", "Mn"):
        return ""
    plain = [part for part in unicodedata.normalize("NFKD", sign) if ord(part) in known]
    return "".join(plain) or "□"


@cache
def _known_signs() -> frozenset[int]:
    from fontTools.ttLib import TTFont

    files = [file for pattern in FONT_FILES for file in sorted((STATIC / "fonts" / "print").glob(pattern))]
    return frozenset({ord("\n"), ord("\t")}.union(*(TTFont(file).getBestCmap() for file in files)))


@cache
def _toolkit():
    """WeasyPrint, the fonts and the style sheet, read once a process."""
    try:
        with _no_library_search(), warnings.catch_warnings():
            # A machine without fonts is no trouble: every sign is drawn with ours.
            warnings.filterwarnings("ignore", message="No fonts configured")
            import weasyprint
            from weasyprint.text.fonts import FontConfiguration
    except (ImportError, OSError) as error:
        raise PdfError(
            _(
                "No se puede producir el PDF porque falta una biblioteca del sistema. Instálela con: "
                "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0. Detalle: %(detail)s"
            ),
            detail=str(error).splitlines()[0],
        ) from error
    fonts = FontConfiguration()
    style = weasyprint.CSS(filename=str(STYLE_SHEET), font_config=fonts, url_fetcher=_fetcher())
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


def _name_attachments_once(document, pdf) -> None:
    """The engine lists each attachment twice among the associated files."""
    pdf.catalog["AF"] = type(pdf.catalog["AF"])(dict.fromkeys(pdf.catalog["AF"]))


def read_frame(stream) -> bytes | None:
    """A length and that many bytes; None when the other side has closed."""
    head = stream.read(LENGTH.size)
    return stream.read(LENGTH.unpack(head)[0]) if len(head) == LENGTH.size else None


def serve() -> None:
    """The rendering process: jobs come in on standard input, PDFs go out on standard output.

    Each answer is a pickled pair, ("pdf", bytes) or ("error", sentence). What libraries print goes to
    standard error. Rubbish is collected between two documents, when nobody waits.
    """
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    with suppress(PdfError), no_collector():
        _toolkit()
    gc.freeze()
    while (frame := read_frame(sys.stdin.buffer)) is not None:
        try:
            answer = ("pdf", render(pickle.loads(frame)))
        except PdfError as error:
            answer = ("error", (error.text, error.values))
        except Exception as error:
            detail = f"{type(error).__name__}: {error}"
            answer = ("error", (_("No se pudo producir el PDF: %(detail)s"), {"detail": detail}))
        payload = pickle.dumps(answer)
        answers.write(LENGTH.pack(len(payload)) + payload)
        answers.flush()
        gc.collect()
    os._exit(0)
