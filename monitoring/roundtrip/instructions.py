"""How to fill the form, in the workbook itself."""

from __future__ import annotations

from django.utils.translation import gettext as _
from openpyxl.worksheet.worksheet import Worksheet

from monitoring.labels import period_label
from monitoring.roundtrip import styles
from monitoring.roundtrip.layout import Form


def write_instructions(page: Worksheet, form: Form) -> None:
    rows = [(_("Cómo llenar este formulario"), styles.TITLE), ("", styles.BODY)]
    for title, lines in _parts(form):
        rows.append((title, styles.SECTION))
        rows += [(f"• {line}", styles.BODY) for line in lines]
        rows.append(("", styles.BODY))
    for number, (words, style) in enumerate(rows, start=1):
        cell = page.cell(number, 1, words or None)
        cell.style = style
    page.column_dimensions["A"].width = 110
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.protection.sheet = True


def _parts(form: Form) -> list[tuple[str, list[str]]]:
    said = {
        "who": form.who_name,
        "network": form.network.name,
        "period": period_label(form.period),
        "opens": f"{form.period.opens_on:%d/%m/%Y}",
        "due": f"{form.period.due_on:%d/%m/%Y}",
    }
    return [
        (
            _("De quién y hasta cuándo"),
            [
                _("Es el formulario de %(who)s (%(network)s) para %(period)s. Solo sirve para ese periodo.")
                % said,
                _("Se recibe desde el %(opens)s y hasta el %(due)s inclusive.") % said,
            ],
        ),
        (
            _("Qué se llena"),
            [
                _("Las celdas blancas, bajo los encabezados verdes. Las grises son para leer y están bloqueadas."),
                _("En «Avances»: el cumplimiento se elige de la lista; el avance es un número de 0 a 100."),
                _("En «Cifras»: números, con coma para los decimales. Vacío no es cero: sin dato, nada."),
                _("Lo que dice «De ellos» reparte la cifra de arriba: sus partes deben sumarla."),
                _("Lo que ya se envió aparece bloqueado: para corregirlo, pida que se lo devuelvan."),
            ],
        ),
        (
            _("Qué se puede hacer con las filas"),
            [
                _("No hace falta llenarlas todas: la que se deja como vino no cambia nada."),
                _("Se pueden filtrar. Para ordenarlas o borrarlas, quite antes la protección (sin contraseña)."),
                _("Cada fila se reconoce por sí misma, en el orden que sea; la que se borra queda como estaba."),
                _("No copie una fila: dos filas para lo mismo no se pueden leer."),
                _("Borrar lo que había en una celda lo borra también en Trama."),
            ],
        ),
        (
            _("Cómo se entrega"),
            [
                _("Guárdelo como libro de Excel (.xlsx) y súbalo en Trama, en el periodo, «Formulario en Excel»."),
                _(
                    "Antes de guardar nada verá qué cambia. Si algo no se entiende, se le devuelve con lo que hay "
                    "que corregir marcado en rojo."
                ),
                _("Si mientras tanto alguien escribió lo mismo en Trama, verá los dos textos y elegirá."),
                _("Los archivos de evidencia se agregan en Trama: aquí no caben."),
            ],
        ),
    ]
