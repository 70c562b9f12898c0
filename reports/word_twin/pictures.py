"""Pictures of a report: charts as PNG, logos as they are; what cannot be drawn leaves its words."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from urllib.parse import unquote_to_bytes

from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.oxml.ns import nsmap
from docx.parts.image import ImagePart
from lxml import etree
from PIL import Image

from reports.word import clean
from reports.word_twin import markup
from reports.word_twin.looks import Look, points
from reports.word_twin.svg import UndrawableError, drawn, measured

_A, _PIC, _WP, _R = (f"{{{nsmap[key]}}}" for key in ("a", "pic", "wp", "r"))
_KINDS = {"PNG": ("png", "image/png"), "JPEG": ("jpeg", "image/jpeg"), "GIF": ("gif", "image/gif")}
LONGEST_SIDE = 20_000  # pixels of a picture that is embedded as it is


@dataclass(frozen=True, slots=True)
class Picture:
    """`width` and `height` are the picture's own, in points. An SVG is drawn when it is known how large."""

    content: bytes
    width: float
    height: float
    ending: str = "svg"
    content_type: str = "image/svg+xml"
    keeps_shape: bool = False

    def fit(self, width: float) -> Picture:
        """As it can be embedded, to be shown so many points wide. Raises UndrawableError."""
        if self.ending != "svg":
            return self
        drawing = drawn(self.content, width / 0.75)
        return Picture(drawing.png, self.width, self.height, "png", "image/png", self.keeps_shape)


class Pictures:
    """Each picture is kept once in the document, however often it is shown."""

    def __init__(self, part) -> None:
        self.part = part
        self._pictures: dict[str, Picture | None] = {}
        self._fitted: dict[tuple[str, int], Picture | None] = {}
        self._relations: dict[bytes, str] = {}
        self._shown = 0

    def write(self, run, element, look: Look, width: float) -> None:
        """Into a run, no wider than `width` points; its `alt` is its description, or stands in its place."""
        source, alt = element.get("src", ""), " ".join(clean(element.get("alt", "")).split())
        if source not in self._pictures:
            self._pictures[source] = read(source)
        picture = self._pictures[source]
        size = _shown_size(picture, element, look, width) if picture else (0.0, 0.0)
        picture = self._fit(source, picture, size[0])
        if picture is None:
            if alt:
                markup.words(run, f"[{alt}]")
            return
        self._shown += 1
        _drawing(run, self._relation(picture), self._shown, alt, size)

    def _fit(self, source: str, picture: Picture | None, width: float) -> Picture | None:
        key = source, round(width)
        if key not in self._fitted:
            try:
                self._fitted[key] = picture and picture.fit(width)
            except UndrawableError:
                self._fitted[key] = None
        return self._fitted[key]

    def _relation(self, picture: Picture) -> str:
        key = sha256(picture.content).digest()
        if key not in self._relations:
            name = PackURI(f"/word/media/informe{len(self._relations) + 1}.{picture.ending}")
            part = ImagePart(name, picture.content_type, picture.content)
            self._relations[key] = self.part.relate_to(part, RT.IMAGE)
        return self._relations[key]


def read(source: str) -> Picture | None:
    """The picture of a `data:` address; None where it cannot be shown in Word."""
    head, comma, body = source.partition(",")
    if not head.startswith("data:image/") or not comma:
        return None
    try:
        content = base64.b64decode(body) if head.endswith(";base64") else unquote_to_bytes(body)
        if head.startswith("data:image/svg+xml"):
            width, height, keeps_shape = measured(content)
            return Picture(content, width * 0.75, height * 0.75, keeps_shape=keeps_shape)
        return _raster(content)
    except (UndrawableError, binascii.Error, OSError, ValueError, Image.DecompressionBombError):
        return None


def _raster(content: bytes) -> Picture | None:
    with Image.open(BytesIO(content)) as image:
        width, height, kind = *image.size, image.format
        if max(width, height) > LONGEST_SIDE:
            return None
        if kind not in _KINDS:
            out = BytesIO()
            image.convert("RGBA").save(out, "PNG")
            content, kind = out.getvalue(), "PNG"
    ending, content_type = _KINDS[kind]
    return Picture(content, width * 0.75, height * 0.75, ending, content_type)


def _shown_size(picture: Picture, element, look: Look, most: float) -> tuple[float, float]:
    """By its class, else by its attributes, else its own; never wider than its place."""
    own = max(picture.width, 0.1), max(picture.height, 0.1)
    width, height = _said(look.width, most), _said(look.height, 0)
    if width is None and height is None:
        width, height = points(element.get("width") or "x", most), points(element.get("height") or "x", 0)
    if width is None:
        width = own[0] * height / own[1] if height else own[0]
    elif height and picture.keeps_shape:
        width = min(width, own[0] * height / own[1])
        height = None
    height = height or own[1] * width / own[0]
    widest = min(most, _said(look.max_width, most) or most)
    scale = min(1, widest / width, (_said(look.max_height, 0) or 700) / height)
    return width * scale, height * scale


def _said(length: str, whole: float) -> float | None:
    return points(length, whole) if length and length not in ("auto", "none") else None


def _drawing(run, relation: str, number: int, alt: str, size: tuple[float, float]) -> None:
    across, down = (str(max(round(side * markup.EMU), 1)) for side in size)
    inline = etree.SubElement(markup.add(run, "drawing"), f"{_WP}inline")
    for side in ("distT", "distB", "distL", "distR"):
        inline.set(side, "0")
    etree.SubElement(inline, f"{_WP}extent", cx=across, cy=down)
    etree.SubElement(inline, f"{_WP}docPr", id=str(7000 + number), name=f"informe{number}", descr=alt)
    data = etree.SubElement(etree.SubElement(inline, f"{_A}graphic"), f"{_A}graphicData", uri=nsmap["pic"])
    picture = etree.SubElement(data, f"{_PIC}pic")
    about = etree.SubElement(picture, f"{_PIC}nvPicPr")
    etree.SubElement(about, f"{_PIC}cNvPr", id=str(7000 + number), name=f"informe{number}", descr=alt)
    etree.SubElement(about, f"{_PIC}cNvPicPr")
    fill = etree.SubElement(picture, f"{_PIC}blipFill")
    etree.SubElement(fill, f"{_A}blip").set(f"{_R}embed", relation)
    etree.SubElement(etree.SubElement(fill, f"{_A}stretch"), f"{_A}fillRect")
    shape = etree.SubElement(picture, f"{_PIC}spPr")
    place = etree.SubElement(shape, f"{_A}xfrm")
    etree.SubElement(place, f"{_A}off", x="0", y="0")
    etree.SubElement(place, f"{_A}ext", cx=across, cy=down)
    form = etree.SubElement(shape, f"{_A}prstGeom", prst="rect")
    etree.SubElement(form, f"{_A}avLst")
