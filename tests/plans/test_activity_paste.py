"""Several activities from pasted lines: shown first, then added all or none."""

from __future__ import annotations

from decimal import Decimal

import pytest

from plans import services
from plans.models import Activity, Concern, Objective, VersionStatus
from plans.pasting import MOST_LINES, read_pasted
from tests.factories import make_activity, make_plan
from tests.plans.editing import url

HTMX = {"HX-Request": "true"}
OUTLINE = """1.3 Diagnóstico
1.3.1. Encuesta
\t- Análisis
• Foro regional

  – Memoria\t40\tsegundo semestre
Campaña\t12,5\tagosto de 2024"""


def read(text: str, **known):
    given = {"taken": {"1.1": "Uno", "1.2": "Dos"}, "siblings": ["1.1", "1.2"], "first": "1.1", **known}
    return read_pasted(text, year=2024, **given)


def test_codes_bullets_indentation_and_columns():
    lines = read(OUTLINE)
    assert [(line.number, line.code, line.title, line.level) for line in lines] == [
        (1, "1.3", "Diagnóstico", 0),
        (2, "1.3.1", "Encuesta", 1),
        (3, "1.3.1.1", "Análisis", 2),
        (4, "1.4", "Foro regional", 0),
        (6, "1.4.1", "Memoria", 1),
        (7, "1.5", "Campaña", 0),
    ]
    assert [line.weight for line in lines[4:]] == [Decimal("40.00"), Decimal("12.50")]
    assert [str(line.deadline.end) for line in lines[4:]] == ["2024-12-31", "2024-08-31"]
    assert not any(line.errors for line in lines)


@pytest.mark.parametrize(
    ("text", "code", "title"),
    [
        ("a.3. Sistema de información", "a.3", "Sistema de información"),
        ("b.5.1 Seminario", "b.5.1", "Seminario"),
        ("1.7\tFeria", "1.7", "Feria"),
        ("II. Formación", "II", "Formación"),
        ("4) Taller", "4", "Taller"),
        ("2.500 talleres", "1.3", "2.500 talleres"),
        ("A cada ciudad", "1.3", "A cada ciudad"),
    ],
)
def test_a_code_is_told_from_a_title(text, code, title):
    (line,) = read(text)
    assert (line.code, line.title) == (code, title)


def test_a_code_that_continues_one_there_already_goes_under_it():
    (line,) = read("1.2.1 Encuesta")
    assert (line.parent_code, line.above) == ("1.2", None)


def test_bad_lines_say_why():
    lines = read(
        "1.1 Repetida\nX.1 Una\nX.1 Otra\nFeria\tdoce\tjunio\nFeria\t101\nA b\t1\tjunio\tsobra\n" + "x" * 1001
    )
    told = [line.errors for line in lines]
    assert "ya lo tiene «Uno»" in told[0][0]
    assert not told[1]
    assert "repetido" in told[2][0]
    assert "«doce» no es una ponderación" in told[3][0]
    assert "«101» no es una ponderación" in told[4][0]
    assert "columnas de más" in told[5][0]
    assert "más de 1000 caracteres" in told[6][0]


def test_a_lone_second_column_of_words_is_the_deadline():
    (line,) = read("Feria\tjunio")
    assert (line.weight, str(line.deadline.end), line.errors) == (None, "2024-06-30", [])


pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(network):
    return make_plan(network, (40, 60), status=VersionStatus.DRAFT)


@pytest.fixture
def editor(login, coordinator):
    return login(coordinator)


def confirmed(editor, address: str, text: str, **more):
    """Shown, then confirmed as the page does it."""
    page = editor.post(address, {"text": text})
    return editor.post(
        address, {"text": text, "confirm": "1", "seen": page.context["form"]["seen"].value(), **more}
    )


