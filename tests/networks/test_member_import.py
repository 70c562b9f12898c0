"""Members as files."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from networks.models import Member, Organization, PeopleExport, Territory


def url(name: str, **kwargs) -> str:
    return reverse(f"networks:{name}", kwargs={"slug": "alfa", **kwargs})


@pytest.fixture
def upload(secretariat, login):
    def _upload(text: str | bytes, name: str = "integrantes.csv"):
        content = text.encode() if isinstance(text, str) else text
        sent = {"file": SimpleUploadedFile(name, BytesIO(content).read())}
        return login(secretariat).post(url("member_import"), sent, follow=True)

    return _upload


def states(response) -> list[str]:
    return [row.state for row in response.context["checked"].rows]


def test_members_are_made_and_changed(network, member, upload, client) -> None:
    Territory.objects.create(code="PY", name="Paraguay", level="country")
    Organization.objects.create(network=network, name="Entidad")
    response = upload(
        "código,nombre,código del territorio,organización,informa avances,rol en las sesiones,orden\n"
        "asuncion,Asunción,py,entidad,no,I,3\nuno,Otro nombre,,,sí,,\n"
    )
    assert states(response) == ["nueva", "cambia"]
    client.post(response.request["PATH_INFO"], {"seen": response.context["checked"].fingerprint})
    made = Member.objects.get(code="asuncion")
    assert (made.territory.name, made.organization.name, made.is_reporting, made.seat_role, made.order) == (
        "Paraguay",
        "Entidad",
        False,
        "I",
        3,
    )
    member.refresh_from_db()
    assert member.name == "Otro nombre"
    assert made.history.count() == member.history.filter(history_type="~").count() == 1


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("red,Nombre,sí,,,", "es la red misma"),
        ("Con Espacio,Nombre,sí,,,", "minúsculas, cifras y guiones"),
        ("otra,,sí,,,", "Nombre: "),
        ("otra,Nombre 漢,sí,,,", "Nombre: El signo «漢» (U+6F22, en «Nombre 漢») no se puede imprimir"),
        ("otra,Nombre,no,,,", "informa avances, ocupa un puesto, o las dos cosas"),
        ("otra,Nombre,quizás,,,", "«quizás» no es ninguna de estas"),
        ("otra,Nombre,sí,X,,", "Rol en las sesiones: "),
        ("otra,Nombre,sí,,31/02/2024,", "no es una fecha"),
        ("otra,Nombre,sí,,2024-02-01,2024-01-01", "«Hasta» es anterior a «desde»."),
    ],
)
def test_a_wrong_row_is_told(row, sentence, member, upload) -> None:
    response = upload(f"code,name,is_reporting,seat_role,valid_from_on,valid_to_on\n{row}\n")
    assert states(response) == ["mal"]
    assert sentence in response.content.decode()


def test_what_went_out_comes_back_unchanged(network, member, secretariat, login, upload) -> None:
    content = login(secretariat).get(url("member_export")).content
    assert states(upload(content, "integrantes.xlsx")) == ["igual"]
    assert PeopleExport.objects.get().what == "members"
