"""What every form's tests ask: its figures in the PDF, its cells' kinds, and its headings."""

from __future__ import annotations

import datetime
import re
import subprocess
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import html5lib
from django.db import connection
from django.test.utils import CaptureQueriesContext

from monitoring.selectors import period_for
from networks.models import Member, Network
from plans.models import Plan
from reports.formatting import decimal_es, number_es
from reports.official import FORMS, report_data
from reports.official.form import Scope, Table
from reports.rendering import render_html, render_pdf
from tests.conftest import check_page

KINDS: dict[str, tuple[type, ...]] = {
    "text": (str,),
    "integer": (int,),
    "decimal": (Decimal,),
    "percent": (Decimal,),
    "date": (datetime.date,),
    "boolean": (bool,),
}
FIGURE = re.compile(r"-?\d+\.\d{2}")


def scope_in(
    network: Network, code: str, *, plan: Plan | None = None, eje: str | None = None, member: Member | None = None
):
    period = period_for(network, code)
    assert period is not None
    return Scope(network=network, period=period, plan=plan, eje=eje, member=member)


def data_of(form: str, network: Network, code: str, **part: Any) -> dict[str, Any]:
    return report_data(form, scope_in(network, code, **part))


def words_of(data: dict[str, Any]) -> str:
    """The page's text; that the page is sound is asserted."""
    html = render_html(data, preview=True)
    check_page(html, data["form"])
    levels = [int(level) for level in re.findall(r"<h([1-6])", html)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels)), levels
    assert all(re.search(r'alt="[^"]+"', image) for image in re.findall(r"<img[^>]*>", html))
    assert all("scope=" in head for head in re.findall(r"<th\b[^>]*>", html))
    body = html5lib.parse(html, namespaceHTMLElements=False).find("body")
    return re.sub(r"\s+", " ", " ".join(body.itertext()))


def pages_of(data: dict[str, Any], folder: Path) -> list[str]:
    """The text of each page of its PDF, as `pdftotext` reads it."""
    file = folder / "informe.pdf"
    file.write_bytes(render_pdf(data, in_process=True))
    found = subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, check=True, text=True)
    return [re.sub(r"[ \t]+", " ", page) for page in found.stdout.split("\f")[:-1]]


def figures_in(value: Any) -> set[str]:
    """Every decimal figure of frozen data."""
    if isinstance(value, dict):
        return set().union(*map(figures_in, value.values()))
    if isinstance(value, list):
        return set().union(*map(figures_in, value))
    return {value} if isinstance(value, str) and FIGURE.fullmatch(value) else set()


def missing_figures(figures: set[str], text: str) -> list[str]:
    return sorted(one for one in figures if decimal_es(one) not in text and number_es(one) not in text)


def check_tables(form: str, data: dict[str, Any]) -> dict[str, Table]:
    """Every cell is of its column's kind or empty; sheets' names fit and differ."""
    tables = FORMS[form].tables(data)
    assert len({table.name for table in tables}) == len(tables)
    for table in tables:
        assert 0 < len(table.name) <= 31
        for row in table.rows:
            assert len(row) == len(table.columns), table.name
            for column, cell in zip(table.columns, row, strict=True):
                assert cell is None or type(cell) in KINDS[column.kind], (table.name, column.title, cell)
    return {table.name: table for table in tables}


def queries_of(form: str, network: Network, code: str) -> int:
    with CaptureQueriesContext(connection) as found:
        data_of(form, network, code)
    return len(found)
