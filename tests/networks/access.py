"""Who may open each URL of this app."""

from networks.models import ActionArea, Contact, Organization, Role, Territory
from tests.access import SECRETARIAT, Row
from tests.factories import give_role, make_user
from tests.networks.access_directory import ROWS as DIRECTORY
from tests.networks.access_identity import ROWS as IDENTITY
from tests.networks.access_roster import ROWS as ROSTER
from tests.networks.access_training import ROWS as TRAINING


def _find(model, **values):
    return lambda world: model.objects.get_or_create(network=world.network, **values)[0]


MAKE = {
    "member": lambda world: world.member,
    "organization": _find(Organization, name="Entidad"),
    "function": lambda world: world.function,
    "territory": _find(Territory, code="x", name="Barrio", level="locality"),
    "area": _find(ActionArea, name="Prevención"),
    "contact": lambda world: Contact.objects.get_or_create(member=world.member, name="Oficina")[0],
}


def _pk(stem):
    return lambda world: {"pk": MAKE[stem](world).pk}


def _assignment(world):
    return {"pk": give_role(make_user(), world.network, Role.OBSERVER).pk}


ROWS: list[Row] = [
    *DIRECTORY,
    *IDENTITY,
    *ROSTER,
    *TRAINING,
    Row("networks:network_update", SECRETARIAT),
    Row("networks:language_set", method="post", data={"language": "es"}, public=True),
]
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
