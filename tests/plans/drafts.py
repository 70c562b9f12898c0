"""What tests of drafts share: a plan with everything in it, and how two drafts are compared."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from typing import Any

from networks.models import MandatedFunction, Member, Network, Organization
from plans.deadlines import parse
from plans.drafting import from_tree
from plans.importing.draft import (
    DraftActivity,
    DraftDeliverable,
    DraftEje,
    DraftIndicator,
    DraftMemberDeadline,
    DraftObjective,
    DraftParty,
    DraftVerification,
    DraftVersion,
)
from plans.models import Framework, PlanVersion, Theme
from plans.selectors import version_tree
from tests.factories import make_member

UNSAID = frozenset({"where", "places", "lineage", "roles", "reported", "declared_weight", "declared_earned"})


def told(row: Any, unsaid: frozenset[str] = UNSAID) -> Any:
    """A draft, or a part of one, as plain data without its places and lineages; parties grouped by kind."""
    if isinstance(row, list | tuple):
        return [told(one, unsaid) for one in row]
    if not dataclasses.is_dataclass(row):
        return row
    data = {f.name: told(getattr(row, f.name), unsaid) for f in dataclasses.fields(row) if f.name not in unsaid}
    if "parties" in data:
        data["parties"] = sorted(data["parties"], key=lambda party: party["kind"])
    return data


def stored(version: PlanVersion) -> DraftVersion:
    version = PlanVersion.objects.select_related("plan__network").get(pk=version.pk)
    return from_tree(version_tree(version))


def furnish(network: Network) -> Network:
    """Give the network two members, an organization, a function and a theme for drafts to name."""
    if not Member.objects.filter(network=network, code="norte").exists():
        make_member(network, "norte", name="Ciudad Norte", order=1)
        make_member(network, "sur", name="Ciudad Sur", order=2)
    Organization.objects.get_or_create(network=network, name="Cruz Morada Internacional", short_name="CMI")
    MandatedFunction.objects.get_or_create(network=network, number=3, title="Coordinar")
    Theme.objects.get_or_create(network=network, framework=Framework.OWN, code="CUIDADOS", title="Cuidados")
    return network


def full_draft() -> DraftVersion:
    """Every field of every level has something."""
    product = DraftDeliverable(
        "Memoria",
        deadline=parse("Agosto de 2024"),
        by_member=True,
        verifications=[DraftVerification("Lista de asistencia")],
        parties=[DraftParty("responsible", "Ciudad Norte", "member", "norte")],
        member_deadlines=[DraftMemberDeadline("sur", parse("3 de mayo de 2024"))],
    )
    forum = DraftActivity(
        "1.1",
        "Foro regional",
        objective=0,
        notes="Dos días.\nCon traducción.",
        weight=Decimal("60.00"),
        deadline=parse("Segundo semestre de 2024"),
        concerns="some",
        members=["norte", "sur"],
        months=["2024-07", "2024-08"],
        months_are_sample=True,
        themes=["CUIDADOS"],
        deliverables=[product, DraftDeliverable("Boletín")],
        verifications=[DraftVerification("Acta del foro")],
        parties=[
            DraftParty("funding", "CMI", "organization", "Cruz Morada Internacional"),
            DraftParty("responsible", "cada integrante", "every"),
            DraftParty("support", "Voluntarias de la feria"),
        ],
        indicators=[DraftIndicator("Asistentes", "personas", True, Decimal("10.00"), Decimal("120.50"))],
        member_deadlines=[DraftMemberDeadline("norte", parse("junio de 2024"))],
    )
    meeting = DraftActivity(
        "1.2",
        "Encuentro",
        concerns="network",
        children=[
            DraftActivity("1.2.1", "Sesión abierta", weight=Decimal("40.00"), deadline=parse("permanente")),
            DraftActivity("1.2.2", "Sesión cerrada", weight=Decimal("0.00")),
        ],
    )
    first = DraftEje(
        "1",
        "Prevención",
        weight=Decimal("100.00"),
        goal="Cien mujeres",
        theme="Trata",
        functions=[3],
        objectives=[DraftObjective("1.A", "Fortalecer"), DraftObjective("", "Difundir")],
        activities=[forum, meeting],
    )
    return DraftVersion("Propuesta", ejes=[first, DraftEje("2", "Relaciones")])
