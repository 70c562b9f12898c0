"""Steps of editing a draft: recorded, undone and done again, exactly."""

from __future__ import annotations

import datetime
from dataclasses import asdict
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from networks.models import ConflictError, MandatedFunction
from plans import services
from plans.models import (
    Activity,
    Concern,
    Deliverable,
    EditStep,
    Eje,
    Indicator,
    MemberDeadline,
    Objective,
    Party,
    PlanVersion,
    Theme,
    Verification,
    VersionStatus,
)
from plans.selectors import version_tree
from plans.services.undoing import KEPT_STEPS
from tests.factories import make_activity, make_eje, make_member, make_plan
from tests.plans.editing import url

pytestmark = pytest.mark.django_db


def read(version: PlanVersion) -> list[dict]:
    """The tree with ids and lineages and without revisions, which always grow."""
    return [_bare(asdict(eje)) for eje in version_tree(version).ejes]


def _bare(value):
    if isinstance(value, dict):
        return {key: _bare(item) for key, item in value.items() if key != "revision"}
    return [_bare(item) for item in value] if isinstance(value, list) else value


@pytest.fixture
def draft(network, member) -> PlanVersion:
    """Two ejes; in the first an objective, sub-activities, and an activity with something of every kind."""
    version = make_plan(network, (40, 35, 25), status=VersionStatus.DRAFT)
    eje = version.ejes.get()
    eje.functions.add(MandatedFunction.objects.create(network=network, number=1, title="Coordinar"))
    objective = Objective.objects.create(eje=eje, code="A", title="Objetivo")
    rich, _other, grouped = eje.activities.order_by("order")
    Activity.objects.filter(pk__in=[rich.pk, grouped.pk]).update(objective=objective)
    make_activity(eje, "1.3.1", parent=grouped, objective=objective)
    _enrich(rich, member)
    make_activity(make_eje(version, "2", order=1), "2.1", weight=Decimal(100))
    return version


def _enrich(activity: Activity, member) -> None:
    Activity.objects.filter(pk=activity.pk).update(
        concerns=Concern.SOME_MEMBERS,
        schedule_months=["2024-03", "2024-04"],
        deadline_text="Marzo de 2024",
        deadline_start_on=datetime.date(2024, 3, 1),
        deadline_end_on=datetime.date(2024, 3, 31),
        deadline_precision="month",
    )
    activity.members.add(member)
    theme = Theme(network=activity.eje.version.plan.network, code="T1", title="Tema")
    theme.save()
    activity.themes.add(theme)
    product = Deliverable.objects.create(activity=activity, title="Memoria")
    Verification.objects.create(activity=activity, deliverable=product, text="Acta")
    Party.objects.create(activity=activity, kind="support", scope="member", member=member)
    MemberDeadline.objects.create(activity=activity, member=member, deadline_text="Mayo")
    Indicator.objects.create(
        activity=activity, title="Asistentes", target=Decimal("30.50"), disaggregation=["sexo"]
    )


def activity(code: str) -> Activity:
    return Activity.objects.get(code=code)


def eje(code: str = "1") -> Eje:
    return Eje.objects.get(code=code)


def _change_activity() -> None:
    row = activity("1.1")
    row.code, row.title, row.weight = "1.1b", "Otro título", Decimal("39.99")
    row.deadline_text, row.concerns = "Segundo semestre", Concern.EVERY_MEMBER
    product = row.deliverables.get()
    product.title = "Otra memoria"
    services.activity_save(
        activity=row,
        members=[],
        saved=[product, Deliverable(title="Nuevo"), Verification(text="Foto")],
        removed=[row.party_set.get(), row.memberdeadline_set.get(), row.indicators.get()],
    )


def _change_eje() -> None:
    row = eje()
    row.code, row.title = "I", "Otro"
    services.eje_save(eje=row, functions=[])


def _nest() -> None:
    """The parent loses its weight, the child takes its objective."""
    row = activity("1.2")
    row.parent = activity("1.1")
    services.activity_save(activity=row)


