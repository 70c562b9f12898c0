"""The forms' narrative sections and the analysis of ejes; a closed period takes neither."""

from __future__ import annotations

import uuid

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from monitoring.models import EjeReview, PeriodClosing, ReportSection
from monitoring.sections import MAX_ITEMS, TITLE_LENGTH, forms
from monitoring.selectors.sections import eje_choices, review_rows, written_forms
from monitoring.services.sections import (
    eje_review_delete,
    eje_review_move,
    eje_review_save,
    section_save,
)
from plans.models import Objective, VersionStatus
from tests.factories import make_eje, make_network, make_period, make_version


@pytest.fixture
def period(network):
    return make_period(network, "2024-T3")


@pytest.fixture
def eje(network):
    return make_eje(make_version(network))


@pytest.fixture
def closed(period, secretariat):
    PeriodClosing.objects.create(period=period, closed_at=timezone.now(), closed_by=secretariat)
    return period


def url(name, period, **kwargs):
    return reverse(f"monitoring:{name}", kwargs={"slug": period.network.slug, "code": period.code, **kwargs})


def edit_url(period, form="gestion", key="synthesis"):
    return url("section_edit", period, form=form, key=key)


def write(period, form="gestion", key="synthesis", **values):
    return section_save(network=period.network, period=period, form=form, key=key, **values)


# -- sections -------------------------------------------------------------------------------------------------


def test_the_sections_of_each_form() -> None:
    assert {form.form: [section.key for section in form.sections] for form in forms() if form.sections} == {
        "avance": ["resumen", "logros", "dificultades", "proximos_pasos"],
        "matriz": ["presentacion", "observaciones"],
        "plan-trabajo": ["introduccion", "seguimiento"],
        "red": ["presentacion", "sintesis"],
        "gestion": ["action_plan", "functioning", "synthesis"],
        "subdere": ["information_systems", "dissemination_clients", "dissemination_employees"],
    }


@pytest.mark.parametrize("form", [form for form in forms() if form.sections], ids=lambda form: form.form)
def test_every_section_has_its_page(period, secretariat, login, form) -> None:
    client = login(secretariat)
    for section in form.sections:
        page = client.get(edit_url(period, form.form, section.key))
        assert page.status_code == 200
        assert ("body" in page.context["form"].fields) is section.has_body


def test_a_text_is_written_changed_and_emptied(period, secretariat, login) -> None:
    client = login(secretariat)
    client.post(edit_url(period), {"body": "Primer texto"})
    client.post(edit_url(period), {"body": "Segundo\n\ntexto"})
    assert ReportSection.objects.get().body == "Segundo\n\ntexto"
    assert "Segundo" in client.get(url("section_list", period)).content.decode()
    client.post(edit_url(period), {"body": "  "})
    assert not ReportSection.objects.exists()
    states = [written.section for _, sections in written_forms(period.network, period) for written in sections]
    assert set(states) == {None}
    assert len(states) == sum(len(form.sections) for form in forms())


def test_media_are_written_one_a_line(period, secretariat, login) -> None:
    path = edit_url(period, "subdere", "dissemination_clients")
    client = login(secretariat)
    client.post(path, {"titles": "Página web\r\n\r\n Radios locales \r\n", "body": "no se guarda"})
    section = ReportSection.objects.get()
    assert section.items == [{"title": "Página web", "body": ""}, {"title": "Radios locales", "body": ""}]
    assert section.body == ""
    assert client.get(path).context["form"]["titles"].value() == "Página web\nRadios locales"


def test_items_with_texts_are_sorted_removed_and_added(period, secretariat, login) -> None:
    write(period, "subdere", "information_systems", items=[("Uno", "a"), ("Dos", "b"), ("Tres", "c")])
    rows = [("Uno", "a", "3", ""), ("Dos", "b", "1", "on"), ("Tres", "c", "2", ""), ("Cuatro", "d", "", "")]
    data = {"body": "Texto", "item-TOTAL_FORMS": 4, "item-INITIAL_FORMS": 3}
    for number, (title, body, order, removed) in enumerate(rows):
        data |= {f"item-{number}-title": title, f"item-{number}-body": body, f"item-{number}-ORDER": order}
        data |= {f"item-{number}-DELETE": removed} if removed else {}
    path = edit_url(period, "subdere", "information_systems")
    assert login(secretariat).post(path, {**data, "another": "1"}).url == path
    section = ReportSection.objects.get()
    assert [item["title"] for item in section.items] == ["Tres", "Uno", "Cuatro"]
    assert section.body == "Texto"


