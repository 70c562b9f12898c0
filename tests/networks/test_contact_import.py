"""Contacts as files: out for the secretariat alone, in after a look at each row, whole or not at all."""

import datetime
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from networks.models import ActionArea, Contact, PeopleExport
from tests.factories import make_member, make_network
from tests.networks.people import make_contact

HEADS = ["Código de la integrante", "Nombre", "Cargo", "Correo electrónico", "Áreas de acción"]


def url(name: str, **kwargs) -> str:
    return reverse(f"networks:{name}", kwargs={"slug": "alfa", **kwargs})


def book(*rows, heads=HEADS) -> bytes:
    found = Workbook()
    for row in (heads, *rows):
        found.active.append(row)
    content = BytesIO()
    found.save(content)
    return content.getvalue()


@pytest.fixture
def upload(secretariat, login):
    """Uploads and returns the response that follows: the preview, or the form again."""

    def _upload(content: bytes, name: str = "contactos.xlsx"):
        sent = {"file": SimpleUploadedFile(name, content)}
        return login(secretariat).post(url("contact_import"), sent, follow=True)

    return _upload


@pytest.fixture
def confirm(client):
    def _confirm(response, **more):
        sent = {"seen": response.context["checked"].fingerprint, **more}
        return client.post(response.request["PATH_INFO"], sent, follow=True)

    return _confirm


def states(response) -> list[str]:
    return [row.state for row in response.context["checked"].rows]


def test_new_changed_and_equal_rows(member, upload, confirm) -> None:
    ActionArea.objects.create(network=member.network, name="Atención")
    make_contact(member, "Cambia", post="Antes", email="c@example.org")
    make_contact(member, "Igual", post="Igual")
    rows = (
        ["uno", "Nueva", "Directora", "n@example.org", "atencion"],
        ["UNO", "Cambia", "Después", "C@example.org", ""],
        ["uno", "igual", "Igual", "", ""],
    )
    response = upload(book(*rows))
    assert states(response) == ["nueva", "cambia", "cambia"]
    assert "Cargo: de «Antes» a «Después»" in response.content.decode()
    assert Contact.objects.count() == 2
    done = confirm(response)
    assert "Se guardaron 3 filas." in done.content.decode()
    new = Contact.objects.get(name="Nueva")
    assert (new.post, new.rank, [area.name for area in new.areas.all()]) == (
        "Directora",
        "principal",
        ["Atención"],
    )
    assert new.folded == "nueva directora n@example.org"
    changed = Contact.objects.get(name="Cambia")
    assert (changed.post, changed.history.first().history_type) == ("Después", "~")
    assert new.history.get().history_user.username == "secretariat"


def test_two_confirmations_write_once(member, upload, confirm) -> None:
    response = upload(book(["uno", "Nueva", "", "", ""]))
    confirm(response)
    confirm(response)
    assert Contact.objects.count() == 1


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (["dos", "Nueva", "", "", ""], "No hay una integrante con el código «dos»"),
        (["", "Nueva", "", "", ""], "Diga de qué integrante es"),
        (["uno", "", "Cargo", "", ""], "Nombre: Este campo no puede"),
        (["uno", "Nueva", "", "no-es-correo", ""], "Correo electrónico: "),
        (["uno", "N" * 300, "", "", ""], "Nombre: "),
        (["uno", "Nueva", "", "", "Otra cosa"], "La red no tiene el área «Otra cosa»"),
    ],
)
def test_a_wrong_row_is_told_and_nothing_is_saved(row, sentence, member, upload, confirm) -> None:
    response = upload(book(["uno", "Buena", "", "", ""], row))
    assert states(response)[1] == "mal"
    assert sentence in response.content.decode()
    again = confirm(response)
    assert again.status_code == 409
    assert not Contact.objects.exists()


def test_the_same_person_twice_is_told(member, upload) -> None:
    response = upload(book(["uno", "Nueva", "", "a@example.org", ""], ["uno", "NUEVA", "", "a@example.org", ""]))
    assert states(response) == ["nueva", "mal"]
    assert "Es la misma que la fila 2" in response.content.decode()


def test_what_another_changed_meanwhile_is_shown_again(member, upload, confirm) -> None:
    contact = make_contact(member, "Oficina", post="Antes")
    response = upload(book(["uno", "Oficina", "Después", "", ""]))
    Contact.objects.filter(pk=contact.pk).update(post="Otra cosa")
    again = confirm(response)
    assert again.status_code == 409
    assert "algo cambió en la red" in again.content.decode()
    contact.refresh_from_db()
    assert contact.post == "Otra cosa"


