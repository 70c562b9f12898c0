"""Several activities, figures, products, proofs and statuses in one cell."""

from datetime import date
from decimal import Decimal

import pytest

from plans.importing.aligning import items, match_words, read_deadlines, read_figures, read_statuses, shares
from tests.plans.importing.tables import activities, read, said

FORM = ["Objetivos\nEspecíficos", "Actividades", "Pond.\nactividad", "Cumple o\nNo cumple", "Ponderación\nganada"]
MATRIX = ["Objetivos Operativos", "Actividades", "Productos", "Metas", "Fuentes de verificación", "Responsables"]


def reported(reading):
    return [(row.reported.status, row.reported.earned, row.reported.earned_text) for row in activities(reading)]


def products(reading):
    return [product for row in activities(reading) for product in row.deliverables]


# -- cells of a form: groups closed by a total of 100 ---------------------------------------------------------


def test_a_group_ends_where_its_weights_end_in_100():
    reading = read(
        FORM,
        ["Reunirse", "Convocar\nSesionar", "20\n30", "Cumplido\nSe convocó\nCumplido\nSe sesionó", "20\n30"],
        ["Contarlo", "Publicar", "50\n100", "Cumple, publicado", "50\n100"],
        [
            "Crecer\nDurar",
            "Sumar\nFormar\nSostener",
            "40\n30\n30\n100",
            "Cumplido\nCumplido\nVa",
            "40\n30\nPendiente",
        ],
    )
    first, second = reading.ejes
    assert [(eje.code, eje.title, len(eje.objectives)) for eje in reading.ejes] == [
        ("1", "Eje 1", 2),
        ("2", "Eje 2", 2),
    ]
    assert [(row.code, row.title, row.objective, row.weight) for row in first.activities] == [
        ("1.1", "Convocar", 0, Decimal("20.00")),
        ("1.2", "Sesionar", 0, Decimal("30.00")),
        ("1.3", "Publicar", 1, Decimal("50.00")),
    ]
    assert [row.reported.narrative for row in first.activities] == ["Se convocó", "Se sesionó", "publicado"]
    assert (first.declared_weight, first.declared_earned) == (Decimal("100.00"), Decimal("100.00"))
    assert (second.declared_weight, second.declared_earned) == (Decimal("100.00"), None)
    assert [row.objective for row in second.activities] == [0, 0, 1]
    assert reported(reading)[-1] == ("pendiente", None, "Pendiente")
    assert said(reading, "count_mismatch") == ["Hay 2 objetivos para 3 actividades."]


def test_the_earned_column_decides_where_no_word_opens_the_narrative():
    reading = read(
        FORM,
        [
            "Atender",
            "Fijar\nMedir\nCapacitar\nInformar\nPublicar",
            "16\n34\n30\n10\n10\n100",
            "Se fijó\nCompromiso para el 2010\nCumplido: dos talleres\nSe informa en mayo\nCumplido",
            "17\n34\nPendiente\npendiente\n10\n100",
        ],
    )
    assert reported(reading) == [
        ("cumplido", Decimal("17.00"), ""),
        ("reprogramado", Decimal("34.00"), ""),
        ("cumplido", None, "Pendiente"),
        ("pendiente", None, "pendiente"),
        ("cumplido", Decimal("10.00"), ""),
    ]
    assert reading.ejes[0].declared_earned == Decimal("100.00")


def test_part_of_the_weight_earned_is_an_advance_where_the_rule_is_proportional():
    rows = (FORM, ["Atender", "Fijar\nMedir", "40\n60\n100", "", "10\n60\n70"])
    proportional = activities(read(*rows))
    assert [(row.reported.status, row.reported.progress) for row in proportional] == [
        ("en_avance", Decimal("25.00")),
        ("cumplido", None),
    ]
    all_or_nothing = activities(read(*rows, earned_rule="all_or_nothing"))
    assert [row.reported.status for row in all_or_nothing] == ["cumplido", "cumplido"]


def test_weights_that_do_not_fit_are_told():
    reading = read(FORM, ["Atender", "Fijar\nMedir\nInformar", "40\n60\n100", "", ""])
    assert [row.weight for row in activities(reading)] == [Decimal("40.00"), Decimal("60.00"), None]
    assert reading.ejes[0].declared_weight == Decimal("100.00")
    assert said(reading, "count_mismatch") == ["Hay 2 ponderaciones para 3 actividades."]


def test_statuses_that_do_not_fit_lose_nothing():
    found = read_statuses(("Cumplido", "Cumplido", "Cumplido", "Cumplido"), 2)
    assert found.values == [("cumplido", ""), ("cumplido", "Cumplido\nCumplido")]
    assert (found.is_off, found.rest) == (True, ("Cumplido", "Cumplido"))
    few = read_statuses(("Cumplido", "Pendiente"), 3)
    assert (few.values, few.is_off) == ([("cumplido", ""), ("pendiente", ""), ("", "")], True)


