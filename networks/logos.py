"""A network's logo as it is taken in: a picture by its content, drawn again without anything that came with it.

Nothing of an uploaded file is kept but its pixels: no metadata, no colour profile, no second picture behind it.
"""

from __future__ import annotations

import warnings
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from networks.models.identity import NetworkIdentity

# The picture library is loaded with the first picture: few processes ever see one.
if TYPE_CHECKING:
    from PIL import Image

MAX_BYTES = 300 * 1024
MAX_SIDE = 2000
# What is printed 58 × 17 mm at most needs no more.
KEPT_SIZE = (1000, 400)
FORMATS = ("PNG", "JPEG")
# A picture smaller than this is a dot on paper.
MIN_SIDE = 16
CONTRAST = 4.5
TYPES = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg"}


def logo_read(file: UploadedFile) -> tuple[bytes, str]:
    """The picture as a new file, and its ending: «png» or «jpg». Raises ValidationError with a sentence.

    Its size is read from its head, so that a small file that unfolds into gigabytes is never unfolded.
    """
    from PIL import Image

    if not file.size:
        raise ValidationError(_("«%(name)s» está vacío: elija otro archivo.") % {"name": file.name})
    if file.size > MAX_BYTES:
        raise ValidationError(
            _("El logotipo pesa %(size)s KB y el máximo es de 300 KB: redúzcalo.")
            % {"size": -(-file.size // 1024)}
        )
    file.seek(0)
    content = file.read(MAX_BYTES)
    try:
        with warnings.catch_warnings(), _whole_pictures_only():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(content), formats=FORMATS) as picture:
                _check_size(picture)
                return _redrawn(picture)
    except ValidationError:
        raise
    except Exception as error:
        # The library raises nearly anything at a broken file; none of it is more than that.
        raise ValidationError(
            _("«%(name)s» no es una imagen PNG o JPEG legible: guárdela de nuevo en uno de esos formatos.")
            % {"name": file.name}
        ) from error


@contextmanager
def _whole_pictures_only() -> Iterator[None]:
    """The printing engine, where it is loaded, lets the library fill in what is missing of a picture."""
    from PIL import ImageFile

    before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _check_size(picture: Image.Image) -> None:
    if max(picture.size) > MAX_SIDE or min(picture.size) < MIN_SIDE:
        width, height = picture.size
        raise ValidationError(
            _("El logotipo mide %(width)s × %(height)s puntos: cada lado debe medir entre 16 y 2000.")
            % {"width": width, "height": height}
        )


def _redrawn(picture: Image.Image) -> tuple[bytes, str]:
    """On white paper, upright, not larger than it is printed."""
    from PIL import Image, ImageOps

    is_photo = picture.format == "JPEG"
    upright = ImageOps.exif_transpose(picture)
    if upright.mode.startswith("I"):
        upright = upright.convert("I").point(lambda level: level * (1 / 256)).convert("L")
    layers = upright.convert("RGBA")
    paper = Image.new("RGB", layers.size, "white")
    paper.paste(layers, mask=layers.getchannel("A"))
    paper.thumbnail(KEPT_SIZE, Image.Resampling.LANCZOS)
    out = BytesIO()
    paper.save(out, "JPEG" if is_photo else "PNG", **({"quality": 92} if is_photo else {"optimize": True}))
    return out.getvalue(), "jpg" if is_photo else "png"


def contrast_to_white(ink: str) -> float:
    """Contrast ratio (WCAG 2.2) of «#rrggbb» to white paper: from 1 to 21."""
    shares = [int(ink[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def logo_address(identity: NetworkIdentity) -> str | None:
    """The logo as a `data:` address; None without one, or when its file is gone."""
    if not identity.logo:
        return None
    try:
        with identity.logo.open("rb") as file:
            content = file.read()
    except OSError:
        return None
    kind = next((kind for head, kind in TYPES.items() if content.startswith(head)), None)
    return f"data:{kind};base64,{b64encode(content).decode()}" if kind else None
