"""Before anything is written: what changes, what stands against it, and saving it once."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse

from monitoring.models import ComplianceEntry, FormUpload, ReviewState
from monitoring.roundtrip import files
from networks.models import Assignment, Role
from tests.factories import give_role, make_user
from tests.monitoring.roundtrip.workbooks import (
    add_everything,
    draft,
    exported,
    fill,
    key_of,
    narrated,
    sent,
    uploaded,
)


@pytest.fixture
def asked(reporting):
    return add_everything(reporting)


def url_of(row: FormUpload) -> str:
    return reverse("monitoring:form_preview", args=["alfa", row.period.code, row.key])


def entry_of(asked, activity=None) -> ComplianceEntry:
    return key_of(asked, activity or asked.first).rows().get()


@pytest.fixture
def contested(asked, technician):
    """What the file says of the narrative is not what the page says since."""
    draft(asked, technician, narrative="Al salir.")
    content = fill(exported(asked), narrated(1, "En el archivo."), ("Avances", 1, "progress", 30))
    draft(asked, technician, revision=1, narrative="En la página.")
    return uploaded(asked, technician, content)


def radio(client, row: FormUpload, side: str) -> dict[str, str]:
    """The choice as the page offers it."""
    [conflict] = client.get(url_of(row)).context["checked"].conflicts
    page = client.get(url_of(row)).content.decode()
    value = f"{side}:{conflict.token}"
    assert f'name="{conflict.key}"' in page
    assert f'value="{value}"' in page
    return {conflict.key: value}


def test_shows_what_was_and_what_will_be(asked, technician, login):
    draft(asked, technician, narrative="Antes.", obstacles="Se borra.")
    content = fill(
        exported(asked),
        narrated(1, "<b>Después</b>"),
        ("Avances", 1, "obstacles", None),
        ("Avances", 2, "status", "Cumplido"),
    )
    page = login(technician).get(url_of(uploaded(asked, technician, content))).content.decode()
    assert "2 avances cambian" in page
    assert "Antes." in page
    assert "&lt;b&gt;Después&lt;/b&gt;" in page
    assert "se borra" in page
    assert "Todavía no se ha guardado nada" in page
    assert entry_of(asked).narrative == "Antes."


def test_a_file_that_changes_nothing_says_so(asked, technician, login):
    response = login(technician).get(url_of(uploaded(asked, technician, exported(asked))))
    assert "El archivo no cambia nada" in response.content.decode()
    assert "Guardar como borradores" not in response.content.decode()


def test_saves_once_and_forgets_the_file(asked, technician, login, django_capture_on_commit_callbacks):
    row = uploaded(asked, technician, fill(exported(asked), narrated(1, "Hecho.")))
    client = login(technician)
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(url_of(row), {"save": "1"}, follow=True)
    assert "Se guardó 1 avance. Quedan como borrador hasta que los envíe." in response.content.decode()
    assert (entry_of(asked).narrative, entry_of(asked).revision) == ("Hecho.", 1)
    assert not row.file.storage.exists(row.file.name)
    for answer in (client.post(url_of(row), {"save": "1"}, follow=True), client.get(url_of(row), follow=True)):
        assert "Este formulario ya se había guardado" in answer.content.decode()
    assert entry_of(asked).revision == 1


def test_saves_and_sends(asked, technician, login):
    row = uploaded(
        asked, technician, fill(exported(asked), ("Avances", 1, "status", "Cumplido"), narrated(2, "…"))
    )
    response = login(technician).post(url_of(row), {"submit": "1"}, follow=True)
    assert "Se guardaron 2 avances. Se envió 1." in response.content.decode()
    assert entry_of(asked).review_state == ReviewState.SUBMITTED
    assert entry_of(asked, asked.second).review_state == ReviewState.DRAFT


def test_a_conflict_shows_both_texts_and_keeps_what_there_is(contested, asked, technician, login):
    client = login(technician)
    page = client.get(url_of(contested)).content.decode()
    assert all(
        words in page for words in ("Al salir.", "En el archivo.", "En la página.", "1 conflicto por resolver")
    )
    client.post(url_of(contested), {"save": "1", **radio(client, contested, "now")})
    entry = entry_of(asked)
    assert (entry.narrative, entry.progress) == ("En la página.", Decimal(30))


def test_of_a_conflict_the_file_stays_where_she_says_so(contested, asked, technician, login):
    client = login(technician)
    client.post(url_of(contested), {"save": "1", **radio(client, contested, "file")})
    assert entry_of(asked).narrative == "En el archivo."


def test_a_conflict_without_a_choice_is_not_saved(contested, asked, technician, login):
    response = login(technician).post(url_of(contested), {"save": "1"})
    assert response.status_code == 409
    assert "No se ha guardado" in response.content.decode()
    assert (entry_of(asked).narrative, entry_of(asked).progress) == ("En la página.", None)


def test_what_changes_between_looking_and_saving_is_a_new_conflict(asked, technician, login):
    row = uploaded(asked, technician, fill(exported(asked), narrated(1, "En el archivo.")))
    client = login(technician)
    assert not client.get(url_of(row)).context["checked"].conflicts
    draft(asked, technician, narrative="Mientras miraba.")
    response = client.post(url_of(row), {"save": "1"})
    assert response.status_code == 409
    assert "Mientras miraba." in response.content.decode()
    assert entry_of(asked).narrative == "Mientras miraba."


def test_a_choice_is_about_what_she_saw(contested, asked, technician, login):
    client = login(technician)
    choice = radio(client, contested, "file")
    draft(asked, technician, revision=2, narrative="Todavía otro.")
    assert client.post(url_of(contested), {"save": "1", **choice}).status_code == 409
    assert entry_of(asked).narrative == "Todavía otro."


def test_what_is_written_in_the_very_instant_is_told(asked, technician, login, monkeypatch):
    """Between the last look and the writing: the revision no longer is the one that was read."""
    row = uploaded(asked, technician, fill(exported(asked), narrated(1, "En el archivo.")))
    apply = files.form_apply

    def slow(**given):
        if not ComplianceEntry.objects.exists():
            draft(asked, technician, narrative="En ese instante.")
        return apply(**given)

    monkeypatch.setattr(files, "form_apply", slow)
    client = login(technician)
    response = client.post(url_of(row), {"save": "1"})
    # What the other wrote inside the same transaction went with it: nothing is half in.
    assert response.status_code == 409
    assert FormUpload.objects.get().applied_at is None


def test_with_errors_nothing_is_saved(asked, technician, login):
    row = uploaded(
        asked, technician, fill(exported(asked), narrated(1, "Bien."), ("Avances", 2, "progress", "mucho"))
    )
    client = login(technician)
    page = client.get(url_of(row)).content.decode()
    assert "Hay 1 celda por corregir" in page
    assert "J6" in page
    assert "Guardar como borradores" not in page
    assert client.post(url_of(row), {"save": "1"}).status_code == 422
    assert not ComplianceEntry.objects.exists()


def test_what_the_services_refuse_is_shown_in_its_cell(asked, technician, login):
    given = [("Avances", 1, "status", "Cumplido"), ("Cifras", 1, "value", 14), ("Cifras", 2, "value", 12)]
    row = uploaded(asked, technician, fill(exported(asked), *given))
    client = login(technician)
    assert "faltan 2" in client.get(url_of(row)).content.decode()
    response = client.post(url_of(row), {"submit": "1"})
    assert response.status_code == 422
    [problem] = response.context["checked"].problems
    assert str(problem.place) == "Cifras G5"
    assert not ComplianceEntry.objects.exists()


def test_what_was_sent_meanwhile_is_an_error(asked, technician, login):
    row = uploaded(asked, technician, fill(exported(asked), narrated(1, "Tarde.")))
    sent(asked, technician)
    response = login(technician).post(url_of(row), {"save": "1"})
    assert response.status_code == 422
    assert "ya está enviado" in response.content.decode()


def test_on_behalf_it_keeps_why(asked, secretariat, login):
    row = uploaded(asked, secretariat, fill(exported(asked), narrated(1, "Hecho.")), "Lo envió por correo")
    login(secretariat).post(url_of(row), {"save": "1"})
    assert entry_of(asked).on_behalf_reason == "Lo envió por correo"


def test_it_is_only_for_who_uploaded_it(asked, technician, secretariat, login):
    row = uploaded(asked, technician, exported(asked))
    colleague = make_user("colega")
    give_role(colleague, asked.network, Role.TECHNICIAN, asked.member)
    for user in (secretariat, colleague):
        for name in ("form_preview", "form_marked"):
            address = reverse(f"monitoring:{name}", args=["alfa", row.period.code, row.key])
            assert login(user).get(address).status_code == 404


def test_who_no_longer_reports_for_her_saves_nothing(asked, technician, login):
    row = uploaded(asked, technician, fill(exported(asked), narrated(1, "Hecho.")))
    Assignment.objects.filter(user=technician).update(member=asked.other)
    assert login(technician).post(url_of(row), {"save": "1"}).status_code == 403
    assert not ComplianceEntry.objects.exists()


def test_a_file_that_is_gone_is_asked_for_again(asked, technician, login):
    row = uploaded(asked, technician, exported(asked))
    row.file.storage.delete(row.file.name)
    response = login(technician).get(url_of(row), follow=True)
    assert "ya no está: vuelva a subirlo" in response.content.decode()


def test_queries_do_not_grow_with_the_rows(asked, technician, login, django_assert_max_num_queries):
    row = uploaded(asked, technician, fill(exported(asked), narrated(1, "Uno."), narrated(2, "Dos.")))
    client = login(technician)
    client.get(url_of(row))
    with django_assert_max_num_queries(24):
        client.get(url_of(row))
