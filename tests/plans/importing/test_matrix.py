"""A table of a plan becomes its tree: levels, merged and empty cells, totals, titles between, codes."""

from decimal import Decimal

from plans.importing.draft import Where
from tests.plans.importing.tables import activities, kinds, read, said


def codes(reading):
    return [activity.code for activity in activities(reading)]


def test_one_row_an_activity_with_cells_that_go_on():
    reading = read(
        ["Eje", "Objetivo específico", "Actividad", "Ponderación", "Plazo", "Responsable"],
        ["I. TEJER LA RED", "Reunirse", "Convocar", "33,33 %", "Agosto de 2012", "ST"],
        ["", "", "Sesionar", "33.33", "2012", "Belice y Nicaragua"],
        ["^", "Contarlo", "Publicar", "33,34", "", ""],
        ["II. CRECER", "", "Sumar ciudades", "100%", "permanente", ""],
    )
    first, second = reading.ejes
    assert [(eje.code, eje.title) for eje in reading.ejes] == [("I", "TEJER LA RED"), ("II", "CRECER")]
    assert [objective.title for objective in first.objectives] == ["Reunirse", "Contarlo"]
    assert second.objectives == []
    assert [(row.code, row.title, row.objective) for row in first.activities] == [
        ("I.1", "Convocar", 0),
        ("I.2", "Sesionar", 0),
        ("I.3", "Publicar", 1),
    ]
    assert [row.weight for row in activities(reading)] == [
        Decimal("33.33"),
        Decimal("33.33"),
        Decimal("33.34"),
        Decimal("100.00"),
    ]
    assert first.activities[0].deadline.start.isoformat() == "2012-08-01"
    assert (second.activities[0].deadline.text, second.activities[0].deadline.precision) == ("permanente", "none")
    assert [party.words for party in first.activities[1].parties] == ["Belice", "Nicaragua"]
    assert reading.discrepancies == []
    assert {"eje", "objective", "activity", "weight", "deadline", "responsible"} == reading.roles


def test_places_are_those_the_person_sees():
    reading = read(
        ["Plan 2012"],
        ["Peso", "Actividad", "Eje", "Plazo"],
        ["100", "1.1 Convocar", "1. Tejer", "marzo"],
        sheet="Red",
    )
    activity = reading.ejes[0].activities[0]
    assert activity.where == Where(sheet="Red", table=1, row=3, column=2, code="1.1")
    assert activity.place("weight") == Where(sheet="Red", table=1, row=3, column=1, code="1.1")
    assert activity.place("deadline").column == 4
    assert activity.place("earned") == activity.where
    assert reading.ejes[0].where == Where(sheet="Red", table=1, row=3, column=3, code="1")


def test_levels_out_of_their_usual_order():
    reading = read(
        ["Responsable", "Peso", "Actividad", "Eje"],
        ["ST", "60", "Convocar", "Tejer (40%)"],
        ["ST", "40", "Sesionar", "Tejer (40%)"],
        ["ST", "100", "Sumar", "Crecer (60%)"],
        ["", "", "", ""],
    )
    assert [(eje.code, eje.title, eje.weight) for eje in reading.ejes] == [
        ("1", "Tejer", Decimal("40.00")),
        ("2", "Crecer", Decimal("60.00")),
    ]
    assert codes(reading) == ["1.1", "1.2", "2.1"]


def test_rows_of_an_eje_may_be_scattered():
    reading = read(["Actividad", "Eje"], ["Convocar", "Tejer"], ["Sumar", "Crecer"], ["Sesionar", "Tejer"])
    assert [[row.title for row in eje.activities] for eje in reading.ejes] == [["Convocar", "Sesionar"], ["Sumar"]]


def test_columns_for_codes_and_for_the_weight_of_the_eje():
    reading = read(
        ["N°", "Eje", "Peso del eje", "Cód.", "Actividad", "Peso"],
        ["1", "Tejer", "40", "1.1", "1.1 Convocar", "50"],
        ["", "", "", "1.2", "Sesionar", "50"],
        ["2", "Crecer", "60", "2.1", "Sumar", "100"],
    )
    assert [(eje.code, eje.title, eje.weight) for eje in reading.ejes] == [
        ("1", "Tejer", Decimal("40.00")),
        ("2", "Crecer", Decimal("60.00")),
    ]
    assert [(row.code, row.title) for row in activities(reading)] == [
        ("1.1", "Convocar"),
        ("1.2", "Sesionar"),
        ("2.1", "Sumar"),
    ]


