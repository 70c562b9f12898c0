"""Who may open each URL of this app."""

from networks.models import ActionArea, Contact, Organization, Role, Territory
from tests.access import SECRETARIAT, Row
from tests.factories import give_role, make_user


def _contact(world):
    return Contact.objects.create(member=world.member, name="Oficina")


MAKE = {
    "member": lambda world: world.member,
    "organization": lambda world: Organization.objects.create(network=world.network, name="Entidad"),
    "function": lambda world: world.function,
    "territory": lambda world: Territory.objects.create(
        network=world.network, code="x", name="Barrio", level="locality"
    ),
    "area": lambda world: ActionArea.objects.create(network=world.network, name="Prevención"),
    "contact": _contact,
}


def _pk(stem):
    return lambda world: {"pk": MAKE[stem](world).pk}


def _assignment(world):
    return {"pk": give_role(make_user(), world.network, Role.OBSERVER).pk}


ROWS: list[Row] = [Row("networks:network_update", SECRETARIAT)]
for _stem in MAKE:
    ROWS += [
        Row(f"networks:{_stem}_list"),
        Row(f"networks:{_stem}_create", SECRETARIAT),
        Row(f"networks:{_stem}_create", SECRETARIAT, method="post"),
        Row(f"networks:{_stem}_update", SECRETARIAT, kwargs=_pk(_stem)),
        Row(f"networks:{_stem}_delete", SECRETARIAT, kwargs=_pk(_stem)),
        Row(f"networks:{_stem}_delete", SECRETARIAT, kwargs=_pk(_stem), method="post"),
    ]
ROWS += [
    Row("networks:assignment_list", SECRETARIAT),
    Row("networks:assignment_create", SECRETARIAT),
    Row("networks:assignment_create", SECRETARIAT, method="post"),
    Row("networks:assignment_delete", SECRETARIAT, kwargs=_assignment),
    Row("networks:assignment_delete", SECRETARIAT, kwargs=_assignment, method="post"),
]
