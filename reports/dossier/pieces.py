"""One proof as pages that can be bound: a PDF without what acts or asks, a picture on a sheet.

Runs in the bounded process (`reports.dossier.child`). Answers `{"pages": n}`, or `{"problem": code}` with a
code of `reports.dossier.words.PROBLEMS`.
"""

from io import BytesIO

import pikepdf

from reports.dossier.child import PIXELS

# A4 in points, and the frame a picture is put into: the foot stays free for the page's number.
SHEET = (595.28, 841.89)
MARGIN, FOOT = 36, 54
DPI = 150
# What of a page is no picture of it.
DROPPED = (
    *("/AA", "/Annots", "/B", "/Metadata", "/PieceInfo", "/StructParents", "/Tabs", "/Thumb", "/Trans", "/Dur"),
    *("/TemplateInstantiated", "/PresSteps", "/ID", "/PZ", "/SeparationInfo", "/AF"),
)


def pdf_piece(source: str, target: str, most: int) -> dict:
    """The pages of a PDF as they look on paper, with what was filled into its forms; nothing in them acts."""
    try:
        with pikepdf.open(source) as pdf:
            if pdf.is_encrypted:
                return {"problem": "encrypted"}
            if not len(pdf.pages):
                return {"problem": "empty"}
            if len(pdf.pages) > most:
                return {"problem": "long", "pages": len(pdf.pages)}
            return _tidied(pdf, target)
    except pikepdf.PasswordError:
        return {"problem": "encrypted"}
    except pikepdf.PdfError:
        return {"problem": "broken"}


def _tidied(pdf: pikepdf.Pdf, target: str) -> dict:
    if "/AcroForm" in pdf.Root:
        pdf.generate_appearance_streams()
    pdf.flatten_annotations("print")
    with pikepdf.new() as made:
        made.pages.extend(pdf.pages)
        for page in made.pages:
            _enclose(made, page)
        made.remove_unreferenced_resources()
        made.save(target)
    return _checked(target)


def _enclose(made: pikepdf.Pdf, page: pikepdf.Page) -> None:
    """What is drawn becomes one drawing: whatever it leaves open ends with it, and the number is drawn on top."""
    for name in (*DROPPED, "/TrimBox", "/ArtBox", "/BleedBox"):
        if name in page.obj:
            del page.obj[name]
    page.contents_coalesce()
    contents = page.obj.get("/Contents")
    drawn = made.make_stream(contents.read_bytes() if isinstance(contents, pikepdf.Stream) else b"")
    drawn.update(
        {
            "/Type": pikepdf.Name.XObject,
            "/Subtype": pikepdf.Name.Form,
            "/BBox": page.cropbox,
            "/Resources": page.resources,
        }
    )
    if "/Group" in page.obj:
        drawn["/Group"] = page.obj.Group
    page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Pagina=drawn))
    page.obj.Contents = made.make_stream(b"q /Pagina Do Q\n")


def _checked(target: str) -> dict:
    """Every stream of it is read once: what does not open here would spoil the whole dossier."""
    with pikepdf.open(target) as made:
        if made.check_pdf_syntax():
            return {"problem": "broken"}
        return {"pages": len(made.pages)}


def image_piece(source: str, target: str) -> dict:
    """A picture on an A4 sheet, upright as its camera held it, at 150 dots an inch or fewer, without metadata."""
    from PIL import Image, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = 2 * PIXELS
    try:
        with Image.open(source, formats=("JPEG", "PNG", "WEBP", "GIF")) as image:
            if image.width * image.height > PIXELS:
                return {"problem": "heavy"}
            picture = _on_white(image)
    except Image.DecompressionBombError:
        return {"problem": "heavy"}
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        return {"problem": "broken"}
    lies = picture.width > picture.height
    sheet = SHEET[::-1] if lies else SHEET
    _write_sheet(picture, sheet, target)
    return {"pages": 1}


def _on_white(image):
    from PIL import Image, ImageOps

    longest = int(max(SHEET) * DPI / 72)
    image.draft("RGB", (longest, longest))
    picture = ImageOps.exif_transpose(image)
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        seen = picture.convert("RGBA")
        picture = Image.new("RGB", seen.size, "white")
        picture.paste(seen, mask=seen.getchannel("A"))
    picture = picture.convert("RGB")
    picture.thumbnail((longest, longest))
    return picture


def _write_sheet(picture, sheet: tuple[float, float], target: str) -> None:
    room = (sheet[0] - 2 * MARGIN, sheet[1] - MARGIN - FOOT)
    scale = min(room[0] / picture.width, room[1] / picture.height, 1.0)
    width, height = picture.width * scale, picture.height * scale
    left, bottom = (sheet[0] - width) / 2, FOOT + (room[1] - height) / 2
    dots = (max(1, round(width * DPI / 72)), max(1, round(height * DPI / 72)))
    if dots[0] < picture.width:
        picture = picture.resize(dots)
    content = BytesIO()
    picture.save(content, "JPEG", quality=85)
    with pikepdf.new() as made:
        page = made.add_blank_page(page_size=sheet)
        drawn = pikepdf.Stream(made, content.getvalue())
        drawn.update(
            {
                "/Type": pikepdf.Name.XObject,
                "/Subtype": pikepdf.Name.Image,
                "/Width": picture.width,
                "/Height": picture.height,
                "/ColorSpace": pikepdf.Name.DeviceRGB,
                "/BitsPerComponent": 8,
                "/Filter": pikepdf.Name.DCTDecode,
            }
        )
        page.add_resource(drawn, pikepdf.Name.XObject, pikepdf.Name.Picture)
        matrix = f"{width:.2f} 0 0 {height:.2f} {left:.2f} {bottom:.2f}"
        page.obj.Contents = pikepdf.Stream(made, f"q {matrix} cm /Picture Do Q\n".encode())
        made.save(target)
