"""A cronograma gives the plan its months, and what it says otherwise is told."""

import pytest

from plans.importing.cells import EMPTY, Cell, Table
from plans.importing.mapping import SCHEDULE, TableMapping
from plans.importing.schedule import apply, plan, shares
from tests.plans.importing.trees import OPTIONS, activity, eje, kinds, sentence

LEVELS = ["eje", "activity", "sub_activity"]


def cronograma(lines, months=(1, 2, 3, 4), roles=None, headings=None):
    """Each line is its text (or texts) and its marks: «X.X.» marks the first and third month."""
    roles = roles or {0: "activity"}
    first = len(roles)
    rows = [["Actividad"] * first + [f"m{month}" for month in months]]
    for line, marks in lines:
        texts = [line] if isinstance(line, str) else list(line)
        rows.append(texts + [mark.replace(".", "") for mark in marks.ljust(len(months), ".")])
    cells = [[Cell((text,)) if text else EMPTY for text in row] for row in rows]
    table = Table(3, cells, list(range(1, len(rows) + 1)), title="Cronograma")
    columns = roles | {first + place: f"month:{month}" for place, month in enumerate(months)}
    return table, TableMapping(3, SCHEDULE, (0, 0), columns, headings or {})


def ejes():
    meeting = activity("b.2", title="Encuentro", children=[activity("b.2.1", title="Seminario")])
    return [
        eje("A", activity("a.1", title="Lista de ciudades"), activity("a.2", title="Correo"), title="Comunicar"),
        eje("B", activity("b.1", title="Informe trimestral"), meeting, title="Prevenir"),
    ]


LINES = [
    ("A. Comunicar", ""),
    ("a.1. LISTA de ciu dades.", "XX.."),
    ("a.2.Correo", "X"),
    ("B. Prevenir", ""),
    ("b.1 Informe trimestral", "..X."),
    ("b.2 Encuentro", "...X"),
    ("b.2.1 Seminario", "...X"),
]


def months(rows):
    return {row.code: row.months for group in rows for row in group.walk()}


def test_marks_are_the_months_and_broken_words_make_no_difference():
    tree = ejes()
    assert apply(*cronograma(LINES), tree, OPTIONS) == []
    assert months(tree) == {
        "a.1": ["2024-01", "2024-02"],
        "a.2": ["2024-01"],
        "b.1": ["2024-03"],
        "b.2": ["2024-04"],
        "b.2.1": ["2024-04"],
    }


def test_other_words_under_the_same_code():
    lines = [*LINES[:3], ("B. Cuidar", ""), ("b.1 Informe semestral", "X"), *LINES[5:]]
    found = apply(*cronograma(lines), ejes(), OPTIONS)
    assert kinds(found) == [("text_differs", "B"), ("text_differs", "b.1")]
    assert (found[1].declared, found[1].computed) == ("Informe semestral", "Informe trimestral")
    assert sentence(found[1]) == "b.1: el cronograma dice «Informe semestral» y el plan «Informe trimestral»."
    assert found[1].where.row == 6


def test_of_long_texts_what_differs_is_shown():
    tree = ejes()
    start = "Informe de los programas que llevan adelante las ciudades de la red con sus propios equipos"
    tree[1].activities[0].title = f"{start}, cada trimestre, para medir el impacto de todos ellos"
    line = f"b.1 {start}, cada semestre, para medir el impacto de todos ellos"
    (found,) = apply(*cronograma([*LINES[:4], (line, ""), *LINES[5:]]), tree, OPTIONS)
    assert sentence(found) == (
        "b.1: el cronograma dice «… equipos, cada semestre, para medir …» y el plan "
        "«… equipos, cada trimestre, para medir …»."
    )


def test_lines_without_their_pair_are_named_in_one_row_with_both_counts():
    lines = [*LINES[:2], *LINES[3:6], ("b.7 Buscar fondos", "X")]
    found = apply(*cronograma(lines), [*ejes(), eje("E", title="Relaciones")], OPTIONS)
    assert kinds(found) == [("numbering_gap", "b.7"), ("count_mismatch", "")]
    assert found[0].declared == "b.2 → b.7"
    assert sentence(found[1]) == (
        "El cronograma tiene 6 líneas y el plan 7. Sin línea en el cronograma: a.2, E. Sin línea en el plan: b.7."
    )
    assert (found[1].declared, found[1].computed, found[1].where.table) == ("6", "7", 3)


def test_a_gap_after_the_parent():
    tree = ejes()
    tree[1].activities[1].children.append(activity("b.2.2", title="Reunión"))
    found = apply(*cronograma([*LINES[:6], ("b.2.2 Reunión", "X")]), tree, OPTIONS)
    assert kinds(found) == [("numbering_gap", "b.2.2"), ("count_mismatch", "")]
    assert sentence(found[0]) == "Después de b.2 viene b.2.2: falta b.2.1."


