"""What tables and columns are taken for: synonyms, headings in two rows, titles above, versions, cronogramas."""

import pytest

from plans.importing.columns import normalised, recognise
from plans.importing.headings import CANONICAL, ROLE_BY_KEY, key, month_heading
from plans.importing.mapping import IGNORED, PLAN, ROLES, SCHEDULE
from tests.plans.importing.tables import document, recognised, roles, table

MONTHS = ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "set", "oct", "nov", "dic"]


def test_every_role_has_its_own_heading():
    assert set(CANONICAL) == set(ROLES) - {"ignore"}
    assert {ROLE_BY_KEY[key(heading)]: heading for heading in CANONICAL.values()} == CANONICAL
    assert len(set(CANONICAL.values())) == len(CANONICAL)


def test_an_exported_plan_is_recognised_whole():
    found = roles(list(CANONICAL.values()), ["1"] * len(CANONICAL))
    assert found == list(CANONICAL)


def test_headings_are_compared_without_accents_case_or_punctuation():
    assert normalised(" Fuentes de VERIFICACIÓN: ") == "fuentes de verificacion"
    assert normalised("Responsable(s)") == "responsable"
    assert normalised("N° (%)") == "n %"


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("Ponderación", "weight"),
        ("Pond.\nactividad", "weight"),
        ("Ponderador", "weight"),
        ("Peso", "weight"),
        ("%", "weight"),
        ("Peso de la actividad (%)", "weight"),
        ("Plazo", "deadline"),
        ("FECHAS", "deadline"),
        ("Metas", "deadline"),
        ("Prazo de execução", "deadline"),
        ("Fuentes de verificación", "verification"),
        ("Medios de Verificación", "verification"),
        ("Meios de verificação", "verification"),
        ("Evidencias", "verification"),
        ("Responsable(s)", "responsible"),
        ("Entidad responsable", "responsible"),
        ("Responsáveis", "responsible"),
        ("Fuente de Financiamiento", "funding"),
        ("Recursos", "funding"),
        ("Presupuesto asignado", "funding"),
        ("Fuentes de Apoyo", "support"),
        ("Apoio", "support"),
        ("Productos", "deliverable"),
        ("Entregables", "deliverable"),
        ("Produtos esperados", "deliverable"),
        ("Cumple o\nNo cumple", "status"),
        ("Estado", "status"),
        ("Situação", "status"),
        ("Ponderación\nganada", "earned"),
        ("Pond. lograda", "earned"),
        ("% obtenido", "earned"),
        ("Objetivos Operativos", "eje"),
        ("Línea de acción", "eje"),
        ("Eixo", "eje"),
        ("Función", "eje"),
        ("Objetivos\nespecíficos", "objective"),
        ("Indicador", "indicator"),
        ("P onderación", "weight"),
    ],
)
def test_synonyms(heading, role):
    assert roles(["Actividades", heading], ["Abrir la feria", "marzo de 2012"])[1] == role


def test_what_she_taught_wins():
    rows = (["Actividades", "Peso", "Hito"], ["Abrir la feria", "10", "Feria abierta"])
    assert roles(*rows) == ["activity", "weight", ""]
    assert roles(*rows, remembered={"peso": "notes", "hito": "deliverable"}) == [
        "activity",
        "notes",
        "deliverable",
    ]


def test_the_header_stands_beneath_titles():
    found = recognised(
        table(["Plan de trabajo 2012"], ["Red de mujeres"], [""], ["Eje", "Actividad"], ["A", "Ir"])
    )
    assert (found.tables[0].header, found.tables[0].kind) == ((3, 3), PLAN)


def test_merged_groups_over_two_rows():
    found = recognised(
        table(
            ["Actividad", "Responsables", "<", "Plazo", "Peso"],
            ["^", "Principal", "Apoyo", "^", "^"],
            ["Abrir la feria", "ST", "OIM", "marzo", "100"],
        )
    ).tables[0]
    assert found.header == (0, 1)
    assert [found.roles[column] for column in range(5)] == [
        "activity",
        "responsible",
        "support",
        "deadline",
        "weight",
    ]
    assert found.headings[2] == "Responsables / Apoyo"


