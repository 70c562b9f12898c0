"""What is wrong in a form, each in its cell."""

from __future__ import annotations

import datetime

import pytest
from django.core.management import CommandError

from monitoring.models import ComplianceEntry, ReviewState
from monitoring.services import (
    entry_return,
)
from plans.models import VersionStatus
from tests.factories import make_activity, make_eje, make_version
from tests.monitoring.roundtrip.workbooks import (
    DRY,
    NOTHING,
    cell,
    edited,
    entry_of,
    exported,
    fill,
    keep,
    narrated,
    sent,
)


def test_every_error_is_told_in_its_cell_and_nothing_is_written(asked, read, technician, tmp_path):
    content = fill(
        exported(asked),
        ("Avances", 1, "status", "hecho"),
        ("Avances", 2, "progress", 140),
        ("Cifras", 2, "value", "doce"),
        ("Productos", 1, "delivered_on", "pronto"),
        ("Productos", 1, "note", "a" * 1001),
        ("Preguntas", 1, "answer", "Por carta"),
        narrated(2, "Esto estaba bien."),
    )
    found = read(content, DRY)
    assert [(one["sheet"], one["row"], one["column"]) for one in found["errors"]] == [
        ("Avances", 5, "I"),
        ("Avances", 6, "J"),
        ("Cifras", 6, "G"),
        ("Preguntas", 5, "G"),
        ("Productos", 5, "H"),
        ("Productos", 5, "I"),
    ]
    assert [one["message"] for one in found["errors"]][1:3] == [
        "El avance va de 0 a 100, y aquí dice «140».",
        "«doce» no es una cifra: escriba un número, por ejemplo 12 o 12,5.",
    ]
    assert found["changed"] == 1
    with pytest.raises(CommandError, match="hay 6 errores"):
        read(content)
    assert not ComplianceEntry.objects.exists()


def test_a_sign_that_cannot_be_printed_is_told_in_its_cell(asked, read):
    found = read(fill(exported(asked), narrated(1, "Fue 👍 bien"), narrated(2, "Fue 漢 bien")), DRY)
    (error,) = found["errors"]
    assert (error["sheet"], error["row"]) == ("Avances", 6)
    assert error["message"].startswith("El signo «漢» (U+6F22, en «Fue 漢 bien») no se puede imprimir")
    assert found["changed"] == 1


def test_what_was_there_before_and_is_left_as_it_was_is_no_error(asked, read, technician):
    read(fill(exported(asked), narrated(1, "Fue bien")))
    ComplianceEntry.objects.update(narrative="Fue 漢 bien")
    assert read(exported(asked), DRY) == NOTHING


def test_a_copied_row_is_told(asked, read):
    def copy(book):
        page = book["Avances"]
        for place in range(1, 13):
            page.cell(8, place).value = page.cell(5, place).value

    [error] = read(edited(exported(asked), copy), DRY)["errors"]
    assert (error["row"], error["column"]) == (8, "C")
    assert error["message"] == "Hay dos filas para «1.1 Actividad 1.1» (la otra, en Avances C5): deje una sola."


def test_a_row_of_nobody_is_told(asked, read):
    content = fill(exported(asked), narrated(4, "Otra actividad."))
    [error] = read(content, DRY)["errors"]
    assert (error["row"], error["column"]) == (8, "K")
    assert "no es del formulario" in error["message"]


def test_a_column_taken_away_empties_nothing(asked, read, technician):
    keep(asked, technician)
    found = read(edited(exported(asked), lambda book: book["Avances"].delete_cols(11)), DRY)
    assert found["changed"] == 0
    assert [one["message"] for one in found["errors"]] == [
        "Falta la columna «Qué se hizo»: descargue el formulario otra vez."
    ]


def test_a_formula_without_its_result_is_told(asked, read):
    def sums(book):
        cell(book, "Cifras", "value").value = "=F6+F7"

    [error] = read(edited(exported(asked), sums), DRY)["errors"]
    assert error["message"].startswith("La celda tiene una fórmula sin resultado («=F6+F7»)")


def test_what_a_figure_spans_needs_the_figure(asked, read):
    [error] = read(fill(exported(asked), ("Cifras", 1, "basis", "acumulado del año")), DRY)["errors"]
    assert "Escriba la cifra" in error["message"]


def test_what_was_sent_meanwhile_is_told(asked, read, technician):
    content = fill(exported(asked), narrated(1, "Tarde."))
    sent(asked, technician)
    [error] = read(content, DRY)["errors"]
    assert error["message"] == "El avance de «1.1» ya está enviado: para corregirlo, pida que se lo devuelvan."


def test_what_was_given_back_meanwhile_can_be_filled(asked, read, technician, secretariat):
    entry = sent(asked, technician, narrative="Uno.")
    content = fill(exported(asked), narrated(1, "Dos."))
    entry_return(entry=entry, by=secretariat, revision=entry.revision, body="Falta algo.")
    assert read(content) == {**NOTHING, "changed": 1}
    assert entry_of(asked).review_state == ReviewState.RETURNED


def test_a_row_that_the_plan_has_no_more_is_told(asked, read):
    content = fill(exported(asked), narrated(2, "De la que se quitó."))
    gone, kept = asked.second, asked.first
    asked.version.status = VersionStatus.SUPERSEDED
    asked.version.save()
    version = make_version(asked.network, number=2)
    version.in_force_from_on = datetime.date(2024, 2, 1)
    version.save()
    make_activity(make_eje(version, lineage=asked.eje.lineage), kept.code, lineage=kept.lineage)
    found = read(content, DRY)
    assert [one["row"] for one in found["errors"]] == [6]
    assert f"«{gone.code}» ya no está" in found["errors"][0]["message"]
    # What was not touched in it is no error.
    assert read(fill(content, narrated(2, None)), DRY)["errors"] == []
