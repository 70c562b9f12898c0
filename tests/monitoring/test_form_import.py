"""The form as it comes back: nothing lost, nothing written over, and every error in its cell."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from django.core.management import CommandError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitoring.models import ComplianceEntry, Measurement, PeriodClosing, Question, ReviewState
from monitoring.roundtrip.building import form_of
from monitoring.roundtrip.export import HEAD_ROW, form_workbook
from monitoring.services import (
    AnswerDraft,
    DeliverableDraft,
    EntryDraft,
    MeasurementDraft,
    entry_return,
    entry_save_draft,
    entry_submit,
)
from networks.models import Role
from plans.models import VersionStatus
from tests.factories import give_role, make_activity, make_eje, make_network, make_period, make_user, make_version
from tests.monitoring.roundtrip.workbooks import (
    add_everything,
    cell,
    draft,
    edited,
    exported,
    fill,
    imported,
    key_of,
    narrated,
    opened,
    rows_of,
    saved,
    sent,
)

NOTHING = {"changed": 0, "conflicts": [], "errors": []}
DRY = "--dry-run"


@pytest.fixture
def asked(reporting):
    return add_everything(reporting)


@pytest.fixture
def read(tmp_path, technician):
    """`read(content, *flags)` is what the command says to the técnica."""
    return lambda content, *flags: imported(tmp_path, content, technician.username, *flags)


def entry_of(asked, activity=None):
    return ComplianceEntry.objects.get(activity_lineage=(activity or asked.first).lineage, member=asked.member)


def whole_draft(asked, **changes) -> EntryDraft:
    given_ = {
        "status": "en_avance",
        "progress": Decimal("40.50"),
        "narrative": "Cuatro talleres.\nDos barrios.",
        "obstacles": "=ninguno",
        "measurements": {
            asked.people.lineage: MeasurementDraft(
                value=Decimal(14), basis="year_to_date", breakdown={"sexo": {"mujeres": "12", "hombres": "2"}}
            ),
            asked.state.lineage: MeasurementDraft(text="Al día"),
        },
        "deliverables": {
            asked.guide.lineage: DeliverableDraft(
                status="cumplido", note="Impresa", delivered_on=datetime.date(2024, 2, 29)
            )
        },
        "answers": {
            asked.how.lineage: AnswerDraft(question=asked.how, text="En persona, con visita"),
            asked.day.lineage: AnswerDraft(question=asked.day, day=datetime.date(2024, 3, 1)),
        },
    }
    return EntryDraft(**{**given_, **changes})


def keep(asked, user, **changes):
    given_ = {"key": key_of(asked), "draft": whole_draft(asked, **changes), "revision": 0, "user": user}
    return entry_save_draft(**given_)


# -- there and back -------------------------------------------------------------------------------------------


def test_filled_and_brought_back_it_is_a_draft(asked, read, technician):
    content = fill(
        exported(asked),
        ("Avances", 1, "status", "en avance"),
        ("Avances", 1, "progress", "40,5 %"),
        narrated(1, "- Cuatro talleres.\n= dos barrios"),
        ("Cifras", 1, "value", 14),
        ("Cifras", 1, "basis", "acumulado del año"),
        ("Cifras", 2, "value", 12),
        ("Cifras", 3, "value", "2"),
        ("Cifras", 4, "value", "Al día"),
        ("Productos", 1, "status", "CUMPLIDO"),
        ("Productos", 1, "delivered_on", datetime.date(2024, 2, 29)),
        ("Productos", 1, "note", "Impresa"),
        ("Preguntas", 1, "answer", "en linea"),
        ("Preguntas", 2, "answer", "01/03/2024"),
        ("Avances", 2, "obstacles", "Falta el convenio."),
    )
    assert read(content) == {**NOTHING, "changed": 2}
    entry = entry_of(asked)
    assert (entry.status, entry.progress, entry.review_state) == ("en_avance", Decimal("40.50"), "draft")
    assert entry.narrative == "- Cuatro talleres.\n= dos barrios"
    assert entry.created_by == technician
    people = entry.measurements.get(indicator_lineage=asked.people.lineage)
    assert (people.value, people.basis) == (14, "year_to_date")
    assert people.breakdown == {"sexo": {"mujeres": "12", "hombres": "2"}}
    assert entry.measurements.get(indicator_lineage=asked.state.lineage).text == "Al día"
    guide = entry.deliverables.get()
    assert (guide.status, guide.note, guide.delivered_on) == ("cumplido", "Impresa", datetime.date(2024, 2, 29))
    assert entry.answers.get(question=asked.how).text == "En línea"
    assert entry.answers.get(question=asked.day).day == datetime.date(2024, 3, 1)
    assert entry_of(asked, asked.second).obstacles == "Falta el convenio."


def test_brought_back_as_it_left_it_changes_nothing(asked, read, technician):
    entry = keep(asked, technician)
    assert read(exported(asked)) == NOTHING
    entry.refresh_from_db()
    assert entry.revision == 1


def test_a_dry_run_writes_nothing(asked, read):
    assert read(fill(exported(asked), narrated(1, "Hecho.")), DRY)["changed"] == 1
    assert not ComplianceEntry.objects.exists()


def test_what_was_emptied_is_emptied(asked, read, technician):
    keep(asked, technician)
    blanks = [
        ("Avances", 1, "obstacles"),
        ("Cifras", 3, "value"),
        ("Cifras", 4, "value"),
        ("Preguntas", 2, "answer"),
    ]
    content = fill(exported(asked), *((*place, None) for place in blanks))
    assert read(content) == {**NOTHING, "changed": 1}
    entry = entry_of(asked)
    assert entry.obstacles == ""
    assert entry.narrative == "Cuatro talleres.\nDos barrios."
    people = entry.measurements.get()
    assert (people.value, people.breakdown) == (14, {"sexo": {"mujeres": "12"}})
    assert [answer.question for answer in entry.answers.all()] == [asked.how]


def test_what_the_form_does_not_show_stays(asked, read, technician):
    """Evidence, and a part of a breakdown that the plan asks for no more."""
    keep(asked, technician)
    Measurement.objects.filter(indicator_lineage=asked.people.lineage).update(
        breakdown={"sexo": {"mujeres": "12", "hombres": "2"}, "edad": {"0-17": "3"}}
    )
    read(fill(exported(asked), ("Cifras", 3, "value", 3)))
    people = entry_of(asked).measurements.get(indicator_lineage=asked.people.lineage)
    assert people.breakdown == {"sexo": {"mujeres": "12", "hombres": "3"}, "edad": {"0-17": "3"}}


def test_rows_sorted_moved_and_deleted_are_known_again(asked, read):
    content = fill(exported(asked), narrated(1, "De la primera."), narrated(2, "De la segunda."))

    def turn(book):
        page = book["Avances"]
        rows = [[one.value for one in row] for row in page.iter_rows(min_row=HEAD_ROW + 1)]
        for number, values in enumerate([rows[1], [None] * len(rows[0]), rows[0]], start=HEAD_ROW + 1):
            for place, value in enumerate(values, start=1):
                page.cell(number, place).value = value
        book["Cifras"].delete_rows(HEAD_ROW + 1, 2)

    assert read(edited(content, turn)) == {**NOTHING, "changed": 2}
    assert entry_of(asked).narrative == "De la primera."
    assert entry_of(asked, asked.second).narrative == "De la segunda."


def test_columns_moved_and_sheets_renamed_are_known_again(asked, read):
    content = fill(exported(asked), narrated(1, "Hecho."))

    def move(book):
        page = book["Avances"]
        page.title = "Lo mío"
        page.move_range("K1:K6", cols=5)
        book.remove(book["Cifras"])

    assert read(edited(content, move)) == {**NOTHING, "changed": 1}
    assert entry_of(asked).narrative == "Hecho."


def test_saved_by_a_program_that_knows_less(asked, read, technician):
    """Without styles, rules or locks, and every sheet shown: only the cells are left."""
    keep(asked, technician)
    book = opened(fill(exported(asked), narrated(1, "Otro texto.")))
    plain = type(book)()
    plain.remove(plain.active)
    for page in book.worksheets:
        copy = plain.create_sheet(page.title)
        for row in page.iter_rows():
            for one in row:
                if one.value is not None:
                    copy.cell(one.row, one.column).value = one.value
                    copy.cell(one.row, one.column).data_type = one.data_type
    assert read(saved(plain)) == {**NOTHING, "changed": 1}
    assert entry_of(asked).obstacles == "=ninguno"


# -- conflicts ------------------------------------------------------------------------------------------------


def test_what_both_changed_is_shown_and_stays(asked, read, technician):
    draft(asked, technician, narrative="Al salir.", obstacles="Uno.", progress=Decimal(10))
    content = fill(
        exported(asked),
        narrated(1, "En el archivo."),
        ("Avances", 1, "progress", 20),
        ("Avances", 1, "status", "Pendiente"),
    )
    now = {"narrative": "En la página.", "obstacles": "Dos.", "progress": Decimal(20)}
    draft(asked, technician, revision=1, **now)
    conflict = {
        "activity": "1.1",
        "field": "narrative",
        "file": "En el archivo.",
        "now": "En la página.",
        "exported": "Al salir.",
    }
    expected = {"changed": 1, "conflicts": [conflict], "errors": []}
    assert read(content, DRY) == expected
    assert read(content) == expected
    entry = entry_of(asked)
    # One side changed the status, the other the obstacles, both the progress alike: nothing to choose there.
    assert (entry.narrative, entry.obstacles, entry.status) == ("En la página.", "Dos.", "pendiente")
    assert entry.progress == 20


def test_in_a_figure_and_an_answer_too(asked, read, technician):
    content = fill(exported(asked), ("Cifras", 2, "value", 5), ("Preguntas", 1, "answer", "En línea"))
    keep(asked, technician)
    found = read(content, DRY)
    assert found["changed"] == 0
    assert [(one["field"], one["file"], one["now"], one["exported"]) for one in found["conflicts"]] == [
        ("figures · Personas capacitadas · mujeres · value", "5", "12", ""),
        ("answers · ¿Cómo se hizo? · answer", "En línea", "En persona, con visita", ""),
    ]


def test_words_replaced_all_over_the_workbook_do_not_hide_a_conflict(asked, read, technician):
    draft(asked, technician, narrative="Taller en el barrio.")

    def replace(book):
        for page in book.worksheets:
            for row in page.iter_rows():
                for one in row:
                    if isinstance(one.value, str):
                        one.value = one.value.replace("barrio", "centro")

    content = edited(exported(asked), replace)
    draft(asked, technician, revision=1, narrative="Taller en la plaza.")
    [conflict] = read(content, DRY)["conflicts"]
    assert (conflict["file"], conflict["exported"]) == ("Taller en el centro.", None)


def test_a_page_left_open_does_not_take_the_import_for_its_own(asked, read, technician):
    entry = draft(asked, technician, narrative="Uno.")
    read(fill(exported(asked), narrated(1, "Dos.")))
    before, entry = entry, entry_of(asked)
    assert entry.revision == before.revision + 1
    assert entry.last_write not in (None, before.last_write)


# -- errors ---------------------------------------------------------------------------------------------------


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


# -- files that are not hers ----------------------------------------------------------------------------------


def test_without_its_hidden_sheet_it_is_not_known(asked, read):
    with pytest.raises(CommandError, match="le falta la hoja oculta"):
        read(edited(exported(asked), lambda book: book.remove(book["Trama"])), DRY)


def test_with_only_its_hidden_sheet_there_is_nothing_to_read(asked, read):
    def strip(book):
        for name in ("Avances", "Cifras", "Productos", "Preguntas"):
            book.remove(book[name])

    with pytest.raises(CommandError, match="no tiene ninguna de las hojas"):
        read(edited(exported(asked), strip), DRY)


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


# -- writing --------------------------------------------------------------------------------------------------


def test_the_secretariat_says_why_she_writes_for_a_member(asked, tmp_path, secretariat):
    content = fill(exported(asked), narrated(1, "Por correo."))
    assert imported(tmp_path, content, "secretariat", DRY)["changed"] == 1
    with pytest.raises(CommandError, match="Diga por qué informa en nombre de Integrante uno"):
        imported(tmp_path, content, "secretariat")
    imported(tmp_path, content, "secretariat", "--reason", "Lo envió por correo")
    assert entry_of(asked).on_behalf_reason == "Lo envió por correo"


def test_sends_what_has_a_status(asked, read):
    content = fill(exported(asked), ("Avances", 1, "status", "Cumplido"), narrated(2, "Sin cumplimiento."))
    assert read(content, "--submit")["changed"] == 2
    assert entry_of(asked).review_state == ReviewState.SUBMITTED
    assert entry_of(asked, asked.second).review_state == ReviewState.DRAFT


def test_sends_a_draft_that_the_file_did_not_change(asked, read, technician):
    keep(asked, technician)
    assert read(exported(asked), "--submit") == NOTHING
    assert entry_of(asked).review_state == ReviewState.SUBMITTED


def test_does_not_send_what_waits_for_a_choice(asked, read, technician):
    content = fill(exported(asked), ("Avances", 1, "status", "Cumplido"), narrated(1, "En el archivo."))
    draft(asked, technician, narrative="En la página.")
    assert read(content, "--submit")["changed"] == 1
    entry = entry_of(asked)
    assert (entry.status, entry.narrative, entry.review_state) == ("cumplido", "En la página.", "draft")


def test_what_the_services_refuse_comes_back_in_its_cell(asked, read, technician):
    """All or nothing: parts that do not add stop the sending of the whole file."""
    content = fill(
        exported(asked),
        ("Avances", 1, "status", "Cumplido"),
        ("Avances", 2, "status", "Cumplido"),
        ("Cifras", 1, "value", 14),
        ("Cifras", 2, "value", 12),
    )
    with pytest.raises(CommandError, match="No se guardó nada: hay 1 errores"):
        read(content, "--submit")
    assert not ComplianceEntry.objects.exists()
    # As drafts they may wait.
    assert read(content) == {**NOTHING, "changed": 2}


def test_required_answers_are_asked_on_sending(asked, read):
    Question.objects.filter(pk=asked.how.pk).update(is_required=True)
    content = fill(exported(asked), ("Avances", 1, "status", "Cumplido"))
    with pytest.raises(CommandError, match="hay 1 errores"):
        read(content, "--submit")
    assert read(fill(content, ("Preguntas", 1, "answer", "En línea")), "--submit")["changed"] == 1
    assert entry_of(asked).review_state == ReviewState.SUBMITTED


def test_a_closed_period_takes_nothing(asked, read, secretariat):
    content = fill(exported(asked), narrated(1, "Tarde."))
    PeriodClosing.objects.create(period=asked.period, closed_at="2024-05-01T00:00Z", closed_by=secretariat)
    [error] = read(content, DRY)["errors"]
    assert "ya no recibe avances" in error["message"]
    with pytest.raises(CommandError):
        read(content)


def test_nor_does_one_to_come(asked, tmp_path, read):
    asked.period = make_period(asked.network, "2099-T1")
    make_version(asked.network, "2099", year=2099)
    version = asked.network.plans.get(slug="2099").versions.get()
    make_activity(make_eje(version))
    content = fill(exported(asked), narrated(1, "Antes de tiempo."))
    with pytest.raises(CommandError, match="todavía no recibe avances"):
        read(content)


def test_the_history_names_her(asked, read, technician):
    read(fill(exported(asked), narrated(1, "Hecho.")))
    assert entry_of(asked).history.first().history_user == technician


def test_the_form_of_the_network_itself(asked, tmp_path, technician):
    own = make_activity(asked.eje, "9", concerns="network")
    give_role(technician, asked.network, Role.TECHNICIAN)
    content = fill(exported(asked, None), narrated(1, "De la red."))
    assert rows_of(opened(content), "Avances")[0]["code"] == "9"
    assert imported(tmp_path, content, technician.username)["changed"] == 1
    assert ComplianceEntry.objects.get(activity_lineage=own.lineage).member is None


# -- a property -----------------------------------------------------------------------------------------------

texts = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"], exclude_characters="\0"),
        st.sampled_from(list("=+-@_x0041\n\r\t ")),
    ),
    max_size=60,
)
figures = st.none() | st.decimals(-(10**9), 10**9, places=2, allow_nan=False)
parts = st.dictionaries(st.sampled_from(["mujeres", "hombres"]), st.integers(0, 10**6).map(str), max_size=2)
days = st.none() | st.dates(datetime.date(1990, 1, 1), datetime.date(2099, 12, 31))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    status=st.sampled_from(["", "cumplido", "en_avance", "no_aplica"]),
    progress=st.none() | st.decimals(0, 100, places=2),
    words=st.lists(texts, min_size=5, max_size=5),
    value=figures,
    breakdown=parts,
    day=days,
    basis=st.sampled_from(["period", "year_to_date"]),
)
def test_any_draft_survives_the_way_there_and_back(
    asked, tmp_path, technician, status, progress, words, value, breakdown, day, basis
):
    ComplianceEntry.objects.all().delete()
    narrative, obstacles, state, note, _rest = words
    measured = MeasurementDraft(value=value, basis=basis, breakdown={"sexo": breakdown} if breakdown else {})
    entry = keep(
        asked,
        technician,
        status=status,
        progress=progress,
        narrative=narrative,
        obstacles=obstacles,
        measurements={asked.people.lineage: measured, asked.state.lineage: MeasurementDraft(text=state)},
        deliverables={asked.guide.lineage: DeliverableDraft(note=note, delivered_on=day)},
        answers={asked.day.lineage: AnswerDraft(question=asked.day, day=day)},
    )
    form = form_of(asked.network, asked.period, asked.member)
    content = form_workbook(form)
    assert imported(tmp_path, content, technician.username) == NOTHING
    entry.refresh_from_db()
    assert (entry.revision, entry.narrative, entry.progress) == (1, narrative, progress)
    # Saved again by another program, it still is the same.
    assert imported(tmp_path, saved(opened(content)), technician.username, DRY) == NOTHING


def test_submitting_from_the_page_and_from_the_file_leave_the_same(asked, read, technician):
    keep(asked, technician)
    give_role(technician, asked.network, Role.TECHNICIAN, asked.other)
    entry_submit(key=key_of(asked, member=asked.other), draft=whole_draft(asked), revision=0, user=technician)
    read(exported(asked), "--submit")
    names = ("status", "progress", "narrative", "obstacles", "review_state")
    mine, hers = entry_of(asked), ComplianceEntry.objects.get(member=asked.other)
    assert [getattr(mine, name) for name in names] == [getattr(hers, name) for name in names]
    for related, fields in (
        ("measurements", ["indicator_lineage", "value", "text", "basis", "breakdown"]),
        ("deliverables", ["deliverable_lineage", "status", "note", "delivered_on"]),
        ("answers", ["question_id", "text", "value", "day"]),
    ):
        rows = [getattr(one, related).order_by(fields[0]).values_list(*fields) for one in (mine, hers)]
        assert list(rows[0]) == list(rows[1])
