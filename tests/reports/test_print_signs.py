"""What was typed is what is printed: every sign drawn with a font of ours, and copied out as it was."""

from __future__ import annotations

import logging
import re
import subprocess
import unicodedata
from html import escape, unescape
from io import BytesIO
from urllib.parse import quote

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from networks import signs
from networks.signs_table import PRINTABLE
from reports import pdf, pdf_signs

ALPHABET = sorted(set(re.findall(f"[{PRINTABLE}]", "".join(map(chr, (*range(0xD800), *range(0xE000, 0x20000)))))))
PARAGRAPH = (
    "Tiếng Việt: Quyền phụ nữ; Ελληνικά: δικαιώματα τῶν γυναικῶν; Русский: права женщин; guaraní: kuña g̃uarã; "
    "→ ⇒ ↔ ∑ ∫ √ ≤ ≥ ∞ ∈ ≠ ½ №; ♀ ✓ ✗ ◐ ○ ● ↻ ⊘ □ ☐ ☒; 👍 😀 📊 🌱 💜; 𝗕𝗼𝗹𝗱; € ₲ ₿"
)
# What is left of pictures made of several signs: each of them, without what joins them.
HARD = {
    "flag": ("🇨🇱 y 🇫🇷", "🇨🇱 y 🇫🇷"),
    "skin": ("👍🏾 y 👍", "👍🏾 y 👍"),
    "family": ("a 👨‍👩‍👧 b", "a 👨👩👧 b"),
    "profession": ("a 👩‍⚕️ b", "a 👩⚕ b"),
    "variants": ("a ♀️ b ♀︎ c ❤️ d", "a ♀ b ♀ c ❤ d"),
    "keycap": ("1️⃣ 2", "1⃣ 2"),
    "decomposed": (unicodedata.normalize("NFD", "Niñas, ação, ữ"), "Niñas, ação, ữ"),
    "marks": ("g̃ g m̃ m ɔ̃ ɔ x̂ x", "g̃ g m̃ m ɔ̃ ɔ x̂ x"),
    "junk": ("pro\u00adduc\u200bto\ufeff \u202a\u200efin\u202c", "producto fin"),
    "joiner": ("a\u200db \u200d c", "ab c"),
    "bullets": ("\uf0b7 uno \uf0fc dos", "• uno ✓ dos"),
    "old data": ("漢 y \x07 fin", "□ y fin"),
}


def job(body: str) -> pdf.PdfJob:
    html = f"<html lang='es'><title>Prueba</title><main><h1>Prueba</h1>{body}</main></html>"
    return pdf.PdfJob(html=html, data_name="prueba.json", data=b"{}\n")


def printed(*texts: str, tag: str = "p") -> bytes:
    return pdf.render(job("".join(f"<{tag}>{escape(text)}</{tag}>" for text in texts)))


def words_of(content: bytes) -> str:
    """By their places: what is narrow or wide in a font does not join or part them."""
    done = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=content, capture_output=True, check=True)
    words = re.findall(r"<word[^>]*>(.*)</word>", done.stdout.decode())
    return unicodedata.normalize("NFC", unescape(" ".join(words)))


def fonts_of(content: bytes) -> list[str]:
    done = subprocess.run(["pdffonts", "-"], input=content, capture_output=True, check=True)
    return done.stdout.decode().splitlines()[2:]


def assert_drawn(content: bytes) -> None:
    """No glyph is «.notdef», and every glyph says what it is, as PDF/A-3u asks."""
    with pikepdf.open(BytesIO(content)) as document:
        for page in document.pages:
            fonts = {name: glyphs_told(font) for name, font in page.Resources.Font.items()}
            told: dict[int, str] = {}
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) == "Tf":
                    told = fonts[str(operands[0])]
                shown = operands[0] if str(operator) == "TJ" else operands if str(operator) == "Tj" else ()
                for string in shown:
                    if isinstance(string, pikepdf.String):
                        codes = bytes(string)
                        for glyph in (int.from_bytes(codes[at : at + 2]) for at in range(0, len(codes), 2)):
                            assert glyph, "hay un signo sin dibujo"
                            assert told.get(glyph), f"el dibujo {glyph} no dice qué signo es"


