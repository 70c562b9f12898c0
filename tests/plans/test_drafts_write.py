"""Drafted versions written: checked whole, in few orders, all or nothing, with the lineages of the same lines."""

from __future__ import annotations

import uuid
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plans import services
from plans.deadlines import Deadline, parse
from plans.importing.draft import (
    DraftActivity,
    DraftDeliverable,
    DraftEje,
    DraftMemberDeadline,
    DraftObjective,
    DraftParty,
    DraftVerification,
    DraftVersion,
)
from plans.models import Activity, Eje, Party, Plan, PlanVersion, Verification, VersionStatus
from tests.factories import make_version
from tests.plans.drafts import full_draft, furnish, stored, told

pytestmark = pytest.mark.django_db


def new_plan(slug: str = "nuevo") -> Plan:
    return Plan(slug=slug, title="Plan nuevo", first_year=2024, last_year=2025)


def of(*activities: DraftActivity, code: str = "1", title: str = "Eje", **fields) -> DraftVersion:
    return DraftVersion("", ejes=[DraftEje(code, title, activities=list(activities), **fields)])


def write(network, *drafts: DraftVersion, plan: Plan | None = None, **more) -> list[PlanVersion]:
    return services.drafts_write(network=network, plan=plan or new_plan(), drafts=list(drafts), **more)


def refused(network, *drafts: DraftVersion) -> list[str]:
    with pytest.raises(ValidationError) as error:
        write(network, *drafts)
    assert not Plan.objects.filter(slug="nuevo").exists()
    return error.value.messages


def test_a_new_plan_with_two_drafts(network, coordinator):
    versions = write(furnish(network), full_draft(), of(DraftActivity("1.1", "Otra")), user=coordinator)
    assert [(version.number, version.status) for version in versions] == [(1, "draft"), (2, "draft")]
    assert versions[0].title == "Propuesta"
    assert told(stored(versions[0])) == told(full_draft())
    activity = Activity.objects.get(eje__version=versions[0], code="1.2.1")
    assert (activity.parent.code, activity.order) == ("1.2", 2)
    for row in (activity, activity.eje, versions[0], versions[0].plan):
        assert row.history.get().history_user == coordinator


def test_sub_activities_follow_their_parents_objective_and_only_leaves_weigh(network):
    child = DraftActivity("1.1.1", "Dentro", weight=Decimal("30"))
    parent = DraftActivity("1.1", "Grupo", objective=0, weight=Decimal("30"), children=[child])
    (version,) = write(network, of(parent, objectives=[DraftObjective("A", "Objetivo")]))
    rows = {row.code: row for row in Activity.objects.filter(eje__version=version).select_related("objective")}
    assert rows["1.1.1"].objective.code == "A"
    assert (rows["1.1"].weight, rows["1.1.1"].weight) == (None, Decimal("30"))


def test_words_that_only_repeat_a_name_are_not_kept(network):
    parties = [
        DraftParty("responsible", "Ciudad Norte", "member", "norte"),
        DraftParty("responsible", "Alcaldía del norte", "member", "norte"),
        DraftParty("support", "CMI", "organization", "Cruz Morada Internacional"),
        DraftParty("support", "la secretaría técnica", "secretariat"),
    ]
    write(furnish(network), of(DraftActivity("1.1", "A", parties=parties)))
    assert list(Party.objects.values_list("words", flat=True)) == ["", "Alcaldía del norte", "", ""]


