"""Outlines without a table: the plan is found among other numbered text, and the rest is told."""

import doctest
from string import ascii_uppercase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.importing import items
from plans.importing.cells import Cell, Document, Paragraph, Table
from plans.importing.mapping import Mapping
from plans.importing.outline import guess_levels, read_outline
from tests.plans.importing.trees import OPTIONS, sentence

THREE = ["eje", "activity", "sub_activity"]


def document(*lines):
    """Each line a paragraph: «# título» a heading, «1.|texto» with a number Word draws, «••texto» in a list."""
    blocks = []
    for number, line in enumerate(lines, 1):
        text = line.lstrip("#•")
        signs = len(line) - len(text)
        heading = signs if line.startswith("#") else 0
        marker, bar, rest = text.partition("|")
        blocks.append(
            Paragraph(
                number=number,
                text=(rest if bar else text).strip(),
                heading=heading,
                marker=marker if bar else "",
                level=signs if line.startswith("•") else int(bool(bar)),
            )
        )
    return Document("docx", "Plan de la red.docx", blocks)


def read(*lines, levels=None):
    text = document(*lines)
    return read_outline(text, Mapping(outline=True, levels=levels or guess_levels(text)), OPTIONS)


def tree(ejes):
    """«A Título» with its lines beneath as nested lists."""

    def rows(activities):
        return [
            f"{row.code} {row.title}" if not row.children else (f"{row.code} {row.title}", rows(row.children))
            for row in activities
        ]

    return [(f"{eje.code} {eje.title}", rows(eje.activities)) for eje in ejes]


def test_docstrings_tell_the_truth():
    assert not doctest.testmod(items).failed


LETTERS = (
    "# Plan de la red",
    "La red seguirá en tres temas:",
    "1. Prevención: se trabaja desde hace años.",
    "2. Presupuestos: hay un diagnóstico.",
    "3. Participación: es nueva.",
    "## 1. Lo programado",
    "A. Comunicar mejor",
    "a.1. Lista de ciudades",
    "a.2.Correo de la red",
    "B.Prevenci ón en las ciudades",
    "b.1. Informe trimestral",
    "b.2. Encuentro",
    "b.2.1. Seminario",
    "b.2.2. Reunión cerrada",
    "E. Relación con otras redes",
    "## 2. Anexo",
)


def test_letters_to_three_levels_and_not_the_numbered_introduction():
    ejes, discrepancies = read(*LETTERS)
    assert tree(ejes) == [
        ("A Comunicar mejor", ["a.1 Lista de ciudades", "a.2 Correo de la red"]),
        (
            "B Prevenci ón en las ciudades",
            ["b.1 Informe trimestral", ("b.2 Encuentro", ["b.2.1 Seminario", "b.2.2 Reunión cerrada"])],
        ),
        ("E Relación con otras redes", []),
    ]
    assert [(found.kind, found.where.paragraph) for found in discrepancies] == [
        ("not_understood", 2),
        ("not_understood", 16),
    ]
    first = discrepancies[0]
    assert sentence(first) == "5 párrafos seguidos no se leyeron como parte del plan."
    assert first.declared.startswith("La red seguirá en tres temas: / 1. Prevención")
    assert ejes[1].activities[1].children[0].where.paragraph == 13


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            ("1. Uno", "1.1 Alfa", "1.2 Beta", "2. Dos", "2.1 Gama"),
            [("1 Uno", ["1.1 Alfa", "1.2 Beta"]), ("2 Dos", ["2.1 Gama"])],
        ),
        (
            ("I. Uno", "I.1 Alfa", "I.2 Beta", "II. Dos", "II.1 Gama", "II.2 Delta"),
            [("I Uno", ["I.1 Alfa", "I.2 Beta"]), ("II Dos", ["II.1 Gama", "II.2 Delta"])],
        ),
        (
            ("I. Uno", "1. Alfa", "a) Rojo", "b) Azul", "2. Beta", "II. Dos", "1. Gama", "a) Gris"),
            [
                ("I Uno", [("1 Alfa", ["1.a Rojo", "1.b Azul"]), "2 Beta"]),
                ("II Dos", [("1 Gama", ["1.a Gris"])]),
            ],
        ),
        (
            ("A. Uno", "a) Alfa", "b) Beta", "B. Dos", "a) Gama", "b) Delta"),
            [("A Uno", ["a Alfa", "b Beta"]), ("B Dos", ["a Gama", "b Delta"])],
        ),
        (
            ("1.|Uno", "a)|Alfa", "b)|Beta", "2.|Dos", "a)|Gama"),
            [("1 Uno", ["a Alfa", "b Beta"]), ("2 Dos", ["a Gama"])],
        ),
        (
            ("# Plan", "## Salud", "•Talleres", "•Ferias", "## Trabajo", "•Cursos"),
            [("1 Salud", ["1.1 Talleres", "1.2 Ferias"]), ("2 Trabajo", ["2.1 Cursos"])],
        ),
        (
            ("## 1 Salud", "1.1 Talleres", "1.2 Ferias", "## 2 Trabajo", "2.1 Cursos"),
            [("1 Salud", ["1.1 Talleres", "1.2 Ferias"]), ("2 Trabajo", ["2.1 Cursos"])],
        ),
        (
            ("Eje 1: Salud", "Actividad 1.1: Talleres", "Actividad 1.2. Ferias", "Eje 2. Trabajo"),
            [("1 Salud", ["1.1 Talleres", "1.2 Ferias"]), ("2 Trabajo", [])],
        ),
        (
            (*(f"{letter}. Tema {letter}" for letter in "ABCDEFGH"), "h.1. Alfa", "I. Tema I", "i.1. Beta"),
            [
                *((f"{letter} Tema {letter}", []) for letter in "ABCDEFG"),
                ("H Tema H", ["h.1 Alfa"]),
                ("I Tema I", ["i.1 Beta"]),
            ],
        ),
    ],
)
def test_ways_of_numbering(lines, expected):
    ejes, discrepancies = read(*lines)
    assert tree(ejes) == expected
    assert discrepancies == []


