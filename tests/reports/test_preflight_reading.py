"""Reading figures in prose: what a table says otherwise is told, and nothing that is only alike."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reports.preflight.reading import Known, contradictions

WORKSHOPS = Known("Talleres de trabajo realizados", "Cifras", (Decimal(5),))
TABLES = Known("Mesas técnicas realizadas", "Cifras", (Decimal(45),))
PLANS = Known("Planes locales de igualdad enviados", "Cifras", (Decimal(14), Decimal(20)))
FOLLOWED = Known("Reuniones de seguimiento a los planes", "Cifras", (Decimal(70),))
TRAINED = Known("Sensibilización y capacitación", "Avance", (), (Decimal("33.33"),))
KNOWN = (WORKSHOPS, TABLES, PLANS, FOLLOWED, TRAINED)

TRUE = (
    "El plan sigue el Decreto 527 de 2014. Hubo 5 talleres de trabajo y 45 mesas técnicas con las alcaldías.",
    "De los 20 planes locales de igualdad se enviaron 14 y faltan 6; hubo 70 reuniones.",
    "Se enviaron 14 de 20 planes locales de igualdad, el 70 % de los planes locales de igualdad enviados.",
    "La sensibilización y capacitación llegó a 33 %, o 33,3 %, el 18 de octubre de 2024.",
    "Hubo 45 mesas, 3 talleres y 12 mesas de diálogo con 1.200 personas en 2024.",
    "En la 2.ª sesión, del 16/04/2024, se trató el artículo 45 y la función 5.",
)
FALSE = {
    "Hubo 6 talleres de trabajo.": ("6 talleres de trabajo", WORKSHOPS),
    "Hubo 44 mesas técnicas con las alcaldías": ("44 mesas técnicas con las alcaldías", TABLES),
    "Se enviaron 15 de 20 planes locales de igualdad.": ("15 de 20 planes locales de igualdad", PLANS),
    "De los 20 planes locales de igualdad se enviaron 15 y faltan 5.": (
        "De los 20 planes locales de igualdad se enviaron 15",
        PLANS,
    ),
    "Avanzó 40 % en sensibilización y capacitación.": ("40 % en sensibilización y capacitación", TRAINED),
}


@pytest.mark.parametrize("text", TRUE)
def test_what_agrees_or_may_speak_of_something_else_passes(text) -> None:
    assert contradictions(text, KNOWN) == []


@pytest.mark.parametrize("text", FALSE)
def test_what_a_table_says_otherwise_is_quoted(text) -> None:
    quote, known = FALSE[text]
    found = contradictions(text, KNOWN)
    assert [(one.quote, one.known) for one in found] == [(quote, known)]


def test_a_figure_that_fits_any_of_those_alike_is_let_pass() -> None:
    twins = (
        Known("Mesas técnicas locales", "A", (Decimal(4),)),
        Known("Mesas técnicas locales", "B", (Decimal(9),)),
    )
    assert contradictions("Hubo 9 mesas técnicas locales.", twins) == []
    assert contradictions("Hubo 7 mesas técnicas locales.", twins) == []


@pytest.mark.parametrize("text", ["", "   ", "5", "100 % 100 %", "1 2 3 4 5" * 500, "(" * 2000, "9" * 5000])
def test_any_text_is_read_to_its_end(text) -> None:
    assert contradictions(text, KNOWN) == []