@pytest.mark.parametrize(
    ("lines", "count", "statuses"),
    [
        (("Cumplido", "hecho en marzo", "Pendiente"), 2, ["cumplido", "pendiente"]),
        (("Cumplido", "uno", "dos", "Pendiente", "tres"), 2, ["cumplido", "pendiente"]),
        (
            ("Se fijó", "Cumplido. Hay acta", "Cumplido", "A la fecha hay tres", "Va"),
            4,
            ["", "cumplido", "cumplido", ""],
        ),
        (("Cumplido", "Cumplido", "Fechas fijadas", "Listo en diciembre"), 4, ["cumplido", "cumplido", "", ""]),
        (("Cumplido",), 1, ["cumplido"]),
        ((), 2, ["", ""]),
    ],
)
def test_bare_status_words_take_what_follows(lines, count, statuses):
    found = read_statuses(lines, count)
    assert [status for status, _ in found.values] == statuses
    assert not found.is_off
    narratives = "\n".join(narrative for _, narrative in found.values)
    assert all(line in narratives for line in lines if line.split(".")[0] not in ("Cumplido", "Pendiente"))


def test_one_status_for_several_activities_is_all_of_theirs_and_told():
    found = read_statuses(("Pendiente",), 3)
    assert ([status for status, _ in found.values], found.is_off) == (["pendiente"] * 3, True)


def test_figures_and_their_totals():
    fits = read_figures(("10", "40", "Pendiente", "100"), 3)
    assert (fits.values, fits.words) == ([Decimal("10.00"), Decimal("40.00"), None], ["", "", "Pendiente"])
    assert (fits.total, fits.is_off) == (Decimal("100.00"), False)
    assert read_figures(("100",), 1).total is None
    assert read_figures(("100", "100"), 1).total == Decimal("100.00")
    assert read_figures(("30", "70"), 2).total is None
    assert read_figures(("50", "84"), 1, any_total=True).total == Decimal("84.00")
    assert read_figures(("50", "84"), 1).rest == ("84",)


def test_objectives_share_their_activities_the_first_ones_first():
    assert [shares(*pair) for pair in ((1, 4), (2, 4), (3, 4), (3, 2))] == [[4], [2, 2], [2, 1, 1], [1, 1, 0]]


# -- products, deadlines and proofs in one row ----------------------------------------------------------------


def test_two_activities_two_products_two_deadlines_and_three_proofs():
    reading = read(
        MATRIX,
        [
            "I. INVESTIGAR",
            "Sistematizar experiencias\nReunir a las jefaturas de policía",
            "Espacios para contar experiencias\nConvenios con las policías",
            "Junio de 2012\n2012- Primer semestre de 2013",
            "Listas de asistencia\nMemoria de experiencias\nConvenios firmados",
            "ST de cada país.\nSecretaría Técnica y El Salvador",
        ],
    )
    first, second = activities(reading)
    assert (first.code, second.code) == ("I.1", "I.2")
    assert [product.title for product in first.deliverables] == ["Espacios para contar experiencias"]
    assert second.deliverables[0].deadline.end == date(2013, 6, 30)
    proofs = [[proof.text for proof in product.verifications] for product in products(reading)]
    assert proofs == [["Listas de asistencia", "Memoria de experiencias"], ["Convenios firmados"]]
    for row in (first, second):
        assert [party.words for party in row.parties] == ["ST de cada país", "Secretaría Técnica", "El Salvador"]
        assert row.verifications == []
        assert row.deadline.text == ""
    assert said(reading, "count_mismatch") == ["Hay 3 medios de verificación para 2 productos o actividades."]


def test_one_deadline_left_to_each_member_holds_for_every_product():
    reading = read(
        MATRIX,
        [
            "IV. CAMPAÑAS",
            "Acordar campañas",
            "Cuñas\nFolletos\nPágina\nTarjetas",
            "Cada país definirá el dónde y cómo\n2012-2013",
            "# de cuñas\nFolletos impresos\nPágina publicada\n# de tarjetas",
            "Red Regional\nCada país.",
        ],
    )
    found = products(reading)
    assert {product.deadline.text for product in found} == {"Cada país definirá el dónde y cómo / 2012-2013"}
    assert {(product.deadline.start, product.deadline.end) for product in found} == {
        (date(2012, 1, 1), date(2013, 12, 31))
    }
    assert all(product.by_member for product in found)
    assert [product.verifications[0].text for product in found] == [
        "# de cuñas",
        "Folletos impresos",
        "Página publicada",
        "# de tarjetas",
    ]
    assert reading.discrepancies == []