def test_groups_that_a_spreadsheet_leaves_unmerged():
    found = recognised(
        table(
            ["Actividad", "Plazo", "", "Peso"],
            ["", "Inicio", "Término", ""],
            ["Abrir la feria", "marzo de 2012", "abril de 2012", "100"],
        )
    ).tables[0]
    assert found.header == (0, 1)
    assert found.roles == {0: "activity", 1: "deadline_start", 2: "deadline_end", 3: "weight"}


def test_the_first_row_of_data_is_no_header():
    found = recognised(table(["Eje", "Actividad", "Peso", ""], ["", "Convocar las actividades", "5", "x"]))
    assert found.tables[0].header == (0, 0)


def test_months_programmed_and_done_over_two_rows():
    found = roles(
        ["Actividad", "Programado", *["<"] * 11, "Ejecutado", *["<"] * 11],
        ["^", *MONTHS, *MONTHS],
        ["Abrir la feria", "X"],
    )
    assert found[1:13] == [f"month:{n}" for n in range(1, 13)]
    assert found[13:] == [f"done:{n}" for n in range(1, 13)]


def test_each_month_divided_in_programmed_and_done():
    found = roles(["Actividad", "Enero", "<", "Febrero", "<"], ["^", "P", "E", "P", "E"], ["Feria", "x"])
    assert found == ["activity", "month:1", "done:1", "month:2", "done:2"]


def test_initials_of_the_months_and_numbers():
    assert roles(["Actividad", *"EFMAMJJASOND"], ["Feria"])[1:] == [f"month:{n}" for n in range(1, 13)]
    numbered = roles(["Actividad", "Mes", *["<"] * 11], ["^", *map(str, range(1, 13))], ["Feria"])
    assert numbered[1:] == [f"month:{n}" for n in range(1, 13)]
    assert roles(["Actividad", month_heading("month:3"), month_heading("done:3")], ["Feria"]) == [
        "activity",
        "month:3",
        "done:3",
    ]


def test_metas_beside_a_deadline_are_goals_or_indicators():
    assert roles(["Eje", "Meta", "Actividad", "Plazo"], ["A", "100 redes", "Ir", "marzo"])[1] == "eje_goal"
    assert roles(["Eje", "Actividad", "Meta", "Plazo"], ["A", "Ir", "100 redes", "marzo"])[2] == "indicator"
    assert roles(["Eje", "Actividad", "Meta"], ["A", "Ir", "100 redes"])[2] == "indicator"


def test_objectives_are_the_ejes_unless_totals_close_groups_of_several():
    assert roles(["Objetivos", "Actividades", "Peso"], ["I. Tejer", "Ir", "50"], ["", "Volver", "50"])[0] == "eje"
    several = (
        ["Objetivos", "Actividades", "Peso"],
        ["Tejer la red", "Ir\nVolver", "30\n30"],
        ["Sostenerla", "Quedarse", "40\n100"],
        ["Crecer", "Sumar", "100\n100"],
    )
    assert roles(*several)[0] == "objective"
    assert roles(["Eje", "Objetivos", "Actividades"], ["A", "Tejer", "Ir"])[:2] == ["eje", "objective"]
    assert roles(["Objetivo", "Objetivo específico", "Actividades"], ["A", "Tejer", "Ir"])[:2] == [
        "eje",
        "objective",
    ]


def test_a_number_beside_the_ejes_is_theirs():
    rows = (
        ["N°", "Eje", "N°", "Actividad", "Peso"],
        ["1", "Tejer", "1.1", "Ir", "100"],
    )
    assert roles(*rows) == ["eje_code", "eje", "code", "activity", "weight"]
    one = (["N°", "Eje", "Actividad"], ["1", "Tejer", "Ir"], ["", "", "Volver"], ["2", "Crecer", "Sumar"])
    assert roles(*one)[0] == "eje_code"
    all_rows = (["N°", "Eje", "Actividad"], ["1", "Tejer", "Ir"], ["2", "", "Volver"], ["3", "Crecer", "Sumar"])
    assert roles(*all_rows)[0] == "code"


