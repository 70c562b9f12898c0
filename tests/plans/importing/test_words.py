"""The language of cells, as people write it in Spanish and Portuguese."""

from decimal import Decimal

import pytest

from plans.importing.party_words import dated_note, split_parties
from plans.importing.words import (
    clean,
    code_style,
    is_mark,
    is_nothing,
    month,
    number,
    parent_codes,
    read_status,
    similar,
    split_code,
    split_weight,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12,5", "12.5"),
        ("12.5", "12.5"),
        ("33,33 %", "33.33"),
        ("14%", "14"),
        ("0,14", "0.14"),
        ("100", "100"),
        ("(20)", "20"),
        ("20 por ciento", "20"),
        (" 7 ", "7"),
        ("25.", "25"),
    ],
)
def test_numbers(text, value):
    assert number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "pendiente", "12 talleres", "1.234.567", "10-20", "doce", "1,2,3"])
def test_what_is_no_number(text):
    assert number(text) is None


@pytest.mark.parametrize(
    ("text", "code", "title"),
    [
        ("I. FORTALECER LA RED", "I", "FORTALECER LA RED"),
        ("VII   CONTAR CON DATOS", "VII", "CONTAR CON DATOS"),
        ("IV CAMPAÑAS REGIONALES", "IV", "CAMPAÑAS REGIONALES"),
        ("a.3.Coordinar con la red", "a.3", "Coordinar con la red"),
        ("b.5.1. Seminario abierto", "b.5.1", "Seminario abierto"),
        ("1.2 Convocar", "1.2", "Convocar"),
        ("1.2.3.- Convocar", "1.2.3", "Convocar"),
        ("10) Convocar", "10", "Convocar"),
        ("3 - Convocar", "3", "Convocar"),
        ("Eje 1: Autonomía", "1", "Autonomía"),
        ("Eje estratégico II - Paz", "II", "Paz"),
        ("Objetivo 2.- Formar", "2", "Formar"),
        ("Línea de acción 3. Cuidar", "3", "Cuidar"),
        ("Actividad N° 4: Medir", "4", "Medir"),
        ("A) Comunicar", "A", "Comunicar"),
        ("D.Fortaleci miento de la red", "D", "Fortaleci miento de la red"),
        ("Eje 5", "5", "Eje 5"),
        ("OE1.2: Medir", "OE1.2", "Medir"),
        ("II.1 Talleres", "II.1", "Talleres"),
        ("1.a) Talleres", "1.a", "Talleres"),
        ("II.a. Talleres", "II.a", "Talleres"),
        ("iv) Talleres", "iv", "Talleres"),
        ("I.- Talleres", "I", "Talleres"),
        ("1. a todas las redes", "1", "a todas las redes"),
        ("3.- 5 talleres", "3", "5 talleres"),
        ("1.º Talleres", "1", "Talleres"),
        ("B. P romover redes", "B", "P romover redes"),
    ],
)
def test_codes_before_titles(text, code, title):
    assert split_code(text) == (code, title)


@pytest.mark.parametrize(
    "text",
    [
        "5.a edición del encuentro",
        "U.T. de género",
        "Convocar a la red",
        "15-20 personas formadas",
        "2.500 talleres",
        "1.5 millones en becas",
        "5 talleres",
        "X Congreso de mujeres",
        "O.N.G. locales",
        "A nivel nacional",
        "Objetivos de la red",
        "Programa Mujer",
        "acción a realizar",
        "8 de marzo: acto central",
        "12.5",
        "V",
    ],
)
def test_titles_that_only_look_coded(text):
    assert split_code(text) == ("", text)


def test_codes_say_what_they_hang_from():
    assert parent_codes("b.5.1") == ["b.5", "b"]
    assert parent_codes("1.2") == ["1"]
    assert parent_codes("A") == []
    assert [code_style(code) for code in ("III", "B", "b.2", "4.1", "")] == [
        "roman",
        "upper",
        "lower",
        "number",
        "",
    ]


def test_weights_in_titles():
    assert split_weight("Autonomía (40%)") == ("Autonomía", Decimal(40))
    assert split_weight("Autonomía (ponderación: 33,3 %)") == ("Autonomía", Decimal("33.3"))
    assert split_weight("Autonomía - 40 %") == ("Autonomía", Decimal(40))
    assert split_weight("Bajar la brecha un 40%") == ("Bajar la brecha un 40%", None)
    assert split_weight("(40%)") == ("(40%)", None)
    assert split_weight("Crecer (140%)") == ("Crecer (140%)", None)


