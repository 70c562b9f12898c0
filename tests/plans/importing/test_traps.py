"""What real tables do to whoever reads them: words for empty cells, and tables that go on over the page."""

import pytest

from plans.importing.draft import Options
from plans.importing.reading import read_document
from tests.documents.builders import saved, workbook
from tests.plans.importing.wholes import document_of, read

OPTIONS = Options(first_year=2024, last_year=2024)
HEAD = ["Eje", "Actividad", "Ponderación", "Plazo", "Responsable"]
FIRST = [["1. Redes", "Reunirse", "14", "mayo", "Belice"], ["", "Contarlo", "50", "junio", "Belice"]]
REST = [["", "Otra", "36", "julio", "Belice"], ["2. Cursos", "Dar uno", "100", "julio", "Belice"]]


@pytest.mark.parametrize("words", ["N/A", "n.a.", "No aplica", "s/d", "Sin información"])
def test_words_for_an_empty_cell_are_told_and_are_nobody(words):
    rows = [HEAD, ["1. Redes", "Reunirse", "100", words, words]]
    draft = read(document_of("# Plan", rows), OPTIONS)
    (activity,) = draft.versions[0].walk()
    assert (activity.deadline.text, activity.parties) == ("", [])
    assert [(row.kind, row.declared) for row in draft.discrepancies] == [
        ("not_understood", words),
        ("not_understood", words),
        ("missing_responsible", ""),
    ]


def test_a_status_may_say_that_it_does_not_apply():
    rows = [["Eje", "Actividad", "Plazo", "Estado"], ["1. Redes", "Reunirse", "mayo", "N/A"]]
    (activity,) = read(document_of("# Plan", rows), OPTIONS).versions[0].walk()
    assert activity.reported.status == "no_aplica"


@pytest.mark.parametrize(
    ("between", "next_page"),
    [([], [HEAD, *REST]), ([], REST), (["(continuación)"], REST), (["Continúa"], [HEAD, *REST])],
)
def test_a_table_goes_on_over_the_page(between, next_page):
    draft = read(document_of("# Plan", [HEAD, *FIRST], *between, next_page), OPTIONS)
    (version,) = draft.versions
    assert [(eje.title, [row.title for row in eje.activities]) for eje in version.ejes] == [
        ("Redes", ["Reunirse", "Contarlo", "Otra"]),
        ("Cursos", ["Dar uno"]),
    ]
    assert not [row for row in draft.discrepancies if row.kind != "not_understood"]


@pytest.mark.parametrize(
    "rows",
    [
        [
            ["N°", "Actividad", "Plazo"],
            ["AUTONOMÍA"],
            ["1", "Reunirse", "mayo"],
            ["CUIDADOS"],
            ["1", "Ir", "mayo"],
        ],
        [
            ["Actividad", "Plazo", "Apoyo"],
            ["Autonomía"],
            ["Reunirse", "mayo", "X"],
            ["Cuidados"],
            ["Ir", "mayo", "Y"],
        ],
    ],
)
def test_titles_between_rows_that_nothing_draws_over_them(rows):
    width = len(rows[0])
    rows = [[*row, *[""] * (width - len(row))] for row in rows]
    (version,) = read(document_of("# Plan", rows), OPTIONS).versions
    assert [(eje.title.casefold(), [row.title for row in eje.activities]) for eje in version.ejes] == [
        ("autonomía", ["Reunirse"]),
        ("cuidados", ["Ir"]),
    ]


def test_an_activity_of_which_nothing_else_is_said_is_no_title():
    rows = [
        ["Actividad", "Plazo", "Apoyo"],
        ["Reunirse", "mayo", "Belice"],
        ["Contarlo", "", ""],
        ["Ir", "mayo", ""],
    ]
    (version,) = read(document_of("# Plan", rows), OPTIONS).versions
    assert [row.title for row in version.walk()] == ["Reunirse", "Contarlo", "Ir"]


def test_a_lone_sign_between_lines_keeps_its_place():
    rows = [
        ["Objetivo", "Actividad", "Pond.", "Cumple", "Pond. ganada", "Producto", "Plazo", "Verificación"],
        ["1. Redes", "Reunirse\nContarlo\nIr", "50\n20\n30", "Cumplido\n-\nCumplido", "50\n-\n30"],
    ]
    rows[1] += ["Acta\nNota\nFoto", "mayo\n-\njunio", "Lista\n—\nImagen"]
    draft = read(document_of("# Plan", rows), OPTIONS)
    found = [
        (
            row.reported.status,
            row.reported.earned,
            product.deadline.text,
            [proof.text for proof in product.verifications],
        )
        for row in draft.versions[0].walk()
        for product in row.deliverables
    ]
    assert found == [
        ("cumplido", 50, "mayo", ["Lista"]),
        ("", None, "", []),
        ("cumplido", 30, "junio", ["Imagen"]),
    ]
    assert [row.declared for row in draft.discrepancies if row.kind == "not_understood"] == ["-", "-", "-", "—"]


MONTHS = ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "set", "oct", "nov", "dic"]
LIST = [["A. Redes"], ["a.1 Reunirse"], ["a.2 Contarlo"], ["B. Cursos"], ["b.1 Dar uno"]]


def sheet(rows, tmp_path):
    path = saved(tmp_path, "Plan.xlsx", workbook({"Hoja1": rows}))
    return read(read_document(path, "Plan.xlsx"), OPTIONS)