def test_an_empty_activity_goes_on_and_its_parties_are_each_rows():
    reading = read(
        MATRIX,
        [
            "V. PROTEGER",
            "Acordar con las oficinas",
            "Directorio por país",
            "Abril de 2012",
            "",
            "Redes Nacionales",
        ],
        ["^", "", "Encuentro regional\nCanal ágil", "Primer trimestre de 2013", "", "Red Regional"],
    )
    (activity,) = activities(reading)
    assert activity.parties == []
    assert [
        (product.title, product.deadline.text, product.parties[0].words) for product in activity.deliverables
    ] == [
        ("Directorio por país", "Abril de 2012", "Redes Nacionales"),
        ("Encuentro regional", "Primer trimestre de 2013", "Red Regional"),
        ("Canal ágil", "Primer trimestre de 2013", "Red Regional"),
    ]
    assert activity.deliverables[1].where.row == 3


def test_parties_told_once_for_several_rows_are_the_activitys():
    rows = (
        MATRIX,
        ["V. PROTEGER", "Acordar", "Directorio", "Abril de 2012", "", "ST"],
        ["", "", "Canal", "Mayo de 2012", "", ""],
    )
    empty = activities(read(*rows))[0]
    merged = activities(read(*rows[:2], ["^", "^", "Canal", "Mayo de 2012", "", "^"]))[0]
    for activity in (empty, merged):
        assert [party.words for party in activity.parties] == ["ST"]
        assert [product.parties for product in activity.deliverables] == [[], []]


def test_an_activity_said_again_beside_each_product_is_one():
    reading = read(
        ["Eje", "Actividad", "Peso", "Producto", "Plazo"],
        ["Tejer", "Convocar", "100", "Carta", "marzo"],
        ["Tejer", "Convocar", "100", "Lista", "abril"],
    )
    (activity,) = activities(reading)
    assert [product.title for product in activity.deliverables] == ["Carta", "Lista"]
    assert activity.weight == Decimal("100.00")
    assert reading.discrepancies == []


def test_a_merged_cell_says_the_same_of_every_activity_it_covers():
    reading = read(
        ["Eje", "Actividad", "Plazo", "Responsable"],
        ["Tejer", "Convocar", "marzo de 2012", "ST"],
        ["^", "Sesionar", "^", "^"],
    )
    assert [row.deadline.text for row in activities(reading)] == ["marzo de 2012"] * 2
    assert [[party.words for party in row.parties] for row in activities(reading)] == [["ST"], ["ST"]]


def test_one_proof_of_several_products_proves_the_activity():
    reading = read(MATRIX, ["I. TEJER", "Convocar", "Carta\nLista", "marzo", "Acta", ""])
    (activity,) = activities(reading)
    assert [proof.text for proof in activity.verifications] == ["Acta"]
    assert [product.verifications for product in activity.deliverables] == [[], []]


def test_without_products_all_is_the_activitys():
    reading = read(MATRIX, ["I. TEJER", "Convocar", "", "marzo de 2012", "Acta\nLista", "ST"])
    (activity,) = activities(reading)
    assert activity.deadline.start == date(2012, 3, 1)
    assert [proof.text for proof in activity.verifications] == ["Acta", "Lista"]
    assert activity.place("deadline").column == 4


def test_a_product_without_activity_is_what_is_done():
    reading = read(MATRIX, ["I. TEJER", "", "Carta de la red", "marzo de 2012", "", ""])
    (activity,) = activities(reading)
    assert activity.title == "Carta de la red"
    assert [product.title for product in activity.deliverables] == ["Carta de la red"]


def test_a_date_beside_a_party_is_told():
    reading = read(MATRIX, ["I. TEJER", "Convocar", "Carta", "marzo", "Acta", "OIM y Cruz Verde (marzo 2012)"])
    assert [party.words for party in activities(reading)[0].parties] == ["OIM", "Cruz Verde (marzo 2012)"]
    assert said(reading, "not_understood") == [
        "La fecha de «Cruz Verde (marzo 2012)» se deja con el nombre: no es un plazo del plan."
    ]


def test_deadlines_that_do_not_fit_are_told():
    found = read_deadlines(("marzo de 2012", "abril de 2012", "permanente"), 2, 2012)
    assert [deadline.text for deadline, _ in found.values] == ["marzo de 2012", "abril de 2012 / permanente"]
    assert found.is_off
    wrapped = read_deadlines(("Segundo semestre", "de 2012"), 3, 2012)
    assert ({deadline.text for deadline, _ in wrapped.values}, wrapped.is_off) == (
        {"Segundo semestre de 2012"},
        False,
    )