def test_a_cronograma_of_activities_alone_does_not_miss_the_ejes():
    lines = [("Lista de ciudades", "X"), ("Correo", ""), ("Informe trimestral", ""), ("Encuentro", "X")]
    tree = ejes()
    assert apply(*cronograma(lines), tree, OPTIONS) == []
    assert months(tree)["b.2"] == ["2024-01"]


def test_lines_without_a_code_that_are_nearly_the_same():
    lines = [("Lista de las ciudades", "X"), ("Correo", ""), ("Informe trimestral", ""), ("Encuentro", "X")]
    tree = ejes()
    found = apply(*cronograma(lines), tree, OPTIONS)
    assert kinds(found) == [("text_differs", "a.1")]
    assert months(tree)["a.1"] == ["2024-01"]


def test_another_code_for_the_same_words():
    found = apply(*cronograma([*LINES[:2], ("a.3 Correo", "X"), *LINES[3:]]), ejes(), OPTIONS)
    assert ("text_differs", "a.2") in kinds(found)
    assert "«Correo» es a.3 en el cronograma y a.2 en el plan." in map(sentence, found)


def test_codes_that_start_again_in_each_eje():
    tree = [
        eje("1", activity("1", title="Curso"), title="Uno"),
        eje("2", activity("1", title="Feria"), title="Dos"),
    ]
    lines = [(("Uno", "1. Curso"), "X"), (("Dos", "1. Feria grande"), ".X")]
    found = apply(*cronograma(lines, roles={0: "eje", 1: "activity"}), tree, OPTIONS)
    assert [row.kind for row in found] == ["text_differs"]
    assert [row.months for group in tree for row in group.walk()] == [["2024-01"], ["2024-02"]]


def test_months_of_two_years_and_those_that_name_theirs():
    tree = ejes()
    apply(*cronograma(LINES, months=(11, 12, 1, 1)), tree, OPTIONS)
    assert months(tree)["b.2"] == ["2025-01"]
    table, mapping = cronograma(LINES, months=(3, 4, 5, 6), headings={1: "Mar-25", 4: "Jun. 2026"})
    tree = ejes()
    apply(table, mapping, tree, OPTIONS)
    assert (months(tree)["a.2"], months(tree)["b.2"]) == (["2025-03"], ["2026-06"])


def test_what_was_done_is_kept_apart():
    table, mapping = cronograma(LINES)
    mapping.roles[2] = "done:1"
    tree = ejes()
    apply(table, mapping, tree, OPTIONS)
    first = tree[0].activities[0]
    assert (first.months, first.reported.done_months) == (["2024-01"], ["2024-01"])


def test_marks_that_are_not_in_the_file():
    found = apply(*cronograma([(text, "") for text, _ in LINES]), ejes(), OPTIONS)
    assert [row.kind for row in found] == ["not_understood"]
    assert sentence(found[0]).startswith("Las marcas de los meses no están en el archivo")


def test_marks_of_an_eje_without_activities_are_told():
    tree = [*ejes(), eje("C", title="Relaciones")]
    found = apply(*cronograma([*LINES, ("C. Relaciones", "X.X")]), tree, OPTIONS)
    assert kinds(found) == [("not_understood", "C")]
    assert found[0].declared == "2024-01, 2024-03"
    assert sentence(found[0])


def test_a_cut_text_is_no_difference():
    assert apply(*cronograma([*LINES[:4], ("b.1 Informe trim…", "X"), *LINES[5:]]), ejes(), OPTIONS) == []


def test_whose_cronograma_it_is():
    table, mapping = cronograma(LINES)
    other = [eje("1", activity("1.1", title="Otra cosa"), title="Otro plan")]
    assert shares(table, mapping, ejes(), OPTIONS) == 7
    assert shares(table, mapping, other, OPTIONS) == 0


def test_a_cronograma_that_is_all_there_is_of_the_plan():
    outline = plan(*cronograma(LINES), LEVELS, OPTIONS)
    assert [(group.code, group.title) for group in outline.ejes] == [("A", "Comunicar"), ("B", "Prevenir")]
    assert [[row.code for row in group.walk()] for group in outline.ejes] == [
        ["a.1", "a.2"],
        ["b.1", "b.2", "b.2.1"],
    ]
    assert months(outline.ejes)["a.1"] == ["2024-01", "2024-02"]
    assert outline.ejes[1].activities[0].where.row == 6
    assert outline.discrepancies == []


@pytest.mark.parametrize("lines", [[], [("", "X")], [("Total", "")]])
def test_cronogramas_of_nothing(lines):
    for row in apply(*cronograma(lines), ejes(), OPTIONS):
        assert sentence(row)
