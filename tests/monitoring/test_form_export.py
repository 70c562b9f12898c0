"""The form as it leaves: what it has, what may be filled, and who may take it."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from monitoring.models import EntryStatus, PeriodClosing, ReviewState
from monitoring.roundtrip.building import form_of
from monitoring.services import entry_return
from tests.factories import make_activity, make_entry, make_period
from tests.monitoring.roundtrip.workbooks import add_everything, cell, draft, exported, opened, rows_of, sent


@pytest.fixture
def asked(reporting):
    return add_everything(reporting)


@pytest.fixture
def form_url(reporting):
    def _form_url(who: str = "uno") -> str:
        where = {"slug": reporting.network.slug, "code": reporting.period.code, "who": who}
        return reverse("monitoring:form_export", kwargs=where)

    return _form_url


def rule_of(page, name: str):
    return next((rule for rule in page.data_validations.dataValidation if name in rule.sqref), None)


def test_has_a_sheet_for_each_thing_that_is_asked(asked):
    book = opened(exported(asked))
    visible = [page.title for page in book.worksheets if page.sheet_state == "visible"]
    assert visible == ["Avances", "Cifras", "Productos", "Preguntas", "Instrucciones"]
    assert book["Trama"].sheet_state == "veryHidden"
    assert book["Listas"].sheet_state == "hidden"
    assert [row["code"] for row in rows_of(book, "Avances")] == ["1.1", "1.2"]
    assert [row["by"] for row in rows_of(book, "Cifras")] == [None, "sexo: mujeres", "sexo: hombres", None]
    assert [row["deliverable"] for row in rows_of(book, "Productos")] == ["Guía de talleres"]
    assert [row["question"] for row in rows_of(book, "Preguntas")] == ["¿Cómo se hizo?", "¿Cuándo?"]


def test_without_figures_or_questions_there_are_no_sheets_for_them(reporting):
    assert [page.title for page in opened(exported(reporting)).worksheets][:2] == ["Avances", "Instrucciones"]


def test_only_what_is_to_be_filled_is_unlocked(asked):
    book = opened(exported(asked))
    unlocked = {
        (page.title, page.cell(3, one.column).value)
        for page in book.worksheets
        for row in page.iter_rows()
        for one in row
        if not one.protection.locked
    }
    assert unlocked == {
        *(("Avances", name) for name in ("status", "progress", "narrative", "obstacles")),
        *(("Cifras", name) for name in ("value", "basis")),
        *(("Productos", name) for name in ("status", "delivered_on", "note")),
        ("Preguntas", "answer"),
    }
    assert all(page.protection.sheet and not page.protection.password for page in book.worksheets)
    # What a part of a breakdown spans is what its figure spans.
    assert cell(book, "Cifras", "basis", 2).protection.locked


def test_lists_and_limits_are_in_the_cells(asked):
    book = opened(exported(asked))
    page, lists = book["Avances"], book["Listas"]
    status = rule_of(page, cell(book, "Avances", "status").coordinate)
    assert status.type == "list"
    assert status.formula1 == "'Listas'!$A$1:$A$6"
    assert [one.value for one in lists["A"]][:6] == [
        *("Cumplido", "En avance", "No cumplido", "Pendiente", "Reprogramado", "No aplica")
    ]
    progress = rule_of(page, cell(book, "Avances", "progress").coordinate)
    assert (progress.type, progress.formula1, progress.formula2) == ("decimal", "0", "100")
    assert rule_of(page, cell(book, "Avances", "narrative").coordinate) is None
    assert rule_of(book["Cifras"], cell(book, "Cifras", "value").coordinate).type == "decimal"
    assert rule_of(book["Productos"], cell(book, "Productos", "delivered_on").coordinate).type == "date"
    choice = rule_of(book["Preguntas"], cell(book, "Preguntas", "answer").coordinate)
    letter = choice.formula1.split("$")[1]
    assert [one.value for one in lists[letter] if one.value] == ["En línea", "En persona, con visita"]
    assert rule_of(book["Preguntas"], cell(book, "Preguntas", "answer", 2).coordinate).type == "date"


def test_is_laid_out_to_be_read_and_printed(asked):
    page = opened(exported(asked))["Avances"]
    assert page.freeze_panes == "E5"
    assert page.column_dimensions["A"].hidden
    assert page.row_dimensions[3].hidden
    assert page.print_title_rows == "$4:$4"
    assert page.page_setup.orientation == "landscape"
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert page.column_dimensions["K"].width > 40
    assert page["K5"].alignment.wrap_text


def test_text_that_looks_like_a_formula_is_text(asked, technician):
    draft(asked, technician, narrative="=2+3", obstacles="-nada")
    book = opened(exported(asked))
    one = cell(book, "Avances", "narrative")
    assert (one.value, one.data_type, one.quotePrefix) == ("=2+3", "s", True)
    assert cell(book, "Avances", "obstacles").quotePrefix
    # Neither does what is typed there become one.
    assert one.number_format == "@"


def test_what_was_reported_last_time_stands_beside(asked):
    before = make_period(asked.network, "2023-T4")
    make_entry(asked.first, before, asked.member, narrative="Cuatro talleres.")
    unsent = {"review_state": ReviewState.DRAFT, "narrative": "Sin enviar."}
    make_entry(asked.second, before, asked.member, EntryStatus.DONE, **unsent)
    first, second = rows_of(opened(exported(asked)), "Avances")
    assert (first["before_status"], first["before"]) == ("Cumplido", "Cuatro talleres.")
    assert (second["before_status"], second["before"]) == (None, None)
    assert (first["status"], first["narrative"]) == (None, None)


def test_what_was_sent_is_for_reading_only(asked, technician):
    sent(asked, technician, narrative="Hecho.")
    book = opened(exported(asked))
    assert cell(book, "Avances", "state").value == "enviado"
    assert cell(book, "Avances", "narrative").value == "Hecho."
    assert cell(book, "Avances", "narrative").protection.locked
    assert cell(book, "Cifras", "value").protection.locked
    assert rule_of(book["Avances"], cell(book, "Avances", "status").coordinate) is None
    assert not cell(book, "Avances", "narrative", 2).protection.locked


def test_what_was_given_back_says_why(asked, technician, secretariat):
    entry = sent(asked, technician)
    entry_return(entry=entry, by=secretariat, revision=entry.revision, body="Falta la fecha.")
    book = opened(exported(asked))
    assert cell(book, "Avances", "state").value == "observado: Falta la fecha."
    assert not cell(book, "Avances", "narrative").protection.locked


def test_of_a_closed_period_nothing_can_be_filled(asked, secretariat):
    PeriodClosing.objects.create(period=asked.period, closed_at="2024-05-01T00:00Z", closed_by=secretariat)
    asked.period.__dict__.pop("closed", None)
    assert cell(opened(exported(asked)), "Avances", "narrative").protection.locked


def test_queries_do_not_grow_with_the_activities(asked, django_assert_max_num_queries):
    for number in range(20):
        activity = make_activity(asked.eje, f"2.{number}")
        make_entry(activity, asked.period, asked.member, review_state=ReviewState.DRAFT)
    with django_assert_max_num_queries(20):
        assert len(form_of(asked.network, asked.period, asked.member).reports) == 22


def test_is_downloaded_by_who_reports_for_her(asked, form_url, login, technician):
    response = login(technician).get(form_url())
    assert response.status_code == 200
    assert response["Content-Disposition"] == 'attachment; filename="avances-alfa-2024-T1-uno.xlsx"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert opened(response.content)["Avances"]["B1"].value == "Integrante uno · Primer trimestre de 2024 · Alfa"


def test_not_by_who_reports_for_another(asked, form_url, login, technician, secretariat, outsider):
    client = login(technician)
    assert client.get(form_url("dos")).status_code == 403
    assert client.get(form_url("nadie")).status_code == 404
    assert login(secretariat).get(form_url("dos")).status_code == 200
    assert login(outsider).get(form_url("uno")).status_code == 404


def test_who_owes_nothing_is_told_so(asked, form_url, login, secretariat):
    response = login(secretariat).get(form_url("red"), follow=True)
    assert "Alfa no debe informar nada en este periodo" in response.content.decode()


def test_the_command_writes_the_file(asked, tmp_path):
    path, out = tmp_path / "f.xlsx", io.StringIO()
    where = ["--network", "alfa", "--period", "2024-T1", "--member", "uno", "--output", str(path)]
    call_command("form_export", *where, stdout=out)
    assert len(rows_of(opened(path.read_bytes()), "Avances")) == 2
    assert "2 actividades de Integrante uno" in out.getvalue()


@pytest.mark.parametrize(
    ("flag", "value", "words"),
    [
        ("--network", "beta", "No hay una red «beta»"),
        ("--period", "2024-T9", "no tiene el periodo «2024-T9»"),
        ("--period", "2024", "no tiene el periodo «2024»"),
        ("--member", "tres", "no tiene la integrante «tres»"),
        ("--member", "red", "no debe informar nada"),
        ("--output", "/no/hay/f.xlsx", "No se pudo escribir"),
    ],
)
def test_the_command_says_what_is_not_there(flag, value, words, asked, tmp_path):
    given = {"--network": "alfa", "--period": "2024-T1", "--member": "uno", "--output": str(tmp_path / "f.xlsx")}
    arguments = [part for pair in {**given, flag: value}.items() for part in pair]
    with pytest.raises(CommandError, match=words):
        call_command("form_export", *arguments)
