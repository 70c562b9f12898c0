"""The forms at their worst: nothing leaves the page, lies on something else or is lost, and no page is empty."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from pathlib import Path

import pytest

from networks.models import Network
from reports import looks, pdf
from reports.demo import load_network
from reports.official import FORMS, report_data
from reports.rendering import render_html
from reports.scopes import scope_of
from tests.reports.boxes import MM, Page, outside, overlapping, pages_of
from tests.reports.worst import LONG_WORD, many_rows, worst

# A network of ours with much to say in each form.
SAMPLES = {"subdere": ("sernam", "2007"), "matriz": ("coalicion", "2012"), "plan-trabajo": ("utgm", "2012")}
ROWS = {"gestion": 1000, "subdere": 30}
HIDDEN = re.compile(r'<div class="watermark.*?</div>', re.DOTALL)
_kept: dict[str, dict] = {}


def sample(slug: str) -> dict:
    """The form's JSON out of the sample network, built once."""
    if slug not in _kept:
        name, period = SAMPLES.get(slug, ("mesa", "2024-T3"))
        network = Network.objects.filter(slug=name).first() or load_network(name)
        _kept[slug] = report_data(slug, scope_of(network, FORMS[slug], period))
    return _kept[slug]


def printed(html: str, folder: Path) -> list[Page]:
    return pages_of(pdf.render(pdf.PdfJob(html=html, data_name="x.json", data=b"{}")), folder)


def letters_of(html: str) -> Counter:
    """All that is to be read between the page's tags."""
    body = HIDDEN.sub("", html[html.index("<main") :])
    return Counter(re.sub(r"\s", "", unescape(re.sub(r"<[^>]*>", "", body))))


def check(html: str, pages: list[Page]) -> None:
    for number, page in enumerate(pages, start=1):
        assert not outside(page), f"página {number}"
        assert not overlapping(page), f"página {number}"
        body = [word for word in page.words if 15 * MM < word.top < page.height - 21 * MM]
        assert body, f"la página {number} está vacía"
    found = Counter(letter for page in pages for word in page.words for letter in word.text)
    lost = {
        letter: (number, found[letter]) for letter, number in letters_of(html).items() if found[letter] < number
    }
    assert not lost


@pytest.mark.django_db
@pytest.mark.parametrize("slug", FORMS)
def test_a_form_with_the_longest_of_everything(slug, tmp_path) -> None:
    html = render_html(worst(sample(slug)))
    pages = printed(html, tmp_path)

    assert html.count("W") > 8 * len(LONG_WORD)
    check(html, pages)
    words = {word.text for page in pages for word in page.words}
    told = set(re.findall(r"dicho\d{4}", html))
    assert told <= {piece for word in words for piece in re.findall(r"dicho\d{4}", word)}


@pytest.mark.django_db
@pytest.mark.parametrize("slug", FORMS)
def test_a_form_with_very_many_rows(slug, tmp_path) -> None:
    html = render_html(many_rows(sample(slug), ROWS.get(slug, 60)))
    pages = printed(html, tmp_path)

    check(html, pages)
    words = {word.text for page in pages for word in page.words}
    assert set(re.findall(r"fila\d{4}", html[html.index("<main") :])) <= words


def page_of(body: str) -> str:
    head = '<html lang="es"><head><title>P</title></head>'
    return looks.ready(f'{head}<body><main data-network="N" data-form="F">{body}</main></body>')


def table(*rows: str, kind: str = "grid") -> str:
    return (
        f'<table class="{kind}"><colgroup><col class="w20"><col></colgroup>'
        "<thead><tr><th>Cabeza</th><th>Otra</th></tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table>"
    )


def row(*cells: str) -> str:
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def test_a_row_higher_than_a_page_begins_where_it_stands_and_goes_on(tmp_path) -> None:
    told = " ".join(f"dicho{number:04}" for number in range(1100))
    pages = printed(
        page_of("<h1>Título</h1><h2>Parte</h2>" + table(row("código", told), row("otra", "más"))), tmp_path
    )

    first, *middle, last = [" ".join(word.text for word in page.words) for page in pages]
    assert "dicho0000" in first
    assert "dicho0200" in first
    assert all(text.count("Cabeza") == 1 for text in (*middle, last))
    assert "dicho1099" in last
    assert "otra" in last


@pytest.mark.parametrize("lines", range(44, 52))
def test_a_heading_is_never_alone_at_the_foot_of_a_page(lines, tmp_path) -> None:
    filler = "".join(f"<div>línea {number}</div>" for number in range(lines))
    rows = "".join(row(f"fila{number}", "x") for number in range(30))
    body = f'<h1>Título</h1>{filler}<h2>Encabezado</h2><p class="lead">Antes</p>{table(rows)}'
    pages = printed(page_of(body), tmp_path)

    (found,) = [page for page in pages if any(word.text == "Encabezado" for word in page.words)]
    assert {"Encabezado", "Antes", "Cabeza", "fila0"} <= {word.text for word in found.words}


@pytest.mark.parametrize("lines", range(30, 44))
def test_a_short_table_and_a_total_are_not_parted(lines, tmp_path) -> None:
    filler = "".join(f"<div>línea {number}</div>" for number in range(lines))
    further = "<div>línea</div>" * 9
    short = table(*(row(f"corta{number}", "x") for number in range(5)))
    pages = printed(page_of(f"<h1>Título</h1>{filler}{further}{short}"), tmp_path)
    holding = [page for page in pages if any(word.text.startswith("corta") for word in page.words)]
    assert len(holding) == 1

    rows = "".join(row(f"fila{number}", "x") for number in range(12))
    total = '</tbody><tbody class="sum"><tr class="total"><th>Total</th><td>12</td></tr>'
    pages = printed(page_of(f"<h1>Título</h1>{filler}{table(rows + total)}"), tmp_path)
    (found,) = [page for page in pages if any(word.text == "Total" for word in page.words)]
    assert "fila11" in {word.text for word in found.words}


def test_figures_of_a_column_stand_with_their_commas_in_line(tmp_path) -> None:
    from reports.formatting import gap, most_places, number_es

    values = ["14.00", "2.50", "1234.25", "7.10", None]
    most = most_places(values)
    cells = "".join(
        f'<tr><td class="num"><span class="{gap(value, most)}">{number_es(value)}</span></td><td>.</td></tr>'
        for value in values[:-1]
    )
    (page,) = printed(page_of(f"<h1>T</h1>{table(cells)}"), tmp_path)
    # «1 234,25» is two words to the tool.
    figures = [word for word in page.words if re.fullmatch(r"[\d,]+", word.text) and word.text != "1"]

    assert most == 2
    assert gap("3.00", 0) == ""
    # 8.8 pt: a figure is 0.497 em wide, a comma 0.249.
    digit, comma = 8.8 * 0.497, 8.8 * 0.249
    missing = {"14": comma + 2 * digit, "2,5": digit, "7,1": digit}
    ends = {round(word.right + missing.get(word.text, 0), 1) for word in figures if word.left < page.width / 3}
    assert max(ends) - min(ends) < 0.4
