"""Files that are not hers, or are no forms."""

from __future__ import annotations

import pytest
from django.core.management import CommandError

from monitoring.roundtrip import reading
from networks.models import Role
from tests.factories import give_role, make_network, make_user
from tests.monitoring.roundtrip.workbooks import (
    DRY,
    edited,
    exported,
    imported,
)


def test_without_its_hidden_sheet_it_is_not_known(asked, read):
    with pytest.raises(CommandError, match="le falta la hoja oculta"):
        read(edited(exported(asked), lambda book: book.remove(book["Trama"])), DRY)


def test_with_only_its_hidden_sheet_there_is_nothing_to_read(asked, read):
    def strip(book):
        for name in ("Avances", "Cifras", "Productos", "Preguntas"):
            book.remove(book[name])

    with pytest.raises(CommandError, match="no tiene ninguna de las hojas"):
        read(edited(exported(asked), strip), DRY)


def test_with_far_too_many_rows_it_is_not_read(asked, read, monkeypatch):
    monkeypatch.setattr(reading, "MOST_ROWS", 8)
    with pytest.raises(CommandError, match="muchas más filas"):
        read(exported(asked), DRY)


@pytest.mark.parametrize("name", ["B2", "B3", "B4"])
def test_signs_that_no_database_takes_are_no_name(name, asked, read):
    """«_x0000_» is how a workbook writes what PostgreSQL refuses in any text."""

    def write(book):
        book["Trama"][name] = "_x0000_"

    with pytest.raises(CommandError, match="El formulario es de"):
        read(edited(exported(asked), write), DRY)


def test_of_another_format_it_is_not_read(asked, read):
    def older(book):
        book["Trama"]["B1"] = "0"

    with pytest.raises(CommandError, match="de otra versión de Trama"):
        read(edited(exported(asked), older), DRY)


def test_the_form_of_another_member_is_refused(asked, read):
    with pytest.raises(CommandError, match="El formulario es de Integrante dos, y usted no informa por ella"):
        read(exported(asked, asked.other), DRY)


def test_nor_is_one_renamed_for_another(asked, read, technician):
    """Its rows are of the first; what it says it is decides, and who may write that."""

    def rename(book):
        book["Trama"]["B4"] = "dos"

    with pytest.raises(CommandError, match="usted no informa por ella"):
        read(edited(exported(asked), rename), DRY)


@pytest.mark.parametrize("role", [Role.OBSERVER, Role.COORDINATOR])
def test_who_only_looks_brings_nothing(role, asked, tmp_path):
    user = make_user("mira")
    give_role(user, asked.network, role)
    with pytest.raises(CommandError, match="usted no informa por ella"):
        imported(tmp_path, exported(asked), "mira", DRY)


def test_a_network_that_is_not_hers_does_not_exist(asked, tmp_path):
    stranger = make_user("otra")
    give_role(stranger, make_network("beta"), Role.SECRETARIAT)
    with pytest.raises(CommandError, match="es de la red «alfa», en la que usted no informa"):
        imported(tmp_path, exported(asked), "otra", DRY)


def test_an_unknown_account_and_an_absent_file_are_told(asked, tmp_path):
    with pytest.raises(CommandError, match="No hay una cuenta activa «nadie»"):
        imported(tmp_path, exported(asked), "nadie", DRY)
    with pytest.raises(CommandError, match="no es un libro de Excel"):
        imported(tmp_path, b"hola", asked_user(), DRY, name="lleno.ods")


def asked_user() -> str:
    return make_user("alguien").username
