"""A network's logo, colour and signatures on its printed forms, and what its HTML is made ready by."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from networks.models import NetworkIdentity, SignatureBlock
from networks.models.identity import HOUSE_INK
from reports import looks
from reports.context import SignaturePlace
from reports.demo.marks import MARKS, mark_png
from reports.rendering import render_html
from tests.factories import make_period
from tests.reports.report_samples import gestion_context, header, plain, subdere_context

TEAL = "#0b6b68"
STYLES = sorted((Path(looks.__file__).resolve().parent.parent / "static/css/print").glob("*.css"))


def identity(network, **changes) -> NetworkIdentity:
    return NetworkIdentity.objects.create(network=network, **{"ink": TEAL, "logo_alt": "Marca", **changes})


def test_without_an_identity_the_house_colour_and_whoever_holds_the_secretariat(network) -> None:
    network.secretariat_post = "Directora"
    assert looks.identity_of(network, "gestion") == {
        "logo": None,
        "logo_alt": None,
        "ink": HOUSE_INK,
        "signatures": (SignaturePlace(post="Directora", entity="Entidad alfa"),),
    }
    network.secretariat_post = ""
    assert looks.identity_of(network)["signatures"] == ()


def test_the_signatures_of_a_form_take_the_place_of_those_of_all(network) -> None:
    for order, (form, post) in enumerate([("", "General"), ("gestion", "Segunda"), ("gestion", "Primera")]):
        SignatureBlock.objects.create(network=network, form=form, post=post, order=-order % 3)

    def posts(form: str) -> list[str]:
        return [place.post for place in looks.identity_of(network, form)["signatures"]]

    assert posts("gestion") == ["Primera", "Segunda"]
    assert posts("subdere") == ["General"]
    assert posts("") == ["General"]


def test_a_logo_is_an_address_of_its_own(network) -> None:
    found = identity(network)
    found.logo.save("marca.png", ContentFile(mark_png("weave", TEAL)))
    assert looks.identity_of(network)["logo"].startswith("data:image/png;base64,")

    found.logo.storage.delete(found.logo.name)
    assert looks.identity_of(network)["logo"] is None


def test_every_mark_can_be_drawn() -> None:
    assert len({mark_png(name, TEAL) for name in MARKS}) == len(MARKS)


def test_the_ink_takes_the_place_of_the_house_wherever_it_stands() -> None:
    style = looks.ink_style(TEAL)
    house = re.compile("|".join((HOUSE_INK, *looks.TINTS)))
    assert not house.search(style)
    for file in looks.STYLES:
        text = looks.COMMENT.sub("", file.read_text(encoding="utf-8"))
        for selector, body in looks.BLOCK.findall(text):
            if house.search(body) and "@page" not in selector:
                assert f"{selector.strip()} {{" in style, selector
    assert style.count(TEAL) >= sum(
        looks.COMMENT.sub("", file.read_text(encoding="utf-8")).count(HOUSE_INK) for file in looks.STYLES
    )
    assert "@top-left { " in style
    assert "font" not in style


def test_what_gives_way_to_another_rule_still_does() -> None:
    """The ink's style stands over the whole sheet: it says again what is not in ink, too, in the same order."""
    style = looks.ink_style(TEAL)
    total, declared = style.index(".total th"), style.index(".declared-total th")
    assert total < declared
    assert "border-top: 0.4pt dashed #1c1820" in style[declared:]


def test_the_house_ink_needs_no_style_and_nonsense_is_none() -> None:
    assert looks.ink_style(HOUSE_INK) == ""
    for nonsense in ("red", "#fff", "#0B6B68", "#0b6b68; } body { display: none", ""):
        with pytest.raises(ValueError, match="no colour"):
            looks.ink_style(nonsense)


def test_a_tint_is_so_much_of_the_ink_on_white() -> None:
    assert looks.tint("#000000", 12) == "#e1e1e1"
    assert looks.tint("#ffffff", 12) == "#ffffff"


