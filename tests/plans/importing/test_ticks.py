"""What was done, marked in one of several columns or answered with a yes or a no."""

import pytest

from tests.plans.importing.tables import activities, read, roles, said

UNDER = (["Actividad", "Peso", "Cumple", "<"], ["^", "^", "Sí", "No"])
BESIDE = (["Actividad", "Peso", "Cumplido", "No cumplido"],)


def statuses(reading):
    return [activity.reported.status for activity in activities(reading)]


@pytest.mark.parametrize(
    "head",
    [
        UNDER,
        BESIDE,
        (["Actividad", "Peso", "Cumple", "No cumple"],),
        (["Actividad", "Peso", "Cumple: sí", "Cumple: no"],),
        (["Actividad", "Peso", "Cumpre", "<"], ["^", "^", "Sim", "Não"]),
        (["Actividad", "Peso", "¿Se cumplió?", ""], ["", "", "SI", "NO"]),
    ],
)
def test_a_mark_under_yes_or_no_is_the_status(head):
    rows = (["Ir", "50", "X", ""], ["Volver", "30", "", "x"], ["Seguir", "20", "", ""])
    assert roles(*head, *rows)[2:] == ["status_cumplido", "status_no_cumplido"]
    reading = read(*head, *rows)
    assert statuses(reading) == ["cumplido", "no_cumplido", ""]
    assert reading.discrepancies == []


def test_both_marked_is_told_and_neither_taken():
    reading = read(*UNDER, ["Ir", "100", "X", "X"])
    assert statuses(reading) == [""]
    assert said(reading, "not_understood") == ["Hay más de un cumplimiento marcado: «Cumple / Sí; Cumple / No»."]


def test_the_answer_itself_written_in_its_column():
    rows = (["Ir", "50", "Sí", ""], ["Volver", "30", "", "No"], ["Seguir", "20", "No", ""])
    assert statuses(read(*UNDER, *rows)) == ["cumplido", "no_cumplido", ""]


def test_a_third_column_for_what_is_under_way():
    head = (["Actividad", "Peso", "Cumplimiento", "<", "<"], ["^", "^", "Sí", "En proceso", "No"])
    reading = read(*head, ["Ir", "60", "", "X", ""], ["Volver", "40", "", "", "✓"])
    assert statuses(reading) == ["en_avance", "no_cumplido"]


def test_words_beside_the_mark_are_kept():
    reading = read(*UNDER, ["Ir", "60", "X", ""], ["Volver", "20", "", "Faltó sala"], ["Seguir", "20", "X", ""])
    assert statuses(reading) == ["cumplido", "no_cumplido", "cumplido"]
    assert activities(reading)[1].reported.narrative == "Faltó sala"


def test_columns_of_words_are_no_marks():
    rows = (["Ir", "60", "Se dictaron cinco cursos", "Falta un barrio"], ["Volver", "40", "Se compró todo", ""])
    assert roles(*BESIDE, *rows)[2:] == ["status", ""]


def test_yes_and_no_under_other_words_are_not_a_status():
    head = (["Actividad", "Peso", "Requiere sede", "<"], ["^", "^", "Sí", "No"])
    assert roles(*head, ["Ir", "100", "X", ""])[2:] == ["", ""]


def test_marks_that_cannot_be_told_apart_among_several_activities_are_told():
    reading = read(*UNDER, ["1. Ir\n2. Volver", "50\n50", "X", ""])
    assert statuses(reading) == ["", ""]
    assert said(reading, "not_understood")


@pytest.mark.parametrize("heading", ["Cumple (Sí/No)", "¿Cumple? Sí / No", "Cumplido (SI/NO)", "Cumpre (sim/não)"])
def test_a_single_column_answered_with_yes_or_no(heading):
    answers = ("Sí", "No", "Si", "Não", "SI", "no", "")
    rows = [[f"Ir {place}", "10", answer] for place, answer in enumerate(answers)]
    reading = read(["Actividad", "Peso", heading], *rows)
    assert statuses(reading) == ["cumplido", "no_cumplido"] * 3 + [""]
    assert said(reading, "not_understood") == []
