"""Nothing that a person may read is left out of the catalogues."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.bare_words import Bare, is_spanish, of_code, of_template
from tests.messages import sources, templates

SENTENCE = re.compile(r"[«¿A-ZÁÉÍÓÚÑ].* .*[.:?»]", re.DOTALL)
# How documents write things, in Spanish and Portuguese: what the importer knows, no word of ours. A sentence is no
# vocabulary, and is found in these too.
VOCABULARIES = re.compile(r"plans/(importing/\w+|deadline_words|deadlines|shifting)\.py")
NO_WORDS_OF_ITS_OWN = {
    # Languages are called by their own names; the interface's are those of the choice.
    ("config/settings.py", "Español"),
    ("networks/models/accounts.py", "Español"),
    # Names by which a program finds a style or a hidden sheet of a workbook.
    *(
        ("plans/exporting/docx.py", name)
        for name in ("Celda", "Encabezado de celda", "Celda fuerte", "Celda repetida")
    ),
    *(("plans/exporting/xlsx.py", name) for name in ("título", "bajo título")),
    *(("monitoring/matrix_xlsx.py", name) for name in ("título", "bajo título", "rótulo")),
    *(
        ("monitoring/roundtrip/styles.py", f"trama {name}")
        for name in ("título", "guía", "encabezado", "por llenar")
    ),
    *(
        ("monitoring/roundtrip/styles.py", f"trama {name}")
        for name in ("fija", "fija fuerte", "apartado", "texto")
    ),
    ("monitoring/roundtrip/sheets.py", "Listas"),
    # What people write in a cell where there is nothing.
    *(("monitoring/roundtrip/values.py", words) for words in ("sin informar", "sin dato")),
    # A dimension by which figures are told apart is the network's data, and is kept by its name.
    ("plans/row_forms.py", "área de acción"),
    # The picture's words where nobody gives it others: it knows nothing of languages, and every page gives them.
    *(("monitoring/gantt.py", words) for words in ("Cronograma", "sin fecha")),
    (
        "monitoring/gantt_shapes.py",
        "'Source Sans 3','Informe','Trama Signos','Informe ext','Informe signos',sans-serif",
    ),
    # A frozen snapshot keeps its states by these words; they are translated where they are shown.
    *(("reports/public_pages.py", words) for words in ("en curso", "sin efecto")),
    # Of templates: names of fields, of blocks for style sheets, and of the files in an archive.
    ("templates/monitoring/link_edit.html", "enlace-"),
    ("templates/reports/pdf/acta.html", "tall"),
    ("templates/reports/pdf/closing.html", "tall"),
    ("templates/reports/pdf/dossier.html", "dossier-pages"),
    ("templates/reports/open_data_readme.txt", "diccionario.csv"),
    ("templates/reports/open_data_readme.txt", "datapackage.json"),
}
# Names and commands that are the same in every language.
SAME_EVERYWHERE = re.compile(
    r"Trama|PDF|CSV|JSON|SHA-?256|sha256|GET|Google Calendar|Outlook|Apple|\.csv|\.json"
    r'|curl "|\?limit=10"|certutil -hashfile|shasum -a'
)


def found() -> list[Bare]:
    bare = [one for path in sources() for one in of_code(path)]
    return bare + [one for path in templates() for one in of_template(path) if _has_words(one.text)]


def _has_words(text: str) -> bool:
    return bool(re.search(r"[^\W\d_]{2,}", SAME_EVERYWHERE.sub(" ", text)))


def _is_vocabulary(one: Bare) -> bool:
    return bool(VOCABULARIES.fullmatch(one.path)) and not SENTENCE.fullmatch(one.text)


def test_every_word_that_is_read_is_marked_for_translation() -> None:
    bare = [one for one in found() if (one.path, one.text) not in NO_WORDS_OF_ITS_OWN and not _is_vocabulary(one)]
    assert not bare, "sin marcar:\n" + "\n".join(map(str, bare))


def test_no_exemption_outlives_what_it_was_for() -> None:
    assert {(one.path, one.text) for one in found()} >= NO_WORDS_OF_ITS_OWN


@pytest.mark.parametrize(
    "text", ["Resumen", "sin avance", "No hay actividades.", "¿Sigue?", "; enviados: ", "Guardar"]
)
def test_spanish_is_known(text) -> None:
    assert is_spanish(text)


@pytest.mark.parametrize(
    "text",
    [
        "monitoring:acta_observe",
        "activity__eje__order",
        "en_avance",
        "redes/<slug:slug>/",
        "the acta's PDF is missing",
    ],
)
def test_names_for_machines_are_not_taken_for_words(text) -> None:
    assert not is_spanish(text)


def test_what_is_marked_documented_or_for_a_terminal_is_passed_over(tmp_path: Path) -> None:
    code = tmp_path / "one.py"
    code.write_text(
        '"""Documentación."""\n'
        "help = 'La red, por su dirección.'\n"
        "parser.add_argument('x', help='El archivo.')\n"
        "said = _('Se guardó «%(x)s».') % {'x': 1}\n"
        "many = ngettext('%(n)s actividad', '%(n)s actividades', 2)\n"
        "print(f'Se guardó {said}')\n"
        "print(said, 'Guardar')\n"
    )
    assert sorted((one.line, one.text) for one in of_code(code)) == [(6, "Se guardó"), (7, "Guardar")]


def test_a_template_says_nothing_outside_the_tags_of_translation(tmp_path: Path) -> None:
    page = tmp_path / "one.html"
    page.write_text(
        "{# Nota #}<p title=\"Cerrar\">{% translate 'Guardar' %} Borrar</p>\n"
        "{% blocktranslate count n=n %}{{ n }} fila{% plural %}{{ n }} filas{% endblocktranslate %}\n"
        "{% include 'x.html' with label=\"Sin datos\" %}<script>var uno = 'dos';</script>\n"
        '<img alt="{% translate \'Mapa\' %}" src="mapa.svg">\n'
    )
    assert sorted((one.line, one.text) for one in of_template(page)) == [
        (1, "Borrar"),
        (1, "Cerrar"),
        (3, "Sin datos"),
    ]
