"""Whatever a document says, it is read or told: nothing raises, codes stay apart and sentences whole."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from plans.importing.draft import Options
from tests.plans.importing.trees import sentence
from tests.plans.importing.wholes import document_of, read

OPTIONS = Options(2009, 2009, "all_or_nothing", eje_word="producto")
PIECES = [
    "A. Uno", "a.1 Dos", "1.", "1.1 Tres", "II", "b) Cuatro", "100", "12,5", "33 %", "Cumplido", "pendiente",
    "Total", "marzo de 2024", "permanente", "X", "Eje", "Actividades", "Ponderación", "Ganada", "Estado", "Plazo",
    "Producto", "Responsable: Norte y Sur", "«Norte»", "Norte [integrante norte]", "ene", "feb", "mar", ".", "%",
    "Meta\nOtra", "",
]  # fmt: skip
HEADINGS = [
    ["Eje", "Actividad", "Plazo", "Responsable"],
    ["Objetivos", "Actividades", "Ponderación", "Estado", "Ganada"],
    ["Actividad", "ene", "feb", "mar"],
    ["Código", "Actividad", "Sub-actividad", "Producto", "Medio de verificación"],
]
TEXTS = st.sampled_from(PIECES) | st.text(max_size=12)
TABLES = st.sampled_from(HEADINGS).flatmap(
    lambda head: st.lists(st.lists(TEXTS, min_size=len(head), max_size=len(head)), max_size=6).map(
        lambda rows: [head, *rows]
    )
)


@settings(deadline=None)
@given(st.lists(TEXTS.filter(lambda text: text.strip()) | TABLES, max_size=8))
def test_anything_is_read_or_told(blocks):
    draft = read(document_of(*blocks), OPTIONS)
    for found in draft.discrepancies:
        assert sentence(found)
    for version in draft.versions:
        assert version.ejes
        assert len({group.code for group in version.ejes}) == len(version.ejes)
        for group in version.ejes:
            codes = [row.code for row in group.walk()]
            assert len(set(codes)) == len(codes)
            assert all(0 < len(code) <= 20 for code in codes)
            assert all(row.title.strip() for row in group.walk())