def glyphs_told(font) -> dict[int, str]:
    pairs = re.findall(rb"<([0-9a-f]{4})> <([0-9a-f]*)>", font.ToUnicode.read_bytes())
    return {int(glyph, 16): bytes.fromhex(sign.decode()).decode("utf-16-be") for glyph, sign in pairs}


@pytest.fixture(autouse=True)
def no_warning(caplog):
    """The engine warns of a sign without a glyph."""
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        yield
    assert caplog.messages == []


@pytest.mark.parametrize("tag", ["p", "h2"])
def test_a_paragraph_of_many_scripts_is_copied_as_it_was_typed(tag):
    content = printed(PARAGRAPH, tag=tag)

    assert unicodedata.normalize("NFC", PARAGRAPH) in words_of(content)
    assert_drawn(content)
    for line in fonts_of(content):
        embedded, subset, to_unicode = line.split()[-5:-2]
        assert (embedded, subset, to_unicode) == ("yes", "yes", "yes"), line


def test_what_is_made_of_several_signs_is_printed_whole():
    content = printed(*(typed for typed, _ in HARD.values()))

    assert_drawn(content)
    words = words_of(content)
    for name, (_typed, kept) in HARD.items():
        assert " ".join(unicodedata.normalize("NFC", kept).split()) in words, name


def test_each_accepted_sign_is_drawn():
    """All of them, in one document."""
    content = printed("".join(f"{sign} " for sign in ALPHABET))

    assert len(ALPHABET) > 8000
    assert_drawn(content)
    have = set(words_of(content))
    missing = {sign for sign in unicodedata.normalize("NFC", "".join(ALPHABET)) if not sign.isspace()} - have
    assert missing == set()


texts = st.lists(st.text(st.sampled_from(ALPHABET), max_size=30), min_size=100, max_size=100)


@settings(max_examples=5, suppress_health_check=list(HealthCheck))
@given(texts)
def test_any_accepted_text_is_drawn(several):
    assert all(not signs.unprintable_signs(text) for text in several)
    assert_drawn(printed(*several))


def test_ordinary_documents_read_no_other_fonts(monkeypatch):
    asked, toolkit = [], pdf._toolkit

    def spy(*, all_signs):
        asked.append(all_signs)
        return toolkit(all_signs=all_signs)

    monkeypatch.setattr(pdf, "_toolkit", spy)

    names = {line.split()[0].split("+")[1] for line in fonts_of(printed("Niñas — «hola» ✓ ♀ Łódź"))}
    printed("αβγ")

    assert asked == [False, True]
    assert names == {"Informe-titular-Semi-Bold", "Informe", "Informe-ext", "Informe-signos"}


def test_a_document_is_the_same_after_one_with_other_signs():
    first = printed("Niñas ✓")
    printed("αβγ 👍")
    again = printed("Niñas ✓")
    assert fonts_of(first) == fonts_of(again)
    assert words_of(first) == words_of(again)


def test_words_in_a_drawing_count_too():
    drawing = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 200 20'><text y='15'>{}</text></svg>"

    def page(text: str) -> str:
        return f'<p><img alt="x" src="data:image/svg+xml,{quote(drawing.format(text))}"></p>'

    assert pdf_signs.needs_fall_back(page("αβγ"))
    assert not pdf_signs.needs_fall_back(page("Niñas ✓"))
    assert pdf_signs.unprintable(page("漢 αβγ")) == ("漢",)
    content = pdf.render(job(page("αβγ 漢")))
    assert_drawn(content)
    assert "αβγ □" in words_of(content)


def test_what_is_replaced_is_told_in_its_order():
    assert pdf_signs.unprintable("<p>Niñas 👍 \u200b</p>") == ()
    assert pdf_signs.unprintable("<p>字 漢 字 \x07</p>") == ("字", "漢", "\x07")
