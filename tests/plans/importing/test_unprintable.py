"""Signs of a document that no report can print are told in their place, and «□» stands in their stead."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from networks.signs import unprintable_signs
from plans.discrepancies import proposal, sentence, where_words
from plans.importing.building import read_plan
from plans.importing.columns import recognise
from plans.importing.draft import Options
from plans.importing.unprintable import SIGNS, printable_document
from tests.plans.importing.tables import document, table
from tests.plans.importing.wholes import DIRECTORY

ROWS = (
    ["N°", "Actividad", "Ponderación", "Medio de verificación"],
    ["1.1", "Capacitar en 漢字 a enlaces", "60", "Actas"],
    ["1.2", "Publicar 👍 la guía", "40", "Enlace \ud800 roto"],
)


def draft_of(made):
    return read_plan(made, recognise(made), Options(2012, 2012), DIRECTORY)


def test_each_cell_is_told_and_the_rest_is_read():
    draft = draft_of(document("Plan 字 de trabajo", table(*ROWS, sheet="Eje 1")))

    found = [one for one in draft.discrepancies if one.text == SIGNS]
    assert [(where_words(one.where), sentence(one)) for one in found] == [
        ("párrafo 1", "Hay signos que no se pueden imprimir en los informes: «字» (U+5B57)."),
        (
            "hoja «Eje 1», fila 2, columna B",
            "Hay signos que no se pueden imprimir en los informes: «漢» (U+6F22), «字» (U+5B57).",
        ),
        ("hoja «Eje 1», fila 3, columna D", "Hay signos que no se pueden imprimir en los informes: U+D800."),
    ]
    assert proposal(found[0]) == "En su lugar queda «□»: escríbalos de otro modo."
    (version,) = draft.versions
    assert [one.title for one in version.walk()] == ["Capacitar en □□ a enlaces", "Publicar 👍 la guía"]
    assert [one.text for activity in version.walk() for one in activity.verifications] == [
        "Actas",
        "Enlace □ roto",
    ]


def test_a_document_without_them_is_left_as_it_is():
    made = document("Plan", table(*(row[:2] for row in ROWS[::2])))
    same, found = printable_document(made)
    assert found == []
    assert all(one is other for one, other in zip(made.blocks, same.blocks, strict=True))


@example([["\u2329 a"]], "\u212b \u2329")
@given(st.lists(st.lists(st.text(), min_size=1, max_size=3), min_size=1, max_size=4), st.text())
def test_nothing_is_left_of_them(rows, words):
    fit, found = printable_document(document(words, table(*rows, title=words)))
    texts = [
        fit.paragraphs[0].text,
        fit.tables[0].title,
        *(cell.text for row in fit.tables[0].rows for cell in row),
    ]
    assert not [text for text in texts if unprintable_signs(text)]
    for one in found:
        sentence(one).encode()
