"""Charts as SVG data addresses, the same on the page and in the PDF. Pure; no words inside the picture.

What a bar says is said in the table beside it and in the picture's `alt`.
"""

from decimal import Decimal
from urllib.parse import quote

WIDTH, HEIGHT = 200, 16
INK, TRACK, EDGE = "#4b2a63", "#ffffff", "#6b6472"


def progress_bar(percent: Decimal | None) -> str:
    """`data:` address of a horizontal bar filled to `percent` (capped to 0–100); None draws it dashed.

    Filled against empty with an outline, so that it reads in black and white.
    """
    frame = f'x="1" y="1" width="{WIDTH - 2}" height="{HEIGHT - 2}" fill="{TRACK}" stroke="{EDGE}"'
    if percent is None:
        shapes = f'<rect {frame} stroke-dasharray="4 3"/>'
    else:
        filled = min(max(percent, Decimal(0)), Decimal(100)) * (WIDTH - 2) / 100
        shapes = (
            f'<rect {frame}/><rect x="1" y="1" width="{filled:.1f}" height="{HEIGHT - 2}" fill="{INK}"/>'
            f'<path d="M{WIDTH / 4} 11v4M{WIDTH / 2} 11v4M{WIDTH * 3 / 4} 11v4" stroke="{EDGE}"/>'
        )
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">{shapes}</svg>'
    return "data:image/svg+xml," + quote(svg, safe="/:=")