def test_totals_inside_and_at_the_end_are_declared_never_activities():
    reading = read(
        ["Eje", "Actividad", "Ponderación", "Estado", "Ponderación ganada"],
        ["Tejer", "Convocar", "40", "Cumplido", "40"],
        ["", "Sesionar", "50", "Pendiente", "pendiente"],
        ["", "Subtotal", "100", "", "40"],
        ["Crecer", "Sumar", "100", "Cumplido", "100"],
        ["Total eje", "", "100", "", "100"],
        ["TOTAL GENERAL", "", "200", "", ""],
    )
    first, second = reading.ejes
    assert codes(reading) == ["1.1", "1.2", "2.1"]
    assert (first.declared_weight, first.declared_earned) == (Decimal("100.00"), Decimal("40.00"))
    assert (second.declared_weight, second.declared_earned) == (Decimal("100.00"), Decimal("100.00"))
    assert first.place("declared_weight").row == 4
    assert said(reading, "not_understood") == ["«200» es un total que no es de ningún grupo."]


def test_subtotals_of_one_group_close_nothing():
    reading = read(
        ["Objetivo específico", "Actividad", "Ponderación"],
        ["Reunirse", "Convocar", "20"],
        ["", "Sesionar", "20"],
        ["", "Subtotal", "40"],
        ["Contarlo", "Publicar", "60"],
        ["", "Subtotal", "60"],
        ["", "Total", "100"],
        sheet="Eje 1. Tejer",
    )
    (eje,) = reading.ejes
    assert (eje.title, eje.declared_weight, len(eje.activities)) == ("Tejer", Decimal("100.00"), 3)
    assert reading.discrepancies == []


def test_an_activity_whose_name_begins_with_total_is_one():
    reading = read(
        ["Eje", "Actividad", "Ponderación", "Plazo"],
        ["Tejer", "Total de mujeres censadas", "100", "marzo de 2012"],
    )
    assert codes(reading) == ["1.1"]


def test_title_rows_between_are_the_ejes():
    reading = read(
        ["Actividad", "Peso", "Plazo"],
        ["EJE 1: AUTONOMÍA (40%)", "<", "<"],
        ["Convocar", "50", "marzo"],
        ["Sesionar", "50", "abril"],
        ["EJE 2: CUIDADOS (60%)", "<", "<"],
        ["Abrir la casa", "100", "mayo"],
    )
    assert [(eje.code, eje.title, eje.weight) for eje in reading.ejes] == [
        ("1", "AUTONOMÍA", Decimal("40.00")),
        ("2", "CUIDADOS", Decimal("60.00")),
    ]
    assert codes(reading) == ["1.1", "1.2", "2.1"]


def test_groups_named_in_the_column_of_activities():
    reading = read(
        ["Actividad", "Plazo"],
        ["A. Tejer la red", ""],
        ["a.1. Convocar", "marzo"],
        ["a.2. Encuentro presencial", ""],
        ["a.2.1. Seminario abierto", "abril"],
        ["B. Crecer", ""],
        ["b.1.Sumar", "mayo"],
    )
    assert [(eje.code, eje.title) for eje in reading.ejes] == [("A", "Tejer la red"), ("B", "Crecer")]
    meeting = reading.ejes[0].activities[1]
    assert (meeting.code, [child.code for child in meeting.children]) == ("a.2", ["a.2.1"])
    assert codes(reading) == ["a.1", "a.2", "a.2.1", "b.1"]


def test_objectives_titled_under_ejes_titled():
    reading = read(
        ["Actividad", "Peso"],
        ["Eje 1: Autonomía", "<"],
        ["Objetivo 1.1: Reunirse", "<"],
        ["Convocar", "50"],
        ["Objetivo 1.2: Contarlo", "<"],
        ["Publicar", "50"],
    )
    eje = reading.ejes[0]
    assert [(objective.code, objective.title) for objective in eje.objectives] == [
        ("1.1", "Reunirse"),
        ("1.2", "Contarlo"),
    ]
    assert [row.objective for row in eje.activities] == [0, 1]


def test_headings_said_again_after_a_page_are_no_activity():
    header = ["Eje", "Actividad", "Peso"]
    reading = read(header, ["Tejer", "Convocar", "50"], header, ["", "Sesionar", "50"])
    assert codes(reading) == ["1.1", "1.2"]


def test_the_sheet_names_the_eje_where_nothing_else_does():
    rows = (["Actividad", "Peso"], ["Convocar", "100"], ["Total", "100"])
    named = read(*rows, sheet="2. Cuidados (60%)")
    assert [(eje.code, eje.title, eje.weight) for eje in named.ejes] == [("2", "Cuidados", Decimal("60.00"))]
    assert named.ejes[0].declared_weight == Decimal("100.00")
    plain = read(*rows, sheet="Hoja1")
    assert [(eje.code, eje.title) for eje in plain.ejes] == [("1", "Eje 1")]


def test_the_title_above_names_the_eje():
    above = read(["Eje 3. Cuidados"], ["Actividad", "Peso"], ["Convocar", "100"], sheet="Hoja1")
    assert [(eje.code, eje.title) for eje in above.ejes] == [("3", "Cuidados")]
    in_word = read(["Actividad", "Peso"], ["Convocar", "100"], title="Línea 2: Cuidados")
    assert [(eje.code, eje.title) for eje in in_word.ejes] == [("2", "Cuidados")]
    other = read(["Actividad", "Peso"], ["Convocar", "100"], title="Región: todas")
    assert [eje.title for eje in other.ejes] == ["Eje 1"]