def _swap_codes_at_once() -> None:
    with services.draft_edit(PlanVersion.objects.get().pk, label="Renumerar"):
        for code, new in (("1.1", "~"), ("1.2", "1.1"), ("~", "1.2")):
            row = activity(code)
            row.code = new
            services.activity_save(activity=row)


def _weights() -> None:
    rows = list(eje().activities.leaves())
    weights = {row.pk: None for row in rows}
    services.weights_set(eje=eje(), weights=weights, revisions={row.pk: row.revision for row in rows})


def _replace_eje() -> None:
    """One step in which an eje goes and another of the same code comes, with what is under it."""
    version = PlanVersion.objects.get()
    with services.draft_edit(version.pk, label="Reemplazar", ejes=[eje().pk]):
        services.eje_delete(eje=eje())
        new = services.eje_save(eje=Eje(version=version, code="1", title="Nuevo"))
        above = services.activity_save(activity=Activity(eje=new, code="1.1", title="Nueva"))
        services.activity_save(activity=Activity(eje=new, code="1.1.1", title="Sub", parent=above))


STEPS = {
    "Añadir eje 3": lambda: services.eje_save(
        eje=Eje(version=PlanVersion.objects.get(), code="3", title="Tercero", weight=Decimal(10)),
        functions=MandatedFunction.objects.all(),
    ),
    "Cambiar eje I": _change_eje,
    "Eliminar eje 1": lambda: services.eje_delete(eje=eje()),
    "Mover eje 1": lambda: services.eje_move(eje=eje(), direction="down"),
    "Ordenar los ejes": lambda: services.eje_sort(
        version=PlanVersion.objects.get(), order=[eje("2").pk, eje().pk]
    ),
    "Añadir B": lambda: services.objective_save(objective=Objective(eje=eje(), code="B", title="Otro")),
    "Eliminar A": lambda: services.objective_delete(objective=Objective.objects.get()),
    "Añadir 1.4": lambda: services.activity_save(activity=Activity(eje=eje(), code="1.4", title="Cuarta")),
    "Cambiar 1.1b": _change_activity,
    "Cambiar 1.2": _nest,
    "Eliminar 1.1": lambda: services.activity_delete(activity=activity("1.1")),
    "Eliminar 1.3": lambda: services.activity_delete(activity=activity("1.3")),
    "Mover 1.1": lambda: services.activity_move(activity=activity("1.1"), direction="down"),
    "Ordenar eje 1": lambda: services.activity_sort(eje=eje(), order=[activity("1.3").pk, activity("1.1").pk]),
    "Ponderar 1": _weights,
    "Repartir ponderaciones de 1": lambda: services.weights_distribute(eje=eje()),
    "Repartir ponderaciones de los ejes": lambda: services.eje_weights_distribute(
        version=PlanVersion.objects.get()
    ),
    "Renumerar": _swap_codes_at_once,
    "Reemplazar": _replace_eje,
}


@pytest.mark.parametrize("label", STEPS)
def test_a_step_is_undone_and_done_again_exactly(draft, label):
    before = read(draft)
    STEPS[label]()
    after = read(draft)
    assert after != before
    assert [step.label for step in draft.steps.all()] == [label]
    for _round in range(2):
        assert services.step_undo(version=draft).label == label
        assert read(draft) == before
        assert services.step_redo(version=draft).label == label
        assert read(draft) == after


def test_all_steps_are_undone_one_after_another(draft):
    before = read(draft)
    for label in ("Cambiar 1.1b", "Cambiar 1.2", "Eliminar 1.3", "Añadir eje 3", "Eliminar eje 1"):
        if label == "Cambiar 1.2":
            row = activity("1.2")
            row.parent = activity("1.1b")
            services.activity_save(activity=row)
        else:
            STEPS[label]()
    for _step in range(5):
        services.step_undo(version=draft)
    assert read(draft) == before
    with pytest.raises(ValidationError, match="No hay nada que deshacer"):
        services.step_undo(version=draft)