@pytest.mark.parametrize(
    ("line", "status", "rest", "bare"),
    [
        ("Cumplido", "cumplido", "", True),
        ("CUMPLIDA.", "cumplido", "", True),
        ("Cumplido : se hizo el censo", "cumplido", "se hizo el censo", False),
        ("Cumple , se hizo el censo", "cumplido", "se hizo el censo", False),
        ("Cumplido. Hay acta", "cumplido", "Hay acta", False),
        ("Cumplido en las dos sedes", "cumplido", "Cumplido en las dos sedes", False),
        ("No cumplido", "no_cumplido", "", True),
        ("No cumple: sin fondos", "no_cumplido", "sin fondos", False),
        ("No se ha cumplido", "no_cumplido", "", True),
        ("Não cumprida", "no_cumplido", "", True),
        ("Cumple parcialmente", "en_avance", "", True),
        ("En avance", "en_avance", "", True),
        ("En proceso: faltan dos sedes", "en_avance", "faltan dos sedes", False),
        ("Em andamento", "en_avance", "", True),
        ("Pendiente", "pendiente", "", True),
        ("Pendente - sem data", "pendiente", "sem data", False),
        ("Compromiso para el 2009", "reprogramado", "Compromiso para el 2009", False),
        ("Reprogramado", "reprogramado", "", True),
        ("Postergada: va en marzo", "reprogramado", "va en marzo", False),
        ("No aplica", "no_aplica", "", True),
        ("N.A.", "no_aplica", "", True),
        ("N/A", "no_aplica", "", True),
        ("Não se aplica", "no_aplica", "", True),
        ("Sí", "cumplido", "", True),
        ("No", "no_cumplido", "", True),
    ],
)
def test_statuses_open_a_narrative(line, status, rest, bare):
    found = read_status(line)
    assert (found.status, found.rest, found.bare) == (status, rest, bare)


@pytest.mark.parametrize(
    "line", ["Se hizo el censo", "Cumplimos con todo", "Nada", "Nacional", "Realizado el taller"]
)
def test_narratives_without_a_status(line):
    assert read_status(line) is None


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Belice y Nicaragua", ["Belice", "Nicaragua"]),
        ("Brasil e Uruguay", ["Brasil", "Uruguay"]),
        ("Secretaría Técnica y El Salvador", ["Secretaría Técnica", "El Salvador"]),
        ("Cada Red y comité nacional", ["Cada Red y comité nacional"]),
        ("OIM y Cruz Verde (marzo 2012)", ["OIM", "Cruz Verde (marzo 2012)"]),
        ("OIM (Nacional, Regional y Local)", ["OIM (Nacional, Regional y Local)"]),
        ("Interpol; ONU, OIM", ["Interpol", "ONU", "OIM"]),
        ("ST de cada país.", ["ST de cada país"]),
        ("y Redes Nacionales", ["Redes Nacionales"]),
        ("Redes Nacionales y Regional", ["Redes Nacionales y Regional"]),
        ("Departamento de Estudios y Capacitación", ["Departamento de Estudios y Capacitación"]),
        ("Unidad de Género y Direcciones Regionales", ["Unidad de Género", "Direcciones Regionales"]),
        ("Redes Nacionales y otras organizaciones", ["Redes Nacionales", "otras organizaciones"]),
        ("Instituto Central, con apoyo de la red", ["Instituto Central, con apoyo de la red"]),
        ("OIM / Cruz Verde", ["OIM", "Cruz Verde"]),
        ("• Municipio de Rivera", ["Municipio de Rivera"]),
        ("«Salud y Familia; área norte»", ["«Salud y Familia; área norte»"]),
        ("Salud y Familia [integrante SF]", ["Salud y Familia [integrante SF]"]),
        (".", []),
    ],
)
def test_parties_of_a_cell(line, names):
    assert split_parties((line,)) == names


def test_parties_stand_in_lines_too():
    assert split_parties(("ST de cada país.", "ST Regional", "OIM y Belice")) == [
        "ST de cada país",
        "ST Regional",
        "OIM",
        "Belice",
    ]


def test_a_date_in_a_note_is_seen():
    assert dated_note("Cruz Verde (marzo 2012)") == "marzo 2012"
    assert dated_note("OIM (Nacional)") == ""


@pytest.mark.parametrize(
    ("heading", "found"),
    [
        ("ene", (1, None)),
        ("Set.", (9, None)),
        ("sep", (9, None)),
        ("DIC", (12, None)),
        ("Fevereiro", (2, None)),
        ("Mar-13", (3, 2013)),
        ("abril 2014", (4, 2014)),
        ("2012-03", (3, 2012)),
        ("Meta", None),
        ("marzo y abril", None),
    ],
)
def test_months(heading, found):
    assert month(heading) == found


def test_marks_bullets_and_lone_signs():
    assert all(is_mark(text) for text in ("X", "x", "1", "✓", "■", "Sí"))
    assert not any(is_mark(text) for text in ("2", "taller", ""))
    assert all(is_nothing(text) for text in (".", "-", "—", "...", ""))
    assert not any(is_nothing(text) for text in ("a", "0", "✓", "%"))
    assert clean("• Listas") == "Listas"
    assert clean("- Listas") == "Listas"
    assert clean("-5") == "-5"
    assert similar("P romoción de la RED.") == similar("promocion de la red")
