"""The printed page of each form, read as HTML: what must be there, for whatever the records hold."""

import re
from itertools import pairwise

import html5lib
import pytest
from django.utils import translation

from reports.formatting import count_es, date_es, decimal_es, number_es, value_es
from reports.official.gestion import context as gestion
from reports.official.subdere import context as subdere
from reports.rendering import render_html
from tests.conftest import check_page
from tests.reports.report_samples import activity, eje, gestion_context, header, plain, subdere_context

EMPTY = (
    subdere.SubdereContext(network="vacia", period="2012", region="", header=header()),
    gestion.GestionContext(network="vacia", period="2012-T1", header=header()),
)


def words(html: str) -> str:
    body = html5lib.parse(html, namespaceHTMLElements=False).find("body")
    return re.sub(r"\s+", " ", " ".join(body.itertext()))


@pytest.mark.parametrize("report", [subdere_context(), gestion_context(), gestion_context(14), *EMPTY])
def test_page_is_sound(report):
    html = render_html(plain(report), preview=True)

    check_page(html, report.form)
    levels = [int(level) for level in re.findall(r"<h([1-6])", html)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert all('alt="' in image for image in re.findall(r"<img[^>]*>", html))


def test_subdere_shows_both_totals_where_they_differ():
    text = words(render_html(plain(subdere_context())))

    assert "100,00 declarado ≠ 50,00 calculado" in text
    assert "≠ declarado 17,00" in text
    assert "nota 1" in text
    assert "El total declarado no es la suma." in text
    assert text.count("Total declarado") == 1


def test_subdere_distinguishes_silence_from_failure():
    rows = (
        activity("1.1", status=None, earned=None, narrative=None, reported=0),
        activity("1.2", status="no_cumplido"),
    )
    text = words(render_html(plain(subdere_context(ejes=(eje("1", rows),)))))

    assert "Sin informar" in text
    assert text.count("No cumplido") == 1


def test_plan_without_weights_speaks_of_progress():
    rows = (activity("1.1", weight=None, progress=None), activity("1.2", weight=None))
    group = eje("1", rows, weight_total=None, earned_total=None)
    text = words(render_html(plain(subdere_context(weighted=False, ejes=(group,)))))

    assert "Ponderación ganada" not in text
    assert "Avance sobre 100" in text


def test_gestion_keeps_the_order_of_the_form():
    text = words(render_html(plain(gestion_context())))

    order = [
        "Nombre de la instancia",
        "Asistentes",
        "Ordinarias",
        "Publicación en la página web",
        "Funciones generales",
        "Seguimiento al plan de acción",
        "Análisis del funcionamiento",
        "Seguimiento a las decisiones",
        "Síntesis",
        "Firma de quien ejerció",
        "Notas de consistencia",
    ]
    places = [text.index(heading) for heading in order]
    assert places == sorted(places)
    assert "10/01/2024" in text
    assert "Dos (2)" in text
    assert "70,00 %" in text


def test_publication_boxes_tell_no_from_unknown():
    html = render_html(plain(gestion_context()))

    rows = re.findall(r'<tr><th scope="row">(Actas|Informe|Normas)</th>(.*?)</tr>', html, re.DOTALL)
    boxes = {item: re.findall("[☒☐]", cells) for item, cells in rows}
    assert boxes == {
        "Actas": ["☒", "☐", "☐"],
        "Informe": ["☐", "☒", "☐"],
        "Normas": ["☐", "☐", "☒"],
    }


@pytest.mark.parametrize("report", EMPTY)
def test_nothing_recorded_says_so(report):
    text = words(render_html(plain(report)))

    assert text.count("Sin información") >= 5
    assert "None" not in text


def test_provisional_figures_say_so():
    assert "Cifras provisionales" in words(render_html(plain(gestion_context(header=header(provisional=True)))))
    assert "provisionales" not in words(render_html(plain(gestion_context())))


def test_words_of_the_records_are_escaped():
    hostile = subdere_context(region="<script>alert(1)</script>")

    assert "<script" not in render_html(plain(hostile))


def test_the_form_keeps_its_language_and_its_commas_on_any_screen():
    data = plain(subdere_context())
    with translation.override("en"):
        assert render_html(data) == render_html(data)
        assert "50,00" in render_html(data)


def test_writing_of_figures_and_dates():
    assert decimal_es("12.50") == "12,50"
    assert decimal_es("50000.00") == "50\u00a0000,00"
    assert decimal_es(None) == "—"
    assert [number_es(value) for value in ("14.00", "2.50", "100.00", "0.00")] == ["14", "2,5", "100", "0"]
    assert date_es("2024-04-16") == "16/04/2024"
    assert [value_es(value) for value in ("17.00", "2024-10-18", "pendiente", None)] == [
        "17,00",
        "18/10/2024",
        "pendiente",
        "—",
    ]
    assert (count_es(2), count_es(31)) == ("dos (2)", "31")
