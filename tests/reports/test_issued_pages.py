"""The pages of issuing: what is found before, the list, one report's own page and its files."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from networks.models import MandatedFunction
from reports import issuing, pdf_process, rendering
from reports.context import canonical_json
from reports.issuing import report_issue
from reports.models import IssuedReport
from tests.factories import make_member
from tests.reports.publishing_samples import make_sample
from tests.reports.test_signed_copy import file as scanned


@pytest.fixture
def sample(network, monkeypatch):
    monkeypatch.setattr(issuing, "render_pdf", lambda data, **how: data["header"]["folio"].encode())
    return make_sample(network)


def issue(sample, **more) -> IssuedReport:
    given = {"form": "gestion", "network": sample.network, "period_code": "2024-T1", "by": None}
    return report_issue(**{**given, "override_reason": "Urge entregarlo", **more})


def where(name: str, *more: str, query: str = "") -> str:
    return reverse(f"reports:{name}", args=["alfa", *more]) + query


def words(response) -> str:
    return " ".join(response.content.decode().split())


CREATE = ("issued_create", "gestion", "2024-T1")


def test_page_shows_what_was_found_with_where_it_is_mended(sample, secretariat, login) -> None:
    html = words(login(secretariat).get(where(*CREATE)))
    for part in ("Revisión previa", "El periodo sigue abierto", 'href="/redes/alfa/periodos/2024-T1/cerrar/"'):
        assert part in html
    assert "Por qué se emite así" in html
    assert "Por qué se reemplaza" not in html


def test_page_issues_only_with_a_reason_and_then_asks_why_it_is_replaced(sample, secretariat, login) -> None:
    client = login(secretariat)
    assert client.post(where(*CREATE), {"signature": "none"}).status_code == 200
    assert not IssuedReport.objects.exists()
    response = client.post(where(*CREATE), {"override_reason": "Urge", "signature": "none"})
    row = IssuedReport.objects.get()
    assert response.url == where("issued_detail", row.folio)
    assert (row.issued_by, row.override_reason) == (secretariat, "Urge")
    assert client.post(where(*CREATE), {"override_reason": "Urge"}).status_code == 200
    MandatedFunction.objects.filter(number=1).update(title="Otro título")
    client.post(where(*CREATE), {"override_reason": "Urge", "reason": "Faltaba una sesión"})
    page = words(client.get(where("issued_list")))
    assert "Reemplaza al ALFA-2024-T1-0001: Faltaba una sesión" in page
    assert "reemplazado por ALFA-2024-T1-0002" in page
    new = words(client.get(where("issued_detail", "ALFA-2024-T1-0002")))
    for part in ("Qué cambió desde el informe ALFA-2024-T1-0001", "<del>Coordinar la política</del>", "Urge"):
        assert part in new
    old = words(client.get(where("issued_detail", "ALFA-2024-T1-0001")))
    assert "Ya no está vigente" in old
    assert "Corregirlo" not in old


def test_a_part_of_the_plan_is_issued_as_such(sample, secretariat, login) -> None:
    address = where(*CREATE, query="?integrante=norte")
    client = login(secretariat)
    assert "Localidad Norte" in words(client.get(address))
    client.post(address, {"override_reason": "Urge"})
    assert IssuedReport.objects.get().scope_key == "member=norte"
    assert ">Integrante norte<" in words(client.get(where("issued_list")))
    assert client.get(where(*CREATE, query="?integrante=nadie")).status_code == 404


def test_nothing_is_printed_again(sample, observer, login, monkeypatch) -> None:
    row = issue(sample)
    for module in (issuing, rendering):
        monkeypatch.setattr(module, "render_pdf", None)
    monkeypatch.setattr(pdf_process.shared_process, "render", None)
    monkeypatch.setattr("reports.tables_xlsx.tables_xlsx", None)
    client = login(observer)
    for _time in range(2):
        response = client.get(where("issued_pdf", row.folio))
        assert b"".join(response.streaming_content) == row.folio.encode()
        assert "no-store" in response["Cache-Control"]
        with row.tables.open("rb") as kept:
            assert b"".join(client.get(where("issued_tables", row.folio)).streaming_content) == kept.read()
    assert client.get(where("issued_json", row.folio)).content == canonical_json(row.data)
    assert client.get(where("issued_detail", row.folio)).status_code == 200


def test_word_is_made_of_what_was_frozen(sample, observer, login) -> None:
    row = issue(sample)
    MandatedFunction.objects.update(title="Cambiada")
    response = login(observer).get(where("issued_word", row.folio))
    assert response.content.startswith(b"PK")
    assert response["Content-Disposition"] == f'attachment; filename="{row.folio}.docx"'


def test_data_of_an_older_make_is_offered_as_it_was_issued_only(sample, observer, login, monkeypatch) -> None:
    monkeypatch.setattr(issuing, "SCHEMA_VERSION", 1)
    row = issue(sample)
    client = login(observer)
    assert client.get(where("issued_word", row.folio)).status_code == 404
    for name in (("issued_list",), ("issued_detail", row.folio)):
        assert where("issued_word", row.folio) not in words(client.get(where(*name)))


def test_files_that_were_lost_are_not_found(sample, observer, login) -> None:
    row = issue(sample)
    for file, name in ((row.pdf, "issued_pdf"), (row.tables, "issued_tables")):
        file.storage.delete(file.name)
        assert login(observer).get(where(name, row.folio)).status_code == 404


def test_list_is_narrowed(sample, observer, login) -> None:
    first = issue(sample)
    issue(sample, replaces=first, reason="Corregido")
    issue(sample, form="subdere")
    client = login(observer)

    def folios(query: str) -> set[str]:
        rows = client.get(where("issued_list", query=query)).context["reports"]
        return {row.folio[-1] for row in rows}

    assert folios("") == {"1", "2", "3"}
    assert folios("?estado=vigente") == {"2", "3"}
    assert folios("?estado=reemplazado") == {"1"}
    assert folios("?forma=subdere&anio=2024") == {"3"}
    assert folios("?firma=si") == set()
    assert folios("?forma=nada&anio=x") == {"1", "2", "3"}


def test_list_takes_no_more_queries_for_more(sample, observer, login) -> None:
    client = login(observer)

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            client.get(where("issued_list"))
        return len(found)

    first = issue(sample)
    issue(sample, replaces=first, reason="Corregido")
    few = queries()
    for number in range(4):
        make_member(sample.network, f"m{number}")
        issue(sample, form="subdere", replaces=IssuedReport.objects.filter(form="subdere").first(), reason="Otra")
    assert queries() == few


def test_signed_copy_is_offered_where_there_is_one(sample, secretariat, login) -> None:
    from reports.signing_by_hand import signed_copy_keep

    row = issue(sample)
    copy = signed_copy_keep(report=row, file=scanned(), by=secretariat, title="Secretaria técnica")
    html = words(login(secretariat).get(where("issued_detail", row.folio)))
    assert copy.sha256 in html
    assert "Secretaria técnica" in html


# -- the chooser ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "page"),
    [
        ("que=ver&forma=gestion&periodo=2024-T1", "/redes/alfa/informes/gestion/2024-T1/"),
        ("que=pdf&forma=gestion&periodo=2024", "/redes/alfa/informes/gestion/2024/pdf/"),
        ("que=excel&forma=subdere&periodo=2024-T1&eje=1", "/redes/alfa/informes/subdere/2024-T1/xlsx/?eje=1"),
        (
            "que=emitir&forma=gestion&periodo=2024-T1&integrante=norte&plan=2024",
            "/redes/alfa/informes/gestion/2024-T1/emitir/?plan=2024&integrante=norte",
        ),
    ],
)
def test_chooser_leads_to_any_report(sample, secretariat, login, query, page) -> None:
    client = login(secretariat)
    response = client.get(where("report_list", query=f"?{query}"))
    assert response.url == page
    assert client.get(page).status_code == 200 or page.endswith("/pdf/")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("que=ver&forma=gestion&periodo=2024-T1&hasta=2024", "Elija dos periodos de la misma clase"),
        ("que=ver&forma=nada&periodo=2024-T1", "nada"),
        ("que=ver&forma=gestion", "obligatorio"),
        ("que=ver&forma=gestion&periodo=2024-T1&integrante=%00", ""),
    ],
)
def test_chooser_says_what_cannot_be(sample, observer, login, query, said) -> None:
    response = login(observer).get(where("report_list", query=f"?{query}"))
    assert response.status_code == 200
    assert said in words(response)


def test_list_of_forms_has_a_card_each_and_what_was_issued_lately(sample, secretariat, login) -> None:
    row = issue(sample)
    html = words(login(secretariat).get(where("report_list")))
    for part in ("Informe de gestión", "Responde a:", "Informe de las instancias de coordinación", row.folio):
        assert part in html


def test_preview_bar_keeps_the_part_that_is_being_looked_at(sample, secretariat, login) -> None:
    html = words(login(secretariat).get(where("report_preview", "gestion", "2024-T1", query="?integrante=norte")))
    for name in ("report_pdf", "report_docx", "report_xlsx", "report_json", "issued_create"):
        assert f'href="{where(name, "gestion", "2024-T1")}?integrante=norte"' in html