def test_every_mistake_is_told_by_its_place(network):
    draft = DraftVersion(
        "",
        ejes=[
            DraftEje("1", "", functions=[9], activities=[DraftActivity("1.1", "x" * 1001)]),
            DraftEje("1", "Otro", activities=[DraftActivity("2.1", "A"), DraftActivity("2.1", "B")]),
            DraftEje(
                "3",
                "Tercero",
                activities=[
                    DraftActivity("3.1", "A", concerns="some", members=["oeste"], themes=["NADA"], objective=4),
                    DraftActivity(
                        "3.2",
                        "A",
                        weight=Decimal("100.01"),
                        deadline=parse("z" * 201),
                        parties=[
                            DraftParty("responsible", "?", "organization", "Nadie"),
                            DraftParty("support", ""),
                        ],
                        deliverables=[DraftDeliverable("", verifications=[DraftVerification("v" * 501)])],
                        member_deadlines=[DraftMemberDeadline("este", parse("2024"))],
                        months=["2024-13"],
                    ),
                ],
            ),
        ],
    )
    messages = refused(furnish(network), draft)
    for words in (
        "El documento: el código «1» está 2 veces",
        "Eje 1: Título: falta.",
        "Eje 1: la red no tiene «9»",
        "Eje 1, actividad 1.1: Título: tiene 1001 caracteres y caben 1000.",
        "Eje 1: el código «2.1» está 2 veces",
        "Eje 3, actividad 3.1: la red no tiene «oeste»",
        "Eje 3, actividad 3.1: la red no tiene «NADA»",
        "Eje 3: 3.1 está en un objetivo que no existe",
        "Eje 3, actividad 3.2: Ponderación:",
        "Eje 3, actividad 3.2: Plazo: tiene 201 caracteres y caben 200.",
        "Eje 3, actividad 3.2: la red no tiene «Nadie»",
        "Eje 3, actividad 3.2: Apoyo: no se dice quién.",
        "Eje 3, actividad 3.2, producto 1: Producto: falta.",
        "Eje 3, actividad 3.2, producto 1: Medio de verificación: tiene 501 caracteres",
        "Eje 3, actividad 3.2: la red no tiene «este»",
        "Eje 3, actividad 3.2: Meses del cronograma:",
    ):
        assert any(message.startswith(words) for message in messages), (words, messages)


def test_dates_that_cannot_be_and_signs_no_database_takes(network):
    backwards = Deadline("mayo", parse("2025").start, parse("2024").end, "range")
    messages = refused(network, of(DraftActivity("1.1", "A\0", deadline=backwards)))
    assert "el plazo termina antes de empezar" in " ".join(messages)
    assert "no se puede guardar" in " ".join(messages)
    assert "ninguna de las previstas" in " ".join(
        refused(network, of(DraftActivity("1.1", "A", deadline=Deadline("x", None, None, "siglo"))))
    )


def test_too_deep_and_circular(network):
    activity = DraftActivity("1.1", "Una vuelta")
    activity.children.append(activity)
    (message,) = refused(network, of(activity))
    assert "más de 7 niveles" in message
    deepest = DraftActivity("8", "Hondo")
    for depth in range(7, 0, -1):
        deepest = DraftActivity(str(depth), "Grupo", children=[deepest])
    assert len(told(stored(write(network, of(deepest))[0]))["ejes"]) == 1


def test_many_mistakes_are_not_all_told(network):
    messages = refused(network, of(*(DraftActivity(f"1.{n}", "") for n in range(60))))
    assert len(messages) == 41
    assert messages[-1] == "Y 20 más."


def test_a_fault_in_the_last_row_leaves_nothing(network, monkeypatch):
    created = services.importing.rows_create

    def fail_at_links(rows, **more):
        if rows and type(rows[0]) is Activity.themes.through:
            raise RuntimeError("se cortó")
        created(rows, **more)

    monkeypatch.setattr(services.importing, "rows_create", fail_at_links)
    with pytest.raises(RuntimeError):
        write(furnish(network), full_draft())
    assert not Plan.objects.exists()
    assert not Eje.history.exists()


def test_an_address_already_taken_and_a_draft_already_there(network):
    make_version(network, "nuevo")
    with pytest.raises(ValidationError, match="Ya hay un plan con esa dirección"):
        write(network, of(DraftActivity("1.1", "A")))
    draft = make_version(network, "otro", status=VersionStatus.DRAFT)
    with pytest.raises(ValidationError, match="ya tiene un borrador"):
        write(network, of(DraftActivity("1.1", "A")), plan=draft.plan)
    with pytest.raises(ValidationError, match="no tiene un plan"):
        write(network)


def enforced(version: PlanVersion) -> PlanVersion:
    PlanVersion.objects.filter(pk=version.pk).update(status="in_force", in_force_from_on="2024-01-01")
    return version


def lineages(version: PlanVersion) -> dict[str, uuid.UUID]:
    return dict(Activity.objects.filter(eje__version=version).values_list("code", "lineage"))


