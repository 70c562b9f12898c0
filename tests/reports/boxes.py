"""Where the words of a PDF stand on its pages, as an outside tool sees them (`pdftotext -bbox`)."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from html import unescape
from pathlib import Path

PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', re.DOTALL)
WORD = re.compile(r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)</word>')
MM = 72 / 25.4
# The margins at the sides of an upright page and of a lying one, in mm.
SIDES = {False: 17, True: 15}


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its box, in points from the page's upper left corner."""

    left: float
    top: float
    right: float
    bottom: float
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    width: float
    height: float
    words: list[Word]

    @property
    def is_wide(self) -> bool:
        return self.width > self.height


def pages_of(content: bytes, folder: Path) -> list[Page]:
    file = folder / "boxes.pdf"
    file.write_bytes(content)
    found = subprocess.run(["pdftotext", "-bbox", str(file), "-"], capture_output=True, text=True, check=True)
    return [
        Page(
            float(width),
            float(height),
            [Word(*map(float, box[:4]), unescape(box[4])) for box in WORD.findall(words)],
        )
        for width, height, words in PAGE.findall(found.stdout)
    ]


def outside(page: Page) -> list[Word]:
    """The words that leave the page's margins."""
    side = SIDES[page.is_wide] * MM
    return [
        word
        for word in page.words
        if word.left < side - 1
        or word.right > page.width - side + 1
        or word.top < 5 * MM
        or word.bottom > page.height - 5 * MM
    ]


def overlapping(page: Page) -> list[tuple[str, str]]:
    """Words that stand on one another: their middles (a line's box is higher than its letters) meet."""
    words = sorted(page.words, key=lambda word: word.top)
    found = []
    for number, one in enumerate(words):
        slack = (one.bottom - one.top) * 0.28
        for other in words[number + 1 :]:
            if other.top > one.bottom:
                break
            lies_on = other.top < one.bottom - slack and other.bottom > one.top + slack
            if lies_on and other.left < one.right - 0.6 and other.right > one.left + 0.6:
                apart = min(one.bottom, other.bottom) - max(one.top, other.top)
                if apart > 0.5 * min(one.bottom - one.top, other.bottom - other.top):
                    found.append((one.text, other.text))
    return found
