"""Whole plans in our own words, each with the traps of one kind of document. All give bytes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.documents.builders import LEFT, UP, Line, csv_file, grid, ods, word, workbook

# A form of objectives with their activities, weights, statuses and earned figures in one cell each, aligned by
# position. A group ends where its weights cell ends in 100.
#
# Group 1 spans three rows (3 objectives, 5 activities: 20 30 · 10 · 15 25), all complied.
# Group 2, one row, 2 objectives, 4 activities of 25: the earned column says 25, 25, pendiente, pendiente and
#   prints a total of 100 where 50 were earned.
# Group 3, one row, 4 activities (16 34 30 20): 17 declared on a weight of 16; one moved to another year though 34
#   is declared; one complied though «Pendiente» is declared. No total printed in the earned column.
# Group 4, one row, 2 activities of 40 and 50 that add to 90 where 100 is printed.
FORM_HEADER = [
    "Objetivos\nEspecíficos",
    "Actividades",
    "Pond.\nactividad",
    "Cumple o\nNo cumple",
    "Ponderación\nganada",
]
FORM_ROWS = [
    [
        "Dar a conocer la red en los servicios",
        "Presentar la red a las jefaturas\nPublicar el directorio de enlaces",
        "20\n30",
        "Cumplido\nSe presentó en nueve servicios\nCumplido\nDirectorio en la página",
        "20\n30",
    ],
    ["Sesionar con regularidad", "Convocar la mesa cada mes", "10", "Cumplido\nDoce sesiones", "10"],
    [
        "Acordar una agenda común",
        "Redactar la propuesta de agenda\nAprobar la agenda en sesión",
        "15\n25\n100",
        "Cumplido\nPropuesta enviada\nCumple, aprobada en octubre",
        "15\n25\n100",
    ],
    [
        "Formar a los equipos locales\nAcompañar a las comunas rurales",
        "Diseñar el curso\nDictar el curso\nVisitar las comunas\nEntregar orientaciones escritas",
        "25\n25\n25\n25\n100",
        "Cumplido\nCumplido\nLas visitas quedan para el verano\nSe redactan en diciembre",
        "25\n25\nPendiente\npendiente\n100",
    ],
    [
        "Atender las denuncias a tiempo",
        "Fijar el protocolo\nMedir los tiempos de respuesta\nCapacitar a la línea\nInformar a la comunidad",
        "16\n34\n30\n20\n100",
        "Cumplido : protocolo vigente\nCompromiso para el 2010\nCumplido: dos talleres\nCumplido",
        "17\n34\nPendiente\n20",
    ],
    [
        "Medir los resultados",
        "Levantar la línea base\nPublicar el informe",
        "40\n50\n100",
        "Se levantó en todas las comunas\nInforme publicado",
        "40\n50",
    ],
]


def form(kind: str = "docx") -> bytes:
    """4 groups, 15 activities, and a second table that is no plan. `kind`: docx, xlsx, ods or csv."""
    rows = [FORM_HEADER, *FORM_ROWS]
    if kind != "docx":
        return sheets({"Programa": rows}, kind)
    return word(
        Line("Etapa 2: programa de trabajo 2009", heading=1),
        "Actividad 1.1: ejecución del programa",
        rows,
        "Actividad 1.2: análisis del avance",
        [
            ["Cambios logrados", "Recomendaciones", "Responsable"],
            ["Hay un directorio", "Renovarlo", "Coordinación"],
        ],
    )


# A matrix of operative objectives, in a file with its agenda: two versions of the same plan.
#
# 4 objectives, 6 activities, 11 deliverables. I spans two rows; in II one row has two activities, two products,
# two deadlines and three proofs; in III four products share a dateless deadline and one of years, a proof each;
# IV goes on in a second row without an activity of its own, and lacks proofs and funding.
MATRIX_HEADER = [
    "Objetivos Operativos", "Actividades", "Productos", "Metas", "Fuentes de verificación",
    "Fuente de Financiamiento", "Fuentes de Apoyo", "Responsables",
]  # fmt: skip
MATRIX_ROWS = [
    [
        "I. TEJER LA RED", "Reunir a la red dos veces al año", "Red con reglamento propio", "Agosto de 2012",
        "Listas de asistencia", "Cada país", "Cooperación de cada país", "Belice y Nicaragua",
    ],
    [
        UP, "Hacer una ficha común de seguimiento", "Ficha acordada", "Agosto de 2012", "Ficha impresa",
        "Redes Nacionales", "OIM y Cruz Verde (marzo 2012)", "ST de cada país.\nST Regional\nOIM\nCruz Verde",
    ],
    [
        "II. INVESTIGAR Y APRENDER", "Sistematizar experiencias nacionales\nReunir a las jefaturas de policía",
        "Espacios para contar lo aprendido\nConvenios con las policías",
        "Junio de 2012\n2012- Primer semestre de 2013",
        "Listas de asistencia.\nMemorias\nConvenios firmados.", "Interpol", "Redes Nacionales",
        "ST de Cada país.\nSecretaría Técnica y El Salvador",
    ],
    [
        "III. CAMPAÑAS", "Acordar campañas de la región",
        "Cuñas de radio\nFolletos\nPágina en internet\nTarjetas de bolsillo",
        "Cada país definirá el dónde y cómo\n2012-2013",
        "# de cuñas\nFolletos impresos\nPágina publicada\n# de tarjetas", "Presupuesto propio\nONG", "",
        "Red Regional\nCada país.",
    ],
    [
        "IV. PROTEGER", "Acordar con las oficinas de atención", "Directorio de instituciones por país",
        "Abril de 2012", "", "", "", "Redes Nacionales",
    ],
    [
        UP, "", "Encuentro regional de oficinas\nCanal ágil entre oficinas", "Primer trimestre de 2013", "", "",
        "", "Red Regional",
    ],
]  # fmt: skip
AGENDA_HEADER = [*MATRIX_HEADER[:4], *MATRIX_HEADER[5:]]


def _agenda() -> list[list[Any]]:
    """The matrix without its proofs: a title changed in II, deadlines widened to years, almost no funding."""
    rows = [[*row[:4], "", "", row[7]] for row in MATRIX_ROWS]
    deadlines = [
        "2012",
        "2012",
        "2012\n2012-2013",
        "Cada país definirá el dónde y cómo\n2012-2013",
        "2012",
        "2013",
    ]
    for row, deadline in zip(rows, deadlines, strict=True):
        row[3] = deadline
    rows[0][5] = "."
    rows[2][1] = "Presentar experiencias nacionales\nReunir a las jefaturas de policía"
    return [AGENDA_HEADER, *rows]


def matrix(kind: str = "docx") -> bytes:
    """Plan and agenda in one file: in Word a table of one row stands before them; in sheets, one sheet each."""
    plan = [MATRIX_HEADER, *MATRIX_ROWS]
    if kind != "docx":
        return sheets({"Plan operativo 2012": plan, "Agenda 2012-2013": _agenda()}, kind)
    return word(
        Line("Plan operativo 2012", heading=1),
        "Red regional de casas de acogida",
        [["Objetivo Estratégico", "Que ninguna mujer cruce sola una frontera"]],
        plan,
        "AGENDA",
        "ACTIVIDADES 2012-2013",
        _agenda(),
    )


# An outline by letters and numbers, and a cronograma that differs from it: b.2 each semester there, the title of C
# other, b.3.1 and D missing, c.2 only in the cronograma. «P romover» is broken as in a scanned text.
OUTLINE = [
    "A. Mejorar la comunicación de la red",
    "a.1. Poner al día la lista de ciudades",
    "a.2.Abrir un correo de la red",
    "B. P romover la prevención de la violencia",
    "b.1. Recoger lo que planea cada ciudad",
    "b.2. Informe trimestral de los programas",
    "b.3. Encuentro presencial",
    "b.3.1. Seminario abierto",
    "b.3.2. Reunión cerrada",
    "C. Acompañamiento en presupuestos",
    "c.1. Seguir los avances de las ciudades",
    "D. Relación con otras redes",
]
MONTHS = ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "set", "oct", "nov", "dic"]


def _schedule() -> list[list[Any]]:
    """The months of each line, from 1."""
    lines: list[tuple[str, Sequence[int]]] = [
        ("A. Mejorar la comunicación de la red", ()),
        ("a.1. Poner al día la lista de ciudades", (3, 4)),
        ("a.2. Abrir un correo de la red", (3,)),
        ("B. Promover la prevención de la violencia", ()),
        ("b.1. Recoger lo que planea cada ciudad", range(4, 12)),
        ("b.2. Informe semestral de los programas", (6, 12)),
        ("b.3. Encuentro presencial", (9,)),
        ("b.3.2. Reunión cerrada", (9,)),
        ("C. Orientación en presupuestos", ()),
        ("c.1. Seguir los avances de las ciudades", (5, 8, 11)),
        ("c.2. Buscar fondos", (5,)),
    ]
    return [
        ["Actividad", *MONTHS],
        *([title, *("X" if m in on else "" for m in range(1, 13))] for title, on in lines),
    ]


def outline() -> bytes:
    """4 groups in the list, 6 activities, 2 more below one of them; with a cronograma."""
    return word(
        Line("Plan de trabajo 2012", heading=1),
        "La red trabaja desde 2.008 en tres temas que siguen este año.",
        Line("1. Actividades", heading=2),
        *OUTLINE,
        Line("2. Cronograma", heading=2),
        _schedule(),
    )


def numbered_outline() -> bytes:
    """The same letters and numbers, drawn by Word itself: they are nowhere in the text."""
    levels = {"A": 0, "a": 1, "i": 2}
    lines = [
        ("A", "Mejorar la comunicación de la red"),
        ("a", "Poner al día la lista de ciudades"),
        ("a", "Abrir un correo de la red"),
        ("A", "Promover la prevención de la violencia"),
        ("a", "Encuentro presencial"),
        ("i", "Seminario abierto"),
        ("i", "Reunión cerrada"),
        ("a", "Informe de cada ciudad"),
    ]
    return word(
        Line("Plan de trabajo 2012", heading=1), *(Line(text, number=(2, levels[level])) for level, text in lines)
    )


# Title rows above, a header of two rows with merged cells, ejes with their weight, subtotals and a total, weights
# as percents of Excel. Eje 2 adds to 90 and its subtotal says 100. An empty objective continues the one above.
SPLIT_ROWS = [
    ["MUNICIPALIDAD DE LAS LOMAS", LEFT, LEFT, LEFT, LEFT, LEFT, LEFT],
    ["Plan de igualdad 2024", LEFT, LEFT, LEFT, LEFT, LEFT, LEFT],
    ["", "", "", "", "", "", ""],
    ["Eje", "Objetivo", "Actividad", "Pond.", "Plazo", LEFT, "Encargada(s)"],
    [UP, UP, UP, UP, "Inicio", "Término", UP],
    [
        "Autonomía (60%)",
        "Emprender",
        "1.1 Feria de productoras",
        0.5,
        "01/03/2024",
        "30/06/2024",
        "Fomento; DIDECO",
    ],
    [UP, "", "1.2 Curso de gestión", 0.5, "abril de 2024", "mayo de 2024", "Fomento"],
    ["Subtotal", "", "", 1, "", "", ""],
    [
        "Vida sin violencia (40%)",
        "Prevenir",
        "2.1 Talleres en liceos",
        0.6,
        "marzo de 2024",
        "noviembre de 2024",
        "",
    ],
    [UP, "Atender", "2.2 Casa de acogida", 0.3, "2024", "2024", "Salud y Justicia"],
    ["Subtotal", "", "", 1, "", "", ""],
    ["TOTAL", "", "", 2, "", "", ""],
]


def split_header(kind: str = "xlsx") -> bytes:
    """2 ejes with their weights, 3 objectives, 4 activities. `kind`: docx, xlsx, ods or csv."""
    if kind == "xlsx":
        return workbook({"Plan": SPLIT_ROWS}, formats={"Plan": {"D": "0.00%"}})
    rows = [[_percent(value) for value in row] for row in SPLIT_ROWS]
    return word(rows) if kind == "docx" else sheets({"Plan": rows}, kind)


def _percent(value: Any) -> Any:
    return f"{value * 100:.2f} %".replace(".", ",") if isinstance(value, (int, float)) else value


BY_EJE = {
    "Eje 1 Autonomía (40%)": [
        ["N°", "Actividades", "Ponderador", "Metas", "Medios de verificación", "Responsable"],
        ["1.1", "Capacitar a 30 vecinas", "33,33 %", "Primer semestre de 2024", "Lista de asistencia", "Fomento"],
        ["1.2", "Abrir la feria", "33,33 %", "agosto de 2024", "Fotografías", "Fomento y Cultura"],
        ["1.3", "Evaluar la feria", "33,34 %", "fines de 2024", "", "Control"],
    ],
    "Eje 2 Cuidados (60%)": [
        ["Cuidados: que no dependan solo de ellas", "", "", "", "", ""],
        ["Responsable", "N°", "Actividades", "Ponderador", "Metas", "Medios de verificación"],
        ["Salud", "2.1", "Mapa de cuidados", "70", "Segundo trimestre de 2024", "Mapa publicado"],
        ["Educación", "2.3", "Ludoteca", "30", "permanente", "Convenio"],
        ["", "", "TOTAL", "100", "", ""],
    ],
}


def by_eje(kind: str = "xlsx") -> bytes:
    """One sheet an eje, its weight in its name, each with its own order of columns; no 2.2. A sheet of notes."""
    return sheets({**BY_EJE, "Notas": [["Elaborado por la oficina de la mujer"]]}, kind)


PORTUGUESE_ROWS = [
    ["Eixo", "Ações", "Produtos", "Prazo", "Meios de verificação", "Peso (%)", "Responsável(is)", "Apoio"],
    ["1. Formação", "Oficina", "Oficina feita", "março de 2012", "Lista de presença", 60, "Prefeitura", ""],
    [UP, "Guia de linguagem", "Guia impresso", "segundo semestre de 2012", "Exemplar", 40, "Universidade", "ONU"],
    ["2. Participação", "Encontro de vereadoras", "Carta", "2012", "Carta assinada", 100, "Câmara", ""],
]  # fmt: skip


def portuguese(kind: str = "xlsx") -> bytes:
    """2 ejes, 3 activities, one deliverable each."""
    return sheets({"Plano": PORTUGUESE_ROWS}, kind)


def programmed_done(kind: str = "xlsx") -> bytes:
    """Six months, each with a column of what was programmed and one of what was done. 3 activities."""
    head: list[Any] = ["Código", "Actividad", "Peso"]
    below: list[Any] = [UP, UP, UP]
    for month in ("Enero", "Febrero", "Marzo", "Abril", "Mayo", "Junio"):
        head += [month, LEFT]
        below += ["P", "E"]
    lines = [
        ("1.1", "Campaña", 50, "P..P........"),
        ("1.2", "Talleres", 30, "..PE..PE...."),
        ("1.3", "Acta", 20, "........PEPE"),
    ]
    body = [
        [code, title, weight, *(mark.strip(".") and "X" for mark in marks)] for code, title, weight, marks in lines
    ]
    rows = [head, below, *body]
    return word(rows) if kind == "docx" else sheets({"Seguimiento": rows}, kind)


def numbered_table() -> bytes:
    """A Word table whose first column is only the numbers that Word draws."""
    return word(
        grid(
            [
                ["N°", "Actividad", "Responsable"],
                ["", "Abrir el buzón", "Secretaría"],
                ["", "Leer el buzón", "Mesa"],
            ],
            lists={0: (1, 0)},
        )
    )


def sheets(pages: dict[str, Any], kind: str) -> bytes:
    """The pages as a workbook; a CSV has only the first."""
    if kind == "csv":
        return csv_file(next(iter(pages.values())))
    return ods(pages) if kind == "ods" else workbook(pages)
