"""An outline in a table is the plan that the same lines are in running text, whatever its columns."""

import pytest

from plans.importing.draft import Options
from plans.importing.items import split_code
from plans.importing.reading import read_document
from tests.documents.builders import csv_file, ods, saved, word, workbook
from tests.plans.importing.wholes import document_of, read

OPTIONS = Options(first_year=2024, last_year=2024)
LINES = [
    "A. Comunicarse en la red",
    "a.1. Poner al día la lista, con sus suplentes",
    "a.2. Abrir un correo",
    "B. Prevenir en cada ciudad",
    "b.1. Hacer un informe trimestral",
    "b.2. Reunirse",
    "b.2.1. Seminario abierto",
    "b.2.2. Reunión de balance",
    "b.2.3. Reunión cerrada",
    "C. Hablar con otras redes",
]
CODED = [list(split_code(line)) for line in LINES]
MONTHS = ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "set", "oct", "nov", "dic"]
SCHEDULE = [
    [line.replace("trimestral", "semestral"), "", "X"] for line in LINES if not line.startswith(("b.2.1", "C"))
]


def levels(*names):
    """Each line in the column of its level."""
    rows = [list(names)]
    for (code, _), line in zip(CODED, LINES, strict=True):
        place = 0 if code.isupper() else code.count(".")
        rows.append(["", "", ""])
        rows[-1][place] = line
    return rows


def beside(code, words):
    return ["", ""] if code.isupper() else ["Coordinación", words]


SHAPES = {
    "one column": [[line] for line in LINES],
    "with a heading": [["Actividades programadas"], *([line] for line in LINES)],
    "under titles": [["Plan de la red"], [], ["Lo que haremos"], *([line] for line in LINES)],
    "code and words": [["Código", "Actividad"], *CODED],
    "words and code": [["Actividad", "Código"], *([words, code] for code, words in CODED)],
    "code and words alone": CODED,
    "odd headings": [["Id", "Contenido"], *CODED],
    "a column each": levels("Grupo", "Actividad", "Sub-actividad"),
    "with others": [
        ["Responsable", "Actividades", "Plazo"],
        *([who, f"{code}. {words}", due] for code, words in CODED for who, due in [beside(code, "mayo")]),
    ],
    "with others, coded": [
        ["Plazo", "Código", "Actividad", "Responsable"],
        *([due, code, words, who] for code, words in CODED for who, due in [beside(code, "mayo")]),
    ],
}


def shape_of(draft):
    return [
        (eje.code, [(row.code, [child.code for child in row.children]) for row in eje.activities])
        for eje in draft.versions[0].ejes
    ]


EXPECTED = [
    ("A", [("a.1", []), ("a.2", [])]),
    ("B", [("b.1", []), ("b.2", ["b.2.1", "b.2.2", "b.2.3"])]),
    ("C", []),
]


@pytest.mark.parametrize("rows", SHAPES.values(), ids=SHAPES)
@pytest.mark.parametrize("kind", ["xlsx", "ods", "docx"])
def test_a_list_in_a_table_and_its_cronograma(rows, kind, tmp_path):
    schedule = [["Actividad", *MONTHS], *SCHEDULE]
    make = {
        "xlsx": lambda: workbook({"Lista": rows, "Meses": schedule}),
        "ods": lambda: ods({"Lista": rows, "Meses": schedule}),
        "docx": lambda: word("Lista", rows, "Meses", schedule),
    }
    name = f"Plan.{kind}"
    draft = read(read_document(saved(tmp_path, name, make[kind]()), name), OPTIONS)
    assert shape_of(draft) == EXPECTED
    assert {(row.kind, row.where.code) for row in draft.discrepancies} >= {
        ("text_differs", "b.1"),
        ("numbering_gap", "b.2.2"),
        ("count_mismatch", ""),
    }
    assert [row.months for row in draft.versions[0].walk() if row.code == "b.1"] == [["2024-02"]]


@pytest.mark.parametrize("delimiter", [";", ","])
def test_a_list_in_plain_text_keeps_its_commas(delimiter, tmp_path):
    data = csv_file(SHAPES["one column"], delimiter=delimiter)
    draft = read(read_document(saved(tmp_path, "Plan.csv", data), "Plan.csv"), OPTIONS)
    assert shape_of(draft) == EXPECTED
    assert draft.versions[0].ejes[0].activities[0].title == "Poner al día la lista, con sus suplentes"


def test_months_before_the_words_and_codes_at_the_end(tmp_path):
    schedule = [[*MONTHS, "Actividad", "Código"]]
    schedule += [["", "X", *[""] * 10, *split_code(line)[::-1]] for line, *_ in SCHEDULE]
    data = workbook({"Meses": schedule, "Lista": SHAPES["code and words"]})
    draft = read(read_document(saved(tmp_path, "Plan.xlsx", data), "Plan.xlsx"), OPTIONS)
    assert shape_of(draft) == EXPECTED
    assert ("text_differs", "b.1") in {(row.kind, row.where.code) for row in draft.discrepancies}


