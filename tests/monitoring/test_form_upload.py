"""Where forms are taken and brought: what is refused, and what is kept of what is not."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from monitoring.importing.files import imports_clean
from monitoring.models import ComplianceEntry, FormUpload
from monitoring.roundtrip import files
from networks.models import Role
from tests.documents.hostile import HOSTILE
from tests.factories import give_role, make_entry, make_member, make_period
from tests.monitoring.roundtrip.workbooks import (
    add_everything,
    as_upload,
    edited,
    exported,
    fill,
    narrated,
    uploaded,
)


@pytest.fixture
def asked(reporting):
    return add_everything(reporting)


@pytest.fixture
def url(reporting):
    return reverse("monitoring:form_upload", args=[reporting.network.slug, reporting.period.code])


@pytest.fixture
def bring(url, login, technician):
    """`bring(content)` is the answer to the técnica's upload."""

    def _bring(content: bytes, name: str = "lleno.xlsx", user=technician, **data):
        return login(user).post(url, {"file": as_upload(content, name), **data})

    return _bring


def test_lists_who_she_may_report_for_and_what_waits(asked, url, login, technician, secretariat):
    make_entry(asked.first, asked.period, asked.member)
    page = login(technician).get(url)
    assert [(one.who, one.owed, one.sent) for one in page.context["page_obj"]] == [("uno", 2, 1)]
    assert "1 por enviar de 2" in page.content.decode()
    page = login(secretariat).get(url)
    assert [one.who for one in page.context["page_obj"]] == ["dos", "uno"]
    assert "reason" in page.context["form"].fields


def test_who_only_reports_for_her_own_is_not_asked_why(asked, url, login, technician):
    assert "reason" not in login(technician).get(url).context["form"].fields


def test_queries_do_not_grow_with_the_members(asked, url, login, secretariat, django_assert_max_num_queries):
    for number in range(40):
        make_member(asked.network, f"n{number}")
    client = login(secretariat)
    client.get(url)
    with django_assert_max_num_queries(20):
        client.get(url)


def test_is_a_tab_of_the_period_for_who_reports(asked, url, login, technician, observer):
    board = reverse("monitoring:period_detail", args=["alfa", asked.period.code])
    assert url in login(technician).get(board).content.decode()
    assert url not in login(observer).get(board).content.decode()


def test_a_filled_form_is_kept_and_looked_at_before_anything_is_written(asked, bring, technician):
    response = bring(fill(exported(asked), narrated(1, "Hecho.")))
    row = FormUpload.objects.get()
    assert response.url == reverse("monitoring:form_preview", args=["alfa", asked.period.code, row.key])
    assert (row.member, row.uploaded_by, row.file_name) == (asked.member, technician, "lleno.xlsx")
    assert row.file.storage.exists(row.file.name)
    assert not ComplianceEntry.objects.exists()


@pytest.mark.parametrize("name", sorted(name for name in HOSTILE if name.endswith(".xlsx")))
def test_a_hostile_file_is_refused(name, asked, bring):
    make, _words = HOSTILE[name]
    response = bring(make(), name)
    assert response.status_code == 422
    assert response.context["form"].errors["file"]
    assert not FormUpload.objects.exists()


def test_a_hostile_part_inside_a_form_is_refused(asked, bring):
    def swell(book):
        book["Avances"]["XFD1048576"] = 1

    response = bring(edited(exported(asked), swell))
    assert "fuera de lo que se lee" in response.context["form"].errors["file"][0]


def test_what_is_no_workbook_is_refused(asked, bring):
    assert "no es un libro de Excel" in bring(b"a;b", "lleno.csv").context["form"].errors["file"][0]


def test_a_file_too_large_is_refused(asked, bring, monkeypatch):
    monkeypatch.setattr(files, "MAX_BYTES", 100)
    assert "pesa más de" in bring(exported(asked)).context["form"].errors["file"][0]


def test_without_a_file_it_says_so(asked, url, login, technician):
    response = login(technician).post(url, {})
    assert response.status_code == 422
    assert response.context["form"].errors["file"] == ["Elija el archivo que llenó."]


def test_the_form_of_another_period_is_refused(asked, bring):
    other = make_period(asked.network, "2024-T2")
    here, asked.period = asked.period, other
    content = exported(asked)
    asked.period = here
    [words] = bring(content).context["form"].errors["file"]
    assert words == "El formulario es del periodo 2024-T2, y esta página es de 2024-T1: súbalo en el suyo."


def test_the_form_of_another_network_is_refused(asked, bring):
    def rename(book):
        book["Trama"]["B2"] = "beta"

    assert "otra red («beta»)" in bring(edited(exported(asked), rename)).context["form"].errors["file"][0]


def test_the_form_of_another_member_is_refused(asked, bring):
    [words] = bring(exported(asked, asked.other)).context["form"].errors["file"]
    assert words == "El formulario es de Integrante dos, y usted no informa por ella."


def test_the_secretariat_says_why(asked, bring, secretariat):
    response = bring(exported(asked), user=secretariat)
    assert response.context["form"].errors["reason"] == ["Diga por qué informa en nombre de Integrante uno."]
    assert bring(exported(asked), user=secretariat, reason="Lo envió por correo").status_code == 302
    assert FormUpload.objects.get().options == {"reason": "Lo envió por correo"}


def test_what_she_left_unsaved_is_listed_for_her_alone(asked, url, login, technician, secretariat):
    row = uploaded(asked, technician, exported(asked))
    give_role(technician, asked.network, Role.TECHNICIAN, asked.other)
    assert list(login(technician).get(url).context["unfinished"]) == [row]
    assert not login(secretariat).get(url).context["unfinished"]


def test_a_week_later_it_is_forgotten_with_its_file(asked, technician):
    row = uploaded(asked, technician, exported(asked))
    kept = uploaded(asked, technician, exported(asked))
    FormUpload.objects.filter(pk=row.pk).update(uploaded_at=timezone.now() - datetime.timedelta(days=8))
    assert imports_clean() == 1
    assert list(FormUpload.objects.all()) == [kept]


def test_its_file_goes_too(asked, technician, django_capture_on_commit_callbacks):
    row = uploaded(asked, technician, exported(asked))
    with django_capture_on_commit_callbacks(execute=True):
        imports_clean(now=timezone.now() + datetime.timedelta(days=8))
    assert not row.file.storage.exists(row.file.name)