def test_a_report_is_in_the_ink_of_its_header_and_its_pictures_too() -> None:
    data = plain(subdere_context(header=header(ink=TEAL, logo="data:image/png;base64,AAAA", logo_alt="Marca")))
    html = render_html(data)

    assert f"%23{TEAL[1:]}" in html
    assert f"%23{HOUSE_INK[1:]}" not in html
    assert f"<style>{looks.ink_style(TEAL)}</style></head>" in html
    assert '<img class="masthead-logo" src="data:image/png;base64,AAAA" alt="Marca">' in " ".join(html.split())


def test_a_preview_links_the_ink_because_it_allows_no_style(network, secretariat, login) -> None:
    identity(network)
    make_period(network)
    client = login(secretariat)
    page = client.get("/redes/alfa/informes/gestion/2024-T1/").content.decode()

    address = "/redes/alfa/informes/estilo-0b6b68.css"
    assert address in page
    assert "<style" not in page
    response = client.get(address)
    assert response["Content-Type"].startswith("text/css")
    assert response.content.decode() == looks.ink_style(TEAL)
    assert client.get("/redes/alfa/informes/estilo-rojo.css").status_code == 404


def test_each_signature_has_its_place_and_what_is_old_keeps_its_own() -> None:
    blocks = (SignaturePlace(post="Presidenta", entity="Red"), SignaturePlace(name="Muestra", post="Secretaria"))
    html = render_html(plain(gestion_context(header=header(signatures=blocks))))
    assert re.findall(r'<div class="signature-line" id="(firma-\d)">', html) == ["firma-1", "firma-2"]
    assert "Presidenta" in html
    assert "Muestra" in html

    old = plain(gestion_context())
    del old["header"]["signatures"]
    html = render_html(old)
    assert 'id="firma-1"' in html
    assert "Directora" in html


@pytest.mark.parametrize(
    ("cell", "is_long"),
    [("x " * 400, False), ("x " * 500, True), ("W" * 290, False), ("W" * 310, True), ("<b></b>" * 200, False)],
)
def test_only_a_row_that_may_be_higher_than_a_page_is_parted(cell, is_long) -> None:
    html = looks.ready(f"<table><tbody><tr><td>a</td></tr><tr class='x'><td>{cell}</td></tr></tbody></table>")
    assert html.count("long") == int(is_long)


def test_a_short_table_is_kept_and_a_long_body_is_not() -> None:
    def table(rows: int, words: str = "") -> str:
        return looks.ready(f'<table class="grid">{"<tr><td>x</td></tr>" * rows}<tr><td>{words}</td></tr></table>')

    assert '<table class="keep grid">' in table(3)
    assert '<table class="grid">' in table(7)
    assert '<table class="grid">' in table(1, "palabra " * 170)
    body = f'<table><tbody class="keep"><tr><td>{"palabra " * 400}</td></tr></tbody></table>'
    assert '<tbody class="long keep">' in looks.ready(body)


def test_the_style_of_print_knows_only_what_is_fast() -> None:
    """var(), calc(), flex and grid make long reports slow or wrong."""
    assert len(STYLES) > 5
    for file in STYLES:
        if file.name != "screen.css":
            text = looks.COMMENT.sub("", file.read_text(encoding="utf-8"))
            assert not re.search(r"var\(|calc\(|display:\s*(?:flex|grid)|tr\s*\{[^}]*break-after", text), file.name


def test_every_sheet_of_the_forms_that_names_the_house_ink_gives_it_up() -> None:
    entry = next(file for file in STYLES if file.name == "report.css").read_text(encoding="utf-8")
    known = {file.name for file in looks.STYLES}
    for file in STYLES:
        if f'@import url("{file.name}")' in entry and HOUSE_INK in file.read_text(encoding="utf-8"):
            assert file.name in known


@pytest.mark.parametrize(("name", "own"), [("schedule.css", "wall"), ("certificate.css", "diploma")])
def test_documents_of_their_own_kind_share_no_name_with_the_forms(name, own) -> None:
    text = looks.COMMENT.sub("", next(file for file in STYLES if file.name == name).read_text(encoding="utf-8"))
    selectors = [part.strip() for block in looks.BLOCK.findall(text) for part in block[0].split(",")]
    assert all(selector.startswith((f".{own}", f"@page {own}")) for selector in selectors)
