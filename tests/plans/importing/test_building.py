"""A whole document becomes the draft of a plan, and everything that does not add up is told in reading order."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest

from plans.importing.building import read_plan
from plans.importing.cells import Document
from plans.importing.columns import recognise
from plans.importing.draft import DraftEje, Options
from plans.importing.mapping import IGNORED, PLAN
from plans.importing.merging import merge
from plans.importing.reading import read_document
from tests import documents
from tests.plans.importing.trees import activity, eje, kinds, sentence
from tests.plans.importing.wholes import DIRECTORY, document_of, read

FORM_OPTIONS = Options(2009, 2009, "all_or_nothing", eje_word="producto")


@pytest.fixture
def build(tmp_path):
    """The draft of a file made for the test, and its document and mapping in case they are wanted."""

    def make(name, data, options, directory=DIRECTORY, change=None, progress=None):
        document = read_document(documents.saved(tmp_path, name, data), name)
        mapping = recognise(document)
        if change:
            change(mapping)
        draft = read_plan(document, mapping, options, directory, progress)
        for found in draft.discrepancies:
            assert sentence(found)
        return draft

    return make


def told(draft, *without):
    return [pair for pair in kinds(draft.discrepancies) if pair[0] not in without]


# -- forms --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["docx", "xlsx", "ods", "csv"])
def test_a_form_whose_groups_end_in_100(build, kind):
    draft = build(f"programa.{kind}", documents.form(kind), FORM_OPTIONS)
    (version,) = draft.versions
    assert [(group.code, len(group.objectives), len(group.activities)) for group in version.ejes] == [
        ("1", 3, 5),
        ("2", 2, 4),
        ("3", 1, 4),
        ("4", 1, 2),
    ]
    assert told(draft, "not_understood") == [
        ("declared_total", "2"),
        ("earned_above_weight", "3.1"),
        ("status_earned", "3.2"),
        ("status_earned", "3.3"),
        ("weight_sum", "4"),
        ("declared_total", "4"),
    ]
    first = draft.discrepancies[0]
    assert (first.declared, first.computed, first.where.row) == ("100,00", "50,00", 5)
    assert sentence(first) == "Producto 2: el total ganado impreso es 100,00 y la suma da 50,00."


def test_what_is_not_the_plan_is_told_in_its_own_words(build):
    draft = build("programa.docx", documents.form(), FORM_OPTIONS)
    assert draft.title == "Etapa 2: programa de trabajo 2009"
    assert draft.versions[0].title == "Actividad 1.1: ejecución del programa"
    (found,) = [row for row in draft.discrepancies if row.kind == "not_understood"]
    assert (
        sentence(found)
        == "La tabla «Actividad 1.2: análisis del avance» no se leyó como parte del plan (filas: 2)."
    )
    assert found.declared.startswith("Cambios logrados · Recomendaciones · Responsable / ")
    assert draft.discrepancies[-1] is found


def test_a_table_she_ignores_is_told_too(build):
    def ignore(mapping):
        mapping.tables[0].kind = IGNORED

    draft = build("programa.xlsx", documents.form("xlsx"), FORM_OPTIONS, change=ignore)
    assert draft.versions == []
    assert [sentence(found) for found in draft.discrepancies] == [
        "La hoja «Programa» no se leyó como parte del plan (filas: 7)."
    ]


# -- a plan and its agenda ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_two_tables_of_one_plan_are_two_versions(build, kind):
    draft = build(f"plan.{kind}", documents.matrix(kind), Options(2012, 2013))
    assert [len(version.ejes) for version in draft.versions] == [4, 4]
    assert [sum(1 for _ in version.walk()) for version in draft.versions] == [6, 6]
    titles = ["Plan operativo 2012", "AGENDA · ACTIVIDADES 2012-2013"]
    if kind == "xlsx":
        titles[1] = "Agenda 2012-2013"
    assert [version.title for version in draft.versions] == titles
    assert {"verification"} == draft.versions[0].roles - draft.versions[1].roles
    missing = [code for kind, code in told(draft) if kind == "missing_verification"]
    assert missing[-1] == "IV.1"
    assert {row.lineage for version in draft.versions for row in version.walk()} == {None}


def test_parties_are_matched_and_the_others_asked_once(build):
    draft = build("plan.docx", documents.matrix(), Options(2012, 2013))
    first = draft.versions[0].ejes[0].activities
    assert [
        (party.words, party.scope, party.ref) for party in first[0].parties if party.kind == "responsible"
    ] == [
        ("Belice", "member", "belice"),
        ("Nicaragua", "member", "nicaragua"),
    ]
    asked = [row.declared for row in draft.discrepancies if row.kind == "party_unmatched"]
    assert len(asked) == len(set(asked))
    assert "ST de cada país" in asked
    assert not {"Belice", "OIM", "ST Regional", "Cada país"} & set(asked)


def test_her_answers_about_parties(build):
    options = Options(2012, 2013, choices={"ST de cada país": "every"})
    draft = build("plan.docx", documents.matrix(), options)
    scopes = {
        party.scope
        for version in draft.versions
        for row in version.walk()
        for party in row.parties
        if party.words.casefold().startswith("st de cada")
    }
    assert scopes == {"every"}


def test_deadlines_outside_the_years_she_gives(build):
    draft = build("plan.docx", documents.matrix(), Options(2012, 2012))
    outside = [row for row in draft.discrepancies if row.kind == "deadline_outside"]
    assert {row.where.code for row in outside} == {"II.2", "III.1", "IV.1"}
    assert [row.where.table for row in outside] == sorted(row.where.table for row in outside)


# -- outlines and cronogramas -------------------------------------------------------------------------------------


def test_an_outline_and_its_cronograma(build):
    draft = build("plan.docx", documents.outline(), Options(2012, 2012))
    (version,) = draft.versions
    assert (draft.title, version.title) == ("Plan de trabajo 2012", "Plan de trabajo 2012")
    assert [group.code for group in version.ejes] == ["A", "B", "C", "D"]
    assert [row.code for row in version.ejes[1].activities[2].children] == ["b.3.1", "b.3.2"]
    assert version.ejes[1].activities[1].months == ["2012-06", "2012-12"]
    assert told(draft) == [
        ("not_understood", ""),
        ("count_mismatch", ""),
        ("text_differs", "b.2"),
        ("numbering_gap", "b.3.2"),
        ("text_differs", "C"),
    ]
    assert draft.discrepancies[0].declared.endswith("1. Actividades")


def test_numbers_that_word_draws(build):
    draft = build("plan.docx", documents.numbered_outline(), Options(2012, 2012))
    assert [(group.code, len(group.activities)) for group in draft.versions[0].ejes] == [("A", 2), ("B", 2)]
    assert [row.code for row in draft.versions[0].ejes[1].activities[0].children] == ["a.i", "a.ii"]
    assert draft.discrepancies == []


CRONOGRAMA = [
    ["Actividad", "ene", "feb", "mar"],
    ["A. Formación", "", "", ""],
    ["a.1 Curso", "X", "", ""],
    ["a.2 Guía", "", "X", "X"],
    ["B. Difusión", "", "", ""],
    ["b.1 Página", "X", "X", "X"],
]


def test_a_cronograma_alone_is_the_plan():
    def as_schedule(mapping):
        mapping.tables[0].kind = "schedule"

    draft = read(document_of("# Plan", CRONOGRAMA), Options(2024, 2024), change=as_schedule)
    (version,) = draft.versions
    assert [(group.code, [row.code for row in group.walk()]) for group in version.ejes] == [
        ("A", ["a.1", "a.2"]),
        ("B", ["b.1"]),
    ]
    assert version.ejes[0].activities[1].months == ["2024-02", "2024-03"]
    assert draft.discrepancies == []


MATRIX = [
    ["Eje", "Actividad", "Plazo"],
    ["A. Formación", "a.1 Curso", "marzo"],
    ["", "a.2 Guía", "abril"],
    ["B. Difusión", "b.1 Página", "mayo"],
]


def test_a_cronograma_of_a_matrix():
    draft = read(document_of("# Plan", MATRIX, "Cronograma", CRONOGRAMA), Options(2024, 2024))
    assert [row.months for row in draft.versions[0].walk()] == [
        ["2024-01"],
        ["2024-02", "2024-03"],
        ["2024-01", "2024-02", "2024-03"],
    ]
    assert draft.discrepancies == []


def test_a_cronograma_of_something_else():
    other = [["Actividad", "ene", "feb", "mar"], ["Compras", "X", "", ""], ["Obras", "", "X", ""]]
    draft = read(document_of("# Plan", MATRIX, "Gastos", other), Options(2024, 2024))
    assert [sentence(row) for row in draft.discrepancies] == [
        "El cronograma «Gastos» no comparte ninguna línea con el plan."
    ]
    assert not any(row.months for row in draft.versions[0].walk())


# -- several tables of one version --------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_a_sheet_for_each_eje(build, kind):
    draft = build(f"Plan de igualdad.{kind}", documents.by_eje(kind), Options(2024, 2024))
    (version,) = draft.versions
    assert (draft.title, version.title) == ("Plan de igualdad", "Plan de igualdad")
    assert [(group.code, group.weight, len(group.activities)) for group in version.ejes] == [
        ("1", Decimal(40), 3),
        ("2", Decimal(60), 2),
    ]
    assert told(draft, "party_unmatched") == [
        ("missing_verification", "1.3"),
        ("numbering_gap", "2.3"),
        ("deadline_unread", "2.3"),
        ("not_understood", ""),
    ]


def test_the_same_eje_in_two_tables_is_one():
    again = [
        ["Eje", "Actividad", "Plazo"],
        ["B. Difusión", "b.2 Radio", "junio"],
        ["C. Otra", "c.1 Feria", "mayo"],
    ]
    document = document_of("# Plan", MATRIX, "Sigue", again)

    def one_version(mapping):
        for table in mapping.tables:
            table.kind, table.version = PLAN, 1

    draft = read(document, Options(2024, 2024), change=one_version)
    assert [[row.code for row in group.walk()] for group in draft.versions[0].ejes] == [
        ["a.1", "a.2"],
        ["b.1", "b.2"],
        ["c.1"],
    ]
    assert [row.declared for row in draft.discrepancies] == ["Sigue"]


def test_ejes_without_a_name_are_numbered_through_all_tables():
    first = [["Actividad", "Peso", "Plazo"], ["Curso", "100", "marzo"]]
    second = [["Actividad", "Peso", "Plazo"], ["Feria", "60", "marzo"], ["Guía", "40", "abril"]]
    document = document_of("# Plan", first, "Otro cuadro", second)

    def one_version(mapping):
        for table in mapping.tables:
            table.version = 1

    draft = read(document, Options(2024, 2024), change=one_version)
    assert [(group.code, group.title, [row.code for row in group.walk()]) for group in draft.versions[0].ejes] == [
        ("1", "Eje 1", ["1.1"]),
        ("2", "Eje 2", ["2.1", "2.2"]),
    ]


def test_a_table_that_goes_on_without_headings():
    def group(weights, **fields):
        rows = [activity(f"1.{place}", weight) for place, weight in enumerate(weights, 1)]
        return eje("1", *rows, **{"title": "Eje 1", **fields})

    options = Options(2024, 2024)
    ejes: list[DraftEje] = [group((30, 30))]
    merge(ejes, [group((40,))], options, goes_on=True)
    assert [len(found.activities) for found in ejes] == [3]
    merge(ejes, [group((100,))], options, goes_on=True)
    assert [len(found.activities) for found in ejes] == [3, 1]
    merge(ejes, [group((10,))], options)
    assert len(ejes) == 3


def test_a_code_given_twice_gets_another_and_is_told():
    rows = [
        ["Eje", "Código", "Actividad", "Plazo"],
        ["A. Uno", "a.1", "Curso", "mayo"],
        ["", "a.1", "Feria", "mayo"],
    ]
    draft = read(document_of("# Plan", rows), Options(2024, 2024))
    codes = [row.code for row in draft.versions[0].walk()]
    assert codes[0] == "a.1"
    assert len(set(codes)) == 2
    assert len(draft.discrepancies) == 1
    assert "a.1" in sentence(draft.discrepancies[0])


# -- all of it ----------------------------------------------------------------------------------------------------


def test_progress_only_grows_and_ends_whole(build):
    steps = []
    build(
        "programa.docx", documents.form(), FORM_OPTIONS, progress=lambda done, total: steps.append((done, total))
    )
    assert [done for done, _ in steps] == sorted(done for done, _ in steps)
    assert len({total for _, total in steps}) == 1
    assert steps[-1][0] == steps[-1][1]
    assert all(done < total for done, total in steps[:-1])


def test_progress_moves_inside_a_long_table():
    rows = [["Eje", "Actividad", "Plazo"], *(["1. Redes", f"Reunión {n}", "mayo"] for n in range(1200))]
    document = document_of("# Plan", rows)
    steps = []
    read_plan(
        document,
        recognise(document),
        Options(2024, 2024),
        DIRECTORY,
        lambda done, total: steps.append(done / total),
    )
    assert len([share for share in steps if 0 < share < 0.6]) >= 4
    assert max(after - before for before, after in pairwise(steps)) < 0.4


def test_a_document_without_a_plan():
    draft = read(
        document_of("# Nota", "La red se reunió.", [["Fecha", "Lugar"], ["3 de mayo", "Lima"]]),
        Options(2024, 2024),
    )
    assert (draft.title, draft.versions) == ("Nota", [])
    assert {row.kind for row in draft.discrepancies} == {"not_understood"}


def test_nothing_at_all():
    draft = read(Document("xlsx", "vacío.xlsx"), Options(2024, 2024))
    assert (draft.title, draft.versions, draft.discrepancies) == ("vacío", [], [])


def test_the_networks_word_names_ejes_without_a_name(build):
    draft = build("programa.docx", documents.form(), replace(FORM_OPTIONS, eje_word="línea"))
    assert [group.title for group in draft.versions[0].ejes] == ["Línea 1", "Línea 2", "Línea 3", "Línea 4"]


@pytest.mark.parametrize(
    ("first", "title"),
    [
        ("Programa de trabajo 2009", "Programa de trabajo 2009"),
        ("Lo que sigue se acordó en la sesión de marzo.", "archivo"),
        ("1. Fortalecer la red", "archivo"),
    ],
)
def test_a_short_line_that_opens_the_file_is_its_title(build, first, title):
    table = [["Eje", "Actividad", "Peso"], ["1. Tejer", "Foro", "100"]]
    draft = build("archivo.docx", documents.word(documents.Line(first), table), Options(2009, 2009))
    assert draft.title == title