def test_an_introduction_numbered_like_the_plan_itself():
    ejes, discrepancies = read(
        "1. Antecedentes", "2. Alcance", "3. Método", "1. Uno", "1.1 Alfa", "2. Dos", "3. Tres"
    )
    assert tree(ejes) == [("1 Uno", ["1.1 Alfa"]), ("2 Dos", []), ("3 Tres", [])]
    assert [found.declared for found in discrepancies] == ["1. Antecedentes / 2. Alcance / 3. Método"]


def test_objectives_between_ejes_and_activities():
    lines = (
        "I. Salud", "Objetivo 1. Atender", "1. Talleres", "2. Ferias", "Objetivo 2. Prevenir", "1. Guía",
        "II. Trabajo", "Objetivo 1. Formar", "1. Cursos",
    )  # fmt: skip
    ejes, discrepancies = read(*lines)
    assert guess_levels(document(*lines)) == ["eje", "objective", "activity"]
    assert [[row.code for row in eje.objectives] for eje in ejes] == [["1", "2"], ["1"]]
    assert [(row.code, row.objective) for row in ejes[0].activities] == [("1.1", 0), ("1.2", 0), ("2.1", 1)]
    assert [row.code for row in ejes[1].activities] == ["1"]
    assert discrepancies == []


def test_one_level_is_activities_of_one_eje_unless_she_says_they_are_ejes():
    lines = ("# Plan de trabajo", "1. Talleres", "2. Ferias")
    assert tree(read(*lines)[0]) == [("1 Plan de trabajo", ["1 Talleres", "2 Ferias"])]
    assert tree(read(*lines, levels=["eje"])[0]) == [("1 Talleres", []), ("2 Ferias", [])]


def test_the_levels_are_what_the_mapping_says():
    lines = ("1. Uno", "1.1 Alfa", "1.1.1 Rojo", "1.2 Beta", "1.3 Gama")
    assert guess_levels(document(*lines)) == THREE
    ejes, _ = read(*lines, levels=["eje", "objective", "activity"])
    assert [row.title for row in ejes[0].objectives] == ["Alfa", "Beta", "Gama"]
    assert [(row.title, row.objective) for row in ejes[0].activities] == [("Rojo", 0)]


def test_activities_go_under_the_objective_their_code_names():
    ejes, _ = read(
        "1. Uno", "1.1 Alfa", "1.2 Beta", "1.1.1 Rojo", "1.2.1 Azul", levels=["eje", "objective", "activity"]
    )
    assert [(row.title, row.objective) for row in ejes[0].activities] == [("Rojo", 0), ("Azul", 1)]


def test_a_line_without_a_code_goes_on_or_is_told():
    ejes, discrepancies = read(
        "A. Uno", "a.1 Talleres con las técnicas", "de cada ciudad", "a.2 Feria.", "Nota: por confirmar.", "B. Dos"
    )
    assert [row.title for row in ejes[0].activities] == ["Talleres con las técnicas de cada ciudad", "Feria."]
    assert [(found.kind, found.declared) for found in discrepancies] == [
        ("not_understood", "Nota: por confirmar.")
    ]


def test_a_line_that_only_names_what_follows():
    ejes, discrepancies = read(
        "## Salud", "### Actividades", "•Talleres", "## Trabajo", "### Actividades:", "•Cursos"
    )
    assert tree(ejes) == [("1 Salud", ["1.1 Talleres"]), ("2 Trabajo", ["2.1 Cursos"])]
    assert discrepancies == []


def test_lines_of_one_paragraph():
    ejes, discrepancies = read("A. Uno\na.1 Talleres\na.2 Feria.\nSin código alguno.", "B. Dos")
    assert tree(ejes) == [("A Uno", ["a.1 Talleres", "a.2 Feria."]), ("B Dos", [])]
    assert [found.declared for found in discrepancies] == ["Sin código alguno."]