def test_groups_without_names_take_the_networks_word():
    reading = read(
        ["Actividad", "Peso"],
        ["Convocar", "40"],
        ["Sesionar", "60"],
        ["", "100"],
        ["Sumar", "100"],
        ["", "100"],
        eje_word="producto",
    )
    assert [(eje.code, eje.title) for eje in reading.ejes] == [("1", "Producto 1"), ("2", "Producto 2")]
    assert codes(reading) == ["1.1", "1.2", "2.1"]


def test_groups_without_totals_close_where_weights_add_to_100():
    reading = read(
        ["Objetivo específico", "Actividad", "Peso"],
        ["Reunirse", "Convocar", "40"],
        ["Contarlo", "Publicar", "60"],
        ["Crecer", "Sumar", "50"],
        ["", "Durar", "50"],
    )
    assert [len(eje.activities) for eje in reading.ejes] == [2, 2]
    assert [[objective.title for objective in eje.objectives] for eje in reading.ejes] == [
        ["Reunirse", "Contarlo"],
        ["Crecer"],
    ]


def test_fractions_of_one_become_percents_and_it_is_told():
    reading = read(
        ["Eje", "Actividad", "Ponderación", "Ganada"],
        ["Tejer", "Convocar", "0,3333", ""],
        ["", "Sesionar", "0.6667", ""],
        ["Crecer", "Sumar", "0,5", ""],
        ["", "Durar", "0,5", ""],
    )
    assert [row.weight for row in activities(reading)] == [
        Decimal("33.33"),
        Decimal("66.67"),
        Decimal("50.00"),
        Decimal("50.00"),
    ]
    told = reading.discrepancies[0]
    assert (told.kind, told.declared, told.computed, told.where.row) == ("weight_sum", "0,3333", "33,33", 2)


def test_small_weights_that_do_not_add_to_one_stay():
    reading = read(["Eje", "Actividad", "Ponderación"], ["Tejer", "Convocar", "0,5"], ["", "Sesionar", "0,2"])
    assert [row.weight for row in activities(reading)] == [Decimal("0.50"), Decimal("0.20")]
    assert reading.discrepancies == []


def test_a_column_of_sub_activities():
    reading = read(
        ["Eje", "Actividad", "Sub-actividad", "Peso"],
        ["Tejer", "Convocar", "Escribir la carta", "30"],
        ["", "", "Enviarla", "30"],
        ["", "Sesionar", "", "40"],
    )
    meeting, session = reading.ejes[0].activities
    assert [(child.code, child.title, child.weight) for child in meeting.children] == [
        ("1.1.1", "Escribir la carta", Decimal("30.00")),
        ("1.1.2", "Enviarla", Decimal("30.00")),
    ]
    assert (meeting.weight, session.code, session.weight) == (None, "1.2", Decimal("40.00"))


def test_repeated_codes_are_told_apart():
    reading = read(["Eje", "Código", "Actividad"], ["Tejer", "1.1", "Convocar"], ["", "1.1", "Sesionar"])
    assert len(set(codes(reading))) == 2
    assert codes(reading)[0] == "1.1"
    assert kinds(reading) == ["numbering_gap"]


def test_an_eje_without_activities_stays():
    reading = read(["Eje", "Actividad"], ["A. Tejer", "Convocar"], ["E. Vincularse", ""])
    assert [(eje.code, len(eje.activities)) for eje in reading.ejes] == [("A", 1), ("E", 0)]


def test_nothing_is_dropped_in_silence():
    reading = read(
        ["Eje", "Actividad", "Peso", "Color", "Apoyo"],
        ["Tejer", "Convocar", "50", "verde", "."],
        ["", "Sesionar", "cincuenta", "rojo", "-"],
    )
    assert said(reading, "not_understood") == [
        "No se entendió «cincuenta».",
        "La columna «Color» no se importa; celdas con texto: 2.",
        "«.» solo, sin más, no dice nada; celdas así en «Apoyo»: 1.",
        "«-» solo, sin más, no dice nada; celdas así en «Apoyo»: 1.",
    ]
    colour = reading.discrepancies[1]
    assert (colour.declared, colour.where.row, colour.where.column) == ("verde; rojo", 2, 4)


def test_weights_beyond_100_are_not_believed():
    reading = read(["Eje", "Actividad", "Peso"], ["Tejer", "Convocar", "140"], ["", "Sesionar", "-3"])
    assert [row.weight for row in activities(reading)] == [None, None]
    assert said(reading, "not_understood") == ["No se entendió «140».", "No se entendió «-3»."]


def test_an_empty_table_reads_as_nothing():
    assert read(["Eje", "Actividad", "Peso"]).ejes == []