def test_absent_columns_change_nothing_and_empty_cells_empty(member, upload, confirm) -> None:
    make_contact(member, "Oficina", "Atención", post="Cargo", phone="555", rank="alternate")
    response = upload(book(["uno", "Oficina", ""], heads=HEADS[:3]))
    confirm(response)
    contact = Contact.objects.get()
    assert (contact.post, contact.phone, contact.rank, contact.areas.count()) == ("", "555", "alternate", 1)


def test_a_member_of_another_network_is_none_of_ours(network, upload) -> None:
    make_member(make_network("beta"), "ajena")
    assert "No hay una integrante" in upload(book(["ajena", "X", "", "", ""])).content.decode()


def test_csv_with_semicolons_and_old_letters(member, upload, confirm) -> None:
    text = "Código de la integrante;Nombre;Desde;Calidad\nuno;Ñandú;31/12/2024;suplente\n"
    confirm(upload(text.encode("cp1252"), "tabla.csv"))
    contact = Contact.objects.get()
    assert (contact.name, contact.valid_from_on, contact.rank) == (
        "Ñandú",
        datetime.date(2024, 12, 31),
        "alternate",
    )


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"nada", "tabla.pdf", "no es una tabla que se pueda leer"),
        (b"nada", "tabla.xlsx", "no se puede leer"),
        (b"a,b\n1,2\n", "tabla.csv", "no tiene las columnas que hacen falta"),
        (b"member,name\n", "tabla.csv", "no tiene filas"),
        (b"member,name\nuno,a\x00b\n", "tabla.csv", "no es un CSV"),
        (b"member,name,name\nuno,a,b\n", "tabla.csv", "Hay dos columnas"),
        (b"", "tabla.csv", "El archivo está vacío"),
        (b"member,name\n" + b"uno,a\n" * 10_001, "tabla.csv", "más de 10000 filas"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_words(content, name, sentence, member, upload) -> None:
    response = upload(content, name)
    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_a_cell_far_away_costs_nothing(member, upload) -> None:
    far = Workbook()
    far.active.append(HEADS)
    far.active.append(["uno", "Nueva", "", "", ""])
    far.active["XFD1048576"] = "lejos"
    content = BytesIO()
    far.save(content)
    assert states(upload(content.getvalue())) == ["nueva"]


def test_a_file_is_only_of_who_uploaded_it(network, member, upload, login, outsider) -> None:
    from networks.models import Role
    from tests.factories import give_role, make_user

    address = upload(book(["uno", "Nueva", "", "", ""])).request["PATH_INFO"]
    other = make_user("otra")
    give_role(other, network, Role.SECRETARIAT)
    assert login(other).get(address).status_code == 404
    assert login(outsider).get(address).status_code == 404


def test_the_result_is_downloaded_row_by_row(member, upload, confirm, client) -> None:
    response = confirm(upload(book(["uno", "Nueva", "", "", ""])))
    sheet = load_workbook(BytesIO(client.get(response.context["rows_url"]).content)).active
    assert [cell.value for cell in sheet[2]][:3] == [2, "Nueva · Integrante uno", "nueva"]


def test_many_rows_cost_as_many_queries_as_few(member, upload, confirm) -> None:
    ActionArea.objects.create(network=member.network, name="Atención")
    costs = []
    for count in (3, 400):
        rows = [["uno", f"P{count}-{n}", "Cargo", f"p{count}-{n}@example.org", "Atención"] for n in range(count)]
        response = upload(book(*rows))
        with CaptureQueriesContext(connection) as captured:
            confirm(response)
        costs.append(len(captured))
    assert Contact.objects.count() == 403
    # SQLite takes some fifty rows a statement, of the row and of its history.
    assert costs[1] <= costs[0] + 2 * 400 // 50 + 4


# -- out ------------------------------------------------------------------------------------------------------


def test_what_is_shown_goes_out_and_is_written_down(member, secretariat, login) -> None:
    make_contact(member, "=1+1", "Atención", email="a@example.org")
    make_contact(member, "Otra", rank="staff")
    response = login(secretariat).post(url("contact_export"), {"calidad": "principal"})
    sheet = load_workbook(BytesIO(response.content)).active
    assert sheet.max_row == 2
    assert sheet["D2"].value == "=1+1"
    assert sheet["D2"].data_type == "s"
    logged = PeopleExport.objects.get()
    assert (logged.what, logged.rows, logged.exported_by) == ("contacts", 1, secretariat)
    assert logged.filters == {"Calidad": "titular"}
    assert "Calidad: titular" in login(secretariat).get(url("people_export_list")).content.decode()


def test_what_went_out_comes_back_unchanged(member, secretariat, login, upload) -> None:
    make_contact(
        member, "+Oficina", "Atención", "Prevención", sex="female", valid_from_on=datetime.date(2024, 1, 2)
    )
    content = login(secretariat).post(url("contact_export")).content
    assert states(upload(content)) == ["igual"]