def test_the_same_lines_keep_their_lineage(network):
    first = of(
        DraftActivity("1.1", "Foro regional"),
        DraftActivity("1.2", "Boletín"),
        DraftActivity("1.3", "Mapa de rutas"),
        DraftActivity("1.4", "Encuesta"),
    )
    (one,) = write(network, first)
    second = of(
        DraftActivity("1.1", "Campaña"),
        DraftActivity("1.2", "FORO  regional."),
        DraftActivity("1.3", "Mapa social de rutas"),
        DraftActivity("1.5", "Boletín"),
    )
    (two,) = write(network, second, plan=enforced(one).plan)
    before, after = lineages(one), lineages(two)
    assert two.number == 2
    assert after["1.2"] == before["1.1"], "the same title under another code"
    assert after["1.5"] == before["1.2"]
    assert after["1.3"] == before["1.3"], "the same code reworded"
    assert after["1.1"] not in before.values(), "its code's old line went on elsewhere"
    assert one.ejes.get().lineage == two.ejes.get().lineage


def test_a_line_moved_to_another_eje_keeps_its_lineage(network):
    def draft(*branches):
        return DraftVersion("", ejes=[DraftEje(str(n), f"Eje {n}", activities=list(rows)) for n, rows in branches])

    (one,) = write(network, draft((1, [DraftActivity("1.1", "Foro")]), (2, [DraftActivity("2.1", "Red")])))
    moved = draft(
        (1, [DraftActivity("1.1", "Nueva")]), (2, [DraftActivity("2.1", "Red"), DraftActivity("2.2", "Foro")])
    )
    (two,) = write(network, moved, plan=enforced(one).plan)
    assert lineages(two)["2.2"] == lineages(one)["1.1"]
    assert lineages(two)["1.1"] != lineages(one)["1.1"]


def test_deliverables_and_proofs_too_and_from_draft_to_draft(network):
    def draft(*titles, proof):
        return of(
            DraftActivity(
                "1.1",
                "Foro",
                deliverables=[DraftDeliverable(title) for title in titles],
                verifications=[DraftVerification(proof)],
            )
        )

    one, two = write(network, draft("Memoria", "Red", proof="Acta"), draft("Red", "Memoria final", proof="Acta."))

    def products(version):
        return dict(Activity.objects.get(eje__version=version).deliverables.values_list("title", "lineage"))

    assert products(two)["Red"] == products(one)["Red"]
    assert products(two)["Memoria final"] == products(one)["Memoria"]
    assert len(set(Verification.objects.values_list("lineage", flat=True))) == 1


def test_a_given_lineage_is_kept_and_nobody_else_takes_it(network):
    (one,) = write(network, of(DraftActivity("1.1", "Foro"), DraftActivity("1.2", "Foro")))
    given = lineages(one)["1.1"]
    second = of(DraftActivity("1.1", "Foro"), DraftActivity("1.2", "Otra cosa", lineage=given))
    (two,) = write(network, second, plan=enforced(one).plan)
    assert lineages(two)["1.2"] == given
    assert lineages(two)["1.1"] == lineages(one)["1.2"]
    twins = of(DraftActivity("1.1", "A", lineage=given), DraftActivity("1.2", "B", lineage=given))
    with pytest.raises(ValidationError, match="la misma"):
        write(network, twins, plan=new_plan("otro"))


def test_ten_thousand_activities_in_a_hundred_orders(network):
    ejes = [
        DraftEje(
            str(eje),
            f"Eje {eje}",
            activities=[
                DraftActivity(
                    f"{eje}.{n}",
                    f"Actividad {eje}.{n}",
                    parties=[DraftParty("responsible", "Quien coordina")],
                    deliverables=[DraftDeliverable("Producto")],
                    verifications=[DraftVerification("Acta")],
                )
                for n in range(100)
            ],
        )
        for eje in range(100)
    ]
    told_of = []
    with CaptureQueriesContext(connection) as queries:
        write(network, DraftVersion("", ejes=ejes), progress=lambda done, total: told_of.append((done, total)))
    assert len(queries) <= 100
    assert Activity.objects.count() == Activity.history.count() == 10_000
    assert told_of == sorted(told_of)
    assert told_of[-1] == (20_200, 20_200)
    assert len(told_of) > 20