def test_an_item_needs_a_title(period, secretariat, login) -> None:
    data = {"item-TOTAL_FORMS": 1, "item-INITIAL_FORMS": 0, "item-0-body": "Cumplido"}
    answer = login(secretariat).post(edit_url(period, "subdere", "information_systems"), data)
    assert answer.context["items"].forms[0].errors["title"] == ["Dé un título a este elemento."]
    assert not ReportSection.objects.exists()


@pytest.mark.parametrize(
    "items",
    [
        [("", "texto sin título")],
        [("x" * (TITLE_LENGTH + 1), "")],
        [("Título", "x" * 3001)],
        [(str(number), "") for number in range(MAX_ITEMS + 1)],
    ],
)
def test_items_that_do_not_fit_are_refused(period, items) -> None:
    with pytest.raises(ValidationError):
        write(period, "subdere", "information_systems", items=items)
    assert not ReportSection.objects.exists()


@pytest.mark.parametrize("body", ["x" * 10_001, "nulo\0"])
def test_bad_texts_are_refused_in_words(period, secretariat, login, body) -> None:
    answer = login(secretariat).post(edit_url(period), {"body": body})
    assert answer.status_code == 200
    assert answer.context["form"].errors["body"]
    assert not ReportSection.objects.exists()


@pytest.mark.parametrize(("form", "key"), [("gestion", "otro"), ("matriz", "synthesis"), ("subdere", "synthesis")])
def test_a_section_that_does_not_exist(period, secretariat, login, form, key) -> None:
    assert login(secretariat).get(edit_url(period, form, key)).status_code == 404
    with pytest.raises(ValidationError):
        write(period, form, key, body="Texto")


def test_a_closed_period_takes_no_text(closed, secretariat, login) -> None:
    with pytest.raises(ValidationError, match="está cerrado"):
        write(closed, body="Texto")
    answer = login(secretariat).post(edit_url(closed), {"body": "Texto"})
    assert "El periodo 2024-T3 está cerrado: sus apartados" in answer.content.decode()
    assert "Texto" in answer.content.decode()
    assert not ReportSection.objects.exists()


def test_a_reopened_period_takes_it_again(closed, secretariat) -> None:
    closed.closings.update(reopened_at=timezone.now(), reopened_by=secretariat, reopened_reason="Faltaba un texto")
    assert write(closed, body="Texto").body == "Texto"


def test_the_list_offers_writing_only_where_it_can_be(period, secretariat, observer, login) -> None:
    path, edit = url("section_list", period), edit_url(period)
    assert edit in login(secretariat).get(path).content.decode()
    assert edit not in login(observer).get(path).content.decode()
    PeriodClosing.objects.create(period=period, closed_at=timezone.now(), closed_by=secretariat)
    assert edit not in login(secretariat).get(path).content.decode()


def test_another_networks_period_is_404(secretariat, login) -> None:
    strange = make_period(make_network("beta"), "2030-T1")
    client = login(secretariat)
    for name in ("section_list", "eje_review_list", "eje_review_create"):
        path = reverse(f"monitoring:{name}", kwargs={"slug": "alfa", "code": strange.code})
        assert client.get(path).status_code == 404


# -- analysis -------------------------------------------------------------------------------------------------


def review(period, eje, **values):
    defaults = {"eje_lineage": eje.lineage, "changes": "Cambios"}
    return eje_review_save(review=EjeReview(period=period, **{**defaults, **values}))


def test_only_ejes_in_force_on_the_last_day_are_offered(network, period, eje) -> None:
    make_eje(make_version(network, number=2, status=VersionStatus.DRAFT), "9")
    make_eje(make_version(network, "2020", year=2020), "8")
    objective = Objective.objects.create(eje=eje, code="1a", title="Objetivo")
    choices = eje_choices(network, period)
    assert [(choice.eje, choice.objectives) for choice in choices] == [(eje, [objective])]