def test_start_and_end_columns_make_one_deadline():
    reading = read(
        ["Actividad", "Plazo", "<", "Peso"],
        ["^", "Inicio", "Término", "^"],
        ["Convocar", "2012-03-01", "2012-06-30", "100"],
    )
    deadline = activities(reading)[0].deadline
    assert (deadline.text, deadline.start, deadline.end) == (
        "2012-03-01 a 2012-06-30",
        date(2012, 3, 1),
        date(2012, 6, 30),
    )


def test_a_meta_beside_an_indicator_is_its_target():
    reading = read(
        ["Eje", "Actividad", "Indicador", "Meta", "Plazo"],
        ["Tejer", "Convocar", "Cartas\nRedes", "30\n12,5", "marzo"],
        ["", "Sesionar", "Actas", "todas", "abril"],
    )
    first, second = activities(reading)
    assert [(row.title, row.target) for row in first.indicators] == [
        ("Cartas", Decimal("30.00")),
        ("Redes", Decimal("12.50")),
    ]
    assert [(row.title, row.target) for row in second.indicators] == [("Actas", None), ("todas", None)]


# -- lines that are one thing or several ----------------------------------------------------------------------


def test_lines_that_go_on_in_small_letters_are_one():
    assert items(["Abrir la feria", "en las dos sedes"], []) == ["Abrir la feria en las dos sedes"]
    assert items(["Abrir la feria", "en las dos sedes"], [2]) == ["Abrir la feria", "en las dos sedes"]
    assert items(["a) Abrir", "la feria", "b) Cerrarla"], []) == ["a) Abrir la feria", "b) Cerrarla"]
    assert items(["Abrir", "Cerrar"], []) == ["Abrir", "Cerrar"]


def test_several_lines_with_one_weight_are_one_activity():
    reading = read(["Eje", "Actividad", "Peso"], ["Tejer", "Abrir la feria\nCon vecinas", "100"])
    assert [row.title for row in activities(reading)] == ["Abrir la feria Con vecinas"]


def test_words_in_common_keep_their_order():
    things = ["Espacios para experiencias", "Convenios con policías"]
    assert match_words(["Lista", "Experiencias escritas", "Convenio"], things) == [0, 0, 1]
    assert match_words(["Lista"], things) == [1]
    assert match_words(["Lista", "Acta", "Foto"], ["Jornada", "Campaña"]) == [0, 0, 1]


# -- months ---------------------------------------------------------------------------------------------------


def test_marks_in_months_programmed_and_done():
    reading = read(
        ["Eje", "Actividad", "Enero", "<", "Febrero", "<"],
        ["^", "^", "P", "E", "P", "E"],
        ["Tejer", "Convocar", "X", "", "x", "✓"],
        ["", "Sesionar", "", "3", "-", "0"],
    )
    first, second = activities(reading)
    assert (first.months, first.reported.done_months) == (["2012-01", "2012-02"], ["2012-02"])
    assert (second.months, second.reported.done_months) == ([], ["2012-01"])
    assert said(reading, "not_understood") == [
        "En los meses hay cifras o palabras además de marcas: se leen como marcas."
    ]


def test_two_rows_an_activity_one_programmed_one_done():
    reading = read(
        ["Eje", "Actividad", "Tipo", "Ene", "Feb", "Mar"],
        ["Tejer", "Convocar", "P", "X", "X", ""],
        ["^", "^", "E", "", "X", ""],
        ["^", "Sesionar", "P", "", "", "X"],
        ["^", "^", "E", "", "", ""],
    )
    first, second = activities(reading)
    assert (first.months, first.reported.done_months) == (["2012-01", "2012-02"], ["2012-02"])
    assert (second.months, second.reported.done_months) == (["2012-03"], [])
    assert reading.discrepancies == []


def test_months_of_two_years():
    turns = read(["Eje", "Actividad", "Nov", "Dic", "Nov", "Dic"], ["Tejer", "Convocar", "", "X", "X", ""])
    assert activities(turns)[0].months == ["2012-12", "2013-11"]
    dated = read(["Eje", "Actividad", "Nov-13", "Dic-13", "Ene-14"], ["Tejer", "Convocar", "X", "", "X"])
    assert activities(dated)[0].months == ["2013-11", "2014-01"]
    over = read(
        ["Eje", "Actividad", "2013", "<", "2014", "<"],
        ["^", "^", "Nov", "Dic", "Ene", "Feb"],
        ["Tejer", "Convocar", "X", "", "X", ""],
    )
    assert activities(over)[0].months == ["2013-11", "2014-01"]