def test_a_second_percent_is_the_ejes_or_what_was_earned():
    assert roles(["Eje", "%", "Actividad", "%"], ["A", "40", "Ir", "100"]) == [
        "eje",
        "eje_weight",
        "activity",
        "weight",
    ]
    assert roles(["Eje", "Actividad", "%", "Estado", "%"], ["A", "Ir", "100", "Cumplido", "100"])[4] == "earned"


def test_avance_is_a_figure_a_status_or_a_narrative():
    assert roles(["Actividad", "Avance"], ["Ir", "40%"], ["Volver", "12,5"])[1] == "progress"
    assert roles(["Actividad", "Avance"], ["Ir", "Cumplido"], ["Volver", "Pendiente"])[1] == "status"
    assert roles(["Actividad", "Avance"], ["Ir", "Se fue en marzo"], ["Volver", "Sin fecha"])[1] == "narrative"
    assert roles(["Actividad", "Cumplimiento"], ["Ir", "40%"], ["Volver", "80%"])[1] == "progress"


def test_observations_tell_what_was_done_beside_a_status():
    assert roles(["Actividad", "Plazo", "Observaciones"], ["Ir", "marzo", "Con la ST"])[2] == "notes"
    assert roles(["Actividad", "Estado", "Observaciones"], ["Ir", "Cumplido", "Con la ST"])[2] == "narrative"


def test_a_table_of_something_else_is_ignored():
    found = recognised(
        table(["Objetivo Estratégico", "Articular a la red"]),
        table(["Cambios logrados", "Recomendaciones", "Responsable"], ["Hay acta", "Renovarla", "ST"], number=2),
    )
    assert [made.kind for made in found.tables] == [IGNORED, IGNORED]


def test_a_cronograma_belongs_to_the_plan_beside_it():
    plan = table(["Eje", "Actividad", "Plazo"], ["A", "Ir", "marzo"], ["", "Volver", "abril"])
    months = table(["Actividad", *MONTHS], ["Ir", "", "", "x"], number=2)
    assert [made.kind for made in recognised(plan, months).tables] == [PLAN, SCHEDULE]


def test_a_cronograma_alone_is_the_plan_unless_the_text_is():
    months = table(["", *MONTHS], ["Ir", "", "", "x"])
    alone = recognised(months)
    assert (alone.tables[0].kind, alone.outline) == (PLAN, False)
    assert alone.tables[0].roles[0] == "activity"
    with_text = recognised("A. Tejer", "a.1. Ir", "a.2. Volver", table(["Actividad", *MONTHS], ["a.1. Ir", "x"]))
    assert (with_text.tables[0].kind, with_text.outline) == (SCHEDULE, True)


PLAN_ROWS = (
    ["Objetivos Operativos", "Actividades", "Metas"],
    ["I. Tejer", "Reunir a la red", "marzo de 2012"],
    ["II. Crecer", "Sumar ciudades", "abril de 2012"],
)


def test_the_plan_written_again_is_another_version():
    again = (PLAN_ROWS[0], ["I. Tejer", "Reunir a todas", "2012"], ["II. Crecer", "Sumar ciudades", "2012"])
    found = recognised(table(*PLAN_ROWS), "Agenda", table(*again, number=2))
    assert [made.version for made in found.tables] == [1, 2]


def test_tables_with_other_ejes_are_the_same_version():
    more = (PLAN_ROWS[0], ["III. Cuidar", "Abrir la casa", "mayo de 2012"])
    found = recognised(table(*PLAN_ROWS), "Sigue", table(*more, number=2))
    assert [made.version for made in found.tables] == [1, 1]


def test_a_table_without_headings_goes_on_with_the_one_before():
    split = table(["III. Cuidar", "Abrir la casa", "mayo de 2012"], number=2)
    found = recognised(table(*PLAN_ROWS), split)
    assert found.tables[1].kind == PLAN
    assert found.tables[1].header == (-1, -1)
    assert found.tables[1].roles == found.tables[0].roles
    apart = recognised(table(*PLAN_ROWS), "Otra cosa", split)
    assert apart.tables[1].kind == IGNORED


def test_a_mapping_survives_being_kept():
    found = recognised(table(*PLAN_ROWS))
    assert type(found).from_json(found.to_json()) == found


def test_an_empty_document_has_nothing():
    found = recognise(document())
    assert (found.tables, found.outline) == ([], False)