def test_a_list_and_its_cronograma_on_one_sheet(tmp_path):
    marks = [[line.replace("Dar uno", "Dar dos"), "X"] for (line,) in LIST]
    draft = sheet([["Plan"], ["Actividades"], *LIST, [], ["Cronograma"], ["Actividad", *MONTHS], *marks], tmp_path)
    (version,) = draft.versions
    assert [(row.code, row.months) for row in version.walk()] == [
        ("a.1", ["2024-01"]),
        ("a.2", ["2024-01"]),
        ("b.1", ["2024-01"]),
    ]
    (found,) = [row for row in draft.discrepancies if row.kind == "text_differs"]
    assert (found.where.sheet, found.where.row) == ("Hoja1", 15)


def test_a_plan_and_its_agenda_on_one_sheet_are_two_versions(tmp_path):
    plan = [["Eje", "Actividad", "Plazo", "Apoyo"], ["1. Redes", "Ir", "mayo", ""], ["2. Paz", "Ver", "mayo", ""]]
    agenda = [["Eje", "Actividad", "Plazo"], ["1. Redes", "Ir", "2024"], ["2. Paz", "Ver", "junio"]]
    draft = sheet([["Plan"], *plan, [], ["Agenda"], *agenda], tmp_path)
    assert [[row.deadline.text for row in version.walk()] for version in draft.versions] == [
        ["mayo", "mayo"],
        ["2024", "junio"],
    ]


def test_the_same_headings_again_begin_no_table(tmp_path):
    head = ["Actividad", "Plazo", "Apoyo"]
    rows = [["Eje 1: Redes"], head, ["Ir", "mayo", ""], [], ["Eje 2: Paz"], head, ["Ver", "mayo", ""]]
    (version,) = sheet(rows, tmp_path).versions
    assert [(eje.title, [row.title for row in eje.activities]) for eje in version.ejes] == [
        ("Redes", ["Ir"]),
        ("Paz", ["Ver"]),
    ]


PAGE = ["Eje", "Actividad", "Producto", "Plazo", "Medio de verificación", "Responsable"]
LAST_OF_PAGE = ["1. Redes", "Reunirse", "Directorio", "mayo", "Firmas", "Belice"]
PRODUCT_ALONE = ["", "", "Encuentro", "junio", "Fotos", "Nicaragua"]
ANOTHER = ["", "", "Canal", "julio", "Enlace", "Belice"]
NEXT = ["", "Contarlo", "Boletín", "julio", "Ejemplar", "Belice"]


def products(draft):
    (version,) = draft.versions
    return [[row.title, *(product.title for product in row.deliverables)] for row in version.walk()]


@pytest.mark.parametrize(
    ("next_page", "found"),
    [
        ([PRODUCT_ALONE, ANOTHER, NEXT], [["Encuentro", "Canal"], ["Contarlo", "Boletín"]]),
        ([PRODUCT_ALONE, ANOTHER], [["Encuentro", "Canal"]]),
    ],
)
def test_a_product_at_the_top_of_the_next_page_is_of_the_activity_above(next_page, found):
    draft = read(document_of("# Plan", [PAGE, LAST_OF_PAGE], next_page), OPTIONS)
    assert products(draft) == [["Reunirse", "Directorio", *found[0]], *found[1:]]
    first = next(draft.versions[0].walk())
    product = first.deliverables[1]
    assert (product.deadline.text, product.where.table, product.where.row) == ("junio", 2, 1)
    assert [proof.text for proof in product.verifications] == ["Fotos"]
    assert [party.words for party in product.parties] == ["Nicaragua"]
    assert [party.words for party in first.parties] == ["Belice"]
    assert product.where.code == first.code
    assert [row for row in draft.discrepancies if row.kind in ("not_understood", "count_mismatch")] == []


def test_a_product_goes_on_over_three_pages():
    draft = read(document_of("# Plan", [PAGE, LAST_OF_PAGE], [PRODUCT_ALONE], [ANOTHER, NEXT]), OPTIONS)
    assert products(draft) == [["Reunirse", "Directorio", "Encuentro", "Canal"], ["Contarlo", "Boletín"]]


def test_after_a_total_several_activities_or_with_a_weight_the_product_is_not_the_one_aboves():
    head = [*PAGE, "Ponderación"]
    last, alone = [*LAST_OF_PAGE, "100"], [*PRODUCT_ALONE, ""]
    total = ["Total", "", "", "", "", "", "100"]
    draft = read(document_of("# Plan", [head, last, total], [alone, [*NEXT, "100"]]), OPTIONS)
    assert [row.title for row in draft.versions[0].walk()] == ["Reunirse", "Encuentro", "Contarlo"]
    several = ["1. Redes", "1.1 Reunirse\n1.2 Escribir", "Directorio\nBoletín", "mayo", "", "", "50\n50"]
    draft = read(document_of("# Plan", [head, several], [alone, [*NEXT, ""]]), OPTIONS)
    assert [row.title for row in draft.versions[0].walk()] == ["Reunirse", "Escribir", "Encuentro", "Contarlo"]
    weighed = [*PRODUCT_ALONE, "40"]
    draft = read(document_of("# Plan", [head, last], [weighed, [*NEXT, "60"]]), OPTIONS)
    assert [row.title for row in draft.versions[0].walk()] == ["Reunirse", "Encuentro", "Contarlo"]