def test_levels_told_by_their_place():
    rows = [["I. Redes"], ["1. Reunirse"], ["a) Convocar"], ["b) Hacer el acta"], ["2. Contarlo"]]
    rows += [["II. Formación"], ["1. Dar un curso"], ["2. Evaluarlo"], ["a) Encuestar"]]
    draft = read(document_of("# Plan", [["Qué", "Responsable"], *([*row, ""] for row in rows)]), OPTIONS)
    assert shape_of(draft) == [
        ("I", [("1", ["1.a", "1.b"]), ("2", [])]),
        ("II", [("1", []), ("2", ["2.a"])]),
    ]


def test_what_an_outer_line_says_besides_its_words_is_told():
    rows = [["Actividad", "Responsable"], ["A. Redes", ""], ["a.1 Reunirse", ""], ["B. Cursos", "La red"]]
    draft = read(document_of("# Plan", [*rows, ["b.1 Dar un curso", ""], ["C. Otras", ""]]), OPTIONS)
    assert [eje.code for eje in draft.versions[0].ejes] == ["A", "B", "C"]
    assert "La red" in {row.declared for row in draft.discrepancies if row.kind == "not_understood"}


def test_a_line_whose_parent_is_missing_hangs_from_no_other():
    rows = [["A. Redes"], ["a.1 Reunirse"], ["B. Cursos"], ["b.1 Dar uno"], ["b.1.1 Convocar"], ["b.5.2 Evaluar"]]
    draft = read(document_of("# Plan", [["Actividades"], *rows]), OPTIONS)
    assert shape_of(draft)[1] == ("B", [("b.1", ["b.1.1"]), ("b.5.2", [])])
    assert ("numbering_gap", "b.5.2") in {(row.kind, row.where.code) for row in draft.discrepancies}


def test_a_list_beside_a_matrix_is_no_plan():
    matrix = [["Eje", "Actividad", "Plazo"], ["1. Redes", "Reunirse", "mayo"], ["", "Contarlo", "junio"]]
    agenda = [["1. Apertura"], ["1.1 Saludo"], ["1.2 Programa"], ["2. Trabajo"], ["2.1 Grupos"]]
    draft = read(document_of("# Plan", matrix, "Programa del encuentro", agenda), OPTIONS)
    assert [row.title for row in draft.versions[0].walk()] == ["Reunirse", "Contarlo"]
    assert any("Programa del encuentro" in str(row.values.values()) for row in draft.discrepancies)


def test_a_numbered_list_with_those_who_do_it_beside_a_matrix_is_no_plan_either():
    matrix = [["Eje", "Actividad", "Plazo"], ["1. Redes", "Reunirse", "mayo"], ["", "Contarlo", "junio"]]
    other = [["Contenido", "Responsable"], ["1. Apertura", ""], ["1.1 Saludo", "Belice"], ["2. Cierre", ""]]
    draft = read(document_of("# Plan", matrix, "Encuentro", [*other, ["2.1 Foto", "Belice"]]), OPTIONS)
    assert [row.title for row in draft.versions[0].walk()] == ["Reunirse", "Contarlo"]


@pytest.mark.parametrize(
    "rows",
    [
        [["1", "A. Redes", "Reunirse\nContarlo", "Acta\nNota", "mayo\njunio"], ["2", "", "Ir", "Lista", "julio"]],
        [["1", "A. Redes", "Reunirse", "Acta", "mayo"], ["2", "", "", "Foto", "mayo"]],
        [["1", "A. Redes", "Reunirse", "Acta", "mayo"], ["2", "A. Redes", "Reunirse", "Foto", "mayo"]],
    ],
)
def test_numbers_of_rows_are_no_codes(rows):
    rows = [["N.º", "Eje", "Actividad", "Producto", "Plazo"], *rows, ["3", "B. Cursos", "Dar", "Guía", "mayo"]]
    draft = read(document_of("# Plan", rows), OPTIONS)
    assert {row.code[0] for row in draft.versions[0].walk()} == {"A", "B"}
    assert [row.kind for row in draft.discrepancies] == ["not_understood"]


def test_rows_over_the_headings_are_told():
    rows = [["Aprobado en sesión", "", ""], ["Eje", "Actividad", "Plazo"], ["1. Redes", "Reunirse", "mayo"]]
    draft = read(document_of("# Plan", [*rows, ["2. Cursos", "Dar uno", "junio"]]), OPTIONS)
    (found,) = draft.discrepancies
    assert (found.text % found.values, found.declared) == (
        "Filas sobre los encabezados que no se leyeron: 1.",
        "Aprobado en sesión",
    )