def test_an_analysis_of_an_objective(period, eje, secretariat, login) -> None:
    objective = Objective.objects.create(eje=eje, code="1a", title="Objetivo")
    data = {"about": f"objetivo-{eje.lineage}-{objective.lineage}", "recommendations": "Repetir"}
    client = login(secretariat)
    assert client.post(url("eje_review_create", period), data).status_code == 302
    kept = EjeReview.objects.get()
    assert (kept.eje_lineage, kept.objective_lineage) == (eje.lineage, objective.lineage)
    client.post(url("eje_review_update", period, pk=kept.pk), {**data, "about": f"eje-{eje.lineage}"})
    kept.refresh_from_db()
    assert kept.objective_lineage is None


@pytest.mark.parametrize(
    "data",
    [{"changes": "Sin eje"}, {"about": f"eje-{uuid.uuid4()}", "changes": "Otro"}, {"about": "own"}],
    ids=["no eje", "unknown eje", "no text"],
)
def test_an_incomplete_analysis_is_refused_in_words(period, eje, secretariat, login, data) -> None:
    data = {key: f"eje-{eje.lineage}" if value == "own" else value for key, value in data.items()}
    answer = login(secretariat).post(url("eje_review_create", period), data)
    assert answer.context["form"].errors
    assert not EjeReview.objects.exists()


def test_an_eje_of_another_network_is_refused(period) -> None:
    strange = make_eje(make_version(make_network("beta")))
    with pytest.raises(ValidationError):
        review(period, strange)


def test_an_analysis_moves_and_goes(period, eje) -> None:
    first, second = review(period, eje, changes="A"), review(period, eje, changes="B")
    eje_review_move(review=second, step=-1)
    assert list(period.eje_reviews.values_list("changes", flat=True)) == ["B", "A"]
    eje_review_delete(review=first)
    assert list(period.eje_reviews.values_list("changes", flat=True)) == ["B"]


def test_an_eje_that_left_the_plan_is_still_named(network, period, eje, secretariat, login) -> None:
    old = make_eje(make_version(network, "2020", year=2020), "8", title="De antes")
    kept = review(period, old)
    (row,) = review_rows(network, period)
    assert (row.eje, row.is_in_force) == (old, False)
    client = login(secretariat)
    assert "De antes" in client.get(url("eje_review_list", period)).content.decode()
    page = client.get(url("eje_review_update", period, pk=kept.pk))
    assert "De antes (ya no está en el plan)" in page.content.decode()
    client.post(url("eje_review_update", period, pk=kept.pk), {"about": "actual", "changes": "Otros"})
    kept.refresh_from_db()
    assert (kept.eje_lineage, kept.changes) == (old.lineage, "Otros")


def test_a_closed_period_takes_no_analysis(period, eje, secretariat, login) -> None:
    first, second = review(period, eje, changes="A"), review(period, eje, changes="B")
    PeriodClosing.objects.create(period=period, closed_at=timezone.now(), closed_by=secretariat)
    client = login(secretariat)
    answers = [
        client.post(url("eje_review_create", period), {"about": f"eje-{eje.lineage}", "changes": "C"}),
        client.post(
            url("eje_review_update", period, pk=first.pk), {"about": f"eje-{eje.lineage}", "changes": "C"}
        ),
        client.post(url("eje_review_delete", period, pk=first.pk), follow=True),
        client.post(url("eje_review_move", period, pk=second.pk), {"paso": "subir"}, follow=True),
    ]
    for answer in answers:
        assert "está cerrado" in answer.content.decode()
    assert list(period.eje_reviews.values_list("changes", flat=True)) == ["A", "B"]


def test_the_list_costs_the_same_for_one_analysis_and_for_many(
    network, period, eje, observer, login, django_assert_max_num_queries
) -> None:
    client = login(observer)

    def queries():
        with django_assert_max_num_queries(100) as captured:
            assert client.get(url("eje_review_list", period)).status_code == 200
        return len(captured)

    review(period, eje)
    few = queries()
    for number in range(2, 10):
        review(period, make_eje(eje.version, str(number)))
    assert queries() == few
