"""Many small PDFs into one, with a number on each page, bookmarks in the plan's order and links from its index.

Runs in the bounded process (`reports.dossier.child`); pages are read from the disk as they are written.
"""

from decimal import Decimal

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, String

from reports.dossier.pieces import DROPPED

FONT = Name("/TramaPagina")
SIZE = 8
# Widths of Helvetica's signs in thousandths of the size; every other one is taken as wide as a digit.
NARROW = {" ": 278, "·": 278, ".": 278, "i": 222, "l": 222, "t": 278, "f": 278, "r": 333, "m": 833}
# The index names its proofs by addresses under this one, which become places of the document.
PLACES = "https://prueba.invalid/"


def bind(parts: list, outline: list, target: str, title: str, language: str, words: str) -> dict:
    """`parts` are `{"path", "first", "count", "label", "keeps_links"}`: which pages of which file, and what is
    said of them beside their number; `outline` is `[level, title, page]` in order, a proof's number the fourth;
    `words` is «%(n)s de %(m)s».
    """
    with pikepdf.new() as made:
        opened: dict[str, pikepdf.Pdf] = {}
        try:
            labels = [label for part in parts for label in _append(made, opened, **part)]
            places = dict(_numbered(outline))
            _number(made, labels, words)
            _point(made, places)
            _bookmark(made, outline)
            _name(made, title, language)
            made.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        finally:
            for source in opened.values():
                source.close()
    return {"pages": len(labels)}


def _append(made: pikepdf.Pdf, opened: dict, *, path: str, first: int, count: int, label: str, keeps_links: bool):
    if path not in opened:
        opened[path] = pikepdf.open(path)
    for page in opened[path].pages[first : first + count]:
        made.pages.append(page)
        new = made.pages[-1]
        for name in DROPPED:
            if name in new.obj and not (keeps_links and name == "/Annots"):
                del new.obj[name]
        yield label


def _numbered(outline: list):
    """The places of proofs: outline rows that carry a fourth value, the proof's number."""
    for row in outline:
        if len(row) > 3:
            yield row[3], row[2]


def _number(made: pikepdf.Pdf, labels: list[str], words: str) -> None:
    font = made.make_indirect(
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    )
    for at, page in enumerate(made.pages):
        said = words % {"n": at + 1, "m": len(labels)}
        _stamp(made, page, f"{labels[at]} · {said}" if labels[at] else said, font)


def _stamp(made: pikepdf.Pdf, page: pikepdf.Page, text: str, font: pikepdf.Object) -> None:
    """At the lower right as the page is looked at, on white, whatever its size, its turn and its unit."""
    box = [float(side) for side in page.cropbox]
    unit = float(page.obj.get("/UserUnit", 1))
    turn = int(page.obj.get("/Rotate", 0)) % 360
    left, bottom, right, top = min(box[0], box[2]), min(box[1], box[3]), max(box[0], box[2]), max(box[1], box[3])
    across = (top - bottom) if turn in (90, 270) else (right - left)
    frame = {
        0: (1, 0, 0, 1, left, bottom),
        90: (0, 1, -1, 0, right, bottom),
        180: (-1, 0, 0, -1, right, top),
        270: (0, -1, 1, 0, left, top),
    }.get(turn, (1, 0, 0, 1, left, bottom))
    size = SIZE / unit
    wide = sum(NARROW.get(sign, 556) for sign in text) * size / 1000
    x, y = max(across - wide - 3 * size, 0), 1.6 * size
    shown = text.encode("cp1252", "replace")
    content = (
        f"q {_matrix(frame)} cm 1 g {_real(x - size / 2)} {_real(y - size / 2)} "
        f"{_real(wide + size)} {_real(1.8 * size)} re f 0.25 g BT {FONT} {_real(size)} Tf "
        f"{_real(x)} {_real(y)} Td <{shown.hex()}> Tj ET Q"
    ).encode()
    # What a page left open is closed, so that its scale and its clip do not hold for the number.
    page.contents_add(made.make_stream(b"q\n"), prepend=True)
    page.contents_add(made.make_stream(b"\nQ\n" + content))
    if "/Resources" in page.obj:
        page.obj.Resources = made.make_indirect(Dictionary(page.obj.Resources))
        if "/Font" in page.obj.Resources:
            page.obj.Resources.Font = Dictionary(page.obj.Resources.Font)
    page.add_resource(font, Name.Font, FONT)


def _matrix(frame: tuple) -> str:
    return " ".join(_real(value) for value in frame)


def _real(value: float) -> str:
    return f"{Decimal(str(round(value, 3))):f}"


def _point(made: pikepdf.Pdf, places: dict[int, int]) -> None:
    """Links of the index: to a proof of the document, or to an address of the web; no other stays."""
    for page in made.pages:
        if "/Annots" not in page.obj:
            continue
        kept = [link for link in (_link(made, row, places) for row in page.obj.Annots) if link is not None]
        page.obj.Annots = Array(kept)


def _link(made: pikepdf.Pdf, annotation, places: dict[int, int]):
    address = str(annotation.get("/A", {}).get("/URI", ""))
    fresh = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=annotation.Rect, Border=Array([0, 0, 0]), F=4)
    if address.startswith(PLACES):
        number = int(address.removeprefix(PLACES).strip("/") or 0)
        if number not in places:
            return None
        fresh.Dest = Array([made.pages[places[number]].obj, Name.Fit])
    elif address.startswith(("http://", "https://")):
        fresh.A = Dictionary(Type=Name.Action, S=Name.URI, URI=String(address))
    else:
        return None
    return made.make_indirect(fresh)


def _bookmark(made: pikepdf.Pdf, outline: list) -> None:
    with made.open_outline() as root:
        root.root.clear()
        under = [root.root]
        for level, title, page, *_number in outline:
            item = OutlineItem(title, page, "Fit")
            item.is_closed = level > 0
            del under[level + 1 :]
            under[level].append(item)
            under.append(item.children)


def _name(made: pikepdf.Pdf, title: str, language: str) -> None:
    made.docinfo["/Title"] = String(title)
    made.docinfo["/Producer"] = String("Trama")
    with made.open_metadata(set_pikepdf_as_editor=False) as metadata:
        metadata["dc:title"] = title
        metadata["dc:language"] = [language]
    made.Root.Lang = String(language)
    made.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    made.Root.PageMode = Name.UseOutlines