def test_only_fields_that_are_named_are_read():
    ejes, discrepancies = read(
        "A. Uno",
        "a.1 Talleres. Plazo: marzo de 2024. Responsable: Norte y Sur",
        "a.2 Feria – mayo 2024",
        "Responsable: Norte",
        "Fecha: segundo semestre",
        "Medio de verificación: lista",
    )
    first, second = ejes[0].activities
    assert (first.title, first.deadline.text) == ("Talleres.", "marzo de 2024")
    assert (first.deadline.start.month, first.deadline.precision) == (3, "month")
    assert [(party.kind, party.words) for party in first.parties] == [
        ("responsible", "Norte"),
        ("responsible", "Sur"),
    ]
    assert second.title == "Feria – mayo 2024"
    assert (second.deadline.text, second.deadline.end.year) == ("segundo semestre", 2024)
    assert [proof.text for proof in second.verifications] == ["lista"]
    assert discrepancies == []


def test_a_line_that_is_only_a_field_keeps_its_words():
    ejes, _ = read("A. Uno", "a.1 Responsable: Norte", "a.2 Guía")
    assert [row.title for row in ejes[0].activities] == ["Responsable: Norte", "Guía"]
    assert [party.words for party in ejes[0].activities[0].parties] == ["Norte"]


def test_a_line_that_hangs_from_a_code_that_is_not_there():
    ejes, discrepancies = read(
        "B. Uno", "b.1. Alfa", "b.1.1. Rojo", "b.1.2. Azul", "b.5.2. Verde", "b.6. Beta", levels=THREE
    )
    (found,) = discrepancies
    assert sentence(found) == "b.5.2 cuelga de b.5, que no está: queda bajo b.1."
    assert [row.code for row in ejes[0].activities[0].children] == ["b.1.1", "b.1.2", "b.5.2"]


def test_an_item_under_another_eje_goes_where_its_code_says():
    ejes, _ = read("A. Uno", "a.1 Alfa", "B. Dos", "b.1 Beta", "a.2 Gama")
    assert [[row.code for row in eje.activities] for eje in ejes] == [["a.1", "a.2"], ["b.1"]]


def test_a_table_of_contents_and_titles_of_tables_are_neither_plan_nor_noise():
    text = document("# Plan", "A. Uno ........ 3", "A. Uno", "a.1 Alfa", "B. Dos", "Cronograma")
    text.blocks.append(Table(1, [[Cell(("x",))]], [1], title="Cronograma"))
    ejes, discrepancies = read_outline(text, Mapping(outline=True), OPTIONS)
    assert tree(ejes) == [("A Uno", ["a.1 Alfa"]), ("B Dos", [])]
    assert [found.declared for found in discrepancies] == ["A. Uno ........ 3"]


def test_text_that_is_no_outline():
    ejes, discrepancies = read("La red se reunió.", "Participaron 12 ciudades.", "2.500 personas asistieron.")
    assert ejes == []
    assert [sentence(found) for found in discrepancies] == [
        "3 párrafos seguidos no se leyeron como parte del plan."
    ]


WORDS = st.text("abcdefghij ", min_size=3, max_size=30).map(lambda text: f"Tarea {text.strip()}".strip())
ROMANS = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII"]
STYLES = {
    "letters": (lambda n: ascii_uppercase[n - 1], lambda head, n: f"{head.lower()}.{n}", "{code}. {title}"),
    "numbers": (str, lambda head, n: f"{head}.{n}", "{code} {title}"),
    "romans": (lambda n: ROMANS[n - 1], lambda head, n: f"{head}.{n}", "{code}. {title}"),
}


@given(
    st.sampled_from(sorted(STYLES)),
    st.lists(st.lists(st.tuples(WORDS, st.lists(WORDS, max_size=2)), max_size=4), min_size=1, max_size=8),
)
def test_any_plan_written_as_an_outline_is_read_back(style, groups):
    """Whatever its shape, if some activity says that it is more than a list."""
    groups[0] = groups[0] or [("Tarea", [])]
    head, below, written = STYLES[style]
    lines, expected = ["# Plan", "Presentación:", "1) Antecedentes", "2) Alcance"], []
    for number, activities in enumerate(groups, 1):
        code = head(number)
        lines.append(f"{code}. Grupo")
        rows = []
        for place, (title, children) in enumerate(activities, 1):
            own = below(code, place)
            lines.append(written.format(code=own, title=title))
            nested = []
            for child_place, child in enumerate(children, 1):
                lines.append(written.format(code=f"{own}.{child_place}", title=child))
                nested.append(f"{own}.{child_place} {child}")
            rows.append((f"{own} {title}", nested) if nested else f"{own} {title}")
        expected.append((f"{code} Grupo", rows))
    ejes, discrepancies = read(*lines, levels=THREE)
    assert tree(ejes) == expected
    assert [found.where.paragraph for found in discrepancies] == [2]