def test_what_changes_nothing_is_no_step(draft):
    services.activity_move(activity=activity("2.1"), direction="up")
    services.activity_save(activity=activity("2.1"))
    assert not draft.steps.exists()


def test_a_refused_write_is_no_step(draft):
    with pytest.raises(ValidationError):
        services.activity_save(activity=Activity(eje=eje(), code="1.1", title="Repetida"))
    assert not draft.steps.exists()


def test_a_new_step_forgets_those_undone_and_only_the_last_are_kept(draft):
    for number in range(KEPT_STEPS + 3):
        row = activity("2.1")
        row.title = f"Título {number}"
        services.activity_save(activity=row)
    assert draft.steps.count() == KEPT_STEPS
    services.step_undo(version=draft)
    services.step_undo(version=draft)
    STEPS["Eliminar 1.1"]()
    assert not draft.steps.exclude(undone_at=None).exists()
    assert draft.steps.count() == KEPT_STEPS - 1
    with pytest.raises(ValidationError, match="No hay nada que rehacer"):
        services.step_redo(version=draft)


def test_a_form_open_meanwhile_conflicts(draft):
    """Undoing changes what she has in front of her, be it the row or what hangs on it."""
    row = activity("1.1")
    row.title = "Cambiado"
    services.activity_save(activity=row, removed=[row.party_set.get()])
    read_by_other = activity("1.1").revision
    services.step_undo(version=draft)
    late = activity("1.1")
    with pytest.raises(ConflictError):
        services.activity_save(activity=late, revision=read_by_other)

    services.activity_delete(activity=activity("1.1"))
    services.step_undo(version=draft)
    with pytest.raises(ConflictError):
        services.activity_save(activity=late, revision=read_by_other)


def test_only_the_step_one_saw_is_undone(draft):
    STEPS["Eliminar 1.1"]()
    seen = draft.steps.get().pk
    STEPS["Añadir 1.4"]()
    with pytest.raises(ValidationError, match="Entretanto hubo otro cambio"):
        services.step_undo(version=draft, step=seen)
    assert draft.steps.filter(undone_at=None).count() == 2


def test_what_names_someone_gone_is_refused_in_words_and_nothing_is_written(draft, network, member):
    STEPS["Eliminar 1.1"]()
    member.delete()
    now = read(draft)
    with pytest.raises(ValidationError, match="nombra a una integrante que ya no está"):
        services.step_undo(version=draft)
    assert read(draft) == now
    assert draft.steps.get().undone_at is None


def test_every_step_leaves_history(draft):
    pk = activity("1.1").pk
    STEPS["Eliminar 1.1"]()
    services.step_undo(version=draft)
    types = list(Activity.history.filter(id=pk).order_by("history_id").values_list("history_type", flat=True))
    assert types[-2:] == ["-", "+"]


def test_steps_vanish_when_the_version_is_put_in_force(draft):
    services.eje_delete(eje=eje("2"))
    services.weights_distribute(eje=eje())
    services.version_enforce(version=draft, in_force_from_on=datetime.date(2024, 1, 1))
    assert not EditStep.objects.exists()


def test_a_step_knows_who_made_it(login, coordinator, draft):
    login(coordinator).post(url("activity_move", draft, pk=activity("1.1").pk), {"direction": "down"})
    assert draft.steps.get().made_by == coordinator


def test_the_cost_does_not_grow_with_the_eje(draft, django_assert_max_num_queries):
    for number in range(60):
        _enrich_again(number)
    row = activity("1.2")
    row.title = "Otro"
    with django_assert_max_num_queries(60):
        services.activity_save(activity=row)
    assert len(bytes(draft.steps.get().before)) < 400


def _enrich_again(number: int) -> None:
    row = make_activity(eje(), f"1.{number + 10}")
    Deliverable.objects.create(activity=row, title="Memoria")
    row.members.add(make_member(row.eje.version.plan.network))