def test_it_is_shown_first_and_added_then_as_one_step(editor, draft):
    eje = draft.ejes.get()
    address = url("activity_paste", draft, eje=eje.pk)
    page = editor.post(address, {"text": OUTLINE, "confirm": "1"})
    html = page.content.decode()
    assert "Añadir 6 líneas" in html
    assert "31/08/2024" in html
    assert eje.activities.count() == 2
    response = confirmed(editor, address, OUTLINE)
    first = Activity.objects.get(code="1.3")
    assert response.url == f"{url('version_edit', draft)}#actividad-{first.pk}"
    rows = eje.activities.order_by("order").values_list("code", "parent__code")
    assert list(rows) == [
        ("1.1", None),
        ("1.2", None),
        ("1.3", None),
        ("1.3.1", "1.3"),
        ("1.3.1.1", "1.3.1"),
        ("1.4", None),
        ("1.4.1", "1.4"),
        ("1.5", None),
    ]
    assert str(Activity.objects.get(code="1.4.1").deadline_end_on) == "2024-12-31"
    assert Activity.history.filter(code="1.5").get().history_user.username == "coordinator"
    assert [step.label for step in draft.steps.all()] == ["Pegar 6 líneas en 1"]
    services.step_undo(version=draft)
    assert eje.activities.count() == 2


def test_text_changed_since_it_was_shown_is_shown_again(editor, draft):
    address = url("activity_paste", draft, eje=draft.ejes.get().pk)
    seen = editor.post(address, {"text": "Foro"}).context["form"]["seen"].value()
    page = editor.post(address, {"text": "Foro\nFeria", "confirm": "1", "seen": seen})
    assert page.status_code == 200
    assert "Añadir 2 líneas" in page.content.decode()
    assert Activity.objects.count() == 2


def test_under_an_activity_and_in_an_objective(editor, draft):
    eje = draft.ejes.get()
    objective = Objective.objects.create(eje=eje, title="Objetivo")
    parent = Activity.objects.get(code="1.1")
    Activity.objects.filter(pk=parent.pk).update(objective=objective, concerns=Concern.NETWORK)
    address = url("activity_paste", draft, eje=eje.pk)
    confirmed(editor, f"{address}?padre={parent.pk}", "Encuesta\nAnálisis\t100")
    confirmed(editor, f"{address}?objetivo={objective.pk}", "Campaña")
    below = Activity.objects.filter(parent=parent).order_by("order")
    assert [(row.code, row.objective, row.concerns) for row in below] == [
        ("1.1.1", objective, "network"),
        ("1.1.2", objective, "network"),
    ]
    assert Activity.objects.get(title="Campaña").objective == objective
    parent.refresh_from_db()
    assert parent.weight is None


def test_a_line_that_groups_loses_its_weight_and_says_so(editor, draft):
    address = url("activity_paste", draft, eje=draft.ejes.get().pk)
    text = "Grupo\t50\n  Parte\t50"
    assert "la llevan las de debajo" in editor.post(address, {"text": text}).content.decode()
    confirmed(editor, address, text)
    assert [Activity.objects.get(title=title).weight for title in ("Grupo", "Parte")] == [None, Decimal(50)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1.1 Repetida\nBuena", "El código 1.1 ya lo tiene"),
        ("\n".join(f"Línea {n}" for n in range(MOST_LINES + 1)), "pegue como mucho 200"),
        (" \n\t\n", "No hay ninguna línea con texto"),
        ("", "Este campo es obligatorio"),
    ],
)
def test_what_cannot_be_added_is_told_and_nothing_is_saved(editor, draft, text, words):
    address = url("activity_paste", draft, eje=draft.ejes.get().pk)
    response = editor.post(address, {"text": text, "confirm": "1"})
    assert response.status_code == 422
    assert words in response.content.decode()
    assert Activity.objects.count() == 2


def test_a_code_taken_meanwhile_is_told(editor, draft):
    address = url("activity_paste", draft, eje=draft.ejes.get().pk)
    seen = editor.post(address, {"text": "1.3 Foro"}).context["form"]["seen"].value()
    make_activity(draft.ejes.get(), "1.3")
    response = editor.post(address, {"text": "1.3 Foro", "confirm": "1", "seen": seen})
    assert response.status_code == 422
    assert Activity.objects.filter(code="1.3").count() == 1


def test_two_hundred_lines_cost_no_more_queries_than_ten(editor, draft, django_assert_max_num_queries):
    eje = draft.ejes.get()
    lines = read("\n".join(f"Línea {n}\t0,5\tjunio" for n in range(MOST_LINES)))
    with django_assert_max_num_queries(40):
        services.activities_paste(eje=eje, lines=lines)
    assert eje.activities.count() == MOST_LINES + 2
